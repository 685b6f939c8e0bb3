package query

import (
	"strings"
	"unicode"
)

// String gives the canonical form of the query. It parses to the same tree
// but for columns, and but for Typing, which has no sign of its own.
func (q Query) String() string {
	var b strings.Builder
	write(&b, q.Root)
	return b.String()
}

func write(b *strings.Builder, n Node) {
	switch n := n.(type) {
	case Word:
		writeWord(b, n)
	case Phrase:
		writeQuoted(b, n.Text)
	case All:
		for i, c := range n.Nodes {
			if i > 0 {
				b.WriteByte(' ')
			}
			_, nested := c.(All)
			writeIn(b, c, nested)
		}
	case Any:
		for i, c := range n.Nodes {
			if i > 0 {
				b.WriteString(" OR ")
			}
			_, nested := c.(All)
			writeIn(b, c, nested)
		}
	case Not:
		b.WriteByte('-')
		writeIn(b, n.Node, isList(n.Node))
	case Field:
		b.WriteString(n.Name + ":")
		if w, ok := n.Node.(Word); ok && isRaw(n.Name) {
			writeRaw(b, w.Text)
			return
		}
		if isRaw(n.Name) {
			b.WriteByte('(')
			writeRaws(b, n.Node)
			b.WriteByte(')')
			return
		}
		writeIn(b, n.Node, isList(n.Node))
	case DateRange:
		if n.Made {
			b.WriteString("made:")
		} else {
			b.WriteString("date:")
		}
		writeRaw(b, n.Text)
	case Is:
		b.WriteString("is:" + n.What)
	}
}

func writeWord(b *strings.Builder, w Word) {
	b.WriteString(w.Text)
	if w.Prefix && !w.Typing {
		b.WriteByte('*')
	}
	if w.Fuzzy {
		b.WriteByte('~')
	}
}

func writeIn(b *strings.Builder, n Node, brackets bool) {
	if brackets {
		b.WriteByte('(')
		defer b.WriteByte(')')
	}
	write(b, n)
}

// isList tells whether a node needs brackets behind a - or a field's colon.
func isList(n Node) bool {
	switch n.(type) {
	case All, Any, Not:
		return true
	}
	return false
}

// writeRaws writes what stands in the brackets of lang:( ) and path:( ). There
// are no brackets within.
func writeRaws(b *strings.Builder, n Node) {
	switch n := n.(type) {
	case Word:
		writeRaw(b, n.Text)
	case Not:
		b.WriteByte('-')
		writeRaws(b, n.Node)
	case All:
		for i, c := range n.Nodes {
			if i > 0 {
				b.WriteByte(' ')
			}
			writeRaws(b, c)
		}
	case Any:
		for i, c := range n.Nodes {
			if i > 0 {
				b.WriteString(" OR ")
			}
			writeRaws(b, c)
		}
	}
}

// writeRaw writes a value that is not analysed, in quotes where it needs them.
func writeRaw(b *strings.Builder, s string) {
	safe := s != "OR" && s[0] != '-'
	for _, r := range s {
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) && !strings.ContainsRune("/._-<>=", r) {
			safe = false
		}
	}
	if safe {
		b.WriteString(s)
	} else {
		writeQuoted(b, s)
	}
}

// writeQuoted writes in straight quotes, or in curly ones what has straight
// ones within.
func writeQuoted(b *strings.Builder, s string) {
	open, closing := `"`, `"`
	if strings.Contains(s, `"`) {
		open, closing = "“", "”"
	}
	b.WriteString(open + s + closing)
}
