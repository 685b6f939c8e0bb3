package brief

import (
	"bytes"
	"unicode"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	"golang.org/x/text/width"
)

// joined tells whether the end of a line between two texts is no white space:
// Chinese and Japanese have none between words, so a line that was broken to
// fit a width is joined to the next one. The rule is the "segment break
// transformation" of CSS Text: both characters next to the break are wide, and
// neither is Hangul (Korean parts its words) nor an emoji.
func joined(before, after []byte) bool {
	l, _ := utf8.DecodeLastRune(bytes.TrimRight(before, blanks))
	r, _ := utf8.DecodeRune(bytes.TrimLeft(after, blanks))
	return unspaced(l) && unspaced(r)
}

// unspaced tells whether r belongs to a script that is written without spaces
// between its words, as far as its width says so.
func unspaced(r rune) bool {
	const firstCJK, firstEmoji, lastEmoji = 0x2e80, 0x1f000, 0x1ffff
	if r < firstCJK || r >= firstEmoji && r <= lastEmoji || unicode.Is(unicode.Hangul, r) {
		return false
	}
	switch width.LookupRune(r).Kind() {
	case width.EastAsianWide, width.EastAsianFullwidth, width.EastAsianHalfwidth:
		return true
	}
	return false
}

// piped tells whether buf has several lines and each begins with a bar: rows
// of a table that is none, because its rule has been left out or is amiss.
func piped(buf []byte) bool {
	if len(buf) == 0 || buf[0] != '|' {
		return false
	}
	count := 0
	for line := range bytes.SplitSeq(buf, []byte("\n")) {
		if !bytes.HasPrefix(line, []byte("|")) {
			return false
		}
		count++
	}
	return count > 1
}

// hardLines keeps the line breaks of a parsed passage.
func hardLines(doc ast.Node) {
	_ = ast.Walk(doc, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if t, ok := n.(*ast.Text); ok && entering && t.SoftLineBreak() {
			t.SetSoftLineBreak(false)
			t.SetHardLineBreak(true)
		}
		return ast.WalkContinue, nil
	})
}

// joinLines takes the soft line breaks out of a parsed passage that are no
// white space.
func joinLines(doc ast.Node, buf []byte) {
	if bytes.IndexByte(buf, '\n') < 0 || bytes.IndexFunc(buf, unspaced) < 0 {
		return
	}
	var open *ast.Text // ends in a soft break, and nothing has followed it yet
	var last []byte    // the text before that break
	_ = ast.Walk(doc, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		var words []byte
		switch n := n.(type) {
		case *ast.Text:
			words = n.Value(buf)
		case *ast.AutoLink:
			words = n.Label(buf)
		}
		if len(words) > 0 {
			if open != nil && joined(last, words) {
				open.SetSoftLineBreak(false)
			}
			open, last = nil, words
		}
		if t, ok := n.(*ast.Text); ok && t.SoftLineBreak() && !t.HardLineBreak() {
			open = t
		} else if ok && t.HardLineBreak() {
			open = nil
		}
		return ast.WalkContinue, nil
	})
}
