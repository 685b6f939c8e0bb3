package search

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

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

// BenchmarkWarmOpen measures how long the list of briefs takes to be there.
func BenchmarkWarmOpen(b *testing.B) {
	eachScale(b, func(b *testing.B, f *fixture) {
		x := f.indexed()
		n := len(x.Catalogue())
		_ = x.Close()
		for b.Loop() {
			y := f.open()
			if len(y.Catalogue()) != n {
				b.Fatal("the list is not there")
			}
			b.StopTimer()
			_ = y.Close()
			b.StartTimer()
		}
	})
}

// BenchmarkOneChange measures how long one changed brief takes to be
// searchable, with a refresh of that brief and with one of everything.
func BenchmarkOneChange(b *testing.B) { eachScale(b, benchmarkOneChange) }

func benchmarkOneChange(b *testing.B, f *fixture) {
	x := f.indexed()
	const name = "000-of-a-benchmark.md"
	b.Cleanup(func() { _ = os.Remove(filepath.Join(f.dir, name)) })
	n, took := 0, map[string]time.Duration{}
	for _, c := range []struct {
		name string
		o    RefreshOptions
	}{{"only", RefreshOptions{Only: []string{name}}}, {"all", RefreshOptions{}}} {
		b.Run(c.name, func(b *testing.B) {
			for b.Loop() {
				n++
				f.put(name, fmt.Sprintf("# One\n\nxyzzy%d\n", n))
				f.refresh(x, c.o)
				if ask(b, x, fmt.Sprintf("xyzzy%d", n), Options{}).Total != 1 {
					b.Fatal("it is not found")
				}
			}
			took[c.name] = b.Elapsed() / time.Duration(b.N)
			if took["only"] > 0 && c.name == "all" {
				b.ReportMetric(took["all"].Seconds()/took["only"].Seconds(), "x-only")
			}
		})
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
