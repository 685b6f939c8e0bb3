package terms

import (
	_ "embed"
	"strings"
	"sync"
)

// Names by sound. A name from Arabic, Persian, Pashto, Urdu or Russian is
// written in Latin letters in as many ways as there are papers: Tehrik and
// Tehreek, Muhammad and Mohamed, Kadyrov and Qadyrov.
//
// A word is read as a row of sounds, one byte each, in the manner of the
// phonetic codes (Soundex, Russell 1918; Daitch-Mokotoff Soundex, 1985;
// Metaphone, Philips 1990), but for what differs between transliterations and
// not between accents of English: the vowels stay, since Karim is not Karam,
// and so does what those codes drop to forgive bad hearing. The differences
// that are bridged are those between the tables of the Library of Congress,
// BGN/PCGN, the Encyclopaedia of Islam and what papers make of them: doubled
// letters, q and k, gh, kh and dh, w and v, ph, ou and oo, ay and ei, the h
// that is not heard, the Russian -sky.
//
// The sounds are
//
//	A E I O U    vowels
//	Y W          the long ones of Tehreek and Masood, Masoud
//	S C Z T x    sh, ch, zh, th, kh
//	             every other consonant as its letter: q and k apart
//
// and two rows are one name where they are as long as one another and differ
// in few places, each of them harmless: e for i, o for u, q for k or g, and e
// for a where the syllable is not the first. A long vowel is as good as the
// short one that it is long for.

// The bounds of names by sound.
const (
	minSound  = 5 // letters of a word; shorter ones have too many neighbours
	shortRow  = 5 // a row of up to this many sounds may differ in one place,
	maxDiffer = 2 // a longer one in two
)

// SoundKey gives a key that two spellings of a transliterated name share: a
// few words that are no such spellings of one another share it too, which
// SoundAlike tells. It is "" for a word that is not taken for a name: of fewer
// than five letters, of other letters than a to z, or a common English word.
// The word is folded.
func SoundKey(word string) string {
	if !maybeName(word) || Common(word) {
		return ""
	}
	var row [2 * maxStem]byte
	key := sounds(row[:0], word)
	for i, c := range key {
		switch c {
		case 'E', 'I', 'Y':
			key[i] = 'A'
		case 'U', 'W':
			key[i] = 'O'
		case 'q', 'g':
			key[i] = 'k'
		}
	}
	return string(key)
}

// SoundAlike tells whether two different folded words are spellings of one
// name. Both ways round the answer is the same. Only words that have a
// SoundKey are alike.
func SoundAlike(a, b string) bool {
	if a == b || !maybeName(a) || !maybeName(b) {
		return false
	}
	var x, y [2 * maxStem]byte
	return alike(sounds(x[:0], a), sounds(y[:0], b)) && !inflected(a, b) && !Common(a) && !Common(b)
}

// maybeName tells whether a word looks as though it might be a name that is
// spelled in several ways.
func maybeName(word string) bool {
	return len(word) >= minSound && len(word) <= maxStem && isPlain(word)
}

// inflected tells whether two words differ as English plurals do: chairman
// and chairmen, crisis and crises.
func inflected(a, b string) bool {
	x, y := a[len(a)-3:], b[len(b)-3:]
	if x > y {
		x, y = y, x
	}
	return x == "man" && y == "men" || x[1:] == "es" && y[1:] == "is"
}

// alike compares two rows of sounds.
func alike(a, b []byte) bool {
	if len(a) != len(b) {
		return false
	}
	most := maxDiffer
	if len(a) <= shortRow {
		most = 1
	}
	vowels := 0 // so far
	for i := range a {
		x, y := min(a[i], b[i]), max(a[i], b[i])
		if x != y && (x != 'I' || y != 'Y') && (x != 'U' || y != 'W') {
			last := i == len(a)-1
			next := byte(0) // where both have the same
			if !last && a[i+1] == b[i+1] {
				next = a[i+1]
			}
			if most--; most < 0 || !bridged(x, y, vowels, next, last) {
				return false
			}
		}
		if vowelSound(x) {
			vowels++
		}
	}
	return true
}

// bridged tells whether two different sounds, x before y in the alphabet, may
// stand for one another behind so many vowels and before the sound next.
func bridged(x, y byte, vowels int, next byte, last bool) bool {
	switch {
	case x == 'k' && y == 'q', x == 'g' && y == 'q':
		return true
	case last: // feeble, feebly; Europa, Europe
		return false
	case x == 'E' && y == 'I', x == 'O' && y == 'U':
		return true
	case x == 'A' && y == 'E': // Ahmad, Ahmed; Rahman, Rehman; Faisal, Feisal; but not Allen, Ellen nor fallow, fellow
		return vowels > 0 || next == 'h' || next == 'I'
	}
	return false
}

func vowelSound(c byte) bool { return c < 'Z' && c != 'C' && c != 'S' && c != 'T' && c != 'X' }

// sounds appends the row of sounds of a word of the letters a to z.
func sounds(row []byte, word string) []byte {
	r := reader{word: word, row: row}
	for r.i < len(word) {
		if r.isVowel(r.i) {
			r.vowel()
		} else {
			r.consonant()
		}
	}
	return r.names()
}

// A reader reads a word into sounds, from left to right.
type reader struct {
	word string
	i    int    // the letter in hand
	row  []byte // the sounds so far
	met  bool   // the sound before is a consonant: the same again is a doubled one
}

// at gives a letter, 0 beyond the ends.
func (r *reader) at(i int) byte {
	if i < 0 || i >= len(r.word) {
		return 0
	}
	return r.word[i]
}

