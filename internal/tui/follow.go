package tui

import (
	"context"
	"slices"

	tea "charm.land/bubbletea/v2"

	"broadsheet/internal/library"
)

// changed tells that files of the library may have changed.
type changed struct {
	change library.Change
	next   <-chan library.Change
}

// watch tells of changes of the library's files until ctx ends. Each message
// carries the channel of those that follow.
func (d *Desk) watch(ctx context.Context) tea.Cmd {
	return func() tea.Msg {
		changes, err := d.Library.Watch(ctx)
		if err != nil || changes == nil {
			return nil
		}
		return nextChange(changes)()
	}
}

func nextChange(changes <-chan library.Change) tea.Cmd {
	return func() tea.Msg {
		c, ok := <-changes
		if !ok {
			return nil
		}
		return changed{c, changes}
	}
}

// marksChanged tells that another program has changed the bookmarks.
type marksChanged struct{ next <-chan struct{} }

// watchMarks tells of changes of the bookmarks by other programs until ctx ends.
func (d *Desk) watchMarks(ctx context.Context) tea.Cmd {
	if d.Bookmarks == nil {
		return nil
	}
	return nextMarks(d.Bookmarks.Watch(ctx))
}

func nextMarks(changes <-chan struct{}) tea.Cmd {
	return func() tea.Msg {
		if _, ok := <-changes; !ok {
			return nil
		}
		return marksChanged{changes}
	}
}

// changed reads again what may have changed: the briefs on show, then the
// folder for the index.
func (m *Model) changed(c changed) tea.Cmd {
	cmds := []tea.Cmd{nextChange(c.next)}
	if c.change.Blind != "" {
		m.desk.Log.Warn("watch", "blind", c.change.Blind)
		cmds = append(cmds, m.say(c.change.Blind, true))
	}
	paths := c.change.Paths
	if c.change.All {
		paths = nil
	}
	if c.change.All || len(c.change.Paths) > 0 {
		cmds = append(cmds, m.refreshSoon(paths), m.reread(func(path string) bool {
			return c.change.All || slices.Contains(c.change.Paths, path)
		}))
	}
	return tea.Batch(cmds...)
}

// reread reads the briefs on show again, those whose path is wanted.
func (m *Model) reread(wanted func(path string) bool) tea.Cmd {
	var cmds []tea.Cmd
	for i, pane := range m.spread.Panes() {
		if pane.Entry().Path == "" || !wanted(pane.Entry().Path) {
			continue
		}
		cmds = append(cmds, m.desk.load(request{slot: i, path: pane.Entry().Path, query: pane.Document().Query, whole: pane.Document().Whole, found: pane.Document().Found, why: again}))
	}
	return tea.Batch(cmds...)
}

// followMoved looks for the files that are gone under another name: the same
// content at a path that was not there before.
func (m *Model) followMoved() tea.Cmd {
	var cmds []tea.Cmd
	for i, pane := range m.spread.Panes() {
		if pane.Gone() == "" || pane.Entry().Hash == 0 {
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
