//go:build !unix

package rescue

import (
	"errors"
	"io"
	"os"
)

// Watch does nothing: on this system there is no line to mend.
func Watch(*os.File, string) (over func(), err error) { return nil, errors.ErrUnsupported }

// Run is never called.
func Run(io.Reader, *os.File) int { return 1 }
