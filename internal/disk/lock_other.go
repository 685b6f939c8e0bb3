//go:build !(darwin || dragonfly || freebsd || linux || netbsd || openbsd)

package disk

import (
	"errors"
	"os"
)

// flock does nothing where there is none: a waiting lock is not held then, and
// two that only try do the same work twice.
func flock(_ *os.File, wait bool) error {
	if wait {
		return errors.ErrUnsupported
	}
	return nil
}

func lockless(err error) bool { return errors.Is(err, errors.ErrUnsupported) }
