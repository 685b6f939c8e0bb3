package inert

import "strings"

// maxSequence bounds the bytes of a sequence that Frame lets through.
const maxSequence = 8192

// Frame makes harmless what is about to be drawn: a sequence that only sets
// colours and attributes (CSI digits, ";" and ":", then "m") stays, and so
// does a link (OSC 8, ended by BEL or ST) whose target URL accepts, with the
// target as URL re-writes it. Everything else is treated as Text does.
func Frame(s string) string {
	if strings.IndexByte(s, 0x1b) < 0 {
		return Text(s)
	}
	var b strings.Builder
	b.Grow(len(s) + 16)
	marks := 0
	for i := 0; i < len(s); {
		if s[i] == 0x1b {
			if n, seq := sequence(s[i:]); n > 0 {
				b.WriteString(seq)
				i += n
				continue
			}
		} else if printable(s[i]) {
			marks = 0
			b.WriteByte(s[i])
			i++
			continue
		}
		size, with, keep := step(s[i:], &marks)
		if keep {
			with = s[i : i+size]
		}
		b.WriteString(with)
		i += size
	}
	return b.String()
}

// sequence gives the length of the allowed sequence that s begins with and
// the form in which it is let through; 0 where there is none.
func sequence(s string) (int, string) {
	if strings.HasPrefix(s, "\x1b[") {
		for i := 2; i < len(s) && i < maxSequence; i++ {
			switch c := s[i]; {
			case c == 'm':
				return i + 1, s[:i+1]
			case c >= '0' && c <= '9' || c == ';' || c == ':':
			default:
				return 0, ""
			}
		}
		return 0, ""
	}
	if strings.HasPrefix(s, "\x1b]8;") {
		return hyperlink(s)
	}
	return 0, ""
}

// hyperlink is sequence for an s that begins as OSC 8 does.
func hyperlink(s string) (int, string) {
	const begin = "\x1b]8;"
	rest := s[len(begin):min(len(s), maxSequence)]
	end := strings.IndexAny(rest, "\x07\x1b")
	if end < 0 {
		return 0, ""
	}
	ended := "\x07"
	if rest[end] == 0x1b {
		if ended = "\x1b\\"; !strings.HasPrefix(rest[end:], ended) {
			return 0, ""
		}
	}
	params, target, ok := strings.Cut(rest[:end], ";")
	if !ok || !plainParams(params) {
		return 0, ""
	}
	if target != "" {
		if target, ok = URL(target); !ok {
			return 0, ""
		}
	}
	return len(begin) + end + len(ended), begin + params + ";" + target + ended
}

// plainParams tells whether an OSC 8 parameter list has only letters, digits
// and "=:_-.".
func plainParams(s string) bool {
	for i := range len(s) {
		if c := s[i]; !alphanumeric(c) && !strings.ContainsRune("=:_-.", rune(c)) {
			return false
		}
	}
	return true
}

func alphanumeric(c byte) bool {
	return c >= '0' && c <= '9' || c|0x20 >= 'a' && c|0x20 <= 'z'
}
