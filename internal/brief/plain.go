package brief

import (
	"bytes"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"broadsheet/internal/inert"
)

// Plain text as people save it has no markup. What it is made of is told from
// how its lines look: blank lines or long lines part paragraphs, a short line
// before a long one is a heading, and the furniture of the page it was saved
// from is set aside.

var (
	bulletLine    = regexp.MustCompile(`^(?:([-*+•–·])|(\d{1,3}[.)]))[ \t]+\S`)
	furnitureLine = regexp.MustCompile(`^(?:\d{1,6}|(?:Previous|Next) (?:article|post|story)(?:[ :]*\p{Lu}.*)?|(?i:share|share this.*|tweet|print|e-?mail|advertisement|read more|subscribe|leave a (?:comment|reply)|\d+ (?:comments?|shares?|views?|likes?)))$`)
	sourceLine    = regexp.MustCompile(`(?i)^(\S.{1,60}?)['’]s? (?:\w+ ){0,2}(?:briefs?|reports?|analysis|bulletin|briefing|newsletter)$`)
)

// A chunk is a passage of plain text in the making.
type chunk struct {
	lines []line
	text  string // its first line
	alone bool   // it is one line
	group int    // which run of lines without a blank one it stands in
	mark  string // the marker of a list item
	aside bool
}

// parsePlain reads the body as plain text.
func (b *Brief) parsePlain() {
	chunks := b.chunks()
	title, listed := -1, -1 // the chunk that is the title; the group that is a list
	for i, c := range chunks {
		p := Passage{Kind: Paragraph, Aside: c.aside, form: shown}
		ahead := next(chunks, i)
		switch {
		case c.aside:
		case c.mark != "" || c.group == listed:
			p.Kind = ListItem
			p.Frame = []Container{{Kind: InItem, Marker: marked(c.mark), First: true}}
		case title < 0 && byline(c.text) == nil && parseDate(c.text) == "":
			if title = i; c.alone && ahead != nil && titleLike(c.text, 20, 160) {
				p.Kind, p.Level = Heading, 1
			}
		case c.alone && ahead != nil && byline(c.text) == nil && parseDate(c.text) == "":
			if group := list(chunks, i); group >= 0 {
				p.Kind, p.Level, listed = Heading, 2, group
			} else if titleLike(c.text, 12, 90) && ahead.long() {
				p.Kind, p.Level = Heading, 2
			} else if m := sourceLine.FindStringSubmatch(c.text); m != nil && b.Source == "" && len(b.Sections) < 3 {
				b.Source = m[1]
			}
		}
		b.addPlain(p, c.lines)
	}
}

// marked is the marker of a list item as it is shown.
func marked(mark string) string {
	if mark == "" || utf8.RuneCountInString(mark) == 1 {
		return "•"
	}
	return mark
}

// addPlain adds a passage of plain text, in several where it is long.
func (b *Brief) addPlain(p Passage, lines []line) {
	for i, part := range split(b.Raw, lines, maxProse) {
		q := p
		if i > 0 {
			q.Kind, q.Level, q.Frame = Paragraph, 0, nil
		}
		t := builder{}
		t.bareLines(gather(b.Raw, part, false))
		t.pend = 0
		q.Text, q.runs = t.finish()
		q.lines = nil
		q.Span = Span{int(part[0].start), int(part[len(part)-1].end)}
		if q.Text != "" {
			b.addPassage(q)
		}
	}
}

// next is the first chunk after i that is not set aside; nil where none is.
func next(chunks []chunk, i int) *chunk {
	for i++; i < len(chunks); i++ {
		if !chunks[i].aside {
			return &chunks[i]
		}
	}
	return nil
}

// long tells whether a chunk is a text rather than a title.
func (c *chunk) long() bool {
	return c.mark != "" || !c.alone || utf8.RuneCountInString(c.text) >= 80 || strings.ContainsAny(c.text[len(c.text)-1:], ".!\"")
}

// list is the group that chunk i, ending in a colon, is the heading of: two or
// more single short lines; -1 where it is none.
func list(chunks []chunk, i int) int {
	if !strings.HasSuffix(chunks[i].text, ":") || utf8.RuneCountInString(chunks[i].text) > 90 || i+2 >= len(chunks) {
		return -1
	}
	group, count := chunks[i+1].group, 0
	for _, c := range chunks[i+1:] {
		if c.group != group {
			break
		}
		if !c.alone || utf8.RuneCountInString(c.text) > 160 || strings.HasSuffix(c.text, ".") {
			return -1
		}
		count++
	}
	if count < 2 {
		return -1
	}
	return group
}

