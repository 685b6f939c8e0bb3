package compare

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"broadsheet/internal/brief"
	"broadsheet/internal/query"
	"broadsheet/internal/terms"
)

// A key is a word by number. 0 is no word.
type key uint32

// A lexicon numbers the words of two briefs. Words that search takes for the
// same have one number: forms of a word, British and American spellings,
// transliterations of a name that sound alike, other names of one thing, two
// words that are also written in one. It is taught all texts before it is
// asked for any number.
type lexicon struct {
	own     *query.Synonyms
	lang    string            // of the brief that is being taught
	numbers map[string]key    // of stems, of names of several words, of figures
	known   map[string]key    // of folded words: quicker than stemming them again
	same    []key             // by number: another number that stands for the same, or its own (a forest, as for union-find)
	names   []int             // by number: times written as a name less times written small
	figures map[key]bool      // those that are figures
	ideas   map[key][]int32   // what words stand for that have synonyms
	sounds  map[string][]word // words with a capital, by how they sound
	split   []terms.Term      // of the passage that is being taught
}

// A word is a folded word and its number.
type word struct {
	text   string
	number key
}

func newLexicon(own *query.Synonyms) *lexicon {
	return &lexicon{
		own: own, numbers: map[string]key{}, known: map[string]key{}, sounds: map[string][]word{},
		figures: map[key]bool{}, ideas: map[key][]int32{},
		same: []key{0}, names: []int{0},
	}
}

// fresh gives the number of a stem, a name of several words or a figure.
func (l *lexicon) fresh(text string) key {
	k, ok := l.numbers[text]
	if !ok {
		k = key(len(l.same))
		l.numbers[text] = k
		l.same, l.names = append(l.same, k), append(l.names, 0)
	}
	return k
}

// teachWord gives a folded word its number.
func (l *lexicon) teachWord(text string) key {
	if k, ok := l.known[text]; ok {
		return k
	}
	english := l.lang == "" || l.lang == "en" || !slices.Contains(terms.Languages(text, []string{l.lang}), l.lang)
	stem := terms.Stem(terms.Spelling(regular(text)))
	if !english {
		stem = terms.StemIn(l.lang, text)
	}
	k := l.fresh(stem)
	if fate := fateOf()[stem]; english && fate != "" {
		l.unite(k, l.fresh(terms.Stem(fate)))
	}
	if english {
		if list := ideasOf(stem); len(list) > 0 {
			l.ideas[k] = list
		}
	}
	l.known[text] = k
	return k
}

// of is what stands for a number once everything has been taught.
func (l *lexicon) of(k key) key {
	for l.same[k] != k {
		l.same[k] = l.same[l.same[k]]
		k = l.same[k]
	}
	return k
}

// unite makes two numbers stand for the same.
func (l *lexicon) unite(x, y key) {
	x, y = l.of(x), l.of(y)
	l.same[max(x, y)] = min(x, y)
}

// A reading is a passage as the lexicon has taken it in.
type reading struct {
	passage int
	text    string
	list    []terms.Term // without Joined ones
	joined  []terms.Term // those
	figures []figure
	named   []query.Named // places in list
	taken   []bool        // by place in list: it is part of a figure
	content int           // words that say what the passage is about
}

// teach takes a passage in.
func (l *lexicon) teach(passage int, text string) reading {
	r := reading{passage: passage, text: text}
	l.split = terms.Append(l.split[:0], text)
	r.list = make([]terms.Term, 0, len(l.split))
	for _, t := range l.split {
		if t.Joined {
			r.joined = append(r.joined, t)
			l.teachWord(t.Text)
		} else {
			r.list = append(r.list, t)
		}
	}
	r.figures = figuresOf(text, r.list)
	r.taken = make([]bool, len(r.list))
	for _, f := range r.figures {
		for i := f.from; i < f.to; i++ {
			r.taken[i] = true
		}
		if !f.small {
			r.content++
		}
	}
	for i, t := range r.list {
		if t.Stop || r.taken[i] {
			continue
		}
		if !weak[t.Text] {
			r.content++
		}
		k := l.teachWord(t.Text)
		sign := nameSign(text, t)
		l.names[k] += sign
		if sign >= 0 {
			l.hear(t, text, k)
		}
	}
	r.named = query.NamesIn(r.list, l.own)
	for _, n := range r.named {
		k := l.nameOf(n.Names[0])
		if n.Last > n.First {
			l.names[k]++
		}
		for _, other := range n.Names[1:] {
			l.unite(k, l.nameOf(other))
		}
	}
	return r
}

// nameOf gives a name, folded, its number.
func (l *lexicon) nameOf(name string) key {
	if !strings.Contains(name, " ") {
		return l.teachWord(name)
	}
	return l.fresh(name)
}

// hear notes how a word sounds that has a capital.
func (l *lexicon) hear(t terms.Term, text string, k key) {
	if !t.Capital(text) {
		return
	}
	sound := terms.SoundKey(t.Text)
	if sound == "" || slices.ContainsFunc(l.sounds[sound], func(w word) bool { return w.text == t.Text }) {
		return
	}
	for _, w := range l.sounds[sound] {
		if terms.SoundAlike(w.text, t.Text) {
			l.unite(w.number, k)
		}
	}
	l.sounds[sound] = append(l.sounds[sound], word{t.Text, k})
}

// isName tells whether a number stands for a name, as far as the texts tell.
func (l *lexicon) isName(k key) bool { return l.names[k] > 0 }

// settle is called when everything has been taught: what stands for the same
// is a name if any of it is.
func (l *lexicon) settle() {
	for k := range l.same {
		root := l.of(key(k))
		if root != key(k) {
			l.names[root] += l.names[k]
			l.ideas[root] = append(l.ideas[root][:len(l.ideas[root]):len(l.ideas[root])], l.ideas[key(k)]...)
		}
	}
}

// nameSign is 1 for a word with a capital where no sentence begins, which is
// how names are written, and -1 for one that is written small.
func nameSign(text string, t terms.Term) int {
	r, _ := utf8.DecodeRuneInString(text[min(t.Start, len(text)):])
	switch {
	case unicode.IsLower(r):
		return -1
	case unicode.IsUpper(r) && !beginsSentence(text[:t.Start]):
		return 1
	}
	return 0
}

// beginsSentence tells whether a sentence begins after the text before.
func beginsSentence(before string) bool {
	before = strings.TrimRightFunc(before, func(r rune) bool {
		return unicode.IsSpace(r) || strings.ContainsRune("\"'“”‘’«»([—–-", r)
	})
	last, _ := utf8.DecodeLastRuneInString(before)
	return before == "" || strings.ContainsRune(".!?:;…|", last)
}

// quotations gives a test whether a byte of the text is inside quotation
// marks, for ascending bytes.
func quotations(text string) func(off int) bool {
	var spans []brief.Span
	open := -1
	for i, r := range text {
		switch {
		case r == '“' || r == '«' || r == '„' || r == '"' && open < 0:
			open = i
		case open >= 0 && (r == '”' || r == '»' || r == '"'):
			spans, open = append(spans, brief.Span{Start: open, End: i}), -1
		}
	}
	at := 0
	return func(off int) bool {
		for at < len(spans) && spans[at].End <= off {
			at++
		}
		return at < len(spans) && spans[at].Contains(off)
	}
}
