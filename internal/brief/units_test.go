package brief

import (
	"slices"
	"testing"

	"pgregory.net/rapid"
)

func cutAll(text string, spans []Span) []string {
	var out []string
	for _, s := range spans {
		out = append(out, text[s.Start:s.End])
	}
	return out
}

func TestWordSpans(t *testing.T) {
	for text, want := range map[string][]string{
		"":                              nil,
		" — … ":                         nil,
		"The T.T.P. (TTP), it said":     {"The", "T.T.P", "TTP", "it", "said"},
		"cease-fire, 3.5% of $40":       {"cease", "fire", "3.5", "%", "of", "$", "40"},
		"Pakistan’s border\nis closed.": {"Pakistan’s", "border", "is", "closed"},
		"日本語の文":                         {"日", "本", "語", "の", "文"},
		"افغانستان و پاکستان":           {"افغانستان", "و", "پاکستان"},
	} {
		if got := cutAll(text, WordSpans(text)); !slices.Equal(got, want) {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

func TestSentenceSpans(t *testing.T) {
	for text, want := range map[string][]string{
		"":                                   nil,
		"The talks failed. Nobody said why.": {"The talks failed.", "Nobody said why."},
		"The U.S. Army left. Lt. Gen. Munir spoke of 3.5 tonnes.": {"The U.S. Army left.", "Lt. Gen. Munir spoke of 3.5 tonnes."},
		"It met on Oct. 19. “We agree,” he said. “Not yet.” So be it.": {
			"It met on Oct. 19.", "“We agree,” he said.", "“Not yet.”", "So be it."},
		"One line\nanother line": {"One line", "another line"},
		"彼は来た。そして去った。":           {"彼は来た。", "そして去った。"},
		"No end":                 {"No end"},
	} {
		if got := cutAll(text, SentenceSpans(text)); !slices.Equal(got, want) {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

// Whatever the text: spans ascend, do not overlap, and no letter is outside a
// sentence.
func TestUnitsCoverTheText(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringOfN(rapid.RuneFrom([]rune("aB.!? \n“”()-é日。1%")), 0, 60, -1).Draw(t, "text")
		for name, spans := range map[string][]Span{"words": WordSpans(text), "sentences": SentenceSpans(text)} {
			at := 0
			for _, s := range spans {
				if s.Start < at || s.End <= s.Start || s.End > len(text) {
					t.Fatalf("%s of %q: %v", name, text, spans)
				}
				for _, r := range text[at:s.Start] {
					if readable(r) {
						t.Fatalf("%s of %q: %v leave out %q", name, text, spans, r)
					}
				}
				at = s.End
			}
		}
	})
}
