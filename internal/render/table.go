package render

import (
	"slices"
	"strings"

	extast "github.com/yuin/goldmark/extension/ast"

	"broadsheet/internal/brief"
)

// minColumn is what a column of a table is never narrower than, unless its
// words are; a table that needs more is drawn as records.
const minColumn = 6

// grid is a table in glyphs. Rows may have cells fewer than columns.
type grid struct {
	cells [][][]glyph // row, column, glyphs; row 0 is the heading
	align []extast.Alignment
	extent
}

// table draws passage i as a table, or as records where it can not fit; nil
// where its leaf is no table.
func (e *Engine) table(b *brief.Brief, i, width int) [][]glyph {
	doc, source := b.Leaf(i)
	if doc == nil {
		return nil
	}
	t, ok := doc.FirstChild().(*extast.Table)
	if !ok || len(source) > 2*maxStyled {
		return nil
	}
	p := &b.Passages[i]
	g := e.grid(b, t, source)
	if g == nil {
		return nil
	}
	var all []glyph
	for _, row := range g.cells {
		for _, cell := range row {
			all = append(all, cell...)
		}
	}
	align(all, p, "|")
	if !whole(all, strings.ReplaceAll(p.Text, "|", "")) {
		return nil
	}
	k := 0
	for _, row := range g.cells {
		for c := range row {
			k += copy(row[c], all[k:])
		}
	}
	m := manner{continued: p.Part > 0}
	if m.whole = e.extent(b, i); m.whole != nil {
		g.adopt(m)
	}
	if widths := fitColumns(&g.extent, width); widths != nil {
		return e.ruled(g, widths, m)
	}
	return e.records(g, width, m)
}

// grid styles the cells of a table, all in one go; nil where it is too large.
func (e *Engine) grid(b *brief.Brief, t *extast.Table, source []byte) *grid {
	var (
		runs  []run
		sizes [][]int // bytes of each cell's words
	)
	for row := t.FirstChild(); row != nil; row = row.NextSibling() {
		var line []int
		for c := row.FirstChild(); c != nil; c = c.NextSibling() {
			cell, ok := gather(b, c, source)
			if !ok {
				return nil
			}
			if row.Kind() == extast.KindTableHeader {
				cell = bold(cell)
			}
			line = append(line, len(join(cell)))
			runs = append(append(runs, cell...), run{text: "\n"})
		}
		sizes = append(sizes, line)
	}
	words := join(runs)
	var looks []look
	if len(runs) <= 2*maxRuns {
		looks = e.styleRuns(runs, words, 0)
	}
	glyphs := e.glyphRuns(runs, words, looks)
	return e.split(t, glyphs, sizes)
}

func bold(runs []run) []run {
	for k := range runs {
		runs[k].attr |= strong
	}
	return runs
}

// split shares the glyphs out to the cells and measures the columns.
func (e *Engine) split(t *extast.Table, glyphs []glyph, sizes [][]int) *grid {
	g := &grid{align: t.Alignments}
	at := 0
	for _, line := range sizes {
		row := make([][]glyph, len(line))
		for c, size := range line {
			n := 0
			for n < len(glyphs) && int(glyphs[n].at) < at+size {
				n++
			}
			row[c] = glyphs[:n:n]
			glyphs = glyphs[min(n+1, len(glyphs)):]
			at += size + 1
			g.measure(c, row[c])
		}
		g.cells = append(g.cells, row)
	}
	return g
}

// measure takes a cell into account for the widths of its column.
func (x *extent) measure(c int, cell []glyph) {
	line, word := 0, 0
	for k := range cell {
		w := int(cell[k].Width)
		line, word = line+w, word+w
		if cell[k].end() {
			line = 0
		}
		if cell[k].end() || cell[k].blank() {
			word = 0
		}
		x.widen(c, line, word)
	}
	x.widen(c, 1, 1)
}

// fitColumns shares width out among the columns. Nil where they do not fit: no
// column is narrower than its words. One that wants no more than an equal share
// gets what it wants, so that dates and names stay on their line; the others
// share the rest so that their longest cells take about as many lines.
func fitColumns(g *extent, width int) []int {
	const wide = 18 // a longer word may be broken, else the table falls apart into records
	n := len(g.widths)
	left := width - 3*(n-1)
	out := make([]int, n)
	var long []int // columns that have not got what they want
	for c, w := range g.widths {
		out[c] = min(w, max(minColumn, min(g.words[c], wide)))
		left -= out[c]
		if out[c] < w {
			long = append(long, c)
		}
	}
	if n == 0 || left < 0 {
		return nil
	}
	long, left = g.fulfil(out, long, left)
	for ; left > 0 && len(long) > 0; left-- {
		most := 0
		for i, c := range long { // the one whose longest cell takes the most lines
			if g.widths[c]*out[long[most]] > g.widths[long[most]]*out[c] {
				most = i
			}
		}
		c := long[most]
		if out[c]++; out[c] == g.widths[c] {
			long = slices.Delete(long, most, most+1)
		}
	}
	return out
}

// fulfil gives to those of the long columns what they want that want no more
// than an equal share of what all of these have, and gives the others, and the
// columns of the screen that are left.
func (g *extent) fulfil(out, long []int, left int) ([]int, int) {
	for i := 0; i < len(long); {
		share := left
		for _, c := range long {
			share += out[c]
		}
		c := long[i]
		more := g.widths[c] - out[c]
		if g.widths[c]*len(long) > share || more > left {
			i++
			continue
		}
		out[c] += more
		left -= more
		long, i = slices.Delete(long, i, i+1), 0 // the share of the others has grown
	}
	return long, left
}

