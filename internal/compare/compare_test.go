package compare

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"broadsheet/internal/brief"
	"broadsheet/internal/terms"
)

// Two accounts of one invented event, with the differences that real ones
// have: another order, other words, other spellings, other figures, and
// things that only one of them says.
const reportA = `# Barrage gates fail on the Sarund

A gate of the Sarund barrage gave way on Tuesday night, and the water that it let go flooded eleven villages downstream before the sun was up.

At least 14 people have been found dead and some 3,200 have left their homes, the district office at Kelbar said. Many more are unaccounted for.

The water ministry said that a hinge of gate number seven had broken under the load. Minister Orhan Tevik called it "a failure of steel, not of people".

Engineers who worked at the barrage disagree. A report of 2021, which this paper has seen, warned that the steel was worn and asked for new hinges within two years.

Nobody acted on it, for want of money. The repair fund was cut by half in the budget that followed, and what was left went to the road on top of the dam.

The army has brought 40 boats and two helicopters to Kelbar. Schools there have been turned into shelters, and bread is handed out twice a day.

Farmers fear for the harvest. The flood has covered rice fields that were to be cut next week, and buyers in the capital already ask for more.

In the neighboring republic, on the lower reach of the river, the alarm was raised six hours late. Its foreign ministry has summoned the ambassador and demands that gauges be read by both sides.

The treaty on the Sarund, signed in 1978, obliges each country to warn the other of any sudden release. It names no time within which that must be done.

The opposition wants the minister to resign. Its leader, Mina Halvard, said in parliament that the dead of Kelbar were "drowned by a ledger".

Rain is forecast for the weekend.
`

const reportB = `# After the flood: who watches the river?

## Summary

The collapse of a gate at Sarund Dam has killed 17 and driven thousands from eleven villages in the valley below. This brief asks what was known, and when.

## What was known

Inspectors had put it in writing. Writing in 2021, they described worn hinges on most gates and recommended a replacement by 2023.

Money was the obstacle. Parliament halved the repair fund a year later, and the remainder paid for resurfacing the dam road.

Officials blame the material. Water minister Orhan Tevik speaks of a broken hinge on gate seven and of a "failure of steel".

The water ministry runs barrages on four other rivers, each with gates and hinges by the same contractor; the minister said nothing about those.

Helicopters and boats of the army were promised to the villages of another valley after the flood of 1994, and came when the schools there had closed for good.

## Relief

Some forty army boats and a pair of helicopters are working out of Kelbar, where school buildings serve as shelters and the bakeries give bread away.

International agencies have offered tents and water filters; the government has accepted the filters only.

## The neighbours

Downriver, the neighbouring republic learned of the wave six hours after it began. It has called in the ambassador, and asks for gauges that both states can read.

Under the 1978 treaty, sudden releases must be announced to the other side. As no deadline is given, lawyers doubt that late warning is a breach.

## Outlook

Mina Halvard, who leads the opposition, has called for Mr. Tevik's resignation. He has the prime minister's support for now.

A ledger of the drowned does not exist. Parliament last counted the dead of a flood in 1994, when Kelbar was spared.

Insurance covers few of the houses; most families will have to rebuild on credit, at rates that have doubled since spring.
`

// labels name, by their first words, the passages that a reader would pair.
var labels = map[string]string{
	"A gate of the Sarund":     "The collapse of a gate",
	"The water ministry said":  "Officials blame",
	"Engineers who worked":     "Inspectors had put",
	"Nobody acted on it":       "Money was the obstacle",
	"The army has brought":     "Some forty army boats",
	"In the neighboring":       "Downriver, the neigh",
	"The treaty on the Sarund": "Under the 1978 treaty",
	"The opposition wants":     "Mina Halvard, who leads",
}

func parse(src string) *brief.Brief { return brief.Parse([]byte(src), "account.md", brief.Limits{}) }

