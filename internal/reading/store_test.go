package reading

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"broadsheet/internal/disk/disktest"
)

const key = "0123456789abcdef01234567"

func open(t testing.TB, dir string) *Store {
	t.Helper()
	s, err := Open(dir, key)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func all(t testing.TB, s *Store) map[string]Record {
	t.Helper()
	m, err := s.All()
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func keep(t testing.TB, s *Store, r ...Record) {
	t.Helper()
	if err := s.Keep(r...); err != nil {
		t.Fatal(err)
	}
}

// same compares records, their places too.
var same = cmp.AllowUnexported(Spot{})

func moment(n int) time.Time {
	return time.Date(2025, 11, 7, 9, 30, 0, 0, time.UTC).Add(time.Duration(n) * time.Second)
}

func TestStore(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "state", "reading")
	s := open(t, dir)
	if len(all(t, s)) != 0 {
		t.Fatal("a folder that does not exist has records")
	}
	if _, err := os.Stat(dir); err == nil {
		t.Error("the folder was made though nothing was kept")
	}
	top := Mark(parse(whole), placed(t, whole, quarrel))
	want := map[string]Record{
		"a.md":                    {Path: "a.md", Hash: 7, At: moment(1), Read: true},
		"2025/b c.md":             {Path: "2025/b c.md", Hash: 1<<64 - 1, At: moment(2), Top: top},
		"new\nline \x1b[2J\u009b": {Path: "new\nline \x1b[2J\u009b", At: moment(3)},
		"caf\xe9/\xff\".md":       {Path: "caf\xe9/\xff\".md", Hash: 9, At: moment(4), Top: top},
		"caf\\xe9/\ufffd.md":      {Path: "caf\\xe9/\ufffd.md", At: moment(5)},
		"<停火> & such.md":          {Path: "<停火> & such.md", At: moment(6)},
	}
	for _, path := range slices.Sorted(maps.Keys(want)) {
		keep(t, s, Record{Path: path, Read: true}) // what comes later wins
		keep(t, s, want[path])
	}
	for _, s := range []*Store{s, open(t, dir)} {
		if diff := cmp.Diff(want, all(t, s), same); diff != "" {
			t.Error(diff)
		}
	}
	text, err := os.ReadFile(s.File())
	if err != nil || strings.Count(string(text), "\n") != 12 || strings.ContainsAny(string(text), "\x1b\u009b") || !utf8.Valid(text) {
		t.Errorf("%q, %v", text, err)
	}
	for _, line := range []string{`{"path":"a.md","read":true,"at":"2025-11-07T09:30:01Z","hash":"0000000000000007"}`, `"<停火> & such.md"`, `"words":"One side wants its own patrols`} {
		if !strings.Contains(string(text), line) {
			t.Errorf("%s is not in the file:\n%s", line, text)
		}
	}
	if info, _ := os.Stat(s.File()); info.Mode().Perm() != 0o600 {
		t.Errorf("others may read the file: %v", info.Mode())
	}
}

func TestOtherLibrariesHaveOtherFiles(t *testing.T) {
	dir, seen := t.TempDir(), map[string]bool{}
	for _, k := range []string{key, "other", "", "../../x", "A", "a", "a/b", strings.Repeat("k", 300), "\xff"} {
		s, err := Open(dir, k)
		if err != nil {
			t.Fatal(err)
		}
		keep(t, s, Record{Path: k + ".md"})
		if m := all(t, s); len(m) != 1 || m[k+".md"].Path != k+".md" || filepath.Dir(s.File()) != dir {
			t.Errorf("%q: %v in %s", k, m, s.File())
		}
		seen[s.File()] = true
	}
	if len(seen) != 9 {
		t.Errorf("libraries share a file: %v", seen)
	}
}

func TestKeepGivesTheTime(t *testing.T) {
	s := open(t, t.TempDir())
	for _, at := range []time.Time{{}, time.Date(12025, 1, 1, 0, 0, 0, 0, time.UTC)} {
		keep(t, s, Record{Path: "a", At: at})
		if got := all(t, s)["a"].At; time.Since(got) > time.Hour || time.Since(got) < -time.Hour {
			t.Errorf("%v was kept as %v", at, got)
		}
	}
	if err := s.Keep(Record{}); err == nil {
		t.Error("a record without a path was kept")
	}
	if err := s.Keep(); err != nil {
		t.Error(err)
	}
}

// Every record comes back as it was kept, whatever is in it.
func TestRecordsComeBack(t *testing.T) {
	s := open(t, t.TempDir())
	text := rapid.OneOf(rapid.String(), rapid.StringMatching(`[a-z "\\\x00-\x1f\x{2028}]{0,40}`))
	rapid.Check(t, func(t *rapid.T) {
		path := rapid.OneOf(text, rapid.Map(rapid.SliceOf(rapid.Byte()), func(b []byte) string { return string(b) })).Draw(t, "path")
		if path == "" {
			return
		}
		n := rapid.IntRange(0, 1<<40)
		words := text.Draw(t, "words")
		r := Record{
			Path: path, Hash: rapid.Uint64().Draw(t, "hash"), Read: rapid.Bool().Draw(t, "read"),
			At: time.Unix(rapid.Int64Range(0, 200_000_000_000).Draw(t, "at"), rapid.Int64Range(0, 999_999_999).Draw(t, "ns")).UTC(),
			Top: Spot{
				off: n.Draw(t, "off"), of: n.Draw(t, "of"), under: n.Draw(t, "under"), lead: rapid.IntRange(-99, 99).Draw(t, "lead"),
				words: words, in: rapid.IntRange(0, len(words)).Draw(t, "in"), before: text.Draw(t, "before"), after: text.Draw(t, "after"),
				heading: strings.Join(rapid.SliceOfN(rapid.StringMatching(`[^\n]{1,9}`), 0, 4).Draw(t, "heading"), "\n"),
			},
		}
		if err := s.Keep(r); err != nil {
			t.Fatal(err)
		}
		got, err := s.All()
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(r, got[path], same); diff != "" {
			t.Fatal(diff)
		}
		if _, ok := quick(strings.TrimSuffix(string(encode(r)), "\n")); !ok && r.Top.off < 1e15 {
			t.Fatalf("the quick way does not read %s", encode(r))
		}
	})
}

// The damages a file may have, and what is left of the records a, b and c that
// were kept in it.
func TestDamageCostsItsLine(t *testing.T) {
	line := func(path string, n int) string { return string(encode(Record{Path: path, At: moment(n)})) }
	a, b, c := line("a", 1), line("b", 2), line("c", 3)
	for name, d := range map[string]struct{ file, want string }{
		"none":                        {a + b + c, "a1 b2 c3"},
		"empty":                       {"", ""},
		"no break at the end":         {a + b + strings.TrimSuffix(c, "\n"), "a1 b2 c3"},
		"half a line at the end":      {a + b + c[:20], "a1 b2"},
		"half a line inside":          {a + b[:20] + "\n" + c, "a1 c3"},
		"a line glued to half a line": {a + b[:20] + c, "a1"},
		"zeros":                       {a + strings.Repeat("\x00", 4096) + "\n" + c, "a1 c3"},
		"binary":                      {"\x7fELF\x01\xff\xfe\n" + a, "a1"},
		"a newer line damaged":        {a + b + line("a", 9)[:25] + "\n" + c, "a1 b2 c3"},
		"a bit flipped":               {a + strings.Replace(b, `"b"`, "\"\xe2\"", 1) + c, "a1 c3 \ufffd2"},
		"a time that is none":         {a + strings.Replace(b, "2025", "20x5", 1) + c, "a1 c3"},
		"another type":                {a + strings.Replace(b, "false", `"no"`, 1) + c, "a1 c3"},
		"CR LF and empty lines":       {strings.ReplaceAll(a+"\n\n"+b+c, "\n", "\r\n"), "a1 b2 c3"},
		"edited by hand":              {a + "  " + strings.Replace(b, `,"read"`, ` , "read"`, 1) + c, "a1 b2 c3"},
		"keys of a later version":     {a + strings.Replace(b, `"read"`, `"marks":[{"x":1}],"read"`, 1) + c + `{"version":2}` + "\n", "a1 b2 c3"},
		"numbers out of range":        {a + strings.Replace(b, "}\n", `,"top":{"off":-5,"of":-9,"in":99,"words":"x"}}`+"\n", 1) + c, "a1 b2 c3"},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			s := open(t, dir)
			if err := os.WriteFile(s.File(), []byte(d.file), 0o600); err != nil {
				t.Fatal(err)
			}
			shown := func() string {
				var out []string
				for p, r := range all(t, s) {
					out = append(out, fmt.Sprintf("%s%d", p, int(r.At.Sub(moment(0)).Seconds())))
					if at := r.Top.Find(parse(whole)); at < 0 || at > len(whole) {
						t.Errorf("found at %d", at)
					}
				}
				slices.Sort(out)
				return strings.Join(out, " ")
			}
			if got := shown(); got != d.want {
				t.Errorf("read %q, want %q", got, d.want)
			}
			keep(t, s, Record{Path: "z", At: moment(5)})
			if got := shown(); strings.ReplaceAll(" "+got, " z5", "") != strings.TrimRight(" "+d.want, " ") || !strings.Contains(got, "z5") {
				t.Errorf("with one more: %q", got)
			}
		})
	}
}

