package cli

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"log"
	"log/slog"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"sync"

	"broadsheet/internal/disk"
)

// How large the log may become, in bytes: one from which it is begun anew at
// the next start, the old one being kept as broadsheet.log.1, and one at which a
// single process writes no more.
const (
	fullLog  = 1 << 20
	burstLog = 8 << 20
)

// openLog writes the log to its file; where that cannot be, there is no log.
// What libraries hand to the standard log goes there too, and never to the
// screen.
func (a *app) openLog() {
	a.log = slog.New(slog.DiscardHandler)
	log.SetOutput(io.Discard)
	file := a.folders.Log()
	err := os.MkdirAll(filepath.Dir(file), 0o700)
	if err == nil {
		rotate(file, fullLog)
		var f *os.File
		if f, err = appending(file); err == nil {
			a.logFile = &bounded{f: f, left: burstLog}
			_ = debug.SetCrashOutput(f, debug.CrashOptions{}) // what ends the program in a goroutine of a library
		}
	}
	if err != nil {
		if a.debug {
			a.warn(fmt.Sprintf("there is no log: %v", err))
		}
		return
	}
	level := slog.LevelInfo
	if a.debug {
		level = slog.LevelDebug
	}
	handler := slog.NewTextHandler(a.logFile, &slog.HandlerOptions{Level: level})
	a.log = slog.New(handler).With("pid", os.Getpid())
	log.SetFlags(0)
	log.SetOutput(slog.NewLogLogger(a.log.Handler(), slog.LevelDebug).Writer())
	a.log.Debug("start", "version", version(), "go", runtime.Version(), "system", runtime.GOOS+"/"+runtime.GOARCH, "args", os.Args[1:], "term", a.Getenv("TERM"))
}

// appending opens a file to write at its end. What is no file, a pipe that
// nobody reads say, could hold the program up for ever.
func appending(file string) (*os.File, error) {
	if info, err := os.Stat(file); err == nil && !info.Mode().IsRegular() {
		return nil, fmt.Errorf("%s is not a regular file", file)
	}
	return os.OpenFile(file, os.O_CREATE|os.O_WRONLY|os.O_APPEND, 0o600)
}

// rotate sets a file aside that has become large. Of several processes one does
// so; where none may, it goes on growing until the next start.
func rotate(file string, large int64) {
	grown := func() bool {
		info, err := os.Lstat(file)
		return err == nil && info.Mode().IsRegular() && info.Size() >= large
	}
	if !grown() {
		return
	}
	lock, err := disk.TryLock(file + ".lock")
	if err != nil {
		return
	}
	if grown() { // still: another process may just have done it
		_ = os.Rename(file, file+".1")
	}
	_ = lock.Unlock()
}

// A bounded file takes no more than so many bytes from this process. Each
// record is one write at the end of the file, so that several processes do not
// write into each other's lines.
type bounded struct {
	mu   sync.Mutex
	f    *os.File
	left int
}

// Write writes one record, or nothing where there is no room for it.
func (b *bounded) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.left < 0 {
		return len(p), nil
	}
	if b.left -= len(p); b.left < 0 {
		p = []byte("level=WARN msg=\"the log is full; this process writes no more\"\n")
	}
	n := len(p)
	if _, err := b.f.Write(bytes.ReplaceAll(p, []byte{0x7f}, []byte("?"))); err != nil { // slog quotes all that a terminal obeys but DEL
		return 0, err
	}
	return n, nil
}

// Close closes the file.
func (b *bounded) Close() error { return b.f.Close() }

// ended notes how a call ended.
func (a *app) ended(ctx context.Context, code int, err error) {
	if a.log == nil {
		return
	}
	level := slog.LevelDebug
	if code == exitFailed {
		level = slog.LevelWarn
	}
	a.log.Log(ctx, level, "end", "code", code, "err", err)
}
