package brief

import (
	"bytes"
	"strconv"
	"strings"

	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/text"
)

// A page is a block of HTML being read: the region in hand, which becomes a
// passage at the next tag that begins a block, and the elements that are open.
type page struct {
	w     *walker
	s     *source
	k     *tokens
	from  int // where the region begins; -1 for none
	to    int
	level int       // of the heading that the region is; 0 for none
	elems []element // that are open: lists, items, quotations
	table int       // how many tables the region stands in
	rows  bool      // the region is a table
	first int       // the first passage of that table
	cells int       // cells of the region, and of its last row
	width int
}

// An element is a tag that has been opened and says where passages stand.
type element struct {
	name   string
	frames bool // it is a container
	number int  // of the next item, in an ordered list
}

// maxElements is the most elements that are kept in mind within each other.
const maxElements = 64

// html adds a block of HTML as the passages it shows.
func (w *walker) html(n *ast.HTMLBlock) {
	segments := text.NewSegments()
	segments.AppendAll(n.Lines().Sliced(0, n.Lines().Len()))
	if n.HasClosure() {
		segments.Append(n.ClosureLine)
	}
	lines := w.lines(segments, false)
	if len(lines) == 0 {
		return
	}
	p := page{w: w, s: gather(w.b.Raw, lines, false), from: -1}
	p.k = newTokens(p.s.buf)
	p.read()
}

// read walks the tokens of the block.
func (p *page) read() {
	for i := 0; i < len(p.s.buf); {
		t := p.k.next(i)
		i = t.end
		switch {
		case t.kind == tagToken && p.tableTag(t):
		case t.kind == tagToken && t.name != "br" && (among(blockTags, t.name) || among(cellTags, t.name)):
			p.flush()
			p.name(t)
			if t.name == "pre" && !t.closing {
				i = p.pre(t)
			} else {
				p.block(t)
			}
		default:
			p.take(t)
		}
	}
	p.flush()
	p.pop(0)
}

// name keeps the names that a tag gives to what comes next.
func (p *page) name(t token) {
	for _, name := range tagNames(p.s.buf, t.start, t.end) {
		p.w.b.anchors = append(p.w.b.anchors, anchor{name, len(p.w.b.Passages)})
	}
}

// take adds a token to the region.
func (p *page) take(t token) {
	most := maxProse
	if p.rows {
		most = maxRow
	}
	if p.from >= 0 && t.end-p.from > most {
		rows := p.rows
		p.flush()
		p.rows = rows
	}
	if p.from < 0 {
		if t.kind == hiddenToken || t.kind == textToken && len(bytes.TrimSpace(p.s.buf[t.start:t.end])) == 0 {
			return
		}
		p.from = t.start
	}
	p.to = t.end
}

// tableTag deals with a tag inside a table, or one that begins a row where no
// table is open; false where it is neither.
func (p *page) tableTag(t token) bool {
	cell := among(cellTags, t.name)
	switch {
	case t.name == "table":
		return p.tableEdge(t)
	case p.table > 1:
	case (cell || t.name == "tr") && !t.closing:
		if !p.rows {
			p.flush()
			p.rows, p.table, p.first = true, 1, len(p.w.b.Passages)
		}
		if t.name == "tr" && (p.cells >= maxCells || p.from >= 0 && t.end-p.from > maxLiteral) || p.width >= maxColumns {
			p.flush()
			p.rows = true
		}
		if p.width++; t.name == "tr" {
			p.width = 0
		} else {
			p.cells++
		}
	case !p.rows:
		return false
	}
	p.name(t)
	p.take(t)
	return true
}

// tableEdge deals with the beginning or end of a table: one within another is
// a part of its cell.
func (p *page) tableEdge(t token) bool {
	if t.closing {
		p.table = max(0, p.table-1)
	} else {
		p.table++
	}
	if p.table > 1 || p.table == 1 && t.closing {
		p.take(t)
		return true
	}
	p.flush()
	p.name(t)
	return true
}

// block deals with a tag that begins or ends a block.
func (p *page) block(t token) {
	name := t.name
	switch {
	case name == "hr":
		at := p.s.raw(t.start)
		p.w.add(Passage{Kind: Rule, Span: Span{at, p.s.raw(t.end-1) + 1}, form: nothing})
	case len(name) == 2 && name[0] == 'h' && name[1] >= '1' && name[1] <= '6':
		if !t.closing {
			p.level = int(name[1] - '0')
		}
	case t.closing:
		p.close(name, "")
	case name == "ul" || name == "ol" || name == "menu" || name == "dir" || name == "dl":
		p.open(t, 0, "", false)
	case name == "blockquote":
		p.open(t, InQuote, "", true)
	case name == "li":
		p.close(name, " ul ol menu dir ")
		p.open(t, InItem, p.marker(), true)
	case name == "dt" || name == "dd":
		p.close("dd", " dl ")
		if name == "dd" {
			p.open(t, InDefinition, "", true)
		}
	}
}

