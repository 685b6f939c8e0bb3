package query

import (
	"math"
	"strings"
	"sync"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"
)

func matcher(t testing.TB, text string, typing bool) *Matcher {
	t.Helper()
	q, err := Parse(text, Options{Now: today, Typing: typing})
	if err != nil {
		t.Fatal(err)
	}
	return q.Matcher()
}

// marked puts brackets around what a matcher finds.
func marked(m *Matcher, text string) string {
	var b strings.Builder
	last := 0
	for _, s := range m.Find(text) {
		b.WriteString(text[last:s.Start] + "[" + text[s.Start:s.End] + "]")
		last = s.End
	}
	return b.String() + text[last:]
}

func TestFind(t *testing.T) {
	for _, c := range []struct{ query, want string }{
		{"truce", "The [truce] and the [Truces], untruced"},
		{"negotiation", "[negotiations] [negotiate] [NEGOTIATING] neglect"},
		{"cease-fire", "a [cease-fire], a [ceasefire], to [cease fire], [cease\u2011fires], cease the fire"},
		{"ceasefire", "a [cease-fire], a [ceasefire], to [cease fire], [cease fires], [Cease–Fire], cease the fire, fire"},
		{"cease fire", "a [cease-fire], a [ceasefire], [ceasefires], to [cease] [fire], [Cease–Fire], [fired]"},
		{"cease", "a [cease]-fire, a ceasefire"},
		{"T.T.P.", "the [TTP], the [T.T.P.] and the [T.T.P], [TTP]'s"},
		{"TTP", "the [TTP], the [T.T.P.] and [ttp]"},
		{"Türkiye", "[Türkiye] [Turkiye] [TÜRKIYE] [Turkey] turki"},
		{"turkiye", "[Türkiye] and [Turkiye]’s"},
		{"war's", "the [war]’s end, [wars], [War]"},
		{"US", "the [US] and the [U.S.] told us; [US]-led"},
		{"us", "the [US] and the [U.S.] told us"},
		{"11000", "[11,000] and [11000]"},
		{"11,000", "[11,000] and [11000]"},
		{"the truce", "the [truce] of the border"},
		{"the", "[the] truce of [the] border"},
		{"to be or not", "[to] [be], [or] [not] [to]"},
		{`"the truce"`, "[the truce] of the border; a truce"},
		{`"The Truces"`, "the truce"},
		{`"war of narratives"`, "The [War of Narratives] and war of narrative; [war, of narratives]"},
		{`"cease fire talks"`, "[cease-fire talks], ceasefire talks, [cease fire talks]"},
		{`"cease-fire talks"`, "[cease-fire talks], [ceasefire talks], [cease fire talks], cease-fire and talks"},
		{`"ceasefire talks"`, "[cease-fire talks], [ceasefire talks]"},
		{`"a a b"`, "a [a a b] a b"},
		{"Tehrik-i-Taliban", "[Tehrik-i-Taliban], [Tehrik i Taliban], [Tehreek-e-Taliban], Tehreek"},
		{"negotia*", "[negotiate] [Negotiations] negate"},
		{"cease-fi*", "[cease-fire] [ceasefire] [cease fires] cease"},
		{"w*", "with the [war]"},
		{"truce~", "[truce] [truces] [trcue] [trace] spruce bruce traces"},
		{"Zabihullah~", "[Zabihullah] [Zabiullah] [Zabiulla] Zabi"},
		{"peace -india", "[peace] in india"},
		{"title:truce peace", "truce and [peace]"},
		{"title:truce", "truce"},
		{"doha OR istanbul", "from [Doha] to [Istanbul]"},
		{"停火", "关于[停火]协议"},
		{"火", "关于停[火]协议，战[火]"},
		{"停火协议", "关于[停火协议]的停火"},
		{"Afghan Taliban", "the [Afghan] [Taliban], [Afghans]"},
		{"O'Brien", "[O’Brien] [OBrien] Brien"},
		{"Sana'a", "[Sanaa] [Sana’a]"},
		{"date:2025 is:unread", "unread 2025"},
		{`""`, "nothing"},
	} {
		text := strings.NewReplacer("[", "", "]", "").Replace(c.want)
		if got := marked(matcher(t, c.query, false), text); got != c.want {
			t.Errorf("%s\n got %s\nwant %s", c.query, got, c.want)
		}
	}
}

