package compare

import (
	"fmt"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"broadsheet/briefs"
	"broadsheet/internal/brief"
	"broadsheet/internal/terms"
)

// A wanted pair of passages.
type wanted struct {
	a, b   int
	weight weight
}

// A weight is what a label asks for.
type weight uint8

const (
	must   weight = iota // the two are to be joined
	either               // they are right, but b is missed by nobody if a has another
	may                  // a reader might join them or not
)

// read gives the wanted pairs, by passage.
func (l labelled) read(t testing.TB, a, b *brief.Brief) []wanted {
	t.Helper()
	var out []wanted
	lines := strings.Split(l.labels, "\n")
	if !strings.Contains(l.labels, "\n") {
		lines = strings.Fields(l.labels)
	}
	for _, line := range lines {
		left, right, ok := strings.Cut(line, ">")
		if !ok {
			continue
		}
		from := passageOf(t, a, strings.TrimSpace(left))
		for list := range strings.SplitSeq(right, "|") {
			for r := range strings.SplitSeq(list, " / ") {
				name := strings.TrimSpace(r)
				bare := strings.TrimSuffix(strings.TrimPrefix(name, "("), ")")
				w := wanted{from, passageOf(t, b, bare), must}
				switch {
				case bare != name:
					w.weight = may
				case strings.Contains(list, " / "):
					w.weight = either
				}
				out = append(out, w)
			}
		}
	}
	return out
}

// passageOf finds a passage by its number or its first words; "table" is the
// first table.
func passageOf(t testing.TB, b *brief.Brief, name string) int {
	t.Helper()
	if n, err := strconv.Atoi(name); err == nil && n < len(b.Passages) {
		return n
	}
	found := -1
	for i := range b.Passages {
		p := &b.Passages[i]
		if name == "table" && p.Kind == brief.Table {
			return i
		}
		if strings.HasPrefix(p.Text, name) && p.Kind != brief.Heading {
			if found >= 0 {
				t.Fatalf("%s: two passages begin with %q", b.Title, name)
			}
			found = i
		}
	}
	if found < 0 {
		t.Fatalf("%s: no passage begins with %q", b.Title, name)
	}
	return found
}

// Folders of documents that are not part of the program, with labels of their
// own: two texts and the Markdown files of digital.gov.
const (
	seedsVariable   = "BROADSHEET_SEEDS"
	digitalVariable = "BROADSHEET_DIGITALGOV"
)

// account reads a brief by its name in a label: a sample, a file under
// testdata, "seed N" or "digitalgov path". It is nil where its folder is not
// named.
func account(t testing.TB, name string) *brief.Brief {
	t.Helper()
	if n, ok := strings.CutPrefix(name, "seed "); ok {
		files, _ := filepath.Glob(filepath.Join(os.Getenv(seedsVariable), "*.txt"))
		slices.Sort(files)
		i, _ := strconv.Atoi(n)
		if os.Getenv(seedsVariable) == "" {
			return nil
		}
		if i >= len(files) {
			t.Fatalf("%s=%s: two files *.txt are wanted there", seedsVariable, os.Getenv(seedsVariable))
		}
		return file(t, files[i])
	}
	if path, ok := strings.CutPrefix(name, "digitalgov "); ok {
		if os.Getenv(digitalVariable) == "" {
			return nil
		}
		return file(t, filepath.Join(os.Getenv(digitalVariable), "content", path))
	}
	if strings.HasPrefix(name, "testdata/") {
		return file(t, name)
	}
	return sample(t, name)
}

func file(t testing.TB, name string) *brief.Brief {
	t.Helper()
	raw, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return brief.Parse(raw, name, brief.Limits{})
}

// A tally counts what was joined rightly. Passages that are the same to the
// letter are left out: to find those is no merit.
type tally struct{ right, joined, found, must int }

