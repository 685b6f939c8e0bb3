package bookmark

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"broadsheet/internal/disk"
)

// The trash keeps deleted bookmarks under their names, and of edited ones what
// they were before, under the name with "~" and a number, the latest the
// highest. What an undone edit had made is there with the ending undone, for who
// looks for it: it may have been written by hand since. A file's time there is that
// of the change, and later than those of all changes before, whatever the clock
// said: the order of undoing hangs on it.
const (
	earlier = "~"
	undone  = ".undone"
)

// Remove moves a bookmark into the trash.
func (s *Store) Remove(id string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	name, ok := s.files[id]
	if !ok {
		return errUnknown
	}
	bin := filepath.Join(s.dir, trash)
	if err := s.mkdir(bin); err != nil {
		return err
	}
	lock, err := s.lock()
	if err != nil {
		return s.trouble("delete the bookmark", err, "")
	}
	defer lock.Unlock()
	when := nextChange(bin)
	err = os.Rename(filepath.Join(s.dir, name), filepath.Join(bin, name))
	switch {
	case errors.Is(err, fs.ErrNotExist):
		err = nil // somebody else was quicker
	case err == nil:
		_ = os.Chtimes(filepath.Join(bin, name), when, when)
	}
	if err == nil {
		err = errors.Join(disk.Sync(bin), disk.Sync(s.dir))
	}
	if err != nil {
		return s.trouble("delete the bookmark", err, "")
	}
	delete(s.files, id)
	delete(s.loaded, name)
	return nil
}

// nextChange is the time for a file that comes into the trash now: the present,
// or just after the latest that is there, where the clock was ahead before.
func nextChange(bin string) time.Time {
	now := time.Now()
	entries, _ := os.ReadDir(bin)
	for _, e := range entries {
		if info, err := e.Info(); err == nil && !info.ModTime().Before(now) {
			now = info.ModTime().Add(time.Second) // some file systems count no less
		}
	}
	return now
}

// setAside keeps what a file has in the trash, before it is replaced, with that
// ending.
func (s *Store) setAside(name, ending string) error {
	bin := filepath.Join(s.dir, trash)
	if err := s.mkdir(bin); err != nil {
		return err
	}
	content, err := readFile(filepath.Join(s.dir, name))
	if err != nil {
		return err
	}
	temp, err := disk.Temporary(s.dir, tempMark, content)
	if err != nil {
		return err
	}
	when := nextChange(bin)
	_ = os.Chtimes(temp, when, when)
	base, last := strings.TrimSuffix(name, suffix), 0
	entries, _ := os.ReadDir(bin)
	for _, e := range entries {
		if of, n := editionOf(e.Name(), ending); of == name {
			last = max(last, n)
		}
	}
	for n := last + 1; n < last+8; n++ {
		err = claim(temp, filepath.Join(bin, base+earlier+strconv.Itoa(n)+ending))
		if !errors.Is(err, fs.ErrExist) {
			break
		}
	}
	if err != nil {
		os.Remove(temp)
		return err
	}
	return disk.Sync(bin)
}

// editionOf takes the name of a file in the trash apart: the name of the
// bookmark's file, and the number of the version, 0 for a deleted bookmark.
func editionOf(name, ending string) (of string, n int) {
	base, number, ok := strings.Cut(strings.TrimSuffix(name, ending), earlier)
	if n, err := strconv.Atoi(number); ok && err == nil && n > 0 {
		return base + suffix, n
	}
	return name, 0
}

// Restore takes a bookmark back out of the trash. Where it is not deleted but
// was edited, it becomes what it was before the last edit.
func (s *Store) Restore(id string) (Bookmark, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if _, err := s.trashed(id); err != nil {
		return Bookmark{}, err
	}
	lock, err := s.lock()
	if err != nil {
		return Bookmark{}, s.trouble("restore the bookmark", err, "")
	}
	defer lock.Unlock()
	file, err := s.trashed(id)
	if err != nil {
		return Bookmark{}, err
	}
	return s.restore(file)
}

