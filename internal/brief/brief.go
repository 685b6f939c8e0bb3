// Package brief turns one Markdown or plain-text document into a brief: what
// it is called, who wrote it, when, and its passages in order, each knowing
// the bytes of the source it came from.
//
// The contract: Parse never panics, takes time linear in the source, does no
// I/O and knows no screen. A brief is never changed after Parse, so any number
// of goroutines may read it.
package brief

import "github.com/yuin/goldmark/parser"

// A Span is a half-open range of bytes, [Start, End). Unless a comment says
// otherwise it counts bytes of Brief.Raw.
type Span struct{ Start, End int }

// Len is the number of bytes in the span.
func (s Span) Len() int { return s.End - s.Start }

// Contains tells whether byte off lies in the span.
func (s Span) Contains(off int) bool { return off >= s.Start && off < s.End }

// Overlaps tells whether the two spans share at least one byte.
func (s Span) Overlaps(t Span) bool { return s.Start < t.End && t.Start < s.End }

// Kind says what a passage is.
type Kind uint8

// The kinds of passage. Rule is a thematic break: it has no text.
const (
	Paragraph Kind = iota
	Heading
	ListItem
	Quote
	Code
	Table
	Rule
)

// String gives the kind's name as the command line prints it.
func (k Kind) String() string {
	return [...]string{"paragraph", "heading", "list item", "quote", "code", "table", "rule"}[k]
}

// Meta is what is known about a brief. An unknown field is empty, never a guess.
type Meta struct {
	Title   string // never empty: inferred where the document names none
	Source  string // who published it
	URL     string // where it was published
	Lang    string // BCP 47 tag, or ""
	Date    string // "2006-01-02", or RFC 3339 where a time is known, or ""
	Authors []string
	Tags    []string
}

// Day is the day of the date, "2006-01-02", or "" where it is not known.
func (m Meta) Day() string { return m.Date[:min(len(m.Date), len("2006-01-02"))] }

// A Section is a heading and what stands under it.
type Section struct {
	Title  string // "" for what stands before the first heading
	Level  int    // 1 to 6; 0 for what stands before the first heading
	Parent int    // index of the section this one is part of; -1 at the top
	First  int    // index of its first passage, the heading itself where there is one
}

// ContainerKind says what a container is.
type ContainerKind uint8

// The kinds of container.
const (
	InQuote ContainerKind = iota
	InItem
	InNote // a footnote's text
	InDefinition
)

// A Container is a quotation or a list item that a passage stands in.
type Container struct {
	Kind   ContainerKind
	Marker string // "•", "12.", "[x]", "[1]" for a note: drawn before the first passage of an item; "" in a quotation
	First  bool   // this passage is the first in the container, and carries its marker
}

// A Passage is one leaf block of the document: a heading, a paragraph (of the
// text, of a list item or of a quotation), a code block, a table, a rule.
type Passage struct {
	Kind    Kind
	Span    Span        // the block's own bytes of Raw, without the markers of what it stands in
	Section int         // index into Brief.Sections
	Text    string      // as it is read: markup and entities resolved, white space folded; lines kept in code, rows in tables ("a | b")
	Frame   []Container // what it stands in, outermost first; at most 8
	Level   int         // 1 to 6 for a heading
	Info    string      // the language of a code block
	Part    int         // of a table or code too long for one passage: how many of its parts stand right before this one; 0 for all else
	Deeper  int         // levels of quotation it stands in beyond those of Frame
	Aside   bool        // furniture of the page it was saved from (a count, "Next article…", an instruction to a site generator): shown, not searched

	form  form   // how Leaf reads it again
	lines []line // the block's content, line by line, without the markers of containers
	runs  []run  // where Text comes from, ascending

	columns int // of the table that a gridOn is part of
}

// A Brief is one document, read.
type Brief struct {
	Meta
	Raw      []byte // the source as UTF-8; offsets are those of the file on disk but in UTF-16 files (see Disk)
	Body     Span   // Raw without front matter
	Plain    bool   // plain text, not Markdown
	Sections []Section
	Passages []Passage // in the order of the source
	Words    int       // words in all passages that are not asides
	Notes    []string  // what was wrong with the source, a sentence each ("front matter, line 3: …")

	refs         map[string]parser.Reference // link reference definitions, by folded label
	notes        []footnote                  // in the order of the source
	noteAt       map[string]int              // index into notes, by folded label
	anchors      []anchor                    // names that the document gives to places
	places       func() map[string]int       // passages by name: see Fragment
	closed       map[string]bool             // names of shortcodes that stand around text
	titleSection int                         // the section whose heading gave the title; -1 none
	units        []checkpoint                // only where the file is UTF-16: see Disk
	stored       int                         // bytes of the file as stored
}

// A form says how the content of a passage is to be read.
type form uint8

const (
	prose    form = iota // inline Markdown
	alert                // the same, after a line that says what kind of alert it is
	literal              // code: the lines as they are
	grid                 // a table: its rows, the second one the delimiter
	gridOn               // the later rows of a table that was split, without a delimiter
	htmlText             // inline HTML
	htmlRows             // the rows of a table in HTML
	shown                // Text as it is: plain text, lines of HTML
	nothing              // a rule
)

// A line is a line of a passage's content: bytes [start, end) of Raw without
// the line break, after pad columns of white space that a tab left over.
type line struct{ start, end, pad int32 }

// A run maps textLen bytes of Text, from text on, to srcLen bytes of Raw, from
// src on: one to one where the lengths are equal, otherwise as a whole.
type run struct{ text, src, textLen, srcLen int32 }
