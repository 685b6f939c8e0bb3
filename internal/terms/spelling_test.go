package terms

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// one tells whether two words are one in two spellings.
func one(a, b string) bool { return Stem(Spelling(a)) == Stem(Spelling(b)) }

func TestSpellings(t *testing.T) {
	for _, pair := range []string{
		"defence defense", "defences defense", "offence offense", "licence license", "practise practice",
		"organise organize", "organising organized", "organisations organization", "realise realize", "recognised recognizing",
		"analyse analyze", "analysing analyze", "paralysed paralyzed", "criticise criticize", "minimising minimize", "authorised authorize",
		"colour color", "colourful colorful", "favourite favorite", "neighbours neighbor", "behavioural behavioral", "labour labor", "harboured harboring",
		"centre center", "centres centers", "centred centered", "theatre theater", "kilometres kilometers", "fibre fiber", "manoeuvre maneuver", "manoeuvring maneuvering",
		"travelling traveling", "traveller traveler", "cancelled canceled", "modelling modeling", "labelled labeled", "counsellor counselor", "marvellous marvelous",
		"programme program", "programmes programs", "catalogue catalog", "catalogued cataloging", "dialogue dialog", "analogues analog",
		"grey gray", "paediatric pediatric", "anaemia anemia", "leukaemia leukemia", "oestrogen estrogen", "foetus fetus", "diarrhoea diarrhea", "archaeology archeology",
		"judgement judgment", "ageing aging", "artefacts artifact", "enquiry inquiry", "sulphur sulfur", "sceptical skeptical", "ploughed plow",
		"aluminium aluminum", "aeroplanes airplane", "jewellery jewelry", "fulfil fulfill", "enrolment enrollment", "skilful skillful", "tsar czar", "instalments installment",
	} {
		w := strings.Fields(pair)
		if !one(w[0], w[1]) {
			t.Errorf("%s is not %s: %q, %q", w[0], w[1], Spelling(w[0]), Spelling(w[1]))
		}
	}
	for _, pair := range []string{
		"four for", "our or", "were wer", "hour hor", "pour por", "flour flor", "prise prize", "filling filing", "filled filed", "polling poling", "cheque check",
		"tyre tire", "kerb curb", "storey story", "timbre timber", "entre enter", "council counsel", "metal medal",
	} {
		w := strings.Fields(pair)
		if one(w[0], w[1]) {
			t.Errorf("%s is taken for %s: %q, %q", w[0], w[1], Spelling(w[0]), Spelling(w[1]))
		}
	}
	for _, w := range strings.Fields(`advise advised advising surprise exercise exercises enterprise compromise promises promising revised supervising
		television franchise merchandise paradise precise concise noise raised praising disguise otherwise arise arising wise rising crises crisis
		basis analysis called calling falling pulled willing controller hour tour four contour detour court source tourist courage colonel
		centrist center metro secret sacred entered string israel michael does poems phoenix caesar visited poison missing louise`) {
		if s := Spelling(w); Stem(s) != Stem(w) {
			t.Errorf("%s is respelled %s", w, s)
		}
	}
}

func TestSpellingProperties(t *testing.T) {
	pieces := []string{"a", "e", "i", "o", "u", "y", "s", "l", "ll", "r", "t", "b", "c", "m", "v", "ise", "ising", "isation", "yse", "our", "re", "red", "ring",
		"ed", "ing", "er", "ous", "cent", "met", "col", "colour", "defence", "paed", "aem", "oe", "programme", "grey", "enquir", "manoeuvr", "catalogu", "é"}
	rapid.Check(t, func(t *rapid.T) {
		w := strings.Join(rapid.SliceOfN(rapid.SampledFrom(pieces), 0, 6).Draw(t, "pieces"), "")
		s := Spelling(w)
		if again := Spelling(s); again != s {
			t.Fatalf("%q is spelled %q, and that %q", w, s, again)
		}
		if (s == "") != (w == "") {
			t.Fatalf("%q is spelled %q", w, s)
		}
	})
}
