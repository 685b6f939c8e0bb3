// Package librarypane lists the briefs of the library, and shows beside the list
// how the chosen one begins. It reads nothing: it says which brief it would show.
package librarypane

import (
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"broadsheet/internal/library"
	"broadsheet/internal/tui/readerpane"
	"broadsheet/internal/tui/screen"
	"broadsheet/internal/tui/theme"
)

// A Search is a saved search, as it stands above the briefs.
type Search struct {
	ID, Name, Query string
	Count           int  // briefs that answer it
	New             int  // of them, those that were not there when it was last looked at
	Counted         bool // Count and New are known
}

// wide is the width, in columns, from which the preview stands beside the list,
// not under it.
const wide = 100

// A Model is the list with its preview. Make it with New.
type Model struct {
	list
	preview       readerpane.Model
	due           bool // it will be shown in a moment
	width, height int
}

// New makes an empty list of the library called name.
func New(t theme.Theme, name string, measure readerpane.Measure) Model {
	m := Model{
		list:    list{theme: t, name: name, shelf: library.NewShelf(nil, library.ByDate), loading: true},
		preview: readerpane.New(t, measure),
	}
	m.preview.SetQuiet(true)
	return m
}

// SetTheme changes the colours.
func (m *Model) SetTheme(t theme.Theme) {
	m.theme = t
	m.preview.SetTheme(t)
}

// SetMeasure changes how wide the text of the preview may be.
func (m *Model) SetMeasure(measure readerpane.Measure) { m.preview.SetMeasure(measure) }

// SetSize gives the pane its columns and rows, which the list and the preview
// share.
func (m *Model) SetSize(width, height int) {
	m.width, m.height = width, height
	if m.beside() {
		m.list.width, m.list.height = width*2/5, height
		m.preview.SetSize(width-m.list.width-1, height)
		return
	}
	m.list.width, m.list.height = width, max(4, height*2/5)
	m.preview.SetSize(width, max(1, height-m.list.height-1))
}

// beside tells that the preview stands beside the list, not under it.
func (m *Model) beside() bool { return m.width >= wide }

// Preview is where the chosen brief is shown.
func (m *Model) Preview() *readerpane.Model { return &m.preview }

// PreviewDue comes a moment after the bar has moved.
type PreviewDue struct{}

// PreviewSoon has the chosen brief shown a moment later, where it is not on show
// already: holding a key down does not read a file a line.
func (m *Model) PreviewSoon() tea.Cmd {
	e, ok := m.Chosen()
	if shown := m.preview.Entry(); !ok || m.due || e.Path == shown.Path && e.Hash == shown.Hash {
		return nil
	}
	m.due = true
	return tea.Tick(40*time.Millisecond, func(time.Time) tea.Msg { return PreviewDue{} })
}

// PreviewNow is the brief to be shown, when PreviewDue has come.
func (m *Model) PreviewNow() (library.Entry, bool) {
	m.due = false
	return m.Chosen()
}

// Scroll moves the bar, or the text of the preview, by rows: what lies under a
// cell of the pane.
func (m *Model) Scroll(x, y, rows int) {
	if m.inList(x, y) {
		m.move(rows)
	} else {
		m.preview.Scroll(rows)
	}
}

// Click chooses what is listed at a cell of the pane, and tells whether there is
// anything.
func (m *Model) Click(x, y int) bool { return m.inList(x, y) && m.click(y) }

// inList tells that a cell belongs to the list, not to the preview.
func (m *Model) inList(x, y int) bool { return x < m.list.width && y < m.list.height }

// View draws the pane: exactly the lines and columns of SetSize.
func (m *Model) View() []string {
	briefs, text := m.view(), m.preview.View(false)
	if m.beside() {
		return screen.Beside(briefs, text, m.theme.Border.Render("│"))
	}
	return append(append(briefs, m.theme.Border.Render(strings.Repeat("─", m.width))), text...)
}
