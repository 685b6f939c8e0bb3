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
	far   int        // in how many bytes these two differ
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
			out[i].far = out[i].words.whole(s.quote)
		}
		before, after := reversed(squeezed([]byte(t.Before))), squeezed([]byte(t.After))
		out[i].left = sidesOf(before, reversed(slices.Concat(s.before, s.quote)), reversed(s.before))
		out[i].right = sidesOf(after, slices.Concat(s.quote, s.after), s.after)
	}
	s.looked = out
	return out
}

// theirs tells whether a place has the words of a lookalike where these differed
// from the quote's: letter by letter or nearly so, or more or less and no other
// place has them. Then it is the lookalike or a copy of it, whatever stands next
// to it.
func (s *seeker) theirs(p spot, spots []spot) bool {
	if p.words == 1 {
		return false
	}
	text, likeness := s.untaggedText(p)
	looks := s.looks()
	for i := range looks {
		if looks[i].wording(text, likeness) != forTwin {
			continue
		}
		other := func(q spot) bool {
			return !q.overlaps(p) && looks[i].wording(s.untaggedText(q)) == forTwin
		}
		if looks[i].says(text) || !slices.ContainsFunc(spots, other) {
			return true
		}
	}
	return false
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

// says tells whether a place has the very words of the lookalike where these
// differed from the quote's, or nearly.
func (k *look) says(here []byte) bool {
	if k.own != nil {
		return 3*k.words.within(here) <= k.far
	}
	return 3*k.words.whole(here) <= k.far
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
	spots       []spot
	looks       []look
	left, right *pattern   // what stood next to the marked one; nil where that was markup
	marked      bool       // there was markup in that
	nearby      []nearby   // by spot
	ballots     [][]ballot // by look and spot
}

// teller looks at some places, or at all of the brief where none are given.
func (s *seeker) teller(spots []spot) *teller {
	if spots == nil {
		all := *s
		all.everywhere = true // what stood next to the quote may be a lookalike, too
		spots = besides(spot{}, append(all.exact(), all.approximate()...))
		rank(spots)
	}
	t := &teller{seeker: s, spots: spots, looks: s.looks()}
	before, after := plainBefore(s.before), plainAfter(s.after)
	t.marked = len(before) != len(s.before) || len(after) != len(s.after)
	t.left, t.right = marksSide(reversed(before), s.before), marksSide(after, s.after)
	for _, p := range spots {
		t.nearby = append(t.nearby, t.nextTo(p))
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
	*b = ballot{words: k.wording(t.g.text[p.start:p.end], p.words), cast: true}
	if t.left != nil {
		b.left = side(n.left, like(k.left, n.before))
	}
	if t.right != nil {
		b.right = side(n.right, like(k.right, n.after))
	}
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
	if !bytes.ContainsAny(here, "<[{") {
		return here, p.words
	}
	here, quote := stripped(here), stripped(s.quote)
	return here, 1 - float64(apart(quote, here))/float64(max(1, len(quote)))
}

// told chooses among places by what stood next to each lookalike; false where
// that does not tell, or is not known. A place that has nothing of what stood
// next to the marked one is only taken by its words, where no lookalike had the
// same, or by its heading; and if there are as many places as there were: of
// fewer the marked one may be gone, and of more one is a copy.
func (s *seeker) told() (spot, bool) {
	if len(s.a.Twins) == 0 {
		return spot{}, false
	}
	t := s.teller(nil)
	ownLeft, ownRight := s.beside(s.quote)
	now := t.now()
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
			if mode > 0 && (now != 1+len(t.looks) || s.repeated() && !t.headed(i)) || !t.from(i, now < 1+len(t.looks)) {
				continue
			}
			if min(p.left, p.right) < agreesFull && t.touched(i) || t.outranked(i) {
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

// belied tells whether something at a place says that it is a lookalike: it has
// the words of one where these differed, or there stands next to it what stood
// next to one that had the very words, or on both sides of it what stood next to
// one of other words, and not what stood next to the marked passage, and that
// lookalike is not clearly to be found elsewhere.
func (s *seeker) belied(p spot) bool {
	if len(s.a.Twins) == 0 {
		return false
	}
	here, _ := s.untaggedText(p)
	alone, all := s.teller([]spot{p}), (*teller)(nil)
	if p.start != s.old && alone.sided() {
		if all = s.teller(nil); all.now() < 1+len(all.looks) {
			return true
		}
	}
	for look := range alone.looks {
		switch b := alone.ballot(look, 0); {
		case b.words == forTwin && p.words < 1 && alone.looks[look].says(here):
			return true
		case min(b.left, b.right) >= forNone || b.words != forNone && (p.words == 1 || max(b.left, b.right) > forTwin):
			continue
		}
		if all == nil {
			all = s.teller(nil)
		}
		if !all.elsewhere(look, p) {
			return true
		}
	}
	return false
}

// sided tells whether a lookalike had the very words and, on one side, what stood
// next to the marked ones. Where what lies between the two is deleted, it comes to
// stand next to what stood on their other side, too, and nothing tells it from
// them.
func (t *teller) sided() bool {
	for i, k := range t.looks {
		before, after := reversed(squeezed([]byte(t.a.Twins[i].Before))), squeezed([]byte(t.a.Twins[i].After))
		if k.words == nil && (t.left != nil && t.left.near(edged(before, twinSide)) >= agreesRow || t.right != nil && t.right.near(edged(after, twinSide)) >= agreesRow) {
			return true
		}
	}
	return false
}

// now is how many places have the words of the quote or nearly.
func (t *teller) now() int {
	n := 0
	for _, p := range t.spots {
		if p.words >= 0.75 {
			n++
		}
	}
	return n
}

// elsewhere tells whether a lookalike is clearly to be found besides a place.
func (t *teller) elsewhere(look int, p spot) bool {
	for i, q := range t.spots {
		if !q.overlaps(p) && t.looks[look].isTwin(q, t.ballot(look, i)) {
			return true
		}
	}
	return false
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
// were: then one of the same words may have come where the marked one stood, so
// what stood on both sides of that must be there.
func (t *teller) from(place int, fewer bool) bool {
	taken, p := map[int]bool{}, t.spots[place]
	between := t.lesser(p) >= agreesFull
	for look := range t.looks {
		b, same := t.ballot(look, place), t.looks[look].words == nil
		if same && fewer && !between {
			return false
		}
		if b.isMark() {
			continue
		}
		if b.against() || same && (fewer || min(b.left, b.right) == forTwin) {
			return false
		}
		at := -1
		for i, q := range t.spots {
			if !taken[i] && !q.overlaps(p) && t.looks[look].isTwin(q, t.ballot(look, i)) {
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

// headed tells whether a place stands under the headings that the marked passage
// stood under, and no other place does. That another one stands where a lookalike
// stood does not tell: of two that say the same the marked one may have come
// there, and the lookalike have left.
func (t *teller) headed(place int) bool {
	under := func(p spot) bool { return slices.Equal(t.g.b.HeadingPath(t.g.passage(p.start)), t.a.Heading) }
	return len(t.a.Heading) > 0 && under(t.spots[place]) && !slices.ContainsFunc(t.spots, func(q spot) bool {
		return q.words >= 0.75 && !q.overlaps(t.spots[place]) && under(q)
	})
}

// outranked tells whether another place that is not clearly a lookalike has more of
// the words, or begins the brief, or ends it, as the marked passage did and this
// place does not; or is there at all, where the very words stood elsewhere, too, and
// on one side of this place is nothing of what stood there.
func (t *teller) outranked(place int) bool {
	p, end := t.spots[place], len(t.g.text)
	first := t.toLeft == nil && !t.noLeft && p.start > 0
	last := t.toRight == nil && !t.noRight && p.end < end
	for i, q := range t.spots {
		switch {
		case q.words < 0.75 || q.overlaps(p):
		case first && q.start == 0 || last && q.end == end:
			return true
		case (q.words > p.words || t.repeated() && t.lesser(p) < agrees) && !t.known(i):
			return true
		}
	}
	return false
}

// known tells whether a place is clearly one of the lookalikes.
func (t *teller) known(place int) bool {
	for look := range t.looks {
		if t.looks[look].isTwin(t.spots[place], t.ballot(look, place)) {
			return true
		}
	}
	return false
}

// touched tells whether another place stands right next to one, but for a few
// letters that an edit may have put there. Of two equal passages one after the
// other nobody can tell which came to the other.
func (t *teller) touched(place int) bool {
	p, few := t.spots[place], 1+len(t.quote)/16
	return slices.ContainsFunc(t.spots, func(q spot) bool {
		return q.words >= 0.75 && !q.overlaps(p) && (absolute(q.start-p.end) <= few || absolute(p.start-q.end) <= few)
	})
}
