package spread

import (
	"fmt"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
)

// A Went is what has come of going to a place of interest in two briefs.
type Went struct {
	Moved bool
	Said  string // which of how many it is, or why there is none
	Cmd   tea.Cmd
}

// ToAlone goes to the next passage that only this brief has, or with dir -1 to
// the one before.
func (m *Model) ToAlone(dir int) Went {
	if w, ok := m.comparedFirst(); !ok {
		return w
	}
	pane, known := m.Focused(), &m.pair.known
	here, there := known.Sides[m.focus].Alone, known.Sides[1-m.focus].Alone
	to, wrapped := known.NextAlone(m.focus, pane.Hand(), dir)
	switch {
	case to < 0 && len(there) == 1:
		return Went{Said: "Nothing is only here; 1 passage only in the other."}
	case to < 0 && len(there) > 1:
		return Went{Said: fmt.Sprintf("Nothing is only here; %d passages only in the other.", len(there))}
	case to < 0:
		return Went{Said: "Nothing is in only one of the two."}
	}
	pane.TakeAt(to, pane.HandRow())
	m.Follow()
	return m.went(slices.Index(here, to)+1, len(here), "only here", wrapped)
}

// ToStop goes to the next figure that differs, or to the next change, in both
// panes; with dir -1 to the one before.
func (m *Model) ToStop(dir int) Went {
	if w, ok := m.comparedFirst(); !ok {
		return w
	}
	i, pane, other, known := m.focus, m.Focused(), m.Other(), &m.pair.known
	off, now := 0, -1
	if hand := pane.Hand(); hand >= 0 {
		if off = pane.Brief().Passages[hand].Span.Start; hand == m.pair.hand {
			now = m.pair.stop
		}
	}
	k, at, wrapped := known.NextStop(i, off, now, dir)
	switch {
	case k < 0 && known.Versions:
		return Went{Said: "Nothing was changed."}
	case k < 0:
		return Went{Said: "No figures differ."}
	}
	stop := known.Stops[k]
	row := pane.HandRow()
	if stop.Passages[i] >= 0 {
		pane.Reveal(stop.Passages[i], stop.Spans[i], row)
		row = pane.HandRow()
	} else {
		pane.TakeAt(known.Near(1-i, stop.Passages[1-i]), row)
	}
	m.Follow()
	if stop.Passages[1-i] >= 0 {
		other.SetQuiet(false)
		other.SetRemark("")
		other.Reveal(stop.Passages[1-i], stop.Spans[1-i], row)
	}
	m.pair.stop, m.pair.hand = k, pane.Hand()
	what := "change"
	if !known.Versions {
		what = "figures differ: " + stop.What
	}
	return m.went(at, len(known.Stops), what, wrapped)
}

// went says which of how many one has come to.
func (m *Model) went(at, of int, what string, wrapped bool) Went {
	said := fmt.Sprintf("%d of %d: %s", at, of, what)
	if wrapped {
		said += " (round the end)"
	}
	return Went{Moved: true, Said: said, Cmd: m.aheadSoon()}
}

// comparedFirst tells that what is in the panes has been compared; if it has
// not, that is seen to, or it says what is missing.
func (m *Model) comparedFirst() (Went, bool) {
	if m.Other() == nil {
		return Went{Said: "Open a second brief first, with |."}, false
	}
	w := Went{Said: "The two are being compared."}
	if !m.pair.on {
		w = Went{Said: "Compared now. The same key goes on.", Cmd: m.compareNow()}
	}
	_, ready := m.Pairing()
	return w, ready
}

// Legend says what the signs in the margins mean, and how many there are, in at
// most width columns.
func (m *Model) Legend(width int) string {
	if !m.pair.on || m.Other() == nil {
		return ""
	}
	known, ready := m.Pairing()
	if !ready {
		return m.theme.Dim.Render("comparing … ")
	}
	counts := known.Counts(m.focus)
	for _, short := range []bool{false, true} {
		var parts []string
		for _, c := range counts {
			part := c.Role.Style(m.theme).Render(c.Role.Sign())
			if short {
				part += m.theme.Dim.Render(fmt.Sprint(c.N))
			} else {
				part += m.theme.Dim.Render(fmt.Sprintf(" %d %s", c.N, c.Words))
			}
			parts = append(parts, part)
		}
		text := strings.Join(parts, "  ") + " "
		if ansi.StringWidthWc(text) <= width {
			return text
		}
	}
	return ""
}
