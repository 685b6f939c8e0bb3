package render

import (
	"bytes"
	"strings"

	"broadsheet/internal/brief"
	"broadsheet/internal/inert"
)

const (
	minText   = 12 // columns the words keep, before containers are drawn; less on a narrower screen
	maxMarker = 12 // columns of a list marker
	maxName   = 24 // columns of a note's name, or a third of the screen if that is less
)

// frame is what stands at the left of a passage's rows for the containers it
// is in. Where they would leave too little for the words, the outermost are
// not drawn.
func (e *Engine) frame(in []brief.Container, width int) (first, rest []glyph) {
	for {
		first, rest = nil, nil
		for _, c := range in {
			f, r := e.piece(c, width)
			first, rest = append(first, f...), append(rest, r...)
		}
		if len(in) == 0 || width-columns(rest) >= min(minText, width) {
			return first, rest
		}
		in = in[1:]
	}
}

// piece is one container's part of the first row and of the others, on a screen
// of width columns; both are equally wide.
func (e *Engine) piece(c brief.Container, width int) (first, rest []glyph) {
	if c.Kind == brief.InQuote {
		bar := e.decor("│ ", e.bar)
		return bar, bar
	}
	most := maxMarker
	if c.Kind == brief.InNote {
		most = max(maxMarker, min(maxName, width/3))
	}
	marker := e.clip(e.decor(inert.Line(c.Marker), e.marker), most)
	hang := max(columns(marker)+1, 2)
	rest = e.decor(strings.Repeat(" ", hang), 0)
	if !c.First {
		return rest, rest
	}
	return append(marker, e.decor(strings.Repeat(" ", hang-columns(marker)), 0)...), rest
}

// clip cuts glyphs to at most width columns, "…" for what is cut off.
func (e *Engine) clip(g []glyph, width int) []glyph {
	if columns(g) <= width {
		return g
	}
	used, n := 0, 0
	for n < len(g) && used+int(g[n].Width) < width {
		used += int(g[n].Width)
		n++
	}
	return append(g[:n:n], e.decor("…", e.dim)...)
}

// rows puts lines of glyphs into a frame. Memory is one block for all.
func (e *Engine) rows(lines [][]glyph, first, rest []glyph) []Row {
	total := 0
	for _, l := range lines {
		total += len(l) + len(rest)
	}
	total += len(first)
	cells, srcs := make([]Cell, 0, total), make([]int32, 0, total)
	out := make([]Row, 0, len(lines))
	for i, l := range lines {
		from := len(cells)
		prefix := rest
		if i == 0 {
			prefix = first
		}
		if len(l) == 0 {
			prefix = trim(prefix)
		}
		for _, part := range [2][]glyph{prefix, l} {
			for k := range part {
				c := part[k].Cell
				c.Text = closed(c.Text)
				cells = append(cells, c)
				srcs = append(srcs, part[k].src)
			}
		}
		n := len(cells)
		out = append(out, Row{Cells: cells[from:n:n], Src: srcs[from:n:n]})
	}
	return out
}

// Gap is the number of blank rows before passage i of b: none before the first
// and between the parts of one table or code, the items of a tight list, lines
// of asides, or a term and what it is, two before a heading of the first or
// second level that follows text, one otherwise.
func (e *Engine) Gap(b *brief.Brief, i int) int {
	if i <= 0 || i >= len(b.Passages) {
		return 0
	}
	prev, p := &b.Passages[i-1], &b.Passages[i]
	switch {
	case p.Part > 0:
		return 0
	case p.Kind == brief.Heading && p.Level <= 2 && prev.Kind != brief.Heading:
		return 2
	case tight(b, prev, p), defines(p) && prev.Kind == brief.Paragraph && !inList(prev):
		return 0
	}
	return 1
}

// defines tells whether a passage begins what is said of a term, which stands
// right above it.
func defines(p *brief.Passage) bool {
	n := len(p.Frame)
	return n > 0 && p.Frame[n-1].Kind == brief.InDefinition && p.Frame[n-1].First
}

// tight tells whether two passages follow one another without an empty line,
// where that means that they belong together: in lists, and in what is aside.
func tight(b *brief.Brief, prev, p *brief.Passage) bool {
	if p.Kind == brief.Heading || prev.Kind == brief.Heading || p.Kind == brief.Code || p.Kind == brief.Table {
		return false
	}
	if !(prev.Aside && p.Aside) && !(inList(prev) && inList(p)) {
		return false
	}
	from, to := prev.Span.End, p.Span.Start
	if from < 0 || to > len(b.Raw) || from > to {
		return false
	}
	lines := bytes.Split(b.Raw[from:to], []byte{'\n'})
	if from > 0 && b.Raw[from-1] == '\n' {
		lines = append([][]byte{[]byte("-")}, lines...)
	}
	for k := 1; k < len(lines)-1; k++ {
		if len(bytes.Trim(lines[k], " \t\r>")) == 0 {
			return false
		}
	}
	return true
}

// inList tells whether a passage stands in an item or the like, whatever else.
func inList(p *brief.Passage) bool {
	for _, c := range p.Frame {
		if c.Kind != brief.InQuote {
			return true
		}
	}
	return false
}

// Between gives the rows to draw between passage i-1 and passage i: as many as
// Gap says, empty but for the bars of quotations that both stand in.
func (e *Engine) Between(b *brief.Brief, i, width int) []Row {
	n := e.Gap(b, i)
	if n == 0 {
		return nil
	}
	p := &b.Passages[i]
	shared := 0
	for shared < len(p.Frame) && !p.Frame[shared].First {
		shared++
	}
	_, rest := e.frame(p.Frame[:shared], width)
	row := e.rows([][]glyph{nil}, rest, rest)[0]
	out := make([]Row, n)
	for k := range out {
		out[k] = row
	}
	return out
}
