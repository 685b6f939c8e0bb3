package library

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"testing/fstest"
	"time"

	"github.com/fsnotify/fsnotify"
	"github.com/google/go-cmp/cmp"
	"go.uber.org/goleak"
	"pgregory.net/rapid"

	"broadsheet/internal/disk/disktest"
)

// TestMain fails when a goroutine is left of any test.
func TestMain(m *testing.M) {
	flag.Parse()
	given := false
	flag.Visit(func(f *flag.Flag) { given = given || f.Name == "rapid.checks" })
	if !given { // each check watches real folders
		_ = flag.Set("rapid.checks", "25")
	}
	goleak.VerifyTestMain(m)
}

// patience is how long a test waits for what must come.
const patience = time.Minute

// A tester is what *testing.T and *rapid.T have in common here.
type tester interface {
	Helper()
	Fatal(args ...any)
	Fatalf(format string, args ...any)
	Errorf(format string, args ...any)
}

// A follower keeps a picture of a library by its Changes alone.
type follower struct {
	t       tester
	lib     *Library
	changes <-chan Change
	stop    func()
	picture map[string]string
	named   map[string]bool
	all     bool
	blind   []string
	rounds  int
}

// quick is a pace for tests: only events and the retries count.
func quick() pace {
	return pace{
		quiet: 10 * time.Millisecond, burst: 100 * time.Millisecond, retry: 10 * time.Millisecond,
		look: time.Hour, blind: time.Hour,
	}
}

// follow watches a library; change may alter the watch before it starts. It
// returns when everything is watched.
func follow(t tester, lib *Library, change func(w *watch)) *follower {
	t.Helper()
	w := newWatch(lib)
	w.pace = quick()
	if change != nil {
		change(w)
	}
	ctx, cancel := context.WithCancel(context.Background())
	changes, err := w.start(ctx)
	if err != nil {
		t.Fatal(err)
	}
	f := &follower{t: t, lib: lib, changes: changes, named: map[string]bool{}}
	f.stop = sync.OnceFunc(func() {
		cancel()
		for range changes { // until it is closed
		}
	})
	for !f.all {
		f.take()
	}
	f.forget()
	return f
}

