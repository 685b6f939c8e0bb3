package render

import (
	"io"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"broadsheet/internal/brief"
)

// What Glamour, given a whole document, does wrong, and what is drawn here
// instead: the list is that of the faults known of it.
func TestFaultsOfGlamour(t *testing.T) {
	for _, c := range []struct {
		fault string
		width int
		src   string
		want  []string
	}{
		{"items of loose lists are glued into one word", 30, "- first para\n\n  second para\n\n- next item", []string{
			"• first para", "", "  second para", "", "• next item",
		}},
		{"hard line breaks are lost", 30, "one  \ntwo\\\nthree<br>four", []string{"one", "two", "three", "four"}},
		{"front matter is a rule and a heading", 30, "---\ntitle: T\ndate: 2025-10-19\n---\nText.", []string{"Text."}},
		{"notes leak HTML", 30, "Said[^1] so.\n\n[^1]: By whom.", []string{"Said[1] so.", "", "[1] By whom."}},
		{"headings of tables are cut with …", 20, "| A long heading of a column | B |\n|---|---|\n| c | d |", []string{
			"A long heading   │ B", "of a column      │", "─────────────────┼──", "c                │ d",
		}},
		{"words are split in cells", 31, "| Name | What |\n|---|---|\n| Responsibility | Implementation of it |", []string{
			"Name           │ What", "───────────────┼───────────────", "Responsibility │ Implementation", "               │ of it",
		}},
		{"blocks of HTML lose their text", 40, "<details><summary>More of it</summary>\n<p>Press <kbd>Ctrl</kbd>+<kbd>C</kbd> to<br>stop.</p></details>\n<!-- a comment -->\n", []string{
			"More of it", "", "Press Ctrl+C to", "stop.",
		}},
		{"blocks of HTML are glued to what follows", 30, "<div>One.</div>\n\nTwo.\n\n<p>Three.\n\nFour.", []string{"One.", "", "Two.", "", "Three.", "", "Four."}},
		{"tables in HTML are glued into one word", 30, "<table>\n<tr><th>Crossing<th>Open\n<tr><td>Torkham<td>yes\n<tr><td>Chaman<td>no\n</table>", []string{
			"Crossing │ Open", "─────────┼─────", "Torkham  │ yes", "Chaman   │ no",
		}},
		{"pictures in HTML are lost", 60, "See <img src=\"border.png\" alt=\"a map of the border\"> here.", []string{"See [image: a map of the border · border.png] here."}},
		{"lists have no hanging indents", 20, "- one two three four five\n  1. six seven eight nine", []string{"• one two three four", "  five", "  1. six seven eight", "     nine"}},
		{"long addresses overflow", 20, "See https://example.org/a/very/long/path?with=a&query=too.", []string{"See", "https://example.org/", "a/very/long/path?", "with=a&query=too."}},
		{"Chinese and Japanese are not wrapped", 20, "停戦が合意された後、国境は二日で再び開かれた。", []string{"停戦が合意された後、", "国境は二日で再び開か", "れた。"}},
		{"a soft break is a space in Chinese and Japanese", 20, "停戦が\n合意された", []string{"停戦が合意された"}},
		{"instructions of site generators are text", 60, "{{< img src=\"a.jpg\" alt=\"The pass\" >}}\n\n{{< note >}}\nRead [the recap]({{< ref \"a.md\" >}} \"Recap\").\n{{< /note >}}\n\n{{< tweet id=\"7\" >}}", []string{
			"[image: The pass]", "", "Read the recap.", "", "[tweet id=\"7\"]",
		}},
		{"rows of a site generator are glued", 60, "{{< table >}}\n{{< row >}}\n{{< do >}}Ask.{{< /do >}}\n{{< dont >}}Guess.{{< /dont >}}\n{{< /row >}}\n{{< /table >}}\n", []string{"Ask.", "Guess."}},
	} {
		t.Run(c.fault, func(t *testing.T) {
			got := New(darkTheme()).Lines(parse(c.src), c.width)
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("at width %d (-want +got):\n%s", c.width, diff)
			}
		})
	}
	t.Run("links of any scheme are live", func(t *testing.T) {
		b := parse("[a](javascript:x) [b](file:///etc/passwd) [c](ftp://e.test) [d](vscode://x) <e:f> <a href='javascript:x'>g</a> [h](https://e.test)")
		e := New(darkTheme())
		row := e.Render(b, 0, 200).Rows[0]
		for _, c := range row.Cells {
			if c.Link != nil && c.Text != "h" {
				t.Errorf("%q leads to %q", c.Text, c.Link.URL)
			}
		}
		if n := strings.Count(e.Paint(row, nil, 200), "\x1b]8;"); n != 2 {
			t.Errorf("%d sequences of links, want one to begin and one to end", n)
		}
	})
	t.Run("unknown nodes are printed on standard output", func(t *testing.T) {
		src := strings.Join(pieces, " ") + "\n\n" + strings.Join(pieces, "\n")
		if out := printed(t, func() {
			for _, b := range []*brief.Brief{sample(t), parse(src), parse("a[^1] {{< b >}} <i>c</i>\n\n[^1]: d\n\nTerm\n: what\n\n- [x] e\n")} {
				New(darkTheme()).Lines(b, 40)
			}
		}); out != "" {
			t.Errorf("printed %q", out)
		}
	})
	t.Run("10,000 columns", func(t *testing.T) {
		const n = 10_000
		b := parse(strings.Repeat("|a", n) + "|\n" + strings.Repeat("|-", n) + "|\n" + strings.Repeat("|b", n) + "|\n")
		all := strings.Join(New(darkTheme()).Lines(b, 80), "\n")
		if a, b := strings.Count(all, "a"), strings.Count(all, "b"); a != n || b != n {
			t.Errorf("%d headings and %d cells are drawn", a, b)
		}
	})
}

