package compare

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"broadsheet/internal/brief"
)

// An Edit is what became of one passage between two versions of a text. A side
// that has no such passage has Passage -1 and nothing else.
type Edit struct {
	A, B  Side
	More  []Side       // where one passage was split into several, or several were joined to one: the parts behind the first
	Split bool         // More are of B: A's passage was split; else they are of A
	Moved bool         // it stands at another place among the passages that are in both
	Cut   []brief.Span // bytes of A's Raw, ascending: the words that B has not; all of it where B has no such passage
	Put   []brief.Span // bytes of B's Raw, ascending: the words that A has not; all of it where A has no such passage
}

// A Diff is all that was changed between two versions of a text. A passage
// that neither moved nor changed has no Edit.
type Diff struct {
	Edits  []Edit   // in the order of B; what only A has stands where it stood
	Joined [][2]int // the passages (of A, of B) that are in both, changed or not, in the order of A; one that was split or joined with each of its parts
	Same   float64  // how much of the shorter version's text stands in the other: 0 to 1
}

// How two versions of a text are told apart.
//
// First the passages are joined that are the same in both, moved ones too,
// after Heckel ("A technique for isolating differences between files", CACM
// 21, 1978): a text that is in each version once is joined with itself, and
// from each two that are joined on to their neighbours as long as those are
// the same; that tells which of several equal passages is which. Of the
// passages left, two are one passage that was edited where most of their words
// are the same in the same order (the best first), and a little fewer suffice
// where both stand between the same neighbours.
//
// Passages that are joined have moved where they are not of the heaviest row
// of them that stands in the same order in both: the fewest words move.
//
// Inside an edited passage the words are told apart by Myers' algorithm ("An
// O(ND) difference algorithm and its variations", Algorithmica 1, 1986) in its
// form that needs no more memory than the texts, and lone words between changes
// are counted to these (words.go). What of the passages is left is looked
// through for such as were split or joined (split.go).
const (
	sameWords    = 0.5  // of two passages anywhere, for one to be the other edited
	sameBetween  = 0.35 // of two that stand between the same neighbours
	sameText     = 0.5  // of the shorter text, for two briefs to be versions
	sameOfLonger = 0.2  // of the longer text: what only quotes the other is no version of it
)

// Versions tells what was changed between two versions of a text. are tells
// whether the two briefs are that: at least half of the shorter one stands in
// the other. If they are not, the Diff is empty. Page furniture (asides) is
// left out. Versions(b, a) is Versions(a, b) with the sides changed. Time is
// about linear in the texts, but in an edited passage for its words times the
// words changed. The error is ctx's.
func Versions(ctx context.Context, a, b *brief.Brief) (d Diff, are bool, err error) {
	if slices.Compare(a.Raw, b.Raw) > 0 { // so that it is the same both ways
		d, are, err = Versions(ctx, b, a)
		for i, e := range d.Edits {
			d.Edits[i] = e.swapped()
		}
		for i, j := range d.Joined {
			d.Joined[i] = [2]int{j[1], j[0]}
		}
		d.sort()
		return d, are, err
	}
	v := newVersions(a, b)
	v.joinSame()
	if err := v.joinEdited(ctx); err != nil {
		return Diff{}, false, err
	}
	if err := v.joinSplit(ctx); err != nil {
		return Diff{}, false, err
	}
	if d.Same, are = v.same(); !are {
		return Diff{}, false, ctx.Err()
	}
	if err := v.edits(ctx, &d); err != nil {
		return Diff{}, false, err
	}
	d.sort()
	return d, true, nil
}

// Sides are all passages of A and of B that an edit is of: more than one where
// a passage was split or several were joined, none where a side has no such
// passage.
func (e Edit) Sides() (sides [2][]Side) {
	for i, s := range [2]Side{e.A, e.B} {
		if s.Passage >= 0 {
			sides[i] = append(sides[i], s)
		}
	}
	if e.Split {
		sides[1] = append(sides[1], e.More...)
	} else {
		sides[0] = append(sides[0], e.More...)
	}
	return sides
}

