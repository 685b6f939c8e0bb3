package terms

import (
	"unicode"
	"unicode/utf8"
)

// class is what a character does to a word.
type class uint8

const (
	other      class = iota // ends it
	letter                  // is part of it
	digit                   // is part of it
	mark                    // is part of it, starts none
	ignored                 // stands in a word without being part of it: soft hyphen, joiners, tatweel
	apostrophe              // is part of it between two letters
	hyphen                  // joins two words
	pair                    // Han, Hiragana, Katakana: written without spaces
)

var asciiClass = func() (t [utf8.RuneSelf]class) {
	for c := range t {
		switch {
		case c >= 'a' && c <= 'z', c >= 'A' && c <= 'Z':
			t[c] = letter
		case c >= '0' && c <= '9':
			t[c] = digit
		}
	}
	t['\''], t['-'] = apostrophe, hyphen
	return t
}()

// classAt gives the class of the character at byte i, and its bytes. Past the
// end it is other, 0.
func classAt(text string, i int) (class, int) {
	if i >= len(text) {
		return other, 0
	}
	if c := text[i]; c < utf8.RuneSelf {
		return asciiClass[c], 1
	}
	r, n := utf8.DecodeRuneInString(text[i:])
	return classOf(r), n
}

// classOf gives the class of a character beyond ASCII.
func classOf(r rune) class {
	switch {
	case r < 0xC0:
		switch r {
		case 0xAA, 0xB5, 0xBA:
			return letter
		case 0xAD:
			return ignored
		}
		return other
	case r <= 0x24F:
		if r == 0xD7 || r == 0xF7 { // the signs for times and divided by
			return other
		}
		return letter
	case r >= 0x2000 && r <= 0x206F:
		return punctuationClass(r)
	}
	switch r {
	case 0x2B9, 0x2BB, 0x2BC, 0x2BD, 0x2BE, 0x2BF, 0x2C8, // ayn, hamza, okina as letters
		0x34F, 0x61C, 0x640, 0x180E, 0xFEFF:
		return ignored
	case 0xFF07:
		return apostrophe
	case 0xFE63, 0xFF0D:
		return hyphen
	}
	return tableClass(r)
}

// punctuationClass is for the block General Punctuation.
func punctuationClass(r rune) class {
	switch {
	case r == 0x2018, r == 0x2019, r == 0x201B, r == 0x2032:
		return apostrophe
	case r >= 0x2010 && r <= 0x2013: // hyphen, non-breaking hyphen, figure dash, en dash
		return hyphen
	case r >= 0x200C && r <= 0x200F, r >= 0x202A && r <= 0x202E, r >= 0x2060 && r <= 0x206F:
		return ignored
	}
	return other
}

func tableClass(r rune) class {
	switch {
	case r >= 0x3005 && isPair(r):
		return pair
	case isSoundMark(r):
		return mark
	case unicode.IsLetter(r), unicode.Is(unicode.Nl, r):
		return letter
	case unicode.Is(unicode.Nd, r):
		return digit
	case unicode.Is(unicode.M, r):
		return mark
	}
	return other
}

// isPair tells whether a character is written without spaces between words
// and so is indexed in pairs. Halfwidth Katakana count, Hangul does not.
func isPair(r rune) bool {
	switch {
	case r >= 0x4E00 && r <= 0x9FFF, // the common Han
		r >= 0x3041 && r <= 0x30FF && r != 0x30A0 && r != 0x30FB && (r < 0x3099 || r > 0x309C),
		r == 0x3005, r == 0x3007, r >= 0x31F0 && r <= 0x31FF,
		r >= 0xFF66 && r <= 0xFF9D:
		return true
	case r < 0x3400, r >= 0xAC00 && r <= 0xD7FF:
		return false
	}
	return unicode.Is(unicode.Han, r)
}

// Lone tells whether a folded word is one character of a script that is written
// without spaces. In a text it is part of a pair unless it stands alone there.
func Lone(word string) bool {
	r, n := utf8.DecodeRuneInString(word)
	return n == len(word) && r >= 0x3005 && isPair(r)
}

// isSoundMark tells whether a character changes the kana before it.
func isSoundMark(r rune) bool {
	return r == 0x3099 || r == 0x309A || r == 0xFF9E || r == 0xFF9F
}
