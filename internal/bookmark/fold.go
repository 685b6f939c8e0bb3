package bookmark

import (
	"slices"
	"sort"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"broadsheet/internal/brief"
)

// Folding makes texts equal that a reader would call equal: every run of white
// space is one space, curly quotes are straight, all dashes are a hyphen, the
// ellipsis is three dots, and what has no width is dropped. Case and accents
// count: they are part of the words.

// A piece is a stretch of a text and what it is folded to. Most pieces are
// whole sentences that folding leaves alone, and share the text's memory.
type piece struct {
	out        string
	start, end int  // bytes of the text
	same       bool // it was left alone, so that offsets in it carry over
}

// folder hands out the pieces of a text in order.
type folder struct {
	text string
	at   int
}

func (f *folder) next() (piece, bool) {
	if f.at >= len(f.text) {
		return piece{}, false
	}
	start := f.at
	for f.at < len(f.text) {
		if f.at += asIs(f.text[f.at:]); f.at == len(f.text) {
			break
		}
		out, n := foldAt(f.text[f.at:])
		if n == 0 {
			_, n = utf8.DecodeRuneInString(f.text[f.at:])
			f.at += n
			continue
		}
		if f.at > start { // the plain stretch first
			break
		}
		f.at += n
		return piece{out, start, f.at, false}, true
	}
	return piece{f.text[start:f.at], start, f.at, true}, true
}

// asIs is the number of bytes that a text begins with of which it is seen at a
// glance that they stay as they are.
func asIs(s string) int {
	for i := range len(s) {
		switch c := s[i]; {
		case c > ' ' && c != '`' && c < 0x7F:
		case c == ' ' && (i+1 == len(s) || s[i+1] > ' ' && s[i+1] < 0x7F):
		default:
			return i
		}
	}
	return len(s)
}

// foldAt gives what the text's beginning is folded to and how many bytes that
// takes the place of; n is 0 where the first character stays as it is.
func foldAt(s string) (out string, n int) {
	r, size := utf8.DecodeRuneInString(s)
	switch {
	case r == utf8.RuneError && size == 1:
		return "\uFFFD", 1
	case unicode.IsSpace(r):
		return " ", spaceLen(s)
	case invisible(r):
		return "", size
	}
	if out, ok := lookalike(r); ok {
		return out, size
	}
	return "", 0
}

// spaceLen is the number of bytes of the white space, and of what is invisible
// in it, that s begins with.
func spaceLen(s string) int {
	end := 0
	for i, r := range s {
		if unicode.IsSpace(r) {
			end = i + utf8.RuneLen(r)
		} else if !invisible(r) {
			break
		}
	}
	return end
}

// invisible tells whether a character has no width of its own: control and
// format characters and variation selectors.
func invisible(r rune) bool {
	return r < ' ' || r == 0x7F || r > 0x7F && (unicode.In(r, unicode.Cc, unicode.Cf) || r >= 0xFE00 && r <= 0xFE0F)
}

func lookalike(r rune) (string, bool) {
	switch r {
	case '‘', '’', '‚', '‛', 'ʼ', '′', '`', '´':
		return "'", true
	case '“', '”', '„', '‟', '″', '«', '»':
		return `"`, true
	case '‐', '‑', '‒', '–', '—', '―', '−':
		return "-", true
	case '…':
		return "...", true
	}
	return "", false
}

// fold appends the folded text to dst. White space at the edges stays, as one
// space.
func fold(dst []byte, s string) []byte {
	for f := (folder{text: s}); ; {
		p, ok := f.next()
		if !ok {
			return dst
		}
		if p.out == " " && len(dst) > 0 && dst[len(dst)-1] == ' ' && p.start > 0 {
			continue // an invisible character stood between two spaces
		}
		dst = append(dst, p.out...)
	}
}

// foldTrimmed is the folded text without white space at its edges.
func foldTrimmed(s string) []byte {
	text, _ := trimmed(s)
	return fold(nil, text)
}

// trimmed cuts what folds to nothing or to white space off both ends of a
// text, and says how many bytes that were at the beginning.
func trimmed(s string) (string, int) {
	blank := func(r rune) bool { return unicode.IsSpace(r) || invisible(r) }
	t := strings.TrimLeftFunc(s, blank)
	return strings.TrimRightFunc(t, blank), len(s) - len(t)
}

// ground is the folded text of all passages of a brief, each parted from the
// one before by a space, with the way back to the source. Being made of the
// passages' words alone it does not see edits of the markup.
type ground struct {
	b      *brief.Brief
	text   []byte
	starts []int    // where in text each passage begins; a passage without words begins where the next does
	rows   []int    // where the rows of tables begin, but the first of each
	units  []int    // where each passage with words begins, and each row
	signs  []uint32 // by unit

	said   func() map[uint32]bool // the signs, as a set
	lock   sync.Mutex             // of what follows
	undone map[swap]undoing       // some swaps that have been put back; nil of such a text itself
}

