package terms

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestFormsByLanguage(t *testing.T) {
	for _, c := range []struct{ lang, words string }{
		{"de", "Verhandlungen Verhandlung"}, {"de", "Häuser Hauses Haus"}, {"de", "Flüchtlinge Flüchtlingen Flüchtling"}, {"de", "Regierungen Regierung"}, {"de", "Waffenstillstände Waffenstillstandes"},
		{"fr", "négociations négociation"}, {"fr", "accords accord"}, {"fr", "attaquées attaquée attaquer"}, {"fr", "journaux journal"}, {"fr", "gouvernements gouvernement"},
		{"es", "negociaciones negociación"}, {"es", "refugiados refugiadas refugiado"}, {"es", "elecciones elección"}, {"es", "fronteras frontera"}, {"es", "países país"},
		{"ru", "переговоры переговоров переговорах"}, {"ru", "войны война войной"}, {"ru", "российский российского российская"}, {"ru", "соглашение соглашения"},
		{"ar", "الكتاب كتاب والكتاب"}, {"ar", "المفاوضات مفاوضات"}, {"ar", "أفغانستان افغانستان"}, {"ar", "مدرسة مدرسه المدرسة"}, {"ar", "مُفاوَضات مفاوضات"}, {"ar", "حكومة الحكومه"},
		{"fa", "کتاب\u200cها کتاب\u200cهای کتاب"}, {"fa", "گروه\u200cها گروه"},
		{"hi", "किताबें किताब"}, {"hi", "लड़कों लड़के"}, {"hi", "हिन्दी हिंदी"}, {"hi", "सरकारों सरकार"},
		{"ko", "휴전을 휴전이 휴전"}, {"ko", "협정에서 협정은 협정"},
	} {
		words := strings.Fields(c.words)
		want := StemIn(c.lang, Fold(words[0]))
		for _, w := range words[1:] {
			if got := StemIn(c.lang, Fold(w)); got != want {
				t.Errorf("%s: %s has the stem %s, %s has %s", c.lang, words[0], want, w, got)
			}
		}
	}
	for _, c := range []struct{ lang, a, b string }{
		{"de", "Haus", "Hand"}, {"fr", "paix", "pain"}, {"es", "caso", "cosa"}, {"ru", "война", "вонь"}, {"ar", "سلام", "سلاح"}, {"hi", "सरकार", "सरदार"},
		{"en", "Verhandlungen", "Verhandlung"}, {"ru", "Verhandlungen", "Verhandlung"}, {"ur", "کتابیں", "کتاب"},
	} {
		if a, b := StemIn(c.lang, Fold(c.a)), StemIn(c.lang, Fold(c.b)); a == b {
			t.Errorf("%s: %s and %s have one stem, %s", c.lang, c.a, c.b, a)
		}
	}
}

func TestUrduIsFoldedAsArabic(t *testing.T) {
	for _, pair := range []string{"کتاب كتاب", "علی علي", "مدرسہ مدرسه", "آزادی ازادي", "جنگِ جنگ"} {
		w := strings.Fields(pair)
		if a, b := Fold(w[0]), Fold(w[1]); a != b {
			t.Errorf("%s is folded to %s, %s to %s", w[0], a, w[1], b)
		}
	}
}

func TestLanguagesOfAWord(t *testing.T) {
	for _, c := range []struct {
		word  string
		known []string
		want  string
	}{
		{"verhandlung", nil, ""}, {"verhandlung", []string{"en", "de", "ru"}, "de"}, {"verhandlung", []string{"en"}, ""},
		{"война", nil, "ru"}, {"война", []string{"en"}, ""}, {"سلام", nil, "ar fa"}, {"سلام", []string{"fa", "ur"}, "fa"},
		{"सरकार", nil, "hi"}, {"휴전", nil, "ko"}, {"停火", nil, ""}, {"2025", []string{"de"}, ""},
	} {
		if got := strings.Join(Languages(c.word, c.known), " "); got != c.want {
			t.Errorf("%s of %v: %q, want %q", c.word, c.known, got, c.want)
		}
	}
}

func TestLanguage(t *testing.T) {
	for _, c := range []struct{ want, text string }{
		{"en", "The ceasefire between the two countries has held for two weeks, and the talks are to go on this month."},
		{"de", "Die Verhandlungen über den Waffenstillstand sind nach zwei Wochen nicht beendet und werden im Herbst fortgesetzt."},
		{"fr", "Les négociations sur le cessez-le-feu ne sont pas terminées et les deux pays se retrouvent dans un mois pour une autre réunion."},
		{"es", "Las negociaciones sobre el alto el fuego no han terminado y los dos países se reúnen en un mes para una nueva ronda."},
		{"ru", "Переговоры о прекращении огня продолжаются, стороны встретятся в Стамбуле."},
		{"ar", "وقف إطلاق النار بين البلدين مستمر منذ أسبوعين والمحادثات ستستأنف هذا الشهر"},
		{"fa", "آتش\u200cبس میان دو کشور دو هفته است که برقرار مانده و گفتگوها این ماه از سر گرفته می\u200cشود"},
		{"ur", "دونوں ملکوں کے درمیان جنگ بندی دو ہفتوں سے قائم ہے اور بات چیت اس مہینے دوبارہ ہوگی"},
		{"hi", "दोनों देशों के बीच युद्धविराम दो सप्ताह से जारी है और बातचीत इसी महीने फिर होगी"},
		{"zh", "两国之间的停火已经维持了两个星期,谈判将于本月继续进行。"},
		{"ja", "両国の停戦は二週間続いており、交渉は今月再開される予定である。"},
		{"ko", "두 나라 사이의 휴전은 이 주째 유지되고 있으며 협상은 이달에 재개될 예정이다."},
		{"", ""}, {"", "2025 – 11"}, {"", "Kabul Doha"}, {"", "Η εκεχειρία μεταξύ των δύο χωρών διαρκεί δύο εβδομάδες."},
		{"", "Перемир'я між двома країнами триває вже два тижні, і переговори поновляться."},
	} {
		if got := Language(c.text); got != c.want {
			t.Errorf("%q: %q, want %q", c.text, got, c.want)
		}
	}
}

func TestStemInProperties(t *testing.T) {
	langs := []string{"de", "fr", "es", "ru", "ar", "fa", "hi", "ko", "ur", "en", "zh", ""}
	pieces := append([]string{"ungen", "heiten", "tion", "tions", "amment", "euse", "iciones", "logia", "encia", "ience", "logie", "eaux", "idad", "mente", "issement", "ußen", "ами", "ого", "ция", "ال", "ها", "ات", "و", "ों", "की", "에서", "은", "й", "ñ", "ß"}, pieces...)
	rapid.Check(t, func(t *rapid.T) {
		text := strings.Join(rapid.SliceOfN(rapid.SampledFrom(pieces), 1, 8).Draw(t, "pieces"), "")
		for _, w := range Split(text) {
			for _, l := range langs {
				s := StemIn(l, w.Text)
				if s == "" || len(s) > 2*maxTerm {
					t.Fatalf("%s: %q has the stem %q", l, w.Text, s)
				}
				if !strings.HasPrefix(w.Text, BeginIn(l, s)) {
					t.Fatalf("%s: %q has the stem %q and does not begin with %q", l, w.Text, s, BeginIn(l, s))
				}
			}
		}
	})
}
