package tui

import (
	"context"
	"sync"
	"time"

	tea "charm.land/bubbletea/v2"

	"broadsheet/internal/bookmark"
	"broadsheet/internal/brief"
	"broadsheet/internal/query"
	"broadsheet/internal/search"
	"broadsheet/internal/tui/keymap"
	"broadsheet/internal/tui/searchpane"
)

// inSearch does what a key means in the search.
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

// openTarget opens the brief of the chosen result at its passage. Where there is
// none, near spellings are looked for.
func (m *Model) openTarget() tea.Cmd {
	t, ok := m.search.Chosen()
	if !ok {
		return m.search.Nearly()
	}
	open := m.open(request{slot: m.spread.Focus(), path: t.Entry.Path, span: t.Span, place: -1, query: m.search.Answered(), whole: m.search.Whole()})
	return tea.Batch(open, m.desk.remember(m.search.Answered()))
}

// pastHits goes on to the next brief of the results.
func (m *Model) pastHits(dir int) tea.Cmd {
	if m.screen != keymap.Reader {
		return nil // one has gone back meanwhile
	}
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

// answered takes the answer of a search, and the Enter that came before it, with
// the keys after that: they are meant for the brief that it opens.
func (m *Model) answered(a searchpane.Answer) tea.Cmd {
	m.search.Answer(a)
	switch {
	case m.search.Entered(m.fresh.busy):
		open := m.openTarget()
		if m.waiting.brief == nil {
			m.waiting.leave()
		}
		return open
	case m.search.Entering():
		return nil
	}
	return m.replay()
}

// search answers what was typed. The context is cancelled when a newer
// search begins.
func (d *Desk) search(ctx context.Context, a searchpane.Ask, is func(what, path string) bool) tea.Cmd {
	return func() tea.Msg {
		q, err := d.parse(ctx, a.Text, !a.Whole)
		if err != nil {
			return searchpane.Answer{Gen: a.Gen, Text: a.Text, Err: err}
		}
		res, err := d.Index.Search(ctx, q, search.Options{Limit: a.Limit, Newest: a.Newest, Finished: a.Whole, Is: is})
		if ctx.Err() != nil {
			return nil
		}
		out := searchpane.Answer{Gen: a.Gen, Text: a.Text, Results: res, Err: err}
		if err == nil && res.Total == 0 {
			parse := func(text string) (query.Query, error) { return d.parse(ctx, text, false) }
			out.Near.Text, out.Near.Total = d.Index.Nearly(ctx, q, parse, search.Options{Is: is})
		}
		return out
	}
}

// parse reads a query as this library understands it; typing takes the last
// word as a beginning.
func (d *Desk) parse(ctx context.Context, text string, typing bool) (query.Query, error) {
	return query.Parse(text, query.Options{Now: time.Now(), Typing: typing, Languages: d.Index.Languages(ctx), Synonyms: d.Synonyms})
}

// marks are the places in b of the words of a query, ascending, as bytes of
// Raw; other are those of them where they have another spelling or name. whole
// is that of searchpane.Ask.
func (d *Desk) marks(ctx context.Context, text string, whole bool, b *brief.Brief) (spans, other []brief.Span) {
	q, err := d.parse(ctx, text, !whole)
	if err != nil {
		return nil, nil
	}
	matcher := q.Matcher()
	if matcher.Empty() {
		return nil, nil
	}
	for i := range b.Passages {
		p := &b.Passages[i]
		if p.Aside {
			continue
		}
		for _, k := range matcher.Marks(p.Text) {
			s := p.Source(brief.Span{Start: k.Start, End: k.End})
			spans = append(spans, s)
			if k.By.Variant() {
				other = append(other, s)
			}
		}
	}
	return spans, other
}

// is answers the questions is:bookmarked, is:read and is:unread of a search.
func (m *Model) is() func(what, path string) bool {
	marked := bookmark.Bookmarked(m.marks.Items())
	records, index := m.memory.records, m.desk.Index
	read := sync.OnceValue(func() func(what, path string) bool { return records.Is(index.Catalogue()) })
	return func(what, path string) bool { return marked(what, path) || read()(what, path) }
}
