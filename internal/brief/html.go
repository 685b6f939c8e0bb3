package brief

import (
	"bytes"
	"sort"
	"strings"
	"unicode/utf8"
)

// Tags of HTML by what they do to the text: those whose content is not shown,
// those that begin a line, and those that part cells.
const (
	hiddenTags = " script style head title template noscript textarea select svg math "
	lineTags   = " address article aside blockquote br caption center dd details dialog div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr legend li main nav ol option p pre section summary table tbody tfoot thead tr ul "
	cellTags   = " td th "
)

// html writes the text that the HTML in s shows: tags, comments and scripts
// are gone, an image is its alt text.
func (t *builder) html(s *source) {
	buf := s.buf
	quotes := true // until one is found that is never closed
	for i := 0; i < len(buf); {
		if buf[i] != '<' {
			end := len(buf)
			if n := bytes.IndexByte(buf[i:], '<'); n >= 0 {
				end = i + n
			}
			t.words(s, i, end, entities)
			i = end
			continue
		}
		if bytes.HasPrefix(buf[i:], []byte("<!--")) {
			i = after(buf, i+4, "-->")
			continue
		}
		if i+1 < len(buf) && (buf[i+1] == '!' || buf[i+1] == '?') {
			i = after(buf, i+2, ">")
			continue
		}
		name, closing := tagName(buf[i+1:])
		if name == "" {
			t.words(s, i, i+1, asIs)
			i++
			continue
		}
		end := tagEnd(buf, i+1, quotes)
		if end < 0 {
			quotes = false
			end = after(buf, i+1, ">")
		}
		t.tag(s, name, closing, i, end)
		if i = end; !closing && strings.Contains(hiddenTags, " "+name+" ") {
			i = closeTag(buf, end, name)
		}
	}
	t.pend = 0
}

// tag writes what the tag in [from, to) of the buffer does to the text.
func (t *builder) tag(s *source, name string, closing bool, from, to int) {
	switch {
	case strings.Contains(lineTags, " "+name+" "):
		t.space('\n', s.raw(from), s.raw(to))
	case strings.Contains(cellTags, " "+name+" "):
		t.space(' ', s.raw(from), s.raw(to))
	case name == "img" && !closing:
		if start, end := attribute(s.buf, from, to, "alt"); start < end {
			t.words(s, start, end, entities)
		}
	}
}

// after is the offset after the first end in buf from i on; len(buf) where
// there is none.
func after(buf []byte, i int, end string) int {
	i = min(i, len(buf))
	if n := bytes.Index(buf[i:], []byte(end)); n >= 0 {
		return i + n + len(end)
	}
	return len(buf)
}

// tagName is the name of the tag whose "<" stands before b, in lower case, and
// whether it is a closing tag; "" where b goes on otherwise.
func tagName(b []byte) (string, bool) {
	closing := len(b) > 0 && b[0] == '/'
	if closing {
		b = b[1:]
	}
	n := 0
	for n < len(b) && n < 32 && (b[n]|0x20 >= 'a' && b[n]|0x20 <= 'z' || n > 0 && (b[n] == '-' || b[n] >= '0' && b[n] <= '9')) {
		n++
	}
	return strings.ToLower(string(b[:n])), closing
}

// tagEnd is the offset after the ">" that ends the tag standing at i, not one
// in quotes where quotes is set; -1 where there is none.
func tagEnd(buf []byte, i int, quotes bool) int {
	var quote byte
	for ; i < len(buf); i++ {
		switch c := buf[i]; {
		case quote != 0:
			if c == quote {
				quote = 0
			}
		case quotes && (c == '"' || c == '\''):
			quote = c
		case c == '>':
			return i + 1
		}
	}
	return -1
}

// closeTag is the offset of the closing tag of the given name from i on;
// len(buf) where there is none.
func closeTag(buf []byte, i int, name string) int {
	for i < len(buf) {
		n := bytes.Index(buf[i:], []byte("</"))
		if n < 0 {
			break
		}
		i += n
		if found, _ := tagName(buf[i+1:]); found == name {
			return i
		}
		i += 2
	}
	return len(buf)
}

// attribute is where the quoted value of the given attribute stands in the tag
// in [from, to) of buf.
func attribute(buf []byte, from, to int, name string) (int, int) {
	for i := from; ; {
		n := bytes.Index(bytes.ToLower(buf[i:min(to, i+maxProse)]), []byte(name+"="))
		if n < 0 {
			return 0, 0
		}
		i += n + len(name) + 1
		if buf[i-len(name)-2] > ' ' || i >= to || buf[i] != '"' && buf[i] != '\'' {
			continue
		}
		if end := bytes.IndexByte(buf[i+1:to], buf[i]); end >= 0 {
			return i + 1, i + 1 + end
		}
		return 0, 0
	}
}

// parts gives the text as passages that are shown as they are, in the bytes
// span of Raw: one, or several where it is long.
func (t *builder) parts(span Span) []Passage {
	text, runs := t.finish()
	var out []Passage
	for from := 0; from < len(text); {
		to := len(text)
		if to-from > maxProse {
			to = from + cut(text[from:], maxProse)
		}
		p := Passage{form: shown, Text: strings.TrimSpace(text[from:to])}
		lead := from + strings.Index(text[from:to], p.Text)
		p.runs = between(runs, lead, lead+len(p.Text))
		if p.Span = span; from > 0 || to < len(text) {
			p.Span = p.Source(Span{0, len(p.Text)})
		}
		if p.Text != "" {
			out = append(out, p)
		}
		from = to
	}
	return out
}

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
