package search

import (
	"bytes"
	"cmp"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"broadsheet/internal/library"
)

// The benchmarks of scale take what they read from the environment, as the
// large ones take minutes:
//
//	BROADSHEET_BRIEFS  how many briefs are written for them: 2,000 unless told; several sizes with commas between
//	BROADSHEET_CORPUS  a folder of one's own that is read in their place; a brief is written there and removed again
//	BROADSHEET_CACHE   a folder that keeps the indexes from one run to the next
//
// So the table of sizes is made with
//
//	BROADSHEET_BRIEFS=2000,10000,100000 go test -bench 'FirstIndex|OneChange|AsYouType|WarmOpen' -benchtime 1x -timeout 1h
const scaleBriefs = "2000"

// eachScale runs a benchmark for each library that the environment asks for.
func eachScale(b *testing.B, run func(b *testing.B, f *fixture)) {
	b.Helper()
	if dir := os.Getenv("BROADSHEET_CORPUS"); dir != "" {
		b.Run("corpus", func(b *testing.B) { run(b, fixtureAt(b, dir)) })
		return
	}
	for size := range strings.SplitSeq(cmp.Or(os.Getenv("BROADSHEET_BRIEFS"), scaleBriefs), ",") {
		n, err := strconv.Atoi(size)
		if err != nil || n < 1 {
			b.Fatalf("BROADSHEET_BRIEFS has %q: give numbers of briefs with commas between", size)
		}
		b.Run(size, func(b *testing.B) { run(b, scaleCorpus(b, n)) })
	}
}

func fixtureAt(t testing.TB, dir string) *fixture {
	t.Helper()
	lib, err := library.Open([]string{dir})
	if err != nil {
		t.Fatal(err)
	}
	return &fixture{t: t, dir: dir, cache: t.TempDir(), lib: lib}
}

// indexed gives the index of a library of scale.
func (f *fixture) indexed() *Index {
	f.t.Helper()
	if dir := os.Getenv("BROADSHEET_CACHE"); dir != "" {
		f.cache = dir
	}
	return f.ready()
}

// A press writes briefs as people do, as far as an index can tell: lengths of
// 300 to 1,500 words, words as frequent as they are in running text, one word
// in fifty a name or a number that hardly any other brief has.
type press struct {
	r    *rand.Rand
	zipf *rand.Zipf
}

func newPress() *press {
	r := rand.New(rand.NewPCG(20, 26))
	return &press{r: r, zipf: rand.NewZipf(r, 1.07, 2.7, 120_000)}
}

// word is a word of the given rank. The most frequent are those of English.
func (p *press) word(rank uint64) string {
	const frequent = "the of and to in a is that for it was on are as with his they be at one have this from or had by not but what all were when we there can an your which their"
	if list := strings.Fields(frequent); rank < uint64(len(list)) {
		return list[rank]
	}
	s := ""
	for v := rank*7 + 11; v > 0; v /= 97 {
		s += string("bcdfghklmnprstvwzjxq"[v%20]) + string("aeiou"[(v/3)%5])
	}
	return s
}

func (p *press) next() string {
	switch p.r.IntN(100) {
	case 0:
		return strconv.Itoa(1 + p.r.IntN(9999))
	case 1:
		name := p.word(uint64(200_000 + p.r.IntN(40_000_000)))
		return strings.ToUpper(name[:1]) + name[1:]
	}
	return p.word(p.zipf.Uint64())
}

func (p *press) words(w *bytes.Buffer, n int) {
	for i := range n {
		if i > 0 {
			w.WriteByte(' ')
		}
		w.WriteString(p.next())
		if i%12 == 11 {
			w.WriteByte('.')
		}
	}
}

// brief writes the i-th brief.
func (p *press) brief(w *bytes.Buffer, i int) {
	fmt.Fprintf(w, "---\ntitle: \"")
	p.words(w, 4+p.r.IntN(6))
	fmt.Fprintf(w, "\"\ndate: %d-%02d-%02d\nsource: Paper %d\nauthor: \"%s\"\ntags: [%s, %s]\n---\n",
		2015+i%11, 1+p.r.IntN(12), 1+p.r.IntN(28), p.r.IntN(60), p.word(uint64(90_000+p.r.IntN(500))),
		p.word(uint64(60+p.r.IntN(40))), p.word(uint64(60+p.r.IntN(40))))
	for left, k := 300+p.r.IntN(1200), 0; left > 0; k++ {
		if k%4 == 3 {
			w.WriteString("\n## ")
			p.words(w, 5)
			w.WriteString("\n")
		}
		n := min(left, 30+p.r.IntN(90))
		w.WriteString("\n")
		p.words(w, n)
		w.WriteString(".\n")
		left -= n
	}
}

// scaleCorpus writes n briefs, the same ones each time.
func scaleCorpus(t testing.TB, n int) *fixture {
	t.Helper()
	dir := t.TempDir()
	p := newPress()
	var w bytes.Buffer
	for i := range n {
		sub := filepath.Join(dir, fmt.Sprintf("%03d", i/500))
		if i%500 == 0 {
			if err := os.Mkdir(sub, 0o755); err != nil {
				t.Fatal(err)
			}
		}
		w.Reset()
		p.brief(&w, i)
		if err := os.WriteFile(filepath.Join(sub, fmt.Sprintf("brief-%06d.md", i)), w.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return fixtureAt(t, dir)
}
