package bookmark

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"broadsheet/internal/brief"
	"broadsheet/internal/library"
)

// What is exported is read again as it was, in both of our formats that can be.
func TestImportRoundTrip(t *testing.T) {
	word := rapid.StringMatching(`[a-zäλ]{1,9}`)
	words := rapid.Map(rapid.SliceOfN(word, 1, 9), func(w []string) string { return strings.Join(w, " ") })
	nasty := rapid.StringOf(rapid.SampledFrom([]rune("a9 \r\n\t\x00\a\x1b\u0085\u00a0\u202e\u2028\ufeff\"\\<&>=|`#-اא👩\u200d\U000e0001")))
	rapid.Check(t, func(t *rapid.T) {
		m := Bookmark{
			ID: "0abcd12345", Title: words.Draw(t, "title") + nasty.Draw(t, "more"), Note: rapid.OneOf(rapid.Just(""), words, nasty).Draw(t, "note"),
			Tags: rapid.SliceOfNDistinct(word, 0, 3, rapid.ID[string]).Draw(t, "tags"), Colour: rapid.SampledFrom(append(Colours(), "")).Draw(t, "colour"),
			Created: time.Unix(rapid.Int64Range(1e8, 4e9).Draw(t, "created"), rapid.Int64Range(0, 999_999_999).Draw(t, "and")).UTC(),
		}
		m.Anchor = Anchor{Path: word.Draw(t, "path") + " %?#.md", Quote: words.Draw(t, "quote") + "\n" + nasty.Draw(t, "row") + "\n\n" + words.Draw(t, "second"), Before: word.Draw(t, "before") + "\n", After: first(" "+nasty.Draw(t, "after"), sides), Heading: []string{}}
		m.Passage = m.Quote
		for _, format := range []string{"json", "annotation"} {
			var w strings.Builder
			if err := Export(&w, format, []Item{{Bookmark: m, Path: m.Path, Place: Place{State: Lost}}}); err != nil {
				t.Fatal(err)
			}
			got, skipped, err := Parse(strings.NewReader(w.String()))
			if err != nil || len(skipped) > 0 || len(got) != 1 {
				t.Fatalf("%s: %v, %v, %v", format, got, skipped, err)
			}
			if d := cmp.Diff(m, got[0], cmpopts.IgnoreUnexported(Bookmark{}), cmpopts.EquateEmpty()); d != "" {
				t.Fatalf("%s: %s", format, d)
			}
		}
	})
}

// What was exported comes into an empty store as it was: two that say the same
// of the same words at two places, or even at one, are two; and into the one
// that it is of it does not come again, wherever its briefs are now.
func TestImportOfAnExportIsWhole(t *testing.T) {
	twice := "# Ferry\n\nThe ferry left at nine.\n\nOn Sundays, too, the ferry left at nine.\n"
	lib := shelf{"ferry.md": twice}
	b, e, _ := lib.Read("ferry.md")
	dir := t.TempDir()
	s := open(t, dir)
	var items []Item
	for _, from := range []int{strings.Index(twice, "ferry left"), strings.LastIndex(twice, "ferry left"), strings.LastIndex(twice, "ferry left")} {
		made, err := s.Add(New(Anchored(b, "ferry.md", e.Hash, brief.Span{Start: from, End: from + len("ferry left at nine")}), b, lib))
		if err != nil {
			t.Fatal(err)
		}
		items = append(items, Item{Bookmark: made, Path: "ferry.md", Place: Place{State: OK}})
	}
	for _, format := range []string{"json", "annotation"} {
		var w strings.Builder
		if err := Export(&w, format, items); err != nil {
			t.Fatal(err)
		}
		got, _, err := Parse(strings.NewReader(w.String()))
		if err != nil {
			t.Fatal(err)
		}
		fresh := open(t, t.TempDir())
		p, err := Placed(t.Context(), lib, lib.entries(), lib.like, got, nil, silent)
		if err != nil || len(p.Fresh) != 3 || p.Known+p.Doubled+p.Lost != 0 {
			t.Fatalf("%s: %+v, %v", format, p, err)
		}
		for i, m := range p.Fresh {
			kept, err := fresh.Add(m)
			was := items[i].Bookmark
			if err != nil || kept.ID != was.ID || !kept.Created.Equal(was.Created) || kept.Start != was.Start {
				t.Errorf("%s: %s of %v at %d, %v; it was %s of %v at %d", format, kept.ID, kept.Created, kept.Start, err, was.ID, was.Created, was.Start)
			}
		}
		for n := range 4 { // cut short after n of them, of which two say the same at one place
			if p, err := Placed(t.Context(), lib, lib.entries(), lib.like, got, all(t, fresh)[:n], silent); err != nil || p.Known != n || len(p.Fresh) != 3-n {
				t.Errorf("%s, again after %d: %d are known, %d come, %v", format, n, p.Known, len(p.Fresh), err)
			}
		}
		old := all(t, s)
		for i := range old {
			old[i].Path = "where-it-was.md"
		}
		if p, err := Placed(t.Context(), lib, lib.entries(), lib.like, got, old, silent); err != nil || p.Known != 3 {
			t.Errorf("%s, into its own store: %+v, %v", format, p, err)
		}
	}
	got, _, _ := Parse(strings.NewReader(`{"bookmarks":[{"path":"ferry.md","quote":"On Sundays"},{"path":"ferry.md","quote":"On  Sundays"},{"id":"aaaa","path":"ferry.md","quote":"Sundays, too"},{"id":"aaaa","path":"ferry.md","quote":"Sundays, too"}]}`))
	if p, err := Placed(t.Context(), lib, lib.entries(), lib.like, got, nil, silent); err != nil || p.Doubled != 1+1 || len(p.Fresh) != 2 {
		t.Errorf("twice in a file: %+v, %v", p, err)
	}
}

