package brief

import (
	"bytes"
	"slices"
	"sort"
	"strconv"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/util"

	"broadsheet/internal/inert"
)

// A source is the content of a passage, its lines joined in a buffer, and the
// way back from the buffer to Raw.
type source struct {
	buf    []byte
	lines  []line
	starts []int // where each line begins in buf
	brief  []byte
	at     int // the line found last
}

// gather joins lines of raw, each without its line break and, where padded is
// set, with its columns of padding.
func gather(raw []byte, lines []line, padded bool) *source {
	size := 0
	for _, l := range lines {
		size += int(l.end-l.start+l.pad) + 1
	}
	s := &source{buf: make([]byte, 0, size), lines: lines, starts: make([]int, len(lines)), brief: raw}
	for i, l := range lines {
		if i > 0 {
			s.buf = append(s.buf, '\n')
		}
		for p := int32(0); padded && p < l.pad; p++ {
			s.buf = append(s.buf, ' ')
		}
		s.starts[i] = len(s.buf)
		s.buf = append(s.buf, raw[l.start:l.end]...)
	}
	return s
}

// raw is the offset in Raw of byte off of the buffer.
func (s *source) raw(off int) int {
	if s.starts[s.at] > off {
		s.at = 0
	}
	if s.at+8 < len(s.starts) && s.starts[s.at+8] <= off {
		s.at = sort.Search(len(s.starts), func(i int) bool { return s.starts[i] > off }) - 1
	}
	for s.at+1 < len(s.starts) && s.starts[s.at+1] <= off {
		s.at++
	}
	l := s.lines[s.at]
	return int(l.start) + min(max(0, off-s.starts[s.at]), int(l.end-l.start))
}

// rawAfter is where in Raw the line that byte off of the buffer stands in
// ends, with its line break.
func (s *source) rawAfter(off int) int {
	s.raw(off)
	end := int(s.lines[s.at].end)
	if bytes.HasPrefix(s.brief[end:], []byte("\r\n")) {
		return end + 2
	}
	return min(end+1, len(s.brief))
}

// A builder makes the text of a passage and its runs. White space is folded
// but where keep is set, and what has not been followed by anything is left
// out.
type builder struct {
	text  []byte
	runs  []run
	floor int  // bytes of text after which white space is not wanted
	pend  byte // white space to come: 0, ' ' or '\n'
	from  int  // where it stands in Raw
	to    int

	refs  []referral // to notes
	names []string   // that links may lead to
	quiet int        // bytes of text, white space aside, that are no words for people
}

// space notes white space c that stands in [from, to) of Raw.
func (t *builder) space(c byte, from, to int) {
	switch {
	case len(t.text) == t.floor:
	case t.pend == 0:
		t.pend, t.from, t.to = c, from, to
	default:
		t.to = max(t.to, to)
		if c == '\n' {
			t.pend = c
		}
	}
}

// flush writes the white space noted.
func (t *builder) flush() {
	if t.pend == 0 {
		return
	}
	t.link(1, t.from, t.to-t.from)
	t.text = append(t.text, t.pend)
	t.pend = 0
}

// drop forgets the white space noted, and wants none after what stands.
func (t *builder) drop() { t.pend, t.floor = 0, len(t.text) }

// link adds a run for the next n bytes of text.
func (t *builder) link(n, src, srcLen int) {
	if len(t.runs) > 0 && n == srcLen {
		last := &t.runs[len(t.runs)-1]
		if last.textLen == last.srcLen && int(last.text+last.textLen) == len(t.text) && int(last.src+last.srcLen) == src {
			last.textLen += int32(n)
			last.srcLen += int32(n)
			return
		}
	}
	t.runs = append(t.runs, run{int32(len(t.text)), int32(src), int32(n), int32(srcLen)})
}

// plain writes p, which stands at src in Raw, byte for byte.
func (t *builder) plain(p []byte, src int) {
	t.flush()
	t.link(len(p), src, len(p))
	t.text = append(t.text, p...)
}

// whole writes p for the n bytes at src in Raw, which do not match it byte
// for byte. Equal lengths mean that they do, so then the first byte of Raw is
// left out.
func (t *builder) whole(p []byte, src, n int) {
	if n == len(p) {
		src, n = src+1, n-1
	}
	t.flush()
	t.link(len(p), src, n)
	t.text = append(t.text, p...)
}

// loose writes s, which stands nowhere in Raw, and no white space around it.
func (t *builder) loose(s string) {
	t.pend = 0
	t.text = append(t.text, s...)
	t.floor = len(t.text)
}

// A reading says what words resolves.
type reading uint8

const (
	asIs     reading = iota
	entities         // HTML
	escapes          // Markdown: entities and backslashes
)

