package bookmark

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"broadsheet/internal/inert"
)

// A Format is one that Export can write.
type Format struct {
	Name   string
	Ending string // of a file, without the dot
	For    string // what it is good for, in a few words
	write  func([]Item) ([]byte, error)
}

// Formats are those that Export can write.
func Formats() []Format {
	return []Format{
		{"markdown", "md", "to read, and to write on in", exportMarkdown},
		{"json", "json", "for broadsheet and programs", exportJSON},
		{"csv", "csv", "for a spreadsheet", exportCSV},
		{"annotation", "jsonld", "W3C, for other annotation programs", exportAnnotations},
	}
}

// FormatNames are the names of Formats.
func FormatNames() (names []string) {
	for _, f := range Formats() {
		names = append(names, f.Name)
	}
	return names
}

// FormatNamed gives the format of a name; the error names those there are.
func FormatNamed(name string) (Format, error) {
	for _, f := range Formats() {
		if f.Name == name {
			return f, nil
		}
	}
	return Format{}, fmt.Errorf("unknown format %q; use one of %s", name, strings.Join(FormatNames(), ", "))
}

// Export writes bookmarks in the order given; in Markdown they are grouped by
// brief, the briefs in the order of their first bookmark. The result is safe
// to show on a terminal and, as CSV, to open in a spreadsheet. The errors are
// those of w, and a format that is not one of Formats.
func Export(w io.Writer, format string, items []Item) error {
	f, err := FormatNamed(format)
	if err != nil {
		return fmt.Errorf("export bookmarks: %w", err)
	}
	out, err := f.write(items)
	if err != nil {
		return fmt.Errorf("export bookmarks: %w", err)
	}
	if _, err := w.Write(out); err != nil {
		return fmt.Errorf("export bookmarks: %w", err)
	}
	return nil
}

// entry is a bookmark in JSON.
type entry struct {
	ID      string   `json:"id"`
	Path    string   `json:"path"`
	Title   string   `json:"title"`
	Quote   string   `json:"quote"`
	Note    string   `json:"note"`
	Tags    []string `json:"tags"`
	Created string   `json:"created"`
	State   string   `json:"state"`
	Start   *int     `json:"start,omitempty"`
	End     *int     `json:"end,omitempty"`

	Colour     string      `json:"colour,omitempty"`
	Now        string      `json:"now,omitempty"` // what stands there where it has changed
	Source     string      `json:"source,omitempty"`
	Date       string      `json:"date,omitempty"`
	Heading    []string    `json:"heading,omitempty"`
	Before     string      `json:"before,omitempty"`
	After      string      `json:"after,omitempty"`
	Candidates []candidate `json:"candidates,omitempty"` // where lost
	File       string      `json:"file,omitempty"`       // where it is another library's
}

type candidate struct {
	Path  string `json:"path"`
	Start int    `json:"start"`
	End   int    `json:"end"`
	Text  string `json:"text"`
}

type entries struct {
	Bookmarks []entry `json:"bookmarks"`
}

// exportJSON has the shape of "bookmark list" on the command line.
func exportJSON(items []Item) ([]byte, error) {
	list := entries{make([]entry, 0, len(items))}
	for _, it := range items {
		b := it.Bookmark
		e := entry{
			ID: b.ID, Path: it.Path, Title: b.Title, Quote: b.Quote, Note: b.Note, Tags: append([]string{}, b.Tags...),
			Created: stamp(b.Created), State: it.Place.State.String(), Colour: b.Colour, Now: it.Now,
			Source: b.Source, Date: b.Date, Heading: b.Heading, Before: b.Before, After: b.After,
		}
		if it.Place.State == Unsought {
			e.File = b.File
		}
		if it.Place.State < Lost {
			e.Start, e.End = &it.Disk.Start, &it.Disk.End
		}
		for _, c := range it.Candidates {
			e.Candidates = append(e.Candidates, candidate{c.Path, c.Disk.Start, c.Disk.End, c.Text})
		}
		list.Bookmarks = append(list.Bookmarks, e)
	}
	return marshal(list)
}

func stamp(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339Nano)
}

