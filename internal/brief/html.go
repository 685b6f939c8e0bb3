package brief

import (
	"bytes"
	"strings"

	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/text"
)

// HTML in a document is read as the passages it shows: at every tag that
// begins a block a new one begins, headings and lists and quotations are what
// they are in Markdown, a table is a table. The inside of a passage is read
// from the same bytes again by Leaf, as that of Markdown is. What a browser
// does not show (comments, scripts, tags without a meaning for words) is not
// shown.

// Tags by what they do to the text. A tag of none of these kinds stands in the
// middle of a text and parts nothing.
const (
	hiddenTags = " script style head title template " // whose content is not shown
	blockTags  = " address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption figure footer form frameset h1 h2 h3 h4 h5 h6 header hr html legend li main menu nav ol optgroup option p pre search section select summary table tbody tfoot thead tr ul "
	cellTags   = " td th "
)

func among(tags, name string) bool { return strings.Contains(tags, " "+name+" ") }

// Break is the white space that a tag in the middle of a text makes: '\n' for
// the end of a line, ' ' between two cells, 0 for none.
func Break(n *ast.RawHTML, source []byte) byte {
	if n.Segments.Len() == 0 {
		return 0
	}
	seg := n.Segments.At(0)
	switch name, _ := tagName(seg.Value(source)[1:]); {
	case name == "br" || among(blockTags, name):
		return '\n'
	case among(cellTags, name):
		return ' '
	}
	return 0
}

// A token is a piece of HTML: text, a tag, a shortcode, or what is not shown.
type token struct {
	kind       tokenKind
	start, end int
	name       string // of a tag, in lower case
	closing    bool   // the tag ends something
	code       instruction
}

type tokenKind uint8

const (
	textToken tokenKind = iota
	tagToken
	codeToken
	hiddenToken
)

// tokens cuts HTML into tokens, in linear time.
type tokens struct {
	buf    []byte
	codes  scanner
	quotes bool   // quotes in tags count: until one is found that is never closed
	last   bool   // no tag ends any more
	coarse bool   // no instruction ends as it should any more
	open   string // names of elements that are known not to be closed any more
}

func newTokens(buf []byte) *tokens {
	return &tokens{buf: buf, codes: scanner{buf: buf}, quotes: true}
}

// next is the token at i, which is before the end.
func (k *tokens) next(i int) token {
	buf := k.buf
	if buf[i] == '{' {
		if in, n := k.codes.at(i); n > 0 {
			return token{kind: codeToken, start: i, end: i + n, code: in}
		}
	}
	if buf[i] != '<' {
		end := i + 1
		for end < len(buf) && buf[end] != '<' && buf[end] != '{' {
			end++
		}
		if end-i > maxProse {
			end = i + cut(buf[i:end], maxProse)
		}
		return token{start: i, end: end}
	}
	switch {
	case bytes.HasPrefix(buf[i:], []byte("<!--")):
		return token{kind: hiddenToken, start: i, end: after(buf, i+4, "-->")}
	case bytes.HasPrefix(buf[i:], []byte("<?")):
		return token{kind: hiddenToken, start: i, end: k.instructionEnd(i + 2)}
	case bytes.HasPrefix(buf[i:], []byte("<!")):
		return token{kind: hiddenToken, start: i, end: after(buf, i+2, ">")}
	}
	name, closing := tagName(buf[i+1:])
	if name == "" {
		return token{start: i, end: i + 1}
	}
	end := k.tagEnd(i + 1)
	if end < 0 {
		return token{start: i, end: i + 1}
	}
	if !closing && among(hiddenTags, name) && !among(k.open, name) {
		shut := closeTag(buf, end, name)
		if shut < len(buf) || name == "script" || name == "style" {
			return token{kind: hiddenToken, start: i, end: shut}
		}
		k.open += " " + name + " "
	}
	return token{kind: tagToken, start: i, end: end, name: name, closing: closing}
}

// instructionEnd is the offset after the instruction whose content begins at
// i: after "?>", or where there is none, as a browser has it, ">".
func (k *tokens) instructionEnd(i int) int {
	if !k.coarse {
		if n := bytes.Index(k.buf[i:], []byte("?>")); n >= 0 {
			return i + n + len("?>")
		}
		k.coarse = true
	}
	return after(k.buf, i, ">")
}

// after is the offset after the first end in buf from i on; len(buf) where
// there is none.
func after(buf []byte, i int, end string) int {
	i = min(i, len(buf))
	if n := bytes.Index(buf[i:], []byte(end)); n >= 0 {
		return i + n + len(end)
	}
	return len(buf)
}

