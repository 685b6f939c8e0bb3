package bookmark

import (
	"bytes"
	"fmt"
	"strings"

	"broadsheet/internal/brief"
)

// Find gives the one place of a brief that has the words of a quote; white
// space, quotes and dashes may differ. Where there is none, or several, the
// error says so and what to do.
func Find(b *brief.Brief, quote string) (brief.Span, error) {
	g, words := newGround(b), foldTrimmed(quote)
	if len(words) == 0 {
		return brief.Span{}, fmt.Errorf("the quote has no words; give the words to be marked")
	}
	first := bytes.Index(g.text, words)
	if drawn := foldTrimmed(undrawn(quote)); first < 0 && len(drawn) > 0 {
		words, first = drawn, bytes.Index(g.text, drawn)
	}
	if first < 0 {
		return brief.Span{}, fmt.Errorf("%q does not have the words %q; copy them as `broadsheet show` prints them", b.Title, quote)
	}
	n := bytes.Count(g.text, words)
	if n > 1 || bytes.Contains(g.text[first+1:], words) {
		return brief.Span{}, fmt.Errorf("%q has the words %q in %d places; give some of the words before or after them, too", b.Title, quote, max(n, 2))
	}
	return g.span(first, first+len(words)), nil
}

// undrawn is a quote of a table, as it is shown, without the lines that are drawn
// between its rows, and with those between its columns as they are written.
func undrawn(quote string) string {
	var rows []string
	for row := range strings.SplitSeq(quote, "\n") {
		if strings.Trim(row, "─┼ ") != "" {
			rows = append(rows, strings.ReplaceAll(row, "│", "|"))
		}
	}
	return strings.Join(rows, "\n")
}
