package terms

import (
	"unicode/utf8"
)

// maxParts is the most parts that a hyphenated word is joined from.
const maxParts = 6

// splitter walks over a text once, from left to right.
type splitter struct {
	*Analyzer
	text string
	out  []Term
	pos  int // the last position given
}

func (s *splitter) run() {
	text := s.text
	for i := 0; i < len(text); {
		if c := text[i]; c < utf8.RuneSelf {
			if k := asciiClass[c]; k == letter || k == digit {
				i = s.compound(i)
			} else {
				i++
			}
			continue
		}
		switch c, n := classAt(text, i); c {
		case letter, digit:
			i = s.compound(i)
		case pair:
			i = s.pairs(i)
		default:
			i += n
		}
	}
}

// A word is where one word stands in the text.
type word struct {
	start, end int
	next       int  // where to go on: behind a possessive 's
	plain      bool // lower-case ASCII letters and digits only: folded as it is
	capitals   bool // two letters or more, all ASCII capitals
	dotted     bool // T.T.P.
}

// compound takes the word at i and those that hyphens tie to it, and gives
// where to go on.
func (s *splitter) compound(i int) int {
	w := s.scan(i)
	first, parts := len(s.out), 0
	for {
		if s.emit(w) {
			parts++
		}
		j := s.tie(w)
		if j < 0 {
			break
		}
		w = s.scan(j)
	}
	if parts > 1 && parts <= maxParts && len(s.out)-first == parts {
		s.join(first, s.out[first].Start, w.end)
	}
	return w.next
}

// tie gives where the word begins that w is tied to, or -1. A hyphen ties,
// and so does the apostrophe of O'Brien and l'Afghanistan.
func (s *splitter) tie(w word) int {
	c, n := classAt(s.text, w.next)
	if c != hyphen && (c != apostrophe || w.next != w.end || !elides(s.text[w.start:w.end])) {
		return -1
	}
	j := w.next + n
	if c, _ := classAt(s.text, j); c == letter || c == digit && s.text[w.next] != '\'' {
		return j
	}
	return -1
}

// elides tells whether a word before an apostrophe is a word of its own: one
// letter, or the French qu'.
func elides(word string) bool {
	if len(word) == 1 {
		return asciiClass[word[0]] == letter
	}
	return len(word) == 2 && (word[0]|0x20) == 'q' && (word[1]|0x20) == 'u'
}

// emit adds a term, unless nothing is left of the word when it is folded.
func (s *splitter) emit(w word) bool {
	text := s.text[w.start:w.end]
	if !w.plain || len(text) > maxTerm {
		s.buf = s.buf[:0]
		s.fold(text)
		text = s.keep(clip(s.buf))
	}
	if text == "" {
		return false
	}
	stop := isStop(text)
	if stop && (w.dotted || w.capitals && isAcronym(text)) {
		stop = false
	}
	s.pos++
	s.out = append(s.out, Term{Text: text, Start: w.start, End: w.end, Pos: s.pos, Span: 1, Stop: stop})
	return true
}

// join adds the joined form of the terms from first on, behind the first.
func (s *splitter) join(first, start, end int) {
	parts := s.out[first:]
	s.buf = s.buf[:0]
	for _, t := range parts {
		s.buf = append(s.buf, t.Text...)
	}
	s.buf = clip(s.buf)
	joined := Term{
		Text: s.keep(s.buf), Start: start, End: end,
		Pos: parts[0].Pos, Span: len(parts), Joined: true,
	}
	s.out = append(s.out, Term{})
	copy(s.out[first+2:], s.out[first+1:])
	s.out[first+1] = joined
}

// scan finds the end of the word that begins at i with a letter or a digit.
func (s *splitter) scan(i int) word {
	text := s.text
	j, lower, upper := i, 0, 0
	for ; j < len(text); j++ {
		c := text[j]
		if c >= 'a' && c <= 'z' {
			lower++
		} else if c >= 'A' && c <= 'Z' {
			upper++
		} else if c < '0' || c > '9' {
			break
		}
	}
	w := word{start: i, end: j, next: j, plain: upper == 0, capitals: upper > 1 && upper == j-i}
	if j == len(text) {
		return w
	}
	switch c := text[j]; {
	case c >= utf8.RuneSelf, c == '\'', c == '.' && j > i, c == ',' && j > i:
		return s.scanOn(w, lower+upper)
	}
	return w
}

