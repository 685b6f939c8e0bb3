package tui

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"broadsheet/internal/brief"
	"broadsheet/internal/library"
	"broadsheet/internal/tui/chooser"
	"broadsheet/internal/tui/keymap"
	"broadsheet/internal/tui/pairing"
	"broadsheet/internal/tui/spread"
)

// A pair is what is known of the briefs in the two panes together, and what is
// done with it.
type pair struct {
	on     bool            // it is drawn
	before spread.Step     // how the panes moved before it was
	known  pairing.Pairing // of the briefs that were compared last
	asked  [2]*brief.Brief // that are being compared, or have been
	cancel context.CancelFunc
	still  bool // the other pane is to stay until one moves
	stop   int  // the stop that was gone to last, -1 for none
	hand   int  // the passage in hand then
}

// wanted tells that the two panes are to be compared.
func (m *Model) wanted() bool { return m.pair.on || m.spread.Step() == spread.ByPassage }

// inPanes are the briefs in the two panes; nil where there is none.
func (m *Model) inPanes() (out [2]*brief.Brief) {
	for i := range out {
		if pane := m.spread.Pane(i); pane != nil {
			out[i] = pane.Brief()
		}
	}
	return out
}

// together sees to it that what is known of the two panes is of the briefs in
// them now: it has them compared where that is wanted and not done yet.
func (m *Model) together() tea.Cmd {
	now := m.inPanes()
	switch {
	case now == m.pair.asked && m.wanted():
		return nil
	case m.pair.known.Known(now[1], now[0]) && m.wanted() && !m.pair.known.Versions: // swapped
		m.pair.asked, m.pair.known, m.pair.stop = now, m.pair.known.Swapped(), -1
		m.markPanes()
		return nil
	}
	m.uncompare()
	if !m.wanted() || now[0] == nil || now[1] == nil {
		return nil
	}
	var ctx context.Context
	ctx, m.pair.cancel = context.WithCancel(m.ctx)
	m.pair.asked = now
	return m.desk.pair(ctx, now)
}

// uncompare forgets what is known of the two panes, and ends the work on it.
func (m *Model) uncompare() {
	if m.pair.cancel != nil {
		m.pair.cancel()
	}
	m.pair.cancel, m.pair.asked, m.pair.known, m.pair.stop = nil, [2]*brief.Brief{}, pairing.Pairing{}, -1
	m.markPanes()
}

// apart is for when there is one pane only.
func (m *Model) apart() {
	m.pair.on = false
	m.uncompare()
	m.follow()
}

// paired answers with what two briefs have in common.
type paired struct {
	pairing.Pairing
}

// pair compares the briefs of the two panes. It may take a second; ctx ends it.
func (d *Desk) pair(ctx context.Context, briefs [2]*brief.Brief) tea.Cmd {
	return func() tea.Msg {
		p, err := pairing.Of(ctx, briefs[0], briefs[1], d.Synonyms)
		if err != nil {
			return nil // cancelled
		}
		return paired{p}
	}
}

// paired takes what two briefs have in common; what is not in the panes any
// more is dropped.
func (m *Model) paired(p paired) tea.Cmd {
	if p.Briefs != m.pair.asked {
		return nil
	}
	m.pair.known, m.pair.stop = p.Pairing, -1
	m.markPanes()
	m.tie(m.spread.Focus(), m.spread.Step() == spread.ByPassage && !m.pair.still)
	if m.pair.on && p.Joined == 0 {
		return m.say("These two have no passage on the same thing.", false)
	}
	return nil
}

// ready tells that what is in the panes has been compared.
func (m *Model) ready() bool {
	now := m.inPanes()
	return m.pair.known.Known(now[0], now[1])
}

// markPanes draws in both panes what is known of them.
func (m *Model) markPanes() {
	ready := m.pair.on && m.ready()
	for i := range 2 {
		pane := m.spread.Pane(i)
		if pane == nil {
			continue
		}
		pane.SetStandings(nil)
		if ready {
			pane.SetStandings(m.pair.known.Sides[i].Standings)
		}
	}
}

// follow brings the counterpart of the passage in hand into view in the other
// pane.
func (m *Model) follow() { m.tie(m.spread.Focus(), m.spread.Step() == spread.ByPassage) }

