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

// A Search is a saved search, as it stands above the briefs.
type Search struct {
	ID, Name, Query string
	Count           int  // briefs that answer it
	New             int  // of them, those that were not there when it was last looked at
	Counted         bool // Count and New are known
}

// A Model is the list. Make it with New.
type Model struct {
	searches []Search
	theme    theme.Theme
	name     string // of the library
	shelf    *library.Shelf
	at       int
	first    int
	moved    bool // the reader has chosen for himself
	records  reading.Records

	width, height int
	loading       bool
}

// New makes an empty list of the library called name.
func New(t theme.Theme, name string) Model {
	return Model{theme: t, name: name, shelf: library.NewShelf(nil, library.ByDate), loading: true}
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

// SetShelf replaces what is listed; the chosen brief stays chosen, and the
// order the one on screen.
func (m *Model) SetShelf(s *library.Shelf) {
	chosen, had := m.Chosen()
	s.SetOrder(m.shelf.Order())
	m.shelf = s
	m.choose(chosen.Path, had)
}

// Merge adds entries, or replaces those of the same path.
func (m *Model) Merge(entries []library.Entry) {
	chosen, had := m.Chosen()
	m.shelf.Add(entries)
	m.choose(chosen.Path, had)
}

// SetSearches replaces the saved searches above the briefs. What is chosen
// stays chosen.
func (m *Model) SetSearches(list []Search) {
	brief, had := m.Chosen()
	search, on := m.ChosenSearch()
	m.searches = list
	if i := slices.IndexFunc(list, func(s Search) bool { return on && s.ID == search.ID }); i >= 0 {
		m.at = i
		return
	}
	m.choose(brief.Path, had)
}

// choose keeps the bar on the brief that the reader has chosen, else at the
// first.
func (m *Model) choose(path string, had bool) {
	if _, on := m.ChosenSearch(); on && m.moved {
		return
	}
	if !had || !m.moved {
		m.at = len(m.searches)
		return
	}
	m.Choose(path)
}

// Choose puts the bar on the brief of that path, where it is listed.
func (m *Model) Choose(path string) {
	if i := m.shelf.Place(path); i >= 0 {
		m.at = len(m.searches) + i
	}
	m.at = max(0, min(m.at, m.length()-1))
}

// length is the number of rows that can be chosen.
func (m *Model) length() int { return len(m.searches) + m.shelf.Len() }

// Chosen is the brief under the bar.
func (m *Model) Chosen() (library.Entry, bool) {
	i := m.at - len(m.searches)
	if i < 0 || i >= m.shelf.Len() {
		return library.Entry{}, false
	}
	return m.shelf.At(i), true
}

// Searches are the saved searches above the list.
func (m *Model) Searches() []Search { return m.searches }

// ChosenSearch is the saved search under the bar.
func (m *Model) ChosenSearch() (Search, bool) {
	if m.at < 0 || m.at >= len(m.searches) {
		return Search{}, false
	}
	return m.searches[m.at], true
}

// Shelf is what is listed, in the order on screen. It is not to be changed.
func (m *Model) Shelf() *library.Shelf { return m.shelf }

// Do carries out an action of the list, and tells whether it was one.
func (m *Model) Do(a keymap.Action) bool {
	if by, moves := a.Rows(max(1, m.rows()-1), m.length()); moves {
		m.move(by)
		return true
	}
	if a != keymap.Sort {
		return false
	}
	m.Sort(m.shelf.Order().Next())
	return true
}

// Sort puts the list in an order; the bar stays on its brief.
func (m *Model) Sort(o library.Order) {
	chosen, on := m.Chosen()
	m.shelf.SetOrder(o)
	if on {
		m.Choose(chosen.Path)
	}
}

func (m *Model) move(by int) {
	m.moved = true
	m.at = max(0, min(m.at+by, m.length()-1))
}

// Scroll moves the bar, for the mouse wheel.
func (m *Model) Scroll(by int) { m.move(by) }

// Click chooses the brief on a row of the pane, and tells whether there is one.
func (m *Model) Click(row int) bool {
	i := m.first + row - 1
	if row < 1 || i >= m.length() {
		return false
	}
	m.moved, m.at = true, i
	return true
}

func (m *Model) rows() int { return max(1, m.height-1) }

// View draws the list: exactly the lines and columns of SetSize.
func (m *Model) View() []string {
	noun := "briefs"
	if m.shelf.Len() == 1 {
		noun = "brief"
	}
	count := fmt.Sprintf("%d %s · by %s ", m.shelf.Len(), noun, m.shelf.Order())
	lines := []string{screen.Sides(" "+m.theme.Title.Render(inert.Line(m.name)), m.theme.Dim.Render(count), m.width)}
	if m.length() == 0 {
		return screen.Fill(append(lines, m.empty()...), m.width, m.height)
	}
	from, to := screen.Window(m.first, m.at, m.length(), m.rows())
	m.first = from
	for i := from; i < to; i++ {
		if i < len(m.searches) {
			lines = append(lines, m.searchRow(m.searches[i], i == m.at))
		} else {
			lines = append(lines, m.row(m.shelf.At(i-len(m.searches)), i == m.at))
		}
	}
	return screen.Fill(lines, m.width, m.height)
}

func (m *Model) empty() []string {
	if m.loading {
		return []string{"", " " + m.theme.Dim.Render("Reading the folder…")}
	}
	return []string{"", " There is no brief here.", " " + m.theme.Dim.Render("Briefs are .md and .txt files; ! tells what was skipped.")}
}

// searchRow draws a saved search: its name, how many briefs answer it, and what
// is new.
func (m *Model) searchRow(s Search, chosen bool) string {
	right := ""
	if s.Counted {
		right = fmt.Sprint(s.Count)
	}
	if s.New > 0 {
		right = fmt.Sprintf("%d new · %s", s.New, right)
	}
	name := "/ " + inert.Line(s.Name)
	if chosen {
		return m.theme.Chosen.Render(screen.Sides(name, right+" ", m.width))
	}
	style := m.theme.Dim
	if s.New > 0 {
		style = m.theme.Accent
	}
	room := max(0, m.width-ansi.StringWidthWc(right)-2)
	return screen.Sides(m.theme.Accent.Render(screen.Short(name, room)), style.Render(right+" "), m.width)
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
