package bookmark

import "slices"

// A field is where a mark is looked for, and what is to be heeded there.
type field struct {
	whole bool     // the whole passage is looked for, and the mark in it
	home  bool     // it is the mark's own slot
	order int      // of home: the unit in which an edited mark of a few letters, or one with a rival, must begin; -1 where it may be any
	tags  bool     // what looks like a tag is looked at, too
	again bool     // this may have said the words of the mark, or nearly, more than once
	units []bool   // by unit of the text: the mark may be in it; nil: in any, for the anchor has no outline
	rival bool     // a lookalike that said nearly the same may be there
	twin  bool     // there was a lookalike that said the very same: an edited copy of it may be there
	still [][]byte // the units of the lookalikes that are landmarks: a copy of one may be there
}

// known tells whether the anchor has an outline: of lookalikes there are only those
// that the field tells of.
func (f field) known() bool { return f.units != nil }

// fields gives where the mark may be, the likest first; o is nil where the anchor has no
// outline.
func (s *seeker) fields(o *overlay) []field {
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
	switch {
	case s.stands(o, r, unsure):
		return []field{{units: s.g.some(o.at, o.at+o.last-o.first+1)}}
	case unsure, r.home == very, o.thinned():
		return nil
	}
	still := s.g.lookalikes(o)
	home := field{home: true, units: s.g.open(o, o.home), order: o.expected(), rival: r.home == nearly, twin: r.any == very, still: still}
	if r.any == very { // of two that say the same none is known by the other's being where it was
		return []field{home}
	}
	return []field{home, {units: s.g.open(o, o.others...), rival: r.loose == nearly, still: still}}
}

// stands tells whether the units that have the marked words are the marked ones, and
// none that said the same may have come there for them. unsure is whether nobody can
// tell of several that say the same which is which.
func (s *seeker) stands(o *overlay, r rivals, unsure bool) bool {
	same := o.rivals(o.same)
	switch {
	case o.at < 0 || same.home == very:
		return false
	case same.any == very && (unsure || o.met(s.g.signs)), same.loose == very && o.swapped():
		return false
	}
	// one that had the words and more may have come apart
	return r.home < very || !o.beside() && (o.home.room() < 0 || s.crowded(o)) && s.neighboured(o)
}

// neighboured tells whether the marked units, which stand, have next to them what
// stood there.
func (s *seeker) neighboured(o *overlay) bool {
	in := s
	if !s.whole {
		outer, ok := s.passage()
		if !ok {
			return true // nothing is known of what stood there
		}
		in = outer
	}
	start, end := s.g.bounds(o.at, o.at+o.last-o.first+1)
	p := in.spot(start, end, 1)
	return max(p.left, p.right) >= agrees
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
