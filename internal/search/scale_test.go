package search

import (
	"cmp"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"testing"
	"time"

	"broadsheet/internal/corpus"
	"broadsheet/internal/disk/disktest"
	"broadsheet/internal/library"
)

// BenchmarkScale measures what search must hold:
//
//   - the first index at least 1.5 times as fast as plain bleve (x-plain)
//   - the list there within 300 ms of a warm start at 100,000 briefs
//   - a changed brief found within a second
//   - a key answered within 16 ms at 10,000 and 60 ms at 100,000, p95
//   - less than 300 MB in memory at 100,000
//
// go run ./internal/measure makes a table of it. Large sizes take minutes. What
// is read can be told from outside:
//
//	BROADSHEET_BRIEFS  how many briefs are made (see package corpus): 10,000 and 100,000 unless told; sizes with commas between
//	BROADSHEET_CORPUS  a folder of one's own that is read in their place; a brief is written there and removed again
//	BROADSHEET_CACHE   a folder that keeps the index from one run to the next
//	BROADSHEET_PAIRS   how often the first index is compared with that of plain bleve: 3 unless told
//
// One part of it is run by its name, as in -bench Scale/10000/keys.
func BenchmarkScale(b *testing.B) {
	eachScale(b, func(b *testing.B, f *fixture) {
		for _, part := range []struct {
			name string
			run  func(b *testing.B, f *fixture)
		}{
			{"first-index", benchmarkFirstIndex}, {"warm-start", benchmarkWarmStart},
			{"one-change", benchmarkOneChange}, {"keys", benchmarkKeys}, {"memory", benchmarkMemory},
		} {
			b.Run(part.name, func(b *testing.B) {
				for b.Loop() { // it repeats itself as often as it needs
					part.run(b, f)
				}
				b.ReportMetric(0, "ns/op")
			})
		}
	})
}

const (
	scaleBriefs = "10000,100000"
	scalePairs  = "3"
)

// eachScale runs a benchmark for each library that the environment asks for.
func eachScale(b *testing.B, run func(b *testing.B, f *fixture)) {
	b.Helper()
	if dir := os.Getenv("BROADSHEET_CORPUS"); dir != "" {
		b.Run("corpus", func(b *testing.B) { run(b, fixtureAt(b, dir)) })
		return
	}
	sizes, err := corpus.Sizes(cmp.Or(os.Getenv("BROADSHEET_BRIEFS"), scaleBriefs))
	if err != nil {
		b.Fatal(err)
	}
	for _, n := range sizes {
		b.Run(strconv.Itoa(n), func(b *testing.B) { run(b, made(b, n)) })
	}
}

// made writes n briefs.
func made(t testing.TB, n int) *fixture {
	t.Helper()
	dir := t.TempDir()
	if err := corpus.Write(dir, n); err != nil {
		t.Fatal(err)
	}
	return fixtureAt(t, dir)
}

func fixtureAt(t testing.TB, dir string) *fixture {
	t.Helper()
	lib, err := library.Open([]string{dir})
	if err != nil {
		t.Fatal(err)
	}
	return &fixture{t: t, dir: dir, cache: cmp.Or(os.Getenv("BROADSHEET_CACHE"), t.TempDir()), lib: lib}
}

// median sorts the list.
func median[T cmp.Ordered](list []T) T {
	slices.Sort(list)
	return list[len(list)/2]
}

// A cost is the time that something took, and what the processors were busy
// for it, which counts where others use the machine too.
type cost struct{ wall, cpu time.Duration }

func costOf(b *testing.B, do func()) cost {
	b.Helper()
	used := func() time.Duration {
		busy, err := disktest.Busy()
		if err != nil {
			b.Fatal(err)
		}
		return busy
	}
	start, before := time.Now(), used()
	do()
	return cost{time.Since(start), used() - before}
}

// benchmarkFirstIndex compares the first index with that of bleve as a plain
// program sets it up (see plainIndex), by turns in one run. Both read and
// parse the same files with the same code.
func benchmarkFirstIndex(b *testing.B, f *fixture) {
	files, _, err := f.lib.Scan(context.Background())
	if err != nil {
		b.Fatal(err)
	}
	var walls, cpus, seconds []float64
	pairs, err := strconv.Atoi(cmp.Or(os.Getenv("BROADSHEET_PAIRS"), scalePairs))
	if err != nil {
		b.Fatal(err)
	}
	for range pairs {
		ours := costOf(b, func() {
			g := &fixture{t: b, dir: f.dir, cache: b.TempDir(), lib: f.lib}
			x := g.open()
			g.refresh(x, RefreshOptions{})
			if n := x.Status().Documents; n != len(files) {
				b.Fatalf("%d briefs of %d", n, len(files))
			}
			_ = x.Close()
		})
		plain := costOf(b, func() { plainIndex(b, filepath.Join(b.TempDir(), "plain"), f.dir) })
		b.Logf("%d briefs: %.1f s (%.1f s of the processors), plain bleve %.1f s (%.1f s)", len(files),
			ours.wall.Seconds(), ours.cpu.Seconds(), plain.wall.Seconds(), plain.cpu.Seconds())
		walls, cpus = append(walls, plain.wall.Seconds()/ours.wall.Seconds()), append(cpus, plain.cpu.Seconds()/ours.cpu.Seconds())
		seconds = append(seconds, ours.wall.Seconds())
	}
	b.ReportMetric(median(seconds), "s")
	b.ReportMetric(median(walls), "x-plain")
	b.ReportMetric(slices.Min(walls), "x-plain-low")
	b.ReportMetric(slices.Max(walls), "x-plain-high")
	b.ReportMetric(median(cpus), "x-plain-cpu")
}

// benchmarkWarmStart measures how long the list of briefs takes to be there.
func benchmarkWarmStart(b *testing.B, f *fixture) {
	x := f.ready()
	n := len(x.Catalogue())
	_ = x.Close()
	var ms []float64
	for range 9 {
		c := costOf(b, func() {
			if x = f.open(); len(x.Catalogue()) != n {
				b.Fatal("the list is not there")
			}
		})
		_ = x.Close()
		ms = append(ms, c.wall.Seconds()*1000)
	}
	b.ReportMetric(median(ms), "ms")
}

// benchmarkOneChange measures how long one changed brief takes to be
// searchable, with a refresh of that brief and with one of everything.
func benchmarkOneChange(b *testing.B, f *fixture) {
	x := f.ready()
	const name = "000-of-a-benchmark.md"
	b.Cleanup(func() { _ = os.Remove(filepath.Join(f.dir, name)) })
	change := func(o RefreshOptions) float64 {
		var ms []float64
		for i := range 5 {
			word := fmt.Sprintf("xyzzy%d", i+10*len(o.Only))
			f.put(name, "# One\n\n"+word+"\n")
			ms = append(ms, 1000*costOf(b, func() {
				f.refresh(x, o)
				if ask(b, x, word, Options{}).Total != 1 {
					b.Fatal("it is not found")
				}
			}).wall.Seconds())
		}
		return median(ms)
	}
	b.ReportMetric(change(RefreshOptions{Only: []string{name}}), "ms")
	b.ReportMetric(change(RefreshOptions{}), "ms-all")
	_ = x.Close()
}
