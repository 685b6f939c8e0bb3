package search

import (
	"cmp"
	"context"
	"maps"
	"math"
	"slices"

	"broadsheet/internal/brief"
	"broadsheet/internal/library"
	"broadsheet/internal/terms"
)

// Related briefs: the words that say most of what a text is about are asked
// for, as by Salton and Buckley ("Term-weighting approaches in automatic text
// retrieval", Information Processing & Management 24, 1988): a word counts the
// more the oftener the text has it and the fewer briefs of the library do. The
// briefs that have them rank as in any search (BM25F), each word by its weight.
const (
	relatedWords  = 30   // of a text that are asked for
	relatedShare  = 0.25 // words that more of the briefs have say nothing,
	relatedLeast  = 20   // where the library has that many briefs
	relatedName   = 1.6  // how much more a name weighs than a plain word
	relatedLifted = 1.6  // and one of the title, a tag or a heading
)

// Related gives the briefs that are most closely related to a brief, or to
// what a span of its Raw says: the best first, at most limit. An empty span is
// the whole brief. The briefs with the paths in open are left out, so is
// whatever shares nothing with it that tells it apart. Where there is no index
// yet it gives none. The error is Search's.
func (x *Index) Related(ctx context.Context, b *brief.Brief, span brief.Span, open []string, limit int) ([]library.Entry, error) {
	g, err := x.hold(ctx)
	if err != nil || g == nil || limit <= 0 {
		return nil, err
	}
	defer g.release()
	var best []library.Entry
	err = guarded(func() (err error) {
		e := newEvaluator(ctx, x, g, nil)
		defer e.done()
		best, err = e.related(subjects(b, span), open, limit)
		return err
	})
	if err != nil {
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		err = asDamage(err)
		x.setTrouble(g.name, err)
	}
	return best, err
}

// A subject is a word that a text may be about: its stem, the ways it is
// written there, and what the text alone makes it weigh.
type subject struct {
	stem   string
	texts  map[string]struct{}
	times  float64
	named  int // times with a capital inside a sentence less times without
	lifted bool
}

// subjects are the words of a brief, or of a span of it, that may say what it
// is about.
func subjects(b *brief.Brief, span brief.Span) []*subject {
	found := map[string]*subject{}
	add := func(text string, lifted bool) {
		for _, t := range terms.Split(text) {
			if !tells(t) {
				continue
			}
			stem := terms.Stem(t.Text)
			s := found[stem]
			if s == nil {
				s = &subject{stem: stem, texts: map[string]struct{}{}}
				found[stem] = s
			}
			s.texts[t.Text] = struct{}{}
			s.times++
			s.lifted = s.lifted || lifted
			if t.Capital(text) {
				s.named++
			} else {
				s.named -= 2
			}
		}
	}
	if span.Len() == 0 {
		add(b.Title, true)
		for _, t := range b.Tags {
			add(t, true)
		}
	}
	for i := range b.Passages {
		p := &b.Passages[i]
		if !p.Aside && (span.Len() == 0 || p.Span.Overlaps(span)) {
			add(p.Text, p.Kind == brief.Heading)
		}
	}
	return slices.Collect(maps.Values(found))
}

// related finds the briefs that have most of some subjects.
func (e *evaluator) related(list []*subject, open []string, limit int) ([]library.Entry, error) {
	strong, err := e.strongest(list)
	if err != nil {
		return nil, err
	}
	for _, w := range strong {
		for _, f := range textFields {
			for _, text := range slices.Sorted(maps.Keys(w.texts)) {
				if err := e.count(f, form{text: text}); err != nil {
					return nil, err
				}
			}
		}
		e.settle(w.stem, w.weight, [numTiers]int{})
	}
	// Nearly every brief of a large library has one of thirty words: the scores
	// themselves tell which, quicker than any set.
	found := e.list[:0]
	for o, score := range e.score {
		if score > 0 {
			found = append(found, ranked{ord: int32(o), score: score})
		}
	}
	e.list = found
	entries := make([]library.Entry, 0, limit)
	for _, r := range top(found, limit+len(open), e.better) {
		if entry := e.cat.entries[r.ord]; len(entries) < limit && !slices.Contains(open, entry.Path) {
			entries = append(entries, entry)
		}
	}
	return entries, e.ctx.Err()
}

// A strong subject is one that is asked for.
type strong struct {
	*subject
	weight float64 // beside its rarity, which the ranking adds
	rarity float64
}

// strongest are the subjects that say most, the first the most.
func (e *evaluator) strongest(list []*subject) ([]strong, error) {
	all := len(e.cat.entries)
	var out []strong
	for _, s := range list {
		if err := e.ctx.Err(); err != nil {
			return nil, err
		}
		having := 0
		for text := range s.texts {
			n, err := e.c.briefs(inBody, text)
			if err != nil {
				return nil, err
			}
			having = max(having, n)
		}
		if having == 0 || all >= relatedLeast && float64(having) > relatedShare*float64(all) {
			continue
		}
		w := strong{s, 1 + math.Log(s.times), e.rarity(having)}
		if s.named > 0 {
			w.weight *= relatedName
		}
		if s.lifted {
			w.weight *= relatedLifted
		}
		out = append(out, w)
	}
	slices.SortFunc(out, func(a, b strong) int {
		return cmp.Or(cmp.Compare(b.weight*b.rarity, a.weight*a.rarity), cmp.Compare(a.stem, b.stem))
	})
	return out[:min(len(out), relatedWords)], nil
}

// briefs is how many briefs have a word in a field.
func (c *cursor) briefs(f int, word string) (int, error) {
	n := 0
	for s := range c.g.segs {
		pl, err := c.postings(s, f, []byte(word))
		if err != nil {
			return 0, err
		}
		if pl != nil {
			n += int(pl.Count())
		}
	}
	return n, nil
}
