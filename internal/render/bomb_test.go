package render

import (
	"strings"
	"testing"
	"time"

	"broadsheet/internal/brief"
)

// bombs are documents made to take a reader of Markdown, or Glamour, long.
func bombs() map[string]string {
	const levels = 10_000
	many := func(s string) string { return strings.Repeat(s, levels) }
	return map[string]string{
		"quotations":         many(">") + "a",
		"quotations spaced":  many("> ") + "a",
		"lists":              many("- ") + "a",
		"brackets":           many("["),
		"stars":              many("*"),
		"links":              many("[a]("),
		"stars and words":    many("*a_ "),
		"references":         many("[^a]") + "\n\n[^a]: b",
		"shortcodes":         many("{{< a "),
		"rows of HTML":       "<table>" + many("<tr><td>a"),
		"styles of HTML":     "<p>" + many("<b>a"),
		"columns":            many("|a") + "|\n" + many("|-") + "|\n" + many("|b") + "|\n",
		"a line of 5 MB":     strings.Repeat("words ", 5<<20/6),
		"a word of 5 MB":     strings.Repeat("a", 5<<20),
		"a table of 1 MB":    "| a | b |\n|---|---|\n" + strings.Repeat("| some words | more words |\n", 1<<20/28),
		"a cell of 1 MB":     "| a | b |\n|---|---|\n| " + strings.Repeat("words ", 1<<20/6) + "| b |\n",
		"code of 1 MB":       "```go\n" + strings.Repeat("func f() int { return 1 }\n", 1<<20/26) + "```\n",
		"HTML of 1 MB":       "<div>" + strings.Repeat("words <b>bold</b> ", 1<<20/18) + "</div>",
		"Chinese of 1 MB":    strings.Repeat("停戦が合意された。", 1<<20/27),
		"marks of 1 MB":      "a" + strings.Repeat("\u0301", 1<<19),
		"delimiters of 1 MB": strings.Repeat("**a *b _c ~~d `e [f](", 1<<20/21),
	}
}

// prosaic is prose of about n bytes.
func prosaic(n int) string {
	const text = "The delegations met in *Doha*, and [the statement](https://example.org/a) speaks of a cease-fire that both sides would keep.\n\n"
	return strings.Repeat(text, n/len(text)+1)
}

// drawAll parses a document and draws every passage of it, and gives the
// number of rows.
func drawAll(src string) int {
	b := brief.Parse([]byte(src), "bomb.md", brief.Limits{})
	e := New(darkTheme())
	rows := 0
	for i := range b.Passages {
		rows += len(e.Render(b, i, 80).Rows)
	}
	return rows
}

// A document made to take long takes no longer than some times as long as
// prose of the same size, and answers at all.
func TestBombs(t *testing.T) {
	const worst = 20                // times; what is measured is about one
	fair := map[int]time.Duration{} // for prose of so many bytes
	for _, size := range []int{256 << 10, 1 << 20} {
		prose := prosaic(size)
		start := time.Now()
		drawAll(prose)
		fair[size] = time.Since(start)
	}
	for name, src := range bombs() {
		size := 256 << 10 // what takes a millisecond cannot be measured
		if len(src) > size {
			size = 1 << 20
		}
		if len(src) > 2*size && testing.Short() {
			continue
		}
		most := worst * fair[size] * time.Duration(max(1, len(src)/size))
		t.Run(name, func(t *testing.T) {
			start := time.Now()
			rows := drawAll(src)
			took := time.Since(start)
			if rows == 0 {
				t.Error("nothing is drawn")
			}
			if took > most {
				t.Errorf("%d bytes took %v; prose of %d bytes takes %v", len(src), took, size, fair[size])
			}
		})
	}
}

func BenchmarkBombs(b *testing.B) {
	for name, src := range bombs() {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(src)))
			for b.Loop() {
				drawAll(src)
			}
		})
	}
}
