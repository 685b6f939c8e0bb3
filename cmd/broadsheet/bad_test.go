//go:build unix

package main_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
	"unicode/utf16"

	"golang.org/x/sys/unix"
)

// A surrounding is a way in which a folder or a machine is not as one would
// wish. In each of them there is one good brief, which is listed, found and
// read whatever else there is.
type surrounding struct {
	name    string
	arrange func(*testing.T, *user, string) // in the folder of the library
	says    []string                        // of doctor
	briefs  int                             // listed, the good one among them; 0 for no matter how many
}

// surroundings is the table: what is arranged, what must be said. That the good
// brief can still be worked with is checked in every row.
var surroundings = []surrounding{
	{"nothing", func(*testing.T, *user, string) {}, []string{"skipped        0", "damaged        0"}, 1},
	{"loops of links", func(t *testing.T, _ *user, dir string) {
		link(t, "loop.md", dir, "loop.md")
		link(t, "b.md", dir, "a.md")
		link(t, "a.md", dir, "b.md")
		link(t, ".", dir, "again")
		link(t, "..", dir, "above")
		link(t, "none.md", dir, "dangling.md")
	}, []string{"loop.md: link that leads back to itself", "a.md: link that leads back", "again: link to a folder", "above: link that leads out", "dangling.md: link to a file that is not there"}, 1},
	{"links out", func(t *testing.T, _ *user, dir string) {
		link(t, "/etc/passwd", dir, "passwd.md")
		link(t, "/dev/zero", dir, "zero.md")
		link(t, "/etc", dir, "etc")
	}, []string{"passwd.md: link that leads out", "zero.md: link that leads out", "etc: link that leads out"}, 1},
	{"pipes, sockets and devices", func(t *testing.T, _ *user, dir string) {
		must(t, syscall.Mkfifo(filepath.Join(dir, "pipe.md"), 0o644))
		fd, err := unix.Socket(unix.AF_UNIX, unix.SOCK_STREAM, 0)
		must(t, err)
		t.Cleanup(func() { _ = unix.Close(fd) })
		if name := filepath.Join(dir, "socket.md"); len(name) < 100 {
			must(t, unix.Bind(fd, &unix.SockaddrUnix{Name: name}))
		}
		_ = unix.Mknod(filepath.Join(dir, "null.md"), unix.S_IFCHR|0o644, int(unix.Mkdev(1, 3))) // root may
	}, []string{"pipe.md: not a regular file (a named pipe)"}, 1},
	{"odd names", func(t *testing.T, _ *user, dir string) {
		for _, name := range []string{"two\nlines.md", "esc\x1b[2J.md", "bad\xff\xfe.md", "-rf.md", "back\\slash.md", " .md", "\u202egnp.md", strings.Repeat("n", 250) + ".md"} {
			put(t, dir, name, "# Odd\n\nWords.\n")
		}
	}, []string{"skipped        0"}, 9},
	{"no text", func(t *testing.T, _ *user, dir string) {
		put(t, dir, "binary.md", "\x7fELF"+strings.Repeat("\x00\xff", 5000))
		put(t, dir, "nul.md", "# Nul\n\none\x00two\n")
		put(t, dir, "bytes.md", "# Bytes\n\nBad \xff\xfe bytes.\n")
		put(t, dir, "empty.md", "")
		put(t, dir, "utf16.md", utf16le("# Sixteen\n\nThe wide ferry.\n"))
	}, []string{"binary.md: binary", "bytes.md: "}, 0},
	{"a huge file", func(t *testing.T, _ *user, dir string) {
		put(t, dir, "huge.md", "")
		must(t, os.Truncate(filepath.Join(dir, "huge.md"), 50<<30))
	}, []string{"huge.md: larger than 64 MB"}, 1},
	{"bombs of front matter", func(t *testing.T, _ *user, dir string) {
		lol := "a: &a [x,x,x,x,x,x,x,x,x]\n"
		for c := 'b'; c < 'j'; c++ {
			lol += fmt.Sprintf("%c: &%c [%s]\n", c, c, strings.TrimSuffix(strings.Repeat(fmt.Sprintf("*%c,", c-1), 9), ","))
		}
		put(t, dir, "alias.md", "---\n"+lol+"---\n\nThe body is there.\n")
		put(t, dir, "nested.md", "---\na: "+strings.Repeat("[", 100000)+"\n---\n\nThe body is there.\n")
		put(t, dir, "large.md", "---\na: "+strings.Repeat("x", 1<<20)+"\n---\n\nThe body is there.\n")
		put(t, dir, "open.md", "---\ntitle: [never closed\n---\n\nThe body is there.\n")
	}, []string{"alias.md: ", "nested.md: ", "large.md: ", "open.md: front matter"}, 5},
	{"bombs of Markdown", func(t *testing.T, _ *user, dir string) {
		for name, part := range map[string]string{"quotes": "> ", "links": "[a](", "stars": "*a_ ", "brackets": "[", "lists": "- ", "ticks": "`a``", "tags": "<a ", "images": "![", "backslashes": "\\"} {
			put(t, dir, name+".md", "# Bomb\n\n"+strings.Repeat(part, 20000)+"\n")
		}
		put(t, dir, "wide.md", "|"+strings.Repeat("a|", 5000)+"\n|"+strings.Repeat("-|", 5000)+"\n|"+strings.Repeat("b|", 5000)+"\n")
	}, nil, 11},
	{"times of another world", func(t *testing.T, _ *user, dir string) {
		for name, at := range map[string]time.Time{"future.md": time.Date(2200, 1, 1, 0, 0, 0, 0, time.UTC), "past.md": time.Date(1901, 1, 1, 0, 0, 0, 0, time.UTC), "zero.md": time.Unix(0, 0)} {
			put(t, dir, name, "---\ntitle: "+name+"\ndate: 2999-12-31\n---\n\nThe hour is wrong.\n")
			must(t, os.Chtimes(filepath.Join(dir, name), at, at))
		}
	}, []string{"skipped        0"}, 4},
	{"what may not be read", func(t *testing.T, u *user, dir string) {
		u.isNobody(dir)
		put(t, dir, "shut.md", "# Shut\n")
		must(t, os.Chmod(filepath.Join(dir, "shut.md"), 0))
		must(t, os.Mkdir(filepath.Join(dir, "closed"), 0))
		t.Cleanup(func() { _ = os.Chmod(filepath.Join(dir, "closed"), 0o755) })
	}, []string{"closed: the folder cannot be read: permission denied", "shut.md: "}, 1},
	{"no home", func(_ *testing.T, u *user, _ string) {
		u.env = func() []string {
			return []string{"PATH=" + os.Getenv("PATH"), "LANG=C.UTF-8", "TMPDIR=" + u.home}
		}
	}, []string{"bookmarks"}, 1},
	{"a home that may not be written", func(t *testing.T, u *user, dir string) {
		u.isNobody(dir)
		must(t, os.Chmod(u.home, 0o555))
		t.Cleanup(func() { _ = os.Chmod(u.home, 0o755) })
	}, []string{"in memory: the cache folder cannot be used (permission denied)"}, 1},
	{"files that may not grow", func(_ *testing.T, u *user, _ string) { u.limit = "ulimit -f 0" }, nil, 1},
	{"a full disk", func(t *testing.T, u *user, _ string) {
		if !mountSmall(t, u.home) {
			u.limit = "ulimit -f 1" // who may not mount comes near it
			return
		}
		_ = os.WriteFile(filepath.Join(u.home, "fill"), make([]byte, 1<<20), 0o644)
	}, nil, 1},
	{"few watches", func(t *testing.T, u *user, dir string) {
		u.hasFewWatches(t, 5)
		for i := range 200 {
			put(t, dir, fmt.Sprintf("%d/%d.md", i%20, i), "# Another\n\nWords.\n")
		}
	}, []string{"skipped        0"}, 201},
	{"a log that is a pipe", func(t *testing.T, u *user, _ string) {
		state := filepath.Join(u.home, "state", "broadsheet")
		must(t, os.MkdirAll(state, 0o755))
		must(t, syscall.Mkfifo(filepath.Join(state, "broadsheet.log"), 0o644))
	}, []string{"skipped        0"}, 1},
	{"few open files", func(t *testing.T, u *user, dir string) {
		u.limit = "ulimit -n 24"
		for i := range 200 {
			put(t, dir, fmt.Sprintf("%d/%d.md", i%20, i), "# Another\n\nWords.\n")
		}
	}, []string{"skipped        0"}, 201},
}

