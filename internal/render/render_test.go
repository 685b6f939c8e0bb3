package render

import (
	"flag"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"broadsheet/internal/brief"
	"broadsheet/internal/palette"
)

var update = flag.Bool("update", false, "write the golden files anew")

func parse(src string) *brief.Brief {
	return brief.Parse([]byte(src), "sample.md", brief.Limits{})
}

// darkTheme and lightTheme are the first of the built-in themes.
func darkTheme() Theme  { return builtIn("dark", true) }
func lightTheme() Theme { return builtIn("light", false) }

func builtIn(name string, dark bool) Theme {
	p, _ := palette.Named("", dark, false)
	return Coloured(name, dark, p)
}

func sample(t testing.TB) *brief.Brief {
	t.Helper()
	src, err := os.ReadFile(filepath.Join("testdata", "sample.md"))
	if err != nil {
		t.Fatal(err)
	}
	return brief.Parse(src, "sample.md", brief.Limits{})
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatalf("%v (make it with go test ./internal/render -update)", err)
	}
	if diff := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(got, "\n")); diff != "" {
		t.Errorf("%s (-want +got):\n%s", name, diff)
	}
}

func TestSample(t *testing.T) {
	b := sample(t)
	for _, width := range []int{30, 60, 100} {
		lines := New(PlainTheme()).Lines(b, width)
		golden(t, fmt.Sprintf("sample-%d.txt", width), strings.Join(lines, "\n")+"\n")
		for _, theme := range []Theme{darkTheme(), lightTheme()} {
			if diff := cmp.Diff(lines, New(theme).Lines(b, width)); diff != "" {
				t.Errorf("theme %s changes the words at width %d:\n%s", theme.Name, width, diff)
			}
		}
	}
}

// Tables as they are in news reports, with three to six columns of words, and
// such as fit no screen.
func TestTables(t *testing.T) {
	src, err := os.ReadFile(filepath.Join("testdata", "tables.md"))
	if err != nil {
		t.Fatal(err)
	}
	b := brief.Parse(src, "tables.md", brief.Limits{})
	e := New(PlainTheme())
	for _, width := range []int{30, 45, 60, 80, 100} {
		golden(t, fmt.Sprintf("tables-%d.txt", width), strings.Join(e.Lines(b, width), "\n")+"\n")
	}
	for width := 2; width < 200; width++ {
		for _, f := range faults(e, b, width) {
			t.Error(f)
		}
	}
}

// A column is as wide as its words, or its cells if that is less; all the width
// is used; and no cell is broken while another column has room to spare.
func TestFitColumns(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		g := &grid{}
		for range rapid.IntRange(1, 8).Draw(t, "columns") {
			natural := rapid.IntRange(1, 90).Draw(t, "natural")
			g.widths = append(g.widths, natural)
			g.words = append(g.words, rapid.IntRange(1, natural).Draw(t, "word"))
		}
		width := rapid.IntRange(1, 200).Draw(t, "width")
		avail := width - 3*(len(g.widths)-1)
		least, wanted := 0, total(g.widths)
		for c, w := range g.widths {
			least += min(w, max(minColumn, min(g.words[c], 18)))
		}
		got := fitColumns(&g.extent, width)
		if (got == nil) != (least > avail) {
			t.Fatalf("%v in %d columns for at least %d", got, avail, least)
		}
		if got == nil {
			return
		}
		if total(got) != min(avail, wanted) {
			t.Errorf("%v uses %d of %d, %d are wanted", got, total(got), avail, wanted)
		}
		for c, w := range got {
			if w > g.widths[c] || w < min(g.widths[c], g.words[c], 18) {
				t.Errorf("column %d is %d wide, wants %d, has a word of %d", c, w, g.widths[c], g.words[c])
			}
		}
	})
}

