package query

import (
	"cmp"
	"slices"
	"strings"
	"sync"

	"broadsheet/internal/brief"
	"broadsheet/internal/terms"
)

// A Matcher finds in a text what a query asks for. It is safe for concurrent
// use.
type Matcher struct {
	patterns []pattern
	starts   [256][]int // patterns by the first byte of a word they may begin with
	long     bool       // some pattern has several positions
	pool     sync.Pool  // *scratch
}

// A pattern is one word or phrase: elements at positions from 1 to n, those of
// joined terms covering several. A text matches where a way through the
// elements equals a way through the terms of the text.
type pattern struct {
	elements []element
	from     []int // index of the first element of each position, from 1
	n        int
	weight   float64
	phrase   bool // folded words have to be equal, not stems
	prefix   bool // the last word may be a beginning
	fuzzy    bool
	stop     bool // takes stop words
}

type element struct {
	folded, stem string
	pos, span    int
	runes        []rune // of folded, where the pattern is fuzzy
}

// A hit is one place where a pattern matches.
type hit struct {
	pattern    int
	pos        int // position of its first word
	start, end int // bytes
}

// scratch is the memory of one look through a text.
type scratch struct {
	analyzer terms.Analyzer
	list     []terms.Term
	stems    []string // of list, "" where not known yet
	at       []int    // index in list of the first term of each position, from 1
	ways     []way
	hits     []hit
	row      edits
}

// way is a place reached in matching a pattern: the next position of the
// pattern and of the text, and the byte up to which the text is matched.
type way struct{ element, text, end int }

// Matcher makes the matcher of the words and phrases that the query looks for
// in the text of briefs: not those under a Not or a Field, and no stop words
// that have other things beside them.
func (q Query) Matcher() *Matcher {
	m := &Matcher{}
	seen := map[string]bool{}
	body(q.Root, func(n Node) {
		var key strings.Builder
		write(&key, n)
		if w, ok := n.(Word); ok && w.Typing {
			key.WriteByte('*')
		}
		if seen[key.String()] {
			return
		}
		seen[key.String()] = true
		switch n := n.(type) {
		case Word:
			m.add(wordPattern(n))
		case Phrase:
			m.add(newPattern(n.Folded, n.Terms, pattern{phrase: true, stop: true}))
		}
	})
	m.pool.New = func() any { return new(scratch) }
	return m
}

func wordPattern(w Word) pattern {
	p := pattern{prefix: w.Prefix, fuzzy: w.Fuzzy}
	p.stop = len(w.Folded) > 1 || len(w.Folded) == 1 && w.Folded[0].Stop
	return newPattern(w.Folded, w.Terms, p)
}

func newPattern(folded, stemmed []terms.Term, p pattern) pattern {
	p.from = []int{0}
	for i, t := range folded {
		if t.Pos == len(p.from) {
			p.from = append(p.from, i)
		}
		e := element{folded: t.Text, stem: stemmed[i].Text, pos: t.Pos, span: t.Span}
		if p.fuzzy {
			e.runes = []rune(t.Text)
		}
		p.elements = append(p.elements, e)
		p.n = max(p.n, t.Pos)
	}
	p.weight = 1
	if p.phrase {
		p.weight = float64(p.n) + 1
	}
	return p
}

func (m *Matcher) add(p pattern) {
	if p.n == 0 {
		return
	}
	for _, e := range p.elements {
		// A stem, a beginning and a near spelling begin with the same byte.
		if list := m.starts[e.folded[0]]; e.pos == 1 && !slices.Contains(list, len(m.patterns)) {
			m.starts[e.folded[0]] = append(list, len(m.patterns))
		}
	}
	m.long = m.long || p.n > 1
	m.patterns = append(m.patterns, p)
}

// Empty tells whether the query has no words to mark.
func (m *Matcher) Empty() bool { return len(m.patterns) == 0 }

// Find gives the bytes of text that the query's words match: ascending, not
// overlapping, cutting no character. Words that overlap are one span. The time
// it takes is linear in the text.
func (m *Matcher) Find(text string) []brief.Span {
	s := m.scan(text)
	if s == nil {
		return nil
	}
	defer m.done(s)
	slices.SortFunc(s.hits, func(a, b hit) int { return cmp.Compare(a.start, b.start) })
	var out []brief.Span
	for _, h := range s.hits {
		if n := len(out); n > 0 && h.start < out[n-1].End {
			out[n-1].End = max(out[n-1].End, h.end)
			continue
		}
		out = append(out, brief.Span{Start: h.start, End: h.end})
	}
	return out
}

