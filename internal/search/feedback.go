package search

import (
	"cmp"
	"maps"
	"slices"

	"broadsheet/internal/brief"
	"broadsheet/internal/terms"
)

// Feedback: the briefs that rank first are taken to be about what was asked
// for, and the words that they have most are asked for as well. It is the
// relevance model of Lavrenko and Croft ("Relevance-based language models",
// SIGIR 2001) mixed with the query as in RM3 (Abdul-Jaleel and others, "UMass
// at TREC 2004"). It ranks what the query found and finds no brief itself.
const (
	feedbackWeight = 0.2 // of the whole; the rest is the query's
	feedbackBriefs = 5
	feedbackWords  = 30
	feedbackShare  = 0.25 // words that more of the briefs have say nothing
	feedbackLeast  = 20   // briefs in a library, for that share to mean anything
)

// A told is a word that the first briefs have: its stem, the ways it is
// written, and how much of their text it is.
type told struct {
	stem  string
	texts []string
	share float64
}

// feedback adds to the scores of the briefs that the query found. first are
// the best of them.
func (e *evaluator) feedback(first []ranked) error {
	words := e.tell(first)
	if e.watch != nil {
		e.watch.again = true
	}
	all := 0.0
	for _, w := range words {
		all += w.share
	}
	asked := float64(len(e.spoken))
	for _, w := range words {
		for _, f := range textFields {
			for _, text := range w.texts {
				if err := e.count(f, form{text: text}); err != nil {
					return err
				}
			}
		}
		having, everything := len(e.touched), len(e.cat.entries)
		weight := feedbackWeight / (1 - feedbackWeight) * asked * w.share / all
		if everything >= feedbackLeast && float64(having) > feedbackShare*float64(everything) {
			weight = 0
		}
		e.settle(w.stem, weight, [numTiers]int{})
	}
	return nil
}

// tell finds the words that the briefs have most, those first that are most of
// their text. A brief speaks by its score.
func (e *evaluator) tell(first []ranked) []told {
	all := 0.0
	for _, r := range first {
		all += float64(r.score)
	}
	found := map[string]*told{}
	for _, r := range first {
		b := e.x.read(&e.cat.entries[r.ord])
		if b == nil || all == 0 {
			continue
		}
		counts, n := wordsOf(b)
		for _, text := range slices.Sorted(maps.Keys(counts)) {
			stem := terms.Stem(text)
			if found[stem] == nil {
				found[stem] = &told{stem: stem}
			}
			w := found[stem]
			w.share += float64(counts[text]) / float64(n) * float64(r.score) / all
			if !slices.Contains(w.texts, text) {
				w.texts = append(w.texts, text)
			}
		}
	}
	list := make([]told, 0, len(found))
	for _, w := range found {
		slices.Sort(w.texts)
		list = append(list, *w)
	}
	slices.SortFunc(list, func(a, b told) int { return cmp.Or(cmp.Compare(b.share, a.share), cmp.Compare(a.stem, b.stem)) })
	return list[:min(len(list), feedbackWords)]
}

// wordsOf counts the written words of a brief that may say what it is about;
// n is how many they are in all.
func wordsOf(b *brief.Brief) (counts map[string]int, n int) {
	counts = map[string]int{}
	texts := fieldTexts(b)
	for _, f := range []int{inTitle, inHeading, inBody} {
		for _, text := range texts[f] {
			for _, t := range terms.Split(text) {
				if tells(t) {
					counts[t.Text]++
					n++
				}
			}
		}
	}
	return counts, n
}

// tells tells whether a word may say what a text is about: it is no stop word,
// no number, and not of one or two Latin letters.
func tells(t terms.Term) bool {
	return !t.Stop && !t.Joined && len(t.Text) > 2 && (t.Text[0] < '0' || t.Text[0] > '9')
}

// again tells whether feedback is of use: to a query that words were scored
// for, and that found more briefs than those that would speak for it.
func (e *evaluator) again(o Options, found int) bool {
	return o.Finished && len(e.spoken) > 0 && found > feedbackBriefs
}
