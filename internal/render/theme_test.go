package render

import (
	"image/color"
	"math"
	"testing"
	"unsafe"

	"charm.land/glamour/v2/ansi"
	"charm.land/lipgloss/v2"
	"github.com/alecthomas/chroma/v2"
	"github.com/alecthomas/chroma/v2/styles"
)

// luminance and contrast are those of WCAG 2.2 (relative luminance, contrast ratio).
func luminance(c color.Color) float64 {
	r, g, b, _ := c.RGBA()
	channel := func(v uint32) float64 {
		f := float64(v) / 0xffff
		if f <= 0.04045 {
			return f / 12.92
		}
		return math.Pow((f+0.055)/1.055, 2.4)
	}
	return 0.2126*channel(r) + 0.7152*channel(g) + 0.0722*channel(b)
}

func contrast(a, b color.Color) float64 {
	x, y := luminance(a), luminance(b)
	return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}

// Words can be read on the backgrounds that terminals have.
func TestContrast(t *testing.T) {
	const words, lines = 4.5, 3
	for _, c := range []struct {
		theme   Theme
		grounds []string
	}{
		{DarkTheme(), []string{"#000000", "#1e1e1e", "#1a1b26"}},
		{LightTheme(), []string{"#ffffff", "#fafafa", "#fdf6e3"}},
	} {
		for _, ground := range c.grounds {
			bg := lipgloss.Color(ground)
			check := func(what string, fg, on color.Color, least float64) {
				if fg == nil {
					return
				}
				if on == nil {
					on = bg
				}
				if got := contrast(fg, on); got < least {
					t.Errorf("%s, %s on %s: contrast %.1f, want %.1f", c.theme.Name, what, ground, got, least)
				}
			}
			for what, s := range map[string]Style{
				"hit": c.theme.Hit, "current": c.theme.Current, "bookmark": c.theme.Bookmark, "shared": c.theme.Shared,
				"differs": c.theme.Differs, "selected": c.theme.Selected, "dim": c.theme.Dim, "marker": c.theme.Marker, "code": c.theme.Code,
			} {
				check(what, s.Fg, s.Bg, words)
			}
			check("bar", c.theme.Bar.Fg, nil, lines)
			check("line", c.theme.Line.Fg, nil, lines)
			g := c.theme.Glamour
			for what, p := range map[string]ansi.StylePrimitive{
				"heading": g.H1.StylePrimitive, "link": g.LinkText, "code span": g.Code.StylePrimitive, "image": g.ImageText,
			} {
				if p.Color != nil {
					check(what, lipgloss.Color(*p.Color), nil, words)
				}
			}
			s := styles.Get(g.CodeBlock.Theme)
			if s.Name != g.CodeBlock.Theme {
				t.Fatalf("no code theme %q", g.CodeBlock.Theme)
			}
			for _, tt := range s.Types() {
				if e := s.Get(tt); e.Colour.IsSet() && tt != chroma.Background && !e.Background.IsSet() {
					check("code "+tt.String(), lipgloss.Color(e.Colour.String()), nil, words)
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
