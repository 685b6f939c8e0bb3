package search

import (
	"context"
	"fmt"
	"testing"

	"broadsheet/internal/query"
)

func BenchmarkSearch(b *testing.B) {
	x := made(b, 3000).ready()
	one, two := typedWords(b, x, 1, 0)[0], "before only"
	for _, text := range []string{one, one + " " + two, `"` + two + `"`, "ba*", "b*", one + "~"} {
		b.Run(text, func(b *testing.B) {
			q, err := query.Parse(text, query.Options{})
			if err != nil {
				b.Fatal(err)
			}
			for b.Loop() {
				if _, err := x.Search(context.Background(), q, Options{}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkCatalogue(b *testing.B) {
	f := newFixture(b, small)
	base := f.ready().cat
	var records []record
	for i := range 100_000 {
		r := base.record(i % len(base.entries))
		r.entry.Path = fmt.Sprintf("%03d/%s-%06d.md", i/500, r.entry.Path, i)
		records = append(records, r)
	}
	raw := string(newCatalogue(records, nil).encode())
	b.Run("decode100k", func(b *testing.B) {
		b.SetBytes(int64(len(raw)))
		for b.Loop() {
			if _, err := decodeCatalogue(raw); err != nil {
				b.Fatal(err)
			}
		}
	})
}
