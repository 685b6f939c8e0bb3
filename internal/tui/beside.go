package tui

import (
	"cmp"
	"context"
	"slices"
	"time"

	tea "charm.land/bubbletea/v2"

	"broadsheet/internal/brief"
	"broadsheet/internal/library"
	"broadsheet/internal/tui/chooser"
	"broadsheet/internal/tui/keymap"
	"broadsheet/internal/tui/pairing"
	"broadsheet/internal/tui/spread"
)

// inPair does what a key means for two briefs, or on the way to them; from is the
// place where it was pressed.
func (m *Model) inPair(a keymap.Action, from spot) (tea.Cmd, bool) {
	switch a {
	case keymap.SecondPane:
		return m.secondPane(), true
	case keymap.ClosePane:
		if !m.spread.Close() {
			m.pop()
		}
		return m.memory.soon(), true
	case keymap.Counterparts:
		return m.counterparts(), true
	case keymap.NextAlone:
		return m.went(from, m.spread.ToAlone(1)), true
	case keymap.PrevAlone:
		return m.went(from, m.spread.ToAlone(-1)), true
	case keymap.NextOdds:
		return m.went(from, m.spread.ToStop(1)), true
	case keymap.PrevOdds:
		return m.went(from, m.spread.ToStop(-1)), true
	default:
		return nil, false
	}
}

// counterparts draws what the two panes have in common, or leaves that. With
// one pane it asks for the second.
func (m *Model) counterparts() tea.Cmd {
	if m.spread.Other() == nil {
		return m.askBeside(forComparing, "Compare with: the most closely related first")
	}
	return tea.Batch(m.spread.Turn(), m.memory.soon())
}

// compared says what two briefs have in common, where that is nothing.
func (m *Model) compared(c spread.Compared) tea.Cmd {
	if said := m.spread.Compared(c); said != "" {
		return m.say(said, false)
	}
	return nil
}

// went says what has come of going to a place of interest, and remembers the one
// that it has led away from.
func (m *Model) went(from spot, w spread.Went) tea.Cmd {
	if w.Moved {
		m.jumps.mark(from)
	}
	return tea.Batch(w.Cmd, m.say(w.Said, false), m.memory.soon())
}

// secondPane asks which brief to open beside this one.
func (m *Model) secondPane() tea.Cmd {
	return m.askBeside(forSecond, "Beside it: the most closely related first")
}

// askBeside asks for a second brief: those closely related to the passage in
// hand come first as soon as they are known. An empty brief has no passage and
// is related to none.
func (m *Model) askBeside(purpose, title string) tea.Cmd {
	pane := m.spread.Focused()
	if pane.Brief() == nil {
		return nil
	}
	box := m.box(purpose, title, m.besides(nil), 0)
	hand := pane.Hand()
	if hand < 0 {
		return box
	}
	return tea.Batch(box, m.desk.relate(m.ctx, pane.Entry().Path, pane.Brief(), pane.Brief().Passages[hand].Span, m.openPaths()))
}

// openPaths are the paths of the briefs in the panes.
func (m *Model) openPaths() []string {
	var paths []string
	for _, pane := range m.spread.Panes() {
		if pane.Entry().Path != "" {
			paths = append(paths, pane.Entry().Path)
		}
	}
	return paths
}

// besides are the briefs to open beside the one in hand: the related ones, then
// all others; the one in hand once more stands among the first. What is open
// already is left out.
func (m *Model) besides(related []library.Entry) chooser.Items {
	const seen = 8 // at once, on any screen
	out := m.openPaths()
	var first []chooser.Item
	add := func(e library.Entry) {
		if !slices.Contains(out, e.Path) {
			first, out = append(first, briefItem(e)), append(out, e.Path)
		}
	}
	for _, e := range related {
		add(e)
	}
	for shelf, i := m.library.Shelf(), 0; i < shelf.Len() && len(first) < seen; i++ {
		add(shelf.At(i))
	}
	e := m.spread.Focused().Entry()
	again := chooser.Item{Name: "This brief again, at another place", Detail: e.Title, Also: e.Path, Value: e.Path}
	return m.briefItems(out, slices.Insert(first, min(seen, len(first)), again))
}

// related are the briefs most closely related to what is in hand.
type related struct {
	of      string // the path of the brief in hand
	entries []library.Entry
}

