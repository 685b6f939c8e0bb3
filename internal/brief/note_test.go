package brief

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// referredTo writes the first passage of a note and, as it stands in the
// source, what refers to it.
func referredTo(b *Brief, label string) string {
	i, ok := b.Note(label)
	if !ok {
		return "none"
	}
	out := []string{b.Passages[i].Text}
	for _, s := range b.References(i) {
		out = append(out, string(b.Raw[s.Start:s.End]))
	}
	return strings.Join(out, " | ")
}

func TestNotes(t *testing.T) {
	for _, c := range []struct {
		name, src string
		text      []string // of all passages
		notes     map[string]string
	}{
		{
			"one note", "Said[^1] so.\n\n[^1]: By whom.\n",
			[]string{"Said[1] so.", "By whom."}, map[string]string{"1": "By whom. | [^1]"},
		},
		{
			"the note first", "[^a]: By whom.\n\nSaid[^a] so.\n",
			[]string{"By whom.", "Said[a] so."}, map[string]string{"a": "By whom. | [^a]"},
		},
		{
			"several references", "One[^1], two[^1].\n\nThree[^1].\n\n[^1]: Note.\n",
			[]string{"One[1], two[1].", "Three[1].", "Note."}, map[string]string{"1": "Note. | [^1] | [^1] | [^1]"},
		},
		{"not defined", "Said[^2] so.\n\n[^1]: Note.\n", []string{"Said[^2] so.", "Note."}, map[string]string{"2": "none", "1": "Note."}},
		{"no notes at all", "Said[^1] so.\n", []string{"Said[^1] so."}, map[string]string{"1": "none"}},
		{"without text", "Said[^1] so.\n\n[^1]:\n", []string{"Said[^1] so."}, map[string]string{"1": "none"}},
		{
			"case and white space in the label", "Said[^The  Note] so.\n\n[^the note]: Note.\n",
			[]string{"Said[The Note] so.", "Note."}, map[string]string{"THE NOTE": "Note. | [^The  Note]"},
		},
		{
			"the first of two", "Said[^1].\n\n[^1]: First.\n[^1]: Second.\n",
			[]string{"Said[1].", "First.", "Second."}, map[string]string{"1": "First. | [^1]"},
		},
		{
			"two paragraphs", "Said[^1].\n\n[^1]: First.\n\n    Second.\n\n    - item\n\nText.\n",
			[]string{"Said[1].", "First.", "Second.", "item", "Text."}, map[string]string{"1": "First. | [^1]"},
		},
		{
			"in a quotation and a list", "> Said[^1].\n>\n> [^1]: Note.\n\n- item[^2]\n\n  [^2]: Another.\n",
			[]string{"Said[1].", "Note.", "item[2]", "Another."}, map[string]string{"1": "Note. | [^1]", "2": "Another. | [^2]"},
		},
		{
			"heading, table, emphasis, link", "# Head[^1]\n\n| A[^1] | B |\n|---|---|\n| **b[^1]** | [x[^1]](https://e.example) |\n\n[^1]: Note.\n",
			[]string{"Head[1]", "A[1] | B\nb[1] | x[1]", "Note."}, map[string]string{"1": "Note. | [^1] | [^1] | [^1] | [^1]"},
		},
		{
			"in another note", "Said[^1].\n\n[^1]: See[^2] and[^1].\n[^2]: Note.\n",
			[]string{"Said[1].", "See[2] and[1].", "Note."}, map[string]string{"1": "See[2] and[1]. | [^1] | [^1]", "2": "Note. | [^2]"},
		},
		{"after an exclamation mark", "Look![^1] ![^2]\n\n[^1]: Note.\n", []string{"Look![1] ![^2]", "Note."}, map[string]string{"1": "Note. | [^1]"}},
		{"escaped and in code", "Said\\[^1] and `[^1]`.\n\n[^1]: Note.\n", []string{"Said[^1] and [^1].", "Note."}, map[string]string{"1": "Note."}},
		{"no link", "Said[^1](https://e.example).\n\n[^1]: Note.\n", []string{"Said[1](https://e.example).", "Note."}, map[string]string{"1": "Note. | [^1]"}},
		{"markup in the label", "Said[^*a*].\n\n[^*a*]: Note.\n", []string{"Said[*a*].", "Note."}, map[string]string{"*a*": "Note. | [^*a*]"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			for ending, src := range map[string]string{"LF": c.src, "CRLF": strings.ReplaceAll(c.src, "\n", "\r\n")} {
				b := Parse([]byte(src), "a.md", Limits{})
				check(t, b)
				var got []string
				for _, p := range b.Passages {
					got = append(got, p.Text)
				}
				if diff := cmp.Diff(c.text, got); diff != "" {
					t.Errorf("%s: texts (-want +got):\n%s", ending, diff)
				}
				for label, want := range c.notes {
					if got := referredTo(b, label); got != want {
						t.Errorf("%s: note %q is %q, want %q", ending, label, got, want)
					}
				}
			}
		})
	}
}

// Every passage of a note leads back to what refers to it; no other does.
func TestReferencesOfEachPassage(t *testing.T) {
	b := Parse([]byte("Said[^1] and[^2].\n\n[^1]: First.\n\n    - item\n\nBetween.\n\n[^1]: Again.\n\n[^2]: Other.\n\nAfter.\n"), "a.md", Limits{})
	var got []string
	for i, p := range b.Passages {
		got = append(got, fmt.Sprint(p.Text, " ", len(b.References(i))))
	}
	want := []string{"Said[1] and[2]. 0", "First. 1", "item 1", "Between. 0", "Again. 0", "Other. 1", "After. 0"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	for _, i := range []int{-1, len(b.Passages)} {
		if b.References(i) != nil {
			t.Errorf("passage %d has references", i)
		}
	}
}

func TestNoteMarkers(t *testing.T) {
	b := Parse([]byte("x[^a] y[^12]\n\n[^a]: One.\n\n    More.\n[^12]: Two.\n"), "a.md", Limits{})
	var got []string
	for _, p := range b.Passages[1:] {
		got = append(got, fmt.Sprint(p.Frame[0].Marker, " ", p.Frame[0].First, p.Frame[0].Kind == InNote))
	}
	if diff := cmp.Diff([]string{"[a] true true", "[a] false true", "[12] true true"}, got); diff != "" {
		t.Error(diff)
	}
}