func TestTheFileIsWrittenAnewWhenItHasGrown(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "a [folder")
	if err := os.Mkdir(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	one, two := open(t, dir), open(t, dir)
	foreign := `{"version":2,"of":"another kind"}`
	future := `{"path":"future.md","read":true,"at":"2025-11-07T09:30:01Z","stars":5}`
	if err := os.WriteFile(one.File(), []byte(foreign+"\n"+future+"\ndamaged\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, tempMark+"left"), []byte("half"), 0o600); err != nil {
		t.Fatal(err)
	}
	top := Mark(parse(whole), placed(t, whole, quarrel))
	shrunk := 0
	for i, was := 0, int64(0); i < 2000; i += 5 {
		s := one
		if i%3 == 0 {
			s = two
		}
		var records []Record
		for k := i; k < i+5; k++ {
			records = append(records, Record{Path: fmt.Sprintf("%d.md", k%20), At: moment(k), Top: top})
		}
		keep(t, s, records...)
		info, err := os.Stat(one.File())
		if err != nil {
			t.Fatal(err)
		}
		if info.Size() < was {
			shrunk++
		}
		if was = info.Size(); was > small+4<<10 {
			t.Fatalf("the file has %d bytes", was)
		}
	}
	if shrunk < 5 {
		t.Errorf("written anew %d times", shrunk)
	}
	m := all(t, two)
	for i := 1980; i < 2000; i++ {
		if r := m[fmt.Sprintf("%d.md", i%20)]; !r.At.Equal(moment(i)) || r.Top != top {
			t.Errorf("%d.md: %+v", i%20, r)
		}
	}
	text, _ := os.ReadFile(one.File())
	if !strings.HasPrefix(string(text), foreign+"\n"+future+"\n") || strings.Contains(string(text), "damaged") || len(m) != 21 {
		t.Errorf("%d records; the file begins with %.200q", len(m), text)
	}
	if _, err := os.Stat(filepath.Join(dir, tempMark+"left")); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("what a kill left is still there: %v", err)
	}
}

