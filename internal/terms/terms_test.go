package terms

import (
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"
)

// show writes terms as text@position, with +span for a joined one and ! for a
// stop word.
func show(list []Term) string {
	var b strings.Builder
	for i, t := range list {
		if i > 0 {
			b.WriteByte(' ')
		}
		fmt.Fprintf(&b, "%s@%d", t.Text, t.Pos)
		if t.Joined {
			fmt.Fprintf(&b, "+%d", t.Span)
		}
		if t.Stop {
			b.WriteByte('!')
		}
	}
	return b.String()
}

func TestSplit(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"", ""},
		{" \t…—", ""},
		{"The truce held", "the@1! truce@2 held@3"},
		{"cease-fire talks", "cease@1 ceasefire@1+2 fire@2 talks@3"},
		{"cease\u2011fire", "cease@1 ceasefire@1+2 fire@2"},
		{"Pakistan–Afghanistan border", "pakistan@1 pakistanafghanistan@1+2 afghanistan@2 border@3"},
		{"war—peace", "war@1 peace@2"},
		{"cease- fire -x y-", "cease@1 fire@2 x@3 y@4"},
		{"Tehrik-i-Taliban", "tehrik@1 tehrikitaliban@1+3 i@2 taliban@3"},
		{"state-of-the-art", "state@1 stateoftheart@1+4 of@2! the@3! art@4"},
		{"a-b-c-d-e-f-g", "a@1! b@2 c@3 d@4 e@5 f@6 g@7"},
		{"COVID-19, F-16", "covid@1 covid19@1+2 19@2 f@3 f16@3+2 16@4"},
		{"T.T.P. T.T.P TTP TTP's T.T.P.'s", "ttp@1 ttp@2 ttp@3 ttp@4 ttp@5"},
		{"U.S. US us Us", "us@1 us@2 us@3! us@4!"},
		{"U.S.-led US-led", "us@1 usled@1+2 led@2 us@3 usled@3+2 led@4"},
		{"WHO who IS is IT AND", "who@1 who@2! is@3 is@4! it@5 and@6!"},
		{"p.m. e.g. J.K. Rowling", "pm@1 eg@2 jk@3 rowling@4"},
		{"end.Start a.b.cd x.", "end@1 start@2 ab@3 cd@4 x@5"},
		{"War's wars' WAR’S 1990's", "war@1 wars@2 war@3 1990@4"},
		{"don't can’t we'll I'd they’re Sa'd", "dont@1 cant@2 we@3! i@4 they@5! sad@6"},
		{"Sana'a Qur’an ʿAbd Shiʿa", "sanaa@1 quran@2 abd@3 shia@4"},
		{"O'Brien l’Afghanistan qu'il", "o@1 obrien@1+2 brien@2 l@3 lafghanistan@3+2 afghanistan@4 qu@5 quil@5+2 il@6"},
		{"'quoted' “words”", "quoted@1 words@2"},
		{"11,000 1,234,567 3.5 3.5m 1.2.3", "11000@1 1234567@2 3.5@3 3.5m@4 1.2.3@5"},
		{"3,5 12,34 1,0000 5. 10:30 $3.5bn 19th", "3@1 5@2 12@3 34@4 1@5 0000@6 5@7 10@8 30@9 3.5bn@10 19th@11"},
		{"2025-11-07", "2025@1 20251107@1+3 11@2 07@3"},
		{"Türkiye TÜRKİYE Zaïre Łódź Straße Æsir ﬁre Ｆｕｌｌ", "turkiye@1 turkiye@2 zaire@3 lodz@4 strasse@5 aesir@6 fire@7 full@8"},
		{"soft\u00adware می\u200cخواهم", "software@1 ميخواهم@2"},
		{"كِتَاب كتـاب", "كتاب@1 كتاب@2"},
		{"کابل كابل علی علي ہند هند", "كابل@1 كابل@2 علي@3 علي@4 هند@5 هند@6"},
		{"أحمد احمد ۱۲ ١٢ १२", "احمد@1 احمد@2 12@3 12@4 12@5"},
		{"停火协议 和 平", "停火@1 火协@2 协议@3 和@4 平@5"},
		{"ガード ｶﾞｰﾄﾞ", "ガー@1 ード@2 ガー@3 ード@4"},
		{"COVID新聞abc", "covid@1 新聞@2 abc@3"},
		{"휴전 협정", "휴전@1 협정@2"},
		{"हिन्दी", "हिन्दी@1"},
		{"Διός ΔΙΟΣ", "διοσ@1 διοσ@2"},
		{"#ceasefire @who snake_case and/or km²", "ceasefire@1 who@2! snake@3 case@4 and@5! or@6! km@7"},
		{"http://x.y/z", "http@1 xy@2 z@3"},
		{"bad\xffbytes", "bad@1 bytes@2"},
	} {
		if got := show(Split(c.text)); got != c.want {
			t.Errorf("Split(%q)\n got %s\nwant %s", c.text, got, c.want)
		}
	}
}

