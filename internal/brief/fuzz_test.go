package brief

import (
	"strings"
	"testing"
)

func FuzzParse(f *testing.F) {
	for _, s := range []string{
		sample, saved, "---\ntitle: a\n---\nb", "Title: a\n\nb", "+++\na = 1\n+++\n", "> - > 1) a\n\tb\n", "|a|b|\n|-|-|\n|`\\|`|\\||\n", "a\\\nb  \nc\n",
		"&ngE; &#27; &NotEqualTilde;", "\ufeff\xff\xfe\r\r\n", "[^a]: b\n\n    c\n", "a\n: b\n\n: c\n", "- [ ] a\n- [x]\n", "<div>\n<img alt='a'>\n<!--\n", "***a **b `c *d*", "`a\u0301`*\u0301*\u0301",
		"1. a\n\n   ```x\n   \tb\n   ```\n", "[a]: b\n'c'\n[a] [b][a]", "[a]: b\n\x92\x92\x92\x92\x92\x92 b\x92[][a]", "![](a/b.png) [](c)", "# \n## a ##\na\n---\n", "\x1b\u2028\u200b\ufdd0a",
		"a[^1] ![^b c][^1]\n\n> [^1]: *x*[^B  C]\n\n[^b c]: y\n\n      z\n", "{{< a b=\"c d\" >}}\nx{{% /a %}} [y]({{<e>}}) {{< f `>}}", "<a href='{{% x %}}'>",
		"<table><tr><th>a<td>&amp;<b>b</b>\n<tr><table><td>c</table>", "<ul><li>a<blockquote>b<pre>\n c\n</pre></ul><dl><dd>d", "<p id=x>\u505c\n\u6226<br>", "# a {#b}\n# a\n<h1>a",
	} {
		f.Add([]byte(s), false)
		f.Add([]byte(s), true)
	}
	f.Fuzz(func(t *testing.T, src []byte, plain bool) {
		name := "fuzz.md"
		if plain {
			name = "fuzz.txt"
		}
		b := Parse(src, name, Limits{})
		check(t, b)
		for _, n := range b.Notes {
			if strings.Contains(n, "the Markdown cannot be read") {
				t.Errorf("goldmark panicked")
			}
		}
		if d := b.Disk(Span{0, len(b.Raw)}); d.Start != 0 || d.End > len(src) {
			t.Errorf("on disk: %v of %d", d, len(src))
		}
	})
}