func TestFindTyping(t *testing.T) {
	for _, c := range []struct{ query, want string }{
		{"peace ta", "[peace] [talks] [taken] at"},
		{"peace ta ", "[peace] talks"},
		{"negotiations", "[negotiations] [negotiate]"},
		{"peace t", "[peace] to the [talks]"},
		{"cease-f", "[cease-fire] [ceasefire] cease"},
	} {
		text := strings.NewReplacer("[", "", "]", "").Replace(c.want)
		if got := marked(matcher(t, c.query, true), text); got != c.want {
			t.Errorf("%s\n got %s\nwant %s", c.query, got, c.want)
		}
	}
}

func TestWeigh(t *testing.T) {
	for _, c := range []struct {
		query, text string
		want        float64
	}{
		{"peace", "war", 0},
		{"peace", "peace and peace", 1},
		{"peace talks", "peace", 1},
		{"peace talks", "peace talks", 2.5},
		{"peace talks", "talks of peace", 2.25},
		{"peace peace", "peace", 1},
		{"peace talks doha", "peace x talks y doha", 3.25},
		{`"peace talks"`, "peace talks", 3},
		{`"peace talks" doha`, "doha", 1},
		{"peace -war", "war", 0},
		{"", "war", 0},
	} {
		if got := matcher(t, c.query, false).Weigh(c.text); math.Abs(got-c.want) > 1e-9 {
			t.Errorf("Weigh(%q, %q) = %v, want %v", c.query, c.text, got, c.want)
		}
	}
	far := matcher(t, "peace talks", false).Weigh("peace " + strings.Repeat("x ", 100) + "talks")
	if far <= 2 || far > 2.01 {
		t.Errorf("words far apart weigh %v", far)
	}
}

func TestMatcherEmpty(t *testing.T) {
	for text, want := range map[string]bool{"": true, "title:x": true, "-a": true, "date:2025": true, "a": false, "-b (c)": false} {
		if got := matcher(t, text, false).Empty(); got != want {
			t.Errorf("%q: empty %v", text, got)
		}
	}
}

