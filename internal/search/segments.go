package search

import (
	"fmt"
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
	forms   map[string][]string // written forms by stem, as far as asked for; see expand.go
}

// A segmentView is one segment and what its document numbers mean.
type segmentView struct {
	seg     segment.Segment
	deleted *roaring.Bitmap // may be nil
	ord     []int32         // ordinal in the catalogue by document number; -1 deleted
}

// newGeneration takes a snapshot of idx and matches it with the catalogue.
// It is the canary too: every brief of the catalogue must be there exactly
// once. On an error idx stays open.
func newGeneration(name string, m *manifest, cat *catalogue, idx bleve.Index) (*generation, error) {
	g := &generation{name: name, manifest: m, cat: cat, forms: map[string][]string{}}
	err := guarded(func() (err error) {
		g.snap, err = snapshotOf(idx)
		if err != nil {
			return err
		}
		return g.match()
	})
	if err != nil {
		if g.snap != nil {
			_ = g.snap.Close()
		}
		return nil, err
	}
	return g, nil
}

// match finds the catalogue's entry of every document.
func (g *generation) match() error {
	place := make(map[string]int32, len(g.cat.entries))
	for i := range g.cat.entries {
		place[g.cat.entries[i].Path] = int32(i)
	}
	found := 0
	taken := make([]bool, len(g.cat.entries))
	for _, s := range g.snap.Segments() {
		v := segmentView{seg: s.Segment(), deleted: s.Deleted()}
		v.ord = make([]int32, v.seg.Count())
		for n := range v.ord {
			v.ord[n] = -1
			if v.deleted != nil && v.deleted.Contains(uint32(n)) {
				continue
			}
			id, err := v.seg.DocID(uint64(n))
			if err != nil {
				return damage{err}
			}
			o, ok := place[string(id)]
			if !ok || taken[o] {
				return damaged("the index and the catalogue do not agree")
			}
			taken[o] = true
			v.ord[n] = o
			found++
		}
		g.segs = append(g.segs, v)
	}
	if found != len(g.cat.entries) {
		return damaged("the index has %d briefs, the catalogue %d", found, len(g.cat.entries))
	}
	return nil
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
}

func newCursor(g *generation) *cursor {
	return &cursor{g: g, dicts: make([][numFields + 1]segment.TermDictionary, len(g.segs))}
}

func (c *cursor) dict(s, f int) (segment.TermDictionary, error) {
	if c.dicts[s][f] == nil {
		name := beginField
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

// counts calls visit with the ordinal of each brief that has the word in the
// field, and how often it has it.
func (c *cursor) counts(f int, word []byte, visit func(ord int32, n int)) error {
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
			visit(ord[p.Number()], int(p.Frequency()))
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
