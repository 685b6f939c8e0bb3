package tui

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"broadsheet/internal/tui/keymap"
	"broadsheet/internal/tui/readerpane"
	"broadsheet/internal/tui/spread"
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
			return m.drag(at)
		}
	case tea.MouseReleaseMsg:
		return m.released()
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
		m.tie(pane, m.spread.Step() == spread.ByPassage)
		return tea.Batch(m.aheadSoon(), m.keepSoon())
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
	last   tea.Mouse // where it was dragged to
	rolls  bool      // the text scrolls, since it was dragged to the edge
	border bool      // between the panes, which goes where the mouse goes
	link   *readerpane.Link
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
	m.press = press{down: true, clicks: clicks, at: at, last: at, when: now}
	if m.press.border = m.spread.OnBorder(at.X, at.Y); m.press.border {
		return nil
	}
	pane, row, col := m.spread.At(at.X, at.Y)
	m.spread.SetFocus(pane)
	p := m.spread.Focused()
	if p.Typing() {
		return nil
	}
	p.Press(row, col, clicks)
	m.follow()
	if link, ok := p.LinkAt(row, col); ok && clicks == 1 {
		m.press.link = &link
	}
	return nil
}

// released shows where the link leads that was clicked and not dragged over.
func (m *Model) released() tea.Cmd {
	link := m.press.link
	m.press.down, m.press.link = false, nil
	if link == nil || m.overlay != nil || m.screen != keymap.Reader {
		return nil
	}
	return m.showLinks([]readerpane.Link{*link})
}

// rolling goes on with a drag that is held at the edge of the pane.
type rolling struct{}

// drag extends the selection to the cell under the mouse. Beyond the first and
// the last row of the pane the text scrolls for as long as it is held there.
func (m *Model) drag(at tea.Mouse) tea.Cmd {
	if m.press.border {
		m.spread.MoveBorder(at.X, at.Y)
		return m.keepSoon()
	}
	if at.X == m.press.at.X && at.Y == m.press.at.Y && !m.spread.Focused().Selecting() {
		return nil
	}
	m.press.last, m.press.link = at, nil
	row, col := m.spread.In(m.spread.Focus(), at.X, at.Y)
	if beyond := m.spread.Focused().Drag(row, col); !beyond || m.press.rolls {
		return nil
	}
	m.press.rolls = true
	return tea.Tick(60*time.Millisecond, func(time.Time) tea.Msg { return rolling{} })
}

func (m *Model) roll() tea.Cmd {
	m.press.rolls = false
	if !m.press.down || m.screen != keymap.Reader {
		return nil
	}
	return m.drag(m.press.last)
}
