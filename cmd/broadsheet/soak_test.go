//go:build unix

package main_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"broadsheet/internal/tui/keymap"
)

// Random keys, mouse, pastes and sizes at the program itself: it is still there
// at the end, has written nothing but what it draws, and leaves the terminal as
// it was. SOAK is how many things are done, SOAK_SEED which.
func TestSoak(t *testing.T) {
	n, seed := 300, uint64(1)
	if s, err := strconv.Atoi(os.Getenv("SOAK")); err == nil {
		n = s
	}
	if s, err := strconv.ParseUint(os.Getenv("SOAK_SEED"), 10, 64); err == nil {
		seed = s
	}
	t.Logf("SOAK=%d SOAK_SEED=%d", n, seed)
	r := rand.New(rand.NewPCG(seed, 2))
	t.Chdir(t.TempDir()) // an export goes where one is
	u := newUser(t)
	u.more = []string{"EDITOR=true", "VISUAL=true", "BROWSER=true"}
	u.starts(80, 24).sees("13 briefs")
	t.Cleanup(func() { // before the home is gone
		if log, err := os.ReadFile(filepath.Join(u.home, "state", "broadsheet", "broadsheet.log")); err == nil && t.Failed() {
			t.Logf("the log ends with:\n%s", log[max(0, len(log)-8000):])
		}
	})
	var keys []string
	for _, b := range keymap.Default() {
		for _, k := range b.Keys {
			for _, k := range strings.Fields(k) {
				if k = tmuxName(k); k != "q" && k != "C-c" && k != "C-z" {
					keys = append(keys, k)
				}
			}
		}
	}
	for range n {
		switch d := r.IntN(100); {
		case d < 4:
			u.resizes(1+r.IntN(220), 1+r.IntN(70))
		case d < 8:
			u.pastes([]string{"cease-fire", "two\nlines", "日本語", "\"open", strings.Repeat("long ", 100)}[r.IntN(5)])
		case d < 12:
			u.types(fmt.Sprintf("\x1b[<%d;%d;%dM", []int{0, 32, 64, 65}[r.IntN(4)], 1+r.IntN(80), 1+r.IntN(24)))
		default:
			u.presses(keys[r.IntN(len(keys))])
		}
	}
	u.resizes(100, 30)
	if pid, err := u.pid(); err != nil || ended(pid) {
		t.Fatalf("the program has ended (%v); the screen is:\n%s\nafter %s", err, u.screen(), strings.Join(u.hands, " "))
	}
	u.presses("C-c").leaves(0)
	e := u.emulator()
	e.look()
	defer e.mu.Unlock()
	if e.bells > 0 || len(e.unknown) > 0 {
		t.Errorf("%d bells, and sequences that no terminal need know: %q", e.bells, e.unknown)
	}
}

// tmuxName is the name that a user's presses have for a key of Bubble Tea's.
func tmuxName(key string) string {
	for old, name := range map[string]string{"ctrl+": "C-", "alt+": "M-"} {
		if l, ok := strings.CutPrefix(key, old); ok {
			return name + l
		}
	}
	if name, ok := map[string]string{
		"enter": "Enter", "esc": "Escape", "tab": "Tab", "shift+tab": "BTab", "space": "Space", "backspace": "BSpace", "delete": "DC",
		"up": "Up", "down": "Down", "left": "Left", "right": "Right", "home": "Home", "end": "End", "pgup": "PgUp", "pgdown": "PgDn", "f1": "F1",
	}[key]; ok {
		return name
	}
	return key
}
