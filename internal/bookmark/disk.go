package bookmark

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"time"
)

// mkdir makes a folder of the store, for its owner alone.
func (s *Store) mkdir(dir string) error {
	if _, err := os.Stat(dir); err == nil {
		return nil
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return s.trouble("make the folder of bookmarks", err, "")
	}
	if err := syncDir(filepath.Dir(dir)); err != nil {
		return s.trouble("make the folder of bookmarks", err, "")
	}
	return nil
}

// create writes a new file. It is there whole or not at all; fs.ErrExist where
// the name is taken.
func (s *Store) create(name string, content []byte) error {
	temp, err := s.temporary(content)
	if err != nil {
		return err
	}
	if err := claim(temp, filepath.Join(s.dir, name)); err != nil {
		os.Remove(temp)
		return err
	}
	return syncDir(s.dir)
}

// replace puts new content in the place of a file, in one step.
func (s *Store) replace(name string, content []byte) error {
	temp, err := s.temporary(content)
	if err != nil {
		return err
	}
	if err := os.Rename(temp, filepath.Join(s.dir, name)); err != nil {
		os.Remove(temp)
		return err
	}
	return syncDir(s.dir)
}

// temporary writes a temporary file in the store's folder and syncs it.
func (s *Store) temporary(content []byte) (string, error) {
	f, err := os.CreateTemp(s.dir, tempMark+"*")
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

// claim moves a file to a name that must be free. A hard link does that in one
// step; where the file system has none, a look before the move must do.
func claim(from, to string) error {
	err := os.Link(from, to)
	switch {
	case err == nil:
		os.Remove(from) // left over, it is swept as a temporary file
		return nil
	case errors.Is(err, fs.ErrExist) || errors.Is(err, fs.ErrNotExist):
		return bare(err)
	case errors.Is(err, syscall.EPERM) || errors.Is(err, errors.ErrUnsupported) || errors.Is(err, syscall.EMLINK):
		if _, err := os.Lstat(to); err == nil {
			return fs.ErrExist
		}
		return bare(os.Rename(from, to))
	}
	return bare(err)
}

// bare is the cause of a link's or a move's error without the two names.
func bare(err error) error {
	var link *os.LinkError
	if errors.As(err, &link) {
		return link.Err
	}
	return err
}

// syncDir makes what was done to the names in a folder last. File systems that
// can not sync a folder need not.
func syncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	err = d.Sync()
	if errors.Is(err, errors.ErrUnsupported) || errors.Is(err, syscall.EINVAL) {
		err = nil
	}
	return errors.Join(err, d.Close())
}

// sweep deletes temporary files that were left by a kill. What it can not do
// it leaves for the next time.
func (s *Store) sweep() {
	entries, _ := os.ReadDir(s.dir)
	for _, e := range entries {
		if !strings.HasPrefix(e.Name(), tempMark) {
			continue
		}
		if info, err := e.Info(); err == nil && info.Mode().IsRegular() && time.Since(info.ModTime()) > tempAge {
			os.Remove(filepath.Join(s.dir, e.Name()))
		}
	}
}

// lock waits for the store's lock, which holds off other programs and other
// stores of this one; the kernel takes it back from a program that dies. A
// file system without locks is used without.
func (s *Store) lock() (unlock func(), err error) {
	f, err := os.OpenFile(filepath.Join(s.dir, lockName), os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, err
	}
	for {
		err = syscall.Flock(int(f.Fd()), syscall.LOCK_EX)
		if !errors.Is(err, syscall.EINTR) {
			break
		}
	}
	if err != nil && !errors.Is(err, errors.ErrUnsupported) && !errors.Is(err, syscall.ENOLCK) {
		f.Close()
		return nil, err
	}
	return func() { f.Close() }, nil
}
