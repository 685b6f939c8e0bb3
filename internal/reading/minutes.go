package reading

import (
	"strings"
	"time"
)

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
	if words <= 0 {
		return 0
	}
	return (words-1)/rate(lang) + 1
}

// Time is Minutes to the second.
func Time(words int, lang string) time.Duration {
	return time.Duration(float64(max(words, 0)) / float64(rate(lang)) * float64(time.Minute)).Round(time.Second)
}

// rate is how many words of a language are read in a minute.
func rate(lang string) int {
	base, _, _ := strings.Cut(strings.ReplaceAll(lang, "_", "-"), "-")
	switch strings.ToLower(base) {
	case "zh", "zho", "chi", "cmn", "yue":
		return charactersChinese
	case "ja", "jpn":
		return charactersJapanese
	}
	return wordsEnglish
}
