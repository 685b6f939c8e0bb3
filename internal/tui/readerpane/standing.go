package readerpane

import (
	"charm.land/lipgloss/v2"

	"broadsheet/internal/brief"
	"broadsheet/internal/render"
	"broadsheet/internal/tui/theme"
)

// A Role says what the brief in the other pane has of a passage.
type Role uint8

// The roles. The first ones are of two accounts, the others of two versions of
// one text.
const (
	Unknown Role = iota
	Joined       // the other account has a passage on the same thing
	Odds         // it has, with another figure for the same thing
	Perhaps      // the other account may have one
	Lone         // only this account says it

	Edited  // the other version has the passage, with other words
	Shifted // the other version has the passage, in another place
	Parted  // the other version has it in several passages, or as a part of one
	Cut     // only the older version has it
	Put     // only the newer version has it
)

// signs are drawn beside the passages of each role.
var signs = map[Role]string{Joined: "=", Odds: "≠", Perhaps: "≈", Lone: "+", Edited: "~", Shifted: "↕", Parted: "÷", Cut: "-", Put: "+"}

// Sign is what is drawn beside a passage of the role; "" is nothing.
func (r Role) Sign() string { return signs[r] }

// Style is how the sign of the role looks in a theme.
func (r Role) Style(t theme.Theme) lipgloss.Style {
	if r.alone() || r == Odds {
		return t.Lone
	}
	return t.Shared
}

// alone tells that the other brief has nothing of the passage.
func (r Role) alone() bool { return r == Lone || r == Cut || r == Put }

// A Standing is what the brief in the other pane has of one passage.
type Standing struct {
	Role  Role
	Marks []render.Mark // always drawn
	Near  []render.Mark // drawn while the passage or its counterpart is in hand
}

// SetStandings says, for each passage, what the other brief has of it; nil
// takes the signs away.
func (m *Model) SetStandings(s []Standing) { m.standings, m.tied = s, -1 }

// SetTied says which passage is tied to the one in hand in the other pane: both
// are drawn so. -1 is none.
func (m *Model) SetTied(passage int) { m.tied = passage }

// SetRemark puts a few words into the heading line; "" takes them away.
func (m *Model) SetRemark(text string) { m.remark = text }

// standing is what the other brief has of passage i.
func (m *Model) standing(i int) Standing {
	if i < 0 || i >= len(m.standings) {
		return Standing{}
	}
	return m.standings[i]
}

// roleSign is the sign of passage i in one of its rows: on the first alone, or
// the second where the first has another sign; but all the way down where it is
// the one passage that is looked at (tied to its counterpart), or one that
// stands alone.
func (m *Model) roleSign(i, row, first int) string {
	role := m.standing(i).Role
	tied := i == m.tied
	if role == Unknown || row != first && !tied && !role.alone() {
		return ""
	}
	style := role.Style(m.theme)
	if tied {
		style = style.Bold(true).Reverse(row == first)
	}
	return style.Render(role.Sign())
}

// HandRow is the row of the pane, below its heading line, that the passage in
// hand begins on; 0 where it begins above the pane.
func (m *Model) HandRow() int {
	if m.Hand() < 0 || before(m.start(m.hand), m.top) {
		return 0
	}
	return min(m.below(m.start(m.hand)), m.body()-1)
}

// start is the first row of text of passage i.
func (m *Model) start(i int) place { return place{i, min(m.gap(i), m.rows(i)-1)} }

// below is how many rows p stands below the top of the pane; some number of at
// least the pane's rows where it stands below all of it.
func (m *Model) below(p place) int {
	n := -m.top.row
	for i := m.top.passage; i < p.passage && n < m.body(); i++ {
		n += m.rows(i)
	}
	return n + p.row
}

// TakeAt puts passage i in hand. Where it is not on the screen already, it is
// shown beginning at a row of the pane below its heading line, or as near to it
// as shows the whole of it.
func (m *Model) TakeAt(i, row int) {
	if m.doc.Brief == nil || i < 0 || i > m.last() {
		return
	}
	held := m.hand == i
	m.hand = i
	start, end := m.start(i), place{i, m.rows(i) - 1}
	bottom, _ := m.forward(m.top, m.body()-1)
	begins, ends := !before(start, m.top) && !before(bottom, start), !before(end, m.top) && !before(bottom, end)
	switch {
	case begins && ends:
		return
	case held && !before(bottom, start) && !before(end, m.top): // some of it is seen, and it was placed before
		return
	}
	long := m.rows(i) - start.row
	m.top = m.back(start, max(0, min(row, m.body()-long)))
	m.clamp()
	m.hand = i
	m.setAnchor()
}

// Reveal puts passage i in hand with the bytes s of it on the screen, by TakeAt
// where that is enough.
func (m *Model) Reveal(i int, s brief.Span, row int) {
	m.TakeAt(i, row)
	if m.Hand() != i || s.Len() == 0 {
		return
	}
	regions := m.block(i).Locate(s)
	if len(regions) == 0 {
		return
	}
	at, bottom := place{i, m.gap(i) + regions[0].Row}, place{}
	if bottom, _ = m.forward(m.top, m.body()-1); before(at, m.top) || before(bottom, at) {
		m.GoTo(s)
	}
}
