package search

import (
	"context"
	"math"
	"math/bits"
	"slices"
	"strings"

	"broadsheet/internal/query"
	"broadsheet/internal/terms"
)

// How briefs are ranked: BM25F (Robertson, Zaragoza and Taylor, "Simple BM25
// extension to multiple weighted fields", CIKM 2004), with the true lengths of
// the fields from the catalogue. The numbers are one setting for everything,
// chosen on collections with human judgments.
const (
	saturation  = 2.0 // k1
	formWeight  = 0.8 // another form of the word (talks for talk) against the word itself
	beginWeight = 0.4 // a word of which only the beginning was typed
	nearWeight  = 0.5 // a near spelling
	phraseBonus = 1.5 // a phrase against the sum of its words
)

// fieldBoost is what an occurrence in a field counts against one in the body,
// fieldNorm how much the field's length counts against it (b).
var (
	fieldBoost = [numFields]float32{inTitle: 2.5, inHeading: 1.5, inBody: 1, inTags: 2, inSource: 0.5, inAuthor: 0.5}
	fieldNorm  = [numFields]float32{inTitle: 0.7, inHeading: 0.4, inBody: 0.75, inTags: 0.4, inSource: 0.4, inAuthor: 0.4}
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

// An answer is what a part of a query matches.
type answer struct {
	any    set  // the briefs that match
	full   set  // those of them that match every word of it
	filter bool // it only narrows (a field, a date); what else is asked for finds the briefs
	void   bool // it counts for nothing (a stop word)
}

// An evaluator answers one query over one generation. The words are taken
// one after another, each over all its postings; scores add up by ordinal.
type evaluator struct {
	ctx     context.Context
	x       *Index
	c       *cursor
	cat     *catalogue
	is      func(what, path string) bool
	score   []float32
	sum     []float32 // of the word in hand, weighted occurrences
	touched []int32   // ordinals with a sum
	silent  bool      // under a Not: nothing is scored
}

func newEvaluator(ctx context.Context, x *Index, g *generation, is func(what, path string) bool) *evaluator {
	n := len(g.cat.entries)
	return &evaluator{
		ctx: ctx, x: x, c: newCursor(g), cat: g.cat, is: is,
		score: make([]float32, n), sum: make([]float32, n),
	}
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
		return e.word(n, fields)
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
	return answer{any: e.set(), full: e.set()}, nil
}

// where answers a filter by looking at every brief.
func (e *evaluator) where(ok func(i int) bool) answer {
	s := e.set()
	for i := range e.cat.entries {
		if ok(i) {
			s.add(int32(i))
		}
	}
	return answer{any: s, full: s, filter: true}
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
	return answer{any: s, full: s, filter: true}, nil
}

// all answers words beside one another: a brief with any of them matches, and
// has them all if it is to come first; what only narrows has to hold.
func (e *evaluator) all(nodes []query.Node, fields []int) (answer, error) {
	out := answer{filter: true}
	var narrow set
	for _, n := range nodes {
		a, err := e.eval(n, fields)
		if err != nil {
			return a, err
		}
		switch {
		case a.void:
		case a.filter && narrow == nil:
			narrow = slices.Clone(a.any)
		case a.filter:
			narrow.and(a.any)
		case out.filter:
			out = answer{any: slices.Clone(a.any), full: slices.Clone(a.full)}
		default:
			out.any.or(a.any)
			out.full.and(a.full)
		}
	}
	if out.any == nil {
		out.any, out.full = e.everything(), e.everything()
	}
	if narrow != nil {
		out.any.and(narrow)
		out.full.and(narrow)
	}
	return out, nil
}

// any answers alternatives: each is as good as the others.
func (e *evaluator) any(nodes []query.Node, fields []int) (answer, error) {
	out := answer{any: e.set(), full: e.set(), filter: true, void: true}
	for _, n := range nodes {
		a, err := e.eval(n, fields)
		if err != nil {
			return a, err
		}
		if a.void {
			continue
		}
		out.any.or(a.any)
		out.full.or(a.full)
		out.filter, out.void = out.filter && a.filter, false
	}
	return out, nil
}

// word answers one word, in all its forms, as a beginning or a near spelling.
func (e *evaluator) word(w query.Word, fields []int) (answer, error) {
	if w.Stop || len(w.Folded) == 0 {
		return answer{void: true}, nil
	}
	if len(w.Folded) > 1 {
		return e.compound(w, fields)
	}
	folded := w.Folded[0].Text
	if w.Folded[0].Stop {
		return e.stop(folded, fields)
	}
	list, err := e.c.forms(folded)
	if err != nil {
		return answer{}, err
	}
	forms := []form{{folded, 1}}
	seen := map[string]bool{folded: true}
	add := func(words []string, weight float32) {
		for _, v := range words {
			if !seen[v] {
				seen[v] = true
				forms = append(forms, form{v, weight})
			}
		}
	}
	add(list, formWeight)
	if w.Fuzzy {
		m := query.Query{Root: w}.Matcher()
		list, err = e.c.near(folded, func(v string) bool { return len(m.Find(v)) > 0 })
		if err != nil {
			return answer{}, err
		}
		add(list, nearWeight)
	}
	var b beginning
	if w.Prefix || w.Typing {
		if b, err = e.c.begins(fields, folded); err != nil {
			return answer{}, err
		}
		add(b.words, beginWeight)
	}
	for _, f := range fields {
		for _, form := range forms {
			if err := e.count(f, form); err != nil {
				return answer{}, err
			}
		}
	}
	if b.words == nil {
		e.countAll(b)
	}
	return e.settle(1), nil
}

// stop answers a stop word that stands alone.
func (e *evaluator) stop(word string, fields []int) (answer, error) {
	for _, f := range fields {
		for _, text := range []string{word, stopMark + word} {
			if err := e.count(f, form{text, 1}); err != nil {
				return answer{}, err
			}
		}
	}
	return e.settle(1), nil
}

// compound answers a word of several parts: written in one, with a hyphen or
// apart (ceasefire, cease-fire, cease fire), each part in all its forms.
func (e *evaluator) compound(w query.Word, fields []int) (answer, error) {
	end := 0
	for _, t := range w.Folded {
		end = max(end, t.Pos+max(t.Span, 1))
	}
	begins := w.Prefix || w.Typing
	words, err := phraseOf(w.Folded, func(t terms.Term) ([]string, error) {
		list, err := e.c.forms(t.Text)
		if t.Stop {
			list = []string{stopMark + t.Text}
		}
		if err != nil || !begins || t.Pos+max(t.Span, 1) < end {
			return list, err
		}
		b, err := e.c.begins(fields, t.Text)
		return append(slices.Clone(list), b.words...), err
	})
	if err != nil {
		return answer{}, err
	}
	return e.sequence(words, fields, 1)
}

// phrase answers words in quotes: as written, one after another.
func (e *evaluator) phrase(p query.Phrase, fields []int) (answer, error) {
	words, err := phraseOf(p.Folded, exactly)
	if err != nil || len(words) == 0 {
		return answer{any: e.set(), full: e.set()}, err
	}
	return e.sequence(words, fields, phraseBonus)
}

// sequence scores words one after another as if they were one word.
func (e *evaluator) sequence(words []phraseWord, fields []int, weight float64) (answer, error) {
	for _, f := range fields {
		err := e.c.phrase(f, words, func(ord int32, n int) { e.add(ord, e.share(f, ord, 1)*float32(n)) })
		if err != nil {
			return answer{}, err
		}
	}
	return e.settle(weight), nil
}

// count adds the occurrences of a form in a field to the sums.
func (e *evaluator) count(f int, w form) error {
	return e.c.counts(f, []byte(w.text), func(ord int32, n int) {
		e.add(ord, e.share(f, ord, w.weight)*float32(n))
	})
}

// share is what one occurrence in a field counts in this brief.
func (e *evaluator) share(f int, ord int32, weight float32) float32 {
	average := max(float32(e.cat.total[f])/float32(len(e.cat.entries)), 1)
	b := fieldNorm[f]
	return weight * fieldBoost[f] / (1 - b + b*float32(e.cat.lens[ord][f])/average)
}

func (e *evaluator) add(ord int32, v float32) {
	if e.sum[ord] == 0 {
		e.touched = append(e.touched, ord)
	}
	e.sum[ord] += v
}

// countAll gives every brief of a beginning the same.
func (e *evaluator) countAll(b beginning) {
	for s, docs := range b.docs {
		ord := e.c.g.segs[s].ord
		it := docs.Iterator()
		for it.HasNext() {
			if o := ord[it.Next()]; e.sum[o] == 0 {
				e.add(o, beginWeight)
			}
		}
	}
}

// settle turns the sums of one word into scores, and the briefs that have any
// into an answer.
func (e *evaluator) settle(weight float64) answer {
	s := e.set()
	n, df := float64(len(e.cat.entries)), float64(len(e.touched))
	idf := float32(weight * math.Log(1+(n-df+0.5)/(df+0.5)))
	for _, o := range e.touched {
		s.add(o)
		if !e.silent {
			e.score[o] += idf * e.sum[o] * (saturation + 1) / (saturation + e.sum[o])
		}
		e.sum[o] = 0
	}
	e.touched = e.touched[:0]
	return answer{any: s, full: s}
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
	a.filter = true
	a.any = a.full // title:(a b) asks for both
	return a, nil
}

// plain answers a field that is in the catalogue and not in the index.
func (e *evaluator) plain(i int, n query.Field) bool {
	entry := &e.cat.entries[i]
	switch n.Name {
	case "lang":
		want, have := strings.ToLower(rawText(n.Node)), strings.ToLower(entry.Lang)
		return have == want || strings.HasPrefix(have, want+"-")
	case "path":
		want, have := strings.ToLower(rawText(n.Node)), strings.ToLower(entry.Path)
		return strings.Contains("/"+have, "/"+strings.TrimPrefix(want, "/"))
	}
	return false
}

// rawText is what was typed under a field that is compared as text.
func rawText(n query.Node) string {
	switch n := n.(type) {
	case query.Word:
		return n.Text
	case query.Phrase:
		return n.Text
	case query.All:
		var parts []string
		for _, m := range n.Nodes {
			parts = append(parts, rawText(m))
		}
		return strings.Join(parts, " ")
	}
	return ""
}
