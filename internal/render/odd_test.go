package render

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"broadsheet/internal/brief"
)

// Links to other documents have the address as it was written, are drawn as
// links and are none to the terminal.
func TestLinksToOtherDocuments(t *testing.T) {
	e := New(darkTheme())
	for _, c := range []struct {
		src, text string
		want      Link
	}{
		{"[words](other.md#part-two)", "words", Link{Ref: "other.md#part-two"}},
		{"[words](../2025/a%20b.md)", "words", Link{Ref: "../2025/a b.md"}},
		{"[words](<a b.md>)", "words", Link{Ref: "a b.md"}},
		{"[words](a&amp;b.md)", "words", Link{Ref: "a&b.md"}},
		{"[](../notes/other.md)", "../notes/other.md", Link{Ref: "../notes/other.md"}},
		{"<p><a href='x.md'>words</a>", "words", Link{Ref: "x.md"}},
		{"[words](/from/the/root.md)", "words", Link{Ref: "/from/the/root.md"}},
		{"[words](//example.org/x.md)", "words", Link{}},
		{"[words](<\\\\\\\\host\\x.md>)", "words", Link{}},
		{"[words](%2f%2fexample.org/x.md)", "words", Link{}},
		{"[words](file:x.md)", "words", Link{}},
		{"[words](file%3Ax.md)", "words", Link{}},
		{"[words](#nowhere)", "words", Link{}},
		{"[words](a%1b[2Jb.md)", "words", Link{Ref: "a␛[2Jb.md"}},
		{"[words](a%ff.md)", "words", Link{Ref: "a\ufffd.md"}},
		{"[words](100%.md)", "words", Link{Ref: "100%.md"}},
		{"[words](" + strings.Repeat("x", 1024) + ")", "words", Link{Ref: strings.Repeat("x", 1024)}},
		{"[words](" + strings.Repeat("x", 1025) + ")", "words", Link{}},
		{"[words]({{< ref \"x.md\" >}})", "words", Link{}},
		{"[[Name]]", "Name", Link{Ref: "Name", Named: true}},
		{"[[A name of words#Part two]]", "A name of words#Part two", Link{Ref: "A name of words#Part two", Named: true}},
		{"[[Name|some words]]", "some words", Link{Ref: "Name", Named: true}},
		{"*[[A &amp; B|a*b]]*", "a*b", Link{Ref: "A & B", Named: true}},
		{"[[#Top]]\n\n# Top", "#Top", Link{Here: true, Passage: 1}},
		{"[[#Nowhere]]", "#Nowhere", Link{}},
		{"[[Name]]\n\n[name]: https://example.org", "[Name]", Link{URL: "https://example.org"}},
		{"[[Name]]: words", "[[Name]]: words", Link{}},
		{"so [[Name]]: words", "so Name: words", Link{}},
		{"[[Name]](x.md)", "[Name]", Link{Ref: "x.md"}},
		{"[[[Name]]]", "[[[Name]]]", Link{}},
		{"[[Na\nme]]", "[[Na me]]", Link{}},
		{"[[Na[me]]", "[[Na[me]]", Link{}},
		{"[[Name]", "[[Name]", Link{}},
		{"if [[ -f x ]]", "if [[ -f x ]]", Link{}},
		{"[[|words]]", "[[|words]]", Link{}},
		{"[[Name|]]", "[[Name|]]", Link{}},
		{"[[]]", "[[]]", Link{}},
		{"`[[Name]]`", "[[Name]]", Link{}},
		{"\\[[Name]]", "[[Name]]", Link{}},
	} {
		b := parse(c.src + "\n")
		block := e.Render(b, 0, 200)
		row := block.Rows[0]
		if got := e.Text(row); got != c.text {
			t.Errorf("%.60q is drawn as %q, want %q", c.src, got, c.text)
		}
		var got Link
		if l := block.LinkAt(0, 1); l != nil {
			got = *l
			if row.Cells[1].Style == 0 {
				t.Errorf("%.60q does not look like a link", c.src)
			}
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%.60q leads to (-want +got):\n%s", c.src, diff)
		}
		if line := e.Paint(row, nil, 200); strings.Contains(line, "\x1b]") && !strings.Contains(c.src, "https:") {
			t.Errorf("%.60q is a link to the terminal: %q", c.src, line)
		}
		if f := faults(e, b, 30); f != nil {
			t.Errorf("%.60q: %s", c.src, f)
		}
	}
	table := parse("| a | b |\n|---|---|\n| [[Name\\|words]] | x |\n")
	if l := e.Render(table, 0, 40).LinkAt(2, 1); l == nil || *l != (Link{Ref: "Name", Named: true}) || !strings.Contains(table.Passages[0].Text, "\nwords | x") {
		t.Errorf("in a table: %v, %q", l, table.Passages[0].Text)
	}
}

