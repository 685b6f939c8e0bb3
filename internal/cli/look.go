package cli

import (
	"os"
	"strings"

	"github.com/charmbracelet/colorprofile"

	"broadsheet/internal/render"
	"broadsheet/internal/tui/theme"
)

// look is how the configuration wants things to look.
func (a *app) look() theme.Look {
	return theme.Look{
		Name: a.config.Theme, Background: a.config.Background, Own: a.config.Themes,
		SeemsLight: theme.IsLight(a.Getenv("COLORFGBG")),
	}
}

// printed is the theme of what is printed, and the colours that the output has:
// as in the reader on a terminal, and plain elsewhere. The terminal is not asked
// for its background, for nobody would wait for it.
func (a *app) printed() (render.Theme, colorprofile.Profile) {
	if !a.styled() {
		return render.PlainTheme(), colorprofile.NoTTY
	}
	look, profile := a.look(), colorprofile.Detect(a.Out, os.Environ())
	return theme.For(look, !look.SeemsLight, profile).Render, profile
}

// coloured is a text with the colours that a profile has.
func coloured(text string, profile colorprofile.Profile) string {
	if profile == colorprofile.NoTTY {
		return text // it is plain
	}
	var b strings.Builder
	w := colorprofile.Writer{Forward: &b, Profile: profile}
	_, _ = w.WriteString(text) // nothing fails in memory
	return b.String()
}
