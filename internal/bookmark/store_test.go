package bookmark

import (
	"fmt"
	"io"
	"io/fs"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"broadsheet/internal/disk/disktest"
)

func open(t testing.TB, dir string) *Store {
	t.Helper()
	s, problems, err := Open(dir)
	if err != nil || len(problems) > 0 {
		t.Fatalf("open: %v, %v", problems, err)
	}
	return s
}

// all are the bookmarks of the store, which must have no problem.
func all(t testing.TB, s *Store) []Bookmark {
	t.Helper()
	list, problems, err := s.All()
	if err != nil || len(problems) > 0 {
		t.Fatalf("all: %v, %v", problems, err)
	}
	return list
}

func add(t testing.TB, s *Store, note string) Bookmark {
	t.Helper()
	b := sample()
	b.Note = note
	b, err := s.Add(b)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func notes(list []Bookmark) string {
	var out []string
	for _, b := range list {
		out = append(out, b.Note)
	}
	return strings.Join(out, ", ")
}

func TestStore(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "data", "bookmarks")
	s := open(t, dir)
	if len(all(t, s)) != 0 {
		t.Fatal("a folder that does not exist has bookmarks")
	}
	b := add(t, s, "one")
	if !validID(b.ID) || len(b.ID) != 10 {
		t.Errorf("ID %q", b.ID)
	}
	if diff := cmp.Diff([]Bookmark{b}, all(t, open(t, dir)), ignoreRead); diff != "" {
		t.Error(diff)
	}
	b.Note, b.Tags = "two", []string{"x"}
	got, err := s.Update(b)
	if err != nil || got.ID != b.ID {
		t.Fatalf("%s, %v", got.ID, err)
	}
	got.Note = "three"
	if got, err = s.Update(got); err != nil || got.ID != b.ID || notes(all(t, open(t, dir))) != "three" {
		t.Fatalf("%+v, %v", got, err)
	}
	if err := s.Remove(b.ID); err != nil || len(all(t, s)) != 0 {
		t.Fatal(err)
	}
	if err := s.Remove(b.ID); err == nil || !strings.Contains(err.Error(), "no longer there") {
		t.Errorf("removed twice: %v", err)
	}
	if _, err := s.Update(b); err == nil {
		t.Error("updated what is removed")
	}
	if back, err := open(t, dir).Restore(b.ID); err != nil || back.Note != "three" || back.ID != b.ID {
		t.Fatalf("%+v, %v", back, err)
	}
	if notes(all(t, s)) != "three" {
		t.Error("not restored")
	}
	for _, want := range []string{"two", "one"} { // once more: what it was before its edits, also after a restart
		if back, edited, err := open(t, dir).Undo(); err != nil || !edited || back.Note != want || back.ID != b.ID {
			t.Fatalf("undone to %q, want %q: %v", back.Note, want, err)
		}
	}
	if _, _, err := s.Undo(); err == nil {
		t.Error("undone what is not there")
	}
	if _, err := s.Restore(b.ID); err == nil {
		t.Error("restored what is not there")
	}
	left, _ := filepath.Glob(filepath.Join(dir, tempMark+"*"))
	if len(left) > 0 {
		t.Errorf("left %v", left)
	}
}

func TestAddGivesTheTime(t *testing.T) {
	s := open(t, t.TempDir())
	b, err := s.Add(Bookmark{Anchor: Anchor{Quote: "x", Passage: "x"}})
	if err != nil || time.Since(b.Created) > time.Hour || b.Tags == nil || b.Heading == nil {
		t.Errorf("%+v, %v", b, err)
	}
}

func TestChangedByAnotherMeanwhile(t *testing.T) {
	dir := t.TempDir()
	one, two := open(t, dir), open(t, dir)
	b := add(t, one, "first")
	theirs := all(t, two)[0]
	theirs.Note = "theirs"
	if _, err := two.Update(theirs); err != nil {
		t.Fatal(err)
	}
	all(t, one) // that the store has seen the edit does not mean that b has
	b.Note = "mine"
	mine, err := one.Update(b)
	if err != nil || mine.ID == b.ID || mine.Note != "mine" {
		t.Fatalf("%+v, %v", mine, err)
	}
	if got := notes(all(t, two)); got != "theirs, mine" && got != "mine, theirs" {
		t.Errorf("got %s", got)
	}
	if err := two.Remove(b.ID); err != nil {
		t.Fatal(err)
	}
	b.Note = "after all"
	if kept, err := one.Update(b); err != nil || kept.ID == b.ID {
		t.Errorf("an edit of what another deleted is kept: %+v, %v", kept, err)
	}
}

