package bookmark

import (
	"bytes"
	"cmp"
	"slices"
	"sort"
	"strings"
	"unicode/utf8"
)

// Words replaced all over. Whoever replaces a word in all of a brief changes every
// row of a list at once, and none is left to tell the others by. What was replaced
// shows in the passage that may be the marked one: put back wherever it stands, it
// brings at least one other unit back as well, which is hardly an accident. In the
// text as it was the mark is looked for as ever.
const (
	mostSwaps     = 8       // that are tried for a mark
	longestUndone = 1 << 18 // bytes of a text: in a longer one it would take too long
)

// A swap is words that may have been replaced by others.
type swap struct{ was, now string }

// replaced finds the mark where words have been replaced all over the brief.
func (s *seeker) replaced(o *overlay) (spot, bool) {
	if o == nil || len(s.a.Passage) > widest || len(s.g.text) > longestUndone {
		return spot{}, false
	}
	was, ok := s.asItWas(o)
	then := was.last(s.g)
	if !ok || bytes.Count(then.text, foldTrimmed(s.a.Passage)) > 1+o.saying() {
		return spot{}, false // or a lookalike has been made the same by it
	}
	in := newSeeker(then, s.a)
	in.old = -1 // a byte of the text as it is says nothing there
	o = in.lay()
	for _, f := range in.fields(o) {
		p, ok := in.in(f).find()
		if !ok {
			continue
		}
		start, end := was.place(p.start, p.end)
		differ := float64(apart(s.quote, s.g.text[start:end])) / float64(len(s.quote))
		first, last := s.g.unitAt(start), s.g.unitAt(end-1)
		changed := !slices.Equal(s.g.signs[first:last+1], then.signs[first:last+1])
		return s.spot(start, end, max(0, 1-differ)), changed && (o.expected() < 0 || first == o.expected())
	}
	return spot{}, false
}

// saying is how many of the unmarked units said the very same as the marked passage.
func (o *overlay) saying() (n int) {
	for _, u := range o.units {
		if !u.marked && u.passage == very {
			n++
		}
	}
	return n
}

// among is how many of the unmarked units have one that says the same in a text.
func (o *overlay) among(g *ground) (n int) {
	for _, u := range o.units {
		if !u.marked && g.said()[u.sign] {
			n++
		}
	}
	return n
}

// asItWas is the text before words were replaced in it, as far as the marked passage and
// what may stand for it now show them: one swap alone, or all of them.
func (s *seeker) asItWas(o *overlay) (best past, ok bool) {
	there, tried, most := o.among(s.g), 0, 0
	try := func(u past) {
		if n := o.among(u.last(s.g)) - there; n > most {
			best, most = u, n
		}
		tried++
	}
	for _, text := range s.mayStand(o) {
		var all past
		for _, x := range swapsOf(string(foldTrimmed(s.a.Passage)), text) {
			if tried == mostSwaps {
				break
			}
			if u, ok := s.g.undo(x); ok {
				try(past{u})
			}
			if u, ok := all.last(s.g).undo(x); ok {
				all = append(all, u)
			}
		}
		if len(all) > 1 {
			try(all)
		}
		if most > 0 {
			return best, true
		}
	}
	return nil, false
}

// mayStand are the texts that may stand for the marked passage now: the one where it is
// expected, then the likest ones of its slot.
func (s *seeker) mayStand(o *overlay) []string {
	const few = 3
	was := foldTrimmed(s.a.Passage)
	type place struct {
		text   []byte
		differ int
	}
	var places []place
	for i := o.home.from; i < o.home.to; i++ {
		from, to := s.g.bounds(i, min(i+o.last-o.first+1, len(s.g.units)))
		p := place{text: s.g.text[from:to]}
		if i != o.expected() {
			p.differ = 1 + apart(was, p.text)
		}
		if 2*p.differ <= len(was) {
			places = append(places, p)
		}
	}
	slices.SortStableFunc(places, func(a, b place) int { return cmp.Compare(a.differ, b.differ) })
	var texts []string
	for _, p := range places[:min(few, len(places))] {
		texts = append(texts, string(p.text))
	}
	return texts
}

