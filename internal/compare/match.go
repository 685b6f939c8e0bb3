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
// is told (weak.go). Words are the same where search takes them for the same
// (lexicon.go).
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
// The cosine alone is a poor judge, so what speaks for and against a pair is
// weighed together by logistic regression (Berkson, "Application of the
// logistic function to bio-assay", JASA 39, 1944):
//
//   - likeness: the square root of that cosine;
//   - letters: the same of the runs of letters they share (letters.go);
//   - coverage: how much of what the passage with less to say says is in both;
//   - figures that both have;
//   - related words: what one says by a word and the other by a synonym, a
//     broader or a derived word (related.go);
//   - order: whether they stand at the same part of their briefs, a hint and
//     no rule, since reports reorder;
//   - rivals, against it: how like, by their letters, either is to its next best
//     partners. Some passages are a little like everything: a summary, a list of
//     names (the "hubs" of Conneau and others, "Word translation without parallel
//     data", ICLR 2018);
//   - company, against it: how like either is to the passages of its own brief.
//     Those speak of other things, so what likeness they have is that of the
//     whole subject, and what is needed for a pair grows with it.
//
// A match is a pair where it is the best of either passage. A passage that has
// a counterpart may be that of another passage too, where the evidence is
// stronger than it has to be and a good part of the words they share are not
// those that it shares with the first: what only says again what another said is
// no answer, as in maximal marginal relevance (Carbonell and Goldstein, SIGIR
// 1998). They share more than one thing: a single name or
// date, however rare, is no evidence.
//
// The weights were fitted to labelled pairs of briefs that, for the most part,
// tell of one event (testdata/labels).
//
// What was tried beside and told no more: how often English has a word, the best
// sentence of each passage, the neighbours of both, being each other's best, the
// distance to the next best, trees in place of the regression, vectors of words
// made of WordNet's definitions and links, those of GloVe (Pennington, Socher,
// Manning, EMNLP 2014) for passages, for sentences and word by word, adjectives
// of countries taken for the countries, and two ways to expect more pairs of two
// briefs that are close as wholes: the better for the briefs they were fitted
// to, they were the worse for others.
const (
	leastWords   = 3    // of content, for a passage to be weighed; one of fewer is paired with its like
	leastScore   = 0.3  // for two passages that have no other counterpart
	againScore   = 0.6  // where one of them has
	perhapsScore = 0.15 // for what may be a counterpart of a passage that has none
	freshWords   = 0.4  // of their weight, those that it does not share with the first counterpart
	leastTerms   = 2    // shared
	stretch      = 60   // words of a passage that count at a time
	pivot        = 0.6  // how far each length is moved to the mean
	rivals       = 3    // and company: so many are looked at
	keepBest     = 16   // partners looked at for each passage
	tooCommon    = 0.1  // of the passages: words that so many have find no partners,
	commonFrom   = 200  // where there are so many passages
	mostShared   = 6
	mostFigures  = 1.0 // more figures than that one of the rarest are no more evidence
)

// evidence is what speaks for and against a pair.
type evidence struct{ likeness, letters, coverage, figures, related, order, rivals, company float64 }

// score gives how sure it is that two passages are counterparts: 0 to 1.
func (e evidence) score() float64 {
	sum := -6.46 + 4.92*e.likeness + 11.94*e.letters + 11.21*e.coverage + 0.71*e.figures + 0.66*e.related + 1.2*e.order - 11.44*e.rivals - 25.86*e.company
	return 1 / (1 + math.Exp(-sum))
}

// A match is a passage of A and one of B that may be a pair.
type match struct {
	a, b    int     // in comparison.vectors
	score   float64 // of the pair; 1 for the same words
	apart   float64 // of their places, as parts of the briefs: 0 to 1
	like    float64 // the cosine
	letters float64 // the same of letters
	parts   []part  // what they share, those that add most first
	shared  []string
}

// better orders matches, the best first.
func better(x, y match) int {
	return cmp.Or(cmp.Compare(y.score, x.score), cmp.Compare(x.apart, y.apart), cmp.Compare(x.a, y.a), cmp.Compare(x.b, y.b))
}

