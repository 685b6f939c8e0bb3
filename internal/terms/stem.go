package terms

import "strings"

// maxStem is the longest word that is stemmed, in letters.
const maxStem = 40

// Stem gives the stem of a folded word by Martin Porter's second English
// algorithm ("Porter2", snowballstem.org). Words with anything but the letters
// a to z, of fewer than three of them or more than forty, and the names in
// isName are their own stems. It allocates only where a stem is no beginning of
// its word (policy, polici).
func Stem(word string) string {
	if len(word) < 3 || len(word) > maxStem || isName(word) {
		return word
	}
	if s, ok := irregular(word); ok {
		return s
	}
	var p porter
	for i := 0; i < len(word); i++ {
		c := word[i]
		if c < 'a' || c > 'z' {
			return word
		}
		p.b[i] = c
	}
	p.n = len(word)
	p.stem()
	if string(p.b[:p.n]) == word[:min(p.n, len(word))] {
		return word[:p.n]
	}
	return string(p.b[:p.n])
}

// Begins gives what the words begin with that have a stem. That is the stem,
// but for a last letter that stands for others in some words: happy has happi,
// stability stabl, skies sky, and hoping, relation, vibrator and ably have stems
// that may end in e. A stem of two letters is too short to have such a one.
// Three stems have a word besides that begins otherwise.
func Begins(stem string) []string {
	n := len(stem) - 1
	if n < 2 {
		return []string{stem}
	}
	begin := stem[:n]
	switch stem {
	case "die", "lie", "tie":
		return []string{begin, stem[:1] + "ying"}
	}
	switch stem[n] {
	case 'e':
		if n == 2 { // a long way to look through
			return []string{stem, begin + "i", begin + "a", begin + "o", begin + "y"}
		}
		return []string{begin}
	case 'i':
		return []string{stem, begin + "y"}
	case 'l', 'y':
		return []string{stem, begin + "i"}
	}
	return []string{stem}
}

// isName tells whether a word is a name that only looks like a plural, and
// whose stem is another name.
func isName(word string) bool { return word == "isis" }

// irregular gives the stems that the algorithm lists.
func irregular(word string) (string, bool) {
	switch word {
	case "skis":
		return "ski", true
	case "skies":
		return "sky", true
	case "dying":
		return "die", true
	case "lying":
		return "lie", true
	case "tying":
		return "tie", true
	case "idly":
		return "idl", true
	case "gently":
		return "gentl", true
	case "ugly":
		return "ugli", true
	case "early":
		return "earli", true
	case "only":
		return "onli", true
	case "singly":
		return "singl", true
	case "sky", "news", "howe", "atlas", "cosmos", "bias", "andes":
		return word, true
	}
	return "", false
}

// porter is a word while it is being stemmed. A consonant y is written Y.
type porter struct {
	b      [maxStem + 4]byte
	n      int // length of the word
	r1, r2 int // where the regions R1 and R2 begin
}

func (p *porter) stem() {
	for i := 0; i < p.n; i++ {
		if p.b[i] == 'y' && (i == 0 || vowel(p.b[i-1])) {
			p.b[i] = 'Y'
		}
	}
	p.regions()
	p.plural()
	switch string(p.b[:p.n]) {
	case "inning", "outing", "canning", "herring", "earring", "proceed", "exceed", "succeed":
	default:
		p.past()
		p.finalY()
		p.step2()
		p.step3()
		p.step4()
		p.step5()
	}
	for i := 0; i < p.n; i++ {
		if p.b[i] == 'Y' {
			p.b[i] = 'y'
		}
	}
}

func vowel(c byte) bool {
	switch c {
	case 'a', 'e', 'i', 'o', 'u', 'y':
		return true
	}
	return false
}

// regions sets R1, behind the first consonant that follows a vowel, and R2,
// the same again within R1.
func (p *porter) regions() {
	w := string(p.b[:p.n])
	switch {
	case strings.HasPrefix(w, "gener"), strings.HasPrefix(w, "arsen"):
		p.r1 = 5
	case strings.HasPrefix(w, "commun"):
		p.r1 = 6
	default:
		p.r1 = p.region(0)
	}
	p.r2 = p.region(p.r1)
}

func (p *porter) region(i int) int {
	for i++; i < p.n; i++ {
		if !vowel(p.b[i]) && vowel(p.b[i-1]) {
			return i + 1
		}
	}
	return p.n
}

func (p *porter) ends(suffix string) bool {
	return p.n >= len(suffix) && string(p.b[p.n-len(suffix):p.n]) == suffix
}

// replace puts s in the place of the last cut letters.
func (p *porter) replace(cut int, s string) {
	p.n -= cut
	p.n += copy(p.b[p.n:], s)
}

// hasVowel tells whether there is a vowel in the first n letters.
func (p *porter) hasVowel(n int) bool {
	for i := 0; i < n; i++ {
		if vowel(p.b[i]) {
			return true
		}
	}
	return false
}

// short tells whether the first n letters end in a short syllable.
func (p *porter) short(n int) bool {
	if n == 2 {
		return vowel(p.b[0]) && !vowel(p.b[1])
	}
	if n < 3 {
		return false
	}
	c := p.b[n-1]
	return !vowel(c) && c != 'w' && c != 'x' && c != 'Y' && vowel(p.b[n-2]) && !vowel(p.b[n-3])
}

