package tui

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"broadsheet/internal/brief"
	"broadsheet/internal/library"
	"broadsheet/internal/reading"
	"broadsheet/internal/tui/keymap"
	"broadsheet/internal/tui/readerpane"
	"broadsheet/internal/tui/spread"
)

// A memory is what is known of the reading of the briefs, and what of it has been
// kept.
type memory struct {
	records  reading.Records  // how far the briefs have been read
	seen     map[string]sight // what was kept of it since the start, by path
	due      bool             // it will be kept in a moment
	failed   bool             // it cannot be kept, which has been said
	arranged arrangement      // how the panes stood, as it was kept last
	standing *standing        // which one was
}

func newMemory() memory { return memory{seen: map[string]sight{}, standing: &standing{}} }

// A sight is what is kept of the reading of one brief while it is open.
type sight struct {
	hash  uint64
	place int // byte at the top, -1 for the start
	read  bool
	mine  bool      // the reader has said whether it is read: no guess any more
	since time.Time // when it was opened
}

// A glance is a sight to be kept, with the brief it is of.
type glance struct {
	sight
	entry library.Entry
	brief *brief.Brief // nil: only read counts
}

// recalled brings what is known of the reading of all briefs.
type recalled struct {
	records reading.Records
	err     error
}

// recall reads what was kept.
func (d *Desk) recall() tea.Cmd {
	return func() tea.Msg {
		if d.Reading == nil {
			return nil
		}
		all, err := d.Reading.All()
		return recalled{reading.Lookup(all), err}
	}
}

// keepReading writes down how far briefs have been read; first keeps how the
// panes stand, nil is as before.
func (d *Desk) keepReading(known reading.Records, glances []glance, first func(*reading.Store) error) tea.Cmd {
	if len(glances) == 0 && first == nil {
		return nil
	}
	return func() tea.Msg {
		if d.Reading == nil {
			return nil
		}
		if first != nil {
			if err := first(d.Reading); err != nil {
				return recalled{known, err}
			}
		}
		if len(glances) == 0 {
			return nil
		}
		var records []reading.Record
		for _, g := range glances {
			r, _ := known.Of(g.entry.Path, g.entry.Hash)
			r.Hash, r.Read, r.At = g.entry.Hash, g.read, time.Now()
			if g.brief != nil {
				r.Top = reading.Spot{}
				if g.place >= 0 {
					r.Top = reading.Mark(g.brief, g.place)
				}
			}
			records = append(records, r)
		}
		if err := d.Reading.Keep(records...); err != nil {
			return recalled{known, err}
		}
		all, err := d.Reading.All()
		return recalled{reading.Lookup(all), err}
	}
}

// recalled takes what is known of the reading; a problem is said once.
func (m *Model) recalled(r recalled) tea.Cmd {
	m.memory.records = r.records
	m.library.SetRecords(r.records)
	if r.err == nil || m.memory.failed {
		return nil
	}
	m.memory.failed = true
	m.desk.Log.Error("reading positions", "err", r.err)
	return m.say(r.err.Error(), true)
}

// keepDue comes a moment after a key: how far one has read is kept then.
type keepDue struct{}

// soon has it kept in a moment.
func (mem *memory) soon() tea.Cmd {
	if mem.due {
		return nil
	}
	mem.due = true
	return tea.Tick(time.Second, func(time.Time) tea.Msg { return keepDue{} })
}

// keepNow keeps how far the briefs in the panes have been read, and how these
// stand, where that has changed.
func (m *Model) keepNow() tea.Cmd {
	m.memory.due = false
	return m.desk.keepReading(m.memory.records, m.memory.glances(&m.spread), m.memory.rearranged(&m.spread))
}

// glances are what there is to be kept of the briefs in the panes, which counts
// as kept from now on.
func (mem *memory) glances(panes *spread.Model) []glance {
	var changed []glance
	for i, pane := range panes.Panes() {
		if pane.Brief() == nil || pane.Entry().Path == "" {
			continue
		}
		if other := panes.Pane(1 - i); other != nil && i != panes.Focus() && other.Entry().Path == pane.Entry().Path {
			continue // two places of one brief: that with the keys is where one reads
		}
		if g, ok := mem.glance(pane); ok {
			mem.seen[g.entry.Path] = g.sight
			changed = append(changed, g)
		}
	}
	return changed
}

// opened notes where a brief was opened, so that only what comes after is kept.
func (mem *memory) opened(pane *readerpane.Model) {
	e := pane.Entry()
	rec, _ := mem.records.Of(e.Path, e.Hash)
	mem.seen[e.Path] = sight{hash: e.Hash, place: pane.Place(), read: rec.Read, since: time.Now()}
}

// glance is what there is to be kept of the brief in a pane; false where that
// is known already. A brief is read when one has gone through it to its end, or
// has had all of it on the screen for as long as a quick reader takes; leaping
// to a hit reads nothing, and moves no place. Who has read to the end begins at
// the start the next time.
func (mem *memory) glance(pane *readerpane.Model) (glance, bool) {
	e := pane.Entry()
	g := glance{sight: sight{hash: e.Hash, place: pane.Place()}, entry: e, brief: pane.Brief()}
	before := mem.seen[e.Path]
	g.read, g.mine, g.since = before.read, before.mine, before.since
	const quick = 4 // times as fast as one reads
	needs := max(2*time.Second, reading.Time(g.brief.Words, g.brief.Lang)/quick)
	atEnd := pane.Progress() >= 1
	switch {
	case !pane.Travelled() && !(atEnd && time.Since(g.since) >= needs):
		g.place = before.place
	case atEnd:
		g.place = -1
		g.read = g.read || !g.mine
	}
	return g, g.sight != before
}

// turn takes a brief as read, or as unread where it has been.
func (mem *memory) turn(e library.Entry) glance {
	rec, _ := mem.records.Of(e.Path, e.Hash)
	g := glance{sight: mem.seen[e.Path], entry: e}
	g.hash, g.read, g.mine = e.Hash, !rec.Read, true
	mem.seen[e.Path] = g.sight
	return g
}

// markRead marks the chosen brief as read, or as unread.
func (m *Model) markRead() tea.Cmd {
	e, ok := m.library.Chosen()
	if m.screen == keymap.Reader {
		e, ok = m.spread.Focused().Entry(), true
	}
	if !ok || e.Path == "" {
		return nil
	}
	g := m.memory.turn(e)
	said := "Marked as unread."
	if g.read {
		said = "Marked as read."
	}
	return tea.Batch(m.desk.keepReading(m.memory.records, []glance{g}, nil), m.say(said, false))
}

// resumed is the request with the place where its brief was left, where it
// asks for no other.
func (m *Model) resumed(r request) request {
	if r.span.Len() > 0 || r.first || r.last || r.place >= 0 || r.fragment != "" {
		return r
	}
	e, _ := m.library.Shelf().Find(r.path)
	rec, _ := m.memory.records.Of(r.path, e.Hash)
	r.rest = rec.Top
	return r
}
