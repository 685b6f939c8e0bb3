package tui

import (
	"path"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"broadsheet/internal/library"
	"broadsheet/internal/search"
	"broadsheet/internal/tui/chooser"
	"broadsheet/internal/tui/keymap"
	"broadsheet/internal/tui/readerpane"
)

// What a chooser is for.
const (
	forOpening  = "open"
	forSecond   = "second"
	forContents = "contents"
	forCommand  = "command"
	forNothing  = "nothing"
	forLink     = "link"
	forNarrow   = "narrow"
	forRecent   = "recent"
	forFacet    = "facet"
	forPlace    = "place"
	forFormat   = "format"
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
	return chooser.Item{Name: e.Title, Detail: strings.TrimSpace(e.Source + "  " + readerpane.Day(e.Date)), Also: e.Path, Value: e.Path}
}

// briefItems are briefs to choose from: some first, then the others of a shelf
// in its order.
type briefItems struct {
	first []library.Entry
	shelf *library.Shelf
	left  []int // places on the shelf of those that are left out, ascending
}

// briefItems are the briefs to choose from, some of them first, but the one at
// a path.
func (m *Model) briefItems(but string, first []library.Entry) chooser.Items {
	out := map[string]bool{but: true}
	for _, e := range first {
		out[e.Path] = true
	}
	b := briefItems{first: first, shelf: m.library.Shelf()}
	for i := range b.shelf.Len() {
		if out[b.shelf.At(i).Path] {
			b.left = append(b.left, i)
		}
	}
	return b
}

// Len is the number of briefs.
func (b briefItems) Len() int { return len(b.first) + b.shelf.Len() - len(b.left) }

// At is brief i.
func (b briefItems) At(i int) chooser.Item {
	if i < len(b.first) {
		return briefItem(b.first[i])
	}
	i -= len(b.first)
	for _, out := range b.left {
		if out <= i {
			i++
		}
	}
	return briefItem(b.shelf.At(i))
}

func (m *Model) openByName() tea.Cmd {
	return m.box(forOpening, "Open a brief", m.briefItems("", nil), 0)
}

// secondPane asks which brief to open beside this one.
func (m *Model) secondPane() tea.Cmd {
	pane := m.spread.Focused()
	if pane.Brief() == nil {
		return nil
	}
	return tea.Batch(
		m.box(forSecond, "Beside it: the most closely related first", m.briefItems(pane.Entry().Path, nil), 0),
		m.desk.relate(m.ctx, pane.Entry(), pane.Brief()),
	)
}

