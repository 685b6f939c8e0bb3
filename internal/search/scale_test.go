package search

import (
	"cmp"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"broadsheet/internal/corpus"
	"broadsheet/internal/library"
)

// BenchmarkScale measures what search must hold, and prints it as a table with
// the aims:
//
//	go test ./internal/search -run '^$' -bench Scale -timeout 1h
//
// Large sizes take minutes. What is read can be told from outside:
//
//	BROADSHEET_BRIEFS  how many briefs are made (see package corpus): 10,000 and 100,000 unless told; sizes with commas between
//	BROADSHEET_CORPUS  a folder of one's own that is read in their place; a brief is written there and removed again
//	BROADSHEET_CACHE   a folder that keeps the index from one run to the next
//	BROADSHEET_PAIRS   how often the first index is compared with that of plain bleve: 3 unless told
//
// One part of it is run by its name, as in -bench Scale/10000/keys.
func BenchmarkScale(b *testing.B) {
	t := &table{}
	eachScale(b, func(b *testing.B, f *fixture) {
		t.size(b.Name())
		for _, part := range []struct {
			name string
			run  func(b *testing.B, f *fixture, t *table)
		}{
			{"first-index", benchmarkFirstIndex}, {"warm-start", benchmarkWarmStart},
			{"one-change", benchmarkOneChange}, {"keys", benchmarkKeys}, {"memory", benchmarkMemory},
		} {
			b.Run(part.name, func(b *testing.B) {
				for b.Loop() { // it repeats itself as often as it needs
					part.run(b, f, t)
				}
				b.ReportMetric(0, "ns/op")
			})
		}
	})
	fmt.Print(t.String())
}

const (
	scaleBriefs = "10000,100000"
	scalePairs  = "3"
)

// number is a number of the environment.
func number(b *testing.B, name, text string) int {
	b.Helper()
	n, err := strconv.Atoi(text)
	if err != nil || n < 1 {
		b.Fatalf("%s has %q, which is no number of 1 and more", name, text)
	}
	return n
}

// eachScale runs a benchmark for each library that the environment asks for.
func eachScale(b *testing.B, run func(b *testing.B, f *fixture)) {
	b.Helper()
	if dir := os.Getenv("BROADSHEET_CORPUS"); dir != "" {
		b.Run("corpus", func(b *testing.B) { run(b, fixtureAt(b, dir)) })
		return
	}
	for size := range strings.SplitSeq(cmp.Or(os.Getenv("BROADSHEET_BRIEFS"), scaleBriefs), ",") {
		n := number(b, "BROADSHEET_BRIEFS", size)
		b.Run(size, func(b *testing.B) { run(b, made(b, n)) })
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
		var u syscall.Rusage
		if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
			b.Fatal(err)
		}
		return time.Duration(u.Utime.Nano() + u.Stime.Nano())
	}
	start, before := time.Now(), used()
	do()
	return cost{time.Since(start), used() - before}
}

// benchmarkFirstIndex compares the first index with that of bleve as a plain
// program sets it up (see plainIndex), by turns in one run. Both read and
// parse the same files with the same code.
func benchmarkFirstIndex(b *testing.B, f *fixture, t *table) {
	files, _, err := f.lib.Scan(context.Background())
	if err != nil {
		b.Fatal(err)
	}
	var walls, cpus, seconds []float64
	for range number(b, "BROADSHEET_PAIRS", cmp.Or(os.Getenv("BROADSHEET_PAIRS"), scalePairs)) {
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
	t.put(b, "s", "first index, seconds", "", median(seconds))
	t.put(b, "x-plain", "times as fast as plain bleve", "1.5 at least", median(walls))
	t.put(b, "x-plain-low", "  the lowest", "", slices.Min(walls))
	t.put(b, "x-plain-high", "  the highest", "", slices.Max(walls))
	t.put(b, "x-plain-cpu", "  by what the processors were busy", "", median(cpus))
}

// benchmarkWarmStart measures how long the list of briefs takes to be there.
func benchmarkWarmStart(b *testing.B, f *fixture, t *table) {
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
	t.put(b, "ms", "warm start to the list, ms", "300 at 100,000", median(ms))
}

// benchmarkOneChange measures how long one changed brief takes to be
// searchable, with a refresh of that brief and with one of everything.
func benchmarkOneChange(b *testing.B, f *fixture, t *table) {
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
	t.put(b, "ms", "a changed brief is found, ms", "1000", change(RefreshOptions{Only: []string{name}}))
	t.put(b, "ms-all", "  by a look at everything, ms", "", change(RefreshOptions{}))
	_ = x.Close()
}

// A table is the figures, a row each, a column for each size.
type table struct {
	sizes []string
	rows  []row
}

type row struct {
	what, aim string
	figures   map[string]float64 // by size
}

func (t *table) size(name string) {
	t.sizes = append(t.sizes, name[strings.LastIndexByte(name, '/')+1:])
}

// put reports a figure as the benchmark's own and keeps it for the table.
func (t *table) put(b *testing.B, unit, what, aim string, v float64) {
	b.ReportMetric(v, unit)
	i := slices.IndexFunc(t.rows, func(r row) bool { return r.what == what })
	if i < 0 {
		i = len(t.rows)
		t.rows = append(t.rows, row{what, aim, map[string]float64{}})
	}
	t.rows[i].figures[t.sizes[len(t.sizes)-1]] = v
}

func (t *table) String() string {
	var s strings.Builder
	fmt.Fprintf(&s, "\n%-42s", "briefs")
	for _, size := range t.sizes {
		fmt.Fprintf(&s, "%12s", size)
	}
	fmt.Fprintf(&s, "   %s\n", "aim")
	for _, r := range t.rows {
		fmt.Fprintf(&s, "%-42s", r.what)
		for _, size := range t.sizes {
			if v, ok := r.figures[size]; ok {
				fmt.Fprintf(&s, "%12.2f", v)
			} else {
				fmt.Fprintf(&s, "%12s", "-")
			}
		}
		fmt.Fprintf(&s, "   %s\n", r.aim)
	}
	return s.String()
}
