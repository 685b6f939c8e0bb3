package search

import (
	"slices"
	"strings"
	"testing"
)

func TestFacets(t *testing.T) {
	f := newFixture(t, map[string]string{
		"a.md": "---\ntitle: A\nsource: Harbour Wire\ndate: 2025-01-02\ntags: [ferry, storm]\n---\n\nThe ferry left.\n",
		"b.md": "---\ntitle: B\nsource: harbour wire\ndate: 2025-03-02\ntags: [Ferry]\n---\n\nThe ferry came back.\n",
		"c.md": "---\ntitle: C\nsource: Bay \"Courier\"\ndate: 2024-03-02\ntags: [ferry, \"deep sea\"]\n---\n\nAnother ferry.\n",
		"d.md": "---\ntitle: D\n---\n\nThe ferry, without a source or a date.\n",
	})
	x := f.ready()
	r := ask(t, x, "ferry", Options{Limit: -1, Passages: NoPassages})
	got := Facets(r, 10)
	want := []Facet{
		{"source", "Harbour Wire", 2}, {"source", `Bay "Courier"`, 1},
		{"tag", "ferry", 3}, {"tag", "deep sea", 1}, {"tag", "storm", 1},
		{"year", "2025", 2}, {"year", "2024", 1},
	}
	if !slices.Equal(got, want) {
		t.Errorf("facets\n%v, want\n%v", got, want)
	}
	if got := Facets(r, 1); len(got) != 3 {
		t.Errorf("one of each kind: %v", got)
	}
	for _, facet := range want { // each narrows to as many briefs as it says
		narrowed := ask(t, x, "ferry "+facet.Query(), Options{})
		if narrowed.Total != facet.Count {
			t.Errorf("%s: %d briefs, want %d", facet.Query(), narrowed.Total, facet.Count)
		}
	}
	if got := Facets(ask(t, x, "ferry source:harbour", Options{Limit: -1, Passages: NoPassages}), 10); slices.ContainsFunc(got, func(f Facet) bool {
		return f.Field == "source" || strings.EqualFold(f.Value, "ferry")
	}) {
		t.Errorf("what all briefs have narrows nothing: %v", got)
	}
}
