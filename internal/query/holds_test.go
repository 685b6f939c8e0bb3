package query

import (
	"testing"
	"time"
)

func TestHolds(t *testing.T) {
	d := Doc{
		Title: "The truce after Istanbul", Source: "The Wire", Path: "2025/truce.md", Lang: "en", Date: "2025-11-07",
		Authors: []string{"Harbour desk"}, Tags: []string{"ceasefire", "doha talks"},
		Text: []string{"Both agreed to a cease-fire.", "a note on the border"},
		Is:   func(what string) bool { return what == "bookmarked" },
	}
	rows := []struct {
		query string
		want  bool
	}{
		{"", true},
		{"border", true},
		{"istanbul", true},
		{"bananas border", true},
		{"bananas", false},
		{"ceasefire", true},
		{`"agreed to"`, true},
		{`"to agreed"`, false},
		{"border -ceasefire", false},
		{"tag:doha", true},
		{"tag:border", false},
		{"title:truce border", true},
		{"title:border truce", false},
		{"source:wire author:harbour lang:en path:2025/", true},
		{"path:2024/", false},
		{"date:2025-11", true},
		{"date:2024", false},
		{"is:bookmarked", true},
		{"is:unread", false},
		{"bananas OR border", true},
	}
	for _, r := range rows {
		q, err := Parse(r.query, Options{Now: time.Date(2025, 11, 8, 0, 0, 0, 0, time.UTC)})
		if err != nil {
			t.Fatal(err)
		}
		if got := q.Holds(d); got != r.want {
			t.Errorf("%q: %v, want %v", r.query, got, r.want)
		}
	}
}
