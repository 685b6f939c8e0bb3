package corpus

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestTheBriefsAreTheSameEachTime(t *testing.T) {
	a, b := New(), New()
	var all bytes.Buffer
	for _, i := range []int{0, 1, 499, 500, 99_999} {
		all.Write(a.Brief(i))
	}
	for _, i := range []int{3, 99_999} { // whatever was made before
		b.Brief(i)
	}
	if !bytes.Equal(a.Brief(99_999), b.Brief(99_999)) {
		t.Error("a brief depends on those before it")
	}
	const want = "1ca70c034b6cd69e"
	if got := fmt.Sprintf("%x", sha256.Sum256(all.Bytes()))[:16]; got != want {
		t.Errorf("the briefs are others than they were: %s, not %s. Figures measured with them cannot be compared with earlier ones", got, want)
	}
}

func TestWordsAreAsFrequentAsInText(t *testing.T) {
	p := New()
	count, total, own := map[string]int{}, 0, 0
	for i := range 400 {
		seen := map[string]bool{}
		_, body, _ := strings.Cut(string(p.Brief(i))[4:], "---\n")
		for _, w := range strings.FieldsFunc(strings.ToLower(body), func(r rune) bool { return !('a' <= r && r <= 'z' || '0' <= r && r <= '9') }) {
			count[w]++
			total++
			if !seen[w] {
				seen[w] = true
				own++
			}
		}
	}
	if mean := total / 400; mean < 600 || mean > 800 {
		t.Errorf("%d words a brief", mean)
	}
	// Of English, in collections of this size: "the" is 4 to 7 of 100 words,
	// half of the words of a collection stand there once, and an account of
	// 700 words has 300 to 400 different ones.
	if the := 100 * count["the"] / total; the < 4 || the > 12 {
		t.Errorf("%d of 100 words are the most frequent one", the)
	}
	once := 0
	for _, n := range count {
		if n == 1 {
			once++
		}
	}
	if part := 100 * once / len(count); part < 35 || part > 65 {
		t.Errorf("%d of 100 words stand there once", part)
	}
	if different := own / 400; different < 280 || different > 430 {
		t.Errorf("%d different words a brief", different)
	}
}

func TestTwoRanksHaveTwoWords(t *testing.T) {
	p := New()
	rank := map[string]uint64{}
	for r := range uint64(150_000) {
		p.out.Reset()
		p.word(r)
		if s, ok := rank[p.out.String()]; ok {
			t.Fatalf("%d and %d are both %q", r, s, p.out.String())
		}
		rank[p.out.String()] = r
	}
}

func TestWrite(t *testing.T) {
	dir := t.TempDir()
	if err := Write(dir, 1201); err != nil {
		t.Fatal(err)
	}
	p := New()
	for i := range 1201 {
		got, err := os.ReadFile(filepath.Join(dir, Name(i)))
		if err != nil || !bytes.Equal(got, p.Brief(i)) {
			t.Fatalf("%s: %v", Name(i), err)
		}
	}
	if _, err := os.Stat(filepath.Join(dir, Name(1201))); err == nil {
		t.Error("one too many")
	}
	if err := Write(filepath.Join(dir, Name(0)), 1); err == nil {
		t.Error("no error for a folder that cannot be")
	}
}
