package search

import (
	"cmp"
	"context"
	"slices"

	"broadsheet/internal/query"
)

// A ranked is one matching brief.
type ranked struct {
	ord   int32
	tier  tier // numTiers: it lacks a word of the query
	score float32
}

// A ranking is the answer to a query before any brief is read.
type ranking struct {
	best   []ranked
	total  int      // matching briefs
	whys   []*Why   // of the best, where they were asked for
	absent []string // see Results.Absent
}

// rank finds the best briefs, and how many match in all.
func (x *Index) rank(ctx context.Context, g *generation, q query.Query, o Options) (ranking, error) {
	e := newEvaluator(ctx, x, g, o.Is)
	defer e.done()
	list, err := e.matching(q)
	if err != nil {
		return ranking{}, err
	}
	limit := o.Limit
	if limit == 0 {
		limit = 20
	}
	if err := e.refine(list, o); err != nil {
		return ranking{}, err
	}
	order := e.better
	if o.Newest {
		order = e.newer
	}
	out := ranking{total: len(list), best: slices.Clone(top(list, limit, order)), absent: e.absent}
	if o.Explain {
		out.whys, err = x.explain(ctx, g, q, o, out.best)
	}
	return out, cmp.Or(err, ctx.Err())
}

// matching gives the briefs that match, by their words alone. The list is of
// the workspace.
func (e *evaluator) matching(q query.Query) ([]ranked, error) {
	a := one(nil)
	if q.Empty() {
		a = one(e.everything())
	} else {
		var err error
		if a, err = e.eval(q.Root, textFields); err != nil {
			return nil, err
		}
	}
	list := slices.Grow(e.list[:0], a.any.count())
	a.any.each(func(i int32) {
		r := ranked{ord: i, tier: numTiers, score: e.score[i]}
		for t := range a.full {
			if a.full[t].has(i) {
				r.tier = tier(t)
				break
			}
		}
		list = append(list, r)
	})
	e.list = list
	return list, nil
}

// refine adds to the scores what is not of single words. It may change the
// order of the list.
func (e *evaluator) refine(list []ranked, o Options) error {
	if len(e.spoken) > 1 {
		if err := e.nearness(top(list, nearBriefs, e.better)); err != nil {
			return err
		}
		e.rescore(list)
	}
	if e.again(o, len(list)) {
		if err := e.feedback(top(list, feedbackBriefs, e.better)); err != nil {
			return err
		}
		e.rescore(list)
	}
	return nil
}

// rescore takes the scores over into the list.
func (e *evaluator) rescore(list []ranked) {
	for i := range list {
		list[i].score = e.score[list[i].ord]
	}
}

// better orders briefs: those with every word of the query first, as asked for
// before in other spellings before by sound; then by score, of equals the
// newest, then by path.
func (e *evaluator) better(a, b ranked) int {
	if a.tier != b.tier {
		return int(a.tier) - int(b.tier)
	}
	if a.score != b.score {
		return cmp.Compare(b.score, a.score)
	}
	return cmp.Or(e.later(a, b), int(a.ord)-int(b.ord))
}

// newer orders briefs by date, those that lack a word of the query after those
// that do not; of one day the better first.
func (e *evaluator) newer(a, b ranked) int {
	if some := numTiers; (a.tier == some) != (b.tier == some) {
		return int(a.tier) - int(b.tier)
	}
	return cmp.Or(e.later(a, b), e.better(a, b))
}

// later orders briefs by date, the newest first, those without one last.
func (e *evaluator) later(a, b ranked) int {
	return cmp.Compare(e.moments[b.ord], e.moments[a.ord])
}

// momentOf makes a number of a brief's date that is larger for a later one: its
// digits, as far as seconds; 0 where there is none. To compare the texts was
// half of the time of finding the best of many that score alike.
func momentOf(date string) uint64 {
	const digits = 14 // yyyymmddhhmmss
	n, left := uint64(0), digits
	for i := 0; i < len(date) && left > 0; i++ {
		if c := date[i]; c >= '0' && c <= '9' {
			n, left = n*10+uint64(c-'0'), left-1
		}
	}
	for ; left > 0; left-- {
		n *= 10
	}
	return n
}

// top sorts the best limit of list to its front and gives them; -1 is all.
func top(list []ranked, limit int, better func(a, b ranked) int) []ranked {
	if limit < 0 || limit*4 >= len(list) {
		slices.SortFunc(list, better)
		if limit >= 0 {
			list = list[:min(limit, len(list))]
		}
		return list
	}
	// A small sorted front, into which the few that are better are put.
	front := slices.Clone(list[:limit])
	slices.SortFunc(front, better)
	for _, r := range list[limit:] {
		if limit == 0 || better(r, front[limit-1]) >= 0 {
			continue
		}
		i, _ := slices.BinarySearchFunc(front, r, better)
		copy(front[i+1:], front[i:])
		front[i] = r
	}
	return front
}
