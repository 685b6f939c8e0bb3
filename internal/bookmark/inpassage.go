package bookmark

import (
	"bytes"
	"slices"
)

// A quote that is part of a passage can be found with that: the passage has
// more words, and may stand, or have moved, where the quote alone is too short
// to be known again.

// passage gives a seeker of the whole passage; false where there is none to be
// looked for.
func (s *seeker) passage() (*seeker, bool) {
	if !s.asked {
		s.outer, s.asked = s.wholePassage(), true
	}
	return s.outer, s.outer != nil
}

func (s *seeker) wholePassage() *seeker {
	text := foldTrimmed(s.a.Passage)
	from := s.within(text)
	if s.whole || from < 0 || len(text) > widest {
		return nil
	}
	a := Anchor{Quote: s.a.Passage, Passage: s.a.Passage, Heading: s.a.Heading, Start: s.a.Start, End: s.a.End, Alike: s.a.AlikeWhole, Twins: s.a.TwinsWhole}
	known := s.a.PassageBefore != "" || s.a.PassageAfter != ""
	if known {
		a.Before, a.After = s.a.PassageBefore, s.a.PassageAfter
	} else { // an anchor of an earlier version
		if n := len(s.before) - from; n > 0 {
			a.Before = string(s.before[:n])
		}
		if n := len(s.after) - (len(text) - from - len(s.quote)); n > 0 {
			a.After = string(s.after[len(s.after)-n:])
		}
	}
	in := newSeeker(s.g, a)
	if in.old = -1; s.old >= from {
		in.old = s.old - from
	}
	in.part = from
	in.noLeft, in.noRight = !known && s.a.Before != "" && a.Before == "", !known && s.a.After != "" && a.After == ""
	return in
}

// An insider is the answer of inPassage.
type insider struct {
	spot
	found bool
}

// inPassage gives the place of the quote in its passage, where that is found.
func (s *seeker) inPassage() (spot, bool) {
	in, ok := s.passage()
	if !ok {
		return spot{}, false
	}
	if s.inside == nil {
		p, found := s.placed(in)
		s.inside = &insider{p, found}
	}
	return s.inside.spot, s.inside.found
}

// placed looks for the whole passage, and gives the place of the quote in it.
func (s *seeker) placed(in *seeker) (spot, bool) {
	exact := in.exact()
	p, ok := in.still(exact)
	if !ok || in.covered(p) {
		p, ok = in.best(in.more(exact))
	}
	if ok && in.belied(p) {
		ok = false
	}
	if !ok {
		p, ok = in.told()
	}
	if !ok {
		return spot{}, false
	}
	if p.words == 1 {
		start := p.start + in.part
		return s.spot(start, start+len(s.quote), 1), true
	}
	start, end := carry(in.quote, s.g.text[p.start:p.end], in.part, in.part+len(s.quote))
	start, end = s.toWords(p.start+start, p.start+end)
	if start >= end {
		return spot{}, false
	}
	q := s.spot(start, end, 1-float64(apart(s.quote, s.g.text[start:end]))/float64(len(s.quote)))
	for _, e := range s.exact() { // where the passage says the words twice, the alignment can be off
		if e.start >= p.start && e.end <= p.end && e.around() > q.around() {
			q = e
		}
	}
	if (q.words < little || q.words < 1 && s.covered(q)) && slices.ContainsFunc(s.exact(), s.alone) {
		return q, false
	}
	if p.twin && s.covered(q) { // only the passage's edges were found: they may be those of a lookalike's
		return q, false
	}
	return q, q.words >= 0.75 && (q.words == 1 || !s.neighbour(q))
}

// carriedOff tells whether the passage around a place has moved, the words with
// it: what stood next to the passage stands on neither side of it.
func (s *seeker) carriedOff(p spot) bool {
	in, ok := s.passage()
	if !ok || in.noLeft || in.noRight {
		return false
	}
	around := in.spot(s.g.starting(p.start), s.g.ending(p.end), 1)
	return max(around.left, around.right) < agrees
}

// trusted tells whether a place need not be confirmed by the whole passage, or
// is. It must be where another passage said nearly the same, for what stands
// next to the quote stands next to its lookalike, too; and for a few words that
// stood elsewhere, too, or that are others now.
func (s *seeker) trusted(p spot) bool {
	unit := func(p spot) bool { return s.g.begins(p.start) && s.g.ends(p.end) }
	if s.whole && s.repeated() && p.words == 1 && !unit(p) && slices.ContainsFunc(s.exact(), unit) {
		return false // a passage is rather that than the beginning of another
	}
	common := len(s.quote) < short && s.repeated()
	other := !s.whole && len(s.quote) < part && p.words < little
	if s.belied(p) {
		return false
	}
	if len(s.a.AlikeWhole) == 0 && !other && (!common || s.whole) {
		return true
	}
	if _, ok := s.passage(); !ok {
		return true // it is too long to be looked for
	}
	q, ok := s.inPassage()
	return ok && q.overlaps(p)
}

// within is where the quote begins in the folded text of its passage; -1 where
// that can not be told.
func (s *seeker) within(text []byte) int {
	at := -1
	for from := 0; ; {
		i := bytes.Index(text[from:], s.quote)
		if i < 0 {
			return at
		}
		i += from
		from = i + 1
		n := min(i, len(s.before))
		if bytes.Equal(text[i-n:i], s.before[len(s.before)-n:]) {
			if at >= 0 {
				return -1
			}
			at = i
		}
	}
}

// carry says where the range from to to of an old text is in a new one, by
// the alignment of the two with the fewest differences.
func carry(old, now []byte, from, to int) (start, end int) {
	w := len(now) + 1
	if len(old)*w > 8<<20 {
		return 0, 0
	}
	table := make([]uint16, (len(old)+1)*w)
	for j := range w {
		table[j] = uint16(j)
	}
	for i := 1; i <= len(old); i++ {
		table[i*w] = uint16(i)
		for j := 1; j < w; j++ {
			d := table[(i-1)*w+j-1]
			if old[i-1] != now[j-1] {
				d++
			}
			table[i*w+j] = min(d, table[(i-1)*w+j]+1, table[i*w+j-1]+1)
		}
	}
	i, j := len(old), len(now)
	start, end = -1, -1
	for i > 0 || j > 0 {
		if i == to && end < 0 {
			end = j
		}
		d := table[i*w+j]
		switch {
		case i > 0 && j > 0 && (old[i-1] == now[j-1] && d == table[(i-1)*w+j-1] || old[i-1] != now[j-1] && d == table[(i-1)*w+j-1]+1):
			i, j = i-1, j-1
		case i > 0 && d == table[(i-1)*w+j]+1:
			i--
		default:
			j--
		}
		if i == from {
			start = j
		}
	}
	if end < 0 {
		end = j
	}
	return max(start, 0), end
}

// apart is the number of bytes in which two texts differ.
func apart(a, b []byte) int {
	if len(a) == 0 {
		return len(b)
	}
	return newPattern(a).whole(b)
}
