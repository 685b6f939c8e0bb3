package bookmark

import (
	"slices"
	"strings"
	"testing"
)

func TestTags(t *testing.T) {
	for _, r := range []struct {
		texts []string
		want  []string
		shown string
	}{
		{nil, []string{}, ""},
		{[]string{"", " ", "#", ","}, []string{}, ""},
		{[]string{"truce"}, []string{"truce"}, "#truce"},
		{[]string{"a,b", "#c"}, []string{"a", "b", "c"}, "#a #b #c"},
		{[]string{" # a , ##b#,a"}, []string{"a", "b"}, "#a #b"},
		{[]string{"to  do\nnow"}, []string{"to do now"}, "#to-do-now"},
		{[]string{"a\x1b[2J"}, []string{"a\x1b[2J"}, "#a␛[2J"},
		{[]string{strings.Repeat("x", 1<<10)}, []string{}, ""},
	} {
		got := CleanTags(r.texts)
		if !slices.Equal(got, r.want) || Hashtags(got) != r.shown {
			t.Errorf("%q: %q, %q; want %q, %q", r.texts, got, Hashtags(got), r.want, r.shown)
		}
		if again := CleanTags(got); !slices.Equal(again, got) {
			t.Errorf("%q cleaned twice: %q", got, again)
		}
	}
	if n := len(CleanTags(strings.Fields(strings.Repeat("a b ", 3)))); n != 2 {
		t.Errorf("%d", n)
	}
}
