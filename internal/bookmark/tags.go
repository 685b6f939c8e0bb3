package bookmark

import (
	"slices"
	"strings"
	"unicode"

	"broadsheet/internal/inert"
)

// CleanTags are the tags that some texts name, each once: there may be several
// in one text with commas between, and with a # before them. They are on one
// line, shorter than 1 KB, and 1,000 at most.
func CleanTags(texts []string) []string {
	tags := []string{}
	for _, text := range texts {
		for t := range strings.SplitSeq(text, ",") {
			t = strings.Join(strings.Fields(t), " ")
			t = strings.TrimFunc(t, func(r rune) bool { return r == '#' || unicode.IsSpace(r) })
			if t != "" && len(t) < 1<<10 && len(tags) < 1000 && !slices.Contains(tags, t) {
				tags = append(tags, t)
			}
		}
	}
	return tags
}

// Hashtags writes tags as a reader sees them, "#truce #to-do", harmless to a
// terminal; empty for none.
func Hashtags(tags []string) string {
	list := make([]string, len(tags))
	for i, t := range tags {
		list[i] = "#" + strings.Join(strings.Fields(inert.Line(t)), "-")
	}
	return strings.Join(list, " ")
}
