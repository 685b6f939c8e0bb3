package brief

import (
	"sort"
	"unicode/utf8"
)

// cut is where to cut s, which is longer than most: after the last line break
// or else space in its first most bytes, or else between two code points.
func cut[T string | []byte](s T, most int) int {
	for _, c := range "\n " {
		for i := most; i > most/2; i-- {
			if s[i-1] == byte(c) {
				return i
			}
		}
	}
	for i := most; i > most-utf8.UTFMax; i-- {
		if utf8.RuneStart(s[i]) {
			return i
		}
	}
	return most
}

// between gives the runs of bytes [from, to) of the text, moved to its start.
func between(runs []run, from, to int) []run {
	var out []run
	first := sort.Search(len(runs), func(i int) bool { return int(runs[i].text+runs[i].textLen) > from })
	for _, r := range runs[first:] {
		if int(r.text) >= to {
			break
		}
		if over := int32(from) - r.text; over > 0 {
			if r.textLen == r.srcLen {
				r.src += over
				r.srcLen -= over
			}
			r.text, r.textLen = r.text+over, r.textLen-over
		}
		if over := r.text + r.textLen - int32(to); over > 0 {
			if r.textLen == r.srcLen {
				r.srcLen -= over
			}
			r.textLen -= over
		}
		r.text -= int32(from)
		out = append(out, r)
	}
	return out
}

// split parts the lines of a passage so that none has more than most bytes:
// between lines, or within one that is longer itself.
func split(raw []byte, lines []line, most int) [][]line {
	size := 0
	for _, l := range lines {
		size += int(l.end-l.start) + 1
	}
	if size <= most {
		return [][]line{lines}
	}
	var out [][]line
	var part []line
	size = 0
	flush := func() {
		if len(part) > 0 {
			out = append(out, part)
		}
		part, size = nil, 0
	}
	for _, l := range lines {
		if size+int(l.end-l.start) >= most {
			flush()
		}
		for int(l.end-l.start) > most {
			n := cut(raw[l.start:l.end], most)
			out = append(out, []line{{l.start, l.start + int32(n), l.pad}})
			l.start, l.pad = l.start+int32(n), 0
		}
		part = append(part, l)
		size += int(l.end-l.start) + 1
	}
	flush()
	return out
}

// partSpan is the span of part i of a block that takes up span.
func partSpan(parts [][]line, i int, span Span) Span {
	part := parts[i]
	if i > 0 {
		span.Start = int(part[0].start)
	}
	if i < len(parts)-1 {
		span.End = int(part[len(part)-1].end)
	}
	return span
}
