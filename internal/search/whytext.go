package search

import (
	"fmt"
	"slices"
	"strings"

	"broadsheet/internal/query"
)

// Lines tell in a few words each why a brief stands where it stands: the first
// what it has of the query, the others what each word adds, and the rest.
func (w Why) Lines() []string {
	lines := []string{fmt.Sprintf("%s; %.2f in all", w.Has, w.Score)}
	for _, word := range w.Words {
		lines = append(lines, fmt.Sprintf("%+.2f  %s, which %s: %s", word.Adds, word.Word, having(word.Briefs), strings.Join(places(word), "; ")))
	}
	if w.Nearness > 0 {
		lines = append(lines, fmt.Sprintf("%+.2f  the words stand close together", w.Nearness))
	}
	if w.Feedback > 0 {
		lines = append(lines, fmt.Sprintf("%+.2f  words of the best briefs: %s", w.Feedback, strings.Join(w.Like, ", ")))
	}
	return lines
}

// places tells of each written word how often it stands in which fields, and
// by which mechanism it is what was asked for.
func places(w WordWhy) []string {
	type word struct {
		text string
		by   query.By
	}
	var order []word
	fields := map[word][]string{}
	for _, f := range w.Found {
		k := word{f.Text, f.By}
		if !slices.Contains(order, k) {
			order = append(order, k)
		}
		fields[k] = append(fields[k], times(f.Times)+" in the "+f.Field)
	}
	out := make([]string, len(order))
	for i, k := range order {
		switch {
		case k.text == "":
			out[i] = "words that begin so"
		case k.by == query.Exact:
			out[i] = fmt.Sprintf("%s %s", k.text, strings.Join(fields[k], ", "))
		default:
			out[i] = fmt.Sprintf("%s (by %s) %s", k.text, k.by, strings.Join(fields[k], ", "))
		}
	}
	return out
}

// having says how many briefs have a word.
func having(briefs int) string {
	if briefs == 1 {
		return "1 brief has"
	}
	return fmt.Sprintf("%d briefs have", briefs)
}

// times says how often.
func times(n int) string {
	switch n {
	case 1:
		return "once"
	case 2:
		return "twice"
	}
	return fmt.Sprintf("%d times", n)
}