// ruled draws the table with lines between its columns, below its heading, and
// between its other rows where any of them takes more than one line.
func (e *Engine) ruled(g *grid, widths []int, m manner) [][]glyph {
	rows := make([][][]glyph, 0, len(g.cells))
	deep := m.whole.breaks(widths)
	for _, cells := range g.cells {
		lines := e.ruledRow(cells, g.align, widths)
		deep = deep || m.whole == nil && len(lines) > 1 && len(rows) > 0
		rows = append(rows, lines)
	}
	var strokes []string
	for _, w := range widths {
		strokes = append(strokes, strings.Repeat("─", w))
	}
	line := e.decor(strings.Join(strokes, "─┼─"), e.line)
	var out [][]glyph
	for y, lines := range rows {
		if y == 0 && empty(g.cells[0]) {
			continue
		}
		if len(out) > 0 && (deep || y == 1) || m.continued && deep {
			out = append(out, line)
		}
		out = append(out, lines...)
	}
	if len(rows) == 1 {
		out = append(out, line)
	}
	return out
}

// empty tells whether all cells of a row are.
func empty(cells [][]glyph) bool {
	for _, c := range cells {
		if len(c) > 0 {
			return false
		}
	}
	return true
}

// ruledRow draws one row of the table, as many lines as its deepest cell takes.
func (e *Engine) ruledRow(cells [][]glyph, align []extast.Alignment, widths []int) [][]glyph {
	wrapped := make([][][]glyph, len(widths))
	depth := 1
	for c := range widths {
		if c < len(cells) {
			wrapped[c] = wrap(cells[c], widths[c])
			depth = max(depth, len(wrapped[c]))
		}
	}
	out := make([][]glyph, depth)
	for y := range depth {
		for c, w := range widths {
			var part []glyph
			if y < len(wrapped[c]) {
				part = wrapped[c][y]
			}
			if c > 0 {
				out[y] = append(out[y], e.decor(" │ ", e.line)...)
			}
			before := slack(align, c, w-columns(part))
			out[y] = append(out[y], e.blanks(before)...)
			out[y] = append(out[y], part...)
			out[y] = append(out[y], e.blanks(w-columns(part)-before)...)
		}
		out[y] = trim(out[y])
	}
	return out
}

// slack tells how many of the free columns of a cell stand before its words.
func slack(align []extast.Alignment, c, free int) int {
	if c < len(align) {
		switch align[c] {
		case extast.AlignRight:
			return free
		case extast.AlignCenter:
			return free / 2
		}
	}
	return 0
}

func (e *Engine) blanks(n int) []glyph { return e.decor(strings.Repeat(" ", max(n, 0)), 0) }

// records draws the rows one under another, each cell on lines of its own
// after its column's heading.
func (e *Engine) records(g *grid, width int, m manner) [][]glyph {
	head := g.cells[0]
	rows := g.cells[1:]
	if len(rows) == 0 {
		rows, head = g.cells, nil
	}
	if m.continued {
		head = m.whole.head
	}
	label := labelWidth(head, width)
	var out [][]glyph
	for _, cells := range rows {
		if len(out) > 0 || m.continued {
			out = append(out, e.decor(strings.Repeat("─", min(width, minColumn)), e.line))
		}
		for c, cell := range cells {
			var name []glyph
			if c < len(head) {
				name = head[c]
			}
			switch {
			case len(name)+len(cell) == 0:
				continue
			case len(cell) == 0:
				cell = e.decor("–", e.dim)
			}
			if label > 0 {
				out = append(out, e.beside(name, cell, label, width)...)
				continue
			}
			if len(name) > 0 {
				name = append(slices.Clone(name), e.decor(": ", e.line)...)
			}
			out = append(out, e.hang(append(name, cell...), width)...)
		}
	}
	return out
}

// labelWidth is the columns for the headings of records, where they stand in a
// column of their own: no wider than a third of the screen. 0 where that is
// too narrow, or there are none.
func labelWidth(head [][]glyph, width int) int {
	const least, most = 8, 24
	room := min(width/3, most)
	if room < least || empty(head) {
		return 0
	}
	var x extent
	widest := 0
	for _, h := range head {
		x.measure(0, h)
		for _, l := range wrap(slices.Clone(h), room) {
			widest = max(widest, columns(l))
		}
	}
	if x.words[0] > room {
		return 0
	}
	return widest
}

// beside draws a cell of a record, its heading at the left of it.
func (e *Engine) beside(name, cell []glyph, label, width int) [][]glyph {
	const gap = 2
	left, right := wrap(slices.Clone(name), label), wrap(cell, width-label-gap)
	out := make([][]glyph, max(len(left), len(right)))
	for y := range out {
		used := 0
		if y < len(left) {
			out[y] = append(out[y], left[y]...)
			used = columns(left[y])
		}
		if y < len(right) && len(right[y]) > 0 {
			out[y] = append(append(out[y], e.blanks(label+gap-used)...), right[y]...)
		}
	}
	return out
}

// hang wraps glyphs with all lines but the first indented.
func (e *Engine) hang(g []glyph, width int) [][]glyph {
	const indent = 2
	if width <= 2*indent {
		return wrap(g, width)
	}
	lines := wrap(g, width-indent)
	for k := 1; k < len(lines); k++ {
		lines[k] = append(e.blanks(indent), lines[k]...)
	}
	return lines
}
