// Package spread holds one reader or two, side by side or one over the other,
// and what is known of the two briefs together: it has them compared, draws what
// they have in common, and moves the panes with each other. It does no I/O.
package spread

import (
	"context"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"broadsheet/internal/query"
	"broadsheet/internal/tui/keymap"
	"broadsheet/internal/tui/readerpane"
	"broadsheet/internal/tui/screen"
	"broadsheet/internal/tui/theme"
)

// narrow is the width, in columns, under which two panes stand one over the
// other.
const narrow = 100

// The least that a pane may have.
const (
	leastColumns = 20
	leastRows    = 3
)

// A Step says how the other pane moves with the one that has the keys.
type Step uint8

// The steps, in the order in which a key goes through them.
const (
	Free      Step = iota // it stays where it is
	ByPercent             // both are scrolled to the same part of their briefs
	ByPassage             // it shows the counterpart of the passage in hand
	steps
)

// String is the step's name.
func (s Step) String() string { return [...]string{"free", "percent", "passage"}[s] }

// Means says how the panes move, for the footer.
func (s Step) Means() string {
	return [...]string{
		"Each pane moves alone.",
		"In step by percent: both panes at the same part of their briefs.",
		"In step by passage: the other pane shows what it has on the passage in hand.",
	}[s]
}

// StepNamed is the step of a name; Free where there is none of that name.
func StepNamed(name string) Step {
	for s := range steps {
		if s.String() == name {
			return s
		}
	}
	return Free
}

// A Model is the spread. Make it with New.
type Model struct {
	ctx           context.Context // ends the work of comparing
	synonyms      *query.Synonyms
	theme         theme.Theme
	measure       readerpane.Measure
	bare          bool
	panes         []readerpane.Model // one or two
	focus         int
	part          int // the first pane's share of the width or height, in thousandths
	step          Step
	pair          pair
	press         press
	aheadDue      bool // passages will be drawn ahead in a moment
	width, height int
}

// New makes a spread of one empty reader. The context ends its work beside the
// screen; the synonyms are the user's and may be nil.
func New(ctx context.Context, synonyms *query.Synonyms, t theme.Theme, measure readerpane.Measure) Model {
	return Model{ctx: ctx, synonyms: synonyms, theme: t, measure: measure, panes: []readerpane.Model{readerpane.New(t, measure)}, part: 500}
}

// SetMeasure changes how wide the text may be.
func (m *Model) SetMeasure(measure readerpane.Measure) {
	m.measure = measure
	for i := range m.panes {
		m.panes[i].SetMeasure(measure)
	}
}

// SetBare leaves nothing but the text, or brings back what is around it.
func (m *Model) SetBare(on bool) {
	m.bare = on
	for i := range m.panes {
		m.panes[i].SetBare(on)
	}
}

// Bare tells that there is nothing but the text.
func (m *Model) Bare() bool { return m.bare }

// SetTheme changes the colours.
func (m *Model) SetTheme(t theme.Theme) {
	m.theme = t
	for i := range m.panes {
		m.panes[i].SetTheme(t)
	}
}

// SetSize gives the spread its columns and rows.
func (m *Model) SetSize(width, height int) {
	m.width, m.height = width, height
	m.lay()
}

func (m *Model) lay() {
	if len(m.panes) == 1 {
		m.panes[0].SetSize(m.width, m.height)
		return
	}
	a := m.share()
	if m.over() {
		m.panes[0].SetSize(m.width, a)
		m.panes[1].SetSize(m.width, max(1, m.height-a-1))
		return
	}
	m.panes[0].SetSize(a, m.height)
	m.panes[1].SetSize(max(1, m.width-a-1), m.height)
}

// over tells that the panes stand one over the other.
func (m *Model) over() bool { return m.width < narrow }

// share is the number of columns, or rows, of the first pane.
func (m *Model) share() int {
	all, least := m.room()
	return max(least, min((all*m.part+499)/1000, all-least))
}

// room is how many columns, or rows, the panes share, and how many each must
// have.
func (m *Model) room() (all, least int) {
	if m.over() {
		return m.height - 1, leastRows
	}
	return m.width - 1, leastColumns
}

// Part is the first pane's share of the screen, in thousandths.
func (m *Model) Part() int { return m.part }

// SetPart changes the first pane's share of the screen, in thousandths, as far
// as both panes have room.
func (m *Model) SetPart(part int) {
	all, least := m.room()
	edge := min(500, (1000*least+all-1)/max(1, all))
	m.part = max(edge, min(part, 1000-edge))
	m.lay()
}

// Focused is the pane that has the keys.
func (m *Model) Focused() *readerpane.Model { return &m.panes[m.focus] }

// Focus is the index of the pane that has the keys.
func (m *Model) Focus() int { return m.focus }

// Pane is pane i, 0 or 1; nil where there is none.
func (m *Model) Pane(i int) *readerpane.Model {
	if i < 0 || i >= len(m.panes) {
		return nil
	}
	return &m.panes[i]
}

// Panes are the one or two panes, by index.
func (m *Model) Panes() []*readerpane.Model {
	out := make([]*readerpane.Model, len(m.panes))
	for i := range m.panes {
		out[i] = &m.panes[i]
	}
	return out
}

