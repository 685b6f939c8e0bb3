package render

import (
	"strings"
	"unicode/utf8"

	"broadsheet/internal/brief"
)

// align finds, for each glyph in order, where it stands in the text of its
// passage, and sets its source. Both are the same words in the same order but
// for white space and what one side leaves out, so a greedy walk does; where
// it loses the way it looks ahead, a bounded distance, for the next few glyphs
// in a row. skip lists bytes the text may hold that are not drawn ("|" between
// cells of a table).
func align(glyphs []glyph, p *brief.Passage, skip string) {
	const ahead = 512
	text := p.Text
	i := 0
	for k := range glyphs {
		g := &glyphs[k]
		if g.deco || g.end() {
			continue
		}
		if g.blank() {
			if i < len(text) && space(text[i]) {
				g.src = source(p, i, i+1)
				i++
			}
			continue
		}
		want := g.own()
		j := pass(text, i, skip, want)
		if !strings.HasPrefix(text[j:], want) {
			j = resync(glyphs[k:], text, j, min(len(text), j+ahead), skip)
			if j < 0 {
				continue
			}
		}
		g.src = source(p, j, j+len(want))
		i = j + len(want)
	}
}

// pass goes over white space, and over skip but where it is what is looked for.
func pass(text string, i int, skip, want string) int {
	for i < len(text) && (space(text[i]) || strings.IndexByte(skip, text[i]) >= 0 && !strings.HasPrefix(text[i:], want)) {
		i++
	}
	return i
}

// resync looks in text[from:to] for a place where the first few glyphs follow
// one another; -1 where there is none.
func resync(glyphs []glyph, text string, from, to int, skip string) int {
	for j := from; j < to; {
		if strings.HasPrefix(text[j:], glyphs[0].own()) && follows(glyphs, text, j, skip) {
			return j
		}
		_, n := utf8.DecodeRuneInString(text[j:])
		j += n
	}
	return -1
}

// follows tells whether the next few glyphs stand in text one after another.
func follows(glyphs []glyph, text string, j int, skip string) bool {
	const enough = 4
	seen := 0
	for k := range glyphs {
		g := &glyphs[k]
		if g.deco || g.end() || g.blank() {
			continue
		}
		want := g.own()
		j = pass(text, j, skip, want)
		if !strings.HasPrefix(text[j:], want) {
			return false
		}
		j += len(want)
		if seen++; seen == enough {
			break
		}
	}
	return true
}

func space(c byte) bool { return c == ' ' || c == '\n' || c == '\t' }

// source is the first byte of Raw that a stretch of the passage's text comes from.
func source(p *brief.Passage, from, to int) int32 {
	s := p.Source(brief.Span{Start: from, End: to})
	if s.Start < 0 {
		return -1
	}
	return int32(s.Start)
}
