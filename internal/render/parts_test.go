package render

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"broadsheet/internal/brief"
)

// The parts of a long table are drawn as one table: no gap between them, the
// same columns in all, and where they are records the headings in each.
func TestPartsOfATable(t *testing.T) {
	const rows = 1500
	var sb strings.Builder
	sb.WriteString("| Number | What | Where |\n|---|---|---|\n")
	for i := range rows {
		fmt.Fprintf(&sb, "| %d | %s | x |\n", i, strings.Repeat("w", 1+i*17/rows))
	}
	b := parse(sb.String())
	if n := len(b.Passages); n < 4 || b.Passages[n-1].Part != n-1 {
		t.Fatalf("%d passages, the last is part %d", n, b.Passages[n-1].Part)
	}
	e := New(PlainTheme())
	lines := e.Lines(b, 80)
	if len(lines) != rows+2 {
		t.Errorf("%d lines for %d rows", len(lines), rows)
	}
	for y, l := range lines {
		if at := strings.IndexAny(l, "│┼"); at != strings.Index(lines[0], "│") && y != 1 {
			t.Fatalf("line %d %q: the first column ends at byte %d", y, l, at)
		}
		if at, want := strings.LastIndexAny(l, "│"), strings.LastIndexAny(lines[0], "│"); at != want && y != 1 {
			t.Fatalf("line %d %q: the second column ends at byte %d, want %d", y, l, at, want)
		}
	}
	records := e.Lines(b, 20)
	if n := count(records, "Number: "); n != rows {
		t.Errorf("%d records of %d have their headings", n, rows)
	}
	if n := count(records, "──────"); n != rows-1 {
		t.Errorf("%d lines between %d records", n, rows)
	}
	for _, width := range []int{20, 30, 80} {
		for _, f := range faults(e, b, width) {
			t.Error(f)
		}
	}
}

func count(lines []string, begin string) int {
	n := 0
	for _, l := range lines {
		if strings.HasPrefix(l, begin) {
			n++
		}
	}
	return n
}

// Where cells take several lines there is a line between all rows, of one part
// and of two.
func TestPartsOfADeepTable(t *testing.T) {
	const rows = 400
	for name, src := range map[string]string{
		"Markdown": "| Name | What was said |\n|---|---|\n" + strings.Repeat("| Somebody | some more words than there is room for |\n", rows),
		"HTML":     "<table><tr><th>Name<th>What was said</tr>\n" + strings.Repeat("<tr><th>Somebody<td>some more words than there is room for</tr>\n", rows) + "</table>\n",
	} {
		b := parse(src)
		lines := New(PlainTheme()).Lines(b, 37)
		if len(b.Passages) < 2 {
			t.Fatalf("%s: %d passages", name, len(b.Passages))
		}
		want := []string{"Name     │ What was said"}
		for range rows {
			want = append(want, "─────────┼───────────────────────────", "Somebody │ some more words than there", "         │ is room for")
		}
		if !slices.Equal(lines, want) {
			t.Errorf("%s: %d lines, want %d; the first are %q", name, len(lines), len(want), lines[:8])
		}
	}
}

// Code in several parts is one text: no gap, and no empty line is lost.
func TestPartsOfCode(t *testing.T) {
	var want []string
	for i := range 1000 {
		want = append(want, fmt.Sprintf("  line %d of it", i), "", "")
	}
	want = want[:len(want)-2]
	for name, src := range map[string]string{
		"fenced":   "```\n" + strings.ReplaceAll(strings.Join(want, "\n"), "  line", "line") + "\n```\n",
		"indented": strings.ReplaceAll(strings.Join(want, "\n"), "  line", "    line") + "\n",
	} {
		b := parse(src)
		if len(b.Passages) < 3 {
			t.Fatalf("%s: %d passages", name, len(b.Passages))
		}
		if got := New(PlainTheme()).Lines(b, 60); !slices.Equal(got, want) {
			t.Errorf("%s: %d lines, want %d", name, len(got), len(want))
		}
	}
}

// However large blocks are, those of a frame are not drawn again for the next.
func TestCacheKeepsAFrame(t *testing.T) {
	b := parse(strings.Repeat(strings.Repeat("many words in one paragraph ", 500)+"\n\n", 4))
	e := New(PlainTheme())
	var frame []Block
	for i := range b.Passages {
		frame = append(frame, e.Render(b, i, 200))
	}
	e.cache.cells += maxCells // as if they were larger
	e.Render(parse("other"), 0, 200)
	for i, was := range frame {
		if is := e.Render(b, i, 200); &is.Rows[0] != &was.Rows[0] {
			t.Errorf("passage %d is drawn again", i)
		}
	}
	for k := range 4 * leastKept {
		e.Render(parse(fmt.Sprint("brief ", k)), 0, 200)
	}
	if n := e.cache.order.Len(); n != leastKept {
		t.Errorf("%d blocks are kept beyond the bound", n)
	}
	var extents []*extent
	big := parse("|a|\n|-|\n" + strings.Repeat("|b|\n", 1200))
	for range 2 {
		extents = append(extents, e.extent(big, 1))
	}
	if extents[0] == nil || extents[0] != extents[1] {
		t.Error("the columns of a table are measured twice")
	}
	for range 3 * maxTables {
		e.cache.table(&brief.Brief{}, 0, func() *extent { return &extent{} })
	}
	if len(e.cache.tables) > maxTables {
		t.Errorf("the columns of %d tables are kept", len(e.cache.tables))
	}
}

// Code of several parts is coloured in all of them, or, where it is long, in
// none.
func TestColoursOfLongCode(t *testing.T) {
	for lines, coloured := range map[int]bool{300: true, 1000: false} {
		b := parse("```go\n" + strings.Repeat("func f() int { return 1 } // word\n", lines) + "```\n")
		e := New(darkTheme())
		for i := range b.Passages {
			looks := map[StyleID]bool{}
			for _, c := range e.Render(b, i, 80).Rows[0].Cells {
				looks[c.Style] = true
			}
			if len(b.Passages) < 2 || len(looks) > 3 != coloured {
				t.Errorf("%d lines, part %d of %d: %d styles", lines, i, len(b.Passages), len(looks))
			}
		}
	}
}
