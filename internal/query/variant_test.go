package query

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"broadsheet/internal/terms"
)

// toldBy writes a text with what a matcher finds in brackets, each with the
// mechanism behind it.
func toldBy(m *Matcher, text string) string {
	var b strings.Builder
	last := 0
	for _, k := range m.Marks(text) {
		b.WriteString(text[last:k.Start] + "[" + text[k.Start:k.End] + "=" + k.By.Name() + "]")
		last = k.End
	}
	return b.String() + text[last:]
}

func TestVariants(t *testing.T) {
	for _, c := range []struct{ query, want string }{
		{"defence", "[defence=exact] [Defences=form] [defense=spelling] [defenses=spelling] fence"},
		{"defense", "[defence=spelling] [defense=exact]"},
		{"organising", "[organize=spelling] [organisation=form] [organizations=spelling] originals"},
		{"colour", "[colour=exact] [colors=spelling] [Coloured=form]"},
		{"travelling", "[traveled=form] [travelled=form] [traveller=form] travail"},
		{"enquiry", "[inquiries=spelling] [enquiries=form]"},
		{"tehrik", "[Tehrik=exact] [Tehreek=sound] tehreek [tehrik=exact] Tahrir"},
		{"Tehreek-e-Taliban", "[Tehrik-i-Taliban=sound] [Tehreek e Taliban=exact] Tehreek"},
		{"zabihullah", "[Zabiullah=sound] [Zabihullah=exact] Zabihi"},
		{"muhammad", "[Mohammed=sound], [Mohamed=sound] and [Muhammad=exact]'s Mahmood"},
		{"al-qaeda", "[al-Qaeda=exact], [Al-Qaida=name], [el-Qaida=sound], Alcaeda"},
		{"council", "Counsel for the [Council=exact]"},
		{"turkey", "[Turkey=exact] and [Türkiye=name], [TURKIYE=name]; the Turkish"},
		{"türkiye", "[Turkey=name] and [Türkiye=exact]"},
		{"US", "the [US=exact] told us, [U.S.=exact], [USA=name], the [United States of America=name], united we stand"},
		{"usa", "the [US=name], [U.S.=name] troops, not us; the [United States of America=name]"},
		{"united states", "the [United=exact] [States=exact], the [US=name], all of us"},
		{"united nations", "the [UN=name]; un accord; the [United=exact] [Nations=exact]"},
		{"TTP", "[TTP=exact], [T.T.P.=exact], [Tehrik-i-Taliban Pakistan=name], [Pakistani Taliban=name], Taliban"},
		{"ivory coast", "[Ivory=exact] [Coast=exact], [Côte d’Ivoire=name]"},
		{"Burma", "[Myanmar=name] ([Burma=exact])"},
		{"constantinople", "[Istanbul=name]"},
		{"istanbul", "Constantinople, now [Istanbul=exact]"},
		{"healthcare", "[healthcare=exact], [health care=exact], [health-care=exact], care for health"},
		{"health care", "[healthcare=exact], [health=exact] [care=exact]"},
		{`"defence"`, "defense [defence=exact]"},
		{`"tehrik"`, "Tehreek [Tehrik=exact]"},
		{`"Turkey"`, "Türkiye"},
		{`"us"`, "[US=exact] [us=exact] United States"},
		{`"united states"`, "US [United States=exact]"},
		{"der Krieg", "[Krieg=exact] und [der=exact] Frieden"},
		{"talks~", "[talks=exact] [talk=form] [tanks=near]"},
		{"tehr*", "[Tehrik=beginning] [tehreek=beginning]"},
	} {
		text := c.want
		for _, by := range []By{Exact, Form, Begin, Near, Spelling, Meaning, Sound} {
			text = strings.ReplaceAll(text, "="+by.Name()+"]", "")
		}
		text = strings.ReplaceAll(text, "[", "")
		if got := toldBy(matcher(t, c.query, false), text); got != c.want {
			t.Errorf("%s\n got %s\nwant %s", c.query, got, c.want)
		}
	}
}

