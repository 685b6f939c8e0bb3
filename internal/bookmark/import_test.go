package bookmark

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"
)

// What is exported is read again as it was, in both of our formats that can be.
func TestImportRoundTrip(t *testing.T) {
	word := rapid.StringMatching(`[a-zäλ]{1,9}`)
	words := rapid.Map(rapid.SliceOfN(word, 1, 9), func(w []string) string { return strings.Join(w, " ") })
	rapid.Check(t, func(t *rapid.T) {
		m := Bookmark{
			ID: "0abcd12345", Title: words.Draw(t, "title"), Note: rapid.OneOf(rapid.Just(""), words).Draw(t, "note"),
			Tags: rapid.SliceOfNDistinct(word, 0, 3, rapid.ID[string]).Draw(t, "tags"), Colour: rapid.SampledFrom(append(Colours(), "")).Draw(t, "colour"),
			Created: time.Unix(rapid.Int64Range(1e8, 4e9).Draw(t, "created"), 0).UTC(),
		}
		m.Anchor = Anchor{Path: word.Draw(t, "path") + " %?#.md", Quote: words.Draw(t, "quote") + "\n\n" + words.Draw(t, "second"), Before: word.Draw(t, "before") + "\n", After: " " + word.Draw(t, "after"), Heading: []string{}}
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
		fresh, known, lost, err := Placed(t.Context(), lib, lib.entries(), lib.like, got, nil)
		if err != nil || known != 0 || lost != 0 || len(fresh) != 1 || fresh[0].Path != "ferry.md" || fresh[0].Start == 0 {
			t.Errorf("%s: %+v, %d known, %d lost, %v", name, fresh, known, lost, err)
			continue
		}
		if _, known, _, _ := Placed(t.Context(), lib, lib.entries(), lib.like, got, fresh); known != 1 {
			t.Errorf("%s: doubled", name)
		}
	}
}

// What can not be placed is kept with its words; what is no bookmark is said.
func TestImportKeepsWhatIsLost(t *testing.T) {
	src := `[{"type":"Annotation","target":{"source":"gone.md","selector":{"type":"TextQuoteSelector","exact":"words"}}},{"type":"Annotation","target":"https://example.org/"}]`
	got, skipped, err := Parse(strings.NewReader(src))
	if err != nil || len(got) != 1 || len(skipped) != 1 || !strings.Contains(skipped[0], "annotation 2") {
		t.Fatalf("%v, %v, %v", got, skipped, err)
	}
	fresh, _, lost, err := Placed(t.Context(), shelf{}, nil, nil, got, nil)
	if err != nil || lost != 1 || len(fresh) != 1 || fresh[0].Quote != "words" {
		t.Errorf("%+v, %d lost, %v", fresh, lost, err)
	}
}

func FuzzImport(f *testing.F) {
	f.Add(`{"bookmarks":[{"path":"a","quote":"b","tags":["c"]}]}`)
	f.Add(`[{"type":"Annotation","body":[[[]]],"target":{"source":{},"selector":{"refinedBy":{"refinedBy":{}}}}}]`)
	f.Add(`{"first":{"first":{"items":[1,null,"x"]}}}`)
	f.Fuzz(func(t *testing.T, src string) {
		got, _, err := Parse(strings.NewReader(src))
		if err != nil {
			return
		}
		lib := shelf{"ferry.md": ferry}
		fresh, _, _, err := Placed(t.Context(), lib, lib.entries(), nil, got, nil)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range fresh {
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
