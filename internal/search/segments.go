package search

import (
	"fmt"
	"path"
	"path/filepath"
	"slices"
	"sync"

	"github.com/RoaringBitmap/roaring/v2"
	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/index/scorch"
	segment "github.com/blevesearch/scorch_segment_api/v2"
)

// A generation is one published state of the index, open for searching, with
// the catalogue that belongs to it. Searches hold it while they run; the last
// one to let go of a retired generation closes it.
type generation struct {
	name     string // "gen-000012", or "" in memory
	manifest *manifest
	cat      *catalogue
	segs     []segmentView
	snap     *scorch.IndexSnapshot
	idx      bleve.Index // closed with the generation; nil where a writer owns it

	mu      sync.Mutex
	users   int
	retired bool
	forms   map[string][]form // what words stand for, as far as asked for; see expand.go
	runs    map[string][]run  // where words stand one after another, as far as asked for; see phrase.go

	spare   sync.Pool // of *workspace
	weighed sync.Once // see weigh
	weights weights
}

// A segmentView is one segment and what its document numbers mean.
type segmentView struct {
	seg     segment.Segment
	file    string          // its name in the generation's manifest; "" in memory
	deleted *roaring.Bitmap // may be nil
	look    *lookup
	ord     []int32 // ordinal in the catalogue by document number; -1 deleted
}

// newGeneration takes a snapshot of idx and matches it with the catalogue.
// It is the canary too: every brief of the catalogue must be there exactly
// once. On an error idx stays open. base is the generation it was made from,
// or nil.
func newGeneration(name string, m *manifest, cat *catalogue, idx bleve.Index, base *generation) (*generation, error) {
	g := &generation{name: name, manifest: m, cat: cat, forms: map[string][]form{}, runs: map[string][]run{}}
	err := guarded(func() (err error) {
		g.snap, err = snapshotOf(idx)
		if err != nil {
			return err
		}
		return g.match(base)
	})
	if err != nil {
		if g.snap != nil {
			_ = g.snap.Close()
		}
		return nil, err
	}
	return g, nil
}

// match finds the catalogue's entry of every document. A segment never
// changes, so what base knows of one is not read again.
func (g *generation) match(base *generation) error {
	m := matching{cat: g.cat, taken: make([]bool, len(g.cat.entries))}
	for _, s := range g.snap.Segments() {
		v := segmentView{seg: s.Segment(), file: fileOf(s.Segment()), deleted: s.Deleted()}
		v.ord = make([]int32, v.seg.Count())
		known := base.view(v.file)
		if v.look = (&lookup{}); known != nil {
			v.look = known.look
		}
		if known != nil && len(known.ord) != len(v.ord) {
			return damaged("%s is not the segment it was", v.file)
		}
		if known != nil && m.moved == nil {
			m.moved = moves(base.cat, g.cat)
		}
		for n := range v.ord {
			v.ord[n] = -1
			if v.deleted != nil && v.deleted.Contains(uint32(n)) {
				continue
			}
			var err error
			if known != nil {
				v.ord[n], err = m.take(m.movedTo(known.ord[n]))
			} else {
				v.ord[n], err = m.read(v.seg, n)
			}
			if err != nil {
				return err
			}
		}
		g.segs = append(g.segs, v)
	}
	if m.found != len(g.cat.entries) {
		return damaged("the index has %d briefs, the catalogue %d", m.found, len(g.cat.entries))
	}
	return nil
}

// A matching is on its way to give each document its ordinal.
type matching struct {
	cat   *catalogue
	place map[string]int32 // ordinals by path, once a segment has to be read
	moved []int32          // the ordinal now of what base had at one, or -1
	taken []bool           // by ordinal
	found int
}

// read finds the ordinal of a document by its identity.
func (m *matching) read(seg segment.Segment, n int) (int32, error) {
	id, err := seg.DocID(uint64(n))
	if err != nil {
		return -1, damage{err}
	}
	if m.place == nil && seg.Count() > uint64(len(m.cat.entries)/16) {
		m.place = make(map[string]int32, len(m.cat.entries))
		for i := range m.cat.entries {
			m.place[m.cat.entries[i].Path] = int32(i)
		}
	}
	if m.place != nil {
		if o, ok := m.place[string(id)]; ok {
			return m.take(o)
		}
	} else if o, ok := m.cat.find(string(id)); ok {
		return m.take(int32(o))
	}
	return m.take(-1)
}

