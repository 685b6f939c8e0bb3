package bookmark

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/url"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"broadsheet/internal/library"
)

// importMost is how many bytes of a file are read, and how many bookmarks are
// taken from it.
const (
	importMost = 64 << 20
	importMany = 100_000
	longest    = 1 << 20 // bytes of a quote or a note
)

// Parse reads bookmarks that Export has written as "json", or W3C annotations
// (one, a list, a page or a collection) of any program. What is no bookmark of
// words is left out and said in skipped, a line each. The error says that it is
// neither.
func Parse(r io.Reader) (marks []Bookmark, skipped []string, err error) {
	content, err := io.ReadAll(io.LimitReader(r, importMost+1))
	switch {
	case err != nil:
		return nil, nil, fmt.Errorf("import bookmarks: %w", err)
	case len(content) > importMost:
		return nil, nil, fmt.Errorf("import bookmarks: more than %d MB; import it in parts", importMost>>20)
	}
	var top any
	if err := json.Unmarshal(content, &top); err != nil {
		return nil, nil, fmt.Errorf("import bookmarks: not JSON: %w", err)
	}
	if o, ok := top.(map[string]any); ok && o["bookmarks"] != nil {
		var list entries
		if err := json.Unmarshal(content, &list); err != nil {
			return nil, nil, fmt.Errorf("import bookmarks: not as `broadsheet bookmark export --format json` writes them: %w", err)
		}
		for _, e := range list.Bookmarks {
			marks = append(marks, e.bookmark())
		}
	} else if all, ok := annotations(top); ok {
		for i, a := range all {
			m, why := annotated(a)
			if why != "" {
				skipped = append(skipped, fmt.Sprintf("annotation %d: %s", i+1, why))
				continue
			}
			marks = append(marks, m)
		}
	} else {
		return nil, nil, errors.New("import bookmarks: neither bookmarks of broadsheet nor W3C annotations")
	}
	kept := marks[:0]
	for i, m := range marks {
		if why := unfit(m); why != "" || i >= importMany {
			skipped = append(skipped, fmt.Sprintf("bookmark %d: %s", i+1, firstOf(why, "too many for one file")))
			continue
		}
		kept = append(kept, m)
	}
	return kept, skipped, nil
}

