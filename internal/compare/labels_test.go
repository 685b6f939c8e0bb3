package compare

import (
	"fmt"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"broadsheet/briefs"
	"broadsheet/internal/brief"
	"broadsheet/internal/terms"
)

// A labelled pair of accounts: which passages a careful reader would join,
// written down before anything was tuned. A line is "passage of A > its
// counterparts in B", by their first words; a counterpart in brackets is one
// that a reader might join or not, which counts neither for nor against. What
// stands in no line has no counterpart. The first half of the pairs chose the
// numbers of the algorithm; the others (held) were looked at afterwards, when
// its parts were chosen, so that they are no longer unseen. On them it does not
// reach what it should (precision .8, recall .7): most are pairs of briefs on
// different matters with two or three counterparts among many near misses, told
// in hardly a common word. The test keeps it from getting worse.
type labelled struct {
	a, b   string
	held   bool
	labels string
}

const (
	announced = "2025-10-19-doha-cease-fire-announced.md"
	second    = "2025-10-20-doha-truce-second-account.md"
	after     = "truce-after-istanbul.md"
	rounds    = "istanbul-talks.md"
	mediators = "mediators.md"
	closed    = "2025-10-27-border-closed-trade-stalls.md"
	india     = "india-and-kabul.md"
	durand    = "background/durand-line.md"
	refugees  = "background/refugees-and-returns.md"
)

var accounts = []labelled{
	{announced, second, false, `
		Pakistan and Afghanistan agreed early > In Paktika they were
		Qatar's foreign ministry made > In Paktika they were
		The two governments did not > Khawaja Muhammad Asif, Pakistan's | Islamabad's reading is
		The chain of events > Orakzai. The army
		On Oct. 9, two blasts > Kabul, 9 October.
		Afghan forces took their > The night of 11
		The violence peaked > The heaviest harm
		That truce ran out > The strikes of Friday
		Dozens of people > Reporters could reach | (No two figures)
		The meeting in Istanbul > The trade gates
	`},
	{announced, after, true, `
		Pakistan and Afghanistan agreed early > A pause of 48
		Qatar's foreign ministry made > (Six days of talks)
		The two governments did not > A pause of 48
		The chain of events > The fighting of October
		On Oct. 9, two blasts > The fighting of October
		Afghan forces took their > The fighting of October
		The violence peaked > (A pause of 48)
		That truce ran out > A pause of 48
		The quarrel is about > The facts are in | (Islamabad wants a written)
		The meeting in Istanbul > Commerce is still | (The number of trucks)
	`},
	{rounds, after, false, `
		Three rounds of talks > The ceasefire of 19
		The second round nearly > Six days of talks
		Paraphrase, statement of Qatar's > (A pause of 48)
		Paraphrase, joint statement > Six days of talks | (A meeting at a more) | (Whether the meeting on 6)
		Paraphrase, remarks of > (The parties disagree)
		Who observes? > (Six days of talks)
		What follows? > (Six days of talks)
		Who decides > (Six days of talks) | (The parties disagree)
		Pakistan came with a single > Islamabad wants a written
		Afghanistan denies that > The facts are in | (Islamabad wants a written)
		Between the two lies > Handing over suspects
		The cease-fire, oddly > (The truce rests)
	`},
	{mediators, second, true, `
		Doha has housed > Saudi Arabia and Qatar | (Khawaja Muhammad Asif, Pakistan's) | (In Paktika they were)
		The announcement showed > One of those sentences
		In October China > Saudi Arabia and Qatar
		On 17 September > (Saudi Arabia and Qatar)
		Iran shares > (Saudi Arabia and Qatar)
		Russia, in July > Saudi Arabia and Qatar
		The United Nations has > The heaviest harm
	`},
	{mediators, rounds, true, `
		Doha has housed > (Paraphrase, statement of Qatar's)
		Ankara has military > Paraphrase, joint statement | (The second round nearly)
		When the third round > The cease-fire, oddly | (The second round nearly) | (Paraphrase, remarks of)
	`},
	{closed, refugees, false, `
		The guns along > The closure of October
		Pakistani customs stopped > (Torkham reopened on 1)
		Source: broadsheet samples > (This is a sample)
	`},
	{india, second, true, `
		On 21 October India's > (Orakzai. The army) | (Kabul, 9 October.) | (Saudi Arabia and Qatar)
		Mr Muttaqi stayed > Saudi Arabia and Qatar
	`},
	{durand, second, true, `
		When Qatar announced > One of those sentences
		The line itself was > One of those sentences | (Khawaja Muhammad Asif, Pakistan's)
	`},
}

// seeds are pairs with the two documents in the folder that seedsVariable
// names, the first and the second by name, by the numbers of their passages.
const seedsVariable = "BROADSHEET_SEEDS"

var seeds = []labelled{
	{"0", announced, false, `0>0 1>11 2>2|0|(1) 3>2 5>13 6>13 7>4|5|6 8>7 9>9 10>(9) 11>15 12>(14) 13>14 15>15 16>(5) 22>2 23>14 24>(14) 25>1|(17)`},
	{"0", "1", true, `0>(5)|(6) 1>(5) 2>6 3>(6) 4>(11)|(15) 5>(6)|(10) 6>9|(10) 11>(9) 15>(10) 18>(17) 19>18 23>(13)|(17)`},
	{"1", after, true, `5>10|(2) 6>8 8>18 9>14|15 10>(14)|18|(3) 11>(3) 13>12|13 14>18 18>(18)`},
}