func TestTwoStoresAtOnce(t *testing.T) {
	dir := t.TempDir()
	first := sample()
	first.Created = first.Created.AddDate(-1, 0, 0) // so that it is the first of all
	if _, err := open(t, dir).Add(first); err != nil {
		t.Fatal(err)
	}
	var wg sync.WaitGroup
	for i := range 2 {
		wg.Go(func() {
			s := open(t, dir)
			for n := range 20 {
				b := all(t, s)[0]
				b.Note = fmt.Sprintf("edit %d of %d", n, i)
				if _, err := s.Update(b); err != nil {
					t.Error(err)
				}
				add(t, s, fmt.Sprintf("new %d of %d", n, i))
			}
		})
	}
	wg.Wait()
	list := all(t, open(t, dir))
	seen := map[string]bool{}
	for _, b := range list {
		seen[b.Note] = true
	}
	for i := range 2 {
		for n := range 20 {
			if note := fmt.Sprintf("new %d of %d", n, i); !seen[note] {
				t.Errorf("%s is lost", note)
			}
		}
	}
}

func TestDamageStaysInOneFile(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir)
	good, bad := add(t, s, "good"), add(t, s, "bad")
	path := filepath.Join(dir, bad.ID+suffix)
	damaged := []byte("---\nbroadsheet: 1\ntitle: \"open\n---\n> words\n")
	write(t, path, damaged)
	write(t, filepath.Join(dir, "zero.md"), nil)
	write(t, filepath.Join(dir, "readme.txt"), []byte("not ours"))
	if err := disktest.Pipe(filepath.Join(dir, "pipe.md")); err != nil {
		t.Skip(err)
	}
	s, problems, err := Open(dir)
	if err != nil || len(problems) != 3 {
		t.Fatalf("%v, %v", problems, err)
	}
	for _, p := range problems {
		if p.Reason == "" || filepath.Dir(p.File) != dir || p.File == path && p.Line == 0 {
			t.Errorf("%+v", p)
		}
	}
	list, _, _ := s.All()
	if len(list) != 1 || list[0].ID != good.ID {
		t.Errorf("%+v", list)
	}
	bad.Note = "edited"
	if _, err := s.Update(bad); err == nil {
		t.Error("a damaged file was rewritten")
	}
	if now, _ := os.ReadFile(path); string(now) != string(damaged) {
		t.Error("a damaged file was touched")
	}
}

func write(t *testing.T, path string, content []byte) {
	t.Helper()
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
}

func TestSyncCopiesAreBookmarks(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir)
	b := add(t, s, "mine")
	same, _ := os.ReadFile(filepath.Join(dir, b.ID+suffix))
	other := []byte(strings.Replace(string(same), "mine", "theirs", 1))
	write(t, filepath.Join(dir, b.ID+".sync-conflict-20251107-093000.md"), other)
	write(t, filepath.Join(dir, b.ID+" (copy).md"), same)
	list := all(t, s)
	if len(list) != 2 || list[0].ID == list[1].ID {
		t.Fatalf("%s", notes(list))
	}
	for _, c := range list {
		if c.ID == b.ID {
			continue
		}
		c.Note = "merged"
		if got, err := s.Update(c); err != nil || got.ID != c.ID {
			t.Errorf("%+v, %v", got, err)
		}
		if err := s.Remove(c.ID); err != nil {
			t.Error(err)
		}
		if got, err := s.Restore(c.ID); err != nil || got.ID != c.ID || got.Note != "merged" {
			t.Errorf("%+v, %v", got, err)
		}
	}
}

