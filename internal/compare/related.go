package compare

import (
	"bytes"
	"compress/gzip"
	_ "embed"
	"io"
	"math"
	"slices"
	"strings"
	"sync"

	"broadsheet/internal/terms"
)

// Words that two accounts may use for one another.
//
// wordnet.txt.gz is taken from WordNet 3.0 (Miller, "WordNet: a lexical
// database for English", CACM 38, 1995; its licence is in the program's list) by
// the command in the folder wordnet.
// It has three kinds of lines: irregular forms ("= take taken took"), words
// that are synonyms in one of their two main senses, and pairs of a noun with a
// broader one or of words derived from each other with unlike beginnings ("~
// lorry truck"). Search takes none of these for the same; between two accounts
// they are some evidence, less than the same word.
//
//go:embed wordnet.txt.gz
var wordnet []byte

// A thesaurusText is what wordnet.txt.gz says, by stem.
type thesaurusText struct {
	regular map[string]string  // of irregular forms
	ideas   map[string][]int32 // of words: the lines that they stand in
}

var thesaurus = sync.OnceValue(readThesaurus)

func readThesaurus() thesaurusText {
	t := thesaurusText{map[string]string{}, map[string][]int32{}}
	var text []byte
	if zipped, err := gzip.NewReader(bytes.NewReader(wordnet)); err == nil {
		text, _ = io.ReadAll(zipped) // TestThesaurus sees that it can be read
	}
	number := int32(0)
	for line := range strings.Lines(string(text)) {
		kind, words, _ := strings.Cut(strings.TrimSpace(line), " ")
		list := strings.Fields(words)
		switch kind {
		case "=":
			for _, w := range list[1:] {
				t.regular[w] = list[0]
			}
		case "~":
			number++
			for _, w := range list {
				stem := terms.Stem(terms.Spelling(w))
				t.ideas[stem] = append(t.ideas[stem], number)
			}
		}
	}
	return t
}

// regular is the form that an irregular one belongs to; any other word is its
// own.
func regular(word string) string {
	if r := thesaurus().regular[word]; r != "" {
		return r
	}
	return word
}

// An idea is what a word of a passage stands for, by number.
type idea struct {
	number int32
	word   key
	weight float64 // of the word
}

// related gives how much two passages say by different words that stand for the
// same: of each two such words the geometric mean of their weights, each word
// once.
func related(x, y *vector) (sum float64) {
	var used []key
	free := func(list []idea, other *vector) (idea, bool) {
		for _, p := range list {
			if !slices.Contains(used, p.word) && !other.has(p.word) {
				return p, true
			}
		}
		return idea{}, false
	}
	for i, j := 0, 0; i < len(x.ideas) && j < len(y.ideas); {
		n, m := sameIdea(x.ideas[i:]), sameIdea(y.ideas[j:])
		switch p, q := x.ideas[i].number, y.ideas[j].number; {
		case p < q:
			i += n
		case p > q:
			j += m
		default:
			p, ok := free(x.ideas[i:i+n], y)
			q, also := free(y.ideas[j:j+m], x)
			if ok && also {
				used = append(used, p.word, q.word)
				sum += math.Sqrt(p.weight * q.weight)
			}
			i, j = i+n, j+m
		}
	}
	return sum
}

// sameIdea is how many at the beginning of a list, which is not empty, are of
// one number.
func sameIdea(list []idea) int {
	n := 1
	for n < len(list) && list[n].number == list[0].number {
		n++
	}
	return n
}
