package tui

import (
	tea "charm.land/bubbletea/v2"

	"broadsheet/internal/tui/keymap"
)

// inLibrary does what a key means in the list of briefs.
func (m *Model) inLibrary(a keymap.Action) (tea.Cmd, bool) {
	chosen, ok := m.library.Chosen()
	saved, search := m.library.ChosenSearch()
	switch {
	case a == keymap.Open && search:
		return m.openSaved(saved), true
	case a == keymap.Forget && search:
		return m.desk.forget(m.ctx, saved, m.is()), true
	case a == keymap.Abreast:
		return m.abreast(), true
	case m.library.Do(a):
		return m.previewSoon(), true
	case a == keymap.Open && ok:
		return m.open(request{slot: m.spread.Focus(), path: chosen.Path, place: -1}), true
	case a == keymap.Edit && ok:
		return m.desk.edit(chosen.Path, 1), true
	}
	return nil, false
}

// previewSoon shows the chosen brief beside the list, where that is in front.
func (m *Model) previewSoon() tea.Cmd {
	if m.screen != keymap.Library {
		return nil
	}
	return m.library.PreviewSoon()
}

func (m *Model) previewNow() tea.Cmd {
	e, ok := m.library.PreviewNow()
	if !ok {
		return nil
	}
	return m.desk.load(request{slot: previewSlot, path: e.Path, place: -1})
}
