//go:build unix

package main_test

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"io"
	"os"
	"os/exec"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
	"unicode/utf8"

	uv "github.com/charmbracelet/ultraviolet"
	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/term"
	"github.com/charmbracelet/x/vt"
	"github.com/creack/pty"
	"golang.org/x/sys/unix"
)

// An emulator is a terminal in this process: a pseudo-terminal with a model of
// the screen behind it. It is a modern one: true colours, the keyboard protocol
// of kitty, answers to what a program asks of it.
type emulator struct {
	t     testing.TB
	shell *exec.Cmd
	tty   *os.File // the end of the pseudo-terminal that the screen has
	// the settings of the line before anything ran
	settings term.State
	ended    chan struct{} // is closed when no more can be read
	more     chan struct{} // has an entry when the screen may have changed

	mu        sync.Mutex
	vt        *vt.Emulator
	modes     map[ansi.Mode]bool // that were set or reset by a program
	title     string
	titles    []string       // the stack of window titles
	keyboard  map[bool][]int // flags of the keyboard protocol, by whether it is the alternate screen
	otherKeys int            // modifyOtherKeys of xterm
	clip      string         // the clipboard
	bells     int
	unknown   []string // sequences that the model does not know
}

var _ terminal = (*emulator)(nil)

func newEmulator(t testing.TB) *emulator {
	return &emulator{t: t, more: make(chan struct{}, 1), ended: make(chan struct{}), modes: map[ansi.Mode]bool{}, keyboard: map[bool][]int{}}
}

// start runs a script of the shell in a new terminal.
func (e *emulator) start(width, height int, script string) {
	e.t.Helper()
	e.vt = vt.NewEmulator(width, height)
	e.vt.SetCallbacks(vt.Callbacks{
		Bell:        func() { e.bells++ },
		EnableMode:  func(m ansi.Mode) { e.modes[m] = true },
		DisableMode: func(m ansi.Mode) { e.modes[m] = false },
	})
	e.vt.SetLogger(unknownSequences{e})
	e.learn()
	tty, program, err := pty.Open()
	if err != nil {
		e.t.Fatal(err)
	}
	e.tty = e.interruptible(tty)
	e.setSize(width, height)
	e.settings = e.line()
	e.shell = exec.Command("/bin/sh", "-c", script)
	e.shell.Env = []string{"TERM=xterm-256color", "COLORTERM=truecolor", "PATH=" + os.Getenv("PATH")}
	e.shell.Stdin, e.shell.Stdout, e.shell.Stderr = program, program, program
	e.shell.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Setctty: true}
	if err := e.shell.Start(); err != nil {
		e.t.Fatal(err)
	}
	_ = program.Close()
	go e.listen()
	go func() { _, _ = io.Copy(e.tty, e.vt) }() // what the terminal answers
}

// learn teaches the model what it does not know and the reader uses.
func (e *emulator) learn() {
	answer := func(s string) { _, _ = io.WriteString(e.vt.InputPipe(), s) }
	csi := func(prefix, final byte, do func(first, second int)) {
		e.vt.RegisterCsiHandler(ansi.Command(prefix, 0, final), func(p ansi.Params) bool {
			first, _, _ := p.Param(0, 0)
			second, _, _ := p.Param(1, 0)
			do(first, second)
			return true
		})
	}
	csi('>', 'u', func(flags, _ int) { e.keys(func(s []int) []int { return append(s, flags) }) })
	csi('<', 'u', func(n, _ int) { e.keys(func(s []int) []int { return s[:max(0, len(s)-max(1, n))] }) })
	csi('=', 'u', func(flags, _ int) { e.keys(func(s []int) []int { return append(s[:max(0, len(s)-1)], flags) }) })
	csi('?', 'u', func(int, int) { answer(fmt.Sprintf("\x1b[?%du", e.keyboardFlags())) })
	csi('>', 'm', func(what, value int) {
		if what == 4 {
			e.otherKeys = value
		}
	})
	// frames come whole: a terminal that says so is told where one begins and ends
	e.vt.RegisterCsiHandler(ansi.Command('?', '$', 'p'), func(p ansi.Params) bool {
		mode, _, _ := p.Param(0, 0)
		if mode != ansi.ModeSynchronizedOutput.Mode() {
			return false
		}
		answer(ansi.ReportMode(ansi.ModeSynchronizedOutput, ansi.ModeReset))
		return true
	})
	// a frame for the size before a resize may speak of rows that are gone, on
	// which the model panics when it scrolls (vt v0.1.0)
	e.vt.RegisterCsiHandler('r', func(p ansi.Params) bool {
		bottom, _, _ := p.Param(1, 0)
		return bottom > e.vt.Height()
	})
	csi(0, 't', func(what, _ int) {
		switch {
		case what == 22:
			e.titles = append(e.titles, e.title)
		case what == 23 && len(e.titles) > 0:
			e.title, e.titles = e.titles[len(e.titles)-1], e.titles[:len(e.titles)-1]
		}
	})
	for _, n := range []int{0, 2} {
		e.vt.RegisterOscHandler(n, func(data []byte) bool {
			_, e.title, _ = strings.Cut(string(data), ";")
			return true
		})
	}
	e.vt.RegisterOscHandler(52, func(data []byte) bool {
		if parts := strings.SplitN(string(data), ";", 3); len(parts) == 3 {
			text, _ := base64.StdEncoding.DecodeString(parts[2])
			e.clip = string(text)
		}
		return true
	})
}

