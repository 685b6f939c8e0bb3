package brief

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/google/go-cmp/cmp"
)

const sample = "---\ntitle: A sample\n---\n" + `Lead text, *before* any
heading.

# First & foremost

A paragraph with **bold**, ~~gone~~, ` + "`code  span`" + `, a [link](https://a.example/x) and
an ![image of a pass](pass.jpg), hard  
break, soft
break, \*escaped\*, &amp; &#8217; <b>tag</b>.

## Lists

- one
- two

  second paragraph of two
  - nested ` + "`deep`" + `
3. three
4. four

- [ ] open task
- [x] done *task*

> quoted text
> goes on
>
> - item in a quote

## Blocks

` + "```go\nfunc main() {\n\tprintln(\"<b>\")\n}\n```" + `

    indented code

| A | B |
|---|:-:|
| 1 | *2* \| 3 |
| x |

***

<div class="x"><p>HTML &amp; <em>text</em><br>second line</p><script>no()</script></div>

<!-- a comment -->

Setext
======

Reference [one][r], [^1] and <https://b.example>.

[r]: https://r.example "Title"

[^1]: The note.

Term
: What it means

{{< image src="x" >}}
`

// dump writes what a brief is made of.
func dump(b *Brief) string {
	var out strings.Builder
	for i, s := range b.Sections {
		fmt.Fprintf(&out, "section %d: %q level %d parent %d first %d\n", i, s.Title, s.Level, s.Parent, s.First)
	}
	for i, p := range b.Passages {
		fmt.Fprintf(&out, "%d %v", i, p.Kind)
		if p.Level > 0 {
			fmt.Fprintf(&out, " %d", p.Level)
		}
		if p.Info != "" {
			fmt.Fprintf(&out, " (%s)", p.Info)
		}
		if p.Aside {
			out.WriteString(" aside")
		}
		fmt.Fprintf(&out, " %q", b.HeadingPath(i))
		for _, c := range p.Frame {
			fmt.Fprintf(&out, " {%d %s %v}", c.Kind, c.Marker, c.First)
		}
		fmt.Fprintf(&out, "\n  text %q\n  raw  %q\n", p.Text, b.Raw[p.Span.Start:p.Span.End])
	}
	return out.String()
}

func TestSample(t *testing.T) {
	b := Parse([]byte(sample), "sample.md", Limits{})
	check(t, b)
	golden(t, "sample.txt", dump(b))
}

