package tui

import (
	"context"
	"image/color"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"

	"broadsheet/internal/palette"
	"broadsheet/internal/tui/theme"
)

// looking starts the program anew with a look; nothing has been asked or
// answered yet.
func looking(t *testing.T, l theme.Look) *drive {
	t.Helper()
	d := open(t, named(t), 80, 24)
	d.p.model = New(context.Background(), d.m.desk, d.m.keys, Options{Look: l, Width: 72})
	d.m = d.p.model
	d.send(tea.WindowSizeMsg{Width: 80, Height: 24})
	return d
}

// wears tells whether the panes are drawn in the theme of a look.
func (d *drive) wears(l theme.Look, dark bool, p colorprofile.Profile) bool {
	want := theme.For(l, dark, p)
	drawn := strings.Contains(d.m.View().Content, want.Title.Render(d.m.desk.Library.Name()))
	return drawn && d.m.theme.Accent.GetForeground() == want.Accent.GetForeground() && d.m.theme.Chosen.GetBackground() == want.Chosen.GetBackground()
}

var white, black = tea.BackgroundColorMsg{Color: color.White}, tea.BackgroundColorMsg{Color: color.Black}

// Nothing is drawn until the terminal has named its background, or has had
// time to: a light one never flashes dark.
func TestNothingIsDrawnBeforeTheBackgroundIsKnown(t *testing.T) {
	const all = colorprofile.TrueColor
	for _, r := range []struct {
		name string
		look theme.Look
		says []tea.Msg
		dark bool
	}{
		{"a light terminal", theme.Look{}, []tea.Msg{white}, false},
		{"a dark terminal", theme.Look{Name: "sepia"}, []tea.Msg{black}, true},
		{"a dark one that seemed light", theme.Look{SeemsLight: true}, []tea.Msg{black}, true},
		{"no answer", theme.Look{}, []tea.Msg{unanswered{}}, true},
		{"no answer from one that seems light", theme.Look{SeemsLight: true}, []tea.Msg{unanswered{}}, false},
		{"an answer that cannot be read", theme.Look{SeemsLight: true}, []tea.Msg{tea.BackgroundColorMsg{}}, false},
		{"a late answer", theme.Look{}, []tea.Msg{unanswered{}, white}, false},
	} {
		d := looking(t, r.look)
		d.send(tea.ColorProfileMsg{Profile: all})
		if v := d.m.View(); v.Content != "" || !v.AltScreen {
			t.Errorf("%s: drawn before it is known:\n%s", r.name, v.Content)
		}
		for _, msg := range r.says {
			d.send(msg)
		}
		if !d.wears(r.look, r.dark, all) {
			t.Errorf("%s: the theme is not that of a background with dark %v", r.name, r.dark)
		}
	}
}

// A terminal that keeps silent is waited for by the program itself.
func TestASilentTerminal(t *testing.T) {
	d := looking(t, theme.Look{})
	d.start(d.m.look.ask())
	d.until("the first frame", func() bool { return d.m.View().Content != "" })
}

// Where the user names the background nothing is asked or waited for.
func TestTheUsersBackground(t *testing.T) {
	for _, l := range []theme.Look{{Background: theme.Light}, {Background: theme.Dark}, {Name: palette.Plain}} {
		d := looking(t, l)
		if d.m.look.ask() != nil {
			t.Errorf("%+v: the terminal is asked", l)
		}
		before := d.m.View().Content
		if before == "" {
			t.Errorf("%+v: nothing is drawn", l)
		}
		d.send(white)
		d.send(black)
		if d.m.View().Content != before {
			t.Errorf("%+v: the terminal's word goes before the user's", l)
		}
	}
}

// The theme follows what the terminal can do.
func TestTheTerminalsColours(t *testing.T) {
	d := looking(t, theme.Look{Name: "sepia", Background: theme.Light})
	for _, p := range []colorprofile.Profile{
		colorprofile.ANSI256, colorprofile.ANSI, colorprofile.ASCII, colorprofile.NoTTY, colorprofile.TrueColor,
	} {
		d.send(tea.ColorProfileMsg{Profile: p})
		if !d.wears(theme.Look{Name: "sepia", Background: theme.Light}, false, p) {
			t.Errorf("%s: the theme is not that of the terminal", p)
		}
	}
}
