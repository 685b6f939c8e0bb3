package render

import (
	"strings"
	"unicode/utf8"

	xansi "github.com/charmbracelet/x/ansi"
)

// A glyph is a cell on its way to a row.
type glyph struct {
	Cell
	at   int32 // byte of the string the glyphs were cut from
	src  int32 // byte of Brief.Raw, -1 for decoration
	deco bool  // not the author's: never aligned with the passage's text
}

// end tells whether the glyph ends a line.
func (g *glyph) end() bool { return g.Text == "\n" }

// blank tells whether the glyph is a space.
func (g *glyph) blank() bool { return g.Text == " " }

// cut cuts text into glyphs: one for each grapheme cluster, those without a
// width joined to the one before (a mark without a letter, say), and one of no
// width for each newline. Their sources are not set.
func (e *Engine) cut(text string) []glyph {
	out := make([]glyph, 0, len(text))
	lead := -1 // where clusters without a width began, at the start of a line
	for i := 0; i < len(text); {
		s, w := e.cluster(text[i:])
		from := i
		i += len(s)
		if s == "\n" {
			out = append(out, lone(text, lead, from)...)
			out = append(out, glyph{Cell: Cell{Text: s}, at: int32(from), src: -1})
			lead = -1
			continue
		}
		if s[0] == ' ' && len(s) > 1 { // a space is always a glyph of its own, to be broken at
			i = from + 1
			s, w = " ", 1
		}
		if w == 0 {
			if n := len(out); n > 0 && !out[n-1].end() && !out[n-1].blank() {
				out[n-1].Text = text[out[n-1].at:i]
			} else if lead < 0 {
				lead = from
			}
			continue
		}
		if lead >= 0 {
			from, lead = lead, -1
		}
		out = append(out, glyph{Cell: Cell{Text: text[from:i], Width: uint8(w)}, at: int32(from), src: -1})
	}
	return append(out, lone(text, lead, len(text))...)
}

// lone is the glyph for a line of nothing but marks, text[from:to], which need
// something to stand on; none where from is negative.
func lone(text string, from, to int) []glyph {
	if from < 0 {
		return nil
	}
	return []glyph{{Cell: Cell{Text: stand + text[from:to], Width: 1}, at: int32(from), src: -1}}
}

// stand is what lone marks stand on: a space that is no word break.
const stand = "\u00a0"

// own is the glyph's text without what lone marks were given to stand on.
func (g *glyph) own() string {
	if len(g.Text) > len(stand) {
		return strings.TrimPrefix(g.Text, stand)
	}
	return g.Text
}

// closed is text made not to join with what is drawn after it: a sign that
// stands before a number (U+0600 and the like) would take in even a space, and
// the columns with it. The non-joiner that is added has no width.
func closed(text string) string {
	r, n := utf8.DecodeLastRuneInString(text)
	if r < 0x600 || r >= 0x2000 && r < 0x11000 {
		return text
	}
	last := text[len(text)-n:]
	if s, _ := xansi.FirstGraphemeCluster(last+" ", xansi.GraphemeWidth); len(s) == n {
		return text
	}
	return text + "\u200c"
}

// cluster is the first grapheme cluster of text and its columns.
func (e *Engine) cluster(text string) (string, int) {
	if c := text[0]; c < 0x7f && (len(text) == 1 || text[1] < 0x80) {
		if c < ' ' {
			return text[:1], 0
		}
		return text[:1], 1
	}
	s, w := xansi.FirstGraphemeCluster(text, xansi.GraphemeWidth)
	if e.theme.Width != nil {
		w = e.theme.Width(s)
	}
	const most = 255
	return s, min(max(w, 0), most)
}

// decor makes glyphs of the engine's own words.
func (e *Engine) decor(text string, style StyleID) []glyph {
	g := e.cut(text)
	for i := range g {
		g[i].Style, g[i].deco = style, true
	}
	return g
}

// glyphRuns makes the glyphs of runs: joined is their words in one string.
func (e *Engine) glyphRuns(runs []run, joined string, looks []look) []glyph {
	g := e.cutRuns(runs, joined)
	r, end, k := -1, 0, 0
	for i := range g {
		at := int(g[i].at)
		for at >= end && r+1 < len(runs) {
			r++
			end += len(runs[r].text)
		}
		for k < len(looks) && looks[k].end <= at {
			k++
		}
		if k < len(looks) {
			g[i].Style = looks[k].style
		}
		g[i].Link = runs[r].link
		if runs[r].attr&aside != 0 {
			g[i].deco = true
			g[i].Style = e.dim
		} else if runs[r].attr&tool != 0 {
			g[i].Style = e.over(g[i].Style, e.dim)
		} else if runs[r].attr&picture != 0 {
			g[i].Style = e.over(g[i].Style, e.image)
		}
	}
	return g
}

// cutRuns cuts the words of runs into glyphs, so that none has a part in what
// the author wrote and a part in what the engine adds.
func (e *Engine) cutRuns(runs []run, joined string) []glyph {
	var out []glyph
	from, to := 0, 0
	for k, r := range runs {
		to += len(r.text)
		if k+1 < len(runs) && (r.attr^runs[k+1].attr)&aside == 0 {
			continue
		}
		g := e.cut(joined[from:to])
		for i := range g {
			g[i].at += int32(from)
		}
		if out == nil {
			out = g
		} else {
			out = append(out, g...)
		}
		from = to
	}
	return out
}

// join is the words of runs in one string.
func join(runs []run) string {
	n := 0
	for _, r := range runs {
		n += len(r.text)
	}
	var sb strings.Builder
	sb.Grow(n)
	for _, r := range runs {
		sb.WriteString(r.text)
	}
	return sb.String()
}
