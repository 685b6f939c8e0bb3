package bookmark

import (
	"context"
	"path/filepath"
	"testing"
	"time"
)

// Another program's bookmark, edit and deletion are heard of, in a folder that
// is made while it is watched; one's own are not.
func TestWatch(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	dir := filepath.Join(t.TempDir(), "not", "there", "yet")
	one, _, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	heard := one.Watch(ctx)
	hears := func(what string) {
		t.Helper()
		select {
		case <-heard:
		case <-time.After(30 * time.Second):
			t.Fatal("not heard of: " + what)
		}
		if _, _, err := one.All(); err != nil || one.stale() {
			t.Fatalf("after %s: %v, stale %v", what, err, one.stale())
		}
	}
	two, _, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	made, err := two.Add(sample())
	if err != nil {
		t.Fatal(err)
	}
	hears("a new one")
	if _, err := one.Add(sample()); err != nil || one.stale() {
		t.Fatalf("its own: %v, stale %v", err, one.stale())
	}
	made.Note = "another note, of another length"
	if made, err = two.Update(made); err != nil {
		t.Fatal(err)
	}
	hears("an edit")
	if err := two.Remove(made.ID); err != nil {
		t.Fatal(err)
	}
	hears("a deletion")
	cancel()
	for range heard { // it is closed
	}
}
