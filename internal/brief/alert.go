package brief

import (
	"bytes"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

// An Alert is an inline node of Leaf: the first line of a quotation that is an
// alert, "[!NOTE]", as GitHub's guide to its Markdown has them. It stands on a
// line of its own.
type Alert struct {
	ast.BaseInline
	Words string // what is shown for it, "Note"
	at    text.Segment
}

var kindAlert = ast.NewNodeKind("Alert")

// Kind is goldmark's name for this kind of node.
func (*Alert) Kind() ast.NodeKind { return kindAlert }

// Dump writes the node to standard output, as goldmark asks of every node.
func (n *Alert) Dump(source []byte, level int) {
	ast.DumpHelper(n, source, level, map[string]string{"Words": n.Words}, nil)
}

// alertWords is what is shown for a line that says what kind of alert it is;
// "" where it does not.
func alertWords(line []byte) string {
	line = bytes.TrimSpace(line)
	for _, words := range [...]string{"Note", "Tip", "Important", "Warning", "Caution"} {
		if bytes.EqualFold(line, []byte("[!"+words+"]")) {
			return words
		}
	}
	return ""
}

// alertParser reads the first line of an alert.
type alertParser struct{}

func (alertParser) Trigger() []byte { return []byte{'['} }

func (alertParser) Parse(parent ast.Node, block text.Reader, pc parser.Context) ast.Node {
	line, segment := block.PeekLine()
	in, ok := pc.(passageContext)
	if !ok || !in.alert || parent.HasChildren() || segment.Start > 0 {
		return nil
	}
	words := alertWords(line)
	if words == "" {
		return nil
	}
	n := len(bytes.TrimSpace(line))
	block.Advance(n)
	return &Alert{Words: words, at: text.NewSegment(segment.Start, segment.Start+n)}
}
