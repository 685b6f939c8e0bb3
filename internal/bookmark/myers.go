package bookmark

import "math/bits"

// Approximate matching after Myers ("A fast bit-vector algorithm for
// approximate string matching based on dynamic programming", J. ACM 46, 1999)
// in Hyyrö's form with blocks of 64 rows (2003). Column j of the classic table
// of edit distances is kept as two bit vectors: where the value grows by one
// from a row to the next (grow), and where it shrinks by one (shrink). A
// column is made from the one before with some fifteen word operations a
// block, and the distance at the last row is carried along.
//
// The unit is the byte of folded text: for Latin text nearly the character;
// for others a character counts as its two to four bytes, in the pattern's
// length as in the number of errors, so the ratio stays about the same.

type pattern struct {
	n      int         // length in bytes
	blocks int         // of 64 rows
	code   [256]uint16 // for each byte which of rows are its own; 0 for one that the pattern does not have
	rows   []uint64    // a column of blocks for each code: the rows that have the byte
	grow   []uint64
	shrink []uint64
}

func newPattern(p []byte) *pattern {
	m := &pattern{n: len(p), blocks: (len(p) + 63) / 64}
	kinds := 1
	for _, c := range p {
		if m.code[c] == 0 {
			m.code[c] = uint16(kinds)
			kinds++
		}
	}
	vectors := make([]uint64, (kinds+2)*m.blocks)
	m.grow, m.shrink, m.rows = vectors[:m.blocks], vectors[m.blocks:2*m.blocks], vectors[2*m.blocks:]
	for i, c := range p {
		m.rows[int(m.code[c])*m.blocks+i/64] |= 1 << (i % 64)
	}
	return m
}

// equal gives the rows that have a byte, by block.
func (m *pattern) equal(c byte) []uint64 {
	at := int(m.code[c]) * m.blocks
	return m.rows[at : at+m.blocks]
}

// height is how many rows a block has.
func (m *pattern) height(block int) int { return min(64, m.n-64*block) }

// scan runs over text and calls see after each byte with the distance at the
// pattern's last row. With free set a match may begin anywhere, else it begins
// where the text does. It ends when see returns false.
func (m *pattern) scan(text []byte, free bool, see func(end, distance int) bool) {
	first := 1 // the top row grows with the text, unless a match may begin anywhere
	if free {
		first = 0
	}
	if m.blocks == 1 {
		m.scanOne(text, uint64(first), see)
		return
	}
	for i := range m.grow {
		m.grow[i], m.shrink[i] = ^uint64(0), 0
	}
	distance := m.n
	for j, c := range text {
		distance += m.column(0, m.blocks-1, m.equal(c), first)
		if !see(j+1, distance) {
			return
		}
	}
}

// scanOne is scan for a pattern of one block.
func (m *pattern) scanOne(text []byte, first uint64, see func(end, distance int) bool) {
	grow, shrink, high, distance := ^uint64(0), uint64(0), uint(m.n-1)&63, m.n
	for j, c := range text {
		equal := m.rows[m.code[c]]
		xv, xh := equal|shrink, (((equal&grow)+grow)^grow)|equal
		up, down := shrink|^(xh|grow), grow&xh
		distance += int(up>>high&1) - int(down>>high&1)
		up, down = up<<1|first, down<<1
		grow, shrink = down|^(xv|up), up&xv
		if !see(j+1, distance) {
			return
		}
	}
}

// scanUpTo is scan for matches that may begin anywhere and have no more than
// most errors: of others it only tells that they have more, not how many. It
// leaves out the blocks at the end whose rows all have more (Ukkonen's cut-off
// of 1985, in blocks).
func (m *pattern) scanUpTo(text []byte, most int, see func(end, distance int) bool) {
	if m.blocks == 1 {
		m.scanOne(text, 0, see)
		return
	}
	last := -1 // the last block that is not left out
	distance := 0
	add := func(before int, equal []uint64, carry int) {
		last++
		m.grow[last], m.shrink[last] = ^uint64(0), 0
		distance = before + m.height(last) + m.column(last, last, equal, carry)
	}
	for 64*(last+1) <= most && last+1 < m.blocks {
		last++
		m.grow[last], m.shrink[last] = ^uint64(0), 0
		distance += m.height(last)
	}
	for j, c := range text {
		equal, before := m.equal(c), distance
		carry := m.column(0, last, equal, 0)
		distance += carry
		if last+1 < m.blocks && before <= most && (carry < 0 || equal[last+1]&1 == 1) {
			add(before, equal, carry)
		}
		for last > 0 && distance >= most+m.height(last) {
			rows := ^uint64(0) >> (64 - m.height(last))
			distance -= bits.OnesCount64(m.grow[last]&rows) - bits.OnesCount64(m.shrink[last]&rows)
			last--
		}
		d := most + 1
		if last == m.blocks-1 {
			d = distance
		}
		if !see(j+1, d) {
			return
		}
	}
}

