package bookmark

import (
	"cmp"
	"slices"

	"broadsheet/internal/brief"
)

// Lookalikes. When a passage is marked, the other places of its brief that say
// nearly the same are looked up: the anchor's outline names their units, and how
// like they are is kept (Anchor.Alike). Later, where one of them may stand, a place
// that is not clearly liker than it was is not taken for the marked one, which may
// be deleted.
const alikeMost = 32 // kinds of them that are kept, the likest

// know looks up the lookalikes of an anchor that has just been made, and keeps
// what tells them from it.
func (a *Anchor) know(g *ground) {
	s := newSeeker(g, *a)
	s.wide = s.whole
	own := spot{start: s.old, end: s.old + len(s.quote)}
	var passages, quotes []alikeAt
	a.Alike, quotes = s.lookalikes()
	if whole, ok := s.passage(); ok {
		whole.wide = true
		a.AlikeWhole, passages = whole.lookalikes()
	}
	if s.whole {
		passages, quotes = quotes, nil
	}
	a.Outline = g.outline(own, passages, quotes)
}

// An alikeAt is a place that may be taken for the marked one: which units it is
// in, the last included, and how much of the words it has, 0 to 1.
type alikeAt struct {
	first, last int
	words       float64
}

// lookalikes are the places of the brief that may be taken for the anchor's, which
// has just been marked, those with the most of the words first.
func (s *seeker) lookalikes() ([]Alike, []alikeAt) {
	own := spot{start: s.old, end: s.old + len(s.quote)}
	if len(stripped(s.g.text)) < len(s.g.text) {
		first, last := s.g.unitAt(own.start), s.g.unitAt(own.end-1)
		s = s.untagged()
		own.start, own.end = s.g.bounds(first, last+1)
		same := slices.DeleteFunc(s.exact(), func(p spot) bool { return s.g.unitAt(p.start) != first })
		if rank(same); len(same) > 0 {
			own = same[0]
		}
	}
	spots, n := s.exact(), len(s.quote)
	for _, part := range []*seeker{s.between(0, own.start), s.between(own.end, len(s.g.text)), s.between(own.start-n, own.end+n)} {
		spots = append(append(spots, part.approximate()...), part.ends()...)
	}
	list, places := []Alike{}, []alikeAt{}
	for _, q := range besides(own, spots) {
		places = append(places, alikeAt{s.g.unitAt(q.start), s.g.unitAt(q.end - 1), q.words})
		k := Alike{int(100 * q.words), twentieths(q.left), twentieths(q.right), 1}
		i := slices.IndexFunc(list, func(o Alike) bool { return o.Words == k.Words && o.Before == k.Before && o.After == k.After })
		switch {
		case i >= 0:
			list[i].Count++
		case len(list) < alikeMost:
			list = append(list, k)
		}
	}
	return list, places
}

// between looks only in a range of the text: what is found next to a place, or shares
// words with it, does not stand before what is found beyond.
func (s *seeker) between(from, to int) *seeker {
	n := *s
	n.from, n.to, n.nears, n.searched = max(0, from), min(to, len(s.g.text)), nil, false
	return &n
}

// untagged looks for the same words in the text without what looks like tags of
// HTML and links of Markdown. Whether these are shown hangs on the lines around
// them, so an edit may turn the source of a lookalike into its words.
func (s *seeker) untagged() *seeker {
	g := &ground{b: &brief.Brief{}}
	for i := range s.g.units {
		if i > 0 {
			g.text = append(g.text, ' ')
		}
		g.units = append(g.units, len(g.text))
		g.text = append(g.text, stripped(s.g.unit(i))...)
	}
	g.starts = g.units
	a := s.a
	for _, text := range []*string{&a.Quote, &a.Passage, &a.Before, &a.After} {
		*text = string(stripped([]byte(*text)))
	}
	if len(foldTrimmed(a.Quote)) == 0 {
		return s
	}
	u := newSeeker(g, a)
	u.wide = s.wide
	u.old, u.unplaced, u.noLeft, u.noRight = -1, true, s.noLeft, s.noRight
	return u
}

// besides gives the places besides p that do not overlap it, nor each other:
// those with the most of the words go before those that hold them and more.
func besides(p spot, spots []spot) []spot {
	ordered := slices.Clone(spots)
	slices.SortStableFunc(ordered, func(a, b spot) int {
		return cmp.Or(cmp.Compare(b.words, a.words), cmp.Compare(b.score, a.score), cmp.Compare(a.start, b.start))
	})
	var apart []spot
	for _, q := range ordered {
		if !q.overlaps(p) && !slices.ContainsFunc(apart, q.overlaps) {
			apart = append(apart, q)
		}
	}
	return apart
}

func twentieths(f float64) int { return 5 * int(20*max(0, f)+0.5) }

// overlaps tells whether two places have more in common than their edges.
func (p spot) overlaps(q spot) bool {
	return 2*(min(p.end, q.end)-max(p.start, q.start)) > min(p.end-p.start, q.end-q.start)
}

// alone tells whether no lookalike that may stand there was nearly as like the
// quote as a place is. Where no neighbour agrees an edit may have made the place of
// a lookalike: other words of one that said the very same, and the very words, in
// another slot than the mark's, of one that said nearly the same.
func (s *seeker) alone(p spot) bool {
	const lead = 20 // of 100 words: an edit of a fifth of a lookalike may make it so much liker
	strange := max(p.left, p.right) < agrees
	if s.field.twin && p.words < 1 && strange {
		return false
	}
	away := s.field.known() && !s.field.home
	return !slices.ContainsFunc(s.alike, func(k Alike) bool {
		if p.words == 1 && k.Words < 100 && !(away && strange) {
			return false
		}
		return 100*p.words <= float64(k.Words+lead)
	})
}

// unmatched tells whether a place is alone, and is too long to be an accident
// or stands for itself, as the quote did: an item of a list, a heading, a row.
func (s *seeker) unmatched(p spot) bool {
	if !s.whole || s.alike == nil || p.words <= 0.8 {
		return false
	}
	n, begins, ends := len(s.quote), s.g.begins(p.start), s.g.ends(p.end)
	switch {
	case p.words == 1:
		return begins && ends || n >= short && (begins || ends) || s.field.home && n >= tiny && (begins || ends)
	case s.field.known() && n >= tiny && p.words >= 0.85 && (begins && ends || s.field.home && (begins || ends)):
		return true
	case s.field.known() && n >= short && (begins || ends) && (p.words >= 0.9 || s.field.home):
		return true
	case n >= part && (p.words >= 0.9 || p.words >= 0.8 && (begins || ends)):
		return true
	case n >= long && p.words >= 0.85 || begins && ends && n >= short && p.words >= 0.85:
		return true
	}
	side := max(p.left, p.right)
	return side >= agreesRow && (begins || ends) || side >= agrees && begins && ends
}
