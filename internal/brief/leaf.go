package brief

import (
	"bytes"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/text"
)

// readProse gives a passage of prose its text, and what that holds besides
// words.
func (b *Brief) readProse(p *Passage) *builder {
	s := gather(b.Raw, p.lines, false)
	t := &builder{}
	if bare(s.buf) {
		t.bareLines(s)
	} else {
		t.inside(b.parseInside(s.buf, p.form, p.Level).FirstChild(), s)
	}
	p.Text, p.runs = t.finish()
	return t
}

// markup tells of each byte whether it may mean something in prose.
var markup = func() (m [256]bool) {
	for _, c := range []byte("\\&*_`[]<~{") {
		m[c] = true
	}
	for c := range 0x20 {
		m[c] = c != '\n' && c != '\t'
	}
	return m
}()

// bare tells whether buf has nothing that could be inline markup, so that the
// parser need not be asked. Bare addresses do not matter: as text they stand
// for themselves.
func bare(buf []byte) bool {
	for _, c := range buf {
		if markup[c] {
			return false
		}
	}
	return true
}

// bareLines writes lines without markup.
func (t *builder) bareLines(s *source) {
	rows := piped(s.buf)
	for i := range s.starts {
		from, end, last := s.starts[i], len(s.buf), i+1 == len(s.starts)
		if !last {
			end = s.starts[i+1] - 1
		}
		hard := !last && (rows || bytes.HasSuffix(s.buf[from:end], []byte("  ")))
		end = from + len(bytes.TrimRight(s.buf[from:end], blanks))
		t.words(s, from, end, asIs)
		switch {
		case hard:
			t.space('\n', s.raw(end), s.rawAfter(end))
		case last || !joined(s.buf[from:end], s.buf[s.starts[i+1]:]):
			t.space(' ', s.raw(end), s.rawAfter(end))
		}
	}
}

// tableSource is the content of a table, ready to be parsed. The later rows
// of a table that was split get an empty heading.
func (b *Brief) tableSource(p *Passage) *source {
	s := gather(b.Raw, p.lines, false)
	if p.form != gridOn {
		return s
	}
	head := bytes.Repeat([]byte("| "), p.columns)
	head = append(append(head, "|\n"...), bytes.Repeat([]byte("|-"), p.columns)...)
	head = append(head, "|\n"...)
	s.buf = append(head, s.buf...)
	for i := range s.starts {
		s.starts[i] += len(head)
	}
	return s
}

// readTable gives a table its text, and what that holds besides words.
func (b *Brief) readTable(p *Passage) *builder {
	s := b.tableSource(p)
	t := &builder{}
	t.rows(b.parseInside(s.buf, p.form, 0).FirstChild(), s, p.form == gridOn)
	p.Text, p.runs = t.finish()
	return t
}

// Leaf is passage i parsed again by goldmark as a document of its own: an
// *ast.Document with the one leaf block, and the source its segments point
// into. Both are the caller's, who may change them. Only these inline nodes
// occur: Text, Emphasis, Strikethrough, CodeSpan, Link, AutoLink, Image,
// RawHTML (of which Break tells all there is to show), Reference, NameLink,
// Alert and Shortcode. Nothing in the source has been made inert: that is done where it
// is drawn, after entities have been resolved.
func (b *Brief) Leaf(i int) (ast.Node, []byte) {
	p := &b.Passages[i]
	switch p.form {
	case prose, alert:
		s := gather(b.Raw, p.lines, false)
		return b.parseInside(s.buf, p.form, p.Level), s.buf
	case grid, gridOn:
		s := b.tableSource(p)
		return b.parseInside(s.buf, p.form, 0), s.buf
	case htmlText, htmlRows:
		s := gather(b.Raw, p.lines, false)
		return b.markupLeaf(p, s.buf), s.buf
	case literal:
		return b.codeLeaf(p)
	case nothing:
		root := ast.NewDocument()
		root.AppendChild(root, ast.NewThematicBreak())
		return root, nil
	}
	return shownLeaf(p)
}

// codeLeaf is Leaf for a code block.
func (b *Brief) codeLeaf(p *Passage) (ast.Node, []byte) {
	s := gather(b.Raw, p.lines, true)
	buf := append(s.buf, '\n')
	var info *ast.Text
	if p.Info != "" {
		info = ast.NewTextSegment(text.NewSegment(len(buf), len(buf)+len(p.Info)))
	}
	node := ast.NewFencedCodeBlock(info)
	for start := 0; start < len(buf); {
		end := start + bytes.IndexByte(buf[start:], '\n') + 1
		node.Lines().Append(text.NewSegment(start, end))
		start = end
	}
	root := ast.NewDocument()
	root.AppendChild(root, node)
	return root, append(buf, p.Info...)
}

// shownLeaf is Leaf for a passage whose text is not Markdown.
func shownLeaf(p *Passage) (ast.Node, []byte) {
	var node ast.Node = ast.NewParagraph()
	if p.Kind == Heading {
		node = ast.NewHeading(p.Level)
	}
	buf := []byte(p.Text)
	for start := 0; start <= len(buf); {
		end := len(buf)
		if n := bytes.IndexByte(buf[start:], '\n'); n >= 0 {
			end = start + n
		}
		t := ast.NewRawTextSegment(text.NewSegment(start, end))
		t.SetHardLineBreak(end < len(buf))
		node.AppendChild(node, t)
		start = end + 1
	}
	root := ast.NewDocument()
	root.AppendChild(root, node)
	return root, buf
}
