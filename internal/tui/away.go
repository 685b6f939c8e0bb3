package tui

import (
	"io"
	"os"
	"os/exec"
	"time"
)

// away is for what has the terminal while the reader is away: its files are the
// reader's, whatever Bubble Tea offers.
type away struct{}

// SetStdin is of no use here.
func (away) SetStdin(io.Reader) {}

// SetStdout is of no use here.
func (away) SetStdout(io.Writer) {}

// SetStderr is of no use here.
func (away) SetStderr(io.Writer) {}

// breathe begins the least time between the release of the terminal and its
// return, and gives what waits for the end of it. Bubble Tea v2.0.9 stops the
// clock of its renderer beside the program, and one that is started before it has
// been stopped never ticks again: nothing would be drawn any more.
func breathe() (wait func()) {
	const breath = 150 * time.Millisecond
	end := time.Now().Add(breath)
	return func() { time.Sleep(time.Until(end)) }
}

// An errand is another program that has the terminal for a while.
type errand struct {
	away
	*exec.Cmd
}

// Run runs it; it may end at once, as one does that is not there.
func (e errand) Run() error {
	defer breathe()()
	e.Stdin, e.Stdout, e.Stderr = os.Stdin, os.Stdout, os.Stdout // standard error is the log meanwhile
	return e.Cmd.Run()
}
