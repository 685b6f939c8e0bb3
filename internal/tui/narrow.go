package tui

import (
	"context"
	"fmt"
	"time"

	tea "charm.land/bubbletea/v2"

	"broadsheet/internal/query"
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

// facets counts the sources, tags and years of all that answers a search.
func (d *Desk) facets(ctx context.Context, text string, is func(what, path string) bool) tea.Cmd {
	return func() tea.Msg {
		const most = 30 // of each kind
		q, err := query.Parse(text, query.Options{Now: time.Now(), Typing: true})
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
	items := make([]chooser.Item, len(n.facets))
	for i, f := range n.facets {
		items[i] = chooser.Item{Name: f.Value, Detail: fmt.Sprintf("%s · %d %s", f.Field, f.Count, plural(f.Count, "brief")), Value: f}
	}
	return m.box(forNarrow, "Narrow by", items, 0)
}