// The styles and links of cells, drawn as a screen receives them.
func TestSampleStyles(t *testing.T) {
	b := sample(t)
	for name, theme := range map[string]Theme{"dark": darkTheme(), "light": lightTheme(), "plain": PlainTheme()} {
		e := New(theme)
		var sb strings.Builder
		for i := range b.Passages {
			for _, r := range e.Render(b, i, 60).Rows {
				fmt.Fprintf(&sb, "%q\n", e.Paint(r, nil, 60))
			}
		}
		golden(t, "styles-"+name+".txt", sb.String())
	}
}

// faults lists what is wrong with a brief drawn at a width.
func faults(e *Engine, b *brief.Brief, width int) []string {
	var out []string
	bad := func(format string, args ...any) { out = append(out, fmt.Sprintf(format, args...)) }
	for i := range b.Passages {
		p := &b.Passages[i]
		block := e.Render(b, i, width)
		if len(block.Rows) == 0 {
			bad("passage %d has no rows", i)
		}
		for y, r := range block.Rows {
			if len(r.Cells) != len(r.Src) {
				bad("passage %d row %d: %d cells, %d sources", i, y, len(r.Cells), len(r.Src))
			}
			if w := r.Width(); w > width {
				bad("passage %d row %d is %d columns wide: %q", i, y, w, r.text())
			}
			for k, src := range r.Src {
				if src >= 0 && int(src) >= len(b.Raw) {
					bad("passage %d row %d cell %d: source %d of %d", i, y, k, src, len(b.Raw))
				}
			}
		}
		if w := missing(block, p); w != "" {
			bad("passage %d (%s) at width %d lost %q: text %q, drawn %q", i, p.Kind, width, w, p.Text, drawn(block, false))
		}
	}
	return out
}

// missing gives the first word of a passage's text that is not drawn in its turn.
func missing(block Block, p *brief.Passage) string {
	page := letters(drawn(block, p.Kind == brief.Table))
	for _, word := range strings.FieldsFunc(p.Text, func(r rune) bool { return unicode.IsSpace(r) || p.Kind == brief.Table && r == '|' }) {
		w := letters(word)
		k := strings.Index(page, w)
		if k < 0 {
			return word
		}
		page = page[k+len(w):]
	}
	return ""
}

// drawn is the passage's own text as it is on the screen, without decoration.
// A table's is put back into the order of the source, each cell once.
func drawn(block Block, table bool) string {
	var sb strings.Builder
	at := map[int32]string{}
	for _, r := range block.Rows {
		for k, c := range r.Cells {
			if r.Src[k] >= 0 && !table {
				sb.WriteString(c.Text)
			}
			at[r.Src[k]] = c.Text
		}
	}
	if table {
		delete(at, -1)
		for _, src := range slices.Sorted(maps.Keys(at)) {
			sb.WriteString(at[src])
		}
	}
	return sb.String()
}

// letters is s without white space, and without the non-joiner that may be added.
func letters(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || r == '\u200c' {
			return -1
		}
		return r
	}, s)
}

func TestNoFaults(t *testing.T) {
	b := sample(t)
	for _, theme := range []Theme{darkTheme(), PlainTheme()} {
		e := New(theme)
		for width := 2; width < 130; width += 1 + width/20 {
			for _, f := range faults(e, b, width) {
				t.Errorf("%s: %s", theme.Name, f)
			}
		}
	}
}

// Letters of a passage that are drawn know where they come from, and it is
// the same letter there.
func TestSources(t *testing.T) {
	b := sample(t)
	e := New(darkTheme())
	for _, width := range []int{20, 60, 200} {
		all, mapped, right := 0, 0, 0
		for i := range b.Passages {
			for _, r := range e.Render(b, i, width).Rows {
				for k, c := range r.Cells {
					if !unicode.IsLetter([]rune(c.Text)[0]) {
						continue
					}
					src := r.Src[k]
					if src < 0 {
						continue
					}
					mapped++
					if strings.HasPrefix(string(b.Raw[src:]), c.Text) || b.Raw[src] == '&' {
						right++
					}
				}
			}
			for _, r := range b.Passages[i].Text {
				if unicode.IsLetter(r) {
					all++
				}
			}
		}
		if mapped*100 < all*98 || right*100 < mapped*99 {
			t.Errorf("width %d: %d letters in the texts, %d drawn with a source, %d of them right", width, all, mapped, right)
		}
	}
}