func TestOldTemporaryFilesAreSwept(t *testing.T) {
	dir := t.TempDir()
	old, fresh := filepath.Join(dir, tempMark+"1"), filepath.Join(dir, tempMark+"2")
	write(t, old, []byte("half"))
	write(t, fresh, []byte("half"))
	if err := os.Chtimes(old, time.Time{}, time.Now().Add(-2*tempAge)); err != nil {
		t.Fatal(err)
	}
	open(t, dir)
	if _, err := os.Stat(old); err == nil {
		t.Error("not swept")
	}
	if _, err := os.Stat(fresh); err != nil {
		t.Error("another's temporary file was swept")
	}
}

func TestTroubleSaysWhatWhereAndWhatToDo(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	write(t, file, nil)
	s := &Store{dir: filepath.Join(file, "bookmarks"), loaded: map[string]*record{}, files: map[string]string{}}
	if _, err := s.Add(sample()); err == nil || !strings.Contains(err.Error(), s.dir) {
		t.Errorf("a file where the folder should be: %v", err)
	}
	for _, c := range []struct {
		err  error
		want string
	}{
		{syscall.ENOSPC, "make room"},
		{&os.PathError{Op: "open", Path: "x", Err: syscall.EROFS}, "make the folder writable"},
		{&os.PathError{Op: "open", Path: "x", Err: syscall.EACCES}, "make the folder writable"},
	} {
		got := s.trouble("save the bookmark", c.err, "").Error()
		if !strings.Contains(got, c.want) || !strings.Contains(got, s.dir) || !strings.HasPrefix(got, "save the bookmark") {
			t.Error(got)
		}
	}
	if os.Getuid() == 0 {
		return // root may write anywhere
	}
	dir := t.TempDir()
	if err := os.Chmod(dir, 0o500); err != nil {
		t.Fatal(err)
	}
	if _, err := open(t, dir).Add(sample()); err == nil || !strings.Contains(err.Error(), "make the folder writable") {
		t.Error(err)
	}
}

// A limit on the size of files stands for a full disk: the write fails
// half-way, and nothing of it is left.
func TestFailedWriteLeavesNothing(t *testing.T) {
	if os.Getenv("BROADSHEET_TEST_DIR") != "" {
		t.Skip("in the child")
	}
	if !disktest.CanLimit {
		t.Skip("files grow without limit here")
	}
	dir := t.TempDir()
	out, err := child(t, dir, "limit").CombinedOutput()
	if err != nil || !strings.Contains(string(out), "failed: save the bookmark in "+dir) || !strings.Contains(string(out), "added 0\nfailed: save the bookmarks in "+dir) {
		t.Fatalf("%s, %v", out, err)
	}
	if left, _ := os.ReadDir(dir); len(left) != 1 || left[0].Name() != lockName {
		t.Errorf("left %v", left)
	}
}

// TestKilled kills one of two programs that add bookmarks at once, at a moment
// that is left to chance; all that they reported are there, and no file is
// damaged.
func TestKilled(t *testing.T) {
	dir := t.TempDir()
	if other := os.Getenv("BROADSHEET_KILLS_IN"); other != "" { // a folder of a file system that fills up
		dir = other
	}
	var reported []string
	var mu sync.Mutex
	hear := func(line string) { mu.Lock(); defer mu.Unlock(); reported = append(reported, line) }
	added := func() int { mu.Lock(); defer mu.Unlock(); return len(reported) }
	kills := killed(t, dir, "add", hear, func(more int) {
		for before := added(); added() < before+more; {
			runtime.Gosched()
		}
	})
	s, problems, err := Open(dir)
	if err != nil || len(problems) > 0 {
		t.Errorf("damaged: %v, %v", problems, err)
	}
	there := map[string]bool{}
	for _, b := range all(t, s) {
		there[b.ID] = true
		if b.Quote != sample().Quote || b.Note != sample().Note {
			t.Errorf("%s has other words", b.ID)
		}
	}
	refused := 0
	for _, id := range reported {
		if strings.HasPrefix(id, "failed: ") {
			refused++
		} else if len(id) == 10 && !there[id] {
			t.Errorf("%s was reported and is lost", id)
		}
	}
	t.Logf("%d kills; %d adds were reported, %d refused; %d are there", kills, len(reported)-refused, refused, len(there))
	if len(reported)-refused < 5 {
		t.Fatalf("only %d were added: %v", len(reported)-refused, reported[:min(len(reported), 5)])
	}
}

