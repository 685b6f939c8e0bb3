package bookmark

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"broadsheet/internal/brief"
	"broadsheet/internal/library"
	"broadsheet/internal/query"
)

// shelf is a library in memory: path to text; the hash is the text's length
// and first byte, enough for a test.
type shelf map[string]string

func (s shelf) Key() string { return "here" }

func (s shelf) Disk(string) (string, bool) { return "", false }

func (s shelf) Path(string) (string, bool) { return "", false }

func (s shelf) Read(path string) (*brief.Brief, library.Entry, error) {
	text, ok := s[path]
	if !ok {
		return nil, library.Entry{}, errors.New("no such file")
	}
	return brief.Parse([]byte(text), path, brief.Limits{}), s.entry(path), nil
}

func (s shelf) entry(path string) library.Entry {
	text := s[path]
	return library.Entry{File: library.File{Path: path}, Hash: uint64(len(text))<<8 + uint64(text[0])}
}

func (s shelf) entries() []library.Entry {
	var out []library.Entry
	for path := range s {
		out = append(out, s.entry(path))
	}
	return out
}

// like is a poor man's search: the briefs that have any of the words.
func (s shelf) like(_ context.Context, words string) []string {
	var out []string
	for path, text := range s {
		for _, w := range strings.Fields(words) {
			if strings.Contains(strings.ToLower(text), w) {
				out = append(out, path)
				break
			}
		}
	}
	return out
}

const ferry = "# Ferry\n\nThe ferry left at nine in the evening, as it does on every day of the year.\n\nNobody waved.\n"

// kept makes a bookmark on the second passage of a brief of s.
func kept(t *testing.T, s shelf, path, madeIn string) Bookmark {
	t.Helper()
	b, e, err := s.Read(path)
	if err != nil {
		t.Fatal(err)
	}
	a := Anchored(b, path, e.Hash, b.Passages[1].Span)
	a.Also = Elsewhere(t.Context(), s, s.like, a)
	m := New(a, b, s)
	m.ID, m.Library = path, madeIn
	return m
}

func TestInLibrary(t *testing.T) {
	was := shelf{"ferry.md": ferry}
	rows := []struct {
		name   string
		now    shelf
		madeIn string
		listed bool
		state  State
		path   string
	}{
		{"unchanged", shelf{"ferry.md": ferry}, "here", true, OK, "ferry.md"},
		{"a word replaced", shelf{"ferry.md": "# Ferry\n\nThe ferry left at ten in the evening, as it does on every day of the year.\n"}, "here", true, Changed, "ferry.md"},
		{"file renamed", shelf{"old/boat.md": ferry}, "here", true, Moved, "old/boat.md"},
		{"file moved to another folder", shelf{"2024/ferry.md": ferry}, "here", true, Moved, "2024/ferry.md"},
		{"file moved, another in its place", shelf{"old/ferry.md": ferry, "ferry.md": "# Train\n\nNothing of the kind.\n"}, "here", true, Moved, "old/ferry.md"},
		{"file renamed and edited", shelf{"old/boat.md": "# Boat\n\nA lead.\n\nThe ferry left at nine in the evening, as it does on every day of the year.\n"}, "here", true, Moved, "old/boat.md"},
		{"file renamed and a word replaced", shelf{"old/boat.md": "# Ferry\n\nA lead.\n\nThe ferry left at ten in the evening, as it does on every day of the year.\n\nNobody waved.\n"}, "here", true, Changed, "old/boat.md"},
		{"file gone", shelf{"train.md": "# Train\n"}, "here", true, Lost, "ferry.md"},
		{"passage gone", shelf{"ferry.md": "# Ferry\n\nNobody waved.\n"}, "here", true, Lost, "ferry.md"},
		{"the library itself has moved", shelf{"ferry.md": ferry}, "elsewhere", true, OK, "ferry.md"},
		{"of another library", shelf{"train.md": "# Train\n"}, "elsewhere", false, Lost, ""},
		{"of another library, with a file of that name", shelf{"ferry.md": "# Train\n\nNothing of the kind.\n"}, "elsewhere", false, Lost, ""},
	}
	for _, r := range rows {
		t.Run(r.name, func(t *testing.T) {
			items, err := InLibrary(context.Background(), r.now, r.now.entries(), r.now.like, []Bookmark{kept(t, was, "ferry.md", r.madeIn)})
			if err != nil {
				t.Fatal(err)
			}
			if len(items) == 0 {
				if r.listed {
					t.Fatal("not listed")
				}
				return
			}
			it := items[0]
			if !r.listed || it.Place.State != r.state || it.Path != r.path {
				t.Errorf("%s in %q (listed), want %s in %q (listed: %v)", it.Place.State, it.Path, r.state, r.path, r.listed)
			}
			if it.Place.State != Lost && it.Disk != it.Place.Span {
				t.Errorf("on disk %v, in Raw %v: the same in a UTF-8 file", it.Disk, it.Place.Span)
			}
		})
	}
}

