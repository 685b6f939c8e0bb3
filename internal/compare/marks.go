package compare

import (
	"cmp"
	"slices"
	"strings"

	"broadsheet/internal/brief"
	"broadsheet/internal/terms"
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

// marks finds what stands out in a pair.
func (w *weigher) marks(a, b *brief.Passage) []Mark {
	var out []Mark
	ours, theirs := w.said(a.Text), w.said(b.Text)
	for _, x := range ours {
		if slices.ContainsFunc(out, func(m Mark) bool { return m.Word == x.word && m.Kind == x.kind }) {
			continue
		}
		m := Mark{Kind: x.kind, Word: x.word}
		same := func(y said) bool { return y.kind == x.kind && y.id == x.id }
		m.A, m.B = places(a, ours, same), places(b, theirs, same)
		if len(m.B) > 0 {
			out = append(out, m)
		}
	}
	slices.SortFunc(out, func(x, y Mark) int { return cmp.Or(cmp.Compare(x.Kind, y.Kind), cmp.Compare(x.Word, y.Word)) })
	return out
}

// places are the bytes of Raw of what is the same.
func places(p *brief.Passage, list []said, same func(said) bool) []brief.Span {
	var out []brief.Span
	for _, x := range list {
		if same(x) {
			out = append(out, p.Source(x.span))
		}
	}
	return out
}

// said is a name or a figure in a text.
type said struct {
	kind MarkKind
	id   key
	word string
	span brief.Span // bytes of the text
}

// said finds the names and figures of a text.
func (w *weigher) said(text string) []said {
	var out []said
	for _, t := range terms.Split(text) {
		if t.Stop || t.Joined {
			continue
		}
		s := said{word: t.Text, span: brief.Span{Start: t.Start, End: t.End}}
		if figure := figures[t.Text]; figure != "" {
			s.word = figure
		}
		s.id = w.words.number(s.word)
		switch {
		case strings.Trim(s.word, "0123456789.") == "":
			s.kind = Figure
		case t.Capital(text) && w.words.names[s.id] > 0 && !weak[t.Text]:
			s.kind = Name
		default:
			continue
		}
		out = append(out, s)
	}
	return out
}
