package bookmark

import (
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// Annotations of other programs: those of the W3C's Web Annotation Data Model
// (Recommendation of 23 February 2017), of the Open Annotation draft before it,
// and what the Hypothesis service and client and Recogito give out.

// An object is one of JSON, its keys as spelt has them.
type object = map[string]any

// spelt gives a value of JSON-LD with the spellings that the model's context
// has: without the prefix of the vocabulary, with id and type for @id and
// @type, and without the older "has".
func spelt(v any) any {
	switch v := v.(type) {
	case string:
		return strings.TrimPrefix(v, "oa:")
	case []any:
		out := make([]any, len(v))
		for i, x := range v {
			out[i] = spelt(x)
		}
		return out
	case object:
		for _, wrapped := range []string{"@value", "@list", "@set"} {
			if x, ok := v[wrapped]; ok {
				return spelt(x)
			}
		}
		out := make(object, len(v))
		for k, x := range v {
			k = strings.TrimPrefix(strings.TrimPrefix(k, "@"), "oa:")
			if rest := strings.TrimPrefix(k, "has"); rest != k && rest != "" && rest[0] >= 'A' && rest[0] <= 'Z' {
				k = strings.ToLower(rest[:1]) + rest[1:]
			}
			if k == "chars" || k == "cnt:chars" {
				k = "value"
			}
			switch k {
			case "value", "exact", "prefix", "suffix", "text", "quote", "bodyValue": // words are kept to the letter
				out[k] = wordsOf(x)
			default:
				out[k] = spelt(x)
			}
		}
		return out
	}
	return v
}

// wordsOf is the text of a JSON value that is one or holds one; of several
// languages English or else the first.
func wordsOf(v any) any {
	var inside []any
	switch v := v.(type) {
	case object:
		for _, k := range append([]string{"@value", "en"}, slices.Sorted(maps.Keys(v))...) {
			inside = append(inside, v[k])
		}
	case []any:
		inside = v
	default:
		return v
	}
	for _, x := range inside {
		if s := text(wordsOf(x)); s != "" {
			return s
		}
	}
	return nil
}

// annotations finds the annotations in a JSON value: one, a list of them, a
// page, a collection with its first page, an answer of Hypothesis. elsewhere is
// the address of more of them that the file does not have, or "".
func annotations(v any) (all []object, elsewhere string, ok bool) {
	return within(v, 0)
}

// containers are the keys under which annotations are found, in this order.
func containers() []string {
	return []string{"items", "rows", "annotations", "@graph", "graph", "first"}
}

func within(v any, deep int) (all []object, elsewhere string, ok bool) {
	if deep > nested {
		return nil, "", false
	}
	switch v := v.(type) {
	case []any:
		for _, x := range v {
			switch x := x.(type) {
			case object:
				if !holds(x) {
					all = append(all, x)
					continue
				}
				inside, more, _ := within(x, deep+1)
				all, elsewhere = append(all, inside...), firstOf(elsewhere, more)
			case string:
				all = append(all, object{"id": x, "absent": true})
			}
		}
		return all, elsewhere, len(all) > 0 || len(v) == 0
	case object:
		for _, inside := range containers() {
			if address := text(v[inside]); address != "" {
				return nil, address, true
			}
			if v[inside] == nil || is(v["type"], "Annotation") {
				continue
			}
			all, elsewhere, ok = within(v[inside], deep+1)
			return all, firstOf(elsewhere, address(v["next"])), ok
		}
		if is(v["type"], "AnnotationCollection") {
			return nil, "", true
		}
		return []object{v}, "", is(v["type"], "Annotation")
	}
	return nil, "", false
}

// holds tells whether an object is no annotation but a page or another set of
// them.
func holds(v object) bool {
	return !is(v["type"], "Annotation") && v["target"] == nil && slices.ContainsFunc(containers(), func(key string) bool {
		switch v[key].(type) {
		case []any, object:
			return true
		}
		return false
	})
}

// address is a text, or the id of an object.
func address(v any) string {
	if o, ok := v.(object); ok {
		return text(o["id"])
	}
	return text(v)
}

// is tells whether a JSON value is a text, or a list that has it.
func is(v any, what string) bool { return slices.Contains(texts(v), what) }

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

func text(v any) string {
	s, _ := v.(string)
	return s
}

const nested = 8 // objects within objects that are looked into

// objects are the objects of a JSON value that is one or a list of them; a text
// is an object with that id. Of a choice it is the first, of other sets all.
func objects(v any, deep int) []object {
	if deep > nested {
		return nil
	}
	switch v := v.(type) {
	case string:
		return []object{{"id": v}}
	case object:
		for _, set := range []string{"items", "members", "item", "default"} {
			if !(is(v["type"], "Choice") || is(v["type"], "Composite") || is(v["type"], "List") || is(v["type"], "Independents")) || v[set] == nil {
				continue
			}
			inside := objects(v[set], deep+1)
			if is(v["type"], "Choice") {
				inside = inside[:min(1, len(inside))]
			}
			return inside
		}
		return []object{v}
	case []any:
		var out []object
		for _, x := range v {
			out = append(out, objects(x, deep+1)...)
		}
		return out
	}
	return nil
}

// annotated makes the bookmarks of an annotation, one for each of its targets
// that quotes words. missed says what of it is none, and why.
func annotated(a object) (marks []Bookmark, missed []string) {
	like := Bookmark{Created: made(a), Tags: []string{}, Anchor: Anchor{Heading: []string{}}}
	if id, ours := strings.CutPrefix(text(a["id"]), "urn:broadsheet:bookmark:"); ours {
		like.ID = id
	}
	like.said(a)
	targets := objects(a["target"], 0)
	for i, t := range targets {
		m := like
		m.Tags = slices.Clone(like.Tags)
		source := firstOf(address(t["source"]), text(t["id"]))
		m.Path = pathOf(firstOf(source, firstOf(text(a["uri"]), text(a["id"]))))
		if m.Path == "" { // some name no document: then the words alone tell
			m.Path = text(a["id"])
		}
		m.Title = firstOf(text(t["dcterms:title"]), titleOf(a))
		if selectors := []any{t["selector"], t["state"]}; m.quote(selectors, 0) || m.quote(object{"type": "TextQuoteSelector", "exact": a["quote"]}, 0) {
			marks = append(marks, m)
			like.ID = ""
			continue
		}
		which := ""
		if len(targets) > 1 {
			which = fmt.Sprintf("target %d: ", i+1)
		}
		missed = append(missed, which+whyNone(a, t))
	}
	if kind := strings.Join(texts(a["type"]), " "); len(targets) == 0 && kind != "" && !is(a["type"], "Annotation") {
		missed = append(missed, fmt.Sprintf("it is no annotation but a %s", kind))
	} else if len(targets) == 0 {
		missed = append(missed, "it has no target")
	}
	return marks, missed
}

// made is when an annotation was made: as its text says, or a number of seconds
// since 1970, or as its target says; zero where that is not told.
func made(a object) time.Time {
	target, _ := a["target"].(object)
	for _, v := range []any{a["created"], target["created"]} {
		switch v := v.(type) {
		case string:
			return moment(v)
		case float64:
			return moment(time.Unix(int64(min(max(v, 0), 1e11)), 0).UTC().Format(time.RFC3339))
		}
	}
	return time.Time{}
}

// whyNone says why a target of an annotation is no bookmark.
func whyNone(a, target object) string {
	switch {
	case is(a["motivation"], "replying") || a["references"] != nil:
		return "it answers another annotation"
	case is(a["motivation"], "linking") && strings.HasPrefix(text(target["id"]), "#"):
		return "it links other annotations"
	case target["selector"] == nil && target["state"] == nil:
		return "it is of a whole document, not of words"
	}
	return "it quotes no words (no TextQuoteSelector)"
}

// titleOf is the title of the document as Hypothesis gives it.
func titleOf(a object) string {
	document, _ := a["document"].(object)
	for _, t := range texts(document["title"]) {
		return t
	}
	return ""
}

// said takes the note, the tags and the colour from an annotation's bodies.
func (m *Bookmark) said(a object) {
	var tags, notes []string
	for _, b := range objects([]any{a["body"], a["bodies"]}, 0) {
		value, source := text(b["value"]), firstOf(address(b["source"]), text(b["id"]))
		if o, ok := b["source"].(object); ok {
			value = firstOf(value, text(o["value"]))
		}
		purpose := b["purpose"]
		if purpose == nil && len(texts(a["motivation"])) == 1 {
			purpose = a["motivation"]
		}
		switch value = firstOf(value, source); {
		case value == "":
		case is(purpose, "tagging") || is(b["type"], "Tag"):
			tags = append(tags, value)
		case is(purpose, "highlighting") && CheckColour(value) == nil:
			m.Colour = value
		default:
			notes = append(notes, value)
		}
	}
	for _, plain := range []string{"bodyValue", "text"} {
		if s := text(a[plain]); s != "" {
			notes = append(notes, s)
		}
	}
	m.Tags = CleanTags(append(tags, texts(a["tags"])...))
	m.Note = strings.Join(notes, "\n\n")
}

// quote takes the first quote among selectors, rather one that refines them;
// false where there is none. Of a range that goes from one quote to another it
// keeps where that ends, too. Of a choice of selectors each is as good.
func (m *Bookmark) quote(selectors any, deep int) bool {
	if choice, ok := selectors.(object); ok && is(choice["type"], "Choice") && choice["items"] != nil {
		selectors = choice["items"]
	}
	if list, ok := selectors.([]any); ok {
		return deep < nested && slices.ContainsFunc(list, func(one any) bool { return m.quote(one, deep+1) })
	}
	for _, s := range objects(selectors, deep) {
		exact, before, after := text(s["exact"]), text(s["prefix"]), text(s["suffix"])
		typed := is(s["type"], "TextQuoteSelector")
		if s["type"] == nil && exact == "" { // as Recogito keeps it
			exact, before, after, typed = text(s["quote"]), text(s["quotePrefix"]), text(s["quoteSuffix"]), true
		}
		switch {
		case deep < nested && s["refinedBy"] != nil && m.quote(s["refinedBy"], deep+1):
			return true
		case typed && exact != "":
			m.Quote, m.Before, m.After = exact, last(before, sides), first(after, sides)
			m.Passage = m.Quote
			return true
		case deep < nested && is(s["type"], "RangeSelector") && m.quote(s["startSelector"], deep+1):
			var end Bookmark
			if end.quote(s["endSelector"], deep+1) {
				m.until = end.Quote
			}
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

// pathOf is the path in a library that the address of a source means; an
// address that is none of a file stays as it is.
func pathOf(source string) string {
	u, err := url.Parse(source)
	if err != nil || u.Scheme != "" && u.Scheme != "file" {
		return source
	}
	return strings.TrimPrefix(u.Path, "./")
}

// pageOf is equal for the addresses of one page: without the scheme, the
// fragment and a slash at its end.
func pageOf(address string) string {
	address, _, _ = strings.Cut(address, "#")
	_, rest, ok := strings.Cut(address, "://")
	if !ok {
		return ""
	}
	return strings.ToLower(strings.TrimRight(strings.TrimPrefix(rest, "www."), "/"))
}
