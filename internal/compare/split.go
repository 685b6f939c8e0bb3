package compare

import (
	"context"
	"slices"

	"broadsheet/internal/brief"
)

// A passage that was split stands in the other version as several passages one
// after the other, and one that was joined the other way round. It is told by
// its words: most of the whole's stand in the parts put together, in the same
// order, and most of each part's stand in the whole.
const (
	sameSplit = 0.7 // of the words of the whole and of its parts together
	samePart  = 0.6 // of the words of each part
	mostParts = 4
	lookAhead = 8 // passages between the same neighbours that a part is looked for in
)

// joinSplit joins passages with the parts that they were split into, on either
// side.
func (v *versions) joinSplit(ctx context.Context) error {
	for side := range v.partner {
		last := -1 // the partner of the last passage before that has one
		for i := range v.partner[side] {
			if err := ctx.Err(); err != nil {
				return err
			}
			p := v.partner[side][i]
			switch {
			case p >= 0 && (v.words[side][i].ids == nil || v.likeOf(side, i) > 0.95 || v.inParts(side, i)):
			case p >= 0:
				v.split(side, i, max(0, p-mostParts+1), p)
			default:
				v.split(side, i, last+1, last+lookAhead)
			}
			if p = v.partner[side][i]; p >= 0 {
				last = p
			}
		}
	}
	return nil
}

func (v *versions) likeOf(side, i int) float64 {
	if side == 1 {
		i = v.partner[1][i]
	}
	return v.like[i]
}

// inParts tells whether a passage is already a whole or a part.
func (v *versions) inParts(side, i int) bool {
	if len(v.parts[side][i]) > 0 {
		return true
	}
	p := v.partner[side][i]
	return p >= 0 && len(v.parts[1-side][p]) > 0
}

// split looks for the parts of a whole that begin at one of the places of the
// other side from first to last, and joins the best. A whole that has a partner
// has it among its parts.
func (v *versions) split(side, i, first, last int) {
	other := 1 - side
	own := v.partner[side][i]
	best, from, to := sameSplit, -1, -1
	if own >= 0 {
		best = max(best, v.likeOf(side, i)+0.05)
	}
	for f := first; f <= min(last, len(v.at[other])-1); f++ {
		for n := 2; n <= mostParts && f+n <= len(v.at[other]); n++ {
			if k := f + n - 1; v.partner[other][k] >= 0 && k != own || v.partner[other][f] >= 0 && f != own {
				break
			}
			if own >= 0 && (own < f || own >= f+n) {
				continue
			}
			if like := v.likeParts(side, i, f, n); like > best {
				best, from, to = like, f, f+n
			}
		}
	}
	if from < 0 {
		return
	}
	v.partner[side][i] = from
	for k := from; k < to; k++ {
		v.partner[other][k] = i
		v.parts[side][i] = append(v.parts[side][i], k)
		if other == 0 {
			v.like[k] = best
		}
	}
	if side == 0 {
		v.like[i] = best
	}
}

// likeParts is how like a whole is to so many passages of the other side from
// one on, 0 where one of them is no part of it.
func (v *versions) likeParts(side, i, from, n int) float64 {
	whole := &v.words[side][i]
	together := v.together(1-side, from, n)
	if dice(whole, &together) < sameSplit {
		return 0
	}
	m := newMyers(whole, &together)
	kept, at := 0, 0
	for k := from; k < from+n; k++ {
		words, same := len(v.words[1-side][k].ids), 0
		for range words {
			if m.keepB[at] {
				same++
			}
			at++
		}
		if words == 0 || float64(same) < samePart*float64(words) {
			return 0
		}
		kept += same
	}
	return 2 * float64(kept) / float64(len(whole.ids)+len(together.ids))
}

// together are the words of passages one after the other; their spans stay
// those of each text.
func (v *versions) together(side, from, n int) (out words) {
	for k := from; k < from+n; k++ {
		w := &v.words[side][k]
		out.ids, out.spans, out.set = append(out.ids, w.ids...), append(out.spans, w.spans...), append(out.set, w.set...)
	}
	slices.Sort(out.set)
	return out
}

// splitEdit is the edit of a whole with its parts: the spans are those of the
// whole, and those of all its parts.
func (v *versions) splitEdit(of, i int) (whole, parts []brief.Span, first Side, more []Side) {
	list := v.parts[of][i]
	other := 1 - of
	together := v.together(other, list[0], len(list))
	m := newMyers(&v.words[of][i], &together)
	m.clean(v.words[of][i].spans, together.spans)
	whole = v.source(of, i, lost(v.words[of][i].spans, m.keepA))
	at := 0
	for k, p := range list {
		w := &v.words[other][p]
		parts = append(parts, v.source(other, p, lost(w.spans, m.keepB[at:at+len(w.ids)]))...)
		at += len(w.ids)
		s := side(v.briefs[other], v.at[other][p])
		if k == 0 {
			first = s
		} else {
			more = append(more, s)
		}
	}
	return whole, parts, first, more
}
