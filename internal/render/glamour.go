package render

import (
	"bytes"
	"strings"

	"charm.land/glamour/v2/ansi"
	"github.com/alecthomas/chroma/v2/lexers"
	uv "github.com/charmbracelet/ultraviolet"
	xansi "github.com/charmbracelet/x/ansi"
	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// This file is the only road to Glamour. What goes in is a tree built here,
// of known nodes, never deeper than six, over a buffer of harmless words; what
// comes back is believed only where it has the very same words. So Glamour
// decides how words look and nothing else.

// look is the style of a text from the end of the look before it.
type look struct {
	end   int // byte
	style StyleID
}

// clean leaves of a configuration what colours words; whatever would add,
// move or change them is taken out.
func clean(c ansi.StyleConfig) ansi.StyleConfig {
	prim := func(p *ansi.StylePrimitive) {
		p.BlockPrefix, p.BlockSuffix, p.Prefix, p.Suffix, p.Format = "", "", "", "", ""
		p.Upper, p.Lower, p.Title, p.Conceal = nil, nil, nil, nil
	}
	c.Document = ansi.StyleBlock{}
	for _, b := range []*ansi.StyleBlock{
		&c.Paragraph, &c.Heading, &c.H1, &c.H2, &c.H3, &c.H4, &c.H5, &c.H6, &c.Code, &c.CodeBlock.StyleBlock,
	} {
		prim(&b.StylePrimitive)
		b.Indent, b.IndentToken, b.Margin = nil, nil, nil
	}
	for _, p := range []*ansi.StylePrimitive{
		&c.Text, &c.Strikethrough, &c.Emph, &c.Strong, &c.Link, &c.LinkText, &c.Image, &c.ImageText,
	} {
		prim(p)
	}
	// Its colours would be registered once for the whole process, whichever
	// theme comes first: only named code themes are used.
	c.CodeBlock.Chroma = nil
	return c
}

// stylist renders trees with Glamour.
type stylist struct {
	cfg   ansi.StyleConfig
	r     renderer.Renderer
	langs map[string]bool // whether a language of code is known
}

func newStylist(cfg ansi.StyleConfig) *stylist {
	s := &stylist{cfg: clean(cfg), langs: map[string]bool{}}
	s.reset()
	return s
}

// speaks tells whether there is a lexer for a language. A name that is not
// known takes milliseconds to look for, and without one Glamour would guess.
func (s *stylist) speaks(lang string) bool {
	const longest, most = 32, 500
	for i := range len(lang) {
		if c := lang[i]; c <= ' ' || c >= 0x7f || strings.IndexByte("*?[]\\/", c) >= 0 {
			return false
		}
	}
	if lang == "" || len(lang) > longest {
		return false
	}
	known, seen := s.langs[lang]
	if !seen && len(s.langs) < most {
		known = lexers.Get(lang) != nil
		s.langs[lang] = known
	}
	return known
}

// reset makes a new renderer: one that failed half-way keeps what it had begun.
func (s *stylist) reset() {
	r := ansi.NewRenderer(ansi.Options{PreserveNewLines: true, Styles: s.cfg, ChromaFormatter: "terminal16m"})
	s.r = renderer.NewRenderer(renderer.WithNodeRenderers(util.Prioritized(r, 1000)))
}

// render gives Glamour's output; false where it failed in any way.
func (s *stylist) render(doc ast.Node, source []byte) (out string, ok bool) {
	defer func() {
		if recover() != nil {
			out, ok = "", false
		}
		if !ok {
			s.reset()
		}
	}()
	var buf bytes.Buffer
	if err := s.r.Render(&buf, source, doc); err != nil {
		return "", false
	}
	return buf.String(), true
}

// styleRuns has Glamour style the runs as a paragraph, or as a heading where
// level is 1 to 6. The looks cover joined, the runs' words in one string; nil
// where Glamour failed or there is nothing to style.
func (e *Engine) styleRuns(runs []run, joined string, level int) []look {
	if len(joined) > maxStyled || level == 0 && plain(runs) {
		return nil
	}
	doc, source := tree(runs, level)
	out, ok := e.stylist.render(doc, source)
	if !ok {
		return nil
	}
	return e.looks(out, joined)
}

// plain tells whether no run has anything to style.
func plain(runs []run) bool {
	for _, r := range runs {
		if r.attr&^(aside|tool|picture) != 0 || r.link != nil {
			return false
		}
	}
	return true
}

// tree builds the document that Glamour styles.
func tree(runs []run, level int) (ast.Node, []byte) {
	var block ast.Node = ast.NewParagraph()
	if level > 0 {
		block = ast.NewHeading(level)
	}
	var buf bytes.Buffer
	for _, r := range runs {
		lines := strings.SplitAfter(r.text, "\n")
		for _, line := range lines {
			if line != "" {
				block.AppendChild(block, branch(r, line, &buf))
			}
		}
	}
	doc := ast.NewDocument()
	doc.AppendChild(doc, block)
	return doc, buf.Bytes()
}

// branch builds one run: emphasis outside, a link within it, the words inside.
// Glamour draws no address for a link to a fragment, and no OSC 8: the links
// of cells are set here, from the run.
func branch(r run, line string, buf *bytes.Buffer) ast.Node {
	words, end := strings.CutSuffix(line, "\n")
	from := buf.Len()
	buf.WriteString(guard(words, r.attr&code != 0))
	t := ast.NewTextSegment(text.NewSegment(from, buf.Len()))
	if end {
		t.SetHardLineBreak(true)
	}
	var n ast.Node = t
	wrap := func(outer ast.Node) { outer.AppendChild(outer, n); n = outer }
	if end {
		return n // a line's end carries no style
	}
	switch {
	case r.attr&aside != 0:
		return n
	case r.attr&code != 0:
		wrap(ast.NewCodeSpan())
	case r.attr&strike != 0:
		wrap(extast.NewStrikethrough())
	}
	if r.attr&emph != 0 {
		wrap(ast.NewEmphasis(1))
	}
	if r.attr&strong != 0 {
		wrap(ast.NewEmphasis(2))
	}
	if r.link != nil {
		l := ast.NewLink()
		l.Destination = []byte("#here")
		wrap(l)
	}
	return n
}

// guard writes words so that Glamour, which resolves references and most
// backslash escapes in every text, gives back just these words.
func guard(s string, code bool) string {
	if strings.Contains(s, "&") {
		s = strings.ReplaceAll(s, "&", "&amp;")
	}
	if !code && strings.Contains(s, `\`) {
		s = strings.ReplaceAll(s, `\`, `\\`)
	}
	return s
}

// maxColoured is the most bytes of code that is coloured, all its parts
// together: to find the colours takes far longer than all else there is to do.
const maxColoured = 16 << 10

// styleCode has Glamour colour code in a language that is known; nil where it
// is not or is too long.
func (e *Engine) styleCode(code, lang string) []look {
	const line = 2 << 10
	if len(code) > maxColoured || e.stylist.cfg.CodeBlock.Theme == "" || longest(code) > line || !e.stylist.speaks(lang) {
		return nil
	}
	source := []byte(lang + "\n" + code)
	n := ast.NewFencedCodeBlock(ast.NewTextSegment(text.NewSegment(0, len(lang))))
	n.Lines().Append(text.NewSegment(len(lang)+1, len(source)))
	doc := ast.NewDocument()
	doc.AppendChild(doc, n)
	out, ok := e.stylist.render(doc, source)
	if !ok {
		return nil
	}
	return e.looks(strings.TrimPrefix(out, "\n"), code)
}

// longest is the length in bytes of the longest line.
func longest(s string) int {
	most := 0
	for line := range strings.SplitSeq(s, "\n") {
		most = max(most, len(line))
	}
	return most
}

// looks reads the styles out of Glamour's output. It is nil unless the words
// in it are want, but for spaces and newlines after the last.
func (e *Engine) looks(out, want string) []look {
	p := xansi.GetParser()
	defer xansi.PutParser(p)
	var (
		looks []look
		pen   uv.Style
		state byte
		at    int
	)
	for len(out) > 0 {
		seq, width, n, next := xansi.DecodeSequence(out, state, p)
		out, state = out[n:], next
		switch {
		case width == 0 && xansi.HasCsiPrefix(seq) && xansi.Cmd(p.Command()).Final() == 'm':
			uv.ReadStyle(p.Params(), &pen)
		case width == 0 && xansi.HasOscPrefix(seq):
		case strings.HasPrefix(want[at:], seq):
			at += len(seq)
			looks = extend(looks, at, e.id(pen))
		case strings.Trim(seq, " \n") == "" && strings.Trim(want[at:], " \n") == "":
		default:
			return nil
		}
	}
	if strings.Trim(want[at:], " \n") != "" {
		return nil
	}
	return extend(looks, len(want), 0)
}

// extend makes the looks reach to end in a style.
func extend(looks []look, end int, style StyleID) []look {
	if n := len(looks); n > 0 && (looks[n-1].style == style || looks[n-1].end == end) {
		looks[n-1].end = end
		return looks
	}
	return append(looks, look{end, style})
}
