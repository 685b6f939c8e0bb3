package disk

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
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
