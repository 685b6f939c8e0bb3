package tui

import (
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"broadsheet/internal/inert"
	"broadsheet/internal/tui/screen"
	"broadsheet/internal/tui/theme"
)

// A flash is what the footer says for a while, or until a key is pressed.
type flash struct {
	text string
	bad  bool
	gen  int // counts what was said: an older text's time may end under a newer one
}

// flashOver comes when the time of a text has ended.
type flashOver struct{ gen int }

// say shows a text, in one line whatever is in it.
func (f *flash) say(text string, bad bool) tea.Cmd {
	f.text, f.bad = inert.Line(text), bad
	f.gen++
	gen := f.gen
	return tea.Tick(lasts(f.text), func(time.Time) tea.Msg { return flashOver{gen} })
}

// lasts is how long a text stays: as long as one takes to read it, within
// bounds. A path may make it thousands of letters long, of which the screen
// shows a few hundred.
func lasts(text string) time.Duration {
	const least, most, letters = 6 * time.Second, 20 * time.Second, 15 // a second
	return min(most, max(least, time.Duration(len(text))*time.Second/letters))
}

// over takes a text away whose time has ended.
func (f *flash) over(o flashOver) {
	if o.gen == f.gen {
		f.clear()
	}
}

// clear takes the text away.
func (f *flash) clear() { f.text = "" }

// rows are the text over as many rows as it needs, most at the most.
func (f *flash) rows(t theme.Theme, width, most int) []string {
	style := t.Good
	if f.bad {
		style = t.Problem
	}
	rows := strings.Split(ansi.WrapWc(f.text, width-2, ""), "\n")
	if len(rows) > most {
		rows = rows[:most]
		rows[most-1] = ansi.TruncateWc(rows[most-1], width-3, "") + "…"
	}
	for i, row := range rows {
		rows[i] = screen.Sides(" "+style.Render(row), "", width)
	}
	return rows
}
