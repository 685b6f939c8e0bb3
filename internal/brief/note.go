package brief

import (
	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"

	"broadsheet/internal/inert"
)

// A Reference is an inline node of Leaf: "[^1]" in the text, where the brief
// has that note. Its children are what is shown for it, "[1]".
type Reference struct {
	ast.BaseInline
	Label string       // as Brief.Note takes it
	at    text.Segment // in the source of the leaf, from "[" to "]"
}

var kindReference = ast.NewNodeKind("Reference")

// Kind is goldmark's name for this kind of node.
func (*Reference) Kind() ast.NodeKind { return kindReference }

// Dump writes the node to standard output, as goldmark asks of every node.
func (n *Reference) Dump(source []byte, level int) {
	ast.DumpHelper(n, source, level, map[string]string{"Label": n.Label}, nil)
}

// referenceParser reads references to the notes that the brief has; any other
// "[^1]" is left to be text.
type referenceParser struct{}

// Trigger has "!" because "![^1]" is an exclamation before a reference, and no
// image.
func (referenceParser) Trigger() []byte { return []byte{'[', '!'} }

// maxLabel is the most bytes of a note's name, as CommonMark has it for the
// names of links.
const maxLabel = 999

func (referenceParser) Parse(parent ast.Node, block text.Reader, pc parser.Context) ast.Node {
	in, ok := pc.(passageContext)
	if !ok || len(in.brief.noteAt) == 0 {
		return nil
	}
	line, segment := block.PeekLine()
	open := 0
	if line[0] == '!' {
		open = 1
	}
	if len(line) < open+len("[^]") || line[open] != '[' || line[open+1] != '^' {
		return nil
	}
	from := open + len("[^")
	n := labelEnd(line[from:min(len(line), from+maxLabel)])
	if n < 0 {
		return nil
	}
	label := util.ToLinkReference(line[from : from+n])
	if _, ok := in.brief.noteAt[label]; !ok {
		return nil
	}
	if open > 0 {
		ast.MergeOrAppendTextSegment(parent, text.NewSegment(segment.Start, segment.Start+open))
	}
	block.Advance(from + n + 1)
	at := func(from, to int) text.Segment { return text.NewSegment(segment.Start+from, segment.Start+to) }
	node := &Reference{Label: label, at: at(open, from+n+1)}
	for _, s := range []text.Segment{at(open, open+1), at(from, from+n), at(from+n, from+n+1)} {
		node.AppendChild(node, ast.NewRawTextSegment(s))
	}
	return node
}

// labelEnd is the offset of the bracket that ends the name of a note, by the
// rules that goldmark has for the note itself; -1 where there is none.
func labelEnd(b []byte) int {
	for i := 0; i < len(b); i++ {
		switch b[i] {
		case '\\':
			i++
		case '[', '\n':
			return -1
		case ']':
			return i
		}
	}
	return -1
}

// A footnote is a note of the brief, and what refers to it.
type footnote struct {
	first, last int    // its passages; first is -1 where it has none
	refs        []Span // ascending
}

// A referral is a place in a passage that refers to a note.
type referral struct {
	label string
	span  Span
}

// defineNotes finds the names of all notes that have any content, before the
// text that refers to them is read. Where two notes have one name, the first
// is the one that is referred to.
func (b *Brief) defineNotes(n ast.Node) {
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		if note, ok := c.(*east.Footnote); ok && note.HasChildren() {
			label := util.ToLinkReference(note.Ref)
			if _, known := b.noteAt[label]; !known {
				if b.noteAt == nil {
					b.noteAt = map[string]int{}
				}
				b.noteAt[label] = len(b.notes)
				b.notes = append(b.notes, footnote{first: -1})
			}
		}
		if c.Type() == ast.TypeBlock && !c.IsRaw() {
			b.defineNotes(c)
		}
	}
}

// note walks the blocks of a note.
func (w *walker) note(n *east.Footnote) {
	first := len(w.b.Passages)
	w.inside(n, InNote, "["+inert.Line(string(n.Ref))+"]")
	last := len(w.b.Passages) - 1
	if i, ok := w.b.noteAt[util.ToLinkReference(n.Ref)]; ok && last >= first && w.b.notes[i].first < 0 {
		w.b.notes[i].first, w.b.notes[i].last = first, last
	}
}

// refer notes which notes a passage refers to.
func (b *Brief) refer(refs []referral) {
	for _, r := range refs {
		note := &b.notes[b.noteAt[r.label]]
		note.refs = append(note.refs, r.span)
	}
}

// Note is the first passage of the note that "[^label]" refers to: case and
// white space in the label do not count, and of several notes with one label
// the first is meant. It is false where there is no such note, or one without
// text.
func (b *Brief) Note(label string) (passage int, ok bool) {
	i, ok := b.noteAt[util.ToLinkReference([]byte(label))]
	if !ok || b.notes[i].first < 0 {
		return 0, false
	}
	return b.notes[i].first, true
}

// References are the places that refer to the note which the passage is part
// of, as bytes of Raw from "[" to "]", ascending. It is nil for a passage
// outside of notes, and where nothing refers to the note.
func (b *Brief) References(passage int) []Span {
	for i := len(b.notes) - 1; i >= 0; i-- { // from the end: notes within notes come later
		if n := b.notes[i]; n.first >= 0 && n.first <= passage && passage <= n.last {
			return n.refs
		}
	}
	return nil
}
