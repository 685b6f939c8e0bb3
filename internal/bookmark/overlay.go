package bookmark

import (
	"bytes"
	"regexp"
	"slices"
)

// Where a mark may be. Laid over a text, the outline shows which units are
// still there; these landmarks part both texts into slots. The mark is
//
//   - home, in the slot between the landmarks before and after it, or else
//   - elsewhere, in units that are new.
//
// A unit that is another old one is never the marked one, however like its
// words and what stands next to them. What is left to be told apart are
// rivals: lookalikes that are no landmarks, so that a place may be theirs.
// One that said the very same leaves the answer open. Of one that said nearly
// the same a place must be clearly liker to the mark than any lookalike was.

// A slot is what lies between two landmarks: units of the old text, and of the
// new one.
type slot struct{ oldFrom, oldTo, from, to int }

// room is how many more units there are in a slot than there were.
func (s slot) room() int { return s.to - s.from - (s.oldTo - s.oldFrom) }

// An overlay is an outline laid over a text.
type overlay struct {
	units       []outlined
	still       []int // by old unit: the new one that it is; -1
	first, last int   // the marked units
	at          int   // the new unit that the first of these is, where all are there one after the other; -1
	home        slot  // of the marked units
	others      []slot
}

// lay lays the anchor's outline over the text; nil where there is none.
func (s *seeker) lay() *overlay {
	units, ok := readOutline(s.a.Outline)
	if !ok || len(units) == 0 {
		return nil
	}
	o := &overlay{units: units, still: landmarks(units, s.g.signs)}
	marked := func(u outlined) bool { return u.marked }
	o.first = slices.IndexFunc(units, marked)
	for o.last = o.first; o.last+1 < len(units) && units[o.last+1].marked; {
		o.last++
	}
	o.at = o.still[o.first]
	for i := o.first; i <= o.last; i++ {
		if o.at < 0 || o.still[i] != o.at+i-o.first {
			o.at = -1
		}
		o.still[i] = -1 // it is looked for between the others
	}
	from := slot{}
	for i := range len(units) + 1 {
		now := len(s.g.signs)
		if i < len(units) {
			now = o.still[i]
		}
		if now < 0 {
			continue
		}
		from.oldTo, from.to = i, now
		if from.oldFrom <= o.first && o.first < from.oldTo {
			o.home = from
		} else {
			o.others = append(o.others, from)
		}
		from = slot{oldFrom: i + 1, from: now + 1}
	}
	return o
}

// rivals are how like to the mark the likest lookalikes were.
type rivals struct {
	own   likeness // in the marked units, beside the mark
	home  likeness // of those that may be in the mark's slot now and are no landmarks: they were there, or may have come there
	come  likeness // of those that have left their slot, and may have come to the mark's
	loose likeness // of all that are no landmarks
	any   likeness // of all
}

// left tells whether the slot of an old unit has fewer units than it had: that
// one may have left it for another.
func (o *overlay) left(i int) bool {
	return o.units[i].sign == signOfMany || slices.ContainsFunc(o.others, func(s slot) bool { return s.oldFrom <= i && i < s.oldTo && s.room() < 0 })
}

// loose tells whether units may have come into the mark's slot, or gone from it: there
// are more of them or fewer, or others than the mark do not stand there either.
func (o *overlay) loose() bool {
	return o.home.room() != 0 || o.at < 0 && o.home.oldTo-o.home.oldFrom > o.last-o.first+1
}

func (o *overlay) rivals(like func(outlined) likeness) rivals {
	var r rivals
	for i, u := range o.units {
		how := like(u)
		switch {
		case u.marked:
			r.own = max(r.own, how)
			continue
		case o.still[i] >= 0:
		case o.home.oldFrom <= i && i < o.home.oldTo || o.loose() && o.left(i):
			r.home, r.loose = max(r.home, how), max(r.loose, how)
		case o.loose() || o.left(i): // an edited copy may have come there, or it may stand for the mark, edited
			r.home, r.loose = max(r.home, min(how, nearly)), max(r.loose, how)
		default:
			r.loose = max(r.loose, how)
		}
		if r.any = max(r.any, how); o.still[i] < 0 && o.left(i) {
			r.come = max(r.come, how)
		}
	}
	return r
}

// A field is where a mark is looked for, and what is to be heeded there.
type field struct {
	whole bool     // the whole passage is looked for, and the mark in it
	home  bool     // it is the mark's own slot
	order int      // of home: the unit in which an edited mark of a few letters must begin; -1 where it may be any
	tags  bool     // what looks like a tag is looked at, too
	again bool     // this may have said the words of the mark, or nearly, more than once
	units []bool   // by unit of the text: the mark may be in it; nil: in any, for the anchor has no outline
	rival bool     // a lookalike that said nearly the same may be there
	still [][]byte // the units of the lookalikes that are landmarks: a copy of one may be there
}