// printed is what do writes to standard output.
func printed(t *testing.T, do func()) string {
	t.Helper()
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	out := make(chan string)
	go func() {
		all, _ := io.ReadAll(r)
		out <- string(all)
	}()
	stdout := os.Stdout
	os.Stdout = w
	do()
	os.Stdout = stdout
	w.Close()
	return <-out
}

// Links within a brief lead to passages, and are no links to the terminal.
func TestLinksWithinABrief(t *testing.T) {
	b := parse("# Top\n\n[a](#further-down) [b](#nowhere) [c](#TOP) [d](#%66urther-down) x[^1] [e[^1]](https://e.test) <a href='#further-down'>f</a> g[^2]\n\n## Further down\n\n[^1]: Note.\n")
	e := New(darkTheme())
	row := e.Render(b, 1, 200).Rows[0]
	got := map[string]string{}
	for _, c := range row.Cells {
		if c.Text == " " {
			continue
		}
		switch l := c.Link; {
		case l == nil:
			got[c.Text] += "-"
		case l.Here:
			got[c.Text] += b.Passages[l.Passage].Text
			if l.URL != "" {
				t.Errorf("%q leads to %q and to a passage", c.Text, l.URL)
			}
		default:
			got[c.Text] += l.URL
		}
	}
	want := map[string]string{
		"a": "Further down", "b": "-", "c": "Top", "d": "Further down", "f": "Further down", "e": "https://e.test", "g": "-", "^": "-", "2": "-",
		"x": "-", "[": "Note.Note.-", "1": "Note.Note.", "]": "Note.Note.-",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	line := e.Paint(row, nil, 200)
	if n := strings.Count(line, "\x1b]8;"); n != 2 || strings.Count(line, "https://e.test") != 1 {
		t.Errorf("%d sequences of links: %q", n, line)
	}
	if link, words := row.Cells[0], row.Cells[2]; link.Text != "a" || words.Text != "b" || link.Style == words.Style || words.Style != 0 {
		t.Errorf("%q looks like %d, %q like %d", link.Text, link.Style, words.Text, words.Style)
	}
}

func TestZeroLink(t *testing.T) {
	var l Link
	if l.Here || l.URL != "" {
		t.Error("the zero link leads somewhere")
	}
	var sb strings.Builder
	relink(&sb, nil, &l)
	relink(&sb, &l, nil)
	relink(&sb, &Link{Here: true, Passage: 3}, &l)
	if sb.Len() != 0 {
		t.Errorf("it is painted %q", sb.String())
	}
}
