package compare

import (
	"cmp"
	"context"
	"math"
	"math/bits"
	"slices"
)

// How counterparts are found.
//
// Each passage is a vector of weighted terms, and two passages are as like as
// the cosine of the angle between their vectors: Salton's vector space model
// (Salton, Wong, Yang, "A vector space model for automatic indexing", CACM 18,
// 1975). A term weighs
//
//	ln((N+1) / passages that have it) × kind
//
// over the N passages of both briefs, so that what both are about all along
// (the two countries) hardly counts, and what only a few passages speak of
// counts most. kind lifts what tells events apart: figures and dates, names,
// words inside quotation marks; it lowers the words that only say how a thing
// is told (weak.go). Words are the same where search takes them for the same,
// and where news writes one for the other (lexicon.go, kin.go).
//
// Names that stand side by side in both passages are one thing and count once:
// else two passages that a minister with three names speaks in would look
// alike whatever he says.
//
// A short passage and a long one that says the same and more are far apart by
// the cosine. So only the best stretch of a long passage counts, as in passage
// retrieval (Callan, "Passage-level evidence in document retrieval", SIGIR
// 1994), and of every length only a part, as in pivoted length normalization
// (Singhal, Buckley, Mitra, SIGIR 1996): each is moved toward the mean.
//
// Some passages are a little like everything: a summary, a list of names. Each
// likeness is lowered by a part of what the two passages have with their next
// best partners, as Conneau and others do against such hubs ("Word translation
// without parallel data", ICLR 2018, there CSLS). Reports tell things in
// another order, so order is only a hint that decides between nearly equal
// scores.
//
// A match is a pair where it is the best of either passage, likeness is enough,
// and the passages share more than one thing: a single name or date, however
// rare, is no evidence. The numbers were chosen on labelled pairs of accounts
// (labels_test.go), where all of them stand on a plateau: moving any by a
// quarter changes little.
const (
	leastWords    = 5    // of content, for a passage to be compared
	leastScore    = 0.14 // less the hubs' part
	leastTerms    = 3    // shared
	leastEvidence = 0.9  // of what the rarest shared word weighs: all shared terms together without the strongest
	besideBetter  = 0.35 // of the better pair's rank, for a passage that is in one to be in another
	stretch       = 60   // words of a passage that count at a time
	pivot         = 0.6  // how far each length is moved to the mean
	hubPart       = 0.3
	hubPartners   = 3
	orderHint     = 0.02 // for standing at the same part of the brief
	keepBest      = 16   // partners looked at for each passage
	tooCommon     = 0.1  // of the passages: words that so many have find no partners,
	commonFrom    = 200  // where there are so many passages
	mostShared    = 6
)

// A match is a passage of A and one of B that may be a pair.
type match struct {
	a, b   int // in comparison.vectors
	score  float64
	rank   float64  // score less the hubs' part, with the hint of order
	apart  float64  // of their places, as parts of the briefs: 0 to 1
	shared []string // words, those that add most first
}

// better orders matches, the best first.
func better(x, y match) int {
	return cmp.Or(cmp.Compare(y.rank, x.rank), cmp.Compare(x.apart, y.apart), cmp.Compare(x.a, y.a), cmp.Compare(x.b, y.b))
}

// matches gives the matches that are alike enough, the best first.
func (c *comparison) matches(ctx context.Context) ([]match, error) {
	list, err := c.candidates(ctx)
	if err != nil {
		return nil, err
	}
	mean := c.meanLength()
	scored := list[:0]
	for i, m := range list {
		if i%64 == 0 && ctx.Err() != nil {
			return nil, ctx.Err()
		}
		x, y := &c.vectors[0][m.a], &c.vectors[1][m.b]
		if x.text == y.text {
			m.score, m.shared = 1, telling(c.share(x, y))
			scored = append(scored, m)
			continue
		}
		parts := c.share(x, y)
		if m.shared = telling(parts); c.evident(parts) {
			m.score = alike(x, y, parts, mean)
			scored = append(scored, m)
		}
	}
	c.rank(scored)
	scored = slices.DeleteFunc(scored, func(m match) bool { return m.score < 1 && m.rank < leastScore })
	for i, m := range scored {
		scored[i].rank += orderHint * (1 - m.apart)
	}
	slices.SortFunc(scored, better)
	return scored, nil
}