func (e *emulator) keys(change func([]int) []int) {
	alt := e.vt.IsAltScreen()
	e.keyboard[alt] = change(e.keyboard[alt])
}

func (e *emulator) keyboardFlags() int {
	if s := e.keyboard[e.vt.IsAltScreen()]; len(s) > 0 {
		return s[len(s)-1]
	}
	return 0
}

// listen draws what the programs write, until the last one has ended. What
// comes after the last ASCII character waits for what follows it, for the model
// would take a cluster that comes in two parts for two.
func (e *emulator) listen() {
	defer close(e.ended)
	buffer := make([]byte, 64<<10)
	var due []byte
	for {
		n, err := e.tty.Read(buffer)
		due = append(due, buffer[:n]...)
		whole := bytes.LastIndexFunc(due, func(r rune) bool { return r < utf8.RuneSelf }) + 1
		e.mu.Lock()
		_, _ = e.vt.Write(due[:whole])
		e.mu.Unlock()
		due = due[whole:]
		select {
		case e.more <- struct{}{}:
		default: // it is known already
		}
		if err != nil {
			return
		}
	}
}

// unknownSequences collects what the model of the screen could not do.
type unknownSequences struct{ *emulator }

// Printf is called while the lock is held, by what is written.
func (u unknownSequences) Printf(format string, v ...any) {
	if s := fmt.Sprintf(format, v...); strings.HasPrefix(s, "unhandled") && len(u.unknown) < 100 {
		u.unknown = append(u.unknown, s)
	}
}

func (e *emulator) send(keys string) {
	e.t.Helper()
	if _, err := io.WriteString(e.tty, keys); err != nil {
		e.t.Fatal(err)
	}
}

// key is what the keyboard sends for a key: Escape, and letters with ctrl or
// alt, as the keyboard protocol has them while a program asks for it.
func (e *emulator) key(name string) string {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.keyboardFlags()&1 == 0 {
		return legacyKey(name)
	}
	letter, isLetter := "", false
	modifier := 1
	if l, ok := strings.CutPrefix(name, "C-"); ok {
		letter, isLetter, modifier = l, true, 5
	} else if l, ok := strings.CutPrefix(name, "M-"); ok {
		letter, isLetter, modifier = l, true, 3
	}
	switch {
	case name == "Escape":
		return "\x1b[27u"
	case isLetter && len(letter) == 1:
		return fmt.Sprintf("\x1b[%d;%du", letter[0], modifier)
	}
	return legacyKey(name)
}

func (e *emulator) resize(width, height int) {
	e.t.Helper()
	e.mu.Lock()
	e.vt.Resize(width, height)
	e.mu.Unlock()
	e.setSize(width, height)
}

// look takes the lock when no frame is half drawn. One that is never finished,
// as when its program is killed, is looked at as it is.
func (e *emulator) look() {
	for range 200 {
		e.mu.Lock()
		if !e.modes[ansi.ModeSynchronizedOutput] {
			return
		}
		e.mu.Unlock()
		select {
		case <-e.more:
		case <-time.After(10 * time.Millisecond):
		}
	}
	e.mu.Lock()
}

