package render

import (
	"fmt"
	"strings"
	"testing"

	"broadsheet/internal/brief"
)

// document of about size bytes: headings, paragraphs with links and emphasis,
// lists, a quotation, a table, code.
func long(size int) *brief.Brief {
	var sb strings.Builder
	for i := 0; sb.Len() < size; i++ {
		fmt.Fprintf(&sb, "## Section %d\n\n", i)
		for range 4 {
			fmt.Fprintf(&sb, "The **delegations** met for a _%d_th time, and [the statement](https://example.org/%d) speaks of a cease-fire that both sides would keep while the talks go on; what each meant by it was not said. Observers had expected less, and the markets opened without a change worth the name.\n\n", i, i)
		}
		sb.WriteString("- one item\n- another item with `code`\n\n> A quotation of some length that needs a second line on most screens, but not on all.\n\n| Place | Date |\n|---|---|\n| Doha | October |\n\n```go\nfunc f() int { return 1 }\n```\n\n")
	}
	return parse(sb.String())
}

// A screen of 100 rows out of the middle, nothing drawn before: that it does
// not depend on the size of the document is the point.
func BenchmarkScreen(b *testing.B) {
	for _, size := range []int{10 << 10, 1 << 20, 10 << 20} {
		doc := long(size)
		b.Run(fmt.Sprintf("%dKB", size>>10), func(b *testing.B) {
			theme := DarkTheme()
			for b.Loop() {
				e := New(theme)
				rows := 0
				for i := len(doc.Passages) / 2; rows < 100; i++ {
					block := e.Render(doc, i%len(doc.Passages), 100)
					for _, r := range block.Rows {
						e.Paint(r, nil, 100)
					}
					rows += len(block.Rows) + e.Gap(doc, i%len(doc.Passages))
				}
			}
		})
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
		e := New(DarkTheme())
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
	doc := long(20 << 10)
	e := New(DarkTheme())
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
