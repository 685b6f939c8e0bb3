package search

import (
	"slices"
	"unicode/utf8"

	"broadsheet/internal/terms"

	"github.com/RoaringBitmap/roaring/v2"
	"github.com/blevesearch/vellum"
	"github.com/blevesearch/vellum/levenshtein"
)

// Which written words of the dictionary a query word stands for.

// maxFormsKept bounds how many words a generation remembers the forms of.
const maxFormsKept = 4096

// scoredPrefix is up to how many different words a beginning is ranked by how
// often they occur. Beyond that all briefs that have any of them rank alike:
// a short beginning has thousands of words, and means nothing much yet.
const scoredPrefix = 64

// maxFuzzy is the most near spellings that one word stands for.
const maxFuzzy = 64

// A form is a written word that counts for a query word.
type form struct {
	text   string
	weight float32 // 1 for the word itself
}

// forms are the written words with the same stem as a folded word, the word
// itself included, sorted.
func (c *cursor) forms(word string) ([]string, error) {
	stem := terms.Stem(word)
	g := c.g
	g.mu.Lock()
	found, ok := g.forms[stem]
	g.mu.Unlock()
	if !ok {
		set := map[string]bool{}
		// A stem differs from its words in its last letter at most (happy,
		// happi), so they all begin with the letters before that.
		begin := stem[:max(len(stem)-1, min(len(stem), 1))]
		for f := range numFields {
			err := c.words(f, begin, nil, func(_ int, w string) bool {
				if !set[w] && terms.Stem(w) == stem {
					set[w] = true
				}
				return true
			})
			if err != nil {
				return nil, err
			}
		}
		found = sorted(set)
		g.mu.Lock()
		if len(g.forms) < maxFormsKept {
			g.forms[stem] = found
		}
		g.mu.Unlock()
	}
	return found, nil
}

// near are the written words that are near spellings of a folded word: the
// automaton offers those within the edit distance, accept has the last say.
func (c *cursor) near(word string, accept func(string) bool) ([]string, error) {
	distance := uint8(1)
	if len([]rune(word)) > 5 {
		distance = 2
	}
	b, err := levenshtein.NewLevenshteinAutomatonBuilder(distance, true)
	if err != nil {
		return nil, err
	}
	dfa, err := b.BuildDfa(word, distance)
	if err != nil {
		return nil, err
	}
	set := map[string]bool{}
	first, _ := utf8.DecodeRuneInString(word)
	for f := range numFields {
		err := c.words(f, string(first), vellum.Automaton(dfa), func(_ int, w string) bool {
			if !set[w] && accept(w) {
				set[w] = true
			}
			return true
		})
		if err != nil {
			return nil, err
		}
	}
	list := sorted(set)
	return list[:min(len(list), maxFuzzy)], nil
}

func sorted(set map[string]bool) []string {
	list := make([]string, 0, len(set))
	for w := range set {
		list = append(list, w)
	}
	slices.Sort(list)
	return list
}

// A beginning is what a prefix finds: the words themselves where they are
// few, and in any case the documents, by segment.
type beginning struct {
	words []string // sorted; nil where there are more than scoredPrefix
	docs  []*roaring.Bitmap
}

// begins finds all words of the fields that begin with prefix.
func (c *cursor) begins(fields []int, prefix string) (beginning, error) {
	out := beginning{docs: make([]*roaring.Bitmap, len(c.g.segs))}
	for s := range out.docs {
		out.docs[s] = roaring.New()
	}
	set := map[string]bool{}
	if len(fields) == len(textFields) && utf8.RuneCountInString(prefix) <= beginRunes {
		fields = nil
		for s := range out.docs {
			if _, err := c.collect(s, inBegin, prefix, out.docs[s]); err != nil {
				return out, err
			}
		}
	}
	for _, f := range fields {
		var failed error
		err := c.words(f, prefix, nil, func(s int, w string) bool {
			var n uint64
			n, failed = c.collect(s, f, w, out.docs[s])
			if n > 0 && len(set) <= scoredPrefix {
				set[w] = true
			}
			return failed == nil
		})
		if err == nil {
			err = failed
		}
		if err != nil {
			return out, err
		}
	}
	for s, v := range c.g.segs {
		if v.deleted != nil {
			out.docs[s].AndNot(v.deleted)
		}
	}
	if fields != nil && len(set) <= scoredPrefix {
		out.words = sorted(set)
	}
	return out, nil
}

// collect adds the documents of a word to a bitmap, and gives their number.
func (c *cursor) collect(s, f int, word string, into *roaring.Bitmap) (uint64, error) {
	pl, err := c.postings(s, f, []byte(word))
	if err != nil || pl == nil {
		return 0, err
	}
	if q, ok := pl.(interface{ OrInto(*roaring.Bitmap) }); ok {
		q.OrInto(into)
		return pl.Count(), nil
	}
	it := pl.Iterator(false, false, false, nil)
	for {
		p, err := it.Next()
		if p == nil || err != nil {
			return pl.Count(), err
		}
		into.Add(uint32(p.Number()))
	}
}
