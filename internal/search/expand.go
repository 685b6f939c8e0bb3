package search

import (
	"cmp"
	"slices"
	"unicode/utf8"

	"broadsheet/internal/query"
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
	text    string
	by      query.By
	capital bool     // it counts only where it has a capital,
	fields  fieldSet // in the fields that have it so
}

// A fieldSet is a set of fields.
type fieldSet uint8

func (s fieldSet) has(f int) bool { return s&(1<<f) != 0 }

// stands gives the written words that stand for a sense, the word itself
// first, then the most trusted first, then by the alphabet. Beginnings and
// near spellings are not among them.
func (c *cursor) stands(s *query.Sense) ([]form, error) {
	g, key := c.g, s.Key()
	g.mu.Lock()
	found, ok := g.forms[key]
	g.mu.Unlock()
	if ok {
		return found, nil
	}
	x := expander{c: c, sense: s, by: map[string]form{s.Word: {text: s.Word}}}
	if err := x.expand(); err != nil {
		return nil, err
	}
	for _, f := range x.by {
		found = append(found, f)
	}
	slices.SortFunc(found, func(a, b form) int { return cmp.Or(cmp.Compare(a.by, b.by), cmp.Compare(a.text, b.text)) })
	g.mu.Lock()
	if len(g.forms) >= maxFormsKept {
		clear(g.forms)
	}
	g.forms[key] = found
	g.mu.Unlock()
	return found, nil
}

// An expander collects the words that stand for one sense.
type expander struct {
	c     *cursor
	sense *query.Sense
	by    map[string]form
}

// accept notes a word of the dictionary if it stands for the sense.
func (x *expander) accept(word string) {
	if _, ok := x.by[word]; ok || word == "" {
		return
	}
	if by, ok := x.sense.Of(word, false); ok {
		x.by[word] = form{text: word, by: by}
	}
}

func (x *expander) expand() error {
	s := x.sense
	for _, w := range s.Linking() {
		x.accept(w)
	}
	if len(s.Word) == 1 {
		return nil // no word has forms of one letter
	}
	begins := terms.Begins(s.Stem)
	if s.Lone {
		begins = pairStarts
	}
	if s.Spelled != s.Stem {
		begins = append(begins, terms.Begins(s.Spelled)...)
	}
	keys := []string{bySpelling + s.Spelled + keyEnd}
	for i, lang := range s.Langs {
		if s.Begins[i] == "" {
			x.accept(s.Stems[i])
			keys = append(keys, byStem+lang+s.Stems[i]+keyEnd)
		} else {
			begins = append(begins, s.Begins[i])
		}
	}
	for _, b := range begins {
		for f := range numFields {
			err := x.c.words(f, b, nil, func(_ int, w string) bool { x.accept(w); return true })
			if err != nil {
				return err
			}
		}
	}
	for _, k := range keys {
		if err := x.c.lookup(k, func(word string, _ uint64) { x.accept(word) }); err != nil {
			return err
		}
	}
	return x.sound()
}

// sound adds the words that sound alike.
func (x *expander) sound() error {
	if x.sense.SoundKey == "" {
		return nil
	}
	return x.c.lookup(bySound+x.sense.SoundKey+keyEnd, func(word string, fields uint64) {
		f, ok := x.by[word]
		if !ok {
			by, ok := x.sense.Of(word, true)
			if !ok || by != query.Sound {
				return
			}
			f = form{text: word, by: by, capital: true}
		}
		f.fields |= fieldSet(fields)
		x.by[word] = f
	})
}

// pairStarts are the first bytes of the characters that stand in pairs.
var pairStarts = []string{"\xe3", "\xe4", "\xe5", "\xe6", "\xe7", "\xe8", "\xe9", "\xef", "\xf0"}

// A pair is a word in two parts, the second of which may be written in several
// ways.
type pair struct {
	left   string
	rights []string
}

// inTwo gives the ways to write a word in two parts of which a segment has
// both in one of the fields.
func (c *cursor) inTwo(s *query.Sense, fields []int) ([]pair, error) {
	var out []pair
	for n := range len(s.Word) {
		p := pair{s.Word[:n], s.Right(n)}
		if p.rights == nil {
			continue
		}
		ok, err := c.hasPair(p, fields)
		if err != nil {
			return nil, err
		}
		if ok {
			out = append(out, p)
		}
	}
	return out, nil
}

// hasPair tells whether a segment has both parts of a pair in one of the
// fields.
func (c *cursor) hasPair(p pair, fields []int) (bool, error) {
	for s := range c.g.segs {
		for _, f := range fields {
			d, err := c.dict(s, f)
			if err != nil {
				return false, err
			}
			left, err := d.Contains([]byte(p.left))
			if err != nil {
				return false, err
			}
			for _, r := range p.rights {
				if !left {
					break
				}
				if ok, err := d.Contains([]byte(r)); ok || err != nil {
					return ok, err
				}
			}
		}
	}
	return false, nil
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
			if err := c.begin(s, prefix, out.docs[s]); err != nil {
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

// languages gives the languages of the library's briefs, ISO 639-1 codes,
// sorted: as the briefs say themselves, or as their text looks. nil where
// there is no index yet: nobody knows.
func (c *cursor) languages() ([]string, error) {
	set := map[string]bool{}
	err := c.words(inLanguage, "", nil, func(_ int, lang string) bool {
		set[lang] = true
		return true
	})
	if len(set) == 0 {
		return nil, err
	}
	return sorted(set), err
}
