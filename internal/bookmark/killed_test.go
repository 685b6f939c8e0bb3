package bookmark

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"maps"
	"math/rand"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
)

// gone is what a deleted bookmark says.
const gone = "gone"

// changing adds a bookmark and edits, undoes, deletes and restores it until it
// is killed. Before each change it says what the bookmark's note will be, after
// it that it is.
func changing(s *Store) {
	say := func(what, id, note string) { io.WriteString(os.Stdout, what+" "+id+" "+note+"\n") }
	b := sample() // as from an export, which has an ID
	if rand.Intn(2) == 0 {
		b = unnamed()
	}
	b.Note = "new"
	b, err := s.Add(b)
	id, note := b.ID, "new"
	say("is", id, note)
	do := func(now string, change func() error) {
		if err != nil {
			return
		}
		say("will", id, now)
		if err = change(); err == nil {
			note = now
			say("is", id, now)
		}
	}
	edit := func(now string) func() error {
		return func() (err error) {
			b.Note = now
			b, err = s.Update(b)
			return err
		}
	}
	restore := func() (err error) {
		b, err = s.Restore(id)
		return err
	}
	for n := 0; err == nil; n++ {
		was := note
		do(fmt.Sprint("mistaken", n), edit(fmt.Sprint("mistaken", n)))
		do(was, restore)
		do(fmt.Sprint("edited", n), edit(fmt.Sprint("edited", n)))
		do(gone, func() error { return s.Remove(id) })
		do(fmt.Sprint("edited", n), restore)
	}
	say("failed:", id, err.Error())
}

// A history is what the programs that were killed had said of their bookmarks.
type history struct {
	mu     sync.Mutex
	is     map[string]string // the note that each bookmark was said to have
	will   map[string]string // and the one it was about to get; "" for none
	count  int
	failed []string
}

func (h *history) hear(line string) {
	what, rest, _ := strings.Cut(line, " ")
	id, note, _ := strings.Cut(rest, " ")
	h.mu.Lock()
	defer h.mu.Unlock()
	switch what {
	case "is":
		h.is[id], h.will[id] = note, ""
		h.count++
	case "will":
		h.will[id] = note
	case "failed:":
		h.failed = append(h.failed, rest)
	}
}

// heard is the number of changes; ok is false once one was refused.
func (h *history) heard() (n int, ok bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.count, len(h.failed) == 0
}

// wait waits for some more changes.
func (h *history) wait(more int) {
	for before, _ := h.heard(); ; runtime.Gosched() {
		if n, ok := h.heard(); n >= before+more || !ok {
			return
		}
	}
}

// killed runs two programs that do something with the bookmarks of a folder, and
// kills one after the other at moments that are left to chance: when wait has
// seen some more of what they say, and a little later. It ends when hear has been
// told all of that. BROADSHEET_KILLS is the number of kills, else 10.
func killed(t *testing.T, dir, what string, hear func(line string), wait func(more int)) (kills int) {
	kills = 10
	if n, err := strconv.Atoi(os.Getenv("BROADSHEET_KILLS")); err == nil {
		kills = n
	}
	start := func() (kill func()) {
		cmd := child(t, dir, what)
		pipe, err := cmd.StdoutPipe()
		if err = errors.Join(err, cmd.Start()); err != nil {
			t.Fatal(err)
		}
		heard := make(chan struct{})
		go func() {
			defer close(heard)
			for lines := bufio.NewScanner(pipe); lines.Scan(); {
				hear(lines.Text())
			}
		}()
		return func() {
			cmd.Process.Kill()
			<-heard // Wait closes the pipe, whatever is in it
			cmd.Wait()
		}
	}
	running := []func(){start(), start()}
	for k := range kills {
		wait(1 + rand.Intn(12))
		time.Sleep(time.Duration(rand.Intn(3000)) * time.Microsecond)
		running[k%2]()
		running[k%2] = start()
	}
	for _, kill := range running {
		kill()
	}
	return kills
}

// TestKilledWhileChanging kills one of two programs that edit, undo, delete and
// restore bookmarks, at moments that are left to chance. Each bookmark is then
// what it was said to be, or what was being made of it; a deleted one comes
// back; no file is damaged.
func TestKilledWhileChanging(t *testing.T) {
	dir, h := t.TempDir(), &history{is: map[string]string{}, will: map[string]string{}}
	kills := killed(t, dir, "change", h.hear, h.wait)
	if len(h.failed) > 0 {
		t.Fatalf("refused: %v", h.failed)
	}
	t.Logf("%d kills, %d changes of %d bookmarks", kills, h.count, len(h.is))
	h.check(t, dir)
}

// check compares what the programs said with what there is.
func (h *history) check(t *testing.T, dir string) {
	s, problems, err := Open(dir)
	if err != nil || len(problems) > 0 {
		t.Fatalf("damaged: %v, %v", problems, err)
	}
	there := map[string]string{}
	for _, b := range all(t, s) {
		there[b.ID] = b.Note
		if b.Quote != sample().Quote {
			t.Errorf("%s has other words", b.ID)
		}
		if _, said := h.is[b.ID]; !said && b.Note != "new" {
			t.Errorf("%s is there with the note %q, and nobody made it", b.ID, b.Note)
		}
	}
	for _, id := range slices.Sorted(maps.Keys(h.is)) {
		note, ok := there[id]
		if !ok {
			note = gone
		}
		if note != h.is[id] && (h.will[id] == "" || note != h.will[id]) {
			t.Errorf("%s is %q; it was said to be %q, to be %q next", id, note, h.is[id], h.will[id])
		}
		if note == gone {
			if b, err := s.Restore(id); err != nil || !strings.HasPrefix(b.Note, "edited") {
				t.Errorf("%s does not come back: %q, %v", id, b.Note, err)
			}
		}
	}
	for n := 0; ; n++ { // all that is in the trash can be taken back, one after the other
		left, _ := filepath.Glob(filepath.Join(dir, trash, "*"+suffix))
		if len(left) == 0 {
			break
		}
		if _, _, err := s.Undo(); err != nil {
			t.Fatalf("undo %d, with %d in the trash: %v", n, len(left), err)
		}
	}
}

// A restoring that was killed between its two steps leaves the file in the
// folder and in the trash; it is there, and no later undo stumbles over it.
func TestRestoringCutShort(t *testing.T) {
	s := open(t, t.TempDir())
	first, second := add(t, s, "first"), add(t, s, "second")
	for _, b := range []Bookmark{first, second} {
		if err := s.Remove(b.ID); err != nil {
			t.Fatal(err)
		}
	}
	name := second.ID + suffix
	if err := os.Link(filepath.Join(s.Dir(), trash, name), filepath.Join(s.Dir(), name)); err != nil {
		t.Skip(err) // a file system without them
	}
	for _, want := range []string{second.ID, first.ID} {
		if b, _, err := s.Undo(); err != nil || b.ID != want {
			t.Fatalf("undo: %s, %v, want %s", b.ID, err, want)
		}
	}
	if n := len(all(t, s)); n != 2 {
		t.Errorf("%d are there", n)
	}
}