const good = "# Good\n\nThe ferry left at nine.\n"

// Whatever the surroundings: it is said what is wrong, and what is right can be
// listed, searched and read.
func TestBadSurroundings(t *testing.T) {
	for _, s := range surroundings {
		t.Run(s.name, func(t *testing.T) {
			t.Parallel()
			u := newUser(t)
			dir := filepath.Join(u.home, "..", filepath.Base(u.home)+"-briefs")
			must(t, os.Mkdir(dir, 0o755))
			t.Cleanup(func() { _ = os.RemoveAll(dir) })
			put(t, dir, "good.md", good)
			s.arrange(t, u, dir)
			s.lists(t, u, dir)
			s.searches(t, u, dir)
			s.diagnoses(t, u, dir)
			u.starts(80, 24, dir).sees("by date").noLonger("indexing")
			u.presses("C-p").sees("Open a brief").types("good").sees("1 of ").presses("Enter").sees("100%", "The ferry left at nine.")
			u.presses("C-c").leaves(0)
		})
	}
}

func (s surrounding) lists(t *testing.T, u *user, dir string) {
	t.Helper()
	out, errs, code := u.calls("list", "--json", "--library", dir)
	var list struct {
		Briefs  []struct{ Path string }
		Skipped []struct{ Path, Reason string }
	}
	if err := json.Unmarshal([]byte(out), &list); err != nil || code != 0 {
		t.Fatalf("list: exit code %d, %v, %s", code, err, errs)
	}
	if s.briefs > 0 && len(list.Briefs) != s.briefs {
		t.Errorf("%d briefs are listed, want %d; skipped %+v", len(list.Briefs), s.briefs, list.Skipped)
	}
	harmless(t, "list", out+errs)
}

