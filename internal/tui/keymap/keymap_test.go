package keymap

import (
	"slices"
	"strings"
	"testing"
)

func defaultMap(t *testing.T) *Map {
	t.Helper()
	m, err := New(Default())
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func TestAction(t *testing.T) {
	m := defaultMap(t)
	rows := []struct {
		in           Context
		pending, key string
		want         Action
		more         bool
	}{
		{Library, "", "/", SearchAll, false},
		{Reader, "", "/", SearchHere, false},
		{Reader, "", "ctrl+w", None, true},
		{Reader, "ctrl+w", "v", SecondPane, false},
		{Reader, "ctrl+w", "z", None, false},
		{Search, "", "ctrl+c", Quit, false},
		{Search, "", "j", None, false},
		{Bookmarks, "", "d", Delete, false},
	}
	for _, r := range rows {
		got, more := m.Action(r.in, r.pending, r.key)
		if got != r.want || more != r.more {
			t.Errorf("%s %q %q: got %q, %v; want %q, %v", r.in, r.pending, r.key, got, more, r.want, r.more)
		}
	}
}

func TestKeyBoundTwiceIsAnError(t *testing.T) {
	_, err := New([]Binding{
		{Action: Up, In: []Context{Reader}, Keys: []string{"k"}},
		{Action: Down, In: []Context{Reader}, Keys: []string{"k"}},
	})
	if err == nil || !strings.Contains(err.Error(), `"k" is bound twice`) {
		t.Errorf("got %v", err)
	}
}

func TestEveryBindingHasHelpAndKeys(t *testing.T) {
	for _, b := range Default() {
		if b.Help == "" || len(b.Keys) == 0 || len(b.In) == 0 {
			t.Errorf("%q lacks help, keys or contexts", b.Action)
		}
	}
}

func TestProductKeys(t *testing.T) {
	m := defaultMap(t)
	for _, k := range strings.Fields("j k d u f b g G { } [ ] h q / n N s t m y ' B | tab x < > = c ctrl+p : ? ctrl+o ctrl+i e r") {
		if a, more := m.Action(Reader, "", k); a == None && !more {
			t.Errorf("%q does nothing while reading", k)
		}
	}
	if !slices.ContainsFunc(m.In(Library), func(b Binding) bool { return b.Action == Quit }) {
		t.Error("the library has no key to leave")
	}
}

func TestParse(t *testing.T) {
	for written, want := range map[string]string{
		"n": "n", "N": "N", "shift-n": "N", "ctrl-N": "ctrl+n", "Ctrl+w v": "ctrl+w v", "PgDn": "pgdown", "↓": "down", "Escape": "esc",
		"-": "-", "+": "+", "ctrl--": "ctrl+-", "alt-shift-ctrl-up": "ctrl+alt+shift+up", "F12": "f12", "space": "space", "é": "é", "|": "|",
		"shift-tab": "shift+tab", "alt-O": "alt+O",
	} {
		if got, err := Parse(written); err != nil || got != want {
			t.Errorf("%q: got %q, %v; want %q", written, got, err, want)
		}
	}
	for _, written := range []string{"", " ", "a b c", "hyper-x", "f0", "f21", "enterr", "ctrl-", "ab", "\x1b", "ctrl-\x00"} {
		if got, err := Parse(written); err == nil {
			t.Errorf("%q: got %q, want an error", written, got)
		}
	}
}

// Every key of the table can be written in a configuration.
func TestEveryKeyCanBeWritten(t *testing.T) {
	for _, b := range Default() {
		for _, k := range b.Keys {
			for _, written := range []string{Written(k), Key(k)} {
				if got, err := Parse(written); err != nil || got != k {
					t.Errorf("%s: %q is read as %q, %v", b.Action, written, got, err)
				}
			}
		}
	}
}

func TestChanged(t *testing.T) {
	table, problems := Changed(Default(), []Change{{"reading", "down", []string{"ctrl-w n", "e"}}, {"reading", "edit", nil}})
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	m, err := New(table)
	if err != nil {
		t.Fatal(err)
	}
	if a, _ := m.Action(Reader, "", "e"); a != Down {
		t.Errorf("e is %q while reading", a)
	}
	if a, _ := m.Action(Reader, "ctrl+w", "n"); a != Down {
		t.Errorf("ctrl-w n is %q while reading", a)
	}
	if a, _ := m.Action(Reader, "", "j"); a != None {
		t.Errorf("j is still %q while reading", a)
	}
	if a, _ := m.Action(Library, "", "j"); a != Down {
		t.Errorf("j is %q in the library", a)
	}
	if a, _ := m.Action(Library, "", "e"); a != Edit {
		t.Errorf("e is %q in the library", a)
	}
	if !slices.ContainsFunc(m.In(Reader), func(b Binding) bool { return b.Action == Edit && len(b.Keys) == 0 }) {
		t.Error("an action without a key is gone from the palette")
	}
}

// An action stands in a context once: a change of it says which is meant.
func TestAnActionStandsInAContextOnce(t *testing.T) {
	seen := map[place]bool{}
	for _, b := range Default() {
		for _, in := range b.In {
			if at := (place{in, b.Action}); seen[at] {
				t.Errorf("%s stands twice in %s", b.Action, in)
			} else {
				seen[at] = true
			}
		}
	}
}
