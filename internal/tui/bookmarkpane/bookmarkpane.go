// Package bookmarkpane lists the bookmarks of the library.
package bookmarkpane

import (
	"fmt"
	"slices"
	"strings"

	"charm.land/bubbles/v2/textinput"
	tea "charm.land/bubbletea/v2"

	"broadsheet/internal/bookmark"
	"broadsheet/internal/inert"
	"broadsheet/internal/tui/keymap"
	"broadsheet/internal/tui/screen"
	"broadsheet/internal/tui/theme"
)

// A Model is the list. Make it with New.
type Model struct {
	theme    theme.Theme
	items    []bookmark.Item
	problems []bookmark.Problem
	shown    []int // indexes of items
	at       int
	first    int
	filter   textinput.Model
	typing   bool
	loaded   bool

	width, height int
}

// New makes an empty list.
func New(t theme.Theme) Model {
	in := textinput.New()
	in.SetStyles(t.Input())
	in.Prompt = "/ "
	in.Placeholder = "words of the quote, the note, a tag, the title"
	return Model{theme: t, filter: in}
}

// SetTheme changes the colours.
func (m *Model) SetTheme(t theme.Theme) {
	m.theme = t
	m.filter.SetStyles(t.Input())
}

// SetSize gives the pane its columns and rows.
func (m *Model) SetSize(width, height int) {
	m.width, m.height = width, height
	m.filter.SetWidth(max(4, width-4))
}

// SetItems replaces what is listed.
func (m *Model) SetItems(items []bookmark.Item, problems []bookmark.Problem) {
	m.items, m.problems, m.loaded = items, problems, true
	slices.SortStableFunc(m.items, func(a, b bookmark.Item) int { return b.Bookmark.Created.Compare(a.Bookmark.Created) })
	m.narrow()
}

func (m *Model) narrow() {
	words := strings.Fields(strings.ToLower(m.filter.Value()))
	m.shown = m.shown[:0]
	for i, it := range m.items {
		text := strings.ToLower(strings.Join(append([]string{it.Bookmark.Quote, it.Bookmark.Note, it.Bookmark.Title, it.Bookmark.Path, it.Place.State.String()}, it.Bookmark.Tags...), "\n"))
		if !slices.ContainsFunc(words, func(w string) bool { return !strings.Contains(text, w) }) {
			m.shown = append(m.shown, i)
		}
	}
	m.at = max(0, min(m.at, len(m.shown)-1))
}

// Items lists all bookmarks, newest first. It is not to be changed.
func (m *Model) Items() []bookmark.Item { return m.items }

// Chosen is the bookmark under the bar.
func (m *Model) Chosen() (bookmark.Item, bool) {
	if m.at >= len(m.shown) {
		return bookmark.Item{}, false
	}
	return m.items[m.shown[m.at]], true
}

// Typing tells that keys belong to the filter.
func (m *Model) Typing() bool { return m.typing }

// Filter starts typing a filter.
func (m *Model) Filter() tea.Cmd {
	m.typing = true
	return m.filter.Focus()
}

// Clear takes the filter away, and tells whether there was one.
func (m *Model) Clear() bool {
	had := m.filter.Value() != ""
	m.filter.SetValue("")
	m.narrow()
	return had
}

// Update takes what is typed into the filter.
func (m *Model) Update(msg tea.Msg) tea.Cmd {
	if key, ok := msg.(tea.KeyPressMsg); ok {
		switch key.String() {
		case "enter":
			m.typing = false
			m.filter.Blur()
			return nil
		case "esc":
			m.typing = false
			m.filter.Blur()
			m.Clear()
			return nil
		case "down":
			m.move(1)
			return nil
		case "up":
			m.move(-1)
			return nil
		}
	}
	before := m.filter.Value()
	var cmd tea.Cmd
	m.filter, cmd = m.filter.Update(msg)
	if m.filter.Value() != before {
		m.narrow()
	}
	return cmd
}

// each is the number of rows of one bookmark, the blank one included.
const each = 4

