package search

import (
	"cmp"
	"context"

	"broadsheet/internal/terms"
)

// likeLimit is how many briefs Like gives.
const likeLimit = 5

// Like gives the paths of the briefs that have the most of some words, as they
// are written: those with all of them first, then the best (BM25F); at most five.
// Where the index does not answer it gives none.
func (x *Index) Like(ctx context.Context, words string) (paths []string) {
	g, err := x.hold(ctx)
	if err != nil || g == nil {
		return nil
	}
	defer g.release()
	err = guarded(func() (err error) {
		e := newEvaluator(ctx, x, g, nil)
		defer e.done()
		list, err := e.like(words)
		for _, r := range list {
			paths = append(paths, e.cat.entries[r.ord].Path)
		}
		return err
	})
	if err != nil {
		if ctx.Err() == nil {
			x.setTrouble(g.name, asDamage(err))
		}
		return nil
	}
	return paths
}

// like ranks the briefs that have any of some words.
func (e *evaluator) like(words string) ([]ranked, error) {
	have, asked := make([]uint8, len(e.cat.entries)), map[string]bool{}
	for _, t := range terms.Split(words) {
		if t.Stop || t.Joined || asked[t.Text] || len(asked) == 255 {
			continue
		}
		asked[t.Text] = true
		for _, f := range textFields {
			if err := e.count(f, form{text: t.Text}); err != nil {
				return nil, err
			}
		}
		for _, ord := range e.touched {
			have[ord]++
		}
		e.settle(t.Text, 1, [numTiers]int{})
	}
	found := e.list[:0]
	for o, n := range have {
		if n > 0 {
			found = append(found, ranked{ord: int32(o), score: e.score[o]})
		}
	}
	e.list = found
	all := func(r ranked) int { return int(have[r.ord]) / max(len(asked), 1) } // 1 or 0
	return top(found, likeLimit, func(a, b ranked) int { return cmp.Or(all(b)-all(a), e.better(a, b)) }), e.ctx.Err()
}