// picture is what a scan says of each brief and of each file that is none
// though it is called as one.
func picture(t tester, lib *Library) map[string]string {
	t.Helper()
	files, skipped, err := lib.Scan(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	for _, f := range files {
		out[f.Path] = fmt.Sprint(f.Size, f.ModTime.UnixNano())
	}
	for _, s := range skipped {
		if candidate(s.Path) {
			out[s.Path] = s.Reason
		}
	}
	return out
}

// take waits for one Change and looks again where it says.
func (f *follower) take() {
	f.t.Helper()
	timer := time.NewTimer(patience)
	defer timer.Stop()
	select {
	case c, ok := <-f.changes:
		if !ok {
			f.t.Fatal("the channel is closed")
		}
		f.apply(c)
	case <-timer.C:
		f.t.Fatalf("no change is reported; a scan and what is known differ (scan -, known +)\n%s",
			cmp.Diff(picture(f.t, f.lib), f.picture))
	}
}

func (f *follower) apply(c Change) {
	f.t.Helper()
	if !c.All && len(c.Paths) == 0 && c.Blind == "" || c.All && c.Paths != nil || len(c.Paths) > maxNamed ||
		!slices.IsSorted(c.Paths) || len(slices.Compact(slices.Clone(c.Paths))) != len(c.Paths) {
		f.t.Errorf("not a proper Change: %+v", c)
	}
	now := picture(f.t, f.lib)
	if c.All {
		f.all, f.picture = true, now
	}
	for _, p := range c.Paths {
		f.named[p] = true
		if s, ok := now[p]; ok {
			f.picture[p] = s
		} else {
			delete(f.picture, p)
		}
	}
	if c.Blind != "" {
		f.blind = append(f.blind, c.Blind)
	}
}

func (f *follower) forget() { f.named, f.all = map[string]bool{}, false }

// settle waits until the picture is right.
func (f *follower) settle() {
	f.t.Helper()
	for !maps.Equal(f.picture, picture(f.t, f.lib)) {
		f.take()
	}
}

// watched checks that each folder of a scan is watched, under its present
// name: a new file in each is named. An All of something else may swallow the
// names; then it is tried again.
func (f *follower) watched(dirs ...string) {
	f.t.Helper()
	var missing []string
	for end := time.Now().Add(patience); time.Now().Before(end); {
		f.rounds++
		f.forget()
		missing = nil
		var want []string
		for _, dir := range dirs {
			for _, sub := range visible(f.t, dir) {
				p := filepath.Join(sub, fmt.Sprintf("round%d.md", f.rounds))
				if err := os.WriteFile(p, nil, 0o600); err != nil {
					f.t.Fatal(err)
				}
				id, _ := f.lib.brief(p)
				want = append(want, id)
			}
		}
		f.settle()
		for _, id := range want {
			if !f.named[id] {
				missing = append(missing, id)
			}
		}
		if len(missing) == 0 {
			return
		}
		if !f.all {
			break
		}
	}
	f.t.Errorf("not named: %q", missing)
}

// visible lists a folder and those below it that a scan goes into.
func visible(t tester, dir string) []string {
	t.Helper()
	out := []string{dir}
	list, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range list {
		if e.IsDir() && e.Name()[0] != '.' {
			out = append(out, visible(t, filepath.Join(dir, e.Name()))...)
		}
	}
	return out
}

// A scene is a library to do things in, and a folder outside of it.
type scene struct {
	t         *testing.T
	root, out string
}

func newScene(t *testing.T) scene {
	t.Helper()
	s := scene{t, t.TempDir(), t.TempDir()}
	for _, n := range []string{
		"a.md", "sub/b.md", "sub/deep/c.txt", "sub/image.png", "real/r.md", "other/r.md", "notes",
		".git/HEAD", ".git/x.md", ".store/s", ".hidden.md",
	} {
		put(t, s.root, n, "text of "+n)
	}
	put(t, s.out, "o.md", "outside")
	put(t, s.out, "folder/p.md", "outside")
	put(t, s.out, "folder/deep/q.md", "outside")
	for link, to := range map[string]string{
		"in.md": "real/r.md", "second.md": "in.md", "through.md": "way/r.md", "way": "real",
		"kept.md": ".store/s", "dangling.md": ".store/none", "away.md": s.out + "/o.md",
	} {
		s.must(os.Symlink(to, filepath.Join(s.root, link)))
	}
	return s
}

func (s scene) at(name string) string { return filepath.Join(s.root, filepath.FromSlash(name)) }

func (s scene) must(errs ...error) {
	s.t.Helper()
	if err := errors.Join(errs...); err != nil {
		s.t.Fatal(err)
	}
}

func (s scene) write(name, text string) { s.t.Helper(); put(s.t, s.root, name, text) }

func (s scene) move(from, to string) { s.t.Helper(); s.must(os.Rename(s.at(from), s.at(to))) }

// relink makes a link lead elsewhere in one step.
func (s scene) relink(name, to string) {
	s.t.Helper()
	s.must(os.Symlink(to, s.at(".new")), os.Rename(s.at(".new"), s.at(name)))
}

// TestChangesAreNamed: what is done to files is told by name, what is done to
// folders by All, and what a scan passes over not at all.
func TestChangesAreNamed(t *testing.T) {
	for _, c := range []struct {
		name  string
		do    func(s scene)
		named string // with commas; "*" is All
	}{
		{"append", func(s scene) {
			f, err := os.OpenFile(s.at("a.md"), os.O_APPEND|os.O_WRONLY, 0)
			s.must(err)
			_, err = f.WriteString("more")
			s.must(err, f.Close())
		}, "a.md"},
		{"truncate and write, as VS Code saves", func(s scene) { s.write("a.md", "other") }, "a.md"},
		{"write aside and rename over", func(s scene) {
			s.write("sub/.b.md.tmp", "whole")
			s.move("sub/.b.md.tmp", "sub/b.md")
		}, "sub/b.md"},
		{"as vim saves", func(s scene) {
			s.write(".a.md.swp", "swap")
			s.write("4913", "")
			s.must(os.Remove(s.at("4913")))
			s.move("a.md", "a.md~")
			s.write("a.md", "saved")
			s.must(os.Remove(s.at("a.md~")), os.Remove(s.at(".a.md.swp")))
		}, "a.md"},
		{"as emacs saves", func(s scene) {
			s.must(os.Symlink("me@host.1:2", s.at(".#a.md")))
			s.write("#a.md#", "kept")
			s.must(os.Link(s.at("a.md"), s.at("a.md~")))
			s.write("a.md.tmp", "saved")
			s.move("a.md.tmp", "a.md")
			s.must(os.Remove(s.at("#a.md#")), os.Remove(s.at(".#a.md")))
		}, "a.md"},
		{"new", func(s scene) { s.write("sub/deep/new.md", "x") }, "sub/deep/new.md"},
		{"delete", func(s scene) { s.must(os.Remove(s.at("sub/b.md"))) }, "sub/b.md"},
		{"rename", func(s scene) { s.move("sub/b.md", "z.md") }, "sub/b.md,z.md"},
		{"rename to another ending", func(s scene) { s.move("a.md", "a.bak") }, "a.md"},
		{"rename from another ending", func(s scene) { s.move("notes", "notes.txt") }, "notes.txt"},
		{"rename over", func(s scene) { s.move("sub/b.md", "a.md") }, "a.md,sub/b.md"},
		{"out of the library", func(s scene) { s.must(os.Rename(s.at("a.md"), filepath.Join(s.out, "a.md"))) }, "a.md"},
		{"into the library", func(s scene) { s.must(os.Rename(filepath.Join(s.out, "o.md"), s.at("sub/o.md"))) }, "sub/o.md"},
		{"hidden", func(s scene) { s.move("sub/b.md", "sub/.b.md") }, "sub/b.md"},
		{"no longer hidden", func(s scene) { s.move(".hidden.md", "shown.md") }, "shown.md"},
		{"touch", func(s scene) { s.must(os.Chtimes(s.at("a.md"), time.Unix(1, 0), time.Unix(1, 0))) }, "a.md"},
		{"another name", func(s scene) { s.must(os.Link(s.at(".git/x.md"), s.at("x.md"))) }, "x.md"},
		{"a pipe", func(s scene) { s.must(disktest.Pipe(s.at("pipe.md"))) }, "pipe.md"},
		{"strange names", func(s scene) {
			for _, n := range []string{"two\nlines.md", "esc\x1b[2J.md", "bad\xff\xfe.md", `back\slash.md`, "...md"} {
				s.write("sub/"+n, "x")
			}
		}, "sub/bad\xff\xfe.md,sub/back\\slash.md,sub/esc\x1b[2J.md,sub/two\nlines.md"},
		{"five hundred", func(s scene) {
			for i := range 500 {
				s.write(fmt.Sprintf("sub/n%03d.md", i), "x")
			}
		}, numbered("sub/n%03d.md", 500)},

		{"what a scan passes over", func(s scene) {
			s.write(".git/x.md", "other")
			s.write(".git/new/y.md", "other")
			s.write("sub/image.png", "other")
			s.write(".store/t.md", "other")
			s.must(os.Remove(s.at(".hidden.md")), os.RemoveAll(s.at(".git")))
		}, ""},

		{"a link leads elsewhere", func(s scene) { s.relink("in.md", "sub/b.md") }, "in.md,second.md"},
		{"a link's file is written", func(s scene) { s.write("real/r.md", "other") }, "in.md,real/r.md,second.md,through.md"},
		{"a link's hidden file is written", func(s scene) { s.write(".store/s", "other") }, "kept.md"},
		{"a link's file is replaced", func(s scene) {
			s.write(".store/new", "other")
			s.move(".store/new", ".store/s")
		}, "kept.md"},
		{"a link's file appears", func(s scene) { s.write(".store/none", "there") }, "dangling.md"},
		{"a link's file goes", func(s scene) { s.must(os.Remove(s.at("real/r.md"))) }, "in.md,real/r.md,second.md,through.md"},
		{"a link's way changes", func(s scene) { s.relink("way", "other") }, "through.md"},
		{"a link becomes a file", func(s scene) {
			s.write(".new", "no link")
			s.move(".new", "kept.md")
		}, "kept.md"},
		{"a new link, and then its file", func(s scene) {
			s.write(".git/deep/target", "one")
			s.must(os.Symlink(".git/deep/target", s.at("fresh.md")))
			s.write(".git/deep/target", "other")
		}, "fresh.md"},

		{"new folder", func(s scene) { s.write("fresh/one/two/n.md", "x") }, "*"},
		{"folder renamed", func(s scene) { s.move("sub", "bus") }, "*"},
		{"folder renamed deep down", func(s scene) { s.move("sub/deep", "sub/peed") }, "*"},
		{"folder moved in another", func(s scene) { s.move("real", "sub/real") }, "*"},
		{"folders change places", func(s scene) {
			s.move("sub", ".tmp")
			s.move("other", "sub")
			s.move(".tmp", "other")
		}, "*"},
		{"folder moved over an empty one", func(s scene) {
			s.must(os.Mkdir(s.at("empty"), 0o755), syscall.Rename(filepath.Join(s.out, "folder"), s.at("empty")))
		}, "*"},
		{"folder moved out", func(s scene) { s.must(os.Rename(s.at("sub"), filepath.Join(s.out, "sub"))) }, "*"},
		{"folder moved in", func(s scene) { s.must(os.Rename(filepath.Join(s.out, "folder"), s.at("sub/in"))) }, "*"},
		{"folder hidden", func(s scene) { s.move("sub", ".sub") }, "*"},
		{"folder no longer hidden", func(s scene) { s.move(".git", "git") }, "*"},
		{"folder deleted", func(s scene) { s.must(os.RemoveAll(s.at("sub"))) }, "*"},
		{"folder deleted and made", func(s scene) {
			s.must(os.RemoveAll(s.at("sub")))
			s.write("sub/deep/again.md", "x")
		}, "*"},
		{"a file becomes a folder", func(s scene) {
			s.must(os.Remove(s.at("a.md")))
			s.write("a.md/b.md", "x")
		}, "*"},
		{"a folder becomes a link", func(s scene) {
			s.must(os.Rename(s.at("sub"), filepath.Join(s.out, "sub")), os.Symlink(filepath.Join(s.out, "sub"), s.at("sub")))
		}, "*"},
		{"more than can be named", func(s scene) {
			for i := range 5000 {
				s.write(fmt.Sprintf("sub/n%04d.md", i), "x")
			}
		}, "*"},
		{"the library deleted and made", func(s scene) {
			s.must(os.RemoveAll(s.root))
			s.write("new/n.md", "x")
		}, "*"},
		{"the library moved away and another in its place", func(s scene) {
			s.must(os.Rename(s.root, filepath.Join(s.out, "gone")), os.Rename(filepath.Join(s.out, "folder"), s.root))
		}, "*"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			s := newScene(t)
			f := follow(t, open(t, s.root), nil)
			defer f.stop()
			c.do(s)
			f.settle()
			if c.named == "*" {
				if !f.all {
					t.Error("a scan was not asked for")
				}
			} else {
				f.exactly(s, c.named)
			}
			f.watched(s.root)
		})
	}
}