func (s surrounding) searches(t *testing.T, u *user, dir string) {
	t.Helper()
	out, errs, code := u.calls("search", "--library", dir, "ferry nine")
	if code != 0 || !strings.Contains(out, "good.md") {
		t.Errorf("search: exit code %d, %q, %s", code, out, errs)
	}
	harmless(t, "search", out+errs)
}

func (s surrounding) diagnoses(t *testing.T, u *user, dir string) {
	t.Helper()
	out, errs, _ := u.calls("doctor", "--library", dir)
	for _, want := range s.says {
		if !strings.Contains(out, want) {
			t.Errorf("doctor does not say %q:\n%s%s", want, out, errs)
		}
	}
	harmless(t, "doctor", out+errs)
}

// harmless fails where a terminal would do more than write.
func harmless(t *testing.T, what, out string) {
	t.Helper()
	if i := strings.IndexFunc(out, func(r rune) bool { return r < ' ' && r != '\n' || r >= 0x7f && r < 0xa0 || r == '\u202e' }); i >= 0 {
		t.Errorf("%s writes %q", what, out[max(0, i-20):min(len(out), i+20)])
	}
	if strings.Contains(out, "goroutine ") {
		t.Errorf("%s panics:\n%s", what, out)
	}
}

// isNobody lets the user's programs run without the rights of root, where the
// tests have them: root may read everything.
func (u *user) isNobody(library string) {
	u.t.Helper()
	if os.Getuid() != 0 {
		return
	}
	if _, err := exec.LookPath("setpriv"); err != nil {
		u.t.Skip("setpriv is not installed")
	}
	must(u.t, os.Chown(u.home, nobody, nobody))
	must(u.t, os.Chmod(u.home, 0o755))
	u.as = []string{"setpriv", fmt.Sprintf("--reuid=%d", nobody), fmt.Sprintf("--regid=%d", nobody), "--clear-groups"}
}

// nobody is a user without rights.
const nobody = 65534