// unnamed is a new bookmark.
func unnamed() Bookmark {
	b := sample()
	b.ID = ""
	return b
}

// child is this test program running TestChild.
func child(t *testing.T, dir, what string) *exec.Cmd {
	cmd := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestChild$")
	cmd.Env = append(os.Environ(), "BROADSHEET_TEST_DIR="+dir, "BROADSHEET_TEST_DO="+what)
	return cmd
}

// TestChild is not a test but the program that the tests above start.
func TestChild(t *testing.T) {
	dir := os.Getenv("BROADSHEET_TEST_DIR")
	if dir == "" {
		t.Skip("runs only as a child")
	}
	s := open(t, dir)
	if os.Getenv("BROADSHEET_TEST_DO") == "limit" {
		if err := disktest.LimitFiles(100); err != nil {
			t.Fatal(err)
		}
		if _, err := s.Add(unnamed()); err != nil {
			fmt.Println("failed:", err)
		}
		if err := s.AddAll(t.Context(), []Bookmark{unnamed(), unnamed()}, func(n int) { fmt.Println("added", n) }); err != nil {
			fmt.Println("failed:", err)
		}
		return
	}
	if os.Getenv("BROADSHEET_TEST_DO") == "change" {
		changing(s)
		return
	}
	for {
		many := make([]Bookmark, 1+rand.IntN(9)) // one as the reader does, several as an import does
		for i := range many {
			many[i] = sample()
			many[i].ID = newID(time.Now())
		}
		said := 0
		added := func(n int) {
			for ; said < n; said++ {
				io.WriteString(os.Stdout, many[said].ID+"\n")
			}
		}
		var err error
		if len(many) > 1 {
			err = s.AddAll(t.Context(), many, added)
		} else if many[0], err = s.Add(unnamed()); err == nil {
			added(1)
		}
		if err != nil {
			fmt.Println("failed:", err)
			time.Sleep(time.Millisecond)
		}
	}
}

func TestIDs(t *testing.T) {
	early := time.Date(2025, 1, 1, 0, 0, 0, 0, time.UTC)
	if a, b := newID(early), newID(early.Add(time.Hour)); a[:5] >= b[:5] || !validID(a) {
		t.Errorf("%s, %s", a, b)
	}
	if !validID(newID(time.Time{})) || !validID(copyID("some name")) {
		t.Error("not valid")
	}
}

func BenchmarkAdd(b *testing.B) {
	s := open(b, b.TempDir())
	for b.Loop() {
		add(b, s, "note")
	}
}

func BenchmarkLoad(b *testing.B) {
	dir := b.TempDir()
	s := open(b, dir)
	for i := range 2000 {
		m := sample()
		m.Quote = middle
		m.Passage = middle + " " + closing
		name := fmt.Sprintf("%010d%s", i, suffix)
		m.ID = strings.TrimSuffix(name, suffix)
		if err := os.WriteFile(filepath.Join(dir, name), encode(m, nil), 0o600); err != nil {
			b.Fatal(err)
		}
	}
	b.Run("first", func(b *testing.B) {
		for b.Loop() {
			if n := len(all(b, open(b, dir))); n != 2000 {
				b.Fatal(n)
			}
		}
	})
	b.Run("again", func(b *testing.B) {
		all(b, s)
		for b.Loop() {
			all(b, s)
		}
	})
}

// What a store in the library's own folder holds is that library's, and where
// it can not be written another way out is named.
func TestAStoreInALibrary(t *testing.T) {
	dir := t.TempDir()
	s, _, err := OpenOf(dir, "here")
	if err != nil {
		t.Fatal(err)
	}
	b := sample()
	b.Library = "another machine"
	made, err := s.Add(b)
	if err != nil || made.Library != "here" || made.File != "" {
		t.Errorf("kept as of %q in %q, %v", made.Library, made.File, err)
	}
	made.File = "/home/desk/briefs/2025/talks.md"
	if made, err = s.Update(made); err != nil || made.File != "" {
		t.Errorf("in %q, %v", made.File, err)
	}
	if text, err := os.ReadFile(filepath.Join(dir, made.ID+suffix)); err != nil || strings.Contains(string(text), "/home/desk") {
		t.Errorf("the file, which travels, says where this machine has the brief: %s, %v", text, err)
	}
	if err := s.trouble("save the bookmark", fs.ErrPermission, ""); !strings.Contains(err.Error(), `nothing was changed; make the library's folder writable, or keep bookmarks in yours: bookmarks = "home"`) {
		t.Error(err)
	}
}

