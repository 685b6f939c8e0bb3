package tui

import (
	"context"
	"fmt"
	"strings"

	tea "charm.land/bubbletea/v2"

	"broadsheet/internal/inert"
	"broadsheet/internal/library"
	"broadsheet/internal/search"
	"broadsheet/internal/tui/chooser"
	"broadsheet/internal/tui/keymap"
)

// narrowing has the ways to narrow the answer to a search.
type narrowing struct {
	text   string
	facets []search.Facet
	err    error
}

// facets counts the sources, tags and years of all that answers a search;
// whole is that of searchpane.Ask.
func (d *Desk) facets(ctx context.Context, text string, whole bool, is func(what, path string) bool) tea.Cmd {
	return func() tea.Msg {
		const most = 30 // of each kind
		q, err := d.parse(ctx, text, !whole)
		if err != nil {
			return narrowing{text: text, err: err}
		}
		all, err := d.Index.Search(ctx, q, search.Options{Limit: -1, Passages: search.NoPassages, Is: is})
		return narrowing{text, search.Facets(all, most), err}
	}
}

// narrow offers the ways to narrow the answer on screen.
func (m *Model) narrow(n narrowing) tea.Cmd {
	switch {
	case m.screen != keymap.Search || m.overlay != nil || n.text != m.search.Text():
		return nil // one has gone on meanwhile
	case n.err != nil:
		return m.say(n.err.Error(), true)
	case len(n.facets) == 0:
		return m.say("There is nothing to narrow this by.", false)
	}
	items := make(chooser.List, len(n.facets))
	for i, f := range n.facets {
		items[i] = chooser.Item{Name: f.Value, Detail: fmt.Sprintf("%s · %d %s", f.Field, f.Count, plural(f.Count, "brief")), Value: f}
	}
	return m.box(forNarrow, "Narrow by", items, 0)
}

// explained says why a brief ranks where it does.
type explained struct {
	title string
	lines []string
	err   error
}

// explain asks the index why the brief of an entry ranks where it does; whole
// is that of searchpane.Ask.
func (d *Desk) explain(ctx context.Context, text string, whole bool, e library.Entry, is func(what, path string) bool) tea.Cmd {
	return func() tea.Msg {
		q, err := d.parse(ctx, text, !whole)
		if err != nil {
			return explained{err: err}
		}
		why, ok, err := d.Index.Explain(ctx, q, e.Path, search.Options{Finished: whole, Is: is})
		if err != nil || !ok {
			return explained{err: err}
		}
		return explained{title: e.Title, lines: why.Lines()}
	}
}

// why asks for the reasons of the chosen result.
func (m *Model) why() tea.Cmd {
	t, ok := m.search.Chosen()
	if !ok {
		return nil
	}
	return m.desk.explain(m.ctx, m.search.Answered(), m.search.Whole(), t.Entry, m.is())
}

func (m *Model) explained(x explained) tea.Cmd {
	switch {
	case x.err != nil:
		return m.say(x.err.Error(), true)
	case m.screen != keymap.Search || m.overlay != nil || len(x.lines) == 0:
		return nil
	}
	var items chooser.List
	for _, l := range x.lines {
		head, parts, _ := strings.Cut(l, ": ")
		items = append(items, chooser.Item{Name: head})
		for _, part := range strings.Split(parts, "; ") {
			if part != "" {
				items = append(items, chooser.Item{Name: part, Level: 2})
			}
		}
	}
	return m.box(forNothing, "Why: "+inert.Line(x.title), items, 0)
}
