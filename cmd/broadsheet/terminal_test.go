//go:build unix

package main_test

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	uv "github.com/charmbracelet/ultraviolet"
)

// patience is how long a condition may take to come true: far more than any
// machine needs, so that a slow one fails no test.
const patience = 30 * time.Second

// shellTitle is the title of the terminal's window before the program starts,
// and beforeIt is what stands on the screen.
const (
	shellTitle = "a shell"
	beforeIt   = "$ broadsheet"
)

// binary is the program under test, built once.
var binary string

func TestMain(m *testing.M) {
	dir, err := os.MkdirTemp("", "broadsheet-test")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	binary = filepath.Join(dir, "broadsheet")
	if out, err := exec.Command("go", "build", "-o", binary, ".").CombinedOutput(); err != nil {
		fmt.Fprintf(os.Stderr, "%v\n%s", err, out)
		os.Exit(1)
	}
	if err := os.Chmod(dir, 0o755); err != nil { // for the tests that run it as another user
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	code := m.Run()
	_ = os.RemoveAll(dir)
	os.Exit(code)
}

// A terminal is what a user sits at.
type terminal interface {
	// start runs a script of the shell in it.
	start(width, height int, script string)
	// key is what the keyboard sends for a key, by its name.
	key(name string) string
	send(keys string)
	resize(width, height int)
	// screen is what is on it now, a line a row.
	screen() string
	// changed has an entry when the screen may have changed.
	changed() <-chan struct{}
	// end takes it away, with the shell in it.
	end()
}

// A user sits at a terminal, in a home folder of their own. What the user does
// reads as a sentence: u.presses("/").types("ferry").sees("2 briefs").
type user struct {
	t     testing.TB
	home  string
	more  []string // of the environment
	env   func() []string
	as    []string // a command that runs the program with other rights; nil for none
	limit string   // a line of the shell that limits the program; "" for none
	make  func() terminal
	term  terminal // nil before the first start
	hands []string // the last things done, for a failure

	program string // what is run; "" is broadsheet

	narrowest int // columns that the terminal has had since the start
}

// runs is the program that the user runs.
func (u *user) runs() string {
	if u.program != "" {
		return u.program
	}
	return binary
}

// newUser makes a user with an empty home folder, at an emulator.
func newUser(t testing.TB) *user {
	return at(t, func() terminal { return newEmulator(t) })
}

// newTmuxUser makes a user whose terminal is tmux.
func newTmuxUser(t *testing.T) *user {
	newTmux(t) // skips where there is none
	return at(t, func() terminal { return newTmux(t) })
}

func at(t testing.TB, make func() terminal) *user {
	t.Helper()
	home, err := os.MkdirTemp("", "broadsheet-home")
	if err != nil {
		t.Fatal(err)
	}
	u := &user{t: t, home: home, make: make}
	u.env = u.usual
	t.Cleanup(func() {
		u.gone()
		for deadline := time.Now().Add(patience); os.RemoveAll(home) != nil && time.Now().Before(deadline); {
			time.Sleep(10 * time.Millisecond) // the program may still be writing as it ends
		}
	})
	return u
}

// gone ends the terminal and the program in it.
func (u *user) gone() {
	if u.term == nil {
		return
	}
	u.term.end()
	u.term = nil
	if pid, err := u.pid(); err == nil {
		_ = syscall.Kill(pid, syscall.SIGKILL)
		_ = os.Remove(u.pidFile())
	}
}

// usual is the environment of the user's programs.
func (u *user) usual() []string {
	return append([]string{
		"HOME=" + u.home, "PATH=" + os.Getenv("PATH"), "LANG=C.UTF-8", "LC_ALL=C.UTF-8",
		"XDG_CACHE_HOME=" + filepath.Join(u.home, "cache"), "XDG_DATA_HOME=" + filepath.Join(u.home, "data"),
		"XDG_STATE_HOME=" + filepath.Join(u.home, "state"), "XDG_CONFIG_HOME=" + filepath.Join(u.home, "config"),
	}, u.more...)
}

// session is what the shell does: it starts the program as a job, says with
// what code it has ended or was stopped, and takes it to the front again at
// the press of Enter.
const session = `set -m
printf '\033]2;%s\007%s\n'
sh -c 'echo $$ >"$0"; %s; exec "$@"' %s env -i %s TERM=$TERM %s
code=$?; echo; echo "left with $code"
while read -r line; do
	fg >/dev/null 2>&1
	code=$?; echo; echo "left with $code"
done
exec sleep 1000`

// starts opens a terminal of the size with the program in it. When the program
// has ended, the terminal shows its exit code and stays.
func (u *user) starts(width, height int, args ...string) *user {
	u.t.Helper()
	if _, modern := u.make().(*emulator); modern {
		args = slices.Concat([]string{"COLORTERM=truecolor"}, u.as, []string{u.runs()}, args)
	} else {
		args = slices.Concat(u.as, []string{u.runs()}, args)
	}
	u.did(fmt.Sprintf("starts %dx%d %q", width, height, args))
	u.term, u.narrowest = u.make(), width
	script := fmt.Sprintf(session, shellTitle, beforeIt, u.limits(), quoteAll([]string{u.pidFile()}), quoteAll(u.env()), quoteAll(args))
	u.term.start(width, height, script)
	return u
}

// limits is a line of the shell that limits what is started after it.
func (u *user) limits() string {
	if u.limit == "" {
		return ":"
	}
	return u.limit
}

func quoteAll(words []string) string {
	quoted := make([]string, len(words))
	for i, w := range words {
		quoted[i] = "'" + strings.ReplaceAll(w, "'", `'\''`) + "'"
	}
	return strings.Join(quoted, " ")
}

func (u *user) pidFile() string {
	return filepath.Join(os.TempDir(), filepath.Base(u.home)+".pid")
}

// pid is the program's.
func (u *user) pid() (int, error) {
	b, err := os.ReadFile(u.pidFile())
	if err != nil {
		return 0, err
	}
	return strconv.Atoi(strings.TrimSpace(string(b)))
}

// signals sends the program a signal.
func (u *user) signals(s syscall.Signal) *user {
	u.t.Helper()
	u.did("signals " + s.String())
	pid, err := u.pid()
	if err == nil {
		err = syscall.Kill(pid, s)
	}
	if err != nil {
		u.t.Fatal(err)
	}
	return u
}

// did remembers what was done for a failure's message.
func (u *user) did(what string) {
	if u.hands = append(u.hands, what); len(u.hands) > 40 {
		u.hands = u.hands[1:]
	}
}

// presses sends keys by their names: Enter, Escape, C-w, M-s, or letters.
func (u *user) presses(keys ...string) *user {
	u.t.Helper()
	for _, k := range keys {
		u.did(k)
		u.term.send(u.term.key(k))
	}
	return u
}

// keyNames are the keys that old terminals send as sequences.
var keyNames = map[string]string{
	"Enter": "\r", "Escape": "\x1b", "Tab": "\t", "BTab": "\x1b[Z", "Space": " ", "BSpace": "\x7f", "DC": "\x1b[3~",
	"Up": "\x1b[A", "Down": "\x1b[B", "Right": "\x1b[C", "Left": "\x1b[D", "Home": "\x1b[H", "End": "\x1b[F",
	"F1": "\x1bOP", "PgUp": "\x1b[5~", "PageUp": "\x1b[5~", "PPage": "\x1b[5~", "PgDn": "\x1b[6~", "PageDown": "\x1b[6~", "NPage": "\x1b[6~",
}

// legacyKey is what a keyboard has always sent for a key.
func legacyKey(name string) string {
	if s, ok := keyNames[name]; ok {
		return s
	}
	if l, ok := strings.CutPrefix(name, "C-"); ok && len(l) == 1 {
		return string(rune(l[0] & 0x1f))
	}
	if l, ok := strings.CutPrefix(name, "M-"); ok {
		return "\x1b" + l
	}
	return name
}

// types sends text as it is.
func (u *user) types(text string) *user {
	u.t.Helper()
	u.did(fmt.Sprintf("%q", text))
	u.term.send(text)
	return u
}

// pastes sends text as terminals do what is pasted.
func (u *user) pastes(text string) *user {
	u.t.Helper()
	return u.types("\x1b[200~" + text + "\x1b[201~")
}

// clicks does what a mouse does at a cell, counted from 1.
func (u *user) clicks(column, row int) *user {
	u.t.Helper()
	return u.types(fmt.Sprintf("\x1b[<0;%d;%dM\x1b[<0;%d;%dm", column, row, column, row))
}

func (u *user) resizes(width, height int) *user {
	u.t.Helper()
	u.did(fmt.Sprintf("resizes %dx%d", width, height))
	u.narrowest = min(u.narrowest, width)
	u.term.resize(width, height)
	return u
}

// screen is what is on the terminal now.
func (u *user) screen() string {
	u.t.Helper()
	return u.term.screen()
}

// sees waits until the screen holds every one of the texts.
func (u *user) sees(texts ...string) *user {
	u.t.Helper()
	return u.until(fmt.Sprintf("%q on the screen", texts), func(screen string) bool {
		for _, text := range texts {
			if !strings.Contains(screen, text) {
				return false
			}
		}
		return true
	})
}

// noLonger waits until the text is gone from the screen.
func (u *user) noLonger(text string) *user {
	u.t.Helper()
	return u.until(fmt.Sprintf("%q gone", text), func(screen string) bool { return !strings.Contains(screen, text) })
}

// matches waits until a line of the screen matches the expression.
func (u *user) matches(expression string) *user {
	u.t.Helper()
	re := regexp.MustCompile("(?m)" + expression)
	return u.until("a match of "+expression, re.MatchString)
}

func (u *user) until(what string, ok func(screen string) bool) *user {
	u.t.Helper()
	late := time.After(patience)
	for {
		screen := u.screen()
		if ok(screen) {
			return u
		}
		select {
		case <-u.term.changed():
		case <-late:
			u.t.Fatalf("waited in vain for %s\nafter %s\nthe screen is:\n%s", what, strings.Join(u.hands, " "), screen)
		}
	}
}

// emulator is the user's terminal, which has cells to look at.
func (u *user) emulator() *emulator {
	u.t.Helper()
	e, ok := u.term.(*emulator)
	if !ok {
		u.t.Fatal("this terminal does not tell")
	}
	return e
}

// style waits until a text is on the screen and gives the style of its first
// letter.
func (u *user) style(text string) uv.Style {
	u.t.Helper()
	u.sees(text)
	s, _ := u.emulator().styleOf(text)
	return s
}

// leaves waits until the program has ended with the code, and checks that the
// terminal is as it was.
func (u *user) leaves(code int) *user {
	u.t.Helper()
	u.sees(fmt.Sprintf("left with %d\n", code))
	return u.terminalIsAsItWas()
}

// terminalIsAsItWas checks what the program may have changed of the terminal.
func (u *user) terminalIsAsItWas() *user {
	u.t.Helper()
	e := u.emulator()
	if what := e.disturbed(); what != "" {
		u.t.Errorf("the terminal is not as it was: %s\nafter %s", what, strings.Join(u.hands, " "))
	}
	if got := e.line(); got != e.settings {
		u.t.Errorf("the line's settings are %+v, were %+v", got, e.settings)
	}
	if screen := u.screen(); !strings.HasPrefix(screen, strings.TrimRight(beforeIt[:min(len(beforeIt), u.narrowest)], " ")) {
		u.t.Errorf("what stood on the screen before is not there:\n%s", screen)
	}
	if s := u.style("left with"); s != (uv.Style{}) {
		u.t.Errorf("what is written now has the style %+v", s)
	}
	return u
}

// closes ends the terminal, whatever runs in it.
func (u *user) closes() *user {
	u.t.Helper()
	u.gone()
	return u
}

// calls runs a command of the program without a terminal.
func (u *user) calls(args ...string) (stdout, stderr string, code int) {
	u.t.Helper()
	c := exec.Command("/bin/sh", slices.Concat([]string{"-c", u.limits() + "; exec \"$@\"", "sh"}, u.as, []string{u.runs()}, args)...)
	c.Env = u.env()
	var out, errs bytes.Buffer
	c.Stdout, c.Stderr = &out, &errs
	err := c.Run()
	if _, exited := err.(*exec.ExitError); err != nil && !exited {
		u.t.Fatal(err)
	}
	return out.String(), errs.String(), c.ProcessState.ExitCode()
}
