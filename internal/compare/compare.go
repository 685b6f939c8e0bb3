// Package compare finds, for each passage of one brief, the passage of another
// that speaks of the same thing.
//
// The contract: it compares passages of running text (paragraphs, list items,
// quotations) that have at least five words of content; headings, tables, code
// and page furniture are neither paired nor listed. Every compared passage is
// in exactly one place: in one pair, or in the list of those that only its
// brief has. So the pairing is one to one: where two passages of A both speak
// of one long passage of B, the better one is paired and the other is listed.
// Briefs(b, a) is Briefs(a, b) with the sides changed. No I/O, no screen.
package compare

import (
	"cmp"
	"context"
	"math"
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
	Score  float64  // how much they have in common: over 0, to 1 for the same words
	Shared []string // the words that speak most for the pair, the strongest first, folded (package terms); at most 6
	Marks  []Mark   // the names and figures that both speak of, and figures that differ, by kind and word
}

// A Result is all that two briefs have in common, and what they have not. All
// three lists are in the order of the briefs, Pairs in that of A.
type Result struct {
	Pairs        []Pair
	OnlyA, OnlyB []Side
}

// How passages are paired.
//
// Each passage is a vector of weighted terms, and two passages are as like as
// the cosine of the angle between their vectors: Salton's vector space model
// (Salton, Wong, Yang, "A vector space model for automatic indexing", CACM 18,
// 1975). A term weighs
//
//	(1 + ln occurrences) × ln((N+1) / passages that have it) × kind
//
// counted over the N passages of both briefs, so that what both are about all
// along (the two countries) hardly counts, and what only a few passages speak
// of counts most. kind lifts what tells events apart: names, numbers and words
// inside quotation marks; it lowers the words that only say how a thing is told
// (weak.go). Neighbouring words count as a term of their own, too
// ("foreign minister" is more than "foreign" and "minister").
//
// A short passage and a long one that says the same and more are far apart by
// the cosine. So the longer vector's length counts only in part, as in pivoted
// length normalization (Singhal, Buckley, Mitra, SIGIR 1996): the product of
// the lengths is taken with each moved a part of the way to the mean.
//
// Pairs are then taken greedily, the best first, among passages that are still
// free. That is the stable marriage of Gale and Shapley (1962) for a symmetric
// liking: no two passages would both rather have each other than what they
// got. A pair needs a least score, and it needs evidence: a single shared
// word or a single name, however rare, is none. Reports tell things in another
// order, so order is only a hint that decides between nearly equal scores.
const (
	leastWords = 5    // of content
	leastScore = 0.1  // chosen by reading the pairs of real accounts: below it most share no more than the subject
	leastTerms = 3    // shared
	orderHint  = 0.02 // for standing at the same part of the brief
	pivot      = 0.3  // how far each length is moved to the mean
	leastPart  = 0.2  // of the strongest shared word's weight, for another to be evidence
	keepBest   = 16   // partners looked at for each passage
	mostShared = 6
)

// Briefs compares two briefs. synonyms are the user's, beside those that the
// program knows; they may be nil. Time is about linear in the number of pairs of
// passages that share a word that is not in most passages. The error is ctx's,
// and the result then empty.
func Briefs(ctx context.Context, a, b *brief.Brief, synonyms *query.Synonyms) (Result, error) {
	w, va, vb, err := vectors(ctx, a, b)
	if err != nil {
		return Result{}, err
	}
	matches, err := candidates(ctx, va, vb)
	if err != nil {
		return Result{}, err
	}
	partner := marry(matches, len(va), func(m match) bool { return evident(&va[m.a], &vb[m.b]) })
	var r Result
	taken := make([]bool, len(vb))
	for i, p := range partner {
		if p.b < 0 {
			r.OnlyA = append(r.OnlyA, side(a, va[i].passage))
			continue
		}
		taken[p.b] = true
		r.Pairs = append(r.Pairs, Pair{
			A: side(a, va[i].passage), B: side(b, vb[p.b].passage),
			Score: p.score, Shared: shared(&va[i], &vb[p.b]),
			Marks: w.marks(&a.Passages[va[i].passage], &b.Passages[vb[p.b].passage]),
		})
	}
	for j := range vb {
		if !taken[j] {
			r.OnlyB = append(r.OnlyB, side(b, vb[j].passage))
		}
	}
	return r, nil
}

func side(b *brief.Brief, i int) Side {
	p := &b.Passages[i]
	return Side{Passage: i, Span: p.Span, Text: p.Text}
}

// A match is a passage of A and one of B that may be a pair.
type match struct {
	a, b  int
	score float64
	rank  float64 // score with the hint of order
	apart float64 // of their places, as parts of the briefs: 0 to 1
}

// better orders matches, the best first, and does not change when A and B
// change places.
func better(x, y match) int {
	return cmp.Or(
		cmp.Compare(y.rank, x.rank),
		cmp.Compare(x.apart, y.apart),
		cmp.Compare(x.a+x.b, y.a+y.b),
		cmp.Compare(max(x.a, x.b), max(y.a, y.b)),
		cmp.Compare(x.a, y.a),
	)
}

