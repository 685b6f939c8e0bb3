package render

import (
	"image/color"

	"charm.land/glamour/v2/ansi"
	"charm.land/lipgloss/v2"
)

// A Theme is everything about how briefs look. Glamour styles the words and
// the code; only its colours and attributes are used, never its prefixes,
// margins or formats, for the engine draws those itself.
type Theme struct {
	Name    string
	Dark    bool // made for a dark background
	Plain   bool // no colour at all: bold, underline, italic and reverse only
	Glamour ansi.StyleConfig

	Hit, Current, Bookmark, Shared, Differs, Selected Style // the marks; each can be told apart without colour

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

// palette is what the two themes with colours differ in.
type palette struct {
	heading, strong, link, code, marker, line, dim string
	hit, hitText, current, currentText             string
	selected, selectedText                         string
	shared, differs, bookmark                      string
	chroma                                         string
}

// DarkTheme is for light words on a dark background.
func DarkTheme() Theme {
	t := coloured(palette{
		heading: "#8ab8f0", strong: "", link: "#7cc4c0", code: "#d9a87c", marker: "#8ab8f0", line: "#7d8590", dim: "#9aa2ad",
		hit: "#5c4a10", hitText: "#ffe9a8", current: "#ffd75f", currentText: "#1c1c1c",
		selected: "#2f4a73", selectedText: "#f0f4fa",
		shared: "#9fd6a0", differs: "#f0a8a0", bookmark: "#e8c36a",
		chroma: "modus-vivendi",
	})
	t.Name, t.Dark = "dark", true
	return t
}

// LightTheme is for dark words on a light background.
func LightTheme() Theme {
	t := coloured(palette{
		heading: "#1f4f96", strong: "", link: "#0b5f63", code: "#84420c", marker: "#1f4f96", line: "#6b7280", dim: "#565d67",
		hit: "#ffe48a", hitText: "#3a2c00", current: "#b34700", currentText: "#ffffff",
		selected: "#cfe0f7", selectedText: "#12233d",
		shared: "#1c6428", differs: "#9b2c20", bookmark: "#74510a",
		chroma: "modus-operandi",
	})
	t.Name = "light"
	return t
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
		Current:  Style{Reverse: true, Bold: true, Underline: true},
		Bookmark: Style{Underline: true},
		Shared:   Style{Bold: true},
		Differs:  Style{Italic: true, Underline: true},
		Selected: Style{Reverse: true},
		Dim:      Style{Faint: true},
		Line:     Style{Faint: true},
		Bar:      Style{Faint: true},
	}
}

// coloured builds a theme from its colours. Marks keep an attribute besides
// the colour, so that they survive a terminal that has none.
func coloured(p palette) Theme {
	cfg := shapes()
	for _, h := range []*ansi.StyleBlock{&cfg.H1, &cfg.H2, &cfg.H3, &cfg.H4, &cfg.H5, &cfg.H6} {
		h.Color = &p.heading
	}
	cfg.LinkText.Color, cfg.LinkText.Underline = &p.link, on()
	cfg.ImageText.Color = &p.dim
	cfg.Code.Color = &p.code
	cfg.CodeBlock.Theme = p.chroma
	return Theme{
		Glamour:  cfg,
		Hit:      Style{Fg: ink(p.hitText), Bg: ink(p.hit), Bold: true},
		Current:  Style{Fg: ink(p.currentText), Bg: ink(p.current), Bold: true, Underline: true},
		Selected: Style{Fg: ink(p.selectedText), Bg: ink(p.selected), Underline: true},
		Bookmark: Style{Fg: ink(p.bookmark), Underline: true},
		Shared:   Style{Fg: ink(p.shared), Bold: true},
		Differs:  Style{Fg: ink(p.differs), Italic: true},
		Dim:      Style{Fg: ink(p.dim)},
		Bar:      Style{Fg: ink(p.line)},
		Line:     Style{Fg: ink(p.line)},
		Marker:   Style{Fg: ink(p.marker)},
		Code:     Style{Fg: ink(p.code)},
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

func ink(hex string) color.Color { return lipgloss.Color(hex) }
