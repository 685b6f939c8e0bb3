// Package searchpane is the search in the whole library: an input line, and
// under it the passages that answer, brief by brief, with the words marked.
package searchpane

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"charm.land/bubbles/v2/textinput"
	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"broadsheet/internal/brief"
	"broadsheet/internal/inert"
	"broadsheet/internal/library"
	"broadsheet/internal/query"
	"broadsheet/internal/render"
	"broadsheet/internal/search"
	"broadsheet/internal/tui/keymap"
	"broadsheet/internal/tui/screen"
	"broadsheet/internal/tui/theme"
)

// Ask asks for the answer to what has been typed; Gen comes back with Answer.
type Ask struct {
	Gen    int
	Text   string
	Limit  int  // most briefs
	Newest bool // by date
	Whole  bool // it was not typed: it is worth a second look (see search.Options.Finished)
}

// Answer answers Ask. Err may be a *query.Error: then Results are of no use.
type Answer struct {
	Gen     int
	Text    string
	Results search.Results
	Near    Near // where there are no results
	Err     error
}

// A Near is a query with near spellings of its words, and how many briefs answer
// it; the zero value is none.
type Near struct {
	Text  string
	Total int
}

// A Target is the place that a result leads to.
type Target struct {
	Entry library.Entry
	Span  brief.Span // of the first match, or of the passage; empty for the start of the brief
}

// An item is one line of the results that can be chosen: a passage, or a
// brief that was found by its title alone.
type item struct {
	brief, passage int // passage -1: the brief itself
	from, to       int // rows of the drawn list
}

// A Model is the search. Make it with New.
type Model struct {
	theme  theme.Theme
	engine *render.Engine
	input  textinput.Model

	offered bool // the next letter takes the place of what has been typed
	gen     int
	cancel  context.CancelFunc // ends the search that is under way; nil for none
	enter   bool               // the first result is to be opened when it is there
	limit   int                // briefs asked for
	newest  bool               // by date
	turned  bool               // and just turned so, or back: the first result is chosen
	whole   bool               // the query was put here whole
	waiting bool
	partial bool   // not every brief is indexed yet
	text    string // what results answer
	results search.Results
	near    Near
	err     error

	items []item
	rows  []string // the drawn list, without the bar
	at    int      // index of items
	first int      // first row shown

	width, height int
}

// widest is the widest a result is drawn, in columns: longer lines are hard
// to read.
const widest = 110

// batch is how many briefs are asked for at first, and how many more at the
// end of the list.
const batch = 20

// New makes an empty search.
func New(t theme.Theme) Model {
	in := textinput.New()
	in.SetStyles(t.Input())
	in.Prompt = "/ "
	in.Placeholder = `words  "a phrase"  -without  title:  source:  tag:  date:2025-10`
	return Model{theme: t, engine: render.New(t.Render), input: in, limit: batch}
}

// SetTheme changes the colours.
func (m *Model) SetTheme(t theme.Theme) {
	m.theme, m.engine = t, render.New(t.Render)
	m.offer(m.offered)
	m.draw()
}

// SetSize gives the pane its columns and rows.
func (m *Model) SetSize(width, height int) {
	if width == m.width && height == m.height {
		return
	}
	m.width, m.height = width, height
	m.input.SetWidth(max(4, width-4))
	m.draw()
}

// Focus starts typing. What was typed before stays, with its results, until a
// letter takes its place; a key that moves keeps it, to be gone on with.
func (m *Model) Focus() tea.Cmd {
	m.offer(m.input.Value() != "")
	return m.input.Focus()
}

// offer says whether the next letter takes the place of what has been typed,
// which is then drawn as what is selected.
func (m *Model) offer(on bool) {
	m.offered = on
	styles := m.theme.Input()
	if on {
		styles.Focused.Text = m.theme.Chosen
	}
	m.input.SetStyles(styles)
}

