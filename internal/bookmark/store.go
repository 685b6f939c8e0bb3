package bookmark

import (
	"crypto/rand"
	"errors"
	"fmt"
	"hash/fnv"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"time"

	"broadsheet/internal/disk"
)

// The store is a folder with one Markdown file a bookmark, named after its ID
// (see record.go). Any number of programs may use it at once:
//
//   - A new bookmark is written to a temporary file in the folder, synced,
//     linked to its name (which fails where the name is taken) and the folder
//     synced; only then Add returns. A kill leaves a temporary file, no more.
//   - An edit compares the file with what was loaded. If somebody else has
//     changed it meanwhile both are kept, the edit under a new ID.
//   - A deleted bookmark is moved into the folder .trash, and what an edited one
//     was before is kept there; Restore and Undo bring them back. What they take
//     the place of is kept there, too.
//   - Edits and deletions hold a lock on the file .lock, so that none falls
//     between another's compare and replace.
//   - A file that can not be read is a Problem and is never touched. Copies
//     that a sync tool made of a file in conflict are bookmarks of their own.
const (
	suffix    = ".md"
	trash     = ".trash"
	lockName  = ".lock"
	tempMark  = ".new-"
	tempAge   = time.Hour // of a temporary file that nobody can still be writing
	largest   = 16 << 20  // bytes of a file
	idLetters = "0123456789abcdefghijklmnopqrstuvwxyz"
)

// A Store is a folder of bookmarks. It may be used by several goroutines.
type Store struct {
	dir string
	of  string // key of the library that it lies in; "" for none

	mu     sync.Mutex
	loaded map[string]*record // by file name
	files  map[string]string  // ID -> file name
}

// A record is a file as it was when it was loaded.
type record struct {
	size    int64
	changed time.Time // zero where it could not be looked at
	b       Bookmark
	others  yamlNodes
	problem *Problem
}

// Open opens the store in a folder and says which of its files can not be
// read. The folder need not exist: it is made when the first bookmark is
// added. The error is one of reading the folder itself.
func Open(dir string) (*Store, []Problem, error) { return OpenOf(dir, "") }

// OpenOf opens the store that lies in a library's own folder. What it holds
// belongs to the library with this key, whatever key that had on the machine
// where the bookmark was made.
func OpenOf(dir, library string) (*Store, []Problem, error) {
	s := &Store{dir: dir, of: library, loaded: map[string]*record{}, files: map[string]string{}}
	s.sweep()
	_, problems, err := s.All()
	return s, problems, err
}

// Dir is the store's folder.
func (s *Store) Dir() string { return s.dir }

// All reads the folder again and gives its bookmarks, the oldest first, and
// the files that can not be read. Files that have not changed since the last
// call are not read again. A folder that does not exist has no bookmarks.
func (s *Store) All() ([]Bookmark, []Problem, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.load(); err != nil {
		return nil, nil, err
	}
	bookmarks, problems := []Bookmark{}, []Problem(nil)
	for _, name := range s.names() {
		r := s.loaded[name]
		switch {
		case r.problem != nil:
			problems = append(problems, *r.problem)
		case s.files[r.b.ID] == name:
			bookmarks = append(bookmarks, copied(r.b))
		}
	}
	slices.SortStableFunc(bookmarks, func(a, b Bookmark) int {
		if c := a.Created.Compare(b.Created); c != 0 {
			return c
		}
		return strings.Compare(a.ID, b.ID)
	})
	return bookmarks, problems, nil
}

// copied is a bookmark whose slices are the caller's own.
func copied(b Bookmark) Bookmark {
	b.Tags, b.Heading, b.Also = slices.Clone(b.Tags), slices.Clone(b.Heading), slices.Clone(b.Also)
	b.Alike, b.AlikeWhole = slices.Clone(b.Alike), slices.Clone(b.AlikeWhole)
	return b
}

// own is a bookmark as it is kept here: in a library's own folder, which
// travels, not with where that lies on this machine.
func (s *Store) own(b Bookmark) Bookmark {
	if s.of != "" {
		b.File = ""
	}
	return copied(b)
}

