package render

import (
	"sort"
	"strings"

	"broadsheet/internal/inert"
)

// Snippet draws a stretch of text in at most rows rows (1 or more) of at most
// width columns: the part around the first matches, words marked as hits, "…"
// where it is cut, broken between words. Matches are byte ranges of text,
// ascending; variant tells which of them are another spelling or name of what
// was asked for, and may be nil. The Src of the rows are bytes of text, not of any brief.
func (e *Engine) Snippet(text string, matches [][2]int, variant func(i int) bool, width, rows int) []Row {
	width, rows = max(width, 1), max(rows, 1)
	clean, back := harmless(text)
	first := 0
	if len(matches) > 0 {
		first = sort.SearchInts(back, matches[0][0])
	}
	first = min(first, len(clean))
	start := opening(clean, first, width, rows)
	end := min(len(clean), first+8*width*rows)
	for end < len(clean) && clean[end] >= 0x80 && clean[end] < 0xC0 {
		end++
	}
	g := e.cut(clean[start:end])
	for k := range g {
		from := back[start+int(g[k].at)]
		g[k].src = int32(from)
		if i := hit(matches, from); i >= 0 {
			kind := MarkHit
			if variant != nil && variant(i) {
				kind = MarkVariant
			}
			g[k].Style = e.over(g[k].Style, e.marks[kind])
		}
	}
	if start > 0 {
		g = append(e.decor("… ", e.dim), g...)
	}
	lines := wrap(g, width)
	if len(lines) > rows || end < len(clean) {
		lines = lines[:min(rows, len(lines))]
		lines[len(lines)-1] = e.ellipsis(lines[len(lines)-1], width)
	}
	return e.rows(lines, nil, nil)
}

// ellipsis ends a line with "…" after a whole word, if there is one.
func (e *Engine) ellipsis(line []glyph, width int) []glyph {
	n := len(line)
	for used := columns(line); n > 0 && used > width-2; n-- {
		used -= int(line[n-1].Width)
	}
	word := n
	for n < len(line) && word > 0 && !line[word].blank() {
		word--
	}
	if word > 0 {
		n = word
	}
	kept := trim(line[:n:n])
	return append(kept[:len(kept):len(kept)], e.clip(e.decor(" …", e.dim), width-columns(kept))...)
}

// harmless is text on one line and fit to be drawn, with the byte of text that
// each of its bytes comes from, and one more for the end.
func harmless(text string) (string, []int) {
	var sb strings.Builder
	back := make([]int, 0, len(text)+1)
	keep := func(from, to int) {
		for k := from; k < to; k++ {
			back = append(back, k)
		}
		sb.WriteString(text[from:to])
	}
	done := 0
	inert.Edits(text, func(start, end int, with string) {
		keep(done, start)
		for range len(with) {
			back = append(back, start)
		}
		sb.WriteString(with)
		done = end
	})
	keep(done, len(text))
	return strings.Map(oneLine, sb.String()), append(back, len(text))
}

// oneLine makes a space of what would leave the line; all are one byte.
func oneLine(r rune) rune {
	if r == '\n' || r == '\t' {
		return ' '
	}
	return r
}

// opening is where to begin so that byte first is within sight: the beginning
// of the text if that is near, else a word some way before, at most a third of
// what there is room for.
func opening(text string, first, width, rows int) int {
	room := width * rows
	if first < room*2/3 && (rows > 1 || first < room/2) {
		return 0
	}
	from := max(first-room/3, 0)
	if i := strings.LastIndex(text[from:first], ". "); i >= 0 {
		return from + i + 2
	}
	if i := strings.IndexByte(text[from:first], ' '); i >= 0 {
		return from + i + 1
	}
	for from < first && text[from] >= 0x80 && text[from] < 0xC0 {
		from++
	}
	return from
}

// hit tells in which of the ascending ranges byte at lies, -1: in none.
func hit(ranges [][2]int, at int) int {
	k := sort.Search(len(ranges), func(k int) bool { return ranges[k][1] > at })
	if k < len(ranges) && ranges[k][0] <= at {
		return k
	}
	return -1
}
