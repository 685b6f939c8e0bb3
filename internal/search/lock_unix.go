//go:build darwin || dragonfly || freebsd || linux || netbsd || openbsd

package search

import (
	"errors"
	"os"

	"golang.org/x/sys/unix"
)

// lockFile takes the writer's lock without waiting. held tells that another
// reader has it; the system lets go of it when the process ends, however it
// ends.
func lockFile(path string) (f *os.File, held bool, err error) {
	f, err = os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, false, err
	}
	for {
		err = unix.Flock(int(f.Fd()), unix.LOCK_EX|unix.LOCK_NB)
		if !errors.Is(err, unix.EINTR) {
			break
		}
	}
	if err == nil {
		return f, false, nil
	}
	_ = f.Close()
	if errors.Is(err, unix.EWOULDBLOCK) {
		return nil, true, nil
	}
	return nil, false, &os.PathError{Op: "flock", Path: path, Err: err}
}
