// Package chooser is a box with a list that gets shorter as one types: briefs
// by name, the contents of a brief, every command, every key.
package chooser

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"charm.land/bubbles/v2/textinput"
	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
	"github.com/sahilm/fuzzy"

	"broadsheet/internal/inert"
	"broadsheet/internal/terms"
	"broadsheet/internal/tui/screen"
	"broadsheet/internal/tui/theme"
)

// An Item is one thing to choose. Name and Detail may be any text: they are
// made harmless when they are drawn.
type Item struct {
	Name   string
	Detail string // drawn at the right
	Also   string // words it is found by, too, but not drawn
	Level  int    // indentation, in steps
	Quick  bool   // its number alone chooses it, without Enter
	Line   string // what Tab puts into the line, where the box completes; "" for nothing
	Value  any    // what Chosen carries; where it is nil and there is a Line, Enter does as Tab
}

// A Completion is what a line that begins with a command offers.
type Completion struct {
	Key   string       // the command: as long as it is the same, so are the items
	Items func() Items // what may stand after it
	Free  *Item        // what the words are taken for as they are; nil where they are only looked for
	Words string       // what stands after the command
}

// Items are what there is to choose from. They may be made as they are looked
// at, so that a hundred thousand of them cost nothing before something is typed;
// they are always the same, and looked at from more than one goroutine.
type Items interface {
	Len() int
	At(i int) Item
}

// A List is items that are there already.
type List []Item

// Len is the number of items.
func (l List) Len() int { return len(l) }

// At is item i.
func (l List) At(i int) Item { return l[i] }

// Chosen tells what was chosen in the box with the purpose Purpose.
type Chosen struct {
	Purpose string
	Value   any
	Copy    bool // to be copied, not followed
}

// A Model is the box. Make it with New.
type Model struct {
	theme   theme.Theme
	purpose string
	title   string
	items   Items
	all     Items  // the items of a line that begins with no command
	key     string // the command that items are of, "" for none
	own     Items  // the items of that command, without the one for the words themselves
	free    int    // how many of items are for the words themselves
	lookup  func(line string) (Completion, bool)
	folded  []string // the items as they are searched; nil where they are yet to be made
	next    Items    // that are to come in the place of items when they are folded; nil for none
	puts    int      // how often items were replaced
	nexts   int      // how often there were others to come
	folding bool     // beside the screen
	due     bool     // what is typed has not been looked for yet: that waits for it
	enter   bool     // Enter was pressed meanwhile
	shown   []int    // indexes of items, best first
	input   textinput.Model
	number  bool // items are numbered, and a number chooses
	at      int
	first   int
	rows    int // of the list, as last drawn
}

// New makes a box titled title. at is the item chosen at first. The command
// starts the cursor.
func New(t theme.Theme, purpose, title string, items Items, at int) (*Model, tea.Cmd) {
	in := textinput.New()
	in.SetStyles(t.Input())
	in.Prompt = "› "
	m := &Model{theme: t, purpose: purpose, title: title, items: items, input: in, rows: 10}
	m.filter()
	m.at = max(0, min(at, items.Len()-1))
	return m, tea.Batch(m.input.Focus(), m.fold())
}

// led is items with one before them.
type led struct {
	lead Item
	Items
}

// Len is the number of items.
func (l led) Len() int { return l.Items.Len() + 1 }

// At is item i.
func (l led) At(i int) Item {
	if i == 0 {
		return l.lead
	}
	return l.Items.At(i - 1)
}

// Complete lets a line that begins with a command offer what may stand after
// it: lookup says what, or false where the line begins with none.
func (m *Model) Complete(lookup func(line string) (Completion, bool)) {
	m.lookup, m.all = lookup, m.items
}

