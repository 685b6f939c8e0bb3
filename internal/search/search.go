// Package search finds the briefs that answer a query, and the passages in
// them.
//
// The contract: the index is a cache in a folder of its own. Losing it loses
// nothing, a damaged one is noticed and built anew, and no state of it makes
// this package panic or answer wrongly without a word. Index and matcher agree
// because both take their words from package terms: the index says which
// briefs have the words, the query's matcher says where in their passages.
//
// bleve keeps the dictionaries and postings; what a query means, and how its
// answers rank, is decided here (evaluate.go).
package search

import (
	"cmp"
	"context"
	"runtime"
	"slices"
	"sync"

	"broadsheet/internal/brief"
	"broadsheet/internal/library"
	"broadsheet/internal/query"
)

// Options of a search. The zero value gives 20 briefs with 5 passages each.
type Options struct {
	Limit    int                          // most briefs; 0 = 20, -1 all
	Passages int                          // most passages per brief; 0 = 5, -1 all, or NoPassages
	Is       func(what, path string) bool // answers is:unread, is:read and is:bookmarked; nil = nothing is
}

// NoPassages asks for the briefs alone: no file is read.
const NoPassages = -2

// A Hit is one brief that answers, with its best passages.
type Hit struct {
	Entry    library.Entry
	Score    float64 // higher is better; only comparable within one answer
	Hits     int     // matching passages in the whole brief
	Passages []PassageHit
}

// A PassageHit is one passage of a brief.
type PassageHit struct {
	Index   int        // in Brief.Passages
	Span    brief.Span // of the passage, bytes of Raw
	Disk    brief.Span // the same in bytes of the file as stored on disk
	Heading []string   // titles of the sections it stands in, outermost first, never nil
	Text    string     // the whole passage
	Matches [][2]int   // byte ranges in Text, ascending, never nil
}

// Results is the answer to one query.
type Results struct {
	Query  string
	Total  int   // matching briefs
	Briefs []Hit // the best first; of equals the newest, then by path
}

// Search answers a query over what is published now; it may run while a
// Refresh does. It waits for the index to be open, and for nothing else; where
// there is none yet it finds nothing. A brief that has vanished or changed
// beyond reading is given without passages. The error is ctx's, or says that
// the index turned out damaged and will be built anew by the next Refresh.
func (x *Index) Search(ctx context.Context, q query.Query, o Options) (Results, error) {
	out := Results{Query: q.Text, Briefs: []Hit{}}
	g, err := x.hold(ctx)
	if err != nil || g == nil {
		return out, err
	}
	defer g.release()
	var ranked []ranked
	err = guarded(func() (err error) {
		ranked, out.Total, err = x.rank(ctx, g, q, o)
		return err
	})
	if err != nil {
		if ctx.Err() != nil {
			return out, ctx.Err()
		}
		err = asDamage(err)
		x.setTrouble(g.name, err)
		return out, err
	}
	out.Briefs = make([]Hit, len(ranked))
	err = x.present(ctx, g, q, o, ranked, out.Briefs)
	return out, err
}

// Answerable gives the error of a query that asks is: for what nobody keeps, at
// its column. Parse lets none of that pass, so it can only be a query that was
// put together otherwise. It is a *query.Error.
func Answerable(q query.Query) error {
	var err error
	query.Walk(q.Root, func(n query.Node) bool {
		if is, ok := n.(query.Is); ok && is.What != "bookmarked" && is.What != "read" && is.What != "unread" {
			err = &query.Error{Col: is.Col, Msg: "is:" + is.What + " cannot be answered; use is:unread, is:read or is:bookmarked"}
		}
		return err == nil
	})
	return err
}

// asDamage makes any error of reading the index a damage, unless the disk is
// to blame.
func asDamage(err error) error {
	if aboutDisk(err) {
		return err
	}
	return damage{err}
}

// A ranked is one matching brief.
type ranked struct {
	ord   int32
	full  bool // has every word of the query
	score float32
}

