package bookmark

import (
	"errors"
	"fmt"
	"hash/fnv"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"

	"broadsheet/internal/brief"
)

// New is the bookmark of an anchor that has just been made in a brief of a
// library. Also is not known then: see Elsewhere.
func New(a Anchor, of *brief.Brief, lib Reader) Bookmark {
	return Bookmark{}.Attach(a, of, lib)
}

// Attach gives a bookmark another place, chosen by its reader: the note, the
// tags and the rest stay. Also is not known then: see Elsewhere.
func (b Bookmark) Attach(to Anchor, of *brief.Brief, lib Reader) Bookmark {
	b.Title, b.Source, b.Date = of.Title, of.Source, of.Date
	b.Tags = slices.Clone(b.Tags)
	b.settle(to, lib)
	return b
}

// settle puts a bookmark at a place that has just been anchored.
func (b *Bookmark) settle(at Anchor, lib Reader) {
	b.Anchor, b.Library = at, lib.Key()
	b.File, _ = lib.Disk(at.Path)
	b.Check = b.check()
}

// Renewed is a bookmark that its reader edits in a library, as it would be made
// there today, where the file is what it was when the words were marked, to the
// byte: one of an earlier version comes to know what it did not keep. Where the
// library that it was made in has another name now, it becomes this one's, and
// no longer that of a copy, too. Anything else stays as it is.
func (b Bookmark) Renewed(lib Reader) Bookmark {
	moved := b.Library != lib.Key()
	if moved && (b.File == "" || !noFile(rootOf(b.File, b.Path))) || !moved && b.Outline != "" && b.Check != 0 {
		return b
	}
	text, e, err := lib.Read(b.Path)
	if err != nil || !b.unchanged(e.Hash) {
		return b
	}
	a := Anchored(text, b.Path, e.Hash, brief.Span{Start: b.Start, End: b.End})
	if a.Quote != b.Quote || a.Start != b.Start || a.End != b.End {
		return b
	}
	a.Also = b.Also
	b.settle(a, lib)
	return b
}

// check is what Check is for a bookmark that nobody has edited.
func (m *Bookmark) check() uint64 {
	h := fnv.New64a()
	fmt.Fprintf(h, "%x %d %d ", m.Hash, m.Start, m.End)
	h.Write([]byte(m.Quote))
	return max(h.Sum64(), 1)
}

// Strangers are the bookmarks that InLibrary has left out, as items that have
// not been looked for.
func Strangers(marks []Bookmark, found []Item) []Item {
	here := make(map[string]bool, len(found))
	for _, it := range found {
		here[it.Bookmark.ID] = true
	}
	var rest []Item
	for _, m := range marks {
		if !here[m.ID] {
			rest = append(rest, Item{Bookmark: m, Path: m.Path, Place: Place{State: Unsought, Passage: -1}})
		}
	}
	return rest
}

// A belonging says what a library has on a bookmark.
type belonging uint8

const (
	ours    belonging = iota // made in this library, or in a file of its
	theirs                   // made in a file that is still there, outside this library
	unknown                  // of a version that did not keep the file, or of a library without files
	stray                    // its file is no longer there
)

// sought is a bookmark that is looked for in a library.
type sought struct {
	*Bookmark
	at    string // the path that its brief has in this library, if it is there
	whose belonging
}

// at says of each bookmark where it is to be looked for, and who has a claim on
// it. Of a bookmark that was made in another library no more than its file is
// looked for on the disk.
func (f *finder) at(marks []Bookmark) []sought {
	key, list := f.lib.Key(), make([]sought, len(marks))
	for _, m := range marks {
		if m.Library == key && (f.first.IsZero() || m.Created.Before(f.first)) {
			f.first = m.Created
		}
	}
	known := map[string]sought{} // by file
	for i := range marks {
		m := &marks[i]
		s := sought{m, m.Path, ours}
		if m.Library != key {
			of, ok := known[m.File]
			if !ok {
				of.at, of.whose = f.claims(m.File)
				known[m.File] = of
			}
			s.whose = of.whose
			if of.at != "" {
				s.at = of.at
			}
		}
		list[i] = s
	}
	return list
}

// claims says what claim the library has on a file, and its path there.
func (f *finder) claims(file string) (path string, whose belonging) {
	if file == "" {
		return "", unknown
	}
	if p, inside := f.lib.Path(file); inside {
		return p, ours
	}
	if noFile(file) {
		return "", stray
	}
	return "", theirs
}

// noFile tells that there is no such file or folder, for certain.
func noFile(name string) bool {
	_, err := os.Stat(name)
	return errors.Is(err, fs.ErrNotExist) || errors.Is(err, syscall.ENOTDIR)
}

// keeps tells that a bookmark that is lost is to be listed with this library:
// its own, or, where that is no longer there, one that has places that may be
// the bookmark's, or a brief of its path and may be the same under another name;
// where it is not known, one with a brief of its path and title. of is the brief
// of its path, nil where there is none.
func (f *finder) keeps(m sought, of *brief.Brief, places int) bool {
	switch m.whose {
	case ours:
		return true
	case stray:
		// One in which marks were made before this one was another library then.
		renamed := f.first.IsZero() || m.Created.Before(f.first)
		may := places > 0 || of != nil && (renamed || of.Title == m.Title)
		return may && noFile(rootOf(m.File, m.Path))
	case unknown:
		return of != nil && of.Title == m.Title
	}
	return false
}

// rootOf is the library's folder that a file lies in under a path: what is left
// of the file's name without the folders that are in the path, too.
func rootOf(file, path string) string {
	parts := strings.Split(path, "/")
	for i := len(parts) - 1; i >= 0 && filepath.Base(file) == parts[i]; i-- {
		file = filepath.Dir(file)
	}
	return file
}
