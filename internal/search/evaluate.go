package search

import (
	"context"
	"math/bits"
	"slices"

	"broadsheet/internal/query"
)

// A set is a set of ordinals.
type set []uint64

func newSet(n int) set         { return make(set, (n+63)/64) }
func (s set) add(i int32)      { s[i>>6] |= 1 << (i & 63) }
func (s set) has(i int32) bool { return s[i>>6]&(1<<(i&63)) != 0 }

func (s set) and(t set) {
	for i := range s {
		s[i] &= t[i]
	}
}

func (s set) or(t set) {
	for i := range s {
		s[i] |= t[i]
	}
}

func (s set) without(t set) {
	for i := range s {
		s[i] &^= t[i]
	}
}

func (s set) count() int {
	n := 0
	for _, w := range s {
		n += bits.OnesCount64(w)
	}
	return n
}

// each visits the ordinals in ascending order.
func (s set) each(visit func(int32)) {
	for i, w := range s {
		for ; w != 0; w &= w - 1 {
			visit(int32(i<<6 + bits.TrailingZeros64(w)))
		}
	}
}

// A tier is how far a brief's words are from those that were asked for.
type tier uint8

const (
	asAsked  tier = iota // the words themselves, in any form
	byName               // some in another spelling, or by another name of the thing
	byEar                // some by sound alone
	numTiers             // as much as: not all of them
)

// tierOf gives the tier of a mechanism.
func tierOf(by query.By) tier {
	switch {
	case !by.Variant():
		return asAsked
	case by < query.Sound:
		return byName
	}
	return byEar
}

// full are the briefs that match every word of a part of a query, by tier:
// each set holds the one before it.
type full [numTiers]set

// An answer is what a part of a query matches.
type answer struct {
	any    set // the briefs that match
	full   full
	filter bool // it only narrows (a field, a date); what else is asked for finds the briefs
	void   bool // it counts for nothing (a stop word)
}

// one is the answer of the same set for everything.
func one(s set) answer { return answer{any: s, full: full{s, s, s}} }

// copied is an answer whose sets may be changed.
func (a answer) copied() answer {
	a.any = slices.Clone(a.any)
	for t := range a.full {
		a.full[t] = slices.Clone(a.full[t])
	}
	return a
}

// or adds what b matches.
func (a *answer) or(b answer) {
	a.any.or(b.any)
	for t := range a.full {
		a.full[t].or(b.full[t])
	}
}

// An evaluator answers one query over one generation. The words are taken
// one after another, each over all its postings; scores add up by ordinal.
type evaluator struct {
	*workspace
	ctx context.Context
	x   *Index
	cat *catalogue
	is  func(what, path string) bool
	*weights
	silent bool     // under a Not: nothing is scored
	spoken []spoken // the words that were scored, for nearness
	absent []string // see Results.Absent
	watch  *watch   // nil unless the ranking is to be explained
}

// A workspace is the memory that a search needs, a number for each brief, and
// the dictionaries it reads. One search after another has it: at every key of
// a large library it would be megabytes anew.
type workspace struct {
	c       *cursor
	score   []float32
	sum     []float32 // of the word in hand, weighted occurrences
	touched []int32   // ordinals with a sum
	list    []ranked
}

// newEvaluator begins a search; done ends it.
func newEvaluator(ctx context.Context, x *Index, g *generation, is func(what, path string) bool) *evaluator {
	w, ok := g.spare.Get().(*workspace)
	if ok {
		clear(w.score)
		clear(w.sum)
		w.touched = w.touched[:0]
	} else {
		n := len(g.cat.entries)
		w = &workspace{c: newCursor(g), score: make([]float32, n), sum: make([]float32, n)}
	}
	return &evaluator{workspace: w, ctx: ctx, x: x, cat: g.cat, is: is, weights: g.weigh()}
}

// done gives the memory to the next search. Nothing of it may be in use.
func (e *evaluator) done() {
	e.c.g.spare.Put(e.workspace)
	e.workspace = nil
}

// weights are what each brief brings to every ranking, by ordinal.
type weights struct {
	shares  [numFields][]float32 // what one occurrence in a field is worth, against the field's length
	moments []uint64             // see momentOf
}

// weigh gives the weights of the briefs of a generation.
func (g *generation) weigh() *weights {
	g.weighed.Do(func() {
		n := len(g.cat.entries)
		w := &g.weights
		for f := range w.shares {
			average := max(float32(g.cat.total[f])/float32(max(n, 1)), 1) // words
			b := fieldNorm[f]
			w.shares[f] = make([]float32, n)
			for i := range n {
				w.shares[f][i] = fieldBoost[f] / (1 - b + b*float32(g.cat.lens[i][f])/average)
			}
		}
		w.moments = make([]uint64, n)
		for i := range n {
			w.moments[i] = momentOf(g.cat.entries[i].Date)
		}
	})
	return &g.weights
}

func (e *evaluator) set() set { return newSet(len(e.cat.entries)) }

// everything is the set of all briefs.
func (e *evaluator) everything() set {
	s := e.set()
	for i := range e.cat.entries {
		s.add(int32(i))
	}
	return s
}