// marshal writes indented JSON that a terminal may see.
func marshal(v any) ([]byte, error) {
	var plain bytes.Buffer
	enc := json.NewEncoder(&plain)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(v); err != nil {
		return nil, err
	}
	return inert.JSON(plain.Bytes()), nil
}

func exportCSV(items []Item) ([]byte, error) {
	var out bytes.Buffer
	w := csv.NewWriter(&out)
	rows := [][]string{{"id", "created", "state", "title", "source", "date", "path", "heading", "quote", "note", "tags", "start", "end", "colour", "now"}}
	for _, it := range items {
		b, start, end := it.Bookmark, "", ""
		if it.Place.State < Lost {
			start, end = strconv.Itoa(it.Disk.Start), strconv.Itoa(it.Disk.End)
		}
		row := []string{b.ID, stamp(b.Created.Truncate(time.Second)), // spreadsheets know no less
			it.Place.State.String(), b.Title, b.Source, b.Date, it.Path,
			strings.Join(b.Heading, " > "), b.Quote, b.Note, strings.Join(b.Tags, ", "), start, end, b.Colour, it.Now}
		for i, s := range row {
			row[i] = cell(s)
		}
		rows = append(rows, row)
	}
	err := w.WriteAll(rows)
	return out.Bytes(), err
}

// cell guards a text against being taken for a formula (OWASP, "CSV
// injection"): spreadsheets take one that begins, after blanks, with = + - @
// for a formula, in their full-width forms too. An apostrophe marks a text.
func cell(s string) string {
	s = inert.Text(s)
	bare := strings.TrimLeftFunc(s, func(r rune) bool { return unicode.IsSpace(r) || !unicode.IsPrint(r) })
	if bare != "" && strings.ContainsRune("=+-@＝＋－＠|%", []rune(bare)[0]) || strings.HasPrefix(s, "\t") || strings.HasPrefix(s, "\n") {
		return "'" + s
	}
	return s
}

func exportMarkdown(items []Item) ([]byte, error) {
	var out bytes.Buffer
	out.WriteString("# Bookmarks\n")
	var order []string
	byBrief := map[string][]Item{}
	for _, it := range items {
		key := it.Path + "\x00" + it.Bookmark.Title
		if byBrief[key] == nil {
			order = append(order, key)
		}
		byBrief[key] = append(byBrief[key], it)
	}
	for _, key := range order {
		first := byBrief[key][0].Bookmark
		fmt.Fprintf(&out, "\n## %s\n\n", Escaped(inert.Line(first.Title)))
		var about []string
		for _, s := range []string{first.Source, first.Date, byBrief[key][0].Path} {
			if s != "" {
				about = append(about, Escaped(inert.Line(s)))
			}
		}
		if len(about) > 0 {
			fmt.Fprintf(&out, "%s\n", strings.Join(about, " · "))
		}
		for _, it := range byBrief[key] {
			markdownItem(&out, it)
		}
	}
	return out.Bytes(), nil
}

// markdownItem writes one bookmark: the quote, where it is from, the note as
// its writer wrote it, the tags.
func markdownItem(out *bytes.Buffer, it Item) {
	b := it.Bookmark
	out.WriteByte('\n')
	lines := strings.Split(inert.Text(b.Quote), "\n")
	for i, line := range lines {
		text := strings.TrimRight("> "+Escaped(line), " ")
		if text != ">" && i+1 < len(lines) && strings.TrimSpace(lines[i+1]) != "" {
			text += "\\" // the rows of a table and the lines of code stay apart
		}
		out.WriteString(text + "\n")
	}
	if it.Now != "" {
		fmt.Fprintf(out, "\nIt now reads: %s\n", Escaped(inert.Line(it.Now)))
	}
	if cite := citation(b); cite != "" {
		fmt.Fprintf(out, "\n— %s\n", Escaped(inert.Line(cite)))
	}
	var facts []string
	if len(b.Heading) > 0 {
		facts = append(facts, "in "+Escaped(inert.Line(strings.Join(b.Heading, " › "))))
	}
	if !b.Created.IsZero() {
		facts = append(facts, "kept "+b.Created.UTC().Format(time.DateOnly))
	}
	if it.Place.State != OK {
		facts = append(facts, it.Place.State.String())
	}
	for _, t := range b.Tags {
		facts = append(facts, "#"+Escaped(strings.TrimPrefix(Hashtags([]string{t}), "#")))
	}
	if len(facts) > 0 {
		fmt.Fprintf(out, "\n%s\n", strings.Join(facts, " · "))
	}
	if note := strings.TrimSpace(inert.Text(b.Note)); note != "" {
		fmt.Fprintf(out, "\n%s\n", note)
	}
}

