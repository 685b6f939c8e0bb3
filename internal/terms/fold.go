package terms

import (
	"bytes"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// maxTerm is the most bytes of a term: what is longer is a lump of data, and
// is known by its beginning.
const maxTerm = 128

// Fold folds one word as Split does: "Türkiye" to "turkiye", "T.T.P." to
// "ttp", "War's" to "war", "cease-fire" to "ceasefire". Everything that is no
// letter and no digit is dropped, but for a dot between digits. Folding what
// is folded changes nothing. It gives "" where nothing is left.
func Fold(word string) string {
	var a Analyzer
	a.once = true
	s := splitter{Analyzer: &a, text: word}
	for i := 0; i < len(word); {
		c, n := classAt(word, i)
		if c != letter && c != digit {
			if c == pair {
				n = pairEnd(word, i+n) - i
				a.fold(word[i : i+n])
			}
			i += n
			continue
		}
		w := s.scan(i)
		a.fold(word[w.start:w.end])
		i = w.next
	}
	return string(clip(a.buf))
}

// clip cuts a folded word to maxTerm, at the start of a character.
func clip(b []byte) []byte {
	if len(b) <= maxTerm {
		return b
	}
	n := maxTerm
	for n > 0 && !utf8.RuneStart(b[n]) {
		n--
	}
	return b[:n]
}

// fold appends the folded form of a word's bytes to a.buf.
func (a *Analyzer) fold(word string) {
	if len(word) > 16*maxTerm { // a lump of data; no need to fold it all
		word = word[:16*maxTerm]
	}
	for i := 0; i < len(word); i++ {
		switch c := word[i]; {
		case c >= utf8.RuneSelf:
			a.foldSlowly(word[i:], isDigitBefore(word, i))
			return
		case c >= 'a' && c <= 'z', c >= '0' && c <= '9':
			a.buf = append(a.buf, c)
		case c >= 'A' && c <= 'Z':
			a.buf = append(a.buf, c+('a'-'A'))
		case c == '.' && isDigitBefore(word, i) && i+1 < len(word) && asciiDigit(word[i+1]):
			a.buf = append(a.buf, c)
		}
	}
}

func asciiDigit(c byte) bool { return c >= '0' && c <= '9' }

func isDigitBefore(s string, i int) bool { return i > 0 && asciiDigit(s[i-1]) }

// foldSlowly folds the rest of a word that is not all ASCII: taken
// apart by NFKD, marks of the alphabets dropped, letters mapped, and what is
// left (Hangul, kana, Indic vowel signs) put together again by NFC.
func (a *Analyzer) foldSlowly(word string, afterDigit bool) {
	a.apart = norm.NFKD.AppendString(a.apart[:0], word)
	dst, apart := a.buf, a.apart
	from := len(dst)
	compose := false
	for i := 0; i < len(apart); {
		r, n := utf8.DecodeRune(apart[i:])
		i += n
		if r == '.' && afterDigit {
			if next, _ := utf8.DecodeRune(apart[i:]); unicode.Is(unicode.Nd, next) {
				dst = append(dst, '.')
			}
			continue
		}
		if r == 0x306 && bytes.HasSuffix(dst[from:], []byte("и")) { // й is a letter, not an и with a mark
			dst = append(dst[:len(dst)-len("и")], "й"...)
			continue
		}
		if dropped(r) || len(dst) == 0 && unicode.Is(unicode.M, r) { // a mark needs a letter before it
			continue
		}
		r = unicode.ToLower(r)
		if s := spelled(r); s != "" {
			dst = append(dst, s...)
			afterDigit = false
			continue
		}
		r = mapped(r)
		afterDigit = r >= '0' && r <= '9'
		compose = compose || r >= 0x900
		dst = utf8.AppendRune(dst, r)
	}
	if compose && !norm.NFC.IsNormal(dst[from:]) {
		dst = append(dst[:from], norm.NFC.Bytes(dst[from:])...)
	}
	a.buf = dst
}

// dropped tells whether a character of a word, taken apart, is left out:
// what is no letter, and the marks of Latin, Greek, Cyrillic, Hebrew and
// Arabic. The marks of other scripts are vowels, and stay.
func dropped(r rune) bool {
	switch {
	case r < utf8.RuneSelf:
		return asciiClass[r] != letter && asciiClass[r] != digit
	case r < 0x300:
		c := classOf(r)
		return c != letter && c != digit
	case r <= 0x36F,
		r >= 0x483 && r <= 0x489, // Cyrillic
		r >= 0x591 && r <= 0x5C7, // Hebrew points
		r >= 0x610 && r <= 0x61A, r == 0x640, r >= 0x64B && r <= 0x65F, r == 0x670,
		r >= 0x6D6 && r <= 0x6DC, r >= 0x6DF && r <= 0x6E4, r >= 0x6E7 && r <= 0x6E8, r >= 0x6EA && r <= 0x6ED,
		r >= 0x1AB0 && r <= 0x1AFF, r >= 0x1DC0 && r <= 0x1DFF,
		r >= 0x20D0 && r <= 0x20FF, r >= 0xFE00 && r <= 0xFE0F, r >= 0xFE20 && r <= 0xFE2F,
		r >= 0xE0100 && r <= 0xE01EF:
		return true
	}
	if isSoundMark(r) {
		return r > 0x309A // the combining ones stay, to be put together again
	}
	switch classOf(r) {
	case letter, digit, mark, pair:
		return false
	}
	return true
}

// spelled gives the letters that a lower-case letter is written with, or "".
func spelled(r rune) string {
	switch r {
	case 'ß':
		return "ss"
	case 'æ':
		return "ae"
	case 'œ':
		return "oe"
	case 'þ':
		return "th"
	}
	return ""
}

// mapped gives the plain form of a lower-case letter or of a digit: letters
// with a stroke, dotless i, final sigma, the Arabic, Persian and Urdu forms of
// alef, yeh, kaf and heh, and the digits of other scripts.
func mapped(r rune) rune {
	if r < utf8.RuneSelf {
		return r
	}
	switch r {
	case 'ø':
		return 'o'
	case 'đ', 'ð':
		return 'd'
	case 'ł':
		return 'l'
	case 'ı':
		return 'i'
	case 'ħ':
		return 'h'
	case 'ŧ':
		return 't'
	case 'ς':
		return 'σ'
	case 0x671, 0x672, 0x673, 0x675: // alef wasla and with wavy hamza
		return 0x627
	case 0x649, 0x6CC, 0x6CD, 0x6CE, 0x6D0, 0x6D1, 0x6D2, 0x6D3: // alef maksura, the yehs of Persian, Pashto and Urdu
		return 0x64A
	case 0x6A9, 0x6AA, 0x6AB, 0x6AC: // keheh and its kin
		return 0x643
	case 0x629, 0x6C0, 0x6C1, 0x6C2, 0x6C3, 0x6D5: // teh marbuta, heh goal
		return 0x647
	}
	if unicode.Is(unicode.Nd, r) {
		return asciiOf(r)
	}
	return r
}

// asciiOf gives the ASCII digit of a decimal digit: in every script they stand
// in order from zero, in ranges of ten or, for those of mathematics, fifty.
func asciiOf(r rune) rune {
	for _, t := range unicode.Nd.R16 {
		if rune(t.Lo) <= r && r <= rune(t.Hi) {
			return '0' + (r-rune(t.Lo))%10
		}
	}
	for _, t := range unicode.Nd.R32 {
		if rune(t.Lo) <= r && r <= rune(t.Hi) {
			return '0' + (r-rune(t.Lo))%10
		}
	}
	return r
}
