// Package theme holds the colours of the reader: one value, handed down.
package theme

import (
	"slices"

	"charm.land/bubbles/v2/textarea"
	"charm.land/bubbles/v2/textinput"
	tea "charm.land/bubbletea/v2"
	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/ansi"

	"broadsheet/internal/bookmark"
	"broadsheet/internal/palette"
	"broadsheet/internal/render"
)

// A Theme is how everything on screen looks. The zero value draws without any
// style.
type Theme struct {
	Render render.Theme // the text of briefs

	Title    lipgloss.Style    // the name of a brief or of a screen
	Text     lipgloss.Style    // plain text around the briefs
	Dim      lipgloss.Style    // what may be overlooked
	Accent   lipgloss.Style    // counts, the passage in hand, keys in the footer
	Chosen   lipgloss.Style    // the chosen line of a list
	Match    lipgloss.Style    // matched letters in a list
	Border   lipgloss.Style    // rules and frames
	Focus    lipgloss.Style    // the frame of the pane with the keys
	Problem  lipgloss.Style    // what went wrong
	Good     lipgloss.Style    // what went well
	Bookmark lipgloss.Style    // the sign of a bookmark
	Tints    [4]lipgloss.Style // the signs of coloured ones, in the order of bookmark.Colours
	Shared   lipgloss.Style    // the sign of a passage that both accounts have
	Lone     lipgloss.Style    // the sign of a passage that only one account has
}

// For gives the theme of a look, on a background and with the colours that the
// terminal has. dark counts where the look asks for the background. A terminal
// with 16 colours gets a theme made of these, one with none the plain theme;
// one with 256 rounds the colours itself, and one that is not known yet is
// taken to have all.
func For(l Look, dark bool, p colorprofile.Profile) Theme {
	if !l.Asks() {
		dark = l.Background == Dark
	}
	few := p == colorprofile.ANSI
	var t Theme
	own, mine := l.Own[l.Name]
	switch {
	case l.Name == palette.Plain, p == colorprofile.ASCII, p == colorprofile.NoTTY:
		t = plain()
	case mine:
		t = coloured(l.Name, dark, own.On(dark, few))
	default:
		built, _ := palette.Named(l.Name, dark, few)
		t = coloured(l.Name, dark, built)
	}
	t.Render.Width = ansi.StringWidthWc // as everything on screen is measured: see tui.Run
	return t
}

func coloured(name string, dark bool, p palette.Palette) Theme {
	return Theme{
		Render:   render.Coloured(name, dark, p),
		Title:    bold(p.Text),
		Text:     ink(p.Text),
		Dim:      ink(p.Dim).Faint(p.Dim == ""),
		Accent:   loud(p.Accent),
		Chosen:   ground(bold(p.SelectedText), p.Selected),
		Match:    bold(p.Accent),
		Border:   ink(p.Line).Faint(p.Line == ""),
		Focus:    loud(p.Accent),
		Problem:  loud(p.Problem),
		Good:     ink(p.Good),
		Bookmark: bold(p.Bookmark),
		Tints:    [4]lipgloss.Style{bold(p.Problem), bold(p.Accent), bold(p.Good), bold(p.Link)},
		Shared:   ink(p.Shared),
		Lone:     bold(p.Differs),
	}
}

// ink is text in a colour, or in the terminal's own.
func ink(c palette.Colour) lipgloss.Style {
	if c == "" {
		return lipgloss.NewStyle()
	}
	return lipgloss.NewStyle().Foreground(lipgloss.Color(string(c)))
}

// bold is bold text, but for colours that some terminals change for it.
func bold(c palette.Colour) lipgloss.Style { return ink(c).Bold(!c.Brightens()) }

// loud is text that stands out by its colour, or by being bold where it has
// none.
func loud(c palette.Colour) lipgloss.Style { return ink(c).Bold(c == "") }

// ground puts text on a ground; one that is not set turns the terminal's own
// colours round.
func ground(s lipgloss.Style, c palette.Colour) lipgloss.Style {
	if c == "" {
		return s.Reverse(true)
	}
	return s.Background(lipgloss.Color(string(c)))
}

// plain uses no colour: bold, faint, underlined and reversed text only.
func plain() Theme {
	own, bold := lipgloss.NewStyle(), lipgloss.NewStyle().Bold(true)
	return Theme{
		Render: render.PlainTheme(),
		Title:  bold, Text: own, Dim: lipgloss.NewStyle().Faint(true), Accent: bold,
		Chosen: lipgloss.NewStyle().Reverse(true), Match: lipgloss.NewStyle().Bold(true).Underline(true),
		Border: own, Focus: bold, Problem: bold, Good: own, Bookmark: bold, Tints: [4]lipgloss.Style{bold, bold, bold, bold}, Shared: own, Lone: bold,
	}
}

// Tint is how the sign of a bookmark of a colour looks; "" has none.
func (t Theme) Tint(colour string) lipgloss.Style {
	if i := slices.Index(bookmark.Colours(), colour); i >= 0 {
		return t.Tints[i]
	}
	return t.Bookmark
}

// Area is how a field of several lines to type in looks.
func (t Theme) Area() textarea.Styles {
	state := textarea.StyleState{Base: t.Text, Text: t.Text, CursorLine: t.Text, Placeholder: t.Dim, Prompt: t.Accent, EndOfBuffer: t.Dim}
	return textarea.Styles{Focused: state, Blurred: state, Cursor: textarea.CursorStyle{Shape: tea.CursorBlock, Color: t.Text.GetForeground()}}
}

// Input is how a line to type in looks: its cursor does not blink, so that
// nothing on the screen moves by itself.
func (t Theme) Input() textinput.Styles {
	state := textinput.StyleState{Text: t.Text, Placeholder: t.Dim, Suggestion: t.Dim, Prompt: t.Accent}
	return textinput.Styles{Focused: state, Blurred: state, Cursor: textinput.CursorStyle{Shape: tea.CursorBlock, Color: t.Text.GetForeground()}}
}
