package compare

import (
	"cmp"
	"context"
	"math"
	"slices"

	"broadsheet/internal/brief"
	"broadsheet/internal/query"
	"broadsheet/internal/terms"
)

// How much more the kinds of terms weigh than a plain word.
const (
	nameWeight   = 1.5
	figureWeight = 2
	quotedWeight = 1.2
	partWeight   = 0.5  // of the parts of what counts as a whole
	monthWeight  = 0.5  // of a month without a day
	weakWeight   = 0.15 // of words that say how, not what
)

// A vector is the terms of one passage.
type vector struct {
	*reading
	place  float64      // where it stands among the compared passages: 0 to 1
	at     []occurrence // by position
	terms  []term       // ascending by id
	length float64      // of the vector, with the terms that no other passage has
	mass   float64      // the sum of its weights, with those terms
	ideas  []idea       // ascending
	spelling
}

// An occurrence is a word at a place of a passage.
type occurrence struct {
	id   key
	pos  int
	kind float64
	text string // folded
}

// A term is a word with its weight in one passage.
type term struct {
	id     key
	weight float64
	text   string // the shortest way it is written there, folded
}

// A comparison is two briefs on the way to a Result.
type comparison struct {
	briefs       [2]*brief.Brief
	lexicon      *lexicon
	vectors      [2][]vector
	few          [2][]int    // passages of too few words to be weighed
	passages     map[key]int // that have the word
	all          float64     // passages
	mean         float64     // length of a vector
	meanMass     float64
	meanSpelling float64 // length of one
}

// read takes both briefs in and makes their vectors.
func read(ctx context.Context, a, b *brief.Brief, own *query.Synonyms) (*comparison, error) {
	c := &comparison{briefs: [2]*brief.Brief{a, b}, lexicon: newLexicon(own), passages: map[key]int{}}
	for side := range c.briefs {
		if err := c.teach(ctx, side); err != nil {
			return nil, err
		}
	}
	c.lexicon.settle()
	for side := range c.vectors {
		for i := range c.vectors[side] {
			if i%64 == 0 && ctx.Err() != nil {
				return nil, ctx.Err()
			}
			v := &c.vectors[side][i]
			v.place = float64(i) / float64(max(len(c.vectors[side])-1, 1))
			v.at = c.lexicon.occurrences(v.reading)
			v.terms = gather(v.at)
			for _, t := range v.terms {
				c.passages[t.id]++
			}
		}
	}
	c.all = float64(len(c.vectors[0]) + len(c.vectors[1]))
	for side := range c.vectors {
		for i := range c.vectors[side] {
			v := &c.vectors[side][i]
			c.weigh(v)
			c.mean += v.length / c.all
			c.meanMass += v.mass / c.all
		}
	}
	c.spell()
	return c, ctx.Err()
}

// teach teaches the lexicon the passages of one brief that are compared.
func (c *comparison) teach(ctx context.Context, side int) error {
	b := c.briefs[side]
	c.lexicon.lang = languageOf(b)
	for i := range b.Passages {
		if i%64 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		p := &b.Passages[i]
		if p.Aside || p.Kind != brief.Paragraph && p.Kind != brief.ListItem && p.Kind != brief.Quote && p.Kind != brief.Table {
			continue
		}
		switch r := c.lexicon.teach(i, p.Text); {
		case r.content >= leastWords:
			c.vectors[side] = append(c.vectors[side], vector{reading: &r})
		case len(r.list) > 0:
			c.few[side] = append(c.few[side], i)
		}
	}
	return nil
}

// languageOf is a brief's language as ISO 639-1 has it, "" where nobody knows.
func languageOf(b *brief.Brief) string {
	if len(b.Lang) >= 2 {
		return b.Lang[:2]
	}
	return terms.Language(string(b.Raw[b.Body.Start:min(b.Body.End, b.Body.Start+4096)]))
}

