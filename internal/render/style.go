package render

import (
	"image/color"

	uv "github.com/charmbracelet/ultraviolet"
	"github.com/charmbracelet/x/ansi"
)

// A Style is how a mark or a piece of decoration looks. A nil colour is the
// terminal's own. Colours must be comparable values, as those of image/color
// and Lip Gloss are.
type Style struct {
	Fg, Bg                                          color.Color
	Bold, Faint, Italic, Underline, Reverse, Strike bool
}

// cell translates the style into the form it is written from.
func (s Style) cell() uv.Style {
	out := uv.Style{Fg: s.Fg, Bg: s.Bg}
	for _, a := range []struct {
		on  bool
		bit uint8
	}{{s.Bold, uv.AttrBold}, {s.Faint, uv.AttrFaint}, {s.Italic, uv.AttrItalic}, {s.Reverse, uv.AttrReverse}, {s.Strike, uv.AttrStrikethrough}} {
		if a.on {
			out.Attrs |= a.bit
		}
	}
	if s.Underline {
		out.Underline = uv.UnderlineSingle
	}
	return out
}

// over lays top on base: its colours replace, its attributes are added. What is
// faint is faint no more where it gets a ground.
func over(base, top uv.Style) uv.Style {
	if top.Fg != nil {
		base.Fg = top.Fg
	}
	if top.Bg != nil {
		base.Bg = top.Bg
		base.Attrs &^= uv.AttrFaint
	}
	if top.Underline != uv.UnderlineNone {
		base.Underline = top.Underline
	}
	base.Attrs |= top.Attrs
	return base
}

// maxStyles bounds the table; a theme and its code colours make some dozens.
const maxStyles = 1 << 14

// sheet is an engine's table of styles. What it hands out stays valid for as
// long as the engine lives.
type sheet struct {
	text   color.Color // of words without a colour; nil is the terminal's own
	styles []uv.Style
	index  map[uv.Style]StyleID
	diffs  map[[2]StyleID]string
	marked map[markedKey]StyleID
}

type markedKey struct {
	base StyleID
	set  markSet
}

func newSheet() *sheet {
	return &sheet{
		styles: []uv.Style{{}},
		index:  map[uv.Style]StyleID{{}: 0},
		diffs:  map[[2]StyleID]string{},
		marked: map[markedKey]StyleID{},
	}
}

// legible takes bold from words that some terminals would show in another
// colour for it: of the terminal's first eight in the bright one of that name,
// which may hardly be seen where they stand.
func legible(s uv.Style) uv.Style {
	if c, ok := s.Fg.(ansi.BasicColor); ok && c <= ansi.White {
		s.Attrs &^= uv.AttrBold
	}
	return s
}

// id interns a style.
func (t *sheet) id(s uv.Style) StyleID {
	s = legible(s)
	if id, ok := t.index[s]; ok {
		return id
	}
	if len(t.styles) >= maxStyles {
		return 0
	}
	id := StyleID(len(t.styles))
	t.styles = append(t.styles, s)
	t.index[s] = id
	return id
}

// over is the style top laid on base.
func (t *sheet) over(base, top StyleID) StyleID {
	if top == 0 {
		return base
	}
	if base == 0 {
		return top
	}
	return t.id(over(t.styles[base], t.styles[top]))
}

// inked is a style with the theme's own colour for words that have no other;
// 0 is what stands around the rows, and stays the terminal's.
func (t *sheet) inked(id StyleID) uv.Style {
	s := t.styles[id]
	if id != 0 && s.Fg == nil {
		s.Fg = t.text
	}
	return s
}

// diff is the SGR sequence that leads from one style to another.
func (t *sheet) diff(from, to StyleID) string {
	if from == to {
		return ""
	}
	k := [2]StyleID{from, to}
	d, ok := t.diffs[k]
	if !ok {
		a, b := t.inked(from), t.inked(to)
		d = uv.StyleDiff(&a, &b)
		t.diffs[k] = d
	}
	return d
}
