package bookmark

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"broadsheet/internal/disk"
)

// mkdir makes a folder of the store, for its owner alone.
func (s *Store) mkdir(dir string) error {
	if err := disk.MakeFolder(dir); err != nil {
		return s.trouble("make the folder of bookmarks", err, "")
	}
	return nil
}

// create writes a new file. It is there whole or not at all; fs.ErrExist where
// the name is taken.
func (s *Store) create(name string, content []byte) error {
	temp, err := disk.Temporary(s.dir, tempMark, content)
	if err != nil {
		return err
	}
	if err := claim(temp, filepath.Join(s.dir, name)); err != nil {
		os.Remove(temp)
		return err
	}
	return disk.Sync(s.dir)
}

// replace puts new content in the place of a file, in one step.
func (s *Store) replace(name string, content []byte) error {
	return disk.Replace(filepath.Join(s.dir, name), tempMark, content)
}

// claim moves a file to a name that must be free. A hard link does that in one
// step; where the system has none, which FAT says with EPERM and Android with
// EACCES, a look before the move must do.
func claim(from, to string) error {
	err := os.Link(from, to)
	switch {
	case err == nil:
		os.Remove(from) // left over, it is swept as a temporary file
		return nil
	case errors.Is(err, fs.ErrExist) || errors.Is(err, fs.ErrNotExist):
		return bare(err)
	case errors.Is(err, fs.ErrPermission) || errors.Is(err, errors.ErrUnsupported) || errors.Is(err, syscall.EMLINK):
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
// stores of this one. A file system without locks is used without.
func (s *Store) lock() (*disk.Lock, error) {
	l, _, err := disk.WaitLock(filepath.Join(s.dir, lockName))
	return l, err
}
