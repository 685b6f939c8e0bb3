package bookmark

import (
	"fmt"
	"strings"

	"broadsheet/internal/brief"
)

// A Change says what became of a stretch of a quote.
type Change uint8

// The changes.
const (
	Kept  Change = iota
	Taken        // it stood there, and does not any more
	Put          // it stands there now
)

// A Piece is a stretch of words of a Difference.
type Piece struct {
	Text   string // words with a space between
	Change Change
}

// Difference says, word by word, what became of a quote: what was kept, taken
// out and put in, in the order they are read. Of more than 2,000 words on either
// side those in the middle count as replaced.
func Difference(old, now string) []Piece {
	a, b := strings.Fields(old), strings.Fields(now)
	x, y := numbered(a, b)
	head := 0
	for head < min(len(a), len(b)) && x[head] == y[head] {
		head++
	}
	tail := 0
	for tail < min(len(a), len(b))-head && x[len(a)-1-tail] == y[len(b)-1-tail] {
		tail++
	}
	out := pieces(nil, b[:head], Kept)
	i, j := head, head
	for _, m := range common(x[head:len(a)-tail], y[head:len(b)-tail]) {
		out = pieces(out, a[i:head+m.old], Taken)
		out = pieces(out, b[j:head+m.now], Put)
		i, j = head+m.old+m.n, head+m.now+m.n
		out = pieces(out, b[j-m.n:j], Kept)
	}
	out = pieces(out, a[i:len(a)-tail], Taken)
	out = pieces(out, b[j:len(b)-tail], Put)
	return pieces(out, b[len(b)-tail:], Kept)
}

// pieces adds words to a difference, to its last piece where that is of their
// kind.
func pieces(out []Piece, words []string, c Change) []Piece {
	if len(words) == 0 {
		return out
	}
	text := strings.Join(words, " ")
	if n := len(out); n > 0 && out[n-1].Change == c {
		out[n-1].Text += " " + text
		return out
	}
	return append(out, Piece{text, c})
}

// numbered gives the words of two texts numbers, equal ones where they are
// equal as they are read.
func numbered(a, b []string) (x, y []int) {
	numbers := map[string]int{}
	number := func(words []string) []int {
		out := make([]int, len(words))
		for i, w := range words {
			folded := string(foldTrimmed(w))
			n, ok := numbers[folded]
			if !ok {
				n = len(numbers)
				numbers[folded] = n
			}
			out[i] = n
		}
		return out
	}
	return number(a), number(b)
}

// A run is n words that two texts have in common, and where they begin in each.
type run struct{ old, now, n int }

// common is the longest common subsequence of two texts, in runs; nothing of
// texts so long that it would take long.
func common(a, b []int) []run {
	const most = 2000
	if len(a) > most || len(b) > most {
		return nil
	}
	w := len(b) + 1
	table := make([]uint16, (len(a)+1)*w)
	for i := len(a) - 1; i >= 0; i-- {
		for j := len(b) - 1; j >= 0; j-- {
			if a[i] == b[j] {
				table[i*w+j] = table[(i+1)*w+j+1] + 1
			} else {
				table[i*w+j] = max(table[(i+1)*w+j], table[i*w+j+1])
			}
		}
	}
	var runs []run
	for i, j := 0, 0; i < len(a) && j < len(b); {
		switch n := len(runs); {
		case a[i] == b[j]:
			if n > 0 && runs[n-1].old+runs[n-1].n == i && runs[n-1].now+runs[n-1].n == j {
				runs[n-1].n++
			} else {
				runs = append(runs, run{i, j, 1})
			}
			i, j = i+1, j+1
		case table[(i+1)*w+j] >= table[i*w+j+1]:
			i++
		default:
			j++
		}
	}
	return runs
}

// Summary says in a few words what a Difference comes to: "two words have
// changed". Words replaced by others count once.
func Summary(pieces []Piece) string {
	n := 0
	for i := 0; i < len(pieces); i++ {
		count := func(k int) int { return len(strings.Fields(pieces[k].Text)) }
		switch {
		case pieces[i].Change == Kept:
		case i+1 < len(pieces) && pieces[i+1].Change != Kept:
			n += max(count(i), count(i+1))
			i++
		default:
			n += count(i)
		}
	}
	numbers := []string{"no word has", "one word has", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"}
	switch {
	case n < 2:
		return numbers[n] + " changed"
	case n < len(numbers):
		return numbers[n] + " words have changed"
	}
	return fmt.Sprintf("%d words have changed", n)
}

// InWords writes a Difference on one line: [-taken out-] {+put in+}, as git and
// wdiff do.
func InWords(pieces []Piece) string {
	var parts []string
	for _, p := range pieces {
		switch p.Change {
		case Kept:
			parts = append(parts, p.Text)
		case Taken:
			parts = append(parts, "[-"+p.Text+"-]")
		case Put:
			parts = append(parts, "{+"+p.Text+"+}")
		}
	}
	return strings.Join(parts, " ")
}

// textAt is a span of a brief as it is read, passages joined by an empty line.
func textAt(b *brief.Brief, s brief.Span) string { return anchored(b, "", 0, s).Quote }
