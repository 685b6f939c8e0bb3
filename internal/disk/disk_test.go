package disk

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"broadsheet/internal/disk/disktest"
)

func TestReplace(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "a")
	for _, content := range []string{"one", "", "three"} {
		if err := Replace(file, ".new-", []byte(content)); err != nil {
			t.Fatal(err)
		}
		if got, err := os.ReadFile(file); err != nil || string(got) != content {
			t.Errorf("%q, %v; want %q", got, err, content)
		}
	}
	if err := Replace(filepath.Join(dir, "none", "a"), ".new-", nil); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("a folder that is not there: %v", err)
	}
	if err := os.Mkdir(filepath.Join(dir, "full"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "full", "x"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := Replace(filepath.Join(dir, "full"), ".new-", []byte("x")); err == nil {
		t.Error("a folder was replaced")
	}
	left, err := os.ReadDir(dir)
	if err != nil || len(left) != 2 {
		t.Errorf("%d names are left, want 2: %v", len(left), err)
	}
}

// A link, such as into a folder of one's own that is kept in git, stays one.
func TestReplaceThroughALink(t *testing.T) {
	dir, other := t.TempDir(), t.TempDir()
	file, link := filepath.Join(other, "a"), filepath.Join(dir, "a")
	if err := os.WriteFile(file, []byte("one"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(file, link); err != nil {
		t.Skip(err)
	}
	if err := Replace(link, ".new-", []byte("two")); err != nil {
		t.Fatal(err)
	}
	if got, err := os.ReadFile(file); err != nil || string(got) != "two" {
		t.Errorf("what it leads to: %q, %v", got, err)
	}
	if info, err := os.Lstat(link); err != nil || info.Mode()&os.ModeSymlink == 0 {
		t.Errorf("the link: %v, %v", info, err)
	}
	if err := os.Remove(file); err != nil {
		t.Fatal(err)
	}
	if err := Replace(link, ".new-", []byte("three")); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("a link that leads nowhere: %v", err)
	}
	for _, d := range []string{dir, other} {
		if left, err := filepath.Glob(filepath.Join(d, ".new-*")); err != nil || len(left) > 0 {
			t.Errorf("left behind: %v, %v", left, err)
		}
	}
}

// Each folder above that is missing is made, too, for its owner alone.
func TestMakeFolder(t *testing.T) {
	top := t.TempDir()
	dir := filepath.Join(top, "a", "b", "c")
	for range 2 {
		if err := MakeFolder(dir); err != nil {
			t.Fatal(err)
		}
	}
	for d := dir; d != top; d = filepath.Dir(d) {
		if info, err := os.Stat(d); err != nil || info.Mode() != os.ModeDir|0o700 {
			t.Errorf("%s: %v, %v", d, info, err)
		}
	}
	file := filepath.Join(top, "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := MakeFolder(filepath.Join(file, "x", "y")); !Misplaced(err) {
		t.Errorf("below a file: %v", err)
	}
	if err := os.Symlink(filepath.Join(top, "gone"), filepath.Join(top, "link")); err != nil {
		t.Skip(err)
	}
	if err := MakeFolder(filepath.Join(top, "link")); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("a link that leads nowhere: %v", err)
	}
}

// What begins with the mark goes, whatever the folder is called.
func TestSweep(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "a [folder*")
	if err := MakeFolder(dir); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{".new-1", ".new-", "new-1", "kept"} {
		if err := os.WriteFile(filepath.Join(dir, name), nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	Sweep(dir, ".new-")
	left, err := os.ReadDir(dir)
	if err != nil || len(left) != 2 || left[0].Name() != "kept" || left[1].Name() != "new-1" {
		t.Errorf("left %v, %v", left, err)
	}
	Sweep(filepath.Join(dir, "none"), ".new-")
}

// What is no file of the size it may have is not read, and is not waited for.
func TestRead(t *testing.T) {
	dir := t.TempDir()
	file, pipe := filepath.Join(dir, "file"), filepath.Join(dir, "pipe")
	if err := os.WriteFile(file, []byte("eight by"), 0o600); err != nil {
		t.Fatal(err)
	}
	if text, err := Read(file, 8); err != nil || text != "eight by" {
		t.Errorf("%q, %v", text, err)
	}
	var large LargeError
	if _, err := Read(file, 7); !errors.As(err, &large) || !Misplaced(err) {
		t.Errorf("one byte too many: %v", err)
	}
	if _, err := Read(dir, 8); !errors.Is(err, ErrNoFile) || !Misplaced(err) {
		t.Errorf("a folder: %v", err)
	}
	if _, err := Read(filepath.Join(dir, "none"), 8); !errors.Is(err, os.ErrNotExist) || Misplaced(err) {
		t.Errorf("none: %v", err)
	}
	if err := disktest.Pipe(pipe); err != nil {
		t.Skip(err)
	}
	if _, err := Read(pipe, 8); !errors.Is(err, ErrNoFile) {
		t.Errorf("a pipe: %v", err)
	}
}

func TestLock(t *testing.T) {
	file := filepath.Join(t.TempDir(), "lock")
	first, err := TryLock(file)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := TryLock(file); !errors.Is(err, ErrTaken) {
		t.Fatalf("taken twice: %v", err)
	}
	got := make(chan *Lock)
	go func() {
		l, held, err := WaitLock(file)
		if err != nil || !held {
			t.Errorf("held %v, %v", held, err)
		}
		got <- l
	}()
	select {
	case <-got:
		t.Fatal("taken while another has it")
	default:
	}
	if err := first.Unlock(); err != nil {
		t.Fatal(err)
	}
	if err := (<-got).Unlock(); err != nil {
		t.Fatal(err)
	}
	if _, err := TryLock(filepath.Join(file, "x")); err == nil {
		t.Error("a lock below a file")
	}
}