// complete puts the items of the command that the line begins with in the place
// of all, and gives the words to look for among them.
func (m *Model) complete(line string) (words string) {
	if m.lookup == nil {
		return strings.TrimSpace(line)
	}
	c, ok := m.lookup(line)
	if !ok {
		if m.key != "" {
			m.key = ""
			m.put(m.all)
		}
		m.free = 0
		return strings.TrimSpace(line)
	}
	if m.key != c.Key {
		m.own, m.items, m.key, m.free = c.Items(), nil, c.Key, 0
	}
	switch {
	case c.Free != nil:
		m.put(led{*c.Free, m.own})
		m.free = 1
	case m.free > 0 || m.items == nil:
		m.put(m.own)
		m.free = 0
	}
	return strings.TrimSpace(c.Words)
}

// take puts the line of the chosen item where one types.
func (m *Model) take() {
	if m.at >= len(m.shown) || m.items.At(m.shown[m.at]).Line == "" {
		return
	}
	m.input.SetValue(m.items.At(m.shown[m.at]).Line)
	m.input.CursorEnd()
	m.filter()
}

// Number numbers the items from 1; typing a number goes there, and ctrl-y
// copies.
func (m *Model) Number() { m.number = true }

// Purpose is what the box is for.
func (m *Model) Purpose() string { return m.purpose }

// put puts other items in the place of those there are.
func (m *Model) put(items Items) {
	m.items, m.folded, m.next = items, nil, nil
	m.puts++
}

// SetItems replaces the items, by more of them or in a better order: as soon as
// they can be searched, where something is typed. What has been chosen by hand
// stays chosen.
func (m *Model) SetItems(items Items) tea.Cmd {
	if m.folded != nil && m.input.Value() != "" {
		m.next = items
		m.nexts++
		return m.fold()
	}
	m.replace(items, nil)
	return m.fold()
}

// replace does what SetItems says, now.
func (m *Model) replace(items Items, folded []string) {
	var chosen any
	if m.at > 0 && m.at < len(m.shown) {
		chosen = m.items.At(m.shown[m.at]).Value
	}
	first := m.first
	m.put(items)
	m.folded = folded
	m.filter()
	if chosen == nil {
		return
	}
	m.first = first
	for k, i := range m.shown {
		if items.At(i).Value == chosen {
			m.at = k
		}
	}
}

// A Folded is items that can be searched now.
type Folded struct {
	of          *Model
	puts, nexts int // of the model when that began
	items       Items
	texts       []string
	next        bool // they are to come in the place of those there are
}

// fold makes the items searchable beside the screen, most often before the first
// letter is typed: of 100,000 that takes a tenth of a second.
func (m *Model) fold() tea.Cmd {
	f := Folded{of: m, puts: m.puts, nexts: m.nexts, items: m.items, next: m.next != nil}
	if f.next {
		f.items = m.next
	}
	if m.folding || m.folded != nil && !f.next {
		return nil
	}
	m.folding = true
	return func() tea.Msg {
		f.texts = foldedAll(f.items)
		return f
	}
}

// isFolded takes what can be searched now, where it is still wanted.
func (m *Model) isFolded(f Folded) tea.Cmd {
	if f.of != m {
		return nil // of a box that was closed
	}
	m.folding = false
	switch {
	case f.puts != m.puts:
	case f.next:
		newer := m.next
		if m.replace(f.items, f.texts); f.nexts != m.nexts {
			m.next = newer
		}
	case m.folded == nil:
		if m.folded = f.texts; m.due {
			m.filter()
		}
	}
	return m.fold()
}

// names makes the items searchable by the fuzzy matcher.
type names struct{ Items }

func (n names) String(i int) string {
	it := n.At(i)
	return it.Name + " " + it.Detail + " " + it.Also
}

