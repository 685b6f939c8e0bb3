package terms

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestNamesBySound(t *testing.T) {
	for _, group := range []string{
		"tehrik tehreek", "zabiullah zabihullah", "muhammad mohammed", "muhammad mohamed", "mohammad muhammed", "khawaja khwaja", "kadyrov qadyrov",
		"hussein hussain", "hussain husayn", "gaddafi qaddafi", "qaddafi kadhafi", "haqqani haqani", "haqqani hakkani", "peshawar pishawar",
		"qandahar kandahar", "osama usama", "sheikh shaikh", "sheikh shaykh", "sheikh sheik", "zelensky zelenskyy", "zelensky zelenskiy", "zelensky zelenskij",
		"abdullah abdallah", "abdel abdul", "hezbollah hizballah", "hizbullah hizballah", "akhundzada akhondzada", "faisal feisal", "faysal feisal",
		"yevgeny evgeny", "tatyana tatiana", "qaeda qaida", "ramadan ramadhan", "jamal djamal", "tajik tadzhik", "vladimir wladimir", "massoud masood",
		"masood masud", "rasheed rashid", "yaqub yaqoob", "ahmad ahmed", "rahman rehman", "mehdi mahdi", "afghan afgan", "riyadh riyad", "nawaz navaz",
		"sofia sophia", "dostoevsky dostoyevskiy", "taliban taleban", "sindhi sindi", "baghdad bagdad", "aleksandr alexandr", "bhutto butto",
	} {
		w := strings.Fields(group)
		if !SoundAlike(w[0], w[1]) || !SoundAlike(w[1], w[0]) || SoundKey(w[0]) != SoundKey(w[1]) {
			t.Errorf("%s: %s %s", group, sounds(nil, w[0]), sounds(nil, w[1]))
		}
	}
}

func TestWordsThatOnlySoundAlike(t *testing.T) {
	for _, group := range []string{
		"council counsel", "desert dessert", "form from", "karim karam", "sharif sheriff", "bashar basher", "chairman chairmen", "crisis crises",
		"complement compliment", "stationary stationery", "letter litter", "fallow fellow", "allen ellen", "colombia columbia", "turkey turki",
		"feeble feebly", "europa europe", "kamal gamal", "kurram khurram", "omar amar", "iran iraq", "spin speen", "hassan hessen", "maron maroon",
		"kabul kabul", "doha daha", "tehrik tahrir",
	} {
		w := strings.Fields(group)
		if SoundAlike(w[0], w[1]) {
			t.Errorf("%s: %s %s", group, sounds(nil, w[0]), sounds(nil, w[1]))
		}
	}
}

func TestCommonWords(t *testing.T) {
	list := strings.Fields(commonText)
	for i, w := range list {
		if i > 0 && w <= list[i-1] || !isPlain(w) {
			t.Errorf("common.txt: %q behind %q", w, list[max(i-1, 0)])
		}
	}
	for _, w := range []string{"council", "counsels", "deserted", "negotiations", "Sheriff"} {
		if !Common(Fold(w)) || SoundKey(Fold(w)) != "" {
			t.Errorf("%s is taken for a name", w)
		}
	}
	for _, w := range strings.Fields("taliban kabul haqqani muhammad zabihullah tehreek qatar istanbul doha") {
		if Common(w) {
			t.Errorf("%s is taken for a common word", w)
		}
	}
}

// Words that are alike share a key, either way round; a word is not alike to
// itself.
func TestSoundProperties(t *testing.T) {
	pieces := []string{"a", "e", "i", "o", "u", "y", "ee", "oo", "ou", "aw", "h", "kh", "gh", "dh", "sh", "ch", "tch", "dj", "dzh", "q", "k", "g", "w", "v",
		"ll", "l", "m", "mm", "n", "r", "s", "ss", "t", "th", "x", "j", "abd", "ullah", "alla", "sky", "skiy", "ye", "b", "é"}
	word := func(t *rapid.T, label string) string {
		return strings.Join(rapid.SliceOfN(rapid.SampledFrom(pieces), 0, 8).Draw(t, label), "")
	}
	swaps := strings.NewReplacer("ee", "i", "oo", "u", "ou", "oo", "q", "k", "k", "q", "ll", "l", "m", "mm", "o", "u", "e", "i", "w", "v", "dh", "d")
	rapid.Check(t, func(t *rapid.T) {
		a := word(t, "a")
		for _, b := range []string{word(t, "b"), swaps.Replace(a)} {
			one := SoundAlike(a, b)
			if one != SoundAlike(b, a) {
				t.Fatalf("%q and %q are alike one way only", a, b)
			}
			if one && (SoundKey(a) != SoundKey(b) || SoundKey(a) == "" || a == b) {
				t.Fatalf("%q and %q are alike and have the keys %q, %q", a, b, SoundKey(a), SoundKey(b))
			}
		}
	})
}

func BenchmarkSoundKey(b *testing.B) {
	words := strings.Fields("zabihullah tehreek muhammad negotiations agreement khawaja istanbul")
	b.ReportAllocs()
	n := 0
	for b.Loop() {
		SoundKey(words[n%len(words)])
		n++
	}
}

func BenchmarkSpelling(b *testing.B) {
	words := strings.Fields("organisation tehreek defence negotiations agreement travelled istanbul")
	b.ReportAllocs()
	n := 0
	for b.Loop() {
		Spelling(words[n%len(words)])
		n++
	}
}

// Whatever the bytes, nothing panics, and alike is alike both ways round.
func FuzzVariants(f *testing.F) {
	f.Add("zabihullah", "zabiullah")
	f.Add("manoeuvring", "war's end")
	f.Add("переговоры", "الكتاب")
	f.Fuzz(func(t *testing.T, a, b string) {
		Language(a + " " + b)
		for _, w := range append(Split(a), Split(b)...) {
			if s := Spelling(w.Text); Spelling(s) != s || s == "" {
				t.Fatalf("%q is spelled %q, and that %q", w.Text, s, Spelling(s))
			}
			for _, lang := range []string{"de", "fr", "es", "ru", "ar", "fa", "hi", "ko"} {
				if StemIn(lang, w.Text) == "" {
					t.Fatalf("%q has no stem in %s", w.Text, lang)
				}
			}
			for _, v := range Split(b) {
				if SoundAlike(w.Text, v.Text) != SoundAlike(v.Text, w.Text) {
					t.Fatalf("%q and %q are alike one way only", w.Text, v.Text)
				}
			}
		}
	})
}
