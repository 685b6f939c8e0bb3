//go:build unix

package main_test

import (
	"cmp"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"broadsheet/internal/corpus"
)

// BenchmarkReader measures the whole program at a terminal, from what is done
// to what the screen shows, for libraries of the sizes in BROADSHEET_BRIEFS
// (1,000 briefs unless told; numbers with commas between):
//
//   - start: from the shell to the list of all briefs, when they are indexed
//   - search: from a word to its passages
//   - open: from Enter to the brief at the passage
//   - memory: the program's own and the pages of the index that it has in
//     memory, after all of that
func BenchmarkReader(b *testing.B) {
	sizes, err := corpus.Sizes(cmp.Or(os.Getenv("BROADSHEET_BRIEFS"), "1000"))
	if err != nil {
		b.Fatal(err)
	}
	for _, n := range sizes {
		b.Run(strconv.Itoa(n), func(b *testing.B) { benchmarkReader(b, n) })
	}
}

func benchmarkReader(b *testing.B, n int) {
	dir := b.TempDir()
	if err := corpus.Write(dir, n); err != nil {
		b.Fatal(err)
	}
	u := newUser(b)
	if _, stderr, code := u.calls("index", "--library", dir); code != 0 {
		b.Fatal(stderr)
	}
	words := rareWords(64)
	took := map[string][]time.Duration{}
	for b.Loop() {
		u.timed(took, "start", func() {
			u.starts(120, 40, "--library", dir).sees(fmt.Sprintf("%d briefs", n))
		})
		for _, w := range words {
			u.presses("/")
			u.timed(took, "search", func() { u.pastes(w).matches(`^ +\d+ briefs?`) })
			u.timed(took, "open", func() { u.presses("Enter").matches(`^▌ .*\d+% *$`) })
			u.presses("q").sees("/ " + w).presses("C-u").noLonger(w).presses("Escape").sees("by date")
		}
		own, index := u.memory()
		b.ReportMetric(own, "own-MB")
		b.ReportMetric(index, "index-MB")
		u.presses("C-c").leaves(0).closes()
	}
	for what, times := range took {
		slices.Sort(times)
		for _, p := range []int{50, 95} {
			b.ReportMetric(times[(len(times)-1)*p/100].Seconds()*1000, fmt.Sprintf("%s-p%d-ms", what, p))
		}
	}
	b.ReportMetric(0, "ns/op")
}

func (u *user) timed(took map[string][]time.Duration, what string, do func()) {
	start := time.Now()
	do()
	took[what] = append(took[what], time.Since(start))
}

// rareWords are words that the briefs of a corpus have, n of them, one of each
// brief.
func rareWords(n int) []string {
	press, letters := corpus.New(), regexp.MustCompile(`\b[a-z]{7,}\b`)
	var words []string
	for i := range n {
		list := letters.FindAllString(string(press.Brief(i)), -1)
		words = append(words, list[len(list)/2])
	}
	return words
}

// memory is what the program has in memory, in MB: its own, and what the
// system has read into it of files.
func (u *user) memory() (own, files float64) {
	u.t.Helper()
	pid, err := u.pid()
	if err != nil {
		u.t.Fatal(err)
	}
	status, err := os.ReadFile(filepath.Join("/proc", strconv.Itoa(pid), "status"))
	if err != nil {
		u.t.Skip("the system does not tell what memory a program has")
	}
	field := func(name string) float64 {
		_, rest, _ := strings.Cut(string(status), "\n"+name+":")
		kb, _ := strconv.Atoi(strings.Fields(rest + " 0")[0])
		return float64(kb) / 1024
	}
	return field("RssAnon"), field("RssFile")
}