// Files that come, go and change while they are read: each answer is whole, and
// none is an error.
func TestFilesThatChangeMeanwhile(t *testing.T) {
	u := newUser(t)
	dir := write(t, map[string]string{"good.md": good})
	stop := make(chan struct{})
	var group sync.WaitGroup
	group.Go(func() {
		for i := 0; ; i++ {
			select {
			case <-stop:
				return
			default:
			}
			name := filepath.Join(dir, fmt.Sprintf("%d.md", i%50))
			_ = os.WriteFile(name, []byte("# Changing\n\n"+strings.Repeat("Words and words. ", i%3000)), 0o644)
			if i%3 == 0 {
				_ = os.Remove(filepath.Join(dir, fmt.Sprintf("%d.md", (i*7)%50)))
			}
			if i%11 == 0 {
				_ = os.Rename(name, filepath.Join(dir, "moved.md"))
			}
		}
	})
	for range 5 {
		out, errs, code := u.calls("search", "--library", dir, "ferry nine")
		if code != 0 || !strings.Contains(out, "good.md") {
			t.Errorf("search: exit code %d, %q, %s", code, out, errs)
		}
		if out, errs, code = u.calls("list", "--library", dir); code != 0 || !strings.Contains(out, "good.md") {
			t.Errorf("list: exit code %d, %q, %s", code, out, errs)
		}
	}
	u.starts(80, 24, dir).sees("Changing").presses("/").types("ferry nine").sees("/ ferry nine", "1 brief").presses("Enter").sees("hit 1 of")
	close(stop)
	group.Wait()
	u.presses("C-c").leaves(0)
}

// hasFewWatches lets the user's programs watch no more than so many folders,
// in a name space of their own.
func (u *user) hasFewWatches(t *testing.T, most int) {
	t.Helper()
	u.as = []string{"unshare", "--user", "--map-root-user", "sh", "-c", fmt.Sprintf("echo %d >/proc/sys/user/max_inotify_watches && exec \"$@\"", most), "sh"}
	if err := exec.Command(u.as[0], append(u.as[1:], "true")...).Run(); err != nil {
		t.Skipf("this system makes no name space for a user: %v", err)
	}
}

// Many folders, of which the system lets few be watched: the reader says so,
// and what changes in the others is found when one looks again. FILES is how
// many briefs there are, ten in each folder.
func TestManyFilesAndFewWatches(t *testing.T) {
	n := 2000
	if s, err := strconv.Atoi(os.Getenv("FILES")); err == nil {
		n = s
	}
	u := newUser(t)
	u.hasFewWatches(t, 50)
	dir := t.TempDir()
	for i := range n {
		put(t, dir, fmt.Sprintf("%d/%d.md", i/10, i), fmt.Sprintf("# Brief %d\n\nThe harbour office wrote of storms.\n", i))
	}
	if _, errs, code := u.calls("index", "--library", dir); code != 0 {
		t.Fatal(errs)
	}
	u.starts(160, 24, dir).sees("not every folder can be watched", "fs.inotify.max_user_watches")
	put(t, dir, fmt.Sprintf("%d/%d.md", (n-1)/10, n-1), "# The last\n\nThe ferry left at nine.\n")
	u.presses("r").noLonger("not every folder").presses("/").types("ferry nine").sees("The last", "1 brief").presses("Enter").sees("hit 1 of")
	u.presses("C-c").leaves(0)
}

