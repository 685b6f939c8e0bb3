package library

import (
	"path"
	"slices"
	"strings"
)

// A Shelf is the briefs that are known, in an order, for a list that is on
// screen while more are still found: 100,000 are put in order in some hundredths
// of a second, and some more are added in a thousandth. It belongs to one
// goroutine at a time. The zero value is empty, by date.
type Shelf struct {
	Listing
	at    map[string]int32 // the place in more of a path
	order Order
}

// A Listing is what a shelf lists at one time. What comes onto the shelf later,
// and another order, leave a copy as it is; any goroutine may read it.
type Listing struct {
	base []Entry // by path; shared with who gave them, never changed
	more []Entry // came later, or stand for one of base; those that are there are never changed
	list []int32 // all that counts, in order: a place in base, or len(base) and a place in more; never changed
}

// NewShelf puts entries, which are by path and not to be changed any more,
// into an order.
func NewShelf(entries []Entry, o Order) *Shelf {
	s := &Shelf{Listing: Listing{base: entries}, order: o}
	if !slices.IsSortedFunc(entries, byPath) {
		s.base = slices.Clone(entries)
		slices.SortFunc(s.base, byPath)
	}
	s.arrange()
	return s
}

func byPath(a, b Entry) int { return strings.Compare(a.Path, b.Path) }

// arrange puts everything in order anew.
func (s *Shelf) arrange() {
	ids := make([]int32, 0, len(s.base)+len(s.more))
	for i := range s.base {
		if _, newer := s.at[s.base[i].Path]; !newer {
			ids = append(ids, int32(i))
		}
	}
	for i := range s.more {
		ids = append(ids, int32(len(s.base)+i))
	}
	s.list = s.order.arranged(ids, s.entry)
}

func (l *Listing) entry(id int32) *Entry {
	if int(id) < len(l.base) {
		return &l.base[id]
	}
	return &l.more[int(id)-len(l.base)]
}

// Len is the number of briefs.
func (l *Listing) Len() int { return len(l.list) }

// At is brief i, from 0, in the order.
func (l *Listing) At(i int) Entry { return *l.entry(l.list[i]) }

// Order is the order the briefs stand in.
func (s *Shelf) Order() Order { return s.order }

// SetOrder puts them into another one.
func (s *Shelf) SetOrder(o Order) {
	if o != s.order {
		s.order = o
		s.arrange()
	}
}

// Find gives the brief of a path.
func (s *Shelf) Find(path string) (Entry, bool) {
	id, ok := s.id(path)
	if !ok {
		return Entry{}, false
	}
	return *s.entry(id), true
}

func (s *Shelf) id(path string) (int32, bool) {
	if i, ok := s.at[path]; ok {
		return int32(len(s.base)) + i, true
	}
	i, ok := slices.BinarySearchFunc(s.base, path, func(e Entry, p string) int { return strings.Compare(e.Path, p) })
	return int32(i), ok
}

// Refers gives the brief that a reference in the brief of the path from means: a
// path from where that one stands, or from the top of the library, with or
// without its ending. Where named, it may also be a title, or the name of a file
// in any folder.
func (s *Shelf) Refers(from, ref string, named bool) (Entry, bool) {
	near := path.Join(path.Dir(from), ref)
	for _, p := range []string{near, near + ".md", strings.TrimPrefix(ref, "/"), ref + ".md"} {
		if e, ok := s.Find(p); ok {
			return e, true
		}
	}
	for i := 0; named && i < s.Len(); i++ {
		e := s.At(i)
		base := strings.TrimSuffix(path.Base(e.Path), path.Ext(e.Path))
		if strings.EqualFold(e.Title, ref) || strings.EqualFold(base, ref) {
			return e, true
		}
	}
	return Entry{}, false
}

// Place is where in the order the brief of a path stands, from 0; -1 where it
// is not known.
func (s *Shelf) Place(path string) int {
	id, ok := s.id(path)
	if !ok {
		return -1
	}
	return slices.Index(s.list, id)
}

// Add adds briefs, or puts them in the place of those of the same path.
func (s *Shelf) Add(entries []Entry) {
	if len(entries) == 0 {
		return
	}
	if s.at == nil {
		s.at = map[string]int32{}
	}
	if slices.ContainsFunc(entries, func(e Entry) bool { _, again := s.at[e.Path]; return again }) {
		s.more = slices.Clone(s.more) // a Listing has the one there was
	}
	var fresh []int32
	gone, seen := map[int32]bool{}, map[int32]bool{}
	for _, e := range entries {
		if id, known := s.id(e.Path); known {
			gone[id] = true
		}
		i, again := s.at[e.Path]
		if again {
			s.more[i] = e
		} else {
			i = int32(len(s.more))
			s.more = append(s.more, e)
			s.at[e.Path] = i
		}
		if id := int32(len(s.base)) + i; !seen[id] {
			seen[id] = true
			fresh = append(fresh, id)
		}
	}
	kept := s.list
	if len(gone) > 0 {
		kept = slices.DeleteFunc(slices.Clone(kept), func(id int32) bool { return gone[id] })
	}
	s.list = s.merge(kept, s.order.arranged(fresh, s.entry))
}

// merge joins two ordered lists.
func (s *Shelf) merge(old, fresh []int32) []int32 {
	out := make([]int32, 0, len(old)+len(fresh))
	from := 0
	for _, id := range fresh {
		k, _ := slices.BinarySearchFunc(old[from:], id, func(a, b int32) int {
			return s.order.compare(s.entry(a), s.entry(b))
		})
		out = append(append(out, old[from:from+k]...), id)
		from += k
	}
	return append(out, old[from:]...)
}
