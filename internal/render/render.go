// Package render draws the passages of a brief, one by one, as rows of cells
// that know the bytes they come from.
//
// The contract: everything in a cell is harmless (package inert has seen it
// after all decoding, and the only sequences Paint writes are SGR and OSC 8
// with an address that inert.URL accepts); no row is wider than was asked for;
// no word of a passage is lost; and whatever a passage holds, drawing it takes
// time bounded by its size: where Glamour fails, or would take long, the words
// are drawn without styles.
//
// Glamour says how words and code look. Everything that has a shape, the
// frames of quotations and lists, the lines, the tables, is drawn here: so a
// passage needs to know nothing of its neighbours, and a reader of a large
// document draws only what is on its screen.
package render

import (
	"slices"
	"strconv"
	"strings"

	"github.com/yuin/goldmark/ast"

	"broadsheet/internal/brief"
	"broadsheet/internal/inert"
)

// An Engine draws briefs in one theme. It keeps what it drew last, and is used
// by one goroutine at a time.
type Engine struct {
	*sheet
	theme   Theme
	stylist *stylist
	cache   *cache

	words, dim, bar, marker, line, code, image StyleID
	marks                                      [markKinds]StyleID
}

// New makes an engine for a theme.
func New(t Theme) *Engine {
	e := &Engine{theme: t, sheet: newSheet(), stylist: newStylist(t.Glamour), cache: newCache()}
	for _, s := range []struct {
		id *StyleID
		s  Style
	}{
		{&e.dim, t.Dim}, {&e.bar, t.Bar}, {&e.marker, t.Marker}, {&e.line, t.Line}, {&e.code, t.Code},
		{&e.image, Style{Italic: true}},
		{&e.marks[MarkHit], t.Hit}, {&e.marks[MarkVariant], t.Variant}, {&e.marks[MarkCurrent], t.Current}, {&e.marks[MarkBookmark], t.Bookmark},
		{&e.marks[MarkRed], t.Tints[0]}, {&e.marks[MarkYellow], t.Tints[1]}, {&e.marks[MarkGreen], t.Tints[2]}, {&e.marks[MarkBlue], t.Tints[3]},
		{&e.marks[MarkShared], t.Shared}, {&e.marks[MarkDiffers], t.Differs},
		{&e.marks[MarkCut], t.Cut}, {&e.marks[MarkPut], t.Put}, {&e.marks[MarkSelected], t.Selected},
	} {
		*s.id = e.id(s.s.cell())
	}
	e.text = t.Text
	e.words = e.id(Style{Fg: t.Text}.cell())
	return e
}

// Theme is the theme the engine was made for.
func (e *Engine) Theme() Theme { return e.theme }

// Render draws passage i of b in at most width columns (at least 1). It has
// one row or more. The block is shared: never change it.
func (e *Engine) Render(b *brief.Brief, i, width int) Block {
	width = max(width, 1)
	if i < 0 || i >= len(b.Passages) {
		return Block{Passage: i, Width: width, Rows: []Row{{}}}
	}
	if block, ok := e.cache.get(b, i, width); ok {
		return block
	}
	p := &b.Passages[i]
	first, rest := e.frame(p.Frame, width)
	inner := width - columns(rest)
	lines := e.content(b, i, inner)
	if p.Deeper > 0 {
		lines = append(wrap(e.decor(deeper(p.Deeper), e.dim), inner), lines...)
	}
	if p.Aside {
		for _, l := range lines {
			for k := range l {
				l[k].Style = e.over(l[k].Style, e.dim)
			}
		}
	}
	block := Block{Passage: i, Width: width, Rows: e.rows(lines, first, rest)}
	e.cache.put(b, i, width, block)
	return block
}

// deeper says how many levels of quotation are not drawn.
func deeper(n int) string {
	if n == 1 {
		return "… 1 more level"
	}
	digits := strconv.Itoa(n)
	for at := len(digits) - 3; at > 0; at -= 3 {
		digits = digits[:at] + "," + digits[at:]
	}
	return "… " + digits + " more levels"
}

// content draws a passage without its frame; whatever fails, its words are drawn.
func (e *Engine) content(b *brief.Brief, i, width int) (lines [][]glyph) {
	p := &b.Passages[i]
	defer func() {
		if recover() != nil {
			lines = e.fallback(p, width)
		}
		if len(lines) == 0 {
			lines = [][]glyph{nil}
		}
	}()
	switch p.Kind {
	case brief.Rule:
		g := e.decor(strings.Repeat("─", width), e.line)
		for k := range g {
			g[k].src = int32(p.Span.Start)
		}
		return [][]glyph{g}
	case brief.Code:
		return e.codeBlock(b, i, width)
	case brief.Table:
		if lines := e.table(b, i, width); lines != nil {
			return lines
		}
	default:
		if g := e.prose(b, i); g != nil {
			return e.underline(p, wrap(g, width))
		}
	}
	return e.fallback(p, width)
}

// prose gives the glyphs of a paragraph or heading; nil where its leaf can not
// be drawn in style.
func (e *Engine) prose(b *brief.Brief, i int) []glyph {
	p := &b.Passages[i]
	doc, source := b.Leaf(i)
	if doc == nil || len(source) > 2*maxStyled {
		return nil
	}
	block := doc.FirstChild()
	if block == nil || block.NextSibling() != nil {
		return nil
	}
	switch block.Kind() {
	case ast.KindParagraph, ast.KindTextBlock, ast.KindHeading:
	default:
		return nil
	}
	runs, ok := gather(b, block, source)
	if !ok {
		return nil
	}
	level := 0
	if p.Kind == brief.Heading {
		level = min(max(p.Level, 1), 6)
	}
	words := join(runs)
	g := e.glyphRuns(runs, words, e.styleRuns(runs, words, level))
	align(g, p, "")
	if !whole(g, p.Text) {
		return nil
	}
	return g
}