// textFields are the fields that plain words are looked for in.
var textFields = []int{inTitle, inHeading, inBody, inTags, inSource, inAuthor}

// eval answers a node. fields are those that its words are looked for in.
func (e *evaluator) eval(n query.Node, fields []int) (answer, error) {
	if err := e.ctx.Err(); err != nil {
		return answer{}, err
	}
	switch n := n.(type) {
	case query.Word:
		return e.word(n, query.Covering([]query.Node{n}, 0), fields)
	case query.Phrase:
		return e.phrase(n, fields)
	case query.Not:
		return e.not(n, fields)
	case query.All:
		return e.all(n.Nodes, fields)
	case query.Any:
		return e.any(n.Nodes, fields)
	case query.Field:
		return e.field(n)
	case query.DateRange:
		return e.where(func(i int) bool { return n.Contains(e.cat.entries[i].Date) }), nil
	case query.Is:
		return e.where(func(i int) bool { return e.is != nil && e.is(n.What, e.cat.entries[i].Path) }), nil
	}
	return one(e.set()), nil
}

// where answers a filter by looking at every brief.
func (e *evaluator) where(ok func(i int) bool) answer {
	s := e.set()
	for i := range e.cat.entries {
		if ok(i) {
			s.add(int32(i))
		}
	}
	a := one(s)
	a.filter = true
	return a
}

// not answers everything but what the node matches.
func (e *evaluator) not(n query.Not, fields []int) (answer, error) {
	was := e.silent
	e.silent = true
	a, err := e.eval(n.Node, fields)
	e.silent = was
	if err != nil || a.void {
		return a, err
	}
	s := e.everything()
	s.without(a.any)
	a = one(s)
	a.filter = true
	return a, nil
}

// all answers words beside one another: a brief with any of them matches, and
// has them all if it is to come first; what only narrows has to hold.
func (e *evaluator) all(nodes []query.Node, fields []int) (answer, error) {
	list, err := e.each(nodes, fields)
	if err != nil {
		return answer{}, err
	}
	out := answer{filter: true, void: true}
	var narrow set
	for i, a := range list {
		out.void = out.void && a.void
		switch {
		case a.void:
		case a.filter && narrow == nil:
			narrow = slices.Clone(a.any)
		case a.filter:
			narrow.and(a.any)
		case out.filter:
			out = a.copied()
		default:
			out.any.or(a.any)
			for t := range out.full {
				out.full[t].and(a.full[t])
			}
		}
		if !a.void && !a.filter && slices.Equal(fields, textFields) && a.any.count() == 0 {
			e.miss(nodes[i])
		}
	}
	if out.any == nil {
		void := out.void
		out = one(e.everything()).copied()
		out.filter, out.void = true, void
	}
	if narrow != nil {
		out.any.and(narrow)
		for t := range out.full {
			out.full[t].and(narrow)
		}
	}
	return out, nil
}

// miss notes that no brief has what a node asks for; of a list its words have been noted.
func (e *evaluator) miss(n query.Node) {
	if _, list := n.(query.All); list || e.silent {
		return
	}
	if text := (query.Query{Root: n}).String(); !slices.Contains(e.absent, text) {
		e.absent = append(e.absent, text)
	}
}

// each answers the nodes of a list. What several words may be written as
// counts for each of them.
func (e *evaluator) each(nodes []query.Node, fields []int) ([]answer, error) {
	list := make([]answer, len(nodes))
	for i, n := range nodes {
		var err error
		if w, ok := n.(query.Word); ok {
			list[i], err = e.word(w, query.Covering(nodes, i), fields)
		} else {
			list[i], err = e.eval(n, fields)
		}
		if err != nil {
			return nil, err
		}
	}
	return list, nil
}

// any answers alternatives: each is as good as the others.
func (e *evaluator) any(nodes []query.Node, fields []int) (answer, error) {
	out := one(e.set()).copied()
	out.filter, out.void = true, true
	for _, n := range nodes {
		a, err := e.eval(n, fields)
		if err != nil {
			return a, err
		}
		if a.void {
			continue
		}
		out.or(a)
		out.filter, out.void = out.filter && a.filter, false
	}
	return out, nil
}

// field answers a part of the query that is about one field.
func (e *evaluator) field(n query.Field) (answer, error) {
	fields := map[string][]int{
		"title": {inTitle}, "heading": {inHeading}, "body": {inBody}, "text": {inBody},
		"tag": {inTags}, "tags": {inTags}, "source": {inSource}, "author": {inAuthor}, "authors": {inAuthor},
	}[n.Name]
	if fields == nil {
		return e.where(func(i int) bool { return e.plain(i, n) }), nil
	}
	a, err := e.eval(n.Node, fields)
	if err != nil || a.void {
		return a, err
	}
	a = one(a.full[numTiers-1]) // title:(a b) asks for both
	a.filter = true
	return a, nil
}

// plain answers a field that is in the catalogue and not in the index.
func (e *evaluator) plain(i int, n query.Field) bool {
	switch n.Name {
	case "lang":
		return n.Raw(e.cat.entries[i].Lang)
	case "path":
		return n.Raw(e.cat.entries[i].Path)
	}
	return false
}
