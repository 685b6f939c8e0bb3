package bookmark

import (
	"bytes"
	"cmp"
	"context"
	"maps"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"
	"unicode/utf8"

	"broadsheet/internal/brief"
	"broadsheet/internal/library"
	"broadsheet/internal/query"
	"broadsheet/internal/terms"
)

// A Reader reads the briefs of a library. *library.Library is one.
type Reader interface {
	Read(path string) (*brief.Brief, library.Entry, error)
	Key() string
	Disk(path string) (file string, onDisk bool)
	Path(file string) (path string, inside bool)
}

// A Search gives the paths of the briefs that have the most of some words, the
// best first. It is how a brief is found that was both moved and edited.
type Search func(ctx context.Context, words string) []string

// InLibrary finds every bookmark in the library that entries lists, and gives
// those that belong there: made in this library or in a file of its, or, where
// the file that it was made in is no longer there, with a brief that this
// library has: under its old path, by its content under another, or by the
// bookmark's rarer words. The others belong to another library and are left
// out, not lost: see Strangers. like may be nil. The error is that of ctx.
func InLibrary(ctx context.Context, lib Reader, entries []library.Entry, like Search, marks []Bookmark) ([]Item, error) {
	f := finder{ctx: ctx, lib: lib, like: like, byHash: map[uint64][]string{}, hashes: map[string]uint64{}, open: map[string]func() *opened{}}
	for _, e := range entries {
		f.hashes[e.Path] = e.Hash
		f.byHash[e.Hash] = append(f.byHash[e.Hash], e.Path)
	}
	found := f.all(f.at(marks))
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	items := make([]Item, 0, len(marks))
	for _, it := range found {
		if it != nil {
			items = append(items, *it)
		}
	}
	return items, nil
}

// A finder finds bookmarks in a library, on all processors.
type finder struct {
	ctx    context.Context
	lib    Reader
	like   Search // nil: none
	byHash map[uint64][]string
	hashes map[string]uint64 // by path
	first  time.Time         // when the first of the bookmarks was made that were made in this library; zero for none

	lock sync.Mutex
	open map[string]func() *opened // briefs that bookmarks have been looked for in that are not of them
	size int                       // bytes of Raw of those, and of others that are read at the moment
}

// openMost is how many bytes of Raw are kept open; made ready, they take five to
// six times as much. A brief that is asked for again beyond that is read again.
const openMost = 16 << 20

// opened is a brief in which many bookmarks are looked for; nil where it cannot
// be read.
type opened struct {
	brief *brief.Brief
	once  sync.Once
	ready *Prepared
}

// prepared is the brief made ready, once somebody needs that.
func (o *opened) prepared() *Prepared {
	o.once.Do(func() { o.ready = Prepare(o.brief) })
	return o.ready
}

func (f *finder) read(path string) *opened {
	o := &opened{}
	if b, _, err := f.lib.Read(path); err == nil {
		o.brief = b
	}
	return o
}

// readOnce reads a brief, or gives it if it has been read of late.
func (f *finder) readOnce(path string) *opened {
	f.lock.Lock()
	read, ok := f.open[path]
	if !ok {
		read = sync.OnceValue(func() *opened {
			o := f.read(path)
			f.count(o)
			return o
		})
		f.open[path] = read
	}
	f.lock.Unlock()
	return read()
}

// count counts a brief that was read, and forgets all that were where they
// become too many: thousands of lost bookmarks may each have been looked for in
// five others.
func (f *finder) count(o *opened) {
	if o.brief == nil {
		return
	}
	f.lock.Lock()
	defer f.lock.Unlock()
	if f.size += len(o.brief.Raw); f.size > openMost {
		f.size = 0
		clear(f.open)
	}
}

// unchanged tells that the content of a file is what that of the bookmark's was
// when the mark was made, to the byte.
func (m *Bookmark) unchanged(hash uint64) bool {
	return m.Hash != 0 && hash == m.Hash && m.End > m.Start
}

// still tells that a file is unchanged and that nobody has edited what the
// bookmark says of it, so that it need not be read.
func (m *Bookmark) still(hash uint64) bool { return m.unchanged(hash) && m.Check == m.check() }

// standing is the place of a bookmark in a file that is what it was.
func (m *Bookmark) standing(path string, state State) Item {
	s := brief.Span{Start: m.Start, End: m.End}
	return Item{Bookmark: *m, Path: path, Place: Place{State: state, Span: s, Passage: -1}, Disk: s}
}

// all looks for each bookmark; nil stands for one that belongs to another
// library. Of a brief that has changed only one at a time is kept in memory by
// each worker, with all bookmarks that are in it.
func (f *finder) all(marks []sought) []*Item {
	found := make([]*Item, len(marks))
	var paths []string
	of := map[string][]int{} // the bookmarks, by path
	for i, m := range marks {
		if m.whose == theirs {
			continue
		}
		if h, there := f.hashes[m.at]; there && m.still(h) {
			it := m.standing(m.at, OK)
			found[i] = &it
			continue
		}
		if of[m.at] == nil {
			paths = append(paths, m.at)
		}
		of[m.at] = append(of[m.at], i)
	}
	each(f.ctx, len(paths), func(n int) {
		o := f.read(paths[n])
		for _, i := range of[paths[n]] {
			if f.ctx.Err() != nil {
				return
			}
			found[i] = f.find(o, marks[i])
		}
	})
	return found
}

