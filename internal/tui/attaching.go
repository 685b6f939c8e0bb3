package tui

import (
	"fmt"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"broadsheet/internal/bookmark"
	"broadsheet/internal/brief"
	"broadsheet/internal/inert"
	"broadsheet/internal/library"
	"broadsheet/internal/tui/chooser"
	"broadsheet/internal/tui/screen"
	"broadsheet/internal/tui/theme"
)

// A candidate is a place that a bookmark may be given: in a brief, or, with no
// span, one to be sought by hand.
type candidate struct {
	mark bookmark.Bookmark
	path string
	span brief.Span
}

// offerPlaces offers the places that a bookmark may be given.
func (m *Model) offerPlaces(it bookmark.Item) tea.Cmd {
	var items chooser.List
	for _, c := range it.Candidates {
		where := "attach here"
		if c.Path != it.Path {
			where = "in " + c.Path
		}
		items = append(items, chooser.Item{Name: c.Text, Detail: where, Value: candidate{it.Bookmark, c.Path, c.Span}})
	}
	items = append(items, chooser.Item{Name: "Another place, which I will look for", Value: candidate{it.Bookmark, it.Path, brief.Span{}}})
	return m.box(forPlace, "Where do these words stand now?", items, 0)
}

// placeChosen gives a bookmark the place that was chosen, or waits for m in the
// reader.
func (m *Model) placeChosen(c candidate) tea.Cmd {
	if c.span.Len() > 0 {
		return m.desk.attachAt(c)
	}
	m.marks.attaching = &c.mark
	if _, there := m.library.Shelf().Find(c.path); there {
		return m.open(request{slot: m.spread.Focus(), path: c.path, place: -1})
	}
	return m.openByName()
}

// waits is what the footer says for as long as a bookmark waits for its place.
func (k *marking) waits(t theme.Theme, reading bool, width int) string {
	keys := "m puts it here · Esc leaves it"
	if !reading {
		keys = "open the brief, then m · Esc leaves it"
	}
	quote := screen.Short("“"+inert.Line(k.attaching.Quote)+"”", max(1, width-ansi.StringWidthWc(keys)-3))
	return t.Lone.Render(quote) + "  " + t.Accent.Render(keys)
}

// leaveAttaching lets the bookmark that waits for another place stay where it is.
func (m *Model) leaveAttaching() tea.Cmd {
	m.marks.attaching = nil
	return m.say("The bookmark stays as it was.", false)
}

// attach gives the bookmark that waits for it a place in the brief on show.
func (m *Model) attach(b *brief.Brief, e library.Entry, span brief.Span) tea.Cmd {
	anchor := bookmark.Quoted(b, e.Path, e.Hash, span)
	if anchor.Quote == "" {
		return m.say("There are no words here to bookmark.", false)
	}
	mark := m.marks.attaching.Attach(anchor, b, m.desk.Library)
	m.marks.attaching = nil
	m.spread.Focused().Unselect()
	return m.desk.keep(draft{mark: mark, old: true, of: b})
}

// attachAt gives a bookmark a place in a brief that has to be read first.
func (d *Desk) attachAt(c candidate) tea.Cmd {
	return func() tea.Msg {
		b, e, err := d.Library.Read(c.path)
		if err != nil {
			return stored{err: err}
		}
		anchor := bookmark.Quoted(b, c.path, e.Hash, c.span)
		if anchor.Quote == "" {
			return stored{err: fmt.Errorf("%s has changed meanwhile; choose again", c.path)}
		}
		return d.keep(draft{mark: c.mark.Attach(anchor, b, d.Library), old: true, of: b})()
	}
}
