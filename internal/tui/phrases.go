package tui

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	tea "charm.land/bubbletea/v2"

	"broadsheet/internal/library"
	"broadsheet/internal/palette"
	"broadsheet/internal/tui/chooser"
	"broadsheet/internal/tui/keymap"
	"broadsheet/internal/tui/theme"
)

// forLibrary is a chooser of libraries.
const forLibrary = "library"

// The ranges of what is typed in the palette, in columns; config has the same.
const (
	leastText, mostText = 20, 200
	mostSpace           = 20
)

// A phrase is a command of the palette with its argument.
type phrase struct{ name, argument string }

// openPalette lists every command: the actions that hold here, and those that
// are typed with an argument.
func (m *Model) openPalette() tea.Cmd {
	items := m.actionItems()
	for _, p := range keymap.Phrases() {
		items = append(items, chooser.Item{Name: p.Name + " " + p.Argument, Detail: p.Help, Line: p.Name + " "})
	}
	cmd := m.box(forCommand, "Commands", items, 0)
	m.overlay.(*chooser.Model).Complete(m.completion)
	return cmd
}

// completion is what the line of the palette offers, where it begins with a
// command that takes an argument.
func (m *Model) completion(line string) (chooser.Completion, bool) {
	name, words, spaced := strings.Cut(strings.TrimLeft(line, " "), " ")
	i := slices.IndexFunc(keymap.Phrases(), func(p keymap.Phrase) bool { return p.Name == name })
	if i < 0 || !spaced {
		return chooser.Completion{}, false
	}
	c := chooser.Completion{Key: name, Words: words, Items: func() chooser.Items { return m.arguments(name) }}
	switch words = strings.TrimSpace(words); name {
	case "search":
		if words != "" {
			c.Free = &chooser.Item{Name: words, Detail: "search every brief", Value: phrase{name, words}}
		}
	case "width", "margin":
		if n, err := strconv.Atoi(words); err == nil && n >= 0 {
			c.Free = &chooser.Item{Name: words, Detail: "columns", Value: phrase{name, words}}
		}
	}
	return c, true
}

// arguments are what may stand after a command of the palette.
func (m *Model) arguments(name string) chooser.Items {
	var out chooser.List
	add := func(argument, detail string) {
		out = append(out, chooser.Item{Name: argument, Detail: detail, Line: name + " " + argument, Value: phrase{name, argument}})
	}
	switch name {
	case "open", "beside":
		but := ""
		if name == "beside" {
			but = m.spread.Focused().Entry().Path
		}
		return phrased{name, m.briefItems([]string{but}, nil)}
	case "saved":
		for _, s := range m.library.Searches() {
			add(s.Name, s.Query)
		}
	case "library":
		for _, p := range m.opts.Places {
			add(p.Name, m.whereabouts(p))
		}
	case "sort":
		for _, o := range []library.Order{library.ByDate, library.ByTitle, library.BySource} {
			add(o.String(), "")
		}
	case "theme":
		for _, t := range m.themes() {
			add(t, "")
		}
	case "background":
		for _, b := range []string{theme.Dark, theme.Light} {
			add(b, "")
		}
	case "width":
		for n := 60; n <= 120; n += 10 {
			add(strconv.Itoa(n), "columns")
		}
	case "margin":
		for n := 0; n <= 8; n += 2 {
			add(strconv.Itoa(n), "columns")
		}
	}
	return out
}

// phrased are briefs as arguments of a command.
type phrased struct {
	name string
	chooser.Items
}

// At is brief i.
func (p phrased) At(i int) chooser.Item {
	it := p.Items.At(i)
	it.Line, it.Value = p.name+" "+it.Name, phrase{p.name, it.Value.(string)}
	return it
}

func (m *Model) themes() []string {
	out := append(palette.Themes(), palette.Plain)
	return append(out, slices.Sorted(maps.Keys(m.look.want.Own))...)
}

// whereabouts says where a library lies, or that it is on show.
func (m *Model) whereabouts(p Place) string {
	if p.Name == m.desk.Library.Name() {
		return "on show"
	}
	return p.Where
}

// phrased carries out a command of the palette.
func (m *Model) phrased(p phrase) tea.Cmd {
	switch p.name {
	case "open":
		return m.open(request{slot: m.spread.Focus(), path: p.argument, place: -1})
	case "beside":
		return m.openBeside(p.argument, false)
	case "search":
		m.push(keymap.Search)
		return tea.Batch(m.search.Focus(), m.search.SetText(p.argument))
	case "saved":
		for _, s := range m.library.Searches() {
			if s.Name == p.argument {
				return m.openSaved(s)
			}
		}
	case "library":
		return m.changeTo(p.argument)
	case "sort":
		if o, err := library.ParseOrder(p.argument); err == nil {
			m.library.Sort(o)
			return tea.Batch(m.say("Sorted by "+o.String()+".", false), m.previewSoon())
		}
	case "theme":
		m.look.want.Name = p.argument
		m.setTheme(m.look.theme())
	case "background":
		m.look.want.Background, m.look.dark = p.argument, p.argument == theme.Dark
		m.setTheme(m.look.theme())
	case "width", "margin":
		return m.sized(p)
	}
	return nil
}

// sized sets the width of the text, or the space beside it.
func (m *Model) sized(p phrase) tea.Cmd {
	n, err := strconv.Atoi(p.argument)
	least, most, into := leastText, mostText, &m.opts.Width
	if p.name == "margin" {
		least, most, into = 0, mostSpace, &m.opts.Margin
	}
	if err != nil || n < least || n > most {
		return m.say(fmt.Sprintf("%s: use %d to %d.", p.name, least, most), true)
	}
	*into = n
	m.setMeasure()
	if p.name == "margin" {
		return m.say(fmt.Sprintf("At least %d columns beside the text.", n), false)
	}
	return m.say(fmt.Sprintf("Lines of at most %d columns.", n), false)
}

// openLibraries asks which library to change to.
func (m *Model) openLibraries() tea.Cmd {
	if len(m.opts.Places) < 2 {
		return m.say("There is no other library; the configuration names them: broadsheet config init.", false)
	}
	items, at := make(chooser.List, len(m.opts.Places)), 0
	for i, p := range m.opts.Places {
		items[i] = chooser.Item{Name: p.Name, Detail: m.whereabouts(p), Value: p.Name}
		if p.Name == m.desk.Library.Name() {
			at = i
		}
	}
	return m.box(forLibrary, "Another library", items, at)
}

// changeTo asks for the library of a name.
func (m *Model) changeTo(name string) tea.Cmd {
	if name == m.desk.Library.Name() {
		return m.say(name+" is on show.", false)
	}
	i := slices.IndexFunc(m.opts.Places, func(p Place) bool { return p.Name == name })
	if i < 0 {
		return nil
	}
	place := m.opts.Places[i]
	return func() tea.Msg { return changeTo{place} }
}
