package searches

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"

	"broadsheet/internal/disk"
)

// Any number of programs may use the files at once:
//
//   - Who writes holds a lock on the file .lock of the folder, reads what is
//     there, and puts the new content in its place in one step; who reads needs
//     no lock. A kill leaves the old file and a temporary one, no more.
//   - On a file system without locks, of two that write in the same moment one
//     may not be kept.
const (
	lockName = ".lock"
	tempMark = ".new-"
	largest  = 16 << 20 // bytes of a file
)

// A folder is one that files are kept in.
type folder struct {
	dir      string
	variable string // of the environment, that moves it
}

// locked carries out do while no other program changes anything in the folder,
// which is made where there is none.
func (f folder) locked(do func() error) error {
	if err := disk.MakeFolder(f.dir); err != nil {
		return err
	}
	lock, held, err := disk.WaitLock(filepath.Join(f.dir, lockName))
	if err != nil {
		return err
	}
	defer lock.Unlock()
	if held {
		disk.Sweep(f.dir, tempMark)
	}
	return do()
}

// read gives the content of a file, without waiting for anybody should it be a
// pipe; "" where there is none.
func (f folder) read(name string) (string, error) {
	text, err := disk.Read(f.file(name), largest)
	if errors.Is(err, fs.ErrNotExist) {
		return "", nil
	}
	return text, err
}

// write puts new content in the place of a file.
func (f folder) write(name, content string) error {
	if len(content) > largest {
		return &fs.PathError{Op: "write", Path: f.file(name), Err: disk.LargeError(largest)}
	}
	return disk.Replace(f.file(name), tempMark, []byte(content))
}

func (f folder) file(name string) string { return filepath.Join(f.dir, name) }

// trouble wraps an error with what was being done, where, what holds all the
// same, and what to do.
func (f folder) trouble(doing, name string, err error, holds string) error {
	where := f.file(name)
	var path *fs.PathError
	var link *os.LinkError
	if errors.As(err, &path) {
		err = path.Err
		if base := filepath.Base(path.Path); base != lockName && !strings.HasPrefix(base, tempMark) { // these names help nobody
			where = path.Path
		}
	} else if errors.As(err, &link) {
		err = link.Err
	}
	for errors.Is(err, syscall.ENOTDIR) && where != filepath.Dir(where) { // up to what is no folder
		if _, gone := os.Stat(where); gone == nil {
			break
		}
		where = filepath.Dir(where)
	}
	do := ""
	switch {
	case disk.Full(err):
		do = "make room on the disk"
	case errors.Is(err, syscall.EROFS) || errors.Is(err, fs.ErrPermission):
		do = "make it and its folder readable and writable, or choose another folder with " + f.variable
	case disk.Misplaced(err):
		do = "move it away"
	}
	text := ""
	for _, part := range []string{holds, do} {
		if part != "" {
			text += "; " + part
		}
	}
	return fmt.Errorf("%s in %s: %w%s", doing, where, err, text)
}
