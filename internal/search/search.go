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
	"strings"
	"sync"

	"broadsheet/internal/brief"
	"broadsheet/internal/library"
	"broadsheet/internal/query"
	"broadsheet/internal/terms"
)

// Options of a search. The zero value gives 20 briefs with 5 passages each.
type Options struct {
	Limit    int                          // most briefs; 0 = 20, -1 all
	Passages int                          // most passages per brief; 0 = 5, -1 all, or NoPassages
	Newest   bool                         // by date, not by how well they answer
	Is       func(what, path string) bool // answers is:unread, is:read and is:bookmarked; nil = nothing is

	// Finished tells that the query is whole and worth a second look: the
	// words that the best briefs have rank the others too. It costs as much
	// again as the search itself, which is too much for each key.
	Finished bool
	Explain  bool // Hit.Why tells how each brief comes to its place
}

// NoPassages asks for the briefs alone: no file is read.
const NoPassages = -2

// A Hit is one brief that answers, with its best passages.
type Hit struct {
	Entry    library.Entry
	Score    float64 // higher is better; only comparable within one answer
	Hits     int     // matching passages in the whole brief
	Passages []PassageHit
	Variants []Variant // the words of the brief that are not those asked for, in the order of the text; none without passages
	Why      *Why      // with Options.Explain
}

// A Variant is a word of a brief that stands for another of the query.
type Variant struct {
	Word string   // of the query, as typed
	Text string   // of the brief, folded
	By   query.By // Spelling, Meaning or Sound
}

// A PassageHit is one passage of a brief.
type PassageHit struct {
	Index   int        // in Brief.Passages
	Span    brief.Span // of the passage, bytes of Raw
	Disk    brief.Span // the same in bytes of the file as stored on disk
	Heading []string   // titles of the sections it stands in, outermost first, never nil
	Text    string     // the whole passage
	Matches [][2]int   // byte ranges in Text, ascending, never nil
	By      []query.By // of each of Matches, how it is what was asked for
}

// Results is the answer to one query.
type Results struct {
	Query  string
	Total  int      // matching briefs
	Briefs []Hit    // the best first; of equals the newest, then by path
	Absent []string // of several words, those that no brief has in any spelling, as the query has them; the briefs are those with the others
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
	var r ranking
	err = guarded(func() (err error) {
		r, err = x.rank(ctx, g, q, o)
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
	out.Total, out.Absent, out.Briefs = r.total, r.absent, make([]Hit, len(r.best))
	for i, w := range r.whys {
		out.Briefs[i].Why = w
	}
	err = x.present(ctx, g, q, o, r.best, out.Briefs)
	return out, err
}

// Paths are the paths of all briefs that answer a query, the best first; is
// answers what Options.Is does. No file is read. The error is Search's.
func (x *Index) Paths(ctx context.Context, q query.Query, is func(what, path string) bool) ([]string, error) {
	all, err := x.Search(ctx, q, Options{Limit: -1, Passages: NoPassages, Is: is})
	paths := make([]string, len(all.Briefs))
	for i := range all.Briefs {
		paths[i] = all.Briefs[i].Entry.Path
	}
	return paths, err
}

// Languages gives the languages of the library's briefs for query.Options:
// ISO 639-1 codes, sorted, as the briefs say themselves or as their text looks.
// It is nil where there is no index yet, or none that answers. It waits for
// the index to be open.
func (x *Index) Languages(ctx context.Context) []string {
	g, err := x.hold(ctx)
	if err != nil || g == nil {
		return nil
	}
	defer g.release()
	var list []string
	if err := guarded(func() (err error) { list, err = newCursor(g).languages(); return err }); err != nil {
		x.setTrouble(g.name, asDamage(err))
		return nil
	}
	return list
}

// asDamage makes any error of reading the index a damage, unless the disk is
// to blame.
func asDamage(err error) error {
	if aboutDisk(err) {
		return err
	}
	return damage{err}
}

// present fills in the passages of the ranked briefs, several at a time.
func (x *Index) present(ctx context.Context, g *generation, q query.Query, o Options, list []ranked, out []Hit) error {
	m := q.Matcher()
	next := make(chan int, len(list))
	for i, r := range list {
		out[i].Entry, out[i].Score = g.cat.entries[r.ord], float64(r.score)
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

// A matched is a passage that matches, on its way into a Hit.
type matched struct {
	index  int
	weight float64
	marks  []query.Mark
}

// passages finds the passages of one brief that match, the best first, and the
// variants in it.
func (x *Index) passages(ctx context.Context, m *query.Matcher, limit int, h *Hit) {
	b := x.read(&h.Entry)
	if b == nil {
		return
	}
	if limit == 0 {
		limit = 5
	}
	var all []matched
	h.vary(m, h.Entry.Title, h.Entry.Source)
	h.vary(m, h.Entry.Tags...)
	h.vary(m, h.Entry.Authors...)
	for i := range b.Passages {
		if ctx.Err() != nil {
			return
		}
		p := &b.Passages[i]
		if p.Aside || p.Text == "" {
			continue
		}
		if marks := m.Marks(p.Text); len(marks) > 0 {
			all = append(all, matched{i, m.Weigh(p.Text), marks})
			h.variants(p.Text, marks)
		}
	}
	h.Hits = len(all)
	if len(all) == 0 {
		if i := firstText(b); i >= 0 {
			all = append(all, matched{index: i})
		}
	}
	slices.SortStableFunc(all, func(a, b matched) int { return cmp.Compare(b.weight, a.weight) })
	if limit > 0 {
		all = all[:min(limit, len(all))]
	}
	for _, f := range all {
		h.Passages = append(h.Passages, f.hit(b))
	}
}

// hit gives the passage for people.
func (f matched) hit(b *brief.Brief) PassageHit {
	p := &b.Passages[f.index]
	hit := PassageHit{Index: f.index, Span: p.Span, Disk: b.Disk(p.Span), Heading: b.HeadingPath(f.index), Text: p.Text, Matches: [][2]int{}}
	for _, k := range f.marks {
		hit.Matches, hit.By = append(hit.Matches, [2]int{k.Start, k.End}), append(hit.By, k.By)
	}
	return hit
}

// vary notes the variants in texts that are not of the body.
func (h *Hit) vary(m *query.Matcher, texts ...string) {
	for _, t := range texts {
		h.variants(t, m.Marks(t))
	}
}

// variants notes those that are marked in a text, each once.
func (h *Hit) variants(text string, marks []query.Mark) {
	for _, k := range marks {
		if !k.By.Variant() {
			continue
		}
		v := Variant{Word: k.Word, Text: folded(text[k.Start:k.End]), By: k.By}
		if !slices.Contains(h.Variants, v) {
			h.Variants = append(h.Variants, v)
		}
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

// folded is a marked place of a text, each word folded.
func folded(text string) string {
	var words []string
	for _, t := range terms.Split(text) {
		if !t.Joined {
			words = append(words, t.Text)
		}
	}
	return strings.Join(words, " ")
}
