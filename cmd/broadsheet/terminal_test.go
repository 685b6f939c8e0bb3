package main_test

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

// patience is how long a condition may take to come true: far more than any
// machine needs, so that a slow one fails no test.
const patience = 30 * time.Second

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
	code := m.Run()
	_ = os.RemoveAll(dir)
	os.Exit(code)
}

// A user sits at a terminal of a fixed size, in a home folder of their own.
type user struct {
	t    *testing.T
	home string
	tmux string   // the socket of the terminal
	more []string // of the environment
}

var terminals atomic.Int64

// newUser makes a user with an empty home folder. Without tmux the test is
// skipped, but never in CI.
func newUser(t *testing.T) *user {
	t.Helper()
	if _, err := exec.LookPath("tmux"); err != nil {
		if os.Getenv("CI") != "" {
			t.Fatal("tmux is needed in CI")
		}
		t.Skip("tmux is not installed")
	}
	home, err := os.MkdirTemp("", "broadsheet-home")
	if err != nil {
		t.Fatal(err)
	}
	u := &user{t: t, home: home, tmux: fmt.Sprintf("broadsheet-%d-%d", os.Getpid(), terminals.Add(1))}
	t.Cleanup(func() {
		_ = exec.Command("tmux", "-L", u.tmux, "kill-server").Run()
		for deadline := time.Now().Add(patience); os.RemoveAll(home) != nil && time.Now().Before(deadline); {
			time.Sleep(10 * time.Millisecond) // the program may still be writing as it ends
		}
	})
	return u
}

// env is the environment of the user's programs.
func (u *user) env() []string {
	return append([]string{
		"HOME=" + u.home, "PATH=" + os.Getenv("PATH"), "LANG=C.UTF-8", "LC_ALL=C.UTF-8",
		"XDG_CACHE_HOME=" + filepath.Join(u.home, "cache"), "XDG_DATA_HOME=" + filepath.Join(u.home, "data"),
		"XDG_STATE_HOME=" + filepath.Join(u.home, "state"), "XDG_CONFIG_HOME=" + filepath.Join(u.home, "config"),
	}, u.more...)
}

// starts opens a terminal of the size with the program in it. When the program
// has ended, the terminal shows its exit code and stays.
func (u *user) starts(width, height int, args ...string) {
	u.t.Helper()
	script := fmt.Sprintf("env -i %s TERM=$TERM %s; echo; echo \"left with $?\"; exec sleep 1000", quoteAll(u.env()), quoteAll(append([]string{binary}, args...)))
	u.run("-f", "/dev/null", "new-session", "-d", "-x", fmt.Sprint(width), "-y", fmt.Sprint(height), script)
	u.run("set-option", "-g", "escape-time", "0")
}

func quoteAll(words []string) string {
	for i, w := range words {
		words[i] = "'" + strings.ReplaceAll(w, "'", `'\''`) + "'"
	}
	return strings.Join(words, " ")
}

func (u *user) run(args ...string) string {
	u.t.Helper()
	out, err := exec.Command("tmux", append([]string{"-L", u.tmux}, args...)...).CombinedOutput()
	if err != nil {
		u.t.Fatalf("tmux %s: %v\n%s", strings.Join(args, " "), err, out)
	}
	return string(out)
}

// presses sends keys by the names of tmux: Enter, Escape, C-w, or letters.
func (u *user) presses(keys ...string) {
	u.t.Helper()
	for _, k := range keys {
		u.run("send-keys", k)
	}
}

// types sends text as it is.
func (u *user) types(text string) {
	u.t.Helper()
	u.run("send-keys", "-l", text)
}

func (u *user) resizes(width, height int) {
	u.t.Helper()
	u.run("resize-window", "-x", fmt.Sprint(width), "-y", fmt.Sprint(height))
}

// screen is what is on the terminal now.
func (u *user) screen() string {
	u.t.Helper()
	return u.run("capture-pane", "-p")
}

// sees waits until the screen holds every one of the texts.
func (u *user) sees(texts ...string) {
	u.t.Helper()
	u.until(fmt.Sprintf("%q on the screen", texts), func(screen string) bool {
		for _, text := range texts {
			if !strings.Contains(screen, text) {
				return false
			}
		}
		return true
	})
}

// noLonger waits until the text is gone from the screen.
func (u *user) noLonger(text string) {
	u.t.Helper()
	u.until(fmt.Sprintf("%q gone", text), func(screen string) bool { return !strings.Contains(screen, text) })
}

// matches waits until a line of the screen matches the expression.
func (u *user) matches(expression string) {
	u.t.Helper()
	re := regexp.MustCompile("(?m)" + expression)
	u.until("a match of "+expression, re.MatchString)
}

func (u *user) until(what string, ok func(screen string) bool) {
	u.t.Helper()
	deadline := time.Now().Add(patience)
	for {
		screen := u.screen()
		if ok(screen) {
			return
		}
		if time.Now().After(deadline) {
			u.t.Fatalf("waited in vain for %s; the screen is:\n%s", what, screen)
		}
		time.Sleep(10 * time.Millisecond)
	}
}

// closes ends the terminal, whatever runs in it.
func (u *user) closes() {
	u.t.Helper()
	u.run("kill-server")
	u.tmux += "+"
}

// calls runs a command of the program without a terminal.
func (u *user) calls(args ...string) (stdout, stderr string, code int) {
	u.t.Helper()
	c := exec.Command(binary, args...)
	c.Env = u.env()
	var out, errs bytes.Buffer
	c.Stdout, c.Stderr = &out, &errs
	err := c.Run()
	if _, exited := err.(*exec.ExitError); err != nil && !exited {
		u.t.Fatal(err)
	}
	return out.String(), errs.String(), c.ProcessState.ExitCode()
}
