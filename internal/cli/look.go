package cli

import (
	"io"
	"os"

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

// printed is the theme of what is printed, and where to write it: as in the
// reader on a terminal, with the colours that it has; plain elsewhere. The
// terminal is not asked for its background, for nobody would wait for it.
func (a *app) printed() (render.Theme, io.Writer) {
	if !a.styled() {
		return render.PlainTheme(), a.Out
	}
	out := colorprofile.NewWriter(a.Out, os.Environ())
	look := a.look()
	return theme.For(look, !look.SeemsLight, out.Profile).Render, out
}
