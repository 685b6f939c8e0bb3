package bookmark

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"broadsheet/internal/brief"
)

func exported(t *testing.T, format string, items ...Item) string {
	t.Helper()
	var w bytes.Buffer
	if err := Export(&w, format, items); err != nil {
		t.Fatal(err)
	}
	return w.String()
}

func items() []Item {
	lost := sample()
	lost.ID, lost.Note, lost.Tags, lost.Title, lost.Path = "0lost12345", "", nil, "Another *brief*", "b.md"
	again := sample()
	again.ID = "0again2345"
	return []Item{
		{Bookmark: sample(), Path: sample().Path, Place: Place{State: OK}, Disk: brief.Span{Start: 10, End: 20}},
		{Bookmark: lost, Path: lost.Path, Place: Place{State: Lost, Passage: -1}},
		{Bookmark: again, Path: again.Path, Place: Place{State: Changed}, Disk: brief.Span{Start: 0, End: 4}},
	}
}

func TestExportJSON(t *testing.T) {
	want := `{
  "bookmarks": [
    {
      "id": "0abcd12345",
      "path": "2025/talks.md",
      "title": "Talks: a brief",
      "quote": "The first line,\n\nand the second.",
      "note": "Check this.\n\n> not a quote\n",
      "tags": [
        "truce",
        "to do"
      ],
      "created": "2025-11-07T09:30:00.000005Z",
      "state": "ok",
      "start": 10,
      "end": 20,
      "colour": "red",
      "source": "Sample Desk",
      "date": "2025-11-07",
      "heading": [
        "Talks",
        "The quarrel"
      ],
      "before": "What stood \"before\"\n",
      "after": " and after\\"
    },
    {
      "id": "0lost12345",
      "path": "b.md",
      "title": "Another *brief*",
      "quote": "The first line,\n\nand the second.",
      "note": "",
      "tags": [],
      "created": "2025-11-07T09:30:00.000005Z",
      "state": "lost",
      "colour": "red",
      "source": "Sample Desk",
      "date": "2025-11-07",
      "heading": [
        "Talks",
        "The quarrel"
      ],
      "before": "What stood \"before\"\n",
      "after": " and after\\"
    }
  ]
}
`
	if diff := cmp.Diff(want, exported(t, "json", items()[:2]...)); diff != "" {
		t.Error(diff)
	}
	if got := exported(t, "json"); got != "{\n  \"bookmarks\": []\n}\n" {
		t.Errorf("nothing: %s", got)
	}
	if got := exported(t, "json", items()[2]); !strings.Contains(got, `"start": 0`) {
		t.Errorf("a place at byte 0 has a start: %s", got)
	}
}

func TestExportMarkdown(t *testing.T) {
	want := `# Bookmarks

## Talks: a brief

Sample Desk · 2025-11-07 · 2025/talks.md

> The first line,
>
> and the second.

— “Talks: a brief”, Sample Desk, 2025-11-07

in Talks › The quarrel · kept 2025-11-07 · #truce · #to-do

Check this.

> not a quote

> The first line,
>
> and the second.

— “Talks: a brief”, Sample Desk, 2025-11-07

in Talks › The quarrel · kept 2025-11-07 · changed · #truce · #to-do

Check this.

> not a quote

## Another \*brief\*

Sample Desk · 2025-11-07 · b.md

> The first line,
>
> and the second.

— “Another \*brief\*”, Sample Desk, 2025-11-07

in Talks › The quarrel · kept 2025-11-07 · lost
`
	if diff := cmp.Diff(want, exported(t, "markdown", items()...)); diff != "" {
		t.Error(diff)
	}
}

func TestExportCSV(t *testing.T) {
	bad := items()[0]
	bad.Bookmark.Note, bad.Bookmark.Title = "=HYPERLINK(\"http://example.org\")", " \t+1"
	bad.Bookmark.Tags = []string{"@sum", "ok"}
	rows, err := csv.NewReader(strings.NewReader(exported(t, "csv", bad, items()[1]))).ReadAll()
	if err != nil || len(rows) != 3 {
		t.Fatal(rows, err)
	}
	if rows[1][9] != `'=HYPERLINK("http://example.org")` || rows[1][3] != "' \t+1" || rows[1][10] != "'@sum, ok" {
		t.Errorf("not guarded: %q", rows[1])
	}
	if rows[2][11] != "" || rows[1][11] != "10" || rows[1][8] != sample().Quote {
		t.Errorf("%q", rows)
	}
}