func TestFormsInTheLanguagesOfALibrary(t *testing.T) {
	for _, c := range []struct {
		query string
		langs []string
		want  string
	}{
		{"Verhandlung", []string{"de", "en"}, "[Verhandlungen] und [Verhandlung]"},
		{"Verhandlung", nil, "Verhandlungen und [Verhandlung]"},
		{"Verhandlung", []string{"en"}, "Verhandlungen und [Verhandlung]"},
		{"corner", []string{"de", "en"}, "corn at the [corner], two [corners]"},
		{"negociación", []string{"es"}, "las [negociaciones]"},
		{"négociée", []string{"fr"}, "les [négociées]"},
		{"переговоры", nil, "после [переговоров]"},
		{"переговоры", []string{"ru"}, "на [переговорах] о мире"},
		{"كتاب", nil, "هذا [الكتاب] [وكتابها]"},
		{"الكتاب", []string{"ar"}, "[كتاب] جديد"},
		{"किताब", nil, "दो [किताबें]"},
		{"휴전", nil, "[휴전을] 어겼다"},
		{"گروه", []string{"fa"}, "[گروه\u200cها]"},
	} {
		q, err := Parse(c.query, Options{Now: today, Languages: c.langs})
		if err != nil {
			t.Fatal(err)
		}
		text := strings.NewReplacer("[", "", "]", "").Replace(c.want)
		if got := marked(q.Matcher(), text); got != c.want {
			t.Errorf("%s in %v\n got %s\nwant %s", c.query, c.langs, got, c.want)
		}
	}
}

func TestSynonyms(t *testing.T) {
	s, err := NewSynonyms([][]string{{"Durand Line", "Afghan border", "<Zero Line"}, {"ANP", "Awami National Party"}, {"Turkey", "Anatolia"}})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ query, want string }{
		{"durand line", "the [Durand] [Line], the [Afghan border], the Zero [Line]"},
		{"zero line", "the [Durand Line], the [Zero] [Line]"},
		{"anp", "the [Awami National Party] ([ANP])"},
		{"turkey", "[Turkey], [Türkiye], [Anatolia]"},
		{"line durand", "the [Durand] [Line], the Afghan border"},
		{"durand -line", "the [Durand] line, the Afghan border"},
	} {
		q, err := Parse(c.query, Options{Now: today, Synonyms: s})
		if err != nil {
			t.Fatal(err)
		}
		text := strings.NewReplacer("[", "", "]", "").Replace(c.want)
		if got := marked(q.Matcher(), text); got != c.want {
			t.Errorf("%s\n got %s\nwant %s", c.query, got, c.want)
		}
	}
	for _, c := range []struct {
		lists [][]string
		want  string
	}{
		{[][]string{{"a1", "b1"}, {"c1"}}, "list 2 has fewer than two names"},
		{[][]string{{"…", "b"}}, `list 1: the name "…" has no words`},
		{[][]string{{"b", strings.Repeat("a1 ", 13)}}, "has more than 12 words"},
	} {
		if _, err := NewSynonyms(c.lists); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%v: %v, want %s", c.lists, err, c.want)
		}
	}
}

// The program's own names can all be read, and lead to one another.
func TestNames(t *testing.T) {
	if _, err := NewSynonyms(names); err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for _, list := range names {
		for _, name := range list {
			plain := strings.TrimPrefix(name, "<")
			if key := strings.Join(nameKey(terms.Split(plain)), " "); seen[key] {
				t.Errorf("%s stands twice", plain)
			} else {
				seen[key] = true
			}
			for _, other := range list {
				if strings.HasPrefix(other, "<") || other == name {
					continue
				}
				if m := matcher(t, plain, false); len(m.Marks(other)) == 0 {
					t.Errorf("%s does not find %s", plain, other)
				}
			}
		}
	}
}

