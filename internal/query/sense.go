package query

import (
	"slices"
	"strings"

	"broadsheet/internal/terms"
)

// By tells by which mechanism a word of a text stands for a word of a query,
// the most trusted first. From Spelling on the text has a variant, which ranks
// below the word itself.
type By uint8

// The mechanisms.
const (
	Exact    By = iota // the word, but for case and folding: T.T.P. and TTP; cease-fire, ceasefire and cease fire
	Form               // another form of it: talks for talk
	Begin              // it begins with what was typed
	Near               // a near spelling, asked for with ~
	Spelling           // the British or the American spelling: defence for defense
	Meaning            // another name of the same thing: Türkiye for Turkey
	Sound              // another transliteration of a name: Tehreek for Tehrik
)

// Name names the mechanism in one word for a program: exact, form, beginning,
// near, spelling, name or sound.
func (b By) Name() string {
	switch b {
	case Exact:
		return "exact"
	case Form:
		return "form"
	case Begin:
		return "beginning"
	case Near:
		return "near"
	case Spelling:
		return "spelling"
	case Meaning:
		return "name"
	}
	return "sound"
}

// String names the mechanism in a few words for a reader.
func (b By) String() string {
	switch b {
	case Exact:
		return "as written"
	case Form:
		return "another form"
	case Begin:
		return "a beginning"
	case Near:
		return "a near spelling"
	case Spelling:
		return "another spelling"
	case Meaning:
		return "another name"
	}
	return "sound"
}

// Variant tells whether the text has something else than the word that was
// asked for.
func (b By) Variant() bool { return b >= Spelling }

// The shortest parts that a word is looked for in when it is written apart
// (cease fire), in letters.
const minPart = 3

// A Sense is what one folded word of a query stands for: it tells of any word
// of a text whether it is the same, and by which mechanism, from the two words
// alone. So the search, which has a dictionary, and the Matcher, which has
// none, give the same answer. It is made by NewSense and never changed.
type Sense struct {
	Word     string   // folded
	Stem     string   // English
	Spelled  string   // the stem of its American spelling
	Langs    []string // languages besides English that its forms are taken from, ISO 639-1
	Stems    []string // its stems in them
	Begins   []string // what all words begin with that have these stems; see terms.BeginIn
	SoundKey string   // "" where it is not compared by sound
	english  bool     // the library may have English too: its words are not taken for words of Langs
	part     bool     // of a word of several parts: Tehrik-i-Taliban
	Lone     bool     // one character of Chinese or Japanese: it is looked for in pairs
}

// NewSense makes the sense of a word as a query has it.
func NewSense(w Word, folded string) *Sense {
	s := &Sense{Word: folded, Stem: terms.Stem(folded), english: mayBeEnglish(w.Langs), part: len(w.Folded) > 1}
	s.Lone = terms.Lone(folded) && !s.part
	s.Spelled = terms.Stem(terms.Spelling(folded))
	s.Langs = terms.Languages(folded, w.Langs)
	for _, l := range s.Langs {
		stem := terms.StemIn(l, folded)
		s.Stems, s.Begins = append(s.Stems, stem), append(s.Begins, terms.BeginIn(l, stem))
	}
	if !w.Sure {
		s.SoundKey = terms.SoundKey(folded)
	}
	return s
}

// mayBeEnglish tells whether some text of a library may be English.
func mayBeEnglish(langs []string) bool {
	return langs == nil || slices.Contains(langs, "en") || slices.Contains(langs, Undetermined)
}

// Key is the same for two senses that stand for the same words.
func (s *Sense) Key() string {
	key := s.Word + "\x00" + strings.Join(s.Langs, " ")
	if s.SoundKey == "" {
		key += "\x00sure"
	}
	if s.part {
		key += "\x00part"
	}
	if s.english {
		key += "\x00en"
	}
	return key
}

// Of tells whether a folded word of a text stands for the word; capital tells
// that the text has it with a capital, as names have.
func (s *Sense) Of(word string, capital bool) (By, bool) {
	if word == s.Word {
		return Exact, true
	}
	if s.Lone {
		return Exact, strings.Contains(word, s.Word)
	}
	if len(s.Word) == 1 {
		return Sound, s.part && linking(s.Word) && linking(word)
	}
	if word[0] == s.Word[0] && terms.Stem(word) == s.Stem || s.isForm(word) {
		return Form, true
	}
	if strings.IndexByte(spelledAs(s.Spelled[0]), word[0]) >= 0 {
		spelled := terms.Spelling(word)
		if (spelled != word || s.Spelled != s.Stem) && terms.Stem(spelled) == s.Spelled {
			return Spelling, true
		}
	}
	if capital && s.SoundKey != "" && terms.SoundAlike(s.Word, word) || s.part && linking(s.Word) && linking(word) {
		return Sound, true
	}
	return 0, false
}

// isForm tells whether a word is a form of it in a language that is not
// English. Where the library may have English too, a common English word is
// none, and a common one has only longer forms: Position has Positionen, but
// corner is no form of corn, nor the other way round.
func (s *Sense) isForm(word string) bool {
	for i, l := range s.Langs {
		if strings.HasPrefix(word, s.Begins[i]) && terms.StemIn(l, word) == s.Stems[i] {
			return !s.english || !terms.Common(word) && (len(word) > len(s.Word) || !terms.Common(s.Word))
		}
	}
	return false
}

// spelledAs gives the letters that a word may begin with whose American
// spelling begins with a letter.
func spelledAs(first byte) string {
	switch first {
	case 'c':
		return "ct" // czar, tsar
	case 'e':
		return "eao" // esthetic, edema
	case 'i':
		return "ie" // inquiry, enquiry
	case 'j':
		return "jg" // jail, gaol
	}
	return string([]byte{first})
}

// soundsAs gives the letters that a word may begin with that sounds like one
// with this first letter.
func soundsAs(first byte) string {
	for _, set := range [...]string{"aeiy", "ou", "kqg", "vw", "fp", "jd", "ct"} {
		if strings.IndexByte(set, first) >= 0 {
			return set
		}
	}
	return string([]byte{first})
}

// linking tells whether a part of a name only links others: the i of
// Tehrik-i-Taliban, the al of al-Qaeda, which are e and el as well.
func linking(word string) bool {
	switch word {
	case "e", "i", "al", "el", "ul":
		return true
	}
	return false
}

// Linking gives the other parts that may stand for one that only links others.
func (s *Sense) Linking() []string {
	if !s.part || !linking(s.Word) {
		return nil
	}
	return []string{"al", "e", "el", "i", "ul"}
}

// apart tells whether two neighbouring words of a text, no stop words, are the
// word written apart: cease fire for ceasefire, the plural too. Each has three
// letters or more.
func (s *Sense) apart(left, right string) bool {
	if len(left) < minPart || len(right) < minPart || !strings.HasPrefix(s.Word, left) {
		return false
	}
	return slices.Contains(s.Right(len(left)), right)
}

// Right gives how the second part may be written of the word apart, where the
// first has n bytes; nil where it cannot be parted there.
func (s *Sense) Right(n int) []string {
	if n < minPart || len(s.Word)-n < minPart || !plain(s.Word) {
		return nil
	}
	rest := s.Word[n:]
	out := []string{rest, rest + "s"}
	if base := strings.TrimSuffix(rest, "s"); len(base) < len(rest) && len(base) >= minPart {
		out[1] = base
	}
	return out
}

// plain tells whether a word is of the letters a to z.
func plain(word string) bool {
	for i := range len(word) {
		if word[i] < 'a' || word[i] > 'z' {
			return false
		}
	}
	return true
}
