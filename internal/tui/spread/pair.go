package spread

import (
	"context"
	"slices"

	tea "charm.land/bubbletea/v2"

	"broadsheet/internal/brief"
	"broadsheet/internal/tui/pairing"
)

// A pair is what is known of the briefs in the two panes together, and what is
// done with it.
type pair struct {
	on     bool            // it is drawn
	before Step            // how the panes moved before it was
	known  pairing.Pairing // of the briefs that were compared last
	asked  [2]*brief.Brief // that are being compared, or have been
	cancel context.CancelFunc
	still  bool // the other pane is to stay until one moves
	stop   int  // the stop that was gone to last, -1 for none
	hand   int  // the passage in hand then
}

// Counterparts tells that what the two briefs have in common is drawn.
func (m *Model) Counterparts() bool { return m.pair.on }

// SetCounterparts says whether it is drawn once both briefs are there.
func (m *Model) SetCounterparts(on bool) { m.pair.on = on }

// Pairing is what is known of the two briefs; false while it is not, or is not
// asked for.
func (m *Model) Pairing() (*pairing.Pairing, bool) {
	now := m.briefs()
	return &m.pair.known, m.pair.known.Known(now[0], now[1])
}

// compares tells that the two panes are to be compared.
func (m *Model) compares() bool { return m.pair.on || m.step == ByPassage }

// briefs are those in the two panes; nil where there is none.
func (m *Model) briefs() (out [2]*brief.Brief) {
	for i := range m.panes {
		out[i] = m.panes[i].Brief()
	}
	return out
}

// Together sees to it that what is known of the two panes is of the briefs in
// them now: it has them compared where that is wanted and not done yet. It is
// to be called when there is another brief in a pane.
func (m *Model) Together() tea.Cmd {
	now := m.briefs()
	switch {
	case now == m.pair.asked && m.compares():
		return nil
	case m.pair.known.Known(now[1], now[0]) && m.compares() && !m.pair.known.Versions: // swapped
		m.pair.asked, m.pair.known, m.pair.stop = now, m.pair.known.Swapped(), -1
		m.markPanes()
		return nil
	}
	m.uncompare()
	if !m.compares() || now[0] == nil || now[1] == nil {
		return nil
	}
	var ctx context.Context
	ctx, m.pair.cancel = context.WithCancel(m.ctx)
	m.pair.asked = now
	return m.compare(ctx, now)
}

// uncompare forgets what is known of the two panes, and ends the work on it.
func (m *Model) uncompare() {
	if m.pair.cancel != nil {
		m.pair.cancel()
	}
	m.pair.cancel, m.pair.asked, m.pair.known, m.pair.stop = nil, [2]*brief.Brief{}, pairing.Pairing{}, -1
	m.markPanes()
}

// Compared answers with what two briefs have in common.
type Compared struct{ pairing.Pairing }

// compare compares two briefs. It may take a second; ctx ends it.
func (m *Model) compare(ctx context.Context, briefs [2]*brief.Brief) tea.Cmd {
	synonyms := m.synonyms
	return func() tea.Msg {
		p, err := pairing.Of(ctx, briefs[0], briefs[1], synonyms)
		if err != nil {
			return nil // cancelled
		}
		return Compared{p}
	}
}

// Compared takes what two briefs have in common, and says so where that is
// nothing; what is not in the panes any more is dropped.
func (m *Model) Compared(c Compared) (said string) {
	if c.Briefs != m.pair.asked {
		return ""
	}
	m.pair.known, m.pair.stop = c.Pairing, -1
	m.markPanes()
	m.tie(m.focus, m.step == ByPassage && !m.pair.still)
	if m.pair.on && c.Joined == 0 {
		return "These two have no passage on the same thing."
	}
	return ""
}

// markPanes draws in both panes what is known of them.
func (m *Model) markPanes() {
	known, ready := m.Pairing()
	for i := range m.panes {
		m.panes[i].SetStandings(nil)
		if ready && m.pair.on {
			m.panes[i].SetStandings(known.Sides[i].Standings)
		}
	}
}

// Follow brings the other pane along, in the way that they move. It is to be
// called when the pane with the keys has been moved from outside of the spread.
func (m *Model) Follow() {
	m.inStep(m.focus)
	m.tie(m.focus, m.step == ByPassage)
}

// tie draws the passage in hand of pane i and its counterpart as tied; where
// they are to follow, the counterpart is brought into view. Where there is none
// the other pane stays and says so.
func (m *Model) tie(i int, follow bool) {
	pane, other := m.Pane(i), m.Pane(1-i)
	pane.SetQuiet(false)
	pane.SetRemark("")
	if other == nil {
		return
	}
	other.SetQuiet(false)
	other.SetRemark("")
	known, ready := m.Pairing()
	if !ready || !m.compares() {
		return
	}
	hand := pane.Hand()
	to := known.Partner(i, hand)
	pane.SetTied(-1)
	other.SetTied(-1)
	switch {
	case to >= 0:
		pane.SetTied(hand)
		other.SetTied(to)
		if follow {
			other.TakeAt(to, pane.HandRow())
		}
		if known.Unsure(i, hand) {
			other.SetRemark("perhaps this")
		}
	case m.step == ByPassage:
		other.SetQuiet(true)
		if known.Compared(i, hand) || slices.Contains(known.Sides[i].Alone, hand) {
			other.SetRemark("nothing on this here")
		}
	}
}

// Turn draws what the two panes have in common, or leaves that.
func (m *Model) Turn() tea.Cmd {
	m.pair.still = false
	if m.pair.on = !m.pair.on; m.pair.on {
		return m.compareNow()
	}
	m.SetStep(m.pair.before)
	m.markPanes()
	together := m.Together()
	m.Follow()
	return together
}

// compareNow draws what the two panes have in common, as soon as it is known,
// and has the other pane follow.
func (m *Model) compareNow() tea.Cmd {
	m.mark()
	together := m.Together()
	m.markPanes()
	m.Follow()
	return together
}

// mark has what is in both panes drawn, and the other pane follow.
func (m *Model) mark() {
	m.pair.on, m.pair.before = true, m.step
	if m.step == Free {
		m.SetStep(ByPassage)
	}
}

// Still tells that nothing has moved since a brief was opened that way.
func (m *Model) Still() bool { return m.pair.still }

// Opened is for when a brief has been put into a pane: the two are compared
// where that is wanted, or asked for now. Where still, the other pane stays
// until one moves.
func (m *Model) Opened(compare, still bool) tea.Cmd {
	m.pair.still = still
	if compare {
		m.mark()
	}
	together := m.Together()
	m.tie(m.focus, false)
	return tea.Batch(together, m.aheadSoon())
}
