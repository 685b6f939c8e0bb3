package bookmark

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"broadsheet/internal/library"
)

// scaled is a library of 4,000 briefs on the disk, or the folder that
// BROADSHEET_EDITS names, and 10,000 bookmarks on passages of theirs.
func scaled(b *testing.B) (*library.Library, []library.Entry, []Bookmark) {
	dir := os.Getenv("BROADSHEET_EDITS")
	if dir == "" {
		dir = b.TempDir()
		for i := range 4000 {
			text := fmt.Sprintf("# Brief %d\n\n%s\n", i, strings.Join(prose(12 + i%5)[i%5:], "\n\n"))
			if err := os.WriteFile(filepath.Join(dir, fmt.Sprintf("%04d.md", i)), []byte(strings.ReplaceAll(text, "the", fmt.Sprintf("the %d", i))), 0o600); err != nil {
				b.Fatal(err)
			}
		}
	}
	lib, err := library.Open([]string{dir})
	if err != nil {
		b.Fatal(err)
	}
	files, _, err := lib.Scan(b.Context())
	if err != nil {
		b.Fatal(err)
	}
	rng := rand.New(rand.NewPCG(1, 1))
	var entries []library.Entry
	var marks []Bookmark
	for _, f := range files {
		brief, e, err := lib.Read(f.Path)
		if err != nil || len(brief.Passages) == 0 {
			continue
		}
		entries = append(entries, e)
		for range 3 {
			if len(marks) == 10_000 {
				break
			}
			p := brief.Passages[rng.IntN(len(brief.Passages))]
			if a := Anchored(brief, f.Path, e.Hash, p.Span); a.Quote != "" {
				a.Also = []string{}
				marks = append(marks, Bookmark{ID: fmt.Sprint(len(marks)), Anchor: a, Library: lib.Key(), Title: brief.Title})
			}
		}
	}
	return lib, entries, marks
}

// BenchmarkInLibrary finds 10,000 bookmarks over 4,000 briefs, and those of one
// brief.
func BenchmarkInLibrary(b *testing.B) {
	lib, entries, marks := scaled(b)
	byBrief := map[string][]Bookmark{}
	most := ""
	for _, m := range marks {
		byBrief[m.Path] = append(byBrief[m.Path], m)
		most = cmp.Or(most, m.Path)
		if len(byBrief[m.Path]) > len(byBrief[most]) {
			most = m.Path
		}
	}
	b.Run(fmt.Sprintf("%d over %d", len(marks), len(byBrief)), func(b *testing.B) {
		for b.Loop() {
			items, err := InLibrary(b.Context(), lib, entries, nil, marks)
			if err != nil {
				b.Fatal(err)
			}
			ok := 0
			for _, it := range items {
				if it.Place.State == OK {
					ok++
				}
			}
			b.ReportMetric(float64(ok), "ok")
		}
	})
	b.Run("all edited", func(b *testing.B) {
		edited := slices.Clone(marks)
		for i := range edited {
			edited[i].Hash ^= 1
		}
		for b.Loop() {
			if _, err := InLibrary(b.Context(), lib, entries, nil, edited); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("one brief", func(b *testing.B) {
		for b.Loop() {
			if _, err := InLibrary(b.Context(), lib, entries, nil, byBrief[most]); err != nil {
				b.Fatal(err)
			}
		}
	})
}
