package bookmark

import (
	"bytes"
	"slices"
	"sort"
	"strings"
	"unicode"
	"unicode/utf8"

	"broadsheet/internal/brief"
)

// How an anchor is found again. The idea is the W3C Web Annotation model's
// several selectors for one target; the order is that of the Hypothesis
// client ("fuzzy anchoring", 2013), with a least score and a least lead of the
// best place over the second, which it lacks, and with the outline of the brief
// before all of it.
//
//  1. The outline says in which units of the brief the mark may be: in its own
//     slot, or else in units that are new (overlay.go, field.go). The steps that
//     follow are taken in the first of these, then in the second. A quote that is
//     part of a passage is looked for with all of its passage, and found in that;
//     alone it is only looked for in its own slot (inpassage.go).
//  2. All places that have the very words. Each is scored by how like the text
//     around it is to what stood around the quote. Unless it is in the mark's own
//     slot, or both neighbours agree, the places of step 3 are weighed against it:
//     the quote may have been edited where it stood, and this be a copy.
//  3. All places with nearly the words, up to a quarter of the bytes and 256
//     different.
//  4. The beginning and the end of a quote of 120 bytes or more, when its
//     middle was rewritten.
//  5. Where all that finds nothing: the same once more, in the text as it was before
//     a word was replaced in all of it (replaced.go).
//
// An anchor of an earlier version has no outline: it is looked for in all of the
// brief, and a place must be clearly liker to it than any place was when it was
// marked (alike.go). If two places are within tie of each other there is no
// answer: lost, with both as candidates. Only in texts so long that step 3 would
// take seconds it looks no further than a window around the old place.
const (
	agrees     = 0.6  // likeness of a neighbour from which it agrees
	agreesFull = 0.8  // the same, for quotes shorter than short
	agreesRow  = 0.95 // the same, where nothing else is known
	agreesBoth = 0.85 // likeness of both together from which nothing else need be looked at
	little     = 0.85 // of the words: less is not taken while all of them stand elsewhere
	tie        = 0.03 // two places nearer than this in score can not be told apart

	tiny      = 8   // bytes; what is shorter says nothing by itself
	short     = 24  // bytes; a shorter quote may stand anywhere by accident
	passage   = 40  // bytes from which a whole passage is long enough to stand alone
	grownMost = 400 // bytes that may have been put into a passage before the words, or after them
	part      = 64  // bytes from which a part of a passage is long enough to stand alone
	long      = 120 // bytes from which the beginning and the end are looked for
	edge      = 48  // bytes of them
	widest    = 4096
	effort    = 40 << 20 // block steps spent on an approximate search: some 0.15 s
	most      = 256      // differences allowed
	places    = 64       // looked at
	offered   = 8
)

// Resolve finds an anchor in a brief; it looks nowhere else. Time is linear in
// the brief. For several anchors in one brief see Prepare.
func Resolve(b *brief.Brief, a Anchor) Place { return Prepare(b).Resolve(a) }

// Prepared is a brief made ready for resolving any number of anchors in it. Any
// number of goroutines may use it.
type Prepared struct{ g *ground }

// Prepare makes a brief ready for resolving several anchors.
func Prepare(b *brief.Brief) *Prepared { return &Prepared{newGround(b)} }

// Resolve is Resolve in the prepared brief.
func (p *Prepared) Resolve(a Anchor) Place {
	s := newSeeker(p.g, a)
	if len(s.quote) == 0 || len(p.g.text) == 0 {
		return s.lost()
	}
	o := s.lay()
	for _, f := range s.fields(o) {
		if p, ok := s.in(f).find(); ok {
			return s.place(p)
		}
	}
	if p, ok := s.replaced(o); ok {
		return s.place(p)
	}
	return s.lost()
}

// find looks for the mark in the seeker's field.
func (s *seeker) find() (spot, bool) {
	if s.field.whole {
		return s.inPassage()
	}
	spots := s.exact()
	if p, ok := s.still(spots); ok {
		return p, true
	}
	if bytes.IndexFunc(s.quote, inWord) < 0 && !s.field.known() { // signs alone are known by nothing but their place
		return spot{}, false
	}
	if s.clear(spots) {
		if p, ok := s.best(spots); ok {
			return p, true
		}
	}
	spots = append(spots, s.approximate()...)
	if p, ok := s.best(spots); ok {
		return p, true
	}
	return s.best(append(spots, s.ends()...))
}

