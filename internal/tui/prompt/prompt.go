// Package prompt is the box that asks for a few words: the note and the tags of
// a bookmark, the name of a search.
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

// A Field is one line to type in.
type Field struct {
	Label string // one word
	Hint  string // what stands there while nothing is typed
	Text  string // what is there at first
}

// Kept carries what was typed, field by field, without white space around it;
// Value is what New was given.
type Kept struct {
	Value  any
	Fields []string
}

// A Model is the box. Make it with New.
type Model struct {
	theme theme.Theme
	title string
	quote string
	value any
	lines []textinput.Model
	at    int // the line with the cursor
}

// New makes a box that shows a quote and asks for fields, at least one. value
// comes back with Kept.
func New(t theme.Theme, title, quote string, fields []Field, value any) (*Model, tea.Cmd) {
	m := &Model{theme: t, title: title, quote: inert.Line(quote), value: value}
	widest := 0
	for _, f := range fields {
		widest = max(widest, len(f.Label))
	}
	for _, f := range fields {
		in := textinput.New()
		in.SetStyles(t.Input())
		in.Prompt = f.Label + strings.Repeat(" ", widest-len(f.Label)+2)
		in.Placeholder = f.Hint
		in.SetValue(f.Text)
		m.lines = append(m.lines, in)
	}
	return m, m.lines[0].Focus()
}

// Update takes a message; done tells that the box is to be closed, and answer
// is then Kept, or nil where it was left.
func (m *Model) Update(msg tea.Msg) (answer tea.Msg, done bool, cmd tea.Cmd) {
	if key, ok := msg.(tea.KeyPressMsg); ok {
		switch key.String() {
		case "esc":
			return nil, true, nil
		case "enter":
			kept := Kept{Value: m.value}
			for i := range m.lines {
				kept.Fields = append(kept.Fields, strings.TrimSpace(m.lines[i].Value()))
			}
			return kept, true, nil
		case "tab", "down":
			return nil, false, m.turn(1)
		case "shift+tab", "up":
			return nil, false, m.turn(-1)
		}
	}
	var cmds []tea.Cmd
	for i := range m.lines {
		var c tea.Cmd
		m.lines[i], c = m.lines[i].Update(msg)
		cmds = append(cmds, c)
	}
	return nil, false, tea.Batch(cmds...)
}

// turn gives the keys to another line.
func (m *Model) turn(by int) tea.Cmd {
	m.lines[m.at].Blur()
	m.at = (m.at + by + len(m.lines)) % len(m.lines)
	return m.lines[m.at].Focus()
}

// View draws the box for a screen of width columns and height rows.
func (m *Model) View(width, height int) []string {
	w := min(width-2, 76)
	inner := w - 4
	var lines []string
	quote := strings.Split(ansi.WrapWc(m.quote, inner-2, ""), "\n")
	most := max(1, min(4, height-6-len(m.lines)))
	if len(quote) > most {
		quote = quote[:most]
		quote[most-1] = ansi.TruncateWc(quote[most-1], inner-3, "") + "…"
	}
	for _, q := range quote {
		lines = append(lines, m.theme.Border.Render("│ ")+m.theme.Dim.Render(q))
	}
	lines = append(lines, "")
	keys := "Enter keep · Esc leave it"
	if len(m.lines) > 1 {
		keys = "Enter keep · Tab other line · Esc leave it"
	}
	for i := range m.lines {
		m.lines[i].SetWidth(max(4, inner-2-len(m.lines[i].Prompt)))
		lines = append(lines, inert.Frame(m.lines[i].View()))
	}
	return screen.Box(m.theme.Title.Render(m.title), append(lines, m.theme.Dim.Render(keys)), w, m.theme.Border)
}
