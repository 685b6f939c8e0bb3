package reading

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"broadsheet/internal/brief"
)

func parse(src string) *brief.Brief { return brief.Parse([]byte(src), "talks.md", brief.Limits{}) }

// prose makes n passages that differ from each other as much as passages do.
func prose(n int) []string {
	stock := strings.Fields(`envoys met for three days behind closed doors and left without a word while traders at the
		border say that lorries have been standing since spring and fruit worth a season has rotted near gates which
		neutral observers with patrols watch under orders from both capitals over lists of detainees`)
	state := uint32(1)
	next := func(n int) int {
		state = state*1664525 + 1013904223
		return int(state>>8) % n
	}
	out := make([]string, n)
	for i := range out {
		var w []string
		for k := range 12 + next(70) {
			word := stock[next(len(stock))]
			if k > 0 && k%13 == 0 {
				word += "."
			}
			w = append(w, word)
		}
		out[i] = fmt.Sprintf("Passage %d %s.", i, strings.Join(w, " "))
	}
	return out
}

// megabyte is a brief of 1 MB with headings, and one edited in many places.
func megabyte() (was, now *brief.Brief, src string) {
	var w strings.Builder
	for i, p := range prose(4000) {
		if i%40 == 0 {
			fmt.Fprintf(&w, "## Part %d\n\n", i/40)
		}
		w.WriteString(p + "\n\n")
	}
	src = w.String()[:1<<20]
	edited := "A lead.\n\n" + strings.ReplaceAll(src, "observers with patrols", "watchers") + "\n\nAn end.\n"
	return parse(src), parse(edited), src
}

func BenchmarkSpot(b *testing.B) {
	was, now, src := megabyte()
	s := Mark(was, len(src)/2)
	gone := s
	gone.words, gone.before, gone.after = strings.Repeat("nothing like it ", 10), strings.Repeat("nor that ", 7), strings.Repeat("nor this ", 7)
	b.Run("mark", func(b *testing.B) {
		for b.Loop() {
			Mark(was, len(src)/2)
		}
	})
	for name, c := range map[string]struct {
		s Spot
		b *brief.Brief
	}{"unchanged": {s, was}, "edited": {s, now}, "gone": {gone, now}} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				c.s.Find(c.b)
			}
		})
	}
}

func BenchmarkCarry(b *testing.B) {
	was, now, src := megabyte()
	one := parse(src[:len(src)/3] + "\n\nOne sentence more.\n\n" + src[len(src)/3:])
	for name, c := range map[string]struct {
		b   *brief.Brief
		off int
	}{"one edit": {one, len(src) / 2}, "many edits": {now, len(src) / 2}} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				Carry(was, c.b, c.off)
			}
		})
	}
}

func BenchmarkKeep(b *testing.B) {
	s, err := Open(b.TempDir(), "abc")
	if err != nil {
		b.Fatal(err)
	}
	r := Record{Path: "2025/truce.md", Hash: 1, Top: Mark(parse(strings.Join(prose(9), "\n\n")), 1000)}
	for b.Loop() {
		if err := s.Keep(r); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkAll(b *testing.B) {
	dir := b.TempDir()
	top := Mark(parse(strings.Join(prose(9), "\n\n")), 1000)
	var once []byte
	for i := range 10_000 {
		r := Record{Path: fmt.Sprintf("2025/%05d.md", i), Hash: uint64(i + 1), At: time.Unix(1762507800, 0)}
		if r.Read = i%2 == 0; !r.Read {
			r.Top = top
		}
		once = append(once, encode(r)...)
	}
	for name, times := range map[string]int{"10,000 briefs": 1, "10,000 briefs, four records each": 4} {
		s, err := Open(dir, fmt.Sprint("k", times))
		if err != nil {
			b.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, filepath.Base(s.File())), []byte(strings.Repeat(string(once), times)), 0o600); err != nil {
			b.Fatal(err)
		}
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(once) * times))
			for b.Loop() {
				all, err := s.All()
				if err != nil || len(all) != 10_000 {
					b.Fatal(len(all), err)
				}
			}
		})
	}
}
