package readerpane

import (
	"time"

	"broadsheet/internal/brief"
	"broadsheet/internal/render"
)

// headRows is the number of rows above the text.
const headRows = 1

// body is the number of rows for text: all but the heading line, and the input
// line while it is open.
func (m *Model) body() int {
	if m.find.open {
		return max(1, m.height-headRows-1)
	}
	return max(1, m.height-headRows)
}

// gutter is the room left of the text: the hand, a sign, a space.
const gutter = 3

// Column is the width of the text as it is drawn, in columns.
func (m *Model) Column() int {
	return max(10, min(m.measure.Width, m.width-gutter-1-2*m.measure.Margin))
}

// indent is how far the text stands from the pane's left edge, so that it is
// in the middle.
func (m *Model) indent() int { return max(0, (m.width-gutter-1-m.Column())/2) }

// blockAt is the passage drawn at a row of the pane, its heading line being
// row 0, with the block and the row of it; false where there is none.
func (m *Model) blockAt(row int) (passage int, block render.Block, line int, ok bool) {
	if m.doc.Brief == nil || m.last() < 0 || row < headRows || row >= m.height {
		return 0, block, 0, false
	}
	p, missing := m.forward(m.top, row-headRows)
	if p.passage < 0 || missing > 0 {
		return 0, block, 0, false
	}
	block = m.block(p.passage)
	return p.passage, block, max(0, p.row-m.gap(p.passage)), true
}

func (m *Model) block(i int) render.Block { return m.engine.Render(m.doc.Brief, i, m.Column()) }

// gap is the number of blank rows before passage i.
func (m *Model) gap(i int) int {
	if i <= 0 {
		return 0
	}
	return m.engine.Gap(m.doc.Brief, i)
}

// rows is the number of rows of passage i, the blank ones before it included;
// at least one.
func (m *Model) rows(i int) int {
	if i < 0 {
		return max(1, len(m.masthead))
	}
	return max(1, m.gap(i)+len(m.block(i).Rows))
}

func (m *Model) last() int { return len(m.doc.Brief.Passages) - 1 }

// forward is the place n rows further on, and how many rows were missing.
func (m *Model) forward(p place, n int) (place, int) {
	for {
		left := m.rows(p.passage) - 1 - p.row
		if n <= left {
			return place{p.passage, p.row + n}, 0
		}
		if p.passage >= m.last() {
			return place{p.passage, p.row + max(0, left)}, n - max(0, left)
		}
		n -= left + 1
		p = place{p.passage + 1, 0}
	}
}

// back is the place n rows earlier, or the start.
func (m *Model) back(p place, n int) place {
	for n > p.row {
		if p.passage < 0 {
			return place{-1, 0}
		}
		n -= p.row + 1
		p.passage--
		p.row = m.rows(p.passage) - 1
	}
	return place{p.passage, p.row - n}
}

// clamp keeps the last row at the bottom of the pane, and the passage in hand
// on screen.
func (m *Model) clamp() {
	if m.doc.Brief == nil {
		return
	}
	if _, missing := m.forward(m.top, m.body()-1); missing > 0 {
		m.top = m.back(m.top, missing)
	}
	first, last := m.visible()
	m.hand = max(first, min(m.hand, last))
}

// visible gives the first and the last passage with a row of text on screen.
func (m *Model) visible() (first, last int) {
	first = m.top.passage
	if first >= 0 && m.top.row >= m.rows(first) {
		first++
	}
	bottom, _ := m.forward(m.top, m.body()-1)
	last = bottom.passage
	if last >= 0 && bottom.row < m.gap(last) {
		last--
	}
	return max(0, first), max(0, last, first)
}

// Scroll moves the text by rows; where it can go no further, the passage in
// hand moves instead.
func (m *Model) Scroll(rows int) {
	if m.doc.Brief == nil || len(m.doc.Brief.Passages) == 0 {
		return
	}
	m.travelled = true
	before := m.top
	if rows > 0 {
		m.top, _ = m.forward(m.top, rows)
	} else {
		m.top = m.back(m.top, -rows)
	}
	m.clamp()
	if m.top == before {
		m.hand = max(0, min(m.hand+sign(rows), m.last()))
		m.clamp()
	}
	m.setAnchor()
}

func sign(n int) int {
	if n < 0 {
		return -1
	}
	return 1
}

func (m *Model) toStart() {
	m.top, m.hand = place{-1, 0}, 0
	m.setAnchor()
}

func (m *Model) toEnd() {
	m.top = place{m.last(), m.rows(m.last()) - 1}
	m.clamp()
	m.hand = max(0, m.last())
	m.setAnchor()
}

// step takes the next passage in hand, or the one before; rules have no text
// and are passed over.
func (m *Model) step(dir int) {
	for i := m.hand + dir; i >= 0 && i <= m.last(); i += dir {
		if m.doc.Brief.Passages[i].Text != "" {
			m.take(i)
			return
		}
	}
}

// section takes the heading of the next section in hand, or of the one before.
func (m *Model) section(dir int) {
	for i := m.hand + dir; i >= 0 && i <= m.last(); i += dir {
		if m.doc.Brief.Passages[i].Kind == brief.Heading {
			m.GoToPassage(i)
			return
		}
	}
	if dir < 0 {
		m.toStart()
	}
}