// A file that is large because it holds much is not written anew.
func TestALargeFileStays(t *testing.T) {
	s := open(t, t.TempDir())
	var records []Record
	for i := range 2000 {
		records = append(records, Record{Path: fmt.Sprintf("%d.md", i), At: moment(i)})
	}
	keep(t, s, records...)
	before, _ := os.Stat(s.File())
	keep(t, s, Record{Path: "one more", At: moment(1)})
	after, _ := os.Stat(s.File())
	if before.Size() < small || !os.SameFile(before, after) || len(all(t, s)) != 2001 {
		t.Errorf("%d bytes, then %d bytes, %d records", before.Size(), after.Size(), len(all(t, s)))
	}
}

func TestManyGoroutines(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir)
	var wg sync.WaitGroup
	for i := range 4 {
		wg.Go(func() {
			for n := range 50 {
				if err := s.Keep(Record{Path: fmt.Sprintf("%d.md", i), At: moment(n)}); err != nil {
					t.Error(err)
				}
				if m, err := s.All(); err != nil || m[fmt.Sprintf("%d.md", i)].At.Before(moment(n)) {
					t.Errorf("%v, %v", m, err)
				}
			}
		})
	}
	wg.Wait()
	for path, r := range all(t, s) {
		if !r.At.Equal(moment(49)) {
			t.Errorf("%s: %v", path, r.At)
		}
	}
}

// Two programs write, so much that the file is written anew again and again,
// while a third one reads: nobody's records are lost, and none is seen to
// vanish.
func TestTwoPrograms(t *testing.T) {
	dir := t.TempDir()
	var children []*exec.Cmd
	for i := range 2 {
		cmd := child(t, dir, fmt.Sprintf("write %d", i))
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		children = append(children, cmd)
	}
	done := make(chan error, len(children))
	for _, cmd := range children {
		go func() { done <- cmd.Wait() }()
	}
	s, last := open(t, dir), map[string]time.Time{}
	for running := len(children); running > 0; {
		select {
		case err := <-done:
			if running--; err != nil {
				t.Fatal(err)
			}
		default:
		}
		m := all(t, s)
		for path, at := range last {
			if m[path].At.Before(at) {
				t.Fatalf("%s was of %v, and is of %v", path, at, m[path].At)
			}
		}
		for path, r := range m {
			last[path] = r.At
		}
	}
	for i := range 2 {
		for k := range childPaths {
			path := fmt.Sprintf("%d-%d.md", i, k)
			if r := all(t, s)[path]; !r.At.Equal(moment(childRounds - 1)) {
				t.Errorf("%s: %v", path, r.At)
			}
		}
	}
	if info, _ := os.Stat(s.File()); info.Size() > 2*small {
		t.Errorf("the file has grown to %d bytes", info.Size())
	}
}

