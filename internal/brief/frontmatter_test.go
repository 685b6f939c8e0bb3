package brief

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestFrontMatter(t *testing.T) {
	const body = "\n\nBody text.\n"
	for _, c := range []struct {
		name, front string
		want        Meta
		note        string // what the one note has in it; "" where there is none
	}{
		{
			"YAML", "---\ntitle: \"A title: with colon\"\ndate: 2019-10-08 12:00:00 -0500\nsource: usagov\nauthors:\n  - one\n  - two\n# a comment\ntopics:\n  - a\n  - b\nlang: en_US\nsource_url: https://a.example/x\n---",
			Meta{Title: "A title: with colon", Date: "2019-10-08T12:00:00-05:00", Source: "usagov", Authors: []string{"one", "two"}, Tags: []string{"a", "b"}, Lang: "en-US", URL: "https://a.example/x"}, "",
		},
		{
			"blank lines before, keys in capitals", "\n\n---\nTitle: T\nDATE: 2020/1/2\nTags: [x, \"y\", X]\nCategory: z\nAuthor: One Person and Other Person\n---",
			Meta{Title: "T", Date: "2020-01-02", Tags: []string{"x", "y", "z"}, Authors: []string{"One Person", "Other Person"}}, "",
		},
		{
			"maps", "---\ntitle: T\nauthors:\n  - name: One Person\n    role: editor\n  - first_name: Other\n    last_name: Person\npublisher: {name: The Paper}\n---",
			Meta{Title: "T", Authors: []string{"One Person", "Other Person"}, Source: "The Paper"}, "",
		},
		{
			"TOML", "+++\ntitle = \"T\"\ndate = 2020-01-02T03:04:05Z\ntags = [\"a\", \"b\"]\nauthor = \"By One Person\"\n+++",
			Meta{Title: "T", Date: "2020-01-02T03:04:05Z", Tags: []string{"a", "b"}, Authors: []string{"One Person"}}, "",
		},
		{"TOML day", "+++\ntitle = 'T'\ndate = 2020-01-02\n[extra]\na = 1\n+++", Meta{Title: "T", Date: "2020-01-02"}, ""},
		{
			"header lines", "Title: T\nDate: Oct 8, 2019\nTags: a, b\nAuthors: One Person, Other Person\nSummary: Long\n  and longer",
			Meta{Title: "T", Date: "2019-10-08", Tags: []string{"a", "b"}, Authors: []string{"One Person", "Other Person"}}, "",
		},
		{"address as source", "---\ntitle: T\nsource: https://www.paper.example/a?b\n---", Meta{Title: "T", Source: "paper.example", URL: "https://www.paper.example/a?b"}, ""},
		{"escapes", "---\ntitle: \"T\\e[2J\\u009bx\"\ntags: [\"a\\nb\"]\n---", Meta{Title: "T␛[2J\ufffdx", Tags: []string{"a b"}}, ""},
		{"entities", "---\ntitle: 'Q&amp;A &#8211; one&#27;'\n---", Meta{Title: "Q&A – one␛"}, ""},
		{"script address", "---\ntitle: T\nurl: javascript:alert(1)\n---", Meta{Title: "T"}, ""},
		{"empty values", "---\ntitle: T\ndate:\nsource: ''\nauthors: []\n---", Meta{Title: "T"}, ""},
		{"language by name", "---\ntitle: T\nlanguage: Pashto\n---", Meta{Title: "T", Lang: "ps"}, ""},
		{"broken colon", "---\ntitle: A: B: C\ndate: 2020-01-02\ntags:\n  - a\n  - b\n---", Meta{Title: "A: B: C", Date: "2020-01-02", Tags: []string{"a", "b"}}, "front matter, line 2"},
		{"broken quote", "---\ndate: 2020-01-02\ntitle: \"no end\n---", Meta{Title: "no end", Date: "2020-01-02"}, "front matter, line "},
		{"tab", "---\ntitle: T\n\tdate: x\n---", Meta{Title: "T"}, "front matter, line 3"},
		{"anchors", "---\na: &a [1, 2]\nb: *a\ntitle: T\n---", Meta{Title: "T"}, "line 2: anchors"},
		{"not closed", "---\ntitle: T\ndate: 2020-01-02", Meta{Title: "T", Date: "2020-01-02"}, "not closed"},
		{"broken TOML", "+++\ntitle = \"T\"\ndate = \n+++", Meta{Title: "T"}, "front matter, line 3"},
		{"no date", "---\ntitle: T\ndate: soon\n---", Meta{Title: "T"}, "“soon” is not read as a date"},
	} {
		t.Run(c.name, func(t *testing.T) {
			for name, front := range map[string]string{"LF": c.front + body, "CRLF": strings.ReplaceAll(c.front+body, "\n", "\r\n")} {
				b := Parse([]byte(front), "x.md", Limits{})
				check(t, b)
				if diff := cmp.Diff(c.want, b.Meta); diff != "" {
					t.Errorf("%s: %s", name, diff)
				}
				if diff := cmp.Diff([]string{"paragraph: Body text."}, texts(b)); diff != "" {
					t.Errorf("%s: %s", name, diff)
				}
				if notes := strings.Join(b.Notes, "; "); c.note == "" && notes != "" || !strings.Contains(notes, c.note) {
					t.Errorf("%s: notes %q, want %q", name, b.Notes, c.note)
				}
			}
		})
	}
}