func (c *tally) add(o tally) {
	c.right, c.joined, c.found, c.must = c.right+o.right, c.joined+o.joined, c.found+o.found, c.must+o.must
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
	missed, found := map[[2]int]bool{}, map[[2]int]bool{}
	for _, w := range want {
		if w.weight != may {
			missed[[2]int{0, w.a}] = true
		}
		if w.weight == must {
			missed[[2]int{1, w.b}] = true
		}
	}
	for _, p := range pairs {
		if a.Passages[p[0]].Text == b.Passages[p[1]].Text || a.Passages[p[0]].Kind == brief.Heading {
			continue
		}
		at := slices.IndexFunc(want, func(w wanted) bool { return w.a == p[0] && w.b == p[1] })
		switch {
		case at < 0:
			c.joined++
		case want[at].weight != may:
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

// A judged pair is a labelled pair of accounts, read.
type judged struct {
	labelled
	a, b *brief.Brief
	want []wanted
}

// judge reads the labelled pairs whose briefs are there.
func judge(t testing.TB, list []labelled) (out []judged) {
	t.Helper()
	for _, l := range list {
		a, b := account(t, l.a), account(t, l.b)
		if a != nil && b != nil {
			out = append(out, judged{l, a, b, l.read(t, a, b)})
		}
	}
	return out
}

// ours are the pairs that Briefs finds.
func (j *judged) ours(t testing.TB) (pairs [][2]int) {
	for _, x := range compared(t, j.a, j.b).Pairs {
		pairs = append(pairs, [2]int{x.A.Passage, x.B.Passage})
	}
	return pairs
}

// TestLabelledAccounts is the table that counterparts are judged by.
func TestLabelledAccounts(t *testing.T) {
	var ours [2]tally
	plain := [3]map[float64]*tally{{}, {}, {}}
	for set, list := range [2][]judged{judge(t, chosen), judge(t, held)} {
		for _, j := range list {
			pairs := j.ours(t)
			c := tallied(j.a, j.b, j.want, pairs)
			ours[set].add(c)
			base := newBaseline(j.a, j.b)
			best := tally{}
			for _, least := range thresholds() {
				o := tallied(j.a, j.b, j.want, base.pairs(least))
				for _, s := range [2]int{set, 2} {
					if plain[s][least] == nil {
						plain[s][least] = &tally{}
					}
					plain[s][least].add(o)
				}
				if o.f1() > best.f1() {
					best = o
				}
			}
			if show := os.Getenv("BROADSHEET_TELL"); testing.Verbose() && (show == "all" || show != "" && set == 0) {
				t.Logf("%.40s | %.40s: %v; plain cosine at the best threshold for this pair: %v", j.labelled.a, j.labelled.b, c, best)
				tell(t, j.a, j.b, j.want, pairs)
			}
		}
	}
	least := [2][2]float64{{0.65, 0.5}, {0.75, 0.6}} // what is wanted: 0.8 and 0.7
	for set, name := range [2]string{"chosen", "held out"} {
		c, best := ours[set], bestOf(plain[set])
		t.Logf("%-9s %v, F1 %.2f; plain cosine at the best threshold %v, F1 %.2f", name, c, c.f1(), best, best.f1())
		if c.must > 0 && (c.precision() < least[set][0] || c.recall() < least[set][1]) {
			t.Errorf("%s: %v", name, c)
		}
	}
	all, best := ours[0], bestOf(plain[2])
	all.add(ours[1])
	t.Logf("%-9s %v, F1 %.2f; plain cosine at the best threshold %v, F1 %.2f", "all", all, all.f1(), best, best.f1())
	if all.f1() < best.f1()+0.1 {
		t.Errorf("F1 %.2f is hardly better than plain cosine's %.2f", all.f1(), best.f1())
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
func tell(t *testing.T, a, b *brief.Brief, want []wanted, pairs [][2]int) {
	t.Helper()
	for _, p := range pairs {
		if !slices.ContainsFunc(want, func(w wanted) bool { return w.a == p[0] && w.b == p[1] }) && a.Passages[p[0]].Text != b.Passages[p[1]].Text {
			t.Logf("  wrong  %d %.70q  %d %.70q", p[0], a.Passages[p[0]].Text, p[1], b.Passages[p[1]].Text)
		}
	}
	for _, w := range want {
		if w.weight == must && !slices.Contains(pairs, [2]int{w.a, w.b}) {
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

// TestLabelsAreRead keeps the table honest: every name in it is of a passage.
func TestLabelsAreRead(t *testing.T) {
	n := 0
	for _, j := range append(judge(t, chosen), judge(t, held)...) {
		n += len(j.want)
	}
	if n < 150 {
		t.Errorf("%d labels", n)
	}
}