// neighboured tells whether a neighbour of the anchor's words stands next to a
// place that was found for them.
func (p *Prepared) neighboured(a Anchor, place Place) bool {
	s := newSeeker(p.g, a)
	start := p.g.offset(place.Span)
	if start < 0 || len(s.quote) == 0 {
		return false
	}
	end := p.g.offset(brief.Span{Start: place.Span.End - 1, End: place.Span.End})
	if end < start {
		end = start + len(s.quote) - 1
	}
	at := s.spot(start, min(end+1, len(p.g.text)), 1)
	return max(at.left, at.right) >= agreesFull
}

// A seeker looks for one anchor in one text.
type seeker struct {
	g             *ground
	a             Anchor
	quote         []byte
	whole         bool // the quote is all of its passages
	before, after []byte
	toLeft        *pattern // before, reversed; nil where nothing stood there
	toRight       *pattern
	noLeft        bool // what stood there is not known
	noRight       bool
	old           int     // where the quote began, in g.text; -1 where that place is gone
	part          int     // of a whole passage: where the part begins that is marked
	unplaced      bool    // where passages begin in the text is not known
	alike         []Alike // lookalikes that may stand there; nil where that is not known
	field         field   // where it is looked for
	from, to      int     // the same in bytes

	nears    []near // what the approximate search found, once it has been made
	searched bool
	outer    *seeker // of the whole passage, once it has been asked for; nil where there is none
	asked    bool
	wide     bool // lookalikes are looked for: what is less like now may be made liker by an edit
}

func newSeeker(g *ground, a Anchor) *seeker {
	s := &seeker{g: g, a: a, quote: foldTrimmed(a.Quote), before: fold(nil, a.Before), after: fold(nil, a.After), alike: a.Alike, to: len(g.text)}
	s.whole = a.Quote == a.Passage
	if len(s.before) > 0 {
		s.toLeft = newPattern(reversed(s.before))
	}
	if len(s.after) > 0 {
		s.toRight = newPattern(s.after)
	}
	s.old = g.offset(brief.Span{Start: a.Start, End: max(a.End, a.Start+1)})
	return s
}

// A spot is a place that may be the anchor's.
type spot struct {
	start, end int
	words      float64 // likeness of the words to the quote; 1 the very words
	left       float64 // how the neighbours agree: 0 not at all, 1 fully, -1 nothing to say
	right      float64
	score      float64
	twin       bool    // by head and tail, not by the whole quote
	edges      float64 // likeness of these to the quote's
}

// spot scores a place. Words and neighbours weigh the same; the heading and
// the old place only decide between places that are alike.
func (s *seeker) spot(start, end int, words float64) spot {
	p := spot{start: start, end: end, words: words, left: -1, right: -1}
	text := s.g.text
	switch {
	case s.toLeft != nil:
		p.left = s.toLeft.likeness(reversed(text[max(0, start-2*len(s.before)):start]))
	case start == 0 && !s.noLeft:
		p.left = 1
	}
	switch {
	case s.toRight != nil:
		p.right = s.toRight.likeness(text[end:min(len(text), end+2*len(s.after))])
	case end == len(text) && !s.noRight:
		p.right = 1
	}
	if s.whole && !s.unplaced && len(s.quote) >= short && words >= little {
		s.grown(&p)
	}
	p.score = p.words/2 + p.around()/2
	if slices.Equal(s.g.b.HeadingPath(s.g.passage(start)), s.a.Heading) {
		p.score += 0.04
	}
	if start == s.old {
		p.score += 0.05
	}
	return p
}

// grown looks for the neighbours at the edges of the passage that a place is
// in: a sentence may have been put before the words, or after them. They count
// for less there.
func (s *seeker) grown(p *spot) {
	text := s.g.text
	if at := s.g.starting(p.start); s.toLeft != nil && p.left < agreesFull && at < p.start && p.start-at < grownMost {
		p.left = max(p.left, min(agreesFull, s.toLeft.likeness(reversed(text[max(0, at-2*len(s.before)):at]))))
	}
	if at := s.g.ending(p.end); s.toRight != nil && p.right < agreesFull && at > p.end && at-p.end < grownMost {
		p.right = max(p.right, min(agreesFull, s.toRight.likeness(text[at:min(len(text), at+2*len(s.after))])))
	}
}

// around is how the neighbours agree, taken together: 0 to 1.
func (p spot) around() float64 {
	switch {
	case p.left < 0 && p.right < 0:
		return 0
	case p.left < 0:
		return p.right
	case p.right < 0:
		return p.left
	}
	return (p.left + p.right) / 2
}