func TestNoFrontMatter(t *testing.T) {
	for _, doc := range []string{"---\n\nText after a rule.\n\n---\n", "Note: this is said.\n\nText.\n", "Title without colon\n\nText.\n", "Title: a line\nand a second\n\nText.\n"} {
		b := Parse([]byte(doc), "x.md", Limits{})
		if b.Body.Start != 0 || len(b.Notes) > 0 {
			t.Errorf("%q: body %v, notes %q", doc, b.Body, b.Notes)
		}
	}
}

func TestLongFrontMatter(t *testing.T) {
	b := Parse([]byte("---\ntitle: T\naliases:\n"+strings.Repeat("  - /some/old/address/\n", 5000)+"---\nBody text.\n"), "x.md", Limits{})
	if b.Title != "T" || len(b.Notes) != 1 || len(b.Passages) != 1 {
		t.Errorf("title %q, notes %q, %d passages", b.Title, b.Notes, len(b.Passages))
	}
}

func TestParseDate(t *testing.T) {
	for in, want := range map[string]string{
		"2019-10-08": "2019-10-08", "2019-10-8": "2019-10-08", "2019/10/08": "2019-10-08", "20191008": "2019-10-08", "2019.10.08": "2019-10-08",
		"2019-10-08T12:00:00Z": "2019-10-08T12:00:00Z", "2019-10-08T12:00:00.123+02:00": "2019-10-08T12:00:00+02:00",
		"2019-10-08 12:00:00 -0500": "2019-10-08T12:00:00-05:00", "2013-12-10 1:01:15 -0400": "2013-12-10T01:01:15-04:00", "2019-10-08 12:00": "2019-10-08T12:00:00Z",
		"Oct 8, 2019": "2019-10-08", "October 8, 2019": "2019-10-08", "Oct. 8th, 2019": "2019-10-08", "Sept 8, 2019": "2019-09-08", "Tuesday, October 8, 2019": "2019-10-08",
		"8 October 2019": "2019-10-08", "8-Oct-2019": "2019-10-08", "8th of October 2019": "2019-10-08", "Tue, 08 Oct 2019 12:00:00 GMT": "2019-10-08T12:00:00Z",
		"October 8, 2019 at 3:05 PM": "2019-10-08T15:05:00Z", "25/12/2019": "2019-12-25", "12/25/2019": "2019-12-25", "10/10/2019": "2019-10-10",
		"10/08/2019": "", "2019-02-30": "", "2019-13-01": "", "soon": "", "2019": "", "October 2019": "", "": "", "2019-10-08 99:00": "2019-10-08", "31 June 2019": "", "99999999": "",
	} {
		if got := parseDate(in); got != want {
			t.Errorf("parseDate(%q) = %q, want %q", in, got, want)
		}
	}
}
