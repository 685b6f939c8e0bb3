package readerpane

import (
	"sort"
	"strings"

	"broadsheet/internal/brief"
	"broadsheet/internal/tui/keymap"
)

// A spot is a byte of a passage's Text: from 0 to its length.
type spot struct{ passage, off int }

func (s spot) before(t spot) bool {
	return s.passage < t.passage || s.passage == t.passage && s.off < t.off
}

// A unit is what a selection grows by.
type unit uint8

const (
	words unit = iota
	sentences
	rows
	passages
)

// A selection is what the reader has selected: from what was selected first to
// the caret, which stands at its end, or before it.
type selection struct {
	on    bool
	first [2]spot // start and end of what was selected first
	caret spot
	last  unit // what was selected last as a whole
}

// bounds are the start and the end of all that is selected.
func (s selection) bounds() (from, to spot) {
	from, to = s.first[0], s.first[1]
	if s.caret.before(from) {
		return s.caret, to
	}
	if to.before(s.caret) {
		to = s.caret
	}
	return from, to
}

// Selecting tells that there is a selection.
func (m *Model) Selecting() bool { return m.selected.on }

// Unselect ends it.
func (m *Model) Unselect() { m.selected = selection{} }

// Selection is what is selected, as bytes of Raw, and its text: passages with
// an empty line between. False where nothing is.
func (m *Model) Selection() (brief.Span, string, bool) {
	if !m.selected.on || m.doc.Brief == nil {
		return brief.Span{}, "", false
	}
	from, to := m.selected.bounds()
	var span brief.Span
	var parts []string
	for i := from.passage; i <= to.passage && i <= m.last(); i++ {
		p := &m.doc.Brief.Passages[i]
		t := brief.Span{End: len(p.Text)}
		if i == from.passage {
			t.Start = min(from.off, t.End)
		}
		if i == to.passage {
			t.End = min(to.off, t.End)
		}
		if t.Start >= t.End {
			continue
		}
		raw := p.Source(t)
		if len(parts) == 0 {
			span.Start = raw.Start
		}
		span.End = raw.End
		parts = append(parts, strings.TrimSpace(p.Text[t.Start:t.End]))
	}
	return span, strings.Join(parts, "\n\n"), len(parts) > 0
}

// Select begins to select at the hit in hand, else at the first word of the
// passage in hand; where something is selected already it becomes the whole
// sentence, then the whole passage. False where there are no words.
func (m *Model) Select() bool {
	if m.selected.on {
		m.widen()
		return true
	}
	at, ok := m.wordInHand()
	if !ok {
		return false
	}
	m.selected = selection{on: true, first: at, caret: at[1]}
	m.showCaret()
	return true
}

// wordInHand is where a selection begins.
func (m *Model) wordInHand() ([2]spot, bool) {
	i := m.Hand()
	if i < 0 {
		return [2]spot{}, false
	}
	p := &m.doc.Brief.Passages[i]
	if m.hit >= 0 && m.hit < len(m.doc.Hits) && m.doc.Brief.At(m.doc.Hits[m.hit].Start) == i {
		if t, ok := p.InText(m.doc.Hits[m.hit]); ok {
			return [2]spot{{i, t.Start}, {i, t.End}}, true
		}
	}
	all := brief.WordSpans(p.Text)
	if len(all) == 0 {
		return [2]spot{}, false
	}
	first := all[0]
	if i == m.top.passage { // its beginning may be above the screen
		if t, ok := p.InText(brief.Span{Start: m.anchor, End: p.Span.End}); ok {
			k := sort.Search(len(all)-1, func(k int) bool { return all[k].Start >= t.Start })
			first = all[k]
		}
	}
	return [2]spot{{i, first.Start}, {i, first.End}}, true
}

