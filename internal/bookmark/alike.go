package bookmark

import (
	"bytes"
	"cmp"
	"regexp"
	"slices"
)

// Lookalikes. When a passage is marked, the other places of its brief that say
// nearly the same are looked up, and how like they are is kept (Anchor.Alike).
// Later, a place that is no better than one of them is not taken for the
// marked one, for it may be that lookalike, and the marked words be deleted:
// unless each lookalike is accounted for by yet another place.
const (
	alikeMost = 32   // kinds of them that are kept, the likest
	wordsMore = 0.03 // a place is better than a lookalike with more of the words than this,
	wordsOff  = 0.02 // and as good as one with no less of them than this;
	sidesOff  = 0.08 // the same of the likeness of a neighbour, both ways
)

// alike are the places of the brief that may be taken for the anchor's, which
// has just been marked, those with the most of the words first.
func (s *seeker) alike() ([]Alike, []Twin) {
	own := spot{start: s.old, end: s.old + len(s.quote)}
	if bytes.Contains(s.g.text, []byte("</")) {
		s = s.untagged()
		if best := s.exact(); len(best) > 0 {
			rank(best)
			own = best[0]
		}
	}
	s.everywhere = true
	spots := append(s.exact(), s.approximate()...)
	spots = append(spots, s.ends()...)
	list, twins := []Alike{}, []Twin(nil)
	for _, q := range besides(own, spots) {
		k := Alike{int(100 * q.words), twentieths(q.left), twentieths(q.right), 1}
		i := slices.IndexFunc(list, func(o Alike) bool { return o.Words == k.Words && o.Before == k.Before && o.After == k.After })
		switch {
		case i >= 0:
			list[i].Count++
		case len(list) < alikeMost:
			list = append(list, k)
		}
		twins = append(twins, s.twin(q))
	}
	if len(twins) > twinsMost {
		twins = nil // some of them say nothing of the others
	}
	return list, twins
}

var (
	shortcode = regexp.MustCompile(`\{\{[^{}\n]*\}\}`) // may stand in a tag
	tag       = regexp.MustCompile(`</?[A-Za-z][^<>]*>|\]\([^()\n]*\)|\[`)
)

// stripped is a text without what looks like tags of HTML, links of Markdown and
// shortcodes.
func stripped(text []byte) []byte {
	return tag.ReplaceAll(shortcode.ReplaceAll(text, nil), nil)
}

// untagged looks for the same words in the text without what looks like tags of
// HTML and links of Markdown. Whether these are shown hangs on the lines around them, so an edit may
// turn the source of a lookalike into its words. Places in that text are good
// for nothing but their likeness.
func (s *seeker) untagged() *seeker {
	g := *s.g
	g.text = stripped(g.text)
	a := s.a
	for _, text := range []*string{&a.Quote, &a.Passage, &a.Before, &a.After} {
		*text = string(stripped([]byte(*text)))
	}
	if len(foldTrimmed(a.Quote)) == 0 {
		return s
	}
	u := newSeeker(&g, a)
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

// worse is the neighbour of a place that agrees less.
func (p spot) worse() float64 { return max(0, min(p.left, p.right)) }

// atLeast tells whether place p is as good as the lookalike, or better.
func (k Alike) atLeast(p spot) bool {
	return p.words >= float64(k.Words)/100-wordsOff && p.left >= float64(k.Before)/100-sidesOff && p.right >= float64(k.After)/100-sidesOff
}

// covers tells whether place p is no better than the lookalike. Only its worse
// neighbour counts: where the marked words are deleted, what stood after them
// comes to have their very neighbour before it.
func (k Alike) covers(p spot) bool {
	if p.words == 1 && k.Words < 100 {
		return false
	}
	if p.words > float64(k.Words)/100+wordsMore {
		return false
	}
	least := agrees
	if k.Words == 100 {
		least = agreesFull
	}
	return max(p.left, p.right) < agreesRow || p.worse() <= max(least, float64(min(k.Before, k.After))/100+sidesOff)
}

// own are the places that can not be one of the lookalikes.
func (s *seeker) own(spots []spot) []spot {
	if len(s.a.Alike) == 0 {
		return spots
	}
	return slices.DeleteFunc(slices.Clone(spots), func(p spot) bool { return !s.accounted(p, spots) })
}

// accounted tells whether p can not be a lookalike: it is better than they
// were, or each of them is to be found at a place of its own besides p.
func (s *seeker) accounted(p spot, spots []spot) bool {
	if !s.covered(p) {
		return true
	}
	if s.repeated() && s.lesser(p) < agrees {
		return false // of two that say the same the other one may have come next to what stood next to this one
	}
	others := besides(p, spots)
	count := 0
	for _, k := range s.a.Alike {
		count += k.Count
	}
	if count > len(others) || count >= places-1 { // there were more than are looked at
		return false
	}
	slices.SortFunc(others, func(a, b spot) int { return cmp.Compare(a.score, b.score) })
	for _, k := range slices.Backward(s.a.Alike) { // the least goes to the least place that is as good
		for range k.Count {
			i := slices.IndexFunc(others, k.atLeast)
			if i < 0 {
				return false
			}
			others = slices.Delete(others, i, i+1)
		}
	}
	return true
}

// repeated tells whether the very words stood elsewhere, too, when they were
// marked.
func (s *seeker) repeated() bool {
	return slices.ContainsFunc(s.a.Alike, func(k Alike) bool { return k.Words == 100 })
}

// covered tells whether a place is no better than one of the lookalikes.
func (s *seeker) covered(p spot) bool {
	return slices.ContainsFunc(s.a.Alike, func(k Alike) bool { return k.covers(p) })
}

// alone tells whether nothing in the brief was nearly as like the quote, when
// that was marked, as a place is now.
func (s *seeker) alone(p spot) bool {
	if s.a.Alike == nil {
		return false
	}
	const floor, lead = 75, 5
	best := floor
	for _, k := range s.a.Alike {
		best = max(best, k.Words)
	}
	return p.words == 1 && best < 100 || 100*p.words > float64(best+lead)
}

// unmatched tells whether a place is alone, and is too long to be an accident
// or stands for itself, as the quote did: an item of a list, a heading, a row.
func (s *seeker) unmatched(p spot) bool {
	if !s.whole || !s.alone(p) {
		return false
	}
	n, begins, ends := len(s.quote), s.g.begins(p.start), s.g.ends(p.end)
	switch {
	case p.words == 1:
		return begins && ends || n >= short && (begins || ends)
	case n >= part && (p.words >= 0.9 || p.words >= 0.8 && (begins || ends)):
		return true
	case n >= long && p.words >= 0.85 || begins && ends && n >= short && p.words >= 0.85:
		return true
	}
	side := max(p.left, p.right)
	return side >= agreesRow && (begins || ends) || side >= agrees && begins && ends
}
