package reading

import "strings"

// Words read in a minute, silently, by grown-up readers of English non-fiction:
// M. Brysbaert, "How many words do we read per minute? A review and
// meta-analysis of reading rate", Journal of Memory and Language 109 (2019).
//
// Chinese and Japanese are counted in characters (every ideograph and kana is
// a word for brief.Brief.Words), so their rates are characters a minute:
// S. Trauzettel-Klosinski and K. Dietz, "Standardized assessment of reading
// performance: the new international reading speed texts IReST", Investigative
// Ophthalmology & Visual Science 53 (2012). Those were read aloud; English has
// 228 words a minute there, so near to the silent rate that nothing is added.
const (
	wordsEnglish       = 238
	charactersChinese  = 255
	charactersJapanese = 357
)

// Minutes is how long so many words take to read, in whole minutes, rounded
// up; 0 for none. words counts as brief.Brief.Words does; lang is a BCP 47
// tag, or "". Every language but Chinese and Japanese is taken for English,
// since the rates that are published for others lie within a reader's own
// range of it.
func Minutes(words int, lang string) int {
	rate := wordsEnglish
	base, _, _ := strings.Cut(strings.ReplaceAll(lang, "_", "-"), "-")
	switch strings.ToLower(base) {
	case "zh", "zho", "chi", "cmn", "yue":
		rate = charactersChinese
	case "ja", "jpn":
		rate = charactersJapanese
	}
	if words <= 0 {
		return 0
	}
	return (words-1)/rate + 1
}
