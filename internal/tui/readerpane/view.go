package readerpane

import (
	"cmp"
	"fmt"
	"slices"
	"sort"
	"strings"

	"github.com/charmbracelet/x/ansi"

	"broadsheet/internal/brief"
	"broadsheet/internal/inert"
	"broadsheet/internal/reading"
	"broadsheet/internal/render"
	"broadsheet/internal/tui/screen"
)

// View draws the pane: exactly the lines and columns of SetSize. focused
// tells that keys go to this pane.
func (m *Model) View(focused bool) []string {
	if m.width <= 0 || m.height <= 0 {
		return nil
	}
	lines := make([]string, 0, m.height)
	if m.bare {
		lines = append(lines, "")
	} else {
		lines = append(lines, m.head(focused))
	}
	if m.doc.Brief == nil || m.last() < 0 {
		lines = append(lines, m.nothing()...)
	} else {
		for p, missing := m.top, 0; len(lines) < m.height && missing == 0; p, missing = m.forward(p, 1) {
			lines = append(lines, m.line(p, focused))
		}
	}
	lines = screen.Fill(lines, m.width, m.height)
	if m.find.open {
		lines[len(lines)-1] = screen.Fit(m.find.view(m), m.width)
	}
	return lines
}

// nothing says why the pane is empty.
func (m *Model) nothing() []string {
	switch {
	case m.problem != "":
		return []string{"", " " + m.theme.Problem.Render(inert.Line(m.problem))}
	case m.doc.Brief != nil:
		return []string{"", " " + m.theme.Dim.Render("This brief is empty.")}
	}
	return nil
}

// head is the pane's first line: the title, the hits, how far one has read.
func (m *Model) head(focused bool) string {
	title, style := inert.Line(m.doc.Entry.Title), m.theme.Dim
	if focused {
		style = m.theme.Title
	}
	right := ""
	if m.doc.Brief != nil {
		title = m.doc.Brief.Title
		right = m.progress()
		if at, n := m.Hits(); n > 0 {
			right = fmt.Sprintf("hit %s of %d · %s", dash(at), n, right)
		}
	}
	if m.remark != "" {
		right = m.remark + " · " + right
	}
	if m.gone != "" {
		right = m.gone + " · " + right
	}
	sign := "  "
	if focused {
		sign = m.theme.Focus.Render("▌ ")
	}
	return sign + screen.Sides(style.Render(screen.Short(title, max(0, m.width-2-ansi.StringWidthWc(right)-1))), m.theme.Dim.Render(right+" "), m.width-2)
}

// progress says how much has been read, and how long the rest takes.
func (m *Model) progress() string {
	part, more := m.Scrolled()
	if !more {
		part = 1
	}
	percent := fmt.Sprintf("%d%%", int(part*100))
	left := reading.Minutes(int((1-part)*float64(m.doc.Brief.Words)), m.doc.Brief.Lang)
	switch {
	case left == 0 || m.width < 60:
		return percent
	case left < 60:
		return fmt.Sprintf("%d min left · %s", left, percent)
	}
	return fmt.Sprintf("%d h %02d min left · %s", left/60, left%60, percent)
}

func dash(n int) string {
	if n == 0 {
		return "–"
	}
	return fmt.Sprint(n)
}

// line draws one row of the text, with its gutter. The passage in hand has a
// bar, a thin one where the keys go elsewhere.
func (m *Model) line(p place, focused bool) string {
	indent := strings.Repeat(" ", m.indent())
	if p.passage < 0 {
		if p.row >= len(m.masthead) {
			return ""
		}
		return indent + strings.Repeat(" ", gutter) + m.masthead[p.row]
	}
	row := p.row - m.gap(p.passage)
	if row < 0 { // between two passages: the bars of a quotation run on
		between := m.engine.Between(m.doc.Brief, p.passage, m.Column())
		return indent + strings.Repeat(" ", gutter) + m.engine.Paint(between[p.row], nil, m.Column())
	}
	block := m.block(p.passage)
	if row >= len(block.Rows) {
		return ""
	}
	text := m.engine.Paint(block.Rows[row], m.marksOf(p.passage), m.Column())
	return indent + m.sign(p.passage, row, focused) + text
}

