package bookmark

import (
	"encoding/json"
	"net/url"
	"slices"
	"testing"
	"time"
	"unicode/utf8"
)

// The export as annotations, against the rules of the Web Annotation Data Model
// (W3C Recommendation, 23 February 2017), whose sections are named. The rules
// were compared with its text, and with the schemas of w3c/web-annotation-tests
// for annotations, bodies, specific resources and collections. In one thing the
// export is wider than these: the source is an IRI relative to the library, as
// JSON-LD has it, where the schemas ask for an absolute one.
func TestAnnotationsKeepToTheModel(t *testing.T) {
	all := append(items(), Item{Path: "a b/ü?#[1].md", Bookmark: Bookmark{ID: "x", Anchor: Anchor{Quote: "“q”\n\n<b>"}}, Place: Place{State: Lost}})
	counted, marked := items()[0], items()[0]
	counted.Chars.Start, counted.Chars.End = 9, 9+utf8.RuneCountInString(counted.Bookmark.Quote)
	marked.Chars.Start, marked.Chars.End = 9, counted.Chars.End+4 // with signs of Markdown in between
	for name, list := range map[string][]Item{"many": append(all, counted, marked), "none": nil} {
		var doc map[string]any
		if err := json.Unmarshal([]byte(exported(t, "annotation", list...)), &doc); err != nil {
			t.Fatal(err)
		}
		m := &model{T: t, name: name, seen: map[string]bool{}}
		m.is(doc["@context"] == "http://www.w3.org/ns/anno.jsonld", "5.1: the context is that of the model")
		m.collection(doc, len(list))
	}
}

// A model checks objects of the Web Annotation Data Model.
type model struct {
	*testing.T
	name string
	seen map[string]bool // the IRIs
}

func (m *model) is(holds bool, rule string) {
	m.Helper()
	if !holds {
		m.Errorf("%s: not kept: %s", m.name, rule)
	}
}

func (m *model) only(o map[string]any, what string, keys ...string) {
	m.Helper()
	for k := range o {
		m.is(slices.Contains(keys, k), what+": no term of it is "+k)
	}
}

func (m *model) iri(v any, what string) {
	m.Helper()
	text, _ := v.(string)
	u, err := url.Parse(text)
	m.is(err == nil && u.IsAbs(), what+": exactly one IRI, which "+text+" is not")
	m.is(!m.seen[text], what+": an IRI of its own, which "+text+" is not")
	m.seen[text] = true
}

func (m *model) collection(o map[string]any, total int) {
	m.Helper()
	m.only(o, "5.1 Annotation Collection", "@context", "id", "type", "label", "total", "first", "last")
	m.iri(o["id"], "5.1 Annotation Collection, id")
	m.is(o["type"] == "AnnotationCollection", "5.1: one of its types is AnnotationCollection")
	m.is(o["total"] == float64(total), "5.1: total is the number of its annotations")
	label, _ := o["label"].(string)
	m.is(label != "", "5.1: one label or more, texts")
	if total == 0 {
		m.is(o["first"] == nil && o["last"] == nil, "5.2: a page has one annotation or more")
		return
	}
	page, _ := o["first"].(map[string]any)
	m.is(page != nil, "5.1: exactly one first page, an address or the whole of it")
	m.is(o["last"] == page["id"], "5.1: and a link to the last one")
	m.is(page["@context"] == nil, "5.2: a page within a collection has no context of its own")
	m.only(page, "5.2 Annotation Page", "id", "type", "partOf", "startIndex", "items")
	m.iri(page["id"], "5.2 Annotation Page, id")
	m.is(page["type"] == "AnnotationPage", "5.2: one of its types is AnnotationPage")
	m.is(page["partOf"] == o["id"], "5.2: partOf is the collection")
	m.is(page["startIndex"] == 0.0, "5.2: startIndex is not negative, that of the first page is 0")
	list, ok := page["items"].([]any)
	m.is(ok && len(list) == total, "5.2: exactly one list of one or more annotations as items")
	for _, a := range list {
		m.annotation(a.(map[string]any))
	}
}