// occurrences are the words of a passage, of which everything has been taught.
func (l *lexicon) occurrences(r *reading) []occurrence {
	out := make([]occurrence, 0, 2*len(r.list))
	part := l.parts(r)
	joined := r.joined
	quoted := quotations(r.text)
	figures := r.figures
	for i, t := range r.list {
		for len(joined) > 0 && joined[0].Pos == t.Pos {
			out = append(out, occurrence{l.of(l.teachWord(joined[0].Text)), t.Pos, 1, joined[0].Text})
			joined = joined[1:]
		}
		if len(figures) > 0 && figures[0].from == i {
			out = l.figure(out, figures[0], t.Pos)
			figures = figures[1:]
		}
		if t.Stop || r.taken[i] {
			continue
		}
		k := l.of(l.teachWord(t.Text))
		o := occurrence{k, t.Pos, 1, t.Text}
		switch {
		case part[i]:
			o.kind = partWeight
		case weak[t.Text]:
			o.kind = weakWeight
		case months[t.Text] > 0 && t.Capital(r.text):
			o.kind = monthWeight
		case l.isName(k) && !offices[t.Text]:
			o.kind = nameWeight
		}
		if quoted(t.Start) {
			o.kind *= quotedWeight
		}
		out = append(out, o)
		if one, ok := l.inOne(r, i); ok {
			out = append(out, occurrence{one, t.Pos - 1, 1, r.list[i-1].Text + t.Text})
		}
	}
	for _, n := range r.named {
		if n.Last > n.First {
			out = append(out, occurrence{l.of(l.nameOf(n.Names[0])), r.list[n.First].Pos, nameWeight, n.Names[0]})
		}
	}
	slices.SortStableFunc(out, func(x, y occurrence) int { return cmp.Compare(x.pos, y.pos) })
	return out
}

// parts tells which words of a passage are parts of something that counts as a
// whole: of a joined word, or of a name of several words.
func (l *lexicon) parts(r *reading) []bool {
	part := make([]bool, len(r.list))
	if len(r.list) == 0 {
		return part
	}
	for _, j := range r.joined {
		at, _ := slices.BinarySearchFunc(r.list, j.Pos, func(t terms.Term, pos int) int { return cmp.Compare(t.Pos, pos) })
		for i := at; i < min(at+j.Span, len(part)); i++ {
			part[i] = true
		}
	}
	for _, n := range r.named {
		for i := n.First; n.Last > n.First && i <= n.Last; i++ {
			part[i] = true
		}
	}
	return part
}

// inOne is the number of term i and the one before, written in one, if one of
// the texts has them so.
func (l *lexicon) inOne(r *reading, i int) (key, bool) {
	const minPart = 3
	if i == 0 {
		return 0, false
	}
	x, y := r.list[i-1], r.list[i]
	if x.Stop || len(x.Text) < minPart || len(y.Text) < minPart {
		return 0, false
	}
	k, ok := l.known[x.Text+y.Text]
	return l.of(k), ok
}

// figure adds a figure.
func (l *lexicon) figure(out []occurrence, f figure, pos int) []occurrence {
	if f.small {
		return out
	}
	k := l.of(l.fresh(f.id))
	l.figures[k] = true
	return append(out, occurrence{k, pos, figureWeight, f.word})
}

// gather makes terms of occurrences; weight is the most that any of them
// counts. How often a word stands in a passage tells nothing in texts so short.
func gather(at []occurrence) []term {
	list := make([]term, len(at))
	for i, o := range at {
		list[i] = term{o.id, o.kind, o.text}
	}
	slices.SortStableFunc(list, func(x, y term) int { return cmp.Compare(x.id, y.id) })
	out := list[:0]
	for _, t := range list {
		if n := len(out) - 1; n >= 0 && out[n].id == t.id {
			out[n].weight = max(out[n].weight, t.weight)
			if len(t.text) < len(out[n].text) || len(t.text) == len(out[n].text) && t.text < out[n].text {
				out[n].text = t.text
			}
			continue
		}
		out = append(out, t)
	}
	return slices.Clip(out)
}

// rarity is what a word weighs that so many passages have.
func (c *comparison) rarity(passages int) float64 { return math.Log((c.all + 1) / float64(passages)) }

// weigh gives the terms of a passage their weights.
func (c *comparison) weigh(v *vector) {
	sum := 0.0
	kept := v.terms[:0]
	for _, t := range v.terms {
		n := c.passages[t.id]
		t.weight *= c.rarity(n)
		sum += t.weight * t.weight
		v.mass += t.weight
		if !c.lexicon.isName(t.id) {
			for _, n := range c.lexicon.ideas[t.id] {
				v.ideas = append(v.ideas, idea{n, t.id, t.weight})
			}
		}
		if n > 1 { // else it only adds to the length
			kept = append(kept, t)
		}
	}
	v.terms = kept
	slices.SortFunc(v.ideas, func(x, y idea) int { return cmp.Or(cmp.Compare(x.number, y.number), cmp.Compare(x.word, y.word)) })
	v.length = math.Sqrt(sum)
}

// has tells whether a passage has a word that another passage has as well.
func (v *vector) has(word key) bool {
	_, ok := slices.BinarySearchFunc(v.terms, word, func(t term, k key) int { return cmp.Compare(t.id, k) })
	return ok
}
