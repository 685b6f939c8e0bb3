// Package compare says what two briefs have in common: for each passage of one
// the passage of the other that speaks of the same thing, and, of two versions
// of one text, what was changed.
//
// The contract of Briefs: it compares passages of running text (paragraphs,
// list items, quotations) and tables that have at least three words of content;
// code and page furniture are neither paired nor listed. Every compared passage
// is in at least one pair, or may be the counterpart of another, or is in the
// list of those that only its brief has, never in two of these. A passage has at most one counterpart of its own, the best
// there is, but it may be the counterpart of several: where one account tells in
// a paragraph what the other tells in three, those three are joined with it, so
// it stands in three pairs. A table is one passage: it stands in a pair for
// each of its rows that the other account tells in a passage of its own.
// Headings are in no pair: what belongs to them follows from the pairs under
// them (Result.Headings). Briefs(b, a) is Briefs(a, b) with the sides changed.
// No I/O, no screen.
package compare

import (
	"bytes"
	"cmp"
	"context"
	"slices"

	"broadsheet/internal/brief"
	"broadsheet/internal/query"
)

// A Side is a passage of one of the two briefs.
type Side struct {
	Passage int        // index in Brief.Passages
	Span    brief.Span // the passage's bytes of Raw
	Text    string     // the passage's text
}

// A Pair is two passages that speak of the same thing.
type Pair struct {
	A, B   Side
	Score  float64  // how sure it is that they do: over 0, to 1 for the same words
	Shared []string // the words that speak most for the pair, the strongest first, folded (package terms); at most 6
	Marks  []Mark   // the names and figures that both speak of, and figures that differ, by kind and word
}

// Best gives for every passage of both briefs, by its index in
// Brief.Passages, the index in r.Pairs of the best pair it stands in, -1 where
// it stands in none. lengths are the numbers of passages of the two.
func (r Result) Best(lengths [2]int) (best [2][]int) {
	for s, n := range lengths {
		best[s] = slices.Repeat([]int{-1}, n)
	}
	for i, p := range r.Pairs {
		for s, at := range [2]int{p.A.Passage, p.B.Passage} {
			if b := best[s][at]; b < 0 || r.Pairs[b].Score < p.Score {
				best[s][at] = i
			}
		}
	}
	return best
}

// A Result is all that two briefs have in common, and what they have not. All
// lists are in the order of the briefs, Pairs and Perhaps in that of A. A passage
// may stand in several pairs: Best tells which is its own.
type Result struct {
	Pairs        []Pair
	Perhaps      []Pair // passages in no pair, with what may be their counterpart but is too unlike to be sure; without marks
	OnlyA, OnlyB []Side
	Headings     [][2]int // headings, of A and of B, indices in Brief.Passages, of sections that speak of the same thing; each at most once
}

// Briefs compares two briefs. synonyms are the user's, beside those that the
// program knows; they may be nil. Time is about linear in the number of pairs
// of passages that share a word that is not in most passages. The error is
// ctx's, and the result then empty.
func Briefs(ctx context.Context, a, b *brief.Brief, synonyms *query.Synonyms) (Result, error) {
	if bytes.Compare(a.Raw, b.Raw) > 0 { // so that it is the same both ways
		r, err := Briefs(ctx, b, a, synonyms)
		return r.swapped(), err
	}
	c, err := read(ctx, a, b, synonyms)
	if err != nil {
		return Result{}, err
	}
	matches, err := c.matches(ctx)
	if err != nil {
		return Result{}, err
	}
	pairs, perhaps := c.join(matches)
	return c.result(ctx, pairs, perhaps)
}

// swapped is a result with the sides changed.
func (r Result) swapped() Result {
	r.OnlyA, r.OnlyB = r.OnlyB, r.OnlyA
	for _, list := range [][]Pair{r.Pairs, r.Perhaps} {
		for i, p := range list {
			list[i].A, list[i].B = p.B, p.A
			for k, m := range p.Marks {
				p.Marks[k].A, p.Marks[k].B = m.B, m.A
			}
		}
	}
	for i, h := range r.Headings {
		r.Headings[i] = [2]int{h[1], h[0]}
	}
	r.sort()
	return r
}

// sort brings the pairs into the order of A.
func (r *Result) sort() {
	for _, list := range [][]Pair{r.Pairs, r.Perhaps} {
		slices.SortFunc(list, func(x, y Pair) int {
			return cmp.Or(cmp.Compare(x.A.Passage, y.A.Passage), cmp.Compare(x.B.Passage, y.B.Passage))
		})
	}
	slices.SortFunc(r.Headings, func(x, y [2]int) int { return cmp.Compare(x[0], y[0]) })
}

// result makes a Result of the matches that are pairs, and of those that may be.
func (c *comparison) result(ctx context.Context, pairs, perhaps []match) (Result, error) {
	var r Result
	var taken [2][]bool
	for s := range taken {
		taken[s] = make([]bool, len(c.vectors[s]))
	}
	for i, m := range pairs {
		if i%64 == 0 && ctx.Err() != nil {
			return Result{}, ctx.Err()
		}
		taken[0][m.a], taken[1][m.b] = true, true
		p := c.pair(m)
		p.Marks = c.marks(&c.vectors[0][m.a], &c.vectors[1][m.b])
		r.Pairs = append(r.Pairs, p)
	}
	for _, m := range perhaps {
		taken[0][m.a], taken[1][m.b] = true, true
		r.Perhaps = append(r.Perhaps, c.pair(m))
	}
	r.Headings = headings(c.briefs, r.Pairs)
	var alone [2][]int
	alone[0], alone[1] = c.fewAlike(&r)
	r.sort()
	for s, only := range [2]*[]Side{&r.OnlyA, &r.OnlyB} {
		for i, t := range taken[s] {
			if !t {
				alone[s] = append(alone[s], c.vectors[s][i].passage)
			}
		}
		slices.Sort(alone[s])
		for _, i := range alone[s] {
			*only = append(*only, side(c.briefs[s], i))
		}
	}
	return r, nil
}

// fewAlike pairs the passages of too few words to be weighed ("No deal.") with those
// that say the same to the letter, in their order, and gives those that are left.
func (c *comparison) fewAlike(r *Result) (a, b []int) {
	same := map[string][]int{} // passages of B
	for _, j := range c.few[1] {
		text := c.briefs[1].Passages[j].Text
		same[text] = append(same[text], j)
	}
	for _, i := range c.few[0] {
		text := c.briefs[0].Passages[i].Text
		if len(same[text]) == 0 {
			a = append(a, i)
			continue
		}
		r.Pairs = append(r.Pairs, Pair{A: side(c.briefs[0], i), B: side(c.briefs[1], same[text][0]), Score: 1})
		same[text] = same[text][1:]
	}
	for _, left := range same {
		b = append(b, left...)
	}
	return a, b
}

// pair makes a Pair of a match, without marks.
func (c *comparison) pair(m match) Pair {
	return Pair{
		A: side(c.briefs[0], c.vectors[0][m.a].passage), B: side(c.briefs[1], c.vectors[1][m.b].passage),
		Score: min(1, m.score), Shared: m.shared,
	}
}

func side(b *brief.Brief, i int) Side {
	p := &b.Passages[i]
	return Side{Passage: i, Span: p.Span, Text: p.Text}
}
