//go:build unix

package disktest

import (
	"syscall"
	"time"
)

// CanLimit tells whether there is a LimitFiles.
const CanLimit = true

// Pipe makes a named pipe.
func Pipe(name string) error { return syscall.Mkfifo(name, 0o600) }

// LimitFiles lets this process write files of n bytes and no more, for good.
func LimitFiles(n uint64) error {
	return syscall.Setrlimit(syscall.RLIMIT_FSIZE, &syscall.Rlimit{Cur: n, Max: n})
}

// Busy is how long the processors have been busy for this process.
func Busy() (time.Duration, error) {
	var u syscall.Rusage
	err := syscall.Getrusage(syscall.RUSAGE_SELF, &u)
	return time.Duration(u.Utime.Nano() + u.Stime.Nano()), err
}
