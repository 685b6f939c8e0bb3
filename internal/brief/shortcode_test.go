package brief

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestShortcodes(t *testing.T) {
	for _, c := range []struct {
		name, src string
		want      []string // kind and text of each passage, "aside" before one that is
	}{
		{"caption", `{{< img src="a.jpg" alt="A map of the pass" caption="By X" >}}`, []string{"paragraph: A map of the pass By X"}},
		{"no words", `{{< youtube id="5R-6W" >}}`, []string{`aside paragraph: youtube id="5R-6W"`}},
		{"several without words", "{{< a >}}\n{{% b %}}", []string{"aside paragraph: a\nb"}},
		{"around text", "{{< note >}}\nWords *of* it.\n{{< /note >}}", []string{"paragraph: Words of it."}},
		{"around blocks", "{{< box >}}\n\n## One\n\nText.\n\n{{< /box >}}\n", []string{"heading: One", "paragraph: Text."}},
		{"around text, with a title", "{{% ring title=\"Definitions\" %}}\nA statement.\n{{% /ring %}}", []string{"paragraph: Definitions\nA statement."}},
		{"in the middle", "We need {{< highlight >}}a domain{{< /highlight >}} now.", []string{"paragraph: We need a domain now."}},
		{"target of a link", `See [the recap]({{< ref "2014-06-03-a.md" >}} "A title") and go on.`, []string{"paragraph: See the recap and go on."}},
		{"target in HTML", `<a href="{{< ref "a.md" >}}">The recap</a> is here.`, []string{"paragraph: The recap is here."}},
		{"in a block of HTML", `<p>Words {{< img src="a" alt="A map" >}} and <a href="{{< link "b" >}}">more</a></p>`, []string{"paragraph: Words A map and more"}},
		{"in a table", "| a | b |\n|---|---|\n| {{< img alt=\"A map\" >}} | {{< x \"a|b\" >}} |", []string{"table: a | b\nA map | {{< x \"a|b\" >}}"}},
		{"in a heading and a list", "# A {{< icon \"x\" >}} title\n\n- {{< checkbox >}}Do it.{{< /checkbox >}}", []string{`heading: A icon "x" title`, "list item: Do it."}},
		{"items", "{{< list >}}\n  {{< box >}}One.{{< /box >}}\n  {{< box >}}Two and {{< b >}}three{{< /b >}}\nfour.{{< /box >}}\n{{< /list >}}", []string{"paragraph: One.\nTwo and three four."}},
		{"written about", "Write {{</* note */>}} for a note.", []string{"paragraph: Write {{</* note */>}} for a note."}},
		{"in code", "`{{< note >}}`\n\n    {{< note >}}", []string{"paragraph: {{< note >}}", "code: {{< note >}}"}},
		{"quotes", `{{< q text="Say \"yes\" >}} now" cite=` + "`the\tone`" + ` >}}`, []string{`paragraph: Say "yes" >}} now the one`}},
		{"a quote that is not closed", `{{< q text="no end >}} and on`, []string{`paragraph: no end and on`}},
		{"words without a name", `{{< quote "Long words" short other="More words" class="a b" >}}`, []string{"paragraph: Long words More words"}},
		{"not closed", "{{< img src=\"a\"\nand on >", []string{"paragraph: {{< img src=\"a\" and on >"}},
		{"over two lines", "{{< img\nalt=\"x\" >}}", []string{"paragraph: {{< img alt=\"x\" >}}"}},
		{"no name", "{{< >}} {{<>}} {{< \"x\" >}}", []string{`paragraph: {{< >}} {{<>}} {{< "x" >}}`}},
		{"braces of other kinds", "{{ x }} {a} {{{ }}} {{<", []string{"paragraph: {{ x }} {a} {{{ }}} {{<"}},
		{"entities", `{{< img alt="Q&amp;A &lt;b&gt;" >}}`, []string{"paragraph: Q&A <b>"}},
		{"escaped", `\{{< note >}}`, []string{"paragraph: {{< note >}}"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			b := Parse([]byte(c.src), "a.md", Limits{})
			check(t, b)
			var got []string
			for i, s := range texts(b) {
				if b.Passages[i].Aside {
					s = "aside " + s
				}
				got = append(got, s)
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("%s:\n%s", c.src, diff)
			}
		})
	}
}

// The words of a shortcode know where they stand.
func TestShortcodeSources(t *testing.T) {
	b := Parse([]byte(`Before {{< img src="a.jpg" alt="A map of the pass" caption="By X" >}} after.`), "a.md", Limits{})
	p := &b.Passages[0]
	for _, word := range []string{"Before", "map", "pass", "By X", "after"} {
		at := strings.Index(p.Text, word)
		if s := p.Source(Span{at, at + len(word)}); string(b.Raw[s.Start:s.End]) != word {
			t.Errorf("%q comes from %q", word, b.Raw[s.Start:s.End])
		}
	}
}