// relate finds the briefs that speak of what a span of a brief speaks of, and of
// what all of it does. What stands high in both lists comes first: ranks are
// joined as by Cormack, Clarke and Büttcher, "Reciprocal rank fusion" (SIGIR
// 2009), with a constant for short lists.
func (d *Desk) relate(ctx context.Context, path string, b *brief.Brief, span brief.Span, open []string) tea.Cmd {
	return func() tea.Msg {
		const most, flat = 30, 5
		out := related{of: path}
		scores := map[string]float64{}
		for _, of := range []brief.Span{span, {}} {
			found, err := d.Index.Related(ctx, b, of, open, most)
			if err != nil {
				d.Log.Warn("related briefs", "path", path, "err", err)
			}
			for rank, e := range found {
				if scores[e.Path] == 0 {
					out.entries = append(out.entries, e)
				}
				scores[e.Path] += 1 / float64(flat+rank)
			}
		}
		slices.SortStableFunc(out.entries, func(x, y library.Entry) int { return cmp.Compare(scores[y.Path], scores[x.Path]) })
		return out
	}
}

// rankSecond puts the related briefs first, when they are known.
func (m *Model) rankSecond(r related) tea.Cmd {
	c, ok := m.overlay.(*chooser.Model)
	if ok && (c.Purpose() == forSecond || c.Purpose() == forComparing) && r.of == m.spread.Focused().Entry().Path {
		return c.SetItems(m.besides(r.entries))
	}
	return nil
}

// A facing is the passage that a brief is opened beside: it is opened at its
// counterpart, as far down the screen.
type facing struct {
	brief   *brief.Brief // nil for none
	passage int          // of that brief
	row     int          // of the pane
	to      int          // the counterpart, -1 for none
	perhaps bool         // it may be none
	late    bool         // it was not found in time
}

// openBeside opens a brief in the pane that does not have the keys; what one
// reads stays.
func (m *Model) openBeside(path string, compare bool) tea.Cmd {
	pane, slot := m.spread.Focused(), 1
	if m.spread.Other() != nil {
		slot = 1 - m.spread.Focus()
	}
	f := facing{brief: pane.Brief(), passage: pane.Hand(), row: pane.HandRow(), to: -1}
	return m.open(request{slot: slot, path: path, place: -1, compare: compare, facing: f})
}

// shownBeside does what was asked for when a second brief was opened, and has
// the two compared again where that is wanted.
func (m *Model) shownBeside(l loaded) tea.Cmd {
	together := m.spread.Opened(l.compare, l.facing.brief != nil && l.facing.to < 0 || l.left)
	switch {
	case l.facing.brief == nil && !l.left:
		m.spread.Follow()
		return together
	case l.facing.brief == nil, l.path == m.spread.Pane(1-l.slot).Entry().Path:
		return together
	case l.facing.late:
		return tea.Batch(together, m.desk.faceLater(m.ctx, l))
	case l.facing.to < 0:
		return tea.Batch(together, m.say("It has nothing on the passage in hand.", false))
	case l.facing.perhaps:
		return tea.Batch(together, m.say("Here it may speak of the passage in hand.", false))
	}
	return tea.Batch(together, m.say("Here it speaks of the passage in hand.", false))
}

// face finds the counterpart of the passage that b is opened beside, as long as
// that takes no time worth speaking of.
func (d *Desk) face(ctx context.Context, f facing, b *brief.Brief) facing {
	const patience = 500 * time.Millisecond
	f.to, f.perhaps, f.late = -1, false, false
	if f.brief == nil || f.passage < 0 {
		return f
	}
	ctx, stop := context.WithTimeout(ctx, patience)
	defer stop()
	f, err := d.counterpart(ctx, f, b)
	f.late = err != nil
	return f
}

// counterpart finds it however long that takes; the error is ctx's.
func (d *Desk) counterpart(ctx context.Context, f facing, b *brief.Brief) (facing, error) {
	p, err := pairing.Of(ctx, f.brief, b, d.Synonyms)
	if err == nil {
		f.to, f.perhaps = p.Partner(0, f.passage), p.Unsure(0, f.passage)
	}
	return f, err
}

// faced brings the counterpart that was not found in time.
type faced struct{ loaded }

// faceLater finds the counterpart after the brief has been opened.
func (d *Desk) faceLater(ctx context.Context, l loaded) tea.Cmd {
	return func() tea.Msg {
		f, err := d.counterpart(ctx, l.facing, l.doc.Brief)
		if err != nil {
			return nil // cancelled
		}
		f.late = false
		l.facing, l.compare = f, false
		return faced{l}
	}
}

// faced goes to the counterpart, where nothing has been done meanwhile.
func (m *Model) faced(f faced) tea.Cmd {
	pane := m.spread.Pane(f.slot)
	if pane == nil || pane.Brief() != f.doc.Brief || pane.Place() >= 0 || !m.spread.Still() {
		return nil
	}
	f.goTo(pane)
	return m.shownBeside(f.loaded)
}

// abreast goes back to the two briefs that are open.
func (m *Model) abreast() tea.Cmd {
	if m.spread.Other() == nil {
		return m.say("No two briefs are open. | in a brief opens another beside it.", false)
	}
	m.push(keymap.Reader)
	m.spread.Follow()
	return nil
}
