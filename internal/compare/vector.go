package compare

import (
	"cmp"
	"context"
	"math"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"broadsheet/internal/brief"
	"broadsheet/internal/terms"
)

// How much more the kinds of terms weigh than a plain word.
const (
	nameWeight   = 1.5
	numberWeight = 1.5
	quotedWeight = 1.2
	weakWeight   = 0.3 // of words that say how, not what
	joinedWeight = 1.0 // "ceasefire" where it was written cease-fire
	partWeight   = 0.5 // and its parts
	pairWeight   = 0.5 // of two neighbouring words as one term
)

// A vector is the terms of one passage.
type vector struct {
	passage int     // index in Brief.Passages
	place   float64 // where it stands among the compared passages: 0 to 1
	terms   []term  // ascending by id
	length  float64 // of the vector
}

// A term is a stem with its weight in one passage.
type term struct {
	id     key // of the stems' places in the alphabet
	weight float64
	word   string // as it is written there, folded; "" for a pair of words
	pos    int    // word position of its first occurrence
}

// A key is a stem, or two neighbouring stems, by number: the second of two is
// in the low half, a single stem there alone. 0 is no stem.
type key uint64

func pairOf(x, y key) key { return x<<32 | y }

// A vocabulary numbers the stems of both briefs in the order they are met.
type vocabulary struct {
	numbers map[string]key
	stems   []string       // by number; the first is of number 1
	stemmed map[string]key // by the folded word, which is quicker than stemming it again
	names   []int          // by number: times written as a name less times written small
}

func newVocabulary() *vocabulary {
	return &vocabulary{numbers: map[string]key{}, stems: []string{""}, stemmed: map[string]key{}, names: []int{0}}
}

// number is the number of a folded word's stem.
func (v *vocabulary) number(word string) key {
	if k, ok := v.stemmed[word]; ok {
		return k
	}
	stem := terms.Stem(word)
	k, ok := v.numbers[stem]
	if !ok {
		k = key(len(v.stems))
		v.numbers[stem] = k
		v.stems, v.names = append(v.stems, stem), append(v.names, 0)
	}
	v.stemmed[word] = k
	return k
}

// ranks gives each number's place in the alphabet, which unlike the number
// does not hang on which brief is A.
func (v *vocabulary) ranks() []key {
	order := make([]int, len(v.stems))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(x, y int) int { return strings.Compare(v.stems[x], v.stems[y]) })
	ranks := make([]key, len(order))
	for rank, n := range order {
		ranks[n] = key(rank)
	}
	return ranks
}

// A count is what is known of one stem, or of a pair of them, in one passage.
type count struct {
	times float64
	kind  float64 // the highest weight any of its occurrences has
	word  string
	pos   int
}

// bag counts the stems of one passage.
type bag map[key]count

func (c bag) add(k key, word string, kind float64, pos int) {
	n, ok := c[k]
	if !ok {
		n.word, n.pos = word, pos
	}
	n.times++
	n.kind = max(n.kind, kind)
	if len(word) < len(n.word) || len(word) == len(n.word) && word < n.word {
		n.word = word
	}
	c[k] = n
}

// vectors makes the vectors of both briefs over one list of terms.
func vectors(ctx context.Context, a, b *brief.Brief) (w *weigher, va, vb []vector, err error) {
	words := newVocabulary()
	ba, va, err := bags(ctx, a, words)
	if err != nil {
		return nil, nil, nil, err
	}
	bb, vb, err := bags(ctx, b, words)
	if err != nil {
		return nil, nil, nil, err
	}
	passages := map[key]int{} // that have the stem
	for _, list := range [][]bag{ba, bb} {
		for _, c := range list {
			for k := range c {
				passages[k]++
			}
		}
	}
	w = &weigher{words: words, ranks: words.ranks(), passages: passages, all: float64(len(ba) + len(bb))}
	for i := range va {
		w.fill(&va[i], ba[i])
	}
	for i := range vb {
		w.fill(&vb[i], bb[i])
	}
	return w, va, vb, ctx.Err()
}

// bags counts the stems of the passages that are compared.
func bags(ctx context.Context, b *brief.Brief, words *vocabulary) ([]bag, []vector, error) {
	var list []bag
	var v []vector
	for i := range b.Passages {
		if i%64 == 0 && ctx.Err() != nil {
			return nil, nil, ctx.Err()
		}
		p := &b.Passages[i]
		if p.Aside || p.Kind != brief.Paragraph && p.Kind != brief.ListItem && p.Kind != brief.Quote {
			continue
		}
		if c, n := words.count(p.Text); n >= leastWords {
			list, v = append(list, c), append(v, vector{passage: i})
		}
	}
	for i := range v {
		v[i].place = float64(i) / float64(max(len(v)-1, 1))
	}
	return list, v, nil
}

