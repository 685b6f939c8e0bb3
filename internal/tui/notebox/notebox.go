// Package notebox is the box in which a bookmark gets its note, its tags and
// its colour.
package notebox

import (
	"slices"
	"strings"

	"charm.land/bubbles/v2/key"
	"charm.land/bubbles/v2/textarea"
	"charm.land/bubbles/v2/textinput"
	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"broadsheet/internal/bookmark"
	"broadsheet/internal/inert"
	"broadsheet/internal/tui/screen"
	"broadsheet/internal/tui/theme"
)

// A Text is what the box begins with, and what it gives back.
type Text struct {
	Note   string // several lines
	Tags   []string
	Colour string // one of bookmark.Colours, or ""
}

// Kept carries what was typed; Value is what New was given.
type Kept struct {
	Value any
	Text
}

// The fields, in the order Tab goes.
const (
	note = iota
	tags
	colour
	fields
)

// rows is how many lines of the note are shown.
const rows = 5

// A Model is the box. Make it with New.
type Model struct {
	theme  theme.Theme
	title  string
	quote  string
	value  any
	begun  Text
	known  []string // tags in use
	note   textarea.Model
	tags   textinput.Model
	colour string
	at     int
	asking bool // whether what was typed may be thrown away
}

// New makes a box about a quote. known are the tags in use, which complete what
// is typed; value comes back with Kept.
func New(t theme.Theme, title, quote string, begin Text, known []string, value any) (*Model, tea.Cmd) {
	m := &Model{theme: t, title: title, quote: inert.Line(quote), value: value, begun: begin, known: known, colour: begin.Colour}
	m.note = textarea.New()
	m.note.ShowLineNumbers = false
	m.note.Prompt = ""
	m.note.Placeholder = "a few words, or none"
	m.note.CharLimit = 0
	m.note.MaxHeight = 0
	m.note.SetHeight(rows)
	m.note.KeyMap.InsertNewline = key.NewBinding(key.WithKeys("ctrl+j", "alt+enter", "shift+enter"))
	m.note.SetStyles(t.Area())
	m.note.SetValue(begin.Note)
	m.tags = textinput.New()
	m.tags.SetStyles(t.Input())
	m.tags.Prompt = "tags    "
	m.tags.Placeholder = "words with commas between"
	m.tags.ShowSuggestions = true
	m.tags.SetValue(strings.Join(begin.Tags, ", "))
	return m, m.note.Focus()
}

// Unkept says that what the box begins with has not been kept anywhere: leaving
// it asks first.
func (m *Model) Unkept() { m.begun = Text{} }

// Update takes a message; done tells that the box is to be closed, and answer
// is then Kept, or nil where it was left.
func (m *Model) Update(msg tea.Msg) (answer tea.Msg, done bool, cmd tea.Cmd) {
	if k, ok := msg.(tea.KeyPressMsg); ok {
		if m.asking {
			m.asking = false
			return nil, k.String() == "y" || k.String() == "Y", nil
		}
		switch k.String() {
		case "esc":
			m.asking = m.touched()
			return nil, !m.asking, nil
		case "enter":
			return Kept{m.value, m.typed()}, true, nil
		case "tab":
			if m.at == tags && m.complete() {
				return nil, false, nil
			}
			return nil, false, m.turn(1)
		case "shift+tab":
			return nil, false, m.turn(-1)
		}
		if m.at == colour {
			m.choose(k.String())
			return nil, false, nil
		}
	}
	var one, two tea.Cmd
	m.note, one = m.note.Update(msg)
	m.tags, two = m.tags.Update(msg)
	m.suggest()
	return nil, false, tea.Batch(one, two)
}

// typed is what stands in the box.
func (m *Model) typed() Text {
	return Text{Note: strings.TrimSpace(m.note.Value()), Colour: m.colour, Tags: bookmark.CleanTags([]string{m.tags.Value()})}
}

// touched tells that something was typed that would be lost.
func (m *Model) touched() bool {
	t := m.typed()
	return t.Note != strings.TrimSpace(m.begun.Note) || t.Colour != m.begun.Colour || !slices.Equal(t.Tags, m.begun.Tags) && len(t.Tags)+len(m.begun.Tags) > 0
}

