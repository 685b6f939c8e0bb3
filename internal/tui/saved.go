package tui

import (
	"context"

	tea "charm.land/bubbletea/v2"

	"broadsheet/internal/searches"
	"broadsheet/internal/tui/chooser"
	"broadsheet/internal/tui/keymap"
	"broadsheet/internal/tui/librarypane"
	"broadsheet/internal/tui/prompt"
)

// savedSearches are the saved searches of the library with what answers them.
type savedSearches struct {
	list []librarypane.Search
	said string
	err  error
}

// saved lists the saved searches, and counts the briefs that answer each.
func (d *Desk) saved(ctx context.Context, is func(what, path string) bool) tea.Cmd {
	return func() tea.Msg { return d.listSaved(ctx, is, "") }
}

func (d *Desk) listSaved(ctx context.Context, is func(what, path string) bool, said string) savedSearches {
	if d.Searches == nil {
		return savedSearches{}
	}
	all, problems, err := d.Searches.Saved(d.Library.Key())
	for _, p := range problems {
		d.Log.Warn("saved searches", "file", p.File, "line", p.Line, "reason", p.Reason)
	}
	out := savedSearches{said: said, err: err}
	for _, x := range all {
		row := librarypane.Search{ID: x.ID, Name: x.Name, Query: x.Query}
		if paths, err := d.answering(ctx, x.Query, is); err == nil {
			seen, _ := d.Searches.Seen(x.ID) // what was seen may be lost: then nothing is new
			row.Count, row.New, row.Counted = len(paths), seen.New(paths), true
		}
		out.list = append(out.list, row)
	}
	return out
}

// answering are the paths of all briefs that answer a query.
func (d *Desk) answering(ctx context.Context, text string, is func(what, path string) bool) ([]string, error) {
	q, err := d.parse(ctx, text, false)
	if err != nil {
		return nil, err
	}
	return d.Index.Paths(ctx, q, is)
}

// saveSearch keeps a search under a name; what answers it now is not new.
func (d *Desk) saveSearch(ctx context.Context, name, text string, is func(what, path string) bool) tea.Cmd {
	return func() tea.Msg {
		x, err := d.Searches.Save(searches.Saved{Name: name, Query: text, Library: d.Library.Key()})
		if err != nil {
			return savedSearches{err: err}
		}
		d.see(ctx, x.ID, x.Query, is)
		return d.listSaved(ctx, is, "Kept. It stands above the briefs, with what is new.")
	}
}

// see notes that all that answers a saved search now has been looked at.
func (d *Desk) see(ctx context.Context, id, text string, is func(what, path string) bool) {
	paths, err := d.answering(ctx, text, is)
	if err == nil {
		err = d.Searches.SetSeen(id, paths)
	}
	if err != nil {
		d.Log.Warn("saved searches", "id", id, "err", err)
	}
}

// looked is see, and lists the searches anew.
func (d *Desk) looked(ctx context.Context, s librarypane.Search, is func(what, path string) bool) tea.Cmd {
	return func() tea.Msg {
		d.see(ctx, s.ID, s.Query, is)
		return d.listSaved(ctx, is, "")
	}
}

// forget removes a saved search.
func (d *Desk) forget(ctx context.Context, s librarypane.Search, is func(what, path string) bool) tea.Cmd {
	return func() tea.Msg {
		if err := d.Searches.Remove(s.ID); err != nil {
			return savedSearches{err: err}
		}
		return d.listSaved(ctx, is, "Forgotten: "+s.Name+" ("+s.Query+")")
	}
}

// remember notes a search that led somewhere.
func (d *Desk) remember(text string) tea.Cmd {
	return func() tea.Msg {
		if d.Searches == nil {
			return nil
		}
		if err := d.Searches.Remember(text); err != nil {
			d.Log.Warn("history of searches", "err", err)
		}
		return nil
	}
}

// recents are the searches made before, the last one first.
type recents struct {
	list []string
	err  error
}

func (d *Desk) recent() tea.Cmd {
	return func() tea.Msg {
		const most = 200
		if d.Searches == nil {
			return recents{}
		}
		list, err := d.Searches.Recent(most)
		return recents{list, err}
	}
}

// savedSearches shows the saved searches above the briefs.
func (m *Model) savedSearches(s savedSearches) tea.Cmd {
	if s.err != nil {
		return m.say(s.err.Error(), true)
	}
	m.library.SetSearches(s.list)
	if s.said != "" {
		return m.say(s.said, false)
	}
	return nil
}

// recents offers the searches made before.
func (m *Model) recents(r recents) tea.Cmd {
	switch {
	case m.screen != keymap.Search || m.overlay != nil:
		return nil // one has gone on meanwhile
	case r.err != nil:
		return m.say(r.err.Error(), true)
	case len(r.list) == 0:
		return m.say("No search has led to a brief yet.", false)
	}
	items := make(chooser.List, len(r.list))
	for i, text := range r.list {
		items[i] = chooser.Item{Name: text, Value: text}
	}
	return m.box(forRecent, "Searches made before", items, 0)
}

// A naming is a search that is being given a name.
type naming struct{ query string }

// nameSearch asks for the name of the search on screen.
func (m *Model) nameSearch() tea.Cmd {
	text := m.search.Answered()
	switch {
	case m.desk.Searches == nil:
		return m.say("Searches cannot be kept here.", true)
	case text == "" || m.search.Waiting():
		return m.say("There is no search to keep yet.", false)
	}
	p, cmd := prompt.New(m.theme, "Keep this search", text, []prompt.Field{{Label: "name", Hint: "a word or two", Text: text}}, naming{text})
	m.overlay = p
	return cmd
}

// openSaved shows what answers a saved search; it is not new any more.
func (m *Model) openSaved(s librarypane.Search) tea.Cmd {
	m.push(keymap.Search)
	return tea.Batch(m.search.Focus(), m.search.SetText(s.Query), m.desk.looked(m.ctx, s, m.is()))
}
