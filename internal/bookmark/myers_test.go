package bookmark

import (
	"testing"

	"pgregory.net/rapid"
)

// plain is the classic table of edit distances: the distance of p to the
// nearest stretch of text that ends at each byte; with free unset, to all of
// the text so far.
func plain(p, text []byte, free bool) []int {
	column := make([]int, len(p)+1)
	for i := range column {
		column[i] = i
	}
	out := make([]int, 0, len(text))
	for j, c := range text {
		diagonal := column[0]
		if !free {
			column[0] = j + 1
		}
		for i := 1; i <= len(p); i++ {
			cost := 1
			if p[i-1] == c {
				cost = 0
			}
			diagonal, column[i] = column[i], min(diagonal+cost, column[i]+1, column[i-1]+1)
		}
		out = append(out, column[len(p)])
	}
	return out
}

func TestScanIsTheTable(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		letters := rapid.SliceOfN(rapid.ByteRange('a', 'd'), 1, 200)
		p, text := letters.Draw(t, "pattern"), letters.Draw(t, "text")
		free := rapid.Bool().Draw(t, "free")
		want := plain(p, text, free)
		newPattern(p).scan(text, free, func(end, d int) bool {
			if d != want[end-1] {
				t.Fatalf("after %d bytes %d, want %d", end, d, want[end-1])
			}
			return true
		})
	})
}

func TestSearchFindsWhatTheTableFinds(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		letters := rapid.SliceOfN(rapid.ByteRange('a', 'c'), 1, 90)
		p, text := letters.Draw(t, "pattern"), letters.Draw(t, "text")
		most := rapid.IntRange(0, len(p)/2).Draw(t, "errors")
		least := most + 1
		for _, d := range plain(p, text, true) {
			least = min(least, d)
		}
		best := most + 1
		for _, n := range search(p, text, most, 64) {
			best = min(best, n.distance)
			if n.start < 0 || n.start > n.end || n.end > len(text) {
				t.Fatalf("bad range %+v", n)
			}
			got := append([]int{len(p)}, plain(p, text[n.start:n.end], false)...)
			if got[len(got)-1] != n.distance {
				t.Fatalf("%+v is %d off", n, got[len(got)-1])
			}
		}
		if best != least {
			t.Fatalf("best %d, want %d", best, least)
		}
	})
}

func FuzzScan(f *testing.F) {
	f.Add([]byte("observers"), []byte("neutral obsrevers with a mandate"), true)
	f.Add([]byte(""), []byte("x"), false)
	f.Fuzz(func(t *testing.T, p, text []byte, free bool) {
		if len(p) == 0 || len(p) > 300 || len(text) > 2000 {
			return
		}
		want := plain(p, text, free)
		newPattern(p).scan(text, free, func(end, d int) bool {
			if d != want[end-1] {
				t.Fatalf("after %d bytes %d, want %d", end, d, want[end-1])
			}
			return true
		})
	})
}

func BenchmarkSearch(b *testing.B) {
	text := make([]byte, 10_000)
	for i := range text {
		text[i] = "etaoin shrdlu"[(i*i+i/7)%13]
	}
	p := append([]byte(nil), text[5000:5300]...)
	p[20], p[150], p[151] = '#', '#', '#'
	for b.Loop() {
		if len(search(p, text, 75, 64)) == 0 {
			b.Fatal("not found")
		}
	}
}

// TestScanUpToIsTheTable is of patterns and limits that leave out blocks and
// take them in again.
func TestScanUpToIsTheTable(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		letters := func(name string) []byte {
			n := rapid.IntRange(1, 400).Draw(t, name+" length")
			return rapid.SliceOfN(rapid.ByteRange('a', 'h'), n, n).Draw(t, name)
		}
		p, text := letters("pattern"), letters("text")
		for range rapid.IntRange(0, 3).Draw(t, "pieces") { // of the pattern, so that there are matches
			from := rapid.IntRange(0, len(p)-1).Draw(t, "from")
			to := rapid.IntRange(from, len(p)).Draw(t, "to")
			text = append(append(text, p[from:to]...), letters("more")...)
		}
		most := rapid.IntRange(0, len(p)/2).Draw(t, "errors")
		want := plain(p, text, true)
		newPattern(p).scanUpTo(text, most, func(end, d int) bool {
			if min(d, most+1) != min(want[end-1], most+1) {
				t.Fatalf("after %d bytes %d, want %d, at most %d", end, d, want[end-1], most)
			}
			return true
		})
	})
}
