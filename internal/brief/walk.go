package brief

import (
	"bytes"
	"regexp"
	"strconv"
	"strings"

	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"

	"broadsheet/internal/inert"
)

// A walker turns the block structure of a body into passages.
type walker struct {
	b     *Brief
	src   []byte // the body as the parser saw it
	off   int    // where it begins in Raw
	depth int    // most containers in a Frame
	open  []*opened
}

// An opened container is one that the walker stands in.
type opened struct {
	Container
	used bool // a passage has carried its marker
}

// parseMarkdown reads the body as Markdown.
func (b *Brief) parseMarkdown(lim Limits) {
	body := bound(b.Raw[b.Body.Start:b.Body.End], lim.depth())
	pc := parser.NewContext()
	root := blocks.Parse(text.NewReader(body), parser.WithContext(pc))
	b.refs = copyReferences(pc)
	b.defineNotes(root)
	b.closed = closings(b.Raw[b.Body.Start:b.Body.End])
	w := &walker{b: b, src: body, off: b.Body.Start, depth: lim.depth()}
	w.children(root)
}

// children walks the blocks in n.
func (w *walker) children(n ast.Node) {
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		w.block(c)
	}
}

// inside walks the blocks in n, which is a container.
func (w *walker) inside(n ast.Node, kind ContainerKind, marker string) {
	w.open = append(w.open, &opened{Container: Container{Kind: kind, Marker: marker}})
	w.children(n)
	w.open = w.open[:len(w.open)-1]
}

// block walks one block.
func (w *walker) block(n ast.Node) {
	switch n := n.(type) {
	case *ast.List:
		w.list(n)
	case *ast.Blockquote:
		w.inside(n, InQuote, "")
	case *east.Footnote:
		w.note(n)
	case *east.DefinitionDescription:
		w.inside(n, InDefinition, "")
	case *ast.Heading:
		w.heading(n)
	case *ast.Paragraph, *ast.TextBlock, *east.DefinitionTerm:
		w.paragraph(n)
	case *ast.CodeBlock:
		w.code(n, "")
	case *ast.FencedCodeBlock:
		info := ""
		if n.Info != nil {
			info = inert.Line(string(n.Language(w.src)))
		}
		w.code(n, info)
	case *ast.HTMLBlock:
		w.html(n)
	case *ast.ThematicBreak:
		at := w.off + n.Pos()
		end := w.off + lineEnd(w.src, n.Pos())
		w.add(Passage{Kind: Rule, Span: Span{at, end}, form: nothing})
	case *east.Table:
		w.table(n)
	case *ast.LinkReferenceDefinition:
	default:
		w.children(n)
	}
}

// list walks the items of a list, each with its marker.
func (w *walker) list(n *ast.List) {
	number := n.Start
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		marker := "•"
		if n.IsOrdered() {
			marker = strconv.Itoa(number) + string(rune(n.Marker))
			number++
		}
		w.inside(c, InItem, marker)
	}
}

// lines gives the lines of a block, each trimmed on the left where trim is
// set and, where it is the last, on the right.
func (w *walker) lines(segments *text.Segments, trim bool) []line {
	out := make([]line, 0, segments.Len())
	for i := range segments.Len() {
		seg := segments.At(i)
		start, end, pad := seg.Start, max(seg.Start, seg.Stop), seg.Padding
		if end > start && w.src[end-1] == '\n' {
			end--
		}
		if end > start && w.src[end-1] == '\r' {
			end--
		}
		if trim {
			start, pad = end-len(bytes.TrimLeft(w.src[start:end], blanks)), 0
			if i == segments.Len()-1 {
				end = start + len(bytes.TrimRight(w.src[start:end], blanks))
			}
			if start == end {
				continue
			}
		}
		out = append(out, line{int32(start + w.off), int32(end + w.off), int32(pad)})
	}
	return out
}

// blanks are the bytes that goldmark takes for white space.
const blanks = " \t\n\v\f\r"

// heading adds a heading, and the section it opens.
func (w *walker) heading(n *ast.Heading) {
	lines := w.lines(n.Lines(), true)
	if len(lines) == 0 {
		return
	}
	start, end := w.off+n.Pos(), int(lines[len(lines)-1].end)
	if start >= int(lines[0].start) { // not "# …" but underlined
		start = int(lines[0].start)
		if next := lineBreakEnd(w.src, end-w.off); next < len(w.src) {
			end = w.off + lineEnd(w.src, next)
		}
	} else {
		end = w.off + lineEnd(w.src, end-w.off)
	}
	last := &lines[len(lines)-1]
	content := w.src[int(last.start)-w.off : int(last.end)-w.off]
	if m := attributes.FindSubmatchIndex(content); m != nil && m[0] > 0 {
		last.end = last.start + int32(m[0])
		for id := range strings.FieldsSeq(string(content[m[2]:m[3]])) {
			if id, ok := strings.CutPrefix(id, "#"); ok {
				w.b.anchors = append(w.b.anchors, anchor{id, len(w.b.Passages)})
			}
		}
	}
	w.prose(Passage{Kind: Heading, Level: n.Level}, lines, Span{start, end})
}

