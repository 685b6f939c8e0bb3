package search

import (
	"context"

	"broadsheet/internal/query"
)

// likeLimit is how many briefs Like gives.
const likeLimit = 5

// Like gives the paths of the briefs that have the most of some plain words,
// the best first, at most five. Where the index does not answer it gives none.
func (x *Index) Like(ctx context.Context, words string) []string {
	q, err := query.Parse(words, query.Options{})
	if err != nil || q.Empty() {
		return nil
	}
	res, err := x.Search(ctx, q, Options{Limit: likeLimit, Passages: NoPassages})
	if err != nil {
		return nil
	}
	paths := make([]string, len(res.Briefs))
	for i, h := range res.Briefs {
		paths[i] = h.Entry.Path
	}
	return paths
}