// sign is the gutter of a row: the passage in hand, then what is known of it.
func (m *Model) sign(i, row int, focused bool) string {
	hand, sign := " ", " "
	switch {
	case i == m.hand && focused:
		hand = m.theme.Accent.Render("▌")
	case i == m.hand && !m.quiet:
		hand = m.theme.Border.Render("▏")
	}
	first := 0
	b, marked := m.bookmarkOf(i)
	if marked && (i != m.tied || len(m.block(i).Rows) > 1) {
		first = 1
	}
	if role := m.roleSign(i, row, first); role != "" {
		sign = role
	}
	switch {
	case row >= first:
	case b.Colour != "": // told by its letter, too
		sign = m.theme.Tint(b.Colour).Render(strings.ToUpper(b.Colour[:1]))
	default:
		sign = m.theme.Bookmark.Render("◆")
	}
	return hand + sign + " "
}

// bookmarkOf is the first bookmark that touches passage i.
func (m *Model) bookmarkOf(i int) (first Bookmark, ok bool) {
	s := m.doc.Brief.Passages[i].Span
	for _, b := range m.bookmarks {
		if b.Span.Overlaps(s) && (!ok || b.Span.Start < first.Span.Start) {
			first, ok = b, true
		}
	}
	return first, ok
}

// tint is the mark of a bookmark of a colour.
func tint(colour string) render.MarkKind {
	switch colour {
	case "red":
		return render.MarkRed
	case "yellow":
		return render.MarkYellow
	case "green":
		return render.MarkGreen
	case "blue":
		return render.MarkBlue
	}
	return render.MarkBookmark
}

// marksOf are the marks that touch passage i.
func (m *Model) marksOf(i int) []render.Mark {
	s := m.doc.Brief.Passages[i].Span
	var marks []render.Mark
	for _, b := range m.bookmarks {
		if b.Span.Overlaps(s) {
			marks = append(marks, render.Mark{Span: b.Span, Kind: tint(b.Colour)})
		}
	}
	marks = append(marks, m.standing(i).Marks...)
	if i == m.tied {
		marks = append(marks, m.standing(i).Near...)
	}
	hits := m.doc.Hits
	first := sort.Search(len(hits), func(k int) bool { return hits[k].End > s.Start })
	for k := first; k < len(hits) && hits[k].Start < s.End; k++ {
		kind := render.MarkHit
		switch {
		case k == m.hit:
			kind = render.MarkCurrent
		case m.other(hits[k]):
			kind = render.MarkVariant
		}
		marks = append(marks, render.Mark{Span: hits[k], Kind: kind})
	}
	if span, _, ok := m.Selection(); ok && span.Overlaps(s) {
		marks = append(marks, render.Mark{Span: span, Kind: render.MarkSelected})
	}
	return marks
}

// other tells whether a hit is another spelling or name of what was asked for.
func (m *Model) other(hit brief.Span) bool {
	_, ok := slices.BinarySearchFunc(m.doc.Other, hit, func(a, b brief.Span) int { return cmp.Or(a.Start-b.Start, a.End-b.End) })
	return ok
}

// drawMasthead makes the rows above the text: title, where it is from, what
// is wrong with the file. At least one row.
func (m *Model) drawMasthead() []string {
	b := m.doc.Brief
	if b == nil {
		return []string{""}
	}
	width := m.Column()
	rows := []string{""}
	wrap := func(text string, style interface{ Render(...string) string }) {
		for _, l := range strings.Split(ansi.WrapWc(text, width, ""), "\n") {
			rows = append(rows, style.Render(l))
		}
	}
	if !titled(b) {
		wrap(b.Title, m.theme.Title)
	}
	if where := Where(b.Meta); where != "" {
		wrap(where, m.theme.Dim)
	}
	if len(b.Tags) > 0 {
		wrap(strings.Join(b.Tags, " · "), m.theme.Accent)
	}
	for _, n := range b.Notes {
		wrap("Note: "+n, m.theme.Problem)
	}
	return append(rows, "")
}

// titled tells that the text itself begins with the title.
func titled(b *brief.Brief) bool {
	return len(b.Passages) > 0 && b.Passages[0].Kind == brief.Heading && b.Passages[0].Text == b.Title
}

// Where says in one line who wrote the brief, for whom and when.
func Where(m brief.Meta) string {
	var parts []string
	for _, p := range []string{m.Source, m.Day(), strings.Join(m.Authors, ", ")} {
		if p != "" {
			parts = append(parts, p)
		}
	}
	return strings.Join(parts, " · ")
}