func (m *model) annotation(o map[string]any) {
	m.Helper()
	m.only(o, "3.1 Annotations", "id", "type", "motivation", "created", "body", "target")
	m.seen[o["id"].(string)] = false // the sample is exported twice
	m.iri(o["id"], "3.1 Annotations, id")
	m.is(o["type"] == "Annotation", "3.1: one of its types is Annotation")
	motivations := []any{"assessing", "bookmarking", "classifying", "commenting", "describing", "editing", "highlighting", "identifying", "linking", "moderating", "questioning", "replying", "tagging"}
	m.is(slices.Contains(motivations, o["motivation"]), "3.3.5: the motivation is one of the model's")
	if c, ok := o["created"]; ok {
		text, _ := c.(string)
		_, err := time.Parse(time.RFC3339Nano, text)
		m.is(err == nil && text[len(text)-1] == 'Z', "3.3.1: created is an xsd:dateTime with Z for UTC")
	}
	if b, ok := o["body"]; ok {
		bodies, _ := b.([]any)
		m.is(len(bodies) > 0, "3.1: where there is a body it is one or more")
		for _, b := range bodies {
			body := b.(map[string]any)
			m.only(body, "3.2.4 Embedded Textual Body", "type", "value", "format", "purpose")
			_, text := body["value"].(string)
			m.is(text, "3.2.4: exactly one value, a text")
			m.is(body["type"] == "TextualBody", "3.2.4: its type is TextualBody")
			m.is(body["format"] == "text/plain" || body["format"] == "text/markdown", "3.2.1: exactly one format, a media type")
			m.is(slices.Contains(motivations, body["purpose"]), "3.3.5: the purpose is one of the motivations")
		}
	}
	target, _ := o["target"].(map[string]any)
	m.is(target != nil, "3.1: one target or more")
	m.only(target, "4 Specific Resources", "type", "source", "selector", "dcterms:title")
	m.is(target["type"] == "SpecificResource", "4: its type is SpecificResource")
	source, _ := target["source"].(string)
	_, err := url.Parse(source)
	m.is(source != "" && err == nil, "4: exactly one source, the IRI of a resource; here one relative to the library")
	selectors, _ := target["selector"].([]any)
	m.is(len(selectors) > 0, "4.2: selectors")
	kinds := map[any]map[string]any{}
	for _, s := range selectors {
		s := s.(map[string]any)
		m.selector(s)
		m.is(kinds[s["type"]] == nil, "4.2: selectors of one kind say the same")
		kinds[s["type"]] = s
	}
	if at := kinds["TextPositionSelector"]; at != nil {
		exact := kinds["TextQuoteSelector"]["exact"].(string)
		m.is(at["end"].(float64)-at["start"].(float64) == float64(utf8.RuneCountInString(exact)), "4.2.5: characters are counted in the text as it is quoted")
	}
}

func (m *model) selector(o map[string]any) {
	m.Helper()
	if o["type"] == "TextQuoteSelector" {
		m.only(o, "4.2.4 Text Quote Selector", "type", "exact", "prefix", "suffix")
		for _, k := range []string{"exact", "prefix", "suffix"} {
			_, text := o[k].(string)
			m.is(text || k != "exact" && o[k] == nil, "4.2.4: exactly one exact, at most one prefix and suffix, texts")
		}
		return
	}
	m.only(o, "4.2.5 Text Position Selector", "type", "start", "end")
	m.is(o["type"] == "TextPositionSelector" || o["type"] == "DataPositionSelector", "4.2.5, 4.2.6: the type of a selector by position")
	start, ok1 := o["start"].(float64)
	end, ok2 := o["end"].(float64)
	m.is(ok1 && ok2 && start >= 0 && end >= start && start == float64(int(start)) && end == float64(int(end)), "4.2.5, 4.2.6: exactly one start and one end, whole numbers that are not negative")
}
