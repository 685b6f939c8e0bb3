package tui

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"broadsheet/internal/tui/keymap"
	"broadsheet/internal/tui/readerpane"
)

// wheel is how many rows a notch of the mouse wheel moves the text.
const wheel = 3

func (m *Model) mouse(msg tea.MouseMsg) tea.Cmd {
	at := msg.Mouse()
	switch msg.(type) {
	case tea.MouseWheelMsg:
		by := wheel
		switch at.Button {
		case tea.MouseWheelUp:
			by = -wheel
		case tea.MouseWheelDown:
		default:
			return nil
		}
		return m.wheel(at, by)
	case tea.MouseClickMsg:
		if at.Button == tea.MouseLeft && m.overlay == nil {
			return m.click(at)
		}
	case tea.MouseMotionMsg:
		if m.press.down && m.overlay == nil {
			m.drag(at)
		}
	case tea.MouseReleaseMsg:
		m.press.down = false
	}
	return nil
}

func (m *Model) wheel(at tea.Mouse, by int) tea.Cmd {
	if box, ok := m.overlay.(interface{ Scroll(int) }); ok {
		box.Scroll(by / wheel)
		return nil
	}
	switch {
	case m.overlay != nil:
	case m.screen == keymap.Library && m.inList(at):
		m.library.Scroll(by)
		return m.previewSoon()
	case m.screen == keymap.Library:
		m.preview.Scroll(by)
	case m.screen == keymap.Search:
		m.search.Scroll(by)
	case m.screen == keymap.Bookmarks:
		m.marks.Scroll(by)
	case m.screen == keymap.Reader:
		pane, _, _ := m.spread.At(at.X, at.Y)
		m.spread.Scroll(pane, by)
		return m.aheadSoon()
	}
	return nil
}

// inList tells that a cell belongs to the library's list, not the preview.
func (m *Model) inList(at tea.Mouse) bool {
	lw, lh, _, _ := m.listing()
	return at.X < lw && at.Y < lh
}

// click chooses; what was chosen already is opened.
func (m *Model) click(at tea.Mouse) tea.Cmd {
	switch m.screen {
	case keymap.Library:
		before, _ := m.library.Chosen()
		if !m.inList(at) || !m.library.Click(at.Y) {
			return nil
		}
		if now, _ := m.library.Chosen(); now.Path == before.Path {
			return m.do(keymap.Open)
		}
		return m.previewSoon()
	case keymap.Search:
		before, _ := m.search.Chosen()
		if m.search.Click(at.Y) {
			if now, _ := m.search.Chosen(); now.Entry.Path == before.Entry.Path && now.Span == before.Span {
				return m.do(keymap.Open)
			}
		}
	case keymap.Bookmarks:
		before, _ := m.marks.Chosen()
		if m.marks.Click(at.Y) {
			if now, _ := m.marks.Chosen(); now.Bookmark.ID == before.Bookmark.ID {
				return m.do(keymap.Open)
			}
		}
	case keymap.Reader:
		return m.pressed(at)
	}
	return nil
}

// A press is what is known of the mouse button over the text.
type press struct {
	down   bool
	clicks int // one after another on the same cell
	at     tea.Mouse
	when   time.Time
}

// pressed gives the keys to the pane under the mouse, and begins to select
// there: two clicks select a word, three a sentence, four a passage. A link
// that is clicked is shown before it is followed.
func (m *Model) pressed(at tea.Mouse) tea.Cmd {
	const together = 400 * time.Millisecond
	now, clicks := time.Now(), 1
	if last := m.press; at.X == last.at.X && at.Y == last.at.Y && now.Sub(last.when) < together {
		clicks = last.clicks + 1
	}
	m.press = press{down: true, clicks: clicks, at: at, when: now}
	pane, row, col := m.spread.At(at.X, at.Y)
	m.spread.SetFocus(pane)
	p := m.spread.Focused()
	if p.Typing() {
		return nil
	}
	p.Press(row, col, clicks)
	m.follow()
	if link, ok := p.LinkAt(row, col); ok && clicks == 1 {
		m.press.down = false
		return m.showLinks([]readerpane.Link{link})
	}
	return nil
}

// drag extends the selection to the cell under the mouse.
func (m *Model) drag(at tea.Mouse) {
	row, col := m.spread.In(m.spread.Focus(), at.X, at.Y)
	m.spread.Focused().Drag(row, col)
}
