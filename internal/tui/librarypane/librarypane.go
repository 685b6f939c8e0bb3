// Package librarypane lists the briefs of the library.
package librarypane

import (
	"fmt"
	"slices"
	"strings"

	"github.com/charmbracelet/x/ansi"

	"broadsheet/internal/inert"
	"broadsheet/internal/library"
	"broadsheet/internal/reading"
	"broadsheet/internal/tui/keymap"
	"broadsheet/internal/tui/readerpane"
	"broadsheet/internal/tui/screen"
	"broadsheet/internal/tui/theme"
)

// A Model is the list. Make it with New.
type Model struct {
	theme   theme.Theme
	name    string // of the library
	entries []library.Entry
	order   library.Order
	at      int
	first   int
	moved   bool // the reader has chosen for himself
	records reading.Records

	width, height int
	loading       bool
}

// New makes an empty list of the library called name.
func New(t theme.Theme, name string) Model {
	return Model{theme: t, name: name, order: library.ByDate, loading: true}
}

// SetTheme changes the colours.
func (m *Model) SetTheme(t theme.Theme) { m.theme = t }

// SetRecords says how far the briefs have been read.
func (m *Model) SetRecords(r reading.Records) { m.records = r }

// SetSize gives the list its columns and rows.
func (m *Model) SetSize(width, height int) { m.width, m.height = width, height }

// SetLoading says whether more briefs may still come.
func (m *Model) SetLoading(on bool) { m.loading = on }

// Loading tells whether the first list may still grow.
func (m *Model) Loading() bool { return m.loading }

// SetEntries replaces what is listed; the chosen brief stays chosen.
func (m *Model) SetEntries(entries []library.Entry) {
	chosen, had := m.Chosen()
	m.entries = slices.Clone(entries)
	m.order.Sort(m.entries)
	if !had || !m.moved {
		m.at = 0
		return
	}
	m.Choose(chosen.Path)
}

// Merge adds entries, or replaces those of the same path.
func (m *Model) Merge(entries []library.Entry) {
	if len(entries) == 0 {
		return
	}
	fresh := make(map[string]int, len(entries))
	for i, e := range entries {
		fresh[e.Path] = i
	}
	all := slices.DeleteFunc(slices.Clone(m.entries), func(e library.Entry) bool {
		_, replaced := fresh[e.Path]
		return replaced
	})
	m.SetEntries(append(all, entries...))
}

// Choose puts the bar on the brief of that path, where it is listed.
func (m *Model) Choose(path string) {
	if i := slices.IndexFunc(m.entries, func(e library.Entry) bool { return e.Path == path }); i >= 0 {
		m.at = i
	}
	m.at = max(0, min(m.at, len(m.entries)-1))
}

// Chosen is the brief under the bar.
func (m *Model) Chosen() (library.Entry, bool) {
	if m.at < 0 || m.at >= len(m.entries) {
		return library.Entry{}, false
	}
	return m.entries[m.at], true
}

// Entries lists the briefs in the order on screen. It is not to be changed.
func (m *Model) Entries() []library.Entry { return m.entries }

// Do carries out an action of the list, and tells whether it was one.
func (m *Model) Do(a keymap.Action) bool {
	if by, moves := a.Rows(max(1, m.rows()-1), len(m.entries)); moves {
		m.move(by)
		return true
	}
	if a != keymap.Sort {
		return false
	}
	chosen, _ := m.Chosen()
	m.order = m.order.Next()
	m.entries = slices.Clone(m.entries) // who was given the old ones may still read them
	m.order.Sort(m.entries)
	m.Choose(chosen.Path)
	return true
}

func (m *Model) move(by int) {
	m.moved = true
	m.at = max(0, min(m.at+by, len(m.entries)-1))
}

// Scroll moves the bar, for the mouse wheel.
func (m *Model) Scroll(by int) { m.move(by) }

// Click chooses the brief on a row of the pane, and tells whether there is one.
func (m *Model) Click(row int) bool {
	i := m.first + row - 1
	if row < 1 || i >= len(m.entries) {
		return false
	}
	m.moved, m.at = true, i
	return true
}

func (m *Model) rows() int { return max(1, m.height-1) }

// View draws the list: exactly the lines and columns of SetSize.
func (m *Model) View() []string {
	noun := "briefs"
	if len(m.entries) == 1 {
		noun = "brief"
	}
	count := fmt.Sprintf("%d %s · by %s ", len(m.entries), noun, m.order)
	lines := []string{screen.Sides(" "+m.theme.Title.Render(inert.Line(m.name)), m.theme.Dim.Render(count), m.width)}
	if len(m.entries) == 0 {
		return screen.Fill(append(lines, m.empty()...), m.width, m.height)
	}
	from, to := screen.Window(m.first, m.at, len(m.entries), m.rows())
	m.first = from
	for i := from; i < to; i++ {
		lines = append(lines, m.row(m.entries[i], i == m.at))
	}
	return screen.Fill(lines, m.width, m.height)
}

func (m *Model) empty() []string {
	if m.loading {
		return []string{"", " " + m.theme.Dim.Render("Reading the folder…")}
	}
	return []string{"", " There is no brief here.", " " + m.theme.Dim.Render("Briefs are .md and .txt files; ! tells what was skipped.")}
}

// row draws one brief: title, source where there is room, date.
func (m *Model) row(e library.Entry, chosen bool) string {
	right := readerpane.Day(e.Date)
	if e.Source != "" && m.width >= 72 {
		right = screen.Short(inert.Line(e.Source), m.width/4) + "  " + pad(right, 10)
	} else if m.width >= 36 {
		right = pad(right, 10)
	}
	if m.width < 36 {
		right = ""
	}
	title, sign := inert.Line(e.Title), m.sign(e)
	if chosen {
		return m.theme.Chosen.Render(screen.Sides(sign+" "+title, right+" ", m.width))
	}
	room := max(0, m.width-ansi.StringWidthWc(right)-4)
	return screen.Sides(m.theme.Accent.Render(sign)+" "+m.theme.Text.Render(screen.Short(title, room)), m.theme.Dim.Render(right+" "), m.width)
}

// sign says whether a brief has been read, or begun.
func (m *Model) sign(e library.Entry) string {
	switch r, ok := m.records.Of(e.Path, e.Hash); {
	case ok && r.Read:
		return "✓"
	case ok && r.Top != (reading.Spot{}):
		return "◐"
	}
	return " "
}

func pad(s string, width int) string {
	return s + strings.Repeat(" ", max(0, width-len(s)))
}