// What says in words what became of a passage beside its words: "moved",
// "split", "joined", two of them with a comma between, or "".
func (e Edit) What() string {
	var list []string
	switch {
	case len(e.More) > 0 && e.Split:
		list = append(list, "split")
	case len(e.More) > 0:
		list = append(list, "joined")
	}
	if e.Moved {
		list = append(list, "moved")
	}
	return strings.Join(list, ", ")
}

// swapped is an edit with the sides changed.
func (e Edit) swapped() Edit {
	e.A, e.B, e.Cut, e.Put = e.B, e.A, e.Put, e.Cut
	e.Split = len(e.More) > 0 && !e.Split
	return e
}

// sort brings a Diff into its order.
func (d *Diff) sort() {
	slices.SortFunc(d.Joined, func(x, y [2]int) int { return cmp.Compare(x[0], y[0]) })
	before := func(i int) int { // the passage of B behind whose place passage i of A stood
		at, ok := slices.BinarySearchFunc(d.Joined, i, func(j [2]int, i int) int { return cmp.Compare(j[0], i) })
		if ok {
			return d.Joined[at][1]
		}
		if at == 0 {
			return -1
		}
		return d.Joined[at-1][1]
	}
	place := func(e Edit) (int, int, int) {
		if e.B.Passage >= 0 {
			return e.B.Passage, 0, 0
		}
		return before(e.A.Passage), 1, e.A.Passage
	}
	slices.SortFunc(d.Edits, func(x, y Edit) int {
		p, q, r := place(x)
		s, t, u := place(y)
		return cmp.Or(cmp.Compare(p, s), cmp.Compare(q, t), cmp.Compare(r, u))
	})
}

// versions are two texts on the way to a Diff.
type versions struct {
	briefs  [2]*brief.Brief
	at      [2][]int   // the passages that are told apart: indices in Brief.Passages
	partner [2][]int   // by place in at: the place of the same passage in the other's; -1 none
	words   [2][]words // by place; only of passages that are not the same in both
	parts   [2][][]int // by place: the places of the other's that it was split into, the first being its partner; mostly none
	like    []float64  // by A's place: how like the partner, 1 the same
}

func newVersions(a, b *brief.Brief) *versions {
	v := &versions{briefs: [2]*brief.Brief{a, b}}
	for side, x := range v.briefs {
		for i := range x.Passages {
			if p := &x.Passages[i]; p.Text != "" && !p.Aside {
				v.at[side] = append(v.at[side], i)
				v.partner[side] = append(v.partner[side], -1)
			}
		}
	}
	v.like = make([]float64, len(v.at[0]))
	v.parts = [2][][]int{make([][]int, len(v.at[0])), make([][]int, len(v.at[1]))}
	return v
}

func (v *versions) passage(side, i int) *brief.Passage {
	return &v.briefs[side].Passages[v.at[side][i]]
}

func (v *versions) text(side, i int) string { return v.passage(side, i).Text }

func (v *versions) join(i, j int, like float64) {
	v.partner[0][i], v.partner[1][j], v.like[i] = j, i, like
}

// free tells whether two places exist and have no partner yet.
func (v *versions) free(i, j int) bool {
	return i >= 0 && j >= 0 && i < len(v.at[0]) && j < len(v.at[1]) && v.partner[0][i] < 0 && v.partner[1][j] < 0
}

