package terms

import (
	"slices"
	"strings"
	"testing"

	"github.com/blevesearch/snowballstem"
	"github.com/blevesearch/snowballstem/english"
	"pgregory.net/rapid"
)

// reference is the stemmer that the Snowball compiler makes.
func reference(word string) string {
	if len(word) < 3 || len(word) > maxStem || isName(word) {
		return word
	}
	e := snowballstem.NewEnv(word)
	english.Stem(e)
	return e.Current()
}

func TestStem(t *testing.T) {
	for _, c := range []struct{ word, want string }{
		{"ceasefires", "ceasefir"}, {"ceasefire", "ceasefir"},
		{"negotiations", "negoti"}, {"negotiating", "negoti"}, {"negotiate", "negoti"},
		{"attacks", "attack"}, {"attacked", "attack"}, {"skies", "sky"}, {"dying", "die"},
		{"news", "news"}, {"us", "us"}, {"isis", "isis"}, {"taliban", "taliban"},
		{"policies", "polici"}, {"policy", "polici"}, {"say", "say"}, {"by", "by"},
		{"türkiye", "türkiye"}, {"f16s", "f16s"}, {"", ""}, {"a", "a"},
		{strings.Repeat("ations", 10), strings.Repeat("ations", 10)},
	} {
		if got := Stem(c.word); got != c.want {
			t.Errorf("Stem(%q) = %q, want %q", c.word, got, c.want)
		}
	}
}

// Words made of the pieces that the rules speak of, against the reference.
func TestStemAgreesWithSnowball(t *testing.T) {
	pieces := []string{
		"a", "e", "i", "o", "u", "y", "b", "d", "f", "g", "l", "m", "n", "p", "r", "s", "t", "w", "x",
		"gener", "arsen", "commun", "at", "bl", "iz", "ll", "tt", "ss", "us", "sses", "ies", "ied", "eed", "ed", "ing", "ly",
		"ational", "tional", "ization", "ation", "ator", "alism", "aliti", "ality", "fulness", "ousness", "iveness", "ivity",
		"biliti", "bly", "ogy", "logy", "fully", "lessly", "li", "icate", "iciti", "ical", "ful", "ness", "ative", "ement", "ment", "ent",
		"ion", "sion", "tion", "ize", "ive", "ous", "able", "ible", "ance", "ence", "er", "ic", "ism",
	}
	rapid.Check(t, func(t *rapid.T) {
		w := strings.Join(rapid.SliceOfN(rapid.SampledFrom(pieces), 1, 6).Draw(t, "pieces"), "")
		if got, want := Stem(w), reference(w); got != want {
			t.Fatalf("Stem(%q) = %q, Snowball gives %q", w, got, want)
		}
		if s := Stem(w); !slices.ContainsFunc(Begins(s), func(b string) bool { return strings.HasPrefix(w, b) }) {
			t.Fatalf("%q does not begin as its stem %q", w, s)
		}
	})
	for _, w := range strings.Fields(sample) {
		w = Fold(w)
		ok := true
		for i := range len(w) {
			ok = ok && w[i] >= 'a' && w[i] <= 'z'
		}
		if got, want := Stem(w), reference(w); ok && got != want {
			t.Errorf("Stem(%q) = %q, Snowball gives %q", w, got, want)
		}
	}
}

// TestShortWordsBeginAsTheirStems tries all words of up to four letters.
func TestShortWordsBeginAsTheirStems(t *testing.T) {
	var each func(word string)
	each = func(word string) {
		if len(word) > 0 {
			if s := Stem(word); !slices.ContainsFunc(Begins(s), func(b string) bool { return strings.HasPrefix(word, b) }) {
				t.Errorf("%q does not begin as its stem %q", word, s)
			}
		}
		for c := 'a'; c <= 'z' && len(word) < 4; c++ {
			each(word + string(c))
		}
	}
	each("")
}

func FuzzStem(f *testing.F) {
	f.Add("generously")
	f.Add("yayying")
	f.Fuzz(func(t *testing.T, w string) {
		ascii := true
		for i := range len(w) {
			ascii = ascii && w[i] >= 'a' && w[i] <= 'z'
		}
		got := Stem(w)
		if !ascii && got != w {
			t.Fatalf("Stem(%q) = %q", w, got)
		}
		if want := reference(w); ascii && got != want {
			t.Fatalf("Stem(%q) = %q, Snowball gives %q", w, got, want)
		}
	})
}