// What a program reported as kept is there after it was killed, and the next
// one reads and writes on.
func TestKilled(t *testing.T) {
	dir := t.TempDir()
	reported := map[string]int{}
	for round := range 6 {
		cmd := child(t, dir, "report")
		pipe, err := cmd.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		note := func(line string) {
			path, n, _ := strings.Cut(line, " ")
			if k, err := strconv.Atoi(n); err == nil && strings.HasSuffix(n, "0") { // else the line was cut
				reported[path] = k
			}
		}
		lines := bufio.NewScanner(pipe)
		for n := 0; n < 5+60*round && lines.Scan(); n++ {
			note(lines.Text())
		}
		cmd.Process.Kill()
		for lines.Scan() {
			note(lines.Text())
		}
		cmd.Wait()
		m := all(t, open(t, dir))
		for path, n := range reported {
			if m[path].At.Before(moment(n)) {
				t.Fatalf("%s was kept as of %v, and is %+v", path, moment(n), m[path])
			}
		}
	}
	if len(reported) < 5 {
		t.Fatalf("only %d were kept", len(reported))
	}
}

// A limit on the size of files stands for a full disk: the write fails half-way,
// the error says so, and what was kept before is there, as is what is kept when
// there is room again.
func TestFullDisk(t *testing.T) {
	if !disktest.CanLimit {
		t.Skip("files grow without limit here")
	}
	dir := t.TempDir()
	keep(t, open(t, dir), Record{Path: "before", At: moment(1)})
	out, err := child(t, dir, "limit").CombinedOutput()
	if want := "failed: note what was read in " + dir; err != nil || !strings.Contains(string(out), want) || !strings.Contains(string(out), "you can read on") {
		t.Fatalf("%s, %v", out, err)
	}
	s := open(t, dir)
	if m := all(t, s); len(m) != 1 || m["before"].Path == "" {
		t.Errorf("%v", m)
	}
	keep(t, s, Record{Path: "after", At: moment(2)})
	if m := all(t, s); len(m) != 2 {
		t.Errorf("%v", m)
	}
	if text, _ := os.ReadFile(s.File()); strings.Count(string(text), "\n") != 2 {
		t.Errorf("half a line was left: %q", text)
	}
}

func TestTroubleSaysWhatWhereAndWhatToDo(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(file, key); err == nil || !strings.Contains(err.Error(), file) || !strings.Contains(err.Error(), "move it away") {
		t.Errorf("a file where the folder should be: %v", err)
	}
	if _, err := Open(filepath.Join(file, "reading"), key); err == nil || !strings.Contains(err.Error(), file) {
		t.Errorf("a file where the folder above should be: %v", err)
	}
	s := open(t, t.TempDir())
	if err := disktest.Pipe(s.File()); err != nil {
		t.Skip(err)
	}
	_, err := s.All()
	for _, err := range []error{err, s.Keep(Record{Path: "a"})} {
		if err == nil || !strings.Contains(err.Error(), s.File()) || !strings.Contains(err.Error(), "you can read on") || !strings.Contains(err.Error(), "move it away") {
			t.Errorf("a pipe where the file should be: %v", err)
		}
	}
	for _, c := range []struct {
		err  error
		want string
	}{
		{syscall.ENOSPC, "make room on the disk"},
		{&os.PathError{Op: "write", Path: s.File(), Err: syscall.EDQUOT}, "make room on the disk"},
		{&os.PathError{Op: "open", Path: s.File(), Err: syscall.EROFS}, "readable and writable"},
		{&os.PathError{Op: "mkdir", Path: "/home/state", Err: syscall.EACCES}, "in /home/state: permission denied; you can read on, but it is not remembered what you have read; make it and its folder readable and writable, or choose another folder with XDG_STATE_HOME"},
	} {
		if got := s.trouble("note what was read", c.err).Error(); !strings.Contains(got, c.want) || !strings.HasPrefix(got, "note what was read in ") {
			t.Error(got)
		}
	}
}

