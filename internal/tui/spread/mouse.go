package spread

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"broadsheet/internal/tui/readerpane"
)

// A press is what is known of the mouse button over the text.
type press struct {
	down   bool
	clicks int // one after another on the same cell
	at     cell
	when   time.Time
	last   cell // where it was dragged to
	rolls  bool // the text scrolls, since it was dragged to the edge
	border bool // between the panes, which goes where the mouse goes
	link   *readerpane.Link
}

// A cell is a column and a row of the spread.
type cell struct{ x, y int }

// Press gives the keys to the pane under the mouse, and begins to select there:
// two clicks select a word, three a sentence, four a passage. A link that is
// clicked is shown before it is followed. On the border, it takes that.
func (m *Model) Press(x, y int) {
	const together = 400 * time.Millisecond
	at, now, clicks := cell{x, y}, time.Now(), 1
	if last := m.press; at == last.at && now.Sub(last.when) < together {
		clicks = last.clicks + 1
	}
	m.press = press{down: true, clicks: clicks, at: at, last: at, when: now}
	if m.press.border = m.onBorder(at); m.press.border {
		return
	}
	pane, row, col := m.under(at)
	m.SetFocus(pane)
	p := m.Focused()
	if p.Typing() {
		return
	}
	p.Press(row, col, clicks)
	m.tie(m.focus, m.step == ByPassage)
	if link, ok := p.LinkAt(row, col); ok && clicks == 1 {
		m.press.link = &link
	}
}

// Release ends what Press began. It gives the link that was clicked and not
// dragged over.
func (m *Model) Release() (readerpane.Link, bool) {
	link := m.press.link
	m.press.down, m.press.link = false, nil
	if link == nil {
		return readerpane.Link{}, false
	}
	return *link, true
}

// Rolling goes on with a drag that is held at the edge of the pane.
type Rolling struct{}

// Drag extends the selection to the cell under the mouse, while its button is
// down, or moves the border there. Beyond the first and the last row of the pane
// the text scrolls for as long as it is held there.
func (m *Model) Drag(x, y int) tea.Cmd {
	at := cell{x, y}
	switch {
	case !m.press.down:
		return nil
	case m.press.border:
		m.moveBorder(at)
		return nil
	case at == m.press.at && !m.Focused().Selecting():
		return nil
	}
	m.press.last, m.press.link = at, nil
	row, col := m.in(m.focus, at)
	if beyond := m.Focused().Drag(row, col); !beyond || m.press.rolls {
		return nil
	}
	m.press.rolls = true
	return tea.Tick(60*time.Millisecond, func(time.Time) tea.Msg { return Rolling{} })
}

// Roll goes on with a drag, where the mouse is still held there and the spread
// is on show.
func (m *Model) Roll(shown bool) tea.Cmd {
	m.press.rolls = false
	if !shown {
		return nil
	}
	return m.Drag(m.press.last.x, m.press.last.y)
}

// onBorder tells that a cell belongs to the border between the panes.
func (m *Model) onBorder(at cell) bool {
	return len(m.panes) == 2 && (m.over() && at.y == m.share() || !m.over() && at.x == m.share())
}

// moveBorder puts the border between the panes at a cell.
func (m *Model) moveBorder(to cell) {
	at := to.x
	if m.over() {
		at = to.y
	}
	all, _ := m.room()
	m.SetPart((1000*at + all/2) / max(1, all))
}

// under is the pane at a cell, and the row and the column of it in that pane.
func (m *Model) under(at cell) (pane, row, col int) {
	if len(m.panes) == 1 {
		return 0, at.y, at.x
	}
	a := m.share()
	switch {
	case m.over() && at.y >= a:
		return 1, at.y - a - 1, at.x
	case !m.over() && at.x >= a:
		return 1, at.y, at.x - a - 1
	}
	return 0, at.y, at.x
}

// in is a cell as a row and a column of pane i, which it may lie outside of.
func (m *Model) in(i int, at cell) (row, col int) {
	switch {
	case i == 0:
		return at.y, at.x
	case m.over():
		return at.y - m.share() - 1, at.x
	}
	return at.y, at.x - m.share() - 1
}
