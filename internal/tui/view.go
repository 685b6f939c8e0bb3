package tui

import (
	"fmt"
	"slices"
	"strings"

	"github.com/charmbracelet/x/ansi"

	"broadsheet/internal/brief"
	"broadsheet/internal/tui/keymap"
	"broadsheet/internal/tui/screen"
	"broadsheet/internal/tui/spread"
)

// content draws the whole screen: exactly its columns and rows.
func (m *Model) content() string {
	if m.width < leastWidth || m.height < leastHeight {
		return m.tooSmall()
	}
	lines := m.front()
	if m.overlay != nil {
		lines = screen.Over(lines, m.overlay.View(m.width, len(lines)), m.width)
	}
	foot := m.footer()
	return strings.Join(append(lines[:m.height-len(foot)], foot...), "\n")
}

// tooSmall says so, in as many columns as there are.
func (m *Model) tooSmall() string {
	if m.width <= 0 || m.height <= 0 {
		return ""
	}
	text := fmt.Sprintf("Too small: %dx%d. broadsheet needs %dx%d.", m.width, m.height, leastWidth, leastHeight)
	lines := strings.Split(ansi.WrapWc(text, m.width, ""), "\n")
	return strings.Join(screen.Fill(lines, m.width, m.height), "\n")
}

// front draws the screen that is in front, without the footer.
func (m *Model) front() []string {
	switch m.screen {
	case keymap.Search:
		return m.search.View()
	case keymap.Reader:
		return m.spread.View()
	case keymap.Bookmarks:
		return m.marks.View()
	}
	return m.library.View()
}

// footer says what has just happened or which keys work here, and at the
// right what goes on beside the screen. It is one row, but for a message that
// needs more: what to do stands at the end of it.
func (m *Model) footer() []string {
	left := ""
	switch {
	case m.pending != "":
		left = " " + m.theme.Accent.Render(keymap.Key(m.pending)+" …")
	case m.flash.text != "":
		rows := m.flash.rows(m.theme, m.width, m.height/2)
		if len(rows) > 1 {
			return rows
		}
		left = rows[0]
	case m.marks.attaching != nil && !(m.screen == keymap.Reader && m.spread.Focused().Typing()):
		return []string{screen.Sides(" "+m.marks.waits(m.theme, m.screen == keymap.Reader, m.width-2), "", m.width)}
	}
	right := ""
	if aside := m.aside(); aside != "" && ansi.StringWidthWc(aside) <= m.width/2 {
		right = m.theme.Dim.Render(aside)
	} else if m.screen == keymap.Reader && !m.spread.Bare() {
		right = m.spread.Legend(m.width * 3 / 5)
	}
	if left == "" {
		left = m.hints(m.width - ansi.StringWidthWc(right) - 2)
	}
	if ansi.StringWidthWc(left)+ansi.StringWidthWc(right)+1 > m.width {
		right = ""
	}
	return []string{screen.Sides(left, right, m.width)}
}

// aside says what goes on beside the screen, or what the signs in the margin
// mean.
func (m *Model) aside() string {
	switch {
	case m.fresh.phase != "":
		return m.fresh.phase + " "
	case m.context() == keymap.Selecting:
		_, text, _ := m.spread.Focused().Selection()
		n := len(brief.WordSpans(text))
		return fmt.Sprintf("%d %s ", n, plural(n, "word"))
	case m.overlay == nil && (m.screen == keymap.Bookmarks || m.screen == keymap.Library && len(m.marks.Items()) > 0):
		n := len(m.marks.Items())
		return fmt.Sprintf("%d %s ", n, plural(n, "bookmark"))
	case m.screen == keymap.Reader && m.said() != "":
		return m.said() + " "
	case m.screen != keymap.Reader || m.spread.Other() == nil || m.spread.Counterparts():
		return ""
	case m.spread.Step() != spread.Free:
		return "in step by " + m.spread.Step().String() + " "
	}
	return ""
}

// said is what is known of the bookmark of the passage in hand, as far as there
// is room.
func (m *Model) said() string {
	b, ok := m.spread.Focused().BookmarkInHand()
	if !ok {
		return ""
	}
	said := b.Said
	if said == "" {
		said = "bookmarked"
	}
	return screen.Short("◆ "+said, max(1, m.width*2/5))
}

// hints are as many keys of this screen as fit into width columns; the way
// back and help always do.
func (m *Model) hints(width int) string {
	switch {
	case m.overlay != nil:
		return ""
	case m.screen == keymap.Bookmarks && m.marks.Typing():
		return m.typedKeys("enter", "done", "up", "choose", "esc", "no filter")
	case m.screen == keymap.Reader && m.spread.Focused().Typing():
		return m.typedKeys("enter", "done", "esc", "leave it")
	case m.spread.Bare() && m.screen == keymap.Reader:
		return ""
	}
	var parts, help []string
	room := width
	var bindings []keymap.Binding
	for _, b := range m.keys.In(m.context()) {
		if b.Short != "" && len(b.Keys) > 0 && m.applies(b.Action) {
			bindings = append(bindings, b)
		}
	}
	always := []keymap.Action{keymap.Back, keymap.Quit, keymap.Help}
	for _, b := range bindings {
		if slices.Contains(always, b.Action) {
			part := m.hint(b)
			room -= ansi.StringWidthWc(part) + 2
			help = append(help, part)
		}
	}
	for _, b := range bindings {
		if slices.Contains(always, b.Action) {
			continue
		}
		part := m.hint(b)
		if w := ansi.StringWidthWc(part) + 2; w <= room {
			room -= w
			parts = append(parts, part)
		}
	}
	return " " + strings.Join(append(parts, help...), "  ")
}

// typedKeys names the keys that a line being typed into does not take for
// itself: each with what it does.
func (m *Model) typedKeys(keys ...string) string {
	var parts []string
	for pair := range slices.Chunk(keys, 2) {
		parts = append(parts, m.theme.Accent.Render(keymap.Key(pair[0]))+" "+m.theme.Dim.Render(pair[1]))
	}
	return " " + strings.Join(parts, "  ")
}

func (m *Model) hint(b keymap.Binding) string {
	return m.theme.Accent.Render(keymap.Key(b.Keys[0])) + " " + m.theme.Dim.Render(b.Short)
}

// applies tells that an action would do something now.
func (m *Model) applies(a keymap.Action) bool {
	two := m.spread.Other() != nil
	switch {
	case a == keymap.Abreast:
		return two
	case m.context() != keymap.Reader:
		return true
	}
	known, drawn := m.spread.Pairing()
	drawn = drawn && m.spread.Counterparts()
	switch a {
	case keymap.NextHit:
		_, n := m.spread.Focused().Hits()
		return n > 0
	case keymap.SecondPane:
		return !two
	case keymap.OtherPane, keymap.ClosePane, keymap.SwapPanes, keymap.Step:
		return two
	case keymap.NextOdds:
		return drawn && len(known.Stops) > 0
	case keymap.NextAlone:
		return drawn && len(known.Sides[m.spread.Focus()].Alone) > 0
	}
	return true
}

func plural(n int, noun string) string {
	if n == 1 {
		return noun
	}
	return noun + "s"
}