// each does something for each of n things, on all processors, until ctx is
// done.
func each(ctx context.Context, n int, do func(i int)) {
	var next atomic.Int64
	var workers sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), n) {
		workers.Go(func() {
			for i := int(next.Add(1)) - 1; i < n && ctx.Err() == nil; i = int(next.Add(1)) - 1 {
				do(i)
			}
		})
	}
	workers.Wait()
}

// find looks for a bookmark in its brief, then in others; nil where it belongs
// to another library.
func (f *finder) find(o *opened, m sought) *Item {
	it := Item{Bookmark: *m.Bookmark, Path: m.at, Place: Place{State: Lost, Passage: -1}}
	if o.brief != nil {
		if m.Check == 0 && m.unchanged(f.hashes[m.at]) && textAt(o.brief, brief.Span{Start: m.Start, End: m.End}) == m.Quote {
			it = m.standing(m.at, OK)
			return &it
		}
		it = o.item(it.Bookmark, m.at, o.prepared().Resolve(m.Anchor))
		if it.Place.State != Lost {
			return &it
		}
	}
	found, places := f.elsewhere(it)
	if found.Place.State == Lost && !f.keeps(m, o.brief, places) {
		return nil
	}
	if found.Place.State == Lost && len(found.Candidates) == 0 && o.brief != nil {
		found.Candidates = o.parts(found.Bookmark, m.at)
	}
	return &found
}

// item is a bookmark at its place in the brief.
func (o *opened) item(m Bookmark, path string, place Place) Item {
	it := Item{Bookmark: m, Path: path, Place: place}
	switch place.State {
	case Lost:
		it.Candidates = o.offer(path, place.Candidates)
		return it
	case Changed:
		it.Now = textAt(o.brief, place.Span)
	}
	it.Disk = o.brief.Disk(place.Span)
	it.Chars = characters(o.brief.Raw, place.Span)
	return it
}

// characters is a place in characters; a mark of the byte order, which who reads
// a file as text does not see, is none.
func characters(raw []byte, s brief.Span) brief.Span {
	start := utf8.RuneCount(bytes.TrimPrefix(raw[:s.Start], []byte("\uFEFF")))
	return brief.Span{Start: start, End: start + utf8.RuneCount(raw[s.Start:s.End])}
}

// Count fills in the characters of the places of bookmarks, which InLibrary
// leaves out where it need not read the brief.
func Count(lib Reader, items []Item) {
	briefs := map[string]*brief.Brief{}
	for i := range items {
		it := &items[i]
		if it.Place.State >= Lost || it.Chars.Len() > 0 {
			continue
		}
		b, known := briefs[it.Path]
		if !known {
			b, _, _ = lib.Read(it.Path)
			briefs[it.Path] = b
		}
		if b != nil && it.Place.Span.End <= len(b.Raw) {
			it.Chars = characters(b.Raw, it.Place.Span)
		}
	}
}

// rare gives the words of a passage that say most about where it is from: the
// longest, since long words are rare ones.
func rare(passage string) string {
	const most = 10
	words := map[string]bool{}
	for _, t := range terms.Split(passage) {
		if !t.Stop && !t.Joined {
			words[t.Text] = true
		}
	}
	list := slices.SortedFunc(maps.Keys(words), func(a, b string) int {
		return cmp.Or(len(b)-len(a), strings.Compare(a, b))
	})
	return strings.Join(list[:min(len(list), most)], " ")
}

// Where gives the bookmarks that answer a query: its words are looked for in
// the quote and the note, its fields are those of the brief, tag: is a tag of
// the bookmark or its colour, made: the day it was made (query.Options.Made), and is:changed, is:lost and so on its state. is
// answers what else is asked of the brief at a path: see search.Options; nil is
// nothing.
func Where(items []Item, q query.Query, is func(what, path string) bool) []Item {
	if q.Empty() {
		return items
	}
	var out []Item
	holds := q.Asked()
	for _, it := range items {
		m := it.Bookmark
		doc := query.Doc{
			Title: m.Title, Source: m.Source, Tags: m.Tags, Path: it.Path, Date: m.Date, Made: day(m.Created),
			Text: []string{m.Quote, m.Note},
			Is: func(what string) bool {
				return what == "bookmarked" || what == it.Place.State.String() || is != nil && is(what, it.Path)
			},
		}
		if m.Colour != "" {
			doc.Tags = append(slices.Clone(m.Tags), m.Colour)
		}
		if holds(doc) {
			out = append(out, it)
		}
	}
	return out
}

// day is the day of a time where the reader is; "" where it is not known.
func day(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Local().Format(time.DateOnly)
}

// Bookmarked answers is:bookmarked for a search, whether the brief of that path
// has one of these bookmarks, and is:changed and so on, whether it has one in
// that state. A bookmark that is lost does not make its brief a bookmarked one.
func Bookmarked(items []Item) func(what, path string) bool {
	states := map[string][len(stateNames)]bool{}
	for _, it := range items {
		s := states[it.Path]
		s[it.Place.State] = true
		states[it.Path] = s
	}
	return func(what, path string) bool {
		s := states[path]
		if what == "bookmarked" {
			return s[OK] || s[Moved] || s[Changed]
		}
		i := slices.Index(stateNames[:], what)
		return i >= 0 && s[i]
	}
}