// A wanted pair of passages; must is false where a reader might join them or
// not.
type wanted struct {
	a, b int
	must bool
}

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
		for r := range strings.SplitSeq(right, "|") {
			name := strings.TrimSpace(r)
			bare := strings.Trim(name, "()")
			out = append(out, wanted{passageOf(t, a, strings.TrimSpace(left)), passageOf(t, b, bare), bare == name})
		}
	}
	return out
}

// passageOf finds a passage by its number or its first words.
func passageOf(t testing.TB, b *brief.Brief, name string) int {
	t.Helper()
	found := -1
	if _, err := fmt.Sscanf(name, "%d", &found); err == nil {
		return found
	}
	for i := range b.Passages {
		if strings.HasPrefix(b.Passages[i].Text, name) && b.Passages[i].Kind != brief.Heading {
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
	must, found := map[[2]int]bool{}, map[[2]int]bool{}
	for _, w := range want {
		if w.must {
			must[[2]int{0, w.a}], must[[2]int{1, w.b}] = true, true
		}
	}
	for _, p := range pairs {
		if a.Passages[p[0]].Text == b.Passages[p[1]].Text {
			continue
		}
		at := slices.IndexFunc(want, func(w wanted) bool { return w.a == p[0] && w.b == p[1] })
		switch {
		case at < 0:
			c.joined++
		case want[at].must:
			c.joined++
			c.right++
			found[[2]int{0, p[0]}], found[[2]int{1, p[1]}] = true, true
		}
	}
	c.must, c.found = len(must), len(found)
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

// TestLabelledAccounts is the table that counterparts are judged by.
func TestLabelledAccounts(t *testing.T) {
	type pair struct {
		labelled
		a, b *brief.Brief
		want []wanted
	}
	var list []pair
	for _, l := range accounts {
		list = append(list, pair{labelled: l, a: sample(t, l.a), b: sample(t, l.b)})
	}
	for _, l := range seedPairs(t) {
		list = append(list, pair{l.labelled, l.a, l.b, nil})
	}
	var ours [2]tally
	plain := map[bool]map[float64]*tally{false: {}, true: {}}
	for _, p := range list {
		p.want = p.read(t, p.a, p.b)
		var pairs [][2]int
		for _, x := range compared(t, p.a, p.b).Pairs {
			pairs = append(pairs, [2]int{x.A.Passage, x.B.Passage})
		}
		c := tallied(p.a, p.b, p.want, pairs)
		set := 0
		if p.held {
			set = 1
		}
		ours[set].add(c)
		best := tally{}
		base := newBaseline(p.a, p.b)
		for _, least := range thresholds() {
			o := tallied(p.a, p.b, p.want, base.pairs(least))
			if plain[p.held][least] == nil {
				plain[p.held][least] = &tally{}
			}
			plain[p.held][least].add(o)
			if o.f1() > best.f1() {
				best = o
			}
		}
		t.Logf("%-45s %-40s held out %-5v %v; plain cosine at the best threshold for this pair: %v", p.labelled.a, p.labelled.b, p.held, c, best)
		if testing.Verbose() && os.Getenv("BROADSHEET_TELL") != "" {
			tell(t, p.a, p.b, p.want, pairs)
		}
	}
	for set, c := range ours {
		best := bestOf(plain[set == 1])
		t.Logf("held out %v: %v, F1 %.2f; plain cosine at the best threshold %v, F1 %.2f", set == 1, c, c.f1(), best, best.f1())
		least := [2][2]float64{{0.8, 0.7}, {0.55, 0.4}}[set]
		if c.precision() < least[0] || c.recall() < least[1] {
			t.Errorf("held out %v: %v", set == 1, c)
		}
	}
	all := ours[0]
	all.add(ours[1])
	for least, o := range plain[true] {
		plain[false][least].add(*o)
	}
	best := bestOf(plain[false])
	t.Logf("all: %v, F1 %.2f; plain cosine at the best threshold %v, F1 %.2f", all, all.f1(), best, best.f1())
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
		if w.must && !slices.Contains(pairs, [2]int{w.a, w.b}) {
			t.Logf("  missed %d %.70q  %d %.70q", w.a, a.Passages[w.a].Text, w.b, b.Passages[w.b].Text)
		}
	}
}

type seedPair struct {
	labelled
	a, b *brief.Brief
}

// seedPairs reads the labelled pairs of documents that are not part of the
// program; none where no folder is named.
func seedPairs(t *testing.T) []seedPair {
	dir := os.Getenv(seedsVariable)
	if dir == "" {
		return nil
	}
	files, err := filepath.Glob(filepath.Join(dir, "*.txt"))
	if err != nil || len(files) < 2 {
		t.Fatalf("%s=%s: two files *.txt are wanted there", seedsVariable, dir)
	}
	slices.Sort(files)
	load := func(name string) *brief.Brief {
		var n int
		if len(name) > 1 {
			return sample(t, name)
		}
		_, _ = fmt.Sscanf(name, "%d", &n)
		raw, err := os.ReadFile(files[n])
		if err != nil {
			t.Fatal(err)
		}
		return brief.Parse(raw, files[n], brief.Limits{})
	}
	var out []seedPair
	for _, l := range seeds {
		out = append(out, seedPair{l, load(l.a), load(l.b)})
	}
	return out
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
		if p.Aside || p.Kind != brief.Paragraph && p.Kind != brief.ListItem && p.Kind != brief.Quote {
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
	for _, l := range accounts {
		n += len(l.read(t, sample(t, l.a), sample(t, l.b)))
	}
	if n < 50 {
		t.Errorf("%d labels", n)
	}

}
