package tui

import (
	"sync"

	tea "charm.land/bubbletea/v2"

	"broadsheet/internal/brief"
	"broadsheet/internal/reading"
	"broadsheet/internal/tui/keymap"
	"broadsheet/internal/tui/readerpane"
	"broadsheet/internal/tui/spread"
)

// An arrangement is how the two panes stand; the zero value is that of one
// pane, which is none. It may be compared.
type arrangement struct {
	seats [2]seat
	focus int
	part  int
	step  spread.Step
	on    bool
	turn  int // of those that are kept: the newest one has the highest
}

// A seat is a brief in a pane, with the bytes at the top and in hand; -1 is the
// start.
type seat struct {
	path        string
	hash        uint64
	brief       *brief.Brief
	place, hand int
}

// arrangementOf is how the panes stand now; false while briefs are awaited.
func arrangementOf(panes *spread.Model) (a arrangement, ok bool) {
	if panes.Other() == nil {
		return a, true
	}
	for i, pane := range panes.Panes() {
		e := pane.Entry()
		if pane.Awaiting() {
			return a, false
		}
		at := spotIn(pane)
		a.seats[i] = seat{e.Path, e.Hash, pane.Brief(), at.place, at.hand}
	}
	a.focus, a.part, a.step, a.on = panes.Focus(), panes.Part(), panes.Step(), panes.Counterparts()
	return a, true
}

// kept is the arrangement as it is kept; nil for one pane.
func (a arrangement) kept() *reading.Arrangement {
	if a.seats == ([2]seat{}) {
		return nil
	}
	out := &reading.Arrangement{Focus: a.focus, Part: a.part, Step: a.step.String(), Counterparts: a.on}
	for i, s := range a.seats {
		out.Panes[i] = reading.Pane{Path: s.path, Hash: s.hash}
		if s.brief == nil {
			continue
		}
		if s.place >= 0 {
			out.Panes[i].Top = reading.Mark(s.brief, s.place)
		}
		if s.hand >= 0 {
			out.Panes[i].Hand = reading.Mark(s.brief, s.hand)
		}
	}
	return out
}

// rearranged is what keeps how the panes stand, which counts as kept from now on;
// nil where it was kept last.
func (mem *memory) rearranged(panes *spread.Model) func(*reading.Store) error {
	a, ok := arrangementOf(panes)
	a.turn = mem.arranged.turn
	if !ok || a == mem.arranged {
		return nil
	}
	a.turn++
	mem.arranged = a
	standing := mem.standing
	return func(in *reading.Store) error { return standing.keep(in, a) }
}

// A standing is which arrangement was kept last: commands may overtake each
// other, and an older one must not be kept after a newer one.
type standing struct {
	mu   sync.Mutex
	turn int
}

// keep keeps an arrangement, where none that is newer has been.
func (s *standing) keep(in *reading.Store, a arrangement) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if a.turn < s.turn {
		return nil
	}
	s.turn = a.turn
	return in.Arrange(a.kept())
}

// atStart opens the briefs that were named in the call, or those that stood
// side by side when the reader was left.
func (m *Model) atStart() []tea.Cmd {
	var cmds []tea.Cmd
	seat := func(i int, r request) {
		if i == 1 {
			m.spread.Split()
		}
		r.slot, r.why = i, starting
		m.spread.Pane(i).Await(r.path)
		cmds = append(cmds, m.desk.load(r))
	}
	switch was := m.desk.Stood; {
	case len(m.opts.Open) > 0:
		for i, path := range m.opts.Open {
			seat(i, request{path: path, place: -1})
		}
		m.spread.SetFocus(0)
		if m.spread.Other() != nil { // two were named to be read together
			m.spread.SetCounterparts(true)
			m.spread.SetStep(spread.ByPassage)
		}
	case was != nil:
		for i, p := range was.Panes {
			seat(i, request{path: p.Path, place: -1, rest: p.Top, restHand: p.Hand, left: true, hash: p.Hash})
		}
		m.spread.SetFocus(was.Focus)
		m.spread.SetPart(was.Part)
		m.spread.SetStep(spread.StepNamed(was.Step))
		m.spread.SetCounterparts(was.Counterparts)
	default:
		return nil
	}
	m.push(keymap.Reader)
	return cmds
}

// unseated closes the pane of a brief that stood there when the reader was left
// and cannot be opened any more; the other one stays.
func (m *Model) unseated(l loaded) tea.Cmd {
	m.memory.arranged.part = -1 // what was kept holds no more
	slot := 0
	if m.spread.Showing(0, l.path) != m.spread.Pane(0) {
		slot = 1
	}
	m.spread.SetFocus(slot)
	if !m.spread.Close() {
		m.spread.Focused().Show(readerpane.Document{})
		m.pop()
	}
	return tea.Batch(m.say(l.err.Error()+"; it was open here the last time.", true), m.memory.soon())
}
