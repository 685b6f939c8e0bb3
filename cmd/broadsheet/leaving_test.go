//go:build unix

package main_test

import (
	"fmt"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"testing"
	"time"
)

// Whatever is on the screen, and in whatever way one leaves: the terminal is as
// it was, and the shell can be worked with.
func TestEveryWayToLeave(t *testing.T) {
	screens := []struct {
		name string
		open func(*user)
	}{
		{"library", func(*user) {}},
		{"search", func(u *user) { u.presses("/").types("durand").sees("/ durand") }},
		{"two panes", func(u *user) {
			u.presses("Enter").sees("%").presses("|").sees("Beside it").presses("Enter").noLonger("Beside it")
		}},
		{"note", func(u *user) {
			u.presses("Enter").sees("%").presses("m").sees("Bookmark this passage").types("half a no")
		}},
	}
	ways := []struct {
		name  string
		leave func(*user)
	}{
		{"ctrl-c", func(u *user) { u.presses("C-c") }},
		{"SIGTERM", func(u *user) { u.signals(syscall.SIGTERM) }},
		{"SIGHUP", func(u *user) { u.signals(syscall.SIGHUP) }},
		{"SIGINT", func(u *user) { u.signals(syscall.SIGINT) }},
		{"SIGQUIT", func(u *user) { u.signals(syscall.SIGQUIT) }},
	}
	for i, s := range screens {
		for j, w := range ways {
			if i > 0 && j > 1 && (i+j)%3 > 0 { // every screen and every way, not every pair
				continue
			}
			t.Run(s.name+", "+w.name, func(t *testing.T) {
				t.Parallel()
				u := newUser(t)
				u.starts(100, 30).sees("13 briefs")
				s.open(u)
				w.leave(u)
				u.matches(`^left with \d+$`).terminalIsAsItWas()
			})
		}
	}
}

// A program that could not even start has touched nothing either.
func TestLeavingBeforeTheStart(t *testing.T) {
	u := newUser(t)
	u.starts(80, 24, "/no/such/folder").sees("/no/such/folder", "check the spelling").leaves(2)
}

// kill -9 cannot be answered, but the terminal is as it was. What was kept is
// there at the next start, and no lock is left.
func TestKilled(t *testing.T) {
	u := newUser(t)
	dir := write(t, map[string]string{"a.md": "# Alpha\n\n" + paragraphs(120)})
	u.starts(80, 24, dir).sees("1 brief").presses("Enter").sees("Paragraph 0 says")
	u.presses("m").types("kept").presses("Enter").sees("Bookmark kept.")
	u.signals(syscall.SIGKILL)
	waitFor(t, "the terminal", func() bool { return u.emulator().disturbed() == "" && u.emulator().line() == u.emulator().settings })
	u.until("the shell", func(screen string) bool { // its line may have come before
		return strings.HasPrefix(screen, beforeIt)
	}).closes()

	u.starts(80, 24, dir).sees("1 brief").presses("'").sees("kept").presses("Escape").sees("1 brief")
	u.presses("/").types("paragraph").sees("/ paragraph", "1 brief").presses("C-c").leaves(0)
}

// A terminal whose window is closed takes the program with it, and how far one
// had read is kept. Under nohup no signal tells of it.
func TestTheTerminalVanishes(t *testing.T) {
	for name, arrange := range map[string]func(){
		"with a signal": func() { signal.Notify(make(chan os.Signal, 1), syscall.SIGHUP) }, // what is started does not ignore it then
		"in silence":    func() { signal.Ignore(syscall.SIGHUP) },
	} {
		t.Run(name, func(t *testing.T) {
			before := signal.Ignored(syscall.SIGHUP)
			arrange()
			defer func() {
				if signal.Reset(syscall.SIGHUP); before {
					signal.Ignore(syscall.SIGHUP)
				}
			}()
			u := newUser(t)
			dir := write(t, map[string]string{"a.md": "# Alpha\n\n" + paragraphs(120)})
			u.starts(80, 24, dir).sees("1 brief").presses("Enter", "Space", "Space", "Space").sees("Paragraph 30 says")
			pid, err := u.pid()
			if err != nil {
				t.Fatal(err)
			}
			e := u.emulator()
			_ = e.tty.Close()
			waitFor(t, "the end of the program", func() bool { return ended(pid) })
			u.closes()

			u.starts(80, 24, dir).sees("◐ Alpha").presses("Enter").sees("Where you left it")
		})
	}
}

// waitFor waits for what no screen shows.
func waitFor(t *testing.T, what string, ok func() bool) {
	t.Helper()
	for late := time.Now().Add(patience); !ok(); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(late) {
			t.Fatalf("waited in vain for %s", what)
		}
	}
}

// ended tells that a process runs no more, be it that nobody has asked for its
// end yet.
func ended(pid int) bool {
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return true
	}
	_, state, _ := strings.Cut(string(stat), ") ")
	return strings.HasPrefix(state, "Z") || strings.HasPrefix(state, "X")
}