// joinSame joins the passages that are the same.
func (v *versions) joinSame() {
	places := [2]map[string][]int{}
	for side := range places {
		places[side] = map[string][]int{}
		for i := range v.at[side] {
			text := v.text(side, i)
			places[side][text] = append(places[side][text], i)
		}
	}
	v.extend(-1, -1, 1)
	v.extend(len(v.at[0]), len(v.at[1]), -1)
	for i := range v.at[0] {
		text := v.text(0, i)
		if other := places[1][text]; len(places[0][text]) == 1 && len(other) == 1 && v.free(i, other[0]) {
			v.join(i, other[0], 1)
		}
	}
	for i := range v.at[0] {
		if j := v.partner[0][i]; j >= 0 {
			v.extend(i, j, 1)
		}
	}
	for i := len(v.at[0]) - 1; i >= 0; i-- {
		if j := v.partner[0][i]; j >= 0 {
			v.extend(i, j, -1)
		}
	}
	for i := range v.at[0] { // of the rest the first with the first
		for _, j := range places[1][v.text(0, i)] {
			if v.free(i, j) {
				v.join(i, j, 1)
				break
			}
		}
	}
}

// extend joins the neighbours of two places as long as they are the same.
func (v *versions) extend(i, j, step int) {
	for i, j = i+step, j+step; v.free(i, j) && v.text(0, i) == v.text(1, j); i, j = i+step, j+step {
		v.join(i, j, 1)
	}
}