// A badge leads where the link around it does.
func TestBadge(t *testing.T) {
	b := parse("[![build](https://img.example/x.svg)](https://ci.example/run) ![alone](https://img.example/y.svg) [![to a neighbour](https://img.example/x.svg)](x.md)\n")
	e := New(PlainTheme())
	got := map[Link]bool{}
	for _, c := range e.Render(b, 0, 300).Rows[0].Cells {
		if c.Link != nil {
			got[*c.Link] = true
		}
	}
	want := map[Link]bool{{URL: "https://ci.example/run"}: true, {URL: "https://img.example/y.svg"}: true, {Ref: "x.md"}: true}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// What people write that is no Markdown, or is not as it should be: what the
// text is, and what is drawn.
func TestOddMarkup(t *testing.T) {
	for _, c := range []struct {
		name, src   string
		texts, want []string
	}{
		{"cells beyond the heading", "| a | b |\n|---|---|\n| c | d | e | f |\n| g | h | |\n| i | j \\| k |\n l|m|n\n",
			[]string{"a | b\nc | d | e | f\ng | h\ni | j | k\nl | m|n"},
			[]string{"a │ b", "──┼──────────", "c │ d | e | f", "g │ h", "i │ j | k", "l │ m|n"}},
		{"a table with too short a rule", "| a | b |\n|---|\n| c | *d* |\n", []string{"| a | b |\n|---|\n| c | d |"}, []string{"| a | b |", "|---|", "| c | d |"}},
		{"a table without a rule", "| a | b |\n| c | d |\n", []string{"| a | b |\n| c | d |"}, []string{"| a | b |", "| c | d |"}},
		{"a bar on one line alone", "| a\nb\n", []string{"| a b"}, []string{"| a b"}},
		{"an alert", "> [!NOTE]\n> Some *words*\n> go on.\n>\n> More.\n", []string{"Note\nSome words go on.", "More."},
			[]string{"│ Note", "│ Some words go on.", "│", "│ More."}},
		{"an alert of one line", "> [!warning]  \n\nText.\n", []string{"Warning", "Text."}, []string{"│ Warning", "", "Text."}},
		{"an alert before code", "> [!TIP]\n> ```\n> code\n> ```\n", []string{"Tip", "code"}, []string{"│ Tip", "│", "│   code"}},
		{"no alert", "[!NOTE]\nText\n\n> [!OTHER]\n> Text\n\n> Text\n> [!NOTE]\n", []string{"[!NOTE] Text", "[!OTHER] Text", "Text [!NOTE]"},
			[]string{"[!NOTE] Text", "", "│ [!OTHER] Text", "", "│ Text [!NOTE]"}},
		{"a part that has a name", "Before.\n\n::: warning\nTake *care*.\nDo.\n:::\n\nAfter.\n", []string{"Before.", "warning", "Take care. Do.", "After."},
			[]string{"Before.", "", "warning", "", "Take care. Do.", "", "After."}},
		{"a part with a title", ":::note The *title*\n\n- item\n\n:::\n\n::::{.wide #x}\ntext\n:::: end\n", []string{"note The title", "item", "{.wide #x}", "text", "end"},
			[]string{"note The title", "", "• item", "", "{.wide #x}", "", "text", "", "end"}},
		{"colons in a text", "Said ::: *so*\n\n:: x\n\n::::: 1 :::::\n\n:::)\n", []string{"Said ::: so", ":: x", "1", ":::)"}, []string{"Said ::: so", "", ":: x", "", "1", "", ":::)"}},
		{"too deep a quotation", strings.Repeat(">", 2000) + " words\n" + strings.Repeat("> ", 2000) + "*go* on\n", []string{"words go on"},
			[]string{strings.Repeat("│ ", 8) + "… 1,992 more levels", strings.Repeat("│ ", 8) + "words go on"}},
		{"a level too deep", strings.Repeat("> ", 9) + "words\n", []string{"words"}, []string{strings.Repeat("│ ", 8) + "… 1 more level", strings.Repeat("│ ", 8) + "words"}},
	} {
		t.Run(c.name, func(t *testing.T) { checkOdd(t, c.src, c.texts, c.want) })
	}
}

func checkOdd(t *testing.T, src string, texts, want []string) {
	t.Helper()
	b := parse(src)
	e := New(PlainTheme())
	var got []string
	for _, p := range b.Passages {
		got = append(got, p.Text)
	}
	if diff := cmp.Diff(texts, got); diff != "" {
		t.Errorf("the texts (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(want, e.Lines(b, 60)); diff != "" {
		t.Errorf("drawn (-want +got):\n%s", diff)
	}
	for width := 2; width < 40; width++ {
		for _, f := range faults(e, b, width) {
			t.Error(f)
		}
	}
}

// What kind of alert it is stands in bold; what parts the text is aside.
func TestLooksOfAlerts(t *testing.T) {
	b := parse("> [!NOTE]\n> Text\n\n::: tip\nText\n:::\n")
	e := New(PlainTheme())
	bold := e.id(Style{Bold: true}.cell())
	for k, c := range e.Render(b, 0, 40).Rows[0].Cells {
		if (c.Style == bold) != (k > 1) {
			t.Errorf("cell %d %q has style %d", k, c.Text, c.Style)
		}
	}
	if !b.Passages[1].Aside || b.Passages[2].Aside || b.Words != 3 {
		t.Errorf("%d words; %+v", b.Words, b.Passages[1:])
	}
	if got := b.Passages[0].Source(brief.Span{Start: 0, End: 4}); string(b.Raw[got.Start:got.End]) != "[!NOTE]" {
		t.Errorf("Note comes from %v", got)
	}
}
