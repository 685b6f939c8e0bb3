package terms

// isStop tells whether a folded word is an English stop word: articles,
// auxiliaries, conjunctions, prepositions and pronouns that stand in every
// text. "not" and "no" are among them, as in every short list.
func isStop(word string) bool {
	switch word {
	case "a", "an", "and", "are", "as", "at", "be", "but", "by",
		"for", "from", "had", "has", "have", "he", "her", "his", "if", "in", "into", "is", "it", "its",
		"no", "not", "of", "on", "or", "our", "she", "so", "such",
		"that", "the", "their", "them", "then", "there", "these", "they", "this", "those", "to",
		"us", "was", "we", "were", "which", "who", "will", "with",
		"un", "eu": // no English, but the articles and verbs of others that look like the UN and the EU
		return true
	}
	return false
}

// isAcronym tells whether a stop word means something else in capitals: the
// United States and Nations, the European Union, the World Health
// Organization, Islamic State, computing.
func isAcronym(word string) bool {
	switch word {
	case "us", "un", "eu", "who", "is", "it":
		return true
	}
	return false
}

// isHost tells whether a word takes 'll, 're, 've, 'd and 'm. Elsewhere an
// apostrophe before these letters is part of a name (Sa'd).
func isHost(word string) bool {
	var lower [5]byte
	if len(word) > len(lower) {
		return false
	}
	for i := range len(word) {
		lower[i] = word[i] | 0x20
	}
	switch string(lower[:len(word)]) {
	case "i", "you", "he", "she", "it", "we", "they", "that", "there", "who", "what":
		return true
	}
	return false
}

// isClitic tells whether letters behind an apostrophe are a shortened verb.
func isClitic(s string) bool {
	switch s {
	case "ll", "re", "ve", "d", "m", "LL", "RE", "VE", "D", "M":
		return true
	}
	return false
}
