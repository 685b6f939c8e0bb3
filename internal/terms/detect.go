package terms

import (
	"math/bits"
	"strings"
	"unicode"
)

// sampled is how many bytes of a text are looked at to tell its language.
const sampled = 1000

// Language tells the language of a text by its letters and, for Latin ones, by
// the small words that stand in every text of a language: ar, de, en, es, fa,
// fr, hi, ja, ko, ru, ur or zh, as ISO 639-1 has them. It is "" where the text
// is too short to tell, or of none of these. It looks at the first
// kilobyte.
func Language(text string) string {
	text = text[:min(len(text), sampled)]
	var c letters
	for _, r := range text {
		c.count(r)
	}
	switch c.most() {
	case latin:
		return latinLanguage(text)
	case cyrillic:
		if c.ukrainian*50 > c.script[cyrillic] {
			return ""
		}
		return "ru"
	case arabic:
		switch {
		case c.urdu*50 > c.script[arabic]:
			return "ur"
		case c.persian*50 > c.script[arabic]:
			return "fa"
		}
		return "ar"
	case devanagari:
		return "hi"
	case hangul:
		return "ko"
	}
	switch {
	case c.total == 0 || (c.han+c.kana)*2 < c.total:
		return ""
	case c.kana*10 > c.han:
		return "ja"
	}
	return "zh"
}

// letters counts the letters of a text by what they tell.
type letters struct {
	total                    int
	script                   [hangul + 1]int
	han, kana                int
	urdu, persian, ukrainian int
}

func (c *letters) count(r rune) {
	if !unicode.IsLetter(r) {
		return
	}
	c.total++
	s := scriptOfLetter(r)
	c.script[s]++
	switch {
	case s == otherScript && unicode.Is(unicode.Han, r):
		c.han++
	case s == otherScript && unicode.In(r, unicode.Hiragana, unicode.Katakana):
		c.kana++
	case s == arabic && strings.ContainsRune("ٹڈڑںےھہ", r):
		c.urdu++
	case s == arabic && strings.ContainsRune("پچژگکی", r):
		c.persian++
	case s == cyrillic && strings.ContainsRune("іїєґўјљњћђџ", unicode.ToLower(r)):
		c.ukrainian++
	}
}

// most is the script of more than half of the letters.
func (c *letters) most() script {
	for s, n := range c.script {
		if n*2 > c.total {
			return script(s)
		}
	}
	return otherScript
}

// latinLanguage tells languages in Latin letters by their small words: one in
// twelve has to be of the language, four different ones, and half as many
// again as of any other.
func latinLanguage(text string) string {
	var count, distinct [len(smallWords)]int
	met := map[string]bool{}
	words := 0
	for word := range strings.FieldsFuncSeq(text, func(r rune) bool { return !unicode.IsLetter(r) }) {
		words++
		if len(word) > longestSmall {
			continue
		}
		word = Fold(word)
		small := smallWordOf[word]
		for of := small; of != 0; of &= of - 1 {
			i := bits.TrailingZeros8(of)
			count[i]++
			if !met[word] {
				distinct[i]++
			}
		}
		if small != 0 {
			met[word] = true
		}
	}
	best, next := 0, -1
	for i := range count {
		if count[i] > count[best] {
			best = i
		}
	}
	for i := range count {
		if i != best && (next < 0 || count[i] > count[next]) {
			next = i
		}
	}
	if distinct[best] < 4 || count[best]*12 < words || count[best]*2 < count[next]*3 {
		return ""
	}
	return smallWords[best].lang
}

// longestSmall is the length in bytes of the longest small word as it may be
// written, with accents.
const longestSmall = 8

// smallWords are words of each language that the others hardly have, folded,
// in the order of their bits in smallWordOf.
var smallWords = [...]struct{ lang, words string }{
	{"en", "the and of to that is was for with by from are have has this which not be it they their at on as an were will said"},
	{"de", "der die das und ist nicht mit von den dem ein eine einer im zu auf fur sich auch wird wurde haben hat bei nach aus wie uber als dass zur zum"},
	{"fr", "le les des et est une dans pour que qui pas sur avec sont du au aux ce cette il elle ont par plus mais ses leur"},
	{"es", "el los las y es una en por con del para que no se su al lo mas pero sus como fue ha han esta entre desde"},
}

// smallWordOf tells of which languages a folded word is a small word, a bit
// each.
var smallWordOf = func() map[string]uint8 {
	of := map[string]uint8{}
	for i, l := range smallWords {
		for _, w := range strings.Fields(l.words) {
			of[w] |= 1 << i
		}
	}
	return of
}()