// restore brings a file of the trash back to its name.
func (s *Store) restore(file string) (Bookmark, error) {
	bin := filepath.Join(s.dir, trash)
	name, n := editionOf(file, suffix)
	from, to := filepath.Join(bin, file), filepath.Join(s.dir, name)
	var err error
	if n > 0 {
		if err = s.setAside(name, undone); err == nil || errors.Is(err, fs.ErrNotExist) {
			err = s.putBack(from, name)
		}
	} else {
		err = claim(from, to)
		if errors.Is(err, fs.ErrExist) && oneFile(from, to) { // a restoring was killed halfway
			err = os.Remove(from)
		}
	}
	if err != nil {
		return Bookmark{}, s.trouble("restore the bookmark", err, "its file is in "+bin)
	}
	if err := errors.Join(disk.Sync(s.dir), disk.Sync(bin)); err != nil {
		return Bookmark{}, s.trouble("restore the bookmark", err, "")
	}
	return s.keep(name), nil
}

// putBack puts an earlier version in the place of a bookmark's file, or of what
// that leads to where it is a link.
func (s *Store) putBack(from, name string) error {
	to := filepath.Join(s.dir, name)
	if info, err := os.Lstat(to); err != nil || info.Mode()&fs.ModeSymlink == 0 {
		return os.Rename(from, to)
	}
	content, err := readFile(from)
	if err == nil {
		err = s.replace(name, content)
	}
	if err == nil {
		err = os.Remove(from)
	}
	return err
}

// oneFile tells whether two names are of one file.
func oneFile(a, b string) bool {
	x, errX := os.Lstat(a)
	y, errY := os.Lstat(b)
	return errX == nil && errY == nil && os.SameFile(x, y)
}

// deleted tells whether a bookmark with an ID is in the trash.
func (s *Store) deleted(id string) bool {
	_, err := os.Lstat(filepath.Join(s.dir, trash, id+suffix))
	return err == nil
}

// trashed is the file of the trash that Restore brings back: the deleted
// bookmark, or else the latest of what it was before.
func (s *Store) trashed(id string) (string, error) {
	best, latest := "", -1
	entries, _ := os.ReadDir(filepath.Join(s.dir, trash))
	for _, e := range entries {
		name, n := editionOf(e.Name(), suffix)
		if strings.TrimSuffix(name, suffix) != id && copyID(name) != id { // a copy's ID is made from its name
			continue
		}
		if n == 0 {
			return e.Name(), nil
		}
		if n > latest {
			best, latest = e.Name(), n
		}
	}
	if best == "" {
		return "", fmt.Errorf("no deleted or edited bookmark %q in %s", id, filepath.Join(s.dir, trash))
	}
	return best, nil
}

// Undo takes back the last deletion or edit of a bookmark, whoever made it,
// and gives the bookmark as it is then; edited tells which of the two it was.
func (s *Store) Undo() (b Bookmark, edited bool, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	nothing := errors.New("nothing to undo: no bookmark has been deleted or edited")
	lock, err := s.lock()
	if errors.Is(err, fs.ErrNotExist) { // there is no folder yet
		return Bookmark{}, false, nothing
	}
	if err != nil {
		return Bookmark{}, false, s.trouble("undo", err, "")
	}
	defer lock.Unlock()
	entries, _ := os.ReadDir(filepath.Join(s.dir, trash))
	entries = slices.DeleteFunc(entries, func(e fs.DirEntry) bool { return !strings.HasSuffix(e.Name(), suffix) })
	if len(entries) == 0 {
		return Bookmark{}, false, nothing
	}
	last, when := "", time.Time{}
	for _, e := range entries {
		info, err := e.Info()
		if err != nil {
			continue
		}
		if _, n := editionOf(e.Name(), suffix); last == "" || info.ModTime().After(when) || info.ModTime().Equal(when) && n > 0 {
			last, when = e.Name(), info.ModTime()
		}
	}
	_, n := editionOf(last, suffix)
	b, err = s.restore(last)
	return b, n > 0, err
}
