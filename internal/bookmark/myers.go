package bookmark

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
	n      int           // length in bytes
	equal  [256][]uint64 // for each byte, the rows that have it
	grow   []uint64
	shrink []uint64
}

func newPattern(p []byte) *pattern {
	blocks := (len(p) + 63) / 64
	m := &pattern{n: len(p), grow: make([]uint64, blocks), shrink: make([]uint64, blocks)}
	none := make([]uint64, blocks)
	for i := range m.equal {
		m.equal[i] = none
	}
	for i, c := range p {
		if &m.equal[c][0] == &none[0] {
			m.equal[c] = make([]uint64, blocks)
		}
		m.equal[c][i/64] |= 1 << (i % 64)
	}
	return m
}

// scan runs over text and calls see after each byte with the distance at the
// pattern's last row. With free set a match may begin anywhere, else it begins
// where the text does. It ends when see returns false.
func (m *pattern) scan(text []byte, free bool, see func(end, distance int) bool) {
	for i := range m.grow {
		m.grow[i], m.shrink[i] = ^uint64(0), 0
	}
	first := 1 // the top row grows with the text, unless a match may begin anywhere
	if free {
		first = 0
	}
	distance, last := m.n, uint((m.n-1)%64)
	for j, c := range text {
		carry, equal := first, m.equal[c]
		for b := range m.grow {
			high := uint(63)
			if b == len(m.grow)-1 {
				high = last
			}
			carry = m.step(b, equal[b], carry, high)
		}
		distance += carry
		if !see(j+1, distance) {
			return
		}
	}
}

// step makes one block's next column. carry is the change of value along the
// row above the block, and the result that along the block's row high.
func (m *pattern) step(b int, equal uint64, carry int, high uint) int {
	grow, shrink := m.grow[b], m.shrink[b]
	var below uint64
	if carry < 0 {
		below = 1
	}
	xv := equal | shrink
	equal |= below
	xh := (((equal & grow) + grow) ^ grow) | equal
	up := shrink | ^(xh | grow)
	down := grow & xh
	out := int(up>>high&1) - int(down>>high&1)
	up, down = up<<1, down<<1|below
	if carry > 0 {
		up |= 1
	}
	m.grow[b] = down | ^(xv | up)
	m.shrink[b] = up & xv
	return out
}

// A near is a stretch of text that is nearly the pattern.
type near struct{ start, end, distance int }

// search finds the stretches of text within most errors of the pattern p: of
// those that end close together the one with the fewest errors. At most limit
// are given, the best first come, first served.
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
	m.scan(text, true, func(end, d int) bool {
		if best.distance <= most && end-best.end > apart {
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
