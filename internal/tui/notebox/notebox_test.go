package notebox

import (
	"slices"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/ansi"

	"broadsheet/internal/tui/theme"
)

func pressed(m *Model, key tea.KeyPressMsg) (answer tea.Msg, done bool) {
	answer, done, _ = m.Update(key)
	return answer, done
}

// A tag that is in use is completed by Tab: the last one that is begun, in
// whatever case; Tab without one that goes on so turns to the next field.
func TestTagsAreCompleted(t *testing.T) {
	for _, c := range []struct {
		name, typed string
		tabs        int // after the first, which turns to the tags
		want        []string
		at          int
	}{
		{"the first", "fer", 1, []string{"ferry"}, tags},
		{"the second, after a space", "winter, HAR", 1, []string{"winter", "harbour"}, tags},
		{"the second, without one", "winter,har", 1, []string{"winter", "harbour"}, tags},
		{"one that is whole already", "ferry", 1, []string{"ferry"}, colour},
		{"none goes on so", "boat", 1, []string{"boat"}, colour},
		{"nothing is typed", "", 1, nil, colour},
		{"completed, and on", "fer", 2, []string{"ferry"}, colour},
		{"of two the first, that goes on", "time", 1, []string{"timetable"}, tags},
		{"twice the same", "ferry, fer", 1, []string{"ferry"}, tags},
	} {
		t.Run(c.name, func(t *testing.T) {
			m, _ := New(theme.For(theme.Look{Background: theme.Dark}, true, colorprofile.TrueColor), "Bookmark", "The ferry left.", Text{}, []string{"ferry", "harbour", "timetable", "winter"}, nil)
			pressed(m, tea.KeyPressMsg{Code: tea.KeyTab})
			for _, r := range c.typed {
				pressed(m, tea.KeyPressMsg{Code: r, Text: string(r)})
			}
			for range c.tabs {
				pressed(m, tea.KeyPressMsg{Code: tea.KeyTab})
			}
			if m.at != c.at {
				t.Errorf("in field %d, want %d", m.at, c.at)
			}
			answer, done := pressed(m, tea.KeyPressMsg{Code: tea.KeyEnter})
			if k, ok := answer.(Kept); !ok || !done || !slices.Equal(k.Text.Tags, c.want) {
				t.Errorf("kept %+v, want the tags %q", answer, c.want)
			}
		})
	}
}

// Up and down go through the tags that are offered; where none is, they do
// nothing.
func TestUpWithoutATagOnOffer(t *testing.T) {
	for _, known := range [][]string{nil, {"ferry", "ferries"}} {
		m, _ := New(theme.For(theme.Look{Background: theme.Dark}, true, colorprofile.TrueColor), "Bookmark", "The ferry left.", Text{}, known, nil)
		pressed(m, tea.KeyPressMsg{Code: tea.KeyTab})
		for _, k := range []rune{tea.KeyUp, tea.KeyUp, tea.KeyDown, 'f', tea.KeyUp, tea.KeyDown, tea.KeyTab} {
			k := tea.KeyPressMsg{Code: k}
			if k.Code < 128 && k.Code != tea.KeyTab {
				k.Text = string(k.Code)
			}
			pressed(m, k)
			m.View(80, 24)
		}
		want := []string{"f"}
		if known != nil {
			want = known[:1]
		}
		if answer, _ := pressed(m, tea.KeyPressMsg{Code: tea.KeyEnter}); !slices.Equal(answer.(Kept).Text.Tags, want) {
			t.Errorf("known %q: kept %q, want %q", known, answer.(Kept).Text.Tags, want)
		}
	}
}

// On the narrowest screen every colour and every key can be seen.
func TestNarrow(t *testing.T) {
	for _, c := range []struct {
		width int
		row   string
		hint  string
	}{
		{40, "colour [n] r  y  g  b", "Enter keep · Tab next · Esc leave"},
		{60, "colour [none] red  yellow  green  blue", "Enter keep · ctrl-j new line · Tab · Esc"},
	} {
		m, _ := New(theme.For(theme.Look{}, true, colorprofile.ASCII), "Bookmark", "The ferry left.", Text{}, nil, nil)
		box := ansi.Strip(strings.Join(m.View(c.width, 10), "\n"))
		for _, want := range []string{c.row, c.hint} {
			if !strings.Contains(box, want) {
				t.Errorf("at %d columns no %q:\n%s", c.width, want, box)
			}
		}
	}
}