func TestAFolderThatCannotBeWritten(t *testing.T) {
	if os.Getuid() == 0 {
		t.Skip("root may write anywhere")
	}
	dir := t.TempDir()
	s := open(t, dir)
	keep(t, s, Record{Path: "a", At: moment(1)})
	for name, mode := range map[string]os.FileMode{dir: 0o500, s.File(): 0o400} {
		if err := os.Chmod(name, mode); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.Keep(Record{Path: "b"}); err == nil || !strings.Contains(err.Error(), "readable and writable") {
		t.Error(err)
	}
	if len(all(t, s)) != 1 {
		t.Error("what can be read is not")
	}
	if err := os.Chmod(dir, 0o700); err != nil { // for its removal
		t.Fatal(err)
	}
}

// child is this test program running TestChild.
func child(t *testing.T, dir, what string) *exec.Cmd {
	cmd := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestChild$")
	cmd.Env = append(os.Environ(), "BROADSHEET_TEST_DIR="+dir, "BROADSHEET_TEST_DO="+what)
	return cmd
}

const (
	childPaths  = 5
	childRounds = 150
)

// TestChild is not a test but the program that the tests above start.
func TestChild(t *testing.T) {
	dir := os.Getenv("BROADSHEET_TEST_DIR")
	if dir == "" {
		t.Skip("runs only as a child")
	}
	s := open(t, dir)
	top := Mark(parse(whole), placed(t, whole, quarrel))
	what, number, _ := strings.Cut(os.Getenv("BROADSHEET_TEST_DO"), " ")
	switch what {
	case "limit":
		if err := disktest.LimitFiles(200); err != nil {
			t.Fatal(err)
		}
		if err := s.Keep(Record{Path: "too much", Top: top}); err != nil {
			fmt.Println("failed:", err)
		}
	case "write":
		for i := range childRounds {
			var records []Record
			for k := range childPaths {
				records = append(records, Record{Path: fmt.Sprintf("%s-%d.md", number, k), At: moment(i), Top: top})
			}
			keep(t, s, records...)
		}
	case "report":
		first := int(time.Since(moment(0))/time.Second) * 10 // later than what the one before has kept
		for i := 0; ; i += 10 {
			path := fmt.Sprintf("%d.md", i%70)
			keep(t, s, Record{Path: path, At: moment(first + i), Top: top})
			io.WriteString(os.Stdout, fmt.Sprintf("%s %d\n", path, first+i))
		}
	}
}

// Quick and slow read a line alike, a line that is not of ours is never
// glued to its neighbour, and no file makes the store fail.
func FuzzLine(f *testing.F) {
	top := Mark(parse(whole), strings.Index(whole, quarrel))
	f.Add(string(encode(Record{Path: "a.md", Hash: 7, At: moment(1), Top: top})))
	f.Add(string(encode(Record{Path: "caf\xe9.md", At: moment(1), Read: true})))
	f.Add(`{"path":"a\u0041\"","read":false,"at":"2025-11-07T09:30:01.5Z","top":{"off":01,"of":-1,"heading":["x","y"],"in":3}}`)
	f.Add("{\"path\":\"a\",\"read\":true,\"at\":\"2025-11-07T09:30:01Z\"}\n{\"path\":\"a\n{}\nnull\n[1]\n\x00")
	f.Fuzz(func(t *testing.T, file string) {
		want := map[string]Record{}
		for text := range strings.SplitSeq(file, "\n") {
			text = strings.TrimSpace(text)
			if l, ok := quick(text); ok {
				var long line
				err := json.Unmarshal([]byte(text), &long)
				slow, wrong := long.record()
				if err = errors.Join(err, wrong); err != nil {
					slow = Record{}
				}
				fast, err2 := l.record()
				if err2 != nil {
					fast = Record{}
				}
				if diff := cmp.Diff(slow, fast, same); diff != "" || (err == nil) != (err2 == nil) {
					t.Fatalf("%s: %v, %v\n%s", text, err, err2, diff)
				}
			}
			if r, err := decode(text); err == nil {
				if p, ok := plainPath(text); ok && p != r.Path {
					return // the path stands twice in the line; which one counts nobody can say
				}
				want[r.Path] = r
			}
		}
		got, lines := map[string]Record{}, ""
		latest(file, got, func(text string) { lines = text + "\n" + lines })
		if diff := cmp.Diff(want, got, same); diff != "" {
			t.Fatal(diff)
		}
		again := map[string]Record{} // written anew the file says the same
		latest(lines, again, nil)
		if diff := cmp.Diff(want, again, same); diff != "" {
			t.Fatal(diff)
		}
	})
}