// words writes [from, to) of the buffer with white space folded, and resolves
// what how says.
func (t *builder) words(s *source, from, to int, how reading) {
	for i := from; i < to; {
		c := s.buf[i]
		switch {
		case c == '\n':
			t.space(' ', s.raw(i), s.rawAfter(i))
			i++
			continue
		case c == ' ' || c == '\t' || c == '\r':
			at := s.raw(i)
			t.space(' ', at, at+1)
			i++
			continue
		case how == escapes && c == '\\' && i+1 < to && util.IsPunct(s.buf[i+1]):
			t.plain(s.buf[i+1:i+2], s.raw(i+1))
			i += 2
			continue
		case how != asIs && c == '&':
			if char, n := entity(s.buf[i:to]); n > 0 {
				t.whole(char, s.raw(i), n)
				i += n
				continue
			}
		}
		end := i + 1
		for end < to && (!special(s.buf[end], how) || single(s.buf, end, to, how)) {
			end++
		}
		t.plain(s.buf[i:end], s.raw(i))
		i = end
	}
}

// special tells whether words looks at byte c.
func special(c byte, how reading) bool {
	return c == ' ' || c == '\n' || c == '\t' || c == '\r' || how != asIs && (c == '\\' || c == '&')
}

// single tells whether at i stands one space between two bytes that words does
// not look at: it then needs no folding.
func single(buf []byte, i, to int, how reading) bool {
	return buf[i] == ' ' && i+1 < to && !special(buf[i+1], how)
}

// entity is what the entity that b begins with stands for, and its length; 0
// where there is none.
func entity(b []byte) ([]byte, int) {
	end := bytes.IndexByte(b[:min(len(b), 40)], ';')
	if end < 2 {
		return nil, 0
	}
	name := string(b[1:end])
	if name[0] != '#' {
		e, ok := util.LookUpHTML5EntityByName(name)
		if !ok {
			return nil, 0
		}
		return e.Characters, end + 1
	}
	digits, base, most := name[1:], 10, 7
	if len(digits) > 0 && digits[0]|0x20 == 'x' {
		digits, base, most = digits[1:], 16, 6
	}
	n, err := strconv.ParseUint(digits, base, 32)
	if err != nil || len(digits) > most {
		return nil, 0
	}
	r := rune(n)
	if r == 0 || !utf8.ValidRune(r) {
		r = utf8.RuneError
	}
	return utf8.AppendRune(nil, r), end + 1
}

// inside writes the text of the inline nodes in n.
func (t *builder) inside(n ast.Node, s *source) {
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		switch c := c.(type) {
		case *ast.Text:
			how := escapes
			if c.IsRaw() {
				how = asIs
			}
			t.words(s, c.Segment.Start, c.Segment.Stop, how)
			if c.HardLineBreak() {
				t.space('\n', s.raw(c.Segment.Stop), s.rawAfter(c.Segment.Stop))
			} else if c.SoftLineBreak() {
				t.space(' ', s.raw(c.Segment.Stop), s.rawAfter(c.Segment.Stop))
			}
		case *ast.AutoLink:
			t.slice(c.Label(s.buf), s)
		case *ast.RawHTML:
			t.tag(c, s)
		case *Reference:
			t.refs = append(t.refs, referral{c.Label, Span{s.raw(c.at.Start), s.raw(c.at.Stop)}})
			t.inside(c, s)
		case *Alert:
			from, to := s.raw(c.at.Start), s.raw(c.at.Stop)
			t.whole([]byte(c.Words), from, to-from)
			t.space('\n', to, s.rawAfter(c.at.Stop))
		case *Shortcode:
			t.shortcode(c, s)
		case *ast.Link:
			t.target(c, c.Destination, s)
		case *ast.Image:
			t.apart(s, c.Pos())
			t.target(c, c.Destination, s)
		default:
			t.inside(c, s)
		}
	}
}

// tag writes the white space that a tag makes, and keeps the names it gives.
func (t *builder) tag(n *ast.RawHTML, s *source) {
	if n.Segments.Len() == 0 {
		return
	}
	at := tagSpan(n)
	if c := Break(n, s.buf); c != 0 {
		t.space(c, s.raw(at.Start), s.raw(at.End))
	}
	t.names = append(t.names, tagNames(s.buf, at.Start, at.End)...)
}

// shortcode writes what is read of a shortcode.
func (t *builder) shortcode(n *Shortcode, s *source) {
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		words, ok := c.(*ast.Text)
		if !ok {
			continue
		}
		if c != n.FirstChild() {
			at := s.raw(words.Segment.Start)
			t.space(' ', at, at)
		}
		before := len(t.text)
		how := escapes
		if words.IsRaw() {
			how = asIs
		}
		if t.words(s, words.Segment.Start, words.Segment.Stop, how); n.Aside {
			t.quiet += visible(t.text[before:])
		}
	}
}