// exact gives the places that have the very words, those next to the old place
// first if there are too many. A quote of whole words is not found inside
// longer ones.
func (s *seeker) exact() []spot {
	var starts []int
	text := s.g.text
	for from := s.from; ; {
		i := bytes.Index(text[from:s.to], s.quote)
		if i < 0 {
			break
		}
		i += from
		from = i + 1
		if end := i + len(s.quote); s.atWords(i, end) && s.may(i, end) && !s.copied(i, end) {
			starts = append(starts, i)
		}
	}
	if len(starts) > places {
		sort.Slice(starts, func(i, j int) bool {
			return absolute(starts[i]-s.old) < absolute(starts[j]-s.old)
		})
		starts = starts[:places]
	}
	spots := make([]spot, len(starts))
	for i, start := range starts {
		spots[i] = s.spot(start, start+len(s.quote), 1)
	}
	return spots
}

// atWords tells whether a range of the text begins and ends between words
// wherever the quote did.
func (s *seeker) atWords(start, end int) bool {
	return (cut(s.before, s.quote) || !cut(s.g.text[:start], s.quote)) &&
		(cut(s.quote, s.after) || !cut(s.quote, s.g.text[end:]))
}

// cut tells whether a word of a text is cut in two where the left part of it ends and
// the right one begins.
func cut(left, right []byte) bool {
	l, _ := utf8.DecodeLastRune(left)
	r, _ := utf8.DecodeRune(right)
	return inWord(l) && inWord(r)
}

func inWord(r rune) bool {
	if r < utf8.RuneSelf {
		return 'a' <= r && r <= 'z' || '0' <= r && r <= '9' || 'A' <= r && r <= 'Z'
	}
	return r != utf8.RuneError && (unicode.IsLetter(r) || unicode.IsDigit(r))
}

// approximate gives the places that have nearly the words.
func (s *seeker) approximate() []spot {
	if len(s.quote) > widest {
		return nil
	}
	if !s.searched {
		s.nears, s.searched = s.search(s.quote, effort/((len(s.quote)+63)/64)), true
	}
	var spots []spot
	for _, n := range s.nears {
		start, end, differ := s.placeOf(n)
		if differ == 0 || differ > s.allowed(len(s.quote)) {
			continue // exact has it, or it is inside longer words
		}
		if !s.may(start, end) || !s.inOrder(start) || s.theirs(start, end, differ) {
			continue
		}
		spots = append(spots, s.spot(start, end, 1-float64(differ)/float64(len(s.quote))))
	}
	return spots
}

// placeOf gives the place of a near in whole words, and in how many bytes it
// differs from the quote; 0 where there is none.
func (s *seeker) placeOf(n near) (start, end, differ int) {
	start, end = s.g.toUnit(s.toWords(n.start, n.end))
	if start >= end || bytes.Equal(s.g.text[start:end], s.quote) {
		return start, end, 0
	}
	left, right := start, end
	if s.whole && !s.unplaced && s.oneUnit() {
		start, end = s.ownUnit(n, start, end)
	}
	if n.distance == 0 || start != left || end != right {
		return start, end, apart(s.quote, s.g.text[start:end])
	}
	return start, end, n.distance
}

// ownUnit leaves out of the place of a near, which is one unit or part of it, and
// a few letters of the next or of the one before, what is of these: they only
// make up for the quote's letters that are not in the first.
func (s *seeker) ownUnit(n near, start, end int) (int, int) {
	few := len(s.quote) / 4
	if s.g.begins(start) && !s.g.ends(end) {
		for cut := end - 1; cut > start && n.end-cut <= few; cut-- {
			if s.g.ends(cut) {
				return start, cut
			}
		}
	}
	if !s.g.begins(start) {
		for cut := start + 1; cut < end && cut-n.start <= few; cut++ {
			if s.g.begins(cut) {
				return cut, end
			}
		}
	}
	return start, end
}

// oneUnit tells whether the quote is of one passage or row.
func (s *seeker) oneUnit() bool { return !strings.Contains(s.a.Quote, "\n") }

