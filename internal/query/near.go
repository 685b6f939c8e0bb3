package query

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Nearly is the query with a ~ behind each of its words, for when it finds
// nothing; false where none may be taken for a slip of the finger. What stands in
// quotes, ends in a * or has a - before it stays as it is, and so do short words
// and numbers, which are near to too many.
func (q Query) Nearly() (text string, ok bool) {
	root, ok := nearly(q.Root)
	if !ok {
		return "", false
	}
	return Query{Root: root}.String(), true
}

// nearly is a node with near spellings of its words, and whether that is another.
func nearly(n Node) (out Node, ok bool) {
	switch n := n.(type) {
	case Word:
		const short = 4
		if n.Fuzzy || n.Prefix && !n.Typing || n.Stop || n.IsStop() || len(n.Folded) != 1 ||
			utf8.RuneCountInString(n.Text) < short || strings.ContainsFunc(n.Text, func(r rune) bool { return !unicode.IsLetter(r) }) {
			return n, false
		}
		n.Fuzzy, n.Prefix, n.Typing = true, false, false
		return n, true
	case All:
		n.Nodes, ok = nearlyAll(n.Nodes)
		return n, ok
	case Any:
		n.Nodes, ok = nearlyAll(n.Nodes)
		return n, ok
	case Field:
		if !isRaw(n.Name) {
			n.Node, ok = nearly(n.Node)
		}
		return n, ok
	}
	return n, false
}

func nearlyAll(nodes []Node) (out []Node, ok bool) {
	for _, n := range nodes {
		other, is := nearly(n)
		out, ok = append(out, other), ok || is
	}
	return out, ok
}

// NearSpelling tells whether a folded word of a text is a near spelling of a
// folded word of a query, which has a ~.
func NearSpelling(word, text string) bool {
	var e edits
	return e.near([]rune(word), text)
}

// edits is the memory of near: three rows of the table of distances.
type edits struct {
	row  [3][]int
	text []rune
}

// near tells whether a text is a near spelling of a word: the same first
// letter, and at most one edit for a word of up to five letters and two for a
// longer one. An edit is a letter more, less or other, or two neighbours
// swapped (Damerau-Levenshtein distance, in the restricted form that edits no
// place twice).
func (e *edits) near(word []rune, text string) bool {
	most := 1
	if len(word) > 5 {
		most = 2
	}
	if n := len(text); n < len(word)-most || n > utf8.UTFMax*(len(word)+most) {
		return false
	}
	e.text = e.text[:0]
	for _, r := range text {
		e.text = append(e.text, r)
	}
	t := e.text
	if len(t) > len(word)+most || len(t) < len(word)-most || len(word) == 0 || t[0] != word[0] {
		return false
	}
	for i := range e.row {
		e.row[i] = append(e.row[i][:0], make([]int, len(t)+1)...)
	}
	before, last, row := e.row[0], e.row[1], e.row[2]
	for j := range last {
		last[j] = j
	}
	for i := 1; i <= len(word); i++ {
		row[0] = i
		least := i
		for j := 1; j <= len(t); j++ {
			cost := 1
			if word[i-1] == t[j-1] {
				cost = 0
			}
			d := min(last[j]+1, row[j-1]+1, last[j-1]+cost)
			if i > 1 && j > 1 && word[i-1] == t[j-2] && word[i-2] == t[j-1] {
				d = min(d, before[j-2]+1)
			}
			row[j] = d
			least = min(least, d)
		}
		if least > most {
			return false
		}
		before, last, row = last, row, before
	}
	return last[len(t)] <= most
}
