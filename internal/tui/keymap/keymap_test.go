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
