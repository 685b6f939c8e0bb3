package library

import (
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"broadsheet/internal/brief"
)

// shelved are the entries of a shelf as it lists them.
func shelved(s *Shelf) []Entry {
	var out []Entry
	for i := range s.Len() {
		out = append(out, s.At(i))
	}
	return out
}

// However briefs come onto a shelf, it lists them as if all had been sorted at
// once, finds each, and knows its place.
func TestShelf(t *testing.T) {
	entry := rapid.Custom(func(t *rapid.T) Entry {
		return Entry{
			File: File{Path: rapid.SampledFrom([]string{"a", "b", "c", "d/e", "d/f", "g", "h", "i", "j", "k"}).Draw(t, "path")},
			Meta: brief.Meta{
				Title:  rapid.SampledFrom([]string{"Alpha", "alphabet soup", "alphabet Song", "Beta", "ÖL", "öl"}).Draw(t, "title"),
				Source: rapid.SampledFrom([]string{"", "Wire", "wire", "Courier"}).Draw(t, "source"),
				Date:   rapid.SampledFrom([]string{"", "2025-01-02", "2025-01-03", "2025-01-03T10:00:00Z", "2025-01-03T12:00:00+05:00", "1999-12-31"}).Draw(t, "date"),
			},
		}
	})
	rapid.Check(t, func(t *rapid.T) {
		all := map[string]Entry{}
		var first []Entry
		for _, e := range rapid.SliceOfNDistinct(entry, 0, 10, func(e Entry) string { return e.Path }).Draw(t, "first") {
			first, all[e.Path] = append(first, e), e
		}
		order := Order(rapid.IntRange(0, 2).Draw(t, "order"))
		s := NewShelf(first, order)
		for range rapid.IntRange(0, 5).Draw(t, "times") {
			if rapid.Bool().Draw(t, "turn") {
				order = order.Next()
				s.SetOrder(order)
			}
			more := rapid.SliceOfN(entry, 0, 6).Draw(t, "more")
			for _, e := range more {
				all[e.Path] = e
			}
			listing, before := s.Listing, shelved(s)
			s.Add(more)
			if got := shelved(&Shelf{Listing: listing}); fmt.Sprint(got) != fmt.Sprint(before) {
				t.Fatalf("a listing of before is\n%v, was\n%v", got, before)
			}
			var want []Entry
			for _, e := range all {
				want = append(want, e)
			}
			order.Sort(want)
			got := shelved(s)
			if fmt.Sprint(got) != fmt.Sprint(want) {
				t.Fatalf("by %s:\n%v, want\n%v", order, got, want)
			}
			for i, e := range want {
				if found, ok := s.Find(e.Path); !ok || found.Title != e.Title || s.Place(e.Path) != i {
					t.Fatalf("%s: found %v %v at %d, want %d", e.Path, found, ok, s.Place(e.Path), i)
				}
			}
			if _, ok := s.Find("nowhere"); ok || s.Place("nowhere") != -1 {
				t.Fatal("found what is not there")
			}
		}
	})
}

// A hundred thousand briefs, put in order and added to.
func BenchmarkShelf(b *testing.B) {
	var all []Entry
	for i := range 100_000 {
		k := i * 7919 % 100_000
		all = append(all, Entry{File: File{Path: fmt.Sprintf("%03d/%06d.md", k/1000, k)}, Meta: brief.Meta{
			Title: fmt.Sprintf("Title number %d", k*31%1000), Source: fmt.Sprint("Source ", k%50),
			Date: fmt.Sprintf("20%02d-%02d-%02d", k%26, k%12+1, k%28+1),
		}})
	}
	slices.SortFunc(all, byPath)
	for o := ByDate; o <= BySource; o++ {
		b.Run("by "+o.String(), func(b *testing.B) {
			for b.Loop() {
				NewShelf(all, o)
			}
		})
	}
	b.Run("500 more", func(b *testing.B) {
		for b.Loop() {
			b.StopTimer()
			s := NewShelf(all[:99_500], ByDate)
			b.StartTimer()
			s.Add(all[99_500:])
		}
	})
}

// A reference is a path from where its brief stands or from the top, with or
// without its ending; one in double brackets may be a title or a file's name.
func TestRefers(t *testing.T) {
	var entries []Entry
	for path, title := range map[string]string{"top.md": "The top", "a/one.md": "One of them", "a/two.txt": "Two", "b/one.md": "Another one", "b/deep/three.md": "Number Three"} {
		entries = append(entries, Entry{File: File{Path: path}, Meta: brief.Meta{Title: title}})
	}
	shelf := NewShelf(entries, ByTitle)
	for _, c := range []struct {
		from, ref string
		named     bool
		want      string
	}{
		{"a/one.md", "two.txt", false, "a/two.txt"},
		{"a/two.txt", "one", false, "a/one.md"},
		{"b/one.md", "../a/one.md", false, "a/one.md"},
		{"b/one.md", "/top.md", false, "top.md"},
		{"b/one.md", "a/one", false, "a/one.md"},
		{"b/one.md", "deep/three", false, "b/deep/three.md"},
		{"top.md", "number three", true, "b/deep/three.md"},
		{"top.md", "THREE", true, "b/deep/three.md"},
		{"top.md", "three", false, ""}, // a path, not a name
		{"top.md", "nobody", true, ""},
	} {
		if e, ok := shelf.Refers(c.from, c.ref, c.named); e.Path != c.want || ok != (c.want != "") {
			t.Errorf("%q in %s, named %v: %q, %v; want %q", c.ref, c.from, c.named, e.Path, ok, c.want)
		}
	}
}