func numbered(format string, n int) string {
	var out []string
	for i := range n {
		out = append(out, fmt.Sprintf(format, i))
	}
	return strings.Join(out, ",")
}

// exactly checks which briefs were named. Whatever else there is to say of
// what was done is said before a file that is written now.
func (f *follower) exactly(s scene, want string) {
	f.t.Helper()
	const last = "zz-last.md"
	s.write(last, "x")
	for !f.named[last] && !f.all {
		f.take()
	}
	delete(f.named, last)
	var names []string
	if want != "" {
		names = strings.Split(want, ",")
		slices.Sort(names)
	}
	if f.all {
		f.t.Errorf("a scan was asked for")
	}
	if d := cmp.Diff(names, slices.Sorted(maps.Keys(f.named))); d != "" {
		f.t.Errorf("named: want -, got +\n%s", d)
	}
}

// TestARootThatHasGoneIsLookedFor: again and again, until it is there.
func TestARootThatHasGoneIsLookedFor(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "library")
	put(t, dir, "a.md", "x")
	w := newWatch(open(t, dir))
	w.tick, w.lookAt, w.retryAt = stopped(), stopped(), stopped()
	w.pace.retry, w.links = time.Millisecond, newLinks()
	if err := os.RemoveAll(dir); err != nil {
		t.Fatal(err)
	}
	visit := func(p plan) {
		v := &visit{plan: p, ctx: context.Background(), lib: w.lib, known: newFolders(), homes: w.homes, followed: newLinks()}
		v.run()
		w.learn(v)
	}
	visit(plan{whole: true})
	for range 3 {
		<-w.retryAt.C
		visit(plan{retry: true})
		if w.anew {
			t.Fatal("found though it is not there")
		}
	}
	put(t, dir, "a.md", "x")
	<-w.retryAt.C
	visit(plan{retry: true})
	if !w.anew {
		t.Error("not found though it is there")
	}
}

