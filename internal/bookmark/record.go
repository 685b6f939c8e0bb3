package bookmark

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"
)

// The file of a bookmark:
//
//	---
//	broadsheet: 1
//	id: "b3k9x2ma7q"
//	created: "2025-11-07T09:30:00Z"
//	title: "A truce, and what it leaves open"
//	…
//	---
//	> The marked words,
//	> as a block quote.
//
//	The note, as it was written.
//
// The header is YAML with every text in double quotes, so that no text can be
// read as something else. The body is for people and for grep, and it is where
// quote and note are read back from, unless one holds what a Markdown file can
// not carry exactly (control characters, a lone CR, bytes that are not UTF-8):
// then it stands escaped in the header. Keys that this version does not know
// are kept when the bookmark is edited.

// version of the format. A file of a later one is not read, and not touched.
const version = 1

const fence = "---\n"

// header is what a file's YAML is read into.
type header struct {
	Version int       `yaml:"broadsheet"`
	ID      string    `yaml:"id"`
	Created string    `yaml:"created"`
	Title   string    `yaml:"title"`
	Source  string    `yaml:"source"`
	Date    string    `yaml:"date"`
	Tags    []string  `yaml:"tags"`
	Library string    `yaml:"library"`
	File    string    `yaml:"file"`  // left out where it is not known
	Check   string    `yaml:"check"` // the same
	Path    string    `yaml:"path"`
	Hash    string    `yaml:"hash"`
	Start   int       `yaml:"start"`
	End     int       `yaml:"end"`
	Heading []string  `yaml:"heading"`
	Before  string    `yaml:"before"`
	After   string    `yaml:"after"`
	Passage *string   `yaml:"passage"`        // left out where it is the quote
	Quote   *string   `yaml:"quote"`          // only where the body can not carry it
	Note    *string   `yaml:"note"`           // the same
	Colour  string    `yaml:"colour"`         // left out where there is none
	Left    string    `yaml:"passage-before"` // both left out where the quote is the passage
	Right   string    `yaml:"passage-after"`
	Alike   *string   `yaml:"alike"` // left out where it is not known
	AlikeW  *string   `yaml:"alike-whole"`
	Outline string    `yaml:"outline"` // the same
	Also    []string  `yaml:"also"`    // left out where it is not known
	Others  yamlNodes `yaml:",inline"`
}

// encode makes the file's content. others, the unknown keys of the file it
// takes the place of, go with it.
func encode(b Bookmark, others yamlNodes) []byte {
	var w bytes.Buffer
	text := func(key, s string) { fmt.Fprintf(&w, "%s: %s\n", key, quoted(s)) }
	list := func(key string, items []string) {
		if len(items) == 0 {
			fmt.Fprintf(&w, "%s: []\n", key)
			return
		}
		fmt.Fprintf(&w, "%s:\n", key)
		for _, s := range items {
			fmt.Fprintf(&w, "  - %s\n", quoted(s))
		}
	}
	fmt.Fprintf(&w, "%sbroadsheet: %d\n", fence, version)
	text("id", b.ID)
	text("created", b.Created.UTC().Format(time.RFC3339Nano))
	text("title", b.Title)
	text("source", b.Source)
	text("date", b.Date)
	list("tags", b.Tags)
	if b.Colour != "" {
		text("colour", b.Colour)
	}
	text("library", b.Library)
	text("path", b.Path)
	if b.File != "" {
		text("file", b.File)
	}
	fmt.Fprintf(&w, "hash: \"%016x\"\nstart: %d\nend: %d\n", b.Hash, b.Start, b.End)
	if b.Check != 0 {
		fmt.Fprintf(&w, "check: \"%016x\"\n", b.Check)
	}
	list("heading", b.Heading)
	text("before", b.Before)
	text("after", b.After)
	if b.Passage != b.Quote {
		text("passage", b.Passage)
	}
	if b.PassageBefore != "" || b.PassageAfter != "" {
		text("passage-before", b.PassageBefore)
		text("passage-after", b.PassageAfter)
	}
	if b.Alike != nil {
		text("alike", alikeText(b.Alike))
	}
	if b.AlikeWhole != nil {
		text("alike-whole", alikeText(b.AlikeWhole))
	}
	if b.Outline != "" {
		text("outline", b.Outline)
	}
	if b.Also != nil {
		list("also", b.Also)
	}
	quote, note := b.Quote, b.Note
	if !carried(quote) {
		text("quote", quote)
		quote = ""
	}
	if !carried(note) {
		text("note", note)
		note = ""
	}
	kept, _ := others.text() // decode has seen to it that there is one
	w.WriteString(kept)
	w.WriteString(fence)
	writeBody(&w, quote, note)
	return w.Bytes()
}

