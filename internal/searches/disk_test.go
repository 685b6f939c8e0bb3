package searches

import (
	"bufio"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"

	"broadsheet/internal/disk"
	"broadsheet/internal/disk/disktest"
)

func TestManyGoroutines(t *testing.T) {
	s := fresh(t)
	var group sync.WaitGroup
	for i := range 4 {
		group.Go(func() {
			for n := range 8 {
				name := fmt.Sprintf("%d-%d", i, n)
				x, err := s.Save(Saved{Name: name, Query: "ferry", Library: here})
				if err == nil && n%2 == 1 {
					err = s.Remove(x.ID)
				}
				if err == nil {
					err = s.Remember(name)
				}
				if err != nil {
					t.Error(err)
				}
			}
		})
	}
	group.Wait()
	if list, made := all(t, s), recent(t, s, -1); len(list) != 16 || len(made) != 32 {
		t.Errorf("%d searches, %d in the history", len(list), len(made))
	}
}

// Two programs save, change and delete while a third one reads: nothing is
// lost, and none is seen to vanish.
func TestTwoPrograms(t *testing.T) {
	s := fresh(t)
	save(t, s, "before", "ferry")
	done := make(chan error, 2)
	for i := range cap(done) {
		cmd := child(t, s, fmt.Sprintf("write %d", i))
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		go func() { done <- cmd.Wait() }()
	}
	had := map[string]string{}
	for running := cap(done); running > 0; {
		select {
		case err := <-done:
			if running--; err != nil {
				t.Fatal(err)
			}
		default:
		}
		now := map[string]string{}
		for _, x := range all(t, s) {
			now[x.Name] = x.Query
		}
		for name, q := range had {
			if strings.HasPrefix(name, "stays") && now[name] < q {
				t.Fatalf("%s was %s and is %q", name, q, now[name])
			}
		}
		had = now
	}
	if got, want := told(all(t, s)), "before: ferry, stays 0: q99, stays 1: q99"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
	if bin, err := s.rows(removedName); err != nil || len(bin) != 2*childRounds {
		t.Errorf("%d were deleted, %v", len(bin), err)
	}
	if made := recent(t, s, -1); len(made) != 2*childRounds {
		t.Errorf("%d are in the history", len(made))
	}
}