func TestWords(t *testing.T) {
	q, err := Parse(`negotiations negotia* -india title:x "war of" cease-fire the`, Options{Now: today})
	if err != nil {
		t.Fatal(err)
	}
	if got, want := strings.Join(q.Words(), " "), "negoti negotia war of ceas ceasefir fire"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

// near against the plain definition of the distance.
func TestNear(t *testing.T) {
	var e edits
	rapid.Check(t, func(t *rapid.T) {
		a := "a" + rapid.StringOfN(rapid.RuneFrom([]rune("abcé")), 0, 8, -1).Draw(t, "a")
		b := "a" + rapid.StringOfN(rapid.RuneFrom([]rune("abcé")), 0, 8, -1).Draw(t, "b")
		most := 1
		if utf8.RuneCountInString(a) > 5 {
			most = 2
		}
		if got, want := e.near([]rune(a), b), distance([]rune(a), []rune(b)) <= most; got != want {
			t.Fatalf("near(%q, %q) = %v", a, b, got)
		}
	})
}

func distance(a, b []rune) int {
	if len(a) == 0 || len(b) == 0 {
		return len(a) + len(b)
	}
	x, y := len(a)-1, len(b)-1
	if a[x] == b[y] {
		return distance(a[:x], b[:y])
	}
	d := 1 + min(distance(a[:x], b), distance(a, b[:y]), distance(a[:x], b[:y]))
	if x > 0 && y > 0 && a[x] == b[y-1] && a[x-1] == b[y] {
		d = min(d, 1+distance(a[:x-1], b[:y-1]))
	}
	return d
}

// found holds what is true of every query and text.
func found(t failer, q Query, text string) {
	t.Helper()
	m := q.Matcher()
	spans := m.Find(text)
	last := 0
	for i, s := range spans {
		if s.Start < last || s.Start >= s.End || s.End > len(text) {
			t.Fatalf("%q in %q: span %d is %v", q.Text, text, i, s)
		}
		if utf8.ValidString(text) && !(utf8.ValidString(text[:s.Start]) && utf8.ValidString(text[s.Start:s.End])) {
			t.Fatalf("%q in %q: span %v cuts a character", q.Text, text, s)
		}
		last = s.End
	}
	if w := m.Weigh(text); (w > 0) != (len(spans) > 0) || w < 0 {
		t.Fatalf("%q in %q: %d spans weigh %v", q.Text, text, len(spans), w)
	}
}

func TestFindProperties(t *testing.T) {
	words := append([]string{"cease", "fire", "ceasefire", " fi*", " wa~"}, pieces...)
	rapid.Check(t, func(t *rapid.T) {
		draw := func(label string) string {
			return strings.Join(rapid.SliceOfN(rapid.SampledFrom(words), 0, 16).Draw(t, label), "")
		}
		q, err := Parse(draw("query"), Options{Now: today, Typing: rapid.Bool().Draw(t, "typing")})
		if err == nil {
			found(t, q, draw("text"))
			found(t, q, q.Text)
		}
	})
}

func FuzzFind(f *testing.F) {
	f.Add("cease-fire negotia* truce~", "The cease-fire and the truces were negotiated")
	f.Add(`"a b c" 停火 T.T.P.*`, "a-b c 停火协议 TTPs")
	f.Fuzz(func(t *testing.T, query, text string) {
		if q, err := Parse(query, Options{Now: today, Typing: true}); err == nil {
			found(t, q, text)
		}
	})
}

// Every plain word of a text is found in the text it is from.
func TestWordsOfATextAreFound(t *testing.T) {
	for _, w := range strings.Fields(thousandWords()) {
		if q, err := Parse(w, Options{Now: today}); err == nil && !q.Empty() && len(q.Matcher().Find(w)) == 0 {
			t.Errorf("%q does not find itself", w)
		}
	}
}

func TestHostileTexts(t *testing.T) {
	m := matcher(t, `"`+strings.Repeat("a ", 63)+`b" a-a-a-a-a-a a~ a*`, false)
	for _, piece := range []string{"a ", "a-", "a.", "a'", "aa "} {
		found := m.Find(strings.Repeat(piece, 1<<15/len(piece)))
		t.Logf("%q: %d spans", piece, len(found))
	}
}

func TestMatcherIsConcurrent(t *testing.T) {
	m := matcher(t, "ceasefire istanbul~ negotia*", false)
	text := thousandWords()
	want := len(m.Find(text))
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for range 20 {
				if got := len(m.Find(text)); got != want {
					t.Errorf("%d spans, want %d", got, want)
				}
				m.Weigh(text)
			}
		})
	}
	wg.Wait()
}

const sample = `The ceasefire between Pakistan and Afghanistan, agreed at Doha with the help of Qatar and Türkiye,
has held for two weeks along most of the Durand Line. Officials in Islamabad say that 11,000 lorries were waiting at Torkham
and Chaman when the crossings reopened; traders' associations in Kabul put the figure higher. "We'll keep the roads open,"
the minister said, adding that the T.T.P.'s camps remain the government's first concern. The U.S. welcomed the cease-fire.
Negotiators are expected to meet again in Istanbul before the end of the month to settle how violations would be monitored. `

func thousandWords() string { return strings.Repeat(sample, 11) }

func benchmarkFind(b *testing.B, query string) {
	m := matcher(b, query, false)
	text := thousandWords()
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		m.Find(text)
	}
}

func BenchmarkFindWord(b *testing.B) { benchmarkFind(b, "ceasefire") }
func BenchmarkFindWords(b *testing.B) {
	benchmarkFind(b, "ceasefire talks between pakistan and afghanistan")
}
func BenchmarkFindPhrase(b *testing.B) { benchmarkFind(b, `"the end of the month"`) }
func BenchmarkFindPrefix(b *testing.B) { benchmarkFind(b, "negotia*") }
func BenchmarkFindFuzzy(b *testing.B)  { benchmarkFind(b, "afganistan~") }

func BenchmarkParse(b *testing.B) {
	for b.Loop() {
		_, _ = Parse(`peace "war of narratives" -india doha OR istanbul title:truce date:7d`, Options{Now: today})
	}
}
