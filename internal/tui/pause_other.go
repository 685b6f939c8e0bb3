//go:build !unix

package tui

import "os"

func ending() []os.Signal      { return []os.Signal{os.Interrupt} }
func pausing() []os.Signal     { return nil }
func stops(os.Signal) bool     { return false }
func continues(os.Signal) bool { return false }

// A pause does nothing where a process cannot be stopped.
type pause struct {
	away
	resume bool
	over   func()
}

// Run does nothing.
func (pause) Run() error { return nil }
