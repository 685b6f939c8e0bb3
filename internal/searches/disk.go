package searches

import (
	"errors"
	"fmt"
	"io"
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

var (
	errNoFile = errors.New("not a regular file")
	errLarge  = fmt.Errorf("it has more than %d MB", largest>>20)
)

// A folder is one that files are kept in.
type folder struct {
	dir      string
	variable string // of the environment, that moves it
}

// locked carries out do while no other program changes anything in the folder,
// which is made where there is none.
func (f folder) locked(do func() error) error {
	if err := f.mkdir(); err != nil {
		return err
	}
	lock, held, err := disk.WaitLock(filepath.Join(f.dir, lockName))
	if err != nil {
		return err
	}
	defer lock.Unlock()
	if held {
		f.sweep()
	}
	return do()
}

// mkdir makes the folder, for its owner alone.
func (f folder) mkdir() error {
	if _, err := os.Stat(f.dir); err == nil {
		return nil
	}
	if err := os.MkdirAll(f.dir, 0o700); err != nil {
		return err
	}
	return disk.SyncFolder(filepath.Dir(f.dir))
}

// sweep deletes what a killed program left. It needs the lock: then nobody is
// writing such a file.
func (f folder) sweep() {
	left, _ := filepath.Glob(filepath.Join(f.dir, tempMark+"*"))
	for _, name := range left {
		os.Remove(name) // if it can not be done it is done the next time
	}
}

// read gives the content of a file, without waiting for anybody should it be a
// pipe; "" where there is none.
func (f folder) read(name string) (string, error) {
	file, err := os.OpenFile(f.file(name), os.O_RDONLY|syscall.O_NONBLOCK, 0)
	if errors.Is(err, fs.ErrNotExist) {
		return "", nil
	}
	if err != nil {
		return "", err
	}
	defer file.Close()
	info, err := file.Stat()
	switch {
	case err != nil:
		return "", err
	case !info.Mode().IsRegular():
		return "", &fs.PathError{Op: "read", Path: f.file(name), Err: errNoFile}
	case info.Size() > largest:
		return "", &fs.PathError{Op: "read", Path: f.file(name), Err: errLarge}
	}
	var w strings.Builder
	w.Grow(int(info.Size()))
	_, err = io.Copy(&w, io.LimitReader(file, largest))
	return w.String(), err
}

// write puts new content in the place of a file. A link, such as into a folder
// of one's own that is kept in git, stays one.
func (f folder) write(name, content string) error {
	if len(content) > largest {
		return &fs.PathError{Op: "write", Path: f.file(name), Err: errLarge}
	}
	file := f.file(name)
	if info, err := os.Lstat(file); err == nil && !info.Mode().IsRegular() {
		if file, err = filepath.EvalSymlinks(file); err != nil {
			return err
		}
	}
	return disk.Replace(file, tempMark, []byte(content))
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
	case errors.Is(err, errNoFile) || errors.Is(err, errLarge) || errors.Is(err, syscall.ENOTDIR) || errors.Is(err, syscall.EISDIR):
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
