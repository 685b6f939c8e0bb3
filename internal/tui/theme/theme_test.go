package theme

import (
	"fmt"
	"testing"

	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/colorprofile"

	"broadsheet/internal/palette"
)

// styles are the styles that words are drawn in, by name.
func styles(t Theme) map[string]lipgloss.Style {
	return map[string]lipgloss.Style{
		"title": t.Title, "text": t.Text, "dim": t.Dim, "accent": t.Accent, "chosen": t.Chosen, "match": t.Match, "focus": t.Focus,
		"problem": t.Problem, "good": t.Good, "bookmark": t.Bookmark, "shared": t.Shared, "lone": t.Lone,
	}
}

// What stands around the briefs can be read on the backgrounds that terminals
// have, also where these round the colours to the 256 they have.
func TestContrast(t *testing.T) {
	for _, name := range palette.Themes() {
		words, lines := 4.5, 3.0 // WCAG 2.2, 1.4.3 (AA) and 1.4.11
		if name == "contrast" {
			words, lines = 7, 4.5 // 1.4.6 (AAA)
		}
		for background, grounds := range map[string][]string{Dark: {"#000000", "#1e1e1e", "#1a1b26"}, Light: {"#ffffff", "#fafafa", "#fdf6e3"}} {
			for _, profile := range []colorprofile.Profile{colorprofile.TrueColor, colorprofile.ANSI256} {
				theme := For(Look{Name: name, Background: background}, false, profile)
				for _, ground := range grounds {
					check := func(what string, s lipgloss.Style, least float64) {
						bg := lipgloss.Color(ground)
						if what == "chosen" {
							bg = s.GetBackground()
						}
						if _, own := s.GetForeground().(lipgloss.NoColor); own && name == "ink" {
							return // the terminal's own, which its user has chosen
						}
						if got := palette.Ratio(profile.Convert(s.GetForeground()), profile.Convert(bg)); got < least {
							t.Errorf("%s, %s, %s: %s on %s has contrast %.1f, want %.1f", name, background, profile, what, ground, got, least)
						}
					}
					for what, s := range styles(theme) {
						check(what, s, words)
					}
					check("border", theme.Border, lines)
				}
			}
		}
	}
}

// Signs and lines of lists that mean different things look different, on every
// terminal.
func TestSignsDiffer(t *testing.T) {
	for _, name := range append(palette.Themes(), palette.Plain) {
		for _, dark := range []bool{true, false} {
			for profile := colorprofile.ASCII; profile <= colorprofile.TrueColor; profile++ {
				theme := For(Look{Name: name}, dark, profile)
				at := fmt.Sprintf("%s, dark %v, %s", name, dark, profile)
				for _, p := range []struct {
					what string
					a, b lipgloss.Style
				}{
					{"a chosen line and another", theme.Chosen, theme.Text},
					{"a chosen line and a title", theme.Chosen, theme.Title},
					{"the pane with the keys and the other", theme.Focus, theme.Border},
					{"a problem and what went well", theme.Problem, theme.Good},
					{"what both say and what one says", theme.Lone, theme.Shared},
					{"a matched letter and another", theme.Match, theme.Text},
					{"a hint and its key", theme.Accent, theme.Dim},
				} {
					if p.a.Render("x") == p.b.Render("x") {
						t.Errorf("%s: %s look alike", at, p.what)
					}
				}
			}
		}
	}
}

