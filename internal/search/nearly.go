package search

import (
	"context"

	"broadsheet/internal/query"
)

// Nearly looks for near spellings of the words of a query that finds nothing: the
// query that has them, which parse is to read as the library understands it, and
// how many briefs answer that; 0 where there are none to try, or they find nothing
// either.
func (x *Index) Nearly(ctx context.Context, q query.Query, parse func(text string) (query.Query, error), o Options) (text string, briefs int) {
	text, ok := q.Nearly()
	if !ok {
		return "", 0
	}
	near, err := parse(text)
	if err != nil {
		return "", 0
	}
	o.Limit = 1
	res, err := x.Search(ctx, near, o)
	if err != nil {
		return "", 0
	}
	return text, res.Total
}