// turn gives the keys to another field.
func (m *Model) turn(by int) tea.Cmd {
	m.note.Blur()
	m.tags.Blur()
	m.at = (m.at + by + fields) % fields
	switch m.at {
	case note:
		return m.note.Focus()
	case tags:
		m.suggest()
		return m.tags.Focus()
	}
	return nil
}

// suggest offers the tags in use that go on as the last one is begun.
func (m *Model) suggest() {
	head, last := "", m.tags.Value()
	if i := strings.LastIndexByte(last, ','); i >= 0 {
		head, last = last[:i+1]+" ", strings.TrimLeft(last[i+1:], " ")
		if !strings.HasPrefix(m.tags.Value(), head) {
			head = m.tags.Value()[:i+1]
		}
	}
	var list []string
	for _, k := range m.known {
		if last != "" && k != last && strings.HasPrefix(strings.ToLower(k), strings.ToLower(last)) {
			list = append(list, head+k)
		}
	}
	m.tags.SetSuggestions(list)
}

// complete takes the tag that is offered, and tells whether there was one.
func (m *Model) complete() bool {
	if len(m.tags.MatchedSuggestions()) == 0 { // asking for the current one would panic after Up (bubbles v2.2.1)
		return false
	}
	s := m.tags.CurrentSuggestion()
	if s == "" || s == m.tags.Value() {
		return false
	}
	m.tags.SetValue(s)
	m.tags.CursorEnd()
	m.suggest()
	return true
}

// choose takes another colour: by the arrows, or by its letter.
func (m *Model) choose(k string) {
	all := append([]string{""}, bookmark.Colours()...)
	at := max(0, slices.Index(all, m.colour))
	switch k {
	case "right", "down", "space", "l", "j":
		at++
	case "left", "up", "h", "k":
		at += len(all) - 1
	case "n", "0":
		at = 0
	default:
		for i, c := range all[1:] {
			if c[:1] == k {
				at = i + 1
			}
		}
	}
	m.colour = all[at%len(all)]
}

// View draws the box for a screen of width columns and height rows.
func (m *Model) View(width, height int) []string {
	w := min(width-2, 76)
	inner := w - 4
	var lines []string
	quote := strings.Split(ansi.WrapWc(m.quote, inner-2, ""), "\n")
	noteRows := max(1, min(rows, height-8))
	most := max(1, min(3, height-6-noteRows))
	if len(quote) > most {
		quote = quote[:most]
		quote[most-1] = ansi.TruncateWc(quote[most-1], inner-3, "") + "…"
	}
	for _, q := range quote {
		lines = append(lines, m.theme.Border.Render("│ ")+m.theme.Dim.Render(q))
	}
	m.note.SetWidth(max(8, inner-8))
	m.note.SetHeight(noteRows)
	for i, l := range strings.Split(inert.Frame(m.note.View()), "\n") {
		label := "        "
		if i == 0 {
			label = "note    "
		}
		lines = append(lines, m.theme.Text.Render(label)+l)
	}
	m.tags.SetWidth(max(4, inner-2-len(m.tags.Prompt)))
	lines = append(lines, inert.Frame(m.tags.View()), m.colours(inner), m.theme.Dim.Render(m.hint(inner)))
	return screen.Box(m.theme.Title.Render(m.title), lines, w, m.theme.Border)
}

// colours draws the row of colours, the chosen one in brackets; where there is no
// room for their names, by the letters that choose them.
func (m *Model) colours(width int) string {
	if row := m.colourRow(func(name string) string { return name }); ansi.StringWidthWc(row) <= width {
		return row
	}
	return m.colourRow(func(name string) string { return name[:1] })
}

func (m *Model) colourRow(short func(name string) string) string {
	row := "colour "
	if m.at == colour {
		row = m.theme.Focus.Render("colour ")
	}
	for _, c := range append([]string{""}, bookmark.Colours()...) {
		name := c
		if c == "" {
			name = "none"
		}
		shown := m.theme.Tint(c).Render(short(name))
		if c == m.colour {
			row += "[" + shown + "]"
		} else {
			row += " " + shown + " "
		}
	}
	return row
}

func (m *Model) hint(width int) string {
	switch {
	case m.asking:
		return "Throw away what you have typed? y yes · any other key no"
	case width < 40:
		return "Enter keep · Tab next · Esc leave"
	case width < 60:
		return "Enter keep · ctrl-j new line · Tab · Esc"
	}
	return "Enter keep · ctrl-j new line · Tab other field · Esc leave it"
}
