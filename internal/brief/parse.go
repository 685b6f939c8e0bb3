package brief

import (
	"fmt"
	"path"
	"sort"
	"strings"
	"sync"
	"time"
	"unicode"

	"broadsheet/internal/inert"
)

// Limits bounds what Parse does. The zero value means the defaults.
type Limits struct {
	MaxDepth int // containers that a passage may stand in, 1 to 8; 0 means 8
}

func (l Limits) depth() int {
	if l.MaxDepth <= 0 || l.MaxDepth > defaultDepth {
		return defaultDepth
	}
	return l.MaxDepth
}

// maxSource is the number of bytes that a brief may have.
const maxSource = 1 << 30

// Parse reads one document. The name is its path or file name, with slashes:
// one that ends in ".txt" says that it is plain text, as does a body without
// any markup (see unmarked), and title and date fall back on it. Parse never fails; whatever is wrong with the document is in
// Notes. The brief keeps src, which must not be changed.
func Parse(src []byte, name string, lim Limits) *Brief {
	b := &Brief{titleSection: -1}
	if len(src) > maxSource {
		src = src[:maxSource]
		b.note("the file is too large; what follows its first %d MB is left out", maxSource>>20)
	}
	b.decode(src)
	switch strings.ToLower(path.Ext(name)) {
	case ".txt", ".text":
		b.Plain = true
	}
	fields := b.frontMatter()
	b.Plain = b.Plain || len(fields) == 0 && b.unmarked()
	b.readBody(lim)
	b.assign(fields)
	b.infer(name)
	b.places = sync.OnceValue(b.namedPlaces)
	return b
}

// readBody makes the passages of the body.
func (b *Brief) readBody(lim Limits) {
	clear := func() {
		b.Sections = []Section{{Parent: -1}}
		b.Passages, b.Words = nil, 0
		b.notes, b.noteAt, b.anchors = nil, nil, nil
	}
	clear()
	if !b.Plain && !b.tryMarkdown(lim) {
		clear()
		b.Plain = true
		b.note("the Markdown cannot be read; it is shown as plain text")
	}
	if b.Plain {
		b.parsePlain()
	}
}

// tryMarkdown is parseMarkdown, and false where goldmark panicked: a fault in
// it must cost a reader one document's looks and no more.
func (b *Brief) tryMarkdown(lim Limits) (ok bool) {
	defer func() {
		if recover() != nil {
			ok = false
		}
	}()
	b.parseMarkdown(lim)
	return true
}

// note adds to Notes.
func (b *Brief) note(format string, args ...any) {
	b.Notes = append(b.Notes, inert.Line(fmt.Sprintf(format, args...)))
}

// addPassage appends a passage, which opens a section where it is a heading
// of the document itself.
func (b *Brief) addPassage(p Passage) {
	if p.Kind == Heading && len(p.Frame) == 0 {
		parent := len(b.Sections) - 1
		for parent > 0 && b.Sections[parent].Level >= p.Level {
			parent = b.Sections[parent].Parent
		}
		if parent <= 0 {
			parent = -1
		}
		title := inert.Line(p.Text)
		if b.Plain {
			title = inert.Line(strings.TrimSuffix(title, ":"))
		}
		b.Sections = append(b.Sections, Section{
			Title: title, Level: p.Level, Parent: parent, First: len(b.Passages),
		})
	}
	p.Section = len(b.Sections) - 1
	if !p.Aside {
		b.Words += words(p.Text)
	}
	b.Passages = append(b.Passages, p)
}

// words counts the words of s: runs of letters and digits with what joins
// them, and each ideograph.
func words(s string) int {
	count, in := 0, false
	for i, r := range s {
		switch {
		case r < 0x80 && (r|0x20 >= 'a' && r|0x20 <= 'z' || r >= '0' && r <= '9'):
			if !in {
				count++
			}
			in = true
		case r < 0x80:
			in = in && (r == '\'' || r == '-' || r == '.' || r == ',') && i+1 < len(s) && s[i+1] > ' '
		case unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana):
			count++
			in = false
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			if !in {
				count++
			}
			in = true
		default:
			in = in && (r == '’' || unicode.Is(unicode.M, r))
		}
	}
	return count
}

// HeadingPath gives the titles of the sections that passage i stands in,
// outermost first, never nil. A heading's own title is not in its path, nor is
// that of the heading that gave the brief its title.
func (b *Brief) HeadingPath(i int) []string {
	titles := []string{}
	if i < 0 || i >= len(b.Passages) {
		return titles
	}
	at := b.Passages[i].Section
	if at > 0 && b.Sections[at].First == i {
		at = b.Sections[at].Parent
	}
	for ; at > 0; at = b.Sections[at].Parent {
		if at != b.titleSection {
			titles = append(titles, b.Sections[at].Title)
		}
	}
	for l, r := 0, len(titles)-1; l < r; l, r = l+1, r-1 {
		titles[l], titles[r] = titles[r], titles[l]
	}
	return titles
}

// At is the index of the passage that holds byte off of Raw, else of the last
// one before it, 0 where none is before it; -1 only where the brief has no
// passages.
func (b *Brief) At(off int) int {
	if len(b.Passages) == 0 {
		return -1
	}
	return max(0, sort.Search(len(b.Passages), func(i int) bool { return b.Passages[i].Span.Start > off })-1)
}

// Source gives the bytes of Raw that bytes t of Text come from. Where nothing
// of t stands in Raw (the mark between two cells) it is empty, and stands
// where the text before it ends.
func (p *Passage) Source(t Span) Span {
	first := sort.Search(len(p.runs), func(i int) bool { return int(p.runs[i].text+p.runs[i].textLen) > t.Start })
	last := sort.Search(len(p.runs), func(i int) bool { return int(p.runs[i].text) >= t.End }) - 1
	if first > last {
		at := p.Span.Start
		if last >= 0 {
			at = int(p.runs[last].src + p.runs[last].srcLen)
		}
		return Span{at, at}
	}
	from, to := p.runs[first], p.runs[last]
	s := Span{int(from.src), int(to.src + to.srcLen)}
	if over := t.Start - int(from.text); over > 0 && from.textLen == from.srcLen {
		s.Start += over
	}
	if over := int(to.text+to.textLen) - t.End; over > 0 && to.textLen == to.srcLen {
		s.End -= over
	}
	return s
}

// InText gives the bytes of Text that come from bytes s of Raw; false where
// none do.
func (p *Passage) InText(s Span) (Span, bool) {
	first := sort.Search(len(p.runs), func(i int) bool { return int(p.runs[i].src+p.runs[i].srcLen) > s.Start })
	last := sort.Search(len(p.runs), func(i int) bool { return int(p.runs[i].src) >= s.End }) - 1
	if first > last {
		return Span{}, false
	}
	from, to := p.runs[first], p.runs[last]
	t := Span{int(from.text), int(to.text + to.textLen)}
	if over := s.Start - int(from.src); over > 0 && from.textLen == from.srcLen {
		t.Start += over
	}
	if over := int(to.src+to.srcLen) - s.End; over > 0 && to.textLen == to.srcLen {
		t.End -= over
	}
	return t, t.Start < t.End
}

// When is Date as a time, a day being its first moment in UTC; false where it
// is unknown.
func (m Meta) When() (time.Time, bool) {
	for _, layout := range []string{time.DateOnly, time.RFC3339} {
		if t, err := time.Parse(layout, m.Date); err == nil {
			return t, true
		}
	}
	return time.Time{}, false
}