// scanOn goes on where the quick scan met something that may still belong to
// the word: a character beyond ASCII, an apostrophe, a dot, a comma.
// letters is how many letters the word has up to there.
func (s *splitter) scanOn(w word, letters int) word {
	text := s.text
	if end := acronym(text, w.start); end > 0 {
		w.end, w.next, w.plain, w.dotted = end, end, false, true
		return s.possessive(w)
	}
	numeral := letters == 0 && w.end > w.start
	for j := w.end; j < len(text); {
		c, n := classAt(text, j)
		switch {
		case c == letter, c == digit, c == mark:
			if c == letter {
				letters++
			}
			if text[j] >= utf8.RuneSelf || text[j] < 'a' || text[j] > 'z' {
				w.plain = w.plain && c == digit && n == 1
				w.capitals = false
			}
			j += n
			w.end = j
		case c == ignored:
			j += n
			w.plain = false
		case c == apostrophe && s.inside(w, j, n):
			j += n
			w.plain = false
		case text[j] == '.' && isDigitBefore(text, j) && j+1 < len(text) && asciiDigit(text[j+1]):
			j++
			numeral = false // 3.5,000 is two numbers
		case text[j] == ',' && numeral && thousands(text, w.start, j):
			j++
			w.plain = false
		default:
			j = len(text)
		}
	}
	w.next = w.end
	return s.possessive(w)
}

// inside tells whether the apostrophe at j, of n bytes, is part of the word:
// letters on both sides, no possessive, no shortened verb, no elision.
func (s *splitter) inside(w word, j, n int) bool {
	if j != w.end || j == w.start {
		return false
	}
	if c, _ := classAt(s.text, j+n); c != letter {
		return false
	}
	if elides(s.text[w.start:w.end]) {
		return false
	}
	w.next = w.end
	return s.possessive(w).next == w.next
}

// possessive steps over 's behind a word, and over 'll, 're, 've, 'd and 'm
// behind a pronoun.
func (s *splitter) possessive(w word) word {
	c, n := classAt(s.text, w.end)
	if c != apostrophe {
		return w
	}
	from := w.end + n
	to := from
	for to < len(s.text) && to < from+3 && asciiClass[s.text[to]&0x7F] == letter && s.text[to] < utf8.RuneSelf {
		to++
	}
	switch c, _ := classAt(s.text, to); c {
	case letter, digit, mark:
		return w
	}
	rest := s.text[from:to]
	if rest == "s" || rest == "S" {
		w.next = to
	} else if isClitic(rest) && isHost(s.text[w.start:w.end]) {
		w.next = to
	}
	return w
}

// thousands tells whether the comma at j, in a number that begins at start,
// parts groups of three digits.
func thousands(text string, start, j int) bool {
	if j-start > 3 && text[j-4] != ',' {
		return false
	}
	k := j + 1
	for k < len(text) && asciiDigit(text[k]) {
		k++
	}
	return k == j+4
}

// acronym gives the end of single letters with dots between them that begin at
// i, the last dot included, or 0 where there are not two of them.
func acronym(text string, i int) int {
	end, letters := 0, 0
	for {
		c, n := classAt(text, i)
		if c != letter {
			break
		}
		for i += n; ; i += n { // marks belong to the letter
			if c, n = classAt(text, i); c != mark {
				break
			}
		}
		if c == letter || c == digit || c == pair {
			break
		}
		letters++
		end = i
		if i >= len(text) || text[i] != '.' {
			break
		}
		i++
		end = i
	}
	if letters < 2 {
		return 0
	}
	return end
}

// pairs takes a run of characters that are written without spaces, from i on,
// and gives where to go on. One alone is a term of its own.
func (s *splitter) pairs(i int) int {
	before, n := -1, 0 // where the character before this one starts
	for i < len(s.text) {
		c, size := classAt(s.text, i)
		if c != pair {
			break
		}
		start := i
		i = pairEnd(s.text, i+size)
		n++
		if before >= 0 {
			s.emit(word{start: before, end: i})
		}
		before = start
	}
	if n == 1 {
		s.emit(word{start: before, end: i})
	}
	return i
}

// pairEnd steps over what changes the character that ends at i: it belongs to
// that character.
func pairEnd(text string, i int) int {
	for i < len(text) && text[i] >= utf8.RuneSelf {
		r, n := utf8.DecodeRuneInString(text[i:])
		if c := classOf(r); c != mark && c != ignored && !isSoundMark(r) {
			break
		}
		i += n
	}
	return i
}
