package palette

import (
	"fmt"
	"image/color"
	"slices"
	"strings"
	"testing"

	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/colorprofile"
	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// The backgrounds that terminals have: black and white, and those of the
// colour schemes in common use.
var (
	darkGrounds  = []string{"#000000", "#1e1e1e", "#1a1b26", "#282a36", "#282c34", "#282828", "#002b36"}
	lightGrounds = []string{"#ffffff", "#fafafa", "#fdf6e3", "#fbf1c7", "#eff1f5"}
)

func TestParse(t *testing.T) {
	for _, r := range []struct {
		in   string
		want Colour // "" where it is no colour
	}{
		{"#1a2B3c", "#1a2b3c"}, {"#fA0", "#ffaa00"}, {"0", "0"}, {"255", "255"}, {"007", "7"}, {" 12 ", "12"},
		{"black", "0"}, {"red", "1"}, {"White", "7"}, {"bright-black", "8"}, {"bright-red", "9"}, {"bright-white", "15"},
		{"", ""}, {"256", ""}, {"-1", ""}, {"+1", ""}, {"1.0", ""}, {"#12", ""}, {"#1234", ""}, {"#12345g", ""}, {"#+12345", ""}, {"#0x1234", ""},
		{"#1234567", ""}, {"123456", ""}, {"redd", ""}, {"bright-", ""}, {"bright-bright-red", ""}, {"#äö", ""}, {"#é1", ""},
	} {
		got, err := Parse(r.in)
		if got != r.want || (err != nil) != (r.want == "") {
			t.Errorf("%q is read as %q, %v; want %q", r.in, got, err, r.want)
		}
		if err != nil && (!strings.Contains(err.Error(), fmt.Sprintf("%q", r.in)) || !strings.Contains(err.Error(), "#rrggbb")) {
			t.Errorf("%q: the error does not say what is wrong and what would be right: %v", r.in, err)
		}
	}
}

// What has been read once is read the same again.
func TestParseIsStable(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.OneOf(
			rapid.StringMatching(`#[0-9a-fA-F]{3}|#[0-9a-fA-F]{6}|[0-9]{1,3}|(bright-)?(black|red|green|yellow|blue|magenta|cyan|white)`), rapid.String(),
		).Draw(t, "colour")
		c, err := Parse(s)
		if err != nil {
			return
		}
		if again, err := Parse(string(c)); err != nil || again != c {
			t.Fatalf("%q is read as %q, and that as %q, %v", s, c, again, err)
		}
	})
}

func TestSet(t *testing.T) {
	for _, name := range Names() {
		var p Palette
		if err := p.Set(name, "#123456"); err != nil {
			t.Fatal(err)
		}
		for _, f := range p.fields() {
			if got := *f.colour != ""; got != (f.name == name) {
				t.Errorf("%s is set by %s: %v", f.name, name, got)
			}
		}
	}
	var p Palette
	if err := p.Set("hitt", "#123456"); err == nil || !strings.Contains(err.Error(), `no colour named "hitt"; there are text, dim`) {
		t.Errorf("an unknown name: %v", err)
	}
}

// The black or white words on any ground can be read.
func TestWordsOnAnyGround(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c, err := Parse(rapid.StringMatching(`#[0-9a-f]{6}|1[6-9]|[2-9][0-9]|1[0-9][0-9]|2[0-4][0-9]|25[0-5]`).Draw(t, "ground"))
		if err != nil {
			t.Fatal(err)
		}
		ground := lipgloss.Color(string(c))
		if got := Ratio(lipgloss.Color(string(c.words())), ground); got < 4.5 {
			t.Fatalf("%s on %s: contrast %.2f", c.words(), c, got)
		}
		if d := cmp.Diff(color.RGBAModel.Convert(ground), color.Color(c.rgb())); d != "" {
			t.Fatalf("%s is another colour than the terminal's: %s", c, d)
		}
	})
}

func TestOwn(t *testing.T) {
	own := Own{
		Base:  "sepia",
		Both:  Palette{Accent: "#ff0000", Heading: "3", Hit: "#ffff00", Selected: "4", Current: "2", CurrentText: "#ffffff"},
		Light: Palette{Accent: "#800000", HitText: "#00007f"},
	}
	base := func(dark, few bool) Palette {
		p, _ := Named("sepia", dark, few)
		return p
	}
	for _, r := range []struct {
		name      string
		dark, few bool
		change    func(*Palette)
	}{
		{"dark", true, false, func(p *Palette) {
			p.Accent, p.Heading, p.Hit, p.HitText = "#ff0000", "3", "#ffff00", "#000000"
			p.Selected, p.SelectedText, p.Current, p.CurrentText = "4", "15", "2", "#ffffff"
		}},
		{"light", false, false, func(p *Palette) {
			p.Accent, p.Heading, p.Hit, p.HitText = "#800000", "3", "#ffff00", "#00007f"
			p.Selected, p.SelectedText, p.Current, p.CurrentText = "4", "15", "2", "#ffffff"
		}},
		{"16 colours", true, true, func(p *Palette) { p.Heading, p.Selected, p.SelectedText = "3", "4", "15" }},
	} {
		want := base(r.dark, r.few)
		r.change(&want)
		if d := cmp.Diff(want, own.On(r.dark, r.few)); d != "" {
			t.Errorf("%s: %s", r.name, d)
		}
	}
	if d := cmp.Diff(base(true, false), (Own{Base: "sepia"}).On(true, false)); d != "" {
		t.Errorf("without colours of its own it is not its base: %s", d)
	}
	if _, ok := Named("sepia2", true, true); ok {
		t.Error("a name that does not exist is known")
	}
}

