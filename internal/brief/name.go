package brief

import (
	"bytes"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// A NameLink is an inline node of Leaf: "[[Name]]" or "[[Name|words]]", as
// wikis and notebooks link to another document by its name. Its child is what
// is shown for it, the name or the words.
type NameLink struct {
	ast.BaseInline
	name text.Segment
}

// Name gives the name, as it stands in the source of the leaf.
func (n *NameLink) Name(source []byte) []byte { return n.name.Value(source) }

var kindNameLink = ast.NewNodeKind("NameLink")

// Kind is goldmark's name for this kind of node.
func (*NameLink) Kind() ast.NodeKind { return kindNameLink }

// Dump writes the node to standard output, as goldmark asks of every node.
func (n *NameLink) Dump(source []byte, level int) {
	ast.DumpHelper(n, source, level, map[string]string{"Name": string(n.Name(source))}, nil)
}

// nameParser reads links by name. What CommonMark has a meaning for is left to
// it: brackets around a reference that is defined, and the words of a link.
type nameParser struct{}

func (nameParser) Trigger() []byte { return []byte{'['} }

func (nameParser) Parse(_ ast.Node, block text.Reader, pc parser.Context) ast.Node {
	line, segment := block.PeekLine()
	n, before := nameEnd(line), block.PrecendingCharacter()
	if n < 0 || before == '[' || before == '\n' && bytes.HasPrefix(line[n:], []byte("]]:")) { // the latter is a definition gone wrong
		return nil
	}
	inner := line[2:n]
	name, words := Span{2, n}, Span{2, n}
	if i := bytes.IndexByte(inner, '|'); i >= 0 {
		words.Start += i + 1
		name.End = 2 + len(bytes.TrimSuffix(inner[:i], []byte(`\`))) // which a table needs
	}
	shown := line[words.Start:words.End]
	if !tidy(line[name.Start:name.End]) || len(bytes.TrimSpace(shown)) == 0 || defined(pc, inner) {
		return nil
	}
	at := func(s Span) text.Segment { return text.NewSegment(segment.Start+s.Start, segment.Start+s.End) }
	block.Advance(n + 2)
	node := &NameLink{name: at(name)}
	node.AppendChild(node, ast.NewTextSegment(at(words)))
	return node
}

// nameEnd is the offset of the brackets that end the link by name which line
// begins with; -1 where it begins with none.
func nameEnd(line []byte) int {
	const open = "[["
	if !bytes.HasPrefix(line, []byte(open)) {
		return -1
	}
	most := min(len(line), maxLabel)
	n := bytes.IndexAny(line[len(open):most], "[]\n{")
	if n < 0 || !bytes.HasPrefix(line[len(open)+n:], []byte("]]")) {
		return -1
	}
	n += len(open)
	if rest := line[n+len("]]"):]; len(rest) > 0 && bytes.IndexByte([]byte("](["), rest[0]) >= 0 {
		return -1
	}
	return n
}

// tidy tells whether b can be a name: it has no white space around it, as a
// test of the shell has ("[[ -f x ]]"), and is not that of a note.
func tidy(b []byte) bool {
	return len(b) > 0 && len(bytes.TrimSpace(b)) == len(b) && b[0] != '^'
}

// defined tells whether the brief defines a reference of that label.
func defined(pc parser.Context, label []byte) bool {
	_, ok := pc.Reference(util.ToLinkReference(label))
	return ok
}
