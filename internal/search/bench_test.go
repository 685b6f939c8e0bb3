package search

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"broadsheet/internal/query"
)

// corpus writes n briefs of some 400 words over a vocabulary with the usual
// few frequent and many rare words.
func corpus(b *testing.B, n int) *fixture {
	b.Helper()
	r := rand.New(rand.NewPCG(1, 2))
	zipf := rand.NewZipf(r, 1.1, 4, 40000)
	word := func() string {
		k := zipf.Uint64()
		s := ""
		for v := k*7 + 11; v > 0; v /= 20 {
			s += string("bcdfghklmnprstvwzjxq"[v%20]) + string("aeiou"[(v/3)%5])
		}
		return s
	}
	f := newFixture(b, nil)
	for i := range n {
		var s strings.Builder
		fmt.Fprintf(&s, "---\ntitle: %s %s\ndate: 2025-%02d-%02d\n---\n", word(), word(), 1+i%12, 1+i%28)
		for range 8 {
			s.WriteString("\n")
			for range 50 {
				s.WriteString(word() + " ")
			}
			s.WriteString("\n")
		}
		f.put(fmt.Sprintf("%03d/%05d.md", i/100, i), s.String())
	}
	return f
}

const benchBriefs = 3000

func BenchmarkFirstIndex(b *testing.B) {
	f := corpus(b, benchBriefs)
	for b.Loop() {
		b.StopTimer()
		f.cache = b.TempDir()
		b.StartTimer()
		f.ready()
	}
	b.ReportMetric(float64(benchBriefs)*float64(b.N)/b.Elapsed().Seconds(), "briefs/s")
}

func BenchmarkWarmOpen(b *testing.B) {
	f := corpus(b, benchBriefs)
	_ = f.ready().Close()
	for b.Loop() {
		x := f.open()
		if len(x.Catalogue()) != benchBriefs {
			b.Fatal("the list is not there")
		}
		_ = x.Close()
	}
}

func BenchmarkSearch(b *testing.B) {
	x := corpus(b, benchBriefs).ready()
	for _, text := range []string{"baba", "baba caba", `"baba caba"`, "ba*", "b*", "babe~"} {
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
	raw := newCatalogue(records, nil).encode()
	b.Run("decode100k", func(b *testing.B) {
		b.SetBytes(int64(len(raw)))
		for b.Loop() {
			if _, err := decodeCatalogue(raw); err != nil {
				b.Fatal(err)
			}
		}
	})
}
