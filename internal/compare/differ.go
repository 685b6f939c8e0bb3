package compare

import (
	"cmp"
	"slices"
	"strings"
	"sync"

	"broadsheet/internal/brief"
	"broadsheet/internal/terms"
)

// Figures that differ for the same thing.
//
// What a figure counts is read from the words around it: behind it the words
// up to the next preposition, comma or figure ("11 Pakistani soldiers", "23 of
// its men were killed"), and what befell them, which may stand before it too
// ("has killed 17"). Two figures of a pair are for the same thing where they
// are of one kind and
//
//   - the same befell what they count (they are killed, wounded, held, ...), and
//     the words for what it befell are not known to be others, or
//   - nothing befell either, and the last word behind the one stands behind the
//     other as well;
//
// but not where they count what belongs to different names (11 Pakistani, 19
// Afghan soldiers), where their sentences have different dates, or where either
// brief has the other's figure in the passage too, or several figures for that
// thing: then nobody can say which belongs to which. A false alarm costs more
// than a miss, so in doubt there is none.

// A counted is a figure with what it counts.
type counted struct {
	figure
	nouns []word // the words behind it that are no names, the last one last
	names []key  // the names among them
	fate  key    // what befell them, 0 nothing
	dates []string
	word  string // for the fate
}

// fates are the words for what may befall what is counted. Those of a line are
// the same to a reader who counts, and count as one word.
const fates = `
	kill dead death die fatality slain
	wound injure injury hurt
	arrest detain detention capture
	missing unaccounted
	displaced displace homeless uproot evacuate
	free release
`

// fateOf gives the first word of the line of fates that a stem is of.
var fateOf = sync.OnceValue(func() map[string]string {
	of := map[string]string{}
	for line := range strings.Lines(fates) {
		words := strings.Fields(line)
		for _, w := range words {
			of[terms.Stem(terms.Spelling(w))] = words[0]
		}
	}
	return of
})

// ends are words that end what stands behind a figure.
var ends = set(`in on at by from to for with along across near over between after before since until when where while
	who which that and or but than as into during against around about through without within under per`)

// anyone are words that say no more of people than that they are people.
var anyone = set(`people person persons men man others lives`)

// spans of time tell when and not what.
var times = set(`hour hours day days week weeks month months year years minute minutes decade decades night nights o'clock am pm`)

// differing finds the figures of two passages that differ for the same thing.
func (c *comparison) differing(x, y *vector) []Mark {
	ours, theirs := c.lexicon.counted(x.reading), c.lexicon.counted(y.reading)
	p, q := &c.briefs[0].Passages[x.passage], &c.briefs[1].Passages[y.passage]
	var out []Mark
	for _, f := range unmatched(ours, theirs) {
		var same []counted
		for _, g := range unmatched(theirs, ours) {
			if f.sameThing(&g) != "" {
				same = append(same, g)
			}
		}
		rivals := 0
		for _, g := range ours {
			if len(same) == 1 && same[0].sameThing(&g) != "" {
				rivals++
			}
		}
		if len(same) == 1 && rivals == 1 {
			m := Mark{Kind: Differs, Word: f.sameThing(&same[0]), A: []brief.Span{p.Source(f.span)}, B: []brief.Span{q.Source(same[0].span)}}
			if m.A[0].Len() > 0 && m.B[0].Len() > 0 {
				out = append(out, m)
			}
		}
	}
	return out
}

// unmatched are those figures that no passage of the pair but their own has.
func unmatched(list, others []counted) []counted {
	var out []counted
	for _, f := range list {
		if !slices.ContainsFunc(others, func(g counted) bool { return g.id == f.id }) {
			out = append(out, f)
		}
	}
	return out
}