// taken ends the offer at a key, and empties the input where the key writes or
// deletes.
func (m *Model) taken(msg tea.Msg) {
	key, pressed := msg.(tea.KeyPressMsg)
	_, pasted := msg.(tea.PasteMsg)
	if !m.offered || !pressed && !pasted {
		return
	}
	m.offer(false)
	if pasted || key.Text != "" || key.Code == tea.KeyBackspace || key.Code == tea.KeyDelete {
		m.input.SetValue("")
	}
}

// Text is what has been typed.
func (m *Model) Text() string { return m.input.Value() }

// SetText puts a query in the place of what has been typed, and asks for it.
func (m *Model) SetText(text string) tea.Cmd {
	m.offer(false)
	m.input.SetValue(text)
	m.input.CursorEnd()
	m.limit, m.whole = batch, true
	if strings.TrimSpace(text) == "" {
		m.Clear()
		return nil
	}
	return m.ask()
}

// Clear empties the search.
func (m *Model) Clear() {
	m.gen++
	m.input.SetValue("")
	m.text, m.results, m.near, m.err, m.waiting = "", search.Results{}, Near{}, nil, false
	m.at, m.first = 0, 0
	m.draw()
}

// SetPartial says whether there are briefs that cannot be found yet.
func (m *Model) SetPartial(on bool) { m.partial = on }

// Again asks for the same search once more, after the index has changed.
func (m *Model) Again() tea.Cmd {
	if strings.TrimSpace(m.Text()) == "" {
		return nil
	}
	return m.ask()
}

func (m *Model) ask() tea.Cmd {
	m.gen++
	m.waiting = true
	ask := Ask{m.gen, m.input.Value(), m.limit, m.newest, m.whole}
	return func() tea.Msg { return ask }
}

// Turn sorts by date instead of by how well the briefs answer, or back.
func (m *Model) Turn() tea.Cmd {
	m.newest, m.turned = !m.newest, true
	return m.Again()
}

// Whole tells that the query was not typed but put here, from those made before
// or those with a name. Such a one gets a second look at once; one that is
// typed gets none, as a list must not change its order under its reader.
func (m *Model) Whole() bool { return m.whole }

// Begin gives the context in which a is answered; the search before it ends.
// False: it is not wanted any more, as commands run side by side, so that an
// older Ask may come after a newer one.
func (m *Model) Begin(ctx context.Context, a Ask) (context.Context, bool) {
	if a.Gen != m.gen {
		return nil, false
	}
	if m.cancel != nil {
		m.cancel()
	}
	ctx, m.cancel = context.WithCancel(ctx)
	return ctx, true
}

// Enter tells that the chosen result may be opened. Where what has been typed
// may yet get a first result, that is to be opened when it is there; growing
// says that there will be more briefs to be found.
func (m *Model) Enter(growing bool) bool {
	m.enter = m.due(growing)
	return !m.enter
}

// Entered tells, once, that the result is there for which Enter came too early.
func (m *Model) Entered(growing bool) bool {
	if !m.enter || m.due(growing) {
		return false
	}
	m.enter = false
	return true
}

// Entering tells that Enter came before the answer that it is meant for.
func (m *Model) Entering() bool { return m.enter && m.waiting }

// Stay takes that Enter back.
func (m *Model) Stay() { m.enter = false }

// due tells that what has been typed may yet get a first result: its answer is
// not there, or it is empty and there will be more briefs.
func (m *Model) due(growing bool) bool {
	_, found := m.Chosen()
	return m.waiting || !found && growing
}

// Update takes what is typed.
func (m *Model) Update(msg tea.Msg) tea.Cmd {
	if _, key := msg.(tea.KeyPressMsg); key {
		m.enter = false
	}
	before := m.input.Value()
	m.taken(msg)
	var cmd tea.Cmd
	m.input, cmd = m.input.Update(msg)
	if m.input.Value() == before {
		return cmd
	}
	if strings.TrimSpace(m.input.Value()) == "" {
		text := m.input.Value()
		m.Clear()
		m.input.SetValue(text)
		return cmd
	}
	m.limit, m.whole = batch, false
	return tea.Batch(cmd, m.ask())
}