func TestLocate(t *testing.T) {
	src := "# Title\n\nThe **cease**-fire was [signed](https://example.org) in Doha &amp; then held for a while.\n"
	b := parse(src)
	e := New(darkTheme())
	p := len(b.Passages) - 1
	for _, width := range []int{10, 20, 80} {
		block := e.Render(b, p, width)
		for _, word := range []string{"cease", "fire", "signed", "Doha", "while"} {
			at := strings.Index(src, word)
			var got strings.Builder
			for _, reg := range block.Locate(brief.Span{Start: at, End: at + len(word)}) {
				for x, c := range block.Rows[reg.Row].Cells[reg.From:reg.To] {
					got.WriteString(c.Text)
					col := 0
					for _, before := range block.Rows[reg.Row].Cells[:reg.From+x] {
						col += int(before.Width)
					}
					if back := block.At(reg.Row, col); back < at || back >= at+len(word) {
						t.Errorf("width %d: %q at row %d column %d leads back to byte %d", width, word, reg.Row, col, back)
					}
				}
			}
			if got.String() != word {
				t.Errorf("width %d: %q is located as %q", width, word, got.String())
			}
			if y := block.Row(at); len(block.Locate(brief.Span{Start: at, End: at + 1})) != 1 || block.Locate(brief.Span{Start: at, End: at + 1})[0].Row != y {
				t.Errorf("width %d: Row gives %d for %q", width, y, word)
			}
		}
		if block.At(-1, 0) != -1 || block.At(len(block.Rows), 0) != -1 {
			t.Error("a row that does not exist has a source")
		}
	}
}

func TestHangingIndent(t *testing.T) {
	b := parse("- one two three four five\n\n  second paragraph of it\n\n  > quoted words in here\n\n12. twelve is a number too\n")
	got := strings.Join(New(PlainTheme()).Lines(b, 18), "\n")
	want := strings.Join([]string{
		"• one two three",
		"  four five",
		"",
		"  second paragraph",
		"  of it",
		"",
		"  │ quoted words",
		"  │ in here",
		"",
		"12. twelve is a",
		"    number too",
	}, "\n")
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestDeepFramesLeaveRoom(t *testing.T) {
	b := parse(strings.Repeat("> ", 8) + "words that must stay readable\n")
	for i := range b.Passages {
		for _, l := range New(PlainTheme()).Lines(b, 20) {
			if n := strings.Count(l, "│"); n > 4 {
				t.Errorf("passage %d: %d bars in 20 columns: %q", i, n, l)
			}
		}
	}
}

func TestGap(t *testing.T) {
	b := parse("# One\n\ntext\n\n## Two\n\n### Three\n\n- a\n- b\n\ntext\n\n1. x\n\n2. y\n")
	e := New(PlainTheme())
	var got []string
	for i, p := range b.Passages {
		got = append(got, fmt.Sprintf("%d %s", e.Gap(b, i), p.Text))
	}
	want := []string{"0 One", "1 text", "2 Two", "1 Three", "1 a", "0 b", "1 text", "1 x", "1 y"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestCacheKeepsBlocks(t *testing.T) {
	b := sample(t)
	e := New(darkTheme())
	one := e.Render(b, 1, 60)
	if two := e.Render(b, 1, 60); &one.Rows[0] != &two.Rows[0] {
		t.Error("the second drawing of a passage is not the first")
	}
	for w := 40; w < 80; w++ {
		for i := range b.Passages {
			e.Render(b, i, w)
		}
	}
	if e.cache.cells > maxCells {
		t.Errorf("the cache holds %d cells", e.cache.cells)
	}
	if len(e.cache.blocks) != e.cache.order.Len() {
		t.Errorf("%d blocks, %d in order", len(e.cache.blocks), e.cache.order.Len())
	}
}

func TestOutOfRange(t *testing.T) {
	e := New(darkTheme())
	for _, b := range []*brief.Brief{parse(""), parse("x")} {
		for _, i := range []int{-1, 0, 5} {
			for _, w := range []int{-3, 0, 1} {
				e.Render(b, i, w)
				e.Gap(b, i)
				e.Between(b, i, w)
			}
		}
	}
}

// Pieces of Markdown from which documents are drawn at random.
var pieces = []string{
	"word", "Türkiye", "東京都", "👨‍👩‍👧‍👦", "e\u0301", "*", "**", "_", "~~", "`", "``", "[", "](https://example.org/a)", "](javascript:x)",
	"![", "<b>", "<br>", "<!--", "&amp;", "&#27;", "&#x202e;", "\\", "\\*", "\n", "\n\n", "  \n", "- ", "1. ", "> ", "# ", "## ", "    ", "\t",
	"| a | b |\n|---|---|\n| c | d |\n", "|", "---\n", "===\n", "```go\n", "```\n", "<div>\n", "[^1]", "\n\n[^1]: ", "- [x] ", "{{< img alt=\"a b\" >}}", "{{< note >}}", "{{< /note >}}", "{{< ", " >}}",
	"<table>", "<tr>", "<td>", "</td>", "</table>\n", "<ul><li>", "<pre>", "</pre>", "<h2>", "<p>", "</p>\n", "<a href='#x'>", "</a>", "<img alt='a b'>", "停戦", "\n停戦", "{#x}\n", "[[", "]]", "[[a|b]]", "](x.md)", "\n> [!NOTE]\n> ", "\n::: note\n", ":::\n", "\n| c | d | e\n", "https://example.org/x?y=z",
	"\x1b[31m", "\u200b", "\u0600", "\u200d", "\u0301", " ", " ", " ", ".", "…", "-", "—",
}

func document(t *rapid.T) string {
	return strings.Join(rapid.SliceOfN(rapid.SampledFrom(pieces), 0, 60).Draw(t, "pieces"), "")
}

func TestProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		b := parse(document(t))
		width := rapid.IntRange(2, 120).Draw(t, "width")
		e := New(darkTheme())
		for _, f := range faults(e, b, width) {
			t.Error(f)
		}
		for i := range b.Passages {
			for _, r := range e.Render(b, i, width).Rows {
				checkLine(t, e, r, width)
			}
		}
	})
}

