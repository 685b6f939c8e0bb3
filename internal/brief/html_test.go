package brief

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/yuin/goldmark/ast"
)

// outline writes the passages of a brief with what they stand in.
func outline(b *Brief) []string {
	var out []string
	for _, p := range b.Passages {
		s := ""
		for _, c := range p.Frame {
			switch {
			case c.Kind == InQuote:
				s += "> "
			case c.First:
				s += c.Marker + " "
			default:
				s += ". "
			}
		}
		out = append(out, s+p.Kind.String()+": "+p.Text)
	}
	return out
}

func TestHTMLBlocks(t *testing.T) {
	for _, c := range []struct {
		name, src string
		want      []string
	}{
		{"paragraphs", "<div><p>One <b>bold</b>\nline.</p><p>Two.</p>Three.</div>", []string{"paragraph: One bold line.", "paragraph: Two.", "paragraph: Three."}},
		{"line break", "<p>One<br>two<br/>three</p>", []string{"paragraph: One\ntwo\nthree"}},
		{"details", "<details><summary>More</summary>Hidden <kbd>Ctrl</kbd>+<kbd>C</kbd></details>", []string{"paragraph: More", "paragraph: Hidden Ctrl+C"}},
		{"details with Markdown", "<details>\n<summary>More</summary>\n\nHidden *words*.\n\n</details>", []string{"paragraph: More", "paragraph: Hidden words."}},
		{"headings", "<h1 class=x>Title</h1>\n<p>Text</p>\n<h3>Sub</h3>", []string{"heading: Title", "paragraph: Text", "heading: Sub"}},
		{"lists", "<ul><li>one<li>two<ol start=3><li>deep</li><li>deeper</li></ol></li></ul>after", []string{"• list item: one", "• list item: two", ". 3. list item: deep", ". 4. list item: deeper", "paragraph: after"}},
		{"an item with paragraphs", "<ul>\n<li><p>one</p><p>two</p></li>\n</ul>", []string{"• list item: one", ". paragraph: two"}},
		{"quotation", "<blockquote><p>Said</p><ul><li>so</li></ul></blockquote>end", []string{"> quote: Said", "> • list item: so", "paragraph: end"}},
		{"definitions", "<dl><dt>Term<dd>Meaning<dt>Other<dd>Other meaning</dl>", []string{"paragraph: Term", " paragraph: Meaning", "paragraph: Other", " paragraph: Other meaning"}},
		{"pre", "<pre><code>\nif a &lt; b {\n\n  <b>x</b>()\n}\n</code></pre>\nafter", []string{"code: if a < b {\n\n  x()\n}", "paragraph: after"}},
		{"rule", "<div>a<hr>b</div>", []string{"paragraph: a", "rule: ", "paragraph: b"}},
		{"comments and scripts", "<!-- a\nb -->\n<div>x<!-- c -->y<script>if (a<b) z()</script><style>p{}</style></div>", []string{"paragraph: xy"}},
		{"a picture", `<div><img src="a.jpg" alt="A map &amp; key"><img src=b.jpg alt=Plan><img src="c.jpg"></div>`, []string{"paragraph: A map & key Plan"}},
		{"entities", "<p>a &amp; b &#8217; &nbsp; &unknown; \\* C:\\x</p>", []string{"paragraph: a & b ’ \u00a0 &unknown; \\* C:\\x"}},
		{"text around tags", "<table>\n", nil},
		{"what is no tag", "<div>a < b and c<d </div>", []string{"paragraph: a < b and c"}},
		{"a tag that is not closed", "<div id=\"foo\"\n*hi*", []string{"paragraph: <div id=\"foo\" *hi*"}},
		{"instructions", "<?php echo '>'; ?>\n\n<div>a<?b>c<?d>e</div>", []string{"paragraph: ace"}},
		{"a quote that is not closed", "<div title=\"x>a</div><p>b</p>", []string{"paragraph: a", "paragraph: b"}},
		{"head not closed", "<html><head><div>a</div></html>", []string{"paragraph: a"}},
		{"head", "<html><head><title>T</title></head><body>a</body></html>", []string{"paragraph: a"}},
		{"form", "<form><textarea>One</textarea><select><option>Two<option>Three</select></form>", []string{"paragraph: One", "paragraph: Two", "paragraph: Three"}},
		{"in a list item", "- <div>one</div><div>two</div>\n- three", []string{"• list item: one", ". paragraph: two", "• list item: three"}},
		{"closing tags alone", "</div></li></ul>\n\ntext", []string{"paragraph: text"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			b := Parse([]byte(c.src), "a.md", Limits{})
			check(t, b)
			if diff := cmp.Diff(c.want, outline(b)); diff != "" {
				t.Errorf("%s:\n%s", c.src, diff)
			}
		})
	}
}

