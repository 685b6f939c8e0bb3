package reading

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestCarry(t *testing.T) {
	swap := func(pairs ...string) string { return strings.NewReplacer(pairs...).Replace(whole) }
	lines := "# L\n\none is here\nand two\nsame\nsame\nthree is it\nsame\nand four\n"
	for _, c := range []struct {
		name string
		src  string // whole where empty
		at   string // what stands at the place
		now  string
		want string // what stands there then
	}{
		{name: "no edit", at: quarrel, now: whole, want: quarrel},
		{name: "before", at: quarrel, now: swap("Envoys", "The envoys"), want: quarrel},
		{name: "after", at: quarrel, now: swap("Traders", "All traders"), want: quarrel},
		{name: "on both sides", at: quarrel, now: swap("Envoys", "The envoys", "Traders", "All traders"), want: quarrel},
		{name: "right before", at: quarrel, now: swap(quarrel, "Nobody moved. "+quarrel), want: quarrel},
		{name: "right after", at: "One side", now: swap("One side", "One side, as ever,"), want: "One side, as ever"},
		{name: "in the same line, on both sides", at: quarrel, now: swap("sticking point", "point", "neutral observers", "monitors"), want: quarrel},
		{name: "in the same line and around it", at: quarrel, now: swap("Envoys", "The envoys", "sticking point", "point", "neutral observers", "monitors", "Traders", "All traders"), want: quarrel},
		{name: "the line moved to the front", at: quarrel, now: swap(middle+"\n\n", "", opening, middle+"\n\n"+opening), want: quarrel},
		{name: "the sentence moved to another passage", at: "Neither would", now: swap(" Neither would say what it might give in return.", "", ending, ending+" Neither would say what it might give in return."), want: "Neither would"},
		{name: "every line break made two bytes", at: quarrel, now: strings.ReplaceAll(whole, "\n", "\r\n"), want: quarrel},
		{name: "rewritten", at: quarrel, now: swap(middle, "Silence."), want: "Silence."},
		{name: "deleted with its line", at: quarrel, now: swap(middle+"\n\n", ""), want: closing},
		{name: "appended at the end", at: ending, now: whole + "More.\n", want: ending},
		{name: "front matter removed", at: quarrel, now: strings.TrimPrefix(whole, "---\ntitle: Talks\n---\n\n"), want: quarrel},
		{name: "in the front matter", at: "title", now: swap("title: Talks", "date: 2025\ntitle: Talks"), want: "title"},
		{name: "a line among its like", src: lines, at: "same\nthree", now: strings.Replace(strings.Replace(lines, "one is", "one was", 1), "and four", "or four", 1), want: "same\nthree"},
		{name: "in a word that has grown", at: "ssings", now: swap("crossings. One", "crossing points. One"), want: "ssing points"},
		{name: "in a word that is being typed", src: "All the ne", at: "ne", now: "All the news", want: "news"},
		{name: "emptied", at: quarrel, now: "", want: ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			src := c.src
			if src == "" {
				src = whole
			}
			got := Carry(parse(src), parse(c.now), placed(t, src, c.at))
			if !strings.HasPrefix(c.now[got:], c.want) {
				t.Errorf("stands at %d: %.60q, want %.60q", got, c.now[got:], c.want)
			}
		})
	}
	b, more := parse(whole), parse(whole+"More.\n")
	for _, off := range []int{-7, 0, len(whole), 1 << 40} {
		if got, want := Carry(b, more, off), min(max(off, 0), len(whole)); got != want {
			t.Errorf("byte %d is carried to %d, want %d", off, got, want)
		}
	}
}

// A word of the tests' texts with a number of its own, so that a slow and
// naive search for it says where every byte belongs.
func numbered(i int) string {
	sep := " "
	if i%9 == 8 {
		sep = "\n\n"
	}
	return fmt.Sprintf("w%d,%s", i, sep)
}