// golden compares got with a file of testdata, and writes it where the
// environment has UPDATE_GOLDEN.
func golden(t *testing.T, name, got string) {
	t.Helper()
	file := filepath.Join("testdata", name)
	if os.Getenv("UPDATE_GOLDEN") != "" {
		if err := os.MkdirAll("testdata", 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", file, diff)
	}
}

// texts are the kinds and texts of the passages of a brief.
func texts(b *Brief) []string {
	var out []string
	for _, p := range b.Passages {
		out = append(out, p.Kind.String()+": "+p.Text)
	}
	return out
}

func TestEncodings(t *testing.T) {
	const doc = "# Títle 😀\n\nFirst line\nof two.\n\n- item 中文\n"
	want := texts(Parse([]byte(doc), "a.md", Limits{}))
	for name, src := range map[string][]byte{
		"BOM":       []byte("\ufeff" + doc),
		"CRLF":      []byte(strings.ReplaceAll(doc, "\n", "\r\n")),
		"CR":        []byte(strings.ReplaceAll(doc, "\n", "\r")),
		"UTF-16 LE": wideText("\ufeff"+doc, false),
		"UTF-16 BE": wideText("\ufeff"+doc, true),
	} {
		t.Run(name, func(t *testing.T) {
			b := Parse(src, "a.md", Limits{})
			check(t, b)
			if diff := cmp.Diff(want, texts(b)); diff != "" {
				t.Error(diff)
			}
			if len(b.Notes) > 0 || b.Title != "Títle 😀" {
				t.Errorf("title %q, notes %q", b.Title, b.Notes)
			}
			for i := range b.Passages {
				checkDisk(t, b, src, b.Passages[i].Span, name)
			}
		})
	}
}

// checkDisk fails where the bytes on disk of a span are not its text.
func checkDisk(t *testing.T, b *Brief, src []byte, s Span, encoding string) {
	t.Helper()
	d := b.Disk(s)
	got := src[d.Start:d.End]
	if strings.HasPrefix(encoding, "UTF-16") {
		var units []uint16
		for i := 0; i+1 < len(got); i += 2 {
			if encoding == "UTF-16 BE" {
				units = append(units, uint16(got[i])<<8|uint16(got[i+1]))
			} else {
				units = append(units, uint16(got[i])|uint16(got[i+1])<<8)
			}
		}
		got = []byte(string(utf16.Decode(units)))
	}
	if string(got) != string(b.Raw[s.Start:s.End]) {
		t.Errorf("Disk(%v) = %v: %q, want %q", s, d, got, b.Raw[s.Start:s.End])
	}
}

// wideText is s in UTF-16.
func wideText(s string, big bool) []byte {
	var out []byte
	for _, u := range utf16.Encode([]rune(s)) {
		if big {
			out = append(out, byte(u>>8), byte(u))
		} else {
			out = append(out, byte(u), byte(u>>8))
		}
	}
	return out
}

func TestDiskFarIn(t *testing.T) {
	doc := "\ufeff# T\n\n" + strings.Repeat("Wörter 😀 und 中文.\n\n", 3000)
	src := wideText(doc, false)
	b := Parse(src, "a.md", Limits{})
	check(t, b)
	for i := range b.Passages {
		checkDisk(t, b, src, b.Passages[i].Span, "UTF-16 LE")
	}
	if got := b.Disk(Span{0, len(b.Raw)}); got != (Span{0, len(src)}) {
		t.Errorf("all of it is %v of %d", got, len(src))
	}
}

func TestBroken(t *testing.T) {
	b := Parse([]byte("# Bad\xff title\n\nText\xc3 and \x1b[2J and \u202eRLO.\n"), "a.md", Limits{})
	check(t, b)
	if diff := cmp.Diff([]string{"heading: Bad\ufffd title", "paragraph: Text\ufffd and ␛[2J and RLO."}, texts(b)); diff != "" {
		t.Error(diff)
	}
	if len(b.Notes) != 1 || b.Title != "Bad\ufffd title" {
		t.Errorf("title %q, notes %q", b.Title, b.Notes)
	}
	for _, src := range []string{"", "\xff\xfe", "\xff\xfea", "\ufeff", "---", "---\n---", "+++\n+++\n", "\n\n", "#", "- ", "[a]: b", "<!-- -->"} {
		b := Parse([]byte(src), "", Limits{})
		check(t, b)
		if b.Title == "" || len(b.Passages) > 1 {
			t.Errorf("%q: title %q, passages %q", src, b.Title, texts(b))
		}
		if i := b.At(0); i != len(b.Passages)-1 {
			t.Errorf("%q: At(0) = %d", src, i)
		}
	}
}

func TestBinary(t *testing.T) {
	for src, want := range map[string]bool{
		"": false, "Some text.\n": false, "Caf\xe9 au lait\n": false, "\x00\x01\x02\x03\x04\x05": true, "%PDF-1.7\nabc": true, "PK\x03\x04abc": true,
		string(wideText("\ufeffSome text", false)): false, "a\x1b[1mb": false, strings.Repeat("Words. ", 100) + "\x00": false,
	} {
		if got := Binary([]byte(src)); got != want {
			t.Errorf("Binary(%.20q) = %v", src, got)
		}
	}
}

func TestSourceAndInText(t *testing.T) {
	const doc = "Some **bold** text &amp; a [link](http://x.example), then\n> quoted *words*\n> go on"
	b := Parse([]byte(doc), "a.md", Limits{})
	check(t, b)
	for _, c := range []struct {
		passage         int
		text, wantedRaw string
	}{
		{0, "Some", "Some"}, {0, "bold", "bold"}, {0, "bold text", "bold** text"}, {0, "&", "&amp;"}, {0, "& a link,", "&amp; a [link](http://x.example),"},
		{1, "words go", "words*\n> go"}, {1, "quoted words", "quoted *words"},
	} {
		p := &b.Passages[c.passage]
		at := strings.Index(p.Text, c.text)
		span := Span{at, at + len(c.text)}
		s := p.Source(span)
		if got := string(b.Raw[s.Start:s.End]); got != c.wantedRaw {
			t.Errorf("Source(%q) = %q, want %q", c.text, got, c.wantedRaw)
		}
		if back, ok := p.InText(s); !ok || back != span {
			t.Errorf("InText of %q = %v, %v, want %v", c.text, back, ok, span)
		}
	}
	if _, ok := b.Passages[0].InText(Span{5, 7}); ok {
		t.Error("the stars have a place in the text")
	}
	if _, ok := b.Passages[0].InText(b.Passages[1].Span); ok {
		t.Error("another passage has a place in the text")
	}
}

func TestLongBlocks(t *testing.T) {
	word := strings.Repeat("Many words in a row, ", 2000)
	doc := word + "\n\n- " + word + "\n\n```\n" + strings.Repeat(strings.Repeat("x", 79)+"\n", 2000) + "```\n\n" +
		"|a|b|\n|-|-|\n" + strings.Repeat("|one cell|*two*|\n", 9000)
	b := Parse([]byte(doc), "a.md", Limits{})
	check(t, b)
	all := 0
	for _, p := range b.Passages {
		all += len(p.Text)
		if len(p.Text) > longestText(p.Kind) {
			t.Errorf("%v of %d bytes", p.Kind, len(p.Text))
		}
	}
	if len(b.Passages) < 10 || all < len(doc)*8/10 {
		t.Errorf("%d passages, %d of %d bytes", len(b.Passages), all, len(doc))
	}
}

// longestText is the most bytes that the text of a passage may have.
func longestText(k Kind) int {
	if k == Code || k == Table {
		return maxLiteral + 100
	}
	return maxProse + 100
}

func TestDeepNesting(t *testing.T) {
	b := Parse([]byte(strings.Repeat("> ", 20)+"deep *words*\n\n"+strings.Repeat("[", 20)+"a"+strings.Repeat("](b)", 20)), "a.md", Limits{})
	check(t, b)
	if p := b.Passages[0]; len(p.Frame) != 8 || p.Text != "deep words" || p.Deeper != 12 {
		t.Errorf("%d containers and %d, %q", len(p.Frame), p.Deeper, p.Text)
	}
	if b = Parse([]byte("> - > text"), "a.md", Limits{MaxDepth: 2}); len(b.Passages[0].Frame) != 2 {
		t.Errorf("frame %v", b.Passages[0].Frame)
	}
}
