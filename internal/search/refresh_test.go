package search

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestOnlyLooksAtNothingElse(t *testing.T) {
	f := newFixture(t, small)
	x := f.ready()
	f.put("a.md", "# A\n\nA zeppelin.\n")
	f.put("b.md", "# B\n\nA zeppelin.\n")
	rep := f.refresh(x, RefreshOptions{Only: []string{"b.md", "nowhere.md"}})
	if rep.Added != 1 || rep.Briefs != len(small)+1 || rep.Removed != 0 {
		t.Errorf("%+v", rep)
	}
	equal(t, paths(ask(t, x, "zeppelin", Options{})), []string{"b.md"})

	f.put("b.md", "\x00\x01 binary")
	f.put("2024/talks.md", "# Talks\n\nA dirigible.\n")
	rep = f.refresh(x, RefreshOptions{Only: []string{"2024/talks.md", "b.md"}})
	if rep.Changed != 1 || rep.Removed != 1 || rep.Briefs != len(small) || rep.Skipped != 1 {
		t.Errorf("%+v", rep)
	}
	equal(t, paths(ask(t, x, "zeppelin OR dirigible", Options{})), []string{"2024/talks.md"})
	if s := x.Skipped(); len(s) != 1 || s[0].Path != "b.md" {
		t.Errorf("skipped %v", s)
	}

	if err := os.Remove(filepath.Join(f.dir, "b.md")); err != nil {
		t.Fatal(err)
	}
	if rep = f.refresh(x, RefreshOptions{Only: []string{"b.md"}}); rep.Skipped != 0 || len(x.Skipped()) != 0 {
		t.Errorf("%+v, skipped %v", rep, x.Skipped())
	}
	before := x.Status().Generation
	if f.refresh(x, RefreshOptions{Only: []string{}}); x.Status().Generation != before {
		t.Error("a refresh of nothing has written something")
	}
	if rep = f.refresh(x, RefreshOptions{}); rep.Added != 1 {
		t.Errorf("all after some: %+v", rep)
	}
	equal(t, paths(ask(t, f.open(), "zeppelin", Options{})), []string{"a.md"})
}

// TestOnlyIsAHint: where the index may be behind in more than what is named,
// everything is looked at.
func TestOnlyIsAHint(t *testing.T) {
	for _, c := range []struct {
		name  string
		index func(t *testing.T, f *fixture) (*Index, RefreshOptions)
	}{
		{"nothing is indexed", func(_ *testing.T, f *fixture) (*Index, RefreshOptions) {
			return f.open(), RefreshOptions{}
		}},
		{"rebuilt", func(_ *testing.T, f *fixture) (*Index, RefreshOptions) {
			return f.ready(), RefreshOptions{Rebuild: true}
		}},
		{"another reader has published", func(_ *testing.T, f *fixture) (*Index, RefreshOptions) {
			x, y := f.ready(), f.open()
			f.put("other.md", "# Other\n")
			f.refresh(y, RefreshOptions{Only: []string{"other.md"}})
			return x, RefreshOptions{}
		}},
		{"damaged", func(t *testing.T, f *fixture) (*Index, RefreshOptions) {
			x := f.ready()
			_ = x.Close()
			spoil(t, x, "gen-*/index/store/*.zap", flip(0.5))
			return f.open(), RefreshOptions{}
		}},
		{"a folder on the way is no longer one that is entered", func(t *testing.T, f *fixture) (*Index, RefreshOptions) {
			x := f.ready()
			deep := strings.Repeat("d/", 64)
			f.put(deep+"x.md", "# X\n")
			return x, RefreshOptions{Only: []string{deep + "x.md"}}
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			f := newFixture(t, small)
			x, o := c.index(t, f)
			f.put("a.md", "# A\n\nA zeppelin.\n")
			f.put("b.md", "# B\n\nA zeppelin.\n")
			o.Only = append(o.Only, "a.md")
			f.refresh(x, o)
			if n := ask(t, x, "zeppelin", Options{}).Total; n != 2 {
				t.Errorf("%d briefs of 2", n)
			}
		})
	}
}

func TestOnlyInMemory(t *testing.T) {
	f := newFixture(t, small)
	f.cache = filepath.Join(f.cache, "file")
	if err := os.WriteFile(f.cache, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	x := f.ready()
	f.put("a.md", "# A\n\nA zeppelin.\n")
	f.put("b.md", "# B\n\nA zeppelin.\n")
	f.refresh(x, RefreshOptions{Only: []string{"a.md"}})
	equal(t, paths(ask(t, x, "zeppelin", Options{})), []string{"a.md"})
}

// TestManySmallRefreshesKeepFewSegments: each leaves a segment, and searching
// takes time for each.
func TestManySmallRefreshesKeepFewSegments(t *testing.T) {
	f := newFixture(t, small)
	x := f.ready()
	for i := range 64 {
		name := fmt.Sprintf("n%03d.md", i%40)
		f.put(name, fmt.Sprintf("# New\n\nA zeppelin%d and a dirigible.\n", i))
		f.refresh(x, RefreshOptions{Only: []string{name}})
		x.mu.Lock()
		n := len(x.gen.segs)
		x.mu.Unlock()
		if n > maxSmall+1 {
			t.Fatalf("%d segments after %d refreshes", n, i+1)
		}
	}
	want := ask(t, x, "dirigible", Options{})
	if want.Total != 40 {
		t.Errorf("%d briefs of 40", want.Total)
	}
	equal(t, ask(t, f.open(), "dirigible", Options{}), want)
	equal(t, paths(ask(t, x, "zeppelin30", Options{})), []string{"n030.md"})
	equal(t, paths(ask(t, x, "zeppelin1", Options{})), []string{})
}

// An editor may take a file away and write it anew, and so may a program that
// keeps folders alike: the brief does not blink.
func TestAFileThatComesBackIsNotDropped(t *testing.T) {
	for _, only := range [][]string{nil, {"2024/india.md", "2025/truce.md"}} {
		f := newFixture(t, small)
		x := f.ready()
		gone := filepath.Join(f.dir, "2025/truce.md")
		for _, p := range []string{gone, filepath.Join(f.dir, "2024/india.md")} {
			if err := os.Remove(p); err != nil {
				t.Fatal(err)
			}
		}
		there := 0
		rep, err := x.Refresh(context.Background(), RefreshOptions{Only: only, Patient: true}, func(p Progress) {
			if strings.HasPrefix(p.Phase, "waiting") {
				there = len(x.Catalogue())
				f.put("2025/truce.md", "# Truce\n\nThe zeppelin came back.\n")
			}
		})
		if err != nil || rep.Removed != 1 || rep.Changed != 1 || rep.Briefs != there-1 {
			t.Errorf("%v: %+v, %v, of %d", only, rep, err, there)
		}
		equal(t, paths(ask(t, x, "zeppelin", Options{})), []string{"2025/truce.md"})
	}
}

func TestAMovedFileIsNotWaitedFor(t *testing.T) {
	f := newFixture(t, small)
	x := f.ready()
	if err := os.Rename(filepath.Join(f.dir, "2025/truce.md"), filepath.Join(f.dir, "2025/peace.md")); err != nil {
		t.Fatal(err)
	}
	rep, err := x.Refresh(context.Background(), RefreshOptions{Only: []string{"2025/peace.md", "2025/truce.md"}, Patient: true}, func(p Progress) {
		if strings.HasPrefix(p.Phase, "waiting") {
			t.Error("it is waited for")
		}
	})
	if err != nil || rep.Removed != 1 || rep.Added != 1 {
		t.Errorf("%+v, %v", rep, err)
	}
}
