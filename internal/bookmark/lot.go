package bookmark

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"sync"

	"broadsheet/internal/disk"
)

// lot is how many bookmarks AddAll brings to the disk at once. To wait for the
// disk takes nearly all of the time, and many waits at once take hardly longer
// than one.
const lot = 64

// importName is locked by who imports: two that do so at once would both find
// that nothing is there yet.
const importName = ".import"

// StartImport keeps others from importing until end is called; the error says
// that another does so. A file system without locks is used without.
func (s *Store) StartImport() (end func(), err error) {
	if err := s.mkdir(s.dir); err != nil {
		return nil, err
	}
	lock, err := disk.TryLock(filepath.Join(s.dir, importName))
	switch {
	case err == nil:
		return func() { _ = lock.Unlock() }, nil
	case errors.Is(err, disk.ErrTaken):
		return nil, errors.New("another program is importing bookmarks; import the file when it has ended, nothing comes twice")
	}
	return func() {}, nil // what else is wrong is said when the first is written
}

// AddAll keeps many new bookmarks, each as Add does, and tells added how many of
// them are on the disk, after each few. Where it ends early, by ctx or by an
// error, those are the first of the list, and no other is kept.
func (s *Store) AddAll(ctx context.Context, list []Bookmark, added func(n int)) error {
	for n := 0; n < len(list); {
		if err := ctx.Err(); err != nil {
			return err
		}
		kept, err := s.addLot(list[n:min(n+lot, len(list))])
		n += kept
		added(n)
		if err != nil {
			return err
		}
	}
	return nil
}

// addLot keeps a few bookmarks, and says how many of them are on the disk: the
// first ones, where there is an error.
func (s *Store) addLot(list []Bookmark) (kept int, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.mkdir(s.dir); err != nil {
		return 0, err
	}
	lock, err := s.lock()
	if err != nil {
		return 0, s.at("save the bookmarks", err, s.remedy(err))
	}
	defer lock.Unlock()
	fresh := make([]Bookmark, len(list))
	for i, b := range list {
		fresh[i] = s.fresh(b)
	}
	temps, failed := s.temporaries(fresh)
	for i, b := range fresh {
		if err == nil {
			err = failed[i]
		}
		if err == nil {
			fresh[i], err = s.named(temps[i], b)
		}
		if err == nil {
			kept++
		} else if temps[i] != "" {
			os.Remove(temps[i]) // left over, it is swept
		}
	}
	if kept > 0 {
		if failed := disk.Sync(s.dir); failed != nil {
			kept, err = 0, failed
		}
	}
	for _, b := range fresh[:kept] {
		s.keep(b.ID + suffix)
	}
	if err != nil {
		err = s.at("save the bookmarks", err, s.remedy(err)) // some are saved
	}
	return kept, err
}

// named gives a temporary file the name of its bookmark. Where that is taken,
// the bookmark is written anew under another.
func (s *Store) named(temp string, b Bookmark) (Bookmark, error) {
	err := claim(temp, filepath.Join(s.dir, b.ID+suffix))
	if !errors.Is(err, fs.ErrExist) {
		return b, err
	}
	os.Remove(temp)
	return s.write(b, nil)
}

// temporaries writes the files of bookmarks under names of their own, all at
// once, and gives those names, or why there is none.
func (s *Store) temporaries(list []Bookmark) (names []string, failed []error) {
	names, failed = make([]string, len(list)), make([]error, len(list))
	var writing sync.WaitGroup
	for i, b := range list {
		writing.Go(func() {
			content, err := fileOf(b, nil)
			if err == nil {
				names[i], err = disk.Temporary(s.dir, tempMark, content)
			}
			failed[i] = err
		})
	}
	writing.Wait()
	return names, failed
}
