package terms

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/blevesearch/bleve/v2/analysis"
	"github.com/blevesearch/bleve/v2/analysis/lang/ar"
	"github.com/blevesearch/bleve/v2/analysis/lang/hi"
	"github.com/blevesearch/snowballstem"
	"github.com/blevesearch/snowballstem/french"
	"github.com/blevesearch/snowballstem/german"
	"github.com/blevesearch/snowballstem/russian"
	"github.com/blevesearch/snowballstem/spanish"
)

// A script is the letters a word is written in, as far as languages are told
// apart by them.
type script uint8

const (
	otherScript script = iota
	latin
	cyrillic
	arabic
	devanagari
	hangul
)

// scriptOf gives the script of a word's first letter.
func scriptOf(word string) script {
	r, _ := utf8.DecodeRuneInString(word)
	return scriptOfLetter(r)
}

func scriptOfLetter(r rune) script {
	switch {
	case r < utf8.RuneSelf:
		if asciiClass[r] == letter {
			return latin
		}
	case unicode.Is(unicode.Latin, r):
		return latin
	case unicode.Is(unicode.Cyrillic, r):
		return cyrillic
	case unicode.Is(unicode.Arabic, r):
		return arabic
	case unicode.Is(unicode.Devanagari, r):
		return devanagari
	case unicode.Is(unicode.Hangul, r):
		return hangul
	}
	return otherScript
}

// Languages gives, of some languages (ISO 639-1 codes), those besides English
// that the forms of a folded word may be taken from: those of its script that
// StemIn knows. nil stands for languages that nobody knows: then it is all of
// the script, but for Latin none.
func Languages(word string, known []string) []string {
	var all []string
	switch scriptOf(word) {
	case latin:
		if known == nil {
			return nil
		}
		all = []string{"de", "es", "fr"}
	case cyrillic:
		all = []string{"ru"}
	case arabic:
		all = []string{"ar", "fa"}
	case devanagari:
		all = []string{"hi"}
	case hangul:
		all = []string{"ko"}
	}
	if known == nil {
		return all
	}
	var out []string
	for _, l := range all {
		if slices.Contains(known, l) {
			out = append(out, l)
		}
	}
	return out
}

// StemIn gives the stem of a folded word in a language: German, French,
// Spanish and Russian by the Snowball algorithms (snowballstem.org), Arabic by
// light10 (Larkey, Ballesteros and Connell, "Light Stemming for Arabic
// Information Retrieval", 2007), Hindi by the light stemmer of Ramanathan and
// Rao (2003) behind the usual normalization of its spelling, of Persian the
// plurals and of Korean the particles. A word in another script, and any word
// of another language, English too, is its own stem. Folding has taken the
// accents away; the endings that a stemmer knows by them get them back.
func StemIn(lang, word string) string {
	if len(word) > maxTerm || scriptOf(word) != scriptIn(lang) {
		return word
	}
	var out string
	switch lang {
	case "de":
		out = snowball(word, german.Stem)
	case "fr":
		out = snowball(frenchAccents(word), french.Stem)
	case "es":
		out = snowball(spanishAccents(word), spanish.Stem)
	case "ru":
		out = snowball(word, russian.Stem)
	case "ar":
		out = filtered(word, ar.NewArabicStemmerFilter())
	case "hi":
		out = filtered(word, hi.NewHindiNormalizeFilter(), hi.NewHindiStemmerFilter())
	case "fa":
		out = withoutEnding(word, "هايي", "هاي", "ها")
	case "ko":
		out = withoutEnding(word, "에서는", "으로는", "에서", "에게", "까지", "부터", "으로", "이나", "에는", "에도",
			"은", "는", "이", "가", "을", "를", "의", "에", "와", "과", "도", "로", "만")
	}
	if out == "" || out == Fold(word) {
		return word
	}
	return out
}

// BeginIn gives what every word begins with that has a stem in a language. It is
// "" for Arabic and Hindi, whose stems may lack the beginning of their words.
func BeginIn(lang, stem string) string {
	ending := 0 // letters that may be put in place of others
	switch lang {
	case "ar", "hi":
		return ""
	case "fr": // couramment, courant
		ending = 3
	case "es": // tendencia, tendente
		ending = 4
	}
	for range min(ending, utf8.RuneCountInString(stem)-1) {
		_, n := utf8.DecodeLastRuneInString(stem)
		stem = stem[:len(stem)-n]
	}
	return stem
}

// scriptIn is the script that a language is stemmed in.
func scriptIn(lang string) script {
	switch lang {
	case "de", "fr", "es":
		return latin
	case "ru":
		return cyrillic
	case "ar", "fa":
		return arabic
	case "hi":
		return devanagari
	case "ko":
		return hangul
	}
	return otherScript
}

// snowball stems by a generated stemmer, and folds what comes out.
func snowball(word string, stem func(*snowballstem.Env) bool) string {
	env := snowballstem.NewEnv(word)
	stem(env)
	return Fold(env.Current())
}

// filtered stems by the token filters of bleve.
func filtered(word string, filters ...analysis.TokenFilter) string {
	stream := analysis.TokenStream{{Term: []byte(word)}}
	for _, f := range filters {
		stream = f.Filter(stream)
	}
	if len(stream) != 1 {
		return word
	}
	return Fold(string(stream[0].Term))
}

// spanishAccents gives the endings of nouns the accent that the stemmer knows
// them by.
func spanishAccents(word string) string {
	if base, ok := strings.CutSuffix(word, "ion"); ok {
		return base + "ión"
	}
	return word
}

// frenchAccents does the same for participles.
func frenchAccents(word string) string {
	for _, end := range [...]string{"ee", "ees"} {
		if base, ok := strings.CutSuffix(word, end); ok {
			return base + "é" + end[1:]
		}
	}
	return word
}

// withoutEnding takes the first ending off that leaves two characters.
func withoutEnding(word string, endings ...string) string {
	for _, e := range endings {
		if base, ok := strings.CutSuffix(word, e); ok && utf8.RuneCountInString(base) >= 2 {
			return base
		}
	}
	return word
}
