package render

import (
	"bytes"
	"encoding/json"
	"fmt"
	"html"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"
	htmlrender "github.com/yuin/goldmark/renderer/html"
	"github.com/yuin/goldmark/text"

	"broadsheet/internal/brief"
	"broadsheet/internal/inert"
)

// Every word that goldmark reads in an example is on the screen, in its order,
// at any width. What is no word, by design, and what stands elsewhere:
//   - definitions of links, titles of links, attributes of HTML, and what a
//     browser hides: comments, instructions, scripts and styles;
//   - what stands in braces behind a heading ("{#name .class}"), which names it;
//   - a note is drawn where it is written, not at the end; so the words of each
//     note have an order of their own.
//
// The examples are goldmark's own, and, where BROADSHEET_CONFORMANCE names a
// folder with commonmark.json and gfm.json, those as well.
func TestConformance(t *testing.T) {
	sets := map[string][]string{}
	dir := moduleDir(t, "github.com/yuin/goldmark")
	sets["goldmark's CommonMark"] = jsonExamples(t, filepath.Join(dir, "_test", "spec.json"))
	for _, pattern := range []string{filepath.Join(dir, "_test", "*.txt"), filepath.Join(dir, "extension", "_test", "*.txt")} {
		files, _ := filepath.Glob(pattern)
		for _, f := range files {
			sets["goldmark's "+filepath.Base(f)] = textExamples(t, f)
		}
	}
	if folder := os.Getenv("BROADSHEET_CONFORMANCE"); folder != "" {
		for _, name := range []string{"commonmark.json", "gfm.json"} {
			sets[name] = jsonExamples(t, filepath.Join(folder, name))
		}
	}
	for name, examples := range sets {
		t.Run(name, func(t *testing.T) {
			if len(examples) == 0 {
				t.Fatal("no examples were found")
			}
			same := 0
			for _, src := range examples {
				if conforms(t, src) {
					same++
				}
			}
			t.Logf("%d examples, in %d of them the words are the very same", len(examples), same)
		})
	}
}

// moduleDir is the folder of a module that the program is built with.
func moduleDir(t *testing.T, module string) string {
	t.Helper()
	out, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", module).Output()
	dir := strings.TrimSpace(string(out))
	if err != nil || dir == "" {
		t.Skipf("the source of %s is not at hand: %v", module, err)
	}
	return dir
}

// jsonExamples reads the Markdown of examples in CommonMark's form.
func jsonExamples(t *testing.T, file string) []string {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var examples []struct{ Markdown string }
	if err := json.Unmarshal(data, &examples); err != nil {
		t.Fatalf("%s: %v", file, err)
	}
	var out []string
	for _, e := range examples {
		out = append(out, e.Markdown)
	}
	return out
}

// textExamples reads the Markdown of examples in goldmark's form: a number,
// then Markdown and HTML, each after a line of dashes, then a line of equals.
func textExamples(t *testing.T, file string) []string {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	const dashes, equals = "//- - - - - - - - -//\n", "//= = ="
	var out []string
	for _, example := range strings.Split(string(data), equals) {
		if parts := strings.Split(example, dashes); len(parts) > 2 {
			out = append(out, parts[1])
		}
	}
	return out
}

// conforms draws an example and reports the words that are lost. It is true
// where what is drawn are these words and no others.
func conforms(t *testing.T, src string) bool {
	t.Helper()
	src = "Lead.\n\n" + src // a line of dashes at the top would be front matter
	body, notes := spoken([]byte(src))
	b := brief.Parse([]byte(src), "example.md", brief.Limits{})
	e := New(PlainTheme())
	same := true
	for _, width := range []int{20, 40, 100} {
		var page strings.Builder
		for i := range b.Passages {
			if kind := b.Passages[i].Kind; kind != brief.Rule {
				page.WriteString(drawn(e.Render(b, i, width), kind == brief.Table))
			}
		}
		all := letters(page.String())
		for _, words := range append([]string{body}, notes...) {
			if lost := lostWord(all, words); lost != "" {
				t.Errorf("%q at width %d: %q is lost of %q; drawn is %q", src, width, lost, words, page.String())
				return false
			}
		}
		same = same && all == letters(body+strings.Join(notes, ""))
	}
	return same
}

// lostWord is the first word that a page without spaces does not have in its
// turn; "" where it has all.
func lostWord(page, words string) string {
	for _, word := range strings.Fields(words) {
		w := letters(word)
		k := strings.Index(page, w)
		if k < 0 {
			return word
		}
		page = page[k+len(w):]
	}
	return ""
}

// A speaker collects the words of a document as goldmark reads it.
type speaker struct {
	source []byte
	labels map[int]string // of notes, by their numbers
	out    strings.Builder
}