// writeBody writes the quote as a block quote, then an empty line and the note.
func writeBody(w *bytes.Buffer, quote, note string) {
	if quote != "" {
		for line := range strings.SplitSeq(quote, "\n") {
			if line == "" {
				w.WriteString(">\n") // no space at the end for an editor to cut
				continue
			}
			w.WriteString("> " + line + "\n")
		}
	}
	if note != "" {
		w.WriteString("\n" + note + "\n")
	}
}

// readBody takes a body apart again.
func readBody(body string) (quote, note string) {
	var lines []string
	for strings.HasPrefix(body, ">") {
		line, rest, _ := strings.Cut(body, "\n")
		lines, body = append(lines, strings.TrimPrefix(line[1:], " ")), rest
	}
	body = strings.TrimPrefix(body, "\n")
	return strings.Join(lines, "\n"), strings.TrimSuffix(body, "\n")
}

// carried tells whether a text comes back from a Markdown file as it was.
func carried(s string) bool {
	if !utf8.ValidString(s) {
		return false
	}
	for _, r := range s {
		if r >= ' ' && r < 0x7F {
			continue
		}
		if r != '\n' && r != '\t' && unicode.In(r, unicode.Cc, unicode.Zl, unicode.Zp) || r == '\uFEFF' {
			return false
		}
	}
	return true
}

// quoted writes a text as a YAML scalar on one line.
func quoted(s string) string {
	if !utf8.ValidString(s) {
		return `!!binary "` + base64.StdEncoding.EncodeToString([]byte(s)) + `"`
	}
	var w strings.Builder
	w.WriteByte('"')
	for _, r := range s {
		switch {
		case r == '"' || r == '\\':
			w.WriteByte('\\')
			w.WriteRune(r)
		case r == '\n':
			w.WriteString(`\n`)
		case r == '\t':
			w.WriteString(`\t`)
		case unicode.IsPrint(r):
			w.WriteRune(r)
		case r > 0xFFFF:
			fmt.Fprintf(&w, `\U%08X`, r)
		default:
			fmt.Fprintf(&w, `\u%04X`, r)
		}
	}
	w.WriteByte('"')
	return w.String()
}

// decode reads a file's content. Its errors are *flaw.
func decode(src []byte) (Bookmark, yamlNodes, error) {
	text := strings.TrimPrefix(string(src), "\uFEFF")
	text = strings.ReplaceAll(text, "\r\n", "\n") // an editor's; encode writes no CR
	if text == "" {
		return Bookmark{}, nil, &flaw{0, "the file is empty: its writing was cut off; delete it"}
	}
	head, body, ok := strings.Cut(strings.TrimPrefix(text, fence), "\n"+fence)
	if !ok || !strings.HasPrefix(text, fence) {
		if rest, whole := strings.CutSuffix(text, "\n---"); whole && strings.HasPrefix(text, fence) {
			head, body = strings.TrimPrefix(rest, fence), ""
		} else {
			return Bookmark{}, nil, &flaw{1, "not a bookmark: it has no header between two lines of ---"}
		}
	}
	h, ok := quick(head)
	if !ok {
		h = &header{}
		if err := yaml.Unmarshal([]byte(head), h); err != nil {
			return Bookmark{}, nil, yamlFlaw(err)
		}
	}
	b, err := h.bookmark(body)
	if _, ok := h.Others.text(); err == nil && !ok {
		err = &flaw{0, "the header has values of other keys that stand for one another (& and *) and could not be kept: write them out"}
	}
	return b, h.Others, err
}

