package terms

import "strings"

// Spelling gives the American spelling of a folded word that is spelled as in
// Britain (defence, organising, travelled, catalogues), and any other word as
// it is. Two words are one in two spellings where the stems of what it gives
// are equal; what it gives need not be a word ("controlled" gives "controled"),
// but no two English words that mean different things are made one. Giving it
// its own answer changes nothing.
//
// The rules are those that every style guide lists: -ise and -yse, -our, -re,
// -ogue, -ence, a doubled l before an ending, ae and oe of Greek words, and a
// table of single words. A rule that has more exceptions than cases (-our, -re,
// ae) is a table of roots instead.
func Spelling(word string) string {
	if len(word) < 4 || len(word) > maxStem || !isPlain(word) {
		return word
	}
	for range maxStem { // what one rule gives another may change: anaesthetised
		s := respell(word)
		if s == word {
			break
		}
		word = s
	}
	return word
}

// respell applies every rule once.
func respell(word string) string {
	if s, ok := respelled(word); ok {
		return s
	}
	return travelled(organise(centre(reroot(word))))
}

// isPlain tells whether a word is of the letters a to z.
func isPlain(word string) bool {
	for i := range len(word) {
		if word[i] < 'a' || word[i] > 'z' {
			return false
		}
	}
	return true
}

// respelled gives the American spelling of single words that no rule covers,
// or that a rule would spoil.
func respelled(word string) (string, bool) {
	switch word {
	case "programme", "gramme", "kilogramme":
		return word[:len(word)-2], true
	case "programmes", "grammes", "kilogrammes":
		return word[:len(word)-3] + "s", true
	case "grey", "greys", "greyed", "greyer", "greyish", "greying":
		return "gray" + word[4:], true
	case "cosy", "cosier", "cosiest", "cosily", "cosiness":
		return "coz" + word[3:], true
	case "disc", "discs":
		return "disk" + word[4:], true
	case "ageing":
		return "aging", true
	case "furore":
		return "furor", true
	case "jewellery":
		return "jewelry", true
	case "gaol", "gaols", "gaoled":
		return "jail" + word[4:], true
	case "whiskey", "whiskeys":
		return "whisky" + word[7:], true
	case "enrol", "enrols", "distil", "distils", "instil", "instils", "fulfil", "fulfils":
		base := strings.TrimSuffix(word, "s")
		return base + "l" + word[len(base):], true
	}
	return "", false
}

// A root is how a part of a word is spelled in Britain and in America. Where
// the word does not only contain it, at says so.
type root struct {
	british, american string
	at                place
}

// A place is where in a word a root may stand.
type place uint8

const (
	anywhere place = iota
	atStart
)

// roots are by their first two letters, which makes them quick to pass over.
var roots = func() (t [26][26][]root) {
	for _, r := range rootTable {
		i, j := r.british[0]-'a', r.british[1]-'a'
		t[i][j] = append(t[i][j], r)
	}
	return t
}()

var rootTable = []root{
	{"aem", "em", anywhere}, {"aeroplane", "airplane", atStart}, {"aesthet", "esthet", anywhere}, {"aetiolog", "etiolog", anywhere},
	{"aluminium", "aluminum", atStart}, {"analogue", "analog", atStart}, {"anaesth", "anesth", anywhere}, {"archaeo", "archeo", anywhere},
	{"ardour", "ardor", atStart}, {"arbour", "arbor", atStart}, {"armour", "armor", anywhere}, {"artefact", "artifact", atStart},

	{"behaviour", "behavior", anywhere}, {"benefitt", "benefit", atStart}, {"biass", "bias", atStart},
	{"caesarean", "cesarean", atStart}, {"caesium", "cesium", atStart}, {"candour", "candor", atStart}, {"catalogu", "catalog", atStart},
	{"clamour", "clamor", atStart}, {"coeliac", "celiac", atStart}, {"colour", "color", anywhere}, {"cypher", "cipher", atStart},
	{"defence", "defense", anywhere}, {"demeanour", "demeanor", atStart}, {"despatch", "dispatch", atStart}, {"dialogu", "dialog", atStart},
	{"dgement", "dgment", anywhere},
	{"encyclopaed", "encycloped", atStart}, {"endeavour", "endeavor", atStart}, {"enquir", "inquir", atStart}, {"enrolment", "enrollment", atStart},
	{"epilogu", "epilog", atStart},
	{"faec", "fec", atStart}, {"favour", "favor", anywhere}, {"fervour", "fervor", atStart}, {"flavour", "flavor", anywhere},
	{"focuss", "focus", anywhere}, {"foetal", "fetal", atStart}, {"foetus", "fetus", atStart}, {"fulfilment", "fulfillment", atStart},
	{"gynaeco", "gyneco", atStart},
	{"harbour", "harbor", anywhere}, {"homoeo", "homeo", atStart}, {"honour", "honor", anywhere}, {"humour", "humor", anywhere},
	{"instalment", "installment", atStart}, {"kidnapp", "kidnap", atStart},
	{"labour", "labor", anywhere}, {"licence", "license", anywhere}, {"likeable", "likable", atStart}, {"liveable", "livable", atStart},
	{"manoeuvrab", "maneuverab", anywhere}, {"manoeuvred", "maneuvered", anywhere}, {"manoeuvre", "maneuver", anywhere},
	{"manoeuvring", "maneuvering", anywhere}, {"mediaeval", "medieval", atStart}, {"mollusc", "mollusk", atStart}, {"monologu", "monolog", atStart},
	{"mould", "mold", anywhere}, {"moult", "molt", atStart}, {"moustach", "mustach", atStart}, {"moveable", "movable", anywhere},
	{"neighbour", "neighbor", anywhere},
	{"odour", "odor", anywhere}, {"oedema", "edema", anywhere}, {"oesoph", "esoph", atStart}, {"oestr", "estr", anywhere}, {"offence", "offense", anywhere},
	{"paed", "ped", anywhere}, {"palaeo", "paleo", atStart}, {"parlour", "parlor", atStart}, {"plough", "plow", anywhere},
	{"practis", "practic", anywhere}, {"pretence", "pretense", atStart}, {"prologu", "prolog", atStart}, {"pyjama", "pajama", atStart},
	{"rancour", "rancor", atStart}, {"rigour", "rigor", atStart}, {"rrhoe", "rrhe", anywhere}, {"rumour", "rumor", atStart},
	{"saleable", "salable", anywhere}, {"saviour", "savior", atStart}, {"savour", "savor", anywhere}, {"sceptic", "skeptic", anywhere},
	{"sizeable", "sizable", atStart}, {"skilful", "skillful", anywhere}, {"smoulder", "smolder", atStart}, {"splendour", "splendor", atStart},
	{"succour", "succor", atStart}, {"sulph", "sulf", anywhere},
	{"travelogu", "travelog", atStart}, {"tsar", "czar", atStart}, {"tumour", "tumor", anywhere},
	{"unshakeable", "unshakable", atStart}, {"valour", "valor", atStart}, {"vapour", "vapor", anywhere}, {"vigour", "vigor", atStart},
	{"wilful", "willful", atStart}, {"woollen", "woolen", atStart}, {"worshipp", "worship", atStart}, {"yoghurt", "yogurt", atStart},
}