func firstOf(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

// unfit says why something is not kept as a bookmark; "" where it can be.
func unfit(m Bookmark) string {
	switch {
	case len(foldTrimmed(m.Quote)) == 0:
		return "it quotes no words"
	case m.Path == "":
		return "it names no brief"
	case max(len(m.Quote), len(m.Note)) > longest:
		return "its quote or its note is longer than 1 MB"
	}
	return ""
}

func (e entry) bookmark() Bookmark {
	m := Bookmark{
		ID: e.ID, Anchor: Anchor{Path: e.Path, Quote: e.Quote, Before: e.Before, After: e.After, Heading: e.Heading, Passage: e.Quote},
		Title: e.Title, Source: e.Source, Date: e.Date, Note: e.Note, Tags: clean(e.Tags), Created: moment(e.Created),
	}
	if CheckColour(e.Colour) == nil {
		m.Colour = e.Colour
	}
	if m.Heading == nil {
		m.Heading = []string{}
	}
	return m
}

func clean(tags []string) []string {
	out := []string{}
	for _, t := range tags {
		if t = strings.TrimSpace(t); t != "" && len(t) < 1<<10 && len(out) < 1000 && !slices.Contains(out, t) {
			out = append(out, t)
		}
	}
	return out
}

func moment(s string) time.Time {
	t, err := time.Parse(time.RFC3339, s)
	if err != nil || t.Year() < 1971 || t.Year() > 9999 {
		return time.Time{}
	}
	return t.UTC()
}

// annotations finds the annotations in a JSON value: one, a list of them, a
// page, or a collection with its first page.
func annotations(v any) ([]map[string]any, bool) {
	switch v := v.(type) {
	case []any:
		var out []map[string]any
		for _, x := range v {
			if o, ok := x.(map[string]any); ok {
				out = append(out, o)
			}
		}
		return out, len(out) > 0 || len(v) == 0
	case map[string]any:
		for _, inside := range []string{"items", "first"} {
			if v[inside] != nil {
				return annotations(v[inside])
			}
		}
		if is(v["type"], "AnnotationCollection") {
			return nil, true
		}
		return []map[string]any{v}, is(v["type"], "Annotation")
	}
	return nil, false
}

// is tells whether a JSON value is a text, or a list that has it.
func is(v any, what string) bool {
	return slices.Contains(texts(v), what)
}

// texts are the texts of a JSON value that is one or a list of them.
func texts(v any) []string {
	switch v := v.(type) {
	case string:
		return []string{v}
	case []any:
		var out []string
		for _, x := range v {
			if s, ok := x.(string); ok {
				out = append(out, s)
			}
		}
		return out
	}
	return nil
}

// objects are the objects of a JSON value that is one or a list of them; a text
// is an object with that id.
func objects(v any) []map[string]any {
	switch v := v.(type) {
	case string:
		return []map[string]any{{"id": v, "value": v}}
	case map[string]any:
		return []map[string]any{v}
	case []any:
		var out []map[string]any
		for _, x := range v {
			if _, nested := x.([]any); !nested {
				out = append(out, objects(x)...)
			}
		}
		return out
	}
	return nil
}

func text(v any) string {
	if s, ok := v.(string); ok {
		return s
	}
	return ""
}

// annotated makes a bookmark of an annotation, or says why it is none.
func annotated(a map[string]any) (m Bookmark, why string) {
	m = Bookmark{Created: moment(text(a["created"])), Tags: []string{}, Anchor: Anchor{Heading: []string{}}}
	m.ID = strings.TrimPrefix(text(a["id"]), "urn:broadsheet:bookmark:")
	if value := text(a["bodyValue"]); value != "" {
		m.Note = value
	}
	var tags, notes []string
	for _, b := range objects(a["body"]) {
		value := text(b["value"])
		switch {
		case value == "":
		case is(b["purpose"], "tagging"):
			tags = append(tags, value)
		case is(b["purpose"], "highlighting") && CheckColour(value) == nil:
			m.Colour = value
		default:
			notes = append(notes, value)
		}
	}
	m.Tags = clean(tags)
	if len(notes) > 0 {
		m.Note = strings.Join(notes, "\n\n")
	}
	for _, t := range objects(a["target"]) {
		source := firstOf(text(t["source"]), text(t["id"]))
		for _, s := range objects(t["source"]) {
			source = firstOf(source, text(s["id"]))
		}
		m.Path, m.Title = pathOf(source), text(t["dcterms:title"])
		if quote(&m, t["selector"], 0) {
			return m, ""
		}
	}
	return m, "it has no TextQuoteSelector"
}

// quote takes the first quote among selectors, and those that refine them.
func quote(m *Bookmark, selectors any, deep int) bool {
	for _, s := range objects(selectors) {
		if is(s["type"], "TextQuoteSelector") && text(s["exact"]) != "" {
			m.Quote, m.Before, m.After = text(s["exact"]), last(text(s["prefix"]), sides), first(text(s["suffix"]), sides)
			m.Passage = m.Quote
			return true
		}
		if deep < 8 && s["refinedBy"] != nil && quote(m, s["refinedBy"], deep+1) {
			return true
		}
	}
	return false
}

// first and last are at most n characters of a text's beginning and end.
func first(s string, n int) string {
	for i := range s {
		if n--; n < 0 {
			return s[:i]
		}
	}
	return s
}

func last(s string, n int) string {
	for i := len(s); i > 0; {
		_, size := utf8.DecodeLastRuneInString(s[:i])
		if n--; n < 0 {
			return s[i:]
		}
		i -= size
	}
	return s
}

// pathOf is the path in a library that the address of a source means.
func pathOf(source string) string {
	u, err := url.Parse(source)
	if err != nil || u.Scheme != "" && u.Scheme != "file" {
		return source
	}
	return strings.TrimPrefix(u.Path, "./")
}

// Placed gives imported bookmarks what they need to be found again, where their
// words stand in the library, under the path they name or one that ends like
// it. lost is how many do not stand: they are kept as they are. What is among
// old already is left out and counted in known.
func Placed(ctx context.Context, lib Reader, list []library.Entry, like Search, marks, old []Bookmark) (fresh []Bookmark, known, lost int, err error) {
	seen := map[string]bool{}
	for _, m := range old {
		seen[sameness(m)] = true
	}
	open := map[string]*opened{}
	for _, m := range marks {
		if err := ctx.Err(); err != nil {
			return nil, 0, 0, err
		}
		entry, there := within(list, m.Path)
		if there {
			m.Path = entry.Path
		}
		if seen[sameness(m)] {
			known++
			continue
		}
		seen[sameness(m)] = true
		m.Library = lib.Key()
		o := open[m.Path]
		if o == nil {
			o = &opened{}
			if b, _, err := lib.Read(m.Path); err == nil && there {
				o.brief, o.prepared = b, Prepare(b)
			}
			open[m.Path] = o
		}
		if !o.anchor(ctx, lib, like, &m, entry.Hash) {
			lost++
		}
		fresh = append(fresh, m)
	}
	return fresh, known, lost, nil
}

// anchor gives a bookmark the anchor of its place in the brief, where it has
// one with its very words.
func (o *opened) anchor(ctx context.Context, lib Reader, like Search, m *Bookmark, hash uint64) bool {
	if o.brief == nil {
		return false
	}
	if m.Title == "" {
		m.Title, m.Source, m.Date = o.brief.Title, o.brief.Source, o.brief.Date
	}
	span, err := Find(o.brief, m.Quote)
	if err != nil {
		place := o.prepared.Resolve(m.Anchor)
		if place.State == Lost || place.State == Changed {
			return place.State == Changed
		}
		span = place.Span
	}
	a := Anchored(o.brief, m.Path, hash, span)
	if a.Quote == "" {
		return false
	}
	a.Also = Elsewhere(ctx, lib, like, a)
	m.Anchor = a
	return true
}

// within is the brief that a path means: that path, or the one brief whose path
// ends in it, or that it ends in.
func within(list []library.Entry, path string) (library.Entry, bool) {
	var found []library.Entry
	for _, e := range list {
		switch {
		case e.Path == path:
			return e, true
		case strings.HasSuffix(e.Path, "/"+path) || strings.HasSuffix(path, "/"+e.Path):
			found = append(found, e)
		}
	}
	if len(found) != 1 {
		return library.Entry{}, false
	}
	return found[0], true
}

// sameness is equal for bookmarks that say the same of the same words.
func sameness(m Bookmark) string {
	return strings.Join([]string{m.Path, string(foldTrimmed(m.Quote)), strings.TrimSpace(m.Note), strings.Join(m.Tags, "\x01"), m.Colour}, "\x00")
}