func TestAliasesOfATree(t *testing.T) {
	count := func(text string, typing bool) (names, joined int) {
		q, err := Parse(text, Options{Now: today, Typing: typing})
		if err != nil {
			t.Fatal(err)
		}
		walk(q.Root, func(n Node) bool {
			if w, ok := n.(Word); ok {
				for _, a := range w.Aliases {
					if a.By == Exact {
						joined++
					} else {
						names++
					}
				}
			}
			return true
		})
		return names, joined
	}
	for _, c := range []struct {
		query         string
		names, joined int
	}{
		{"truce", 0, 0}, {"turkey", 3, 0}, {"turkey*", 0, 0}, {"turkey~", 0, 0}, {`"turkey"`, 0, 0}, {"title:turkey", 3, 0}, {"path:turkey", 0, 0},
		{"united states", 3, 1}, {"united states of america", 3, 1}, {"states united", 0, 1}, {"united OR states", 0, 0}, {"un", 0, 0}, {"UN", 1, 0},
		{"us", 3, 0}, {"who", 0, 0}, {"WHO", 2, 0}, {"cease fire", 0, 1}, {"cease the fire", 0, 0}, {"停火 协议", 0, 0}, {"a b", 0, 0},
	} {
		if names, joined := count(c.query, false); names != c.names || joined != c.joined {
			t.Errorf("%s: %d names, %d in one; want %d, %d", c.query, names, joined, c.names, c.joined)
		}
	}
	if names, joined := count("cease turkey", true); names != 3 || joined != 1 {
		t.Errorf("while typing: %d names, %d in one", names, joined)
	}
}

func TestHoldsByAnotherName(t *testing.T) {
	d := Doc{Title: "The US and Türkiye", Text: []string{"Defense talks with Tehreek-e-Taliban"}, Lang: "en-GB", Path: "2025/a.md"}
	for text, want := range map[string]bool{
		"title:(united states)": true, "title:(united kingdom)": false, "title:turkey": true, "united states": true, "defence": true, "tehrik": true,
		"-turkey truce": false, "-tehrik": true, "-defence": false, `"defence"`: false, "lang:en": true, "lang:(fr OR en)": true, "lang:e": false,
		"path:(2024/ OR 2025/)": true, "-path:2025/": false,
	} {
		q, err := Parse(text, Options{Now: today})
		if err != nil {
			t.Fatal(err)
		}
		if got := q.Holds(d); got != want {
			t.Errorf("%s holds: %v", text, got)
		}
	}
}

func TestWeighByAnotherName(t *testing.T) {
	m := matcher(t, "united states troops", false)
	whole, named := m.Weigh("troops of the United States"), m.Weigh("troops of the US")
	if whole < 3 || named < 3 || m.Weigh("troops") != 1 {
		t.Errorf("the words weigh %v, the other name %v", whole, named)
	}
}

// Whatever a sense takes for its word, a matcher made of it finds: its table of
// first letters leaves none out.
func TestSensesAndMatchersAgree(t *testing.T) {
	pieces := []string{"a", "e", "i", "o", "u", "ee", "oo", "ou", "h", "kh", "gh", "q", "k", "g", "w", "v", "ph", "f", "dj", "j", "tch", "ch", "ye", "y", "ae", "oe",
		"enquir", "inquir", "tsar", "czar", "gaol", "jail", "our", "or", "ise", "ize", "mm", "m", "l", "ll", "re", "er", "n", "s", "sky", "skiy", "ullah"}
	swaps := strings.NewReplacer("ee", "i", "oo", "u", "q", "k", "k", "q", "o", "u", "e", "i", "w", "v", "ph", "f", "dj", "j", "tch", "ch", "ae", "e", "oe", "e",
		"enquir", "inquir", "tsar", "czar", "gaol", "jail", "our", "or", "ise", "ize", "mm", "m", "ye", "e")
	rapid.Check(t, func(t *rapid.T) {
		a := strings.Join(rapid.SliceOfN(rapid.SampledFrom(pieces), 1, 6).Draw(t, "a"), "")
		b := swaps.Replace(a)
		if rapid.Bool().Draw(t, "other way") {
			a, b = b, a
		}
		q, err := Parse(a, Options{Now: today})
		w, ok := q.Root.(Word)
		if err != nil || !ok || len(w.Folded) != 1 || w.IsStop() {
			return
		}
		text := strings.ToUpper(b[:1]) + b[1:]
		by, stands := NewSense(w, w.Folded[0].Text).Of(terms.Fold(b), true)
		marks := q.Matcher().Marks(text)
		if len(terms.Split(text)) != 1 || terms.Split(text)[0].Stop {
			return
		}
		if stands != (len(marks) == 1) || stands && marks[0].By != by {
			t.Fatalf("%q for %q: %v by %v, marked %v", b, a, stands, by, marks)
		}
	})
}