// Showing is the pane with the brief of a path: pane i, or, where the panes have
// been swapped or one was closed meanwhile, the other. Nil for none.
func (m *Model) Showing(i int, path string) *readerpane.Model {
	for _, at := range []int{i, 1 - i} {
		if p := m.Pane(at); p != nil && p.Entry().Path == path {
			return p
		}
	}
	return nil
}

// Other is the pane that does not have the keys, nil where there is one pane
// only.
func (m *Model) Other() *readerpane.Model { return m.Pane(1 - m.focus) }

// Split opens the second pane and gives it the keys; where there are two it
// gives the keys to the second.
func (m *Model) Split() {
	if len(m.panes) == 1 {
		m.panes = append(m.panes, readerpane.New(m.theme, m.measure))
		m.panes[1].SetBare(m.bare)
	}
	m.focus = 1
	m.lay()
}

// Close closes the pane with the keys, and tells whether there were two.
func (m *Model) Close() bool {
	if len(m.panes) == 1 {
		return false
	}
	m.panes = append([]readerpane.Model(nil), m.panes[1-m.focus])
	m.focus, m.step = 0, Free
	m.lay()
	m.pair.on = false
	m.uncompare()
	m.Follow()
	return true
}

// Do carries out an action of the spread or of the pane with the keys, and
// tells whether it was one.
func (m *Model) Do(a keymap.Action) (tea.Cmd, bool) {
	cmd, ok := m.act(a)
	if !ok {
		return nil, false
	}
	m.pair.still = false
	together := m.Together()
	m.tie(m.focus, m.step == ByPassage && a != keymap.OtherPane)
	return tea.Batch(cmd, together, m.aheadSoon()), true
}

func (m *Model) act(a keymap.Action) (tea.Cmd, bool) {
	if len(m.panes) == 2 && !m.Focused().Selecting() {
		switch a {
		case keymap.OtherPane:
			m.focus = 1 - m.focus
			return nil, true
		case keymap.SwapPanes:
			m.panes[0], m.panes[1] = m.panes[1], m.panes[0]
			m.focus = 1 - m.focus
			m.lay()
			return nil, true
		case keymap.Wider:
			m.SetPart(m.part + 50)
			return nil, true
		case keymap.Narrower:
			m.SetPart(m.part - 50)
			return nil, true
		case keymap.Step:
			m.SetStep((m.step + 1) % steps)
			m.pair.before = Free
			return nil, true
		}
	}
	cmd, ok := m.Focused().Do(a)
	if ok {
		m.inStep(m.focus)
	}
	return cmd, ok
}

// Found gives what was looked for in a brief to the panes.
func (m *Model) Found(f readerpane.Found) tea.Cmd {
	cmds := make([]tea.Cmd, len(m.panes))
	for i := range m.panes {
		cmds[i] = m.panes[i].Update(f)
	}
	return tea.Batch(cmds...)
}

// Step is how the panes move together.
func (m *Model) Step() Step { return m.step }

// SetStep changes how the panes move together.
func (m *Model) SetStep(s Step) {
	m.step = s
	m.inStep(m.focus)
}

// inStep scrolls the other pane as far as pane i, where that is how they move.
func (m *Model) inStep(i int) {
	if part, ok := m.panes[i].Scrolled(); ok && m.step == ByPercent && len(m.panes) == 2 {
		m.panes[1-i].SetScrolled(part)
	}
}

// SetFocus gives the keys to pane i, where there is one.
func (m *Model) SetFocus(i int) {
	if i >= 0 && i < len(m.panes) {
		m.focus = i
	}
}

// Scroll moves the text of the pane at a cell of the spread by rows, for the
// mouse wheel.
func (m *Model) Scroll(x, y, rows int) tea.Cmd {
	i, _, _ := m.under(cell{x, y})
	m.panes[i].Scroll(rows)
	m.inStep(i)
	m.tie(i, m.step == ByPassage)
	return m.aheadSoon()
}

// Ahead asks for passages to be drawn that will be on screen soon; left is how
// often it will be asked again.
type Ahead struct{ left int }

// aheadSoon has the passages around the screen drawn while no key is pressed:
// each message draws for a few milliseconds, so that a key never waits longer.
func (m *Model) aheadSoon() tea.Cmd {
	const most = 20
	if m.aheadDue {
		return nil
	}
	m.aheadDue = true
	return func() tea.Msg { return Ahead{most} }
}

// DrawAhead does what was asked for, where the spread is on show.
func (m *Model) DrawAhead(a Ahead, shown bool) tea.Cmd {
	const slice = 3 * time.Millisecond
	if shown && a.left > 0 && m.Focused().Ahead(slice) {
		return func() tea.Msg { return Ahead{a.left - 1} }
	}
	m.aheadDue = false
	return nil
}

// View draws the spread: exactly the lines and columns of SetSize.
func (m *Model) View() []string {
	if len(m.panes) == 1 {
		return m.panes[0].View(true)
	}
	a, b := m.panes[0].View(m.focus == 0), m.panes[1].View(m.focus == 1)
	if m.over() {
		return append(append(a, m.theme.Border.Render(strings.Repeat("─", m.width))), b...)
	}
	return screen.Beside(a, b, m.theme.Border.Render("│"))
}