// tie draws the passage in hand of pane i and its counterpart as tied; where
// they are to follow, the counterpart is brought into view. Where there is none
// the other pane stays and says so.
func (m *Model) tie(i int, follow bool) {
	pane, other := m.spread.Pane(i), m.spread.Pane(1-i)
	pane.SetQuiet(false)
	pane.SetRemark("")
	if other == nil {
		return
	}
	other.SetQuiet(false)
	other.SetRemark("")
	if !m.ready() || !m.wanted() {
		return
	}
	hand := pane.Hand()
	to := m.pair.known.Partner(i, hand)
	pane.SetTied(-1)
	other.SetTied(-1)
	switch {
	case to >= 0:
		pane.SetTied(hand)
		other.SetTied(to)
		if follow {
			other.TakeAt(to, pane.HandRow())
		}
		if m.pair.known.Unsure(i, hand) {
			other.SetRemark("perhaps this")
		}
	case m.spread.Step() == spread.ByPassage:
		other.SetQuiet(true)
		if m.pair.known.Compared(i, hand) || slices.Contains(m.pair.known.Sides[i].Alone, hand) {
			other.SetRemark("nothing on this here")
		}
	}
}

// counterparts draws what the two panes have in common, or leaves that. With
// one pane it asks for the second.
func (m *Model) counterparts() tea.Cmd {
	if m.spread.Other() == nil {
		return m.askBeside(forComparing, "Compare with: the most closely related first")
	}
	m.pair.still = false
	if m.pair.on = !m.pair.on; m.pair.on {
		return m.compareNow()
	}
	m.spread.SetStep(m.pair.before)
	m.markPanes()
	together := m.together()
	m.follow()
	return tea.Batch(together, m.keepSoon())
}

// marking has what is in both panes drawn, and the other pane follow.
func (m *Model) marking() {
	m.pair.on, m.pair.before = true, m.spread.Step()
	if m.pair.before == spread.Free {
		m.spread.SetStep(spread.ByPassage)
	}
}

// compareNow draws what the two panes have in common, as soon as it is known,
// and has the other pane follow.
func (m *Model) compareNow() tea.Cmd {
	m.marking()
	together := m.together()
	m.markPanes()
	m.follow()
	return tea.Batch(together, m.keepSoon())
}

// stepped says how the panes move together now.
func (m *Model) stepped() tea.Cmd {
	m.pair.before = spread.Free
	return m.say(map[spread.Step]string{
		spread.Free:      "Each pane moves alone.",
		spread.ByPercent: "In step by percent: both panes at the same part of their briefs.",
		spread.ByPassage: "In step by passage: the other pane shows what it has on the passage in hand.",
	}[m.spread.Step()], false)
}

// toAlone goes to the next passage that only this brief has, or to the one
// before.
func (m *Model) toAlone(dir int) tea.Cmd {
	if cmd, ok := m.comparedFirst(); !ok {
		return cmd
	}
	i, pane, known := m.spread.Focus(), m.spread.Focused(), &m.pair.known
	to, wrapped := known.NextAlone(i, pane.Hand(), dir)
	if to < 0 {
		if n := len(known.Sides[1-i].Alone); n > 0 {
			return m.say(fmt.Sprintf("Nothing is only here; %d %s only in the other.", n, plural(n, "passage")), false)
		}
		return m.say("Nothing is in only one of the two.", false)
	}
	m.jumps.mark(m.here())
	pane.TakeAt(to, pane.HandRow())
	m.follow()
	return tea.Batch(m.saidOf(slices.Index(known.Sides[i].Alone, to)+1, len(known.Sides[i].Alone), "only here", wrapped), m.aheadSoon(), m.keepSoon())
}

// toStop goes to the next figure that differs, or to the next change, in both
// panes; or to the one before.
func (m *Model) toStop(dir int) tea.Cmd {
	if cmd, ok := m.comparedFirst(); !ok {
		return cmd
	}
	i, pane, other, known := m.spread.Focus(), m.spread.Focused(), m.spread.Other(), &m.pair.known
	off, now := 0, -1
	if hand := pane.Hand(); hand >= 0 {
		if off = pane.Brief().Passages[hand].Span.Start; hand == m.pair.hand {
			now = m.pair.stop
		}
	}
	k, at, wrapped := known.NextStop(i, off, now, dir)
	switch {
	case k < 0 && known.Versions:
		return m.say("Nothing was changed.", false)
	case k < 0:
		return m.say("No figures differ.", false)
	}
	m.jumps.mark(m.here())
	stop := known.Stops[k]
	row := pane.HandRow()
	if stop.Passages[i] >= 0 {
		pane.Reveal(stop.Passages[i], stop.Spans[i], row)
		row = pane.HandRow()
	} else {
		pane.TakeAt(known.Near(1-i, stop.Passages[1-i]), row)
	}
	m.follow()
	if stop.Passages[1-i] >= 0 {
		other.SetQuiet(false)
		other.SetRemark("")
		other.Reveal(stop.Passages[1-i], stop.Spans[1-i], row)
	}
	m.pair.stop, m.pair.hand = k, pane.Hand()
	what := "change"
	if !known.Versions {
		what = "figures differ: " + stop.What
	}
	return tea.Batch(m.saidOf(at, len(known.Stops), what, wrapped), m.aheadSoon(), m.keepSoon())
}