// citation says where a quote is from: the title, the source and the day, as
// copying does.
func citation(b Bookmark) string {
	parts := []string{"“" + b.Title + "”", b.Source, b.Date[:min(len(b.Date), len(time.DateOnly))]}
	return strings.Join(slices.DeleteFunc(parts, func(s string) bool { return s == "" || s == "“”" }), ", ")
}

// Escaped writes a line so that Markdown shows it as it is.
func Escaped(s string) string {
	var w strings.Builder
	begins, number := true, false // nothing but blanks so far; nothing but blanks and digits
	for _, r := range s {
		switch {
		case strings.ContainsRune("\\`*_[]<>&|~$", r),
			begins && strings.ContainsRune("#+-=:", r),
			number && strings.ContainsRune(".)", r):
			w.WriteByte('\\')
		}
		w.WriteRune(r)
		number = (begins || number) && r >= '0' && r <= '9'
		begins = begins && unicode.IsSpace(r)
	}
	return w.String()
}

// exportAnnotations writes a collection of the W3C Web Annotation model
// (Recommendation of 23 February 2017) with one page. The note is a comment,
// each tag a tag, the colour a highlight; the target is the brief's path with
// the quote and, where it stands, its bytes on the disk and its characters.
func exportAnnotations(items []Item) ([]byte, error) {
	list := make([]object, 0, len(items))
	for _, it := range items {
		b := it.Bookmark
		bodies := []object{}
		if b.Note != "" {
			bodies = append(bodies, object{"type": "TextualBody", "purpose": "commenting", "format": "text/markdown", "value": b.Note})
		}
		for _, t := range b.Tags {
			bodies = append(bodies, object{"type": "TextualBody", "purpose": "tagging", "format": "text/plain", "value": t})
		}
		if b.Colour != "" {
			bodies = append(bodies, object{"type": "TextualBody", "purpose": "highlighting", "format": "text/plain", "value": b.Colour})
		}
		selectors := []object{{"type": "TextQuoteSelector", "exact": b.Quote, "prefix": b.Before, "suffix": b.After}}
		if it.Place.State < Lost {
			selectors = append(selectors, object{"type": "DataPositionSelector", "start": it.Disk.Start, "end": it.Disk.End})
		}
		if it.Chars.Len() == utf8.RuneCountInString(b.Quote) && it.Now == "" { // no markup stands in between
			selectors = append(selectors, object{"type": "TextPositionSelector", "start": it.Chars.Start, "end": it.Chars.End})
		}
		motivation := "bookmarking"
		if b.Note != "" {
			motivation = "commenting"
		}
		a := object{
			"id": "urn:broadsheet:bookmark:" + url.PathEscape(b.ID), "type": "Annotation", "motivation": motivation,
			"target": object{"type": "SpecificResource", "source": (&url.URL{Path: it.Path}).String(), "dcterms:title": b.Title, "selector": selectors},
		}
		if len(bodies) > 0 {
			a["body"] = bodies
		}
		if !b.Created.IsZero() {
			a["created"] = stamp(b.Created)
		}
		list = append(list, a)
	}
	const all, page = "urn:broadsheet:bookmarks", "urn:broadsheet:bookmarks:1"
	out := object{"@context": "http://www.w3.org/ns/anno.jsonld", "id": all, "type": "AnnotationCollection", "label": "Bookmarks", "total": len(list)}
	if len(list) > 0 { // a page has one annotation or more
		out["first"], out["last"] = object{"id": page, "partOf": all, "type": "AnnotationPage", "startIndex": 0, "items": list}, page
	}
	return marshal(out)
}
