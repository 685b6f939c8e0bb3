package render

import (
	"slices"
	"strings"

	extast "github.com/yuin/goldmark/extension/ast"

	"broadsheet/internal/brief"
)

// An extent is how wide the columns of a table would be, in columns of the
// screen.
type extent struct {
	widths []int     // natural widths: the widest line of each column
	words  []int     // the widest word of each column
	head   [][]glyph // the heading, where the table has several parts
}

// widen makes column c at least as wide as a line and a word.
func (x *extent) widen(c, line, word int) {
	for len(x.widths) <= c {
		x.widths, x.words = append(x.widths, 1), append(x.words, 1)
	}
	x.widths[c], x.words[c] = max(x.widths[c], line), max(x.words[c], word)
}

// breaks tells whether cells of a table in several parts take more than one
// line where its columns have these widths; false for nil.
func (x *extent) breaks(widths []int) bool {
	if x == nil {
		return false
	}
	for c, w := range widths {
		if c < len(x.widths) && w < x.widths[c] {
			return true
		}
	}
	return false
}

// A manner is how a part of a table is drawn so that it goes with the others.
type manner struct {
	whole     *extent // of all parts; nil where there is but one
	continued bool    // it is not the first part
}

// adopt gives a part the columns of the whole table. Columns that only this
// part has keep their own.
func (g *grid) adopt(m manner) {
	own := g.extent
	g.widths, g.words = slices.Clone(m.whole.widths), slices.Clone(m.whole.words)
	for c := len(g.widths); c < len(own.widths); c++ {
		g.widen(c, own.widths[c], own.words[c])
	}
}

// parts gives the first passage of the block that passage i is part of, and
// how many passages it has.
func parts(b *brief.Brief, i int) (first, n int) {
	first = max(0, i-b.Passages[i].Part)
	for n = 1; first+n < len(b.Passages) && b.Passages[first+n].Part == n; {
		n++
	}
	return first, n
}

// extent is that of the table which passage i is part of, the same for all its
// parts; nil where it is the whole table.
func (e *Engine) extent(b *brief.Brief, i int) *extent {
	first, n := parts(b, i)
	if n == 1 {
		return nil
	}
	return e.cache.table(b, first, func() *extent { return e.measure(b, first, n) })
}

// maxMeasured is the most parts of a table that its columns are measured from:
// some 200 KB of text, which takes as long as to draw a part or two. In a table
// that has more a cell may be wider than was seen; it is broken.
const maxMeasured = 24

// measure finds the extent of the table in the n passages from first on, from
// parts spread evenly over it.
func (e *Engine) measure(b *brief.Brief, first, n int) *extent {
	x := &extent{}
	most := 0 // columns; 0 where any number will do
	doc, source := b.Leaf(first)
	if t, ok := doc.FirstChild().(*extast.Table); ok {
		most = len(t.Alignments)
		if g := e.grid(b, t, source); g != nil {
			*x = g.extent
			x.head = g.cells[0]
			for _, cell := range x.head {
				for k := range cell {
					cell[k].deco = true
				}
			}
		}
	}
	seen := min(n, maxMeasured)
	for k := range seen {
		for row := range strings.SplitSeq(b.Passages[first+k*n/seen].Text, "\n") {
			c := 0
			for cell := range strings.SplitSeq(row, " | ") {
				if most == 0 || c < most {
					e.measureText(x, c, cell)
				}
				c++
			}
		}
	}
	return x
}

// measureText takes the text of a cell into account, as it is drawn but for
// what is added to it.
func (e *Engine) measureText(x *extent, c int, cell string) {
	word, at := 0, 0
	for k := range len(cell) {
		if cell[k] >= 0x80 {
			x.measure(c, e.cut(cell))
			return
		}
		if cell[k] == ' ' {
			at = k + 1
		}
		word = max(word, k+1-at)
	}
	x.widen(c, len(cell), word)
}
