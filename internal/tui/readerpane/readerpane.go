// Package readerpane shows one brief, passage by passage.
//
// A place in the brief is a passage and a row of it; only the passages on
// screen are ever rendered. The pane does no I/O: it is shown a document that
// has been loaded, and answers keys with messages where others must act.
package readerpane

import (
	"context"
	"slices"
	"sort"

	tea "charm.land/bubbletea/v2"

	"broadsheet/internal/brief"
	"broadsheet/internal/library"
	"broadsheet/internal/reading"
	"broadsheet/internal/render"
	"broadsheet/internal/tui/keymap"
	"broadsheet/internal/tui/theme"
)

// A Document is a brief with what is known about it when it is shown.
type Document struct {
	Entry library.Entry
	Brief *brief.Brief
	Hits  []brief.Span // where the words of a search stand, ascending
	Other []brief.Span // those of Hits that stand there in another spelling or under another name
	Query string       // the search in the library that the hits belong to: n goes on into the next brief
	Whole bool         // it was not typed: its last word is no beginning
	Found string       // the words looked for in this brief alone that the hits belong to
}

// A Bookmark is a bookmark as the pane draws it.
type Bookmark struct {
	ID     string
	Span   brief.Span
	Colour string // one of bookmark.Colours, or ""
	Said   string // its note and what has changed, in a line
}

// PastHits asks for the hits of the next brief (Dir 1) or of the one before
// (Dir -1).
type PastHits struct{ Dir int }

// Find asks for the places of Text in the brief; Gen comes back with Found.
type Find struct {
	Gen   int
	Brief *brief.Brief
	Text  string
	ctx   context.Context // ends with the next Find
}

// Found answers Find.
type Found struct {
	Find
	Hits []brief.Span
}

// Told is something to be said in the footer.
type Told struct{ Text string }

// Moved tells that the search in this brief has led to another place.
type Moved struct{}

// A Model is one reader. Make it with New.
type Model struct {
	theme   theme.Theme
	engine  *render.Engine
	measure Measure

	doc       Document
	bookmarks []Bookmark
	standings []Standing // by passage; nil while nothing is compared
	tied      int        // the passage tied to the one in hand in the other pane, -1 for none
	remark    string     // on what is in the other pane
	problem   string     // why there is no brief to show
	gone      string     // why the file cannot be read any more; what was read is still on show

	width, height int
	top           place
	anchor        int // the byte at the top, kept over a change of width
	hand          int // the passage in hand
	hit           int // the hit in hand, -1 for none
	masthead      []string
	find          findLine
	selected      selection
	bare          bool // nothing but the text
	travelled     bool // by rows or passages since it was opened, not by leaps alone
	quiet         bool // no bar beside the passage in hand while the keys go elsewhere
}

// A place is a row of a passage; passage -1 is the masthead.
type place struct{ passage, row int }

// A Measure says how wide the text may be.
type Measure struct {
	Width  int // at most, columns
	Margin int // left free at both sides, at least, columns
}

// New makes an empty reader.
func New(t theme.Theme, measure Measure) Model {
	return Model{theme: t, engine: render.New(t.Render), measure: measure, hit: -1, tied: -1, find: newFindLine(t)}
}

// SetMeasure changes how wide the text may be; the place is kept.
func (m *Model) SetMeasure(measure Measure) {
	m.measure = measure
	m.lay()
}

// SetBare leaves nothing but the text, or brings back what is around it.
func (m *Model) SetBare(on bool) { m.bare = on }

// SetTheme changes the colours; the place is kept.
func (m *Model) SetTheme(t theme.Theme) {
	m.theme, m.engine = t, render.New(t.Render)
	m.find.input.SetStyles(t.Input())
	m.lay()
}

// SetSize gives the pane its columns and rows, its heading line included. The
// same text stays at the top.
func (m *Model) SetSize(width, height int) {
	if width == m.width && height == m.height {
		return
	}
	m.width, m.height = width, height
	m.lay()
}

// lay works out what depends on the width, and finds the anchor again.
func (m *Model) lay() {
	m.masthead = m.drawMasthead()
	if m.doc.Brief == nil {
		return
	}
	if m.anchor < 0 {
		m.top = place{-1, 0}
	} else {
		m.top = m.placeOf(m.anchor)
	}
	hand := m.hand
	m.clamp()
	if m.hand != hand && hand >= 0 && hand <= m.last() { // it stays, and is shown; the anchor stays for a larger pane
		m.hand = hand
		m.showHand()
	}
}

