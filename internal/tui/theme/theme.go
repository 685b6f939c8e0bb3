// Package theme holds the colours of the reader: one value, handed down.
package theme

import (
	"image/color"

	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/x/ansi"

	"broadsheet/internal/render"
)

// A Theme is how everything on screen looks. The zero value draws without any
// style.
type Theme struct {
	Render render.Theme // the text of briefs

	Title    lipgloss.Style // the name of a brief or of a screen
	Text     lipgloss.Style // plain text around the briefs
	Dim      lipgloss.Style // what may be overlooked
	Accent   lipgloss.Style // counts, the passage in hand, keys in the footer
	Chosen   lipgloss.Style // the chosen line of a list
	Match    lipgloss.Style // matched letters in a list
	Border   lipgloss.Style // rules and frames
	Focus    lipgloss.Style // the frame of the pane with the keys
	Problem  lipgloss.Style // what went wrong
	Good     lipgloss.Style // what went well
	Bookmark lipgloss.Style // the sign of a bookmark
	Shared   lipgloss.Style // the sign of a passage that both accounts have
	Lone     lipgloss.Style // the sign of a passage that only one account has
}

type palette struct{ text, dim, accent, chosen, border, problem, good, mark, shared, lone color.Color }

// Dark is for a dark background.
func Dark() Theme {
	return colours(render.DarkTheme(), palette{
		text: lipgloss.Color("#d8dee9"), dim: lipgloss.Color("#8b94a3"), accent: lipgloss.Color("#e5b567"),
		chosen: lipgloss.Color("#2f3a4a"), border: lipgloss.Color("#4a5566"), problem: lipgloss.Color("#f07178"),
		good: lipgloss.Color("#9ccc8a"), mark: lipgloss.Color("#c49be8"), shared: lipgloss.Color("#7fb8e0"), lone: lipgloss.Color("#e8a15d"),
	})
}

// Light is for a light background.
func Light() Theme {
	return colours(render.LightTheme(), palette{
		text: lipgloss.Color("#24292f"), dim: lipgloss.Color("#5f6873"), accent: lipgloss.Color("#8a4b08"),
		chosen: lipgloss.Color("#dbe7f5"), border: lipgloss.Color("#aab2bd"), problem: lipgloss.Color("#b3261e"),
		good: lipgloss.Color("#2e6b2e"), mark: lipgloss.Color("#6f3fa8"), shared: lipgloss.Color("#1f5f99"), lone: lipgloss.Color("#9a4a00"),
	})
}

func colours(r render.Theme, p palette) Theme {
	ink := func(c color.Color) lipgloss.Style { return lipgloss.NewStyle().Foreground(c) }
	return Theme{
		Render:   r,
		Title:    lipgloss.NewStyle().Bold(true).Foreground(p.text),
		Text:     ink(p.text),
		Dim:      ink(p.dim),
		Accent:   ink(p.accent),
		Chosen:   lipgloss.NewStyle().Bold(true).Foreground(p.text).Background(p.chosen),
		Match:    ink(p.accent).Bold(true),
		Border:   ink(p.border),
		Focus:    ink(p.accent),
		Problem:  ink(p.problem),
		Good:     ink(p.good),
		Bookmark: ink(p.mark).Bold(true),
		Shared:   ink(p.shared),
		Lone:     ink(p.lone).Bold(true),
	}
}

// Plain uses no colour: bold, faint, underlined and reversed text only.
func Plain() Theme {
	plain, bold := lipgloss.NewStyle(), lipgloss.NewStyle().Bold(true)
	return Theme{
		Render: render.PlainTheme(),
		Title:  bold, Text: plain, Dim: lipgloss.NewStyle().Faint(true), Accent: bold,
		Chosen: lipgloss.NewStyle().Reverse(true), Match: lipgloss.NewStyle().Bold(true).Underline(true),
		Border: plain, Focus: bold, Problem: bold, Good: plain, Bookmark: bold, Shared: plain, Lone: bold,
	}
}

// Named gives the theme of a name: "dark", "light", "plain", or "auto", which
// takes dark or light after the terminal's background.
func Named(name string, darkBackground bool) Theme {
	t := Dark()
	switch {
	case name == "plain":
		t = Plain()
	case name == "light", name == "auto" && !darkBackground:
		t = Light()
	}
	t.Render.Width = ansi.StringWidthWc // as everything on screen is measured: see tui.Run
	return t
}