// words are the colours that something is written in, and what it stands on:
// "" is the background.
func words(p Palette) map[string]pair {
	out := map[string]pair{}
	for _, f := range p.fields() {
		if !slices.Contains([]string{"hit", "current", "selected", "line"}, f.name) && !strings.HasSuffix(f.name, "-text") {
			out[f.name] = pair{new(Colour), f.colour}
		}
	}
	for i, name := range []string{"hit", "current", "selected"} {
		out[name] = p.pairs()[i]
	}
	return out
}

// Everything that is written can be read on the backgrounds that terminals
// have, also where the terminal rounds it to one of its 256 colours.
func TestContrast(t *testing.T) {
	for _, theme := range themes {
		least, lines := 4.5, 3.0 // WCAG 2.2, 1.4.3 (AA) and 1.4.11
		if theme.name == "contrast" {
			least, lines = 7, 4.5 // 1.4.6 (AAA)
		}
		for _, g := range []struct {
			palette Palette
			grounds []string
		}{{theme.dark, darkGrounds}, {theme.light, lightGrounds}} {
			for _, ground := range g.grounds {
				for _, profile := range []colorprofile.Profile{colorprofile.TrueColor, colorprofile.ANSI256} {
					check := func(what string, on, c Colour, least float64) {
						bg := lipgloss.Color(ground)
						if on != "" {
							bg = profile.Convert(lipgloss.Color(string(on)))
						}
						if c == "" && what == "text" && theme.name == "ink" {
							return // the terminal's own, which its user has chosen
						}
						if c == "" {
							t.Errorf("%s has no colour for %s", theme.name, what)
						} else if got := Ratio(profile.Convert(lipgloss.Color(string(c))), bg); got < least {
							t.Errorf("%s, %s %s on %q over %s, %s: contrast %.2f, want %.1f", theme.name, what, c, on, ground, profile, got, least)
						}
					}
					for what, w := range words(g.palette) {
						check(what, *w.ground, *w.words, least)
					}
					check("line", "", g.palette.Line, lines)
				}
			}
		}
	}
}

// What terminals make of their 16 colours: xterm's defaults, the Linux console
// (as the VGA card had them), the Windows console, GNOME's Tango, and
// Solarized, which turns the bright colours into greys.
var sixteens = map[string][]string{
	"xterm": {
		"#000000", "#cd0000", "#00cd00", "#cdcd00", "#0000ee", "#cd00cd", "#00cdcd", "#e5e5e5",
		"#7f7f7f", "#ff0000", "#00ff00", "#ffff00", "#5c5cff", "#ff00ff", "#00ffff", "#ffffff",
	},
	"linux": {
		"#000000", "#aa0000", "#00aa00", "#aa5500", "#0000aa", "#aa00aa", "#00aaaa", "#aaaaaa",
		"#555555", "#ff5555", "#55ff55", "#ffff55", "#5555ff", "#ff55ff", "#55ffff", "#ffffff",
	},
	"windows": {
		"#0c0c0c", "#c50f1f", "#13a10e", "#c19c00", "#0037da", "#881798", "#3a96dd", "#cccccc",
		"#767676", "#e74856", "#16c60c", "#f9f1a5", "#3b78ff", "#b4009e", "#61d6d6", "#f2f2f2",
	},
	"tango": {
		"#000000", "#cc0000", "#4e9a06", "#c4a000", "#3465a4", "#75507b", "#06989a", "#d3d7cf",
		"#555753", "#ef2929", "#8ae234", "#fce94f", "#729fcf", "#ad7fa8", "#34e2e2", "#eeeeec",
	},
	"solarized": {
		"#073642", "#dc322f", "#859900", "#b58900", "#268bd2", "#d33682", "#2aa198", "#eee8d5",
		"#002b36", "#cb4b16", "#586e75", "#657b83", "#839496", "#6c71c4", "#93a1a1", "#fdf6e3",
	},
}

// With 16 colours nothing is left to rounding, and everything can be read in
// what terminals make of them.
func TestSixteenColours(t *testing.T) {
	for _, theme := range themes {
		for _, g := range []struct {
			palette Palette
			dark    bool
		}{{theme.dark16, true}, {theme.light16, false}} {
			for _, f := range g.palette.fields() {
				if f.colour.rich() {
					t.Errorf("%s: %s is %s, which is none of the 16", theme.name, f.name, *f.colour)
				}
			}
			for terminal, table := range sixteens {
				least, ground := 4.5, map[bool]string{true: "#000000", false: "#ffffff"}[g.dark]
				switch {
				case terminal == "solarized":
					// Its own words have little more than 4.
					least, ground = 3, map[bool]string{true: "#002b36", false: "#fdf6e3"}[g.dark]
				case theme.name == "contrast":
					least = 7
				}
				for what, w := range words(g.palette) {
					if *w.words == "" {
						continue // the terminal's own
					}
					bg := lipgloss.Color(ground)
					if *w.ground != "" {
						bg = lipgloss.Color(table[w.ground.index()])
					}
					if got := Ratio(lipgloss.Color(table[w.words.index()]), bg); got < least {
						t.Errorf("%s on %s, %s: %s on %q: contrast %.1f, want %.1f", theme.name, terminal, what, *w.words, *w.ground, got, least)
					}
				}
			}
		}
	}
}
