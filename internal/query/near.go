package query

import "unicode/utf8"

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
