package bookmark

import (
	"fmt"
	"slices"
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
	same := func(x, y string) bool { return x == y || string(foldTrimmed(x)) == string(foldTrimmed(y)) }
	var out []Piece
	add := func(words []string, c Change) {
		if len(words) > 0 {
			out = append(out, Piece{strings.Join(words, " "), c})
		}
	}
	head := 0
	for head < min(len(a), len(b)) && same(a[head], b[head]) {
		head++
	}
	tail := 0
	for tail < min(len(a), len(b))-head && same(a[len(a)-1-tail], b[len(b)-1-tail]) {
		tail++
	}
	add(b[:head], Kept)
	out = append(out, between(a[head:len(a)-tail], b[head:len(b)-tail], same)...)
	add(b[len(b)-tail:], Kept)
	return out
}

// between compares what is between the words that both begin and end with, by
// the longest common subsequence.
func between(a, b []string, same func(x, y string) bool) []Piece {
	const most = 2000
	w := len(b) + 1
	table := []uint16{}
	if len(a) <= most && len(b) <= most {
		table = make([]uint16, (len(a)+1)*w)
		for i := len(a) - 1; i >= 0; i-- {
			for j := len(b) - 1; j >= 0; j-- {
				if same(a[i], b[j]) {
					table[i*w+j] = table[(i+1)*w+j+1] + 1
				} else {
					table[i*w+j] = max(table[(i+1)*w+j], table[i*w+j+1])
				}
			}
		}
	}
	var out []Piece
	add := func(word string, c Change) {
		if n := len(out); n > 0 && out[n-1].Change == c {
			out[n-1].Text += " " + word
			return
		}
		out = append(out, Piece{word, c})
	}
	i, j := 0, 0
	for len(table) > 0 && i < len(a) && j < len(b) {
		switch {
		case same(a[i], b[j]):
			add(b[j], Kept)
			i, j = i+1, j+1
		case table[(i+1)*w+j] >= table[i*w+j+1]:
			add(a[i], Taken)
			i++
		default:
			add(b[j], Put)
			j++
		}
	}
	for ; i < len(a); i++ {
		add(a[i], Taken)
	}
	for ; j < len(b); j++ {
		add(b[j], Put)
	}
	return out
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

// Attach gives a bookmark another place, chosen by its reader: the note, the
// tags and the rest stay. Also is not known then: see Elsewhere.
func (b Bookmark) Attach(to Anchor, of *brief.Brief) Bookmark {
	b.Anchor = to
	b.Title, b.Source, b.Date = of.Title, of.Source, of.Date
	b.Tags = slices.Clone(b.Tags)
	return b
}