// take notes that an ordinal has its document.
func (m *matching) take(o int32) (int32, error) {
	if o < 0 || m.taken[o] {
		return -1, damaged("the index and the catalogue do not agree")
	}
	m.taken[o] = true
	m.found++
	return o, nil
}

func (m *matching) movedTo(o int32) int32 {
	if o < 0 {
		return -1
	}
	return m.moved[o]
}

// moves gives the ordinal in b of each brief of a, -1 for one that has gone.
func moves(a, b *catalogue) []int32 {
	out := make([]int32, len(a.entries))
	n := 0
	for i := range a.entries {
		p := a.entries[i].Path
		for n < len(b.entries) && b.entries[n].Path != p && b.entries[n].Path < p {
			n++
		}
		out[i] = -1
		if n < len(b.entries) && b.entries[n].Path == p {
			out[i] = int32(n)
			n++
		}
	}
	return out
}

// fileOf is a segment's name in the manifest, "" for one in memory.
func fileOf(s segment.Segment) string {
	p, ok := s.(segment.PersistedSegment)
	if !ok {
		return ""
	}
	return path.Join(indexName, "store", filepath.Base(p.Path()))
}

// view gives the segment of that file; nil where the generation searches no
// such one. A file that is searched is never written again, nor is its name
// given to another as long as it is linked from generation to generation; of a
// file that is only left over that cannot be said.
func (g *generation) view(file string) *segmentView {
	if g == nil || file == "" {
		return nil
	}
	for i := range g.segs {
		if g.segs[i].file == file {
			return &g.segs[i]
		}
	}
	return nil
}

// sealedFile gives what the manifest says of a segment that is searched, or of
// its lookup.
func (g *generation) sealedFile(file string) (manifestFile, bool) {
	if g == nil || !slices.ContainsFunc(g.segs, func(v segmentView) bool { return file == v.file || file == lookupFile(v.file) }) {
		return manifestFile{}, false
	}
	return g.manifest.file(file)
}

// place tells the lookups where their files are. Those that are another
// generation's too are found here from now on: it is the newer one.
func (g *generation) place(dir string) {
	for i := range g.segs {
		l := g.segs[i].look
		l.mu.Lock()
		l.file = filepath.Join(dir, filepath.FromSlash(lookupFile(g.segs[i].file)))
		l.mu.Unlock()
	}
}

// acquire holds the generation; false where it is closed already.
func (g *generation) acquire() bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.retired {
		return false
	}
	g.users++
	return true
}

func (g *generation) release() {
	g.mu.Lock()
	g.users--
	last := g.retired && g.users == 0
	g.mu.Unlock()
	if last {
		g.close()
	}
}

// retire closes the generation as soon as nobody uses it. It may be called
// more than once.
func (g *generation) retire() {
	g.mu.Lock()
	last := !g.retired && g.users == 0
	g.retired = true
	g.mu.Unlock()
	if last {
		g.close()
	}
}

func (g *generation) close() {
	_ = guarded(func() error {
		if err := g.snap.Close(); err != nil {
			return err
		}
		if g.idx != nil {
			return g.idx.Close()
		}
		return nil
	})
}

// A cursor reads the segments for one search. bleve's dictionaries must not
// be shared between goroutines, so each search opens its own, as it needs
// them.
type cursor struct {
	g     *generation
	dicts [][numFields + 1]segment.TermDictionary
	list  segment.PostingsList // reused
	iter  segment.PostingsIterator

	places []uint64 // see placesOf
}

func newCursor(g *generation) *cursor {
	return &cursor{g: g, dicts: make([][numFields + 1]segment.TermDictionary, len(g.segs))}
}

