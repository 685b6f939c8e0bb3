// Package tui is the reader: a Bubble Tea program.
//
// The root model holds what the panes share (the size, the theme, which screen
// is in front, the box over it) and routes messages. A pane draws itself and
// answers with messages of its own. What has a state and is no pane is a small
// type in a file of its own: how fresh the index is, what is awaited, what is
// remembered of reading, where one was, what the footer says. Whatever touches a
// disk is a command of the Desk, never done in Update, and stands beside what
// takes its answer.
package tui

import (
	"context"
	"slices"

	tea "charm.land/bubbletea/v2"

	"broadsheet/internal/inert"
	"broadsheet/internal/library"
	"broadsheet/internal/search"
	"broadsheet/internal/tui/bookmarkpane"
	"broadsheet/internal/tui/chooser"
	"broadsheet/internal/tui/keymap"
	"broadsheet/internal/tui/librarypane"
	"broadsheet/internal/tui/notebox"
	"broadsheet/internal/tui/prompt"
	"broadsheet/internal/tui/readerpane"
	"broadsheet/internal/tui/searchpane"
	"broadsheet/internal/tui/spread"
	"broadsheet/internal/tui/theme"
)

// The smallest screen the reader draws on.
const (
	leastWidth  = 40
	leastHeight = 10
)

// Options of a reader.
type Options struct {
	Keys   []keymap.Binding
	Look   theme.Look
	Width  int      // widest text, columns
	Margin int      // columns left free beside the text, at least
	Open   []string // briefs to open at the start, at most two
	Places []Place  // the libraries to change to; their names differ
}

// A Model is the whole program. Make it with New.
type Model struct {
	ctx  context.Context
	desk *Desk
	keys *keymap.Map
	opts Options

	look          look
	theme         theme.Theme
	width, height int

	screen  keymap.Context   // which screen is in front
	trail   []keymap.Context // the screens under it, the lowest first
	overlay overlay          // the box over it, or nil
	pending string           // the first key of a sequence

	library librarypane.Model
	search  searchpane.Model
	spread  spread.Model // the reader: one brief or two
	marks   marking      // the list of bookmarks

	fresh   freshness // how far the index is up to date, and the screen with it
	waiting waiting   // for a brief, and the keys pressed meanwhile
	jumps   jumps     // where one was
	memory  memory    // of what has been read, and how far
	flash   flash     // what the footer says
}

// An overlay is a box over the screen that has all the keys.
type overlay interface {
	Update(tea.Msg) (answer tea.Msg, done bool, cmd tea.Cmd)
	View(width, height int) []string
}

var (
	_ overlay = (*chooser.Model)(nil)
	_ overlay = (*prompt.Model)(nil)
	_ overlay = (*notebox.Model)(nil)
)

// New makes a reader. The context ends its work beside the screen.
func New(ctx context.Context, d *Desk, keys *keymap.Map, o Options) *Model {
	look := newLook(o.Look)
	t := look.theme()
	m := &Model{
		ctx: ctx, desk: d, keys: keys, opts: o, look: look, theme: t, screen: keymap.Library,
		library: librarypane.New(t, d.Library.Name(), o.measure()),
		search:  searchpane.New(t), spread: spread.New(ctx, d.Synonyms, t, o.measure()), marks: marking{Model: bookmarkpane.New(t)},
		memory: newMemory(), fresh: freshness{phase: "reading the folder", busy: true, skipped: d.Index.Skipped()},
	}
	m.library.SetShelf(library.NewShelf(d.Index.Catalogue(), library.ByDate))
	return m
}

func (o Options) measure() readerpane.Measure {
	return readerpane.Measure{Width: o.Width, Margin: o.Margin}
}

// Init starts the work beside the screen.
func (m *Model) Init() tea.Cmd {
	cmds := append(m.atStart(), m.look.ask(), m.previewSoon(), m.placeAll())
	cmds = append(cmds, m.desk.recall(), m.desk.saved(m.ctx, m.is()), m.desk.watch(m.ctx), m.desk.watchMarks(m.ctx))
	cmds = append(cmds, m.desk.refresh(m.ctx, m.library.Shelf().Order(), m.fresh.listed, search.RefreshOptions{}))
	return tea.Batch(cmds...)
}

// Update routes a message to the one method that knows it.
func (m *Model) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	switch msg := msg.(type) {
	case tea.WindowSizeMsg:
		m.resize(msg.Width, msg.Height)
		return m, nil
	case tea.BackgroundColorMsg, tea.ColorProfileMsg, unanswered:
		m.lookAt(msg)
		return m, nil
	case tea.KeyPressMsg:
		return m, m.key(msg)
	case tea.PasteMsg:
		return m, m.typed(msg)
	case tea.MouseMsg:
		return m, m.mouse(msg)
	}
	if cmd, ok := m.answer(msg); ok {
		return m, cmd
	}
	if cmd, ok := m.wish(msg); ok {
		return m, cmd
	}
	if cmd, ok := m.due(msg); ok {
		return m, cmd
	}
	return m, m.typed(msg) // cursors that blink
}

