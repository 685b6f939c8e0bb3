package tui

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"broadsheet/internal/compare"
	"broadsheet/internal/corpus"
)

// document of about size bytes, as accounts are: headings, paragraphs with
// links and emphasis, lists, quotations, tables.
func document(size int) string {
	var sb strings.Builder
	for i := 0; sb.Len() < size; i++ {
		fmt.Fprintf(&sb, "## Section %d\n\n", i)
		for k := range 4 {
			fmt.Fprintf(&sb, "The **delegations** met for a _%d_th time, and [the statement](https://example.org/%d) speaks of a cease-fire that both sides would keep while the talks go on; what each meant by it was not said. Observers had expected less, and %d markets opened without a change worth the name.\n\n", i, i, k)
		}
		sb.WriteString("- one item\n- another item with `code`\n\n> A quotation of some length that needs a second line on most screens, but not on all.\n\n| Place | Date |\n|---|---|\n| Doha | October |\n\n")
	}
	return sb.String()
}

// From a key to the finished frame, at 200x60: rows, pages, and leaps that
// have nothing drawn ahead. The document of 10 KB is in the same run, so that
// the ratio says what the size costs.
func BenchmarkScroll(b *testing.B) {
	small := 0.0
	for _, size := range []int{10 << 10, 1 << 20, 10 << 20} {
		dir := b.TempDir()
		if err := os.WriteFile(filepath.Join(dir, "long.md"), []byte(document(size)), 0o644); err != nil {
			b.Fatal(err)
		}
		b.Run(fmt.Sprintf("%dKB", size>>10), func(b *testing.B) {
			d := open(b, dir, 200, 60)
			d.press("enter")
			d.until("the brief", func() bool { return d.m.spread.Focused().Brief() != nil })
			keys := []string{"j", "j", "j", "k", "space", "d", "]", "j", "}", "b", "j"}
			var times []time.Duration
			for i := 0; b.Loop(); i++ {
				if i%500 == 499 {
					d.press("g")
				}
				for len(d.msgs) > 0 { // what is drawn ahead is drawn between two keys
					d.send(<-d.msgs)
				}
				start := time.Now()
				d.press(keys[i%len(keys)])
				_ = d.m.View()
				times = append(times, time.Since(start))
			}
			slices.Sort(times)
			ms := func(part float64) float64 {
				return float64(times[int(part*float64(len(times)-1))].Microseconds()) / 1000
			}
			b.ReportMetric(ms(0.5), "p50-ms")
			b.ReportMetric(ms(0.99), "p99-ms")
			b.ReportMetric(ms(1), "worst-ms")
			if small == 0 {
				small = ms(0.99)
			}
			b.ReportMetric(ms(0.99)/small, "p99-x10KB")
			if size >= 1<<20 { // the program alone takes some MB
				b.ReportMetric(float64(live())/float64(size), "live-bytes/byte")
			}
		})
	}
}

// live is the memory in use, in bytes.
func live() uint64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

// From a key to the finished frame, at 200x60, in two briefs of 2,000 passages
// side by side: while nothing is compared, and while the two are, over and over.
func BenchmarkKeysBesideComparing(b *testing.B) {
	dir := b.TempDir()
	for i, name := range []string{"Alpha", "Beta"} {
		if err := os.WriteFile(filepath.Join(dir, name+".md"), many(name, 2000, i*10_000), 0o644); err != nil {
			b.Fatal(err)
		}
	}
	for _, busy := range []bool{false, true} {
		b.Run(map[bool]string{false: "idle", true: "comparing"}[busy], func(b *testing.B) {
			d := open(b, dir, 200, 60)
			d.openBeside("Alpha", "Beta", true)
			ctx, cancel := context.WithCancel(context.Background())
			ended := make(chan struct{})
			go func() {
				defer close(ended)
				for x, y := d.m.spread.Pane(0).Brief(), d.m.spread.Pane(1).Brief(); busy && ctx.Err() == nil; {
					_, _ = compare.Briefs(ctx, x, y, nil)
				}
			}()
			keys := []string{"j", "j", "}", "space", "j", "d", "tab", "j", "b", "}"}
			var times []time.Duration
			for i := 0; b.Loop(); i++ {
				for len(d.msgs) > 0 {
					d.send(<-d.msgs)
				}
				start := time.Now()
				d.press(keys[i%len(keys)])
				_ = d.m.View()
				times = append(times, time.Since(start))
			}
			cancel()
			<-ended
			slices.Sort(times)
			for _, p := range []struct {
				part float64
				name string
			}{{0.5, "p50-ms"}, {0.99, "p99-ms"}, {1, "worst-ms"}} {
				b.ReportMetric(float64(times[int(p.part*float64(len(times)-1))].Microseconds())/1000, p.name)
			}
		})
	}
}

// many is an account of so many passages and a few more: those of the corpus
// from one of its briefs on.
func many(title string, passages, from int) []byte {
	out := []byte("# " + title + "\n\n")
	press := corpus.New()
	for i := from; passages > 0; i++ {
		_, body, _ := bytes.Cut(press.Brief(i), []byte("\n---\n"))
		out = append(append(out, body...), '\n', '\n')
		passages -= bytes.Count(body, []byte("\n\n"))
	}
	return out
}