// names are the loaded files in order.
func (s *Store) names() []string {
	names := make([]string, 0, len(s.loaded))
	for name := range s.loaded {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// load brings s.loaded and s.files up to date with the folder.
func (s *Store) load() error {
	entries, err := os.ReadDir(s.dir)
	if errors.Is(err, fs.ErrNotExist) {
		entries, err = nil, nil
	}
	if err != nil {
		return s.at("read the bookmarks", err, "make the folder readable")
	}
	now := make(map[string]*record, len(entries))
	for _, e := range entries {
		name := e.Name()
		if !holdsOne(name) {
			continue
		}
		r := s.loaded[name]
		if r == nil || r.problem != nil || s.edited(e, r) {
			r = s.read(name)
		}
		if r != nil {
			now[name] = r
		}
	}
	s.loaded = now
	s.identify()
	return nil
}

// holdsOne tells whether a file of that name is one of a bookmark.
func holdsOne(name string) bool {
	return !strings.HasPrefix(name, ".") && strings.HasSuffix(name, suffix)
}

// edited tells whether a file, or what it leads to where it is a link, is not
// what it was when it was loaded.
func (s *Store) edited(e fs.DirEntry, r *record) bool {
	info, err := e.Info()
	if e.Type()&fs.ModeSymlink != 0 {
		info, err = os.Stat(filepath.Join(s.dir, e.Name()))
	}
	if err != nil || r.changed.IsZero() {
		return err == nil || !r.changed.IsZero()
	}
	return info.Size() != r.size || !info.ModTime().Equal(r.changed)
}

// read reads one file; nil where it has vanished.
func (s *Store) read(name string) *record {
	path := filepath.Join(s.dir, name)
	r := &record{}
	fail := func(line int, reason string) *record {
		r.problem = &Problem{File: path, Line: line, Reason: reason}
		return r
	}
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		if _, err := os.Lstat(path); err == nil {
			return fail(0, "a link to a file that is not there; move it out of the folder of bookmarks, or bring that file back")
		}
		return nil
	case err != nil:
		return fail(0, "can not be read: "+err.Error())
	}
	r.size, r.changed = info.Size(), info.ModTime()
	switch {
	case !info.Mode().IsRegular():
		return fail(0, "not a regular file; move it out of the folder of bookmarks")
	case info.Size() > largest:
		return fail(0, fmt.Sprintf("larger than %d MB; move it out of the folder of bookmarks", largest>>20))
	}
	content, err := readFile(path)
	if err != nil {
		return fail(0, "can not be read: "+err.Error())
	}
	b, others, err := decode(content)
	if f := (*flaw)(nil); errors.As(err, &f) {
		return fail(f.line, f.reason)
	}
	b.read = digest(content)
	if s.of != "" {
		b.Library, b.File = s.of, ""
	}
	r.b, r.others = b, others
	return r
}

// readFile reads a file without waiting for a writer, should it be a pipe by now.
func readFile(path string) ([]byte, error) {
	f, err := os.OpenFile(path, os.O_RDONLY|syscall.O_NONBLOCK, 0)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(io.LimitReader(f, largest))
}

// identify gives each loaded file its ID. The file that is named after its ID
// owns it; any other file with it, such as a sync tool's copy, gets one made
// from its name, and does not count where it says nothing else.
func (s *Store) identify() {
	s.files = make(map[string]string, len(s.loaded))
	var rest []string
	for _, name := range s.names() {
		r := s.loaded[name]
		if r.problem != nil {
			continue
		}
		if r.b.ID = strings.TrimSuffix(name, suffix); validID(r.b.ID) {
			s.files[r.b.ID] = name
			continue
		}
		rest = append(rest, name)
	}
	seen := map[uint64]bool{}
	for name, r := range s.loaded {
		if s.files[r.b.ID] == name {
			seen[r.b.read] = true
		}
	}
	for _, name := range rest {
		r := s.loaded[name]
		r.b.ID = copyID(name)
		if !seen[r.b.read] && s.files[r.b.ID] == "" {
			s.files[r.b.ID] = name
		}
	}
}

// copyID makes the ID of a file that is not named after one.
func copyID(name string) string {
	return "c" + strconv.FormatUint(digest([]byte(name))>>16, 36)
}

// digest tells one content of a file from another.
func digest(content []byte) uint64 {
	h := fnv.New64a()
	h.Write(content)
	return max(h.Sum64(), 1)
}

// validID tells whether a file's name without its ending may be an ID.
func validID(id string) bool {
	return len(id) >= 4 && len(id) <= 16 && strings.Trim(id, idLetters) == ""
}

// Add keeps a new bookmark and gives it back with its ID, and the time it was
// made where Created is zero. One that had an ID, in an export, keeps it where
// no other has or had it. When Add returns without an error the bookmark
// is on the disk.
func (s *Store) Add(b Bookmark) (Bookmark, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.mkdir(s.dir); err != nil {
		return b, err
	}
	if validID(b.ID) { // so that it does not come into the trash, and is taken, meanwhile
		lock, err := s.lock()
		if err != nil {
			return b, s.trouble("save the bookmark", err, "")
		}
		defer lock.Unlock()
	}
	return s.add(b, nil)
}

func (s *Store) add(b Bookmark, others yamlNodes) (Bookmark, error) {
	b, err := s.write(s.fresh(b), others)
	if err != nil {
		return b, s.trouble("save the bookmark", err, "")
	}
	return s.keep(b.ID + suffix), nil
}

// write writes the file of a new bookmark, under another ID where its own is
// taken.
func (s *Store) write(b Bookmark, others yamlNodes) (Bookmark, error) {
	for range 8 {
		content, err := fileOf(b, others)
		if err == nil {
			err = s.create(b.ID+suffix, content)
		}
		if !errors.Is(err, fs.ErrExist) {
			return b, err
		}
		b.ID = newID(time.Now())
	}
	return b, errors.New("no free name found; try again")
}

// fresh is a bookmark as a new one is kept: with a time, and an ID that no
// deleted one has.
func (s *Store) fresh(b Bookmark) Bookmark {
	b = s.own(b)
	if b.Created = b.Created.UTC().Round(0); b.Created.Before(time.Unix(1, 0)) || b.Created.Year() > 9999 {
		b.Created = time.Now().UTC().Round(0)
	}
	if !validID(b.ID) || s.deleted(b.ID) {
		b.ID = newID(time.Now())
	}
	return b
}

// keep loads a file that was just written and gives its bookmark.
func (s *Store) keep(name string) Bookmark {
	r := s.read(name)
	if r == nil || r.problem != nil {
		return Bookmark{ID: strings.TrimSuffix(name, suffix)}
	}
	s.loaded[name] = r
	if r.b.ID = strings.TrimSuffix(name, suffix); !validID(r.b.ID) {
		r.b.ID = copyID(name)
	}
	s.files[r.b.ID] = name
	return copied(r.b)
}

// newID is ten letters and digits: five for the minute, so that files sort by
// age, and five by chance. (36^5 minutes are 115 years; of 1,000 bookmarks
// made in one minute two get the same by a chance of 1 in 120, and then Add
// takes another.)
func newID(now time.Time) string {
	const n = 36 * 36 * 36 * 36 * 36
	minutes := now.Unix() / 60 % n
	var raw [8]byte
	rand.Read(raw[:]) // never fails
	var chance uint64
	for _, c := range raw {
		chance = chance<<8 | uint64(c)
	}
	five := func(v uint64) string {
		t := strconv.FormatUint(v, 36)
		return strings.Repeat("0", 5-len(t)) + t
	}
	return five(uint64(max(minutes, 0))) + five(chance%n)
}

// Update saves an edited bookmark in the place of the one with its ID, which
// must come from All, Add, Update or Restore. Where the file was changed or
// deleted by somebody else since then, it is left alone and the edit is saved
// as a bookmark of its own: the result then has another ID.
func (s *Store) Update(b Bookmark) (Bookmark, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	name, ok := s.files[b.ID]
	if !ok {
		return b, errUnknown
	}
	b = s.own(b)
	loaded := s.loaded[name]
	if b.Created = b.Created.UTC().Round(0); b.Created.Year() > 9999 || b.Created.Year() < 1 {
		b.Created = loaded.b.Created
	}
	lock, err := s.lock()
	if err != nil {
		return b, s.trouble("save the bookmark", err, "")
	}
	defer lock.Unlock()
	content, err := readFile(filepath.Join(s.dir, name))
	if b.read == 0 {
		b.read = loaded.b.read
	}
	if err != nil || digest(content) != b.read {
		b.ID = ""
		return s.add(b, loaded.others)
	}
	if content, err = fileOf(b, loaded.others); err == nil {
		err = s.setAside(name, suffix)
	}
	if err == nil {
		err = s.replace(name, content)
	}
	if err != nil {
		return b, s.trouble("save the bookmark", err, "")
	}
	return s.keep(name), nil
}

// fileOf is the content of a bookmark's file. The error is of one that would be
// too large to be read again.
func fileOf(b Bookmark, others yamlNodes) ([]byte, error) {
	content := encode(b, others)
	if len(content) > largest {
		return nil, fmt.Errorf("its words and its note come to more than %d MB; mark less, or write less", largest>>20)
	}
	return content, nil
}

// errUnknown is said of a bookmark that was listed and is deleted meanwhile.
var errUnknown = errors.New("this bookmark is no longer there; another program may have deleted it")

// trouble wraps an error with what was being done, where, and what to do.
func (s *Store) trouble(doing string, err error, do string) error {
	if known := s.remedy(err); known != "" {
		do = "nothing was changed; " + known
	}
	return s.at(doing, err, do)
}

// at wraps an error with what was being done, in the store's folder, and what
// to do; "" for nothing.
func (s *Store) at(doing string, err error, do string) error {
	if path := (*fs.PathError)(nil); errors.As(err, &path) {
		err = path.Err // the folder is named here, temporary names help nobody
	}
	if do != "" {
		do = "; " + do
	}
	return fmt.Errorf("%s in %s: %w%s", doing, s.dir, err, do)
}

// remedy is what to do about an error of the disk that is known; "" for others.
func (s *Store) remedy(err error) string {
	switch {
	case disk.Full(err):
		return "make room on the disk and try again"
	case !errors.Is(err, syscall.EROFS) && !errors.Is(err, fs.ErrPermission):
		return ""
	case s.of != "":
		return "make the library's folder writable, or keep bookmarks in yours: bookmarks = \"home\" in the configuration"
	}
	return "make the folder writable, or choose another with XDG_DATA_HOME"
}