// rankSecond puts the related briefs first, when they are known.
func (m *Model) rankSecond(r related) {
	c, ok := m.overlay.(*chooser.Model)
	if !ok || c.Purpose() != forSecond {
		return
	}
	c.SetItems(m.briefItems(r.of, r.entries))
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

// openLinks lists where the words on screen lead, those of the passage in hand
// first: one sees an address before it is opened.
func (m *Model) openLinks() tea.Cmd {
	links := m.spread.Focused().Links()
	if len(links) == 0 {
		return m.say("There is no link on the screen.", false)
	}
	return m.showLinks(links)
}

func (m *Model) showLinks(links []readerpane.Link) tea.Cmd {
	items := make(chooser.List, len(links))
	for i, l := range links {
		items[i] = chooser.Item{Name: l.Words, Detail: l.Leads, Quick: l.URL == "", Value: l}
	}
	return m.numbered(forLink, "Follow a link", items)
}

// followLink opens an address in the browser, or goes to a place in the brief.
func (m *Model) followLink(l readerpane.Link) tea.Cmd {
	if l.URL != "" {
		return m.desk.browse(l.URL)
	}
	if l.Brief != "" {
		return m.openRef(l)
	}
	m.jumps.mark(m.here())
	m.spread.Focused().GoToPassage(l.To)
	m.follow()
	return m.say("ctrl-o leads back.", false)
}

// openRef opens the brief that another one leads to: a path from where that one
// stands, with or without its ending, or a name.
func (m *Model) openRef(l readerpane.Link) tea.Cmd {
	ref, fragment, _ := strings.Cut(l.Brief, "#")
	e, ok := m.refers(ref, l.Named)
	if !ok {
		return m.say("Not in this library: "+ref, true)
	}
	return m.open(request{slot: m.spread.Focus(), path: e.Path, fragment: fragment, place: -1})
}

// refers is the brief that a reference in the brief in hand means.
func (m *Model) refers(ref string, named bool) (library.Entry, bool) {
	shelf := m.library.Shelf()
	dir := path.Dir(m.spread.Focused().Entry().Path)
	for _, p := range []string{path.Join(dir, ref), path.Join(dir, ref+".md"), strings.TrimPrefix(ref, "/"), ref + ".md"} {
		if e, ok := shelf.Find(p); ok {
			return e, true
		}
	}
	for i := range shelf.Len() {
		e := shelf.At(i)
		base := strings.TrimSuffix(path.Base(e.Path), path.Ext(e.Path))
		if named && (strings.EqualFold(e.Title, ref) || strings.EqualFold(base, ref)) {
			return e, true
		}
	}
	return library.Entry{}, false
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
	if len(m.skipped) == 0 {
		return m.say("Nothing was skipped.", false)
	}
	items := make(chooser.List, len(m.skipped))
	for i, s := range m.skipped {
		items[i] = chooser.Item{Name: s.Path, Detail: s.Reason}
	}
	return m.box(forNothing, "Skipped", items, 0)
}

// chosen does what a chooser was for.
func (m *Model) chosen(c chooser.Chosen) tea.Cmd {
	switch c.Purpose {
	case forOpening:
		return m.open(request{slot: m.spread.Focus(), path: c.Value.(string), place: -1})
	case forSecond:
		return m.beside(c.Value.(string))
	case forContents:
		m.jumps.mark(m.here())
		m.spread.Focused().GoToPassage(c.Value.(int))
		m.follow()
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
		m.marks.Narrow(c.Value.(string))
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

// beside opens a brief in the pane that has not the keys.
func (m *Model) beside(path string) tea.Cmd {
	slot := 1
	if m.spread.Other() != nil {
		slot = 1 - m.spread.Focus() // what one reads stays
	}
	return m.open(request{slot: slot, path: path, place: -1})
}

// counterparts turns the comparison of the two panes on or off.
func (m *Model) counterparts() tea.Cmd {
	if m.spread.Other() == nil {
		return m.say("Open a second brief first, with |.", false)
	}
	m.comparing = !m.comparing
	if !m.comparing {
		m.spread.Pane(0).SetRoles(nil)
		m.spread.Pane(1).SetRoles(nil)
		m.counter = [2][]int{}
		return nil
	}
	return m.compareAgain()
}

// compareAgain compares what is in the two panes, where that is wanted.
func (m *Model) compareAgain() tea.Cmd {
	if !m.comparing || m.spread.Other() == nil {
		return nil
	}
	a, b := m.spread.Pane(0).Brief(), m.spread.Pane(1).Brief()
	if a == nil || b == nil {
		return nil
	}
	return m.desk.pair(m.ctx, a, b)
}

// compared marks what both panes have and what only one has.
func (m *Model) compared(c compared) {
	first, second := m.spread.Pane(0), m.spread.Pane(1)
	if !m.comparing || second == nil {
		return
	}
	result := c.result
	if first.Brief() == c.b && second.Brief() == c.a { // swapped meanwhile
		for i, p := range result.Pairs {
			result.Pairs[i].A, result.Pairs[i].B = p.B, p.A
		}
		result.OnlyA, result.OnlyB = result.OnlyB, result.OnlyA
	} else if first.Brief() != c.a || second.Brief() != c.b {
		return
	}
	roles := [2][]readerpane.Role{}
	for i, pane := range []*readerpane.Model{first, second} {
		n := len(pane.Brief().Passages)
		roles[i] = make([]readerpane.Role, n)
		m.counter[i] = slices.Repeat([]int{-1}, n)
	}
	for _, p := range result.Pairs {
		roles[0][p.A.Passage], roles[1][p.B.Passage] = readerpane.Joined, readerpane.Joined
	}
	for i, pairs := range result.Best([2]int{len(roles[0]), len(roles[1])}) {
		for passage, at := range pairs {
			if at >= 0 {
				m.counter[i][passage] = [2]int{result.Pairs[at].B.Passage, result.Pairs[at].A.Passage}[i]
			}
		}
	}
	for _, s := range result.OnlyA {
		roles[0][s.Passage] = readerpane.Lone
	}
	for _, s := range result.OnlyB {
		roles[1][s.Passage] = readerpane.Lone
	}
	first.SetRoles(roles[0])
	second.SetRoles(roles[1])
	m.follow()
}

// follow brings the counterpart of the passage in hand into view in the other
// pane.
func (m *Model) follow() {
	other, hand := m.spread.Other(), m.spread.Focused().Hand()
	if other == nil {
		return
	}
	m.spread.Focused().SetQuiet(false)
	c := m.counter[m.spread.Focus()]
	joined := m.comparing && hand >= 0 && hand < len(c) && c[hand] >= 0
	other.SetQuiet(m.comparing && !joined)
	if joined {
		other.Take(c[hand])
	}
}
