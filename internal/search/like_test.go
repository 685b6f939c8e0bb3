package search

import (
	"fmt"
	"strings"
	"testing"
)

// What has all of the words comes first, however long it is; then what has the
// most of them; five at most. Words count as they are written.
func TestLike(t *testing.T) {
	files := map[string]string{
		"copy.md":   "# Minutes\n\n" + strings.Repeat("The board met and read what it had before it. ", 200) + "Mediators announced pomegranates at Doha.",
		"three.md":  "# Doha\n\nMediators at Doha announced nothing.",
		"many.md":   "# Doha\n\n" + strings.Repeat("Doha, Doha. ", 30),
		"forms.md":  "# Forms\n\nA mediator will announce a pomegranate.",
		"nobody.md": "# Nobody\n\nNothing of the kind.",
	}
	x := newFixture(t, files).ready()
	for words, want := range map[string]string{
		"mediators announced pomegranates doha": "copy.md three.md many.md",
		"pomegranates":                          "copy.md",
		"announced announced":                   "three.md copy.md",
		"the of and":                            "",
		"":                                      "",
		"title:doha \"":                         "many.md three.md copy.md", // words, and no query
	} {
		if got := strings.Join(x.Like(t.Context(), words), " "); got != want {
			t.Errorf("%q: %s; want %s", words, got, want)
		}
	}
	for i := range 9 {
		files[fmt.Sprintf("more%d.md", i)] = "# More\n\nAt Doha."
	}
	x = newFixture(t, files).ready()
	if got := x.Like(t.Context(), "doha"); len(got) != likeLimit {
		t.Errorf("%d of ten are given", len(got))
	}
}

func BenchmarkLike(b *testing.B) {
	x := made(b, 1000).ready()
	for b.Loop() {
		x.Like(b.Context(), "responsibilities negotiations representatives ceasefire announced mediators government ministry border talks")
	}
}
