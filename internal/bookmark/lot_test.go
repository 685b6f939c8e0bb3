package bookmark

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

// several are new bookmarks that tell their number.
func several(n int) []Bookmark {
	list := make([]Bookmark, n)
	for i := range list {
		list[i] = unnamed()
		list[i].Note = fmt.Sprint(i)
	}
	return list
}

// What was said to be there is there, and it is the first of the list, whether
// all are added or somebody stops it.
func TestAddAll(t *testing.T) {
	for _, stopAt := range []int{lot, 3 * lot, 1 << 30} {
		s, list := open(t, t.TempDir()), several(2*lot+5)
		ctx, stop := context.WithCancel(t.Context())
		said := 0
		err := s.AddAll(ctx, list, func(n int) {
			if said = n; n >= stopAt {
				stop()
			}
		})
		stop()
		if want := min(stopAt, len(list)); said != want || (want == len(list)) != (err == nil) || err != nil && !errors.Is(err, context.Canceled) {
			t.Errorf("stopped at %d: %d were said to be there, %v", stopAt, said, err)
		}
		there := map[string]bool{}
		for _, b := range all(t, open(t, s.Dir())) {
			there[b.Note] = true
		}
		for i := range list {
			if there[fmt.Sprint(i)] != (i < said) {
				t.Errorf("stopped at %d: whether number %d is there: %v", stopAt, i, there[fmt.Sprint(i)])
			}
		}
		if len(all(t, s)) != said {
			t.Errorf("the store has %d, want %d", len(all(t, s)), said)
		}
		if left, _ := filepath.Glob(filepath.Join(s.Dir(), tempMark+"*")); len(left) > 0 {
			t.Errorf("left behind: %v", left)
		}
	}
}

// Several with an ID that is taken, or that one before them took: each gets one.
func TestAddAllWithTakenIDs(t *testing.T) {
	s, list := open(t, t.TempDir()), several(4)
	for i := range list {
		list[i].ID = "0abcd12345"
	}
	if err := s.AddAll(t.Context(), list, func(int) {}); err != nil {
		t.Fatal(err)
	}
	if got := all(t, s); len(got) != 4 || notes(got[:1]) == "" {
		t.Errorf("%d are there: %s", len(got), notes(got))
	}
	if b := all(t, s)[0]; s.files["0abcd12345"] == "" {
		t.Errorf("none has the ID that was given: %s", b.ID)
	}
}

// Where it cannot write, nothing is there and nothing is left behind.
func TestAddAllIntoNoFolder(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	s := &Store{dir: filepath.Join(file, "bookmarks"), loaded: map[string]*record{}, files: map[string]string{}}
	if err := s.AddAll(t.Context(), several(2), func(n int) {
		if n > 0 {
			t.Errorf("%d are said to be there", n)
		}
	}); err == nil || !strings.Contains(err.Error(), file) {
		t.Errorf("error %v", err)
	}
}

// Of two that import at once the second is told so, as it could not know what the
// first brings.
func TestOneImportAtATime(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "bookmarks")
	first, second := open(t, dir), open(t, dir)
	end, err := first.StartImport()
	if err != nil {
		t.Fatal(err)
	}
	switch _, err := second.StartImport(); {
	case err == nil && runtime.GOOS == "windows":
		t.Skip("no locks here")
	case err == nil || !strings.Contains(err.Error(), "another program is importing"):
		t.Fatalf("a second one: %v", err)
	}
	add(t, second, "one") // nothing else is kept off
	end()
	if end, err = second.StartImport(); err != nil {
		t.Fatal(err)
	}
	end()
	if n := len(all(t, first)); n != 1 {
		t.Errorf("%d are there", n)
	}
}

func BenchmarkAddAll(b *testing.B) {
	list := several(1000)
	for b.Loop() {
		s := open(b, b.TempDir())
		if err := s.AddAll(b.Context(), list, func(int) {}); err != nil {
			b.Fatal(err)
		}
	}
}