// What is not UTF-8 does not come through JSON as it was; it is known all the same.
func TestImportKnowsWhatIsNotText(t *testing.T) {
	const name = "b\xff\xfe.md"
	lib := shelf{name: ferry, "b\uFFFD.md": "# Another\n\nNothing.\n"}
	m := kept(t, lib, name, "here")
	m.ID, m.Quote, m.Passage = "mark", "nine", "nine" // too short to be found by its words
	for _, note := range []string{"", "n\xff", "\xf0\x9f"} {
		m.Note, m.Tags = note, []string{"t\xff\xffx"}
		for _, format := range []string{"json", "annotation"} {
			got, _, err := Parse(strings.NewReader(exported(t, format, Item{Bookmark: m, Path: m.Path, Place: Place{State: Lost}})))
			if err != nil || len(got) != 1 {
				t.Fatalf("%v, %v", got, err)
			}
			got[0].ID = "" // nor by that
			for _, old := range [][]Bookmark{nil, {m}} {
				p, err := Placed(t.Context(), lib, lib.entries(), nil, got, old, silent)
				if err != nil || p.Known != len(old) || p.Lost > 0 || len(p.Fresh) == 1 && p.Fresh[0].Path != name {
					t.Errorf("%q as %s: %+v, %v", note, format, p, err)
				}
			}
		}
	}
}

// An ID of an export is kept only where it is free: not that of a bookmark that
// is there, nor of a deleted one, which would not come back; nor one that is no
// file's name.
func TestAddKeepsAFreeID(t *testing.T) {
	s := open(t, t.TempDir())
	b := sample()
	for _, step := range []struct {
		id   string
		kept bool
	}{{"0abcd12345", true}, {"0abcd12345", false}, {"../../etc", false}, {"", false}, {"UPPER", false}} {
		b.ID = step.id
		made, err := s.Add(b)
		if err != nil || (made.ID == step.id) != step.kept {
			t.Errorf("%q: %q, %v", step.id, made.ID, err)
		}
	}
	if err := s.Remove("0abcd12345"); err != nil {
		t.Fatal(err)
	}
	b.ID = "0abcd12345"
	if made, err := s.Add(b); err != nil || made.ID == b.ID {
		t.Errorf("the ID of a deleted one: %q, %v", made.ID, err)
	}
	if _, err := s.Restore(b.ID); err != nil {
		t.Error(err)
	}
}

