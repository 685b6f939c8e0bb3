package bookmark

import (
	"bytes"
	"context"
	"path"
	"slices"
	"strings"
	"sync"

	"broadsheet/internal/library"
)

// A Placing is what has become of imported bookmarks.
type Placing struct {
	Fresh   []Bookmark // those to be added
	Lost    int        // of Fresh, whose words do not stand in the library: they are kept as they are
	Known   int        // left out: they are among the old ones
	Doubled int        // left out: they say the same as one before them
}

// A Progress is told how far something long has come. It is called by one
// goroutine at a time.
type Progress func(phase string, done, total int)

// each is each, and says how many are done.
func (said Progress) each(ctx context.Context, phase string, n int, do func(i int)) {
	var lock sync.Mutex
	done := 0
	each(ctx, n, func(i int) {
		do(i)
		lock.Lock()
		defer lock.Unlock()
		done++
		said(phase, done, n)
	})
}

func silent(string, int, int) {}

// Placed gives imported bookmarks what they need to be found again, where their
// words stand in the library: under the path they name or one that ends like it,
// in the brief that was published at the address they name, or else in the one
// brief that has their words once. Those that are among the old ones are left
// out: each of these stands for one of the file. The error is that of ctx.
func Placed(ctx context.Context, lib Reader, list []library.Entry, like Search, marks, old []Bookmark, said Progress) (Placing, error) {
	var p Placing
	of := namesOf(list)
	placed := make([]placing, len(marks))
	said.each(ctx, "finding briefs", len(marks), func(i int) { placed[i] = of.briefOf(ctx, lib, like, marks[i]) })
	there := presencesOf(old)
	there.byID(placed)
	placed = p.sift(placed, there)
	readFor(ctx, lib, placed, said)
	var found []*Anchor
	for i := range placed {
		if placed[i].at.Quote != "" {
			found = append(found, &placed[i].at)
		}
	}
	elsewhere(ctx, lib, like, found, said)
	if err := ctx.Err(); err != nil {
		return Placing{}, err
	}
	for i := range placed {
		placed[i].settle(lib)
	}
	for _, x := range p.sift(placed, there) { // now their places are known
		p.Fresh = append(p.Fresh, x.Bookmark)
		if x.lost {
			p.Lost++
		}
	}
	return p, nil
}

// A placing is a bookmark of a file on its way into a library.
type placing struct {
	Bookmark
	brief library.Entry // that it is of; zero where that is not known
	at    Anchor        // without a quote where it has no place with its very words
	lost  bool
	known bool // among the old ones
}

// briefOf finds the brief of a bookmark.
func (s names) briefOf(ctx context.Context, lib Reader, like Search, m Bookmark) placing {
	entry, found := s.named(m.Path)
	if !found {
		entry, found = s.having(ctx, lib, like, m.Quote)
	}
	if found {
		m.Path = entry.Path
	}
	return placing{Bookmark: m, brief: entry}
}

// sift leaves out what is among the old bookmarks, or said by one before it.
func (p *Placing) sift(list []placing, there presences) (fresh []placing) {
	before := presences{}
	for _, x := range list {
		switch {
		case before.has(x.Bookmark, again):
			p.Doubled++
			continue
		case x.known || there.take(x.Bookmark):
			p.Known++
		default:
			fresh = append(fresh, x)
		}
		before.add(x.Bookmark)
	}
	return fresh
}

// readFor looks for bookmarks in their briefs. No brief is read twice.
func readFor(ctx context.Context, lib Reader, list []placing, said Progress) {
	var paths []string
	of := map[string][]*placing{}
	for i := range list {
		x := &list[i]
		if of[x.Path] == nil {
			paths = append(paths, x.Path)
		}
		of[x.Path] = append(of[x.Path], x)
	}
	said.each(ctx, "finding the words", len(paths), func(i int) {
		o := &opened{}
		if b, _, err := lib.Read(paths[i]); err == nil && of[paths[i]][0].brief.Path != "" {
			o.brief = b
		}
		for _, x := range of[paths[i]] {
			if ctx.Err() != nil {
				return
			}
			x.look(o)
		}
	})
}

// look looks for a bookmark's words in its brief.
func (x *placing) look(o *opened) {
	x.lost = o.brief == nil
	if x.lost {
		return
	}
	if x.Title == "" {
		x.Title, x.Source, x.Date = o.brief.Title, o.brief.Source, o.brief.Date
	}
	span, err := Find(o.brief, x.Quote)
	if err != nil {
		place := o.prepared().Resolve(x.Anchor)
		if place.State == Lost || place.State == Changed {
			x.lost = place.State == Lost
			return
		}
		span = place.Span
	}
	if end, err := Find(o.brief, x.until); x.until != "" && err == nil && end.Start > span.End {
		span.End = end.Start
	}
	x.at = Anchored(o.brief, x.Path, x.brief.Hash, span)
	x.lost = x.at.Quote == ""
}