// bookmark makes the bookmark of a header and the file's body.
func (h *header) bookmark(body string) (Bookmark, error) {
	switch {
	case h.Version > version:
		return Bookmark{}, &flaw{2, fmt.Sprintf("it was written by a later version of broadsheet (format %d, this one reads %d)", h.Version, version)}
	case h.Version < 1:
		return Bookmark{}, &flaw{1, "not a bookmark: the header has no line \"broadsheet: 1\""}
	}
	b := Bookmark{ID: h.ID, Title: h.Title, Source: h.Source, Date: h.Date, Tags: h.Tags, Colour: h.Colour, Library: h.Library, File: h.File}
	b.Anchor = Anchor{Path: h.Path, Start: h.Start, End: h.End, Heading: h.Heading, Before: h.Before, After: h.After, PassageBefore: h.Left, PassageAfter: h.Right, Outline: h.Outline, Also: h.Also}
	var err error
	if h.Created != "" {
		if b.Created, err = time.Parse(time.RFC3339Nano, h.Created); err != nil {
			return b, &flaw{0, fmt.Sprintf("created: %q is not a time like 2025-11-07T09:30:00Z", h.Created)}
		}
	}
	for _, n := range []struct {
		key, text string
		to        *uint64
	}{{"hash", h.Hash, &b.Hash}, {"check", h.Check, &b.Check}} {
		if n.text == "" {
			continue
		}
		if *n.to, err = strconv.ParseUint(n.text, 16, 64); err != nil {
			return b, &flaw{0, fmt.Sprintf("%s: %q is not a number of 16 hexadecimal digits", n.key, n.text)}
		}
	}
	if b.Start < 0 || b.End < b.Start {
		return b, &flaw{0, fmt.Sprintf("start and end: %d to %d is not a range of bytes", b.Start, b.End)}
	}
	if b.Tags == nil {
		b.Tags = []string{}
	}
	if b.Heading == nil {
		b.Heading = []string{}
	}
	b.Quote, b.Note = readBody(body)
	if h.Quote != nil {
		b.Quote = *h.Quote
	}
	if h.Note != nil {
		b.Note = *h.Note
	}
	if b.Alike, err = readAlike("alike", h.Alike); err != nil {
		return b, err
	}
	if b.AlikeWhole, err = readAlike("alike-whole", h.AlikeW); err != nil {
		return b, err
	}
	if _, ok := readOutline(h.Outline); !ok {
		return b, &flaw{0, fmt.Sprintf("outline: %q is not signs of five letters or figures with > before those of the mark; without this line the bookmark is still found", h.Outline)}
	}
	if b.Passage = b.Quote; h.Passage != nil {
		b.Passage = *h.Passage
	}
	return b, nil
}

// alikeText writes lookalikes as "words before after count", with semicolons
// between.
func alikeText(list []Alike) string {
	parts := make([]string, len(list))
	for i, k := range list {
		parts[i] = fmt.Sprintf("%d %d %d %d", k.Words, k.Before, k.After, k.Count)
	}
	return strings.Join(parts, "; ")
}

// readAlike reads what alikeText wrote; nil where the key is missing.
func readAlike(key string, text *string) ([]Alike, error) {
	if text == nil {
		return nil, nil
	}
	list := []Alike{}
	for part := range strings.SplitSeq(*text, ";") {
		if strings.TrimSpace(part) == "" {
			continue
		}
		var n [4]int
		fields := strings.Fields(part)
		ok := len(fields) == len(n) && len(list) < 2*alikeMost
		for i := 0; ok && i < len(n); i++ {
			v, err := strconv.Atoi(fields[i])
			n[i], ok = v, err == nil && v >= 0 && v <= 100
		}
		if !ok {
			return nil, &flaw{0, fmt.Sprintf("%s: %q is not four numbers from 0 to 100", key, strings.TrimSpace(part))}
		}
		list = append(list, Alike{n[0], n[1], n[2], n[3]})
	}
	return list, nil
}

// A flaw is why a file is not a bookmark.
type flaw struct {
	line   int // of the file, from 1; 0 unknown
	reason string
}

func (f *flaw) Error() string { return f.reason }

var yamlLine = regexp.MustCompile(`line (\d+): `)

// yamlFlaw turns the YAML library's error into one line, with the file's line.
func yamlFlaw(err error) *flaw {
	text := strings.Join(strings.Fields(strings.TrimPrefix(err.Error(), "yaml: ")), " ")
	f := &flaw{0, "the header can not be read: " + text}
	if m := yamlLine.FindStringSubmatch(text); m != nil {
		n, _ := strconv.Atoi(m[1])
		f.line = n + 1 // the fence is the first
		f.reason = "the header can not be read: " + strings.Replace(text, m[0], "", 1)
	}
	return f
}
