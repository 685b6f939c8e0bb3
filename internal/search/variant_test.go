package search

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"broadsheet/internal/query"
)

// accounts are accounts of one event, each with its own spellings.
var accounts = map[string]string{
	"wire.md": doc("Truce at the crossing", "2025-10-19", "Wire", "war",
		"The U.S. and Turkey welcomed the cease-fire. Zabiullah Khan of the Tehrik-i-Taliban (T.T.P.) said nothing. The defence ministers met in the centre of Doha."),
	"brief.md": doc("A pause", "2025-10-20", "Institute", "war",
		"The US and Türkiye hope that the ceasefire lasts. Zabihullah Khan of the Tehreek-e-Taliban (TTP) denied it. The defense ministers organized a meeting."),
	"essay.md": doc("Words", "2025-10-21", "Review", "language",
		"They asked us to cease fire. Counsel for the council was heard. The sheriff came; Sharif did not. The United States stayed away. The desert has no dessert."),
}

func TestOneSpellingFindsTheOthers(t *testing.T) {
	x := newFixture(t, accounts).ready()
	both := []string{"brief.md", "wire.md"}
	all := []string{"brief.md", "essay.md", "wire.md"}
	for _, c := range []struct {
		query string
		want  []string // sorted
	}{
		{"ceasefire", all}, {"cease-fire", all}, {"cease fire", all}, {`"cease fire"`, []string{"essay.md", "wire.md"}}, {`"cease-fire"`, all},
		{"T.T.P.", both}, {`"T.T.P."`, both}, {"TTP", both}, {"ttp", both}, {"Tehreek", both}, {"tehrik", both}, {"Tehrik-i-Taliban", both},
		{"Turkey", both}, {"Turkiye", both}, {"Türkiye", both}, {"title:Turkey", []string{}}, {"Zabihullah", both}, {"Zabiullah", both},
		{"US", all}, {"usa", all}, {"united states", all}, {`"US"`, all}, {`"United States"`, []string{"essay.md"}},
		{"defence", both}, {"defense", both}, {"center", []string{"wire.md"}}, {"organise", []string{"brief.md"}},
		{"counsels", []string{"essay.md"}}, {"deserts", []string{"essay.md"}}, {"sharif", []string{"essay.md"}},
		{`"Tehreek"`, []string{"brief.md"}}, {`"Turkey"`, []string{"wire.md"}}, {`"defence"`, []string{"wire.md"}},
		{"khan -tehreek", []string{"wire.md"}}, {"khan -turkey", []string{}}, {"khan -defense", []string{}},
	} {
		got := paths(ask(t, x, c.query, Options{}))
		slices.Sort(got)
		if !slices.Equal(got, c.want) {
			t.Errorf("%s finds %v, want %v", c.query, got, c.want)
		}
	}
	r := ask(t, x, "counsel", Options{})
	if len(r.Briefs) != 1 || len(r.Briefs[0].Passages[0].Matches) != 1 {
		t.Errorf("counsel and council are taken for one: %+v", r.Briefs)
	}
}

func TestWhatWasAskedForComesFirst(t *testing.T) {
	files := map[string]string{
		"once.md":   doc("Notes", "2020-01-01", "S", "x", "A long account of other things, "+strings.Repeat("and of many more besides, ", 40)+"that names Tehrik once and Turkey once."),
		"sound.md":  doc("Tehreek Tehreek", "2025-01-01", "S", "x", "Tehreek. Tehreek, Tehreek!"),
		"named.md":  doc("Türkiye and Türkiye", "2025-01-02", "S", "x", "Türkiye, Türkiye, Türkiye."),
		"nobody.md": doc("Nothing", "2025-01-03", "S", "x", "Nothing of it."),
	}
	x := newFixture(t, files).ready()
	for _, o := range []Options{{}, {Finished: true}} {
		equal(t, paths(ask(t, x, "tehrik", o)), []string{"once.md", "sound.md"})
		equal(t, paths(ask(t, x, "turkey", o)), []string{"once.md", "named.md"})
		equal(t, paths(ask(t, x, "tehreek", o)), []string{"sound.md", "once.md"})
	}
}

func TestVariantsAreTold(t *testing.T) {
	x := newFixture(t, accounts).ready()
	for _, c := range []struct{ query, want string }{
		{"tehrik turkey defence", "brief.md: turkiye(name for turkey) tehreek(sound for tehrik) defense(spelling for defence); wire.md:"},
		{"ceasefire", "brief.md:; essay.md:; wire.md:"},
		{"united states", "brief.md: us(name for united states); essay.md:; wire.md: us(name for united states)"},
	} {
		var got []string
		for _, h := range ask(t, x, c.query, Options{}).Briefs {
			line := h.Entry.Path + ":"
			for _, v := range h.Variants {
				line += fmt.Sprintf(" %s(%s for %s)", v.Text, v.By.Name(), v.Word)
			}
			got = append(got, line)
		}
		slices.Sort(got)
		if s := strings.Join(got, "; "); s != c.want {
			t.Errorf("%s\n got %s\nwant %s", c.query, s, c.want)
		}
	}
	r := ask(t, x, "tehrik", Options{})
	for _, h := range r.Briefs {
		want := query.Exact
		if h.Entry.Path == "brief.md" {
			want = query.Sound
		}
		equal(t, h.Passages[0].By, []query.By{want})
	}
}