// count counts a passage's stems, and its words of content. What it learns of
// names stays in the vocabulary.
func (v *vocabulary) count(text string) (c bag, content int) {
	c = bag{}
	split := terms.Split(text)
	covered := map[int]bool{} // positions that a joined word stands for, too
	for _, t := range split {
		if t.Joined {
			for pos := t.Pos; pos < t.Pos+t.Span; pos++ {
				covered[pos] = true
			}
		}
	}
	before, beforeAt := key(0), -1
	quoted := quotations(text)
	for _, t := range split {
		if t.Stop {
			continue
		}
		if figure := figures[t.Text]; figure != "" {
			t.Text = figure
		}
		kind := 1.0
		switch {
		case t.Joined:
			kind, content = joinedWeight, content+1
		case covered[t.Pos]:
			kind = partWeight
		case weak[t.Text]:
			kind = weakWeight
		default:
			content++
		}
		if quoted(t.Start) {
			kind *= quotedWeight
		}
		k := v.number(t.Text)
		v.names[k] += nameSign(text, t)
		c.add(k, t.Text, kind, t.Pos)
		if !t.Joined {
			if t.Pos == beforeAt+1 && before != 0 {
				c.add(pairOf(before, k), "", pairWeight, beforeAt)
			}
			before, beforeAt = k, t.Pos
		}
	}
	return c, content
}

// quotations gives a test whether a byte of the text is inside quotation marks.
func quotations(text string) func(off int) bool {
	var spans []brief.Span
	open := -1
	for i, r := range text {
		switch {
		case r == '“' || r == '«' || r == '„' || r == '"' && open < 0:
			open = i
		case open >= 0 && (r == '”' || r == '»' || r == '"'):
			spans, open = append(spans, brief.Span{Start: open, End: i}), -1
		}
	}
	at := 0
	return func(off int) bool {
		for at < len(spans) && spans[at].End <= off {
			at++
		}
		return at < len(spans) && spans[at].Contains(off)
	}
}

func hasDigit(s string) bool { return strings.ContainsAny(s, "0123456789") }

// nameSign is 1 for a word with a capital where no sentence begins, which is
// how names are written, and -1 for one that is written small.
func nameSign(text string, t terms.Term) int {
	r, _ := utf8.DecodeRuneInString(text[min(t.Start, len(text)):])
	switch {
	case unicode.IsLower(r):
		return -1
	case unicode.IsUpper(r) && !beginsSentence(text[:t.Start]):
		return 1
	}
	return 0
}

// beginsSentence tells whether a sentence begins after the text before.
func beginsSentence(before string) bool {
	before = strings.TrimRightFunc(before, func(r rune) bool {
		return unicode.IsSpace(r) || strings.ContainsRune("\"'“”‘’«»([—–-", r)
	})
	return before == "" || strings.ContainsRune(".!?:;…|", lastRune(before))
}

func lastRune(s string) rune {
	r, _ := utf8.DecodeLastRuneInString(s)
	return r
}

// A weigher turns counts into weights.
type weigher struct {
	ranks    []key
	passages map[key]int
	words    *vocabulary
	all      float64 // passages
}

// fill makes a vector's terms and its length.
func (w *weigher) fill(v *vector, c bag) {
	var lone []float64 // squares of the weights of stems that no other passage has
	for k, n := range c {
		kind := n.kind
		switch {
		case hasDigit(n.word):
			kind *= numberWeight
		case k < key(len(w.words.names)) && w.words.names[k] > 0:
			kind *= nameWeight
		}
		weight := (1 + math.Log(n.times)) * math.Log((w.all+1)/float64(w.passages[k])) * kind
		if w.passages[k] < 2 { // it only adds to the length
			lone = append(lone, weight*weight)
			continue
		}
		id := pairOf(w.ranks[k>>32], w.ranks[k&math.MaxUint32])
		v.terms = append(v.terms, term{id, weight, n.word, n.pos})
	}
	slices.Sort(lone) // a sum of floats hangs on the order, and maps have none
	slices.SortFunc(v.terms, func(x, y term) int { return cmp.Compare(x.id, y.id) })
	sum := 0.0
	for _, s := range lone {
		sum += s
	}
	for _, t := range v.terms {
		sum += t.weight * t.weight
	}
	v.length = math.Sqrt(sum)
}
