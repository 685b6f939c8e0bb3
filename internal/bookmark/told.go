package bookmark

import (
	"bytes"
	"slices"
	"strings"
	"unicode/utf8"
)

// Telling a passage from its lookalikes. Of each lookalike it is kept what
// stood before and after it, and its words where they differed (Anchor.Twins).
// Later each place is asked whether its words and its neighbours are rather
// those of the marked passage or rather those of a lookalike. A place may be
// taken for the marked one when every lookalike either is clearly not that
// place or clearly stands at another.

// A Twin is a lookalike as it was when the passage was marked: folded texts,
// each on one line.
type Twin struct {
	Before, After string // up to 48 bytes before and after it
	Words         string // its words where they differed; of long ones an ellipsis and those around the first difference
}

const (
	twinsMost  = 48   // lookalikes of which this is kept; of more nothing is
	twinSide   = 48   // bytes of a neighbour
	twinWords  = 160  // bytes of words that are kept whole
	agreesTold = 0.9  // likeness of one neighbour by which a place among lookalikes is taken for the marked one
	sideMore   = 0.03 // likeness by which a neighbour is more like a lookalike

	excerptSign = "…" // folded text has none
)

// twin is what is kept of a lookalike at a place of the text.
func (s *seeker) twin(q spot) Twin {
	text := s.g.text
	from, to := max(0, q.start-twinSide), min(len(text), q.end+twinSide)
	for from < q.start && !utf8.RuneStart(text[from]) {
		from++
	}
	for to > q.end && to < len(text) && !utf8.RuneStart(text[to]) {
		to--
	}
	t := Twin{Before: string(text[from:q.start]), After: string(text[q.end:to])}
	if here := text[q.start:q.end]; q.words < 1 && len(here) > twinWords {
		t.Words = excerptSign + string(s.excerpt(here))
	} else if q.words < 1 {
		t.Words = string(here)
	}
	return t
}

// excerpt is the part of a text around where it first differs from the quote.
func (s *seeker) excerpt(text []byte) []byte {
	n := 0
	for n < len(text) && n < len(s.quote) && text[n] == s.quote[n] {
		n++
	}
	from, to := max(0, min(n, len(text)-twinSide)-twinSide), min(len(text), n+twinSide)
	for from < to && !utf8.RuneStart(text[from]) {
		from++
	}
	for to > from && to < len(text) && !utf8.RuneStart(text[to]) {
		to--
	}
	return text[from:to]
}

// A vote is what a side of a place, or its words, say about whose it is.
type vote int8

const (
	forTwin vote = iota - 1
	forNone
	forMark
)

// A look is a lookalike made ready for comparing.
type look struct {
	words *pattern   // nil where they are the quote's
	own   *pattern   // of an excerpt of the words: the same of the quote; else nil
	far   int        // how much these two differ
	left  []*pattern // what may stand before it: what did and, where that was the marked passage, what comes there when this is deleted
	right []*pattern
}

func (s *seeker) looks() []look {
	if s.looked != nil {
		return s.looked
	}
	out := make([]look, len(s.a.Twins))
	for i, t := range s.a.Twins {
		if part, ok := strings.CutPrefix(t.Words, excerptSign); ok && part != "" {
			out[i].excerpt([]byte(part), s.quote)
		} else if t.Words != "" {
			out[i].words = newPattern([]byte(t.Words))
		}
		before, after := reversed([]byte(t.Before)), []byte(t.After)
		out[i].left = sidesOf(before, reversed(slices.Concat(s.before, s.quote)), reversed(s.before))
		out[i].right = sidesOf(after, slices.Concat(s.quote, s.after), s.after)
	}
	s.looked = out
	return out
}

// theirs tells whether a place has the words of a lookalike where these differed
// from the quote's, and no other place has them: then it is the lookalike,
// whatever stands next to it.
func (s *seeker) theirs(p spot, spots []spot) bool {
	if p.words == 1 {
		return false
	}
	looks := s.looks()
	for i := range looks {
		has := func(q spot) bool { return looks[i].wording(s.untaggedText(q)) == forTwin }
		if has(p) && !slices.ContainsFunc(spots, func(q spot) bool { return !q.overlaps(p) && has(q) }) {
			return true
		}
	}
	return false
}

// edged makes n bytes of a text next to a place: where the brief ends before
// that, so does what is made of it.
func edged(text []byte, n int) []byte {
	if len(text) >= n {
		return text[:n]
	}
	return append(slices.Clone(text), make([]byte, n-len(text))...)
}