// toWords widens a range that was cut inside a word to the whole of it, and
// leaves out spaces at its edges.
func (s *seeker) toWords(start, end int) (int, int) {
	text := s.g.text
	for start < end && text[start] == ' ' {
		start++
	}
	for start < end && text[end-1] == ' ' {
		end--
	}
	for start > 0 && start < end {
		l, size := utf8.DecodeLastRune(text[:start])
		if r, _ := utf8.DecodeRune(text[start:]); utf8.RuneStart(text[start]) && !(inWord(l) && inWord(r)) {
			break
		}
		start -= size
	}
	for end < len(text) && start < end {
		r, size := utf8.DecodeRune(text[end:])
		if l, _ := utf8.DecodeLastRune(text[:end]); utf8.RuneStart(text[end]) && !(inWord(l) && inWord(r)) {
			break
		}
		end += size
	}
	return start, end
}

// neighbour tells whether a place is rather what stood next to the quote.
func (s *seeker) neighbour(p spot) bool {
	left, right := s.beside(s.g.text[p.start:p.end])
	return max(left, right) > max(p.words, 0.8)
}

// beside is how like a text is to the end of what stood before the quote, and
// to the beginning of what stood after it: 0 to 1.
func (s *seeker) beside(text []byte) (left, right float64) {
	after, before := bytes.TrimLeft(s.after, " "), bytes.TrimRight(s.before, " ")
	after, before = after[:min(len(after), len(text))], before[max(0, len(before)-len(text)):]
	if len(after) > 0 {
		right = newPattern(after).near(text)
	}
	if len(before) > 0 {
		left = newPattern(reversed(before)).near(reversed(text))
	}
	return left, right
}

// ends gives the places that begin and end as the quote does.
func (s *seeker) ends() []spot {
	if len(s.quote) < long {
		return nil
	}
	heads, tails := s.search(s.quote[:edge], effort), s.search(s.quote[len(s.quote)-edge:], effort)
	var spots []spot
	for _, h := range heads {
		for _, t := range tails {
			if n := t.end - h.start; t.start < h.end || n > 3*len(s.quote)+200 {
				continue
			}
			start, end := s.toWords(h.start, t.end)
			if !s.may(start, end) || !s.inOrder(start) {
				continue
			}
			p := s.spot(start, end, 1-float64(h.distance+t.distance)/(2*edge))
			p.twin, p.edges = true, p.words
			differ := apart(s.quote, s.g.text[start:end])
			if p.words = max(0, 1-float64(differ)/float64(len(s.quote))); s.theirs(start, end, differ) || s.straddles(p) {
				continue
			}
			if spots = append(spots, p); len(spots) == places {
				return spots
			}
		}
	}
	return spots
}

// straddles tells whether a place that begins and ends as the quote does, which was
// of one unit, is the end of one unit and the beginning of another rather than one
// that has come apart: little of the quote is in it.
func (s *seeker) straddles(p spot) bool {
	return p.words < 0.25 && s.oneUnit() && s.g.unitAt(p.start) < s.g.unitAt(p.end-1)
}

// search finds what is nearly some words. In a text of more than so many bytes
// it looks no further than a window of that size around the old place.
func (s *seeker) search(words []byte, widest int) []near {
	from, to := s.from, s.to
	if to-from > widest {
		from = min(max(from, s.old-widest/2), to-widest)
		to = from + widest
	}
	found := search(words, s.g.text[from:to], min(most, s.allowed(len(words))), places)
	for i := range found {
		found[i].start, found[i].end = found[i].start+from, found[i].end+from
	}
	return found
}

// allowed is how many of n bytes may be others.
func (s *seeker) allowed(n int) int {
	if s.wide {
		return n / 3
	}
	return n / 4
}

// clear tells whether the best place with the very words needs no comparison
// with places that have nearly the words: it is in the mark's own slot, it is the
// old one, or both its neighbours agree. Else the quote may have been edited, and
// this be a copy.
func (s *seeker) clear(spots []spot) bool {
	rank(spots)
	return len(spots) > 0 && (s.field.home || spots[0].around() >= agreesBoth || spots[0].start == s.old && max(spots[0].left, spots[0].right) >= agrees)
}

// best chooses among places; false where it can not. One that is no better than
// a lookalike was is not looked at: it may be that one.
func (s *seeker) best(spots []spot) (spot, bool) {
	rank(spots)
	spots = slices.DeleteFunc(slices.Clone(spots), func(p spot) bool { return !s.alone(p) })
	i := 0
	if len(spots) > 0 && !s.fit(spots[0], len(spots) == 1) {
		i = slices.IndexFunc(spots, s.unmatched)
	}
	if i < 0 || i >= len(spots) {
		return spot{}, false
	}
	best := spots[i]
	near := func(p spot) bool {
		return !p.overlaps(best) && best.score-p.score < tie && (p.score <= best.score || s.fit(p, false))
	}
	return best, !slices.ContainsFunc(spots, near)
}