func TestHTMLTables(t *testing.T) {
	for _, c := range []struct {
		name, src string
		want      []string
	}{
		{"plain", "<table>\n <tr><th>Place</th><th>Date</th></tr>\n <tr><td>Doha</td><td>19&nbsp;Oct</td></tr>\n</table>", []string{"table: Place | Date\nDoha | 19\u00a0Oct"}},
		{"without a heading, tags not closed", "<table><tr><td>a<td>b<tr><td>c<td></table>x", []string{"table: a | b\nc | ", "paragraph: x"}},
		{"lines and blocks in cells", "<table><tr><td>a<br>b<td><p>c</p><ul><li>d</ul></table>", []string{"table: a\nb | c\nd"}},
		{"caption", "<table><caption>Which</caption><thead><tr><th>a</thead><tbody><tr><td>b</tbody></table>", []string{"paragraph: Which", "table: a\nb"}},
		{"a table in a table", "<table><tr><td>a<table><tr><td>b<td>c<tr><td>d</table>e<td>f</table>g", []string{"table: a\nb c\nd\ne | f", "paragraph: g"}},
		{"rows without a table", "<tr><td>a</td><td>b</td></tr>\n<tr><td>c</td></tr>", []string{"table: a | b\nc"}},
		{"words outside of cells", "<table><tr>a<td>b</tr>c</table>", []string{"table: a | b\nc"}},
		{"two tables", "<table><tr><td>a</table><table><tr><td>b</table>", []string{"table: a", "table: b"}},
		{"nothing in it", "<table><tr><td> <td></table>", nil},
		{"markup in cells", "<table><tr><td><b>a</b> <a href='https://e.test'>b</a><td>[c](d) *e*</table>", []string{"table: a b | [c](d) *e*"}},
		{"in a quotation", "> <table><tr><td>a<td>b\n> </table>", []string{"> table: a | b"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			b := Parse([]byte(c.src), "a.md", Limits{})
			check(t, b)
			if diff := cmp.Diff(c.want, outline(b)); diff != "" {
				t.Errorf("%s:\n%s", c.src, diff)
			}
		})
	}
}

