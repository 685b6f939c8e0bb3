package search

import (
	"cmp"
	"context"
	"slices"

	"broadsheet/internal/query"
)

// A Why tells how a brief comes to its place in an answer.
type Why struct {
	Has      Has       // what decides before the score
	Words    []WordWhy // in the order of the query; a word that the brief lacks is not there
	Nearness float64   // what it adds that the query's words stand close together
	Feedback float64   // what the words add that the best briefs have, see Options.Finished
	Like     []string  // the stems of those words that add most, at most five, the first most
	Score    float64   // the sum
}

// Has tells how much a brief has of the words of a query. Briefs that have
// more come first, whatever their score.
type Has uint8

// How much a brief has.
const (
	HasAll      Has = iota // every word, in any form
	HasVariants            // every word, some in another spelling or by another name
	HasSounds              // every word, some by sound alone
	HasSome                // not every word
)

// String says it in a few words.
func (h Has) String() string {
	switch h {
	case HasAll:
		return "every word of the query"
	case HasVariants:
		return "every word, some in another spelling or by another name"
	case HasSounds:
		return "every word, some only by sound"
	}
	return "some of the words"
}

// A WordWhy tells what one word of a query adds to the score of a brief.
type WordWhy struct {
	Word   string  // as typed
	Briefs int     // of the library that have it
	Found  []Found // where the brief has it
	Adds   float64
}

// A Found tells how often a brief has a written word in a field.
type Found struct {
	Text  string // folded, or the name or phrase; "" for words that begin with what was typed and are too many to count
	Field string // title, heading, body, tags, source or author; "" with Text
	Times int
	By    query.By
}

// mostLike is how many words of the best briefs a Why names.
const mostLike = 5

// Explain tells how a brief comes to its place in the answer to a query; ok is
// false where it is not among what the query finds. o is what the search was
// asked with.
func (x *Index) Explain(ctx context.Context, q query.Query, path string, o Options) (why Why, ok bool, err error) {
	g, err := x.hold(ctx)
	if err != nil || g == nil {
		return why, false, err
	}
	defer g.release()
	ord, known := g.cat.find(path)
	if !known || q.Empty() {
		return why, false, nil
	}
	err = guarded(func() error {
		list, err := x.explain(ctx, g, q, o, []ranked{{ord: int32(ord), tier: numTiers}})
		if err == nil && list[0] != nil {
			why, ok = *list[0], true
		}
		return err
	})
	return why, ok, err
}

// explain ranks once more, and notes how the scores of some briefs come about:
// nil for one that does not match.
func (x *Index) explain(ctx context.Context, g *generation, q query.Query, o Options, list []ranked) ([]*Why, error) {
	e := newEvaluator(ctx, x, g, o.Is)
	defer e.done()
	e.watch = newWatch(list)
	found, err := e.matching(q)
	if err == nil {
		err = e.refine(found, o)
	}
	if err != nil {
		return nil, err
	}
	tiers := make(map[int32]tier, len(found))
	for _, r := range found {
		tiers[r.ord] = r.tier
	}
	whys := make([]*Why, len(list))
	for i, r := range list {
		if t, ok := tiers[r.ord]; ok {
			whys[i] = e.watch.of[r.ord].done(t, e.score[r.ord])
		}
	}
	return whys, nil
}

// A watch notes how the scores of some briefs come about.
type watch struct {
	of    map[int32]*watched
	again bool // the words in hand are those of feedback
}

// A watched is one of those briefs.
type watched struct {
	why  Why
	at   []Found // of the word in hand
	like []WordWhy
}

func newWatch(list []ranked) *watch {
	w := &watch{of: make(map[int32]*watched, len(list))}
	for _, r := range list {
		w.of[r.ord] = &watched{}
	}
	return w
}

// found notes places of the word in hand.
func (w *watch) found(ord int32, f Found) {
	if b := w.of[ord]; b != nil {
		b.at = append(b.at, f)
	}
}

// settled notes what the word in hand adds.
func (w *watch) settled(ord int32, word string, briefs int, adds float32) {
	b := w.of[ord]
	if b == nil {
		return
	}
	why := WordWhy{Word: word, Briefs: briefs, Found: b.at, Adds: float64(adds)}
	if w.again {
		b.like = append(b.like, why)
	} else {
		b.why.Words = append(b.why.Words, why)
	}
	b.at = nil
}

// unscored forgets the word in hand, which is one that the brief must not have
// or that only narrows.
func (w *watch) unscored(ord int32) {
	if b := w.of[ord]; b != nil {
		b.at = nil
	}
}

// near notes what nearness adds.
func (w *watch) near(ord int32, adds float32) {
	if b := w.of[ord]; b != nil {
		b.why.Nearness = float64(adds)
	}
}

// done gives the whole explanation.
func (b *watched) done(t tier, score float32) *Why {
	b.why.Has, b.why.Score = Has(t), float64(score)
	slices.SortStableFunc(b.like, func(x, y WordWhy) int { return cmp.Compare(y.Adds, x.Adds) })
	for i, w := range b.like {
		b.why.Feedback += w.Adds
		if i < mostLike && w.Adds > 0 {
			b.why.Like = append(b.why.Like, w.Word)
		}
	}
	return &b.why
}
