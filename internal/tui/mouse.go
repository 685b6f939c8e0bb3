package tui

import (
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
		if m.overlay == nil && m.screen == keymap.Reader {
			return tea.Batch(m.spread.Drag(at.X, at.Y), m.memory.soon())
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
	case m.screen == keymap.Library:
		m.library.Scroll(at.X, at.Y, by)
		return m.previewSoon()
	case m.screen == keymap.Search:
		m.search.Scroll(by)
	case m.screen == keymap.Bookmarks:
		m.marks.Scroll(by)
	case m.screen == keymap.Reader:
		return tea.Batch(m.spread.Scroll(at.X, at.Y, by), m.memory.soon())
	}
	return nil
}

// click chooses; what was chosen already is opened.
func (m *Model) click(at tea.Mouse) tea.Cmd {
	switch m.screen {
	case keymap.Library:
		before, _ := m.library.Chosen()
		if !m.library.Click(at.X, at.Y) {
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
		m.spread.Press(at.X, at.Y)
	}
	return nil
}

// released shows where the link leads that was clicked.
func (m *Model) released() tea.Cmd {
	link, clicked := m.spread.Release()
	if !clicked || m.overlay != nil || m.screen != keymap.Reader {
		return nil
	}
	return m.showLinks([]readerpane.Link{link})
}
