package tui

import (
	"bytes"
	"fmt"

	tea "charm.land/bubbletea/v2"

	"broadsheet/internal/tui/keymap"
	"broadsheet/internal/tui/readerpane"
	"broadsheet/internal/tui/searchpane"
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

func (m *Model) inSearch(a keymap.Action) (tea.Cmd, bool) {
	if m.search.Do(a) {
		return m.search.More(), true
	}
	switch {
	case a == keymap.Open && m.search.Enter(m.fresh.busy):
		return m.openTarget(), true
	case a == keymap.Recent:
		return m.desk.recent(), true
	case a == keymap.Turn:
		return m.search.Turn(), true
	case a == keymap.Why:
		return m.why(), true
	case a == keymap.SaveSearch:
		return m.nameSearch(), true
	case a == keymap.Narrow:
		return m.desk.facets(m.ctx, m.search.Text(), m.search.Whole(), m.is()), true
	}
	return nil, false
}

// openTarget opens the brief of the chosen result at its passage.
func (m *Model) openTarget() tea.Cmd {
	t, ok := m.search.Chosen()
	if !ok {
		return nil
	}
	open := m.open(request{slot: m.spread.Focus(), path: t.Entry.Path, span: t.Span, place: -1, query: m.search.Answered(), whole: m.search.Whole()})
	return tea.Batch(open, m.desk.remember(m.search.Answered()))
}

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
	switch a {
	case keymap.Bookmark:
		return m.openNote(), true
	case keymap.DropMark:
		return m.dropMark(), true
	case keymap.Undo:
		return m.desk.undo(), true
	case keymap.SecondPane:
		return m.secondPane(), true
	case keymap.ClosePane:
		if !m.spread.Close() {
			m.pop()
		}
		return m.memory.soon(), true
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
	case keymap.Counterparts:
		return m.counterparts(), true
	case keymap.NextAlone:
		return m.went(before, m.spread.ToAlone(1)), true
	case keymap.PrevAlone:
		return m.went(before, m.spread.ToAlone(-1)), true
	case keymap.NextOdds:
		return m.went(before, m.spread.ToStop(1)), true
	case keymap.PrevOdds:
		return m.went(before, m.spread.ToStop(-1)), true
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

// open shows a brief in a pane of the spread.
func (m *Model) open(r request) tea.Cmd {
	pane := m.spread.Pane(r.slot)
	if m.screen == keymap.Reader && pane != nil && pane.Brief() != nil {
		m.jumps.mark(spotIn(pane))
	}
	return tea.Batch(m.keepNow(), m.await(m.resumed(r)))
}

// pastHits goes on to the next brief of the results.
func (m *Model) pastHits(dir int) tea.Cmd {
	pane := m.spread.Focused()
	t, ok := m.search.Beyond(pane.Entry().Path, dir)
	if !ok || m.search.Answered() != pane.Document().Query {
		return m.say("No more hits. Esc leads back to the results.", false)
	}
	return m.open(request{slot: m.spread.Focus(), path: t.Entry.Path, place: -1, query: m.search.Answered(), whole: m.search.Whole(), first: dir > 0, last: dir < 0})
}

// ask begins a search; the one before it is cancelled.
func (m *Model) ask(a searchpane.Ask) tea.Cmd {
	ctx, ok := m.search.Begin(m.ctx, a)
	if !ok {
		return nil
	}
	return m.desk.search(ctx, a, m.is())
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

func (m *Model) edited(e edited) tea.Cmd {
	if e.err != nil {
		return m.say(e.err.Error(), true)
	}
	return m.reload()
}

// remeasure makes the lines of the text wider or narrower, by columns.
func (m *Model) remeasure(by int) tea.Cmd {
	pane := m.spread.Focused()
	m.opts.Width = max(leastText, min(pane.Column()+by, mostText))
	m.spread.SetMeasure(m.opts.measure())
	m.library.SetMeasure(m.opts.measure())
	if now := pane.Column(); now < m.opts.Width {
		m.opts.Width = now
		return m.say("Lines as wide as the pane.", false)
	}
	return m.say(fmt.Sprintf("Lines of at most %d columns.", m.opts.Width), false)
}