// Do carries out an action of the list, and tells whether it was one.
func (m *Model) Do(a keymap.Action) bool {
	by, moves := a.Rows(m.fit(), len(m.shown))
	if moves {
		m.move(by)
	}
	return moves
}

func (m *Model) move(by int) { m.at = max(0, min(m.at+by, len(m.shown)-1)) }

// Scroll moves the bar, for the mouse wheel.
func (m *Model) Scroll(by int) {
	if by < 0 {
		m.move(-1)
	} else {
		m.move(1)
	}
}

// Click chooses the bookmark on a row of the pane, and tells whether there is
// one.
func (m *Model) Click(row int) bool {
	i := m.first + (row-2)/each
	if row < 2 || i >= len(m.shown) {
		return false
	}
	m.at = i
	return true
}

// fit is the number of bookmarks that fit the pane.
func (m *Model) fit() int { return max(1, (m.height-2)/each) }

// View draws the pane: exactly the lines and columns of SetSize.
func (m *Model) View() []string {
	lines := []string{screen.Sides(" "+m.theme.Title.Render("Bookmarks"), m.theme.Dim.Render(m.count()+" "), m.width), m.second()}
	if len(m.shown) == 0 {
		return screen.Fill(append(lines, m.empty()...), m.width, m.height)
	}
	from, to := screen.Window(m.first, m.at, len(m.shown), m.fit())
	m.first = from
	for k := from; k < to; k++ {
		lines = append(lines, m.item(m.items[m.shown[k]], k == m.at)...)
	}
	return screen.Fill(lines, m.width, m.height)
}

func (m *Model) count() string {
	if len(m.shown) != len(m.items) {
		return fmt.Sprintf("%d of %d", len(m.shown), len(m.items))
	}
	return fmt.Sprint(len(m.items))
}

// second is the line under the heading: the filter, or what is wrong.
func (m *Model) second() string {
	switch {
	case m.typing || m.filter.Value() != "":
		return " " + m.filter.View()
	case len(m.problems) == 1:
		return " " + m.theme.Problem.Render(inert.Line("One bookmark cannot be read: "+m.problems[0].File+": "+m.problems[0].Reason))
	case len(m.problems) > 1:
		return " " + m.theme.Problem.Render(fmt.Sprintf("%d bookmarks cannot be read; broadsheet doctor names them.", len(m.problems)))
	}
	return ""
}

func (m *Model) empty() []string {
	switch {
	case !m.loaded:
		return []string{" " + m.theme.Dim.Render("Finding the passages…")}
	case len(m.items) > 0:
		return []string{" No bookmark has these words."}
	}
	return []string{" There are no bookmarks yet.", " " + m.theme.Dim.Render("While reading, m bookmarks the passage in hand.")}
}

// item draws one bookmark: its words, its note, where it is from, a blank row.
func (m *Model) item(it bookmark.Item, chosen bool) []string {
	bar := "   "
	if chosen {
		bar = m.theme.Focus.Render(" ▌ ")
	}
	width := max(8, min(m.width-4, 120))
	quote := screen.Short("“"+inert.Line(it.Bookmark.Quote)+"”", width)
	note := inert.Line(it.Bookmark.Note)
	if len(it.Bookmark.Tags) > 0 {
		note = strings.TrimSpace(note + "  #" + inert.Line(strings.Join(it.Bookmark.Tags, " #")))
	}
	from := inert.Line(it.Bookmark.Title)
	if len(it.Bookmark.Heading) > 0 {
		from += " › " + inert.Line(strings.Join(it.Bookmark.Heading, " › "))
	}
	style := m.theme.Text
	if chosen {
		style = m.theme.Title
	}
	second := m.theme.Accent.Render(screen.Short(note, width))
	return []string{
		bar + style.Render(quote),
		bar + screen.Sides(second, m.state(it.Place.State), width),
		bar + m.theme.Dim.Render(screen.Short(from, width)),
		"",
	}
}

// state is the word for a bookmark that no longer stands as it was.
func (m *Model) state(s bookmark.State) string {
	switch s {
	case bookmark.OK:
		return ""
	case bookmark.Lost:
		return m.theme.Problem.Render(s.String())
	}
	return m.theme.Lone.Render(s.String())
}