// known tells whether the anchor has an outline: of lookalikes there are only those
// that the field tells of.
func (f field) known() bool { return f.units != nil }

// fields gives where the mark may be, the likest first.
func (s *seeker) fields() []field {
	o := s.lay()
	if o == nil {
		return s.anywhere()
	}
	passage := o.rivals(func(u outlined) likeness { return u.passage })
	fields := s.ofPassage(o, passage)
	if s.whole {
		return fields
	}
	quote := o.rivals(func(u outlined) likeness { return u.quote })
	if quote.own > unlike && o.at < 0 && s.crowded(o) {
		return nil
	}
	for i := range fields {
		fields[i].whole, fields[i].again = true, quote.own > unlike
	}
	if quote.own > unlike || max(quote.home, quote.come) == very || passage.any == very {
		return fields
	}
	return append(fields, field{home: true, units: s.g.open(o, o.home), order: -1, rival: quote.home == nearly, still: s.g.lookalikes(o)})
}

// ofPassage gives where the marked passage may be.
func (s *seeker) ofPassage(o *overlay, r rivals) []field {
	unsure := r.any == very && (s.crowded(o) || o.run(s.g.signs))
	if same := o.rivals(o.same); o.at >= 0 && same.home < very && (same.any < very || !unsure) && (same.loose < very || !o.swapped()) && (r.home < very || s.crowded(o)) {
		return []field{{units: s.g.some(o.at, o.at+o.last-o.first+1)}}
	}
	if unsure {
		return nil
	}
	if r.home == very {
		return nil
	}
	still := s.g.lookalikes(o)
	home := field{home: true, units: s.g.open(o, o.home), order: o.expected(), rival: r.home == nearly, still: still}
	if r.any == very { // of two that say the same none is known by the other's being where it was
		return []field{home}
	}
	return []field{home, {units: s.g.open(o, o.others...), rival: r.loose == nearly, still: still}}
}

// same is how like a unit was to the marked passage; very only where it was the same
// unit, and not one that has the words and more, as what follows a heading may have:
// that is not taken for a unit that stands, as long as it has not come apart.
func (o *overlay) same(u outlined) likeness {
	own := slices.ContainsFunc(o.units[o.first:o.last+1], func(m outlined) bool { return m.sign == u.sign })
	if !own {
		return min(u.passage, nearly)
	}
	return u.passage
}

// expected is the unit in which the mark would begin, were none of its slot put in
// or gone; -1 where there are more than there were, or fewer.
func (o *overlay) expected() int {
	if o.home.room() != 0 {
		return -1
	}
	return o.home.from + o.first - o.home.oldFrom
}

// swapped tells whether the marked unit stands, but not where it is expected: it has
// moved over a neighbour, or one that said the same has come there for it.
func (o *overlay) swapped() bool { return o.expected() >= 0 && o.at != o.expected() }

// run tells whether a marked unit stands right next to one that says the very
// same, and there are more of these than there were: then nobody can tell which
// of them is new.
func (o *overlay) run(now []uint32) bool {
	sign := o.units[o.first].sign
	same := func(i int) bool { return i >= 0 && i < len(o.units) && o.units[i].sign == sign }
	if !same(o.first-1) && !same(o.first+1) {
		return false
	}
	n := 0
	for i := range o.units {
		if same(i) {
			n--
		}
	}
	for _, other := range now {
		if other == sign {
			n++
		}
	}
	return n > 0
}

// anywhere is where the mark of an anchor without an outline may be.
func (s *seeker) anywhere() []field {
	if s.whole {
		return []field{{}}
	}
	return []field{{whole: true, again: len(s.alike) > 0}, {}}
}

// lookalikes are the units of those that are landmarks.
func (g *ground) lookalikes(o *overlay) [][]byte {
	var list [][]byte
	for i, u := range o.units {
		if max(u.passage, u.quote) > unlike && o.still[i] >= 0 {
			list = append(list, g.unit(o.still[i]))
		}
	}
	return list
}

// some are units from to to of the text, the last not included.
func (g *ground) some(from, to int) []bool {
	units := make([]bool, len(g.units))
	for i := from; i < to; i++ {
		units[i] = true
	}
	return units
}

