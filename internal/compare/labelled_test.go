package compare

import (
	"fmt"
	"io/fs"
	"math"
	"os"
	"slices"
	"strings"
	"testing"

	"broadsheet/briefs"
	"broadsheet/internal/brief"
	"broadsheet/internal/terms"
)

// A tally counts what was joined rightly. Pairs of passages that are the same to
// the letter are left out everywhere but in all: to find those is no merit, nor
// is it a fault that another passage is not joined with one of them.
type tally struct{ right, joined, found, must, all int }

func (c *tally) add(o tally) {
	c.right, c.joined, c.found, c.must, c.all = c.right+o.right, c.joined+o.joined, c.found+o.found, c.must+o.must, c.all+o.all
}

func (c tally) precision() float64 { return float64(c.right) / max(float64(c.joined), 1) }
func (c tally) recall() float64    { return float64(c.found) / max(float64(c.must), 1) }
func (c tally) f1() float64        { return f1(c.precision(), c.recall()) }

func (c tally) String() string {
	return fmt.Sprintf("precision %.2f (%d of %d), recall %.2f (%d of %d)", c.precision(), c.right, c.joined, c.recall(), c.found, c.must)
}

// tallied counts: of the pairs that were joined those that are right, and of
// the passages of both briefs that have a counterpart those that were joined
// with one.
func tallied(a, b *brief.Brief, want []wanted, pairs [][2]int) (c tally) {
	missed, found, all := map[[2]int]bool{}, map[[2]int]bool{}, map[[2]int]bool{}
	same := func(x, y int) bool { return a.Passages[x].Text == b.Passages[y].Text }
	for _, w := range want {
		if w.may {
			continue
		}
		all[[2]int{0, w.a}], all[[2]int{1, w.b}] = true, true
		if !same(w.a, w.b) {
			missed[[2]int{0, w.a}], missed[[2]int{1, w.b}] = true, true
		}
	}
	c.all = len(all)
	for _, p := range pairs {
		if same(p[0], p[1]) || a.Passages[p[0]].Kind == brief.Heading {
			continue
		}
		at := slices.IndexFunc(want, func(w wanted) bool { return w.a == p[0] && w.b == p[1] })
		switch {
		case at < 0:
			c.joined++
		case !want[at].may:
			c.joined++
			c.right++
			found[[2]int{0, p[0]}], found[[2]int{1, p[1]}] = true, true
		}
	}
	for x := range missed {
		if c.must++; found[x] {
			c.found++
		}
	}
	return c
}

// sample reads one of the sample briefs.
func sample(t testing.TB, name string) *brief.Brief {
	t.Helper()
	raw, err := fs.ReadFile(briefs.FS(), name)
	if err != nil {
		t.Fatal(err)
	}
	return brief.Parse(raw, name, brief.Limits{})
}

// passages are the passages of pairs.
func passages(pairs []Pair) (out [][2]int) {
	for _, x := range pairs {
		out = append(out, [2]int{x.A.Passage, x.B.Passage})
	}
	return out
}

// A doubt counts what is said of the passages in no pair: of those that are
// listed as only in one brief how many have a counterpart by no label, and of
// those that may have one how many have.
type doubt struct{ alone, rightly, perhaps, have int }

func (d *doubt) add(o doubt) {
	d.alone, d.rightly, d.perhaps, d.have = d.alone+o.alone, d.rightly+o.rightly, d.perhaps+o.perhaps, d.have+o.have
}

func (d doubt) String() string {
	return fmt.Sprintf("only in one %.2f (%d of %d), perhaps %.2f (%d of %d)", float64(d.rightly)/max(float64(d.alone), 1), d.rightly, d.alone,
		float64(d.have)/max(float64(d.perhaps), 1), d.have, d.perhaps)
}

