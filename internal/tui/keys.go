package tui

import (
	tea "charm.land/bubbletea/v2"

	"broadsheet/internal/tui/keymap"
)

// key finds out what a key means here.
func (m *Model) key(k tea.KeyPressMsg) tea.Cmd {
	if k.String() == "ctrl+c" {
		return tea.Quit
	}
	if a, _ := m.keys.Action(m.context(), m.pending, k.String()); a == keymap.Suspend {
		return m.do(a) // whatever is being typed
	}
	m.flash.clear()
	if m.awaiting() {
		m.keyAhead(k)
		return nil
	}
	if m.overlay != nil || m.screen == keymap.Reader && m.spread.Focused().Typing() || m.screen == keymap.Bookmarks && m.marks.Typing() {
		return m.typed(k)
	}
	a, more := m.keys.Action(m.context(), m.pending, k.String())
	m.pending = ""
	switch {
	case more:
		m.pending = k.String()
		return nil
	case a != keymap.None:
		return m.do(a)
	}
	return m.typed(k)
}

// context is where the keys belong.
func (m *Model) context() keymap.Context {
	if m.screen == keymap.Reader && m.spread.Focused().Selecting() {
		return keymap.Selecting
	}
	return m.screen
}

// do carries out an action: first the pane in front is asked, then the
// program as a whole.
func (m *Model) do(a keymap.Action) tea.Cmd {
	m.desk.Log.Debug("action", "name", a, "in", m.context().Name())
	if a == keymap.Back && m.marks.attaching != nil && m.context() != keymap.Selecting {
		return m.leaveAttaching()
	}
	if cmd, ok := m.inFront(a); ok {
		return cmd
	}
	switch a {
	case keymap.Quit:
		return tea.Quit
	case keymap.Back:
		keep := m.keepNow()
		m.pop()
		return tea.Batch(keep, m.previewSoon())
	case keymap.MarkRead:
		return m.markRead()
	case keymap.SearchAll:
		m.push(keymap.Search)
		return m.search.Focus()
	case keymap.ListMarks:
		m.push(keymap.Bookmarks)
		return m.placeAll()
	case keymap.OpenByName:
		return m.openByName()
	case keymap.Help:
		return m.openHelp()
	case keymap.Palette:
		return m.openPalette()
	case keymap.Libraries:
		return m.openLibraries()
	case keymap.Suspend:
		return func() tea.Msg { return pauseWish{} }
	case keymap.Skipped:
		return m.openSkipped()
	case keymap.Reload:
		return m.reload()
	}
	return nil
}

// inFront gives an action to the screen in front, and tells whether it was
// one of its own.
func (m *Model) inFront(a keymap.Action) (tea.Cmd, bool) {
	switch m.screen {
	case keymap.Library:
		return m.inLibrary(a)
	case keymap.Search:
		return m.inSearch(a)
	case keymap.Reader:
		return m.inReader(a)
	case keymap.Bookmarks:
		return m.inBookmarks(a)
	}
	return nil, false
}