// open are the units of slots but for copies of lookalikes. Of a mark of several
// units one that stands is no copy.
func (g *ground) open(o *overlay, slots ...slot) []bool {
	units, copies := make([]bool, len(g.units)), map[uint32]bool{}
	for _, u := range o.units {
		if !u.marked && max(u.passage, u.quote) > unlike {
			copies[u.sign] = true
		}
	}
	if o.first < o.last {
		for _, u := range o.units[o.first : o.last+1] {
			delete(copies, u.sign)
		}
	}
	for _, in := range slots {
		for i := in.from; i < in.to; i++ {
			units[i] = !copies[g.signs[i]]
		}
	}
	return units
}

// crowded tells whether the mark's slot has several places that say nearly what
// the marked passage said.
func (s *seeker) crowded(o *overlay) bool {
	if !s.whole {
		in, ok := s.passage()
		return ok && in.crowded(o)
	}
	n := s.in(field{units: s.g.some(o.home.from, o.home.to)})
	return len(besides(spot{}, append(n.exact(), n.approximate()...))) > 1
}

// theirs tells whether a place, which differs from the quote in so many bytes,
// has rather words of a lookalike that is still there.
func (s *seeker) theirs(start, end, differ int) bool {
	if len(s.field.still) == 0 {
		return false
	}
	words := stripped(s.g.text[start:end])
	if len(words) == 0 {
		return false
	}
	place := newPattern(words)
	own := place.within(s.quote)
	return slices.ContainsFunc(s.field.still, func(unit []byte) bool {
		return place.within(unit) < own || place.whole(unit) < differ
	})
}

// copied tells whether the very words of a part of a passage, found alone, stand
// rather as in a lookalike that is still there than as they did in their passage.
func (s *seeker) copied(start, end int) bool {
	if s.whole || len(s.field.still) == 0 {
		return false
	}
	from, to := s.g.bounds(s.g.unitAt(start), s.g.unitAt(end-1)+1)
	place := newPattern(s.g.text[max(from, start-sides):min(to, end+sides)])
	own := place.within(foldTrimmed(s.a.Passage))
	return slices.ContainsFunc(s.field.still, func(unit []byte) bool { return place.within(stripped(unit)) < own })
}

// in is the seeker in a field.
func (s *seeker) in(f field) *seeker {
	n := *s
	n.field, n.nears, n.searched, n.outer, n.asked = f, nil, false, nil, false
	if f.known() {
		n.alike = []Alike{}
	}
	if f.rival {
		n.alike = slices.DeleteFunc(slices.Clone(s.alike), func(k Alike) bool { return k.Words == 100 })
	}
	n.from, n.to = 0, len(s.g.text)
	if f.units != nil {
		first, last := slices.Index(f.units, true), len(f.units)
		for last > 0 && !f.units[last-1] {
			last--
		}
		n.from, n.to = s.g.bounds(max(first, 0), last)
	}
	return &n
}

// inOrder tells whether a place with other words is long enough to be known by
// these, and no lookalike may be there, or begins where the mark is expected.
func (s *seeker) inOrder(start int) bool {
	f := s.field
	return len(s.quote) >= short && !f.rival || !f.home || f.order < 0 || s.g.unitAt(start) == f.order
}

// may tells whether a place lies in the field. An edit may have made a tag visible,
// or the address of a link: nothing is found in what looks like one, unless it was
// marked there.
func (s *seeker) may(start, end int) bool {
	first, last := s.g.unitAt(start), s.g.unitAt(end-1)
	if units := s.field.units; units != nil && slices.Contains(units[first:last+1], false) {
		return false
	}
	from, to := s.g.bounds(first, last+1)
	in := markupAt(s.g.text[from:to], start-from, end-from)
	if s.field.tags || in == 0 {
		return true
	}
	own := foldTrimmed(s.a.Passage)
	at := s.within(own)
	return at >= 0 && in&^markupAt(own, at, at+len(s.quote)) == 0
}

// A markup is what a range of a text is in.
type markup uint8

const (
	inTag markup = 1 << iota
	inAddress
)

var notWords = regexp.MustCompile(`(?:https?://|www\.)[^\s()<>]+|\{[#.][^{}\n]*\}`) // an address that is shown, the name of a heading

// markupAt tells whether a range of a text lies in what looks like a tag, or in an
// address.
func markupAt(text []byte, start, end int) markup {
	if !bytes.ContainsAny(text, "<[({") && !bytes.Contains(text, []byte("www.")) && !bytes.Contains(text, []byte("://")) {
		return 0
	}
	text = shortcode.ReplaceAllFunc(text, func(code []byte) []byte { return bytes.Repeat([]byte("-"), len(code)) })
	within := func(looks *regexp.Regexp) bool {
		return slices.ContainsFunc(looks.FindAllIndex(text, -1), func(in []int) bool { return start >= in[0] && end <= in[1] })
	}
	var m markup
	if within(tag) {
		m |= inTag
	}
	if within(notWords) {
		m |= inAddress
	}
	return m
}