// Annotations as other programs write them.
func TestImportAnnotations(t *testing.T) {
	for name, src := range map[string]string{
		"one":     `{"type":"Annotation","body":"seen","target":{"source":"ferry.md","selector":{"type":"TextQuoteSelector","exact":"left at nine"}}}`,
		"a list":  `[{"type":["Annotation"],"bodyValue":"seen","target":[{"source":{"id":"./ferry.md"},"selector":[{"type":"TextPositionSelector","start":1},{"type":"TextQuoteSelector","exact":"left at nine"}]}]}]`,
		"a page":  `{"type":"AnnotationPage","items":[{"body":{"value":"seen"},"target":{"source":"file:///srv/ferry.md","selector":{"type":"FragmentSelector","refinedBy":{"type":"TextQuoteSelector","exact":"left at nine"}}}}]}`,
		"a whole": `{"type":"AnnotationCollection","first":{"items":[{"body":[{"value":"seen","purpose":"commenting"}],"target":{"source":"ferry.md","selector":{"type":"TextQuoteSelector","exact":"left at nine"}}}]}}`,
	} {
		got, skipped, err := Parse(strings.NewReader(src))
		if err != nil || len(skipped) > 0 || len(got) != 1 || got[0].Quote != "left at nine" || got[0].Note != "seen" {
			t.Errorf("%s: %+v, %v, %v", name, got, skipped, err)
			continue
		}
		lib := shelf{"ferry.md": ferry}
		p, err := Placed(t.Context(), lib, lib.entries(), lib.like, got, nil, silent)
		if err != nil || p.Known != 0 || p.Lost != 0 || len(p.Fresh) != 1 || p.Fresh[0].Path != "ferry.md" || p.Fresh[0].Start == 0 {
			t.Errorf("%s: %+v, %v", name, p, err)
			continue
		}
		if p, _ := Placed(t.Context(), lib, lib.entries(), lib.like, got, p.Fresh, silent); p.Known != 1 {
			t.Errorf("%s: doubled", name)
		}
	}
}

