package render

import (
	"strings"

	"github.com/rivo/uniseg"
)

// wrap breaks glyphs into lines of at most width columns (at least 1), where Unicode
// (UAX #14) allows a break and else inside a word. Newline glyphs end lines.
// Spaces at the end of a line are dropped. The lines share the glyphs' memory.
func wrap(glyphs []glyph, width int) [][]glyph {
	var out [][]glyph
	width = max(width, 1)
	for {
		n := 0
		for n < len(glyphs) && !glyphs[n].end() {
			n++
		}
		out = wrapLine(out, glyphs[:n:n], width)
		if n == len(glyphs) {
			return out
		}
		glyphs = glyphs[n+1:]
	}
}

// wrapLine appends the lines that one line of glyphs takes.
func wrapLine(out [][]glyph, g []glyph, width int) [][]glyph {
	fit(g, width)
	if columns(g) <= width {
		return append(out, trim(g))
	}
	ends := breaks14(g)
	start, used := 0, 0 // the line in hand: its first glyph, its columns
	for from := 0; from < len(g); {
		to := from + 1
		for !ends[to-1] {
			to++
		}
		seg := g[from:to]
		word := columns(trim(seg))
		if used+word <= width {
			used += columns(seg)
			from = to
			continue
		}
		if used > 0 {
			out = append(out, trim(g[start:from]))
		}
		out, start = chop(out, g, from, from+len(trim(seg)), width)
		used = columns(g[start:to])
		from = to
	}
	return append(out, trim(g[start:]))
}

// chop appends full lines of g[start:end] for as long as it is wider than a
// line, and tells where the rest begins.
func chop(out [][]glyph, g []glyph, start, end, width int) ([][]glyph, int) {
	rest := columns(g[start:end])
	for rest > width {
		n, used := start, 0
		for n < end && used+int(g[n].Width) <= width {
			used += int(g[n].Width)
			n++
		}
		out = append(out, g[start:n])
		start, rest = n, rest-used
	}
	return out, start
}

// fit replaces what is wider than a whole line.
func fit(g []glyph, width int) {
	for i := range g {
		if int(g[i].Width) > width {
			g[i].Text, g[i].Width = "�", 1
		}
	}
}

// breaks14 tells for each glyph whether a line may end after it.
func breaks14(g []glyph) []bool {
	ends := make([]bool, len(g))
	var sb strings.Builder
	for i := range g {
		sb.WriteString(g[i].Text)
	}
	rest, state, i, at, pos := sb.String(), -1, 0, 0, 0
	for len(rest) > 0 {
		var seg string
		seg, rest, _, state = uniseg.FirstLineSegmentInString(rest, state)
		pos += len(seg)
		for i < len(g) && at+len(g[i].Text) <= pos {
			at += len(g[i].Text)
			i++
		}
		if at == pos && i > 0 {
			ends[i-1] = !inScheme(g, i-1)
		}
	}
	ends[len(g)-1] = true
	return ends
}

// inScheme tells whether glyph i is a slash of the "://" of an address, after
// which the standard would allow a break.
func inScheme(g []glyph, i int) bool {
	return i > 0 && g[i].Text == "/" && (g[i-1].Text == "/" || g[i-1].Text == ":")
}

// columns is the width of glyphs.
func columns(g []glyph) int {
	w := 0
	for i := range g {
		w += int(g[i].Width)
	}
	return w
}

// trim drops spaces at the end.
func trim(g []glyph) []glyph {
	for len(g) > 0 && g[len(g)-1].blank() {
		g = g[:len(g)-1]
	}
	return g
}
