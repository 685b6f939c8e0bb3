package render

import (
	"fmt"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"charm.land/glamour/v2"

	"broadsheet/internal/brief"
)

// long is a document of about size bytes: headings, paragraphs with links and
// emphasis, lists, a quotation, a table, code.
func long(size int) (*brief.Brief, string) {
	var sb strings.Builder
	for i := 0; sb.Len() < size; i++ {
		fmt.Fprintf(&sb, "## Section %d\n\n", i)
		for range 4 {
			fmt.Fprintf(&sb, "The **delegations** met for a _%d_th time, and [the statement](https://example.org/%d) speaks of a cease-fire that both sides would keep while the talks go on; what each meant by it was not said. Observers had expected less, and the markets opened without a change worth the name.\n\n", i, i)
		}
		sb.WriteString("- one item\n- another item with `code`\n\n> A quotation of some length that needs a second line on most screens, but not on all.\n\n| Place | Date |\n|---|---|\n| Doha | October |\n\n```go\nfunc f() int { return 1 }\n```\n\n")
	}
	return parse(sb.String()), sb.String()
}

// A screen of 60 rows and 200 columns, nothing drawn before: that it does not
// depend on the size of the document is the point. Glamour, which draws whole
// documents, stands beside it. x10KB is how many times as long it takes as for
// the document of 10 KB.
func BenchmarkFirstScreen(b *testing.B) {
	sizes := []int{10 << 10, 1 << 20, 10 << 20}
	ratio := func(b *testing.B, base *float64) {
		took := float64(b.Elapsed()) / float64(b.N)
		if *base == 0 {
			*base = took
		}
		b.ReportMetric(took / *base, "x10KB")
	}
	for _, where := range []string{"start", "middle"} {
		base := 0.0
		for _, size := range sizes {
			doc, _ := long(size)
			from := 0
			if where == "middle" {
				from = len(doc.Passages) / 2
			}
			b.Run(fmt.Sprintf("%s/%dKB", where, size>>10), func(b *testing.B) {
				theme := darkTheme()
				for b.Loop() {
					screen(New(theme), doc, from)
				}
				ratio(b, &base)
			})
		}
	}
	base := 0.0
	for _, size := range sizes {
		if size > 1<<20 && testing.Short() {
			continue
		}
		_, src := long(size)
		b.Run(fmt.Sprintf("Glamour, the whole/%dKB", size>>10), func(b *testing.B) {
			for b.Loop() {
				r, err := glamour.NewTermRenderer(glamour.WithStandardStyle("dark"), glamour.WithWordWrap(columnsOfScreen))
				if err != nil {
					b.Fatal(err)
				}
				if _, err := r.Render(src); err != nil {
					b.Fatal(err)
				}
			}
			ratio(b, &base)
		})
	}
}

// A screen, as the benchmarks have it.
const rowsOfScreen, columnsOfScreen = 60, 200

// screen draws and paints a screen from passage i on.
func screen(e *Engine, doc *brief.Brief, i int) {
	for rows := 0; rows < rowsOfScreen; i++ {
		k := i % len(doc.Passages)
		block := e.Render(doc, k, columnsOfScreen)
		for _, r := range block.Rows {
			e.Paint(r, nil, columnsOfScreen)
		}
		rows += len(block.Rows) + e.Gap(doc, k)
	}
}

// The live heap after a document of 10 MB has been read and 50 screens all
// through it drawn, as a multiple of its bytes: the document itself is one.
func BenchmarkMemory(b *testing.B) {
	_, src := long(10 << 20)
	live := func() uint64 {
		runtime.GC()
		runtime.GC() // what finalizers let go
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		return m.HeapAlloc
	}
	for b.Loop() {
		before := live()
		raw := []byte(src)
		doc := brief.Parse(raw, "long.md", brief.Limits{})
		e := New(darkTheme())
		for i := range 50 {
			screen(e, doc, i*len(doc.Passages)/50)
		}
		b.ReportMetric(float64(live()-before)/float64(len(src)), "x-of-the-document")
		runtime.KeepAlive(e)
		runtime.KeepAlive(doc)
	}
}