// answer takes what the commands of the Desk have found out.
func (m *Model) answer(msg tea.Msg) (tea.Cmd, bool) {
	switch msg := msg.(type) {
	case refreshed:
		return m.refreshed(msg), true
	case changed:
		return m.changed(msg), true
	case loaded:
		return m.loaded(msg), true
	case faced:
		return m.faced(msg), true
	case related:
		return m.rankSecond(msg), true
	case searchpane.Answer:
		return m.answered(msg), true
	case savedSearches:
		return m.savedSearches(msg), true
	case recents:
		return m.recents(msg), true
	case explained:
		return m.explained(msg), true
	case narrowing:
		return m.narrow(msg), true
	case placed:
		return m.placed(msg), true
	case stored:
		return m.stored(msg), true
	case marksChanged:
		return tea.Batch(m.placeAll(), nextMarks(msg.next)), true
	case recalled:
		return m.recalled(msg), true
	case edited:
		return m.edited(msg), true
	case browsed:
		return m.browsed(msg), true
	case copied:
		return m.say(msg.said, false), true
	}
	return nil, false
}

// wish does what the panes ask for, and gives them what came of it.
func (m *Model) wish(msg tea.Msg) (tea.Cmd, bool) {
	switch msg := msg.(type) {
	case searchpane.Ask:
		return m.ask(msg), true
	case readerpane.Find:
		return func() tea.Msg { return msg.Look() }, true
	case readerpane.Found:
		return tea.Batch(m.spread.Found(msg), m.replay()), true
	case readerpane.PastHits:
		return m.pastHits(msg.Dir), true
	case readerpane.Told:
		return m.say(msg.Text, false), true
	case readerpane.Moved:
		m.spread.Follow()
		return nil, true
	case spread.Compared:
		return m.compared(msg), true
	case bookmarkpane.Find:
		return m.filter(msg), true
	case bookmarkpane.Found:
		m.marks.Found(msg)
		return m.replay(), true
	}
	return nil, false
}

// due does what was put off for a moment.
func (m *Model) due(msg tea.Msg) (tea.Cmd, bool) {
	switch msg := msg.(type) {
	case flashOver:
		m.flash.over(msg)
		return nil, true
	case keepDue:
		return m.keepNow(), true
	case librarypane.PreviewDue:
		return m.previewNow(), true
	case spread.Ahead:
		return m.spread.DrawAhead(msg, m.screen == keymap.Reader), true
	case spread.Rolling:
		return m.spread.Roll(m.screen == keymap.Reader), true
	case slow:
		return m.slow(msg), true
	}
	return nil, false
}

// typed hands a message to whatever has a cursor.
func (m *Model) typed(msg tea.Msg) tea.Cmd {
	switch {
	case m.overlay != nil:
		return m.over(msg)
	case m.screen == keymap.Search:
		return m.search.Update(msg)
	case m.screen == keymap.Reader && m.spread.Focused().Typing():
		return m.spread.Focused().Update(msg)
	case m.screen == keymap.Bookmarks && m.marks.Typing():
		return m.marks.Update(msg)
	}
	return nil
}

// over hands a message to the box over the screen, and does what it was for
// when it is closed: at once, so that the next key already finds it done.
func (m *Model) over(msg tea.Msg) tea.Cmd {
	answer, done, cmd := m.overlay.Update(msg)
	if !done {
		if !m.awaiting() {
			return tea.Batch(cmd, m.replay())
		}
		return cmd
	}
	m.overlay = nil
	switch answer := answer.(type) {
	case chooser.Chosen:
		return tea.Batch(m.chosen(answer), m.replay())
	case prompt.Kept:
		return m.kept(answer)
	case notebox.Kept:
		return m.noted(answer)
	}
	return cmd
}

// resize gives every pane its new size.
func (m *Model) resize(width, height int) {
	m.width, m.height = width, height
	w, h := width, max(1, height-1) // the last row is the footer's
	m.library.SetSize(w, h)
	m.search.SetSize(w, h)
	m.marks.SetSize(w, h)
	m.spread.SetSize(w, h)
}

// setMeasure makes the text everywhere as wide as the options have it.
func (m *Model) setMeasure() {
	m.library.SetMeasure(m.opts.measure())
	m.spread.SetMeasure(m.opts.measure())
}

func (m *Model) setTheme(t theme.Theme) {
	m.theme = t
	m.library.SetTheme(t)
	m.search.SetTheme(t)
	m.spread.SetTheme(t)
	m.marks.SetTheme(t)
}

// push brings a screen to the front; back leads to the one before it.
func (m *Model) push(s keymap.Context) {
	if s == m.screen {
		return
	}
	m.trail = append(m.trail, m.screen)
	m.trail = slices.DeleteFunc(m.trail, func(x keymap.Context) bool { return x == s })
	m.screen = s
}

// pop goes one level back.
func (m *Model) pop() {
	if n := len(m.trail); n > 0 {
		m.screen, m.trail = m.trail[n-1], m.trail[:n-1]
	}
}

// say puts a line into the footer for some seconds.
func (m *Model) say(text string, bad bool) tea.Cmd { return m.flash.say(text, bad) }

// View draws the screen.
func (m *Model) View() tea.View {
	v := tea.NewView("")
	if !m.look.waiting {
		v.SetContent(inert.Frame(apart(m.content()))) // whatever a pane has let through ends here
	}
	v.AltScreen = true
	v.MouseMode = tea.MouseModeCellMotion
	v.WindowTitle = m.title()
	return v
}

func (m *Model) title() string {
	name := m.desk.Library.Name()
	if e := m.spread.Focused().Entry(); m.screen == keymap.Reader && e.Title != "" {
		name = e.Title
	}
	return inert.Line(name + " – broadsheet")
}