// rank finds the best briefs, and how many match in all.
func (x *Index) rank(ctx context.Context, g *generation, q query.Query, o Options) ([]ranked, int, error) {
	cat := g.cat
	better := func(a, b ranked) int {
		if a.full != b.full {
			if a.full {
				return -1
			}
			return 1
		}
		ea, eb := &cat.entries[a.ord], &cat.entries[b.ord]
		return cmp.Or(cmp.Compare(b.score, a.score), cmp.Compare(eb.Date, ea.Date), cmp.Compare(a.ord, b.ord))
	}
	limit := o.Limit
	if limit == 0 {
		limit = 20
	}
	e := newEvaluator(ctx, x, g, o.Is)
	var a answer
	if q.Empty() {
		a = answer{any: e.everything(), full: e.everything()}
	} else {
		var err error
		if a, err = e.eval(q.Root, textFields); err != nil {
			return nil, 0, err
		}
	}
	total := a.any.count()
	best := make([]ranked, 0, total)
	a.any.each(func(i int32) { best = append(best, ranked{i, a.full.has(i), e.score[i]}) })
	best = top(best, limit, better)
	return best, total, ctx.Err()
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

// present fills in the passages of the ranked briefs, several at a time.
func (x *Index) present(ctx context.Context, g *generation, q query.Query, o Options, list []ranked, out []Hit) error {
	m := q.Matcher()
	next := make(chan int, len(list))
	for i, r := range list {
		out[i] = Hit{Entry: g.cat.entries[r.ord], Score: float64(r.score)}
		next <- i
	}
	close(next)
	if q.Empty() || o.Passages == NoPassages {
		return ctx.Err()
	}
	var group sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), maxWorkers, len(list)) {
		group.Go(func() {
			for i := range next {
				if ctx.Err() != nil {
					return
				}
				x.passages(ctx, m, o.Passages, &out[i])
			}
		})
	}
	group.Wait()
	return ctx.Err()
}

// read gives a brief of the catalogue, parsed; nil where it cannot be read
// any more. It may be newer than the catalogue.
func (x *Index) read(e *library.Entry) *brief.Brief {
	key := recentKey{e.Path, e.Hash}
	if b := x.recent.get(key); b != nil {
		return b
	}
	b, now, err := x.lib.Read(e.Path)
	if err != nil {
		return nil
	}
	if now.Hash == e.Hash {
		x.recent.put(key, b)
	}
	return b
}

// passages finds the passages of one brief that match, the best first.
func (x *Index) passages(ctx context.Context, m *query.Matcher, limit int, h *Hit) {
	b := x.read(&h.Entry)
	if b == nil {
		return
	}
	if limit == 0 {
		limit = 5
	}
	type found struct {
		index  int
		weight float64
		spans  []brief.Span
	}
	var all []found
	for i := range b.Passages {
		if ctx.Err() != nil {
			return
		}
		p := &b.Passages[i]
		if p.Aside || p.Text == "" {
			continue
		}
		if spans := m.Find(p.Text); len(spans) > 0 {
			all = append(all, found{i, m.Weigh(p.Text), spans})
		}
	}
	h.Hits = len(all)
	if len(all) == 0 {
		if i := firstText(b); i >= 0 {
			all = append(all, found{index: i})
		}
	}
	slices.SortStableFunc(all, func(a, b found) int { return cmp.Compare(b.weight, a.weight) })
	if limit > 0 {
		all = all[:min(limit, len(all))]
	}
	for _, f := range all {
		p := &b.Passages[f.index]
		hit := PassageHit{Index: f.index, Span: p.Span, Disk: b.Disk(p.Span), Heading: b.HeadingPath(f.index), Text: p.Text, Matches: [][2]int{}}
		for _, s := range f.spans {
			hit.Matches = append(hit.Matches, [2]int{s.Start, s.End})
		}
		h.Passages = append(h.Passages, hit)
	}
}

// firstText is the passage that stands for a brief of which no passage
// matches: its first text, else whatever comes first.
func firstText(b *brief.Brief) int {
	first := -1
	for i := range b.Passages {
		p := &b.Passages[i]
		if p.Text == "" || p.Aside {
			continue
		}
		if p.Kind != brief.Heading {
			return i
		}
		if first < 0 {
			first = i
		}
	}
	return first
}
