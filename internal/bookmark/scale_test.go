package bookmark

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"broadsheet/internal/brief"
	"broadsheet/internal/corpus"
	"broadsheet/internal/library"
)

// scanned is the library of a folder, with what it lists.
func scanned(b *testing.B, dir string) (*library.Library, []library.Entry) {
	lib, err := library.Open([]string{dir})
	if err != nil {
		b.Fatal(err)
	}
	files, _, err := lib.Scan(b.Context())
	if err != nil {
		b.Fatal(err)
	}
	var entries []library.Entry
	for _, f := range files {
		_, e, err := lib.Read(f.Path)
		if err != nil {
			b.Fatal(err)
		}
		entries = append(entries, e)
	}
	return lib, entries
}

// scaled marks passages of the briefs of a library: of the first one every
// passage, of the others three each, until there are 10,000.
func scaled(b *testing.B, lib *library.Library, entries []library.Entry) []Bookmark {
	rng := rand.New(rand.NewPCG(1, 1))
	var marks []Bookmark
	mark := func(text *brief.Brief, e library.Entry, i int) {
		if a := Anchored(text, e.Path, e.Hash, text.Passages[i].Span); a.Quote != "" && len(marks) < 10_000 {
			a.Also = []string{}
			marks = append(marks, New(a, text, lib))
			marks[len(marks)-1].ID = fmt.Sprint(len(marks))
		}
	}
	for n, e := range entries {
		text, _, err := lib.Read(e.Path)
		if err != nil || len(text.Passages) == 0 {
			continue
		}
		if n == 0 {
			for i := range text.Passages {
				mark(text, e, i)
			}
			continue
		}
		for range 3 {
			mark(text, e, rng.IntN(len(text.Passages)))
		}
	}
	return marks
}

// edit changes a word in the middle of the first passage that is marked in
// each file.
func edit(b *testing.B, dir string, marks []Bookmark) {
	done := map[string]bool{}
	for _, m := range marks {
		if done[m.Path] {
			continue
		}
		done[m.Path] = true
		name := filepath.Join(dir, filepath.FromSlash(m.Path))
		src, err := os.ReadFile(name)
		if err != nil {
			b.Fatal(err)
		}
		at := m.Start
		if n := bytes.IndexByte(src[(m.Start+m.End)/2:m.End], ' '); n >= 0 {
			at = (m.Start+m.End)/2 + n
		}
		src = bytes.Join([][]byte{src[:at], src[at:]}, []byte(" otherwise "))
		if err := os.WriteFile(name, src, 0o600); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkInLibrary finds 10,000 bookmarks over 4,000 briefs, as they were, as
// earlier versions kept them, from another library, and after each brief was
// edited, and those of one edited brief.
func BenchmarkInLibrary(b *testing.B) {
	dir := b.TempDir()
	if err := corpus.Write(dir, 4000); err != nil {
		b.Fatal(err)
	}
	lib, entries := scanned(b, dir)
	marks := scaled(b, lib, entries)
	find := func(entries []library.Entry, marks []Bookmark) func(b *testing.B) {
		return func(b *testing.B) {
			for b.Loop() {
				items, err := InLibrary(b.Context(), lib, entries, nil, marks)
				if err != nil {
					b.Fatal(err)
				}
				states := map[State]int{}
				for _, it := range items {
					states[it.Place.State]++
				}
				for state := range Lost + 1 {
					b.ReportMetric(float64(states[state]), state.String())
				}
			}
		}
	}
	b.Run(fmt.Sprintf("%d over %d", len(marks), len(entries)), find(entries, marks))
	old := slices.Clone(marks)
	for i := range old {
		old[i].Check = 0
	}
	b.Run("of an earlier version", find(entries, old))
	other, others := scanned(b, b.TempDir())
	b.Run("another library's", func(b *testing.B) {
		for b.Loop() {
			if items, err := InLibrary(b.Context(), other, others, nil, marks); err != nil || len(items) > 0 {
				b.Fatal(len(items), err)
			}
		}
	})
	edit(b, dir, marks)
	lib, entries = scanned(b, dir)
	b.Run("all edited", find(entries, marks))
	var one, of []Bookmark
	for _, m := range marks {
		switch m.Path {
		case marks[0].Path:
			one = append(one, m)
		case marks[len(marks)/2].Path:
			of = append(of, m)
		}
	}
	b.Run(fmt.Sprintf("one brief, %d", len(of)), find(entries, of))
	b.Run(fmt.Sprintf("one brief, %d", len(one)), find(entries, one))
}