// attributes are what Pandoc, Kramdown and Hugo write behind a heading, for
// links to it: "{#the-talks .wide}". They are no words of the heading.
var attributes = regexp.MustCompile(`[ \t]*\{([#.][^{}]*)\}$`)

// lineBreakEnd is where the line break at or after i ends.
func lineBreakEnd(b []byte, i int) int {
	i = lineEnd(b, i)
	if bytes.HasPrefix(b[i:], []byte("\r\n")) {
		return i + 2
	}
	return min(i+1, len(b))
}

// paragraph adds a paragraph, in the kind that its place gives it.
func (w *walker) paragraph(n ast.Node) {
	lines := w.lines(n.Lines(), true)
	if len(lines) == 0 {
		return
	}
	if _, ok := n.Parent().(*ast.ListItem); ok && n.PreviousSibling() == nil {
		w.task(&lines[0])
	}
	p := Passage{}
	if _, ok := n.Parent().(*ast.Blockquote); ok && n.PreviousSibling() == nil && alertWords(w.raw(lines[0])) != "" {
		p.form = alert
	}
	if len(w.open) >= w.depth {
		p.Deeper = w.unquote(lines)
	}
	for len(lines) > 0 {
		if words, ok := fence(w.b.Raw, lines[0]); ok {
			w.fence(words)
			lines = lines[1:]
			continue
		}
		end := 1
		for end < len(lines) {
			if _, ok := fence(w.b.Raw, lines[end]); ok {
				break
			}
			end++
		}
		p.Kind = w.place()
		w.prose(p, lines[:end], Span{int(lines[0].start), int(lines[end-1].end)})
		lines, p.form, p.Deeper = lines[end:], prose, 0
	}
}

// raw is a line's bytes.
func (w *walker) raw(l line) []byte { return w.b.Raw[l.start:l.end] }

// unquote takes the markers of quotations from lines that stand in more
// containers than are opened, and gives the most that a line has.
func (w *walker) unquote(lines []line) int {
	most := 0
	for k := range lines {
		l := w.raw(lines[k])
		rest := bytes.TrimLeft(l, "> \t")
		if n := bytes.Count(l[:len(l)-len(rest)], []byte(">")); n > 0 {
			most = max(most, n)
			lines[k].start = lines[k].end - int32(len(rest))
		}
	}
	return most
}

// fence adds what a line says that parts a piece of the text from the rest, as
// an aside; nothing where it only ends one.
func (w *walker) fence(words line) {
	if words.start == words.end {
		return
	}
	p := Passage{Kind: w.place(), lines: []line{words}, Span: Span{int(words.start), int(words.end)}}
	t := w.b.readProse(&p)
	if p.Text != "" {
		p.Aside = true
		w.b.refer(t.refs)
		w.add(p)
	}
}

// fence tells whether a line is the first or last of a part of the text that
// has a name ("::: warning"), as Pandoc, VuePress and Docusaurus have them,
// and gives what it says besides the colons.
func fence(raw []byte, l line) (words line, ok bool) {
	const most = 200
	s := raw[l.start:l.end]
	rest := bytes.TrimLeft(s, ":")
	if len(s)-len(rest) < 3 || len(s) > most {
		return l, false
	}
	if len(rest) > 0 && bytes.IndexByte([]byte(" \t{"), rest[0]) < 0 && (rest[0]|0x20 < 'a' || rest[0]|0x20 > 'z') {
		return l, false
	}
	rest = bytes.TrimLeft(rest, blanks)
	l.start = l.end - int32(len(rest))
	l.end = l.start + int32(len(bytes.TrimRight(rest, blanks+":")))
	return l, true
}

// task takes the box of a task from the first line of a list item.
func (w *walker) task(l *line) {
	s := w.src[int(l.start)-w.off : int(l.end)-w.off]
	if len(s) < 5 || s[0] != '[' || s[2] != ']' || s[3] != ' ' && s[3] != '\t' {
		return
	}
	item := w.open[len(w.open)-1]
	switch s[1] {
	case ' ':
		item.Marker = "[ ]"
	case 'x', 'X':
		item.Marker = "[x]"
	default:
		return
	}
	l.start = l.end - int32(len(bytes.TrimLeft(s[3:], blanks)))
}