// join takes the pairs among matches, the best first: a match is one where it
// is the best of either passage, and not far below the best of the other.
func (c *comparison) join(matches []match) []match {
	var out []match
	best := [2][]float64{make([]float64, len(c.vectors[0])), make([]float64, len(c.vectors[1]))}
	for _, m := range matches {
		x, y := best[0][m.a], best[1][m.b]
		if x > 0 && y > 0 || m.rank < besideBetter*max(x, y) {
			continue
		}
		out = append(out, m)
		best[0][m.a], best[1][m.b] = max(x, m.rank), max(y, m.rank)
	}
	return out
}

// rank gives matches their rank: the score less the hubs' part.
func (c *comparison) rank(list []match) {
	var best [2][][]float64 // the scores of each passage, the best first
	for s := range best {
		best[s] = make([][]float64, len(c.vectors[s]))
	}
	keep := func(scores []float64, score float64) []float64 {
		at, _ := slices.BinarySearchFunc(scores, score, func(x, y float64) int { return cmp.Compare(y, x) })
		scores = slices.Insert(scores, at, score)
		return scores[:min(len(scores), hubPartners+1)]
	}
	for _, m := range list {
		best[0][m.a], best[1][m.b] = keep(best[0][m.a], m.score), keep(best[1][m.b], m.score)
	}
	others := func(scores []float64) (sum float64) {
		for _, s := range scores[1:] {
			sum += s
		}
		return sum / hubPartners
	}
	for i, m := range list {
		list[i].rank = m.score - hubPart*(others(best[0][m.a])+others(best[1][m.b]))/2
	}
}

// A posting is a passage that has a term, and the term's weight there.
type posting struct {
	passage int
	weight  float64
}

// candidates finds the pairs that share most by walking an inverted index of B,
// and keeps the best few of each passage of A and of each of B.
func (c *comparison) candidates(ctx context.Context) ([]match, error) {
	va, vb := c.vectors[0], c.vectors[1]
	most := len(va) + len(vb)
	if c.all > commonFrom {
		most = int(tooCommon * c.all)
	}
	index := map[key][]posting{}
	for j := range vb {
		for _, t := range vb[j].terms {
			if c.passages[t.id] <= most {
				index[t.id] = append(index[t.id], posting{j, t.weight})
			}
		}
	}
	dot := make([]float64, len(vb))
	forA, forB := make([]partners, len(va)), make([]partners, len(vb))
	for i := range va {
		if i%16 == 0 && ctx.Err() != nil {
			return nil, ctx.Err()
		}
		var touched []int
		for _, t := range va[i].terms {
			for _, p := range index[t.id] {
				if dot[p.passage] == 0 {
					touched = append(touched, p.passage)
				}
				dot[p.passage] += t.weight * p.weight
			}
		}
		for _, j := range touched {
			likely := dot[j] / math.Sqrt(max(va[i].length*vb[j].length, 1e-9)) // between a sum and a cosine
			forA[i].offer(j, likely)
			forB[j].offer(i, likely)
			dot[j] = 0
		}
	}
	var kept []match
	add := func(i, j int) {
		kept = append(kept, match{a: i, b: j, apart: math.Abs(va[i].place - vb[j].place)})
	}
	for i := range forA {
		for _, p := range forA[i] {
			add(i, p.passage)
		}
	}
	for j := range forB {
		for _, p := range forB[j] {
			add(p.passage, j)
		}
	}
	same := func(x, y match) int { return cmp.Or(cmp.Compare(x.a, y.a), cmp.Compare(x.b, y.b)) }
	slices.SortFunc(kept, same)
	return slices.CompactFunc(kept, func(x, y match) bool { return same(x, y) == 0 }), nil
}

// partners are the likeliest partners of a passage, the likeliest first, at
// most keepBest.
type partners []posting

// offer takes a partner in if it is among the likeliest.
func (p *partners) offer(passage int, likely float64) {
	list := *p
	n := len(list)
	if n == keepBest && likely <= list[n-1].weight {
		return
	}
	if n < keepBest {
		list = append(list, posting{})
		n++
	}
	at := n - 1
	for at > 0 && list[at-1].weight < likely {
		list[at] = list[at-1]
		at--
	}
	list[at] = posting{passage, likely}
	*p = list
}

// meanLength is the mean length of all vectors.
func (c *comparison) meanLength() float64 {
	sum := 0.0
	for s := range c.vectors {
		for i := range c.vectors[s] {
			sum += c.vectors[s][i].length
		}
	}
	return sum / max(c.all, 1)
}

// A part is a word that two passages share.
type part struct {
	id     key
	text   string
	name   bool
	weight float64 // what it adds to the likeness, before the lengths
}