// isVowel tells whether a letter is a vowel: y is one unless a vowel follows.
func (r *reader) isVowel(i int) bool {
	switch r.at(i) {
	case 'a', 'e', 'i', 'o', 'u':
		return true
	case 'y':
		switch r.at(i + 1) {
		case 'a', 'e', 'i', 'o', 'u':
			return false
		}
		return true
	}
	return false
}

// put takes a vowel sound of so many letters.
func (r *reader) put(sound byte, letters int) {
	r.row = append(r.row, sound)
	r.i += letters
	r.met = false
}

// take takes a consonant of so many letters; a doubled one counts once.
func (r *reader) take(sound byte, letters int) {
	if !r.met || r.row[len(r.row)-1] != sound {
		r.row = append(r.row, sound)
	}
	r.i += letters
	r.met = true
}

// vowel reads one vowel.
func (r *reader) vowel() {
	c, next := r.word[r.i], r.at(r.i+1)
	switch {
	case r.i > 0 && (c == 'i' || c == 'y') && strings.Trim(r.word[r.i:], "iyj") == "":
		r.put('I', len(r.word)-r.i) // Zelensky, -skyy, -skiy, -skij
	case c == 'i' && next == 'y':
		r.put('I', 2) // Mariya
	case c == 'e' && next == 'e', c == 'i' && next == 'i':
		r.put('Y', 2)
	case c == 'o' && (next == 'o' || next == 'u'), c == 'u' && next == 'u':
		r.put('W', 2)
	case c == 'a' && next == 'a':
		r.put('A', 2)
	case c == 'y':
		r.put('I', 1)
	default:
		r.put(c-'a'+'A', 1)
	}
}

// consonant reads one consonant.
func (r *reader) consonant() {
	switch c := r.word[r.i]; c {
	case 'h':
		r.breath()
	case 'w':
		r.glide()
	case 'y':
		r.jot()
	case 'x':
		if r.i == 0 {
			r.take('X', 1)
			return
		}
		r.row = append(r.row, 'k')
		r.met = false
		r.take('s', 1) // Maxim, Maksim
	default:
		r.take(r.cluster(c))
	}
}

// cluster gives the sound of letters that stand together, and their number.
func (r *reader) cluster(c byte) (sound byte, letters int) {
	next, third := r.at(r.i+1), r.at(r.i+2)
	switch {
	case c == 't' && next == 'c' && third == 'h':
		return 'C', 3
	case c == 's' && next == 'c' && third == 'h':
		return 'S', 3
	case c == 'd' && next == 'z' && third == 'h':
		return 'j', 3
	case c == 'd' && next == 'j':
		return 'j', 2
	case c == 'c' && (next == 'k' || next == 'q'):
		return next, 2
	case c == 'v':
		return 'v', 1
	case next != 'h':
		return c, 1
	}
	switch c {
	case 'b', 'd', 'g', 'r': // Bhutto, Riyadh, Afghan
		return c, 2
	case 'p':
		return 'f', 2
	case 'c', 's', 'z', 't':
		return c - 'a' + 'A', 2
	case 'k':
		if r.i+2 == len(r.word) { // Sheikh, Sheik
			return 'k', 2
		}
		return 'x', 2
	}
	return c, 1
}

// breath reads an h: it is not heard between vowels, nor behind one at the end.
func (r *reader) breath() {
	end := r.i+1 == len(r.word)
	if r.i > 0 && r.isVowel(r.i-1) && (end || r.isVowel(r.i+1)) {
		r.i++
		r.met = false
		return
	}
	r.take('h', 1)
}

// glide reads a w: a v, but behind a and before no vowel the end of au. The
// vowel that Khwaja leaves out is put in.
func (r *reader) glide() {
	switch {
	case r.at(r.i-1) == 'a' && !r.isVowel(r.i+1):
		r.put('U', 1)
	case len(r.row) > 0 && r.row[len(r.row)-1] == 'x':
		r.row = append(r.row, 'A')
		r.met = false
		r.take('v', 1)
	default:
		r.take('v', 1)
	}
}

// jot reads a y before a vowel: it is not heard in Yevgeny and Dostoyevsky, and
// a vowel in Tanya.
func (r *reader) jot() {
	switch {
	case r.at(r.i+1) == 'e' && (r.i == 0 || r.at(r.i-1) == 'o'):
		r.i++
	case r.i > 0 && !r.isVowel(r.i-1):
		r.put('I', 1)
	default:
		r.take('y', 1)
	}
}

// names mends the vowels that Arabic does not write, where they are known:
// Abdel and Abdul, Abdallah and Abdullah, Hizballah and Hezbollah.
func (r *reader) names() []byte {
	w, n := r.word, len(r.row)
	if strings.HasPrefix(w, "abd") && r.at(4) == 'l' && strings.IndexByte("aeou", w[3]) >= 0 {
		r.row[3] = 'U'
	}
	base, ok := strings.CutSuffix(strings.TrimSuffix(w, "h"), "lla")
	if ok && len(base) > 2 && strings.IndexByte("aou", base[len(base)-1]) >= 0 {
		r.row[n-3] = 'U'
	}
	return r.row
}

// common.txt lists the stems of common English words of five letters and more:
// those that news of the United States government, which is in the public
// domain, has in lower case, words that sound like other words or like names,
// and names of countries and people that are spelled in one way.
//
//go:embed common.txt
var commonText string

// commonStems are those of common.txt.
var commonStems = sync.OnceValue(func() map[string]struct{} {
	lines := strings.Fields(commonText)
	set := make(map[string]struct{}, len(lines))
	for _, l := range lines {
		set[l] = struct{}{}
	}
	return set
})

// Common tells whether a folded word is an English one of five letters and
// more that everybody uses, in any form, or a name that English spells in one
// way (Colombia, Turkey).
func Common(word string) bool {
	_, ok := commonStems()[Stem(word)]
	return ok
}
