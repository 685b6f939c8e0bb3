// Package terms says what counts as a word, and when two words are the same:
// for the search index, for marking words in a page, for comparing briefs.
//
// The contract. Words are split in the spirit of Unicode's UAX #29 and folded:
// lower case, no diacritics, no apostrophes, no dots in T.T.P., no commas in
// 11,000, no possessive 's. A hyphenated word gives its parts, and the joined
// word at the position of the first part, so that cease-fire meets both
// "cease fire" and "ceasefire". Chinese and Japanese, which have no spaces,
// give overlapping pairs of characters. All functions take time linear in the
// text, never panic on any bytes, and know nothing of where the text is from.
package terms

import (
	"unicode"
	"unicode/utf8"
)

// A Term is one word of a text.
type Term struct {
	Text   string // folded (Split), or folded and stemmed (Analyze); at most 128 bytes, never empty; may share the text's memory
	Start  int    // first byte of the word in the text analysed
	End    int    // byte after the word's last; a possessive 's is left out, the last dot of T.T.P. is not
	Pos    int    // which word it is, from 1; stop words count, a Joined term does not
	Span   int    // how many positions it covers: 1, or for a Joined term 2 to 6
	Stop   bool   // a stop word: says little ("the"); US, U.S., WHO, IS and IT in capitals or with dots are none
	Joined bool   // "ceasefire" of "cease-fire": stands at the first part's position, right behind that part
}

// Capital tells whether the word begins with a capital in the text it is from,
// as a name does. A Joined term has none of its own.
func (t Term) Capital(text string) bool {
	if t.Joined {
		return false
	}
	if c := text[t.Start]; c < utf8.RuneSelf {
		return c >= 'A' && c <= 'Z'
	}
	r, _ := utf8.DecodeRuneInString(text[t.Start:])
	return unicode.IsUpper(r)
}

// Split gives the words of a text, folded and not stemmed, by ascending Pos
// and Start; stop words are marked and not removed.
func Split(text string) []Term { return Append(nil, text) }

// Analyze gives the same terms as Split with Text stemmed.
func Analyze(text string) []Term {
	list := Split(text)
	for i := range list {
		list[i].Text = Stem(list[i].Text)
	}
	return list
}

// Append appends what Split gives to dst, so that a caller can use the same
// memory again. Positions start from 1 whatever dst holds.
func Append(dst []Term, text string) []Term {
	var a Analyzer
	a.once = true
	return a.Append(dst, text)
}

// An Analyzer gives the same answers as Split and remembers the words
// it has seen, which makes it quicker and sparing of memory over many texts;
// it keeps at most some 30,000 words. The zero value is ready. It is not safe
// for concurrent use.
type Analyzer struct {
	once  bool // for one text only: remembering would not pay
	words map[string]string
	buf   []byte // the word being folded
	apart []byte // the same, taken apart
	store store
}

// maxKept is how many words an Analyzer remembers before it starts afresh.
const maxKept = 1 << 15

// Append appends what Split gives to dst.
func (a *Analyzer) Append(dst []Term, text string) []Term {
	s := splitter{Analyzer: a, text: text, out: dst}
	s.run()
	return s.out
}

// keep makes a string of b, the same one each time where the Analyzer
// remembers words.
func (a *Analyzer) keep(b []byte) string {
	if a.once {
		return a.store.add(b)
	}
	if s, ok := a.words[string(b)]; ok {
		return s
	}
	if a.words == nil || len(a.words) >= maxKept {
		a.words = make(map[string]string, 1024)
	}
	s := string(b)
	a.words[s] = s
	return s
}
