package reading

import (
	"bytes"
	"slices"
	"sort"
	"unicode/utf8"

	"broadsheet/internal/brief"
)

// Carry gives the byte of new.Raw where byte off of old.Raw stands now, new
// being the same brief after an edit. off may be any number; the result lies
// between 0 and len(new.Raw).
//
// A byte of the common beginning or the common end is carried exactly. So is
// one of a line, and then one of a word between two such lines, that stands
// once in either text, if it belongs to the longest chain of such pieces in the
// same order (B. Cohen's "patience diff", 2006); a longer line may have moved
// out of its order, too. What is left was rewritten: there the words of the
// place are looked for, as Spot.Find does, and at last it is the line at the
// same share of what stands there now. Time is that of sorting the changed
// lines.
func Carry(old, new *brief.Brief, off int) int {
	off = min(max(off, 0), len(old.Raw))
	c := carrier{old.Raw, new.Raw, off, 0}
	if c.trim() || c.chain(lineLen) || c.between() {
		return c.at
	}
	if s := Mark(old, off); s != (Spot{}) {
		if at, ok := newGround(new).stands(s); ok {
			return at
		}
	}
	return c.share()
}

// A carrier carries a byte from one text to the other. Both shrink to the
// stretch around it that is not yet accounted for.
type carrier struct {
	a, b []byte
	off  int // in a
	at   int // where b begins in the whole; once the byte is found, the answer
}

const (
	unmistakable = 24      // bytes of a line that tells where it stands even out of its order
	wordy        = 1 << 16 // bytes of a stretch of lines that is looked at word by word
)

// trim takes the common beginning and the common end off both texts; true
// where the byte was there.
func (c *carrier) trim() bool {
	head := wholeHead(c.a, c.b, commonHead(c.a, c.b))
	if c.off < head || c.off == head && head == len(c.a) {
		c.at += c.off
		return true
	}
	c.cut(head, len(c.a), head, len(c.b))
	tail := wholeTail(c.a, c.b, commonTail(c.a, c.b))
	if c.off >= len(c.a)-tail {
		c.at += len(c.b) - (len(c.a) - c.off)
		return true
	}
	c.cut(0, len(c.a)-tail, 0, len(c.b)-tail)
	return false
}

// cut narrows both texts.
func (c *carrier) cut(aFrom, aTo, bFrom, bTo int) {
	c.a, c.b = c.a[aFrom:aTo], c.b[bFrom:bTo]
	c.off, c.at = c.off-aFrom, c.at+bFrom
}

// between goes on word by word.
func (c *carrier) between() bool {
	return c.trim() || len(c.a)+len(c.b) <= wordy && (c.chain(wordLen) || c.trim())
}

// A pair is a piece that stands once in either text.
type pair struct{ a, b, n int }

// chain pairs the pieces that stand once in either text; true where the byte
// is in one that can be told from its like. Else it narrows the texts to the
// stretch between the pairs before and after it.
func (c *carrier) chain(next func([]byte) int) bool {
	pairs := uniques(c.a, c.b, next)
	if p, ok := holding(pairs, c.off); ok && p.n >= unmistakable {
		c.at += p.b + c.off - p.a
		return true
	}
	pairs = ascending(pairs)
	if p, ok := holding(pairs, c.off); ok {
		c.at += p.b + c.off - p.a
		return true
	}
	i := sort.Search(len(pairs), func(i int) bool { return pairs[i].a > c.off })
	from, to := pair{}, pair{a: len(c.a), b: len(c.b)}
	if i > 0 {
		from = pairs[i-1]
	}
	if i < len(pairs) {
		to = pairs[i]
	}
	c.cut(from.a+from.n, to.a, from.b+from.n, to.b)
	return false
}

// holding is the pair that a byte of the first text is in.
func holding(pairs []pair, off int) (pair, bool) {
	i := sort.Search(len(pairs), func(i int) bool { return pairs[i].a > off }) - 1
	if i < 0 || off >= pairs[i].a+pairs[i].n {
		return pair{}, false
	}
	return pairs[i], true
}

// uniques are the pieces that stand once in either text, in the order of the
// first. Those without a letter or a digit do not count: they say nothing.
func uniques(a, b []byte, next func([]byte) int) []pair {
	type seen struct{ inA, inB, a, b int }
	pieces := map[string]*seen{}
	var order []*seen
	for i := 0; i < len(a); {
		n := next(a[i:])
		p := pieces[string(a[i:i+n])]
		if p == nil {
			p = &seen{a: i}
			pieces[string(a[i:i+n])] = p
			order = append(order, p)
		}
		p.inA++
		i += n
	}
	for i := 0; i < len(b); {
		n := next(b[i:])
		if p := pieces[string(b[i:i+n])]; p != nil {
			p.inB, p.b = p.inB+1, i
		}
		i += n
	}
	var out []pair
	for _, p := range order {
		n := next(a[p.a:])
		if p.inA == 1 && p.inB == 1 && hasWord(a[p.a:p.a+n]) {
			out = append(out, pair{p.a, p.b, n})
		}
	}
	return out
}

