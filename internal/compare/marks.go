package compare

import (
	"cmp"
	"slices"

	"broadsheet/internal/brief"
)

// A MarkKind says what a Mark is.
type MarkKind uint8

// The kinds of Mark.
const (
	Name    MarkKind = iota // a name that both have, in whatever spelling
	Figure                  // a number, an amount or a date that both have, however written
	Differs                 // figures that the two give for the same thing, and that are not equal
)

// String gives the kind in one word: name, figure or differs.
func (k MarkKind) String() string { return [...]string{"name", "figure", "differs"}[k] }

// A Mark is a name or a figure that both passages of a pair speak of, or
// figures that differ for the same thing.
type Mark struct {
	Kind MarkKind
	Word string       // the name or the figure, folded; of figures that differ, what they count
	A, B []brief.Span // bytes of Raw of every occurrence in the two passages, ascending, never empty
}

// A said is a name or a figure in a passage.
type said struct {
	kind MarkKind
	id   key
	word string
	span brief.Span // bytes of the text
}

// said are the names and figures of a passage.
func (l *lexicon) said(r *reading) []said {
	var out []said
	for i, t := range r.list {
		if t.Stop || r.taken[i] || weak[t.Text] || offices[t.Text] || !t.Capital(r.text) {
			continue
		}
		if k := l.of(l.teachWord(t.Text)); l.isName(k) {
			out = append(out, said{Name, k, t.Text, brief.Span{Start: t.Start, End: t.End}})
		}
	}
	for _, f := range r.figures {
		if !f.small {
			out = append(out, said{Figure, l.of(l.fresh(f.id)), f.word, f.span})
		}
	}
	return out
}

// marks finds what stands out in a pair.
func (c *comparison) marks(x, y *vector) []Mark {
	var out []Mark
	p, q := &c.briefs[0].Passages[x.passage], &c.briefs[1].Passages[y.passage]
	ours, theirs := c.lexicon.said(x.reading), c.lexicon.said(y.reading)
	done := map[key]bool{}
	for _, o := range ours {
		if done[o.id] {
			continue
		}
		done[o.id] = true
		same := func(s said) bool { return s.id == o.id }
		m := Mark{Kind: o.kind, Word: o.word, A: places(p, ours, same), B: places(q, theirs, same)}
		if len(m.B) > 0 {
			out = append(out, m)
		}
	}
	out = append(out, c.differing(x, y)...)
	slices.SortFunc(out, func(x, y Mark) int { return cmp.Or(cmp.Compare(x.Kind, y.Kind), cmp.Compare(x.Word, y.Word)) })
	return out
}

// places are the bytes of Raw of what is the same.
func places(p *brief.Passage, list []said, same func(said) bool) []brief.Span {
	var out []brief.Span
	for _, x := range list {
		if s := p.Source(x.span); same(x) && s.Len() > 0 {
			out = append(out, s)
		}
	}
	return out
}