// saidOf says which of how many one has come to.
func (m *Model) saidOf(at, of int, what string, wrapped bool) tea.Cmd {
	text := fmt.Sprintf("%d of %d: %s", at, of, what)
	if wrapped {
		text += " (round the end)"
	}
	return m.say(text, false)
}

// comparedFirst tells that what is in the panes has been compared; if it has
// not, the command sees to it, or says what is missing.
func (m *Model) comparedFirst() (tea.Cmd, bool) {
	switch {
	case m.spread.Other() == nil:
		return m.say("Open a second brief first, with |.", false), false
	case !m.pair.on:
		return tea.Batch(m.compareNow(), m.say("Compared now. The same key goes on.", false)), m.ready()
	case !m.ready():
		return m.say("The two are being compared.", false), false
	}
	return nil, true
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
	for i := range 2 {
		if pane := m.spread.Pane(i); pane != nil && pane.Entry().Path != "" {
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
func (m *Model) rankSecond(r related) {
	c, ok := m.overlay.(*chooser.Model)
	if ok && (c.Purpose() == forSecond || c.Purpose() == forComparing) && r.of == m.spread.Focused().Entry().Path {
		c.SetItems(m.besides(r.entries))
	}
}

// A facing is the passage that a brief is opened beside: it is opened at its
// counterpart, as far down the screen.
type facing struct {
	brief   *brief.Brief // nil for none
	passage int          // of that brief
	row     int          // of the pane
	to      int          // the counterpart, -1 for none
	perhaps bool         // it may be none
}

// openBeside opens a brief in the pane that does not have the keys; what one
// reads stays.
func (m *Model) openBeside(path string, compare bool) tea.Cmd {
	pane, slot := m.spread.Focused(), 1
	if m.spread.Other() != nil {
		slot = 1 - m.spread.Focus()
	}
	f := facing{pane.Brief(), pane.Hand(), pane.HandRow(), -1, false}
	return m.open(request{slot: slot, path: path, place: -1, compare: compare, facing: f})
}

// shownBeside does what was asked for when a second brief was opened, and has
// the two compared again where that is wanted.
func (m *Model) shownBeside(l loaded) tea.Cmd {
	m.pair.still = l.facing.brief != nil && l.facing.to < 0 || l.left
	if l.compare {
		m.marking()
	}
	together := m.together()
	m.tie(m.spread.Focus(), false)
	switch {
	case l.facing.brief == nil, l.path == m.spread.Pane(1-l.slot).Entry().Path:
		return together
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
	f.to, f.perhaps = -1, false
	if f.brief == nil || f.passage < 0 {
		return f
	}
	ctx, stop := context.WithTimeout(ctx, patience)
	defer stop()
	if p, err := pairing.Of(ctx, f.brief, b, d.Synonyms); err == nil {
		f.to, f.perhaps = p.Partner(0, f.passage), p.Unsure(0, f.passage)
	}
	return f
}

// legend says what the signs in the margins mean, and how many there are, in at
// most width columns.
func (m *Model) legend(width int) string {
	if !m.pair.on || m.spread.Other() == nil {
		return ""
	}
	if !m.ready() {
		return m.theme.Dim.Render("comparing … ")
	}
	counts := m.pair.known.Counts(m.spread.Focus())
	for _, short := range []bool{false, true} {
		var parts []string
		for _, c := range counts {
			part := c.Role.Style(m.theme).Render(c.Role.Sign())
			if short {
				part += m.theme.Dim.Render(fmt.Sprint(c.N))
			} else {
				part += m.theme.Dim.Render(fmt.Sprintf(" %d %s", c.N, c.Words))
			}
			parts = append(parts, part)
		}
		text := strings.Join(parts, "  ") + " "
		if ansi.StringWidthWc(text) <= width {
			return text
		}
	}
	return ""
}

// abreast goes back to the two briefs that are open.
func (m *Model) abreast() tea.Cmd {
	if m.spread.Other() == nil {
		return m.say("No two briefs are open. | in a brief opens another beside it.", false)
	}
	m.push(keymap.Reader)
	m.follow()
	return nil
}