// chunks parts the body: at blank lines, and within what they part at each
// line unless the lines were broken to fit a width.
func (b *Brief) chunks() []chunk {
	var out []chunk
	var group []line
	groups := 0
	flush := func() {
		out = append(out, b.groupChunks(group, groups)...)
		group = nil
		groups++
	}
	for _, l := range b.bodyLines() {
		switch {
		case l.end == l.start:
			flush()
		case furnitureLine.Match(b.Raw[l.start:min(l.end, l.start+maxProse)]):
			flush()
			out = append(out, chunk{lines: []line{l}, text: b.lineText(l), alone: true, group: groups, aside: true})
			groups++
		default:
			group = append(group, l)
		}
	}
	flush()
	return out
}

// bodyLines are the lines of the body without the white space around them.
func (b *Brief) bodyLines() []line {
	var out []line
	for i := b.Body.Start; i < b.Body.End; {
		end := min(lineEnd(b.Raw, i), b.Body.End)
		content := b.Raw[i:end]
		l := line{start: int32(i + len(content) - len(bytes.TrimLeftFunc(content, unicode.IsSpace)))}
		l.end = max(l.start, l.start+int32(len(bytes.TrimSpace(content))))
		out = append(out, l)
		i = lineBreakEnd(b.Raw, end)
	}
	return out
}

// lineText is the beginning of a line, to be looked at.
func (b *Brief) lineText(l line) string {
	return inert.Line(string(b.Raw[l.start:min(l.end, l.start+512)]))
}

// groupChunks parts the lines between two blank ones.
func (b *Brief) groupChunks(group []line, number int) []chunk {
	var out []chunk
	wrapped := b.wrapped(group)
	for i, l := range group {
		text := b.lineText(l)
		c := chunk{lines: []line{l}, text: text, alone: true, group: number}
		if text == "" {
			continue
		}
		if m := bulletLine.FindStringSubmatch(text); m != nil {
			c.mark = m[1] + m[2]
			rest := b.Raw[l.start+int32(len(c.mark)) : l.end]
			c.lines[0].start = l.end - int32(len(bytes.TrimLeft(rest, " \t")))
		} else if wrapped && i > 0 && len(out) > 0 {
			last := &out[len(out)-1]
			last.lines = append(last.lines, l)
			last.alone = false
			continue
		}
		out = append(out, c)
	}
	return out
}

// wrapped tells whether the lines are one text broken to fit a width: the
// first word of each would not have fitted on the line before it.
func (b *Brief) wrapped(group []line) bool {
	if len(group) < 2 {
		return false
	}
	width := 0
	lengths := make([]int, len(group))
	for i, l := range group {
		lengths[i] = columns(b.Raw[l.start:l.end])
		width = max(width, lengths[i])
	}
	if width < 45 || width > 120 {
		return false
	}
	for i, l := range group[1:] {
		content := b.Raw[l.start:l.end]
		if bulletLine.Match(content) {
			continue
		}
		if lengths[i]+1+firstWord(content) <= width {
			return false
		}
	}
	return true
}

// columns is about how wide a line is: two columns for a character of Chinese
// or Japanese, one for any other.
func columns(line []byte) int {
	n := 0
	for len(line) > 0 {
		r, size := utf8.DecodeRune(line)
		line = line[size:]
		if n++; unspaced(r) {
			n++
		}
	}
	return n
}

// firstWord is the columns of a line's first word. Where words have no spaces
// between them it is one character, and one more for a sign that may not begin
// a line.
func firstWord(line []byte) int {
	if r, _ := utf8.DecodeRune(line); unspaced(r) {
		return 2 * columns([]byte(string(r)))
	}
	if n := bytes.IndexByte(line, ' '); n >= 0 {
		line = line[:n]
	}
	return columns(line)
}

// titleLike tells whether a line looks like a title: few words, a capital
// first where the script has any, and no full stop.
func titleLike(s string, mostWords, mostRunes int) bool {
	n := words(s)
	if n == 0 || n > mostWords || utf8.RuneCountInString(s) > mostRunes {
		return false
	}
	last, _ := utf8.DecodeLastRuneInString(s)
	if strings.ContainsRune(".!,;…:", last) {
		return false
	}
	for _, r := range s {
		if unicode.IsLetter(r) {
			return !unicode.IsLower(r)
		}
	}
	return false
}