// joinEdited joins passages that were edited.
func (v *versions) joinEdited(ctx context.Context) error {
	count := map[string]int{} // numbers of words
	index := map[int][]int{}  // places of B by word
	for side := range v.words {
		v.words[side] = make([]words, len(v.at[side]))
		for i, p := range v.partner[side] {
			if p >= 0 {
				continue
			}
			if err := ctx.Err(); err != nil {
				return err
			}
			v.words[side][i] = wordsOf(v.passage(side, i), count)
			if side == 1 {
				for _, w := range v.words[1][i].distinct() {
					index[w] = append(index[w], i)
				}
			}
		}
	}
	before := [2][]int{v.lastJoined(0), v.lastJoined(1)}
	var found []match
	for i := range v.at[0] {
		if v.partner[0][i] >= 0 {
			continue
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		for _, j := range v.nearest(i, index) {
			least := sameWords
			if x, y := before[0][i], before[1][j]; x >= 0 && v.partner[0][x] == y || x < 0 && y < 0 {
				least = sameBetween
			}
			if score := likeness(&v.words[0][i], &v.words[1][j], least); score >= least {
				found = append(found, match{a: i, b: j, score: score})
			}
		}
	}
	slices.SortFunc(found, better)
	for _, m := range found {
		if v.free(m.a, m.b) {
			v.join(m.a, m.b, m.score)
		}
	}
	return nil
}

// lastJoined gives for each place the last one before it that has a partner,
// or -1.
func (v *versions) lastJoined(side int) []int {
	out, last := make([]int, len(v.at[side])), -1
	for i := range out {
		out[i] = last
		if v.partner[side][i] >= 0 {
			last = i
		}
	}
	return out
}

// A word that more passages than this have says nothing of which is which,
// and of those that share words with a passage so many are looked at.
const (
	commonWord = 64
	lookedAt   = 16
)

// nearest gives the places of B, of those that have no partner, that share
// most words with a place of A.
func (v *versions) nearest(i int, index map[int][]int) []int {
	shares := map[int]int{}
	for _, w := range v.words[0][i].distinct() {
		if list := index[w]; len(list) <= commonWord {
			for _, j := range list {
				shares[j]++
			}
		}
	}
	list := make([]int, 0, len(shares))
	for j := range shares {
		list = append(list, j)
	}
	slices.SortFunc(list, func(x, y int) int { return cmp.Or(cmp.Compare(shares[y], shares[x]), cmp.Compare(x, y)) })
	return list[:min(len(list), lookedAt)]
}

// same tells how much of the shorter text stands in the other, in bytes, and
// whether that is enough for two versions.
func (v *versions) same() (part float64, are bool) {
	var length [2]float64
	common := 0.0
	for side := range length {
		for i, p := range v.partner[side] {
			n := float64(len(v.text(side, i)))
			length[side] += n
			switch {
			case p < 0:
			case side == 0:
				common += n * v.like[i] / 2
			default:
				common += n * v.like[p] / 2
			}
		}
	}
	shorter, longer := min(length[0], length[1]), max(length[0], length[1])
	if shorter == 0 {
		return 0, false
	}
	part = min(1, common/shorter)
	return part, part >= sameText && common >= sameOfLonger*longer
}

// edits fills in a Diff.
func (v *versions) edits(ctx context.Context, d *Diff) error {
	stays := v.inOrder()
	for i, j := range v.partner[0] {
		if err := ctx.Err(); err != nil {
			return err
		}
		e := Edit{A: side(v.briefs[0], v.at[0][i]), B: Side{Passage: -1}}
		if j < 0 {
			e.Cut = v.whole(0, i)
			d.Edits = append(d.Edits, e)
			continue
		}
		d.Joined = append(d.Joined, [2]int{v.at[0][i], v.at[1][j]})
		for _, k := range v.parts[0][i][min(1, len(v.parts[0][i])):] {
			d.Joined = append(d.Joined, [2]int{v.at[0][i], v.at[1][k]})
		}
		if v.furtherPart(i) {
			continue
		}
		e.B, e.Moved = side(v.briefs[1], v.at[1][j]), !stays[i]
		switch {
		case len(v.parts[0][i]) > 0:
			e.Cut, e.Put, e.B, e.More = v.splitEdit(0, i)
			e.Split = true
		case len(v.parts[1][j]) > 0:
			e.Put, e.Cut, e.A, e.More = v.splitEdit(1, j)
		case v.text(0, i) != v.text(1, j):
			cut, put := difference(&v.words[0][i], &v.words[1][j])
			e.Cut, e.Put = v.source(0, i, cut), v.source(1, j, put)
		}
		if e.Moved || len(e.Cut)+len(e.Put)+len(e.More) > 0 {
			d.Edits = append(d.Edits, e)
		}
	}
	for j, i := range v.partner[1] {
		if i < 0 {
			d.Edits = append(d.Edits, Edit{A: Side{Passage: -1}, B: side(v.briefs[1], v.at[1][j]), Put: v.whole(1, j)})
		}
	}
	return ctx.Err()
}

// furtherPart tells whether a place of A is a part, but not the first, of a
// passage of B.
func (v *versions) furtherPart(i int) bool {
	j := v.partner[0][i]
	return j >= 0 && len(v.parts[1][j]) > 0 && v.parts[1][j][0] != i
}

// whole is all of a passage's text.
func (v *versions) whole(side, i int) []brief.Span {
	return v.source(side, i, []brief.Span{{Start: 0, End: len(v.text(side, i))}})
}

// source gives the bytes of Raw of some parts of a passage's text.
func (v *versions) source(side, i int, spans []brief.Span) []brief.Span {
	p := v.passage(side, i)
	out := make([]brief.Span, 0, len(spans))
	for _, s := range spans {
		if r := p.Source(s); r.Len() > 0 {
			out = append(out, r)
		}
	}
	return out
}

// inOrder tells for each place of A whether it is of the heaviest row of
// joined passages that stand in the same order in both. A Fenwick tree over
// the places of B holds the heaviest row that ends up to each.
func (v *versions) inOrder() []bool {
	type row struct{ weight, last int }
	n := len(v.at[1])
	tree := make([]row, n+1)
	for k := range tree {
		tree[k].last = -1
	}
	before := make([]int, len(v.at[0]))
	best := row{last: -1}
	for i, j := range v.partner[0] {
		if j < 0 || v.furtherPart(i) {
			continue
		}
		r := row{last: -1}
		for k := j; k > 0; k -= k & -k {
			if tree[k].weight > r.weight {
				r = tree[k]
			}
		}
		before[i] = r.last
		r = row{r.weight + len(v.text(0, i)), i}
		if r.weight > best.weight {
			best = r
		}
		for k := j + 1; k <= n; k += k & -k {
			if r.weight > tree[k].weight {
				tree[k] = r
			}
		}
	}
	stays := make([]bool, len(v.at[0]))
	for i := best.last; i >= 0; i = before[i] {
		stays[i] = true
	}
	return stays
}