func (m *Model) take(i int) {
	m.hand = i
	m.keepHandVisible()
}

// keepHandVisible scrolls as little as shows the passage in hand whole, or
// its start where it is longer than the pane.
func (m *Model) keepHandVisible() {
	if m.doc.Brief == nil || m.last() < 0 {
		return
	}
	m.showHand()
	m.setAnchor()
}

// showHand is keepHandVisible with the anchor left where it was.
func (m *Model) showHand() {
	i := m.hand
	start := m.start(i)
	end := place{i, m.rows(i) - 1}
	switch lowest := m.back(end, m.body()-1); {
	case before(start, m.top):
		m.top = start
		if i == 0 {
			m.top = place{-1, 0}
		}
	case before(m.top, lowest):
		m.top = lowest
		if before(start, lowest) {
			m.top = start
		}
	}
	hand := m.hand
	m.clamp()
	m.hand = hand
}

func before(a, b place) bool {
	return a.passage < b.passage || a.passage == b.passage && a.row < b.row
}

// GoTo shows the bytes s a third down the pane, with their passage in hand.
func (m *Model) GoTo(s brief.Span) {
	if m.doc.Brief == nil {
		return
	}
	i := m.doc.Brief.At(s.Start)
	if i < 0 {
		return
	}
	row := 0
	if regions := m.block(i).Locate(s); len(regions) > 0 {
		row = regions[0].Row
	}
	m.top = m.back(place{i, m.gap(i) + row}, m.body()/3)
	m.hand = i
	m.clamp()
	m.hand = i
	m.setAnchor()
}

// setAnchor remembers the byte at the top.
func (m *Model) setAnchor() {
	m.anchor = -1
	if m.top.passage < 0 {
		return
	}
	rows := m.block(m.top.passage).Rows
	for r := max(0, m.top.row-m.gap(m.top.passage)); r < len(rows); r++ {
		for _, src := range rows[r].Src {
			if src >= 0 {
				m.anchor = int(src)
				return
			}
		}
	}
	m.anchor = m.doc.Brief.Passages[m.top.passage].Span.Start
}

// placeOf is the row that shows the byte off.
func (m *Model) placeOf(off int) place {
	i := m.doc.Brief.At(off)
	if i < 0 {
		return place{-1, 0}
	}
	return place{i, m.gap(i) + max(0, m.block(i).Row(off))}
}

// Progress is how much of the brief stands above the bottom of the pane, 0 to
// 1.
func (m *Model) Progress() float64 {
	if m.doc.Brief == nil || m.last() < 0 {
		return 1
	}
	bottom, missing := m.forward(m.top, m.body()-1)
	all := m.doc.Brief.Body
	if missing > 0 || bottom.passage >= m.last() && bottom.row >= m.rows(m.last())-1 || all.Len() == 0 {
		return 1
	}
	if bottom.passage < 0 {
		return 0
	}
	s := m.doc.Brief.Passages[bottom.passage].Span
	part := float64(bottom.row+1) / float64(max(1, m.rows(bottom.passage)))
	return (float64(s.Start-all.Start) + part*float64(s.Len())) / float64(all.Len())
}

// Scrolled is how far the text has been scrolled, 0 at the start and 1 at the
// end; false where all of it is on screen.
func (m *Model) Scrolled() (part float64, ok bool) {
	if m.doc.Brief == nil || m.last() < 0 {
		return 0, false
	}
	start, end := m.top == place{-1, 0}, m.Progress() >= 1
	all := m.doc.Brief.Body
	switch {
	case start:
		return 0, !end
	case end:
		return 1, true
	}
	return float64(max(0, m.anchor-all.Start)) / float64(max(1, all.Len())), true
}

// SetScrolled scrolls so that Scrolled is about part.
func (m *Model) SetScrolled(part float64) {
	if m.doc.Brief == nil || m.last() < 0 {
		return
	}
	all := m.doc.Brief.Body
	switch {
	case part <= 0:
		m.SetPlace(-1)
	case part >= 1:
		m.toEnd()
	default:
		m.SetPlace(all.Start + int(part*float64(all.Len())))
		m.setAnchor()
	}
}

// GoToPassage shows passage i at the top, and takes it in hand.
func (m *Model) GoToPassage(i int) {
	if m.doc.Brief == nil || i < 0 || i > m.last() {
		return
	}
	m.top = place{i, min(m.gap(i), m.rows(i)-1)}
	m.clamp()
	m.hand = i
	m.setAnchor()
}

// Ahead draws passages that will be on screen soon, a screen before and after
// this one, for at most about the time given, and tells whether some are left.
func (m *Model) Ahead(most time.Duration) (more bool) {
	if m.doc.Brief == nil || m.last() < 0 {
		return false
	}
	start := time.Now()
	first, last := m.visible()
	for _, side := range []struct{ from, step int }{{last + 1, 1}, {first - 1, -1}} {
		drawn := 0
		for i := side.from; i >= 0 && i <= m.last() && drawn < m.height; i += side.step {
			drawn += m.rows(i)
			if time.Since(start) > most {
				return true
			}
		}
	}
	return false
}