// What was kept by a clock that was ahead is there when the clock is right
// again, and does not stand before what is done then.
func TestAClockThatWasAhead(t *testing.T) {
	u := newUser(t)
	dir := write(t, map[string]string{"good.md": "# Good\n\nThe train left at ten.\n\n" + paragraphs(120), "other.md": "# Other\n\nThe ferry left at nine.\n"})
	does := func(args ...string) string {
		t.Helper()
		out, errs, code := u.calls(append(args, "--library", dir)...)
		if code != 0 {
			t.Fatalf("%q: exit code %d, %s%s", args, code, out, errs)
		}
		return out
	}
	id := func(out string) string { return strings.Fields(out)[0] }
	does("search", "train")
	deleted := id(does("bookmark", "add", "--note", "deleted ahead", "good.md"))
	does("bookmark", "add", "--note", "kept ahead", "good.md")
	does("bookmark", "remove", deleted)
	u.starts(80, 24, dir).sees("2 briefs").presses("Enter").sees("%").presses("Space", "C-c").leaves(0)
	ahead := time.Date(2199, 1, 1, 0, 0, 0, 0, time.UTC)
	this := time.Now().UTC().Format("2006-")
	must(t, filepath.Walk(u.home, func(path string, info os.FileInfo, err error) error {
		if err == nil && info.Mode().IsRegular() && !strings.Contains(path, "/cache/") {
			var text []byte
			if text, err = os.ReadFile(path); err == nil {
				err = os.WriteFile(path, bytes.ReplaceAll(text, []byte(this), []byte("2199-")), info.Mode())
			}
		}
		return errors.Join(err, os.Chtimes(path, ahead, ahead))
	}))

	now := id(does("bookmark", "add", "--note", "made now", "other.md"))
	does("bookmark", "remove", now)
	if out := does("bookmark", "restore"); !strings.Contains(out, now) {
		t.Errorf("undone is %q, want the deletion of %s", out, now)
	}
	if out := does("bookmark", "list"); !strings.Contains(out, "kept ahead") || !strings.Contains(out, "made now") || strings.Contains(out, "deleted ahead") {
		t.Errorf("the bookmarks are\n%s", out)
	}
	put(t, dir, "other.md", "# Other\n\nThe plane left at nine.\n")
	does("search", "plane")
	u.starts(80, 24, dir).sees("2 briefs").presses("/").types("plane").sees("1 brief").presses("Enter").sees("hit 1 of 1").presses("C-c").leaves(0)
}

// ! lists what of the library cannot be read, and why; a name is shown so that
// the terminal obeys nothing in it.
func TestWhatWasSkippedIsListed(t *testing.T) {
	u := newUser(t)
	dir := write(t, map[string]string{"good.md": good, "binary.md": "\x7fELF" + strings.Repeat("\x00\xff", 500), "esc\x1b[2J.md": "\x00\x01"})
	link(t, "/etc/passwd", dir, "out.md")
	u.starts(100, 24, dir).sees("1 brief").presses("!").sees("Skipped", "binary.md", "binary", "out.md", "link that leads out", "esc␛[2J.md")
	u.types("out").sees("out.md").noLonger("binary.md")
	u.presses("Escape", "Escape").noLonger("Skipped").sees("Good")
	must(t, os.Remove(filepath.Join(dir, "binary.md")))
	must(t, os.Remove(filepath.Join(dir, "esc\x1b[2J.md")))
	must(t, os.Remove(filepath.Join(dir, "out.md")))
	u.presses("r").until("nothing skipped", func(screen string) bool {
		u.presses("!")
		return strings.Contains(screen, "Nothing was skipped.")
	})
	u.presses("C-c").leaves(0)
}

// A configuration that is a pipe would hold up the program for ever.
func TestAConfigurationThatIsAPipe(t *testing.T) {
	u := newUser(t)
	must(t, os.MkdirAll(filepath.Join(u.home, "config", "broadsheet"), 0o755))
	must(t, syscall.Mkfifo(filepath.Join(u.home, "config", "broadsheet", "config.toml"), 0o644))
	if _, errs, code := u.calls("list"); code != 2 || !strings.Contains(errs, "config.toml is not a file") {
		t.Errorf("exit code %d, %s", code, errs)
	}
}

// Whoever reads our output may stop: head, or a pager that is left. That is no
// fault to speak of.
func TestNobodyReadsTheRest(t *testing.T) {
	u := newUser(t)
	dir := many(t, 2000)
	for _, command := range []string{"list", "search --limit 2000 harbour", "show 000/brief-00001.md"} {
		c := exec.Command("/bin/sh", "-c", "{ "+quoteAll([]string{binary})+" "+command+" --library "+quoteAll([]string{dir})+"; echo code $? >&2; } | head -n 1")
		c.Env = u.env()
		var out, errs bytes.Buffer
		c.Stdout, c.Stderr = &out, &errs
		must(t, c.Run())
		if said := errs.String(); strings.Count(out.String(), "\n") != 1 || strings.Count(said, "\n") != 1 || !strings.HasPrefix(said, "code ") || said == "code 2\n" {
			t.Errorf("%s: %q, and said %q", command, out.String(), said)
		}
	}
}