// tagName is the name of the tag whose "<" stands before b, in lower case, and
// whether it is a closing tag; "" where b goes on otherwise.
func tagName(b []byte) (string, bool) {
	closing := len(b) > 0 && b[0] == '/'
	if closing {
		b = b[1:]
	}
	n := 0
	for n < len(b) && n < 32 && (b[n]|0x20 >= 'a' && b[n]|0x20 <= 'z' || n > 0 && (b[n] == '-' || b[n] >= '0' && b[n] <= '9')) {
		n++
	}
	return strings.ToLower(string(b[:n])), closing
}

// tagEnd is the offset after the ">" that ends the tag standing at i, if it can
// be one that is not in quotes; -1 where there is none, and what looks like a
// tag is text.
func (k *tokens) tagEnd(i int) int {
	if k.quotes {
		if end := quotedEnd(k.buf, i); end >= 0 {
			return end
		}
		k.quotes = false
	}
	if !k.last {
		if n := bytes.IndexByte(k.buf[i:], '>'); n >= 0 {
			return i + n + 1
		}
		k.last = true
	}
	return -1
}

// quotedEnd is the offset after the first ">" from i on that is not in quotes;
// -1 where there is none.
func quotedEnd(buf []byte, i int) int {
	var quote byte
	for ; i < len(buf); i++ {
		switch c := buf[i]; {
		case quote != 0:
			if c == quote {
				quote = 0
			}
		case c == '"' || c == '\'':
			quote = c
		case c == '>':
			return i + 1
		}
	}
	return -1
}

// closeTag is the offset of the closing tag of the given name from i on;
// len(buf) where there is none.
func closeTag(buf []byte, i int, name string) int {
	for i < len(buf) {
		n := bytes.Index(buf[i:], []byte("</"))
		if n < 0 {
			break
		}
		i += n
		if found, _ := tagName(buf[i+1:]); found == name {
			return i
		}
		i += 2
	}
	return len(buf)
}

// attribute is where the value of the named attribute stands in a tag, [from,
// to) of buf from "<" to ">", without its quotes; empty where it has none.
func attribute(buf []byte, from, to int, name string) Span {
	i := from + 1
	for i < to && buf[i] > ' ' && buf[i] != '>' { // over the name of the tag
		i++
	}
	for i < to {
		if c := buf[i]; c <= ' ' || c == '/' || c == '>' {
			i++
			continue
		}
		at := i
		for i < to && buf[i] > ' ' && buf[i] != '=' && buf[i] != '>' {
			i++
		}
		same := bytes.EqualFold(buf[at:i], []byte(name))
		eq := trimSpan(buf, Span{i, to}).Start
		if eq >= to || buf[eq] != '=' {
			i = max(i, at+1)
			continue
		}
		var value Span
		value, i = attributeValue(buf, trimSpan(buf, Span{eq + 1, to}).Start, to)
		if same {
			return value
		}
	}
	return Span{}
}

// attributeValue is the value that stands at i, without its quotes, and where
// it ends with them.
func attributeValue(buf []byte, i, to int) (Span, int) {
	if i < to && (buf[i] == '"' || buf[i] == '\'') {
		if n := bytes.IndexByte(buf[i+1:to], buf[i]); n >= 0 {
			return Span{i + 1, i + 1 + n}, i + n + 2
		}
	}
	from := i
	for i < to && buf[i] > ' ' && buf[i] != '>' {
		i++
	}
	return Span{from, i}, max(i, from+1)
}

// tagNames are the names that a tag gives to its place: its id, and the name of
// an "a".
func tagNames(buf []byte, from, to int) []string {
	var out []string
	tag, _ := tagName(buf[from+1:])
	for _, attr := range []string{"id", "name"} {
		if s := attribute(buf, from, to, attr); s.Len() > 0 && (attr == "id" || tag == "a") {
			out = append(out, string(buf[s.Start:s.End]))
		}
	}
	return out
}

// inlineHTML appends HTML to a node: texts, tags and shortcodes one after
// another.
func (b *Brief) inlineHTML(parent ast.Node, buf []byte) {
	k := newTokens(buf)
	for i := 0; i < len(buf); {
		t := k.next(i)
		i = t.end
		b.appendToken(parent, buf, t)
	}
}

// appendToken appends one token of HTML to a node.
func (b *Brief) appendToken(parent ast.Node, buf []byte, t token) {
	switch t.kind {
	case textToken:
		appendHTML(parent, buf, t.start, t.end)
	case tagToken:
		parent.AppendChild(parent, rawTag(t))
	case codeToken:
		parent.AppendChild(parent, b.newShortcode(&t.code, t.start))
	}
}

