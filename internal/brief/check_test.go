package brief

import (
	"bytes"
	"net/url"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"

	"broadsheet/internal/inert"
)

// check fails where a brief breaks the contract of the package.
func check(t *testing.T, b *Brief) {
	t.Helper()
	if b.Title == "" || inert.Line(b.Title) != b.Title {
		t.Errorf("title %q", b.Title)
	}
	if len(b.Sections) == 0 || b.Sections[0] != (Section{Parent: -1}) {
		t.Fatalf("the lead is missing: %+v", b.Sections)
	}
	for i, s := range b.Sections[1:] {
		if s.Parent > i || s.First >= len(b.Passages) || b.Passages[s.First].Kind != Heading || inert.Line(s.Title) != s.Title {
			t.Errorf("section %d: %+v", i+1, s)
		}
	}
	end := b.Body.Start
	for i := range b.Passages {
		p := &b.Passages[i]
		if p.Span.Start < end || p.Span.End < p.Span.Start || p.Span.End > b.Body.End {
			t.Errorf("passage %d: span %v after %d, body %v", i, p.Span, end, b.Body)
		}
		end = p.Span.End
		checkPassage(t, b, i)
		checkReferences(t, b, i)
	}
	for name, i := range b.places() {
		if got, ok := b.Fragment(url.PathEscape(name)); !ok || got != i || i >= len(b.Passages) {
			t.Errorf("#%s is passage %d, found %d, %v", name, i, got, ok)
		}
	}
}

// checkReferences fails where what refers to a passage is no reference, or is
// no part of the text.
func checkReferences(t *testing.T, b *Brief, i int) {
	t.Helper()
	last := -1
	for _, s := range b.References(i) {
		raw := string(b.Raw[s.Start:s.End])
		if s.Start <= last || !strings.HasPrefix(raw, "[^") || !strings.HasSuffix(raw, "]") {
			t.Errorf("passage %d: reference %v %q after byte %d", i, s, raw, last)
		}
		last = s.Start
		if p := &b.Passages[b.At(s.Start)]; !p.Span.Contains(s.Start) {
			t.Errorf("reference %v stands in no passage", s)
		} else if at, ok := p.InText(s); !ok || !strings.HasPrefix(p.Text[at.Start:], "[") {
			t.Errorf("reference %v is %v, %v in %q", s, at, ok, p.Text)
		}
	}
}

// checkPassage is check for one passage.
func checkPassage(t *testing.T, b *Brief, i int) {
	t.Helper()
	p := &b.Passages[i]
	if !utf8.ValidString(p.Text) || inert.Text(p.Text) != p.Text {
		t.Errorf("passage %d: text not inert: %q", i, p.Text)
	}
	if (p.Text == "") != (p.Kind == Rule) {
		t.Errorf("passage %d: %v with text %q", i, p.Kind, p.Text)
	}
	if len(p.Frame) > defaultDepth || p.Section >= len(b.Sections) {
		t.Errorf("passage %d: %d containers, section %d", i, len(p.Frame), p.Section)
	}
	if p.Span.Len() > 0 && b.At(p.Span.Start) != i {
		t.Errorf("passage %d: At(%d) = %d", i, p.Span.Start, b.At(p.Span.Start))
	}
	text, src := int32(0), int32(0)
	for _, r := range p.runs {
		if r.text < text || r.src < src || r.textLen <= 0 || r.srcLen < 0 ||
			int(r.text+r.textLen) > len(p.Text) || int(r.src+r.srcLen) > len(b.Raw) {
			t.Fatalf("passage %d %q: runs %v", i, p.Text, p.runs)
		}
		text, src = r.text+r.textLen, r.src+r.srcLen
		checkRun(t, b, p, r)
	}
	checkLeaf(t, b, i)
}

// checkRun fails where a run that maps byte for byte does not.
func checkRun(t *testing.T, b *Brief, p *Passage, r run) {
	t.Helper()
	if r.textLen != r.srcLen {
		return
	}
	shown := Span{int(r.text), int(r.text + r.textLen)}
	s := p.Source(shown)
	white := strings.NewReplacer("\n", " ", "\r", " ", "\t", " ")
	if got, want := white.Replace(string(b.Raw[s.Start:s.End])), white.Replace(p.Text[shown.Start:shown.End]); got != want && !strings.Contains(want, "\ufffd") {
		t.Errorf("%q: text %v is %q, raw %v is %q", p.Text, shown, want, s, got)
	}
	if back, ok := p.InText(s); !ok || back.Start > shown.Start || back.End < shown.End {
		t.Errorf("%q: InText(Source(%v)) = %v, %v", p.Text, shown, back, ok)
	}
}

// checkLeaf fails where Leaf is not the one block that the passage is.
func checkLeaf(t *testing.T, b *Brief, i int) {
	t.Helper()
	p := &b.Passages[i]
	node, src := b.Leaf(i)
	if node.Kind() != ast.KindDocument || node.ChildCount() != 1 {
		t.Fatalf("passage %d %v %q: the leaf has %d blocks", i, p.Kind, p.Text, node.ChildCount())
	}
	leaf := node.FirstChild()
	var text string
	switch p.form {
	case prose, alert:
		tb := builder{}
		s := gather(b.Raw, p.lines, false)
		if !bytes.Equal(s.buf, src) {
			t.Errorf("passage %d: the leaf's source is changed", i)
		}
		s.buf = src
		tb.inside(leaf, s)
		text, _ = tb.finish()
	case grid, gridOn:
		tb := builder{}
		s := b.tableSource(p)
		s.buf = src
		tb.rows(leaf, s, p.form == gridOn)
		text, _ = tb.finish()
	case htmlText, htmlRows:
		tb := builder{}
		s := gather(b.Raw, p.lines, false)
		if p.form == htmlText {
			tb.inside(leaf, s)
		} else {
			tb.rows(leaf, s, !leaf.FirstChild().HasChildren())
		}
		text, _ = tb.finish()
	case literal:
		text = strings.TrimSuffix(inert.Text(string(leaf.Lines().Value(src))), "\n")
	case shown:
		var lines []string
		for c := leaf.FirstChild(); c != nil; c = c.NextSibling() {
			lines = append(lines, string(c.(*ast.Text).Value(src)))
		}
		text = strings.Join(lines, "\n")
	}
	if text != p.Text {
		t.Errorf("passage %d %v: text %q, leaf %q", i, p.Kind, p.Text, text)
	}
}

func TestHeadingAttributesAreNoWords(t *testing.T) {
	b := Parse([]byte("# The talks {#talks .wide}\n\nText {#kept}.\n\nUnder {it}\n---\n"), "a.md", Limits{})
	var got []string
	for _, p := range b.Passages {
		got = append(got, p.Text)
	}
	if want := []string{"The talks", "Text {#kept}.", "Under {it}"}; !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
	if s := b.Passages[0].Span; string(b.Raw[s.Start:s.End]) != "# The talks {#talks .wide}" {
		t.Errorf("the heading's span is %q", b.Raw[s.Start:s.End])
	}
}
