package render

import (
	"strings"

	"broadsheet/internal/brief"
)

// A StyleID names a style in the table of the Engine that made it; 0 is the
// terminal's own.
type StyleID uint16

// A Link is where a cell leads: to an address, or, where Here is set, to a
// passage of the same brief, or, where Ref is set, to another document. Of URL,
// Here and Ref one at most is set; the zero value leads nowhere.
type Link struct {
	URL     string // has been through inert.URL: http, https or mailto, without control characters
	Here    bool
	Passage int    // index into Brief.Passages; only where Here is set
	Ref     string // as the author wrote it, relative to the document ("../2025/y.md#part"), percent signs resolved; on one line and harmless; at most 1,024 bytes. Nobody has checked that it exists, or where it lies
	Named   bool   // Ref is not a path but the name of a document ("[[Name]]"), and may have "#" and the name of a heading behind it
}

// A Cell is one grapheme on the screen.
type Cell struct {
	Text  string  // one grapheme cluster, harmless; " " where there is nothing
	Link  *Link   // nil: no link
	Style StyleID // how it looks
	Width uint8   // columns it takes, 1 or more
}

// A Row is one line of a rendered passage. It is shared with the cache: never
// change it.
type Row struct {
	Cells []Cell
	Src   []int32 // for each cell the byte of Brief.Raw it comes from; -1 for decoration
}

// Width is the number of columns the row takes.
func (r Row) Width() int {
	w := 0
	for i := range r.Cells {
		w += int(r.Cells[i].Width)
	}
	return w
}

// A Block is a passage drawn at one width, without the blank rows around it.
type Block struct {
	Passage int // index into Brief.Passages
	Width   int // the width it was drawn for, in columns
	Rows    []Row
}

// A Region is a run of cells of one row: Row counts from 0 in Block.Rows, the
// cells are Cells[From:To].
type Region struct{ Row, From, To int }

// Locate tells where the bytes s of Brief.Raw are drawn: one region for each
// unbroken run of cells, from the top down. It is nil where none is drawn.
func (b Block) Locate(s brief.Span) []Region {
	var out []Region
	for y, r := range b.Rows {
		from := -1
		for x, src := range r.Src {
			in := src >= 0 && s.Contains(int(src))
			if in && from < 0 {
				from = x
			}
			if !in && from >= 0 {
				out = append(out, Region{y, from, x})
				from = -1
			}
		}
		if from >= 0 {
			out = append(out, Region{y, from, len(r.Src)})
		}
	}
	return out
}

// At gives the byte of Brief.Raw drawn at a row and a column of the screen
// (both from 0, columns not cells). Between cells that have one it is the
// nearest on that row; -1 where the row has none or does not exist.
func (b Block) At(row, col int) int {
	if row < 0 || row >= len(b.Rows) {
		return -1
	}
	best, dist := -1, 0
	x := 0
	for i, c := range b.Rows[row].Cells {
		from, to := x, x+int(c.Width)-1
		x = to + 1
		if b.Rows[row].Src[i] < 0 {
			continue
		}
		d := max(from-col, col-to, 0)
		if best < 0 || d < dist {
			best, dist = int(b.Rows[row].Src[i]), d
		}
	}
	return best
}

// Row gives the row (from 0) on which byte off of Brief.Raw is drawn; where it
// is not drawn itself (markup, say), the row of what comes before it.
func (b Block) Row(off int) int {
	best := 0
	last := int32(-1)
	for y, r := range b.Rows {
		for _, src := range r.Src {
			if src >= 0 && int(src) <= off && src > last {
				best, last = y, src
			}
		}
	}
	return best
}

// LinkAt gives the link drawn at a row and a column of the screen, nil where
// there is none.
func (b Block) LinkAt(row, col int) *Link {
	if row < 0 || row >= len(b.Rows) {
		return nil
	}
	x := 0
	for _, c := range b.Rows[row].Cells {
		if col >= x && col < x+int(c.Width) {
			return c.Link
		}
		x += int(c.Width)
	}
	return nil
}

// text joins the cells without styles.
func (r Row) text() string {
	var sb strings.Builder
	for i := range r.Cells {
		sb.WriteString(r.Cells[i].Text)
	}
	return sb.String()
}
