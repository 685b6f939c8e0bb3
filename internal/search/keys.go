package search

import (
	"strings"

	"broadsheet/internal/query"
	"broadsheet/internal/terms"
)

// keyField is one field more, of a brief's words under the keys that other
// words share with them: so a word that is spelled otherwise is found by a
// beginning. A term of it is one of
//
//	e stem 0 word          the stem of the American spelling of a British word
//	s key 0 word 0 field   the sound of a word that has a capital in that field
//	m lang stem 0 word     the stem of a word in a language where it is no beginning of the word
//	l lang                 the language of the brief, "und" where nobody can tell
const keyField = "key"

// The kinds of keys.
const (
	bySpelling = "e"
	bySound    = "s"
	byStem     = "m"
	byLanguage = "l"
)

// keyEnd stands behind a key.
const keyEnd = "\x00"

// inside are the languages whose stems may lack the beginning of their words;
// see terms.BeginIn.
var inside = [...]string{"ar", "hi"}

// A keyring collects the keys of a brief. It remembers those of words.
type keyring struct {
	found map[string]struct{}
	known map[string]*wordKeys
}

// wordKeys are the keys of one word.
type wordKeys struct {
	always []string
	sound  string            // "" where it has none
	fields [numFields]string // the sound with the field, as far as needed
}

// maxKeyed is how many words a keyring remembers before it starts afresh.
const maxKeyed = 1 << 15

func (k *keyring) reset() {
	if k.found == nil {
		k.found = map[string]struct{}{}
	}
	clear(k.found)
}

// note adds the keys of the words of a field.
func (k *keyring) note(f int, words []seenWord) {
	for i := range words {
		w := &words[i]
		if strings.HasPrefix(w.text, stopMark) {
			continue
		}
		keys := k.of(w.text)
		for _, key := range keys.always {
			k.found[key] = struct{}{}
		}
		if w.capital && keys.sound != "" {
			if keys.fields[f] == "" {
				keys.fields[f] = keys.sound + string('0'+rune(f))
			}
			k.found[keys.fields[f]] = struct{}{}
		}
	}
}

// of gives the keys of a folded word.
func (k *keyring) of(word string) *wordKeys {
	if keys, ok := k.known[word]; ok {
		return keys
	}
	if k.known == nil || len(k.known) >= maxKeyed {
		k.known = make(map[string]*wordKeys, 1024)
	}
	word = strings.Clone(word) // not the text's memory
	keys := &wordKeys{}
	if spelled := terms.Spelling(word); spelled != word {
		keys.always = append(keys.always, bySpelling+terms.Stem(spelled)+keyEnd+word)
	}
	for _, lang := range inside {
		if stem := terms.StemIn(lang, word); stem != word {
			keys.always = append(keys.always, byStem+lang+stem+keyEnd+word)
		}
	}
	if key := terms.SoundKey(word); key != "" {
		keys.sound = bySound + key + keyEnd + word + keyEnd
	}
	k.known[word] = keys
	return keys
}

// language adds the language of the brief: as it says itself, or else as its
// text looks.
func (k *keyring) language(lang string, texts []string) {
	lang, _, _ = strings.Cut(strings.ToLower(strings.ReplaceAll(lang, "_", "-")), "-")
	if lang == "" {
		lang = terms.Language(strings.Join(texts[:min(len(texts), 8)], "\n"))
	}
	if lang == "" {
		lang = query.Undetermined
	}
	k.found[byLanguage+lang] = struct{}{}
}
