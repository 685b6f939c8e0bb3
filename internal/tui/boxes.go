package tui

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"broadsheet/internal/library"
	"broadsheet/internal/search"
	"broadsheet/internal/tui/chooser"
	"broadsheet/internal/tui/keymap"
	"broadsheet/internal/tui/prompt"
	"broadsheet/internal/tui/readerpane"
)

// What a chooser is for.
const (
	forOpening   = "open"
	forSecond    = "second"
	forComparing = "comparing"
	forContents  = "contents"
	forCommand   = "command"
	forNothing   = "nothing"
	forSkipped   = "skipped"
	forLink      = "link"
	forNarrow    = "narrow"
	forRecent    = "recent"
	forFacet     = "facet"
	forPlace     = "place"
	forFormat    = "format"
)

// box opens a chooser over the screen.
func (m *Model) box(purpose, title string, items chooser.Items, at int) tea.Cmd {
	c, cmd := chooser.New(m.theme, purpose, title, items, at)
	m.overlay = c
	return cmd
}

// numbered opens a chooser in which a number chooses.
func (m *Model) numbered(purpose, title string, items chooser.List) tea.Cmd {
	c, cmd := chooser.New(m.theme, purpose, title, items, 0)
	c.Number()
	m.overlay = c
	return cmd
}

func briefItem(e library.Entry) chooser.Item {
	return chooser.Item{Name: e.Title, Detail: strings.TrimSpace(e.Source + "  " + e.Day()), Also: e.Path, Value: e.Path}
}

// briefItems are briefs to choose from: some first, then the others of a listing
// in its order.
type briefItems struct {
	first  []chooser.Item
	listed library.Listing
	left   []int // places in the listing of those that are left out, ascending
}

// briefItems are the briefs to choose from, some items first, but those at some
// paths.
func (m *Model) briefItems(but []string, first []chooser.Item) chooser.Items {
	b := briefItems{first: first, listed: m.library.Shelf().Listing}
	if len(but) == 0 {
		return b
	}
	out := map[string]bool{}
	for _, path := range but {
		out[path] = true
	}
	for i := range b.listed.Len() {
		if out[b.listed.At(i).Path] {
			b.left = append(b.left, i)
		}
	}
	return b
}

// Len is the number of briefs.
func (b briefItems) Len() int { return len(b.first) + b.listed.Len() - len(b.left) }

// At is brief i.
func (b briefItems) At(i int) chooser.Item {
	if i < len(b.first) {
		return b.first[i]
	}
	i -= len(b.first)
	for _, out := range b.left {
		if out <= i {
			i++
		}
	}
	return briefItem(b.listed.At(i))
}

func (m *Model) openByName() tea.Cmd {
	return m.box(forOpening, "Open a brief", m.briefItems(nil, nil), 0)
}

// openContents lists the headings of the brief.
func (m *Model) openContents() tea.Cmd {
	pane := m.spread.Focused()
	b := pane.Brief()
	if b == nil {
		return nil
	}
	var items chooser.List
	at := 0
	for i, s := range b.Sections {
		if s.Level == 0 {
			continue
		}
		if s.First <= pane.Hand() {
			at = len(items)
		}
		items = append(items, chooser.Item{Name: s.Title, Level: max(0, s.Level-1), Value: b.Sections[i].First})
	}
	if len(items) == 0 {
		return m.say("This brief has no headings.", false)
	}
	return m.box(forContents, "Contents", items, at)
}

// openHelp lists the keys that hold here, to be read, searched and carried
// out.
func (m *Model) openHelp() tea.Cmd {
	return m.box(forCommand, "Keys: "+m.context().String(), m.actionItems(), 0)
}

// actionItems are what can be done here.
func (m *Model) actionItems() chooser.List {
	var items chooser.List
	for _, b := range m.keys.In(m.context()) {
		if b.Action != keymap.Help && b.Action != keymap.Palette {
			items = append(items, chooser.Item{Name: b.Help, Detail: keymap.Keys(b.Keys, ""), Also: b.Short + " " + string(b.Action), Value: b.Action})
		}
	}
	return items
}

// openSkipped lists what of the library cannot be read, and why.
func (m *Model) openSkipped() tea.Cmd {
	if len(m.fresh.skipped) == 0 {
		return m.say("Nothing was skipped.", false)
	}
	return m.box(forSkipped, "Skipped", m.skippedItems(), 0)
}

func (m *Model) skippedItems() chooser.Items {
	items := make(chooser.List, len(m.fresh.skipped))
	for i, s := range m.fresh.skipped {
		items[i] = chooser.Item{Name: s.Path, Detail: s.Reason}
	}
	return items
}

// chosen does what a chooser was for.
func (m *Model) chosen(c chooser.Chosen) tea.Cmd {
	switch c.Purpose {
	case forOpening:
		return m.open(request{slot: m.spread.Focus(), path: c.Value.(string), place: -1})
	case forSecond, forComparing:
		return m.openBeside(c.Value.(string), c.Purpose == forComparing)
	case forContents:
		m.jumps.mark(m.here())
		m.spread.Focused().GoToPassage(c.Value.(int))
		m.spread.Follow()
	case forLink:
		if l := c.Value.(readerpane.Link); c.Copy {
			return tea.Batch(tea.SetClipboard(l.Leads), m.desk.copy(l.Leads, false))
		}
		return m.followLink(c.Value.(readerpane.Link))
	case forNarrow:
		return m.search.SetText(strings.TrimSpace(m.search.Text()) + " " + c.Value.(search.Facet).Query())
	case forRecent:
		return m.search.SetText(c.Value.(string))
	case forFacet:
		return m.marks.Narrow(c.Value.(string))
	case forPlace:
		return m.placeChosen(c.Value.(candidate))
	case forFormat:
		return m.askFile(c.Value.(string))
	case forCommand:
		if p, ok := c.Value.(phrase); ok {
			return m.phrased(p)
		}
		return m.do(c.Value.(keymap.Action))
	case forLibrary:
		return m.changeTo(c.Value.(string))
	}
	return nil
}

// kept gives a search its name, or writes an export to the file that was named.
func (m *Model) kept(k prompt.Kept) tea.Cmd {
	switch v := k.Value.(type) {
	case naming:
		if k.Fields[0] == "" {
			return m.say("A search needs a name to be kept.", true)
		}
		return m.desk.saveSearch(m.ctx, k.Fields[0], v.query, m.is())
	case exporting:
		if k.Fields[0] == "" {
			return m.say("Not exported: a file needs a name.", true)
		}
		return m.desk.export(v, k.Fields[0])
	}
	return nil
}