// reroot replaces the roots in a word.
func reroot(word string) string {
	for i := 0; i+1 < len(word); i++ {
		for _, r := range roots[word[i]-'a'][word[i+1]-'a'] {
			if (r.at == anywhere || i == 0) && strings.HasPrefix(word[i:], r.british) {
				word = word[:i] + r.american + word[i+len(r.british):]
				i += len(r.american) - 1
				break
			}
		}
	}
	return word
}

// centre turns -re into -er behind the roots that are spelled so in Britain:
// centre, metres, centred, manoeuvring.
func centre(word string) string {
	if !strings.Contains(word[2:], "r") {
		return word
	}
	for _, end := range [...]struct{ british, american string }{
		{"re", "er"}, {"res", "ers"}, {"red", "ered"}, {"ring", "ering"}, {"rings", "erings"},
	} {
		base, ok := strings.CutSuffix(word, end.british)
		if !ok {
			continue
		}
		for _, r := range [...]string{
			"cent", "theat", "met", "lit", "fib", "calib", "sab", "somb", "spect", "lust", "meag", "goit", "mit", "scept", "sepulch", "accout", "reconnoit",
		} {
			if strings.HasSuffix(base, r) {
				return base + end.american
			}
		}
		return word
	}
	return word
}

// organise turns -ise and -yse, with an ending, into -ize and -yze.
func organise(word string) string {
	if !strings.Contains(word[2:], "is") && !strings.Contains(word[2:], "ys") {
		return word
	}
	for _, end := range [...]string{"e", "ed", "es", "er", "ers", "ing", "ings", "ingly", "able", "ation", "ations", "ational"} {
		base, ok := strings.CutSuffix(word, end)
		if !ok || len(base) < 4 || base[len(base)-1] != 's' {
			continue
		}
		switch verb := base[:len(base)-1]; {
		case strings.HasSuffix(verb, "aly"), strings.HasSuffix(verb, "oly"):
			return verb + "z" + end // analyse, hydrolyse
		case verb[len(verb)-1] == 'i' && hasVowel(verb[:len(verb)-1]) && !neverZ(verb):
			return verb + "z" + end
		}
	}
	return word
}

// neverZ tells whether a verb without its -se (advi) is written -ise wherever
// English is written.
func neverZ(verb string) bool {
	switch verb[len(verb)-2] {
	case 'a', 'o', 'u', 'w': // raise, noise, disguise, likewise
		return true
	}
	for _, v := range [...]string{
		"vertis", "advi", "adverti", "chasti", "experti", "treati", "circumci", "exci", "exerci", "inci", "preci", "impreci", "conci", "metropoli",
		"apri", "appri", "compri", "enterpri", "repri", "surpri", "arri", "ari", "sunri", "moonri", "cheri",
		"promi", "compromi", "premi", "demi", "surmi", "chemi", "merchandi", "paradi", "franchi", "enfranchi", "disenfranchi",
		"devi", "revi", "supervi", "improvi", "televi", "provi", "ani", "vali", "deni", "loui", "eli", "tenni",
	} {
		if verb == v {
			return true
		}
	}
	return false
}

func hasVowel(s string) bool { return strings.ContainsAny(s, "aeiouy") }

// travelled makes one l of two before an ending, where the word has a vowel
// before that of the l: a word of one syllable (filling, called) keeps both,
// and so do those of -stall.
func travelled(word string) string {
	if !strings.Contains(word, "ll") {
		return word
	}
	for _, end := range [...]string{"ed", "ing", "ings", "er", "ers", "or", "ors", "ous", "ously", "ist", "ists"} {
		base, ok := strings.CutSuffix(word, "ll"+end)
		if ok && len(base) > 2 && vowel(base[len(base)-1]) && !strings.HasSuffix(base, "sta") && hasVowel(strings.TrimRight(base, "aeiouy")) {
			return base + "l" + end
		}
	}
	return word
}
