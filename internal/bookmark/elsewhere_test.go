package bookmark

import (
	"slices"
	"strings"
	"testing"
)

// Where the brief of a bookmark is gone, or has lost its words, and several
// others may have them, none is chosen in silence: each is offered.
func TestSeveralBriefsMayHaveABookmark(t *testing.T) {
	later := strings.Replace(ferry, "# Ferry\n", "# Ferry\n\nA lead.\n", 1)
	ten := strings.Replace(ferry, "at nine", "at ten", 1)
	tenLater := strings.Replace(later, "at nine", "at ten", 1)
	renamed := strings.Replace(later, "# Ferry", "# The boat", 1)
	shifted := "New.\n\n" + ferry + "\n" + ferry
	gone := "# Ferry\n\nNothing of the kind.\n"
	rows := []struct {
		name    string
		now     shelf
		state   State
		path    string
		offered string // the paths of the candidates
	}{
		{"two copies", shelf{"b.md": ferry, "c.md": ferry}, Lost, "old/a.md", "b.md c.md"},
		{"two copies, the words gone from its own brief", shelf{"old/a.md": gone, "b.md": ferry, "c.md": ferry}, Lost, "old/a.md", "b.md c.md"},
		{"two copies of its name", shelf{"b/a.md": ferry, "c/a.md": ferry}, Lost, "old/a.md", "b/a.md c/a.md"},
		{"two copies, one of its name", shelf{"b/a.md": ferry, "c.md": ferry}, Moved, "b/a.md", ""},
		{"a copy, and an edited one", shelf{"b.md": ferry, "c.md": later}, Moved, "b.md", ""},
		{"two copies, and an edited one", shelf{"b.md": ferry, "c.md": ferry, "d.md": ten}, Lost, "old/a.md", "b.md c.md d.md"},
		{"two edited copies", shelf{"b.md": later, "c.md": later + "\nAnd more.\n"}, Lost, "old/a.md", "b.md c.md"},
		{"two edited copies, one of its name", shelf{"b.md": later, "c/a.md": later + "\nAnd more.\n"}, Moved, "c/a.md", ""},
		{"two edited copies, the words of one are others", shelf{"b.md": tenLater, "c.md": later}, Moved, "c.md", ""},
		{"two edited copies, the words of the one of its name are others", shelf{"b/a.md": tenLater, "c.md": later}, Lost, "old/a.md", "c.md b/a.md"},
		{"two edited copies, the words of both are others", shelf{"b.md": ten, "c.md": tenLater}, Lost, "old/a.md", "b.md c.md"},
		{"two edited copies, one of another title", shelf{"b.md": later, "c.md": renamed}, Moved, "b.md", ""},
		{"two edited copies, the one of its title has other words", shelf{"b.md": tenLater, "c.md": renamed}, Lost, "old/a.md", "c.md b.md"},
		{"its own brief has it twice, and there is a copy", shelf{"old/a.md": shifted, "b.md": ferry}, Lost, "old/a.md", "old/a.md old/a.md b.md"},
		{"its own brief has it twice, and there is an edited copy", shelf{"old/a.md": shifted, "b.md": later}, Lost, "old/a.md", "old/a.md old/a.md b.md"},
		{"one other brief, which has it twice", shelf{"b.md": shifted}, Lost, "old/a.md", "b.md b.md"},
	}
	for _, r := range rows {
		t.Run(r.name, func(t *testing.T) {
			m := kept(t, shelf{"old/a.md": ferry}, "old/a.md", "here")
			for _, made := range []string{"of now", "of a version that did not look for the words elsewhere"} {
				items, err := InLibrary(t.Context(), r.now, r.now.entries(), r.now.like, []Bookmark{m})
				if err != nil || len(items) != 1 {
					t.Fatal(len(items), err)
				}
				it := items[0]
				var offered []string
				for _, c := range it.Candidates {
					offered = append(offered, c.Path)
					b, _, _ := r.now.Read(c.Path)
					if got := textAt(b, c.Span); got != c.Text || c.Disk != b.Disk(c.Span) {
						t.Errorf("the candidate in %s at %v is %q, not %q", c.Path, c.Span, got, c.Text)
					}
				}
				want := strings.Fields(r.offered)
				slices.Sort(offered)
				slices.Sort(want)
				if it.Place.State != r.state || it.Path != r.path || !slices.Equal(offered, want) {
					t.Errorf("%s: %s in %s, offered %q; want %s in %s, %q", made, it.Place.State, it.Path, offered, r.state, r.path, want)
				}
				m.Also = nil
			}
		})
	}
}

// A brief that had the words already when they were marked is the better one
// less: of two copies the one that has come since is it.
func TestTheCopyThatHasComeSinceIsIt(t *testing.T) {
	was := shelf{"old/a.md": ferry, "b.md": ferry}
	m := kept(t, was, "old/a.md", "here")
	now := shelf{"b.md": ferry, "c.md": ferry}
	items, err := InLibrary(t.Context(), now, now.entries(), now.like, []Bookmark{m})
	if err != nil || len(items) != 1 || items[0].Path != "c.md" || items[0].Place.State != Moved {
		t.Errorf("%+v, %v", items, err)
	}
}

// No more than eight places are offered, those with the very words first.
func TestTheBestPlacesAreOffered(t *testing.T) {
	m := kept(t, shelf{"a.md": ferry}, "a.md", "here")
	now := shelf{}
	for _, name := range strings.Fields("b c d e f g") {
		now[name+"1.md"] = strings.Replace(ferry, "at nine", "at eleven", 1) + name
		now[name+"2.md"] = ferry + name + name
	}
	items, err := InLibrary(t.Context(), now, now.entries(), now.like, []Bookmark{m})
	if err != nil || len(items) != 1 || len(items[0].Candidates) != offered {
		t.Fatalf("%+v, %v", items, err)
	}
	for i, c := range items[0].Candidates {
		if exact := c.Text == m.Quote; exact != (i < 6) {
			t.Errorf("%d: %s", i, c.Text)
		}
	}
}
