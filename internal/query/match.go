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
	weights  []float64      // of each thing asked for, by its slot
	slots    map[string]int // of words and phrases, by how they are written
	starts   [256][]int     // patterns by the first byte of a word they may begin with
	long     bool           // some pattern has several positions
	pool     sync.Pool      // *scratch
}

// A pattern is one way to write one or several of the things asked for:
// elements at positions from 1 to n, those of joined terms covering several. A
// text matches where a way through the elements equals a way through the terms
// of the text.
type pattern struct {
	elements []element
	from     []int // index of the first element of each position, from 1
	n        int
	slots    []int // what it stands for
	word     string
	by       By   // how it stands for them at best
	exact    bool // folded words have to be equal
	alias    bool // exact, and a stop word is none that is no stop word (us and US)
	prefix   bool // the last word may be a beginning
	fuzzy    bool
	apart    bool // the one word may be written as two
	lone     bool // it is one character of Chinese or Japanese
}

type element struct {
	folded    string
	isStop    bool
	pos, span int
	sense     *Sense // nil where the pattern is exact, and for a stop word
	runes     []rune // of folded, where the pattern is fuzzy
}

// A hit is one place where a pattern matches.
type hit struct {
	pattern    int
	pos        int // position of its first word
	start, end int // bytes
	by         By
}

// scratch is the memory of one look through a text.
type scratch struct {
	analyzer terms.Analyzer
	text     string
	list     []terms.Term
	at       []int // index in list of the first term of each position, from 1
	ways     []way
	hits     []hit
	row      edits
	known    map[asked]told
}

// asked is what a sense was asked, told what it said: texts have the same words
// again and again.
type asked struct {
	sense   *Sense
	word    string
	capital bool
}

type told struct {
	by By
	ok bool
}

// maxKnown is how many answers a scratch remembers before it starts afresh.
const maxKnown = 1 << 12

// of is what the sense says of term i, remembered.
func (s *scratch) of(sense *Sense, i int) (By, bool) {
	t := &s.list[i]
	q := asked{sense, t.Text, t.Capital(s.text)}
	a, ok := s.known[q]
	if !ok {
		a.by, a.ok = sense.Of(t.Text, q.capital)
		if s.known == nil || len(s.known) >= maxKnown {
			s.known = make(map[asked]told, 64)
		}
		q.word = strings.Clone(q.word) // not the text's memory
		s.known[q] = a
	}
	return a.by, a.ok
}

// way is a place reached in matching a pattern: the next position of the
// pattern and of the text, the byte up to which the text is matched, and how.
type way struct {
	element, text, end int
	by                 By
}

// Matcher makes the matcher of the words and phrases that the query looks for
// in the text of briefs: not those under a Not or a Field, and no stop words
// that have other things beside them.
func (q Query) Matcher() *Matcher {
	m := newMatcher()
	m.node(q.Root)
	return m
}

func newMatcher() *Matcher {
	m := &Matcher{slots: map[string]int{}}
	m.pool.New = func() any { return new(scratch) }
	return m
}

// node adds what a node looks for in the text.
func (m *Matcher) node(n Node) {
	switch n := n.(type) {
	case Word:
		m.list([]Node{n})
	case Phrase:
		if slot, fresh := m.slot(n, float64(positions(n.Folded)+1)); fresh {
			m.add(newPattern(n.Folded, pattern{slots: []int{slot}, word: n.Text, exact: true}))
		}
	case All:
		m.list(n.Nodes)
	case Any:
		for _, c := range n.Nodes {
			m.node(c)
		}
	}
}

// list adds what a list looks for: its words, and what several of them may be
// written as.
func (m *Matcher) list(nodes []Node) {
	slots := make([]int, len(nodes)) // of its words, -1 where a node is none
	for i, n := range nodes {
		slots[i] = -1
		w, ok := n.(Word)
		switch {
		case !ok:
			m.node(n)
		case !w.Stop:
			slot, fresh := m.slot(w, 1)
			slots[i] = slot
			if fresh {
				m.add(wordPattern(w, slot))
			}
		}
	}
	for i, n := range nodes {
		w, _ := n.(Word)
		for _, a := range w.Aliases {
			if i+a.Words <= len(nodes) {
				m.alias(w, typed(nodes[i:i+a.Words]...), slots[i:i+a.Words], a)
			}
		}
	}
}

// alias adds another way to write some words, of which w is one, as typed.
func (m *Matcher) alias(w Word, typed string, slots []int, a Alias) {
	p := pattern{by: a.By, word: typed, alias: true, exact: true}
	for _, slot := range slots {
		if slot >= 0 && !slices.Contains(p.slots, slot) {
			p.slots = append(p.slots, slot)
		}
	}
	switch {
	case len(p.slots) == 0:
	case a.By == Exact: // in one word, in all its forms
		one := wordPattern(a.OneWord(w), 0)
		one.slots, one.word, one.apart = p.slots, p.word, false
		m.add(one)
	default:
		m.add(newPattern(a.Folded, p))
	}
}

