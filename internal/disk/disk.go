// Package disk is how the program's own files are written so that they last:
// a change is on the disk when the call returns, or nothing has changed; and
// several programs may change the same files, one after another.
package disk

import (
	"errors"
	"os"
	"path/filepath"
)

// Temporary writes a new file into dir and syncs it. Its name begins with
// mark, and is what is given back. Where that fails no file is left.
func Temporary(dir, mark string, content []byte) (name string, err error) {
	f, err := os.CreateTemp(dir, mark+"*")
	if err != nil {
		return "", err
	}
	_, err = f.Write(content)
	if err == nil {
		err = f.Sync()
	}
	if err = errors.Join(err, f.Close()); err != nil {
		os.Remove(f.Name())
		return "", err
	}
	return f.Name(), nil
}

// Replace puts new content in the place of a file, in one step. A link stays one:
// what it leads to is replaced. What a kill leaves of it is a file in the same
// folder whose name begins with mark.
func Replace(file, mark string, content []byte) error {
	if info, err := os.Lstat(file); err == nil && info.Mode()&os.ModeSymlink != 0 {
		if file, err = filepath.EvalSymlinks(file); err != nil {
			return err
		}
	}
	temp, err := Temporary(filepath.Dir(file), mark, content)
	if err != nil {
		return err
	}
	if err := os.Rename(temp, file); err != nil {
		os.Remove(temp)
		return err
	}
	return Sync(filepath.Dir(file))
}

// A Lock keeps other programs, and others in this one, from what it is for.
// The system takes it back from a program that dies.
type Lock struct{ f *os.File }

// Unlock gives the lock back.
func (l *Lock) Unlock() error { return l.f.Close() }

// ErrTaken is the error of TryLock where another has the lock.
var ErrTaken = errors.New("another program has the lock")

// WaitLock takes the lock on a file, which is made where there is none, when
// no other has it. held is false on a file system without locks.
func WaitLock(file string) (l *Lock, held bool, err error) {
	f, err := os.OpenFile(file, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, false, err
	}
	err = flock(f, true)
	if err != nil && !lockless(err) {
		f.Close()
		return nil, false, &os.PathError{Op: "flock", Path: file, Err: err}
	}
	return &Lock{f}, err == nil, nil
}

// TryLock takes the lock on a file, which is made where there is none, or
// gives ErrTaken at once.
func TryLock(file string) (*Lock, error) {
	f, err := os.OpenFile(file, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, err
	}
	err = flock(f, false)
	if err == nil {
		return &Lock{f}, nil
	}
	f.Close()
	if errors.Is(err, ErrTaken) {
		return nil, ErrTaken
	}
	return nil, &os.PathError{Op: "flock", Path: file, Err: err}
}
