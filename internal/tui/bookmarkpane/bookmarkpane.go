// Package bookmarkpane lists the bookmarks of the library.
package bookmarkpane

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"charm.land/bubbles/v2/textinput"
	tea "charm.land/bubbletea/v2"
	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/x/ansi"

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
	wanted   string // the ID of the bookmark that the bar is to go to when it is listed; "" for none
	filter   textinput.Model
	typing   bool
	loaded   bool
	wrong    string   // what is wrong with the filter
	plain    []string // by item: what plain words are looked for in; nil until they are
	gen      int      // of the newest Find; older answers are dropped
	waiting  bool     // for its answer
	changes  map[string]change
	now      func() time.Time // for dates in the filter

	width, height int
}

// A change is what has become of a bookmark's words, as it was last drawn.
type change struct {
	now     string
	pieces  []bookmark.Piece
	summary string
}

// New makes an empty list.
func New(t theme.Theme) Model {
	in := textinput.New()
	in.SetStyles(t.Input())
	in.Prompt = "/ "
	in.Placeholder = "words, or tag:truce is:changed path:2025/ date:2025-10"
	return Model{theme: t, filter: in, now: time.Now, changes: map[string]change{}}
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

// SetItems replaces what is listed. Where there is a filter, those it left before
// are shown until it has been asked again.
func (m *Model) SetItems(items []bookmark.Item, problems []bookmark.Problem) tea.Cmd {
	chosen, _ := m.Chosen()
	left := map[string]bool{}
	for _, i := range m.shown {
		left[m.items[i].Bookmark.ID] = true
	}
	m.items, m.problems, m.loaded, m.plain = items, problems, true, nil
	slices.SortStableFunc(m.items, func(a, b bookmark.Item) int { return b.Bookmark.Created.Compare(a.Bookmark.Created) })
	m.show(slices.DeleteFunc(m.all(), func(i int) bool { return !left[m.items[i].Bookmark.ID] }), chosen.Bookmark.ID)
	return m.narrow()
}

// all are the indexes of all items.
func (m *Model) all() []int {
	all := make([]int, len(m.items))
	for i := range all {
		all[i] = i
	}
	return all
}

// Want has the bar go to a bookmark as soon as that is listed, unless it is moved
// before.
func (m *Model) Want(id string) { m.wanted = id }

// show lists some of the items. The bar stays on the bookmark it was on, wherever
// that is now: another one may have come before it meanwhile.
func (m *Model) show(shown []int, chosen string) {
	m.shown = shown
	if slices.ContainsFunc(shown, func(i int) bool { return m.items[i].Bookmark.ID == m.wanted }) {
		chosen, m.wanted = m.wanted, ""
	}
	m.at = max(0, min(m.at, len(shown)-1))
	for k, i := range shown {
		if m.items[i].Bookmark.ID == chosen {
			m.at = k
		}
	}
}

// narrow asks which bookmarks the filter leaves; without one all are shown at
// once.
func (m *Model) narrow() tea.Cmd {
	m.gen++
	m.waiting = strings.TrimSpace(m.filter.Value()) != ""
	if !m.waiting {
		m.wrong = ""
		chosen, _ := m.Chosen()
		m.show(m.all(), chosen.Bookmark.ID)
		return nil
	}
	ask := Find{Gen: m.gen, Filter: m.filter.Value(), Items: m.items, now: m.now(), plain: m.plain}
	return func() tea.Msg { return ask }
}

// Waiting tells that what is listed does not answer the filter yet.
func (m *Model) Waiting() bool { return m.waiting }

// Wants tells that the answer to a Find is still wanted.
func (m *Model) Wants(f Find) bool { return f.Gen == m.gen }

// Found takes the answer to a Find; an older one is dropped.
func (m *Model) Found(f Found) {
	if !m.Wants(f.Find) {
		return
	}
	chosen, _ := m.Chosen()
	m.waiting, m.wrong, m.plain = false, f.wrong, f.plain
	m.show(f.shown, chosen.Bookmark.ID)
}

// changed is what has become of the words of a bookmark.
func (m *Model) changed(it bookmark.Item) change {
	c, ok := m.changes[it.Bookmark.ID]
	if !ok || c.now != it.Now {
		pieces := bookmark.Difference(it.Bookmark.Quote, it.Now)
		c = change{it.Now, pieces, bookmark.Summary(pieces)}
		m.changes[it.Bookmark.ID] = c
	}
	return c
}

// Narrow adds to the filter.
func (m *Model) Narrow(by string) tea.Cmd {
	m.filter.SetValue(strings.TrimSpace(m.filter.Value() + " " + by))
	m.filter.CursorEnd()
	return m.narrow()
}

// A Facet is a way to narrow the list.
type Facet struct {
	Field, Name string // "tag", "truce"
	Query       string // what is added to the filter
	Count       int    // bookmarks that are left
}

// Facets are the ways to narrow what is listed: by state, colour, tag, brief
// and month, the most frequent of each first.
func (m *Model) Facets() []Facet {
	var all []Facet
	at := map[string]int{} // by query
	add := func(field, name, q string) {
		i, ok := at[q]
		if !ok {
			i = len(all)
			all, at[q] = append(all, Facet{field, name, q, 0}), i
		}
		all[i].Count++
	}
	for _, i := range m.shown {
		it := m.items[i]
		add("state", it.Place.State.String(), "is:"+it.Place.State.String())
		if it.Bookmark.Colour != "" {
			add("colour", it.Bookmark.Colour, "tag:"+it.Bookmark.Colour)
		}
		for _, t := range it.Bookmark.Tags {
			add("tag", t, "tag:"+quoted(t))
		}
		add("brief", it.Bookmark.Title, "path:"+quoted(it.Path))
		if len(it.Bookmark.Date) >= len("2006-01") {
			add("month", it.Bookmark.Date[:7], "date:"+it.Bookmark.Date[:7])
		}
	}
	fields := []string{"state", "colour", "tag", "month", "brief"}
	slices.SortStableFunc(all, func(a, b Facet) int {
		return cmp.Or(cmp.Compare(slices.Index(fields, a.Field), slices.Index(fields, b.Field)), b.Count-a.Count)
	})
	return all
}

// quoted is a value as a query has it.
func quoted(s string) string {
	if strings.ContainsAny(s, " \t\"():") {
		return `"` + strings.ReplaceAll(s, `"`, "") + `"`
	}
	return s
}

// Tags are the tags in use, the most frequent first.
func (m *Model) Tags() []string {
	count := map[string]int{}
	for _, it := range m.items {
		for _, t := range it.Bookmark.Tags {
			count[t]++
		}
	}
	return slices.SortedFunc(maps.Keys(count), func(a, b string) int {
		return cmp.Or(count[b]-count[a], strings.Compare(a, b))
	})
}

// Listed are the bookmarks that the filter leaves, newest first.
func (m *Model) Listed() []bookmark.Item {
	out := make([]bookmark.Item, len(m.shown))
	for k, i := range m.shown {
		out[k] = m.items[i]
	}
	return out
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
		return tea.Batch(cmd, m.narrow())
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

func (m *Model) move(by int) {
	m.wanted = ""
	m.at = max(0, min(m.at+by, len(m.shown)-1))
}

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
	row -= len(m.head())
	i := m.first + row/each
	if row < 0 || i >= len(m.shown) {
		return false
	}
	m.at = i
	return true
}

// fit is the number of bookmarks that fit the pane.
func (m *Model) fit() int { return max(1, (m.height-len(m.head()))/each) }

// View draws the pane: exactly the lines and columns of SetSize.
func (m *Model) View() []string {
	lines := m.head()
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

// head is what stands above the bookmarks: the heading, the filter, and what is
// wrong with that.
func (m *Model) head() []string {
	lines := []string{screen.Sides(" "+m.theme.Title.Render("Bookmarks"), m.theme.Dim.Render(m.count()+" "), m.width), m.second()}
	if m.wrong == "" {
		return lines
	}
	for row := range strings.SplitSeq(ansi.WrapWc(inert.Line(m.wrong), max(1, m.width-2), ""), "\n") {
		lines = append(lines, " "+m.theme.Problem.Render(row))
	}
	return lines
}

// second is the line under the heading: the filter, or what cannot be read.
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
	style := m.theme.Text
	if chosen {
		style = m.theme.Title
	}
	quote := style.Render(screen.Short("“"+inert.Line(it.Bookmark.Quote)+"”", width))
	if it.Place.State == bookmark.Changed {
		quote = m.difference(it, width)
	}
	from := inert.Line(it.Bookmark.Title)
	if len(it.Bookmark.Heading) > 0 {
		from += " › " + inert.Line(strings.Join(it.Bookmark.Heading, " › "))
	}
	tint := m.theme.Accent
	if it.Bookmark.Colour != "" {
		tint = m.theme.Tint(it.Bookmark.Colour)
	}
	state := m.state(it)
	second := tint.Render(noted(it.Bookmark, max(1, width-ansi.StringWidthWc(state)-1)))
	return []string{
		bar + quote,
		bar + screen.Sides(second, state, width),
		bar + m.theme.Dim.Render(screen.Short(from, width)),
		"",
	}
}

// noted is a bookmark's colour, note and tags in so many columns. A long note
// leaves the tags half of them.
func noted(b bookmark.Bookmark, width int) string {
	note := inert.Line(b.Note)
	if c := b.Colour; c != "" {
		note = strings.ToUpper(c[:1]) + " " + note
	}
	if len(b.Tags) == 0 {
		return screen.Short(note, width)
	}
	tags := screen.Short(bookmark.Hashtags(b.Tags), max(width/2, width-ansi.StringWidthWc(note)-2))
	note = screen.Short(note, max(0, width-ansi.StringWidthWc(tags)-2))
	return screen.Short(strings.TrimSpace(note+"  "+tags), width)
}

// difference draws the words of a bookmark with what has become of them, from
// a few words before the first that is another now.
func (m *Model) difference(it bookmark.Item, width int) string {
	const before = 24 // columns
	out, used := "", 0
	put := func(style lipgloss.Style, text string) {
		text = screen.Short(inert.Line(text), max(0, width-used))
		used += ansi.StringWidthWc(text) + 1
		out += style.Render(text) + " "
	}
	for i, p := range m.changed(it).pieces {
		if used >= width {
			break
		}
		switch text := p.Text; p.Change {
		case bookmark.Kept:
			if runes := []rune(inert.Line(text)); i == 0 && len(runes) > before {
				text = "…" + string(runes[len(runes)-before:])
			}
			put(m.theme.Text, text)
		case bookmark.Taken:
			put(m.theme.Problem, "[-"+text+"-]")
		case bookmark.Put:
			put(m.theme.Good, "{+"+text+"+}")
		}
	}
	return ansi.TruncateWc(out, width, "…")
}

// state is the word for a bookmark that no longer stands as it was, and what
// is to be known of it.
func (m *Model) state(it bookmark.Item) string {
	switch s := it.Place.State; {
	case s == bookmark.OK:
		return ""
	case s == bookmark.Lost && len(it.Candidates) > 0:
		n := len(it.Candidates)
		return m.theme.Problem.Render(fmt.Sprintf("lost · %d %s", n, map[bool]string{true: "place", false: "places"}[n == 1]))
	case s == bookmark.Lost:
		return m.theme.Problem.Render(s.String())
	case s == bookmark.Changed:
		return m.theme.Lone.Render(s.String() + ": " + m.changed(it).summary)
	default:
		return m.theme.Lone.Render(s.String())
	}
}
