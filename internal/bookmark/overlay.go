package bookmark

import "slices"

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

// rivals tells what rivals there are, by a likeness of theirs.
func (o *overlay) rivals(like func(outlined) likeness) rivals {
	var r rivals
	for i, u := range o.units {
		how := like(u)
		if u.marked {
			r.own = max(r.own, how)
			continue
		}
		if r.any = max(r.any, how); o.still[i] >= 0 || how == unlike {
			continue
		}
		r.loose = max(r.loose, how)
		left := o.left(i)
		if left {
			r.come = max(r.come, how)
		}
		switch {
		case o.home.oldFrom <= i && i < o.home.oldTo || o.loose() && left:
			r.home = max(r.home, how)
		case o.loose() || left: // an edited copy may have come there, or it may stand for the mark, edited
			r.home = max(r.home, min(how, nearly))
		}
	}
	return r
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

// beside tells whether one that says the very same stood right next to the mark.
func (o *overlay) beside() bool {
	sign := o.units[o.first].sign
	return o.first > 0 && o.units[o.first-1].sign == sign || o.first+1 < len(o.units) && o.units[o.first+1].sign == sign
}

// met tells whether the marked unit stands right next to one that says the very same
// only now: nobody can tell which of them is which.
func (o *overlay) met(now []uint32) bool {
	if o.at < 0 || o.beside() {
		return false
	}
	sign := o.units[o.first].sign
	return o.at > 0 && now[o.at-1] == sign || o.at+1 < len(now) && now[o.at+1] == sign
}

// thinned tells whether the first of several marked units, or the last, stood next to
// one that says the very same, and units of their slot are gone: nobody can tell
// whether the marked ones are.
func (o *overlay) thinned() bool {
	same := func(i, k int) bool { return k >= 0 && k < len(o.units) && o.units[i].sign == o.units[k].sign }
	return o.first < o.last && o.home.room() < 0 && (same(o.first, o.first-1) || same(o.last, o.last+1))
}

// run tells whether a marked unit stands right next to one that says the very
// same, and there are more of these than there were: then nobody can tell which
// of them is new.
func (o *overlay) run(now []uint32) bool {
	if !o.beside() {
		return false
	}
	sign := o.units[o.first].sign
	n := 0
	for i := range o.units {
		if o.units[i].sign == sign {
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