// Any number of edits: every byte of a word that is still there is carried to
// where a search for the word finds it.
func TestCarryAgainstASearch(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 300).Draw(t, "words")
		var was, now []string
		for i := range n {
			was = append(was, numbered(i))
		}
		fresh := n
		for i := 0; i < n; {
			switch rapid.IntRange(0, 24).Draw(t, "edit") {
			case 0: // words gone
				i += rapid.IntRange(1, 12).Draw(t, "gone")
			case 1, 2: // words put in
				for range rapid.IntRange(1, 12).Draw(t, "put") {
					now = append(now, numbered(fresh))
					fresh++
				}
			default:
				now = append(now, was[i])
				i++
			}
		}
		a, b := strings.Join(was, ""), strings.Join(now, "")
		old, new := parse(a), parse(b)
		off := 0
		for _, w := range was {
			i := strings.Index(" "+strings.ReplaceAll(b, "\n", " "), " "+strings.TrimSpace(w))
			for k := 0; i >= 0 && k < len(strings.TrimRight(w, ", \n")); k++ {
				if got := Carry(old, new, off+k); got != i+k {
					t.Fatalf("byte %d of %q stands at %d, carried to %d\n%q\n%q", k, w, i+k, got, a, b)
				}
			}
			off += len(w)
		}
	})
}

// aligned is the slow and exact way: of two texts the longest common
// subsequence of words, and for each word of the first its partner in the
// second, -1 where it has none, -2 where another alignment that is as long
// gives it another.
func aligned(a, b []string) []int {
	table := func(a, b []string) [][]int {
		l := make([][]int, len(a)+1)
		l[len(a)] = make([]int, len(b)+1)
		for i := len(a) - 1; i >= 0; i-- {
			l[i] = make([]int, len(b)+1)
			for j := len(b) - 1; j >= 0; j-- {
				l[i][j] = max(l[i+1][j], l[i][j+1])
				if a[i] == b[j] {
					l[i][j] = l[i+1][j+1] + 1
				}
			}
		}
		return l
	}
	reversed := func(s []string) []string {
		out := make([]string, len(s))
		for i := range s {
			out[len(s)-1-i] = s[i]
		}
		return out
	}
	after, before := table(a, b), table(reversed(a), reversed(b))
	out := make([]int, len(a))
	for i := range a {
		out[i] = -1
		free := false // some longest alignment leaves the word out
		for j := range len(b) + 1 {
			free = free || before[len(a)-i][len(b)-j]+after[i+1][j] == after[0][0]
		}
		for j := range b {
			if a[i] == b[j] && before[len(a)-i][len(b)-j]+1+after[i+1][j+1] == after[0][0] {
				if out[i] == -1 && !free {
					out[i] = j
				} else {
					out[i] = -2
				}
			}
		}
	}
	return out
}

// Words that come again and again: where only one longest alignment of the
// two texts is possible for a word, Carry nearly always has it.
func TestCarryAgainstTheLongestAlignment(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	some := func(n int) []string {
		out := make([]string, n)
		for i := range out {
			out[i] = fmt.Sprintf("w%d", random.IntN(60))
			if random.IntN(8) == 0 {
				out[i] += "\n"
			}
		}
		return out
	}
	right, certain := 0, 0
	for range 150 {
		was := some(120)
		now := append([]string(nil), was...)
		for range 4 {
			at := random.IntN(len(now) - 8)
			now = append(append(append([]string(nil), now[:at]...), some(random.IntN(6))...), now[at+random.IntN(6):]...)
		}
		a, b := strings.Join(was, " "), strings.Join(now, " ")
		starts := make([]int, len(now))
		for i, off := 0, 0; i < len(now); i++ {
			starts[i] = off
			off += len(now[i]) + 1
		}
		old, new, off := parse(a), parse(b), 0
		for i, partner := range aligned(was, now) {
			if partner >= 0 {
				certain++
				if Carry(old, new, off) == starts[partner] {
					right++
				}
			}
			off += len(was[i]) + 1
		}
	}
	t.Logf("%d of %d", right, certain)
	if certain < 5000 || right*1000 < certain*990 {
		t.Errorf("%d of %d words are carried as the longest alignment has them", right, certain)
	}
}