// slot gives the slot of a word or a phrase, and whether it is a fresh one.
func (m *Matcher) slot(n Node, weight float64) (int, bool) {
	var key strings.Builder
	write(&key, n)
	if w, ok := n.(Word); ok && w.Typing {
		key.WriteByte('*')
	}
	if slot, ok := m.slots[key.String()]; ok {
		return slot, false
	}
	slot := len(m.weights)
	m.slots[key.String()] = slot
	m.weights = append(m.weights, weight)
	return slot, true
}

func wordPattern(w Word, slot int) pattern {
	p := pattern{slots: []int{slot}, word: w.Text, prefix: w.Prefix, fuzzy: w.Fuzzy}
	p.apart = len(w.Folded) == 1 && !w.IsStop() && !p.fuzzy
	p = newPattern(w.Folded, p)
	for i := range p.elements {
		if e := &p.elements[i]; !w.IsStop() && (len(w.Folded) == 1 || !e.isStop) {
			e.sense = NewSense(w, e.folded)
			p.lone = e.sense.Lone
		}
	}
	return p
}

func newPattern(folded []terms.Term, p pattern) pattern {
	p.from = []int{0}
	for i, t := range folded {
		if t.Pos == len(p.from) {
			p.from = append(p.from, i)
		}
		e := element{folded: t.Text, isStop: t.Stop, pos: t.Pos, span: t.Span}
		if p.fuzzy {
			e.runes = []rune(t.Text)
		}
		p.elements = append(p.elements, e)
	}
	p.n = positions(folded)
	return p
}

// positions is how many words a text of these terms has.
func positions(folded []terms.Term) int {
	n := 0
	for _, t := range folded {
		n = max(n, t.Pos)
	}
	return n
}

func (m *Matcher) add(p pattern) {
	if p.n == 0 {
		return
	}
	for _, e := range p.elements {
		if e.pos != 1 {
			continue
		}
		for _, b := range e.firsts() {
			if list := m.starts[b]; !slices.Contains(list, len(m.patterns)) {
				m.starts[b] = append(list, len(m.patterns))
			}
		}
	}
	m.long = m.long || p.n > 1
	m.patterns = append(m.patterns, p)
}

// firsts gives the first bytes of the words that may stand for an element. A
// stem, a beginning and a near spelling begin with the same byte as the word.
func (e *element) firsts() []byte {
	out := []byte{e.folded[0]}
	if e.sense == nil {
		return out
	}
	out = append(out, spelledAs(e.sense.Spelled[0])...)
	if e.sense.SoundKey != "" {
		out = append(out, soundsAs(e.folded[0])...)
	}
	if e.sense.part && linking(e.folded) {
		out = append(out, "aeiu"...)
	}
	if e.sense.Lone { // it may be the second of a pair
		for b := byte(0xE3); b <= 0xF0; b++ {
			out = append(out, b)
		}
	}
	if slices.Contains(e.sense.Langs, "ar") { // an article may stand before the word, or go
		for b := byte(0xD8); b <= 0xDB; b++ { // the letters U+0600 to U+06FF
			out = append(out, b)
		}
	}
	return out
}

// Empty tells whether the query has no words to mark.
func (m *Matcher) Empty() bool { return len(m.patterns) == 0 }

// A Mark is a place in a text that a query matches.
type Mark struct {
	Start, End int    // bytes
	By         By     // how what stands there is what was asked for
	Word       string // the word or the phrase of the query, as typed
}

// Marks gives the places of text that the query's words match: ascending, not
// overlapping, cutting no character. Words that overlap are one place, by the
// most trusted mechanism. The time it takes is linear in the text.
func (m *Matcher) Marks(text string) []Mark {
	s := m.scan(text)
	if s == nil {
		return nil
	}
	defer m.done(s)
	slices.SortFunc(s.hits, func(a, b hit) int {
		return cmp.Or(cmp.Compare(a.start, b.start), cmp.Compare(a.by, b.by), cmp.Compare(a.pattern, b.pattern))
	})
	var out []Mark
	for _, h := range s.hits {
		mark := Mark{Start: h.start, End: h.end, By: h.by, Word: m.patterns[h.pattern].word}
		n := len(out)
		if n == 0 || h.start >= out[n-1].End {
			out = append(out, mark)
			continue
		}
		last := &out[n-1]
		if mark.By < last.By {
			last.By, last.Word = mark.By, mark.Word
		}
		last.End = max(last.End, h.end)
	}
	return out
}

