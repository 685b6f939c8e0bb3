package compare

import (
	"cmp"
	"slices"

	"broadsheet/internal/brief"
)

// headings joins the headings whose sections belong together: of each section,
// with those under it, the one of the other brief that most of its pairs lead
// to, weighed by how sure they are, where that section's lead back to it too.
// Of a section and the one it is part of, the inner one is taken, unless its
// part of the pairs is smaller.
func headings(briefs [2]*brief.Brief, pairs []Pair) [][2]int {
	type link struct{ a, b int } // sections
	weight := map[link]float64{}
	for _, p := range pairs {
		for _, a := range sectionsOf(briefs[0], p.A.Passage) {
			for _, b := range sectionsOf(briefs[1], p.B.Passage) {
				weight[link{a, b}] += p.Score
			}
		}
	}
	depth := func(l link) int { return briefs[0].Sections[l.a].Level + briefs[1].Sections[l.b].Level }
	links := make([]link, 0, len(weight))
	for l := range weight {
		links = append(links, l)
	}
	slices.SortFunc(links, func(x, y link) int {
		return cmp.Or(cmp.Compare(weight[y], weight[x]), cmp.Compare(depth(y), depth(x)), cmp.Compare(x.a, y.a), cmp.Compare(x.b, y.b))
	})
	var out [][2]int
	taken := [2]map[int]bool{{}, {}}
	for _, l := range links {
		if taken[0][l.a] || taken[1][l.b] {
			continue
		}
		taken[0][l.a], taken[1][l.b] = true, true
		out = append(out, [2]int{briefs[0].Sections[l.a].First, briefs[1].Sections[l.b].First})
	}
	return out
}

// sectionsOf are the sections with a heading of their own that a passage stands
// in, the innermost first.
func sectionsOf(b *brief.Brief, passage int) []int {
	var out []int
	for s := b.Passages[passage].Section; s >= 0 && s < len(b.Sections); s = b.Sections[s].Parent {
		if first := b.Sections[s].First; first < len(b.Passages) && b.Passages[first].Kind == brief.Heading {
			out = append(out, s)
		}
	}
	return out
}