func (m *Model) filter() {
	m.shown, m.at, m.first = m.shown[:0], 0, 0
	const few = 2000 // are folded before one notices
	words := m.complete(m.input.Value())
	m.due = words != "" && m.folded == nil && m.folding && m.items.Len() > few
	if words == "" || m.due {
		for i := range m.items.Len() {
			m.shown = append(m.shown, i)
		}
		return
	}
	if m.folded == nil {
		m.folded = foldedAll(m.items)
	}
	all := strings.Fields(folded(words))
	for i, text := range m.folded {
		if i < m.free || !slices.ContainsFunc(all, func(w string) bool { return !strings.Contains(text, w) }) {
			m.shown = append(m.shown, i)
		}
	}
	const many = 20_000 // of which a spelling that is nearly one of theirs says nothing
	if len(m.shown) > 0 || m.items.Len() > many {
		return
	}
	for _, match := range fuzzy.FindFrom(words, names{m.items}) {
		m.shown = append(m.shown, match.Index)
	}
}

// foldedAll are the items as they are searched.
func foldedAll(items Items) []string {
	out := make([]string, items.Len())
	for i := range out {
		out[i] = folded(names{items}.String(i))
	}
	return out
}

// folded is a text in lower case, without accents and signs, word by word.
func folded(text string) string {
	if ascii, ok := foldedASCII(text); ok {
		return ascii
	}
	words := strings.Fields(text)
	for i, w := range words {
		words[i] = strings.Map(unsigned, terms.Fold(w))
	}
	return strings.Join(words, " ")
}

// unsigned drops the signs of ASCII.
func unsigned(r rune) rune {
	if r < utf8.RuneSelf && !(r >= 'a' && r <= 'z' || r >= '0' && r <= '9') {
		return -1
	}
	return r
}

// foldedASCII is folded for a text of ASCII alone, as nearly all are; false for
// another.
func foldedASCII(text string) (string, bool) {
	out := make([]byte, 0, len(text))
	for i := range len(text) {
		c := text[i]
		switch {
		case c >= utf8.RuneSelf, c == '\'': // terms.Fold knows what an apostrophe is
			return "", false
		case c >= 'A' && c <= 'Z':
			out = append(out, c+'a'-'A')
		case c >= 'a' && c <= 'z', c >= '0' && c <= '9':
			out = append(out, c)
		case c <= ' ' && len(out) > 0 && out[len(out)-1] != ' ':
			out = append(out, ' ')
		}
	}
	return strings.TrimRight(string(out), " "), true
}

// Update takes a message; done tells that the box is to be closed, and answer
// is then Chosen, or nil where nothing was chosen.
func (m *Model) Update(msg tea.Msg) (answer tea.Msg, done bool, cmd tea.Cmd) {
	if f, ok := msg.(Folded); ok {
		if cmd = m.isFolded(f); m.enter && !m.due {
			return m.choose(cmd)
		}
		return nil, false, cmd
	}
	if key, ok := msg.(tea.KeyPressMsg); ok {
		switch key.String() {
		case "esc":
			return nil, true, nil
		case "enter":
			if m.enter = m.due; m.enter {
				return nil, false, nil
			}
			return m.choose(nil)
		case "ctrl+y":
			if m.number && m.at < len(m.shown) {
				return Chosen{Purpose: m.purpose, Value: m.items.At(m.shown[m.at]).Value, Copy: true}, true, nil
			}
		case "tab":
			if m.lookup != nil {
				m.take()
				return nil, false, nil
			}
		case "down", "ctrl+n":
			m.move(1)
			return nil, false, nil
		case "up", "ctrl+p":
			m.move(-1)
			return nil, false, nil
		case "pgdown":
			m.move(m.rows)
			return nil, false, nil
		case "pgup":
			m.move(-m.rows)
			return nil, false, nil
		}
	}
	before := m.input.Value()
	m.input, cmd = m.input.Update(msg)
	if m.input.Value() == before {
		return nil, false, cmd
	}
	m.filter()
	cmd = tea.Batch(cmd, m.fold())
	if n, err := strconv.Atoi(m.input.Value()); err == nil && m.number {
		return m.pick(n)
	}
	return nil, false, cmd
}

