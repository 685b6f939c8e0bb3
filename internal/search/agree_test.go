package search

import (
	"context"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"broadsheet/internal/library"
	"broadsheet/internal/query"
)

// agreeWords are words that stand for one another by every mechanism, and some
// that only look so.
var agreeWords = strings.Fields(`Tehrik tehrik Tehreek TEHREEK tehreek Tehreek-e-Taliban Tehrik-i-Taliban tehrik-e-taliban Taliban taliban Pakistan
	cease-fire ceasefire cease fire fires Cease-Fires ceasefires defence Defenses defense organise organized Organization Turkey Türkiye turkish
	United States US us U.S. of America USA TTP T.T.P. Muhammad Mohammed mohamed Muhamad the to talks talk die dying tie centre Centers
	Verhandlungen Verhandlung Häuser Haus война войны والكتاب كتاب الكتاب 停火协议 停火 火 health care healthcare healthcares O'Brien obrien Sheriff Sharif
	al-Qaeda el-Kaida Qaeda Kaida enquiry inquiries tsar czars gaol jail Côte d'Ivoire Ivory Coast Myanmar Burma`)

// asked draws a query out of those words.
func asked(t *rapid.T) string {
	word := rapid.SampledFrom(agreeWords)
	var parts []string
	for range rapid.IntRange(1, 3).Draw(t, "parts") {
		w := word.Draw(t, "word")
		switch rapid.IntRange(0, 11).Draw(t, "how") {
		case 0:
			w = `"` + w + " " + word.Draw(t, "second") + `"`
		case 1:
			w += "*"
		case 2:
			w += "~"
		case 3:
			w = "-" + w
		case 4:
			w = "title:" + w
		case 5:
			w = "title:(" + w + " " + word.Draw(t, "second") + ")"
		case 6:
			w += " OR " + word.Draw(t, "second")
		case 7:
			w = "-(" + w + " " + word.Draw(t, "second") + ")"
		}
		parts = append(parts, w)
	}
	return strings.Join(parts, " ")
}

// TestSearchAndMatcherAgree: the index finds exactly the briefs in which the
// matcher, which has no dictionary, finds the query; and it puts those first
// that have the words themselves, those last that only sound so.
func TestSearchAndMatcherAgree(t *testing.T) {
	word := rapid.SampledFrom(agreeWords)
	rapid.Check(t, func(t *rapid.T) {
		docs := map[string]query.Doc{}
		files := map[string]string{}
		for i := range rapid.IntRange(1, 6).Draw(t, "briefs") {
			text := func(label string, most int) string {
				return strings.Join(rapid.SliceOfN(word, 1, most).Draw(t, label), " ")
			}
			d := query.Doc{Title: text("title", 3), Tags: []string{text("tag", 1)}, Text: []string{text("first", 6), text("second", 6)}}
			path := fmt.Sprintf("%d.md", i)
			docs[path] = d
			files[path] = fmt.Sprintf("---\ntitle: %q\ntags: [%q]\n---\n\n%s\n\n%s\n", d.Title, d.Tags[0], d.Text[0], d.Text[1])
		}
		x, done := temporary(t, files)
		defer done()
		langs := x.Languages(context.Background())
		if rapid.Bool().Draw(t, "German too") {
			langs = append(langs, "de")
		}
		for range 12 {
			o := query.Options{Languages: langs, Typing: rapid.Bool().Draw(t, "typing")}
			q, err := query.Parse(asked(t), o)
			if err != nil {
				continue
			}
			agree(t, x, q, docs)
		}
	})
}

// agree checks one query.
func agree(t *rapid.T, x *Index, q query.Query, docs map[string]query.Doc) {
	r, err := x.Search(context.Background(), q, Options{Limit: -1, Explain: true})
	if err != nil {
		t.Fatal(err)
	}
	var want []string
	for path, d := range docs {
		if q.Holds(d) {
			want = append(want, path)
		}
	}
	slices.Sort(want)
	got := paths(r)
	slices.Sort(got)
	if !slices.Equal(got, want) {
		for _, p := range append(got, want...) {
			t.Logf("%s: %q %q %q", p, docs[p].Title, docs[p].Tags, docs[p].Text)
		}
		t.Fatalf("%q finds %v, the matcher %v", q.Text, got, want)
	}
	m := q.Matcher()
	last := tier(0)
	for _, h := range r.Briefs {
		marks := marksIn(m, docs[h.Entry.Path])
		if _, alone := q.Root.(query.Word); alone {
			best := query.Sound
			for _, k := range marks {
				best = min(best, k.By)
			}
			if now := tierOf(best); now < last {
				t.Fatalf("%q: %s stands behind briefs that have it worse: %v", q.Text, h.Entry.Path, got)
			} else {
				last = now
			}
		}
		if len(h.Passages) > 0 && len(h.Passages[0].Matches) != len(h.Passages[0].By) {
			t.Fatalf("%q: %+v", q.Text, h.Passages[0])
		}
		explained(t, q, h)
	}
}

func marksIn(m *query.Matcher, d query.Doc) []query.Mark {
	var out []query.Mark
	for _, text := range slices.Concat([]string{d.Title}, d.Tags, d.Text) {
		out = append(out, m.Marks(text)...)
	}
	return out
}

// explained checks that the parts of an explanation make the score.
func explained(t *rapid.T, q query.Query, h Hit) {
	sum := h.Why.Nearness + h.Why.Feedback
	for _, w := range h.Why.Words {
		sum += w.Adds
		if len(w.Found) == 0 || w.Briefs == 0 {
			t.Fatalf("%q: %s: %+v", q.Text, h.Entry.Path, h.Why)
		}
	}
	if math.Abs(sum-h.Score) > 1e-4*(1+h.Score) || math.Abs(h.Why.Score-h.Score) > 1e-9 {
		t.Fatalf("%q: %s has %v, explained are %v: %+v", q.Text, h.Entry.Path, h.Score, sum, h.Why)
	}
}

// temporary makes an index of some files; done closes and removes it all.
func temporary(t *rapid.T, files map[string]string) (x *Index, done func()) {
	dir, err := os.MkdirTemp("", "library")
	if err != nil {
		t.Fatal(err)
	}
	root := filepath.Join(dir, "library")
	if err := os.Mkdir(root, 0o755); err != nil {
		t.Fatal(err)
	}
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(root, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	lib, err := library.Open([]string{root})
	if err != nil {
		t.Fatal(err)
	}
	x = openAt(t, filepath.Join(dir, "cache"), lib)
	if _, err := x.Refresh(context.Background(), RefreshOptions{}, nil); err != nil {
		t.Fatal(err)
	}
	return x, func() {
		_ = x.Close()
		x.work.Wait()
		_ = os.RemoveAll(dir)
	}
}
