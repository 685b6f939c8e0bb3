package compare

import (
	_ "embed"
	"math"
	"slices"
	"strconv"
	"strings"
	"sync"

	"broadsheet/internal/brief"
)

// Words that two accounts may use for one another.
//
// wordnet.txt is taken from WordNet 3.0 (Miller, "WordNet: a lexical database
// for English", CACM 38, 1995; its licence is in the program's list) by the
// command in the folder wordnet. Its lines are in the order of their bytes, each
// of a word or a stem: "take" for an irregular form of it ("took =take"), and the
// numbers of what the stem may stand for ("truck 10730 11794"). Two stems have a number
// in common that are synonyms in one of their two main senses, a noun and a
// broader one, or words derived from each other with unlike beginnings. Search
// takes none of these for the same; between two accounts they are some evidence,
// less than the same word. A word is looked up in the text as it stands: to make
// a table of it would cost more than most comparisons do.
//
//go:embed wordnet.txt
var wordnet string

// wordnetLine is what wordnet.txt has on a word, in fields; nil is nothing. A
// space is less than any letter, so the lines are in the order of their words.
func wordnetLine(word string) []string {
	if len(word) < 2 {
		return nil
	}
	part := wordnetParts()[word[:2]]
	word += " "
	from, to := part.Start, part.End // of a line each
	for from < to {
		at := from + strings.LastIndexByte(wordnet[from:(from+to)/2], '\n') + 1
		line := wordnet[at:]
		switch key := line[:min(len(word), len(line))]; {
		case key == word:
			line, _, _ = strings.Cut(line, "\n")
			return strings.Fields(line[len(word):])
		case key < word:
			from = at + strings.IndexByte(line, '\n') + 1
		default:
			to = at
		}
	}
	return nil
}

// wordnetParts are the lines of the words that begin with the same two bytes:
// of some hundreds of parts each is soon searched.
var wordnetParts = sync.OnceValue(func() map[string]brief.Span {
	parts := map[string]brief.Span{}
	for at := 0; at < len(wordnet); {
		end := len(wordnet)
		if n := strings.IndexByte(wordnet[at:], '\n'); n >= 0 {
			end = at + n + 1
		}
		p, ok := parts[wordnet[at:at+2]]
		if !ok {
			p.Start = at
		}
		p.End = end
		parts[wordnet[at:at+2]] = p
		at = end
	}
	return parts
})

// regular is the form that an irregular one belongs to; any other word is its
// own.
func regular(word string) string {
	for _, f := range wordnetLine(word) {
		if form, ok := strings.CutPrefix(f, "="); ok {
			return form
		}
	}
	return word
}

// ideasOf are the numbers of what a stem may stand for.
func ideasOf(stem string) (list []int32) {
	for _, f := range wordnetLine(stem) {
		if n, err := strconv.ParseInt(f, 10, 32); err == nil {
			list = append(list, int32(n))
		}
	}
	return list
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