// Show puts a document into the pane, at its start.
func (m *Model) Show(d Document) {
	m.doc, m.problem, m.gone = d, "", ""
	m.bookmarks = nil
	m.SetStandings(nil)
	m.SetRemark("")
	m.top, m.anchor, m.hand, m.hit = place{-1, 0}, -1, firstWords(d.Brief), -1
	m.find.open, m.find.enter, m.travelled = false, false, false
	m.find.gen++
	m.Unselect()
	m.lay()
}

// Travelled tells that the reader has moved through the text by rows or
// passages since it was opened, and has not only leapt.
func (m *Model) Travelled() bool { return m.travelled }

// Renew puts the document on show once more, as it is on the disk now: the
// same sentence stays at the top and the same passage in hand, where they are
// still there, and what was selected is not any more.
func (m *Model) Renew(d Document) {
	old, hand := m.doc.Brief, m.Hand()
	if old == nil || d.Brief == nil {
		m.Show(d)
		return
	}
	if m.anchor >= 0 {
		m.anchor = reading.Carry(old, d.Brief, m.anchor)
	}
	if hand >= 0 {
		m.hand = max(0, d.Brief.At(reading.Carry(old, d.Brief, old.Passages[hand].Span.Start)))
	}
	if m.find.open || m.find.enter {
		m.find.from, m.find.place = m.hand, m.anchor
	}
	hit := -1
	if m.hit >= 0 && m.hit < len(m.doc.Hits) {
		start := reading.Carry(old, d.Brief, m.doc.Hits[m.hit].Start)
		hit = slices.IndexFunc(d.Hits, func(s brief.Span) bool { return s.Start == start })
	}
	m.doc, m.hit, m.problem, m.gone = d, hit, "", ""
	m.SetStandings(nil)
	m.Unselect()
	m.lay()
}

// SetQuiet takes the bar away from the passage in hand while the keys go to
// another pane.
func (m *Model) SetQuiet(on bool) { m.quiet = on }

// firstWords is the passage to take in hand first: not the title again, but
// the text under it.
func firstWords(b *brief.Brief) int {
	if b == nil {
		return 0
	}
	for i := range min(len(b.Passages), 4) {
		if p := b.Passages[i]; p.Kind != brief.Heading && p.Text != "" && !p.Aside {
			return i
		}
	}
	return 0
}

// ShowProblem says why there is nothing to read.
func (m *Model) ShowProblem(entry library.Entry, why string) {
	m.Show(Document{Entry: entry})
	m.problem = why
}

// Await shows an empty pane that the brief of a path is being read for.
func (m *Model) Await(path string) {
	var d Document
	d.Entry.Path = path
	m.Show(d)
}

// Awaiting tells that there is nothing to read, and no word on why.
func (m *Model) Awaiting() bool { return m.doc.Brief == nil && m.problem == "" }

// SetGone says in a few words why the file of the brief on show cannot be read
// any more; "" where it can.
func (m *Model) SetGone(why string) { m.gone = why }

// Gone is what SetGone said.
func (m *Model) Gone() string { return m.gone }

// setFound marks the places of words in this brief; the view does not move.
func (m *Model) setFound(text string, hits []brief.Span) {
	m.doc.Hits, m.doc.Other, m.doc.Query, m.doc.Found, m.hit = hits, nil, "", text, -1
}

// SetBookmarks says which passages are bookmarked.
func (m *Model) SetBookmarks(b []Bookmark) { m.bookmarks = b }

// BookmarkInHand is the bookmark of the passage in hand that begins first.
func (m *Model) BookmarkInHand() (Bookmark, bool) {
	if m.Hand() < 0 {
		return Bookmark{}, false
	}
	return m.bookmarkOf(m.hand)
}

// Brief is the brief on show, or nil.
func (m *Model) Brief() *brief.Brief { return m.doc.Brief }

// Entry is the library's entry of the brief on show.
func (m *Model) Entry() library.Entry { return m.doc.Entry }

// Document is what is on show.
func (m *Model) Document() Document { return m.doc }

