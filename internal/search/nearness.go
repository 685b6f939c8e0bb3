package search

import (
	"cmp"
	"slices"
)

// Nearness: of two briefs that have the words of the query, that one says more
// in which they stand close together. For every two words of the query that
// stand within nearWindow of one another in the text, one over their distance
// is counted; the counts of each pair are saturated as those of a word are,
// weigh as much as the more frequent of the two words, and are averaged. It is
// the scheme of Rasolofo and Savoy, "Term proximity scoring for keyword-based
// retrieval systems" (ECIR 2003), over all pairs. Only the first briefs are
// looked at: their positions have to be read.
const (
	nearWeight = 0.5
	nearWindow = 8   // positions
	nearWords  = 8   // most words of a query that has nearness; a longer one is prose
	nearBriefs = 100 // briefs that are looked at
)

// A spoken is a word that was scored: the ways it is written, and what it
// weighs.
type spoken struct {
	forms  []form
	rarity float64
}

// speak notes the word in hand for nearness, where it is looked for in the
// whole brief.
func (e *evaluator) speak(fields []int, forms []form) {
	if e.silent || len(fields) != len(textFields) || len(e.spoken) > nearWords {
		return
	}
	for _, o := range e.spoken {
		if o.forms[0].text == forms[0].text {
			return
		}
	}
	e.spoken = append(e.spoken, spoken{forms, e.rarity(len(e.touched))})
}

// A place is where a word of the query begins in a text, by its number.
type place struct{ at, word int }

// nearness adds to the scores of the briefs.
func (e *evaluator) nearness(list []ranked) error {
	if len(e.spoken) < 2 || len(e.spoken) > nearWords {
		return nil
	}
	wanted := make(map[int32]bool, len(list))
	for _, r := range list {
		wanted[r.ord] = true
	}
	for s, v := range e.c.g.segs {
		var docs []uint32
		for n, o := range v.ord {
			if o >= 0 && wanted[o] {
				docs = append(docs, uint32(n))
			}
		}
		places, err := e.places(s, docs)
		if err != nil {
			return err
		}
		for d, doc := range docs {
			ord := v.ord[doc]
			adds := float32(nearWeight * e.closeness(places[d], 1/e.share(inBody, ord, 1)))
			e.score[ord] += adds
			if e.watch != nil {
				e.watch.near(ord, adds)
			}
		}
	}
	return nil
}

// places finds where the words of the query stand in the bodies of documents
// of a segment, in the order of the text.
func (e *evaluator) places(s int, docs []uint32) ([][]place, error) {
	places := make([][]place, len(docs))
	found := make([][]occurrence, len(docs))
	for w, word := range e.spoken {
		for _, f := range word.forms {
			clear(found)
			if len(docs) == 0 {
				continue
			}
			if err := e.c.occurrences(s, inBody, f, docs, found); err != nil {
				return nil, err
			}
			for d := range found {
				for _, o := range found[d] {
					places[d] = append(places[d], place{o.from, w})
				}
			}
		}
	}
	for _, p := range places {
		slices.SortFunc(p, func(a, b place) int { return cmp.Or(cmp.Compare(a.at, b.at), cmp.Compare(a.word, b.word)) })
	}
	return places, nil
}

// closeness weighs how close the words stand in one text; norm is what its
// length counts.
func (e *evaluator) closeness(places []place, norm float32) float64 {
	n := len(e.spoken)
	counts := make([]float64, n*n)
	for i, a := range places {
		for _, b := range places[i+1:] {
			apart := b.at - a.at
			if apart > nearWindow {
				break
			}
			if a.word != b.word && apart > 0 {
				counts[min(a.word, b.word)*n+max(a.word, b.word)] += 1 / float64(apart)
			}
		}
	}
	sum := 0.0
	for i, c := range counts {
		if c > 0 {
			weight := min(e.spoken[i/n].rarity, e.spoken[i%n].rarity)
			sum += weight * c * (saturation + 1) / (c + saturation*float64(norm))
		}
	}
	return sum / float64(n-1)
}
