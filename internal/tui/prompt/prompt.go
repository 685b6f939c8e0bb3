// Package prompt is the box that asks for the note and the tags of a bookmark.
package prompt

import (
	"strings"

	"charm.land/bubbles/v2/textinput"
	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"broadsheet/internal/inert"
	"broadsheet/internal/tui/screen"
	"broadsheet/internal/tui/theme"
)

// Kept carries what was typed; Value is what New was given.
type Kept struct {
	Value any
	Note  string
	Tags  []string
}

// A Model is the box. Make it with New.
type Model struct {
	theme theme.Theme
	title string
	quote string
	value any
	note  textinput.Model
	tags  textinput.Model
}

// New makes a box that shows the quote. value comes back with Kept.
func New(t theme.Theme, title, quote, note string, tags []string, value any) (*Model, tea.Cmd) {
	m := &Model{theme: t, title: title, quote: inert.Line(quote), value: value, note: textinput.New(), tags: textinput.New()}
	m.note.SetStyles(t.Input())
	m.tags.SetStyles(t.Input())
	m.note.Prompt, m.tags.Prompt = "note  ", "tags  "
	m.note.Placeholder = "a few words, or none"
	m.tags.Placeholder = "words with commas between"
	m.note.SetValue(note)
	m.tags.SetValue(strings.Join(tags, ", "))
	return m, m.note.Focus()
}

// Update takes a message; done tells that the box is to be closed, and answer
// is then Kept, or nil where it was left.
func (m *Model) Update(msg tea.Msg) (answer tea.Msg, done bool, cmd tea.Cmd) {
	if key, ok := msg.(tea.KeyPressMsg); ok {
		switch key.String() {
		case "esc":
			return nil, true, nil
		case "enter":
			return Kept{Value: m.value, Note: strings.TrimSpace(m.note.Value()), Tags: split(m.tags.Value())}, true, nil
		case "tab", "shift+tab", "down", "up":
			return nil, false, m.turn()
		}
	}
	var a, b tea.Cmd
	m.note, a = m.note.Update(msg)
	m.tags, b = m.tags.Update(msg)
	return nil, false, tea.Batch(a, b)
}

// turn gives the keys to the other line.
func (m *Model) turn() tea.Cmd {
	if m.note.Focused() {
		m.note.Blur()
		return m.tags.Focus()
	}
	m.tags.Blur()
	return m.note.Focus()
}

func split(tags string) []string {
	var out []string
	for _, t := range strings.Split(tags, ",") {
		if t = strings.Trim(strings.TrimSpace(t), "#"); t != "" {
			out = append(out, t)
		}
	}
	return out
}

// View draws the box for a screen of width columns and height rows.
func (m *Model) View(width, height int) []string {
	w := min(width-2, 76)
	inner := w - 4
	m.note.SetWidth(max(4, inner-8))
	m.tags.SetWidth(max(4, inner-8))
	var lines []string
	quote := strings.Split(ansi.WrapWc(m.quote, inner-2, ""), "\n")
	most := max(1, min(4, height-8))
	if len(quote) > most {
		quote = quote[:most]
		quote[most-1] = ansi.TruncateWc(quote[most-1], inner-3, "") + "…"
	}
	for _, q := range quote {
		lines = append(lines, m.theme.Border.Render("│ ")+m.theme.Dim.Render(q))
	}
	lines = append(lines, "", inert.Frame(m.note.View()), inert.Frame(m.tags.View()), m.theme.Dim.Render("Enter keep · Tab other line · Esc leave it"))
	return screen.Box(m.theme.Title.Render(m.title), lines, w, m.theme.Border)
}
