package brief

import (
	"bytes"
	"sort"
	"unicode/utf16"
	"unicode/utf8"
)

const (
	sampleSize     = 8 << 10 // bytes that Binary looks at
	unitsPerRecord = 2048    // UTF-16 units between two checkpoints
)

var utf8BOM = []byte("\xef\xbb\xbf")

// Binary tells whether src looks like data that is not text: it begins as a
// PDF, an archive, an image or the like do, or many of its first bytes are
// NULs or controls. UTF-16 text with a byte order mark is not binary; text in
// an unknown 8-bit encoding is not either.
func Binary(src []byte) bool {
	sample := src[:min(len(src), sampleSize)]
	for _, magic := range []string{"%PDF-", "PK\x03\x04", "\x1f\x8b", "\x89PNG", "\xff\xd8\xff", "GIF8", "\x7fELF", "\xff\xfe\x00\x00", "\xd0\xcf\x11\xe0", "SQLite format 3", "{\\rtf"} {
		if bytes.HasPrefix(sample, []byte(magic)) {
			return true
		}
	}
	if wide(src) != 0 {
		return false
	}
	nuls, controls := 0, 0
	for _, c := range sample {
		switch {
		case c == 0:
			nuls++
		case c < 0x20 && c != '\n' && c != '\r' && c != '\t' && c != '\f' && c != 0x1b:
			controls++
		}
	}
	return nuls*200 > len(sample) || controls*20 > len(sample) && controls > 4
}

// wide is 'l' or 'b' for UTF-16 text with a byte order mark, little or big
// endian, and 0 for anything else.
func wide(src []byte) byte {
	switch {
	case len(src) < 2:
	case src[0] == 0xff && src[1] == 0xfe:
		return 'l'
	case src[0] == 0xfe && src[1] == 0xff:
		return 'b'
	}
	return 0
}

// A checkpoint says that byte raw of Raw is byte disk of the file.
type checkpoint struct{ raw, disk int }

// decode sets Raw from the file's bytes, and Body to what follows a byte order
// mark.
func (b *Brief) decode(src []byte) {
	b.Raw, b.stored = src, len(src)
	if order := wide(src); order != 0 {
		b.decodeWide(src, order)
	}
	b.Body = Span{0, len(b.Raw)}
	if bytes.HasPrefix(b.Raw, utf8BOM) {
		b.Body.Start = len(utf8BOM)
	}
	if !utf8.Valid(b.Raw) {
		b.note("the text is not valid UTF-8; what cannot be read is shown as \ufffd")
	}
}

// decodeWide is decode for UTF-16 in the given byte order.
func (b *Brief) decodeWide(src []byte, order byte) {
	unit := func(i int) rune {
		if order == 'l' {
			return rune(src[i]) | rune(src[i+1])<<8
		}
		return rune(src[i+1]) | rune(src[i])<<8
	}
	raw := make([]byte, 0, len(src)+len(src)/4)
	broken := len(src)%2 != 0
	for i := 0; i+1 < len(src); i += 2 {
		if i%(2*unitsPerRecord) == 0 {
			b.units = append(b.units, checkpoint{len(raw), i})
		}
		r, at := unit(i), i
		if utf16.IsSurrogate(r) {
			pair := rune(utf8.RuneError)
			if i+3 < len(src) {
				pair = utf16.DecodeRune(r, unit(i+2))
			}
			if r = pair; pair != utf8.RuneError {
				i += 2
			} else {
				broken = true
			}
		}
		raw = utf8.AppendRune(raw, r)
		if i != at && i%(2*unitsPerRecord) == 0 {
			b.units = append(b.units, checkpoint{len(raw), i + 2})
		}
	}
	if len(src)%2 != 0 {
		raw = utf8.AppendRune(raw, utf8.RuneError)
	}
	if broken {
		b.note("the text is not valid UTF-16; what cannot be read is shown as \ufffd")
	}
	b.Raw = raw
}

// Disk gives the bytes of the file as stored that a span of Raw stands for.
// They are the same but where the file is UTF-16.
func (b *Brief) Disk(s Span) Span {
	if len(b.units) == 0 {
		return s
	}
	return Span{b.diskOffset(s.Start, false), b.diskOffset(s.End, true)}
}

// diskOffset maps an offset of Raw; one inside a code point is moved to its
// start, or where up is set to its end.
func (b *Brief) diskOffset(off int, up bool) int {
	i := sort.Search(len(b.units), func(i int) bool { return b.units[i].raw > off }) - 1
	raw, disk := b.units[max(i, 0)].raw, b.units[max(i, 0)].disk
	for raw < off && raw < len(b.Raw) {
		r, n := utf8.DecodeRune(b.Raw[raw:])
		if raw+n > off && !up {
			break
		}
		raw += n
		disk += 2
		if r > 0xffff {
			disk += 2
		}
	}
	return min(disk, b.stored)
}
