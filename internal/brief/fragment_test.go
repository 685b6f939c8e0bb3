package brief

import (
	"strings"
	"testing"
)

func TestFragment(t *testing.T) {
	b := Parse([]byte(`# What was agreed, and when?

Text.

## Talks in Doha & İstanbul

## Talks in Doha & İstanbul

### C'est l'été_1: "A–B"

## 停戦 の 合意

## With a name {#Short-Name .wide}

## **Bold** `+"`code`"+` [link](https://e.example)

> ### In a quotation

## <a name="Old Name"></a>After an anchor

Words with <span id="middle">an id</span>.

<a id="before"></a>

Named by what stands before it.

<div id="block">

Inside.

</div>

<h3 id="html">HTML heading</h3>

<p id="end">
`), "a.md", Limits{})
	check(t, b)
	for name, want := range map[string]string{
		"what-was-agreed-and-when": "What was agreed, and when?", "What-Was-Agreed-And-When": "What was agreed, and when?",
		"talks-in-doha--i̇stanbul": "Talks in Doha & İstanbul", "cest-lété_1-ab": "C'est l'été_1: \"A–B\"",
		"c%27est": "", "cest-l%C3%A9t%C3%A9_1-ab": "C'est l'été_1: \"A–B\"", "停戦-の-合意": "停戦 の 合意", "%E5%81%9C%E6%88%A6-%E3%81%AE-%E5%90%88%E6%84%8F": "停戦 の 合意",
		"short-name": "With a name", "with-a-name": "With a name", "wide": "", "bold-code-link": "Bold code link", "in-a-quotation": "In a quotation",
		"old%20name": "After an anchor", "middle": "Words with an id.", "before": "Named by what stands before it.", "block": "Inside.",
		"html": "HTML heading", "html-heading": "HTML heading", "end": "HTML heading", "": "", "none": "", "%zz": "",
	} {
		i, ok := b.Fragment(name)
		got := ""
		if ok {
			got = b.Passages[i].Text
		}
		if got != want {
			t.Errorf("#%s leads to %q, want %q", name, got, want)
		}
	}
	one, _ := b.Fragment("talks-in-doha--i̇stanbul")
	two, _ := b.Fragment("talks-in-doha--i̇stanbul-1")
	if one >= two || b.Passages[one].Text != b.Passages[two].Text {
		t.Errorf("headings of one name are passages %d and %d", one, two)
	}
}

// The name of a place goes before the words of a heading, and the first of
// several names is meant.
func TestFragmentOrder(t *testing.T) {
	b := Parse([]byte("# Same\n\n## Other {#same}\n\n## Third {#same}\n"), "a.md", Limits{})
	if i, ok := b.Fragment("same"); !ok || b.Passages[i].Text != "Other" {
		t.Errorf("#same leads to passage %d, %v", i, ok)
	}
	empty := Parse([]byte("<a id=\"x\"></a>\n"), "a.md", Limits{})
	if _, ok := empty.Fragment("x"); ok {
		t.Error("a brief without passages has a place")
	}
	plain := Parse([]byte(strings.Repeat("# a\n", 3)), "a.txt", Limits{})
	if _, ok := plain.Fragment("a"); ok {
		t.Error("plain text has names")
	}
	var none Brief
	if _, ok := none.Fragment("x"); ok {
		t.Error("a brief that was not parsed has a place")
	}
}