// sameThing gives the word for what two figures are for, if that is the same
// thing; else "".
func (f *counted) sameThing(g *counted) string {
	if f.kind != g.kind || f.fate != g.fate || apart(f.names, g.names) || apart(f.dates, g.dates) {
		return ""
	}
	var shared, last string
	for i, w := range f.nouns {
		for j, v := range g.nouns {
			if w.number != v.number {
				continue
			}
			shared = w.text
			if i == len(f.nouns)-1 || j == len(g.nouns)-1 {
				last = w.text
			}
		}
	}
	switch {
	case f.fate == 0:
		return last
	case shared == "" && len(f.nouns) > 0 && len(g.nouns) > 0:
		return ""
	}
	return cmp.Or(shared, f.word)
}

// apart tells whether two lists both have something and share nothing.
func apart[T comparable](a, b []T) bool {
	return len(a) > 0 && len(b) > 0 && !slices.ContainsFunc(a, func(x T) bool { return slices.Contains(b, x) })
}

// counted are the figures of a passage with what they count: those of which
// that can be told.
func (l *lexicon) counted(r *reading) []counted {
	var out []counted
	for i, f := range r.figures {
		if f.kind != amount && f.kind != percent && f.kind != money {
			continue
		}
		n := counted{figure: f}
		next := len(r.list)
		if i+1 < len(r.figures) {
			next = r.figures[i+1].from
		}
		l.behind(r, &n, next)
		if n.fate == 0 {
			l.before(r, &n)
		}
		if n.fate != 0 || len(n.nouns) > 0 {
			n.dates = datesBeside(r, f)
			out = append(out, n)
		}
	}
	return out
}

// behind reads the words behind a figure, up to term next at most.
func (l *lexicon) behind(r *reading, n *counted, next int) {
	for i := n.to; i < min(next, n.to+7); i++ {
		if r.parted(i-1) || ends[r.list[i].Text] {
			break
		}
		t := r.list[i]
		if times[t.Text] {
			n.nouns, n.fate = nil, 0
			break
		}
		if fate := l.fate(t.Text); fate != 0 {
			n.fate = fate
			n.word = cmp.Or(n.word, t.Text)
			continue
		}
		if t.Stop || weak[t.Text] || anyone[t.Text] || r.taken[i] {
			continue
		}
		k := l.of(l.teachWord(t.Text))
		switch {
		case t.Capital(r.text) && l.isName(k):
			n.names = append(n.names, k)
		case n.fate == 0:
			n.nouns = append(n.nouns, word{t.Text, k})
		}
	}
}

// before reads what befell what a figure counts, where that stands before it.
func (l *lexicon) before(r *reading, n *counted) {
	for i := n.from - 1; i >= max(0, n.from-3) && !r.parted(i) && !r.taken[i]; i-- {
		if fate := l.fate(r.list[i].Text); fate != 0 {
			n.fate = fate
			n.word = r.list[i].Text
			return
		}
	}
}

// fate is the number of what a word says befell somebody, 0 for nothing.
func (l *lexicon) fate(text string) key {
	k, ok := l.known[text]
	if !ok {
		return 0
	}
	for _, f := range fateOf() {
		if n, ok := l.numbers[terms.Stem(f)]; ok && l.of(n) == l.of(k) {
			return l.of(k)
		}
	}
	return 0
}

// parted tells whether a mark stands between term i and the next.
func (r *reading) parted(i int) bool {
	if i < 0 || i+1 >= len(r.list) {
		return true
	}
	return strings.ContainsAny(r.text[r.list[i].End:max(r.list[i].End, r.list[i+1].Start)], ",.;:!?()|—–\n")
}

// datesBeside are the dates in the sentence of a figure.
func datesBeside(r *reading, f figure) []string {
	var out []string
	for _, s := range brief.SentenceSpans(r.text) {
		if !s.Contains(f.span.Start) {
			continue
		}
		for _, g := range r.figures {
			if g.kind == date && s.Contains(g.span.Start) {
				out = append(out, g.id)
			}
		}
	}
	return out
}