// settle puts it at the place that was found.
func (x *placing) settle(lib Reader) {
	x.Library = lib.Key()
	x.File, _ = lib.Disk(x.Path)
	if x.at.Quote != "" {
		x.Bookmark.settle(x.at, lib)
	}
}

// names finds the briefs of a library by name.
type names struct {
	byPath, byPage map[string][]library.Entry
	byBase         map[string][]library.Entry // by the last part of the path
}

func namesOf(list []library.Entry) names {
	s := names{map[string][]library.Entry{}, map[string][]library.Entry{}, map[string][]library.Entry{}}
	for _, e := range list {
		s.byPath[valid(e.Path)] = append(s.byPath[valid(e.Path)], e)
		s.byBase[path.Base(e.Path)] = append(s.byBase[path.Base(e.Path)], e)
		if p := pageOf(e.URL); p != "" {
			s.byPage[p] = append(s.byPage[p], e)
		}
	}
	return s
}

// named is the one brief that a name means: of that path, or published at that
// address, or whose path ends in the name, or that it ends in.
func (s names) named(name string) (library.Entry, bool) {
	found := s.byPath[valid(name)]
	if p := pageOf(name); p != "" && len(found) == 0 {
		found = s.byPage[p]
	}
	if len(found) == 0 {
		for _, e := range s.byBase[path.Base(name)] {
			if strings.HasSuffix(e.Path, "/"+name) || strings.HasSuffix(name, "/"+e.Path) {
				found = append(found, e)
			}
		}
	}
	if len(found) != 1 {
		return library.Entry{}, false
	}
	return found[0], true
}

// having is the one brief that has the words of a quote, once; false where several
// have them, or the quote is short.
func (s names) having(ctx context.Context, lib Reader, like Search, quote string) (library.Entry, bool) {
	var found []library.Entry
	if like == nil || len(quote) < fewest {
		return library.Entry{}, false
	}
	for _, p := range like(ctx, rare(quote)) {
		b, _, err := lib.Read(p)
		if err != nil {
			continue
		}
		if n := bytes.Count(newGround(b).text, foldTrimmed(quote)); n > 1 {
			return library.Entry{}, false
		} else if n == 1 {
			found = append(found, s.byPath[valid(p)]...)
		}
	}
	if len(found) != 1 {
		return library.Entry{}, false
	}
	return found[0], true
}

// presences are bookmarks by what they say.
type presences map[string][]*presence

// A presence is a bookmark that is there. Each stands for one of a file: of two
// of them that say the same, one may have been imported and the other not yet.
type presence struct {
	Bookmark
	taken bool
}

func presencesOf(list []Bookmark) presences {
	p := presences{}
	for _, m := range list {
		p.add(m)
	}
	return p
}

// saying is equal for bookmarks that say the same of the same words, wherever
// these are.
func saying(m Bookmark) string {
	return strings.Join([]string{string(foldTrimmed(m.Quote)), valid(strings.TrimSpace(m.Note)), valid(strings.Join(m.Tags, "\x01")), m.Colour}, "\x00")
}

// valid is a text as an export has it: what is not UTF-8 is a U+FFFD a byte.
func valid(s string) string { return string([]rune(s)) }

func (p presences) add(m Bookmark) { p[saying(m)] = append(p[saying(m)], &presence{Bookmark: m}) }

func (p presences) has(m Bookmark, as func(a, b Bookmark) bool) bool {
	return slices.ContainsFunc(p[saying(m)], func(of *presence) bool { return as(m, of.Bookmark) })
}

// byID finds those of a file that are there under their own IDs.
func (p presences) byID(list []placing) {
	for i := range list {
		x := &list[i]
		for _, of := range p[saying(x.Bookmark)] {
			if x.ID != "" && x.ID == of.ID && !of.taken {
				x.known, of.taken = true, true
			}
		}
	}
}

// take finds one that is there, and that none has taken yet.
func (p presences) take(m Bookmark) bool {
	for _, of := range p[saying(m)] {
		if !of.taken && same(m, of.Bookmark) {
			of.taken = true
			return true
		}
	}
	return false
}

// same tells that two bookmarks that say the same are one: by their ID, or as
// they are of one brief and what stands next to their words agrees, as far as
// each knows it.
func same(a, b Bookmark) bool {
	if a.ID != "" && a.ID == b.ID {
		return true
	}
	agree := func(a, b string, within func(s, part []byte) bool) bool {
		x, y := foldTrimmed(a), foldTrimmed(b)
		return within(x, y) || within(y, x)
	}
	return valid(a.Path) == valid(b.Path) && agree(a.Before, b.Before, bytes.HasSuffix) && agree(a.After, b.After, bytes.HasPrefix)
}

// again tells that a bookmark of a file is another one of it once more; two that
// had IDs of their own were two.
func again(a, b Bookmark) bool {
	return same(a, b) && (a.ID == b.ID || a.ID == "" || b.ID == "")
}
