//go:build unix

package tui

import (
	"errors"
	"os"
	"os/signal"
	"syscall"
	"time"

	"golang.org/x/sys/unix"
)

// ending are the signals that end the reader, in order.
func ending() []os.Signal {
	return []os.Signal{syscall.SIGTERM, syscall.SIGHUP, syscall.SIGINT, syscall.SIGQUIT}
}

// pausing are the signals that stop and continue it.
func pausing() []os.Signal { return []os.Signal{syscall.SIGTSTP, syscall.SIGCONT} }

// stops tells that a signal asks the reader to stop for a while.
func stops(s os.Signal) bool { return s == syscall.SIGTSTP }

// continues tells that it was stopped without being asked, and goes on: the
// terminal may be another one by now.
func continues(s os.Signal) bool { return s == syscall.SIGCONT }

// A pause stops the process, as ctrl-z does to any other, until it is
// continued. Bubble Tea has released the terminal by then.
//
// It is SIGSTOP that stops it: once Go has been told to listen for SIGTSTP, that
// signal has lost its effect for good (runtime.sigdisable leaves the handler in
// place).
type pause struct {
	away
	resume bool   // it has been stopped already
	over   func() // called at the end; nil for nothing
}

// errNoShell says that nobody would continue a process that stops.
var errNoShell = errors.New("there is no shell to come back from")

// Run stops and goes on.
func (p pause) Run() error {
	defer breathe()()
	if p.resume {
		return nil
	}
	// A shell that can continue a program gives it a group of its own. In the
	// group of the session's first process there is none.
	if session, err := unix.Getsid(0); err != nil || session == unix.Getpgrp() {
		return errNoShell
	}
	if p.over != nil {
		defer p.over()
	}
	_, _ = os.Stdout.WriteString(giveTitleBack)
	defer func() { _, _ = os.Stdout.WriteString(keepTitle) }()
	signal.Reset(pausing()...)
	on := make(chan os.Signal, 1)
	signal.Notify(on, syscall.SIGCONT)
	defer signal.Stop(on)
	if err := syscall.Kill(0, syscall.SIGSTOP); err != nil {
		return err
	}
	select {
	case <-on:
	case <-time.After(200 * time.Millisecond): // the signal came before
	}
	return nil
}