// share gives the words that two passages share, those that add most first.
func (c *comparison) share(x, y *vector) []part {
	var list []part
	for i, j := 0, 0; i < len(x.terms) && j < len(y.terms); {
		s, t := x.terms[i], y.terms[j]
		switch {
		case s.id < t.id:
			i++
		case s.id > t.id:
			j++
		default:
			list = append(list, part{s.id, min(s.text, t.text), c.lexicon.isName(s.id), s.weight * t.weight})
			i, j = i+1, j+1
		}
	}
	strongest := func(p, q part) int {
		return cmp.Or(cmp.Compare(q.weight, p.weight), cmp.Compare(p.text, q.text), cmp.Compare(p.id, q.id))
	}
	slices.SortFunc(list, strongest)
	for i := range list {
		if list[i].name && slices.ContainsFunc(list[:i], func(p part) bool { return p.name && beside(x, y, p.id, list[i].id) }) {
			list[i].weight = 0
		}
	}
	slices.SortStableFunc(list, strongest)
	return list
}

// beside tells whether two words stand side by side in both passages; in one
// of them another word may stand between.
func beside(x, y *vector, p, q key) bool {
	n, m := x.apart(p, q), y.apart(p, q)
	return min(n, m) <= 1 && max(n, m) <= 2
}

// apart is how many words two words of a passage are apart where they are
// closest.
func (v *vector) apart(p, q key) int {
	least := math.MaxInt
	lastP, lastQ := -1, -1
	for _, o := range v.at {
		switch o.id {
		case p:
			lastP = o.pos
		case q:
			lastQ = o.pos
		default:
			continue
		}
		if lastP >= 0 && lastQ >= 0 {
			least = min(least, max(lastP-lastQ, lastQ-lastP))
		}
	}
	return least
}

// telling are the words that speak most for a pair.
func telling(parts []part) []string {
	list := make([]string, 0, mostShared)
	for _, p := range parts {
		if len(list) < mostShared && !slices.Contains(list, p.text) {
			list = append(list, p.text)
		}
	}
	return list
}

// evident tells whether two passages share more than one thing.
func (c *comparison) evident(parts []part) bool {
	things, rest := 0, 0.0
	for i, p := range parts {
		if p.weight > 0 {
			things++
		}
		if i > 0 {
			rest += math.Sqrt(p.weight)
		}
	}
	return things >= leastTerms && rest >= leastEvidence*c.rarity(2)
}

// alike is how like two passages are by the words they share.
func alike(x, y *vector, parts []part, mean float64) float64 {
	sum := 0.0
	if len(x.list) <= stretch && len(y.list) <= stretch {
		for _, p := range parts {
			sum += p.weight
		}
	} else {
		sum = stretches(x, y, parts[:min(len(parts), 64)])
	}
	return min(1, sum/(pivoted(x, mean)*pivoted(y, mean)))
}

// pivoted is the length that counts of a vector: that of a stretch of it, moved
// a part of the way to the mean.
func pivoted(v *vector, mean float64) float64 {
	length := v.length
	if n := len(v.list); n > stretch {
		length *= math.Sqrt(stretch / float64(n))
	}
	return (1-pivot)*length + pivot*mean
}

// stretches gives what the best two stretches of two passages share: each
// stretch is a set of the parts, a bit each.
func stretches(x, y *vector, parts []part) float64 {
	best := 0.0
	theirs := windows(y, parts)
	for _, a := range windows(x, parts) {
		for _, b := range theirs {
			sum := 0.0
			for both := a & b; both != 0; both &= both - 1 {
				sum += parts[bits.TrailingZeros64(both)].weight
			}
			best = max(best, sum)
		}
	}
	return best
}

// windows are the sets of parts that stand in the stretches of a passage, none
// of them part of the one before.
func windows(v *vector, parts []part) []uint64 {
	bit := make(map[key]uint64, len(parts))
	for i, p := range parts {
		bit[p.id] = 1 << i
	}
	type place struct {
		pos int
		bit uint64
	}
	var at []place
	for _, o := range v.at {
		if b := bit[o.id]; b != 0 {
			at = append(at, place{o.pos, b})
		}
	}
	var out []uint64
	end := 0
	for i := range at {
		was := end
		for end < len(at) && at[end].pos < at[i].pos+stretch {
			end++
		}
		if i > 0 && end == was {
			continue
		}
		set := uint64(0)
		for _, p := range at[i:end] {
			set |= p.bit
		}
		out = append(out, set)
	}
	return out
}
