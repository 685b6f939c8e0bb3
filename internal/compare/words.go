package compare

import (
	"slices"
	"strings"
	"unicode"

	"github.com/rivo/uniseg"

	"broadsheet/internal/brief"
)

// words are the words and the signs of a passage, by number: what Unicode's
// word boundaries (UAX #29) part, but white space and what does not stand in
// Raw (the mark between two cells of a table).
type words struct {
	ids   []int
	spans []brief.Span // bytes of the text
	set   []int        // the ids, sorted
}

// wordsOf parts a passage. numbers has a number for every word met.
func wordsOf(p *brief.Passage, numbers map[string]int) words {
	var w words
	at, state := 0, -1
	for rest := p.Text; rest != ""; {
		var word string
		word, rest, state = uniseg.FirstWordInString(rest, state)
		s := brief.Span{Start: at, End: at + len(word)}
		if strings.TrimFunc(word, unicode.IsSpace) != "" && p.Source(s).Len() > 0 {
			n, ok := numbers[word]
			if !ok {
				n = len(numbers)
				numbers[strings.Clone(word)] = n
			}
			w.ids = append(w.ids, n)
			w.spans = append(w.spans, s)
		}
		at += len(word)
	}
	w.set = slices.Clone(w.ids)
	slices.Sort(w.set)
	return w
}

// distinct are the numbers of the words, each once.
func (w *words) distinct() []int { return slices.Compact(slices.Clone(w.set)) }

// dice is how many words two texts share, of all they have: 0 to 1.
func dice(a, b *words) float64 {
	common := 0
	for i, j := 0, 0; i < len(a.set) && j < len(b.set); {
		switch x, y := a.set[i], b.set[j]; {
		case x < y:
			i++
		case x > y:
			j++
		default:
			common++
			i, j = i+1, j+1
		}
	}
	return 2 * float64(common) / max(float64(len(a.set)+len(b.set)), 1)
}

// likeness is how many words two texts share in the same order, of all they
// have: 0 to 1. What is under least may be 0.
func likeness(a, b *words, least float64) float64 {
	if dice(a, b) < least { // in any order: quicker, and never less
		return 0
	}
	m := newMyers(a, b)
	kept := 0
	for _, k := range m.keepA {
		if k {
			kept++
		}
	}
	return 2 * float64(kept) / max(float64(len(a.ids)+len(b.ids)), 1)
}

// difference gives the bytes of a that b has not, and those of b that a has
// not, by whole words; words side by side are one span, and lone words between
// two changes are part of them.
func difference(a, b *words) (cut, put []brief.Span) {
	m := newMyers(a, b)
	m.clean(a.spans, b.spans)
	return lost(a.spans, m.keepA), lost(b.spans, m.keepB)
}

// clean counts to the changes what is kept between two of them and is no longer
// than either: a rewritten sentence with an "of" and a comma left standing in
// it reads worse than one that is replaced as a whole. After Fraser's semantic
// clean-up ("Diff Strategies", 2006). Lengths are bytes of the texts.
func (m *myers) clean(a, b []brief.Span) {
	type run struct{ i, n, j, k int } // a[i:n] and b[j:k]
	length := func(spans []brief.Span) int {
		if len(spans) == 0 {
			return 0
		}
		return spans[len(spans)-1].End - spans[0].Start
	}
	changed := func(r run) int { return max(length(a[r.i:r.n]), length(b[r.j:r.k])) }
	var changes []run // with something kept between each two
	for i, j := 0, 0; i < len(a) || j < len(b); {
		if i < len(a) && j < len(b) && m.keepA[i] && m.keepB[j] {
			i, j = i+1, j+1
			continue
		}
		r := run{i, i, j, j}
		for r.n < len(a) && !m.keepA[r.n] {
			r.n++
		}
		for r.k < len(b) && !m.keepB[r.k] {
			r.k++
		}
		i, j = r.n, r.k
		for len(changes) > 0 { // what is kept before it may go, and that before the one before then
			last := changes[len(changes)-1]
			if kept := length(a[last.n:r.i]); kept > min(changed(last), changed(r)) {
				break
			}
			changes = changes[:len(changes)-1]
			r = run{last.i, r.n, last.j, r.k}
		}
		changes = append(changes, r)
	}
	for _, r := range changes {
		for x := r.i; x < r.n; x++ {
			m.keepA[x] = false
		}
		for x := r.j; x < r.k; x++ {
			m.keepB[x] = false
		}
	}
}