// matches gives the matches that there is some evidence for, the best first.
func (c *comparison) matches(ctx context.Context) ([]match, error) {
	list, err := c.candidates(ctx)
	if err != nil {
		return nil, err
	}
	company, err := c.company(ctx)
	if err != nil {
		return nil, err
	}
	scored := list[:0]
	for i, m := range list {
		if i%64 == 0 && ctx.Err() != nil {
			return nil, ctx.Err()
		}
		x, y := &c.vectors[0][m.a], &c.vectors[1][m.b]
		m.parts = c.share(x, y)
		m.like = alike(x, y, m.parts, c.mean)
		scored = append(scored, m)
	}
	if err := c.byLetters(ctx, scored); err != nil {
		return nil, err
	}
	rivals := c.rivals(scored)
	kept := scored[:0]
	for i, m := range scored {
		if i%64 == 0 && ctx.Err() != nil {
			return nil, ctx.Err()
		}
		x, y := &c.vectors[0][m.a], &c.vectors[1][m.b]
		switch {
		case x.text == y.text:
			m.score = 1
		case things(m.parts) < leastTerms:
			continue
		default:
			e := c.evidence(x, y, &m)
			e.rivals, e.company = rivals[i], (company[0][m.a]+company[1][m.b])/2
			m.score = min(e.score(), 0.999)
		}
		if m.score >= perhapsScore {
			m.shared = telling(m.parts)
			kept = append(kept, m)
		}
	}
	slices.SortFunc(kept, better)
	return kept, nil
}

// evidence weighs what two passages have by themselves.
func (c *comparison) evidence(x, y *vector, m *match) evidence {
	rarest := c.rarity(2)
	e := evidence{likeness: math.Sqrt(m.like), letters: math.Sqrt(m.letters), order: 1 - m.apart, related: related(x, y) / rarest}
	both := 0.0
	for _, p := range m.parts {
		w := math.Sqrt(p.weight)
		both += w
		if c.lexicon.figures[p.id] {
			e.figures += w / rarest
		}
	}
	e.figures = min(e.figures, mostFigures)
	e.coverage = both / ((min(x.mass, y.mass) + c.meanMass) / 2)
	return e
}

// join takes the pairs among matches, the best first, then for the passages that
// have none the best match there is.
func (c *comparison) join(matches []match) (pairs, perhaps []match) {
	var first [2][]*match // by passage
	for s := range first {
		first[s] = make([]*match, len(c.vectors[s]))
	}
	take := func(m *match) {
		first[0][m.a], first[1][m.b] = cmp.Or(first[0][m.a], m), cmp.Or(first[1][m.b], m)
	}
	var rest []*match
	for i := range matches {
		m := &matches[i]
		if m.score < leastScore || !m.joins(first[0][m.a], first[1][m.b]) {
			rest = append(rest, m)
			continue
		}
		pairs = append(pairs, *m)
		take(m)
	}
	for _, m := range rest {
		if first[0][m.a] == nil || first[1][m.b] == nil {
			perhaps = append(perhaps, *m)
			take(m)
		}
	}
	return pairs, perhaps
}

// joins tells whether a match is a pair beside the first pair of either of its
// passages, nil for none.
func (m *match) joins(x, y *match) bool {
	was := cmp.Or(x, y)
	return was == nil || (x == nil || y == nil) && m.score >= againScore && m.fresh(was) >= freshWords
}

// fresh is the part of the words of a match, by weight, that another has not.
func (m *match) fresh(other *match) float64 {
	all, fresh := 0.0, 0.0
	for _, p := range m.parts {
		w := math.Sqrt(p.weight)
		all += w
		if !slices.ContainsFunc(other.parts, func(q part) bool { return q.id == p.id }) {
			fresh += w
		}
	}
	return fresh / max(all, 1e-9)
}

// rivals gives for each match how like its passages are to their next best
// partners by their letters.
func (c *comparison) rivals(list []match) []float64 {
	var best [2][]partners
	for s := range best {
		best[s] = make([]partners, len(c.vectors[s]))
	}
	for _, m := range list {
		best[0][m.a].offer(m.b, m.letters, rivals+1)
		best[1][m.b].offer(m.a, m.letters, rivals+1)
	}
	out := make([]float64, len(list))
	for i, m := range list {
		out[i] = (best[0][m.a].others(m.b) + best[1][m.b].others(m.a)) / 2
	}
	return out
}