// Waiting tells that the results on screen are not yet those of what has been
// typed.
func (m *Model) Waiting() bool { return m.waiting }

// More asks for more briefs where the last of those shown is chosen and there
// are more.
func (m *Model) More() tea.Cmd {
	if m.waiting || m.at < len(m.items)-1 || m.results.Total <= len(m.results.Briefs) {
		return nil
	}
	m.limit += batch
	return m.ask()
}

// Answer takes the results of a search; those of an older one are dropped.
func (m *Model) Answer(a Answer) {
	if a.Gen != m.gen {
		return
	}
	m.waiting = false
	var bad *query.Error
	if errors.As(a.Err, &bad) {
		m.err = a.Err // the last good results stay under the message
		return
	}
	chosen, had := m.Chosen()
	same := a.Text == m.text && !m.turned
	m.turned = false
	m.text, m.results, m.near, m.err = a.Text, a.Results, a.Near, a.Err
	m.draw()
	if !same || !had {
		m.at, m.first = 0, 0
		return
	}
	m.at = max(0, min(m.at, len(m.items)-1))
	for i, it := range m.items { // what was chosen may stand elsewhere now
		if t := m.target(it.brief, it.passage); t.Entry.Path == chosen.Entry.Path && t.Span == chosen.Span {
			m.at = i
			return
		}
	}
}

// Do carries out an action of the list, and tells whether it was one.
func (m *Model) Do(a keymap.Action) bool {
	m.offer(false)
	m.enter = false
	switch a {
	case keymap.Down:
		m.move(1)
	case keymap.Up:
		m.move(-1)
	case keymap.PageDown:
		m.page(1)
	case keymap.PageUp:
		m.page(-1)
	default:
		return false
	}
	return true
}

func (m *Model) move(by int) { m.at = max(0, min(m.at+by, len(m.items)-1)) }

// Scroll moves the choice, for the mouse wheel.
func (m *Model) Scroll(by int) { m.move(sign(by)) }

func sign(n int) int {
	if n < 0 {
		return -1
	}
	return 1
}

// page moves the choice by about a screen of rows.
func (m *Model) page(dir int) {
	if len(m.items) == 0 {
		return
	}
	want := m.items[m.at].from + dir*max(1, m.list()-2)
	for m.at+dir >= 0 && m.at+dir < len(m.items) {
		m.at += dir
		if dir > 0 && m.items[m.at].from >= want || dir < 0 && m.items[m.at].from <= want {
			return
		}
	}
}

// Click chooses the result on a row of the pane, and tells whether there is
// one.
func (m *Model) Click(row int) bool {
	for i, it := range m.items {
		if r := m.first + row - 2; r >= it.from && r < it.to {
			m.at = i
			return true
		}
	}
	return false
}

// Chosen is where the chosen result leads to.
func (m *Model) Chosen() (Target, bool) {
	if m.at >= len(m.items) {
		return Target{}, false
	}
	return m.target(m.items[m.at].brief, m.items[m.at].passage), true
}

func (m *Model) target(b, p int) Target {
	hit := m.results.Briefs[b]
	t := Target{Entry: hit.Entry}
	if p >= 0 {
		t.Span = hit.Passages[p].Span
	}
	return t
}

// Beyond is the first brief of the results after (dir 1) or before (dir -1)
// the brief of path.
func (m *Model) Beyond(path string, dir int) (Target, bool) {
	for i, b := range m.results.Briefs {
		if b.Entry.Path != path {
			continue
		}
		for i += dir; i >= 0 && i < len(m.results.Briefs); i += dir {
			if m.results.Briefs[i].Hits > 0 {
				m.choose(i)
				return Target{Entry: m.results.Briefs[i].Entry}, true
			}
		}
		return Target{}, false
	}
	return Target{}, false
}

