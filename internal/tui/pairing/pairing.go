// Package pairing is what is known of the briefs in two panes together, made
// ready for the screen: which passage belongs to which, what only one of them
// says, where their figures differ, what was changed from one version to the
// other. It draws nothing; a Pairing is never changed once it is made.
package pairing

import (
	"bytes"
	"cmp"
	"context"
	"slices"

	"broadsheet/internal/brief"
	"broadsheet/internal/compare"
	"broadsheet/internal/query"
	"broadsheet/internal/render"
	"broadsheet/internal/tui/readerpane"
)

// A Pairing is what two briefs have in common, and what not. The zero value is
// that of nothing.
type Pairing struct {
	Briefs   [2]*brief.Brief
	Versions bool // they are two versions of one text: the left and the right one
	Sides    [2]Side
	Stops    []Stop
	Joined   int // pairs of passages
	Moved    int // passages that stand at another place; of versions
	Parted   int // passages that were split, or joined of several; of versions
	order    [2][]int
}

// A Side is what there is to be said of one of the two briefs.
type Side struct {
	Partner   []int                 // by passage: the passage of the other brief that belongs to it, -1 for none
	Headings  map[int]int           // of two accounts: headings, and those of the other brief whose sections speak of the same thing
	Standings []readerpane.Standing // by passage
	Perhaps   int                   // passages that may have a counterpart: their Partner is the likeliest
	Alone     []int                 // the passages that only this brief has, ascending
}

// A Stop is a place where the two briefs are at odds: figures that differ for
// one thing, or a change from one version to the other.
type Stop struct {
	Passages [2]int        // -1 where one brief has no such passage
	Spans    [2]brief.Span // bytes of Raw; empty where the words are the other side's alone
	Places   [2]int        // the byte of Raw that it is at, or would be at
	What     string        // what the figures count; "" of a change
}

// Of compares two briefs; synonyms are the user's and may be nil. The error is ctx's.
func Of(ctx context.Context, a, b *brief.Brief, synonyms *query.Synonyms) (Pairing, error) {
	p := Pairing{Briefs: [2]*brief.Brief{a, b}}
	for i, x := range p.Briefs {
		n := len(x.Passages)
		p.Sides[i] = Side{Partner: slices.Repeat([]int{-1}, n), Standings: make([]readerpane.Standing, n)}
	}
	if bytes.Equal(a.Raw, b.Raw) { // two places of one brief
		p.Versions, p.Joined = true, len(a.Passages)
		for i := range a.Passages {
			p.join(i, i)
		}
		return p, nil
	}
	diff, versions, err := compare.Versions(ctx, a, b)
	if err != nil {
		return Pairing{}, err
	}
	if versions {
		p.ofVersions(diff)
	} else {
		result, err := compare.Briefs(ctx, a, b, synonyms)
		if err != nil {
			return Pairing{}, err
		}
		p.ofAccounts(result)
	}
	p.sort()
	return p, nil
}

// join makes two passages partners; one that has a partner keeps it.
func (p *Pairing) join(a, b int) {
	for i, at := range [2]int{a, b} {
		if to := &p.Sides[i].Partner[at]; *to < 0 {
			*to = [2]int{b, a}[i]
		}
	}
}

func (p *Pairing) standing(side, passage int) *readerpane.Standing {
	return &p.Sides[side].Standings[passage]
}

// alone takes a passage that only one brief has.
func (p *Pairing) alone(side, passage int, role readerpane.Role) {
	p.standing(side, passage).Role = role
	p.Sides[side].Alone = append(p.Sides[side].Alone, passage)
}

// ofAccounts takes what two accounts have in common. A passage that is in
// several pairs belongs to the best of its counterparts.
func (p *Pairing) ofAccounts(r compare.Result) {
	p.Joined = len(r.Pairs)
	for i, best := range r.Best([2]int{len(p.Sides[0].Partner), len(p.Sides[1].Partner)}) {
		for passage, at := range best {
			if at >= 0 {
				p.Sides[i].Partner[passage] = [2]int{r.Pairs[at].B.Passage, r.Pairs[at].A.Passage}[i]
			}
		}
	}
	p.Sides[0].Headings, p.Sides[1].Headings = map[int]int{}, map[int]int{}
	for _, h := range r.Headings {
		p.Sides[0].Headings[h[0]], p.Sides[1].Headings[h[1]] = h[1], h[0]
	}
	for _, x := range r.Pairs {
		sides := [2]*readerpane.Standing{p.standing(0, x.A.Passage), p.standing(1, x.B.Passage)}
		for _, s := range sides {
			if s.Role == readerpane.Unknown {
				s.Role = readerpane.Joined
			}
		}
		for _, m := range x.Marks {
			spans := [2][]brief.Span{m.A, m.B}
			for i, s := range sides {
				if m.Kind == compare.Differs {
					s.Role, s.Marks = readerpane.Odds, append(s.Marks, marks(spans[i], render.MarkDiffers)...)
				} else {
					s.Near = append(s.Near, marks(spans[i], render.MarkShared)...)
				}
			}
			if m.Kind == compare.Differs {
				p.Stops = append(p.Stops, Stop{
					Passages: [2]int{x.A.Passage, x.B.Passage}, Spans: [2]brief.Span{m.A[0], m.B[0]},
					Places: [2]int{m.A[0].Start, m.B[0].Start}, What: m.Word,
				})
			}
		}
	}
	for _, x := range r.Perhaps {
		p.perhaps(x)
	}
	for i, list := range [][]compare.Side{r.OnlyA, r.OnlyB} {
		for _, s := range list {
			p.alone(i, s.Passage, readerpane.Lone)
		}
	}
}

