package bookmark

import (
	"bytes"
	"slices"

	"broadsheet/internal/brief"
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
	a := Anchor{Quote: s.a.Passage, Passage: s.a.Passage, Heading: s.a.Heading, Start: s.a.Start, End: s.a.End, Alike: s.a.AlikeWhole}
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

// inPassage gives the place of the quote in its passage, where that is found.
func (s *seeker) inPassage() (spot, bool) {
	in, ok := s.passage()
	if !ok {
		return spot{}, false
	}
	f := s.field
	f.whole = false
	p, ok := in.in(f).find()
	if !ok {
		return spot{}, false
	}
	if p.words == 1 {
		start := p.start + in.part
		return s.spot(start, start+len(s.quote), 1), true
	}
	return s.carried(in, p)
}

// carried gives the place of the quote in an edited passage. That must be the
// same whether the two are compared from their beginnings or from their ends, and
// where the very words stand as often as they did it must have these. Of words that
// a passage says more than once either none may be gone, or both neighbours must
// tell this place from the others; and it must be no row that has come apart.
func (s *seeker) carried(in *seeker, p spot) (spot, bool) {
	now, from, to := s.g.text[p.start:p.end], in.part, in.part+len(s.quote)
	start, end := carry(in.quote, now, from, to)
	backEnd, backStart := carry(reversed(in.quote), reversed(now), len(in.quote)-to, len(in.quote)-from)
	other := spot{start: p.start + len(now) - backStart, end: p.start + len(now) - backEnd}
	other.start, other.end = s.toWords(other.start, other.end)
	start, end = s.toWords(p.start+start, p.start+end)
	if q := (spot{start: start, end: end}); start >= end || other.start >= other.end || !q.overlaps(other) {
		return spot{}, false
	}
	differ := apart(s.quote, s.g.text[start:end])
	q := s.spot(start, end, 1-float64(differ)/float64(len(s.quote)))
	all := bytes.Count(now, s.quote) >= bytes.Count(in.quote, s.quote)
	if !s.may(start, end) || s.theirs(start, end, differ) || all && q.words < 1 {
		return q, false
	}
	if s.field.again {
		return q, !in.torn(p) && (all || s.field.known() && start == other.start && end == other.end && s.foremost(q, p))
	}
	return q, q.words >= 0.75
}

// torn tells whether a place is in several rows of a table, where the quote was one.
func (s *seeker) torn(p spot) bool {
	return s.g.b.Passages[s.g.passage(p.start)].Kind == brief.Table && s.oneUnit() && s.g.unitAt(p.start) < s.g.unitAt(p.end-1)
}

// foremost tells whether both neighbours of a place agree, and no other place of
// the passage has words as like and neighbours that agree as well.
func (s *seeker) foremost(q, passage spot) bool {
	if q.words < 0.75 || min(q.left, q.right) < agrees {
		return false
	}
	for _, n := range search(s.quote, s.g.text[passage.start:passage.end], len(s.quote)/4, places) {
		start, end := s.toWords(passage.start+n.start, passage.start+n.end)
		if r := s.spot(start, end, q.words); !r.overlaps(q) && q.around()-r.around() < 0.2 {
			return false
		}
	}
	return true
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

// within is where the quote begins in the folded text of its passage; -1 where
// that can not be told.
func (s *seeker) within(text []byte) int {
	left, right := fold(nil, s.a.PassageBefore), fold(nil, s.a.PassageAfter)
	all, at := slices.Concat(left, text, right), -1
	for from := 0; ; {
		i := bytes.Index(text[from:], s.quote)
		if i < 0 {
			return at
		}
		i += from
		from = i + 1
		before, after := all[:len(left)+i], all[len(left)+i+len(s.quote):]
		n, m := min(len(before), len(s.before)), min(len(after), len(s.after))
		if bytes.HasSuffix(before, s.before[len(s.before)-n:]) && bytes.HasPrefix(after, s.after[:m]) {
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