// TestLinksAreFollowedAnew: whenever they lead elsewhere.
func TestLinksAreFollowedAnew(t *testing.T) {
	s := newScene(t)
	f := follow(t, open(t, s.root), nil)
	defer f.stop()
	for _, to := range []string{".git/x.md", ".git/deep/below/y", "way/../.store/s", ".store/../sub/image.png", "notes"} {
		s.relink("kept.md", to)
		f.settle()
		f.exactly(s, "kept.md")
		f.forget()
		s.write(to, "written after "+to)
		f.settle()
		f.forget()
		s.write(to, "and again after "+to)
		f.settle()
		f.exactly(s, "kept.md")
		f.forget()
	}
	l := newLinks()
	l.merge(links{on: map[string][]string{"a": {"a", "b"}, "c": {"c", "b"}}})
	l.merge(links{on: map[string][]string{"a": nil}})
	same(t, l.by, map[string][]string{"b": {"c"}, "c": {"c"}})
	same(t, l.on, map[string][]string{"c": {"c", "b"}})
}

// TestAFoldersRightsAreLookedAt: what they were, and are, decides what a scan finds.
func TestAFoldersRightsAreLookedAt(t *testing.T) {
	s := newScene(t)
	refuse := true
	f := follow(t, open(t, s.root), func(w *watch) {
		w.add = func(eyes *fsnotify.Watcher, name string) error {
			if filepath.Base(name) == "deep" && refuse { // the one goroutine of a visit
				refuse = false
				return os.ErrPermission
			}
			return eyes.Add(name)
		}
	})
	defer f.stop()
	for _, name := range []string{"sub", "sub/deep"} {
		f.forget()
		s.must(os.Chmod(s.at(name), 0o700))
		for !f.all {
			f.take()
		}
	}
	f.watched(s.root)
}

// TestAFolderIsWatchedBeforeItIsListed: what appears in it between would be
// lost the other way round.
func TestAFolderIsWatchedBeforeItIsListed(t *testing.T) {
	s := newScene(t)
	f := follow(t, open(t, s.root), func(w *watch) {
		w.add = func(eyes *fsnotify.Watcher, name string) error {
			if filepath.Base(name) == "fresh" {
				_ = os.MkdirAll(filepath.Join(name, "inner"), 0o755)
			}
			return eyes.Add(name)
		}
	})
	defer f.stop()
	s.must(os.Mkdir(s.at("fresh"), 0o755))
	for !f.all {
		f.take()
	}
	f.watched(s.root)
}