// Weigh says how well a text answers the query: 1 for each word of it that the
// text has, for a phrase its words and 1 more, and up to .5 where they stand
// close together. 0: it has none.
func (m *Matcher) Weigh(text string) float64 {
	s := m.scan(text)
	if s == nil {
		return 0
	}
	defer m.done(s)
	found := make([]int, len(m.patterns))
	distinct := 0
	weight := 0.0
	for _, h := range s.hits {
		if found[h.pattern] == 0 {
			distinct++
			weight += m.patterns[h.pattern].weight
		}
		found[h.pattern]++
	}
	if distinct < 2 {
		return weight
	}
	gaps := float64(narrowest(s.hits, len(m.patterns), distinct) - 1)
	return weight + .5*min(1, float64(distinct-1)/max(gaps, 1))
}

// narrowest gives how many positions the shortest stretch of a text has in
// which every pattern that the text has begins. The hits ascend by position.
func narrowest(hits []hit, patterns, distinct int) int {
	count := make([]int, patterns)
	have, first := 0, 0
	best := hits[len(hits)-1].pos - hits[0].pos + 1
	for _, h := range hits {
		if count[h.pattern]++; count[h.pattern] == 1 {
			have++
		}
		for have == distinct {
			best = min(best, h.pos-hits[first].pos+1)
			if count[hits[first].pattern]--; count[hits[first].pattern] == 0 {
				have--
			}
			first++
		}
	}
	return best
}

// scan finds all hits, by ascending position. It gives nil where there are
// none; else the scratch must be given back with done.
func (m *Matcher) scan(text string) *scratch {
	if m.Empty() {
		return nil
	}
	s := m.pool.Get().(*scratch)
	s.list = s.analyzer.Append(s.list[:0], text)
	s.stems = append(s.stems[:0], make([]string, len(s.list))...)
	s.hits = s.hits[:0]
	if m.long {
		s.index()
	}
	for i, t := range s.list {
		for _, k := range m.starts[t.Text[0]] {
			if end := m.patterns[k].match(s, i); end > 0 {
				s.hits = append(s.hits, hit{k, t.Pos, t.Start, end})
			}
		}
	}
	if len(s.hits) == 0 {
		m.done(s)
		return nil
	}
	return s
}

// done gives a scratch back.
func (m *Matcher) done(s *scratch) {
	clear(s.list) // the terms hold on to the text
	clear(s.stems)
	m.pool.Put(s)
}

// index notes where the terms of each position begin.
func (s *scratch) index() {
	s.at = append(s.at[:0], 0)
	for i, t := range s.list {
		if t.Pos == len(s.at) {
			s.at = append(s.at, i)
		}
	}
}

// stem gives the stem of term i.
func (s *scratch) stem(i int) string {
	if s.stems[i] == "" {
		s.stems[i] = terms.Stem(s.list[i].Text)
	}
	return s.stems[i]
}

// match gives the byte up to which the pattern matches from term i on, the
// farthest where there are several, or 0.
func (p *pattern) match(s *scratch, i int) int {
	if p.n == 1 {
		if p.equal(s, &p.elements[0], i) {
			return s.list[i].End
		}
		return 0
	}
	end := 0
	s.ways = s.ways[:0]
	p.step(s, 1, i, &end)
	for k := 0; k < len(s.ways); k++ { // step adds to them
		w := s.ways[k]
		if w.text >= len(s.at) {
			continue
		}
		for j := s.at[w.text]; j < len(s.list) && s.list[j].Pos == w.text; j++ {
			p.step(s, w.element, j, &end)
		}
	}
	return end
}

// step tries the pattern's elements at a position against term i, and notes
// the ways on.
func (p *pattern) step(s *scratch, position, i int, end *int) {
	for k := p.from[position]; k < len(p.elements) && p.elements[k].pos == position; k++ {
		e := &p.elements[k]
		if !p.equal(s, e, i) {
			continue
		}
		t := s.list[i]
		if e.pos+e.span > p.n {
			*end = max(*end, t.End)
			continue
		}
		next := way{e.pos + e.span, t.Pos + t.Span, t.End}
		if !slices.Contains(s.ways, next) {
			s.ways = append(s.ways, next)
		}
	}
}

// equal tells whether an element and term i of the text are the same word.
func (p *pattern) equal(s *scratch, e *element, i int) bool {
	t := &s.list[i]
	if p.phrase {
		return t.Text == e.folded
	}
	if t.Stop && !p.stop || t.Text[0] != e.folded[0] {
		return false
	}
	if t.Text == e.folded || s.stem(i) == e.stem {
		return true
	}
	if p.prefix && e.pos+e.span > p.n && strings.HasPrefix(t.Text, e.folded) {
		return true
	}
	return p.fuzzy && s.row.near(e.runes, t.Text)
}