// swapsOf are the words in which two texts differ: each stretch of them, and with few
// words between them all of it. Words that were only put in, or taken out, are known by
// those on both sides, or by the one before.
func swapsOf(was, now string) (list []swap) {
	const few = 3 // words
	a, b := strings.Fields(was), strings.Fields(now)
	add := func(i, k, j, l int) {
		x := swap{strings.Join(a[max(0, i):min(k, len(a))], " "), strings.Join(b[max(0, j):min(l, len(b))], " ")}.trimmed()
		if x.was != "" && x.now != "" && !slices.Contains(list, x) {
			list = append(list, x)
		}
	}
	x, y := numbered(a, b)
	var first, end, last run // the first words that differ, and where the last do
	between := 0
	for _, r := range append(common(x, y), run{len(a), len(b), 0}) {
		if i, j := last.old+last.n, last.now+last.n; i < r.old || j < r.now {
			if i == r.old || j == r.now {
				add(i-1, r.old+1, j-1, r.now+1)
				add(i-1, r.old, j-1, r.now)
			} else {
				add(i, r.old, j, r.now)
			}
			if end == (run{}) {
				first = run{i, j, 0}
			} else {
				between = max(between, i-end.old)
			}
			end = r
		}
		last = r
	}
	if between <= few {
		add(first.old, end.old, first.now, end.now)
	}
	return list
}

// trimmed is a swap without what both begin and end with, up to whole words.
func (x swap) trimmed() swap {
	sign := func(s string, i int) bool { return s[i] != ' ' && s[i] < utf8.RuneSelf && !inWord(rune(s[i])) }
	n := 0
	for i := 0; i < min(len(x.was), len(x.now)) && x.was[i] == x.now[i]; i++ {
		if sign(x.was, i) {
			n = i + 1
		}
	}
	x.was, x.now = x.was[n:], x.now[n:]
	n = 0
	for i := 1; i <= min(len(x.was), len(x.now)) && x.was[len(x.was)-i] == x.now[len(x.now)-i]; i++ {
		if sign(x.was, len(x.was)-i) {
			n = i
		}
	}
	return swap{x.was[:len(x.was)-n], x.now[:len(x.now)-n]}
}

// An undoing is a text in which a swap has been put back, and where.
type undoing struct {
	swap
	g  *ground // with the swap put back
	at []int   // where the words begin in the text as it is, ascending
}

// A past is a text in which swaps have been put back, one after another.
type past []undoing

// last is the text with all of them put back; g where there are none.
func (u past) last(g *ground) *ground {
	if len(u) == 0 {
		return g
	}
	return u[len(u)-1].g
}

// place is where a place of the last text is in the text as it is.
func (u past) place(start, end int) (int, int) {
	for _, x := range slices.Backward(u) {
		start, end = x.place(start, end)
	}
	return start, end
}

// undo puts a swap back wherever its words stand; false where that is one place
// alone, or none. Of a brief as it is the first few are kept for the next mark.
func (g *ground) undo(x swap) (undoing, bool) {
	const few = 8 // each is as long as the text
	g.lock.Lock()
	defer g.lock.Unlock()
	if u, ok := g.undone[x]; ok {
		return u, true
	}
	u, ok := g.putBack(x)
	if ok && g.undone != nil && len(g.undone) < few {
		g.undone[x] = u
	}
	return u, ok
}

func (g *ground) putBack(x swap) (undoing, bool) {
	u := undoing{swap: x}
	var text []byte
	from := 0
	for i := 0; ; {
		n := bytes.Index(g.text[i:], []byte(x.now))
		if n < 0 {
			break
		}
		start, end := i+n, i+n+len(x.now)
		if i = start + 1; start < from || cut(g.text[:start], g.text[start:]) || cut(g.text[:end], g.text[end:]) || g.unitAt(start) != g.unitAt(end-1) {
			continue
		}
		text = append(append(text, g.text[from:start]...), x.was...)
		u.at, from = append(u.at, start), end
	}
	if len(u.at) < 2 {
		return undoing{}, false
	}
	moved := func(list []int) []int {
		out := make([]int, len(list))
		for i, off := range list {
			out[i] = off + sort.SearchInts(u.at, off)*(len(x.was)-len(x.now))
		}
		return out
	}
	u.g = (&ground{b: g.b, text: append(text, g.text[from:]...), starts: moved(g.starts), rows: moved(g.rows), units: moved(g.units)}).signed()
	return u, true
}

// place is where a place of the text with the swap put back is in the text as it is.
func (u undoing) place(start, end int) (int, int) {
	grown := len(u.was) - len(u.now)
	back := func(off, within int) int {
		n := sort.Search(len(u.at), func(k int) bool { return u.at[k]+k*grown+len(u.was) > off }) // of them end before off
		if n < len(u.at) && off > u.at[n]+n*grown {
			return u.at[n] + within
		}
		return off - n*grown
	}
	return back(start, 0), back(end, len(u.now))
}