// whole tells whether the glyphs stand for all words of the text.
func whole(g []glyph, text string) bool {
	drawn, all := 0, 0
	for k := range g {
		if g[k].src >= 0 && !g[k].blank() {
			drawn += len(g[k].own())
		}
	}
	for k := range len(text) {
		if !space(text[k]) {
			all++
		}
	}
	return drawn >= all
}

// underline draws the line below a heading of the first two levels, so that
// they stand out where there are no colours.
func (e *Engine) underline(p *brief.Passage, lines [][]glyph) [][]glyph {
	if p.Kind != brief.Heading || p.Level > 2 || len(p.Text) == 0 {
		return lines
	}
	widest := 0
	for _, l := range lines {
		widest = max(widest, columns(l))
	}
	stroke := "─"
	if p.Level == 1 {
		stroke = "━"
	}
	return append(lines, e.decor(strings.Repeat(stroke, widest), e.line))
}

// fallback draws the passage's text as it is.
func (e *Engine) fallback(p *brief.Passage, width int) [][]glyph {
	words := strings.ReplaceAll(inert.Text(p.Text), "\t", " ")
	g := e.cut(words)
	if len(words) == len(p.Text) {
		for k := range g {
			if !g[k].end() {
				g[k].src = source(p, int(g[k].at), int(g[k].at)+len(g[k].Text))
			}
		}
	} else {
		align(g, p, "")
	}
	if p.Kind == brief.Heading {
		head := e.id(Style{Bold: true}.cell())
		for k := range g {
			g[k].Style = head
		}
	}
	return e.underline(p, wrap(g, width))
}

// codeBlock draws code: indented, its lines unwrapped but for those too long,
// whose rests are marked.
func (e *Engine) codeBlock(b *brief.Brief, i, width int) [][]glyph {
	const indent = 2
	p := &b.Passages[i]
	words := expand(inert.Text(p.Text))
	if i+1 < len(b.Passages) && b.Passages[i+1].Part > 0 {
		words += "\n" // more follows: empty lines at the end count
	} else {
		words = strings.TrimRight(words, "\n ")
	}
	g := e.cut(words)
	var looks []look
	if first, n := parts(b, i); n == 1 || b.Passages[first+n-1].Span.End-b.Passages[first].Span.Start <= maxColoured {
		looks = e.styleCode(words, p.Info)
	}
	k := 0
	for i := range g {
		for k < len(looks) && looks[k].end <= int(g[i].at) {
			k++
		}
		if g[i].Style = e.code; k < len(looks) {
			g[i].Style = looks[k].style
		}
	}
	align(g, p, "")
	if width < 4*indent {
		return wrap(g, width)
	}
	fit(g, width-indent)
	margin, more := e.decor("  ", 0), e.decor("↪ ", e.dim)
	var out [][]glyph
	for len(g) > 0 {
		n := slices.IndexFunc(g, func(x glyph) bool { return x.end() })
		if n < 0 {
			n = len(g)
		}
		parts := codeParts(trim(g[:n]), width-indent)
		for i, part := range parts {
			lead := margin
			if i > 0 {
				lead = more
			}
			if len(part) == 0 {
				lead = nil
			}
			out = append(out, slices.Concat(lead, part))
		}
		g = g[min(n+1, len(g)):]
	}
	return out
}

// codeParts breaks a line of code: after the last space that fits, if that
// does not leave a third of the width empty, else where the width ends.
func codeParts(line []glyph, width int) [][]glyph {
	var out [][]glyph
	for rest := columns(line); rest > width; {
		n, used, cut := 0, 0, 0
		for used+int(line[n].Width) <= width {
			used += int(line[n].Width)
			n++
			if line[n-1].blank() && used >= width*2/3 {
				cut = n
			}
		}
		if cut == 0 {
			cut = n
		}
		out = append(out, line[:cut])
		rest -= columns(line[:cut])
		line = line[cut:]
	}
	return append(out, line)
}

// expand replaces tabs by spaces up to the next multiple of four columns,
// counting a column a character.
func expand(s string) string {
	const stop = 4
	if !strings.Contains(s, "\t") {
		return s
	}
	var sb strings.Builder
	col := 0
	for _, r := range s {
		switch r {
		case '\t':
			n := stop - col%stop
			sb.WriteString("    "[:n])
			col += n
			continue
		case '\n':
			col = -1
		}
		sb.WriteRune(r)
		col++
	}
	return sb.String()
}

// Text is the row without styles, spaces at its end cut off.
func (e *Engine) Text(r Row) string { return strings.TrimRight(r.text(), " ") }

// Lines draws the whole of b as plain text, as the reader draws it: a string a
// row, at most width columns, without styles or spaces at the end.
func (e *Engine) Lines(b *brief.Brief, width int) []string {
	var out []string
	for i := range b.Passages {
		for _, r := range e.Between(b, i, width) {
			out = append(out, e.Text(r))
		}
		for _, r := range e.Render(b, i, width).Rows {
			out = append(out, e.Text(r))
		}
	}
	return out
}