func newGround(b *brief.Brief) *ground {
	g := &ground{b: b, text: make([]byte, 0, b.Body.Len()), starts: make([]int, len(b.Passages)), undone: map[swap]undoing{}}
	for i := range b.Passages {
		text, _ := trimmed(b.Passages[i].Text)
		if text != "" && len(g.text) > 0 {
			g.text = append(g.text, ' ')
		}
		g.starts[i] = len(g.text)
		if g.text = fold(g.text, text); len(g.text) > g.starts[i] {
			g.units = append(g.units, g.starts[i])
		}
		if b.Passages[i].Kind == brief.Table {
			g.rows = appendRows(g.rows, text, g.starts[i])
		}
	}
	g.units = append(g.units, g.rows...)
	slices.Sort(g.units)
	return g.signed()
}

// signed gives a ground the signs of its units.
func (g *ground) signed() *ground {
	for i := range g.units {
		g.signs = append(g.signs, signOf(g.unit(i)))
	}
	g.said = sync.OnceValue(func() map[uint32]bool {
		set := make(map[uint32]bool, len(g.signs))
		for _, sign := range g.signs {
			set[sign] = true
		}
		return set
	})
	return g
}

// appendRows adds where the rows of a table after its first begin; at is where
// the table does.
func appendRows(rows []int, text string, at int) []int {
	for f := (folder{text: text}); ; {
		p, ok := f.next()
		if !ok {
			return rows
		}
		if at += len(p.out); strings.Contains(text[p.start:p.end], "\n") {
			rows = append(rows, at)
		}
	}
}

// begins tells whether a passage, or a row of a table, begins at a byte of the
// text.
func (g *ground) begins(off int) bool {
	_, passage := slices.BinarySearch(g.starts, off)
	_, row := slices.BinarySearch(g.rows, off)
	return passage || row
}

// starting is where the passage or the row that byte off is in begins.
func (g *ground) starting(off int) int {
	at := 0
	for _, list := range [][]int{g.starts, g.rows} {
		if i := sort.SearchInts(list, off+1) - 1; i >= 0 {
			at = max(at, list[i])
		}
	}
	return at
}

// ending is where the passage or the row that ends at off or later ends.
func (g *ground) ending(off int) int {
	at := len(g.text)
	for _, list := range [][]int{g.starts, g.rows} {
		if i := sort.SearchInts(list, off+1); i < len(list) {
			at = min(at, list[i]-1)
		}
	}
	return at
}

// ends tells whether one ends there.
func (g *ground) ends(off int) bool { return off == len(g.text) || g.begins(off+1) }

// toUnit widens a range by the signs, such as a quotation mark or a full stop,
// that part it from the edges of its passage.
func (g *ground) toUnit(start, end int) (int, int) {
	const few = 3 // bytes
	sign := func(c byte) bool { return c > ' ' && c < utf8.RuneSelf && !inWord(rune(c)) }
	for n := 1; n <= few && start >= n && sign(g.text[start-n]); n++ {
		if g.begins(start - n) {
			start -= n
			break
		}
	}
	for n := 1; n <= few && end+n <= len(g.text) && sign(g.text[end+n-1]); n++ {
		if g.ends(end + n) {
			end += n
			break
		}
	}
	return start, end
}

// passage is the index of the passage that byte off of the ground's text is
// in; the space between two belongs to the first.
func (g *ground) passage(off int) int {
	return sort.Search(len(g.starts), func(i int) bool { return g.starts[i] > off }) - 1
}

// span maps a range of the ground's text, not empty, to bytes of Raw.
func (g *ground) span(start, end int) brief.Span {
	first, last := g.passage(start), g.passage(end-1)
	p, q := &g.b.Passages[first], &g.b.Passages[last]
	from := unfold(p.Text, start-g.starts[first]).Start
	to := unfold(q.Text, end-1-g.starts[last]).End
	if first == last {
		return p.Source(brief.Span{Start: from, End: to})
	}
	return brief.Span{
		Start: p.Source(brief.Span{Start: from, End: len(p.Text)}).Start,
		End:   q.Source(brief.Span{Start: 0, End: to}).End,
	}
}

// offset maps the beginning of a range of Raw to a byte of the ground's text;
// -1 where no passage has words there.
func (g *ground) offset(s brief.Span) int {
	i := g.b.At(s.Start)
	if i < 0 || i >= len(g.b.Passages) {
		return -1
	}
	p := &g.b.Passages[i]
	t, ok := p.InText(s)
	if !ok {
		return -1
	}
	text, lead := trimmed(p.Text)
	off := min(max(t.Start-lead, 0), len(text))
	n := 0
	for f := (folder{text: text}); ; {
		p, ok := f.next()
		if !ok || p.start >= off {
			return g.starts[i] + n
		}
		if p.end > off && p.same {
			return g.starts[i] + n + off - p.start
		}
		n += len(p.out)
	}
}

// unfold gives the bytes of a passage's text that byte n of its folded text
// stands for.
func unfold(s string, n int) brief.Span {
	text, lead := trimmed(s)
	for f := (folder{text: text}); ; {
		p, ok := f.next()
		if !ok {
			return brief.Span{Start: len(s), End: len(s)}
		}
		if n < len(p.out) {
			if !p.same {
				return brief.Span{Start: lead + p.start, End: lead + p.end}
			}
			_, size := utf8.DecodeRuneInString(text[p.start+n:])
			return brief.Span{Start: lead + p.start + n, End: lead + p.start + n + size}
		}
		n -= len(p.out)
	}
}
