package library

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"broadsheet/internal/disk/disktest"
)

// lookNames are what the trees of the property are made of.
var lookNames = []string{"a.md", "b.TXT", "c", "c.pdf", ".hidden", ".h.md", "d e.markdown", "é.md", "x\xff.md", "deep"}

// plant makes something under a name at random: a file, a folder with more in
// it, a link, a pipe or a file that is too large.
func plant(t *rapid.T, root, dir string, depth int) {
	for _, name := range lookNames {
		p := filepath.Join(dir, name)
		switch rapid.IntRange(0, 9).Draw(t, name) {
		case 0, 1, 2:
			_ = os.WriteFile(p, []byte(name), 0o600)
		case 3, 4:
			if os.Mkdir(p, 0o700) == nil && depth < 3 {
				plant(t, root, p, depth+1)
			}
		case 5:
			to := rapid.SampledFrom([]string{"a.md", "c", "../a.md", "/etc/passwd", "/etc", "nowhere.md", name, root}).Draw(t, "to")
			_ = os.Symlink(to, p)
		case 6:
			_ = disktest.Pipe(p)
		case 7:
			if os.WriteFile(p, nil, 0o600) == nil {
				_ = os.Truncate(p, MaxSize+1)
			}
		}
	}
}

// everyName lists every path below the root, found by a walk or not.
func everyName(root string) []string {
	var out []string
	_ = filepath.WalkDir(root, func(p string, _ os.DirEntry, _ error) error {
		if rel, err := filepath.Rel(root, p); err == nil && rel != "." {
			out = append(out, filepath.ToSlash(rel))
		}
		return nil
	})
	return out
}

// TestLookIsWalkForSomePaths: asked for every name there is, and for some that
// are not, Look says what Walk does; asked for some, that part of it.
func TestLookIsWalkForSomePaths(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		dir, err := os.MkdirTemp("", "look")
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = os.RemoveAll(dir) }()
		one, two, single := filepath.Join(dir, "one"), filepath.Join(dir, "two"), filepath.Join(dir, "single.md")
		for _, d := range []string{one, two} {
			if err := os.Mkdir(d, 0o700); err != nil {
				t.Fatal(err)
			}
			plant(t, d, d, 0)
		}
		if err := os.WriteFile(single, nil, 0o600); err != nil {
			t.Fatal(err)
		}
		for _, roots := range [][]string{{one}, {one, two, single}, {single}} {
			lib, err := Open(roots)
			if err != nil {
				t.Fatal(err)
			}
			paths := []string{"single.md", "gone.md", "one/gone.md", "c/gone.md", "a.md/below.md", "../one/a.md", "/etc/passwd", "", ".", "one"}
			for _, name := range append(everyName(one), everyName(two)...) {
				paths = append(paths, name, "one/"+name, "two/"+name)
			}
			lookAgainstWalk(t, lib, paths)
			lookAgainstWalk(t, lib, rapid.SliceOfN(rapid.SampledFrom(paths), 0, 6).Draw(t, "some"))
		}
	})
}

// lookAgainstWalk compares what the two say of the paths.
func lookAgainstWalk(t rapid.TB, lib *Library, paths []string) {
	asked := func(p string) bool { return slices.Contains(paths, p) }
	files, skipped, err := lib.Scan(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	files = slices.DeleteFunc(files, func(f File) bool { return !asked(f.Path) })
	skipped = slices.DeleteFunc(skipped, func(s Skipped) bool { return !asked(s.Path) })
	gotFiles, gotSkipped := lib.Look(paths)
	if d := cmp.Diff(append([]File{}, files...), append([]File{}, gotFiles...)); d != "" {
		t.Errorf("files: walk -, look +\n%s", d)
	}
	if d := cmp.Diff(append([]Skipped{}, skipped...), append([]Skipped{}, gotSkipped...)); d != "" {
		t.Errorf("skipped: walk -, look +\n%s", d)
	}
}

func TestLookAtEmbedded(t *testing.T) {
	lib := Embedded(fstest.MapFS{
		"a.md": {Data: []byte("x")}, "d/b.md": {Data: []byte("yy")}, "d/.c.md": {}, ".e/f.md": {}, "g.pdf": {},
	}, "test")
	lookAgainstWalk(t, lib, []string{"a.md", "d/b.md", "d", "d/.c.md", ".e/f.md", "g.pdf", "gone.md", "d/gone.md", "../a.md"})
}

func TestLookTellsWhatCannotBeLookedInto(t *testing.T) {
	deep := strings.Repeat("d/", maxDepth)
	root := t.TempDir()
	if err := os.MkdirAll(filepath.Join(root, deep), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(root, deep, "a.md"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	lib, err := Open([]string{root})
	if err != nil {
		t.Fatal(err)
	}
	_, want, err := lib.Scan(context.Background())
	if err != nil || len(want) != 1 {
		t.Fatal(want, err)
	}
	if files, got := lib.Look([]string{deep + "a.md"}); len(files) != 0 || cmp.Diff(want, got) != "" {
		t.Errorf("%v %v, want %v", files, got, want)
	}
	if err := os.RemoveAll(root); err != nil {
		t.Fatal(err)
	}
	if files, got := lib.Look([]string{"a.md", "b.md"}); len(files) != 0 || len(got) != 1 || got[0].Path != "." {
		t.Errorf("of a root that is gone: %v %v", files, got)
	}
}