// still gives the place at the very bytes where the quote stood, where that
// has its words and its neighbours.
func (s *seeker) still(spots []spot) (spot, bool) {
	for _, p := range spots {
		if p.words == 1 && p.start == s.old && s.inPlace(p) && s.lesser(p) > 0.95 {
			return p, true
		}
	}
	return spot{}, false
}

// lesser is how the neighbour of a place agrees that agrees less. Where nothing
// stood on a side of the quote nothing must stand there now; one that is not known
// counts as one that agrees.
func (s *seeker) lesser(p spot) float64 {
	left, right := p.left, p.right
	if left < 0 {
		left = 1
		if !s.noLeft && s.toLeft == nil && p.start > 0 {
			left = 0
		}
	}
	if right < 0 {
		right = 1
		if !s.noRight && s.toRight == nil && p.end < len(s.g.text) {
			right = 0
		}
	}
	return min(left, right)
}

// place makes the answer of the place that was chosen.
func (s *seeker) place(p spot) Place {
	return Place{State: s.state(p), Span: s.g.span(p.start, p.end), Passage: s.g.passage(p.start)}
}

// fit tells whether a place may be taken for the anchor's at all.
func (s *seeker) fit(p spot, only bool) bool {
	n, one := len(s.quote), max(p.left, p.right)
	switch {
	case s.unmatched(p):
		return true
	case s.alike == nil && p.words < 1: // it may be a row among rows that say nearly the same
		return min(p.left, p.right) >= agreesRow
	case n < tiny && p.words == 1 && !s.whole: // such a word is in any sentence that has been put in
		return min(p.left, p.right) >= agrees
	case n < short && p.words == 1:
		return one >= agreesFull || p.around() >= agrees
	case n < tiny && s.field.known():
		return min(p.left, p.right) >= agreesRow
	case n < short:
		return p.around() >= agrees && p.left >= agrees && p.right >= agrees
	case p.words == 1 && one >= agrees:
		return true
	case p.twin && p.words < 0.75: // its edges may be those of what stood next to the quote, or of a title
		return one >= agreesRow || min(p.left, p.right) >= agrees
	case p.words < 1 && (one >= agreesFull || p.around() >= agrees):
		return true
	case p.twin:
		return only && p.edges >= 0.9
	case p.words < 1:
		return only && n >= long && (p.words >= 0.9 || s.alike == nil && p.words >= 0.85)
	}
	return p.start == s.old || only && (s.whole && n >= passage || n >= part)
}

// state names how a place differs from what was marked.
func (s *seeker) state(p spot) State {
	switch {
	case p.words < 1 || p.twin:
		return Changed
	case p.start == s.old && s.inPlace(p):
		return OK
	case max(p.left, p.right) < agrees || s.carriedOff(p):
		return Moved
	case len(s.quote) < short:
		return OK
	}
	for _, q := range s.exact() { // a copy has come before it: the neighbours chose
		if q.words == 1 && q.start < p.start {
			return Moved
		}
	}
	return OK
}

// inPlace tells whether the quote begins at the very byte where it began.
func (s *seeker) inPlace(p spot) bool { return s.g.span(p.start, p.end).Start == s.a.Start }

// lost is the place of an anchor that has none, with what it may be.
func (s *seeker) lost() Place {
	place := Place{State: Lost, Passage: -1}
	if len(s.quote) == 0 {
		return place
	}
	s = s.in(field{tags: true})
	nearly := append(s.approximate(), s.ends()...)
	spots := append(s.exact(), slices.DeleteFunc(nearly, s.neighbour)...)
	rank(spots)
	var kept []spot
	for _, p := range spots {
		if len(kept) < offered && !slices.ContainsFunc(kept, p.overlaps) {
			kept = append(kept, p)
			place.Candidates = append(place.Candidates, s.g.span(p.start, p.end))
		}
	}
	return place
}

// rank sorts places, the best first, the earlier of two equal ones first.
func rank(spots []spot) {
	slices.SortStableFunc(spots, func(a, b spot) int {
		switch {
		case a.score > b.score:
			return -1
		case a.score < b.score:
			return 1
		}
		return a.start - b.start
	})
}
