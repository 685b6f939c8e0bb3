package brief

import (
	"bytes"
	"sort"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

// Hugo, a site generator, takes its instructions ("shortcodes") out of a text
// before that is read as Markdown: {{< img src="x" alt="A map" >}},
// [words]({{< ref "page.md" >}} "Title"), <a href="{{% link "x" %}}">. So it
// is done here too: for the parser of Markdown a shortcode is a brace and
// letters without a meaning. What it holds for people, captions and the like,
// is read; where it holds nothing for them, it is shown as it is, as an aside;
// where it does no more than open or close what stands in the text, it is not
// shown.

// A Shortcode is an inline node of Leaf: an instruction to a site generator.
// Its children are what is read of it, one for each caption or the like; none
// where nothing is.
type Shortcode struct {
	ast.BaseInline
	Name    string // of the instruction
	Address string // what it shows or leads to, not checked; "" where it names none
	Aside   bool   // the one child is the instruction as it stands, and no words for people
	Picture bool   // it shows a picture
}

var kindShortcode = ast.NewNodeKind("Shortcode")

// Kind is goldmark's name for this kind of node.
func (*Shortcode) Kind() ast.NodeKind { return kindShortcode }

// Dump writes the node to standard output, as goldmark asks of every node.
func (n *Shortcode) Dump(source []byte, level int) {
	ast.DumpHelper(n, source, level, map[string]string{"Name": n.Name, "Address": n.Address}, nil)
}

// An instruction is a shortcode, read. Offsets count from its first brace.
type instruction struct {
	name    string
	closing bool
	inner   Span   // what stands between the brackets, without white space around it
	words   []Span // the values of the fields that hold words for people
	address string
}

// maxShortcode is the most bytes of a shortcode.
const maxShortcode = 4 << 10

// Fields of a shortcode that hold words for people, those that hold an address,
// and those that hold neither, by the names that people give to them. What any
// other field holds is taken for words where it has a space.
const (
	wordFields    = " alt caption capton title text label kicker cite quote intro heading subtitle description summary attr attribution credit button-text link-text "
	addressFields = " href url link button-url src "
	otherFields   = " id class style src path file "
)

// A scanner finds shortcodes in a buffer, from its beginning to its end and in
// linear time.
type scanner struct {
	buf     []byte
	closers [2]int // the first ">}}" and "%}}" not yet passed, at or after the last place asked for
}

// bracket is the number of bytes of "{{<", "{{%", ">}}" and "%}}".
const bracket = 3

// next is the offset of the first "{{" at or after i; -1 where there is none.
func (s *scanner) next(i int) int {
	if n := bytes.Index(s.buf[i:], []byte("{{")); n >= 0 {
		return i + n
	}
	return -1
}

// at reads the shortcode that stands at i; n is its length, 0 where none does.
// It ends on the line it begins on. "{{</* … */>}}" is how one writes about
// shortcodes, and is none.
func (s *scanner) at(i int) (in instruction, n int) {
	b := s.buf[i:]
	if len(b) < 2*bracket || b[0] != '{' || b[1] != '{' || b[2] != '<' && b[2] != '%' || b[bracket] == '/' && b[bracket+1] == '*' {
		return in, 0
	}
	end := s.closer(i+bracket, b[2]) - i
	if end < 0 || end > maxShortcode || bytes.IndexByte(b[:end], '\n') >= 0 {
		return in, 0
	}
	fields := in.begin(b, trimSpan(b, Span{bracket, end}))
	if in.name == "" {
		return in, 0
	}
	end = outside(b[:min(len(b), maxShortcode)], fields, end, b[end:end+bracket])
	in.inner = trimSpan(b, Span{bracket, end})
	in.read(b, fields)
	return in, end + bracket
}

// closer is the offset of the first brackets from i on that close those opened
// with c; -1 where there are none.
func (s *scanner) closer(i int, c byte) int {
	kind, closer := 0, ">}}"
	if c == '%' {
		kind, closer = 1, "%}}"
	}
	if s.closers[kind] < i {
		s.closers[kind] = len(s.buf)
		if n := bytes.Index(s.buf[i:], []byte(closer)); n >= 0 {
			s.closers[kind] = i + n
		}
	}
	if s.closers[kind] == len(s.buf) {
		return -1
	}
	return s.closers[kind]
}

// outside is where the brackets stand that close a shortcode with its fields
// from i on: not within quotes, unless one is never closed; then at first.
func outside(b []byte, i, first int, closer []byte) int {
	var quote byte
	for ; i < len(b) && b[i] != '\n'; i++ {
		switch c := b[i]; {
		case quote != 0 && c == '\\' && quote == '"':
			i++
		case quote != 0:
			if c == quote {
				quote = 0
			}
		case c == '"' || c == '`':
			quote = c
		case bytes.HasPrefix(b[i:], closer):
			return i
		}
	}
	return first
}

// trimSpan is s without white space around it.
func trimSpan(b []byte, s Span) Span {
	for s.Start < s.End && b[s.Start] <= ' ' {
		s.Start++
	}
	for s.End > s.Start && b[s.End-1] <= ' ' {
		s.End--
	}
	return s
}

// begin reads the name at the start of what stands in the brackets, and gives
// where the fields begin.
func (in *instruction) begin(b []byte, inner Span) int {
	i, end := inner.Start, inner.End
	if i < end && b[i] == '/' {
		in.closing = true
		i = trimSpan(b, Span{i + 1, end}).Start
	}
	from := i
	for i < end && nameByte(b[i]) {
		i++
	}
	in.name = string(b[from:i])
	return i
}

// read reads the fields from i on.
func (in *instruction) read(b []byte, i int) {
	for end := in.inner.End; i < end; {
		if b[i] <= ' ' {
			i++
			continue
		}
		i = in.field(b, i, end)
	}
}

// field reads the field at i, with a name or without, and gives its end.
func (in *instruction) field(b []byte, i, end int) int {
	from := i
	for i < end && nameByte(b[i]) {
		i++
	}
	name, at := "", from
	if eq := trimSpan(b, Span{i, end}).Start; i > from && eq < end && b[eq] == '=' {
		name = strings.ToLower(string(b[from:i]))
		at = trimSpan(b, Span{eq + 1, end}).Start
	}
	value, next := fieldValue(b, at, end)
	value = trimSpan(b, value)
	text := b[value.Start:value.End]
	switch {
	case len(text) == 0:
	case among(wordFields, name) || bytes.IndexByte(text, ' ') >= 0 && !among(addressFields, name) && !among(otherFields, name):
		in.words = append(in.words, value)
	case among(addressFields, name) && in.address == "":
		in.address = string(text)
	}
	return max(next, at, from+1)
}

// fieldValue is the value at i, without its quotes, and where it ends with
// them. One whose quotes are not closed goes on to the end.
func fieldValue(b []byte, i, end int) (Span, int) {
	from := i
	if i < end && (b[i] == '"' || b[i] == '`' || b[i] == '\'') {
		for i++; i < end && b[i] != b[from]; i++ {
			if b[i] == '\\' && b[from] == '"' {
				i++
			}
		}
		return Span{from + 1, min(i, end)}, min(i+1, end)
	}
	for i < end && b[i] > ' ' {
		i++
	}
	return Span{from, i}, i
}

// nameByte tells whether c can be part of the name of a shortcode or a field.
func nameByte(c byte) bool {
	return c|0x20 >= 'a' && c|0x20 <= 'z' || c >= '0' && c <= '9' || c == '-' || c == '_' || c == '.' || c == '/'
}

// A hidden shortcode is one that the parser of Markdown is not to see.
type hidden struct {
	instruction
	start int    // in the buffer
	was   []byte // what stands there
}

// hide puts letters in the place of the shortcodes of a passage about to be
// parsed, after their first brace, and gives what reveal and shortcodeParser
// need. In a table one with a "|" is left as it is: the rows have been counted.
func hide(buf []byte, f form) []hidden {
	var out []hidden
	s := scanner{buf: buf}
	for i := s.next(0); i >= 0; i = s.next(i) {
		in, n := s.at(i)
		if n == 0 {
			i++
			continue
		}
		was := buf[i : i+n]
		if i += n; (f == grid || f == gridOn) && bytes.IndexByte(was, '|') >= 0 {
			continue
		}
		out = append(out, hidden{in, i - n, bytes.Clone(was)})
		for k := range was[1:] {
			was[1+k] = inertByte
		}
	}
	return out
}

// reveal puts back what hide replaced.
func reveal(buf []byte, codes []hidden) {
	for _, c := range codes {
		copy(buf[c.start:], c.was)
	}
}

// shortcodeParser makes nodes of the shortcodes that were hidden.
type shortcodeParser struct{}

func (shortcodeParser) Trigger() []byte { return []byte{'{'} }

func (shortcodeParser) Parse(_ ast.Node, block text.Reader, pc parser.Context) ast.Node {
	in, ok := pc.(passageContext)
	if !ok {
		return nil
	}
	_, segment := block.PeekLine()
	at := segment.Start
	i := sort.Search(len(in.codes), func(i int) bool { return in.codes[i].start >= at })
	if i == len(in.codes) || in.codes[i].start != at {
		return nil
	}
	block.Advance(len(in.codes[i].was))
	return in.brief.newShortcode(&in.codes[i].instruction, at)
}

// newShortcode makes the node for a shortcode that stands at byte at of the
// source.
func (b *Brief) newShortcode(in *instruction, at int) *Shortcode {
	node := &Shortcode{Name: in.name, Address: in.address, Picture: in.picture()}
	words := in.words
	if len(words) == 0 && !in.closing && !b.closed[in.name] {
		words, node.Aside = []Span{in.inner}, true
	}
	for _, s := range words {
		t := ast.NewTextSegment(text.NewSegment(at+s.Start, at+s.End))
		t.SetRaw(node.Aside)
		node.AppendChild(node, t)
	}
	return node
}

// keepLines keeps the line breaks around a shortcode that is read and stands on
// a line of its own, and those between two shortcodes, among inline nodes. It
// makes no empty lines.
func keepLines(n ast.Node, buf []byte) {
	words := false // since the last line break that is kept
	keep := func(t *ast.Text) {
		if t != nil && words {
			t.SetSoftLineBreak(false)
			t.SetHardLineBreak(true)
			words = false
		}
	}
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		code, ok := c.(*Shortcode)
		if !ok {
			keepLines(c, buf)
			t, text := c.(*ast.Text)
			words = (words || c.HasChildren() || text && visible(t.Value(buf)) > 0) && !(text && t.HardLineBreak())
			continue
		}
		before, starts := lineBreak(c.PreviousSibling())
		after, ends := lineBreak(c.NextSibling())
		ends = ends && (after == nil || visible(after.Value(buf)) == 0)
		alone := starts && ends && code.HasChildren()
		if alone {
			keep(before)
		}
		words = words || code.HasChildren()
		if ends && after != nil {
			if _, next := after.NextSibling().(*Shortcode); next || alone {
				keep(after)
			}
		}
	}
}

// lineBreak is n where it is a text that ends a line; false where it is
// anything else but nil.
func lineBreak(n ast.Node) (*ast.Text, bool) {
	if n == nil {
		return nil, true
	}
	t, ok := n.(*ast.Text)
	return t, ok && (t.SoftLineBreak() || t.HardLineBreak())
}

// picture tells whether a shortcode shows a picture, as far as its name says.
func (in *instruction) picture() bool {
	name := strings.ToLower(in.name)
	return strings.Contains(name, "img") || strings.Contains(name, "image") || strings.Contains(name, "figure") || strings.Contains(name, "photo")
}

// closings are the names of the shortcodes that are closed anywhere in a body:
// {{< /note >}}. Such a one stands around words of the text.
func closings(body []byte) map[string]bool {
	var out map[string]bool
	s := scanner{buf: body}
	for i := s.next(0); i >= 0; i = s.next(i) {
		in, n := s.at(i)
		if i += max(1, n); n == 0 || !in.closing {
			continue
		}
		if out == nil {
			out = map[string]bool{}
		}
		out[in.name] = true
	}
	return out
}
