//go:build !unix

package tui

import (
	"io"
	"os"
)

func ending() []os.Signal      { return []os.Signal{os.Interrupt} }
func pausing() []os.Signal     { return nil }
func stops(os.Signal) bool     { return false }
func continues(os.Signal) bool { return false }

// A pause does nothing where a process cannot be stopped.
type pause struct {
	resume bool
	over   func()
}

// Run does nothing.
func (pause) Run() error { return nil }

// SetStdin is of no use here.
func (pause) SetStdin(io.Reader) {}

// SetStdout is of no use here.
func (pause) SetStdout(io.Writer) {}

// SetStderr is of no use here.
func (pause) SetStderr(io.Writer) {}