// Annotations of shapes that the model allows, that the draft before it had, and
// that Hypothesis gives out. In each the words are the ferry's.
func TestImportForeign(t *testing.T) {
	const quote = `{"type":"TextQuoteSelector","exact":"left at nine","prefix":"The ferry ","suffix":" in the"}`
	one := func(body, target string) string {
		return `{"@context":"http://www.w3.org/ns/anno.jsonld","id":"http://example.org/1","type":"Annotation",` + body + `"target":` + target + `}`
	}
	at := func(selector string) string { return `{"source":"ferry.md","selector":` + selector + `}` }
	for _, r := range []struct{ name, src, quote, note, tags, missed string }{
		{"bodies of all kinds", one(`"body":["http://example.org/post",{"value":"seen","language":"en"},{"type":"TextualBody","value":"tide","purpose":"tagging"},{"type":"SpecificResource","purpose":["tagging"],"source":"http://example.org/city"}],`, at(quote)), "left at nine", "http://example.org/post\n\nseen", "tide http://example.org/city", ""},
		{"a choice of bodies", one(`"body":{"type":"Choice","items":[{"value":"seen"},{"value":"vu"}]},`, at(quote)), "left at nine", "seen", "", ""},
		{"words in languages", one(`"body":{"value":{"de":"gesehen","en":"seen"}},`, at(quote)), "left at nine", "seen", "", ""},
		{"a body in a source", one(`"body":{"source":{"type":"TextualBody","value":"seen"}},`, at(quote)), "left at nine", "seen", "", ""},
		{"the motivation says it", one(`"motivation":"tagging","body":{"value":"tide"},`, at(quote)), "left at nine", "", "tide", ""},
		{"refined", one(``, at(`{"type":"XPathSelector","value":"/p[1]","refinedBy":[{"type":"TextPositionSelector","start":4,"end":9},`+quote+`]}`)), "left at nine", "", "", ""},
		{"a quote in a quote", one(``, at(`{"type":"TextQuoteSelector","exact":"The ferry left at nine in the evening","refinedBy":`+quote+`}`)), "left at nine", "", "", ""},
		{"in a state", one(``, `{"source":"ferry.md","state":{"type":"TimeState","sourceDate":"2015-07-20T13:30:00Z","refinedBy":`+quote+`}}`), "left at nine", "", "", ""},
		{"a range", one(``, at(`{"type":"RangeSelector","startSelector":`+quote+`,"endSelector":{"type":"TextQuoteSelector","exact":"as it does"}}`)), "left at nine in the evening,", "", "", ""},
		{"targets", one(``, `[`+at(quote)+`,{"source":"ferry.md","selector":{"type":"TextQuoteSelector","exact":"Nobody waved"}},"http://example.org/page","ferry.md"]`), "left at nine|Nobody waved", "", "", "target 3: it is of a whole document"},
		{"a set of targets", one(``, `{"type":"Independents","items":[`+at(quote)+`]}`), "left at nine", "", "", ""},
		{"an area of a picture", one(``, at(`{"type":"SvgSelector","value":"<svg/>"}`)), "", "", "", "(http://example.org/1): it quotes no words"},
		{"by its address", one(``, `{"source":"https://www.example.org/ferry/#top","selector":`+quote+`}`), "left at nine", "", "", ""},
		{"the draft", `{"@type":"oa:Annotation","hasBody":{"@type":["cnt:ContentAsText","dctypes:Text"],"cnt:chars":"seen"},"hasTarget":{"@type":"oa:SpecificResource","hasSource":{"@id":"ferry.md"},"hasSelector":{"@type":"oa:Choice","members":[{"@type":"oa:TextQuoteSelector","exact":"left at nine"}]}}}`, "left at nine", "seen", "", ""},
		{"a graph", `{"@graph":[` + one(`"body":{"value":{"@value":"seen","@language":"en"}},`, at(quote)) + `]}`, "left at nine", "seen", "", ""},
		{"a page with more", `{"type":"AnnotationPage","next":"http://example.org/2","items":["http://example.org/9",` + one(``, at(quote)) + `]}`, "left at nine", "", "", "more annotations are at http://example.org/2|annotation 1 (http://example.org/9): only its address"},
		{"Hypothesis, its service", `{"total":2,"rows":[{"id":"x1","created":"2024-05-01T10:00:00.123456+00:00","uri":"https://example.org/ferry","text":"seen","tags":["tide","a b"],"document":{"title":["Ferry"]},"target":[{"source":"https://example.org/ferry","selector":[{"type":"RangeSelector","startContainer":"/p[1]","endContainer":"/p[1]","startOffset":4,"endOffset":16},{"type":"TextPositionSelector","start":14,"end":26},` + quote + `]}]},{"id":"x2","references":["x1"],"text":"no","target":[{"source":"https://example.org/ferry"}]}]}`, "left at nine", "seen", "tide a b", "annotation 2 (x2): it answers another"},
		{"Hypothesis, its client", `{"export_date":"2024-05-01","client_version":"1","annotations":[{"id":"x1","uri":"ferry.md","text":"seen","tags":[],"target":[{"selector":[` + quote + `]}]}]}`, "left at nine", "seen", "", ""},
		{"edX", one(`"body":{"type":"List","items":[{"type":"TextualBody","value":"seen","purpose":"commenting"},{"type":"TextualBody","value":"tide","purpose":"tagging"}]},`, `{"type":"List","items":[{"type":"Text","source":"ferry.md","selector":{"type":"Choice","items":[{"type":"RangeSelector","startSelector":{"type":"XPathSelector","value":"/p[1]"},"endSelector":{"type":"XPathSelector","value":"/p[1]"},"refinedBy":{"type":"TextPositionSelector","start":4,"end":16}},{"type":"TextPositionSelector","start":14,"end":26},`+quote+`]}}]}`), "left at nine", "seen", "tide", ""},
		{"Recogito, its own", `[{"id":"a1","bodies":[{"value":"seen","purpose":"commenting"},{"value":"tide","purpose":"tagging"}],"target":{"annotation":"a1","source":"ferry.md","selector":[{"quote":"left at nine","start":4,"end":16,"range":{},"offsetReference":{}}],"created":"2024-05-01T10:00:00Z"}}]`, "left at nine", "seen", "tide", ""},
		{"Recogito, links", `[{"id":"#a1","type":"Annotation","motivation":"linking","body":[{"type":"TextualBody","value":"same","purpose":"tagging"}],"target":[{"id":"#a2"},{"id":"#a3"}]},` + one(``, at(quote)) + `]`, "left at nine", "", "", "annotation 1 (#a1): target 1: it links other annotations"},
		{"a line each", one(``, at(quote)) + "\n" + one(``, at(`{"type":"TextQuoteSelector","exact":"Nobody waved"}`)) + "\n", "left at nine|Nobody waved", "", "", ""},
		{"a mark of the byte order", "\uFEFF" + one(``, at(quote)), "left at nine", "", "", ""},
		{"pages in a list", `[{"type":"AnnotationPage","items":[` + one(``, at(quote)) + `]},{"type":"AnnotationPage","items":[` + one(``, at(`{"type":"TextQuoteSelector","exact":"Nobody waved"}`)) + `]}]`, "left at nine|Nobody waved", "", "", ""},
		{"a manifest of pictures", `{"type":"Manifest","items":[{"type":"Canvas","height":9,"annotations":[{"type":"AnnotationPage","items":[{"type":"Annotation","motivation":"commenting","body":{"value":"seen"},"target":{"source":{"id":"http://example.org/canvas","type":"Canvas"},"selector":[{"type":"FragmentSelector","value":"xywh=1,2,3,4"},{"type":"SvgSelector","value":"<svg/>"}]}}]}]},{"type":"Canvas","height":9}]}`, "", "", "", "annotation 1: it quotes no words|annotation 2: it is no annotation but a Canvas"},
		{"made in seconds", one(`"created":1485427269,"motivation":null,"body":[{"id":"http://example.org/who","type":"Classifying","purpose":"classifying","value":"Ferry"}],`, at(`{"type":"FragmentSelector","value":"urn:x","refinedBy":[{"type":"TextQuoteSelector","exact":"\n\t\tleft at nine ","prefix":"\n","suffix":"\t"},{"type":"TextPositionSelector","start":4,"end":16}]}`)), "left at nine", "Ferry", "", ""},
		{"other words beside it", one(``, at(`{"type":"TextQuoteSelector","exact":"left at nine","prefix":"The boat ","suffix":" on the"}`)), "left at nine", "", "", ""},
		{"no source", one(``, `{"selector":`+quote+`}`), "left at nine", "", "", ""},
	} {
		t.Run(r.name, func(t *testing.T) {
			marks, missed, err := Parse(strings.NewReader(r.src))
			if err != nil {
				t.Fatal(err)
			}
			lib := shelf{"ferry.md": "---\nurl: https://example.org/ferry\n---\n" + ferry}
			entry := lib.entry("ferry.md")
			entry.URL = "https://example.org/ferry"
			p, err := Placed(t.Context(), lib, []library.Entry{entry}, lib.like, marks, nil, silent)
			if err != nil {
				t.Fatal(err)
			}
			for n := range len(p.Fresh) + 1 { // cut short after n of them, and then once more
				again, err := Placed(t.Context(), lib, []library.Entry{entry}, lib.like, marks, p.Fresh[:n], silent)
				if err != nil || again.Known != n || len(again.Fresh) != len(p.Fresh)-n {
					t.Errorf("again, where %d of %d are there: %d are known, %d come, %v", n, len(p.Fresh), again.Known, len(again.Fresh), err)
				}
			}
			var quotes, notes, tags []string
			for _, m := range p.Fresh {
				quotes, notes, tags = append(quotes, m.Quote), append(notes, m.Note), m.Tags
			}
			if got := strings.Join(quotes, "|"); got != r.quote || len(notes) > 0 && notes[0] != r.note || strings.Join(tags, " ") != r.tags {
				t.Errorf("quotes %q, notes %q, tags %q", quotes, notes, tags)
			}
			if wantLost := r.name == "no source"; p.Lost > 0 != wantLost {
				t.Errorf("%d lost", p.Lost)
			}
			for _, want := range strings.Split(r.missed, "|") {
				if all := strings.Join(missed, "\n"); !strings.Contains(all, want) || r.missed == "" && all != "" {
					t.Errorf("missed: %q, want %q", all, r.missed)
				}
			}
		})
	}
	if got, _, err := Parse(strings.NewReader(`[{"id":"#a1","type":"Annotation","body":[],"target":{"selector":[` + quote + `,{"type":"TextPositionSelector","start":4,"end":16}]}}]`)); err != nil || len(got) != 1 || got[0].Path != "#a1" {
		t.Errorf("one that names no document is kept, to be found by its words: %v, %v", got, err)
	}
	if got, _, err := Parse(strings.NewReader(one(`"created":1485427269,`, at(quote)))); err != nil || len(got) != 1 || got[0].Created.Year() != 2017 {
		t.Errorf("made in 2017: %v, %v", got, err)
	}
	if _, _, err := Parse(strings.NewReader(`{"type":"AnnotationCollection","total":7,"first":"http://example.org/p1"}`)); err == nil || !strings.Contains(err.Error(), "http://example.org/p1") {
		t.Errorf("a collection elsewhere: %v", err)
	}
}

