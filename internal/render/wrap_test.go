package render

import (
	"strings"
	"testing"

	xansi "github.com/charmbracelet/x/ansi"
	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func wrapped(text string, width int) []string {
	var out []string
	for _, l := range wrap(New(PlainTheme()).cut(text), width) {
		var sb strings.Builder
		for _, g := range l {
			sb.WriteString(g.Text)
		}
		out = append(out, sb.String())
	}
	return out
}

func TestWrap(t *testing.T) {
	for _, c := range []struct {
		text  string
		width int
		want  []string
	}{
		{"", 10, []string{""}},
		{"one two three", 7, []string{"one two", "three"}},
		{"one two three", 3, []string{"one", "two", "thr", "ee"}},
		{"cease-fire talks", 8, []string{"cease-", "fire", "talks"}},
		{"line\nbreak", 20, []string{"line", "break"}},
		{"a\n\nb", 20, []string{"a", "", "b"}},
		{"ends here ", 9, []string{"ends here"}},
		{"no\u00a0break here", 8, []string{"no\u00a0break", "here"}},
		{"日本語。日本語", 6, []string{"日本", "語。日", "本語"}},
		{"https://example.org/long/path", 20, []string{"https://example.org/", "long/path"}},
		{"x abcdefghij y", 4, []string{"x", "abcd", "efgh", "ij y"}},
		{"👨‍👩‍👧‍👦👨‍👩‍👧‍👦👨‍👩‍👧‍👦", 4, []string{"👨‍👩‍👧‍👦👨‍👩‍👧‍👦", "👨‍👩‍👧‍👦"}},
		{"🇵🇰🇦🇫🇹🇷", 4, []string{"🇵🇰🇦🇫", "🇹🇷"}},
	} {
		if diff := cmp.Diff(c.want, wrapped(c.text, c.width)); diff != "" {
			t.Errorf("%q at %d:\n%s", c.text, c.width, diff)
		}
	}
}

// Nothing is lost but spaces at breaks, no line is too wide, none could have
// taken the word that follows it.
func TestWrapProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringOfN(rapid.RuneFrom([]rune("ab -–/日本。e\u0301👩\u200d.,!?(\"x\u00a0")), 0, 80, -1).Draw(t, "text")
		width := rapid.IntRange(2, 20).Draw(t, "width")
		e := New(PlainTheme())
		g := e.cut(text)
		var got strings.Builder
		for _, l := range wrap(g, width) {
			if columns(l) > width {
				t.Errorf("a line of %d columns in %d", columns(l), width)
			}
			for _, x := range l {
				got.WriteString(x.Text)
			}
		}
		var want strings.Builder
		for _, x := range g {
			want.WriteString(x.Text)
		}
		strip := strings.NewReplacer(" ", "")
		if strip.Replace(got.String()) != strip.Replace(want.String()) {
			t.Errorf("%q became %q", want.String(), got.String())
		}
	})
}

// No line begins or ends with what may not stand there in Chinese or Japanese
// (the rules called kinsoku), however narrow the screen, and a line is as full
// as these rules let it be.
func TestWrapKinsoku(t *testing.T) {
	const (
		notFirst = "。、，．！？：；」』）】〉》〕］｝ーっゃゅょッャュョァィゥェォ々…"
		notLast  = "「『（【〈《〔［｛"
	)
	for _, text := range []string{
		"停戦が合意された。「これは、最初の一歩にすぎない」と、外相（カタール）は述べた。",
		"ちょっと待って！『カラチ』で会談をもう一度やってみよう、と提案したのは【匿名】の関係者だった。",
		"停火协议已经达成。“双方都将遵守”，发言人说：这只是第一步（共三步）；其余的将在伊斯坦布尔商定。",
		"パーティーのニュースは、ローマ、ウィーン、ソウル、ブエノスアイレスなどで々報じられた……。",
	} {
		for width := 8; width < 60; width++ {
			lines := wrapped(text, width)
			for i, l := range lines {
				first, last := []rune(l)[0], []rune(l)[len([]rune(l))-1]
				if i > 0 && strings.ContainsRune(notFirst, first) {
					t.Errorf("width %d: line %q begins with %c", width, l, first)
				}
				if i < len(lines)-1 && strings.ContainsRune(notLast, last) {
					t.Errorf("width %d: line %q ends with %c", width, l, last)
				}
				if free := width - xansi.StringWidth(l); i < len(lines)-1 && free > 8 {
					t.Errorf("width %d: line %q leaves %d columns", width, l, free)
				}
			}
			if got := strings.Join(lines, ""); got != text {
				t.Errorf("width %d: %q became %q", width, text, got)
			}
		}
	}
}
