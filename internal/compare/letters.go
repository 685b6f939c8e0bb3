package compare

import (
	"context"
	"math"
)

// Letters in common.
//
// Words that are the same to a reader are not always the same to a lexicon:
// Azerbaijani and Azerbaijan, bombing and bombardment, a name with a letter
// more; and a turn of phrase that both took from one source is more than its
// words. So passages are also compared by their runs of five letters, spaces
// among them, each weighing the more the fewer passages have it: character
// n-grams (McNamee, Mayfield, "Character n-gram tokenization for European
// language text retrieval", Information Retrieval 7, 2004), which served best
// of all for finding the sentences of two versions of one article (Štajner and
// others, "CATS: a tool for customized alignment of text simplification
// corpora", LREC 2018).
const (
	run     = 5  // letters
	runBits = 20 // of a run's number: two runs rarely have the same
)

// A spelling is the runs of letters of one passage, each once.
type spelling struct {
	runs    []uint32  // those that other passages have too
	weights []float64 // of them
	length  float64   // of the vector, with those that none has
}

// A runSet is a set of runs.
type runSet []uint64

func newRunSet() runSet { return make(runSet, 1<<runBits/64) }

func (s runSet) has(r uint32) bool { return s[r/64]&(1<<(r%64)) != 0 }
func (s runSet) add(r uint32)      { s[r/64] |= 1 << (r % 64) }

// remove takes runs out that are in it.
func (s runSet) remove(runs []uint32) {
	for _, r := range runs {
		s[r/64] = 0
	}
}

// spell gives the vectors their spellings.
func (c *comparison) spell() {
	have := make([]uint16, 1<<runBits) // passages, by run
	set := newRunSet()
	for s := range c.vectors {
		for i := range c.vectors[s] {
			v := &c.vectors[s][i]
			v.runs = runsOf(v.reading, set)
			for _, r := range v.runs {
				have[r] = min(have[r], math.MaxUint16-1) + 1
			}
		}
	}
	weight := make([]float64, min(int(c.all), math.MaxUint16)+1) // by that number
	for n := 1; n < len(weight); n++ {
		weight[n] = c.rarity(n) * c.rarity(n)
	}
	for s := range c.vectors {
		for i := range c.vectors[s] {
			v := &c.vectors[s][i]
			sum, kept := 0.0, v.runs[:0]
			v.weights = make([]float64, 0, len(v.runs))
			for _, r := range v.runs {
				w := weight[have[r]]
				sum += w
				if have[r] > 1 {
					kept, v.weights = append(kept, r), append(v.weights, w)
				}
			}
			v.runs, v.spelling.length = kept, math.Sqrt(sum)
			c.meanSpelling += v.spelling.length / c.all
		}
	}
}

// runsOf are the runs of letters of a passage, by number. The set is empty, and
// is again.
func runsOf(r *reading, set runSet) []uint32 {
	letters := make([]rune, 1, len(r.text)+2)
	letters[0] = ' '
	for _, t := range r.list {
		for _, l := range t.Text {
			letters = append(letters, l)
		}
		letters = append(letters, ' ')
	}
	out := make([]uint32, 0, len(letters))
	for i := 0; i+run <= len(letters); i++ {
		h := uint32(2166136261)
		for _, l := range letters[i : i+run] {
			h = (h ^ uint32(l)) * 16777619 // FNV
		}
		if h = (h ^ h>>runBits) & (1<<runBits - 1); !set.has(h) {
			set.add(h)
			out = append(out, h)
		}
	}
	set.remove(out)
	return out
}

// byLetters gives the matches, which are in the order of A, how like their
// passages are by their letters: 0 to 1.
func (c *comparison) byLetters(ctx context.Context, list []match) error {
	set, last := newRunSet(), -1
	for i := range list {
		m := &list[i]
		if m.a != last {
			if ctx.Err() != nil {
				return ctx.Err()
			}
			if last >= 0 {
				set.remove(c.vectors[0][last].runs)
			}
			for _, r := range c.vectors[0][m.a].runs {
				set.add(r)
			}
			last = m.a
		}
		x, y := &c.vectors[0][m.a].spelling, &c.vectors[1][m.b].spelling
		sum := 0.0
		for k, r := range y.runs {
			if set.has(r) {
				sum += y.weights[k]
			}
		}
		m.letters = min(1, sum/max(c.movedLength(x)*c.movedLength(y), 1e-9))
	}
	return nil
}

// movedLength is the length of a spelling, moved toward the mean.
func (c *comparison) movedLength(s *spelling) float64 {
	return (1-pivot)*s.length + pivot*c.meanSpelling
}
