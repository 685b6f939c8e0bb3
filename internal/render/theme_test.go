package render

import (
	"fmt"
	"image/color"
	"testing"
	"unsafe"

	"charm.land/glamour/v2/ansi"
	"charm.land/lipgloss/v2"
	"github.com/alecthomas/chroma/v2"
	"github.com/alecthomas/chroma/v2/styles"
	"github.com/charmbracelet/colorprofile"
	uv "github.com/charmbracelet/ultraviolet"
	xansi "github.com/charmbracelet/x/ansi"

	"broadsheet/internal/palette"
)

// A dress is a theme as one kind of terminal shows it.
type dress struct {
	name    string
	theme   Theme
	dark    bool
	profile colorprofile.Profile
}

// dresses are the themes with colours, on every background and terminal.
func dresses() []dress {
	var out []dress
	for _, name := range palette.Themes() {
		for _, dark := range []bool{true, false} {
			for _, profile := range []colorprofile.Profile{colorprofile.TrueColor, colorprofile.ANSI256, colorprofile.ANSI} {
				p, _ := palette.Named(name, dark, profile == colorprofile.ANSI)
				out = append(out, dress{fmt.Sprintf("%s, dark %v, %s", name, dark, profile), Coloured(name, dark, p), dark, profile})
			}
		}
	}
	return out
}

func marks(t Theme) map[string]Style {
	return map[string]Style{
		"hit": t.Hit, "variant": t.Variant, "current": t.Current, "bookmark": t.Bookmark, "shared": t.Shared, "differs": t.Differs, "cut": t.Cut, "put": t.Put, "selected": t.Selected,
	}
}

// Words can be read on the backgrounds that terminals have, also where these
// round the colours to the 256 they have.
func TestContrast(t *testing.T) {
	for _, d := range dresses() {
		if d.profile == colorprofile.ANSI {
			continue // the colours are the user's: see package palette
		}
		words, lines := 4.5, 3.0 // WCAG 2.2, 1.4.3 (AA) and 1.4.11
		if d.theme.Name == "contrast" {
			words, lines = 7, 4.5 // 1.4.6 (AAA)
		}
		grounds := map[bool][]string{true: {"#000000", "#1e1e1e", "#1a1b26", "#282a36"}, false: {"#ffffff", "#fafafa", "#fdf6e3"}}[d.dark]
		for _, ground := range grounds {
			check := func(what string, fg, on color.Color, least float64) {
				if on == nil {
					on = lipgloss.Color(ground)
				}
				if got := palette.Ratio(d.profile.Convert(fg), d.profile.Convert(on)); got < least {
					t.Errorf("%s: %s on %s has contrast %.1f, want %.1f", d.name, what, ground, got, least)
				}
			}
			styles := marks(d.theme)
			styles["dim"], styles["marker"], styles["code"] = d.theme.Dim, d.theme.Marker, d.theme.Code
			for what, s := range styles {
				check(what, s.Fg, s.Bg, words)
			}
			check("bar", d.theme.Bar.Fg, nil, lines)
			check("line", d.theme.Line.Fg, nil, lines)
			g := d.theme.Glamour
			for what, p := range map[string]ansi.StylePrimitive{
				"heading": g.H1.StylePrimitive, "small heading": g.H6.StylePrimitive, "link": g.LinkText, "code span": g.Code.StylePrimitive, "image": g.ImageText,
			} {
				check(what, lipgloss.Color(*p.Color), nil, words)
			}
			for tt, e := range syntax(t, g.CodeBlock.Theme) {
				check("code "+tt.String(), lipgloss.Color(e.Colour.String()), nil, words)
			}
		}
	}
}

// syntax gives the kinds of token that a code theme has a colour for, as its
// writer for terminals draws them: without the theme's own background.
func syntax(t *testing.T, name string) map[chroma.TokenType]chroma.StyleEntry {
	t.Helper()
	s := styles.Get(name)
	if s.Name != name {
		t.Fatalf("no code theme %q", name)
	}
	builder := s.Builder()
	back := builder.Get(chroma.Background)
	back.Background, back.NoInherit = 0, true
	s, err := builder.AddEntry(chroma.Background, back).Build()
	if err != nil {
		t.Fatal(err)
	}
	out := map[chroma.TokenType]chroma.StyleEntry{}
	for tt := range chroma.StandardTypes {
		if tt < 0 && tt != chroma.Other || tt == chroma.EOFType {
			continue // not of the code: its lines and their numbers
		}
		e := s.Get(tt)
		if e.Background.IsSet() {
			t.Errorf("code theme %s draws %s on a ground of its own, %s", name, tt, e.Background)
		}
		if e.Colour.IsSet() {
			out[tt] = e
		}
	}
	return out
}