func compared(t testing.TB, a, b *brief.Brief) Result {
	t.Helper()
	r, err := Briefs(context.Background(), a, b, nil)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// grade gives precision and recall of pairs of texts against the labels.
func grade(pairs [][2]string) (precision, recall float64) {
	right := 0
	for _, p := range pairs {
		for a, b := range labels {
			if strings.HasPrefix(p[0], a) && strings.HasPrefix(p[1], b) {
				right++
			}
		}
	}
	return float64(right) / max(float64(len(pairs)), 1), float64(right) / float64(len(labels))
}

func TestLabelled(t *testing.T) {
	a, b := parse(reportA), parse(reportB)
	var pairs [][2]string
	for _, p := range compared(t, a, b).Pairs {
		pairs = append(pairs, [2]string{p.A.Text, p.B.Text})
		t.Logf("%.3f %v\n  %.70s\n  %.70s", p.Score, p.Shared, p.A.Text, p.B.Text)
	}
	precision, recall := grade(pairs)
	t.Logf("precision %.2f, recall %.2f", precision, recall)
	if precision < 0.8 || recall < 0.7 {
		t.Errorf("precision %.2f, recall %.2f", precision, recall)
	}
}

func f1(p, r float64) float64 { return 2 * p * r / max(p+r, 1e-9) }

func TestSharedWords(t *testing.T) {
	for _, p := range compared(t, parse(reportA), parse(reportB)).Pairs {
		if len(p.Shared) < leastTerms-1 || len(p.Shared) > mostShared {
			t.Errorf("shared %v", p.Shared)
		}
		for _, w := range p.Shared {
			if w != terms.Fold(w) {
				t.Errorf("%q is not folded", w)
			}
		}
		if strings.HasPrefix(p.A.Text, "The water ministry") && strings.HasPrefix(p.B.Text, "Officials") && !slices.Contains(p.Shared, "failure") {
			t.Errorf("shared %v, want words and not stems", p.Shared)
		}
	}
}

func TestFiguresInWords(t *testing.T) {
	a := parse("Eleven sailors were drowned near the northern lighthouse, the harbour master wrote.")
	b := parse("Harbour officials confirmed 11 drowned off the lighthouse.")
	if r := compared(t, a, b); len(r.Pairs) != 1 || !slices.Contains(r.Pairs[0].Shared, "11") {
		t.Errorf("%+v", r)
	}
}

// TestPerhaps: what is like another passage, but not like enough, is neither
// joined with it nor said to stand alone.
func TestPerhaps(t *testing.T) {
	a := sample(t, "2025-10-19-doha-cease-fire-announced.md")
	b := sample(t, "2025-10-20-doha-truce-second-account.md")
	r := compared(t, a, b)
	if len(r.Perhaps) == 0 {
		t.Fatal("nothing is in doubt")
	}
	for _, p := range r.Perhaps {
		if p.Score < perhapsScore || p.Score >= againScore || len(p.Shared) == 0 || p.Marks != nil {
			t.Errorf("%+v", p)
		}
		if slices.Contains(r.OnlyA, p.A) || slices.Contains(r.OnlyB, p.B) {
			t.Errorf("%.40q and %.40q may be counterparts, and stand alone", p.A.Text, p.B.Text)
		}
	}
}

func TestOneNameIsNoEvidence(t *testing.T) {
	a := parse("Sheikh Omar Farid Halabi opened the bridge over the gorge with a short speech.\n\nPrices of onions doubled in the market halls within a fortnight.")
	b := parse("A portrait of Sheikh Omar Farid Halabi hangs above the desk of every clerk.\n\nOnions cost twice as much in the market halls now.")
	r := compared(t, a, b)
	if len(r.Pairs) != 1 || !strings.HasPrefix(r.Pairs[0].A.Text, "Prices") {
		t.Errorf("%+v", r.Pairs)
	}
}

// check fails where a result breaks the contract.
func check(t interface{ Fatalf(string, ...any) }, a, b *brief.Brief, r Result) {
	seenA, seenB := map[int]int{}, map[int]int{}
	see := func(x *brief.Brief, s Side, seen map[int]int) {
		if s.Passage < 0 || s.Passage >= len(x.Passages) || x.Passages[s.Passage].Span != s.Span || x.Passages[s.Passage].Text != s.Text {
			t.Fatalf("bad side %+v", s)
		}
		seen[s.Passage]++
	}
	for _, list := range [][]Pair{r.Pairs, r.Perhaps} {
		for _, p := range list {
			if !(p.Score > 0 && p.Score <= 1) || len(p.Shared) > mostShared {
				t.Fatalf("score %v, shared %v", p.Score, p.Shared)
			}
			see(a, p.A, seenA)
			see(b, p.B, seenB)
		}
	}
	for _, s := range r.OnlyA {
		see(a, s, seenA)
	}
	for _, s := range r.OnlyB {
		see(b, s, seenB)
	}
	for i, x := range []*brief.Brief{a, b} {
		seen := []map[int]int{seenA, seenB}[i]
		c, err := read(context.Background(), x, parse(""), nil)
		if err != nil {
			t.Fatalf("%v", err)
		}
		all := slices.Clone(c.few[0])
		for _, v := range c.vectors[0] {
			all = append(all, v.passage)
		}
		for _, p := range all {
			if seen[p] == 0 {
				t.Fatalf("passage %d of brief %d stands nowhere", p, i)
			}
		}
		if len(seen) != len(all) {
			t.Fatalf("%d passages of brief %d, want %d", len(seen), i, len(all))
		}
	}
	for _, s := range r.OnlyA {
		if seenA[s.Passage] != 1 {
			t.Fatalf("passage %d of A is in a pair and is not", s.Passage)
		}
	}
	for _, s := range r.OnlyB {
		if seenB[s.Passage] != 1 {
			t.Fatalf("passage %d of B is in a pair and is not", s.Passage)
		}
	}
	paired := func(s Side, of func(Pair) Side) bool {
		return slices.ContainsFunc(r.Pairs, func(p Pair) bool { return of(p).Passage == s.Passage })
	}
	for _, p := range r.Perhaps {
		if paired(p.A, func(p Pair) Side { return p.A }) && paired(p.B, func(p Pair) Side { return p.B }) {
			t.Fatalf("passages %d and %d may be counterparts, and have others", p.A.Passage, p.B.Passage)
		}
	}
}

func TestProperties(t *testing.T) {
	sentences := append(strings.Split(reportA, "\n\n"), strings.Split(reportB, "\n\n")...)
	rapid.Check(t, func(t *rapid.T) {
		draw := func(name string) *brief.Brief {
			return parse(strings.Join(rapid.SliceOfN(rapid.SampledFrom(sentences), 0, 12).Draw(t, name), "\n\n"))
		}
		a, b := draw("a"), draw("b")
		r, err := Briefs(context.Background(), a, b, nil)
		if err != nil {
			t.Fatalf("%v", err)
		}
		check(t, a, b, r)
		back, _ := Briefs(context.Background(), b, a, nil)
		if diff := cmp.Diff(r, back.swapped()); diff != "" {
			t.Fatalf("not symmetric: %s", diff)
		}
	})
}

func TestItselfIsItsCounterpart(t *testing.T) {
	r := compared(t, parse(reportA), parse(reportA))
	if len(r.OnlyA)+len(r.OnlyB) > 0 {
		t.Errorf("left over: %v %v", r.OnlyA, r.OnlyB)
	}
	for _, p := range r.Pairs {
		if p.A != p.B || p.Score < 0.999 {
			t.Errorf("%.3f %.40s | %.40s", p.Score, p.A.Text, p.B.Text)
		}
	}
}

func TestWhatIsLeftOut(t *testing.T) {
	src := "# A heading of many words that speaks of barrages\n\n| a table | of barrages | hinges | gates |\n|---|---|---|---|\n| x | y | z | w |\n\n    code of barrages, hinges, gates, villages, boats\n\n---\n\nThe barrage, its hinges and gates, and eleven villages below it.\n"
	r := compared(t, parse(src), parse(""))
	if len(r.OnlyA) != 2 || len(r.Pairs) != 0 || !strings.HasPrefix(r.OnlyA[0].Text, "a table") || !strings.HasPrefix(r.OnlyA[1].Text, "The barrage") {
		t.Errorf("%+v", r)
	}
	check(t, parse(src), parse(""), r)
}

// A passage may say all in a word or two, and that be what only one account has.
func TestPassagesOfAFewWords(t *testing.T) {
	a := parse("Talks failed.\n\nNo deal.\n\nIran agreed.\n\n***\n\nNo deal.\n")
	b := parse("No deal.\n\nDeal signed.\n\nIt was so.\n")
	r := compared(t, a, b)
	check(t, a, b, r)
	texts := func(list []Side) (out []string) {
		for _, s := range list {
			out = append(out, s.Text)
		}
		return out
	}
	if diff := cmp.Diff([][]string{{"Talks failed.", "Iran agreed.", "No deal."}, {"Deal signed.", "It was so."}}, [][]string{texts(r.OnlyA), texts(r.OnlyB)}); diff != "" {
		t.Error(diff)
	}
	if len(r.Pairs) != 1 || r.Pairs[0].A.Text != "No deal." || r.Pairs[0].Score != 1 {
		t.Errorf("pairs %+v", r.Pairs)
	}
}

// A countdown is a context that is cancelled when it has been asked so often.
type countdown struct {
	context.Context
	left int
}

func (c *countdown) Err() error {
	if c.left--; c.left < 0 {
		return context.Canceled
	}
	return nil
}

// TestCancelled cancels at every place where anybody asks.
func TestCancelled(t *testing.T) {
	a, b := long(120, 1), long(120, 2)
	for left := 0; ; left++ {
		r, err := Briefs(&countdown{context.Background(), left}, a, b, nil)
		if err == nil {
			if left < 20 {
				t.Errorf("it was asked only %d times", left)
			}
			break
		}
		if !errors.Is(err, context.Canceled) || len(r.OnlyA)+len(r.Pairs) > 0 {
			t.Fatalf("%v, %+v", err, r)
		}
		left += left / 8
	}
	for left := 0; ; left++ {
		d, are, err := Versions(&countdown{context.Background(), left}, a, edited(a))
		if err == nil {
			if !are || left < 100 {
				t.Errorf("versions %v; it was asked only %d times", are, left)
			}
			break
		}
		if !errors.Is(err, context.Canceled) || are || len(d.Edits) > 0 {
			t.Fatalf("%v, %v, %d edits", err, are, len(d.Edits))
		}
		left += left / 8
	}
}

// edited is another version of a brief: every fifth passage has another word,
// every tenth has gone to the end.
func edited(b *brief.Brief) *brief.Brief {
	var stay, moved []string
	for i, p := range b.Passages {
		text := p.Text
		if i%5 == 0 {
			text = strings.Replace(text, " ", " another ", 3)
		}
		if i%10 == 3 {
			moved = append(moved, text)
		} else {
			stay = append(stay, text)
		}
	}
	return parse(strings.Join(append(stay, moved...), "\n\n"))
}

// TestTablesAndHeadings: a row of a table is a counterpart, and a heading has
// that of what stands under it.
func TestTablesAndHeadings(t *testing.T) {
	a := parse(`# Dams

## Losses

| What | How many |
|---|---|
| Villages flooded below the barrage | eleven |
| Boats of the army at Kelbar | 40 |

## Money

Parliament halved the repair fund of the barrage, and the remainder paid for resurfacing the dam road.
`)
	b := parse(`# The flood

## What it took to mend

What was left of the repair fund, which parliament had halved, went to the road on top of the dam.

## What it destroyed

Some forty army boats are at work around Kelbar now.

Nobody has yet asked for an inquiry, and the weather is fine again in the hills.
`)
	r := compared(t, a, b)
	var pairs []string
	for _, p := range r.Pairs {
		pairs = append(pairs, fmt.Sprintf("%.8s > %.16s", p.A.Text, p.B.Text))
	}
	if diff := cmp.Diff([]string{"What | H > Some forty army ", "Parliame > What was left of"}, pairs); diff != "" {
		t.Error(diff)
	}
	var heads []string
	for _, h := range r.Headings {
		heads = append(heads, a.Passages[h[0]].Text+" > "+b.Passages[h[1]].Text)
	}
	if diff := cmp.Diff([]string{"Dams > The flood", "Losses > What it destroyed", "Money > What it took to mend"}, heads); diff != "" {
		t.Error(diff)
	}
}

// TestOfficesNameNobody: two ministries of two countries are no shared name.
func TestOfficesNameNobody(t *testing.T) {
	a := parse("The text was read out at Qatar's Ministry of Foreign Affairs in Doha on 19 October, and thanked both delegations for coming.")
	b := parse("The text of 19 October that was read out in Doha was called short by the Ministry of Foreign Affairs of Türkiye, and thin by both delegations.")
	r := compared(t, a, b)
	if len(r.Pairs) != 1 {
		t.Fatalf("%+v", r)
	}
	for _, m := range r.Pairs[0].Marks {
		if m.Word != "doha" && m.Word != "19 october" {
			t.Errorf("%v %q is marked", m.Kind, m.Word)
		}
	}
}

func TestThesaurus(t *testing.T) {
	for _, words := range [][2]string{{"took", "take"}, {"men", "man"}, {"fought", "fight"}, {"truck", "truck"}} {
		if got := regular(words[0]); got != words[1] {
			t.Errorf("regular(%q) = %q, want %q", words[0], got, words[1])
		}
	}
	for _, words := range [][2]string{{"ship", "vessel"}, {"begin", "start"}, {"intermission", "pause"}} {
		x, y := ideasOf(terms.Stem(words[0])), ideasOf(terms.Stem(words[1]))
		if !slices.ContainsFunc(x, func(n int32) bool { return slices.Contains(y, n) }) {
			t.Errorf("%q and %q have nothing in common", words[0], words[1])
		}
	}
	lines := strings.Split(strings.TrimSuffix(wordnet, "\n"), "\n")
	last := ""
	for _, l := range lines {
		key, rest, _ := strings.Cut(l, " ")
		if key <= last || rest == "" || strings.Join(wordnetLine(key), " ") != rest {
			t.Fatalf("%q stands behind %q and is found as %q", l, last, wordnetLine(key))
		}
		last = key
	}
	for _, word := range []string{"", "a", "zzz", "日本", last + "a"} {
		if got := wordnetLine(word); got != nil {
			t.Errorf("%q is found as %q", word, got)
		}
	}
}

func FuzzBriefs(f *testing.F) {
	f.Add(reportA, reportB)
	f.Add("", "\"Open quote and the “other kind” of quote – with 11 soldiers\n\n- item")
	f.Fuzz(func(t *testing.T, x, y string) {
		if len(x)+len(y) > 1<<16 {
			return
		}
		a, b := parse(x), parse(y)
		check(t, a, b, compared(t, a, b))
		if d, are := versionsOf(t, a, b); are {
			checkVersions(t, a, b, d)
		}
	})
}

// long makes a brief of n passages of about 60 words with the spread of words
// that texts have: few very often, many once.
func long(n, seed int) *brief.Brief {
	var w strings.Builder
	state := uint32(seed)
	for range n {
		for range 60 {
			state = state*1664525 + 1013904223
			u := float64(state>>8) / (1 << 24)
			fmt.Fprintf(&w, "w%dx ", int(20000*u*u*u*u))
		}
		w.WriteString("\n\n")
	}
	return parse(w.String())
}

func BenchmarkBriefs(b *testing.B) {
	for _, n := range []int{100, 2000} {
		x, y := long(n, 1), long(n, 2)
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			for b.Loop() {
				compared(b, x, y)
			}
		})
	}
}

// BenchmarkAccounts compares two real accounts, of some twenty passages each.
func BenchmarkAccounts(b *testing.B) {
	x, y := sample(b, "2025-10-19-doha-cease-fire-announced.md"), sample(b, "2025-10-20-doha-truce-second-account.md")
	for b.Loop() {
		compared(b, x, y)
	}
}

func BenchmarkVersions(b *testing.B) {
	for _, n := range []int{100, 2000} {
		x := long(n, 1)
		y := edited(x)
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			for b.Loop() {
				if _, are := versionsOf(b, x, y); !are {
					b.Fatal("no versions")
				}
			}
		})
	}
}