// doubted counts what a result says of passages in no pair.
func (j *judged) doubted(r Result) (d doubt) {
	best := r.Best([2]int{len(j.a.Passages), len(j.b.Passages)})
	has := func(side, passage int) bool {
		return slices.ContainsFunc(j.want, func(w wanted) bool { return !w.may && [2]int{w.a, w.b}[side] == passage })
	}
	for side, list := range [2][]Side{r.OnlyA, r.OnlyB} {
		for _, s := range list {
			if d.alone++; !has(side, s.Passage) {
				d.rightly++
			}
		}
	}
	for _, p := range r.Perhaps {
		for side, s := range [2]Side{p.A, p.B} {
			if best[side][s.Passage] >= 0 {
				continue
			}
			if d.perhaps++; has(side, s.Passage) {
				d.have++
			}
		}
	}
	return d
}

// A table is what was counted of some labelled pairs: ours, and the baseline's
// by its threshold.
type table struct {
	ours  tally
	both  tally // of what is sure and what is in doubt
	doubt doubt
	plain map[float64]*tally
}

// oneEvent is how many of the compared passages of two briefs that tell of one
// event have a counterpart in the other, at least.
const oneEvent = 1.0 / 3

// tables counts labelled pairs, by kind.
func tables(t testing.TB, list []judged) map[string]*table {
	out := map[string]*table{}
	for _, j := range list {
		r := compared(t, j.a, j.b)
		pairs := passages(r.Pairs)
		c := tallied(j.a, j.b, j.want, pairs)
		base := newBaseline(j.a, j.b)
		kind := "one subject"
		if float64(c.all) >= oneEvent*float64(len(base.a)+len(base.b)) {
			kind = "one event"
		}
		for _, kind := range []string{kind, "all"} {
			if out[kind] == nil {
				out[kind] = &table{plain: map[float64]*tally{}}
			}
			out[kind].ours.add(c)
			out[kind].both.add(tallied(j.a, j.b, j.want, append(pairs, passages(r.Perhaps)...)))
			out[kind].doubt.add(j.doubted(r))
			for _, least := range thresholds() {
				if out[kind].plain[least] == nil {
					out[kind].plain[least] = &tally{}
				}
				out[kind].plain[least].add(tallied(j.a, j.b, j.want, base.pairs(least)))
			}
		}
		if show := os.Getenv("BROADSHEET_TELL"); show != "" && (strings.Contains(j.labelled.a, show) || strings.Contains(j.labelled.b, show)) {
			t.Logf("%.40s | %.40s: %s, %v", j.labelled.a, j.labelled.b, kind, c)
			tell(t, j.a, j.b, j.want, pairs)
		}
	}
	return out
}

// TestLabelledAccounts is the table that counterparts are judged by. For briefs
// that tell of one event a precision of 0.8 and a recall of 0.7 are wanted. The
// bars stand a little under what is reached, with all the documents that are not
// part of the program and with none of them.
func TestLabelledAccounts(t *testing.T) {
	if (os.Getenv(seedsVariable) == "") != (os.Getenv(digitalVariable) == "") {
		t.Skipf("the bars are for all documents or the samples alone: set %s and %s, or neither", seedsVariable, digitalVariable)
	}
	bars := map[string][2]float64{
		"chosen, one event": {0.8, 0.42}, "chosen, one subject": {0.35, 0.38}, "chosen, all": {0.45, 0.4},
		"held out, one event": {0.85, 0.7}, "held out, one subject": {0.5, 0.45}, "held out, all": {0.7, 0.6},
	}
	for set, names := range map[string][]string{"chosen": chosen, "held out": held} {
		t.Run(set, func(t *testing.T) {
			list := judge(t, names)
			if len(list) == 0 {
				t.Skipf("these articles are not part of the program: set %s", digitalVariable)
			}
			for kind, table := range tables(t, list) {
				c, best := table.ours, bestOf(table.plain)
				t.Logf("%-11s %v, F1 %.2f; plain cosine at its best threshold %v, F1 %.2f; with those in doubt %v; %v", kind, c, c.f1(), best, best.f1(), table.both, table.doubt)
				bar, ok := bars[set+", "+kind]
				if !ok || c.precision() < bar[0] || c.recall() < bar[1] {
					t.Errorf("%s: %v; wanted are %.2f", kind, c, bar)
				}
				if c.f1() <= best.f1() {
					t.Errorf("%s: F1 %.2f is not better than plain cosine's %.2f", kind, c.f1(), best.f1())
				}
			}
		})
	}
}

