package cli

import (
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"unicode"

	"broadsheet/internal/config"
	"broadsheet/internal/inert/hostile"
)

// logging is a call of the program whose log lies in a folder.
func logging(t *testing.T, dir string) *app {
	t.Helper()
	a := &app{Streams: Streams{Err: os.Stderr, Getenv: func(string) string { return "" }}, folders: config.Folders{State: dir}}
	a.openLog()
	if a.logFile == nil {
		t.Fatal("there is no log")
	}
	t.Cleanup(a.close)
	return a
}

func TestTheLogHoldsNothingThatATerminalObeys(t *testing.T) {
	a := logging(t, t.TempDir())
	for _, x := range hostile.Inputs() {
		a.log.Warn(x, "path", x, "err", os.ErrNotExist, x, x)
	}
	text, err := os.ReadFile(a.folders.Log())
	if err != nil {
		t.Fatal(err)
	}
	if n := strings.Count(string(text), "\n"); n != len(hostile.Inputs()) {
		t.Errorf("%d lines for %d records", n, len(hostile.Inputs()))
	}
	for _, r := range string(text) {
		if r != '\n' && !unicode.IsPrint(r) {
			t.Fatalf("the log holds %U", r)
		}
	}
}

func TestTheLogIsBounded(t *testing.T) {
	dir := t.TempDir()
	a := logging(t, dir)
	line := strings.Repeat("x", 1000)
	for range burstLog/1000 + 100 {
		a.log.Info(line)
	}
	info, err := os.Stat(a.folders.Log())
	if err != nil || info.Size() > burstLog+200 {
		t.Fatalf("%v, %d bytes", err, info.Size())
	}
	text, err := os.ReadFile(a.folders.Log())
	if err != nil || strings.Count(string(text), "the log is full") != 1 {
		t.Errorf("it does not say once that it is full: %v", err)
	}
	second, third := logging(t, dir), logging(t, dir)
	second.log.Info("second")
	third.log.Info("third")
	text, err = os.ReadFile(a.folders.Log())
	if err != nil || !strings.Contains(string(text), "second") || !strings.Contains(string(text), "third") || len(text) > 1000 {
		t.Errorf("%v, %d bytes", err, len(text))
	}
	if old, err := os.Stat(a.folders.Log() + ".1"); err != nil || old.Size() < fullLog {
		t.Errorf("the old log is gone: %v", err)
	}
}

// Many processes write into one log, and begin it anew, at the same time: no
// line is torn.
func TestManyWriteOneLog(t *testing.T) {
	dir := t.TempDir()
	file := config.Folders{State: dir}.Log()
	if err := os.WriteFile(file, []byte(strings.Repeat("old old old old\n", fullLog/16+1)), 0o600); err != nil {
		t.Fatal(err)
	}
	var all sync.WaitGroup
	for range 8 {
		a := logging(t, dir)
		all.Go(func() {
			for range 200 {
				a.log.Info("a line of the log", "path", strings.Repeat("p", 300))
			}
		})
	}
	all.Wait()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSpace(string(text)), "\n")
	if len(lines) != 8*200 {
		t.Errorf("%d lines, want %d", len(lines), 8*200)
	}
	for _, l := range lines {
		if !strings.HasPrefix(l, "time=") || !strings.HasSuffix(l, "ppp") {
			t.Fatalf("a torn line: %q", l)
		}
	}
	if old, err := os.Stat(filepath.Join(filepath.Dir(file), "broadsheet.log.1")); err != nil || old.Size() < fullLog {
		t.Errorf("the old log is gone: %v", err)
	}
}

// A log that cannot be written stops nothing, and with --debug is said.
func TestWithoutALog(t *testing.T) {
	var said strings.Builder
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	a := &app{Streams: Streams{Err: &said, Getenv: func(string) string { return "" }}, folders: config.Folders{State: filepath.Join(file, "below")}, debug: true}
	a.openLog()
	a.log.Info("to nowhere")
	if !strings.Contains(said.String(), "there is no log") {
		t.Errorf("it says %q", said.String())
	}
}