// A file that gets an older time than it had has changed all the same.
func TestAClockThatGoesBack(t *testing.T) {
	u := newUser(t)
	dir := write(t, map[string]string{"good.md": "# Good\n\nThe train left at ten.\n"})
	if out, _, code := u.calls("search", "--library", dir, "train"); code != 0 {
		t.Fatal(code, out)
	}
	put(t, dir, "good.md", "# Good\n\nThe ferry left at ten.\n") // as long as it was
	old := time.Date(1999, 1, 1, 0, 0, 0, 0, time.UTC)
	must(t, os.Chtimes(filepath.Join(dir, "good.md"), old, old))
	if out, errs, code := u.calls("search", "--library", dir, "ferry"); code != 0 {
		t.Errorf("exit code %d, %s%s", code, out, errs)
	}
	if out, _, code := u.calls("search", "--library", dir, "train"); code != 1 {
		t.Errorf("the old words are still found: %s", out)
	}
}

// kill -9 in the middle of indexing: the next one goes on, and finds all.
func TestKilledWhileIndexing(t *testing.T) {
	u := newUser(t)
	dir := many(t, 1500)
	for round := range 3 {
		c := exec.Command(binary, "index", "--library", dir)
		c.Env = u.env()
		must(t, c.Start())
		cache := filepath.Join(u.home, "cache")
		waitFor(t, "something in the cache", func() bool {
			found, _ := filepath.Glob(filepath.Join(cache, "broadsheet", "*", "gen-*"))
			return len(found) > round || ended(c.Process.Pid)
		})
		_ = c.Process.Kill()
		_ = c.Wait()
	}
	if out, errs, code := u.calls("search", "--library", dir, "probe1499x"); code != 0 || !strings.Contains(out, "brief-01499.md") {
		t.Errorf("exit code %d, %s%s", code, out, errs)
	}
	var report struct{ Briefs int }
	out, errs, code := u.calls("index", "--json", "--library", dir)
	if err := json.Unmarshal([]byte(out), &report); err != nil || code != 0 || report.Briefs != 1500 {
		t.Errorf("exit code %d, %v, %s%s", code, err, out, errs)
	}
}

// A bookmark that cannot be kept is an error that says so; nothing of what is
// there is lost.
func TestAFullDiskLosesNoBookmark(t *testing.T) {
	u := newUser(t)
	dir := write(t, map[string]string{"good.md": good})
	if _, errs, code := u.calls("bookmark", "add", "--library", dir, "--note", "the first", "good.md"); code != 0 {
		t.Fatal(errs)
	}
	u.limit = "ulimit -f 0"
	_, errs, code := u.calls("bookmark", "add", "--library", dir, "--note", "the second", "good.md")
	if code != 2 || !strings.Contains(errs, "nothing was changed") {
		t.Errorf("exit code %d, %s", code, errs)
	}
	u.limit = ""
	out, errs, code := u.calls("bookmark", "list", "--library", dir)
	if code != 0 || !strings.Contains(out, "the first") || strings.Contains(out, "the second") {
		t.Errorf("exit code %d, %s%s", code, out, errs)
	}
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func put(t *testing.T, dir, name, text string) {
	t.Helper()
	path := filepath.Join(dir, name)
	must(t, errors.Join(os.MkdirAll(filepath.Dir(path), 0o755), os.WriteFile(path, []byte(text), 0o644)))
}

func link(t *testing.T, to, dir, name string) {
	t.Helper()
	must(t, os.Symlink(to, filepath.Join(dir, name)))
}

func utf16le(text string) string {
	var b bytes.Buffer
	for _, u := range append([]uint16{0xfeff}, utf16.Encode([]rune(text))...) {
		b.Write([]byte{byte(u), byte(u >> 8)})
	}
	return b.String()
}
