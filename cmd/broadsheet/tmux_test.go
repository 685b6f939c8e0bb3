//go:build unix

package main_test

import (
	"fmt"
	"os"
	"os/exec"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

// A tmux is a real terminal program, for what another one than the model of
// the emulator has to show: the widths of odd clusters, and keys as old
// terminals send them.
type tmux struct {
	t      testing.TB
	socket string
	tick   *time.Ticker // tmux does not tell when the screen has changed
	ticks  chan struct{}
	stop   chan struct{}
}

var _ terminal = (*tmux)(nil)

var terminals atomic.Int64

// newTmux makes one. Without tmux the test is skipped, but never in CI.
func newTmux(t testing.TB) *tmux {
	t.Helper()
	if _, err := exec.LookPath("tmux"); err != nil {
		if os.Getenv("CI") != "" {
			t.Fatal("tmux is needed in CI")
		}
		t.Skip("tmux is not installed")
	}
	return &tmux{t: t, socket: fmt.Sprintf("broadsheet-%d-%d", os.Getpid(), terminals.Add(1)), ticks: make(chan struct{}), stop: make(chan struct{})}
}

func (x *tmux) start(width, height int, script string) {
	x.t.Helper()
	x.run("-f", "/dev/null", "new-session", "-d", "-x", fmt.Sprint(width), "-y", fmt.Sprint(height), script)
	x.run("set-option", "-g", "escape-time", "0")
	tick := time.NewTicker(10 * time.Millisecond)
	x.tick = tick
	go func() {
		for {
			select {
			case <-tick.C:
			case <-x.stop:
				return
			}
			select {
			case x.ticks <- struct{}{}:
			case <-x.stop:
				return
			}
		}
	}()
}

func (x *tmux) run(args ...string) string {
	x.t.Helper()
	out, err := exec.Command("tmux", append([]string{"-L", x.socket}, args...)...).CombinedOutput()
	if err != nil {
		x.t.Fatalf("tmux %s: %v\n%s", strings.Join(args, " "), err, out)
	}
	return string(out)
}

func (x *tmux) key(name string) string { return legacyKey(name) }

func (x *tmux) send(keys string) {
	x.t.Helper()
	x.run("send-keys", "-l", keys)
}

func (x *tmux) resize(width, height int) {
	x.t.Helper()
	x.run("resize-window", "-x", fmt.Sprint(width), "-y", fmt.Sprint(height))
}

func (x *tmux) screen() string {
	x.t.Helper()
	return x.run("capture-pane", "-p")
}

func (x *tmux) changed() <-chan struct{} { return x.ticks }

func (x *tmux) end() {
	if x.tick == nil {
		return
	}
	_ = exec.Command("tmux", "-L", x.socket, "kill-server").Run()
	x.tick.Stop()
	close(x.stop)
	x.tick = nil
}