// perhaps takes two passages that may be counterparts: what is in a pair stays
// what it is.
func (p *Pairing) perhaps(x compare.Pair) {
	p.join(x.A.Passage, x.B.Passage)
	for i, at := range [2]int{x.A.Passage, x.B.Passage} {
		if s := p.standing(i, at); s.Role == readerpane.Unknown {
			s.Role = readerpane.Perhaps
			p.Sides[i].Perhaps++
		}
	}
}

func marks(spans []brief.Span, kind render.MarkKind) []render.Mark {
	out := make([]render.Mark, len(spans))
	for i, s := range spans {
		out[i] = render.Mark{Span: s, Kind: kind}
	}
	return out
}

// ofVersions takes what was changed between two versions.
func (p *Pairing) ofVersions(d compare.Diff) {
	p.Versions, p.Joined = true, len(d.Joined)
	for _, j := range d.Joined {
		p.join(j[0], j[1])
	}
	for _, e := range d.Edits {
		stop := Stop{Passages: [2]int{e.A.Passage, e.B.Passage}}
		kinds := [2]render.MarkKind{render.MarkCut, render.MarkPut}
		for i, spans := range [][]brief.Span{e.Cut, e.Put} {
			at := stop.Passages[i]
			if at < 0 {
				continue
			}
			s := p.standing(i, at)
			p.mark(i, e.Sides()[i], marks(spans, kinds[i]))
			switch {
			case len(e.More) > 0:
				for _, part := range e.Sides()[i] {
					p.standing(i, part.Passage).Role = readerpane.Parted
				}
			case stop.Passages[1-i] < 0:
				p.alone(i, at, [2]readerpane.Role{readerpane.Cut, readerpane.Put}[i])
			case e.Moved:
				s.Role = readerpane.Shifted
			default:
				s.Role = readerpane.Edited
			}
			stop.Places[i] = p.Briefs[i].Passages[at].Span.Start
			if len(spans) > 0 {
				stop.Spans[i], stop.Places[i] = spans[0], spans[0].Start
			}
		}
		switch {
		case len(e.More) > 0:
			p.Parted++
		case e.Moved:
			p.Moved++
		}
		p.Stops = append(p.Stops, stop)
	}
	p.placeMissing()
}

// mark gives passages of a side the marks that are in them.
func (p *Pairing) mark(side int, passages []compare.Side, list []render.Mark) {
	for _, x := range passages {
		s := p.standing(side, x.Passage)
		s.Marks = nil
		for _, m := range list {
			if x.Span.Contains(m.Span.Start) {
				s.Marks = append(s.Marks, m)
			}
		}
	}
}

// placeMissing works out where the passages that one version has not would
// stand in it: behind the counterpart of what stands before them in the other.
func (p *Pairing) placeMissing() {
	for k := range p.Stops {
		s := &p.Stops[k]
		for i := range 2 {
			if s.Passages[i] >= 0 {
				continue
			}
			if near := p.Near(1-i, s.Passages[1-i]); near >= 0 {
				s.Places[i] = p.Briefs[i].Passages[near].Span.End
			}
		}
	}
}

// sort brings what was found into the order of the briefs.
func (p *Pairing) sort() {
	for i := range p.Sides {
		slices.Sort(p.Sides[i].Alone)
		p.order[i] = make([]int, len(p.Stops))
		for k := range p.Stops {
			p.order[i][k] = k
		}
		slices.SortStableFunc(p.order[i], func(x, y int) int {
			s, t := p.Stops[x], p.Stops[y]
			return cmp.Or(cmp.Compare(s.Places[i], t.Places[i]), cmp.Compare(s.Places[1-i], t.Places[1-i]))
		})
	}
}

// Swapped is the pairing of two accounts with its sides changed.
func (p Pairing) Swapped() Pairing {
	p.Briefs[0], p.Briefs[1] = p.Briefs[1], p.Briefs[0]
	p.Sides[0], p.Sides[1] = p.Sides[1], p.Sides[0]
	p.order[0], p.order[1] = p.order[1], p.order[0]
	p.Stops = slices.Clone(p.Stops)
	for i := range p.Stops {
		s := &p.Stops[i]
		s.Passages[0], s.Passages[1] = s.Passages[1], s.Passages[0]
		s.Spans[0], s.Spans[1] = s.Spans[1], s.Spans[0]
		s.Places[0], s.Places[1] = s.Places[1], s.Places[0]
	}
	return p
}