// widen selects whole sentences, then whole passages.
func (m *Model) widen() {
	s := &m.selected
	next := sentences
	if s.last >= sentences {
		next = passages
	}
	from, to := s.bounds()
	start, end := m.around(from, next), m.around(spot{to.passage, max(0, to.off-1)}, next)
	m.selected = selection{on: true, first: [2]spot{{from.passage, start.Start}, {to.passage, end.End}}, caret: spot{to.passage, end.End}, last: next}
	m.showCaret()
}

// around is the unit that a spot stands in, as bytes of its passage's Text;
// between two it is the one before.
func (m *Model) around(s spot, u unit) brief.Span {
	all := m.units(s.passage, u)
	if len(all) == 0 {
		return brief.Span{Start: s.off, End: s.off}
	}
	k := sort.Search(len(all), func(k int) bool { return all[k].Start > s.off })
	return all[max(0, k-1)]
}

// units are the units of passage i, as bytes of its Text, ascending.
func (m *Model) units(i int, u unit) []brief.Span {
	text := m.doc.Brief.Passages[i].Text
	switch {
	case text == "":
		return nil
	case u == words:
		return brief.WordSpans(text)
	case u == sentences:
		return brief.SentenceSpans(text)
	case u == rows:
		return m.rowSpans(i)
	}
	return []brief.Span{{Start: 0, End: len(text)}}
}

// rowSpans are the rows on screen of passage i, as bytes of its Text.
func (m *Model) rowSpans(i int) []brief.Span {
	p := &m.doc.Brief.Passages[i]
	var out []brief.Span
	for _, r := range m.block(i).Rows {
		span := brief.Span{Start: -1}
		for _, src := range r.Src {
			if src < 0 {
				continue
			}
			if t, ok := p.InText(brief.Span{Start: int(src), End: int(src) + 1}); ok {
				if span.Start < 0 {
					span.Start = t.Start
				}
				span.End = max(span.End, t.End)
			}
		}
		if span.Start >= 0 && (len(out) == 0 || span.Start >= out[len(out)-1].End) {
			out = append(out, span)
		}
	}
	return out
}

// selecting carries out an action of the selection, and tells whether it was
// one.
func (m *Model) selecting(a keymap.Action) bool {
	switch a {
	case keymap.NextWord:
		m.extend(1, words)
	case keymap.PrevWord:
		m.extend(-1, words)
	case keymap.NextSentence:
		m.extend(1, sentences)
	case keymap.PrevSentence:
		m.extend(-1, sentences)
	case keymap.NextPassage:
		m.extend(1, passages)
	case keymap.PrevPassage:
		m.extend(-1, passages)
	case keymap.Down:
		m.extend(1, rows)
	case keymap.Up:
		m.extend(-1, rows)
	case keymap.OtherEnd:
		m.otherEnd()
	case keymap.Select:
		m.widen()
	case keymap.Back:
		m.Unselect()
	default:
		return false
	}
	return true
}

// extend moves the caret by one unit: at the end of the selection to where a
// unit ends, before it to where one begins.
func (m *Model) extend(dir int, u unit) {
	s := &m.selected
	s.last = words
	switch {
	case dir > 0 && s.caret.before(s.first[0]):
		s.caret = m.edge(s.caret, u, 1, true)
		if !s.caret.before(s.first[0]) {
			s.caret = s.first[1]
		}
	case dir > 0:
		s.caret = m.edge(s.caret, u, 1, false)
	case s.first[1].before(s.caret):
		s.caret = m.edge(s.caret, u, -1, false)
		if s.caret.before(s.first[1]) {
			s.caret = s.first[1]
		}
	default:
		if !s.caret.before(s.first[0]) {
			s.caret = s.first[0]
		}
		s.caret = m.edge(s.caret, u, -1, true)
	}
	m.showCaret()
}

// edge is the next place after s in a direction where a unit begins (start),
// or ends; s itself where there is none.
func (m *Model) edge(s spot, u unit, dir int, start bool) spot {
	for i := s.passage; i >= 0 && i <= m.last(); i += dir {
		all := m.units(i, u)
		for k := range all {
			x := all[k]
			if dir < 0 {
				x = all[len(all)-1-k]
			}
			e := spot{i, x.End}
			if start {
				e.off = x.Start
			}
			if dir > 0 && s.before(e) || dir < 0 && e.before(s) {
				return e
			}
		}
	}
	return s
}