// candidates scores all pairs that share a term by walking an inverted index
// of B, and keeps the best few of each passage of A and of each of B.
func candidates(ctx context.Context, va, vb []vector) ([]match, error) {
	index := map[key][]posting{}
	for j := range vb {
		for _, t := range vb[j].terms {
			index[t.id] = append(index[t.id], posting{j, t.weight})
		}
	}
	mean := meanLength(va, vb)
	dot, common := make([]float64, len(vb)), make([]int, len(vb))
	var kept []match
	forB := make([][]match, len(vb))
	for i := range va {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		var touched []int
		for _, t := range va[i].terms {
			for _, p := range index[t.id] {
				if common[p.passage] == 0 {
					touched = append(touched, p.passage)
				}
				dot[p.passage] += t.weight * p.weight
				common[p.passage]++
			}
		}
		var forA []match
		for _, j := range touched {
			m := match{a: i, b: j, apart: math.Abs(va[i].place - vb[j].place)}
			m.score = min(1, dot[j]/(pivoted(va[i].length, mean)*pivoted(vb[j].length, mean)))
			if same := va[i].length == vb[j].length && dot[j] >= va[i].length*va[i].length*(1-1e-9); same {
				m.score = 1
			}
			if m.score >= leastScore && common[j] >= leastTerms {
				m.rank = m.score + orderHint*(1-m.apart)
				forA = append(forA, m)
				forB[j] = trim(append(forB[j], m), 4*keepBest)
			}
			dot[j], common[j] = 0, 0
		}
		kept = append(kept, trim(forA, keepBest)...)
	}
	for _, best := range forB {
		slices.SortFunc(best, better)
		kept = append(kept, best[:min(len(best), keepBest)]...)
	}
	slices.SortFunc(kept, better)
	return slices.Compact(kept), nil
}

// A posting is a passage that has a term, and the term's weight there.
type posting struct {
	passage int
	weight  float64
}

// trim cuts a list that has grown over most to the best keepBest.
func trim(list []match, most int) []match {
	if len(list) <= most {
		return list
	}
	slices.SortFunc(list, better)
	return list[:keepBest]
}

// pivoted moves a length a part of the way to the mean.
func pivoted(length, mean float64) float64 { return (1-pivot)*length + pivot*mean }

func meanLength(va, vb []vector) float64 {
	lengths := make([]float64, 0, len(va)+len(vb))
	for _, v := range [][]vector{va, vb} {
		for i := range v {
			lengths = append(lengths, v[i].length)
		}
	}
	slices.Sort(lengths) // so that the sum is the same whichever brief is A
	sum := 0.0
	for _, l := range lengths {
		sum += l
	}
	return sum / max(float64(len(lengths)), 1)
}

// marry takes the best matches first, of those that fit, and gives each of the
// n passages of A its partner; b is -1 where there is none.
func marry(matches []match, n int, fit func(match) bool) []match {
	partner := make([]match, n)
	for i := range partner {
		partner[i].b = -1
	}
	taken := map[int]bool{}
	for _, m := range matches {
		if partner[m.a].b < 0 && !taken[m.b] && fit(m) {
			partner[m.a], taken[m.b] = m, true
		}
	}
	return partner
}

// A part is a word that two passages share.
type part struct {
	word   string
	weight float64 // what it adds to the score, before the lengths
	a, b   int     // its word position in the two passages
}

// parts are the words that two passages share, those that add most first.
func parts(a, b *vector) []part {
	var list []part
	for i, j := 0, 0; i < len(a.terms) && j < len(b.terms); {
		s, t := a.terms[i], b.terms[j]
		switch {
		case s.id < t.id:
			i++
		case s.id > t.id:
			j++
		default:
			if s.word != "" && t.word != "" {
				list = append(list, part{min(s.word, t.word), s.weight * t.weight, s.pos, t.pos})
			}
			i, j = i+1, j+1
		}
	}
	slices.SortFunc(list, func(x, y part) int {
		return cmp.Or(cmp.Compare(y.weight, x.weight), cmp.Compare(x.word, y.word))
	})
	return list
}

// evident tells whether two passages share more than one thing. Words that
// stand next to each other in both, such as a person's names, are one thing,
// and words that add next to nothing are none.
func evident(a, b *vector) bool {
	list := parts(a, b)
	for i, p := range list {
		if p.weight < leastPart*list[0].weight {
			break
		}
		next := func(q part) bool { return beside(p.a, q.a) && beside(p.b, q.b) }
		if i > 0 && !slices.ContainsFunc(list[:i], next) {
			return true
		}
	}
	return false
}

func beside(x, y int) bool { return x-y <= 1 && y-x <= 1 }

// shared gives the words that add most to a pair's score.
func shared(a, b *vector) []string {
	list := parts(a, b)
	words := make([]string, 0, mostShared)
	for _, p := range list[:min(len(list), mostShared)] {
		words = append(words, p.word)
	}
	return words
}
