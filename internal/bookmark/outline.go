package bookmark

import (
	"slices"
	"sort"
	"strings"
	"unicode/utf8"
)

// The outline of a brief, as an anchor keeps it: a sign for each of its units
// (a passage, or a row of a table) in their order, made of its letters and digits.
// Laid over the brief as it is later, it tells which unit is which: see
// overlay.go. As it is written, with a space between units,
//
//	q3m2z ~b81xk >p7k2a abcde
//
// ">" is before a unit that has marked words, "=" before one that says the
// very same as the marked passage did, or all but, "~" before one that says nearly that.
// Where the mark is a part of its passage, "+" is before a unit that has the
// very words of the mark, too, or has them once more, and "-" before one that
// has nearly these. "…" stands for all units farther away.

const (
	outlineReach = 256 // units that are kept before the mark, and after it
	signLetters  = "abcdefghijkmnpqrstuvwxyz23456789"
	signLen      = 5
	signMask     = 1<<(5*signLen) - 1
	signOfMany   = signMask + 1 // of all units that are farther away, which no unit has
	manySign     = "…"

	almost = 0.97 // of the words: a unit that shows its markup may come to have them all when that is read as such
)

// A likeness is how like a unit was to what is marked.
type likeness int8

const (
	unlike likeness = iota
	nearly
	very
)

// An outlined is a unit of an outline.
type outlined struct {
	sign    uint32
	marked  bool
	passage likeness // to the marked passage
	quote   likeness // to the mark, where that is a part of it
}

// signOf is the sign of a unit: a hash (FNV-1a) of its letters and digits alone, for
// whether a tag, or a mark of emphasis, is shown hangs on the lines around it. Of a
// unit that has none it is one of all of it.
func signOf(unit []byte) uint32 {
	sum, n := hashOf(stripped(unit), inWord)
	if n == 0 {
		sum, _ = hashOf(unit, func(rune) bool { return true })
	}
	return uint32(sum>>32^sum) & signMask
}

// hashOf hashes those bytes of a text that are in runes to be heeded, and tells how
// many these are. It is done for all units of all briefs with bookmarks: nothing is
// allocated.
func hashOf(text []byte, heeded func(rune) bool) (sum uint64, n int) {
	const offset, prime = 14695981039346656037, 1099511628211
	sum = offset
	for i := 0; i < len(text); {
		r, size := rune(text[i]), 1
		if r >= utf8.RuneSelf {
			r, size = utf8.DecodeRune(text[i:])
		}
		if heeded(r) {
			for _, c := range text[i : i+size] {
				sum = (sum ^ uint64(c)) * prime
			}
			n += size
		}
		i += size
	}
	return sum, n
}

// unit is the text of unit i.
func (g *ground) unit(i int) []byte {
	from, to := g.bounds(i, i+1)
	return g.text[from:to]
}

// bounds gives the bytes of units from to to, the last not included; where it
// is none, it is empty.
func (g *ground) bounds(from, to int) (start, end int) {
	start, end = len(g.text), len(g.text)
	if from < len(g.units) {
		start = g.units[from]
	}
	if to < len(g.units) {
		end = max(start, g.units[to]-1)
	}
	return start, end
}

// unitAt is the unit that byte off of the text is in.
func (g *ground) unitAt(off int) int { return max(0, sort.SearchInts(g.units, off+1)-1) }

// outline writes the units around a mark at a place of the text. passages and
// quotes are its lookalikes.
func (g *ground) outline(own spot, passages, quotes []alikeAt) string {
	units := make([]outlined, len(g.units))
	for i := range units {
		units[i].sign = g.signs[i]
	}
	first, last := g.unitAt(own.start), g.unitAt(own.end-1)
	for i := first; i <= last; i++ {
		units[i].marked = true
	}
	note := func(places []alikeAt, of func(*outlined) *likeness) {
		for _, q := range places {
			for i := q.first; i <= q.last; i++ {
				how := nearly
				if q.words == 1 || q.words >= almost && len(stripped(g.unit(i))) < len(g.unit(i)) {
					how = very
				}
				*of(&units[i]) = max(*of(&units[i]), how)
			}
		}
	}
	note(passages, func(u *outlined) *likeness { return &u.passage })
	note(quotes, func(u *outlined) *likeness { return &u.quote })
	from, to := max(0, first-outlineReach), min(len(units), last+1+outlineReach)
	var w strings.Builder
	for _, u := range slices.Concat(cutOff(units[:from]), units[from:to], cutOff(units[to:])) {
		if w.Len() > 0 {
			w.WriteByte(' ')
		}
		u.write(&w)
	}
	return w.String()
}