// An annotation that names no document is placed in the one brief that has its
// words, if they are more than a few.
func TestImportByItsWords(t *testing.T) {
	lib := shelf{"ferry.md": ferry, "other.md": "# Other\n\nThe bridge was closed, and nobody waved from it.\n"}
	place := func(quote string) Bookmark {
		src := `[{"id":"#a1","type":"Annotation","body":[],"target":{"selector":[{"type":"TextQuoteSelector","exact":"` + quote + `"},{"type":"TextPositionSelector","start":4,"end":16}]}}]`
		got, _, err := Parse(strings.NewReader(src))
		if err != nil || len(got) != 1 {
			t.Fatalf("%v, %v", got, err)
		}
		p, err := Placed(t.Context(), lib, lib.entries(), lib.like, got, nil, silent)
		if err != nil || len(p.Fresh) != 1 {
			t.Fatalf("%v, %v", p.Fresh, err)
		}
		return p.Fresh[0]
	}
	if m := place("The bridge was closed, and nobody"); m.Path != "other.md" || m.Start == 0 || m.Title != "Other" {
		t.Errorf("%+v", m)
	}
	if m := place("nobody"); m.Path != "#a1" {
		t.Errorf("one word is placed in %s", m.Path)
	}
	lib["third.md"] = lib["other.md"]
	if m := place("The bridge was closed, and nobody"); m.Path != "#a1" {
		t.Errorf("of two briefs with the words, %s is taken", m.Path)
	}
}