// marker is that of the next item of the innermost list.
func (p *page) marker() string {
	for i := len(p.elems) - 1; i >= 0; i-- {
		switch p.elems[i].name {
		case "ol":
			p.elems[i].number++
			return strconv.Itoa(p.elems[i].number-1) + "."
		case "ul", "menu", "dir":
			return "•"
		}
	}
	return "•"
}

// open opens an element, which is a container where frames is set.
func (p *page) open(t token, kind ContainerKind, marker string, frames bool) {
	if len(p.elems) == maxElements {
		return
	}
	e := element{name: t.name, frames: frames && len(p.w.open) < p.w.depth, number: 1}
	if s := attribute(p.s.buf, t.start, t.end, "start"); s.Len() > 0 {
		if n, err := strconv.Atoi(string(p.s.buf[s.Start:s.End])); err == nil && n >= 0 && n < 1e9 {
			e.number = n
		}
	}
	if e.frames {
		p.w.open = append(p.w.open, &opened{Container: Container{Kind: kind, Marker: marker}})
	}
	p.elems = append(p.elems, e)
}

// close closes the innermost element of the given name, and all within it; not
// one outside of an element that bounds names.
func (p *page) close(name, bounds string) {
	for i := len(p.elems) - 1; i >= 0 && !among(bounds, p.elems[i].name); i-- {
		if p.elems[i].name == name {
			p.pop(i)
			return
		}
	}
}

// pop closes all elements but the first n.
func (p *page) pop(n int) {
	for _, e := range p.elems[n:] {
		if e.frames {
			p.w.open = p.w.open[:len(p.w.open)-1]
		}
	}
	p.elems = p.elems[:n]
}

// flush makes a passage of the region in hand.
func (p *page) flush() {
	if p.from >= 0 {
		lines := p.s.cut(p.from, p.to)
		q := Passage{Kind: Heading, Level: p.level, form: htmlText}
		switch {
		case p.rows:
			q = Passage{Kind: Table, Part: len(p.w.b.Passages) - p.first, form: htmlRows}
		case p.level == 0:
			q.Kind = p.w.place()
		}
		p.add(q, lines)
	}
	p.from, p.level, p.rows, p.cells, p.width = -1, 0, false, 0, 0
}

// add adds a passage of HTML.
func (p *page) add(q Passage, lines []line) {
	parts := [][]line{lines}
	if q.Kind != Table {
		parts = split(p.w.b.Raw, lines, maxProse)
	}
	for i, part := range parts {
		if len(part) == 0 {
			continue
		}
		if q.lines = part; i > 0 && q.Kind != Table {
			q.Kind, q.Level = p.w.place(), 0
		}
		q.Span = Span{int(part[0].start), int(part[len(part)-1].end)}
		p.w.addRead(q, p.w.b.readMarkup(&q))
	}
}

// pre adds what stands in a "pre", line by line, and gives the offset after it.
func (p *page) pre(open token) int {
	end := closeTag(p.s.buf, open.end, "pre")
	t := builder{}
	for i := open.end; i < end; {
		k := p.k.next(i)
		i = min(k.end, end)
		switch {
		case k.kind == textToken || k.kind == codeToken:
			t.lines(p.s, k.start, i)
		case k.name == "br":
			t.link(1, p.s.raw(k.start), 0)
			t.text = append(t.text, '\n')
		}
	}
	span := Span{p.s.raw(open.start), p.s.raw(end)}
	for i, q := range t.parts(span) {
		q.Kind, q.Part = Code, i
		p.w.add(q)
	}
	return end
}

// lines writes [from, to) of the buffer with its white space, and entities
// resolved.
func (t *builder) lines(s *source, from, to int) {
	for i := from; i < to; {
		switch s.buf[i] {
		case '\n':
			t.link(1, s.raw(i), s.rawAfter(i)-s.raw(i))
			t.text = append(t.text, '\n')
			i++
			continue
		case '&':
			if char, n := entity(s.buf[i:to]); n > 0 {
				t.whole(char, s.raw(i), n)
				i += n
				continue
			}
		}
		end := i + 1
		for end < to && s.buf[end] != '\n' && s.buf[end] != '&' {
			end++
		}
		t.plain(s.buf[i:end], s.raw(i))
		i = end
	}
}

// parts gives the text as passages that are shown as they are, in the bytes
// span of Raw: one, or several where it is long. Empty lines at its ends are
// left out.
func (t *builder) parts(span Span) []Passage {
	text, runs := t.finish()
	var out []Passage
	most := maxLiteral
	if len(text) > most {
		most = partLiteral
	}
	for from := 0; from < len(text); {
		to := len(text)
		if to-from > most {
			to = from + cut(text[from:], most)
		}
		p := Passage{form: shown, Text: strings.TrimSuffix(text[from:to], "\n")}
		if from == 0 {
			p.Text = strings.TrimLeft(p.Text, "\n")
		}
		if to == len(text) {
			p.Text = strings.TrimRight(p.Text, "\n")
		}
		lead := from + strings.Index(text[from:to], p.Text)
		p.runs = between(runs, lead, lead+len(p.Text))
		if p.Span = span; from > 0 || to < len(text) {
			p.Span = p.Source(Span{0, len(p.Text)})
		}
		if strings.TrimSpace(p.Text) != "" {
			out = append(out, p)
		}
		from = to
	}
	return out
}