// choose takes the chosen item; cmd goes with the answer.
func (m *Model) choose(cmd tea.Cmd) (answer tea.Msg, done bool, _ tea.Cmd) {
	m.enter = false
	if m.at >= len(m.shown) {
		return nil, false, cmd
	}
	if it := m.items.At(m.shown[m.at]); it.Value == nil && it.Line != "" {
		m.take()
		return nil, false, cmd
	}
	return Chosen{Purpose: m.purpose, Value: m.items.At(m.shown[m.at]).Value}, true, cmd
}

// Entering tells that Enter came before what is typed has been looked for.
func (m *Model) Entering() bool { return m.enter }

// Stay takes that Enter back.
func (m *Model) Stay() { m.enter = false }

// pick goes to item n, from 1, and chooses it at once where that is meant to be
// and the number cannot go on.
func (m *Model) pick(n int) (answer tea.Msg, done bool, cmd tea.Cmd) {
	m.shown = m.shown[:0]
	for i := range m.items.Len() {
		m.shown = append(m.shown, i)
	}
	if n < 1 || n > m.items.Len() {
		return nil, false, nil
	}
	m.at = n - 1
	if it := m.items.At(m.at); 10*n > m.items.Len() && it.Quick {
		return Chosen{Purpose: m.purpose, Value: it.Value}, true, nil
	}
	return nil, false, nil
}

func (m *Model) move(by int) { m.at = max(0, min(m.at+by, len(m.shown)-1)) }

// Scroll moves the choice, for the mouse wheel.
func (m *Model) Scroll(by int) { m.move(by) }

// View draws the box for a screen of width columns and height rows.
func (m *Model) View(width, height int) []string {
	w := min(width-2, 84)
	around := 6
	if m.number {
		around++ // the detail of the chosen item, in full
	}
	m.rows = max(1, min(height-around, max(len(m.shown), 6), 24))
	var from, to int
	from, to = screen.Window(m.first, m.at, len(m.shown), m.rows)
	m.first = from
	m.input.SetWidth(max(4, w-8))
	lines := []string{m.input.View()}
	for k := from; k < to; k++ {
		lines = append(lines, m.item(m.shown[k], w-4, k == m.at))
	}
	if len(m.shown) == 0 {
		none := "nothing by that name"
		if m.items.Len() == 0 {
			none = "there is nothing to choose from"
		}
		lines = append(lines, m.theme.Dim.Render(none))
	}
	for len(lines) < m.rows+1 {
		lines = append(lines, "")
	}
	if m.number && m.at < len(m.shown) {
		lines = append(lines, m.theme.Accent.Render(screen.Short(inert.Line(m.items.At(m.shown[m.at]).Detail), w-4)))
	}
	keys := "Enter choose · Esc back"
	if m.lookup != nil {
		keys = "Enter choose · Tab complete · Esc back"
	}
	if m.number {
		keys = "Enter follow · ctrl-y copy · Esc back"
	}
	lines = append(lines, m.theme.Dim.Render(fmt.Sprintf("%d of %d · %s", len(m.shown), m.items.Len(), keys)))
	return screen.Box(m.theme.Title.Render(m.title), lines, w, m.theme.Border)
}

func (m *Model) item(i, width int, chosen bool) string {
	it := m.items.At(i)
	name := strings.Repeat("  ", it.Level) + inert.Line(it.Name)
	if m.number {
		name = fmt.Sprintf("%2d  %s", i+1, name)
	}
	detail := screen.Short(inert.Line(it.Detail), width/2)
	if chosen {
		return m.theme.Chosen.Render(screen.Sides(name, detail, width))
	}
	return screen.Sides(m.theme.Text.Render(screen.Short(name, max(0, width-ansi.StringWidthWc(detail)-1))), m.theme.Dim.Render(detail), width)
}