// cutOff makes one unit of those that are too far away to be kept.
func cutOff(units []outlined) []outlined {
	if len(units) == 0 {
		return nil
	}
	all := outlined{sign: signOfMany}
	for _, u := range units {
		all.passage, all.quote = max(all.passage, u.passage), max(all.quote, u.quote)
	}
	return []outlined{all}
}

func (u outlined) write(w *strings.Builder) {
	if u.marked {
		w.WriteByte('>')
	}
	w.WriteString([]string{"", "~", "="}[u.passage] + []string{"", "-", "+"}[u.quote])
	if u.sign == signOfMany {
		w.WriteString(manySign)
		return
	}
	for i := range signLen {
		w.WriteByte(signLetters[u.sign>>(5*i)&31])
	}
}

// readOutline reads what outline wrote; false where it is something else.
func readOutline(text string) ([]outlined, bool) {
	var units []outlined
	marked := false
	for token := range strings.FieldsSeq(text) {
		var u outlined
		signs := strings.TrimLeft(token, ">~=+-")
		for _, c := range token[:len(token)-len(signs)] {
			switch c {
			case '>':
				u.marked, marked = true, true
			case '~':
				u.passage = nearly
			case '=':
				u.passage = very
			case '-':
				u.quote = nearly
			case '+':
				u.quote = very
			}
		}
		var ok bool
		if u.sign, ok = readSign(signs); !ok {
			return nil, false
		}
		units = append(units, u)
	}
	return units, marked || text == ""
}

func readSign(letters string) (sign uint32, ok bool) {
	if letters == manySign {
		return signOfMany, true
	}
	if len(letters) != signLen {
		return 0, false
	}
	for i := range signLen {
		n := strings.IndexByte(signLetters, letters[i])
		if n < 0 {
			return 0, false
		}
		sign |= uint32(n) << (5 * i)
	}
	return sign, true
}

const outlineSame = 48 // units of one sign in a text; more of them are no landmarks

// landmarks tells which units of an old text are still there: for each the unit
// of the new text that it is in every longest common subsequence of the two,
// -1 where there is none. These are found by patience (Hunt and Szymanski,
// 1977), from both ends; a match is in all of them where none other has its rank.
func landmarks(old []outlined, now []uint32) []int {
	at, count := map[uint32][]int{}, map[uint32]int{}
	for j, sign := range now {
		at[sign] = append(at[sign], j)
	}
	for _, u := range old {
		count[u.sign]++
	}
	type match struct{ old, now, rank int }
	var matches []match
	for i, u := range old {
		if count[u.sign] > outlineSame || len(at[u.sign]) > outlineSame {
			continue
		}
		for _, j := range slices.Backward(at[u.sign]) {
			matches = append(matches, match{old: i, now: j})
		}
	}
	var ends []int // by rank: where the sequence that ends first ends
	rank := func(end int) int {
		n := sort.SearchInts(ends, end)
		if n == len(ends) {
			ends = append(ends, end)
		}
		ends[n] = end
		return n
	}
	for k := range matches {
		matches[k].rank = rank(matches[k].now)
	}
	longest := len(ends)
	ends = nil
	ranked := make([][]match, longest)
	for _, m := range slices.Backward(matches) {
		if m.rank+rank(-m.now)+1 == longest {
			ranked[m.rank] = append(ranked[m.rank], m)
		}
	}
	still := slices.Repeat([]int{-1}, len(old))
	for _, list := range ranked {
		if len(list) == 1 {
			still[list[0].old] = list[0].now
		}
	}
	return still
}