// choose puts the bar on the first passage of brief b.
func (m *Model) choose(b int) {
	for i, it := range m.items {
		if it.brief == b {
			m.at = i
			return
		}
	}
}

// Nearly asks for near spellings, where nothing answers and these do.
func (m *Model) Nearly() tea.Cmd {
	if m.near.Total == 0 {
		return nil
	}
	return m.SetText(m.near.Text)
}

// Answered is the text that the results on screen answer.
func (m *Model) Answered() string { return m.text }

// list is the number of rows for results.
func (m *Model) list() int { return max(1, m.height-2) }

// draw makes the rows of the list anew.
func (m *Model) draw() {
	m.rows, m.items = nil, nil
	width := max(10, min(widest, m.width)-2)
	for b, hit := range m.results.Briefs {
		if b > 0 {
			m.rows = append(m.rows, "")
		}
		head := m.briefLine(hit, width)
		if len(hit.Passages) == 0 {
			m.add(item{b, -1, 0, 0}, head)
			continue
		}
		m.rows = append(m.rows, head)
		var drawn, heading []string // the heading path drawn last; the one a heading itself gives
		for p, passage := range hit.Passages {
			known := slices.Equal(passage.Heading, drawn) || slices.Equal(passage.Heading, heading)
			m.add(item{b, p, 0, 0}, m.passage(passage, known, width)...)
			drawn, heading = passage.Heading, append(slices.Clone(passage.Heading), passage.Text)
		}
	}
}

func (m *Model) add(it item, rows ...string) {
	it.from, it.to = len(m.rows), len(m.rows)+len(rows)
	m.rows = append(m.rows, rows...)
	m.items = append(m.items, it)
}

// briefLine names a brief of the results.
func (m *Model) briefLine(hit search.Hit, width int) string {
	about := func(parts ...string) string {
		return strings.Join(slices.DeleteFunc(parts, func(p string) bool { return p == "" }), " · ")
	}
	count := about(passages(len(hit.Passages), hit.Hits), variants(hit.Variants))
	right := about(inert.Line(hit.Entry.Source), hit.Entry.Day(), count)
	if ansi.StringWidthWc(right) > width/2 { // the title needs the room
		right = about(hit.Entry.Day(), count)
	}
	if ansi.StringWidthWc(right) > width/2 {
		right = ""
	}
	title := screen.Short(inert.Line(hit.Entry.Title), max(0, width-ansi.StringWidthWc(right)-2))
	return " " + screen.Sides(m.theme.Title.Render(title), m.theme.Dim.Render(right), width)
}