// One passage of each kind, not in the cache.
func BenchmarkPassage(b *testing.B) {
	for _, c := range []struct{ name, src string }{
		{"plain", strings.Repeat("Words without any markup, as most are. ", 12)},
		{"styled", strings.Repeat("Words with **some** markup and [a link](https://example.org). ", 8)},
		{"code", "```go\n" + strings.Repeat("func f() int { return 1 } // comment\n", 10) + "```"},
		{"table", "| a | b | c |\n|---|---|---|\n" + strings.Repeat("| some words | more **words** | and even more words here |\n", 10)},
		{"64KB", strings.Repeat("Words with **some** markup and more words. ", 1500)},
		{"64KB plain", strings.Repeat("Words without any markup, as most are.. ", 1600)},
	} {
		doc := parse(c.src)
		e := New(darkTheme())
		b.Run(c.name, func(b *testing.B) {
			b.SetBytes(int64(len(c.src)))
			for b.Loop() {
				e.cache = newCache()
				e.Render(doc, 0, 80)
			}
		})
	}
}

// A screen painted from the cache, with marks.
func BenchmarkPaint(b *testing.B) {
	doc, _ := long(20 << 10)
	e := New(darkTheme())
	var rows []Row
	for i := range doc.Passages {
		rows = append(rows, e.Render(doc, i, 100).Rows...)
	}
	rows = rows[:60]
	var marks []Mark
	for i := range 50 {
		marks = append(marks, Mark{brief.Span{Start: i * 100, End: i*100 + 9}, MarkHit})
	}
	b.ReportAllocs()
	for b.Loop() {
		for _, r := range rows {
			e.Paint(r, marks, 100)
		}
	}
}

// A scroll of one row at a time through a table and code of hundreds of
// kilobytes: a frame where nothing is drawn yet, and a frame of a scroll.
// p99-ms is what 99 of 100 frames of a scroll stay under.
func BenchmarkScroll(b *testing.B) {
	table := "| Name | Where | What was said |\n|---|---|---|\n" + strings.Repeat("| A name of somebody | Islamabad | Some words, **more words**, and [where they stand](https://example.org). |\n", 8000)
	for name, src := range map[string]string{
		"table":         table,
		"narrow table":  "| a | b |\n|---|---|\n" + strings.Repeat("| 1 | 2 |\n", 8000),
		"Chinese table": "| a | b |\n|---|---|\n" + strings.Repeat("| 停戦が合意された | 停戦が合意されたと報じられた。 |\n", 8000),
		"code":          "```go\n" + strings.Repeat("func f() int { return 1 } // comment\n", 20_000) + "```\n",
		"prose":         prosaic(1 << 20),
	} {
		doc := parse(src)
		b.Run(name+"/cold", func(b *testing.B) {
			for b.Loop() {
				screen(New(darkTheme()), doc, len(doc.Passages)/2)
			}
		})
		b.Run(name+"/scroll", func(b *testing.B) {
			e, i, y := New(darkTheme()), 0, 0
			var took []time.Duration
			for b.Loop() {
				start := time.Now()
				scroll(e, doc, i, y)
				took = append(took, time.Since(start))
				if y++; y >= len(e.Render(doc, i, columnsOfScreen).Rows) {
					i, y = (i+1)%len(doc.Passages), 0
				}
			}
			slices.Sort(took)
			b.ReportMetric(float64(took[len(took)*99/100].Microseconds())/1000, "p99-ms")
		})
	}
}

// scroll draws and paints a screen from row y of passage i on.
func scroll(e *Engine, doc *brief.Brief, i, y int) {
	for left := rowsOfScreen; left > 0 && i < len(doc.Passages); i++ {
		rows := e.Render(doc, i, columnsOfScreen).Rows[y:]
		y = 0
		for _, r := range rows[:min(left, len(rows))] {
			e.Paint(r, nil, columnsOfScreen)
		}
		left -= len(rows) + e.Gap(doc, i)
	}
}