// Find gives the bytes of Marks alone.
func (m *Matcher) Find(text string) []brief.Span {
	marks := m.Marks(text)
	if marks == nil {
		return nil
	}
	out := make([]brief.Span, len(marks))
	for i, k := range marks {
		out[i] = brief.Span{Start: k.Start, End: k.End}
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
	found := make([]bool, len(m.weights))
	distinct := 0
	weight := 0.0
	for _, h := range s.hits {
		for _, slot := range m.patterns[h.pattern].slots {
			if !found[slot] {
				found[slot] = true
				distinct++
				weight += m.weights[slot]
			}
		}
	}
	if distinct < 2 {
		return weight
	}
	gaps := float64(m.narrowest(s.hits, distinct) - 1)
	return weight + .5*min(1, float64(distinct-1)/max(gaps, 1))
}

// narrowest gives how many positions the shortest stretch of a text has in
// which everything begins that the text has of the query. The hits ascend by
// position.
func (m *Matcher) narrowest(hits []hit, distinct int) int {
	count := make([]int, len(m.weights))
	have, first := 0, 0
	best := hits[len(hits)-1].pos - hits[0].pos + 1
	for _, h := range hits {
		for _, slot := range m.patterns[h.pattern].slots {
			if count[slot]++; count[slot] == 1 {
				have++
			}
		}
		for have == distinct {
			best = min(best, h.pos-hits[first].pos+1)
			for _, slot := range m.patterns[hits[first].pattern].slots {
				if count[slot]--; count[slot] == 0 {
					have--
				}
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
	s.text = text
	s.list = s.analyzer.Append(s.list[:0], text)
	s.hits = s.hits[:0]
	if m.long {
		s.index()
	}
	for i, t := range s.list {
		for _, k := range m.starts[t.Text[0]] {
			end, by := m.patterns[k].match(s, i)
			if end == 0 {
				continue
			}
			h := hit{k, t.Pos, t.Start, end, by}
			if m.patterns[k].lone {
				h.narrow(text, m.patterns[k].word)
			}
			s.hits = append(s.hits, h)
		}
	}
	if len(s.hits) == 0 {
		m.done(s)
		return nil
	}
	return s
}

// narrow makes a hit of a pair of characters one of the character alone.
func (h *hit) narrow(text, character string) {
	if i := strings.Index(text[h.start:h.end], character); i >= 0 {
		h.start += i
		h.end = h.start + len(character)
	}
}

// done gives a scratch back.
func (m *Matcher) done(s *scratch) {
	clear(s.list) // the terms hold on to the text
	s.text = ""
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

// match gives the byte up to which the pattern matches from term i on, the
// farthest where there are several, and how; or 0.
func (p *pattern) match(s *scratch, i int) (int, By) {
	if p.n == 1 {
		if by, ok := p.equal(s, &p.elements[0], i); ok {
			return s.list[i].End, max(by, p.by)
		}
		if p.apart {
			return p.inTwo(s, i), Exact
		}
		return 0, 0
	}
	var best way
	s.ways = s.ways[:0]
	p.step(s, way{element: 1, by: p.by}, i, &best)
	for k := 0; k < len(s.ways); k++ { // step adds to them
		w := s.ways[k]
		if w.text >= len(s.at) {
			continue
		}
		for j := s.at[w.text]; j < len(s.list) && s.list[j].Pos == w.text; j++ {
			p.step(s, w, j, &best)
		}
	}
	return best.end, best.by
}

// inTwo gives the byte up to which terms i and the next are the word in two
// parts, or 0.
func (p *pattern) inTwo(s *scratch, i int) int {
	left := &s.list[i]
	if left.Stop || left.Joined || len(left.Text) >= len(p.elements[0].folded) {
		return 0
	}
	for _, right := range s.list[i+1:] {
		if right.Pos > left.Pos && !right.Joined {
			if right.Pos == left.Pos+1 && !right.Stop && p.elements[0].sense.apart(left.Text, right.Text) {
				return right.End
			}
			break
		}
	}
	return 0
}

// step tries the pattern's elements at the position that a way has reached
// against term i, and notes the ways on. Of two that lead to the same place
// the more trusted is kept.
func (p *pattern) step(s *scratch, w way, i int, best *way) {
	for k := p.from[w.element]; k < len(p.elements) && p.elements[k].pos == w.element; k++ {
		e := &p.elements[k]
		by, ok := p.equal(s, e, i)
		if !ok {
			continue
		}
		t := s.list[i]
		next := way{e.pos + e.span, t.Pos + t.Span, t.End, max(w.by, by)}
		if next.element > p.n {
			if next.end > best.end || next.end == best.end && next.by < best.by {
				*best = next
			}
			continue
		}
		if !slices.Contains(s.ways, next) {
			s.ways = append(s.ways, next)
		}
	}
}

// equal tells whether an element and term i of the text are the same word, and
// how.
func (p *pattern) equal(s *scratch, e *element, i int) (By, bool) {
	t := &s.list[i]
	if p.exact {
		return Exact, t.Text == e.folded && (!p.alias || t.Stop == e.isStop)
	}
	if e.sense == nil { // a stop word
		return Exact, t.Text == e.folded
	}
	if t.Stop {
		return 0, false
	}
	by, ok := s.of(e.sense, i)
	if p.prefix && (!ok || by > Begin) && e.pos+e.span > p.n && strings.HasPrefix(t.Text, e.folded) {
		return Begin, true
	}
	if p.fuzzy && (!ok || by > Near) && s.row.near(e.runes, t.Text) {
		return Near, true
	}
	return by, ok
}