// Tags in the middle of Markdown are the markup they stand for.
func TestHTMLInMarkdown(t *testing.T) {
	for src, want := range map[string]string{
		"a <b>b</b> <em>c *d*</em>":                   "a [Emphasis b] [Emphasis c [Emphasis d]]",
		"<code>a &amp; b</code> <kbd>c</kbd>":         "[CodeSpan a & b] [CodeSpan c]",
		`<a href="https://e.test/x">a <i>b</i></a> c`: "[Link https://e.test/x a [Emphasis b]] c",
		`<a name="x"></a>a`:                           "a",
		`<img src="m.png" alt="A map"> b`:             "[Image m.png A map] b",
		`<img src="m.png"> b`:                         "b",
		"a<br>b<br />c":                               "a\nb\nc",
		"a<p>b<td>c":                                  "a\nb c",
		"x <!-- a -->y <?b?>z":                        "x y z",
		"<del>a</del> <s>b</s>":                       "[Strikethrough a] [Strikethrough b]",
		"a<script>b</script>":                         "ab",
		"<b>a</i> b":                                  "a b",
		"<i></i>a":                                    "a",
		"| a |\n|---|\n| <b>b</b><br><a href=https://e.test>c</a> |": "a\n\n[Emphasis b]\n[Link https://e.test c]",
	} {
		b := Parse([]byte(src), "a.md", Limits{})
		check(t, b)
		node, buf := b.Leaf(0)
		if got := strings.Trim(tree(node, buf), " \n"); got != want {
			t.Errorf("%s is read as %q, want %q", src, got, want)
		}
	}
	for _, src := range []string{
		strings.Repeat("<b>", 20) + "a" + strings.Repeat("</b>", 20), "<b>a *b</b> c* </i> <i>",
		"<em>" + strings.Repeat("*a ", 40) + strings.Repeat("b*", 40) + "</em>", "<a href='x'>[a](b) <a href='y'>c</a></a>",
	} {
		check(t, Parse([]byte(src), "a.md", Limits{}))
	}
}

// tree writes the inline nodes of a leaf.
func tree(n ast.Node, buf []byte) string {
	var out strings.Builder
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		switch c := c.(type) {
		case *ast.Text:
			t := builder{}
			s := &source{buf: buf, lines: []line{{0, int32(len(buf)), 0}}, starts: []int{0}, brief: buf}
			how := escapes
			if c.IsRaw() {
				how = asIs
			}
			t.words(s, c.Segment.Start, c.Segment.Stop, how)
			if words := string(t.text); out.Len() > 0 && len(buf) > c.Segment.Start && buf[c.Segment.Start] == ' ' {
				out.WriteString(" " + words)
			} else {
				out.WriteString(words)
			}
			if t.pend != 0 {
				out.WriteByte(' ')
			}
		case *ast.RawHTML:
			if b := Break(c, buf); b != 0 {
				out.WriteByte(b)
			}
		case *ast.Link:
			fmt.Fprintf(&out, "[Link %s %s]", c.Destination, tree(c, buf))
		case *ast.Image:
			fmt.Fprintf(&out, "[Image %s %s]", c.Destination, tree(c, buf))
		default:
			if c.Type() == ast.TypeInline {
				fmt.Fprintf(&out, "[%s %s]", c.Kind(), tree(c, buf))
			} else {
				out.WriteString(tree(c, buf) + "\n")
			}
		}
	}
	return out.String()
}

func TestLongHTML(t *testing.T) {
	words := strings.Repeat("Many words in a row, ", 2000)
	rows := strings.Repeat("<tr><td>one cell<td><b>two</b>\n", 9000)
	doc := "<div>" + words + "</div>\n\n<table>" + rows + "</table>\n\n<table><tr>" + strings.Repeat("<td>cell", 1000) + "</table>\n\n<table><tr><td>" +
		words + words + words + words + "</table>\n\n<pre>" + strings.Repeat(strings.Repeat("x", 79)+"\n", 2000) + "</pre>"
	b := Parse([]byte(doc), "a.md", Limits{})
	check(t, b)
	all := map[Kind]int{}
	for _, p := range b.Passages {
		all[p.Kind] += len(p.Text)
		if most := longestText(p.Kind); len(p.Text) > most && (p.Kind != Table || len(p.Text) > maxRow+100) {
			t.Errorf("%v of %d bytes", p.Kind, len(p.Text))
		}
	}
	if all[Code] < 2000*79 {
		t.Errorf("%d bytes of the code are left", all[Code])
	}
	if all[Paragraph] < len(words)-100 || all[Table] < 9000*len("one cell | two\n")+4*len(words) {
		t.Errorf("%v bytes", all)
	}
	var cells int
	for _, p := range b.Passages {
		cells += strings.Count(p.Text, "cell")
	}
	if cells != 9000+1000 {
		t.Errorf("%d cells", cells)
	}
}