// A brief that had the same words when they were marked is not taken for the
// bookmark's own when that is deleted.
func TestALookalikeInAnotherBriefIsNotTaken(t *testing.T) {
	twin := strings.Replace(ferry, "# Ferry", "# Ferry, the year after", 1)
	for name, was := range map[string]shelf{"known": {"ferry.md": ferry, "twin.md": twin}, "two of them": {"ferry.md": ferry, "twin.md": twin, "third.md": twin}} {
		m := kept(t, was, "ferry.md", "here")
		delete(was, "ferry.md")
		items, err := InLibrary(t.Context(), was, was.entries(), was.like, []Bookmark{m})
		if err != nil || len(items) != 1 || items[0].Place.State != Lost {
			t.Errorf("%s: %v, %v", name, items, err)
		}
		m.Also = nil // made by an earlier version: the neighbours say that it is the same text
		m.After, m.Before = "", "Quite another lead.\n"
		items, _ = InLibrary(t.Context(), was, was.entries(), was.like, []Bookmark{m})
		if items[0].Place.State != Lost {
			t.Errorf("%s, not known: %s in %s", name, items[0].Place.State, items[0].Path)
		}
	}
}

func TestInLibraryEndsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	s := shelf{"ferry.md": ferry}
	if _, err := InLibrary(ctx, s, s.entries(), nil, []Bookmark{kept(t, s, "ferry.md", "here")}); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}

func TestWhere(t *testing.T) {
	s := shelf{"ferry.md": ferry}
	m := kept(t, s, "ferry.md", "here")
	m.Created = time.Date(2026, 3, 9, 12, 0, 0, 0, time.UTC)
	m.Note, m.Tags, m.Date = "ask the harbour office", []string{"timetable"}, "2025-11-07"
	items, err := InLibrary(context.Background(), s, s.entries(), nil, []Bookmark{m})
	if err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string]int{"": 1, "evening": 1, "harbour": 1, "tag:timetable": 1, "tag:harbour": 0, "date:2025-11": 1, "date:2024": 0, "made:2026-03": 1, "made:2026-04..": 0, "made:2025-11": 0, "made:>2026 OR tag:timetable": 1, "-made:2026": 0, "milk": 0, "is:bookmarked": 1, "is:read": 0, "is:unread": 0} {
		q, err := query.Parse(text, query.Options{Now: time.Now(), Made: true})
		if err != nil {
			t.Fatal(err)
		}
		if got := Where(items, q, nil); len(got) != want {
			t.Errorf("%q: %d, want %d", text, len(got), want)
		}
		read := func(what, path string) bool { return what == "read" && path == "ferry.md" }
		if got := Where(items, q, read); len(got) != want && text != "is:read" {
			t.Errorf("%q of a brief that was read: %d, want %d", text, len(got), want)
		}
		if text == "is:read" && len(Where(items, q, read)) != 1 {
			t.Error("a bookmark in a brief that was read is not found")
		}
	}
}

// However many lost bookmarks are looked for in other briefs, few of these are
// kept open.
func TestOpenBriefsAreBounded(t *testing.T) {
	const each = openMost / 8
	text := strings.Repeat("The ferry left at nine. Nobody waved.\n", each/38)
	lib := shelf{}
	for i := range 12 {
		lib[fmt.Sprintf("%d.md", i)] = text
	}
	f := finder{lib: lib, open: map[string]func() *opened{}}
	for i := range 12 {
		path := fmt.Sprintf("%d.md", i)
		if o := f.readOnce(path); o.brief == nil || i == 0 && f.readOnce(path) != o {
			t.Fatal("not read, or read twice: ", path)
		}
		if n := len(f.open); n*len(text) > openMost {
			t.Fatalf("%d are open, of %d bytes", n, n*len(text))
		}
	}
}

// A place is counted in characters of the text as programs read it: a mark of the
// byte order is none of them.
func TestCharactersOfAPlace(t *testing.T) {
	for _, text := range []string{ferry, "\uFEFF" + ferry, strings.Replace(ferry, "# Ferry", "# Fährüberfahrt 👩", 1)} {
		s := shelf{"ferry.md": text}
		items := []Item{{Path: "ferry.md"}}
		items[0].Place.Span.Start = strings.Index(text, "left at nine")
		items[0].Place.Span.End = items[0].Place.Span.Start + len("left at nine")
		Count(s, items)
		read := []rune(strings.TrimPrefix(text, "\uFEFF"))
		if c := items[0].Chars; string(read[c.Start:c.End]) != "left at nine" {
			t.Errorf("%.20q: %v", text, c)
		}
	}
	cut := []Item{{Path: "ferry.md", Place: Place{Span: brief.Span{Start: 5, End: len(ferry) + 1}}}, {Path: "gone.md", Place: Place{Span: brief.Span{Start: 5, End: 9}}}}
	if Count(shelf{"ferry.md": ferry}, cut); cut[0].Chars.Len()+cut[1].Chars.Len() > 0 {
		t.Errorf("a file that is shorter or gone by now: %v, %v", cut[0].Chars, cut[1].Chars)
	}
}