// TestWatchedRoots: a library of files and of several folders is watched as one of a
// folder is, and what lies beside a file that is a root is not.
func TestWatchedRoots(t *testing.T) {
	top := t.TempDir()
	one := put(t, top, "files/plain", "x")
	two := put(t, top, "files/two.md", "x")
	put(t, top, "files/beside.md", "x")
	put(t, top, "x/briefs/a.md", "x")
	put(t, top, "y/briefs/.notes/a.md", "x")
	folders := []string{filepath.Join(top, "x", "briefs"), filepath.Join(top, "y", "briefs"), filepath.Join(top, "y", "briefs", ".notes")}
	lib := open(t, append([]string{one, two}, folders...)...)
	f := follow(t, lib, nil)
	defer f.stop()
	put(t, top, "files/beside.md", "other")
	put(t, top, "files/.tmp", "other")
	if err := os.Rename(filepath.Join(top, "files", ".tmp"), one); err != nil {
		t.Fatal(err)
	}
	put(t, top, "x/briefs/a.md", "other")
	put(t, top, "y/briefs/.notes/a.md", "other")
	f.settle()
	same(t, slices.Sorted(maps.Keys(f.named)), []string{".notes/a.md", "briefs/a.md", "plain"})
	if err := os.RemoveAll(filepath.Join(top, "files")); err != nil {
		t.Fatal(err)
	}
	for !f.all { // that it is gone has been found
		f.take()
	}
	put(t, top, "files/plain", "again")
	f.settle()
	f.watched(folders...)
	f.forget()
	put(t, top, "files/two.md", "again")
	f.settle()
	if !f.named["two.md"] && !f.all {
		t.Error("a file was not seen after its folder was made again")
	}
}

// TestAnyHistoryIsTold: whoever looks only where the Changes say knows in the
// end what a scan finds, whatever was done; and then each folder is watched.
func TestAnyHistoryIsTold(t *testing.T) {
	files := []string{"a.md", "b.md", "x/a.md", "x/b.md", "x/y/a.md", "y/a.md", ".h/a", "x/no"}
	folders := []string{"x", "x/y", "y", "y/x", ".h", "z"}
	rapid.Check(t, func(t *rapid.T) {
		top, err := os.MkdirTemp("", "watched")
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = os.RemoveAll(top) }()
		root := filepath.Join(top, "library")
		if err := os.MkdirAll(filepath.Join(root, "x", "y"), 0o755); err != nil {
			t.Fatal(err)
		}
		lib, err := Open([]string{root})
		if err != nil {
			t.Fatal(err)
		}
		f := follow(t, lib, nil)
		defer f.stop()
		pick := func(names []string, label string) string {
			return filepath.Join(root, rapid.SampledFrom(names).Draw(t, label))
		}
		for range rapid.IntRange(1, 3).Draw(t, "rounds") {
			for range rapid.IntRange(1, 12).Draw(t, "changes") {
				switch rapid.IntRange(0, 10).Draw(t, "what") {
				case 0:
					_ = os.Remove(pick(files, "removed"))
				case 1:
					_ = os.Rename(pick(files, "from"), pick(files, "to"))
				case 2:
					when := time.Unix(rapid.Int64Range(0, 9).Draw(t, "time"), 0)
					_ = os.Chtimes(pick(files, "touched"), when, when)
				case 3:
					_ = os.MkdirAll(pick(folders, "made"), 0o755)
				case 4:
					_ = os.RemoveAll(pick(folders, "deleted"))
				case 5, 6:
					_ = os.Rename(pick(folders, "folder from"), pick(folders, "folder to"))
				case 7:
					to := rapid.SampledFrom([]string{"x/a.md", "a.md", "../a.md", ".h/a", "x/../y/a.md", "z/a.md", "x"}).Draw(t, "target")
					_ = os.Symlink(to, pick(append(files, "z"), "link"))
				case 8:
					if rapid.IntRange(0, 5).Draw(t, "root") == 0 {
						_ = os.RemoveAll(root)
						_ = os.MkdirAll(root, 0o755)
					}
				default:
					_ = os.WriteFile(pick(files, "written"), make([]byte, rapid.IntRange(0, 9).Draw(t, "size")), 0o600)
				}
			}
			f.settle()
		}
		f.watched(root)
	})
}

// TestFoldersMovedAboutAtSpeed: fsnotify knows folders by name, so this is
// where it could go wrong.
func TestFoldersMovedAboutAtSpeed(t *testing.T) {
	s := newScene(t)
	f := follow(t, open(t, s.root), nil)
	defer f.stop()
	names := []string{"sub", "real", "other", "sub/deep", "sub/real", "real/deep", "a/b/c", "a", ".git", "../" + filepath.Base(s.out) + "/folder"}
	done := make(chan struct{})
	go func() {
		defer close(done)
		for i := range 4000 {
			from, to := s.at(names[i*7%len(names)]), s.at(names[(i*3+i/10)%len(names)])
			switch i % 5 {
			case 0:
				_ = os.MkdirAll(to, 0o755)
				_ = os.WriteFile(filepath.Join(to, "n.md"), nil, 0o600)
			case 4:
				_ = os.Remove(filepath.Join(to, "n.md"))
				_ = os.Remove(to)
			default:
				_ = os.Rename(from, to)
			}
		}
	}()
	for working := true; working; {
		select {
		case c := <-f.changes:
			f.apply(c)
		case <-done:
			working = false
		}
	}
	f.settle()
	f.watched(s.root)
}

