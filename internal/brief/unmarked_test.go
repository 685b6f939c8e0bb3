package brief

import (
	"strings"
	"testing"
)

const para = "The delegations met for a second day. Nothing was said of what they had agreed, and the market at the border stayed shut until the evening."

func TestTextSavedAsMarkdown(t *testing.T) {
	for _, c := range []struct {
		name, src string
		plain     bool
	}{
		{"a paragraph a line", strings.Repeat(para+"\n", 4), true},
		{"the same in lines of their own", strings.Repeat(para+"\n\n", 4), true},
		{"titles between paragraphs", "The Fragile Truce\n\nContext\n\n" + para + "\n\nAnalysis\n\n" + para, true},
		{"a list behind its title", para + "\n\nRelated articles:\n\nThe Border in 2023\nTalks and What Came of Them\n", true},
		{"broken by hand", "The delegations met for a second day and\nnothing was said of it.\n\nThen they\nleft.", false},
		{"a sentence a line", "The delegations met for a second day.\nNothing was said of what they had agreed.\nThe market stayed shut.", false},
		{"lines of Chinese", "停火协议\n已经达成。", false},
		{"an emphasis", strings.Repeat(para+"\n", 4) + "It was *not* so.", false},
		{"a heading", "# Truce\n\n" + para, false},
		{"a list", "- one\n- two", false},
		{"a hard break", "Doha  \nIstanbul", false},
		{"front matter", "---\ntitle: Truce\n---\n" + strings.Repeat(para+"\n", 4), false},
		{"a link", para + " https://example.org/", false},
		{"nothing", "", true},
	} {
		if got := Parse([]byte(c.src), "a.md", Limits{}).Plain; got != c.plain {
			t.Errorf("%s: plain text: %v", c.name, got)
		}
	}
}

func TestTextSavedAsMarkdownReadsAsText(t *testing.T) {
	src := "The Fragile Truce\n\nContext\n\n" + strings.Repeat(para+"\n", 3) + "\nRelated articles:\n\nThe Border in 2023\nTalks and What Came of Them\n"
	md, txt := Parse([]byte(src), "truce.md", Limits{}), Parse([]byte(src), "truce.txt", Limits{})
	if md.Title != "The Fragile Truce" || len(md.Passages) != 8 || len(md.Sections) != 4 {
		t.Errorf("%q: %d passages in %d sections", md.Title, len(md.Passages), len(md.Sections))
	}
	for i, p := range md.Passages {
		if q := txt.Passages[i]; p.Kind != q.Kind || p.Text != q.Text || p.Span != q.Span {
			t.Errorf("passage %d: %v %q, as text %v %q", i, p.Kind, p.Text, q.Kind, q.Text)
		}
	}
}