// bestOf is the best of the tallies of a baseline.
func bestOf(list map[float64]*tally) (best tally) {
	for _, o := range list {
		if o.f1() > best.f1() {
			best = *o
		}
	}
	return best
}

// tell shows what was joined wrongly and what was missed.
func tell(t testing.TB, a, b *brief.Brief, want []wanted, pairs [][2]int) {
	t.Helper()
	for _, p := range pairs {
		if !slices.ContainsFunc(want, func(w wanted) bool { return w.a == p[0] && w.b == p[1] }) && a.Passages[p[0]].Text != b.Passages[p[1]].Text {
			t.Logf("  wrong  %d %.70q  %d %.70q", p[0], a.Passages[p[0]].Text, p[1], b.Passages[p[1]].Text)
		}
	}
	for _, w := range want {
		if !w.may && !slices.Contains(pairs, [2]int{w.a, w.b}) {
			t.Logf("  missed %d %.70q  %d %.70q", w.a, a.Passages[w.a].Text, w.b, b.Passages[w.b].Text)
		}
	}
}

func thresholds() (list []float64) {
	for least := 0.05; least < 0.6; least += 0.01 {
		list = append(list, least)
	}
	return list
}

// A baseline is the plain cosine of counts of words that are not stop words;
// each passage of either brief is joined with its best in the other, as ours
// are.
type baseline struct {
	a, b []int       // indices in Brief.Passages
	like [][]float64 // by place in a, then in b
}

func newBaseline(a, b *brief.Brief) (out baseline) {
	ia, ca := bags(a)
	ib, cb := bags(b)
	dot := func(x, y map[string]float64) (sum float64) {
		for w, n := range x {
			sum += n * y[w]
		}
		return sum
	}
	out.a, out.b, out.like = ia, ib, make([][]float64, len(ia))
	for i := range ca {
		for j := range cb {
			out.like[i] = append(out.like[i], dot(ca[i], cb[j])/math.Sqrt(max(dot(ca[i], ca[i])*dot(cb[j], cb[j]), 1e-9)))
		}
	}
	return out
}

// bags counts the words of the passages that are compared.
func bags(x *brief.Brief) (at []int, out []map[string]float64) {
	for i := range x.Passages {
		p := &x.Passages[i]
		if p.Aside || p.Kind != brief.Paragraph && p.Kind != brief.ListItem && p.Kind != brief.Quote && p.Kind != brief.Table {
			continue
		}
		c := map[string]float64{}
		for _, t := range terms.Split(p.Text) {
			if !t.Stop && !t.Joined {
				c[t.Text]++
			}
		}
		if len(c) >= leastWords {
			at, out = append(at, i), append(out, c)
		}
	}
	return at, out
}

func (l baseline) pairs(least float64) [][2]int {
	var pairs [][2]int
	add := func(i, j int) {
		if p := [2]int{l.a[i], l.b[j]}; l.like[i][j] >= least && !slices.Contains(pairs, p) {
			pairs = append(pairs, p)
		}
	}
	for i := range l.a {
		best := 0
		for j := range l.b {
			if l.like[i][j] > l.like[i][best] {
				best = j
			}
		}
		if len(l.b) > 0 {
			add(i, best)
		}
	}
	for j := range l.b {
		best := 0
		for i := range l.a {
			if l.like[i][j] > l.like[best][j] {
				best = i
			}
		}
		if len(l.a) > 0 {
			add(best, j)
		}
	}
	return pairs
}
