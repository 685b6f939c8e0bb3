package render

import (
	"fmt"
	"hash/fnv"
	"strings"

	xansi "github.com/charmbracelet/x/ansi"

	"broadsheet/internal/brief"
)

// A Mark is a span of Brief.Raw to be drawn in a mark's style.
type Mark struct {
	Span brief.Span
	Kind MarkKind
}

// MarkKind says what a mark means.
type MarkKind uint8

// The kinds of mark, the later drawn over the earlier.
const (
	MarkBookmark MarkKind = iota // a bookmarked passage
	MarkRed                      // one of that colour, and so on
	MarkYellow
	MarkGreen
	MarkBlue
	MarkShared   // a name or a figure that another account has too
	MarkDiffers  // a figure where another account has another
	MarkCut      // words that are in the older of two versions only
	MarkPut      // words that are in the newer of two versions only
	MarkVariant  // what a search found under another spelling or name
	MarkHit      // what a search found
	MarkSelected // what is being selected
	MarkCurrent  // the hit in hand
	markKinds
)

// markSet has a bit for each kind.
type markSet uint16

// Paint writes one row as one line of the screen: exactly width columns, what
// is too long cut off, the rest filled with spaces. It begins and ends in the
// terminal's own style and outside of links, so lines may be put side by side.
// Cells that come from a mark's span are drawn in its style.
func (e *Engine) Paint(r Row, marks []Mark, width int) string {
	var (
		sb   strings.Builder
		cur  StyleID
		link *Link
		used int
	)
	sb.Grow(width + 32)
	marks = near(marks, r.Src)
	for i := range r.Cells {
		c := &r.Cells[i]
		if used+int(c.Width) > width {
			break
		}
		used += int(c.Width)
		if c.Link != link {
			relink(&sb, link, c.Link)
			link = c.Link
		}
		style := c.Style
		if style == 0 {
			style = e.words
		}
		if len(marks) > 0 {
			style = e.mark(style, setAt(marks, r.Src[i]))
		}
		if style != cur {
			sb.WriteString(e.diff(cur, style))
			cur = style
		}
		sb.WriteString(c.Text)
	}
	relink(&sb, link, nil)
	sb.WriteString(e.diff(cur, 0))
	for ; used < width; used++ {
		sb.WriteByte(' ')
	}
	return sb.String()
}

// near keeps the marks that may touch a row.
func near(marks []Mark, src []int32) []Mark {
	if len(marks) == 0 {
		return nil
	}
	from, to := int32(-1), int32(-1)
	for _, s := range src {
		if s >= 0 && (from < 0 || s < from) {
			from = s
		}
		to = max(to, s)
	}
	var out []Mark
	for _, m := range marks {
		if m.Kind < markKinds && from >= 0 && m.Span.Start <= int(to) && m.Span.End > int(from) {
			out = append(out, m)
		}
	}
	return out
}

// setAt gives the kinds of mark that a source byte lies in.
func setAt(marks []Mark, src int32) markSet {
	var set markSet
	for _, m := range marks {
		if src >= 0 && m.Span.Contains(int(src)) {
			set |= 1 << m.Kind
		}
	}
	return set
}

// mark lays the styles of marks over one another and all over base.
func (e *Engine) mark(base StyleID, set markSet) StyleID {
	if set == 0 {
		return base
	}
	k := markedKey{base, set}
	id, ok := e.marked[k]
	if !ok {
		id = base
		for kind := range markKinds {
			if set&(1<<kind) != 0 {
				id = e.over(id, e.marks[kind])
			}
		}
		e.marked[k] = id
	}
	return id
}

// relink leaves one link and enters another; nil is none. Only what has an
// address is a link to the terminal.
func relink(sb *strings.Builder, from, to *Link) {
	was, is := from != nil && from.URL != "", to != nil && to.URL != ""
	if was && !is {
		sb.WriteString(xansi.ResetHyperlink())
	}
	if is {
		// Terminals join the parts of a link that have one id; a semicolon would
		// end the address for some of them.
		h := fnv.New32a()
		_, _ = h.Write([]byte(to.URL))
		sb.WriteString(xansi.SetHyperlink(strings.ReplaceAll(to.URL, ";", "%3B"), fmt.Sprintf("id=%x", h.Sum32())))
	}
}