// sidesOf are the texts that may stand next to a lookalike, read away from it:
// what stood there and, where that is little more than the marked passage, what
// is left when this is deleted. marked begins with the marked words, and beyond
// is what stood on the other side of them.
func sidesOf(text, marked, beyond []byte) []*pattern {
	const enough = 8 // bytes of the marked passage by which it is known
	list := []*pattern{newPattern(edged(text, twinSide))}
	for gap := 0; gap+enough <= len(text); gap++ {
		if bytes.HasPrefix(marked, bytes.TrimSpace(text[gap:])) {
			return append(list, newPattern(edged(slices.Concat(text[:gap], beyond), twinSide)))
		}
	}
	return list
}

// like is how like a place's neighbour is to the likest of some texts. texts
// are what stands right next to it and, for less, what stands next to the
// passage that it is in.
func like(sides []*pattern, texts [][]byte) float64 {
	likeness := 0.0
	for i, text := range texts {
		for _, p := range sides {
			l := p.likeness(text)
			if i > 0 {
				l = min(l, agreesFull)
			}
			likeness = max(likeness, l)
		}
	}
	return likeness
}

// excerpt keeps an excerpt of a lookalike's words, and what the quote has there.
func (k *look) excerpt(part, quote []byte) {
	found := search(part, quote, len(part)/2, places)
	if len(found) == 0 {
		return
	}
	best := slices.MinFunc(found, func(a, b near) int { return a.distance - b.distance })
	if best.distance > 0 && best.end > best.start {
		k.words, k.own, k.far = newPattern(part), newPattern(quote[best.start:best.end]), best.distance
	}
}

// wording says whose the words of a place are.
func (k *look) wording(here []byte, likeness float64) vote {
	if k.words == nil {
		return forNone
	}
	if k.own != nil {
		mark, twin := k.own.within(here), k.words.within(here)
		switch {
		case twin-mark >= (k.far+1)/2:
			return forMark
		case mark > twin:
			return forTwin
		}
		return forNone
	}
	twin := 1 - float64(k.words.whole(here))/float64(k.words.n)
	switch {
	case likeness > twin+wordsMore:
		return forMark
	case twin > likeness+wordsOff:
		return forTwin
	}
	return forNone
}

// side says whose a neighbour of a place is: mark and twin are how like it is
// to theirs.
func side(mark, twin float64) vote {
	switch {
	case twin >= agrees && twin > mark+sideMore:
		return forTwin
	case mark >= agreesFull && (twin < agrees || mark > twin+0.3):
		return forMark
	}
	return forNone
}

// A ballot is what the words and the two sides of a place say about one
// lookalike.
type ballot struct {
	words, left, right vote
	cast               bool
}

// isMark tells whether a place is clearly not the lookalike.
func (b ballot) isMark() bool {
	return b.words >= forNone && b.left >= forNone && b.right >= forNone && (b.left == forMark || b.right == forMark)
}

// against tells whether a place can not be the marked one.
func (b ballot) against() bool {
	return b.words == forTwin || min(b.left, b.right) == forTwin && max(b.left, b.right) < forMark
}

// isTwin tells whether a place is clearly not the marked one but the lookalike:
// it has the words of that where they differed, else its neighbours.
func (k *look) isTwin(p spot, b ballot) bool {
	if b.left == forMark || b.right == forMark {
		return false
	}
	if k.words != nil {
		return b.words == forTwin
	}
	if p.words < 1 && p.end-p.start < long || p.words < 0.9 {
		return false // it may be yet another one
	}
	return b.left == forTwin || b.right == forTwin
}

// A teller tells the marked passage from its lookalikes among some places.
type teller struct {
	*seeker
	spots   []spot
	looks   []look
	nearby  []nearby   // by spot
	ballots [][]ballot // by look and spot
}

// nearby is what stands next to a place, and how like that is to what stood
// next to the marked passage.
type nearby struct {
	before, after [][]byte
	left, right   float64
}

func (s *seeker) teller() *teller {
	all := *s
	all.everywhere = true // what stood next to the quote may be a lookalike, too
	t := &teller{seeker: s, spots: besides(spot{}, append(all.exact(), all.approximate()...)), looks: s.looks()}
	rank(t.spots)
	text, reach := s.g.text, 2*twinSide
	before := func(at int) []byte { return edged(reversed(text[max(0, at-reach):at]), reach) }
	after := func(at int) []byte { return edged(text[at:], reach) }
	left, right := []*pattern{newPattern(edged(reversed(s.before), twinSide))}, []*pattern{newPattern(edged(s.after, twinSide))}
	for _, p := range t.spots {
		n := nearby{before: [][]byte{before(p.start)}, after: [][]byte{after(p.end)}}
		if s.whole && len(s.quote) >= short {
			if at := s.g.starting(p.start); at < p.start && p.start-at < grownMost {
				n.before = append(n.before, before(at))
			}
			if at := s.g.ending(p.end); at > p.end && at-p.end < grownMost {
				n.after = append(n.after, after(at))
			}
		}
		n.left, n.right = like(left, n.before), like(right, n.after)
		t.nearby = append(t.nearby, n)
	}
	t.ballots = make([][]ballot, len(t.looks))
	for i := range t.ballots {
		t.ballots[i] = make([]ballot, len(t.spots))
	}
	return t
}