// TestChangesWaitForQuietOrASecond: with an endless burst the second decides,
// and without a second the quiet.
func TestChangesWaitForQuietOrForTheEndOfABurst(t *testing.T) {
	for _, c := range []struct {
		name         string
		quiet, burst time.Duration
	}{
		{"quiet", 10 * time.Millisecond, time.Hour},
		{"end of the burst", time.Hour, 20 * time.Millisecond},
	} {
		t.Run(c.name, func(t *testing.T) {
			dir := t.TempDir()
			f := follow(t, open(t, dir), func(w *watch) { w.pace.quiet, w.pace.burst = c.quiet, c.burst })
			defer f.stop()
			put(t, dir, "a.md", "x")
			f.settle()
		})
	}
}

// TestASlowReceiverLosesNothing: while nobody takes it a Change grows.
func TestASlowReceiverLosesNothing(t *testing.T) {
	dir := t.TempDir()
	put(t, dir, "a.md", "x")
	f := follow(t, open(t, dir), nil)
	defer f.stop()
	for i := range 3 * maxNamed {
		put(t, dir, fmt.Sprintf("n%04d.md", i), "x")
		if i%10 == 0 {
			_ = os.Remove(filepath.Join(dir, fmt.Sprintf("n%04d.md", i)))
		}
	}
	f.settle()
}

func TestAChangeIsBounded(t *testing.T) {
	w := newWatch(&Library{})
	w.tick, w.lookAt = stopped(), stopped()
	for i := range maxNamed {
		w.name(fmt.Sprintf("%d.md", (i*7)%maxNamed))
		w.name("0.md")
	}
	if w.next.All || len(w.next.Paths) != maxNamed || !slices.IsSorted(w.next.Paths) {
		t.Errorf("after %d: %+v", maxNamed, w.next)
	}
	w.blind = "blind"
	w.say()
	w.name("one more.md")
	w.say()
	w.name("and one.md")
	same(t, w.next, Change{All: true, Blind: "blind"})
	for i := range maxNamed + 1 {
		if w.anew {
			t.Errorf("set up anew for %d folders", i)
		}
		w.later(&w.todo.folders, fmt.Sprint(i))
	}
	if !w.anew || len(w.todo.folders) != maxNamed {
		t.Errorf("%d folders wait to be watched", len(w.todo.folders))
	}
}

// eyes lets a test see the watchers of fsnotify as they are made.
type eyes struct {
	mu  sync.Mutex
	all []*fsnotify.Watcher
}

func (e *eyes) open() (*fsnotify.Watcher, error) {
	w, err := fsnotify.NewWatcher()
	e.mu.Lock()
	defer e.mu.Unlock()
	e.all = append(e.all, w)
	return w, err
}

func (e *eyes) last() *fsnotify.Watcher {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.all[len(e.all)-1]
}

// TestLostEvents: when the system's queue has run over a scan is asked for,
// and all is watched again.
func TestLostEvents(t *testing.T) {
	s := newScene(t)
	var e eyes
	f := follow(t, open(t, s.root), func(w *watch) { w.open = e.open })
	defer f.stop()
	e.last().Errors <- fsnotify.ErrEventOverflow
	for !f.all {
		f.take()
	}
	f.watched(s.root)
	_ = e.last().Close() // it ends without being told to
	f.watched(s.root)
}

// TestBlind: what cannot be watched is said once, with what to do, and its
// changes are found all the same.
func TestBlind(t *testing.T) {
	for _, c := range []struct {
		name   string
		change func(w *watch)
		want   []string
	}{
		{"too few watches", func(w *watch) {
			n := 0
			w.add = func(eyes *fsnotify.Watcher, name string) error {
				if n++; n > 2 {
					return fmt.Errorf("adding: %w", syscall.ENOSPC)
				}
				return eyes.Add(name)
			}
		}, []string{"not every folder can be watched", "fs.inotify.max_user_watches", "every 0.02 seconds"}},
		{"too many files", func(w *watch) {
			w.add = func(eyes *fsnotify.Watcher, name string) error {
				if strings.Contains(name, "sub") {
					return syscall.EMFILE
				}
				return eyes.Add(name)
			}
		}, []string{"the folders cannot be watched", "too many open files", "ulimit -n"}},
		{"no watcher", func(w *watch) {
			w.open = func() (*fsnotify.Watcher, error) { return nil, fmt.Errorf("inotify: %w", syscall.EMFILE) }
		}, []string{"the folders cannot be watched", "fs.inotify.max_user_instances"}},
		{"one folder refused", func(w *watch) {
			w.add = func(eyes *fsnotify.Watcher, name string) error {
				if strings.HasSuffix(name, "deep") {
					return os.ErrPermission
				}
				return eyes.Add(name)
			}
		}, []string{"sub/deep cannot be watched", "permission denied"}},
		{"more links than are followed", func(w *watch) {
			for i := range maxLinks + 1 {
				_ = os.Symlink("a.md", filepath.Join(w.lib.Roots()[0], fmt.Sprintf("link%d.md", i)))
			}
		}, []string{"more than 1,000 briefs are links"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := newScene(t)
			f := follow(t, open(t, s.root), func(w *watch) {
				c.change(w)
				w.pace.blind = 20 * time.Millisecond
			})
			defer f.stop()
			for i := range 3 {
				s.write("sub/deep/c.txt", strings.Repeat("x", i))
				f.settle()
			}
			if len(f.blind) != 1 || strings.ContainsAny(f.blind[0], "\n\x1b") {
				t.Fatalf("said: %q", f.blind)
			}
			for _, part := range c.want {
				if !strings.Contains(f.blind[0], part) {
					t.Errorf("%q does not say %q", f.blind[0], part)
				}
			}
		})
	}
}