// lost are the spans that are not kept, neighbours as one.
func lost(spans []brief.Span, keep []bool) []brief.Span {
	var out []brief.Span
	for i, s := range spans {
		switch {
		case keep[i]:
		case i > 0 && !keep[i-1]:
			out[len(out)-1].End = s.End
		default:
			out = append(out, s)
		}
	}
	return out
}

// mostEdits bounds the search for the shortest way from one text to another:
// where it takes more edits from both ends, the rest counts as rewritten.
const mostEdits = 1500

// myers finds a shortest way from a to b: what it keeps of each.
type myers struct {
	a, b              []int
	keepA, keepB      []bool
	forward, backward []int // the farthest reached on each diagonal, from either end
}

func newMyers(a, b *words) *myers {
	n, m := len(a.ids), len(b.ids)
	d := &myers{
		a: a.ids, b: b.ids, keepA: make([]bool, n), keepB: make([]bool, m),
		forward: make([]int, 2*(n+m)+4), backward: make([]int, 2*(n+m)+4),
	}
	d.compare(0, n, 0, m)
	return d
}

// compare tells a[i:n] and b[j:m] apart.
func (m *myers) compare(i, n, j, k int) {
	for i < n && j < k && m.a[i] == m.b[j] {
		m.keepA[i], m.keepB[j] = true, true
		i, j = i+1, j+1
	}
	for i < n && j < k && m.a[n-1] == m.b[k-1] {
		n, k = n-1, k-1
		m.keepA[n], m.keepB[k] = true, true
	}
	if i == n || j == k {
		return
	}
	x, y, ok := m.middle(i, n, j, k)
	if !ok || x == i && y == j || x == n && y == k {
		return
	}
	m.compare(i, x, j, y)
	m.compare(x, n, y, k)
}

// middle gives a place that a shortest way goes through, where the searches
// from both ends meet: the middle snake of Myers' section 4b. Without a word
// in common it gives none.
func (m *myers) middle(i, n, j, k int) (x, y int, ok bool) {
	w, h := n-i, k-j
	delta, off := w-h, w+h+1
	m.forward[off+1], m.backward[off+1] = 0, 0
	for d := 0; d <= min((w+h+1)/2, mostEdits); d++ {
		for c := -d; c <= d; c += 2 {
			x := step(m.forward, off, c, d)
			for x < w && x-c < h && x-c >= 0 && m.a[i+x] == m.b[j+x-c] {
				x++
			}
			m.forward[off+c] = x
			back := delta - c
			if delta%2 != 0 && back > -d && back < d && x+m.backward[off+back] >= w {
				return i + x, j + x - c, x <= w && x-c <= h && x-c >= 0
			}
		}
		for c := -d; c <= d; c += 2 {
			x := step(m.backward, off, c, d)
			for x < w && x-c < h && x-c >= 0 && m.a[n-1-x] == m.b[k-1-x+c] {
				x++
			}
			m.backward[off+c] = x
			ahead := delta - c
			if delta%2 == 0 && ahead >= -d && ahead <= d && x+m.forward[off+ahead] >= w {
				return n - x, k - x + c, x <= w && x-c <= h && x-c >= 0
			}
		}
	}
	return 0, 0, false
}

// step is how far diagonal c is reached with one edit more.
func step(reached []int, off, c, d int) int {
	if c == -d || c != d && reached[off+c-1] < reached[off+c+1] {
		return reached[off+c+1]
	}
	return reached[off+c-1] + 1
}