func (c *cursor) dict(s, f int) (segment.TermDictionary, error) {
	if c.dicts[s][f] == nil {
		name := languageField
		if f < numFields {
			name = fieldNames[f]
		}
		d, err := c.g.segs[s].seg.Dictionary(name)
		if err != nil {
			return nil, fmt.Errorf("reading the index: %w", err)
		}
		c.dicts[s][f] = d
	}
	return c.dicts[s][f], nil
}

// postings opens the list of a word in one field of one segment, nil where
// that has none. It is valid until the next call.
//
// The list is bleve's memory used again, and bleve takes an empty one that is
// used again for a full one (zapx v17, PostingsList.iterator): so an empty
// list must not get out of here.
func (c *cursor) postings(s, f int, word []byte) (segment.PostingsList, error) {
	d, err := c.dict(s, f)
	if err != nil {
		return nil, err
	}
	pl, err := d.PostingsList(word, c.g.segs[s].deleted, c.list)
	if err != nil {
		return nil, err
	}
	c.list = pl
	if pl.Count() == 0 {
		return nil, nil
	}
	return pl, nil
}

// lookup calls visit with the words that have a key, as often as there are
// segments that have them, and with the value that stands with each.
func (c *cursor) lookup(key string, visit func(word string, value uint64)) error {
	for i := range c.g.segs {
		v := &c.g.segs[i]
		if err := v.look.open(v.seg); err != nil {
			return err
		}
		if err := v.look.each(key, func(word string, value uint64) bool { visit(word, value); return true }); err != nil {
			return err
		}
	}
	return nil
}

// begin adds the briefs of a segment that have a word of that beginning, of
// one or two characters, to a set.
func (c *cursor) begin(s int, prefix string, into *roaring.Bitmap) error {
	v := &c.g.segs[s]
	if err := v.look.open(v.seg); err != nil {
		return err
	}
	return v.look.begin(prefix, into)
}

// counts calls visit with the ordinal of each brief that has the word in the
// field, how often it has the word, and whether with a capital.
func (c *cursor) counts(f int, word []byte, visit func(ord int32, n int, capital bool)) error {
	for s := range c.g.segs {
		pl, err := c.postings(s, f, word)
		if err != nil {
			return err
		}
		if pl == nil {
			continue
		}
		ord := c.g.segs[s].ord
		c.iter = pl.Iterator(true, false, false, c.iter)
		for {
			p, err := c.iter.Next()
			if err != nil {
				return err
			}
			if p == nil {
				break
			}
			n, capital := unpackCount(p.Frequency())
			visit(ord[p.Number()], n, capital)
		}
	}
	return nil
}

// words calls visit with every word of the field that begins with prefix, in
// each segment in order; false ends it.
func (c *cursor) words(f int, prefix string, automaton segment.Automaton, visit func(s int, word string) bool) error {
	var from, to []byte
	if prefix != "" {
		from, to = []byte(prefix), prefixEnd(prefix)
	}
	for s := range c.g.segs {
		d, err := c.dict(s, f)
		if err != nil {
			return err
		}
		it := allWords(d, automaton, from, to)
		for {
			e, err := it.Next()
			if err != nil {
				return err
			}
			if e == nil {
				break
			}
			if !visit(s, e.Term) {
				return nil
			}
		}
	}
	return nil
}

// allWords iterates a dictionary, without the counts where the segment can
// leave them out: they cost a read each.
func allWords(d segment.TermDictionary, a segment.Automaton, from, to []byte) segment.DictionaryIterator {
	if q, ok := d.(interface {
		AutomatonIteratorOmitCount(a segment.Automaton, from, to []byte) segment.DictionaryIterator
	}); ok {
		return q.AutomatonIteratorOmitCount(a, from, to)
	}
	return d.AutomatonIterator(a, from, to)
}

// prefixEnd is the first key after all that begin with prefix; nil is no end.
func prefixEnd(prefix string) []byte {
	b := []byte(prefix)
	for i := len(b) - 1; i >= 0; i-- {
		if b[i] < 0xff {
			b[i]++
			return b[:i+1]
		}
	}
	return nil
}

// diskBytes is the size of a generation, for Status.
func diskBytes(m *manifest) int64 {
	if m == nil {
		return 0
	}
	return m.bytes()
}