// TestWhatIsNotWatchedIsKnown: the folder above tells when it is renamed.
func TestWhatIsNotWatchedIsKnown(t *testing.T) {
	s := newScene(t)
	f := follow(t, open(t, s.root), func(w *watch) {
		w.add = func(eyes *fsnotify.Watcher, name string) error {
			if name != s.root {
				return syscall.ENOSPC
			}
			return eyes.Add(name)
		}
	})
	defer f.stop()
	s.move("sub", "bus")
	f.settle()
	s.must(os.RemoveAll(s.at("other")))
	f.settle()
}

// TestWatchingIsGivenUp: where files run out none is kept open for it.
func TestWatchingIsGivenUp(t *testing.T) {
	s := newScene(t)
	var e eyes
	f := follow(t, open(t, s.root), func(w *watch) { w.open, w.pace.blind = e.open, 10*time.Millisecond })
	defer f.stop()
	gone := e.last()
	gone.Errors <- syscall.EMFILE
	for len(f.blind) == 0 {
		f.take()
	}
	if err := gone.Add(s.root); !errors.Is(err, fsnotify.ErrClosed) {
		t.Errorf("error %v", err)
	}
	s.write("a.md", "other")
	f.settle()
	if e.last() == gone {
		t.Error("watching is not tried again though something was missed")
	}
	f.watched(s.root)
}

// TestNothingIsKeptOpenWhereFilesRunOut: the same while it is being set up.
func TestNothingIsKeptOpenWhereFilesRunOut(t *testing.T) {
	s := newScene(t)
	var e eyes
	f := follow(t, open(t, s.root), func(w *watch) {
		w.open = e.open
		w.add = func(eyes *fsnotify.Watcher, name string) error {
			if filepath.Base(name) == "sub" {
				return syscall.EMFILE
			}
			return eyes.Add(name)
		}
	})
	defer f.stop()
	if err := e.last().Add(s.root); len(f.blind) == 0 || !errors.Is(err, fsnotify.ErrClosed) {
		t.Errorf("said %q, error %v", f.blind, err)
	}
}

// TestChangesWithoutEvents: of a folder on the network there are none.
func TestChangesWithoutEvents(t *testing.T) {
	s := newScene(t)
	f := follow(t, open(t, s.root), func(w *watch) {
		w.add = func(*fsnotify.Watcher, string) error { return nil }
		w.pace.look = 10 * time.Millisecond
	})
	defer f.stop()
	for _, do := range []func(){
		func() { s.write("a.md", "other") },
		func() { s.must(os.Remove(s.at("sub/b.md"))) },
		func() { s.write("new/n.md", "other") },
		func() { s.must(os.RemoveAll(s.root)) },
		func() { s.write("a.md", "again") },
	} {
		do()
		f.settle()
	}
}

// TestTheFolderAboveIsMoved: no event tells of that.
func TestTheFolderAboveIsMoved(t *testing.T) {
	top := t.TempDir()
	root := filepath.Join(top, "above", "library")
	put(t, root, "a.md", "x")
	f := follow(t, open(t, root), func(w *watch) { w.pace.look = 50 * time.Millisecond })
	defer f.stop()
	if err := os.Rename(filepath.Dir(root), filepath.Join(top, "moved")); err != nil {
		t.Fatal(err)
	}
	f.settle()
	put(t, root, "b.md", "x")
	f.settle()
	f.watched(root)
}

// TestALookThatFindsNothingSaysNothing: nor does the first one, which there is
// nothing to compare with.
func TestALookThatFindsNothingSaysNothing(t *testing.T) {
	s := newScene(t)
	w := newWatch(open(t, s.root))
	w.tick, w.lookAt = stopped(), stopped()
	look := func() {
		v := &visit{plan: plan{look: true}, ctx: context.Background(), lib: w.lib, seed: w.seed, homes: w.homes}
		if w.homes == nil {
			w.homes = v.stat()
			v.homes = w.homes
		}
		v.run()
		w.compare(v)
	}
	look()
	look()
	if w.next.All || w.anew {
		t.Error("a scan is asked for though nothing changed")
	}
	s.write("sub/b.md", "other")
	look()
	if !w.next.All || !w.anew {
		t.Error("a change without an event is not noticed, or nothing is done about it")
	}
	w.anew, w.next = false, Change{}
	was := s.root + "-was"
	s.must(os.Rename(s.root, was), os.Mkdir(s.root, 0o755))
	list, err := os.ReadDir(was)
	s.must(err)
	for _, e := range list {
		s.must(os.Rename(filepath.Join(was, e.Name()), s.at(e.Name())))
	}
	look()
	if w.next.All || !w.anew {
		t.Error("another folder in the place of the root is not noticed")
	}
}