// others is the mean likeness of the best partners but one.
func (p partners) others(but int) (sum float64) {
	left := rivals
	for _, q := range p {
		if q.passage != but && left > 0 {
			sum += q.weight
			left--
		}
	}
	return sum / rivals
}

// company gives for each passage how like it is to the likest others of its
// own brief.
func (c *comparison) company(ctx context.Context) (out [2][]float64, err error) {
	for s := range out {
		vs := c.vectors[s]
		out[s] = make([]float64, len(vs))
		index := c.index(vs)
		reached := newReach(len(vs))
		for i := range vs {
			if i%16 == 0 && ctx.Err() != nil {
				return out, ctx.Err()
			}
			var near, best partners
			reached.from(&vs[i], vs, index, func(k int, likely float64) {
				if k != i {
					near.offer(k, likely, 2*rivals)
				}
			})
			for _, p := range near {
				if other := &vs[p.passage]; other.text != vs[i].text {
					best.offer(p.passage, alike(&vs[i], other, c.share(&vs[i], other), c.mean), rivals)
				}
			}
			out[s][i] = best.others(-1)
		}
	}
	return out, nil
}

// A posting is a passage that has a term, and the term's weight there.
type posting struct {
	passage int
	weight  float64
}

// index is an inverted index of passages, without the words that too many have.
func (c *comparison) index(list []vector) map[key][]posting {
	most := len(c.vectors[0]) + len(c.vectors[1])
	if c.all > commonFrom {
		most = int(tooCommon * c.all)
	}
	index := map[key][]posting{}
	for j := range list {
		for _, t := range list[j].terms {
			if c.passages[t.id] <= most {
				index[t.id] = append(index[t.id], posting{j, t.weight})
			}
		}
	}
	return index
}

// A reach finds the passages that share words with another.
type reach struct {
	dot     []float64 // by passage, 0 between calls
	touched []int
}

func newReach(passages int) *reach { return &reach{dot: make([]float64, passages)} }

// from calls yield for every passage of a list that shares words with v, with
// how likely it is a partner: something between a sum and a cosine.
func (r *reach) from(v *vector, list []vector, index map[key][]posting, yield func(passage int, likely float64)) {
	for _, t := range v.terms {
		for _, p := range index[t.id] {
			if r.dot[p.passage] == 0 {
				r.touched = append(r.touched, p.passage)
			}
			r.dot[p.passage] += t.weight * p.weight
		}
	}
	for _, j := range r.touched {
		yield(j, r.dot[j]/math.Sqrt(max(v.length*list[j].length, 1e-9)))
		r.dot[j] = 0
	}
	r.touched = r.touched[:0]
}

// candidates finds the pairs that share most by walking an inverted index of B,
// and keeps the best few of each passage of A and of each of B.
func (c *comparison) candidates(ctx context.Context) ([]match, error) {
	va, vb := c.vectors[0], c.vectors[1]
	index, reached := c.index(vb), newReach(len(vb))
	forA, forB := make([]partners, len(va)), make([]partners, len(vb))
	for i := range va {
		if i%16 == 0 && ctx.Err() != nil {
			return nil, ctx.Err()
		}
		reached.from(&va[i], vb, index, func(j int, likely float64) {
			forA[i].offer(j, likely, keepBest)
			forB[j].offer(i, likely, keepBest)
		})
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

// partners are the likeliest partners of a passage, the likeliest first.
type partners []posting

// offer takes a partner in if it is among the likeliest, of which so many are
// kept.
func (p *partners) offer(passage int, likely float64, most int) {
	list := *p
	n := len(list)
	if n == most && likely <= list[n-1].weight {
		return
	}
	if n < most {
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

// A part is a word that two passages share.
type part struct {
	id     key
	text   string
	name   bool
	weight float64 // what it adds to the likeness, before the lengths
}

// share gives the words that two passages share, those that add most first.
func (c *comparison) share(x, y *vector) []part {
	list := make([]part, 0, 8)
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

// things is how many things two passages share.
func things(parts []part) (n int) {
	for _, p := range parts {
		if p.weight > 0 {
			n++
		}
	}
	return n
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
