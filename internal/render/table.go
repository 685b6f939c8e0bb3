package render

import (
	"strings"

	extast "github.com/yuin/goldmark/extension/ast"

	"broadsheet/internal/brief"
)

// minColumn is what a column of a table is never narrower than, unless its
// words are; a table that needs more is drawn as records.
const minColumn = 6

// grid is a table in glyphs. Rows may have cells fewer than columns.
type grid struct {
	cells  [][][]glyph // row, column, glyphs; row 0 is the heading
	align  []extast.Alignment
	widths []int // natural widths: the widest line of each column
	words  []int // the widest word of each column
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
	g := e.grid(t, source)
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
	if widths := fitColumns(g, width); widths != nil {
		return e.ruled(g, widths)
	}
	return e.records(g, width)
}

// grid styles the cells of a table, all in one go; nil where it is too large.
func (e *Engine) grid(t *extast.Table, source []byte) *grid {
	var (
		runs  []run
		sizes [][]int // bytes of each cell's words
	)
	for row := t.FirstChild(); row != nil; row = row.NextSibling() {
		var line []int
		for c := row.FirstChild(); c != nil; c = c.NextSibling() {
			cell, ok := gather(c, source)
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
func (g *grid) measure(c int, cell []glyph) {
	for len(g.widths) <= c {
		g.widths, g.words = append(g.widths, 1), append(g.words, 1)
	}
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
		g.widths[c], g.words[c] = max(g.widths[c], line), max(g.words[c], word)
	}
}

// fitColumns shares width out among the columns: each gets what it needs at
// least, then the narrow ones all they want, the wide ones equal shares. Nil
// where they do not fit.
func fitColumns(g *grid, width int) []int {
	const wide = 18 // a longer word may be broken, else the table falls apart into records
	n := len(g.widths)
	avail := width - 3*(n-1)
	floor := make([]int, n)
	for c, w := range g.widths {
		floor[c] = min(w, max(minColumn, min(g.words[c], wide)))
	}
	if n == 0 || total(floor) > avail {
		return nil
	}
	at := func(level int) []int {
		out := make([]int, n)
		for c, w := range g.widths {
			out[c] = max(floor[c], min(w, level))
		}
		return out
	}
	lo, hi := 0, width
	for lo < hi {
		if mid := (lo + hi + 1) / 2; total(at(mid)) <= avail {
			lo = mid
		} else {
			hi = mid - 1
		}
	}
	out := at(lo)
	left := avail - total(out)
	for c := 0; c < n && left > 0; c++ {
		if out[c] < g.widths[c] {
			out[c]++
			left--
		}
	}
	return out
}

func total(n []int) int {
	t := 0
	for _, v := range n {
		t += v
	}
	return t
}

// ruled draws the table with lines between its columns, and between its rows
// where any row takes more than one line.
func (e *Engine) ruled(g *grid, widths []int) [][]glyph {
	rows := make([][][]glyph, 0, len(g.cells))
	deep := false
	for _, cells := range g.cells {
		lines := e.ruledRow(cells, g.align, widths)
		deep = deep || len(lines) > 1
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
		if len(out) > 0 && (deep || y == 1) {
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
func (e *Engine) records(g *grid, width int) [][]glyph {
	head := g.cells[0]
	rows := g.cells[1:]
	if len(rows) == 0 {
		rows, head = g.cells, nil
	}
	var out [][]glyph
	for _, cells := range rows {
		if len(out) > 0 {
			out = append(out, e.decor(strings.Repeat("─", min(width, minColumn)), e.line))
		}
		for c, cell := range cells {
			var label []glyph
			if c < len(head) && len(head[c]) > 0 {
				label = append(append(label, head[c]...), e.decor(": ", e.line)...)
			}
			if len(label)+len(cell) > 0 {
				out = append(out, e.hang(append(label, cell...), width)...)
			}
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
