package reading

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"syscall"
	"time"

	"broadsheet/internal/disk"
)

// The store is a file of lines (see line.go), one file a library, in one folder
// for all of them. Any number of programs may use it at once:
//
//   - A record is appended as one write, synced before Keep returns. A line
//     that a kill or a full disk cut short is closed by the next one that
//     writes, so that it costs itself alone.
//   - Who writes holds a lock on the file .lock; who reads needs none.
//   - A file that has grown to grown times what it holds is written anew
//     without the lines that count no more: aside, synced, renamed. A kill
//     leaves the old file and a temporary one, no more.
const (
	suffix   = ".jsonl"
	lockName = ".lock"
	tempMark = ".new-"
	grown    = 4
	small    = 64 << 10  // bytes of a file that is never written anew
	largest  = 256 << 20 // bytes of a file that is read
)

// A Store is what is known of the reading of one library. It may be used by
// several goroutines.
type Store struct {
	dir, file string

	mu   sync.Mutex
	next int64 // bytes of the file from which on it is looked at whether it has grown too much
}

// Open opens the store of a library in a folder; key is its library.Library.Key.
// Nothing is read or made: the folder is made when the first record is kept.
// The error is of a folder that cannot be one, or cannot be looked at; what was
// read is not known then, and no fault of the briefs.
func Open(folder, key string) (*Store, error) {
	s := &Store{dir: folder, file: filepath.Join(folder, fileName(key)), next: small}
	info, err := os.Stat(folder)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return s, nil
	case err != nil:
		return nil, s.trouble("open what was read", err)
	case !info.IsDir():
		return nil, s.trouble("open what was read", syscall.ENOTDIR)
	}
	return s, nil
}

// fileName is a library's key where that is letters and digits, as all are;
// else a digest of it.
func fileName(key string) string {
	if key == "" || len(key) > 64 || strings.Trim(key, "0123456789abcdefghijklmnopqrstuvwxyz") != "" {
		sum := sha256.Sum256([]byte(key))
		key = "x" + hex.EncodeToString(sum[:12])
	}
	return key + suffix
}

// File is where the records are kept. It need not exist.
func (s *Store) File() string { return s.file }

// All reads the records, by the path of their brief; none where nothing was
// kept yet. Lines that cannot be read do not count. The error says what could
// not be read and what to do.
func (s *Store) All() (map[string]Record, error) {
	content, err := disk.Read(s.file, largest)
	if errors.Is(err, fs.ErrNotExist) {
		return map[string]Record{}, nil
	}
	if err != nil {
		return nil, s.trouble("read what was read", err)
	}
	all := map[string]Record{}
	latest(content, all, nil)
	return all, nil
}

// Keep notes records in the place of those of the same paths. At is the time
// of the call where it is zero or no year of four digits. When Keep returns
// without an error they are on the disk, all of them; the error says what
// happened and what to do, and nothing that was kept before is lost.
func (s *Store) Keep(records ...Record) error {
	var lines []byte
	for _, r := range records {
		if r.Path == "" {
			return errors.New("note what was read: a record has no path")
		}
		if r.At = r.At.UTC().Round(0); r.At.Year() < 1970 || r.At.Year() > 9999 {
			r.At = time.Now().UTC().Round(0)
		}
		lines = append(lines, encode(r)...)
	}
	if len(lines) == 0 {
		return nil
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	err := s.locked(func(held bool) error { return s.append(lines, held) })
	if err != nil {
		return s.trouble("note what was read", err)
	}
	return nil
}

// locked carries out do while no other program writes into the folder, which is
// made where there is none. held is false on a file system without locks.
func (s *Store) locked(do func(held bool) error) error {
	if err := disk.MakeFolder(s.dir); err != nil {
		return err
	}
	lock, held, err := disk.WaitLock(filepath.Join(s.dir, lockName))
	if err != nil {
		return err
	}
	defer lock.Unlock()
	return do(held)
}

// append writes lines at the end of the file. held tells that the lock is.
func (s *Store) append(lines []byte, held bool) error {
	f, size, err := disk.Open(s.file, os.O_RDWR|os.O_APPEND|os.O_CREATE, largest)
	if err != nil {
		return err
	}
	defer f.Close()
	if size > 0 {
		end := make([]byte, 1)
		if _, err := f.ReadAt(end, size-1); err != nil {
			return err
		}
		if end[0] != '\n' {
			lines = append([]byte("\n"), lines...)
		}
	}
	if _, err = f.Write(lines); err == nil {
		err = f.Sync()
	}
	if err != nil {
		if held {
			_ = f.Truncate(size) // if it can not be done, the next to write closes the half line
		}
		return err
	}
	if size == 0 {
		err = disk.Sync(s.dir)
	}
	if size += int64(len(lines)); held && size > s.next {
		s.shorten()
	}
	return err
}

// shorten writes the file anew without the lines that count no more, if they
// are most of it. It needs the lock. Where it fails the file is what it was,
// and it is tried again when the file has doubled.
func (s *Store) shorten() {
	disk.Sweep(s.dir, tempMark)
	content, err := disk.Read(s.file, largest)
	if err != nil {
		return
	}
	var lines []string
	latest(content, map[string]Record{}, func(text string) { lines = append(lines, text+"\n") })
	slices.Reverse(lines)
	whole := []byte(strings.Join(lines, ""))
	if len(content) > small && len(content) > grown*len(whole) {
		err = disk.Replace(s.file, tempMark, whole)
	}
	if s.next = max(small, grown*int64(len(whole))); err != nil {
		s.next = 2 * int64(len(content))
	}
}

// trouble wraps an error with what was being done, where, and what to do.
func (s *Store) trouble(doing string, err error) error {
	where := s.file
	var path *fs.PathError
	if errors.As(err, &path) {
		if err = path.Err; filepath.Dir(path.Path) != s.dir {
			where = path.Path
		}
	}
	do := "you can read on, but it is not remembered what you have read"
	switch {
	case disk.Full(err):
		do += "; make room on the disk"
	case errors.Is(err, syscall.EROFS) || errors.Is(err, fs.ErrPermission):
		do += "; make it and its folder readable and writable, or choose another folder with XDG_STATE_HOME"
	case disk.Misplaced(err):
		do += "; move it away"
	}
	return fmt.Errorf("%s in %s: %w; %s", doing, where, err, do)
}