// column makes the next column of some blocks. carry is the change of value
// along the row above the first of them, and the result that along the last
// row of the last.
func (m *pattern) column(from, to int, equal []uint64, carry int) int {
	var above, below uint64
	if carry > 0 {
		above = 1
	} else if carry < 0 {
		below = 1
	}
	end := uint(m.height(to)-1) & 63
	growing, shrinking := m.grow[from:to+1], m.shrink[from:to+1]
	equal = equal[from : to+1]
	for b := range growing {
		grow, shrink, same := growing[b], shrinking[b], equal[b]
		xv := same | shrink
		same |= below
		xh := (((same & grow) + grow) ^ grow) | same
		up, down := shrink|^(xh|grow), grow&xh
		carry = int(up>>end&1) - int(down>>end&1)
		shiftedUp, shiftedDown := up<<1|above, down<<1|below
		above, below = up>>63, down>>63
		growing[b], shrinking[b] = shiftedDown|^(xv|shiftedUp), shiftedUp&xv
	}
	return carry
}

// A near is a stretch of text that is nearly the pattern.
type near struct{ start, end, distance int }

// search finds the stretches of text within most errors of the pattern p: of
// those that end close together, with none of more errors between them, the one
// with the fewest. At most limit are given, the best first come, first served.
func search(p, text []byte, most, limit int) []near {
	if len(p) == 0 {
		return nil
	}
	var found []near
	m, best, apart := newPattern(p), near{distance: most + 1}, max(len(p)/2, 1)
	keep := func() {
		if best.distance <= most {
			found = append(found, best)
		}
		best = near{distance: most + 1}
	}
	m.scanUpTo(text, most, func(end, d int) bool {
		if best.distance <= most && (d > most || end-best.end > apart) {
			keep()
		}
		if d < best.distance {
			best = near{end: end, distance: d}
		}
		return len(found) < limit
	})
	if len(found) < limit {
		keep()
	}
	back := newPattern(reversed(p))
	for i, f := range found {
		found[i].start = f.end - back.reach(reversed(text[max(0, f.end-len(p)-f.distance):f.end]))
	}
	return found
}

// reach is how much of text the pattern takes, beginning where text does, with
// the fewest errors; of several as near the pattern's length as can be.
func (m *pattern) reach(text []byte) int {
	n, least := 0, m.n
	m.scan(text, false, func(end, d int) bool {
		if d < least || d == least && absolute(end-m.n) < absolute(n-m.n) {
			n, least = end, d
		}
		return true
	})
	return n
}

// whole is the distance of the pattern from all of text.
func (m *pattern) whole(text []byte) int {
	d := m.n
	m.scan(text, false, func(_, now int) bool {
		d = now
		return true
	})
	return d
}

// within is the least distance of the pattern from any stretch of text.
func (m *pattern) within(text []byte) int {
	least := m.n
	m.scan(text, true, func(_, d int) bool {
		least = min(least, d)
		return true
	})
	return least
}

// near says how well text begins with the pattern: 1 as it is, 0 nothing in
// common. What follows in text does not count.
func (m *pattern) near(text []byte) float64 {
	least := m.n
	m.scan(text[:min(len(text), m.n+m.n/4)], false, func(_, d int) bool {
		least = min(least, d)
		return true
	})
	return 1 - float64(least)/float64(m.n)
}

// likeness is near, with what any two English texts have in common taken off:
// 0 nothing in common but letters, 1 as it is.
func (m *pattern) likeness(text []byte) float64 {
	const chance = 0.4
	return max(0, (m.near(text)-chance)/(1-chance))
}

func reversed(p []byte) []byte {
	out := make([]byte, len(p))
	for i, c := range p {
		out[len(p)-1-i] = c
	}
	return out
}

func absolute(n int) int { return max(n, -n) }
