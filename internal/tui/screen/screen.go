// Package screen puts parts of the screen together: lines that are exactly so
// many columns wide, side by side, one under the other, one over the other.
//
// Every function takes lines that may hold SGR and OSC 8 sequences and gives
// lines whose visible width is exactly what was asked for. Width is counted by
// code points, as terminals count it (see tui.Run).
package screen

import (
	"strings"

	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/x/ansi"
)

// Fit makes s exactly width columns wide: cut with "…" or padded with spaces.
func Fit(s string, width int) string {
	if width <= 0 {
		return ""
	}
	s = Short(s, width)
	return s + strings.Repeat(" ", width-ansi.StringWidthWc(s))
}

// Short is s cut to at most width columns, with "…" where it is cut.
func Short(s string, width int) string {
	whole := s
	for room := width; ansi.StringWidthWc(s) > width; room-- { // a cluster at the edge may be cut too late
		if room < 0 {
			return ""
		}
		s = ansi.TruncateWc(whole, room, "…")
	}
	return s
}

// Sides puts left and right at the two ends of a line of the width. Where
// there is too little room, left is cut first; right goes when nothing else
// would fit.
func Sides(left, right string, width int) string {
	r := ansi.StringWidthWc(right)
	if r == 0 || r+8 > width {
		return Fit(left, width)
	}
	return Fit(left, width-r-1) + " " + right
}

// Fill gives exactly height lines of width columns: cut or filled with blank
// lines at the end.
func Fill(lines []string, width, height int) []string {
	out := make([]string, 0, height)
	for _, l := range lines {
		if len(out) == height {
			return out
		}
		out = append(out, Fit(l, width))
	}
	for len(out) < height {
		out = append(out, strings.Repeat(" ", width))
	}
	return out
}

// Beside joins two columns of lines of equal number with sep between.
func Beside(left, right []string, sep string) []string {
	out := make([]string, len(left))
	for i := range left {
		out[i] = left[i] + sep + right[i]
	}
	return out
}

// Over draws box over the middle of base, which is width columns wide.
func Over(base, box []string, width int) []string {
	if len(box) == 0 {
		return base
	}
	out := append([]string(nil), base...)
	top := max(0, (len(base)-len(box))/2)
	w := ansi.StringWidthWc(box[0])
	left := max(0, (width-w)/2)
	for i, line := range box {
		if top+i >= len(out) {
			break
		}
		under := out[top+i]
		out[top+i] = Fit(Cut(under, 0, left), left) + line + tail(under, left+w, width)
	}
	return out
}

// Cut is what of s stands in the columns from left up to right. A wide
// character that begins before left is still there. (ansi.CutWc of x/ansi
// v0.11.8 cuts the wrong side.)
func Cut(s string, left, right int) string {
	s = ansi.TruncateWc(s, right, "")
	if left <= 0 {
		return s
	}
	return ansi.TruncateLeftWc(s, left, "")
}

// tail is what of line stands from column from on, width columns in all: a
// wide character, or a cluster of them, that is cut in two becomes spaces.
func tail(line string, from, width int) string {
	if from >= width {
		return ""
	}
	rest := Cut(line, from, width)
	for k := from + 1; ansi.StringWidthWc(rest) > width-from; k++ {
		rest = Cut(line, k, width)
	}
	missing := width - from - ansi.StringWidthWc(rest)
	return strings.Repeat(" ", max(0, missing)) + rest
}

// Box draws a border with a title around lines; all of it is width columns
// wide.
func Box(title string, lines []string, width int, border lipgloss.Style) []string {
	inner := width - 4
	head := Short(title, max(0, inner-2))
	rule := max(0, width-ansi.StringWidthWc(head)-5)
	out := []string{border.Render("╭─ ") + head + border.Render(" "+strings.Repeat("─", rule)+"╮")}
	for _, l := range lines {
		out = append(out, border.Render("│ ")+Fit(l, inner)+border.Render(" │"))
	}
	return append(out, border.Render("╰"+strings.Repeat("─", width-2)+"╯"))
}

// Window gives the first and the end index of the items to show, of n, where
// height fit and item at must be seen, given the first shown before.
func Window(first, at, n, height int) (int, int) {
	if at < first {
		first = at
	}
	if at >= first+height {
		first = at - height + 1
	}
	first = max(0, min(first, n-height))
	return first, min(n, first+height)
}