// ballot is what a place says about a lookalike.
func (t *teller) ballot(look, place int) ballot {
	b := &t.ballots[look][place]
	if b.cast {
		return *b
	}
	k, p, n := &t.looks[look], t.spots[place], t.nearby[place]
	*b = ballot{k.wording(t.g.text[p.start:p.end], p.words), side(n.left, like(k.left, n.before)), side(n.right, like(k.right, n.after)), true}
	if b.left == forMark && (len(k.left) > 1 || len(t.before) == 0) {
		b.left = forNone // were the marked one deleted, its neighbour would stand there; or any passage may begin the brief
	}
	if b.right == forMark && (len(k.right) > 1 || len(t.after) == 0) {
		b.right = forNone
	}
	return *b
}

// untaggedText is the text of a place without what looks like tags, which a
// lookalike is kept without, and how like the quote it is then.
func (s *seeker) untaggedText(p spot) ([]byte, float64) {
	here := s.g.text[p.start:p.end]
	if !tag.Match(here) {
		return here, p.words
	}
	here, quote := tag.ReplaceAll(here, nil), tag.ReplaceAll(s.quote, nil)
	return here, 1 - float64(apart(quote, here))/float64(max(1, len(quote)))
}

// told chooses among places by what stood next to each lookalike; false where
// that does not tell, or is not known. A place that has nothing of what stood
// next to the marked one is only taken if there are as many places as there
// were: of fewer the marked one may be gone, and of more one is a copy.
func (s *seeker) told() (spot, bool) {
	if len(s.a.Twins) == 0 {
		return spot{}, false
	}
	t := s.teller()
	ownLeft, ownRight := s.beside(s.quote)
	now := 0
	for _, p := range t.spots {
		if p.words >= 0.75 {
			now++
		}
	}
	for mode, may := range []func(spot) bool{
		func(p spot) bool { return p.words >= 0.75 && max(p.left, p.right) >= agreesTold },
		func(p spot) bool {
			return s.whole && p.words >= 0.9 && len(s.quote) >= short && (s.g.begins(p.start) || s.g.ends(p.end))
		},
	} {
		var told []spot
		for i, p := range t.spots {
			if !may(p) || p.words < 1 && (s.straddles(p) || s.rather(p, ownLeft, ownRight)) {
				continue
			}
			if alone := mode > 0; alone && now != 1+len(t.looks) || !t.from(i, now < 1+len(t.looks)) {
				continue
			}
			if min(p.left, p.right) < agreesFull && t.touched(i) {
				continue
			}
			told = append(told, p)
		}
		if len(told) > 0 {
			return told[0], len(told) == 1
		}
	}
	return spot{}, false
}

// straddles tells whether a place is the end of one unit and the beginning of
// the next, where the quote was one.
func (s *seeker) straddles(p spot) bool {
	return s.whole && s.oneUnit() && s.g.ending(p.start+1) < p.end && !(s.g.begins(p.start) && s.g.ends(p.end))
}

// rather tells whether a place is as like a neighbour of the quote as it is
// like the quote, and liker than the quote itself was.
func (s *seeker) rather(p spot, ownLeft, ownRight float64) bool {
	left, right := s.beside(s.g.text[p.start:p.end])
	return left >= p.words && left > ownLeft || right >= p.words && right > ownRight
}

// from tells whether each lookalike is clearly not at a place, or clearly at
// another one of its own. fewer tells that there are fewer places than there
// were: then one of the same words that may be at the place is not looked for at
// another.
func (t *teller) from(place int, fewer bool) bool {
	taken := map[int]bool{}
	for look := range t.looks {
		b := t.ballot(look, place)
		if b.isMark() {
			continue
		}
		if b.against() || fewer && t.looks[look].words == nil {
			return false
		}
		at := -1
		for i, q := range t.spots {
			if !taken[i] && !q.overlaps(t.spots[place]) && t.looks[look].isTwin(q, t.ballot(look, i)) {
				at = i
				break
			}
		}
		if at < 0 {
			return false
		}
		taken[at] = true
	}
	return true
}

// touched tells whether another place stands right next to one. Of two equal
// passages one after the other nobody can tell which came to the other.
func (t *teller) touched(place int) bool {
	p := t.spots[place]
	return slices.ContainsFunc(t.spots, func(q spot) bool {
		return q.words >= 0.75 && (absolute(q.start-p.end) <= 1 || absolute(p.start-q.end) <= 1)
	})
}