// What a spreadsheet takes for a formula is marked as a text, and nothing else.
func TestCell(t *testing.T) {
	for text, want := range map[string]string{
		"=1+1": "'=1+1", "+1": "'+1", "-1": "'-1", "@sum": "'@sum", "|cmd": "'|cmd", "%0A": "'%0A", " \u00a0=1": "' \u00a0=1",
		"＝1": "'＝1", "＋1": "'＋1", "－1": "'－1", "＠1": "'＠1", "\tx": "'\tx", "\nx": "'\nx", "\rx": "'\nx",
		"": "", "a=1": "a=1", "1-2": "1-2", " a": " a", "'=1": "'=1", "–1": "–1",
	} {
		if got := cell(text); got != want {
			t.Errorf("cell(%q) = %q, want %q", text, got, want)
		}
	}
}

func TestExportAnnotation(t *testing.T) {
	var got struct {
		Context string `json:"@context"`
		Type    string
		Total   int
		First   struct {
			Items []struct {
				ID, Type, Motivation, Created string
				Body                          []map[string]string
				Target                        struct {
					Source   string
					Selector []map[string]any
				}
			}
		}
	}
	odd := items()[0]
	odd.Path = "a folder/50%?#.md"
	if err := json.Unmarshal([]byte(exported(t, "annotation", odd, items()[1])), &got); err != nil {
		t.Fatal(err)
	}
	if got.Context != "http://www.w3.org/ns/anno.jsonld" || got.Type != "AnnotationCollection" || got.Total != 2 {
		t.Errorf("%+v", got)
	}
	a, lost := got.First.Items[0], got.First.Items[1]
	if a.Type != "Annotation" || a.Target.Source != "a%20folder/50%25%3F%23.md" || len(a.Body) != 4 || a.Body[1]["purpose"] != "tagging" {
		t.Errorf("%+v", a)
	}
	if s := a.Target.Selector; len(s) != 2 || s[0]["exact"] != sample().Quote || s[1]["type"] != "DataPositionSelector" || s[1]["start"] != 10.0 {
		t.Errorf("%+v", s)
	}
	if len(lost.Target.Selector) != 1 || len(lost.Body) != 1 {
		t.Errorf("%+v", lost)
	}
}

// Whatever a bookmark holds, no format writes a character that a terminal obeys.
func TestExportIsInert(t *testing.T) {
	evil := "a\x1b]0;x\a\x9b2J\u009b31m\r\u202eb\u200b\x00\n> =1"
	it := Item{Path: evil, Bookmark: Bookmark{ID: evil, Title: evil, Source: evil, Date: evil, Note: evil, Tags: []string{evil}, Anchor: Anchor{
		Path: evil, Quote: evil, Before: evil, After: evil, Heading: []string{evil},
	}}}
	for _, f := range Formats() {
		format := f.Name
		out := exported(t, format, it)
		if i := strings.IndexFunc(out, func(r rune) bool { return r < ' ' && r != '\n' || r >= 0x7F && r < 0xA0 || r == '\u202e' }); i >= 0 {
			t.Errorf("%s: %q", format, out[i:])
		}
	}
}

type brokenPipe struct{}

func (brokenPipe) Write([]byte) (int, error) { return 0, errors.New("broken pipe") }

func TestExportErrors(t *testing.T) {
	if err := Export(&bytes.Buffer{}, "html", nil); err == nil || !strings.Contains(err.Error(), "annotation") {
		t.Errorf("%v names the formats there are", err)
	}
	if err := Export(brokenPipe{}, "json", nil); err == nil || !strings.Contains(err.Error(), "broken pipe") {
		t.Error(err)
	}
}

// The rows of a table and the lines of code stay lines of their own in Markdown.
func TestExportMarkdownKeepsLines(t *testing.T) {
	m := sample()
	m.Quote = "alpha | 1,000\nbeta | 2,000\n\nA passage."
	if got, want := exported(t, "markdown", Item{Bookmark: m, Path: m.Path}), "\n> alpha \\| 1,000\\\n> beta \\| 2,000\n>\n> A passage.\n"; !strings.Contains(got, want) {
		t.Errorf("%s\nwant %s", got, want)
	}
}