// variants names the words that stand for those that were typed.
func variants(list []search.Variant) string {
	const most = 2
	var names []string
	for _, v := range list {
		if name := inert.Line(v.Text); !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	if len(names) == 0 {
		return ""
	}
	if len(names) > most {
		names = append(names[:most], "…")
	}
	return "as " + strings.Join(names, ", ")
}

// passages counts the matching passages of a brief, of which so many are shown.
func passages(shown, n int) string {
	switch {
	case n == 0:
		return ""
	case n == 1:
		return "1 passage"
	case n > shown:
		return fmt.Sprintf("%d of %d passages", shown, n)
	}
	return fmt.Sprintf("%d passages", n)
}

// passage draws one passage: its heading path, where it is not known from what
// is above it, then the words around the matches.
func (m *Model) passage(p search.PassageHit, known bool, width int) []string {
	var rows []string
	if len(p.Heading) > 0 && !known {
		path := inert.Line(strings.Join(p.Heading, " › "))
		rows = append(rows, "   "+m.theme.Accent.Render(screen.Short(path, width-3)))
	}
	text, matches := matchingLine(p.Text, p.Matches)
	variant := func(i int) bool { return p.By[i].Variant() }
	for _, r := range m.engine.Snippet(text, matches, variant, width-3, 2) {
		rows = append(rows, "   "+m.engine.Paint(r, nil, width-3))
	}
	return rows
}

// matchingLine is the line of a text with its first match, and the matches in
// it, which are the first of all: of a table a row, of code a line. A text
// without matches is left whole.
func matchingLine(text string, matches [][2]int) (line string, inside [][2]int) {
	if len(matches) == 0 {
		return text, nil
	}
	from := strings.LastIndexByte(text[:matches[0][0]], '\n') + 1
	to := len(text)
	if i := strings.IndexByte(text[matches[0][1]:], '\n'); i >= 0 {
		to = matches[0][1] + i
	}
	for _, x := range matches {
		if x[1] <= to {
			inside = append(inside, [2]int{x[0] - from, x[1] - from})
		}
	}
	return text[from:to], inside
}

// View draws the pane: exactly the lines and columns of SetSize.
func (m *Model) View() []string {
	lines := append([]string{" " + m.input.View()}, m.status()...)
	if len(m.items) > 0 {
		m.show(m.items[m.at])
		for r := m.first; r < len(m.rows) && len(lines) < m.height; r++ {
			lines = append(lines, m.row(r))
		}
	}
	return screen.Fill(lines, m.width, m.height)
}

// show scrolls so that it is on screen, with the brief's line where it is the
// first of its brief.
func (m *Model) show(it item) {
	top := it.from
	for top > 0 && (m.at == 0 || top > m.items[m.at-1].to) {
		top--
	}
	if top < m.first {
		m.first = top
	}
	if it.to > m.first+m.list() {
		m.first = it.to - m.list()
	}
	m.first = max(0, min(m.first, len(m.rows)-m.list()))
}

// row draws row r with the bar beside the chosen result.
func (m *Model) row(r int) string {
	it := m.items[m.at]
	if r < it.from || r >= it.to {
		return m.rows[r]
	}
	return m.theme.Focus.Render("▌") + screen.Cut(m.rows[r], 1, m.width)
}

// status is what stands under the input: one line, or as many as an error or
// the lack of an answer needs.
func (m *Model) status() []string {
	text, style := m.count(), m.theme.Dim
	if m.err != nil {
		text, style = inert.Line(m.err.Error()), m.theme.Problem
	} else if len(m.items) > 0 {
		return []string{"   " + style.Render(text)}
	}
	var lines []string
	for _, l := range strings.Split(ansi.WrapWc(text, max(1, m.width-4), ""), "\n") {
		lines = append(lines, "   "+style.Render(l))
	}
	return lines
}

// count says in a few words what there is.
func (m *Model) count() string {
	switch {
	case strings.TrimSpace(m.Text()) == "":
		return "Type, and the passages come. Enter opens the brief there; Esc goes back."
	case m.text == "" || m.waiting && len(m.items) == 0:
		return "searching…"
	case m.results.Total == 0 && m.partial:
		return "Not found so far; the briefs are still being indexed."
	case m.results.Total == 0 && m.near.Total > 0:
		return fmt.Sprintf("No brief answers this. Spelled nearly so: %s. Enter shows them.", briefs(m.near.Total))
	case m.results.Total == 0:
		return "No brief answers this."
	}
	shown := ""
	if m.newest {
		shown = ", newest first"
	}
	if m.partial {
		shown += " so far"
	}
	if m.results.Total > len(m.results.Briefs) {
		shown += fmt.Sprintf(", the best %d shown", len(m.results.Briefs))
	}
	if len(m.results.Absent) > 0 && !m.partial {
		shown += "; none has " + inert.Line(strings.Join(m.results.Absent, ", "))
	}
	return briefs(m.results.Total) + shown
}

func briefs(n int) string {
	if n == 1 {
		return "1 brief"
	}
	return fmt.Sprintf("%d briefs", n)
}
