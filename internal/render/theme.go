package render

import (
	"image/color"

	"charm.land/glamour/v2/ansi"
	"charm.land/lipgloss/v2"

	"broadsheet/internal/palette"
)

// A Theme is everything about how briefs look. Glamour styles the words and
// the code; only its colours and attributes are used, never its prefixes,
// margins or formats, for the engine draws those itself.
type Theme struct {
	Name    string
	Dark    bool // made for a dark background
	Plain   bool // no colour at all: bold, underline, italic and reverse only
	Glamour ansi.StyleConfig

	Text color.Color // of words that have no other; nil is the terminal's own

	Hit, Variant, Current, Bookmark, Shared, Differs, Cut, Put, Selected Style // the marks; no two of them look alike

	Tints [4]Style // bookmarks of a colour: red, yellow, green, blue

	Dim    Style // asides, addresses, what continues a line of code
	Bar    Style // the bar beside a quotation
	Marker Style // list markers
	Line   Style // lines of tables, under headings, thematic breaks
	Code   Style // code in no known language

	// Width measures one grapheme cluster in columns. Nil means by grapheme, as
	// Lip Gloss does; ansi.StringWidthWc counts code points, as a terminal
	// without mode 2027 does.
	Width func(string) int
}

// PlainTheme uses no colour: for NO_COLOR, for paper, and for terminals and
// eyes that have none.
func PlainTheme() Theme {
	cfg := shapes()
	cfg.LinkText.Underline = on()
	cfg.Code.Bold = on()
	return Theme{
		Name: "plain", Plain: true, Glamour: cfg,
		Hit:      Style{Reverse: true},
		Variant:  Style{Bold: true, Underline: true},
		Current:  Style{Reverse: true, Bold: true, Underline: true},
		Bookmark: Style{Underline: true},
		Tints:    [4]Style{{Bold: true, Italic: true, Underline: true}, {Faint: true, Underline: true}, {Bold: true, Italic: true}, {Faint: true, Italic: true, Underline: true}},
		Shared:   Style{Bold: true},
		Differs:  Style{Bold: true, Reverse: true},
		Cut:      Style{Faint: true, Strike: true},
		Put:      Style{Italic: true, Underline: true},
		Selected: Style{Reverse: true, Underline: true},
		Dim:      Style{Faint: true},
		Line:     Style{Faint: true},
		Bar:      Style{Faint: true},
	}
}

// Coloured is a theme in the colours of a palette. Marks keep an attribute
// besides the colour, for eyes that cannot tell the colours apart.
func Coloured(name string, dark bool, p palette.Palette) Theme {
	cfg := shapes()
	for _, h := range []*ansi.StyleBlock{&cfg.H1, &cfg.H2, &cfg.H3, &cfg.H4, &cfg.H5, &cfg.H6} {
		h.Color = written(p.Heading)
	}
	cfg.LinkText.Color, cfg.LinkText.Underline = written(p.Link), on()
	cfg.ImageText.Color = written(p.Dim)
	cfg.Code.Color = written(p.Code)
	if p.Code == "" {
		cfg.Code.Bold = on()
	}
	cfg.CodeBlock.Theme = p.Syntax
	line := Style{Fg: colour(p.Line), Faint: p.Line == ""}
	return Theme{
		Name: name, Dark: dark, Glamour: cfg,
		Text:     colour(p.Text),
		Hit:      Style{Fg: colour(p.HitText), Bg: colour(p.Hit), Bold: true},
		Variant:  Style{Fg: colour(p.HitText), Bg: colour(p.Hit), Underline: true},
		Current:  Style{Fg: colour(p.CurrentText), Bg: colour(p.Current), Bold: true, Underline: true},
		Selected: Style{Fg: colour(p.SelectedText), Bg: colour(p.Selected), Underline: true},
		Bookmark: Style{Fg: colour(p.Bookmark), Underline: true},
		Tints: [4]Style{
			{Fg: colour(p.Problem), Underline: true}, {Fg: colour(p.Accent), Underline: true},
			{Fg: colour(p.Good), Underline: true}, {Fg: colour(p.Link), Underline: true},
		},
		Shared:  Style{Fg: colour(p.Shared), Bold: true},
		Differs: Style{Fg: colour(p.Differs), Bold: true, Italic: true, Reverse: p.Differs != ""},
		Cut:     Style{Fg: colour(p.Differs), Strike: true},
		Put:     Style{Fg: colour(p.Shared), Bold: true, Underline: true},
		Dim:     Style{Fg: colour(p.Dim), Faint: p.Dim == ""},
		Bar:     line,
		Line:    line,
		Marker:  Style{Fg: colour(p.Heading)},
		Code:    Style{Fg: colour(p.Code)},
	}
}

// shapes is what all themes share: weight and slant.
func shapes() ansi.StyleConfig {
	var c ansi.StyleConfig
	c.H1.Bold, c.H2.Bold, c.H3.Bold = on(), on(), on()
	c.H4.Bold, c.H4.Italic = on(), on()
	c.H5.Italic, c.H6.Italic = on(), on()
	c.Strong.Bold, c.Emph.Italic, c.Strikethrough.CrossedOut = on(), on(), on()
	return c
}

func on() *bool { b := true; return &b }

// written is a colour as Glamour takes it; nil is the terminal's own.
func written(c palette.Colour) *string {
	if c == "" {
		return nil
	}
	s := string(c)
	return &s
}

// colour is a colour as the screen takes it; nil is the terminal's own.
func colour(c palette.Colour) color.Color {
	if c == "" {
		return nil
	}
	return lipgloss.Color(string(c))
}
