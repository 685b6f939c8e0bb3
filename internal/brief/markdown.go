package brief

import (
	"bytes"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	east "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// Markdown is read in two steps, both with goldmark. The first reads the
// blocks of the whole body and nothing inside them; each leaf becomes a
// passage that keeps its lines. The second reads the inside of one passage,
// from a buffer of its own: in Parse to get the text, in Leaf to be drawn. So
// the two always agree, and what is costly is bounded by a passage's size.

// blocks reads the block structure. A goldmark parser is not changed by
// parsing, so one serves all goroutines.
var blocks = parser.NewParser(
	parser.WithBlockParsers(
		util.Prioritized(parser.NewSetextHeadingParser(), 100),
		util.Prioritized(extension.NewDefinitionListParser(), 101),
		util.Prioritized(extension.NewDefinitionDescriptionParser(), 102),
		util.Prioritized(parser.NewThematicBreakParser(), 200),
		util.Prioritized(parser.NewListParser(), 300),
		util.Prioritized(parser.NewListItemParser(), 400),
		util.Prioritized(parser.NewCodeBlockParser(), 500),
		util.Prioritized(parser.NewATXHeadingParser(), 600),
		util.Prioritized(parser.NewFencedCodeBlockParser(), 700),
		util.Prioritized(parser.NewBlockquoteParser(), 800),
		util.Prioritized(parser.NewHTMLBlockParser(), 900),
		util.Prioritized(noteParser{extension.NewFootnoteBlockParser()}, 999),
		util.Prioritized(parser.NewParagraphParser(), 1000),
	),
	parser.WithParagraphTransformers(
		util.Prioritized(definitions{}, 100),
		util.Prioritized(tables{}, 200),
	),
)

// inlines reads the inside of a passage of prose, gridInlines that of a table.
var (
	inlines     = newInlines()
	gridInlines = newInlines(
		parser.WithParagraphTransformers(util.Prioritized(extension.NewTableParagraphTransformer(), 200)),
		parser.WithASTTransformers(util.Prioritized(extension.NewTableASTTransformer(), 0)),
	)
)

func newInlines(more ...parser.Option) parser.Parser {
	return parser.NewParser(append([]parser.Option{
		parser.WithBlockParsers(util.Prioritized(wholeParser{}, 1)),
		parser.WithInlineParsers(
			util.Prioritized(shortcodeParser{}, 50),
			util.Prioritized(parser.NewCodeSpanParser(), 100),
			util.Prioritized(referenceParser{}, 150),
			util.Prioritized(alertParser{}, 140),
			util.Prioritized(nameParser{}, 160),
			util.Prioritized(parser.NewLinkParser(), 200),
			util.Prioritized(parser.NewAutoLinkParser(), 300),
			util.Prioritized(parser.NewRawHTMLParser(), 400),
			util.Prioritized(parser.NewEmphasisParser(), 500),
			util.Prioritized(extension.NewStrikethroughParser(), 500),
			util.Prioritized(extension.NewLinkifyParser(
				extension.WithLinkifyAllowedProtocols([]string{"http:", "https:"})), 999),
		),
	}, more...)...)
}

// noteParser reads footnotes and leaves them where they stand; goldmark's own
// moves them all to the first one's place.
type noteParser struct{ parser.BlockParser }

// Close does nothing.
func (noteParser) Close(ast.Node, text.Reader, parser.Context) {}

// maxDefinitions is the number of lines in which link reference definitions
// are looked for at a time: goldmark moves the rest of a paragraph for each.
const maxDefinitions = 64

// definitions takes the link reference definitions from the beginning of a
// paragraph.
type definitions struct{}

// Transform hands goldmark's transformer a few lines at a time.
func (definitions) Transform(node *ast.Paragraph, reader text.Reader, pc parser.Context) {
	lines := node.Lines()
	first := lines.At(0)
	if !bytes.HasPrefix(bytes.TrimLeft(first.Value(reader.Source()), " "), []byte("[")) {
		return
	}
	all, parent := lines.Sliced(0, lines.Len()), node.Parent()
	for len(all) > maxDefinitions {
		part := ast.NewParagraph()
		part.Lines().AppendAll(all[:maxDefinitions])
		parent.InsertBefore(parent, node, part)
		parser.LinkReferenceParagraphTransformer.Transform(part, reader, pc)
		all = all[maxDefinitions:]
		if part.Parent() != nil {
			rest := text.NewSegments()
			rest.AppendAll(part.Lines().Sliced(0, part.Lines().Len()))
			rest.AppendAll(all)
			parent.RemoveChild(parent, part)
			node.SetLines(rest)
			return
		}
	}
	rest := text.NewSegments()
	rest.AppendAll(all)
	node.SetLines(rest)
	parser.LinkReferenceParagraphTransformer.Transform(node, reader, pc)
}

// tables finds a table in a paragraph as goldmark does, but keeps its lines
// instead of making a node for each cell, and leaves one that is too wide a
// paragraph.
type tables struct{}

// Transform makes a Table without children, but with lines, of the lines from
// a heading row on that is followed by a delimiter row of as many cells.
func (tables) Transform(node *ast.Paragraph, reader text.Reader, _ parser.Context) {
	lines, src := node.Lines(), reader.Source()
	for i := 1; i < lines.Len(); i++ {
		delimiter := lines.At(i)
		columns := delimiters(delimiter.Value(src))
		if columns == 0 {
			continue
		}
		head := lines.At(i - 1)
		if columns > maxColumns || cells(head.Value(src)) != columns {
			return
		}
		size := 0
		for j := i - 1; j < lines.Len(); j++ {
			l := lines.At(j)
			if size += l.Len(); l.Len() > maxProse {
				return
			}
		}
		if all := columns * (lines.Len() - i); all > maxBare && all > 2*size { // rows of next to nothing
			return
		}
		table := east.NewTable()
		table.Alignments = make([]east.Alignment, columns)
		table.Lines().AppendAll(lines.Sliced(i-1, lines.Len()))
		table.SetPos(head.Start)
		rest := text.NewSegments()
		rest.AppendAll(lines.Sliced(0, i-1))
		node.SetLines(rest)
		parent := node.Parent()
		parent.InsertAfter(parent, node, table)
		if rest.Len() == 0 {
			parent.RemoveChild(parent, node)
		}
		return
	}
}

// delimiters is the number of columns that a delimiter row sets, 0 where the
// line is none.
func delimiters(line []byte) int {
	if bytes.IndexFunc(line, func(r rune) bool { return r == '|' || r == ':' }) < 0 {
		return 0
	}
	trimmed := bytes.TrimSpace(line)
	trimmed = bytes.TrimPrefix(trimmed, []byte("|"))
	trimmed = bytes.TrimSuffix(trimmed, []byte("|"))
	count := 0
	for cell := range bytes.SplitSeq(trimmed, []byte("|")) {
		cell = bytes.TrimSpace(cell)
		cell = bytes.TrimPrefix(cell, []byte(":"))
		cell = bytes.TrimSuffix(cell, []byte(":"))
		if len(cell) == 0 || len(bytes.Trim(cell, "-")) != 0 {
			return 0
		}
		count++
	}
	return count
}

// cells is the number of cells of a table row.
func cells(line []byte) int {
	line = bytes.TrimSpace(line)
	i, limit, count := 0, len(line), 0
	if limit > 0 && line[0] == '|' {
		i++
	}
	if limit > 0 && line[limit-1] == '|' {
		limit--
	}
	for ; i < limit; i++ {
		for i < limit && (line[i] != '|' || i > 0 && line[i-1] == '\\') {
			i++
		}
		count++
	}
	return count
}

// headingLevel is where a parser.Context carries the level of a passage that
// is a heading.
var headingLevel = parser.NewContextKey()

// wholeParser reads all there is as one block: a heading where the context
// says so, else a paragraph.
type wholeParser struct{}

func (wholeParser) Trigger() []byte { return nil }

func (wholeParser) Open(_ ast.Node, reader text.Reader, pc parser.Context) (ast.Node, parser.State) {
	var node ast.Node = ast.NewParagraph()
	if level, ok := pc.Get(headingLevel).(int); ok && level > 0 {
		node = ast.NewHeading(level)
	}
	for {
		line, segment := reader.PeekLine()
		if line == nil {
			return node, parser.NoChildren
		}
		node.Lines().Append(segment)
		reader.AdvanceLine()
	}
}

func (wholeParser) Continue(ast.Node, text.Reader, parser.Context) parser.State { return parser.Close }
func (wholeParser) Close(ast.Node, text.Reader, parser.Context)                 {}
func (wholeParser) CanInterruptParagraph() bool                                 { return true }
func (wholeParser) CanAcceptIndentedLine() bool                                 { return true }

// A passageContext is the context of the second step: it knows what the first
// one found in the whole brief.
type passageContext struct {
	parser.Context
	brief *Brief
	codes []hidden
	alert bool // it begins with an alert's first line
}

// Reference gives the definition for a folded label.
func (c passageContext) Reference(label string) (parser.Reference, bool) {
	r, ok := c.brief.refs[label]
	if !ok {
		return nil, false
	}
	return parser.NewReference(bytes.Clone(r.Label()), bytes.Clone(r.Destination()), bytes.Clone(r.Title())), true
}

// copyReferences keeps the definitions of the first step without the buffer
// they point into.
func copyReferences(pc parser.Context) map[string]parser.Reference {
	refs := map[string]parser.Reference{}
	for _, r := range pc.References() {
		refs[util.ToLinkReference(r.Label())] = parser.NewReference(
			bytes.Clone(r.Label()), bytes.Clone(r.Destination()), bytes.Clone(r.Title()))
	}
	return refs
}

// parseInside reads the inside of a passage of the given form and heading
// level (0 for none) from buf. buf is changed while it runs, not after.
func (b *Brief) parseInside(buf []byte, f form, level int) *ast.Document {
	codes := hide(buf, f)
	undo := tame(buf)
	if f == grid || f == gridOn {
		undo = append(undo, joinCells(buf)...)
	}
	pc := passageContext{parser.NewContext(), b, codes, f == alert}
	reader := inlines
	if f == grid || f == gridOn {
		reader = gridInlines
	} else if level > 0 {
		pc.Set(headingLevel, level)
	}
	root := reader.Parse(text.NewReader(buf), parser.WithContext(pc))
	untame(buf, undo)
	reveal(buf, codes)
	doc := ast.NewDocument() // a new one: the table extension spoils the count of children
	if leaf := root.FirstChild(); leaf != nil {
		doc.AppendChild(doc, leaf)
	}
	tags(doc, buf)
	flatten(doc, 0)
	if len(codes) > 0 {
		keepLines(doc, buf)
	}
	if f == prose && piped(buf) {
		hardLines(doc)
	}
	joinLines(doc, buf)
	return doc
}

// flatten takes inline nodes that stand in too many others out of their own,
// leaving their children in their place.
func flatten(n ast.Node, depth int) {
	for c := n.FirstChild(); c != nil; {
		if depth > maxNested && c.Type() == ast.TypeInline && c.HasChildren() && c.Kind() != ast.KindCodeSpan {
			first := c.FirstChild()
			for g := first; g != nil; {
				next := g.NextSibling()
				n.InsertBefore(n, c, g)
				g = next
			}
			n.RemoveChild(n, c)
			c = first
			continue
		}
		if c.Type() == ast.TypeInline {
			flatten(c, depth+1)
		} else {
			flatten(c, depth)
		}
		c = c.NextSibling()
	}
}
