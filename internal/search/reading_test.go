package search

import (
	"cmp"
	"context"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"broadsheet/internal/query"
	"broadsheet/internal/terms"
)

// typedWords takes words and phrases from the briefs of the index, spread over
// them: a third of the words from titles, the rest from anywhere in the text.
func typedWords(b testing.TB, x *Index, words, phrases int) []string {
	b.Helper()
	var out []string
	cat := x.Catalogue()
	for i := range words + phrases {
		e := &cat[(2*i+1)*len(cat)/(2*(words+phrases))]
		text := e.Title
		if doc := x.read(e); doc != nil && i%3 != 0 {
			text = strings.Join(fieldTexts(doc)[inBody], " ")
		}
		list := slices.DeleteFunc(terms.Split(text), func(t terms.Term) bool { return t.Stop || len(t.Text) < 4 })
		at := 37 * i % max(len(list)-2, 1)
		switch {
		case len(list) < 3:
		case i < words:
			out = append(out, list[at].Text)
		default:
			out = append(out, fmt.Sprintf("%s %s %s", list[at].Text, list[at+1].Text, list[at+2].Text))
		}
	}
	return out
}

// benchmarkKeys measures a search for each key of typed words and phrases, the
// first letters among them, as the search field asks.
func benchmarkKeys(b *testing.B, f *fixture) {
	x := f.ready()
	var keys []keyTime
	var before, after runtime.MemStats
	words := typedWords(b, x, 30, 10)
	runtime.ReadMemStats(&before)
	for _, w := range words {
		for end := range w {
			if typed := w[:end+1]; strings.TrimSpace(typed) == typed {
				keys = append(keys, typeKey(b, x, typed))
			}
		}
	}
	runtime.ReadMemStats(&after)
	_ = x.Close()
	slices.SortFunc(keys, func(a, b keyTime) int { return cmp.Compare(a.took, b.took) })
	part := func(p int) float64 { return keys[min(len(keys)*p/100, len(keys)-1)].took.Seconds() * 1000 }
	b.ReportMetric(part(50), "ms-p50")
	b.ReportMetric(part(95), "ms-p95")
	b.ReportMetric(part(100), "ms-max")
	b.ReportMetric(float64(after.TotalAlloc-before.TotalAlloc)/float64(len(keys))/1024, "KB/key")
	if testing.Verbose() {
		for _, k := range keys[max(0, len(keys)-12):] {
			b.Logf("%6.1f ms %q", k.took.Seconds()*1000, k.typed)
		}
	}
}

// A keyTime is how long the search for what was typed so far took.
type keyTime struct {
	typed string
	took  time.Duration
}

func typeKey(b testing.TB, x *Index, typed string) keyTime {
	start := time.Now()
	q, err := query.Parse(typed, query.Options{Typing: true})
	if err != nil {
		b.Fatal(typed, err)
	}
	if _, err := x.Search(context.Background(), q, Options{}); err != nil {
		b.Fatal(typed, err)
	}
	return keyTime{typed, time.Since(start)}
}

// memorySearches is how many searches are made between the two looks at the
// memory.
const memorySearches = 400

// The environment of TestReaderForMemory: the library and the cache.
const readerLibrary, readerCache = "BROADSHEET_READER_LIBRARY", "BROADSHEET_READER_CACHE"

// benchmarkMemory measures what a process holds in memory that reads an index
// and does nothing else, when it has opened it and after some hundred
// searches: its own (anonymous) memory, and the pages of the index that the
// system has put into it, which it may take back at any time.
func benchmarkMemory(b *testing.B, f *fixture) {
	x := f.ready()
	_ = x.Close()
	x.work.Wait()
	cmd := exec.Command(os.Args[0], "-test.run", "^TestReaderForMemory$", "-test.v")
	cmd.Env = append(os.Environ(), readerLibrary+"="+f.dir, readerCache+"="+f.cache)
	out, err := cmd.CombinedOutput()
	if err != nil {
		b.Fatalf("%v\n%s", err, out)
	}
	for line := range strings.Lines(string(out)) {
		var when string
		var own, files float64
		if _, err := fmt.Sscanf(line, "memory %s %f %f", &when, &own, &files); err == nil {
			b.ReportMetric(own+files, "MB-"+when)
			b.ReportMetric(own, "MB-own-"+when)
		}
	}
}

// TestReaderForMemory is the process that benchmarkMemory looks at.
func TestReaderForMemory(t *testing.T) {
	if os.Getenv(readerLibrary) == "" {
		t.Skip("it is a part of a benchmark")
	}
	f := fixtureAt(t, os.Getenv(readerLibrary))
	f.cache = os.Getenv(readerCache)
	x := f.open()
	ask(t, x, "and", Options{})
	tellMemory(t, "opened")
	words := typedWords(t, x, memorySearches, 0)
	for _, w := range words {
		ask(t, x, w, Options{})
		ask(t, x, w[:2]+"*", Options{})
	}
	tellMemory(t, "searched")
}

// tellMemory prints the resident memory, of the program's own and of the files
// it has mapped, where the system tells.
func tellMemory(t *testing.T, when string) {
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		t.Skip(err)
	}
	mb := map[string]float64{}
	for line := range strings.Lines(string(status)) {
		name, rest, _ := strings.Cut(line, ":")
		var kb float64
		if _, err := fmt.Sscanf(rest, "%f kB", &kb); err == nil {
			mb[name] = kb / 1024
		}
	}
	fmt.Printf("memory %s %.1f %.1f\n", when, mb["RssAnon"], mb["RssFile"])
}
