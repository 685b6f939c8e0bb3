package search

import (
	"cmp"
	"slices"
	"strings"
)

// A Facet is one way to narrow the answer to a query.
type Facet struct {
	Field string // "source", "tag" or "year"
	Value string // as it is written in the briefs, most often where spellings differ
	Count int    // briefs of the answer that have it
}

// Query is the facet in the language of queries, to be added to one.
func (f Facet) Query() string {
	if f.Field == "year" {
		return "date:" + f.Value
	}
	return f.Field + `:"` + strings.ReplaceAll(f.Value, `"`, " ") + `"`
}

// Facets counts the sources, the tags and the years of the briefs of an
// answer: of each kind at most most, those with the most briefs first. What
// all briefs have narrows nothing, and is left out.
func Facets(r Results, most int) []Facet {
	var out []Facet
	for _, field := range []string{"source", "tag", "year"} {
		counts, spellings := map[string]int{}, map[string]map[string]int{}
		for i := range r.Briefs {
			seen := map[string]bool{}
			for _, v := range r.Briefs[i].values(field) {
				key := strings.ToLower(v)
				if v == "" || seen[key] {
					continue
				}
				seen[key] = true
				counts[key]++
				if spellings[key] == nil {
					spellings[key] = map[string]int{}
				}
				spellings[key][v]++
			}
		}
		var list []Facet
		for key, n := range counts {
			if n < len(r.Briefs) {
				list = append(list, Facet{field, usual(spellings[key]), n})
			}
		}
		slices.SortFunc(list, func(a, b Facet) int {
			return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(a.Value, b.Value))
		})
		out = append(out, list[:min(most, len(list))]...)
	}
	return out
}

// values are what a brief has in a field.
func (h *Hit) values(field string) []string {
	switch field {
	case "source":
		return []string{h.Entry.Source}
	case "tag":
		return h.Entry.Tags
	}
	return []string{h.Entry.Date[:min(len(h.Entry.Date), len("2006"))]}
}

// usual is the spelling that is used most, of equals the first.
func usual(spellings map[string]int) string {
	best := ""
	for s, n := range spellings {
		if best == "" || n > spellings[best] || n == spellings[best] && s < best {
			best = s
		}
	}
	return best
}
