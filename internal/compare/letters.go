package compare

import (
	"math"
	"slices"
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

// A spelling is the runs of letters of one passage.
type spelling struct {
	runs   []uint32 // ascending: those that other passages have too
	length float64
}

// spell gives the vectors their spellings.
func (c *comparison) spell() {
	c.haveRun = make([]uint16, 1<<runBits)
	c.runWeight = []float64{0}
	for n := range min(len(c.vectors[0])+len(c.vectors[1]), math.MaxUint16) {
		w := c.rarity(n + 1)
		c.runWeight = append(c.runWeight, w*w)
	}
	for s := range c.vectors {
		for i := range c.vectors[s] {
			v := &c.vectors[s][i]
			v.runs = runsOf(v.reading)
			for _, r := range v.runs {
				c.haveRun[r] = min(c.haveRun[r], math.MaxUint16-1) + 1
			}
		}
	}
	for s := range c.vectors {
		for i := range c.vectors[s] {
			v := &c.vectors[s][i]
			sum, kept := 0.0, v.runs[:0]
			for _, r := range v.runs {
				sum += c.runWeight[c.haveRun[r]]
				if c.haveRun[r] > 1 {
					kept = append(kept, r)
				}
			}
			v.runs, v.spelling.length = kept, math.Sqrt(sum)
			c.meanSpelling += v.spelling.length / c.all
		}
	}
}

// runsOf are the runs of letters of a passage, by number, each once.
func runsOf(r *reading) []uint32 {
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
		out = append(out, (h^h>>runBits)&(1<<runBits-1))
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// spelledAlike is how like two passages are by their letters: 0 to 1.
func (c *comparison) spelledAlike(x, y *spelling) float64 {
	sum := 0.0
	for i, j := 0, 0; i < len(x.runs) && j < len(y.runs); {
		switch r, s := x.runs[i], y.runs[j]; {
		case r < s:
			i++
		case r > s:
			j++
		default:
			sum += c.runWeight[c.haveRun[r]]
			i, j = i+1, j+1
		}
	}
	moved := func(s *spelling) float64 { return (1-pivot)*s.length + pivot*c.meanSpelling }
	return min(1, sum/max(moved(x)*moved(y), 1e-9))
}
