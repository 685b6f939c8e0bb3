package screen

import (
	"strings"
	"testing"

	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/x/ansi"
	"pgregory.net/rapid"
)

func TestFit(t *testing.T) {
	rows := []struct {
		in    string
		width int
		want  string
	}{
		{"abc", 5, "abc  "},
		{"abcdef", 4, "abc…"},
		{"日本語", 4, "日… "},
		{"", 3, "   "},
		{"abc", 0, ""},
	}
	for _, r := range rows {
		if got := Fit(r.in, r.width); got != r.want {
			t.Errorf("Fit(%q, %d) = %q, want %q", r.in, r.width, got, r.want)
		}
	}
}

func TestWidthsHold(t *testing.T) {
	text := rapid.StringOfN(rapid.SampledFrom([]rune("ab 日本é👍─❤\ufe0f\u200dहि\u0301🏽")), 0, 60, -1)
	rapid.Check(t, func(t *rapid.T) {
		width := rapid.IntRange(20, 80).Draw(t, "width")
		base := Fill([]string{text.Draw(t, "base"), text.Draw(t, "base")}, width, 6)
		box := Box(text.Draw(t, "title"), []string{text.Draw(t, "line")}, rapid.IntRange(10, width).Draw(t, "box"), lipgloss.NewStyle())
		for _, l := range Over(base, box, width) {
			if ansi.StringWidthWc(l) != width {
				t.Fatalf("width %d, want %d: %q", ansi.StringWidthWc(l), width, l)
			}
		}
		if l := Sides(text.Draw(t, "left"), text.Draw(t, "right"), width); ansi.StringWidthWc(l) != width {
			t.Fatalf("Sides: width %d, want %d: %q", ansi.StringWidthWc(l), width, l)
		}
	})
}

func TestOverKeepsWhatIsAround(t *testing.T) {
	base := Fill([]string{strings.Repeat("x", 11), strings.Repeat("y", 11), strings.Repeat("z", 11)}, 11, 3)
	got := Over(base, []string{"box"}, 11)
	if ansi.Strip(got[1]) != "yyyyboxyyyy" || got[0] != base[0] || got[2] != base[2] {
		t.Errorf("got %q", got)
	}
}

func TestWindow(t *testing.T) {
	rows := []struct{ first, at, n, height, from, to int }{
		{0, 0, 3, 10, 0, 3},
		{0, 12, 20, 10, 3, 13},
		{8, 2, 20, 10, 2, 12},
		{19, 19, 20, 10, 10, 20},
		{0, 0, 0, 10, 0, 0},
	}
	for _, r := range rows {
		if from, to := Window(r.first, r.at, r.n, r.height); from != r.from || to != r.to {
			t.Errorf("Window(%d, %d, %d, %d) = %d, %d; want %d, %d", r.first, r.at, r.n, r.height, from, to, r.from, r.to)
		}
	}
}