func TestSpans(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"the War’s end", "the War end"},
		{"by the U.S. He", "by the U.S. He"},
		{"a cease-fire, now", "a cease cease-fire fire now"},
		{"about 11,000 men", "about 11,000 men"},
		{"停火协议", "停火 火协 协议"},
		{"TTP's", "TTP"},
	} {
		var got []string
		for _, term := range Split(c.text) {
			got = append(got, c.text[term.Start:term.End])
		}
		if s := strings.Join(got, " "); s != c.want {
			t.Errorf("spans of %q: %q, want %q", c.text, s, c.want)
		}
	}
}

func TestFold(t *testing.T) {
	for _, c := range []struct{ word, want string }{
		{"T.T.P.", "ttp"}, {"Türkiye", "turkiye"}, {"War's", "war"}, {"cease-fire", "ceasefire"},
		{"3.5", "3.5"}, {"11,000", "11000"}, {"停火协议", "停火协议"}, {"…", ""}, {"don’t", "dont"}, {"O'Brien", "obrien"},
	} {
		if got := Fold(c.word); got != c.want {
			t.Errorf("Fold(%q) = %q, want %q", c.word, got, c.want)
		}
	}
}

func TestAnalyze(t *testing.T) {
	got := show(Analyze("Cease-fires' negotiators met"))
	if want := "ceas@1 ceasefir@1+2 fire@2 negoti@3 met@4"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

// check says what is wrong with the terms of a text, or "".
func check(text string, list []Term) string {
	last, parts := 0, 0
	valid := utf8.ValidString(text)
	for i, t := range list {
		switch {
		case t.Text == "" || len(t.Text) > maxTerm:
			return fmt.Sprintf("term %d is %q", i, t.Text)
		case t.Start < 0 || t.Start >= t.End || t.End > len(text):
			return fmt.Sprintf("term %d spans %d to %d of %d", i, t.Start, t.End, len(text))
		case i > 0 && t.Start < list[i-1].Start:
			return fmt.Sprintf("term %d starts before the one before it", i)
		case t.Joined && (t.Pos != last || t.Span < 2 || t.Span > maxParts):
			return fmt.Sprintf("joined term %d: position %d after %d, span %d", i, t.Pos, last, t.Span)
		case !t.Joined && (t.Pos != last+1 || t.Span != 1):
			return fmt.Sprintf("term %d: position %d after %d, span %d", i, t.Pos, last, t.Span)
		case valid && (!utf8.RuneStart(text[t.Start]) || t.End < len(text) && !utf8.RuneStart(text[t.End])):
			return fmt.Sprintf("term %d cuts a character", i)
		}
		last = t.Pos
		parts = max(parts, t.Pos+t.Span-1)
	}
	if parts > last {
		return "a joined term reaches past the last position"
	}
	return ""
}

// words are the pieces that make a text difficult.
var pieces = []string{
	"a", "B", "war", "US", "é", "İ", "ß", "ﬁ", "1", "23", "456", ".", ",", "-", "–", "'", "’", "s", " ", "\u00ad", "\u200d",
	"\u0301", "停", "火", "ガ", "ｶ", "ﾞ", "ـ", "َ", "ک", "ा", "한", "\u1100", "\u1161", "\xff", "(", "\"", "_", "𝟙", "ﷺ", "\uFE76", "ŉ", "Ⅳ",
}

func genText(t *rapid.T) string {
	if rapid.Bool().Draw(t, "wild") {
		return rapid.String().Draw(t, "text")
	}
	return strings.Join(rapid.SliceOfN(rapid.SampledFrom(pieces), 0, 24).Draw(t, "pieces"), "")
}

func TestSplitProperties(t *testing.T) {
	var a Analyzer
	rapid.Check(t, func(t *rapid.T) { properties(t, &a, genText(t)) })
}

type failer interface {
	Helper()
	Fatalf(string, ...any)
}

// properties holds what is true of every text.
func properties(t failer, a *Analyzer, text string) {
	t.Helper()
	list := Split(text)
	if bad := check(text, list); bad != "" {
		t.Fatalf("%q: %s", text, bad)
	}
	if kept := a.Append(nil, text); show(kept) != show(list) {
		t.Fatalf("%q: an Analyzer gives %s, Split %s", text, show(kept), show(list))
	}
	stems := Analyze(text)
	for i := range list {
		list[i].Text = Stem(list[i].Text)
	}
	if show(stems) != show(list) {
		t.Fatalf("%q: Analyze gives %s, the stems are %s", text, show(stems), show(list))
	}
	list = Split(text)
	for _, term := range list {
		if again := Fold(term.Text); again != term.Text {
			t.Fatalf("%q: %q is folded to %q", text, term.Text, again)
		}
	}
}

// An Analyzer remembers words, but not without end.
func TestAnalyzerIsBounded(t *testing.T) {
	var a Analyzer
	var dst []Term
	for i := range maxKept + 1000 {
		dst = a.Append(dst[:0], fmt.Sprintf("word%d", i))
		if len(dst) != 1 || len(a.words) > maxKept {
			t.Fatalf("%d words are kept after %d; the last is %s", len(a.words), i+1, show(dst))
		}
	}
}

func FuzzSplit(f *testing.F) {
	f.Add("Tehrik-i-Taliban's T.T.P. 11,000 停火 Türkiye")
	f.Add(strings.Join(pieces, ""))
	var a Analyzer
	f.Fuzz(func(t *testing.T, text string) { properties(t, &a, text) })
}

// Hostile texts, long enough for a quadratic step to hang.
func TestLinear(t *testing.T) {
	for _, piece := range []string{"a.", "a-", "a'", "1,000,", "1,", "é", "é.", "a\u00ad", "停", "a\u0301", "’s", "a.b", "\xff", "3.5,"} {
		text := strings.Repeat(piece, 1<<19/len(piece))
		if bad := check(text, Split(text)); bad != "" {
			t.Errorf("%q repeated: %s", piece, bad)
		}
		Fold(text)
	}
}

const sample = `The ceasefire between Pakistan and Afghanistan, agreed at Doha with the help of Qatar and Türkiye,
has held for two weeks along most of the Durand Line. Officials in Islamabad say that 11,000 lorries were waiting at Torkham
and Chaman when the crossings reopened; traders' associations in Kabul put the figure higher. "We'll keep the roads open,"
the minister said, adding that the T.T.P.'s camps remain the government's first concern. The U.S. welcomed the cease-fire.
Negotiators are expected to meet again in Istanbul before the end of the month to settle how violations would be monitored. `

func benchmarkText() string { return strings.Repeat(sample, 200) }

func BenchmarkSplit(b *testing.B) {
	text := benchmarkText()
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	var dst []Term
	for b.Loop() {
		dst = Append(dst[:0], text)
	}
}

func BenchmarkAnalyze(b *testing.B) {
	text := benchmarkText()
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		Analyze(text)
	}
}

func BenchmarkAnalyzer(b *testing.B) {
	text := benchmarkText()
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	var dst []Term
	var a Analyzer
	for b.Loop() {
		dst = a.Append(dst[:0], text)
	}
}

func BenchmarkStem(b *testing.B) {
	var words []string
	for _, t := range Split(sample) {
		words = append(words, t.Text)
	}
	n := 0
	for b.Loop() {
		Stem(words[n%len(words)])
		n++
	}
}