func rawTag(t token) *ast.RawHTML {
	n := ast.NewRawHTML()
	n.Segments.Append(text.NewSegment(t.start, t.end))
	return n
}

// appendHTML appends text: a node for each line, and for each reference to a
// character, which alone is not raw.
func appendHTML(parent ast.Node, buf []byte, from, to int) {
	add := func(from, to int, raw, soft bool) {
		t := ast.NewTextSegment(text.NewSegment(from, to))
		t.SetRaw(raw)
		t.SetSoftLineBreak(soft)
		parent.AppendChild(parent, t)
	}
	start := from // of what has not been appended
	for i := from; i < to; {
		switch {
		case buf[i] == '\n':
			add(start, start+len(bytes.TrimRight(buf[start:i], blanks)), true, true)
			i += 1 + len(buf[i+1:to]) - len(bytes.TrimLeft(buf[i+1:to], " \t\v\f\r"))
			start = i
			continue
		case buf[i] == '&':
			if _, n := entity(buf[i:to]); n > 0 {
				if start < i {
					add(start, i, true, false)
				}
				add(i, i+n, false, false)
				i += n
				start = i
				continue
			}
		}
		i++
	}
	if start < to {
		add(start, to, true, false)
	}
}

// styleTags are the tags that say how words look, by the Markdown they are.
var styleTags = map[string]string{
	"b": "**", "strong": "**", "i": "*", "em": "*", "cite": "*", "var": "*", "dfn": "*",
	"code": "`", "kbd": "`", "samp": "`", "tt": "`", "s": "~~", "del": "~~", "strike": "~~", "a": "[",
}

// tags makes nodes of Markdown of the tags in a parsed text that have one:
// links, pictures, emphasis and the like. The others stay as they are.
func tags(n ast.Node, buf []byte) {
	type opened struct {
		node *ast.RawHTML
		name string
	}
	var open []opened
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		raw, ok := c.(*ast.RawHTML)
		if !ok {
			if c.HasChildren() {
				tags(c, buf)
			}
			continue
		}
		if raw.Segments.Len() == 0 {
			continue
		}
		name, closing := tagName(buf[raw.Segments.At(0).Start+1:])
		switch {
		case name == "img" && !closing:
			if image := picture(raw, buf); image != nil {
				n.ReplaceChild(n, raw, image)
				c = image
			}
		case styleTags[name] == "":
		case !closing:
			if len(open) < maxNested {
				open = append(open, opened{raw, name})
			}
		default:
			for i := len(open) - 1; i >= 0; i-- {
				if open[i].name == name {
					enclose(n, open[i].node, raw, name, buf)
					open = open[:i]
					break
				}
			}
		}
	}
}

// tagSpan is where a tag stands in the source.
func tagSpan(n *ast.RawHTML) Span {
	return Span{n.Segments.At(0).Start, n.Segments.At(n.Segments.Len() - 1).Stop}
}

// picture is the Markdown of an "img" that has words; else nil.
func picture(n *ast.RawHTML, buf []byte) ast.Node {
	tag := tagSpan(n)
	alt := attribute(buf, tag.Start, tag.End, "alt")
	if len(bytes.TrimSpace(buf[alt.Start:alt.End])) == 0 {
		return nil
	}
	link := ast.NewLink()
	src := attribute(buf, tag.Start, tag.End, "src")
	link.Destination = bytes.Clone(buf[src.Start:src.End])
	image := ast.NewImage(link)
	image.SetPos(tag.Start)
	appendHTML(image, buf, alt.Start, alt.End)
	return image
}

// enclose moves the nodes between two tags into the node that these are in
// Markdown.
func enclose(parent ast.Node, from, to *ast.RawHTML, name string, buf []byte) {
	if from.NextSibling() == ast.Node(to) {
		return
	}
	var node ast.Node
	switch styleTags[name] {
	case "**":
		node = ast.NewEmphasis(2)
	case "*":
		node = ast.NewEmphasis(1)
	case "`":
		node = ast.NewCodeSpan()
	case "~~":
		node = east.NewStrikethrough()
	default:
		tag := tagSpan(from)
		href := attribute(buf, tag.Start, tag.End, "href")
		if href.Len() == 0 {
			return
		}
		link := ast.NewLink()
		link.Destination = bytes.Clone(buf[href.Start:href.End])
		node = link
	}
	for c := from.NextSibling(); c != nil && c != ast.Node(to); {
		next := c.NextSibling()
		parent.RemoveChild(parent, c)
		node.AppendChild(node, c)
		c = next
	}
	parent.InsertAfter(parent, from, node)
}
