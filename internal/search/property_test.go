package search

import (
	"context"
	"flag"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"broadsheet/internal/brief"
	"broadsheet/internal/library"
	"broadsheet/internal/query"
	"broadsheet/internal/terms"
)

func TestMain(m *testing.M) {
	flag.Parse()
	given := false
	flag.Visit(func(f *flag.Flag) { given = given || f.Name == "rapid.checks" })
	if !given { // each check writes several indexes to the disk
		_ = flag.Set("rapid.checks", "12")
	}
	os.Exit(m.Run())
}

func parse(t testing.TB, s string) query.Query {
	t.Helper()
	q, err := query.Parse(s, query.Options{Now: time.Date(2025, 11, 20, 0, 0, 0, 0, time.UTC)})
	if err != nil {
		t.Fatal(err)
	}
	return q
}

var propertyQueries = []string{"", "truce", "truce talks", `"peace talks"`, "cease*", "talk -truce", "title:border",
	"ceasefire OR border", "tag:trade", "date:2025-10", "cease-fire", "truse~", "t*", "ze*", "zabihullah", "defense"}

// TestAnyHistoryAnswersAsAFreshIndex: after whatever happened to the files,
// the answers, their order and their scores are those of an index built from
// nothing.
func TestAnyHistoryAnswersAsAFreshIndex(t *testing.T) {
	words := []string{"truce", "talks", "talking", "peace", "border", "cease-fire", "ceasefire", "ceasing", "the", "trade",
		"Zabihullah", "zabiullah", "Zabiullah", "defence"}
	names := []string{"a.md", "b.md", "c/d.md", "c/e.txt", "f.md"}
	rapid.Check(t, func(t *rapid.T) {
		dir, err := os.MkdirTemp("", "history")
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = os.RemoveAll(dir) }()
		root := filepath.Join(dir, "library")
		if err := os.MkdirAll(filepath.Join(root, "c"), 0o755); err != nil {
			t.Fatal(err)
		}
		lib, err := library.Open([]string{root})
		if err != nil {
			t.Fatal(err)
		}
		x := openAt(t, filepath.Join(dir, "cache"), lib)
		var touched []string
		file := func(label string) string {
			name := rapid.SampledFrom(names).Draw(t, label)
			touched = append(touched, name)
			return filepath.Join(root, name)
		}
		for range rapid.IntRange(1, 5).Draw(t, "rounds") {
			var o RefreshOptions
			touched = rapid.SliceOfN(rapid.SampledFrom(append(names, "never.md", "c", ".h.md")), 0, 3).Draw(t, "too many")
			for range rapid.IntRange(1, 5).Draw(t, "changes") {
				switch rapid.IntRange(0, 7).Draw(t, "what") {
				case 6:
					_ = os.WriteFile(file("spoilt"), []byte("\x00\x01binary"), 0o600)
				case 7:
					_ = os.Symlink("nowhere/x.md", file("linked"))
				case 0:
					_ = os.Remove(file("removed"))
				case 1:
					_ = os.Rename(file("from"), file("to"))
				case 2:
					_ = os.Chtimes(file("touched"), time.Now(), time.Now())
				default:
					body := strings.Join(rapid.SliceOfN(rapid.SampledFrom(words), 0, 8).Draw(t, "body"), " ")
					title := rapid.SampledFrom(words).Draw(t, "title")
					text := doc(title, fmt.Sprintf("2025-1%d-01", rapid.IntRange(0, 2).Draw(t, "month")), "S", title, body)
					_ = os.WriteFile(file("written"), []byte(text), 0o600)
				}
			}
			if rapid.Bool().Draw(t, "limited") {
				o.Only = touched
			}
			if _, err := x.Refresh(context.Background(), o, nil); err != nil {
				t.Fatal(err)
			}
			if rapid.Bool().Draw(t, "reopen") {
				_ = x.Close()
				x.work.Wait()
				x = openAt(t, filepath.Join(dir, "cache"), lib)
			}
		}
		fresh := openAt(t, filepath.Join(dir, "fresh"), lib)
		if _, err := fresh.Refresh(context.Background(), RefreshOptions{}, nil); err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(fresh.Catalogue(), x.Catalogue()); d != "" {
			t.Errorf("catalogue: fresh -, after the history +\n%s", d)
		}
		if d := cmp.Diff(fresh.Skipped(), x.Skipped(), cmpopts.EquateEmpty()); d != "" {
			t.Errorf("skipped: fresh -, after the history +\n%s", d)
		}
		for _, s := range propertyQueries {
			q, err := query.Parse(s, query.Options{})
			if err != nil {
				t.Fatal(err)
			}
			want, err1 := fresh.Search(context.Background(), q, Options{})
			got, err2 := x.Search(context.Background(), q, Options{})
			if err1 != nil || err2 != nil {
				t.Fatal(err1, err2)
			}
			if d := cmp.Diff(want, got); d != "" {
				t.Errorf("%s: fresh -, after the history +\n%s", s, d)
			}
		}
		for _, i := range []*Index{x, fresh} {
			_ = i.Close()
			i.work.Wait()
		}
	})
}

func openAt(t *rapid.T, cache string, lib *library.Library) *Index {
	x, err := Open(cache, lib, nil)
	if err != nil {
		t.Fatal(err)
	}
	return x
}

