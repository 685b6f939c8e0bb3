package reading

import (
	"io"
	"os"
	"path/filepath"
	"strings"
	"syscall"
)

// open opens the store's file, without waiting for anybody should it be a
// pipe, and gives its size.
func (s *Store) open(flag int) (*os.File, int64, error) {
	f, err := os.OpenFile(s.file, flag|syscall.O_NONBLOCK, 0o600)
	if err != nil {
		return nil, 0, err
	}
	info, err := f.Stat()
	switch {
	case err != nil:
	case !info.Mode().IsRegular():
		err = errNoFile
	case info.Size() > largest:
		err = errLarge
	}
	if err != nil {
		f.Close()
		return nil, 0, err
	}
	return f, info.Size(), nil
}

// read gives the content of the store's file.
func (s *Store) read() (string, error) {
	f, size, err := s.open(os.O_RDONLY)
	if err != nil {
		return "", err
	}
	defer f.Close()
	var w strings.Builder
	w.Grow(int(size))
	_, err = io.Copy(&w, io.LimitReader(f, size)) // shorter where a program that failed took its half line back
	return w.String(), err
}

// sweep deletes what a killed program left of a replace. It needs the lock:
// then nobody is writing such a file.
func (s *Store) sweep() {
	left, _ := filepath.Glob(filepath.Join(s.dir, tempMark+"*"))
	for _, name := range left {
		os.Remove(name) // if it can not be done it is done the next time
	}
}
