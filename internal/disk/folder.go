package disk

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
)

// MakeFolder makes a folder for its owner alone, and those above it that are
// not there yet. When it returns they are on the disk, each of them.
func MakeFolder(dir string) error {
	if _, err := os.Stat(dir); err == nil {
		return nil
	}
	above := filepath.Dir(dir)
	if err := MakeFolder(above); err != nil {
		return err
	}
	err := os.Mkdir(dir, 0o700)
	if errors.Is(err, fs.ErrExist) { // another was quicker, or it is a link that leads nowhere
		_, err = os.Stat(dir)
	}
	if err != nil {
		return err
	}
	return Sync(above)
}

// Sync makes what was written to a file last, or what was done to the names in
// a folder. File systems that can not do that for a folder need not.
func Sync(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	err = f.Sync()
	if errors.Is(err, errors.ErrUnsupported) || errors.Is(err, syscall.EINVAL) {
		err = nil
	}
	return errors.Join(err, f.Close())
}

// Sweep deletes the files of a folder whose names begin with mark: what a kill
// leaves of Temporary and Replace. Nobody else may be writing one. What can not
// be deleted is left for the next time.
func Sweep(dir, mark string) {
	entries, _ := os.ReadDir(dir)
	for _, e := range entries {
		if strings.HasPrefix(e.Name(), mark) {
			_ = os.Remove(filepath.Join(dir, e.Name()))
		}
	}
}