// visible is the number of bytes that are no white space.
func visible(text []byte) int {
	n := 0
	for _, c := range text {
		if c > ' ' {
			n++
		}
	}
	return n
}

// apart parts a word from the words of a picture that stands right behind it,
// at byte at of the buffer.
func (t *builder) apart(s *source, at int) {
	if n := len(t.text); at >= 0 && n > t.floor && (t.text[n-1] >= utf8.RuneSelf || nameByte(t.text[n-1])) {
		t.space(' ', s.raw(at), s.raw(at))
	}
}

// target writes the text of a link or an image, or where it has none the last
// part of its address.
func (t *builder) target(n ast.Node, address []byte, s *source) {
	before := len(t.text)
	t.inside(n, s)
	if len(t.text) == before {
		address = bytes.TrimRight(address, "/")
		t.slice(address[bytes.LastIndexByte(address, '/')+1:], s)
	}
}

// slice writes p, a slice of the buffer or else of nothing in Raw.
func (t *builder) slice(p []byte, s *source) {
	if len(p) == 0 {
		return
	}
	at := cap(s.buf) - cap(p) // where p begins, if it is a slice of the buffer
	if at >= 0 && at+len(p) <= len(s.buf) && &s.buf[at] == &p[0] {
		t.words(s, at, at+len(p), asIs)
		return
	}
	t.flush()
	t.text = append(t.text, p...)
}

// rows writes the text of a table: cells with " | " between them, each row on
// its line. Where it is the continuation of a table its heading is not its own.
func (t *builder) rows(table ast.Node, s *source, continued bool) {
	first := true
	for row := table.FirstChild(); row != nil; row = row.NextSibling() {
		if _, head := row.(*east.TableHeader); head && continued {
			continue
		}
		if !first {
			t.loose("\n")
		}
		first = false
		for cell := row.FirstChild(); cell != nil; cell = cell.NextSibling() {
			if cell != row.FirstChild() {
				t.loose(" | ")
			}
			t.drop()
			t.inside(cell, s)
		}
	}
	t.pend = 0
}

// verbatim writes the lines of s as they are.
func (t *builder) verbatim(s *source) {
	for i, l := range s.lines {
		if i > 0 {
			before := s.lines[i-1]
			after := s.rawAfter(s.starts[i-1])
			t.link(1, int(before.end), after-int(before.end))
			t.text = append(t.text, '\n')
		}
		for range l.pad {
			t.text = append(t.text, ' ')
		}
		if l.end > l.start {
			t.plain(s.buf[s.starts[i]:s.starts[i]+int(l.end-l.start)], int(l.start))
		}
	}
}

// finish gives the text, made inert, and its runs.
func (t *builder) finish() (string, []run) {
	text := string(t.text)
	safe := inert.Text(text)
	if safe == text {
		return text, t.runs
	}
	return safe, reroute(text, t.runs)
}

// reroute gives the runs of inert.Text(text) from those of text.
func reroute(text string, runs []run) []run {
	out := make([]run, 0, len(runs)+8)
	left := cutter(slices.Clone(runs))
	shift := int32(0) // by how much the edits so far have moved the text
	keep := func(end int32) {
		for r, ok := left.take(end); ok; r, ok = left.take(end) {
			r.text += shift
			out = append(out, r)
		}
	}
	inert.Edits(text, func(start, end int, with string) {
		keep(int32(start))
		edited := run{text: int32(start) + shift, textLen: int32(len(with))}
		first := true
		for r, ok := left.take(int32(end)); ok; r, ok = left.take(int32(end)) {
			if first {
				edited.src = r.src
			}
			edited.srcLen = r.src + r.srcLen - edited.src
			first = false
		}
		if !first && with != "" {
			if edited.textLen == edited.srcLen && edited.textLen > 1 {
				edited.srcLen-- // it does not match byte for byte
			}
			out = append(out, edited)
		}
		shift += int32(len(with) - (end - start))
	})
	keep(int32(len(text)))
	return out
}

// A cutter hands out runs, cut at given bytes of the text.
type cutter []run

// take gives the next run, as far as it stands before end; false where none
// does. What is left of a run that maps as a whole maps to nothing.
func (c *cutter) take(end int32) (run, bool) {
	if len(*c) == 0 || (*c)[0].text >= end {
		return run{}, false
	}
	r := (*c)[0]
	n := end - r.text
	if n >= r.textLen {
		*c = (*c)[1:]
		return r, true
	}
	rest := run{end, r.src + r.srcLen, r.textLen - n, 0}
	if r.textLen == r.srcLen {
		rest.src, rest.srcLen, r.srcLen = r.src+n, r.textLen-n, n
	}
	(*c)[0], r.textLen = rest, n
	return r, true
}