// spoken gives the words of the body, and those of each note.
func spoken(source []byte) (body string, notes []string) {
	p := goldmark.New(goldmark.WithExtensions(extension.GFM, extension.Footnote, extension.DefinitionList)).Parser()
	doc := p.Parse(text.NewReader(source), parser.WithContext(parser.NewContext()))
	labels := map[int]string{}
	var list ast.Node
	for c := doc.FirstChild(); c != nil; c = c.NextSibling() {
		if c.Kind() == extast.KindFootnoteList {
			list = c
		}
	}
	if list != nil {
		doc.RemoveChild(doc, list)
		for n := list.FirstChild(); n != nil; n = n.NextSibling() {
			note := n.(*extast.Footnote)
			labels[note.Index] = string(note.Ref)
		}
		for n := list.FirstChild(); n != nil; n = n.NextSibling() {
			s := speaker{source: source, labels: labels}
			s.speak(n)
			notes = append(notes, inert.Text(s.out.String()))
		}
	}
	s := speaker{source: source, labels: labels}
	s.speak(doc)
	return inert.Text(s.out.String()), notes
}

// speak adds the words of the nodes in n.
func (s *speaker) speak(n ast.Node) {
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		if c.Type() == ast.TypeBlock {
			s.out.WriteByte('\n')
		}
		switch c := c.(type) {
		case *ast.Text:
			s.write(c.Segment.Value(s.source), c.IsRaw())
			if c.SoftLineBreak() || c.HardLineBreak() {
				s.out.WriteByte('\n')
			}
		case *ast.String:
			s.write(c.Value, c.IsRaw() || c.IsCode())
		case *ast.AutoLink:
			s.out.Write(c.Label(s.source))
		case *extast.FootnoteLink:
			s.out.WriteString("[" + s.labels[c.Index] + "]")
		case *ast.CodeBlock, *ast.FencedCodeBlock:
			s.out.Write(c.Lines().Value(s.source))
		case *ast.HTMLBlock:
			block := append([]byte{}, c.Lines().Value(s.source)...)
			if c.HasClosure() {
				block = append(block, c.ClosureLine.Value(s.source)...)
			}
			s.out.WriteString(html.UnescapeString(untagged(string(block))))
		case *ast.Heading:
			before := s.out.Len()
			s.speak(c)
			title := s.out.String()
			s.out.Reset()
			s.out.WriteString(title[:before] + headNames.ReplaceAllString(title[before:], ""))
		default:
			s.speak(c)
		}
	}
	s.out.WriteByte('\n')
	if n.Type() == ast.TypeInline { // no space inside a word
		joined := strings.TrimSuffix(s.out.String(), "\n")
		s.out.Reset()
		s.out.WriteString(joined)
	}
}

// write adds words as goldmark writes them, without what it escapes for HTML.
func (s *speaker) write(words []byte, raw bool) {
	var out bytes.Buffer
	w := &flushless{&out}
	if raw {
		htmlrender.DefaultWriter.RawWrite(w, words)
	} else {
		htmlrender.DefaultWriter.Write(w, words)
	}
	s.out.WriteString(html.UnescapeString(out.String()))
}

// flushless is a buffer as goldmark writes to it.
type flushless struct{ *bytes.Buffer }

func (flushless) Available() int { return 0 }
func (flushless) Buffered() int  { return 0 }
func (flushless) Flush() error   { return nil }

// What is no text, in a block of HTML and behind a heading.
var (
	headNames = regexp.MustCompile(`\s*\{[#.][^{}]*\}\s*$`)
	unshown   = regexp.MustCompile(`(?is)<!--.*?(-->|$)|<\?.*?(\?>|$)|<!\[CDATA\[.*?(\]\]>|$)|<![a-z][^>]*>` +
		`|<script\b.*?(</script\s*>|$)|<style\b.*?(</style\s*>|$)|<title\b.*?</title\s*>|<head\b.*?</head\s*>|<template\b.*?</template\s*>`)
	markTags = regexp.MustCompile(`(?s)</?[A-Za-z][A-Za-z0-9-]*(\s+[^\s"'=<>/]+(\s*=\s*("[^"]*"|'[^']*'|[^\s"'=<>` + "`" + `]+))?|[^<>"'])*>`)
)

// untagged is a block of HTML without what is no text. A tag parts words.
func untagged(block string) string {
	return markTags.ReplaceAllString(unshown.ReplaceAllString(block, " "), " ")
}

// The test can fail: it finds the word that is not drawn.
func TestConformanceFindsLosses(t *testing.T) {
	body, notes := spoken([]byte("One *two*three[^1] &amp; `four`\n\n<p title='x'>five<!-- six -->\n\n# Seven {#eight}\n\n[^1]: Nine.\n"))
	if got := strings.Join(strings.Fields(body), " "); got != "One twothree[1] & four five Seven" || fmt.Sprint(len(notes)) != "1" || strings.TrimSpace(notes[0]) != "Nine." {
		t.Errorf("the words are %q and %q", got, notes)
	}
	for page, want := range map[string]string{"onetwothree": "", "onethreetwo": "three", "one": "two", "": "one"} {
		if got := lostWord(page, "one two three"); got != want {
			t.Errorf("of %q %q is lost, want %q", page, got, want)
		}
	}
}
