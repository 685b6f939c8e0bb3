package search

import (
	"cmp"
	"context"
	"fmt"
	"os"
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
func typedWords(b *testing.B, x *Index, words, phrases int) []string {
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

// BenchmarkAsYouType measures a search for each key of typed words and
// phrases, as the search field asks: the median and the 95th part of a hundred
// in milliseconds a key, what a key allocates, and what the process holds in
// memory at the end.
func BenchmarkAsYouType(b *testing.B) { eachScale(b, benchmarkAsYouType) }

func benchmarkAsYouType(b *testing.B, f *fixture) {
	x := f.indexed()
	words := typedWords(b, x, 30, 10)
	b.ResetTimer()
	var keys []keyTime
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	for b.Loop() {
		for _, w := range words {
			for end := range w {
				if typed := w[:end+1]; strings.TrimSpace(typed) == typed {
					keys = append(keys, typeKey(b, x, typed))
				}
			}
		}
	}
	runtime.ReadMemStats(&after)
	slices.SortFunc(keys, func(a, b keyTime) int { return cmp.Compare(a.took, b.took) })
	part := func(p int) float64 { return keys[min(len(keys)*p/100, len(keys)-1)].took.Seconds() * 1000 }
	b.ReportMetric(part(50), "ms-p50")
	b.ReportMetric(part(95), "ms-p95")
	b.ReportMetric(part(100), "ms-max")
	b.ReportMetric(float64(after.TotalAlloc-before.TotalAlloc)/float64(len(keys))/1024, "KB/key")
	reportMemory(b)
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

func typeKey(b *testing.B, x *Index, typed string) keyTime {
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

// reportMemory reports the resident memory, of the program's own and of the
// files it has mapped, where the system tells.
func reportMemory(b *testing.B) {
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return
	}
	for line := range strings.Lines(string(status)) {
		name, rest, _ := strings.Cut(line, ":")
		var kb float64
		if _, err := fmt.Sscanf(rest, "%f kB", &kb); err == nil && (name == "RssAnon" || name == "RssFile") {
			b.ReportMetric(kb/1024, "MB-"+name)
		}
	}
}