// cut gives [from, to) of the buffer as lines of Raw, without white space at
// both ends.
func (s *source) cut(from, to int) []line {
	r := trimSpan(s.buf, Span{from, to})
	var out []line
	for i := r.Start; i < r.End; {
		end := r.End
		if n := bytes.IndexByte(s.buf[i:r.End], '\n'); n >= 0 {
			end = i + n
		}
		if end > i {
			start := s.raw(i)
			out = append(out, line{int32(start), int32(start + end - i), 0})
		}
		i = end + 1
	}
	return out
}

// readMarkup gives a passage of HTML its text, and what that holds besides
// words.
func (b *Brief) readMarkup(p *Passage) *builder {
	s := gather(b.Raw, p.lines, false)
	t := &builder{}
	leaf := b.markupLeaf(p, s.buf).FirstChild()
	if p.form == htmlRows {
		t.rows(leaf, s, !leaf.FirstChild().HasChildren())
	} else {
		t.inside(leaf, s)
	}
	p.Text, p.runs = t.finish()
	if p.form == htmlRows && strings.Trim(p.Text, " \n|") == "" {
		p.Text, p.runs = "", nil
	}
	return t
}

// markupLeaf is Leaf for a passage of HTML.
func (b *Brief) markupLeaf(p *Passage, buf []byte) *ast.Document {
	var node ast.Node = ast.NewParagraph()
	switch {
	case p.form == htmlRows:
		node = b.htmlTable(buf, p.Part > 0)
	case p.Kind == Heading:
		node = ast.NewHeading(p.Level)
		fallthrough
	default:
		b.inlineHTML(node, buf)
		tags(node, buf)
	}
	doc := ast.NewDocument()
	doc.AppendChild(doc, node)
	flatten(doc, 0)
	joinLines(doc, buf)
	return doc
}

// htmlTable makes a table of HTML from its first row on. Its heading is empty
// where no cell of the first row is one, and where the rows are the later ones
// of a table that was split.
func (b *Brief) htmlTable(buf []byte, continued bool) *east.Table {
	var t tableMaker
	k := newTokens(buf)
	for i := 0; i < len(buf); {
		token := k.next(i)
		i = token.end
		if t.tag(token) {
			continue
		}
		if t.cell == nil {
			if token.kind != textToken && token.kind != codeToken || len(bytes.TrimSpace(buf[token.start:token.end])) == 0 {
				continue
			}
			t.add()
		}
		b.appendToken(t.cell, buf, token)
	}
	return tableOf(t.rows, t.headed && !continued, buf)
}

// A tableMaker makes the rows and cells of a table.
type tableMaker struct {
	rows   []*east.TableRow
	cell   *east.TableCell // in hand; nil between cells
	inRow  bool
	headed bool // a cell of the first row is a heading
	nested int  // tables within the cell in hand
}

// add begins a cell, and a row where none is begun.
func (t *tableMaker) add() {
	if !t.inRow {
		t.rows, t.inRow = append(t.rows, east.NewTableRow(nil)), true
	}
	t.cell = east.NewTableCell()
	row := t.rows[len(t.rows)-1]
	row.AppendChild(row, t.cell)
}

// tag deals with a tag that parts rows or cells; false for any other token.
func (t *tableMaker) tag(k token) bool {
	switch {
	case k.kind != tagToken:
		return false
	case k.name == "table" && k.closing:
		t.nested = max(0, t.nested-1)
		return false
	case k.name == "table":
		t.nested++
		return false
	case t.nested > 0:
		return false
	case k.name == "tr":
		t.inRow, t.cell = false, nil
	case !among(cellTags, k.name):
		return false
	case k.closing:
		t.cell = nil
	default:
		t.add()
		t.headed = t.headed || k.name == "th" && len(t.rows) == 1
	}
	return true
}

// tableOf makes a table of its rows, the first one its heading where headed is
// set.
func tableOf(rows []*east.TableRow, headed bool, buf []byte) *east.Table {
	table := east.NewTable()
	if !headed {
		rows = append([]*east.TableRow{east.NewTableRow(nil)}, rows...)
	}
	for i, row := range rows {
		var node ast.Node = row
		if i == 0 {
			node = east.NewTableHeader(row)
		}
		for c := node.FirstChild(); c != nil; c = c.NextSibling() {
			tags(c, buf)
		}
		table.AppendChild(table, node)
	}
	return table
}
