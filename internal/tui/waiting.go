package tui

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"broadsheet/internal/tui/chooser"
	"broadsheet/internal/tui/keymap"
)

// A waiting is the brief that is awaited, and the keys that were pressed before
// what they are meant for was there.
type waiting struct {
	brief *request          // nil for none
	count int               // briefs awaited so far
	keys  []tea.KeyPressMsg // to be done later, in this order
}

// slow comes when a brief is still awaited after a while.
type slow struct{ gen int }

// begin numbers the request of a brief, which is awaited now; the one before it
// is not any more. The command says so when it takes long.
func (w *waiting) begin(r request) (request, tea.Cmd) {
	w.count++
	r.gen = w.count
	w.brief = &r
	return r, tea.Tick(150*time.Millisecond, func(time.Time) tea.Msg { return slow{r.gen} })
}

// wants tells that the brief of a number is awaited.
func (w *waiting) wants(gen int) bool { return w.brief != nil && w.brief.gen == gen }

// ends is for when the brief is there.
func (w *waiting) ends() { w.brief = nil }

// leave is for when nothing is awaited any more, and the keys mean nothing.
func (w *waiting) leave() { w.brief, w.keys = nil, nil }

// keep keeps a key for later.
func (w *waiting) keep(k tea.KeyPressMsg) {
	const most = 64
	if len(w.keys) < most {
		w.keys = append(w.keys, k)
	}
}

// take gives the keys that were kept, once.
func (w *waiting) take() []tea.KeyPressMsg {
	keys := w.keys
	w.keys = nil
	return keys
}

// await reads a brief for a pane. Until it is there the screen stays as it is
// and keys wait.
func (m *Model) await(r request) tea.Cmd {
	r, late := m.waiting.begin(r)
	return tea.Batch(m.desk.load(r), late)
}

func (m *Model) slow(s slow) tea.Cmd {
	if !m.waiting.wants(s.gen) {
		return nil
	}
	return m.say("Reading "+m.waiting.brief.path+" … Esc leaves it.", false)
}

// awaiting tells that a key is meant for what is not on the screen yet: a brief,
// the words that are looked for in one or in all, or what the filter of the
// bookmarks will leave.
func (m *Model) awaiting() bool {
	switch {
	case m.waiting.brief != nil:
		return true
	case m.overlay != nil:
		c, ok := m.overlay.(*chooser.Model)
		return ok && c.Entering()
	case m.screen == keymap.Reader:
		return m.spread.Focused().Looking()
	case m.screen == keymap.Search:
		return m.search.Entering()
	}
	return m.screen == keymap.Bookmarks && m.marks.Waiting() && !m.marks.Typing()
}

// keyAhead keeps a key for when that is there. Esc leaves the brief where it is,
// or takes the search or the filter away.
func (m *Model) keyAhead(k tea.KeyPressMsg) {
	if k.String() != "esc" {
		m.waiting.keep(k)
		return
	}
	switch {
	case m.waiting.brief != nil:
	case m.overlay != nil:
		m.overlay.(*chooser.Model).Stay()
	case m.screen == keymap.Reader:
		m.spread.Focused().LeaveFind()
	case m.screen == keymap.Search:
		m.search.Stay()
	default:
		m.marks.Clear()
	}
	m.waiting.leave()
}

// replay does what was typed ahead.
func (m *Model) replay() tea.Cmd {
	var cmds []tea.Cmd
	for _, k := range m.waiting.take() {
		cmds = append(cmds, m.key(k))
	}
	return tea.Batch(cmds...)
}
