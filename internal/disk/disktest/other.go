//go:build !unix

package disktest

import (
	"errors"
	"time"
)

// CanLimit tells whether there is a LimitFiles.
const CanLimit = false

// Pipe makes a named pipe.
func Pipe(string) error { return errors.ErrUnsupported }

// LimitFiles lets this process write files of n bytes and no more, for good.
func LimitFiles(uint64) error { return errors.ErrUnsupported }

// Busy is how long the processors have been busy for this process.
func Busy() (time.Duration, error) { return 0, errors.ErrUnsupported }