// ascending is the longest chain of pairs that ascend in both texts: patience
// sorting, O(n log n).
func ascending(pairs []pair) []pair {
	var piles []int // the pair on top of each
	below := make([]int, len(pairs))
	for i, p := range pairs {
		k := sort.Search(len(piles), func(k int) bool { return pairs[piles[k]].b > p.b })
		if below[i] = -1; k > 0 {
			below[i] = piles[k-1]
		}
		if k == len(piles) {
			piles = append(piles, i)
		}
		piles[k] = i
	}
	var out []pair
	if len(piles) > 0 {
		for i := piles[len(piles)-1]; i >= 0; i = below[i] {
			out = append(out, pairs[i])
		}
	}
	slices.Reverse(out)
	return out
}

// lineLen is the length of the line that b begins with, with its break.
func lineLen(b []byte) int {
	if i := bytes.IndexByte(b, '\n'); i >= 0 {
		return i + 1
	}
	return len(b)
}

// wordLen is the length of the word that b begins with, or of what stands
// between two. Where words are written without spaces it is a character.
func wordLen(b []byte) int {
	i := 0
	for i < len(b) && inWord(b[i]) == inWord(b[0]) {
		if b[i] < utf8.RuneSelf {
			i++
			continue
		}
		r, n := utf8.DecodeRune(b[i:])
		if r >= firstIdeograph {
			return max(i, n)
		}
		i += n
	}
	return i
}

// firstIdeograph is where the scripts without spaces begin: CJK radicals.
const firstIdeograph = 0x2E80

// commonHead is the number of bytes with which both begin.
func commonHead(a, b []byte) int {
	const block = 4096
	n, i := min(len(a), len(b)), 0
	for i+block <= n && bytes.Equal(a[i:i+block], b[i:i+block]) {
		i += block
	}
	for i < n && a[i] == b[i] {
		i++
	}
	return i
}

// commonTail is the number of bytes with which both end.
func commonTail(a, b []byte) int {
	const block = 4096
	n, i := min(len(a), len(b)), 0
	for i+block <= n && bytes.Equal(a[len(a)-i-block:len(a)-i], b[len(b)-i-block:len(b)-i]) {
		i += block
	}
	for i < n && a[len(a)-1-i] == b[len(b)-1-i] {
		i++
	}
	return i
}

// wholeHead takes a common beginning back to where no word is torn: "war" does
// not begin "was". What was added at the very end may go on with a word.
func wholeHead(a, b []byte, head int) int {
	if head == len(a) || head == len(b) || !inWord(a[head]) && !inWord(b[head]) {
		return head
	}
	least := max(0, head-longWord)
	for head > least && inWord(a[head-1]) {
		head--
	}
	return head
}

// wholeTail does the same for a common end.
func wholeTail(a, b []byte, tail int) int {
	i, k := len(a)-tail, len(b)-tail
	if tail == 0 || (i == 0 || !inWord(a[i-1])) && (k == 0 || !inWord(b[k-1])) {
		return tail
	}
	least := max(0, tail-longWord)
	for tail > least && inWord(a[len(a)-tail]) {
		tail--
	}
	return tail
}

// longWord is how far a common beginning or end is taken back, in bytes.
const longWord = 64

// inWord tells whether a byte is part of a word, or else of a character that
// must not be cut.
func inWord(c byte) bool {
	return c >= '0' && c <= '9' || c|0x20 >= 'a' && c|0x20 <= 'z' || c >= utf8.RuneSelf
}

func hasWord(piece []byte) bool {
	for _, c := range piece {
		if inWord(c) {
			return true
		}
	}
	return false
}

// share is the byte in what the last word before or after has kept of itself,
// else the line at the same share of what is left of the second text.
func (c *carrier) share() int {
	if c.off < commonHead(c.a, c.b) {
		return c.at + c.off
	}
	if left := len(c.a) - c.off; left <= commonTail(c.a, c.b) {
		return c.at + len(c.b) - left
	}
	at := len(c.b)
	if len(c.a) > 0 {
		at = int(int64(c.off) * int64(len(c.b)) / int64(len(c.a)))
	}
	return c.at + bytes.LastIndexByte(c.b[:at], '\n') + 1
}