// Known tells that it is the pairing of two briefs, in this order.
func (p *Pairing) Known(a, b *brief.Brief) bool {
	return a != nil && b != nil && p.Briefs == [2]*brief.Brief{a, b}
}

// Partner is the passage of the other brief that belongs to a passage of a
// side, -1 where there is none. A heading has that of its section.
func (p *Pairing) Partner(side, passage int) int {
	if to, ok := p.Sides[side].Headings[passage]; ok {
		return to
	}
	if list := p.Sides[side].Partner; passage >= 0 && passage < len(list) {
		return list[passage]
	}
	return -1
}

// Near is the counterpart of the last passage up to one of a side that has a
// counterpart, -1 where there is none.
func (p *Pairing) Near(side, passage int) int {
	for ; passage >= 0; passage-- {
		if to := p.Partner(side, passage); to >= 0 {
			return to
		}
	}
	return -1
}

// Compared tells that a passage of a side has been looked at: it has a
// counterpart, or stands alone.
func (p *Pairing) Compared(side, passage int) bool {
	s := p.Sides[side].Standings
	return passage >= 0 && passage < len(s) && s[passage].Role != readerpane.Unknown
}

// NextAlone is the passage after one of a side, or before it, that only this
// brief has, on from the other end where there is no more; wrapped tells that.
// -1 where there is none.
func (p *Pairing) NextAlone(side, passage, dir int) (to int, wrapped bool) {
	list := p.Sides[side].Alone
	if len(list) == 0 {
		return -1, false
	}
	i, there := slices.BinarySearch(list, passage)
	switch {
	case dir < 0:
		i--
	case there:
		i++
	}
	n := len(list)
	return list[(i+n)%n], i < 0 || i >= n
}

// NextStop is the index in Stops of the stop after a byte of a side, or before
// it; now is the stop that one is at, and counts for the byte, -1 for none. at
// is its number in the order of that side, from 1. -1 where there is none.
func (p *Pairing) NextStop(side, off, now, dir int) (stop, at int, wrapped bool) {
	order := p.order[side]
	n := len(order)
	if n == 0 {
		return -1, 0, false
	}
	i := slices.Index(order, now)
	switch {
	case i >= 0:
		i += dir
	default:
		i, _ = slices.BinarySearchFunc(order, off, func(k, off int) int { return cmp.Compare(p.Stops[k].Places[side], off) })
		if dir < 0 {
			i--
		}
	}
	wrapped = i < 0 || i >= n
	i = (i + n) % n
	return order[i], i + 1, wrapped
}

// Unsure tells that a passage of a side only may have the partner it has.
func (p *Pairing) Unsure(side, passage int) bool {
	s := p.Sides[side].Standings
	return passage >= 0 && passage < len(s) && s[passage].Role == readerpane.Perhaps
}

// joinedOn is the number of passages of a side that surely have a counterpart.
func (p *Pairing) joinedOn(side int) (n int) {
	for _, to := range p.Sides[side].Partner {
		if to >= 0 {
			n++
		}
	}
	return n - p.Sides[side].Perhaps
}

// A Count is how often a sign stands in the margins.
type Count struct {
	Role  readerpane.Role
	N     int
	Words string // what it means, after the number
}

// Counts say what there is, for a legend: of accounts, what the brief of a side
// has. What there is none of is left out, but for what is joined.
func (p *Pairing) Counts(side int) []Count {
	all := []Count{
		{readerpane.Joined, p.joinedOn(side), "joined"},
		{readerpane.Perhaps, p.Sides[side].Perhaps, "perhaps"},
		{readerpane.Lone, len(p.Sides[side].Alone), "only here"},
		{readerpane.Odds, len(p.Stops), "figures differ"},
	}
	if p.Versions {
		left, right := len(p.Sides[0].Alone), len(p.Sides[1].Alone)
		all = []Count{
			{readerpane.Edited, len(p.Stops) - left - right - p.Moved - p.Parted, "changed"},
			{readerpane.Shifted, p.Moved, "moved"},
			{readerpane.Parted, p.Parted, "split or joined"},
			{readerpane.Cut, left, "only left"},
			{readerpane.Put, right, "only right"},
		}
		if len(p.Stops) == 0 {
			return []Count{{readerpane.Joined, p.Joined, "the same in both"}}
		}
	}
	if !p.Versions && len(p.Stops) == 1 {
		all[3].Words = "figure differs"
	}
	return slices.DeleteFunc(all, func(c Count) bool { return c.N == 0 && c.Role != readerpane.Joined })
}
