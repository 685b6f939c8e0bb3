package search

import (
	"strings"
	"unicode/utf8"

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

// A keyring collects the keys of a brief.
type keyring struct {
	found map[string]struct{}
}

// wordKeys are the keys of one word.
type wordKeys struct {
	always []string
	heard  bool              // sound has been looked for
	sound  string            // "" where it has none
	fields [numFields]string // the sound with the field, as far as needed
}

func (k *keyring) reset() {
	if k.found == nil {
		k.found = map[string]struct{}{}
	}
	clear(k.found)
}

// note adds the keys of the words of a field. Only a word with a capital may
// be a name, and has those of its sound.
func (k *keyring) note(f int, words []seenWord) {
	for i := range words {
		w := words[i].knownWord
		for _, key := range w.keys.always {
			k.found[key] = struct{}{}
		}
		if !words[i].capital || w.stop {
			continue
		}
		if key := w.soundIn(f); key != "" {
			k.found[key] = struct{}{}
		}
	}
}

// soundIn gives the key of the word's sound in a field, "" where it has none.
func (w *knownWord) soundIn(f int) string {
	if w.keys == keyless || !w.keys.heard {
		w.keys = &wordKeys{always: w.keys.always, heard: true}
		if key := terms.SoundKey(w.text); key != "" {
			w.keys.sound = bySound + key + keyEnd + w.text + keyEnd
		}
	}
	if w.keys.sound != "" && w.keys.fields[f] == "" {
		w.keys.fields[f] = w.keys.sound + string('0'+rune(f))
	}
	return w.keys.fields[f]
}

// keyless are the keys of a word that has none, as most have.
var keyless = &wordKeys{}

// keysOf makes the keys that a folded word has wherever it stands.
func keysOf(word string) *wordKeys {
	var always []string
	if spelled := terms.Spelling(word); spelled != word {
		always = append(always, bySpelling+terms.Stem(spelled)+keyEnd+word)
	}
	if word[0] >= utf8.RuneSelf { // in the scripts of those languages
		for _, lang := range inside {
			if stem := terms.StemIn(lang, word); stem != word {
				always = append(always, byStem+lang+stem+keyEnd+word)
			}
		}
	}
	if always == nil {
		return keyless
	}
	return &wordKeys{always: always}
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
