package tui

import (
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"

	"broadsheet/internal/tui/theme"
)

// patient is how long nothing is drawn while the terminal is asked for its
// background, so that a light one does not flash dark. Those that answer do so
// in a few milliseconds, unless they are far away.
const patient = 100 * time.Millisecond

// A look is what the theme is made from: what the user wants, and what the
// terminal has said.
type look struct {
	want    theme.Look
	dark    bool                 // the background, as far as it is known
	profile colorprofile.Profile // the colours; unknown is all
	waiting bool                 // for the background, with nothing drawn
}

// unanswered says that a terminal has had its time to name its background.
type unanswered struct{}

func newLook(want theme.Look) look {
	return look{want: want, dark: !want.SeemsLight, waiting: want.Asks()}
}

func (l look) theme() theme.Theme { return theme.For(l.want, l.dark, l.profile) }

// ask asks the terminal for its background, where that matters.
func (l look) ask() tea.Cmd {
	if !l.waiting {
		return nil
	}
	late := tea.Tick(patient, func(time.Time) tea.Msg { return unanswered{} })
	return tea.Batch(tea.RequestBackgroundColor, late)
}

// lookAt takes what the terminal says of its colours.
func (m *Model) lookAt(msg tea.Msg) {
	l := m.look
	switch msg := msg.(type) {
	case tea.BackgroundColorMsg:
		l.waiting = false
		if msg.Color != nil {
			l.dark = msg.IsDark()
		}
	case tea.ColorProfileMsg:
		l.profile = msg.Profile
	case unanswered:
		l.waiting = false
	}
	if l.dark != m.look.dark || l.profile != m.look.profile {
		m.setTheme(l.theme())
	}
	m.look = l
}
