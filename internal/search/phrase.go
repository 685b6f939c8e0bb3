package search

import (
	"slices"
	"strconv"
	"strings"

	"broadsheet/internal/query"
	"broadsheet/internal/terms"

	"github.com/RoaringBitmap/roaring/v2"
	segment "github.com/blevesearch/scorch_segment_api/v2"
)

// A phraseWord is one word of a phrase: the ways it may be written, and where
// it begins and ends in the phrase. A word that is written in one or in
// several (ceasefire, cease-fire) is there in both ways.
type phraseWord struct {
	forms    []form
	from, to int
}

// An occurrence is where a word stands in a field, and how it stands for the
// word asked for.
type occurrence struct {
	from, to int
	by       query.By
}

// A run is a brief that has words one after another: how often, and how they
// stand for those asked for where they do so best.
type run struct {
	ord, n int32
	by     query.By
}

// maxRunsKept is how many phrases a generation remembers the briefs of.
const maxRunsKept = 64

// runs gives the briefs that have the words one after another in the field,
// and remembers them: other names of a thing are asked for again with every
// key that is typed.
func (c *cursor) runs(f int, words []phraseWord) ([]run, error) {
	key := runKey(f, words)
	g := c.g
	g.mu.Lock()
	found, ok := g.runs[key]
	g.mu.Unlock()
	if ok {
		return found, nil
	}
	err := c.phrase(f, words, func(r run) { found = append(found, r) })
	if err != nil {
		return nil, err
	}
	g.mu.Lock()
	if len(g.runs) >= maxRunsKept {
		clear(g.runs)
	}
	g.runs[key] = found
	g.mu.Unlock()
	return found, nil
}

// runKey is the same for the same words in the same field.
func runKey(f int, words []phraseWord) string {
	var b strings.Builder
	b.WriteString(strconv.Itoa(f))
	for _, w := range words {
		b.WriteString("\n" + strconv.Itoa(w.from) + " " + strconv.Itoa(w.to))
		for _, f := range w.forms {
			b.WriteString("\n" + strconv.Itoa(int(f.by)) + f.text)
		}
	}
	return b.String()
}

// phrase calls visit with each brief that has the words one after another in
// the field.
func (c *cursor) phrase(f int, words []phraseWord, visit func(run)) error {
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
			for _, form := range w.forms {
				if err = c.occurrences(s, f, form, list, places[i]); err != nil {
					return err
				}
			}
		}
		for d, doc := range list {
			n, by := follow(words, func(i int) []occurrence { return places[i][d] })
			if n > 0 {
				visit(run{c.g.segs[s].ord[doc], int32(n), by})
			}
		}
	}
	return nil
}

// together finds the documents of a segment that have, for every position of
// the phrase, one of the words that cover it.
func (c *cursor) together(s, f int, words []phraseWord) (*roaring.Bitmap, error) {
	var all *roaring.Bitmap
	for at := range lengthOf(words) {
		any := roaring.New()
		for _, w := range words {
			if at < w.from || at >= w.to {
				continue
			}
			for _, form := range w.forms {
				if _, err := c.collect(s, f, form.text, any); err != nil {
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

// lengthOf is how many positions a phrase has.
func lengthOf(words []phraseWord) int {
	end := 0
	for _, w := range words {
		end = max(end, w.to)
	}
	return end
}

// occurrences adds to out where a word stands in each of the documents, which
// are ascending.
func (c *cursor) occurrences(s, f int, w form, docs []uint32, out [][]occurrence) error {
	pl, err := c.postings(s, f, []byte(w.text))
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
			at := 0
			for _, v := range c.placesOf(p) {
				delta, span, capital := unpackPosition(v)
				at += delta
				if capital || !w.capital {
					out[d] = append(out[d], occurrence{at, at + span, w.by})
				}
			}
			d++
			p, err = it.Next()
		}
	}
	return err
}

// placesOf gives the packed positions of a word in a brief; they are valid until
// the next call.
func (c *cursor) placesOf(p segment.Posting) []uint64 {
	c.places = unpackPlaces(c.places[:0], p.Frequency())
	for _, loc := range p.Locations() {
		c.places = append(c.places, loc.ArrayPositions()...)
	}
	return c.places
}

// follow counts the places where the words follow one another, and tells how
// they do so best. It walks the phrase from left to right and keeps, for each
// position in it, the positions in the text that it may have come to, each
// with the most trusted way there; a way is as trusted as its least word.
func follow(words []phraseWord, places func(i int) []occurrence) (int, query.By) {
	end := lengthOf(words)
	reached := make([]map[int]query.By, end+1)
	for i := range reached {
		reached[i] = map[int]query.By{}
	}
	order := make([]int, len(words))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return words[a].from - words[b].from })
	for _, i := range order {
		w := words[i]
		for _, o := range places(i) {
			by := o.by
			if w.from > 0 {
				before, ok := reached[w.from][o.from]
				if !ok {
					continue
				}
				by = max(by, before)
			}
			if known, ok := reached[w.to][o.to]; !ok || by < known {
				reached[w.to][o.to] = by
			}
		}
	}
	best := query.Sound
	for _, by := range reached[end] {
		best = min(best, by)
	}
	return len(reached[end]), best
}

// phraseOf lays out the words of a phrase; forms gives the ways each may be
// written.
func phraseOf(list []terms.Term, forms func(t terms.Term) ([]form, error)) ([]phraseWord, error) {
	out := make([]phraseWord, len(list))
	for i, t := range list {
		ways, err := forms(t)
		if err != nil {
			return nil, err
		}
		from := t.Pos - list[0].Pos
		out[i] = phraseWord{forms: ways, from: from, to: from + max(t.Span, 1)}
	}
	return out, nil
}

// exactly is the way a word is written in a phrase in quotes: as it stands,
// stop word or not.
func exactly(t terms.Term) ([]form, error) {
	return []form{{text: t.Text}, {text: stopMark + t.Text}}, nil
}

// asNamed is the way a word is written in another name of a thing: a stop word
// only as one (US is not us).
func asNamed(t terms.Term) ([]form, error) {
	text := t.Text
	if t.Stop {
		text = stopMark + text
	}
	return []form{{text: text}}, nil
}
