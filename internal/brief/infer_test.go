package brief

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestTitle(t *testing.T) {
	const long = "The mediators met again on Sunday, and after nine hours of talks they had agreed on little more than the date of the next round."
	for _, c := range []struct{ name, file, doc, want string }{
		{"front matter", "a.md", "---\ntitle: T\n---\n# H\n", "T"},
		{"heading", "a.md", "# The *heading*\n\n" + long, "The heading"},
		{"later, but the only one", "a.md", long + "\n\n# H\n\n" + long, "H"},
		{"lesser heading first", "a.md", "## H\n\n" + long + "\n\n## I\n", "H"},
		{"lesser headings later", "doha-talks.md", long + "\n\n## H\n\n" + long, "Doha talks"},
		{"several of level 1", "a.md", "# H\n\n" + long + "\n\n# I\n", "H"},
		{"short line", "a.md", "**A title in bold**\n\n" + long, "A title in bold"},
		{"file name", "2025-11-07-doha-talks.md", long, "Doha talks"},
		{"file name with spaces", "x/Doha Talks.md", long, "Doha Talks"},
		{"folder", "briefs/doha-talks/_index.md", long, "Doha talks"},
		{"hash", "000_e8695a1c047b220a.txt", long, "The mediators met again on Sunday, and after nine hours of talks they had…"},
		{"number", "123.md", "A first sentence of some words. " + long, "A first sentence of some words"},
		{"nothing", "", "", "Untitled"},
		{"nothing but a number", "12.md", "", "12"},
		{"hostile name", "a\x1b[2J b.md", "", "A␛[2J b"},
	} {
		b := Parse([]byte(c.doc), c.file, Limits{})
		if b.Title != c.want {
			t.Errorf("%s: title %q, want %q", c.name, b.Title, c.want)
		}
	}
}

func TestTitleHeadingIsNotInPaths(t *testing.T) {
	for _, front := range []string{"", "---\ntitle: The Brief\n---\n"} {
		b := Parse([]byte(front+"# The brief\n\nText.\n\n## Part\n\nMore.\n"), "a.md", Limits{})
		if got := b.HeadingPath(3); !slices.Equal(got, []string{"Part"}) {
			t.Errorf("%q", got)
		}
		if got := b.HeadingPath(1); got == nil || len(got) != 0 {
			t.Errorf("%q", got)
		}
	}
}

func TestDate(t *testing.T) {
	const text = "Published on November 7, 2025, it says.\n"
	for file, want := range map[string]string{
		"2025-11-07-doha.md": "2025-11-07", "doha_20251107.md": "2025-11-07", "2025/11/07/doha.md": "2025-11-07", "x/2025/1/7/doha.md": "2025-01-07",
		"2025-13-07.md": "", "20259999.md": "", "doha.md": "", "12320251107123.md": "", "2025/11/doha.md": "",
	} {
		if b := Parse([]byte(text), file, Limits{}); b.Date != want {
			t.Errorf("%s: date %q, want %q", file, b.Date, want)
		}
	}
	for date, ok := range map[string]bool{"2025-11-07": true, "2025-11-07T10:00:00+05:00": true, "": false} {
		if _, got := (Meta{Date: date}).When(); got != ok {
			t.Errorf("When of %q: %v", date, got)
		}
	}
}

func TestByline(t *testing.T) {
	for in, want := range map[string][]string{
		"By Naade Ali": {"Naade Ali"}, "by: One Person and Other Person": {"One Person", "Other Person"}, "By One Person, Other Person & Third Person": {"One Person", "Other Person", "Third Person"},
		"By Reuters": {"Reuters"}, "By Ludwig van der Berg": {"Ludwig van der Berg"}, "By One Person, Jr.": {"One Person, Jr."}, "By One Person | 7 min read": {"One Person"},
		"By the end of the week": nil, "By Sunday the talks had failed.": nil, "Bypass": nil, "By": nil, "Naade Ali": nil,
	} {
		if got := byline(in); !slices.Equal(got, want) {
			t.Errorf("byline(%q) = %q, want %q", in, got, want)
		}
	}
	b := Parse([]byte("# Title\n\n*By One Person*\n\nText.\n"), "a.md", Limits{})
	if !slices.Equal(b.Authors, []string{"One Person"}) {
		t.Errorf("authors %q", b.Authors)
	}
}

