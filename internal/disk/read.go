package disk

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"
	"syscall"
)

// ErrNoFile is the error of Open for a folder, a pipe and the like.
var ErrNoFile = errors.New("not a regular file")

// A LargeError is the error of a file that would have more bytes than it may.
type LargeError int64

// Error says how many it may have.
func (e LargeError) Error() string { return fmt.Sprintf("it has more than %d MB", int64(e)>>20) }

// Open opens a regular file of at most so many bytes, without waiting for
// anybody should it be a pipe, and gives its size. flag is that of os.OpenFile.
// The error is an *fs.PathError, of ErrNoFile or a LargeError among others.
func Open(name string, flag int, most int64) (*os.File, int64, error) {
	f, err := os.OpenFile(name, flag|syscall.O_NONBLOCK, 0o600)
	if err != nil {
		return nil, 0, err
	}
	info, err := f.Stat()
	switch {
	case err != nil:
	case !info.Mode().IsRegular():
		err = &fs.PathError{Op: "open", Path: name, Err: ErrNoFile}
	case info.Size() > most:
		err = &fs.PathError{Op: "open", Path: name, Err: LargeError(most)}
	}
	if err != nil {
		f.Close()
		return nil, 0, err
	}
	return f, info.Size(), nil
}

// Read gives the content of a file that Open opens. Where others write it
// meanwhile, it is no more than the file had when it was opened.
func Read(name string, most int64) (string, error) {
	f, size, err := Open(name, os.O_RDONLY, most)
	if err != nil {
		return "", err
	}
	defer f.Close()
	var w strings.Builder
	w.Grow(int(size))
	_, err = io.Copy(&w, io.LimitReader(f, size))
	return w.String(), err
}

// Misplaced tells that an error says that something is not what it should be: a
// folder or a pipe and no file, a file and no folder, or far too large.
func Misplaced(err error) bool {
	var large LargeError
	return errors.Is(err, ErrNoFile) || errors.As(err, &large) || errors.Is(err, syscall.ENOTDIR) || errors.Is(err, syscall.EISDIR)
}
