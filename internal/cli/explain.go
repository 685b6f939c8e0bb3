package cli

import (
	"slices"

	"broadsheet/internal/search"
)

// variants are the words of a brief that stand for others, each once.
func variants(h search.Hit) []string {
	out := []string{}
	for _, v := range h.Variants {
		if !slices.Contains(out, v.Text) {
			out = append(out, v.Text)
		}
	}
	return out
}

// mechanisms names, for each match of a passage, how it is what was asked for.
func mechanisms(p search.PassageHit) []string {
	out := make([]string, len(p.By))
	for i, by := range p.By {
		out[i] = by.Name()
	}
	return out
}

// whyJSON is nil where nothing was to be explained.
func whyJSON(w *search.Why) *jsonWhy {
	if w == nil {
		return nil
	}
	out := jsonWhy{Has: w.Has.String(), Words: make([]jsonWordWhy, len(w.Words)), Nearness: w.Nearness, Feedback: w.Feedback, Like: list(w.Like), Score: w.Score}
	for i, word := range w.Words {
		why := jsonWordWhy{Word: word.Word, Briefs: word.Briefs, Found: make([]jsonFound, len(word.Found)), Adds: word.Adds}
		for k, f := range word.Found {
			why.Found[k] = jsonFound{f.Text, f.Field, f.Times, f.By.Name()}
		}
		out.Words[i] = why
	}
	return &out
}
