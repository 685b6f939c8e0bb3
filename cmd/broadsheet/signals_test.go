//go:build unix

package main_test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// The exit codes that a shell gives for a job that was stopped.
const (
	stoppedByKey = 128 + int(syscall.SIGSTOP)
)

// ctrl-z and the signals that stop a program leave the terminal to the shell;
// fg brings the reader back as it was, at the size that the terminal has then.
func TestStoppingAndComingBack(t *testing.T) {
	for _, r := range []struct {
		name string
		stop func(*user)
	}{
		{"ctrl-z", func(u *user) { u.presses("C-z") }},
		{"SIGTSTP", func(u *user) { u.signals(syscall.SIGTSTP) }},
	} {
		t.Run(r.name, func(t *testing.T) {
			t.Parallel()
			u := newUser(t)
			u.starts(80, 24).sees("13 briefs")
			stopped := fmt.Sprintf("left with %d", stoppedByKey)
			r.stop(u)
			u.sees(stopped).terminalIsAsItWas()
			u.resizes(100, 30).presses("Enter")
			u.sees("13 briefs", "q quit").noLonger(stopped)
			u.presses("/").types("durand").sees("/ durand", "The Durand Line")
			r.stop(u) // while one types
			u.until("the shell to say so again", func(screen string) bool { return strings.Count(screen, stopped) == 2 })
			u.presses("Enter")
			u.sees("/ durand", "The Durand Line").presses("C-c").sees("left with 0").terminalIsAsItWas()
		})
	}
}

// SIGSTOP cannot be answered; the reader takes the terminal anew when it goes
// on.
func TestStoppedWithoutBeingAsked(t *testing.T) {
	u := newUser(t)
	u.starts(80, 24).sees("13 briefs")
	u.signals(syscall.SIGSTOP).sees(fmt.Sprint(stoppedByKey))
	u.term.send("\n") // the terminal is as the reader had it: Enter is none
	u.sees("13 briefs", "q quit").noLonger(fmt.Sprint(stoppedByKey))
	u.presses("q").sees("left with 0").terminalIsAsItWas()
}

// Where there is no shell to come back from, ctrl-z says so and goes on.
func TestCtrlZWithoutAShell(t *testing.T) {
	u := newTmuxUser(t)
	u.term = u.make()
	u.term.start(80, 24, fmt.Sprintf("exec env -i %s TERM=$TERM %s", quoteAll(u.env()), quoteAll([]string{binary})))
	u.sees("13 briefs").presses("C-z").sees("no shell to come back from", "13 briefs")
	u.presses("?").sees("Keys: Library")
}

// However the program fails, the terminal is as it was before; the message
// names the log, and the log tells where it was.
func TestPanicsLeaveTheTerminalAsItWas(t *testing.T) {
	crash := filepath.Join(t.TempDir(), "crash")
	if out, err := exec.Command("go", "build", "-o", crash, "./testdata/crash").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	for _, r := range []struct {
		name string
		env  []string
		do   func(*user)
	}{
		{"in Update", []string{"CRASH_AT=VISUAL"}, func(u *user) { u.presses("e") }},
		{"in a command", []string{"CRASH_AT=SSH_CONNECTION"}, func(u *user) { u.presses("l").sees("find").presses("y") }},
	} {
		t.Run(r.name, func(t *testing.T) {
			t.Parallel()
			u := newUser(t)
			u.more, u.program = r.env, crash
			u.starts(90, 24, write(t, map[string]string{"a.md": "# Alpha\n\nThe ferry left.\n"})).sees("1 brief")
			r.do(u)
			u.sees("broadsheet: a fault of the program: provoked", "broadsheet.log", "left with 2").terminalIsAsItWas()
			log, err := os.ReadFile(filepath.Join(u.home, "state", "broadsheet", "broadsheet.log"))
			if err != nil || !strings.Contains(string(log), "crash/main.go") {
				t.Errorf("the log does not tell where: %v\n%s", err, log)
			}
		})
	}
}

// What panics in a goroutine of a library cannot be caught, and takes the
// program with it. The terminal is as it was all the same, and one line says
// why and where the log is, which tells where it was.
func TestAPanicOutOfReach(t *testing.T) {
	crash := filepath.Join(t.TempDir(), "crash")
	if out, err := exec.Command("go", "build", "-o", crash, "./testdata/crash").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	u := newUser(t)
	u.more, u.program = []string{"CRASH_AT=SSH_CONNECTION", "CRASH_IN=goroutine"}, crash
	u.starts(90, 24, write(t, map[string]string{"a.md": "# Alpha\n\nThe ferry left.\n"})).sees("1 brief")
	u.presses("l").sees("find").presses("y")
	u.sees("broadsheet: a fault of the program: provoked; what led to it is in the log", "broadsheet.log").leaves(2)
	if strings.Contains(u.screen(), "goroutine") {
		t.Errorf("the stack is on the screen:\n%s", u.screen())
	}
	log, err := os.ReadFile(filepath.Join(u.home, "state", "broadsheet", "broadsheet.log"))
	if err != nil || !strings.Contains(string(log), "panic: provoked") || !strings.Contains(string(log), "crash/main.go") {
		t.Errorf("the log does not tell where: %v\n%s", err, log)
	}
}
