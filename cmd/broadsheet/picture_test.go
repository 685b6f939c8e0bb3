//go:build unix

package main_test

import (
	"encoding/xml"
	"fmt"
	"image/color"
	"os"
	"path/filepath"
	"strings"

	uv "github.com/charmbracelet/ultraviolet"
)

// A paper is what a terminal shows where the program names no colour.
type paper struct{ name, text, ground string }

// The papers that pictures are taken on, by the value of background in the
// configuration.
var papers = []paper{
	{name: "dark", text: "#d8dee4", ground: "#15191e"},
	{name: "light", text: "#24292f", ground: "#ffffff"},
}

// The measures of a picture, in its own units.
const (
	cellWidth, cellHeight, fontSize = 8.4, 16.4, 14.0
	margin                          = 12.0
	baseline                        = 13.0 // of a row, from its top
)

// A run is neighbouring cells of one row that look the same.
type run struct {
	row, from, to int
	text          string
	style         uv.Style
}

// picture draws a screen with its colours as SVG: text and
// rectangles, nothing else, so that it is small, sharp, and can be compared.
// Each run is held to its columns, whatever font the viewer has.
func picture(screen string, width, height int, p paper) string {
	var b strings.Builder
	w, h := float64(width)*cellWidth+2*margin, float64(height)*cellHeight+2*margin
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %.1f %.1f" font-family="ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace" font-size="%g" fill="%s">`+"\n", w, h, fontSize, p.text)
	fmt.Fprintf(&b, `<rect width="100%%" height="100%%" rx="6" fill="%s"/>`+"\n", p.ground)
	for _, r := range runs(screen, width, height) {
		fg, bg := hex(r.style.Fg, p.text), hex(r.style.Bg, "")
		if r.style.Attrs&uv.AttrReverse != 0 {
			fg, bg = hex(r.style.Bg, p.ground), hex(r.style.Fg, p.text)
		}
		x, y := margin+float64(r.from)*cellWidth, margin+float64(r.row)*cellHeight
		wide := float64(r.to-r.from) * cellWidth
		if bg != "" {
			fmt.Fprintf(&b, `<rect x="%.1f" y="%.1f" width="%.1f" height="%g" fill="%s"/>`+"\n", x, y, wide, cellHeight, bg)
		}
		if strings.TrimSpace(r.text) == "" {
			continue
		}
		fmt.Fprintf(&b, `<text x="%.1f" y="%.1f" textLength="%.1f" lengthAdjust="spacingAndGlyphs" xml:space="preserve"%s>`, x, y+baseline, wide, look(r.style, fg, p))
		_ = xml.EscapeText(&b, []byte(r.text))
		b.WriteString("</text>\n")
	}
	b.WriteString("</svg>\n")
	return b.String()
}

// runs cuts a screen into runs.
func runs(screen string, width, height int) []run {
	cells := uv.NewScreenBuffer(width, height)
	uv.NewStyledString(strings.TrimRight(screen, "\n")).Draw(cells, cells.Bounds())
	var out []run
	for y := range height {
		var r *run
		for x := 0; x < width; {
			c := cells.CellAt(x, y)
			if c == nil || c.Width == 0 {
				x++
				continue
			}
			if r == nil || !r.style.Equal(&c.Style) {
				out = append(out, run{row: y, from: x, style: c.Style})
				r = &out[len(out)-1]
			}
			r.text += c.Content
			x += c.Width
			r.to = x
		}
	}
	return out
}

// look is how a run's letters differ from plain ones.
func look(s uv.Style, fg string, p paper) string {
	var out string
	if fg != p.text {
		out += fmt.Sprintf(` fill="%s"`, fg)
	}
	if s.Attrs&uv.AttrBold != 0 {
		out += ` font-weight="bold"`
	}
	if s.Attrs&uv.AttrItalic != 0 {
		out += ` font-style="italic"`
	}
	if s.Attrs&uv.AttrFaint != 0 {
		out += ` opacity="0.6"`
	}
	var lines []string
	if s.Underline != uv.UnderlineNone {
		lines = append(lines, "underline")
	}
	if s.Attrs&uv.AttrStrikethrough != 0 {
		lines = append(lines, "line-through")
	}
	if len(lines) > 0 {
		out += fmt.Sprintf(` text-decoration="%s"`, strings.Join(lines, " "))
	}
	return out
}

// hex writes a colour; none where there is no colour.
func hex(c color.Color, none string) string {
	if c == nil {
		return none
	}
	r, g, b, _ := c.RGBA()
	return fmt.Sprintf("#%02x%02x%02x", r>>8, g>>8, b>>8)
}

// pictured compares the screen with a picture of the README, on the paper that
// the user has.
func (u *user) pictured(name string, p paper, width, height int) {
	u.t.Helper()
	file := filepath.Join("..", "..", ".github", "pictures", name+"-"+p.name+".svg")
	taken := func() string { return picture(u.emulator().painted(), width, height, p) }
	if *update {
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			u.t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(taken()), 0o644); err != nil {
			u.t.Fatal(err)
		}
		return
	}
	got, err := os.ReadFile(file)
	if err != nil {
		u.t.Fatal(err)
	}
	u.until("the README's picture "+file+"; where it is out of date, go test ./cmd/broadsheet -run README -update takes it anew", func(string) bool {
		return taken() == string(got)
	})
}