// What can not be placed is kept with its words; what is no bookmark is said.
// A range goes from one quote to the words it ends before, where these stand once
// and after it; else it is the quote.
func TestImportOfARange(t *testing.T) {
	lib := shelf{"ferry.md": ferry}
	for end, want := range map[string]string{
		"as it does": "left at nine in the evening,",
		"Nobody":     "left at nine in the evening, as it does on every day of the year.",
		"Ferry":      "left at nine",
		"at nine":    "left at nine",
		"e":          "left at nine",
		"not there":  "left at nine",
	} {
		m := Bookmark{Anchor: Anchor{Path: "ferry.md", Quote: "left at nine", Passage: "left at nine"}, until: end}
		p, err := Placed(t.Context(), lib, lib.entries(), nil, []Bookmark{m}, nil, silent)
		if err != nil || len(p.Fresh) != 1 || p.Lost != 0 || p.Fresh[0].Quote != want {
			t.Errorf("up to %q: %+v, %v; want %q", end, p, err, want)
		}
	}
}

// A stopping shelf ends a context when a brief is read.
type stoppingShelf struct {
	shelf
	stop context.CancelFunc
}

func (s stoppingShelf) Read(path string) (*brief.Brief, library.Entry, error) {
	s.stop()
	return s.shelf.Read(path)
}

// Who breaks an import off does not wait for all bookmarks of the brief in hand.
func TestImportStopsWithinABrief(t *testing.T) {
	lib := shelf{"ferry.md": ferry, "copy.md": ferry}
	begun := func() (context.Context, stoppingShelf) {
		ctx, stop := context.WithCancel(t.Context())
		return ctx, stoppingShelf{lib, stop}
	}
	ctx, stopping := begun()
	list := []placing{{Bookmark: Bookmark{Anchor: Anchor{Path: "ferry.md", Quote: "left at nine"}}, brief: lib.entry("ferry.md")}}
	if readFor(ctx, stopping, list, silent); list[0].at.Quote != "" {
		t.Error("it was looked for all the same")
	}
	b, e, _ := lib.Read("ferry.md")
	at := Anchored(b, "ferry.md", e.Hash, b.Passages[1].Span)
	ctx, stopping = begun()
	if elsewhere(ctx, stopping, lib.like, []*Anchor{&at}, silent); len(at.Also) > 0 {
		t.Error("other briefs were compared all the same")
	}
	if at.Also = Elsewhere(t.Context(), lib, lib.like, at); len(at.Also) != 1 {
		t.Errorf("not broken off it is in %v, too", at.Also)
	}
}