// TestWatchEnds: with its context, at whatever moment, leaving no file open.
func TestWatchEnds(t *testing.T) {
	s := newScene(t)
	for i := range 100 {
		s.write(fmt.Sprintf("many/%d/n.md", i), "x")
	}
	lib := open(t, s.root)
	before := openFiles(t)
	for i := range 40 {
		ctx, cancel := context.WithCancel(context.Background())
		changes, err := lib.Watch(ctx)
		if err != nil {
			t.Fatal(err)
		}
		if i%3 == 0 {
			<-changes
		}
		s.write("gone/deep/n.md", "x")
		s.move("gone", "went")
		s.must(os.RemoveAll(s.at("went")))
		for range i % 7 {
			runtime.Gosched()
		}
		cancel()
		for range changes { // until it is closed
		}
	}
	if after := openFiles(t); after > before {
		t.Errorf("%d files are open, %d were before", after, before)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := lib.Watch(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
}

// TestFsnotifyIsClosedWhileItHoldsItsLock: of a folder that was moved and then
// deleted it reports an error with its lock held, which closing needs as well.
func TestFsnotifyIsClosedWhileItHoldsItsLock(t *testing.T) {
	dir := t.TempDir()
	from, to := filepath.Join(dir, "from"), filepath.Join(dir, "to")
	file := put(t, from, "n.md", "")
	w := newWatch(&Library{})
	var err error
	if w.eyes, err = w.open(); err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(w.eyes.Add(from), os.Remove(file), os.Rename(from, to), os.Remove(to)); err != nil {
		t.Fatal(err)
	}
	<-w.eyes.Events // the file's, which it was waiting with until now
	stack := make([]byte, 1<<20)
	reporting := func() bool {
		return strings.Contains(string(stack[:runtime.Stack(stack, true)]), "fsnotify.(*shared).sendError")
	}
	for end := time.Now().Add(patience); !reporting(); runtime.Gosched() {
		without := time.Now().After(end)
		select {
		case e := <-w.eyes.Events:
			without = without || e.Has(fsnotify.Rename)
		default:
		}
		if without {
			w.shut()
			t.Skip("no error is reported of such a folder here")
		}
	}
	done := make(chan struct{})
	go func() {
		w.shut()
		close(done)
	}()
	select {
	case <-done:
	case <-time.After(patience):
		t.Fatal("closing waits for a lock that is never given back")
	}
}

// TestTheEndDoesNotWaitForAVisit: which may itself wait for fsnotify.
func TestTheEndDoesNotWaitForAVisit(t *testing.T) {
	s := newScene(t)
	w := newWatch(open(t, s.root))
	begun := make(chan struct{})
	w.add = func(eyes *fsnotify.Watcher, name string) error {
		if name == s.root {
			close(begun)
		}
		for !errors.Is(eyes.Add(name), fsnotify.ErrClosed) {
			runtime.Gosched()
		}
		return fsnotify.ErrClosed
	}
	ctx, cancel := context.WithCancel(context.Background())
	changes, err := w.start(ctx)
	if err != nil {
		t.Fatal(err)
	}
	<-begun
	cancel()
	select {
	case <-changes:
	case <-time.After(patience):
		t.Fatal("the end waits for what waits for the end")
	}
}

// openFiles counts what this process has open, where the system tells.
func openFiles(t *testing.T) int {
	t.Helper()
	list, err := os.ReadDir("/proc/self/fd")
	if err != nil {
		return 0
	}
	return len(list)
}

func TestEmbeddedIsNeverChanged(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	changes, err := Embedded(fstest.MapFS{"a.md": {Data: []byte("x")}}, "samples").Watch(ctx)
	if err != nil {
		t.Fatal(err)
	}
	select {
	case c := <-changes:
		t.Errorf("%+v", c)
	default:
	}
	cancel()
	if c, ok := <-changes; ok {
		t.Errorf("%+v", c)
	}
}

// BenchmarkWatch sets up a large library.
func BenchmarkWatch(b *testing.B) {
	dir := b.TempDir()
	for i := range 3000 {
		sub := filepath.Join(dir, fmt.Sprint(i%30), fmt.Sprint(i))
		if err := os.MkdirAll(sub, 0o755); err != nil {
			b.Fatal(err)
		}
		for j := range 33 {
			if err := os.WriteFile(filepath.Join(sub, fmt.Sprintf("n%02d.md", j)), nil, 0o600); err != nil {
				b.Fatal(err)
			}
		}
	}
	lib, err := Open([]string{dir})
	if err != nil {
		b.Fatal(err)
	}
	heap := func() uint64 {
		var m runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&m)
		return m.HeapAlloc
	}
	before := heap()
	var held uint64
	for b.Loop() {
		ctx, cancel := context.WithCancel(context.Background())
		changes, err := lib.Watch(ctx)
		if err != nil {
			b.Fatal(err)
		}
		<-changes
		b.StopTimer()
		held = heap() - before
		b.StartTimer()
		cancel()
		for range changes { // until it is closed
		}
	}
	b.ReportMetric(float64(held), "B-held")
}