// Hand is the index of the passage in hand, -1 where there is none.
func (m *Model) Hand() int {
	if m.doc.Brief == nil || len(m.doc.Brief.Passages) == 0 {
		return -1
	}
	return m.hand
}

// Place is the byte of the source at the top of the pane, -1 at the start.
func (m *Model) Place() int { return m.anchor }

// SetPlace puts the byte off at the top of the pane, with the first passage
// there in hand; -1 is the start.
func (m *Model) SetPlace(off int) {
	if m.anchor = off; m.doc.Brief == nil {
		return
	}
	if m.hand = max(0, m.doc.Brief.At(off)); off < 0 {
		m.hand = firstWords(m.doc.Brief)
	}
	m.lay()
}

// SetHand takes the passage at byte off in hand, where it is on the screen.
func (m *Model) SetHand(off int) {
	if m.doc.Brief == nil || off < 0 {
		return
	}
	if i := m.doc.Brief.At(off); i >= 0 {
		if first, last := m.visible(); i >= first && i <= last {
			m.hand = i
		}
	}
}

// Typing tells that keys belong to the pane's own input line.
func (m *Model) Typing() bool { return m.find.open }

// Do carries out an action of the reader, and tells whether it was one.
func (m *Model) Do(a keymap.Action) (tea.Cmd, bool) {
	if m.doc.Brief == nil {
		return nil, false
	}
	if m.selected.on {
		return nil, m.selecting(a)
	}
	return m.act(a)
}

func (m *Model) act(a keymap.Action) (tea.Cmd, bool) {
	switch a {
	case keymap.Top:
		m.toStart()
	case keymap.Bottom:
		m.toEnd()
	case keymap.NextPassage:
		m.travelled = true
		m.step(1)
	case keymap.PrevPassage:
		m.travelled = true
		m.step(-1)
	case keymap.NextSection:
		m.section(1)
	case keymap.PrevSection:
		m.section(-1)
	case keymap.NextHit:
		return m.nextHit(1), true
	case keymap.PrevHit:
		return m.nextHit(-1), true
	case keymap.SearchHere:
		return m.openFind(), true
	case keymap.Select:
		return nil, m.Select()
	default:
		by, moves := a.Rows(max(1, m.body()-2), 0)
		if moves {
			m.Scroll(by)
		}
		return nil, moves
	}
	return nil, true
}

// nextHit goes to the hit after the one in hand, or before it.
func (m *Model) nextHit(dir int) tea.Cmd {
	hits := m.doc.Hits
	next := m.hit + dir
	if m.hit < 0 || m.hit >= len(hits) || m.doc.Brief.At(hits[m.hit].Start) != m.hand {
		next = m.hitNear(dir) // none in hand, or one has gone on reading from it
	}
	switch {
	case next >= 0 && next < len(hits):
		m.GoToHit(next)
		return nil
	case m.doc.Query != "":
		return func() tea.Msg { return PastHits{dir} }
	case len(hits) == 0:
		return func() tea.Msg { return Told{"Nothing is looked for in this brief. / finds words."} }
	}
	m.GoToHit((next + len(hits)) % len(hits))
	told := Told{"On from the start again."}
	switch {
	case len(hits) == 1:
		told = Told{"That is the only one."}
	case dir < 0:
		told = Told{"On from the end again."}
	}
	return func() tea.Msg { return told }
}

// hitNear is the first hit at or after the passage in hand, or, backwards,
// the last before it.
func (m *Model) hitNear(dir int) int {
	if m.Hand() < 0 {
		return -1
	}
	from := m.doc.Brief.Passages[m.hand].Span.Start
	i := sort.Search(len(m.doc.Hits), func(i int) bool { return m.doc.Hits[i].Start >= from })
	if dir < 0 {
		return i - 1
	}
	return i
}

// GoToHit shows hit i as the one in hand; -1 is the last.
func (m *Model) GoToHit(i int) {
	if i < 0 {
		i += len(m.doc.Hits)
	}
	if i < 0 || i >= len(m.doc.Hits) {
		return
	}
	m.hit = i
	m.GoTo(m.doc.Hits[i])
}

// Hits tells how many hits are marked, and which is in hand, from 1; 0 for
// none.
func (m *Model) Hits() (at, n int) { return m.hit + 1, len(m.doc.Hits) }