// TestStemsBeginAsTheirWords is what finding the forms of a word relies on.
func TestStemsBeginAsTheirWords(t *testing.T) {
	check := func(fatal func(string, ...any), word string) {
		for _, w := range terms.Split(word) {
			stem := terms.Stem(w.Text)
			if !slices.ContainsFunc(terms.Begins(stem), func(b string) bool { return strings.HasPrefix(w.Text, b) }) {
				fatal("%q has the stem %q", w.Text, stem)
			}
		}
	}
	ends := []string{"", "s", "ed", "ing", "y", "ies", "ational", "ization", "fulness", "biliti", "ability", "ously", "logy", "icate", "ement", "eed"}
	rapid.Check(t, func(t *rapid.T) {
		for range 300 {
			check(t.Fatalf, rapid.StringMatching(`[a-z]{1,7}`).Draw(t, "word")+rapid.SampledFrom(ends).Draw(t, "end"))
		}
	})
}

func TestCatalogueKeepsEverything(t *testing.T) {
	list := rapid.SliceOfN(rapid.String(), 0, 3)
	rapid.Check(t, func(t *rapid.T) {
		var records []record
		for _, p := range rapid.SliceOfDistinct(rapid.String(), rapid.ID[string]).Draw(t, "paths") {
			r := record{entry: library.Entry{
				File:  library.File{Path: p, Size: rapid.Int64().Draw(t, "size")},
				Hash:  rapid.Uint64().Draw(t, "hash"),
				Words: rapid.IntRange(0, 1<<40).Draw(t, "words"),
				Meta: brief.Meta{Title: rapid.String().Draw(t, "title"), Source: "s", URL: "u", Lang: "fa", Date: "2025-01-01",
					Authors: list.Draw(t, "authors"), Tags: list.Draw(t, "tags")},
				Notes: list.Draw(t, "notes"),
			}, racy: rapid.Bool().Draw(t, "racy")}
			if rapid.Bool().Draw(t, "dated") {
				r.entry.ModTime = time.Unix(0, rapid.Int64().Draw(t, "time"))
			}
			for f := range r.lens {
				r.lens[f] = rapid.Uint32().Draw(t, "len")
			}
			for _, l := range []*[]string{&r.entry.Authors, &r.entry.Tags, &r.entry.Notes} {
				if len(*l) == 0 {
					*l = nil
				}
			}
			records = append(records, r)
		}
		c := newCatalogue(records, []library.Skipped{{Path: "x", Reason: "y"}})
		back, err := decodeCatalogue(string(c.encode()))
		if err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(c, back, cmp.AllowUnexported(catalogue{})); d != "" {
			t.Error(d)
		}
	})
}

// TestCatalogueWithChanges: patched or made anew, it is the same.
func TestCatalogueWithChanges(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		paths := rapid.SliceOfDistinct(rapid.StringMatching(`[a-d]{0,2}`), rapid.ID[string])
		draw := func(label string) map[string]record {
			out := map[string]record{}
			for _, p := range paths.Draw(t, label) {
				r := record{entry: library.Entry{File: library.File{Path: p}, Words: rapid.IntRange(0, 99).Draw(t, "words")}}
				r.lens[inBody], r.racy = uint32(r.entry.Words), rapid.Bool().Draw(t, "racy")
				out[p] = r
			}
			return out
		}
		list := func(m map[string]record) []record { return slices.Collect(maps.Values(m)) }
		had, changed, gone := draw("had"), draw("changed"), draw("gone")
		old := newCatalogue(list(had), nil)
		before := newCatalogue(list(had), nil)
		sorted := newCatalogue(list(changed), nil)
		var next []record
		for i := range sorted.entries {
			next = append(next, sorted.record(i))
		}
		got := old.with(next, slices.Collect(maps.Keys(gone)), []library.Skipped{{Path: "s"}})
		for p := range gone {
			delete(had, p)
		}
		maps.Copy(had, changed)
		if d := cmp.Diff(newCatalogue(list(had), []library.Skipped{{Path: "s"}}), got, cmp.AllowUnexported(catalogue{})); d != "" {
			t.Errorf("anew -, patched +\n%s", d)
		}
		if d := cmp.Diff(before, old, cmp.AllowUnexported(catalogue{})); d != "" {
			t.Errorf("the old one has changed\n%s", d)
		}
	})
}

func FuzzDecodeCatalogue(f *testing.F) {
	c := newCatalogue([]record{{entry: library.Entry{File: library.File{Path: "a.md"}, Notes: []string{"n"}}}}, []library.Skipped{{Path: "b"}})
	f.Add(c.encode())
	f.Add([]byte(catalogueMark))
	f.Add([]byte{})
	f.Fuzz(func(t *testing.T, b []byte) {
		if c, err := decodeCatalogue(string(b)); err == nil && len(c.entries) != len(c.lens) {
			t.Error("half a catalogue")
		}
	})
}

// newCatalogue sorts records into a catalogue.
func newCatalogue(records []record, skipped []library.Skipped) *catalogue {
	slices.SortFunc(records, func(a, b record) int { return strings.Compare(a.entry.Path, b.entry.Path) })
	return (&catalogue{}).with(records, nil, skipped)
}
