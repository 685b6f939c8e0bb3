package tui

import (
	"errors"
	"io/fs"
	"slices"
	"sync"

	tea "charm.land/bubbletea/v2"

	"broadsheet/internal/bookmark"
	"broadsheet/internal/reading"
	"broadsheet/internal/tui/keymap"
	"broadsheet/internal/tui/readerpane"
	"broadsheet/internal/tui/searchpane"
)

// loaded shows a brief that has been read.
func (m *Model) loaded(l loaded) tea.Cmd {
	pane := m.paneFor(l)
	if pane == nil {
		return nil
	}
	if l.why == again {
		return m.reloaded(pane, l)
	}
	if l.err != nil && l.left {
		return m.unseated(l)
	}
	if l.err != nil {
		e, _ := m.library.Shelf().Find(l.path)
		e.Path = l.path
		pane.ShowProblem(e, l.err.Error())
		return m.replay()
	}
	pane.Show(l.doc)
	pane.SetBookmarks(m.marks.of(l.path))
	switch {
	case l.facing.to >= 0:
		pane.TakeAt(l.facing.to, l.facing.row)
	case l.span.Len() > 0:
		pane.GoTo(l.span)
		m.toHit(pane, l.request)
	case l.first || l.last:
		m.toHit(pane, l.request)
	case l.fragment != "":
		if i, ok := l.doc.Brief.Fragment(l.fragment); ok {
			pane.GoToPassage(i)
		}
	default:
		pane.SetPlace(l.place)
		if l.hand > 0 {
			pane.SetHand(l.hand)
		}
	}
	if l.slot == previewSlot {
		return nil
	}
	m.memory.opened(pane)
	cmds := []tea.Cmd{m.shownBeside(l), m.replay(), m.memory.soon()}
	if l.facing.to < 0 && !l.left && l.rest != (reading.Spot{}) && l.place > 0 {
		cmds = append(cmds, m.say("Where you left it. g leads to the start.", false))
	}
	return tea.Batch(cmds...)
}

// reloaded takes a brief that is on show, read once more. Where there is nothing
// to be read any more, what was read stays.
func (m *Model) reloaded(pane *readerpane.Model, l loaded) tea.Cmd {
	gone, why := "", ""
	switch {
	case errors.Is(l.err, fs.ErrNotExist):
		gone, why = "the file is gone", l.err.Error()
	case l.err != nil:
		gone, why = "the file cannot be read", l.err.Error()
	case len(l.doc.Brief.Passages) == 0 && pane.Brief() != nil && len(pane.Brief().Passages) > 0:
		gone, why = "the file is empty now", l.path+": the file is empty now"
	}
	was := pane.Gone()
	pane.SetGone(gone)
	switch {
	case gone != "" && gone != was:
		return m.say(why+". What you see is what it was.", true)
	case gone != "":
		return nil
	case l.entry.Hash == pane.Entry().Hash && l.was == "":
		if was != "" {
			return m.say("The file is back.", false)
		}
		return nil
	}
	pane.Renew(l.doc)
	pane.SetBookmarks(m.marks.of(l.path))
	if l.was != "" {
		m.memory.opened(pane)
		return tea.Batch(m.spread.Together(), m.say("The file is "+l.path+" now.", false))
	}
	return m.spread.Together()
}

// followMoved looks for the files that are gone under another name: the same
// content at a path that was not there before.
func (m *Model) followMoved() tea.Cmd {
	var cmds []tea.Cmd
	for i := range 2 {
		pane := m.spread.Pane(i)
		if pane == nil || pane.Gone() == "" || pane.Entry().Hash == 0 {
			continue
		}
		shelf := m.library.Shelf()
		for k := range shelf.Len() {
			if e := shelf.At(k); e.Hash == pane.Entry().Hash && e.Path != pane.Entry().Path {
				doc := pane.Document()
				cmds = append(cmds, m.desk.load(request{slot: i, path: e.Path, was: pane.Entry().Path, query: doc.Query, whole: doc.Whole, found: doc.Found, why: again}))
				break
			}
		}
	}
	return tea.Batch(cmds...)
}

// is answers the questions is:bookmarked, is:read and is:unread of a search.
func (m *Model) is() func(what, path string) bool {
	marked := bookmark.Bookmarked(m.marks.Items())
	records, index := m.memory.records, m.desk.Index
	read := sync.OnceValue(func() func(what, path string) bool { return records.Is(index.Catalogue()) })
	return func(what, path string) bool { return marked(what, path) || read()(what, path) }
}

// paneFor is the pane that a brief has been read for; nil where it is not
// wanted any more. The reader comes to the front, with a second pane if need
// be, when the brief that was opened is there.
func (m *Model) paneFor(l loaded) *readerpane.Model {
	pane := m.spread.Pane(l.slot)
	switch {
	case l.slot == previewSlot:
		if chosen, ok := m.library.Chosen(); ok && chosen.Path == l.path {
			return m.library.Preview()
		}
		return nil // the bar has gone on meanwhile
	case l.why == starting:
		if pane := m.showing(l.slot, l.path); pane != nil && pane.Awaiting() {
			return pane
		}
		return nil
	case l.why == again:
		return m.showing(l.slot, firstOf(l.was, l.path))
	case l.why != opening || !m.waiting.wants(l.gen):
		return nil
	}
	m.waiting.ends()
	m.push(keymap.Reader)
	if pane == nil {
		m.spread.Split()
	}
	m.spread.SetFocus(l.slot)
	return m.spread.Pane(l.slot)
}

// showing is the pane with the brief of a path: the one of a slot, or, where the
// panes have been swapped or one was closed meanwhile, the other. Nil for none.
func (m *Model) showing(slot int, path string) *readerpane.Model {
	for _, i := range []int{slot, 1 - slot} {
		if pane := m.spread.Pane(i); pane != nil && pane.Entry().Path == path {
			return pane
		}
	}
	return nil
}

// answered takes the answer of a search, and the Enter that came before it.
func (m *Model) answered(a searchpane.Answer) tea.Cmd {
	m.search.Answer(a)
	if m.search.Entered(m.fresh.busy) {
		return m.openTarget()
	}
	return nil
}

// toHit takes the hit in hand that a request asks for.
func (m *Model) toHit(pane *readerpane.Model, r request) {
	hits := pane.Document().Hits
	switch {
	case r.last:
		pane.GoToHit(-1)
	case r.first:
		pane.GoToHit(0)
	default:
		i := slices.IndexFunc(hits, r.span.Overlaps)
		if i >= 0 {
			pane.GoToHit(i)
		}
	}
}
