package tui

import (
	"bytes"
	"fmt"

	tea "charm.land/bubbletea/v2"

	"broadsheet/internal/tui/keymap"
	"broadsheet/internal/tui/readerpane"
)

// inReader does what a key means over a text.
func (m *Model) inReader(a keymap.Action) (tea.Cmd, bool) {
	pane := m.spread.Focused()
	before := m.here()
	if cmd, ok := m.spread.Do(a); ok {
		m.leapt(a, before)
		if a == keymap.Step {
			cmd = tea.Batch(cmd, m.say(m.spread.Step().Means(), false))
		}
		return tea.Batch(cmd, m.memory.soon()), true
	}
	if cmd, ok := m.inPair(a, before); ok {
		return cmd, true
	}
	switch a {
	case keymap.Bookmark:
		return m.openNote(), true
	case keymap.DropMark:
		return m.dropMark(), true
	case keymap.Undo:
		return m.desk.undo(), true
	case keymap.Back:
		m.jumps.mark(m.here())
		return nil, false
	case keymap.Zen:
		m.spread.SetBare(!m.spread.Bare())
		return nil, true
	case keymap.WiderText:
		return m.remeasure(4), true
	case keymap.NarrowerText:
		return m.remeasure(-4), true
	case keymap.Contents:
		return m.openContents(), true
	case keymap.OpenLink:
		return m.openLinks(), true
	case keymap.Copy, keymap.CopyBare:
		cmd := m.copy(a == keymap.Copy)
		pane.Unselect() // as in vi: the next key is no motion any more
		return cmd, true
	case keymap.JumpBack:
		return m.jump(-1), true
	case keymap.JumpForward, keymap.OtherPane: // Tab is ctrl-i in most terminals
		return m.jump(1), true
	case keymap.Edit:
		return m.desk.edit(pane.Entry().Path, line(pane)), true
	}
	return nil, false
}

// line is the line of the file, from 1, that the passage in hand begins on.
func line(pane *readerpane.Model) int {
	b, i := pane.Brief(), pane.Hand()
	if i < 0 {
		return 1
	}
	return 1 + bytes.Count(b.Raw[:b.Passages[i].Span.Start], []byte("\n"))
}

// remeasure makes the lines of the text wider or narrower, by columns.
func (m *Model) remeasure(by int) tea.Cmd {
	pane := m.spread.Focused()
	m.opts.Width = max(leastText, min(pane.Column()+by, mostText))
	m.setMeasure()
	if now := pane.Column(); now < m.opts.Width {
		m.opts.Width = now
		return m.say("Lines as wide as the pane.", false)
	}
	return m.say(fmt.Sprintf("Lines of at most %d columns.", m.opts.Width), false)
}
