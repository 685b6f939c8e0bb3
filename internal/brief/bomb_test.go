package brief

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"
)

// tooLong is far above what any of these takes on a slow machine, and far
// below what it would take without bounds.
const tooLong = 30 * time.Second

// bombs are documents that parsers take quadratic or worse time for, of about
// n openings each.
func bombs(n int) map[string]string {
	grow := func(mark string, step int) string {
		var b strings.Builder
		for i := 0; b.Len() < n*10; i++ {
			b.WriteString(strings.Repeat(" ", i*step) + mark + "a\n")
		}
		return b.String()
	}
	many := func(s string) string { return strings.Repeat(s, n) }
	return map[string]string{
		"quotes spaced": many("> ") + "a", "quotes": many(">") + "a", "quotes on lines": strings.Repeat(strings.Repeat(">", 100)+"a\n", n/100),
		"lists": many("- ") + "a", "numbers": many("1. ") + "a", "mixed": many("> - 1) ") + "a", "footnotes": many("[^a]: ") + "b",
		"definitions": "a\n" + many(": ") + "b", "breaks": many("- "), "breaks of stars": many("* "),
		"brackets": many("["), "closed brackets": many("[") + many("]"), "links": many("[a]("), "images": many("![a]("), "open images": many("!["),
		"references": many("[a]["), "stars": many("*"), "stars and words": many("*a_ "), "closing stars": many("a* "), "strong": many("**a *b "),
		"ticks": ticks(n), "tick": many("`a "), "angles": many("<"), "tags": many("<a b='"), "comments": many("<!--"), "instructions": many("<?"),
		"tags with words": many("<a "), "strikes": many("~~a ~b "), "entities": many("&amp"), "backslashes": many("\\"), "autolinks": many("<a:"),
		"addresses": many("a@b."), "bare links": many("http://a.b"), "parentheses": many("[a](") + many("("), "underscores": many("a_b_"),
		"html": many("<div>"), "html open": many("<div a=\""), "script": many("<script>"), "hidden": many("<style></"),
		"growing list": grow("- ", 2), "growing number": grow("1. ", 3), "growing quote": grow("> ", 1), "growing mixed": grow("> - ", 2),
		"columns":               many("|a") + "|\n" + many("|-") + "|\n" + many("|b") + "|\n",
		"short rows":            strings.Repeat("|a", 200) + "|\n" + strings.Repeat("|-", 200) + "|\n" + many("b\n"),
		"long row":              "|a|b|\n|-|-|\n|" + many("c d [e](") + "|f|\n",
		"reference definitions": many("[a]: b\n"), "open definitions": many("[a]: b\n(c\n"), "one line": many("word and word, "),
		"no spaces": many("word"), "fences": many("```\n"), "open fence": "```\n" + many("a\n"), "setext": many("a\n") + "===", "headings": many("# a\n"),
		"references to a note": many("[^a]") + "\n\n[^a]: b", "notes": "[^a]\n\n" + many("[^a]: b\n"), "notes in notes": many("[^a]: b[^a]\n    "),
		"shortcodes": many("{{< a >}}"), "open shortcodes": many("{{< a "), "open quotes": many("{{< a b=\""), "odd quotes": many("{{< a \" >}}"), "late closers": many("{{< a ") + ">}}",
		"closing shortcodes": many("{{< /a >}}"), "braces": many("{{"), "open closers": many("{{< /"),
		"html cells": "<table>" + many("<td>a"), "html rows": "<table>" + many("<tr><td>a"), "html tables": many("<table><tr><td>"), "html items": many("<ul><li>a"),
		"html quotes": many("<blockquote>a"), "html paragraphs": many("<p>a"), "html pre": many("<pre>a"), "html heads": many("<head>a"), "html shortcodes": "<p>" + many("{{< a "),
		"html styles": "<p>" + many("<b>"), "html styled": "<p>" + many("<b>a</i>"), "html links": "<p>" + many("<a href=x>a"), "html entities": "<p>" + many("&amp;"), "html ids": many("<p id=x>"),
		"surplus cells": "|a|\n|-|\n" + many("|b"), "surplus rows": "|a|\n|-|\n" + many("|b|c|\n"), "rows without a rule": many("|a|b\n"), "alerts": many("> [!NOTE]\n"), "alerts apart": many("> [!NOTE]\n\n"),
		"names": many("[[a]]"), "open names": many("[[a"), "names of words": many("[[a|b c]] "), "fences of colons": many(":::\n"), "named fences": many("::: a\nb\n"), "colons": many(":::"), "deep lines": many(strings.Repeat(">", 20) + "a\n"),
		"lines of Chinese": many("\u505c*\n"),
		"tabs":             many("\t") + "a", "spaces": many("  ") + "- a", "blank": many("\n"), "carriage returns": many("a\r"), "marks": "a" + many("\u0301"),
		"nul": many("\x00"), "escape": many("\x1b[2J"), "bad": many("\xff"), "yaml": "---\n" + many("[") + "\n---\na", "yaml keys": "---\na: b\n" + many("- ") + "\n---\na",
		"toml": "+++\na = " + many("[") + "\n+++\na", "front open": "---\n" + many("a: b\n"), "header": many("title: b\n"),
	}
}

func ticks(n int) string {
	var b strings.Builder
	for i := 1; b.Len() < n; i++ {
		b.WriteString(strings.Repeat("`", i) + "a")
	}
	return b.String()
}

func TestBombs(t *testing.T) {
	sizes := []int{10_000, 100_000}
	if testing.Short() || raceEnabled {
		sizes = sizes[:1]
	}
	for _, n := range sizes {
		for name, doc := range bombs(n) {
			t.Run(fmt.Sprint(name, " ", n), func(t *testing.T) {
				start := time.Now()
				b := Parse([]byte(doc), "bomb.md", Limits{})
				took := time.Since(start)
				if took > tooLong {
					t.Errorf("%d bytes took %v", len(doc), took)
				}
				if testing.Verbose() {
					t.Logf("%d bytes, %v, %d passages", len(doc), took, len(b.Passages))
				}
				for range min(3, len(b.Passages)) {
					i := rand.IntN(len(b.Passages))
					checkPassage(t, b, i)
				}
			})
		}
	}
}
