package inert

import (
	"bytes"
	"fmt"
	"unicode"
)

// JSON escapes in a JSON text every character that is not for the eye
// (controls, directions, invisible ones): the values stay what they are, and a
// terminal that the text is printed on obeys none of them.
func JSON(text []byte) []byte {
	var out bytes.Buffer
	out.Grow(len(text))
	for _, r := range string(text) { // outside its strings JSON is ASCII
		switch {
		case r == '\n' || r >= ' ' && r < 0x7F || unicode.IsPrint(r):
			out.WriteRune(r)
		case r > 0xFFFF:
			r -= 0x10000
			fmt.Fprintf(&out, `\u%04x\u%04x`, 0xD800+r>>10, 0xDC00+r&0x3FF)
		default:
			fmt.Fprintf(&out, `\u%04x`, r)
		}
	}
	return out.Bytes()
}