// Undoing an edit takes back what was written by hand since, too; it is not lost.
func TestUndoKeepsWhatItTakesBack(t *testing.T) {
	s := open(t, t.TempDir())
	b := add(t, s, "one")
	b.Note = "two"
	if _, err := s.Update(b); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(s.Dir(), b.ID+suffix)
	content, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	byHand := strings.Replace(string(content), "two", "three, by hand", 1)
	if err := os.WriteFile(file, []byte(byHand), 0o600); err != nil {
		t.Fatal(err)
	}
	if back, edited, err := s.Undo(); err != nil || !edited || back.Note != "one" {
		t.Fatalf("undone to %q, %v", back.Note, err)
	}
	if kept, err := os.ReadFile(filepath.Join(s.Dir(), trash, b.ID+earlier+"1"+undone)); err != nil || string(kept) != byHand {
		t.Errorf("kept %q, %v", kept, err)
	}
	if _, _, err := s.Undo(); err == nil || !strings.Contains(err.Error(), "nothing to undo") {
		t.Errorf("an undoing was undone: %v", err)
	}
	b = all(t, s)[0]
	b.Note = "four"
	if _, err := s.Update(b); err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(file); err != nil {
		t.Fatal(err)
	}
	if back, err := s.Restore(b.ID); err != nil || back.Note != "one" {
		t.Errorf("what was deleted by hand comes back as %q, %v", back.Note, err)
	}
}

// Changes are undone from the last one to the first, also where the clock was
// ahead when one was made.
func TestUndoHasAnOrder(t *testing.T) {
	s := open(t, t.TempDir())
	var list []Bookmark
	for _, note := range []string{"one", "two", "three"} {
		list = append(list, add(t, s, note))
	}
	if err := s.Remove(list[0].ID); err != nil {
		t.Fatal(err)
	}
	ahead := time.Now().Add(time.Hour)
	if err := os.Chtimes(filepath.Join(s.Dir(), trash, list[0].ID+suffix), ahead, ahead); err != nil {
		t.Fatal(err)
	}
	list[1].Note = "two, edited"
	if _, err := s.Update(list[1]); err != nil {
		t.Fatal(err)
	}
	if err := s.Remove(list[2].ID); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"three", "two", "one"} {
		if b, _, err := open(t, s.Dir()).Undo(); err != nil || b.Note != want {
			t.Errorf("undone to %q, %v; want %q", b.Note, err, want)
		}
	}
}

// What could not be read again is not kept, and says so.
func TestTooLargeToBeKept(t *testing.T) {
	s := open(t, t.TempDir())
	kept := add(t, s, "one")
	large := sample()
	large.Note = strings.Repeat("x", largest)
	_, added := s.Add(large)
	edited := kept
	edited.Note = large.Note
	_, updated := s.Update(edited)
	lot := s.AddAll(t.Context(), []Bookmark{sample(), large, sample()}, func(int) {})
	for _, err := range []error{added, updated, lot} {
		if err == nil || !strings.Contains(err.Error(), "more than 16 MB") {
			t.Error(err)
		}
	}
	if got := notes(all(t, s)); got != "one, "+sample().Note && got != sample().Note+", one" {
		t.Errorf("kept %q", got)
	}
	if left, err := os.ReadDir(filepath.Join(s.Dir(), trash)); err == nil && len(left) > 0 {
		t.Errorf("set aside %v", left)
	}
	if left, _ := filepath.Glob(filepath.Join(s.Dir(), tempMark+"*")); len(left) > 0 {
		t.Errorf("left behind %v", left)
	}
}

