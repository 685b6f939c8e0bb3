package brief

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/rivo/uniseg"
)

// WordSpans are the words of a text, as bytes of it, ascending: the segments
// of Unicode's word boundaries (UAX #29) that have a letter, a digit or a
// sign to read. Punctuation and white space belong to no word.
func WordSpans(text string) []Span {
	var out []Span
	at, state := 0, -1
	for rest := text; rest != ""; {
		var word string
		word, rest, state = uniseg.FirstWordInString(rest, state)
		if strings.ContainsFunc(word, readable) {
			out = append(out, Span{at, at + len(word)})
		}
		at += len(word)
	}
	return out
}

func readable(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsNumber(r) || unicode.IsSymbol(r) || r == '%' || r == '&' || r == '@'
}

// SentenceSpans are the sentences of a text, as bytes of it without the white
// space between them, ascending: Unicode's sentence boundaries (UAX #29), but
// none after a single letter or an abbreviation with a full stop ("U.S. Army",
// "Lt. Gen. Munir"), where the standard has no way to know.
func SentenceSpans(text string) []Span {
	var out []Span
	at, state := 0, -1
	open := false // the last one goes on
	for rest := text; rest != ""; {
		var sentence string
		sentence, rest, state = uniseg.FirstSentenceInString(rest, state)
		body := strings.TrimRightFunc(sentence, unicode.IsSpace)
		lead := len(body) - len(strings.TrimLeftFunc(body, unicode.IsSpace))
		switch {
		case body == "":
		case open:
			out[len(out)-1].End = at + len(body)
		default:
			out = append(out, Span{at + lead, at + len(body)})
		}
		if body != "" {
			open = shortened(body) && !strings.Contains(sentence[len(body):], "\n")
		}
		at += len(sentence)
	}
	return out
}

// shortened tells whether a text ends in an abbreviation that does not end a
// sentence.
func shortened(text string) bool {
	text, dot := strings.CutSuffix(text, ".")
	if !dot {
		return false
	}
	word := text[strings.LastIndexFunc(text, func(r rune) bool { return unicode.IsSpace(r) || r == '(' })+1:]
	if i := strings.LastIndexByte(word, '.'); i >= 0 { // U.S, T.T.P, e.g
		word = word[i+1:]
	}
	r, n := utf8.DecodeRuneInString(word)
	if n == len(word) && unicode.IsLetter(r) {
		return true
	}
	return abbreviations[strings.ToLower(word)]
}

// abbreviations are those that stand before a name or a number in English
// news: titles, ranks, months, companies.
var abbreviations = func() map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(`mr mrs ms dr prof rev hon st gen lt col maj capt sgt adm brig cmdr sen rep gov pres
		jan feb mar apr jun jul aug sep sept oct nov dec no nos vol art sec ch pp fig vs cf viz approx dept est gov ltd`) {
		m[w] = true
	}
	return m
}()
