// Package inert makes text harmless to a terminal.
//
// The contract: whatever goes in, what comes out is valid UTF-8 that moves no
// cursor, hides nothing, answers no query and opens nothing. Escape sequences
// are never parsed away; their code points are replaced, so nothing can be
// assembled from what is left. It is applied last, after every decoding
// (entities, YAML, TOML, percent signs). Every function is idempotent, and
// returns clean input as it is, without allocating.
package inert

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

const (
	shownEscape = "\u241b" // the picture of ESC
	replacement = "\ufffd"
	maxMarks    = 8 // combining marks kept on one base
)

// Text makes s harmless where several lines are allowed: newlines and tabs are
// kept, CRLF, a lone CR and the Unicode line separators become newlines, ESC
// becomes a picture of it, other controls and invalid UTF-8 become U+FFFD,
// and what reorders or hides text is dropped.
func Text(s string) string {
	var b strings.Builder
	done := 0
	Edits(s, func(start, end int, with string) {
		if b.Cap() == 0 {
			b.Grow(len(s) + 16)
		}
		b.WriteString(s[done:start])
		b.WriteString(with)
		done = end
	})
	if done == 0 {
		return s
	}
	b.WriteString(s[done:])
	return b.String()
}

// Line makes s harmless on one line: as Text, and each line break or tab
// becomes one space; spaces at both ends are trimmed.
func Line(s string) string {
	s = Text(s)
	if strings.ContainsAny(s, "\n\t") {
		s = strings.Map(func(r rune) rune {
			if r == '\n' || r == '\t' {
				return ' '
			}
			return r
		}, s)
	}
	return strings.TrimSpace(s)
}

// Edits calls edit for every range of s that Text replaces, ascending and
// without overlaps, with what stands there instead ("" where it is dropped).
// It is how a caller keeps track of offsets through Text.
func Edits(s string, edit func(start, end int, with string)) {
	marks := 0
	for i := 0; i < len(s); {
		if c := s[i]; printable(c) {
			marks = 0
			i++
			continue
		}
		size, with, keep := step(s[i:], &marks)
		if !keep {
			edit(i, i+size, with)
		}
		i += size
	}
}

// printable tells whether byte c is an ASCII character kept as it is.
func printable(c byte) bool { return c >= 0x20 && c < 0x7f || c == '\n' || c == '\t' }

// step judges the code point at the start of s, which is not empty: how many
// bytes it takes and, unless it is kept, what stands in its place. marks
// counts the combining marks since the last base.
func step(s string, marks *int) (size int, with string, keep bool) {
	r, size := utf8.DecodeRuneInString(s)
	if r == '\r' {
		*marks = 0
		if len(s) > 1 && s[1] == '\n' {
			return 2, "\n", false
		}
		return 1, "\n", false
	}
	switch class(r, size) {
	case dropped:
		return size, "", false
	case invisible:
		return size, "", true
	case mark:
		*marks++
		return size, "", *marks <= maxMarks
	case escape:
		*marks = 0
		return size, shownEscape, false
	case lineBreak:
		*marks = 0
		return size, "\n", false
	case forbidden:
		*marks = 0
		return size, replacement, false
	}
	*marks = 0
	return size, "", true
}

// kind is what step does with a code point.
type kind uint8

const (
	base      kind = iota // kept; carries marks
	invisible             // kept; carries none and does not end a run of them
	mark
	escape
	lineBreak
	forbidden
	dropped
)

// class gives the kind of r, decoded from size bytes.
func class(r rune, size int) kind {
	switch {
	case r == utf8.RuneError && size == 1:
		return forbidden
	case r == '\n' || r == '\t':
		return base
	case r == 0x1b:
		return escape
	case r < 0x20 || r >= 0x7f && r < 0xa0:
		return forbidden
	case r < 0x300:
		return base
	case r == 0x2028 || r == 0x2029:
		return lineBreak
	case hides(r):
		return dropped
	case r >= 0xfdd0 && r <= 0xfdef || r&0xfffe == 0xfffe:
		return forbidden
	case r >= 0x200c && r <= 0x200f: // ZWNJ, ZWJ, LRM, RLM: Persian, emoji
		return invisible
	case unicode.Is(unicode.M, r): // the variation selectors are marks too
		return mark
	}
	return base
}

// hides tells whether r reorders what stands around it, or shows nothing and
// has no place in a text: bidi embeddings, overrides and isolates, the
// zero-width space, a BOM that begins nothing, tag characters.
func hides(r rune) bool {
	return r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069 ||
		r == 0x200b || r == 0xfeff || r >= 0xe0000 && r <= 0xe007f
}