func TestOtherNamesOfTheReader(t *testing.T) {
	x := newFixture(t, accounts).ready()
	s, err := query.NewSynonyms([][]string{{"the Institute", "Zabihullah"}, {"court", "council"}})
	if err != nil {
		t.Fatal(err)
	}
	q, err := query.Parse("court", query.Options{Synonyms: s})
	if err != nil {
		t.Fatal(err)
	}
	r, err := x.Search(context.Background(), q, Options{})
	if err != nil {
		t.Fatal(err)
	}
	equal(t, paths(r), []string{"essay.md"})
}

// A name that is only written small is no name.
func TestSoundNeedsACapital(t *testing.T) {
	x := newFixture(t, map[string]string{
		"small.md": "# One\n\nthe tehreek of this, in small letters\n",
		"title.md": "# Tehreek\n\nthe tehreek of this\n",
	}).ready()
	equal(t, paths(ask(t, x, "tehrik", Options{})), []string{"title.md"})
	equal(t, paths(ask(t, x, "tehrik OR tehreek", Options{})), []string{"title.md", "small.md"})
	equal(t, paths(ask(t, x, "title:tehrik", Options{})), []string{"title.md"})
}

var tongues = map[string]string{
	"de.md": "---\ntitle: Bericht\n---\n\nDie Verhandlungen über den Waffenstillstand sind nicht beendet, und die Häuser an der Grenze werden nach dem Krieg wieder bewohnt.\n",
	"fr.md": "---\ntitle: Rapport\nlang: fr\n---\n\nLes négociations ne sont pas terminées.\n",
	"es.md": "---\ntitle: Informe\n---\n\nLas negociaciones sobre el alto el fuego no han terminado y los países se reúnen con la ONU para una nueva ronda.\n",
	"ru.md": "---\ntitle: Доклад\n---\n\nПосле переговоров войны не стало.\n",
	"ar.md": "---\ntitle: تقرير\n---\n\nقالت الحكومة إن المفاوضات مستمرة والكتاب جديد\n",
	"fa.md": "---\ntitle: گزارش\n---\n\nگروه\u200cهای مسلح در کشور پراکنده\u200cاند و گفتگو با کشور همسایه پیش می\u200cرود\n",
	"ur.md": "---\ntitle: رپورٹ\n---\n\nدونوں ملکوں کے درمیان جنگ بندی قائم ہے اور کتاب لکھی گئی\n",
	"hi.md": "---\ntitle: रिपोर्ट\n---\n\nसरकारों के बीच किताबें\n",
	"zh.md": "---\ntitle: 报告\n---\n\n关于停火协议的谈判仍在继续。\n",
	"ja.md": "---\ntitle: 報告\n---\n\n停戦の交渉は今月再開される。\n",
	"ko.md": "---\ntitle: 보고\n---\n\n휴전을 지키는 협정이 있다\n",
	"en.md": "---\ntitle: Report\n---\n\nThe talks are not over, and the two sides will meet again at the corner of the market with the corn.\n",
}

func TestEveryLanguageOfTheLibrary(t *testing.T) {
	x := newFixture(t, tongues).ready()
	langs := x.Languages(context.Background())
	equal(t, langs, []string{"ar", "de", "en", "es", "fa", "fr", "hi", "ja", "ko", "ru", "ur", "zh"})
	for _, c := range []struct{ query, want string }{
		{"Verhandlung", "de.md"}, {"Haus", "de.md"}, {"négociation", "fr.md"}, {"negociación", "es.md"}, {"país", "es.md"}, {"переговоры", "ru.md"}, {"война", "ru.md"},
		{"حكومة", "ar.md"}, {"مفاوضات", "ar.md"}, {"كتاب", "ar.md ur.md"}, {"گروه", "fa.md"}, {"گروه\u200cها", "fa.md"}, {"کتاب", "ur.md ar.md"},
		{"सरकार", "hi.md"}, {"किताब", "hi.md"}, {"停火", "zh.md"}, {"火停", ""}, {"停", "zh.md ja.md"}, {"判", "zh.md"}, {"停火谈判", ""}, {"交渉", "ja.md"},
		{"휴전", "ko.md"}, {"협정을", "ko.md"}, {"corner", "en.md"}, {"talk", "en.md"}, {"lang:fr", "fr.md"}, {"lang:(fr OR en)", "fr.md"},
	} {
		q, err := query.Parse(c.query, query.Options{Languages: langs})
		if err != nil {
			t.Fatal(err)
		}
		r, err := x.Search(context.Background(), q, Options{})
		if err != nil {
			t.Fatal(err)
		}
		got, want := paths(r), strings.Fields(c.want)
		slices.Sort(got)
		slices.Sort(want)
		if !slices.Equal(got, want) {
			t.Errorf("%s finds %v, want %v", c.query, got, want)
		}
		for _, h := range r.Briefs {
			if len(h.Passages) > 0 && len(h.Passages[0].Matches) == 0 && !strings.HasPrefix(c.query, "lang") {
				t.Errorf("%s: nothing is marked in %s", c.query, h.Entry.Path)
			}
		}
	}
	if x := newFixture(t, nil).open(); x.Languages(context.Background()) != nil {
		t.Error("a library without an index has languages")
	}
}