// otherEnd gives the caret to the other end of the selection.
func (m *Model) otherEnd() {
	s := &m.selected
	from, to := s.bounds()
	if s.caret.before(s.first[0]) {
		s.first = [2]spot{from, m.edge(from, words, 1, false)}
		s.caret = to
	} else {
		s.first = [2]spot{m.edge(to, words, -1, true), to}
		s.caret = from
	}
	if s.first[0].before(from) || to.before(s.first[1]) { // less than a word is selected
		s.first = [2]spot{from, to}
	}
	m.showCaret()
}

// showCaret scrolls as little as shows the row of the caret.
func (m *Model) showCaret() {
	c := m.selected.caret
	p := &m.doc.Brief.Passages[c.passage]
	off := max(0, c.off-1)
	if c.before(m.selected.first[0]) {
		off = c.off
	}
	row := m.block(c.passage).Row(p.Source(brief.Span{Start: off, End: off + 1}).Start)
	at := place{c.passage, min(m.gap(c.passage)+row, m.rows(c.passage)-1)}
	switch lowest := m.back(at, m.body()-1); {
	case before(at, m.top):
		m.top = at
	case before(m.top, lowest):
		m.top = lowest
	}
	m.hand = c.passage
	m.clamp()
	m.hand = c.passage
	m.setAnchor()
}

// spotAt is the character drawn at a row and a column of the pane, its heading
// line being row 0, as bytes of a passage's Text; false where there is none.
func (m *Model) spotAt(row, col int) (at [2]spot, ok bool) {
	p, block, line, ok := m.blockAt(row)
	if !ok {
		return at, false
	}
	off := block.At(line, col-m.indent()-gutter)
	if off < 0 {
		return at, false
	}
	t, ok := m.doc.Brief.Passages[p].InText(brief.Span{Start: off, End: off + 1})
	if !ok {
		return at, false
	}
	text := m.doc.Brief.Passages[p].Text
	for t.Start > 0 && text[t.Start]&0xC0 == 0x80 {
		t.Start--
	}
	for t.End < len(text) && text[t.End]&0xC0 == 0x80 {
		t.End++
	}
	return [2]spot{{p, t.Start}, {p, t.End}}, true
}

// Press selects what stands at a row and a column of the pane: the character,
// from which Drag goes on, or with more clicks the word, the sentence, the
// passage. One click alone selects nothing yet.
func (m *Model) Press(row, col, clicks int) {
	m.Unselect()
	at, ok := m.spotAt(row, col)
	if !ok {
		return
	}
	m.hand = at[0].passage
	m.selected.first, m.selected.caret = at, at[1]
	if clicks > 1 {
		u := [...]unit{words, sentences, passages}[min(clicks-2, 2)]
		x := m.around(at[0], u)
		i := at[0].passage
		m.selected = selection{on: true, first: [2]spot{{i, x.Start}, {i, x.End}}, caret: spot{i, x.End}, last: u}
	}
}

// Drag extends what Press began to a row and a column of the pane. At its edges
// and beyond the text scrolls by a row, and edge is true.
func (m *Model) Drag(row, col int) (edge bool) {
	if m.selected.first == [2]spot{} || m.doc.Brief == nil {
		return false
	}
	switch {
	case row < headRows:
		edge = true
		m.Scroll(-1)
	case row >= m.height-1:
		edge = true
		m.Scroll(1)
	}
	at, ok := m.spotAt(max(headRows, min(row, m.height-1)), col)
	if !ok {
		return edge
	}
	m.selected.on = true
	m.selected.caret = at[1]
	if at[0].before(m.selected.first[0]) {
		m.selected.caret = at[0]
	}
	return edge
}