// A file that was edited is read again, also where it is as long as before; one
// that was far too large is looked at again when it is not.
func TestEditedFilesAreReadAgain(t *testing.T) {
	s := open(t, t.TempDir())
	b := add(t, s, "one")
	file := filepath.Join(s.Dir(), b.ID+suffix)
	content, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	write := func(content string, at time.Time) {
		t.Helper()
		if err := os.WriteFile(file, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.Chtimes(file, at, at); err != nil {
			t.Fatal(err)
		}
		if !s.stale() {
			t.Error("the edit is not seen")
		}
	}
	day := time.Date(2025, 11, 7, 9, 30, 0, 0, time.UTC)
	write(strings.Replace(string(content), "one", "two", 1), day)
	if got := all(t, s); notes(got) != "two" || s.stale() {
		t.Errorf("%s; stale %v", notes(got), s.stale())
	}
	if err := os.Truncate(file, largest+1); err != nil {
		t.Fatal(err)
	}
	if got, problems, err := s.All(); err != nil || len(got) != 0 || len(problems) != 1 || !strings.HasPrefix(problems[0].Reason, "larger than 16 MB") || s.stale() {
		t.Errorf("far too large: %v, %v, %v, stale %v", got, problems, err, s.stale())
	}
	write(string(content), day)
	if got := all(t, s); notes(got) != "one" {
		t.Errorf("no longer too large: %s", notes(got))
	}
}

// An edit of a bookmark whose file is a link is made where that leads to, and is
// undone there; the link stays.
func TestEditThroughALink(t *testing.T) {
	s := open(t, t.TempDir())
	b := add(t, s, "one")
	link, elsewhere := filepath.Join(s.Dir(), b.ID+suffix), filepath.Join(t.TempDir(), "elsewhere.md")
	if err := os.Rename(link, elsewhere); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(elsewhere, link); err != nil {
		t.Skip(err)
	}
	b = all(t, s)[0]
	reads := func(want string) {
		t.Helper()
		content, err := os.ReadFile(elsewhere)
		info, _ := os.Lstat(link)
		if err != nil || !strings.HasSuffix(string(content), "\n"+want+"\n") || info.Mode()&fs.ModeSymlink == 0 || notes(all(t, s)) != want {
			t.Errorf("want %q: %q, %v; %v", want, content, err, info.Mode())
		}
	}
	b.Note = "two"
	if _, err := s.Update(b); err != nil {
		t.Fatal(err)
	}
	reads("two")
	if _, edited, err := s.Undo(); err != nil || !edited {
		t.Fatal(err)
	}
	reads("one")
	if _, _, err := s.Undo(); err == nil {
		t.Error("undone twice")
	}
}

// A link is read as what it leads to; one that leads nowhere is said.
func TestLinks(t *testing.T) {
	s := open(t, t.TempDir())
	b := add(t, s, "one")
	elsewhere := filepath.Join(t.TempDir(), "elsewhere.md")
	if err := os.Rename(filepath.Join(s.Dir(), b.ID+suffix), elsewhere); err != nil {
		t.Fatal(err)
	}
	content, err := os.ReadFile(elsewhere)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(elsewhere, filepath.Join(s.Dir(), b.ID+suffix)); err != nil {
		t.Skip(err)
	}
	if got := all(t, s); len(got) != 1 || got[0].Note != "one" || s.stale() {
		t.Errorf("a link: %v; stale for ever: %v", got, s.stale())
	}
	if err := os.WriteFile(elsewhere, append(content, "more\n"...), 0o600); err != nil {
		t.Fatal(err)
	}
	if stale, got := s.stale(), all(t, s); !stale || len(got) != 1 || got[0].Note != "one\nmore" || s.stale() {
		t.Errorf("what a link leads to has changed: stale %v, %v, and then %v", stale, got, s.stale())
	}
	if err := os.Remove(elsewhere); err != nil {
		t.Fatal(err)
	}
	if !s.stale() {
		t.Error("that a link leads nowhere is not seen")
	}
	got, problems, err := s.All()
	if err != nil || len(got) != 0 || len(problems) != 1 || !strings.Contains(problems[0].Reason, "a link to a file that is not there") {
		t.Errorf("a link that leads nowhere: %v, %v, %v", got, problems, err)
	}
	if s.stale() {
		t.Error("a link that leads nowhere is stale for ever")
	}
	if err := os.WriteFile(elsewhere, content, 0o600); err != nil {
		t.Fatal(err)
	}
	if stale, got := s.stale(), all(t, s); !stale || len(got) != 1 {
		t.Errorf("a link that leads somewhere again: stale %v, %v", stale, got)
	}
}