func TestNearWordsComeFirst(t *testing.T) {
	filler := strings.Repeat("the lorries were waiting at the crossing for hours ", 4)
	x := newFixture(t, map[string]string{
		"far.md":  doc("Far", "2025-01-02", "S", "x", "The border is long. "+filler+"A closure is near."),
		"near.md": doc("Near", "2025-01-01", "S", "x", "The border closure is long. "+filler+"It is near."),
		"c.md":    doc("Other", "2025-01-01", "S", "x", filler),
	}).ready()
	r := ask(t, x, "border closure", Options{Explain: true})
	equal(t, paths(r), []string{"near.md", "far.md"})
	if near, far := r.Briefs[0].Why.Nearness, r.Briefs[1].Why.Nearness; near <= 0 || far != 0 {
		t.Errorf("nearness adds %v and %v", near, far)
	}
}

// A finished query ranks by what the best briefs are about, and finds nothing
// that it would not have found before.
func TestFinishedQueries(t *testing.T) {
	files := map[string]string{}
	for i := range 8 {
		files[fmt.Sprintf("p%d.md", i)] = doc("Peace report", "2025-01-01", "S", "x", "Peace envoy mediators envoy mediators in Doha.")
	}
	files["also.md"] = doc("Report", "2024-01-01", "S", "x", "A peace of the envoy and the mediators with many other words beside them.")
	files["only.md"] = doc("Report", "2025-01-01", "S", "x", "A peace of the garden and the orchard with many other words beside them.")
	files["none.md"] = doc("Report", "2025-01-01", "S", "x", "Mediators and envoy in Doha, mediators and envoy in Doha.")
	for i := range 40 {
		files[fmt.Sprintf("x%d.md", i)] = doc("Harvest", "2025-01-01", "S", "x", "Orchards, gardens and harvests without number.")
	}
	x := newFixture(t, files).ready()
	typed, whole := ask(t, x, "peace", Options{}), ask(t, x, "peace", Options{Finished: true, Explain: true})
	at := func(r Results, path string) int { return slices.Index(paths(r), path) }
	if at(typed, "only.md") > at(typed, "also.md") || at(whole, "also.md") > at(whole, "only.md") {
		t.Errorf("typed %v, finished %v", paths(typed), paths(whole))
	}
	if whole.Total != typed.Total || at(whole, "none.md") >= 0 {
		t.Errorf("%d briefs typed, %d finished: %v", typed.Total, whole.Total, paths(whole))
	}
	for _, h := range whole.Briefs {
		if h.Entry.Path == "also.md" && (h.Why.Feedback <= 0 || !slices.Contains(h.Why.Like, "envoy")) {
			t.Errorf("%+v", h.Why)
		}
	}
}

func TestExplain(t *testing.T) {
	x := newFixture(t, accounts).ready()
	q := parse(t, "tehrik turkey welcomed -harvest source:wire")
	why, ok, err := x.Explain(context.Background(), q, "wire.md", Options{})
	if err != nil || !ok {
		t.Fatal(ok, err)
	}
	if why.Has != HasAll || len(why.Words) != 4 || why.Score <= 0 {
		t.Errorf("%+v", why)
	}
	equal(t, why.Words[0].Found, []Found{{Text: "tehrik", Field: "body", Times: 1}})
	if _, ok, err := x.Explain(context.Background(), q, "brief.md", Options{}); ok || err != nil {
		t.Errorf("a brief that is not found is explained: %v", err)
	}
	if _, ok, err := x.Explain(context.Background(), q, "no/such.md", Options{}); ok || err != nil {
		t.Errorf("a brief that is not there is explained: %v", err)
	}
	why, _, err = x.Explain(context.Background(), parse(t, "tehrik turkey"), "brief.md", Options{})
	if err != nil || why.Has != HasSounds || why.Words[1].Found[0].By != query.Meaning {
		t.Errorf("%+v, %v", why, err)
	}
}