func FuzzRender(f *testing.F) {
	for _, s := range hostile {
		f.Add([]byte(s), 40)
	}
	for _, p := range pieces {
		f.Add([]byte(p+" x "+p), 20)
	}
	src, err := os.ReadFile(filepath.Join("testdata", "sample.md"))
	if err != nil {
		f.Fatal(err)
	}
	f.Add(src, 60)
	f.Fuzz(func(t *testing.T, src []byte, width int) {
		width = 2 + (width%200+200)%200
		if len(src) > 1<<16 {
			return
		}
		b := parse(string(src))
		e := New(lightTheme())
		if utf8.Valid(src) { // else two halves of a character may stand apart on one side only
			for _, fault := range faults(e, b, width) {
				t.Error(fault)
			}
		}
		for i := range b.Passages {
			for _, r := range e.Render(b, i, width).Rows {
				checkLine(t, e, r, width)
			}
		}
	})
}

// The name of a note stands before it as it does in the text.
func TestNamesOfNotes(t *testing.T) {
	b := parse("Said[^note-on-sources].\n\n[^note-on-sources]: By whom it was said, and when.\n\n    And where.\n")
	want := []string{
		"Said[note-on-sources].",
		"",
		"[note-on-sources] By whom it was said, and when.",
		"",
		"                  And where.",
	}
	if diff := cmp.Diff(want, New(PlainTheme()).Lines(b, 60)); diff != "" {
		t.Error(diff)
	}
	narrow := New(PlainTheme()).Lines(b, 30)
	if got := narrow[2]; got != "[note-on-so… By whom it was" {
		t.Errorf("on a narrow screen: %q", got)
	}
}

func total(n []int) int {
	t := 0
	for _, v := range n {
		t += v
	}
	return t
}
