package brief

import "bytes"

// What keeps the parser's time linear: goldmark's is quadratic in the depth of
// containers, and in the number of openings of an inline kind in a block.
const (
	defaultDepth = 8        // containers on a line, and in a Frame
	maxColumn    = 100      // column up to which a container may begin
	maxProse     = 16 << 10 // bytes of a passage of prose
	maxLiteral   = 8 << 10  // bytes of a passage of code, and of rows in one passage
	partLiteral  = 3 << 10  // bytes of each part of code that has more than maxLiteral
	maxRow       = 64 << 10 // bytes of a row in HTML
	maxColumns   = 256      // columns of a table
	maxCells     = 400      // cells of a table in one passage
	maxBare      = 4096     // cells of a table with next to nothing in them
	maxBrackets  = 256      // "[" in a passage
	maxNested    = 8        // "[" within each other, and inline nodes within each other
	maxDelims    = 512      // "*", "_" and "~" in a passage; "`" in a passage
	maxAngles    = 128      // "<" in a passage
	inertByte    = 'x'      // stands in for a byte that must not be markup
)

// bound gives a body that goldmark can read in linear time: the same length,
// with the marker that would open a container too many replaced by a letter,
// and every lone CR by LF. It returns body itself where nothing is to be
// changed; it never changes body. Only the structure is read from it, the
// text comes from Raw, so nothing that is replaced is lost.
func bound(body []byte, depth int) []byte {
	out := body
	set := func(i int, c byte) {
		if &out[0] == &body[0] {
			out = bytes.Clone(body)
		}
		out[i] = c
	}
	for i := 0; i < len(body); {
		end := lineEnd(body, i)
		if at := excess(body[i:end], depth); at >= 0 {
			set(i+at, inertByte)
		}
		i = end
		if i < len(body) && body[i] == '\r' {
			if i+1 < len(body) && body[i+1] == '\n' {
				i++
			} else {
				set(i, '\n')
			}
		}
		i++
	}
	return out
}

// lineEnd is the offset of the line break that ends the line standing at i:
// of LF, CRLF or a lone CR; len(b) where there is none.
func lineEnd(b []byte, i int) int {
	if n := bytes.IndexAny(b[i:min(len(b), i+256)], "\r\n"); n >= 0 {
		return i + n
	}
	for i = min(len(b), i+256); i < len(b) && b[i] != '\n' && b[i] != '\r'; i++ {
	}
	return i
}

// excess is the offset in a line of the first container marker that is one
// too many, or stands too far to the right; -1 where none is.
func excess(line []byte, depth int) int {
	count, column := 0, 0
	for i := 0; i < len(line); {
		switch line[i] {
		case ' ':
			i++
			column++
			continue
		case '\t':
			i++
			column += 4 - column%4
			continue
		}
		n := marker(line[i:])
		if n == 0 || n > 0 && line[i] != '>' && thematic(line[i:]) {
			return -1
		}
		if count++; count > depth || column > maxColumn {
			return i
		}
		i += n
		column += n
	}
	return -1
}

// marker is the length of the container marker that s begins with: of a
// quotation, a list item, a footnote or a definition; 0 where there is none.
func marker(s []byte) int {
	n := 0
	switch c := s[0]; {
	case c == '>':
		return 1
	case c == '-' || c == '+' || c == '*' || c == ':':
		n = 1
	case c >= '0' && c <= '9':
		for n < len(s) && n < 10 && s[n] >= '0' && s[n] <= '9' {
			n++
		}
		if n == len(s) || s[n] != '.' && s[n] != ')' {
			return 0
		}
		n++
	case c == '[' && len(s) > 2 && s[1] == '^':
		end := bytes.Index(s[:min(len(s), 1024)], []byte("]:"))
		if end < 0 {
			return 0
		}
		return end + len("]:")
	default:
		return 0
	}
	if n < len(s) && s[n] != ' ' && s[n] != '\t' {
		return 0
	}
	return n
}

// thematic tells whether s is a thematic break: three or more of one of
// "-*_", and else only spaces.
func thematic(s []byte) bool {
	count := 0
	for _, c := range s {
		switch {
		case c == ' ' || c == '\t':
		case c == s[0] && (c == '-' || c == '*' || c == '_'):
			count++
		default:
			return false
		}
	}
	return count > 2
}

// A tamed byte is one that tame has replaced.
type tamed struct {
	at   int
	byte byte
}

// tame replaces, in a passage of prose about to be parsed, the delimiters
// beyond what goldmark can pair in linear time, and gives what untame needs.
func tame(buf []byte) []tamed {
	var undo []tamed
	depth, brackets, delims, ticks, angles := 0, 0, 0, 0, 0
	for i, c := range buf {
		over := false
		switch c {
		case '[':
			brackets++
			depth++
			if over = depth > maxNested || brackets > maxBrackets; over {
				depth--
			}
		case ']':
			depth = max(0, depth-1)
		case '*', '_', '~':
			delims++
			over = delims > maxDelims
		case '`':
			ticks++
			over = ticks > maxDelims
		case '<':
			angles++
			over = angles > maxAngles
		}
		if over {
			undo = append(undo, tamed{i, c})
			buf[i] = inertByte
		}
	}
	return undo
}

// joinCells replaces, in a table about to be parsed, the bars behind the last
// column of a row that has more cells than the heading, so that these are read
// as one with the last cell, bars and all; without that they would be left out.
func joinCells(buf []byte) []tamed {
	var undo []tamed
	columns := 0
	for y, from := 0, 0; from < len(buf); y++ {
		end := lineEnd(buf, from)
		switch row := buf[from:end]; {
		case y == 1:
			columns = delimiters(row)
		case y > 1:
			for _, i := range surplus(row, columns) {
				undo = append(undo, tamed{from + i, '|'})
				row[i] = inertByte
			}
		}
		from = end + 1
	}
	return undo
}

// surplus gives where in a row of a table the bars stand that part the last
// column from cells that are not empty.
func surplus(row []byte, columns int) []int {
	end := len(bytes.TrimRight(row, blanks+"|"))
	i := len(row) - len(bytes.TrimLeft(row, blanks))
	if i < end && row[i] == '|' {
		i++
	}
	var out []int
	for count := 0; i < end; i++ {
		if row[i] != '|' || i > 0 && row[i-1] == '\\' {
			continue
		}
		if count++; count >= columns {
			out = append(out, i)
		}
	}
	return out
}

// untame puts back what tame replaced. The nodes of a parsed passage hold
// offsets, not text, so they show the bytes as they were.
func untame(buf []byte, undo []tamed) {
	for _, u := range undo {
		buf[u.at] = u.byte
	}
}