func TestFor(t *testing.T) {
	own := map[string]palette.Own{"mine": {
		Base:  "sepia",
		Both:  palette.Palette{Accent: "#ff00ff", Problem: "9", Hit: "#000080"},
		Light: palette.Palette{Accent: "#800080"},
	}}
	const all, few, none, dumb, unknown = colorprofile.TrueColor, colorprofile.ANSI, colorprofile.ASCII, colorprofile.NoTTY, colorprofile.Unknown
	sepia := func(dark, few bool) palette.Palette {
		p, _ := palette.Named("sepia", dark, few)
		return p
	}
	ink := func(dark, few bool) palette.Palette {
		p, _ := palette.Named("ink", dark, few)
		return p
	}
	for _, r := range []struct {
		name    string
		look    Look
		dark    bool
		profile colorprofile.Profile
		accent  palette.Colour // of the theme that is wanted; "" for the plain one
	}{
		{"nothing said, dark", Look{}, true, unknown, ink(true, false).Accent},
		{"nothing said, light", Look{}, false, all, ink(false, false).Accent},
		{"the terminal decides", Look{Name: "sepia", Background: Auto}, false, all, sepia(false, false).Accent},
		{"the user decides", Look{Name: "sepia", Background: Dark}, false, all, sepia(true, false).Accent},
		{"the user decides the other way", Look{Name: "sepia", Background: Light}, true, all, sepia(false, false).Accent},
		{"256 colours", Look{Name: "sepia"}, true, colorprofile.ANSI256, sepia(true, false).Accent},
		{"16 colours", Look{Name: "sepia"}, true, few, sepia(true, true).Accent},
		{"16 colours, light", Look{Name: "sepia", Background: Light}, true, few, sepia(false, true).Accent},
		{"no colours", Look{Name: "sepia"}, true, none, ""},
		{"a terminal that can do nothing", Look{Name: "mine", Own: own}, true, dumb, ""},
		{"plain", Look{Name: palette.Plain, Background: Light}, true, all, ""},
		{"one's own", Look{Name: "mine", Own: own}, true, all, "#ff00ff"},
		{"one's own on light", Look{Name: "mine", Own: own}, false, all, "#800080"},
		{"one's own with 16 colours", Look{Name: "mine", Own: own}, true, few, sepia(true, true).Accent},
		{"a name that is not there", Look{Name: "gone", Own: own}, true, all, ink(true, false).Accent},
	} {
		theme := For(r.look, r.dark, r.profile)
		if plain := r.accent == ""; plain != theme.Render.Plain {
			t.Errorf("%s: plain %v, want %v", r.name, theme.Render.Plain, plain)
		} else if !plain && theme.Accent.GetForeground() != lipgloss.Color(string(r.accent)) {
			t.Errorf("%s: accent %v, want %s", r.name, theme.Accent.GetForeground(), r.accent)
		}
		if theme.Render.Width == nil {
			t.Errorf("%s: columns are not measured as on the screen", r.name)
		}
	}

	theme := For(Look{Name: "mine", Own: own}, true, all)
	if got := theme.Render.Hit; got.Bg != lipgloss.Color("#000080") || got.Fg != lipgloss.Color("#ffffff") {
		t.Errorf("one's own colours do not reach the briefs: a hit is %+v", got)
	}
	if got := For(Look{Name: "mine", Own: own}, true, few).Problem.GetForeground(); got != lipgloss.Color("9") {
		t.Errorf("a colour of the 16 that one has chosen is %v", got)
	}
}

func TestAsks(t *testing.T) {
	for _, r := range []struct {
		look Look
		want bool
	}{
		{Look{}, true}, {Look{Background: Auto}, true}, {Look{Name: "sepia"}, true},
		{Look{Background: Dark}, false}, {Look{Background: Light}, false}, {Look{Name: palette.Plain}, false},
	} {
		if got := r.look.Asks(); got != r.want {
			t.Errorf("%+v asks: %v", r.look, got)
		}
	}
}

func TestIsLight(t *testing.T) {
	for in, want := range map[string]bool{
		"": false, "15;0": false, "0;15": true, "0;7": true, "7;8": false, "0;default;15": true, "15;default;0": false,
		"12;6": false, "0;9": true, "0;default": false, "15": true, "0;16": false, "0;-1": false, ";": false, "0;15;": false, "0;99999999999999999999": false,
	} {
		if got := IsLight(in); got != want {
			t.Errorf("COLORFGBG=%s is light: %v", in, got)
		}
	}
}