// Each mark looks unlike every other, whatever colours the terminal has. Where
// it has none they differ in weight, slant, line or by being turned round.
func TestMarksDiffer(t *testing.T) {
	for _, d := range append(dresses(), dress{"plain", PlainTheme(), true, colorprofile.ASCII}) {
		seen := map[uv.Style]string{{}: "no mark"}
		for name, s := range marks(d.theme) {
			drawn := uv.ConvertStyle(legible(s.cell()), d.profile)
			if other, ok := seen[drawn]; ok {
				t.Errorf("%s: %s is drawn as %s", d.name, name, other)
			}
			seen[drawn] = name
		}
	}
}

// A mark is not hidden by what lies under it: bold, faint or coloured.
func TestMarksOnStyledText(t *testing.T) {
	for _, d := range dresses() {
		hit, base := d.theme.Hit.cell(), uv.Style{Fg: lipgloss.Color("#808080"), Attrs: uv.AttrBold | uv.AttrFaint | uv.AttrItalic}
		got := legible(over(base, hit))
		if got.Fg != hit.Fg || got.Bg != hit.Bg {
			t.Errorf("%s: a hit does not have its own colours: %+v", d.name, got)
		}
		if got.Attrs&uv.AttrFaint != 0 {
			t.Errorf("%s: a hit in an aside is faint", d.name)
		}
		if c, ok := hit.Fg.(xansi.BasicColor); ok && c < 8 && got.Attrs&uv.AttrBold != 0 {
			t.Errorf("%s: a hit in bold text changes its colour on some terminals", d.name)
		}
		if got.Attrs&uv.AttrItalic == 0 {
			t.Errorf("%s: a hit in slanted text is upright", d.name)
		}
	}
}

// With 16 colours nothing is drawn in a colour that would be rounded to one of
// them, not even code, and nothing in one that bold would change.
func TestSixteenColours(t *testing.T) {
	b := parse("# Heading\n\nText **strong** *slant* `code` [link](https://example.org) ![alt](x.png)\n\n### Smaller\n\n> quoted\n\n- item\n\n" +
		"```go\nfunc main() { fmt.Println(\"x\", 1) } // said\n```\n\n```\nno language\n```\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n---\n\n~~gone~~\n")
	for _, d := range dresses() {
		e := New(d.theme)
		for i := range b.Passages {
			for _, r := range e.Render(b, i, 60).Rows {
				for kind := range markKinds {
					e.Paint(r, []Mark{{Span: b.Passages[i].Span, Kind: kind}}, 60)
				}
			}
		}
		if len(e.styles) < 10 {
			t.Fatalf("%s: only %d styles", d.name, len(e.styles))
		}
		for _, s := range e.styles {
			for _, c := range []color.Color{s.Fg, s.Bg, s.UnderlineColor} {
				basic, ok := c.(xansi.BasicColor)
				if d.profile == colorprofile.ANSI && c != nil && !ok {
					t.Errorf("%s: something is drawn in %v", d.name, c)
				}
				if ok && c == s.Fg && basic < 8 && s.Attrs&uv.AttrBold != 0 {
					t.Errorf("%s: bold would change %v", d.name, c)
				}
			}
		}
	}
}

// What a configuration would add to the words, or do to their shape, is not used.
func TestThemeOnlyColours(t *testing.T) {
	yes, red, two := true, "#ff0000", uint(2)
	theme := PlainTheme()
	c := &theme.Glamour
	c.Document.Margin, c.Document.BlockPrefix = &two, "\n>>"
	c.Paragraph.Prefix, c.Paragraph.Margin = "P", &two
	c.H1.Prefix, c.H1.Suffix, c.H1.Upper, c.H1.Format = "# ", " #", &yes, "{{.text}}!"
	c.Text.Color, c.Strong.Upper, c.Code.Prefix, c.Link.Format = &red, &yes, "`", "<{{.text}}>"
	c.LinkText.Title, c.CodeBlock.Margin = &yes, &two
	e := New(theme)
	for _, s := range []struct{ src, want string }{
		{"# Title of it", "Title of it"},
		{"a **strong** `code` [link](https://example.org)", "a strong code link"},
	} {
		b := parse(s.src)
		row := e.Render(b, 0, 60).Rows[0]
		if got := e.Text(row); got != s.want {
			t.Errorf("%q is drawn as %q", s.src, got)
		}
		if row.Cells[0].Style == 0 {
			t.Errorf("%q is drawn without its style", s.src)
		}
	}
}

func TestCellIsSmall(t *testing.T) {
	const most = 32
	if n := unsafe.Sizeof(Cell{}); n > most {
		t.Errorf("a cell takes %d bytes", n)
	}
}