// plural is step 1a.
func (p *porter) plural() {
	switch {
	case p.ends("sses"):
		p.n -= 2
	case p.ends("ied"), p.ends("ies"):
		if p.n > 4 {
			p.n -= 2
		} else {
			p.n--
		}
	case p.ends("us"), p.ends("ss"):
	case p.ends("s"):
		if p.hasVowel(p.n - 2) {
			p.n--
		}
	}
}

// past is step 1b.
func (p *porter) past() {
	if cut := p.longest("eedly", "eed"); cut > 0 {
		if p.n-cut >= p.r1 {
			p.replace(cut, "ee")
		}
		return
	}
	cut := p.longest("ingly", "edly", "ing", "ed")
	if cut == 0 || !p.hasVowel(p.n-cut) {
		return
	}
	p.n -= cut
	switch {
	case p.ends("at"), p.ends("bl"), p.ends("iz"):
		p.replace(0, "e")
	case p.n > 1 && p.b[p.n-1] == p.b[p.n-2] && strings.IndexByte("bdfgmnprt", p.b[p.n-1]) >= 0:
		p.n--
	case p.r1 == p.n && p.short(p.n):
		p.replace(0, "e")
	}
}

// longest gives the length of the first of the suffixes that the word has.
func (p *porter) longest(suffixes ...string) int {
	for _, s := range suffixes {
		if p.ends(s) {
			return len(s)
		}
	}
	return 0
}

// finalY is step 1c.
func (p *porter) finalY() {
	if c := p.b[p.n-1]; p.n > 2 && (c == 'y' || c == 'Y') && !vowel(p.b[p.n-2]) {
		p.b[p.n-1] = 'i'
	}
}

// A rule puts one ending in the place of another.
type rule struct{ from, to string }

// The rules of steps 2 and 3, by the last letter but one of the ending; within
// a group a longer ending stands before the shorter one it ends in.
var (
	rules2 = grouped(
		rule{"ational", "ate"}, rule{"tional", "tion"}, rule{"enci", "ence"}, rule{"anci", "ance"},
		rule{"abli", "able"}, rule{"entli", "ent"}, rule{"izer", "ize"}, rule{"ization", "ize"},
		rule{"ation", "ate"}, rule{"ator", "ate"}, rule{"alism", "al"}, rule{"aliti", "al"},
		rule{"alli", "al"}, rule{"fulness", "ful"}, rule{"ousli", "ous"}, rule{"ousness", "ous"},
		rule{"iveness", "ive"}, rule{"iviti", "ive"}, rule{"biliti", "ble"}, rule{"bli", "ble"},
		rule{"ogi", "og"}, rule{"fulli", "ful"}, rule{"lessli", "less"}, rule{"li", ""},
	)
	rules3 = grouped(
		rule{"ational", "ate"}, rule{"tional", "tion"}, rule{"alize", "al"}, rule{"icate", "ic"},
		rule{"iciti", "ic"}, rule{"ical", "ic"}, rule{"ful", ""}, rule{"ness", ""}, rule{"ative", ""},
	)
	rules4 = grouped(
		rule{"al", ""}, rule{"ance", ""}, rule{"ence", ""}, rule{"er", ""}, rule{"ic", ""},
		rule{"able", ""}, rule{"ible", ""}, rule{"ant", ""}, rule{"ement", ""}, rule{"ment", ""},
		rule{"ent", ""}, rule{"ism", ""}, rule{"ate", ""}, rule{"iti", ""}, rule{"ous", ""},
		rule{"ive", ""}, rule{"ize", ""}, rule{"ion", ""},
	)
)

func grouped(rules ...rule) (t [26][]rule) {
	for _, r := range rules {
		c := r.from[len(r.from)-2] - 'a'
		t[c] = append(t[c], r)
	}
	return t
}

// find gives the rule for the word's ending.
func (p *porter) find(t *[26][]rule) (rule, bool) {
	if p.n < 3 {
		return rule{}, false
	}
	c := p.b[p.n-2]
	if c < 'a' || c > 'z' {
		return rule{}, false
	}
	for _, r := range t[c-'a'] {
		if p.ends(r.from) {
			return r, true
		}
	}
	return rule{}, false
}

func (p *porter) step2() {
	r, ok := p.find(&rules2)
	if !ok || p.n-len(r.from) < p.r1 {
		return
	}
	before := byte(0)
	if p.n > len(r.from) {
		before = p.b[p.n-len(r.from)-1]
	}
	switch r.from {
	case "ogi":
		if before != 'l' {
			return
		}
	case "li":
		if strings.IndexByte("cdeghkmnrt", before) < 0 {
			return
		}
	}
	p.replace(len(r.from), r.to)
}

func (p *porter) step3() {
	r, ok := p.find(&rules3)
	if !ok || p.n-len(r.from) < p.r1 {
		return
	}
	if r.from == "ative" && p.n-len(r.from) < p.r2 {
		return
	}
	p.replace(len(r.from), r.to)
}

func (p *porter) step4() {
	r, ok := p.find(&rules4)
	if !ok || p.n-len(r.from) < p.r2 {
		return
	}
	if r.from == "ion" {
		if c := p.b[p.n-4]; c != 's' && c != 't' {
			return
		}
	}
	p.n -= len(r.from)
}

func (p *porter) step5() {
	switch last := p.n - 1; {
	case p.b[last] == 'e':
		if last >= p.r2 || last >= p.r1 && !p.short(last) {
			p.n--
		}
	case p.b[last] == 'l' && last >= p.r2 && last > 0 && p.b[last-1] == 'l':
		p.n--
	}
}
