//go:build unix

package rescue

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"runtime/debug"
	"strings"
	"syscall"

	"github.com/charmbracelet/x/term"
	"golang.org/x/sys/unix"

	"broadsheet/internal/inert"
)

// A scene is what the process that waits has to know.
type scene struct {
	Line term.State // the settings of the terminal's line
	Undo string     // what is written to the terminal to undo what the reader did
	Log  string     // the name of the log's file; "" where there is none
}

// Watch starts the process that waits, and sends all that is written to the
// standard error meanwhile to the log, or nowhere where log is nil: nothing but
// the reader may write on the screen. The terminal is the standard output, and
// still as it was; undo is what has to be written to it to make it so again.
// The function that it gives is called when the reader has ended and the
// terminal is as it was. After an error nothing is changed.
func Watch(log *os.File, undo string) (over func(), err error) {
	s := scene{Undo: undo}
	line, err := term.GetState(os.Stdout.Fd())
	if err != nil {
		return nil, fmt.Errorf("the settings of the terminal: %w", err)
	}
	s.Line = *line
	if log != nil {
		s.Log = log.Name()
	}
	pipe, err := begin(s)
	if err != nil {
		return nil, fmt.Errorf("the process that would mend the terminal: %w", err)
	}
	aside, err := divert(log)
	if err != nil {
		_ = pipe.Close()
		return nil, fmt.Errorf("standard error: %w", err)
	}
	// On Linux the pipe holds less than the stacks of all goroutines: the runtime
	// has to wait for the rescue before this process ends, and so does the shell.
	debug.SetTraceback("all")
	_ = debug.SetCrashOutput(pipe, debug.CrashOptions{})
	return func() {
		_ = debug.SetCrashOutput(log, debug.CrashOptions{})
		aside()
		_, _ = pipe.Write([]byte{peace})
		_ = pipe.Close()
	}, nil
}

// begin starts the process and tells it the scene.
func begin(s scene) (pipe *os.File, err error) {
	program, err := os.Executable()
	if err != nil {
		return nil, err
	}
	theirs, ours, err := os.Pipe()
	if err != nil {
		return nil, err
	}
	defer theirs.Close()
	shorten(ours)
	c := exec.Command(program)
	c.Env = []string{Variable + "=1", "GOMAXPROCS=1"}
	c.Stdin, c.Stdout = theirs, os.Stdout
	if err = c.Start(); err == nil {
		err = json.NewEncoder(ours).Encode(s)
	}
	if err != nil {
		_ = ours.Close()
		return nil, err
	}
	go func() { _ = c.Wait() }()
	return ours, nil
}

// divert lets the standard error be the log, or nothing, until the function
// that it gives is called.
func divert(log *os.File) (back func(), err error) {
	to := log
	if to == nil {
		if to, err = os.OpenFile(os.DevNull, os.O_WRONLY, 0); err != nil {
			return nil, err
		}
		defer to.Close()
	}
	was, err := unix.FcntlInt(2, unix.F_DUPFD_CLOEXEC, 3)
	if err != nil {
		return nil, err
	}
	if err := unix.Dup2(int(to.Fd()), 2); err != nil {
		_ = unix.Close(was)
		return nil, err
	}
	return func() {
		_ = unix.Dup2(was, 2)
		_ = unix.Close(was)
	}, nil
}

// Run is the process that waits: it reads the pipe, mends the terminal where it
// must, and gives its exit code.
func Run(pipe io.Reader, terminal *os.File) int {
	// What ends the reader, or stops it, is not meant for this one; and it may
	// set the line when the shell is in front again.
	signal.Ignore(syscall.SIGINT, syscall.SIGTERM, syscall.SIGHUP, syscall.SIGQUIT, syscall.SIGTSTP, syscall.SIGTTOU, syscall.SIGTTIN, syscall.SIGPIPE)
	in := bufio.NewReader(pipe)
	var s scene
	first, err := in.ReadBytes('\n')
	if err != nil || json.Unmarshal(first, &s) != nil {
		return 1
	}
	word, err := in.ReadByte()
	if err == nil && word == peace {
		return 0
	}
	if raw(terminal) {
		_, _ = terminal.WriteString(s.Undo)
		_ = term.SetState(terminal.Fd(), &s.Line)
	}
	if err == nil {
		_ = in.UnreadByte()
		s.report(in, terminal)
	}
	return 0
}

// raw tells that the terminal is still as the reader had it: a shell that has
// taken it back after a kill lets the keyboard's signals through.
func raw(terminal *os.File) bool {
	now, err := term.GetState(terminal.Fd())
	return err == nil && now.Lflag&(unix.ICANON|unix.ISIG) == 0
}

// report says in one line what the runtime gave up for, and takes the rest of
// its report, which is in the log, too.
func (s scene) report(in *bufio.Reader, terminal *os.File) {
	why, _ := in.ReadString('\n')
	where := "there is no log"
	if s.Log != "" {
		where = "what led to it is in the log: " + s.Log
	}
	why = strings.TrimPrefix(strings.TrimSpace(why), "panic: ")
	fmt.Fprintln(terminal, inert.Line(fmt.Sprintf("broadsheet: a fault of the program: %s; %s", why, where)))
	_, _ = io.Copy(io.Discard, in)
}