func TestImportKeepsWhatIsLost(t *testing.T) {
	src := `[{"type":"Annotation","target":{"source":"gone.md","selector":{"type":"TextQuoteSelector","exact":"words"}}},{"type":"Annotation","target":"https://example.org/"}]`
	got, skipped, err := Parse(strings.NewReader(src))
	if err != nil || len(got) != 1 || len(skipped) != 1 || !strings.Contains(skipped[0], "annotation 2") {
		t.Fatalf("%v, %v, %v", got, skipped, err)
	}
	p, err := Placed(t.Context(), shelf{}, nil, nil, got, nil, silent)
	if err != nil || p.Lost != 1 || len(p.Fresh) != 1 || p.Fresh[0].Quote != "words" {
		t.Errorf("%+v, %v", p, err)
	}
}

func FuzzImport(f *testing.F) {
	f.Add(`{"bookmarks":[{"path":"a","quote":"b","tags":["c"]}]}`)
	f.Add(`[{"type":"Annotation","body":[[[]]],"target":{"source":{},"selector":{"refinedBy":{"refinedBy":{}}}}}]`)
	f.Add(`[{"items":[{"items":[{"id":"#a","bodies":[{}],"created":1e99,"target":{"created":-1,"selector":{"type":"Choice","items":[{"quote":"left at nine"}]}}}]}]}]{}`)
	f.Add(`{"first":{"first":{"items":[1,null,"x"]}}}`)
	f.Add(`{"@graph":[{"@type":"oa:Annotation","hasTarget":{"hasSelector":{"type":"Choice","members":[{"type":"RangeSelector","startSelector":{"@type":"oa:TextQuoteSelector","exact":{"en":"left"}},"endSelector":{}}]}}}]}`)
	f.Add(`{"rows":[{"uri":"ferry.md","text":"a","tags":[1],"document":{"title":[2]},"target":[{"selector":[{"type":"TextQuoteSelector","exact":"left at nine"}]}]}]}`)
	f.Fuzz(func(t *testing.T, src string) {
		got, _, err := Parse(strings.NewReader(src))
		if err != nil {
			return
		}
		lib := shelf{"ferry.md": ferry}
		p, err := Placed(t.Context(), lib, lib.entries(), nil, got, nil, silent)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range p.Fresh {
			if _, _, err := decode(encode(m, nil)); err != nil {
				t.Fatalf("%+v can not be kept: %v", m, err)
			}
		}
	})
}

func TestDifference(t *testing.T) {
	for _, r := range []struct{ old, now, want, summary string }{
		{"a b c", "a b c", "a b c", "no word has changed"},
		{"a b c", "a x c", "a [-b-] {+x+} c", "one word has changed"},
		{"a b c d", "a d", "a [-b c-] d", "two words have changed"},
		{"a d", "a b c d", "a {+b c+} d", "two words have changed"},
		{"one", "“two” three", "[-one-] {+“two” three+}", "two words have changed"},
		{"he said “no”", "he said \"no\"", "he said \"no\"", "no word has changed"},
		{"", "a", "{+a+}", "one word has changed"},
	} {
		d := Difference(r.old, r.now)
		if got := InWords(d); got != r.want {
			t.Errorf("%q to %q: %s, want %s", r.old, r.now, got, r.want)
		}
		if got := Summary(d); got != r.summary {
			t.Errorf("%q to %q: %s, want %s", r.old, r.now, got, r.summary)
		}
	}
	word := rapid.SampledFrom(strings.Fields("a b c d e"))
	rapid.Check(t, func(t *rapid.T) {
		old, now := rapid.SliceOf(word).Draw(t, "old"), rapid.SliceOf(word).Draw(t, "now")
		var was, is []string
		for _, p := range Difference(strings.Join(old, " "), strings.Join(now, " ")) {
			if p.Change != Put {
				was = append(was, strings.Fields(p.Text)...)
			}
			if p.Change != Taken {
				is = append(is, strings.Fields(p.Text)...)
			}
		}
		if strings.Join(was, " ") != strings.Join(old, " ") || strings.Join(is, " ") != strings.Join(now, " ") {
			t.Fatalf("%v and %v", was, is)
		}
	})
}