// saved is a page as people save it: a title, a count, whose brief it is, the
// author, sections, related articles, what came before and after.
const saved = `Two Neighbours And The Price Of A Closed Border

12

The Observer’s Issue Brief

By Naade Ali

Background

The crossings have been closed since the middle of October, and both sides count what that costs them in fruit, coal and medicine.

A second paragraph says that neither of them wants to be the first to ask, though traders on either side have asked for weeks.

What Comes Next

Nobody expects the gates to be opened before the mediators meet again, and nobody says aloud when that will be, or where.

Related Articles:

One Border, Many Roads – Aug 1, 2025
What The Line Divides – Feb 3, 2024
Trade Before Talks? – Jan 2, 2023

Previous articleThe Long Way Round
Next articleThe Short Way Home
`

func TestPlainPage(t *testing.T) {
	b := Parse([]byte(saved), "003_1116d347b84486a1.txt", Limits{})
	check(t, b)
	want := Meta{Title: "Two Neighbours And The Price Of A Closed Border", Source: "The Observer", Authors: []string{"Naade Ali"}}
	if diff := cmp.Diff(want, b.Meta); diff != "" {
		t.Error(diff)
	}
	golden(t, "page.txt", dump(b))
}

func TestPlainLines(t *testing.T) {
	sentence := "Officials of both sides met on Saturday, and each of them spoke of progress while saying little of what it was made of. "
	lines := []string{strings.TrimSpace(strings.Repeat(sentence, 2)), strings.TrimSpace(sentence), strings.TrimSpace(strings.Repeat(sentence, 3))}
	b := Parse([]byte(strings.Join(lines, "\n")), "000_e8695a1c047b220a.txt", Limits{})
	check(t, b)
	if len(b.Passages) != 3 || len(b.Authors) > 0 || b.Date != "" || b.Title != "Officials of both sides met on Saturday, and each of them spoke of progress…" {
		t.Errorf("%q by %q of %q, %d passages", b.Title, b.Authors, b.Date, len(b.Passages))
	}
}

func TestPlainWrapped(t *testing.T) {
	const doc = "A Title\n\nThis paragraph was broken by a program that fits\nlines to a width of some fifty characters, as mail\nprograms did.\n\n- one\n- two\n1. three\n"
	b := Parse([]byte(doc), "a.txt", Limits{})
	check(t, b)
	want := []string{
		"heading: A Title", "paragraph: This paragraph was broken by a program that fits lines to a width of some fifty characters, as mail programs did.",
		"list item: one", "list item: two", "list item: three",
	}
	if diff := cmp.Diff(want, texts(b)); diff != "" {
		t.Error(diff)
	}
	if p := b.Passages[4]; p.Frame[0].Marker != "1." {
		t.Errorf("marker %q", p.Frame[0].Marker)
	}
}

func TestPlainIsNotMarkdown(t *testing.T) {
	b := Parse([]byte("Some *stars* and [brackets](x) & \x1b[2J stay.\n\n<b>so do tags</b>\n"), "a.txt", Limits{})
	check(t, b)
	if diff := cmp.Diff([]string{"paragraph: Some *stars* and [brackets](x) & ␛[2J stay.", "paragraph: <b>so do tags</b>"}, texts(b)); diff != "" {
		t.Error(diff)
	}
}

func TestWords(t *testing.T) {
	for in, want := range map[string]int{"": 0, "one two-three don’t U.S. 4,000": 5, "停火协议": 4, "جنگ بندی": 2, "a 停火 b": 4} {
		if got := words(in); got != want {
			t.Errorf("words(%q) = %d, want %d", in, got, want)
		}
	}
}