// screen is what is on the terminal now, without the spaces at the ends.
func (e *emulator) screen() string {
	e.look()
	defer e.mu.Unlock()
	var rows []string
	for y := range e.vt.Height() {
		rows = append(rows, strings.TrimRight(e.row(y), " "))
	}
	return strings.Join(rows, "\n") + "\n"
}

func (e *emulator) row(y int) string {
	var sb strings.Builder
	for x := 0; x < e.vt.Width(); {
		c := e.vt.CellAt(x, y)
		if c == nil || c.Width == 0 {
			x++
			continue
		}
		sb.WriteString(c.Content)
		x += c.Width
	}
	return sb.String()
}

// painted is what is on the terminal now, with its colours.
func (e *emulator) painted() string {
	e.look()
	defer e.mu.Unlock()
	return e.vt.Render()
}

// styleOf finds a text on the screen and gives the style of its first letter.
func (e *emulator) styleOf(text string) (uv.Style, bool) {
	e.look()
	defer e.mu.Unlock()
	for y := range e.vt.Height() {
		row := e.row(y)
		if i := strings.Index(row, text); i >= 0 {
			return e.vt.CellAt(ansi.StringWidth(row[:i]), y).Style, true
		}
	}
	return uv.Style{}, false
}

func (e *emulator) changed() <-chan struct{} { return e.more }

// interruptible gives the same file, of which a Read ends when it is closed. An
// os.File whose descriptor was asked for with Fd, as pty does, has lost that.
func (e *emulator) interruptible(f *os.File) *os.File {
	e.t.Helper()
	defer func() { _ = f.Close() }()
	// A program that another test starts meanwhile must not get it: the terminal
	// would not vanish before that ends.
	fd, err := unix.FcntlInt(f.Fd(), unix.F_DUPFD_CLOEXEC, 0)
	if err == nil {
		err = unix.SetNonblock(fd, true)
	}
	if err != nil {
		e.t.Fatal(err)
	}
	return os.NewFile(uintptr(fd), "terminal")
}

// control does something with the descriptor of the terminal.
func (e *emulator) control(do func(fd uintptr) error) {
	e.t.Helper()
	conn, err := e.tty.SyscallConn()
	if err == nil {
		if fault := conn.Control(func(fd uintptr) { err = do(fd) }); fault != nil {
			err = fault
		}
	}
	if err != nil {
		e.t.Fatal(err)
	}
}

func (e *emulator) setSize(width, height int) {
	e.t.Helper()
	e.control(func(fd uintptr) error {
		return unix.IoctlSetWinsize(int(fd), unix.TIOCSWINSZ, &unix.Winsize{Col: uint16(width), Row: uint16(height)})
	})
}

// line are the settings of the terminal's line: echo, signals and the like.
func (e *emulator) line() term.State {
	e.t.Helper()
	var s *term.State
	e.control(func(fd uintptr) (err error) {
		s, err = term.GetState(fd)
		return err
	})
	return *s
}

// disturbed says in what way the terminal is not as a program finds it: "" for
// in none.
func (e *emulator) disturbed() string {
	e.mu.Lock()
	defer e.mu.Unlock()
	var out []string
	for m, set := range e.modes {
		if set != slices.Contains(setFromTheStart, m) {
			out = append(out, fmt.Sprintf("mode %v is %v", m, set))
		}
	}
	if e.vt.IsAltScreen() {
		out = append(out, "it shows the alternate screen")
	}
	for alt, flags := range e.keyboard {
		if len(flags) > 0 {
			out = append(out, fmt.Sprintf("keyboard flags %v (alternate screen: %v)", flags, alt))
		}
	}
	if e.otherKeys != 0 {
		out = append(out, fmt.Sprintf("modifyOtherKeys is %d", e.otherKeys))
	}
	if e.title != shellTitle || len(e.titles) > 0 {
		out = append(out, fmt.Sprintf("the window's title is %q, over it %q", e.title, e.titles))
	}
	slices.Sort(out)
	return strings.Join(out, "; ")
}

// setFromTheStart are the modes that a terminal begins with.
var setFromTheStart = []ansi.Mode{ansi.ModeTextCursorEnable, ansi.ModeAutoWrap}

// end takes the terminal away, as when its window is closed.
func (e *emulator) end() {
	if e.shell == nil {
		return
	}
	_ = e.vt.InputPipe().(io.Closer).Close()
	_ = e.shell.Process.Kill()
	_ = e.shell.Wait()
	_ = e.tty.Close()
	<-e.ended
	e.shell = nil
}