// What a program reported as kept is there after it was killed, and the next
// one reads and writes on.
func TestKilled(t *testing.T) {
	s := fresh(t)
	reported := map[string]bool{}
	for round := range 5 {
		cmd := child(t, s, fmt.Sprintf("report %d", round))
		pipe, err := cmd.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		lines := bufio.NewScanner(pipe)
		note := func() {
			if name, whole := strings.CutSuffix(lines.Text(), "."); whole {
				reported[name] = true
			}
		}
		for n := 0; n < 3+7*round && lines.Scan(); n++ {
			note()
		}
		cmd.Process.Kill()
		for lines.Scan() {
			note()
		}
		cmd.Wait()
		names, made := map[string]bool{}, recent(t, s, -1)
		for _, x := range all(t, s) {
			names[x.Name] = true
		}
		for name := range reported {
			if !names[name] || !slices.Contains(made, name) {
				t.Fatalf("%s was kept and is not there", name)
			}
		}
	}
	if len(reported) < 5 {
		t.Fatalf("only %d were kept", len(reported))
	}
	for _, f := range []folder{s.data, s.state} { // what a kill may leave is gone with the next change
		if err := os.WriteFile(f.file(tempMark+"1"), []byte("half"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	save(t, s, "last", "ferry")
	remember(t, s, "last")
	for _, f := range []folder{s.data, s.state} {
		if left, _ := filepath.Glob(f.file(tempMark + "*")); len(left) > 0 {
			t.Errorf("left %v", left)
		}
	}
}

// A limit on the size of files stands for a full disk: the error says so, and
// what was kept before is there, as is what is kept when there is room again.
func TestFullDisk(t *testing.T) {
	if !disktest.CanLimit {
		t.Skip("files grow without limit here")
	}
	s := fresh(t)
	x := save(t, s, "before", "ferry")
	remember(t, s, "ferry")
	setSeen(t, s, x.ID, "a.md")
	out, err := child(t, s, "limit "+x.ID).CombinedOutput()
	for _, want := range []string{
		"save the search in " + s.File() + ": file too large; nothing was changed",
		"delete the search in " + s.File() + ": file too large; nothing was changed",
		"remember the search in " + s.state.file(historyName) + ": file too large; you can search on",
		"note what was seen of the search in " + s.state.file(x.ID+seenSuffix) + ": file too large; you can search on",
	} {
		if err != nil || !strings.Contains(string(out), want) {
			t.Errorf("%v; want %s\n%s", err, want, out)
		}
	}
	if told(all(t, s)) != "before: ferry" || recent(t, s, -1)[0] != "ferry" || seen(t, s, x.ID).New([]string{"a.md", "b.md"}) != 1 {
		t.Error("what was kept before has changed")
	}
	for _, f := range []folder{s.data, s.state} {
		if left, _ := filepath.Glob(f.file(tempMark + "*")); len(left) > 0 {
			t.Errorf("left %v", left)
		}
	}
	save(t, s, "after", "train")
	remember(t, s, "train")
	if told(all(t, s)) != "after: train, before: ferry" || len(recent(t, s, -1)) != 2 {
		t.Error("nothing can be kept any more")
	}
}

// deeds are all that a store does on disk, and their errors.
func deeds(s *Store) map[string]error {
	_, _, read := s.Saved(here)
	_, keep := s.Save(Saved{Name: "new", Query: "x"})
	_, back := s.Restore("aaaa")
	_, made := s.Recent(-1)
	_, known := s.Seen("aaaa")
	return map[string]error{
		"read the saved searches": read, "save the search": keep, "delete the search": s.Remove("aaaa"), "bring the search back": back,
		"read the last searches": made, "remember the search": s.Remember("x"),
		"read what was seen": known, "note what was seen": s.SetSeen("aaaa", nil),
	}
}

func TestTroubleSaysWhatWhereAndWhatToDo(t *testing.T) {
	dir := t.TempDir()
	plain := filepath.Join(dir, "plain")
	if err := os.WriteFile(plain, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	check := func(s *Store, want string, but ...string) {
		t.Helper()
		for doing, err := range deeds(s) {
			if slices.Contains(but, doing) {
				continue
			}
			if err == nil || !strings.HasPrefix(err.Error(), doing) || !strings.Contains(err.Error(), want) || !strings.HasSuffix(err.Error(), "; move it away") || strings.Contains(err.Error(), "\n") {
				t.Errorf("%s: %v; want %s", doing, err, want)
			}
		}
	}
	below := filepath.Join(plain, "x", "y")
	check(Open(plain, plain), plain+": not a directory") // a file where the folder should be
	check(Open(below, below), plain+": not a directory")
	s := fresh(t)
	for _, name := range []string{s.data.file(savedName), s.state.file(historyName), s.state.file("aaaa" + seenSuffix)} {
		if err := os.MkdirAll(filepath.Dir(name), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := disktest.Pipe(name); err != nil {
			t.Skip(err)
		}
	}
	// A pipe where the file should be is never waited for. (There is nothing to
	// bring back, and what was seen is written without a look at what is there.)
	check(s, ": not a regular file", "bring the search back", "note what was seen")
	for _, c := range []struct {
		err  error
		want string
	}{
		{syscall.ENOSPC, "save the search in " + s.File() + ": no space left on device; nothing was changed; make room on the disk"},
		{&os.PathError{Op: "write", Path: s.data.file(tempMark + "7"), Err: syscall.EDQUOT}, "save the search in " + s.File() + ": disk quota exceeded; nothing was changed; make room on the disk"},
		{&os.PathError{Op: "open", Path: s.data.file(lockName), Err: syscall.EROFS}, "save the search in " + s.File() + ": read-only file system; nothing was changed; make it and its folder readable and writable, or choose another folder with XDG_DATA_HOME"},
		{&os.PathError{Op: "mkdir", Path: "/home/data", Err: syscall.EACCES}, "save the search in /home/data: permission denied; nothing was changed; make it and"},
		{&os.PathError{Op: "read", Path: s.data.file(removedName), Err: disk.LargeError(largest)}, "save the search in " + s.data.file(removedName) + ": it has more than 16 MB; nothing was changed; move it away"},
		{&os.LinkError{Op: "rename", Old: "x", New: s.File(), Err: syscall.EISDIR}, "save the search in " + s.File() + ": is a directory; nothing was changed; move it away"},
	} {
		if got := s.data.trouble("save the search", savedName, c.err, unchanged).Error(); !strings.HasPrefix(got, c.want) {
			t.Errorf("%s; want %s", got, c.want)
		}
	}
	if got := s.state.trouble("x", historyName, syscall.EACCES, goesOn).Error(); !strings.HasSuffix(got, "; you can search on, but your last searches are not remembered; make it and its folder readable and writable, or choose another folder with XDG_STATE_HOME") {
		t.Error(got)
	}
}

func TestAFolderThatCannotBeWritten(t *testing.T) {
	if os.Getuid() == 0 {
		t.Skip("root may write anywhere")
	}
	s := fresh(t)
	save(t, s, "a", "ferry")
	if err := os.Chmod(s.data.dir, 0o500); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Save(Saved{Name: "b", Query: "train"}); err == nil || !strings.Contains(err.Error(), "readable and writable") {
		t.Error(err)
	}
	if told(all(t, s)) != "a: ferry" {
		t.Error("what can be read is not")
	}
	if err := os.Chmod(s.data.dir, 0o700); err != nil { // for its removal
		t.Fatal(err)
	}
}

// The file may be a link into a folder that is kept in git, and stays one.
func TestALinkStays(t *testing.T) {
	s, kept := fresh(t), filepath.Join(t.TempDir(), "mine.jsonl")
	write(t, s, "")
	if err := os.Rename(s.File(), kept); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(kept, s.File()); err != nil {
		t.Skip(err)
	}
	save(t, s, "a", "ferry")
	if info, err := os.Lstat(s.File()); err != nil || info.Mode().IsRegular() || !strings.Contains(file(t, kept), "ferry") {
		t.Errorf("%v, %v", info.Mode(), err)
	}
}

const childRounds = 25

// child is this test program running TestChild.
func child(t *testing.T, s *Store, what string) *exec.Cmd {
	cmd := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestChild$")
	cmd.Env = append(os.Environ(), "BROADSHEET_TEST_DATA="+s.data.dir, "BROADSHEET_TEST_STATE="+s.state.dir, "BROADSHEET_TEST_DO="+what)
	return cmd
}

// TestChild is not a test but the program that the tests above start.
func TestChild(t *testing.T) {
	if os.Getenv("BROADSHEET_TEST_DATA") == "" {
		t.Skip("runs only as a child")
	}
	s := Open(os.Getenv("BROADSHEET_TEST_DATA"), os.Getenv("BROADSHEET_TEST_STATE"))
	what, which, _ := strings.Cut(os.Getenv("BROADSHEET_TEST_DO"), " ")
	switch what {
	case "limit":
		if err := disktest.LimitFiles(15); err != nil {
			t.Fatal(err)
		}
		_, err := s.Save(Saved{Name: "too much", Query: "x"})
		fmt.Println(err)
		fmt.Println(s.Remove(which))
		fmt.Println(s.Remember("train"))
		fmt.Println(s.SetSeen(which, []string{"b.md"}))
	case "write":
		x := save(t, s, "stays "+which, "q00")
		for i := range childRounds {
			x.Query = fmt.Sprintf("q%02d", 100-childRounds+i)
			if _, err := s.Save(x); err != nil {
				t.Fatal(err)
			}
			goes := save(t, s, fmt.Sprintf("goes %s-%d", which, i), "train")
			if err := s.Remove(goes.ID); err != nil {
				t.Fatal(err)
			}
			remember(t, s, goes.Name)
		}
	case "report":
		for i := 0; ; i++ {
			name := fmt.Sprintf("%s-%d", which, i)
			save(t, s, name, "ferry")
			remember(t, s, name)
			os.Stdout.WriteString(name + ".\n")
		}
	}
}
