package tui

import (
	"slices"

	tea "charm.land/bubbletea/v2"

	"broadsheet/internal/tui/keymap"
	"broadsheet/internal/tui/readerpane"
)

// jumps remembers where one was, to go back and forth.
type jumps struct {
	places []spot
	at     int           // index after the newest one gone back over
	last   keymap.Action // the leap that the newest one was marked for
}

// A spot is a place in a brief: the byte at the top, -1 for the start, and one
// of the passage in hand.
type spot struct {
	path        string
	place, hand int
}

// is tells that two spots show the same.
func (s spot) is(t spot) bool { return s.path == t.path && s.place == t.place }

// mark remembers a place; what was ahead is forgotten.
func (j *jumps) mark(s spot) {
	j.last = keymap.None
	if s.path == "" {
		return
	}
	j.places = j.places[:j.at]
	j.places = append(slices.DeleteFunc(j.places, s.is), s)
	j.at = len(j.places)
}

// here is the place in the pane with the keys.
func (m *Model) here() spot {
	return spotIn(m.spread.Focused())
}

// spotIn is the place in a pane.
func spotIn(pane *readerpane.Model) spot {
	hand := -1
	if i := pane.Hand(); i >= 0 {
		hand = pane.Brief().Passages[i].Span.Start
	}
	return spot{pane.Entry().Path, pane.Place(), hand}
}

// leaps are the actions that go too far to find back by hand.
var leaps = []keymap.Action{keymap.Top, keymap.Bottom, keymap.NextHit, keymap.PrevHit, keymap.NextSection, keymap.PrevSection, keymap.SearchHere}

// leapt remembers where an action has led away from. Several of a kind, one
// after another, are one leap.
func (m *Model) leapt(a keymap.Action, before spot) {
	if !slices.Contains(leaps, a) {
		m.jumps.last = keymap.None
		return
	}
	if a == m.jumps.last || before.is(m.here()) && a != keymap.SearchHere { // a search leads away later
		return
	}
	m.jumps.mark(before)
	m.jumps.last = a
}

// back is the place before here; false where there is none.
func (j *jumps) back(here spot) (spot, bool) {
	to := j.at - 1
	for to >= 0 && j.places[to].is(here) {
		to--
	}
	if to < 0 {
		return spot{}, false
	}
	if n := len(j.places); j.at == n && !j.places[n-1].is(here) {
		j.places = append(j.places, here) // the way forward again
	}
	j.at = to
	return j.places[to], true
}

// forward is the place after here; false where there is none.
func (j *jumps) forward(here spot) (spot, bool) {
	to := j.at + 1
	for to < len(j.places) && j.places[to].is(here) {
		to++
	}
	if to >= len(j.places) {
		return spot{}, false
	}
	j.at = to
	return j.places[to], true
}

// jump goes to the place before this one, or after it.
func (m *Model) jump(dir int) tea.Cmd {
	here := m.here()
	m.jumps.last = keymap.None
	move := m.jumps.back
	if dir > 0 {
		move = m.jumps.forward
	}
	to, ok := move(here)
	switch {
	case !ok && dir < 0:
		return m.say("There is no earlier place.", false)
	case !ok:
		return m.say("There is no later place.", false)
	case to.path == here.path:
		m.spread.Focused().SetPlace(to.place)
		m.spread.Focused().SetHand(to.hand)
		m.spread.Follow()
		return nil
	}
	return m.await(request{slot: m.spread.Focus(), path: to.path, place: to.place, hand: to.hand})
}
