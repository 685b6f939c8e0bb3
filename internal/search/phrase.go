package search

import (
	"slices"

	"broadsheet/internal/terms"

	"github.com/RoaringBitmap/roaring/v2"
)

// A phraseWord is one word of a phrase: the ways it may be written, and where
// it begins and ends in the phrase. A word that is written in one or in
// several (ceasefire, cease-fire) is there in both ways.
type phraseWord struct {
	texts    []string
	from, to int
}

// An occurrence is where a word stands in a field.
type occurrence struct{ from, to int }

// phrase calls visit with each brief that has the words one after another in
// the field, and how often.
func (c *cursor) phrase(f int, words []phraseWord, visit func(ord int32, n int)) error {
	for s := range c.g.segs {
		docs, err := c.together(s, f, words)
		if err != nil {
			return err
		}
		if docs == nil || docs.IsEmpty() {
			continue
		}
		list := docs.ToArray()
		places := make([][][]occurrence, len(words))
		for i, w := range words {
			places[i] = make([][]occurrence, len(list))
			for _, text := range w.texts {
				if err = c.occurrences(s, f, text, list, places[i]); err != nil {
					return err
				}
			}
		}
		for d, doc := range list {
			n := follow(words, func(i int) []occurrence { return places[i][d] })
			if n > 0 {
				visit(c.g.segs[s].ord[doc], n)
			}
		}
	}
	return nil
}

// together finds the documents of a segment that have, for every position of
// the phrase, one of the words that cover it.
func (c *cursor) together(s, f int, words []phraseWord) (*roaring.Bitmap, error) {
	end := 0
	for _, w := range words {
		end = max(end, w.to)
	}
	var all *roaring.Bitmap
	for at := range end {
		any := roaring.New()
		for _, w := range words {
			if at < w.from || at >= w.to {
				continue
			}
			for _, text := range w.texts {
				if _, err := c.collect(s, f, text, any); err != nil {
					return nil, err
				}
			}
		}
		if all == nil {
			all = any
		} else {
			all.And(any)
		}
		if all.IsEmpty() {
			return all, nil
		}
	}
	if d := c.g.segs[s].deleted; all != nil && d != nil {
		all.AndNot(d)
	}
	return all, nil
}

// occurrences adds to out where a word stands in each of the documents, which
// are ascending.
func (c *cursor) occurrences(s, f int, word string, docs []uint32, out [][]occurrence) error {
	pl, err := c.postings(s, f, []byte(word))
	if err != nil || pl == nil {
		return err
	}
	it := pl.Iterator(true, false, true, nil)
	p, err := it.Next()
	for d := 0; d < len(docs) && p != nil && err == nil; {
		switch n := uint32(p.Number()); {
		case n < docs[d]:
			p, err = it.Advance(uint64(docs[d]))
		case n > docs[d]:
			d++
		default:
			for _, loc := range p.Locations() {
				at := 0
				for _, v := range loc.ArrayPositions() {
					delta, span := unpackPosition(v)
					at += delta
					out[d] = append(out[d], occurrence{at, at + span})
				}
			}
			d++
			p, err = it.Next()
		}
	}
	return err
}

// follow counts the places where the words follow one another. It walks the
// phrase from left to right and keeps, for each position in it, the positions
// in the text that it may have come to.
func follow(words []phraseWord, places func(i int) []occurrence) int {
	end := 0
	for _, w := range words {
		end = max(end, w.to)
	}
	reached := make([]map[int]bool, end+1)
	for i := range reached {
		reached[i] = map[int]bool{}
	}
	order := make([]int, len(words))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return words[a].from - words[b].from })
	for _, i := range order {
		w := words[i]
		for _, o := range places(i) {
			if w.from == 0 || reached[w.from][o.from] {
				reached[w.to][o.to] = true
			}
		}
	}
	return len(reached[end])
}

// phraseOf lays out the words of a phrase; forms gives the ways each may be
// written.
func phraseOf(list []terms.Term, forms func(t terms.Term) ([]string, error)) ([]phraseWord, error) {
	out := make([]phraseWord, len(list))
	for i, t := range list {
		texts, err := forms(t)
		if err != nil {
			return nil, err
		}
		from := t.Pos - list[0].Pos
		out[i] = phraseWord{texts: texts, from: from, to: from + max(t.Span, 1)}
	}
	return out, nil
}

// exactly is the way a word is written in a phrase in quotes: as it stands,
// stop word or not.
func exactly(t terms.Term) ([]string, error) { return []string{t.Text, stopMark + t.Text}, nil }
