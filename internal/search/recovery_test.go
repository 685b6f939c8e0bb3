package search

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"broadsheet/internal/disk"
	"broadsheet/internal/library"
)

func isDir(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.IsDir()
}

// spoil changes the only file that fits pattern below the index's folder.
func spoil(t *testing.T, x *Index, pattern string, change func(path string, content []byte) []byte) {
	t.Helper()
	found, _ := filepath.Glob(filepath.Join(x.dir, pattern))
	if len(found) == 0 {
		t.Fatalf("no file fits %s", pattern)
	}
	b, err := os.ReadFile(found[0])
	if err != nil {
		t.Fatal(err)
	}
	if b = change(found[0], b); b == nil {
		err = os.Remove(found[0])
	} else {
		err = os.WriteFile(found[0], b, 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
}

func flip(at float64) func(string, []byte) []byte {
	return func(_ string, b []byte) []byte {
		b[int(at*float64(len(b)-1))] ^= 0x5a
		return b
	}
}

func cut(_ string, b []byte) []byte   { return b[:len(b)/2] }
func empty(_ string, _ []byte) []byte { return []byte{} }
func remove(string, []byte) []byte    { return nil }

func text(s string) func(string, []byte) []byte {
	return func(string, []byte) []byte { return []byte(s) }
}

func TestDamageIsNoticedAndMended(t *testing.T) {
	const zap, bolt, look = "gen-*/index/store/*.zap", "gen-*/index/store/root.bolt", "gen-*/lookup/*"
	for _, c := range []struct {
		name, file string
		change     func(string, []byte) []byte
	}{
		{"segment flipped at the start", zap, flip(0.01)},
		{"segment flipped in the middle", zap, flip(0.5)},
		{"segment flipped at the end", zap, flip(1)},
		{"segment cut", zap, cut},
		{"segment emptied", zap, empty},
		{"segment gone", zap, remove},
		{"lookup flipped", look, flip(0.5)},
		{"lookup cut", look, cut},
		{"lookup gone", look, remove},
		{"root.bolt emptied", bolt, empty},
		{"root.bolt flipped", bolt, flip(0.1)},
		{"root.bolt gone", bolt, remove},
		{"index_meta.json garbled", "gen-*/index/index_meta.json", text("{")},
		{"catalogue cut", "gen-*/catalogue", cut},
		{"catalogue flipped", "gen-*/catalogue", flip(0.6)},
		{"manifest garbled", "gen-*/MANIFEST.json", text("not json")},
		{"manifest gone", "gen-*/MANIFEST.json", remove},
		{"manifest of an older schema", "gen-*/MANIFEST.json", func(_ string, b []byte) []byte {
			return bytes.Replace(b, []byte(fmt.Sprintf(`"schema": %d`, schema)), []byte(`"schema": 0`), 1)
		}},
		{"CURRENT garbled", "CURRENT", text("../../etc\n")},
		{"CURRENT emptied", "CURRENT", empty},
		{"CURRENT names nothing that is there", "CURRENT", text("gen-000099\n")},
	} {
		t.Run(c.name, func(t *testing.T) {
			f := newFixture(t, small)
			first := f.ready()
			want := ask(t, first, "talks", Options{})
			_ = first.Close()
			spoil(t, first, c.file, c.change)
			x := f.open()
			ask(t, x, "talks", Options{}) // whatever it finds: no panic, no error
			if x.Status().Trouble == "" {
				t.Error("the damage was not told")
			}
			if rep := f.refresh(x, RefreshOptions{}); rep.Added != len(small) {
				t.Errorf("not built anew: %+v", rep)
			}
			equal(t, ask(t, x, "talks", Options{}), want)
			equal(t, ask(t, f.open(), "talks", Options{}), want)
		})
	}
}

func TestMissingCacheIsBuiltAnew(t *testing.T) {
	f := newFixture(t, small)
	x := f.ready()
	_ = x.Close()
	if err := os.RemoveAll(f.cache); err != nil {
		t.Fatal(err)
	}
	x = f.ready()
	if s := x.Status(); s.Trouble != "" || s.Documents != len(small) || s.State != "ready" || s.Bytes == 0 {
		t.Errorf("%+v", s)
	}
}

func TestSegmentCutWhileItIsMapped(t *testing.T) {
	f := newFixture(t, small)
	x := f.ready()
	spoil(t, x, "gen-*/index/store/*.zap", cut)
	for range 3 {
		_, _ = x.Search(context.Background(), parse(t, "talks"), Options{}) // no panic is all that is asked
	}
	_ = x.Close()
	y := f.ready()
	if r := ask(t, y, "talks", Options{}); r.Total != 4 {
		t.Errorf("%+v", r)
	}
}

func TestRubbishOfACrashedWriterIsSweptAway(t *testing.T) {
	f := newFixture(t, small)
	x := f.ready()
	rubbish := filepath.Join(x.dir, "gen-000777", "index")
	if err := os.MkdirAll(rubbish, 0o755); err != nil {
		t.Fatal(err)
	}
	f.put("new.md", "# New\n")
	f.refresh(x, RefreshOptions{})
	if isDir(rubbish) {
		t.Error("it is still there")
	}
}

func TestCacheThatCannotBeWritten(t *testing.T) {
	f := newFixture(t, small)
	f.cache = filepath.Join(f.cache, "file")
	if err := os.WriteFile(f.cache, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	x := f.ready()
	if s := x.Status(); s.Dir != "" || !strings.HasPrefix(s.State, "in memory: ") || s.Documents != len(small) {
		t.Errorf("%+v", s)
	}
	if r := ask(t, x, "talks", Options{}); r.Total != 4 {
		t.Errorf("%+v", r)
	}
	f.put("new.md", "# New talks\n")
	if err := os.Remove(filepath.Join(f.dir, "2024/talks.md")); err != nil {
		t.Fatal(err)
	}
	f.refresh(x, RefreshOptions{})
	equal(t, paths(ask(t, x, "zeppelin OR new", Options{})), []string{"new.md"})
	equal(t, paths(ask(t, x, "istanbul", Options{})), []string{})
}

func TestRebuild(t *testing.T) {
	f := newFixture(t, small)
	x := f.ready()
	rep := f.refresh(x, RefreshOptions{Rebuild: true})
	if rep.Added != len(small) || rep.Briefs != len(small) {
		t.Errorf("%+v", rep)
	}
	if r := ask(t, x, "talks", Options{}); r.Total != 4 {
		t.Errorf("%+v", r)
	}
}

func TestCloseTwice(t *testing.T) {
	f := newFixture(t, small)
	x := f.ready()
	if err := errors.Join(x.Close(), x.Close()); err != nil {
		t.Error(err)
	}
	if _, err := x.Search(context.Background(), parse(t, "talks"), Options{}); err == nil {
		t.Error("a closed index answers")
	}
	if _, err := x.Refresh(context.Background(), RefreshOptions{}, nil); err == nil {
		t.Error("a closed index is brought up to date")
	}
}

// many makes a library of n short briefs.
func many(t testing.TB, n int) *fixture {
	files := map[string]string{}
	for i := range n {
		files[fmt.Sprintf("%02d/b%05d.md", i%37, i)] = fmt.Sprintf("# Brief %d\n\nThe talks about thing%d and peace.\n", i, i)
	}
	return newFixture(t, files)
}

func TestCancelledRefreshGoesOnNextTime(t *testing.T) {
	f := many(t, 1200)
	x := f.open()
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	_, err := x.Refresh(ctx, RefreshOptions{}, func(p Progress) {
		if x.Status().Documents >= firstRound && p.Done < 1200 {
			cancel()
		}
	})
	if !errors.Is(err, context.Canceled) {
		t.Fatalf("error %v", err)
	}
	_ = x.Close()
	x.work.Wait()
	y := f.open()
	if n := len(y.Catalogue()); n != firstRound {
		t.Errorf("%d briefs after leaving", n)
	}
	rep := f.refresh(y, RefreshOptions{})
	if rep.Briefs != 1200 || rep.Added != 1200-firstRound {
		t.Errorf("%+v", rep)
	}
	if r := ask(t, y, "thing1199", Options{}); r.Total != 1 {
		t.Errorf("%+v", r)
	}
}

func TestSearchWhileRefreshing(t *testing.T) {
	f := many(t, 700)
	x := f.open()
	ctx, cancel := context.WithCancel(context.Background())
	var group sync.WaitGroup
	for range 3 {
		group.Go(func() {
			for ctx.Err() == nil {
				r, err := x.Search(ctx, parse(t, "talks peace"), Options{Limit: 3})
				if err != nil && ctx.Err() == nil {
					t.Error(err)
				}
				if r.Total != 0 && r.Total != firstRound && r.Total < 650 {
					t.Errorf("%d briefs: not a published state", r.Total)
				}
			}
		})
	}
	f.refresh(x, RefreshOptions{})
	for i := range 5 {
		_ = os.Remove(filepath.Join(f.dir, fmt.Sprintf("%02d/b%05d.md", i, i)))
		f.refresh(x, RefreshOptions{})
	}
	cancel()
	group.Wait()
	if r := ask(t, x, "talks", Options{}); r.Total != 695 {
		t.Errorf("total %d", r.Total)
	}
}

func TestTwoReadersOnOneCache(t *testing.T) {
	f := newFixture(t, small)
	x, y := f.ready(), f.open()
	lock, err := disk.TryLock(filepath.Join(x.dir, lockName))
	if err != nil {
		t.Fatal(err)
	}
	if r := ask(t, y, "talks", Options{}); r.Total != 4 {
		t.Errorf("a second reader finds %d", r.Total)
	}
	f.put("new.md", "# New\n\nA zeppelin.\n")
	waiting, done := make(chan bool, 1000), make(chan error, 1)
	go func() {
		_, err := y.Refresh(context.Background(), RefreshOptions{}, func(p Progress) {
			if p.Phase == "another reader is indexing" {
				waiting <- true
			}
		})
		done <- err
	}()
	<-waiting
	if r := ask(t, y, "talks", Options{}); r.Total != 4 {
		t.Errorf("while another one indexes it finds %d", r.Total)
	}
	_ = lock.Unlock()
	if err := <-done; err != nil {
		t.Fatal(err)
	}
	if r := ask(t, y, "zeppelin", Options{}); r.Total != 1 {
		t.Error("the second reader does not know the new brief")
	}
	rep := f.refresh(x, RefreshOptions{})
	if rep.Added != 0 || ask(t, x, "zeppelin", Options{}).Total != 1 {
		t.Errorf("the first reader does not take over what the second published: %+v", rep)
	}
}

// TestOtherProcess is not a test of its own: it is the other process of
// TestSecondProcess.
func TestOtherProcess(t *testing.T) {
	dir, cache := os.Getenv("SEARCH_TEST_DIR"), os.Getenv("SEARCH_TEST_CACHE")
	if dir == "" {
		t.Skip("run by TestSecondProcess")
	}
	lib, err := library.Open([]string{dir})
	if err != nil {
		t.Fatal(err)
	}
	f := &fixture{t: t, dir: dir, cache: cache, lib: lib}
	x := f.ready()
	if r := ask(t, x, "talks", Options{}); r.Total != 4 {
		t.Errorf("%+v", r)
	}
}

func TestSecondProcess(t *testing.T) {
	f := newFixture(t, small)
	x := f.ready()
	f.put("new.md", "# New\n\nA zeppelin.\n")
	cmd := exec.Command(os.Args[0], "-test.run=^TestOtherProcess$")
	cmd.Env = append(os.Environ(), "SEARCH_TEST_DIR="+f.dir, "SEARCH_TEST_CACHE="+f.cache)
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	if r := ask(t, x, "talks", Options{}); r.Total != 4 {
		t.Error("the first reader lost its generation")
	}
	if rep := f.refresh(x, RefreshOptions{}); rep.Briefs != 6 || ask(t, x, "zeppelin", Options{}).Total != 1 {
		t.Errorf("%+v", rep)
	}
}

func TestOldSchemasAreSweptAway(t *testing.T) {
	f := newFixture(t, small)
	old := filepath.Join(f.cache, f.lib.Key()+"-00000000")
	other := filepath.Join(f.cache, "another-00000000")
	if err := errors.Join(os.MkdirAll(filepath.Join(old, "gen-000001"), 0o755), os.MkdirAll(other, 0o755)); err != nil {
		t.Fatal(err)
	}
	f.ready()
	if isDir(old) || !isDir(other) {
		t.Error("the old folder stays, or another library's has gone")
	}
}

func TestChangeWithinOneTickIsSeen(t *testing.T) {
	f := newFixture(t, map[string]string{"a.md": "# A\n\nfirst one\n"})
	x := f.ready()
	info, err := os.Stat(filepath.Join(f.dir, "a.md"))
	if err != nil {
		t.Fatal(err)
	}
	f.put("a.md", "# A\n\nother one\n") // as long, and made as old as the one before
	if err := os.Chtimes(filepath.Join(f.dir, "a.md"), time.Now(), info.ModTime()); err != nil {
		t.Fatal(err)
	}
	f.refresh(x, RefreshOptions{})
	if ask(t, x, "other", Options{}).Total != 1 || ask(t, x, "first", Options{}).Total != 0 {
		t.Error("the change was missed")
	}
}

func TestErrorsOfTheDiskAreToldFromDamage(t *testing.T) {
	for err, disk := range map[error]bool{
		fmt.Errorf("segment: x persist err: write x: %v", syscall.ENOSPC): true, // as bleve puts it
		&os.PathError{Op: "open", Path: "x", Err: syscall.EACCES}:         true,
		damaged("the catalogue does not have its checksum"):               false,
		missing(os.ErrNotExist, "x"):                                      false,
	} {
		if aboutDisk(err) != disk {
			t.Errorf("%v: of the disk %v, want %v", err, !disk, disk)
		}
	}
}