// place is the kind of a paragraph that stands here.
func (w *walker) place() Kind {
	if len(w.open) == 0 {
		return Paragraph
	}
	if last := w.open[len(w.open)-1]; last.Kind == InItem && !last.used {
		return ListItem
	}
	for _, o := range w.open {
		if o.Kind == InQuote {
			return Quote
		}
	}
	return Paragraph
}

// prose adds a passage with inline markup, in several parts where it is long.
func (w *walker) prose(p Passage, lines []line, span Span) {
	parts := split(w.b.Raw, lines, maxProse)
	for i, part := range parts {
		q := p
		q.lines = part
		q.Span = partSpan(parts, i, span)
		if i > 0 {
			q.form, q.Deeper = prose, 0
			if q.Kind = w.place(); p.Kind == Heading {
				q.Level = 0
			}
		}
		w.addRead(q, w.b.readProse(&q))
	}
}

// addRead adds a passage that has been read, if it has any text, and what it
// holds besides words. One of nothing but instructions to a site generator is
// no part of the account.
func (w *walker) addRead(p Passage, t *builder) {
	for _, name := range t.names {
		w.b.anchors = append(w.b.anchors, anchor{name, len(w.b.Passages)})
	}
	if p.Text == "" {
		return
	}
	w.b.refer(t.refs)
	p.Aside = t.quiet > 0 && t.quiet == visible(t.text)
	w.add(p)
}

// code adds a code block.
func (w *walker) code(n ast.Node, info string) {
	lines := w.lines(n.Lines(), false)
	if len(lines) == 0 {
		return
	}
	span := Span{int(lines[0].start), int(lines[len(lines)-1].end)}
	if _, fenced := n.(*ast.FencedCodeBlock); fenced {
		span.Start = min(span.Start, w.off+max(0, n.Pos()))
		next := lineBreakEnd(w.src, span.End-w.off)
		end := lineEnd(w.src, next)
		if closing := bytes.Trim(w.src[next:end], " \t>"); len(closing) > 2 && (closing[0] == '`' || closing[0] == '~') {
			span.End = w.off + end
		}
	}
	first := len(w.b.Passages)
	parts := split(w.b.Raw, lines, maxLiteral)
	if len(parts) > 1 {
		parts = split(w.b.Raw, lines, partLiteral)
	}
	for i, part := range parts {
		p := Passage{Kind: Code, Info: info, Span: partSpan(parts, i, span), Part: len(w.b.Passages) - first, form: literal, lines: part}
		t := builder{}
		t.verbatim(gather(w.b.Raw, part, false))
		if p.Text, p.runs = t.finish(); len(bytes.TrimSpace([]byte(p.Text))) > 0 {
			w.add(p)
		}
	}
}

// table adds a table, in several parts where it has many cells.
func (w *walker) table(n *east.Table) {
	lines := w.lines(n.Lines(), true)
	if len(lines) < 2 {
		return
	}
	columns, first := len(n.Alignments), len(w.b.Passages)
	rows := max(1, maxCells/columns)
	for from := 0; from < len(lines); {
		to, size := from, 0
		for to < len(lines) && to-from < rows+2 && (size < maxLiteral || to-from < 2) {
			size += int(lines[to].end - lines[to].start)
			to++
		}
		p := Passage{Kind: Table, Part: len(w.b.Passages) - first, form: grid, lines: lines[from:to]}
		if from > 0 {
			p.form, p.columns = gridOn, columns
		}
		p.Span = Span{int(lines[from].start), int(lines[to-1].end)}
		w.addRead(p, w.b.readTable(&p))
		from = to
	}
}

// add appends a passage to the brief, with what it stands in.
func (w *walker) add(p Passage) {
	b := w.b
	last := b.Body.Start
	if n := len(b.Passages); n > 0 {
		last = b.Passages[n-1].Span.End
	}
	p.Span.Start = max(p.Span.Start, last)
	p.Span.End = max(p.Span.End, p.Span.Start)
	for _, o := range w.open {
		p.Frame = append(p.Frame, Container{Kind: o.Kind, Marker: o.Marker, First: !o.used})
		o.used = true
	}
	if n := len(p.Frame); n > w.depth { // the innermost stays: it may carry a marker
		p.Frame[w.depth-1] = p.Frame[n-1]
		p.Frame = p.Frame[:w.depth:w.depth]
	}
	b.addPassage(p)
}
