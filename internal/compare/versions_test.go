package compare

import (
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"broadsheet/internal/brief"
)

// longestCommon is the length of the longest common subsequence, by the
// classic table.
func longestCommon(a, b []int) int {
	row := make([]int, len(b)+1)
	for _, x := range a {
		diagonal := 0
		for j, y := range b {
			up := row[j+1]
			if x == y {
				row[j+1] = diagonal + 1
			} else {
				row[j+1] = max(up, row[j])
			}
			diagonal = up
		}
	}
	return row[len(b)]
}

// kept are the numbers of a text's words outside some spans.
func kept(w words, spans []brief.Span) []int {
	var out []int
	for i, s := range w.spans {
		if !slices.ContainsFunc(spans, func(c brief.Span) bool { return c.Overlaps(s) }) {
			out = append(out, w.ids[i])
		}
	}
	return out
}

// inWords numbers some words.
func inWords(list []string, numbers map[string]int) (w words) {
	for i, x := range list {
		if _, ok := numbers[x]; !ok {
			numbers[x] = len(numbers)
		}
		w.ids, w.spans = append(w.ids, numbers[x]), append(w.spans, brief.Span{Start: 2 * i, End: 2*i + 1})
	}
	return w
}

func TestDifferenceIsTheShortest(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		word := rapid.SampledFrom(strings.Fields("a b c d e"))
		x, y := rapid.SliceOfN(word, 0, 30).Draw(t, "a"), rapid.SliceOfN(word, 0, 30).Draw(t, "b")
		numbers := map[string]int{}
		a, b := inWords(x, numbers), inWords(y, numbers)
		m := newMyers(&a, &b)
		ka, kb := kept(a, lost(a.spans, m.keepA)), kept(b, lost(b.spans, m.keepB))
		if !slices.Equal(ka, kb) {
			t.Fatalf("%v and %v: kept %v and %v", a.ids, b.ids, ka, kb)
		}
		if want := longestCommon(a.ids, b.ids); len(ka) != want {
			t.Fatalf("%v and %v: kept %d words, %d are in both", a.ids, b.ids, len(ka), want)
		}
	})
}

// checkVersions fails where a Diff does not lead from one text to the other.
func checkVersions(t interface{ Fatalf(string, ...any) }, a, b *brief.Brief, d Diff) {
	numbers := map[string]int{}
	edits := map[[2]int]Edit{}
	var seen [2]map[int]bool
	seen[0], seen[1] = map[int]bool{}, map[int]bool{}
	for _, e := range d.Edits {
		edits[[2]int{e.A.Passage, e.B.Passage}] = e
		if e.A.Passage < 0 {
			seen[1][e.B.Passage] = true
		}
		if e.B.Passage < 0 {
			seen[0][e.A.Passage] = true
		}
	}
	split := map[[2]int]bool{}
	for _, e := range d.Edits {
		for k, s := range append([]Side{e.A}, e.More...) {
			switch {
			case len(e.More) == 0:
			case e.Split && k > 0:
				split[[2]int{e.A.Passage, s.Passage}] = true
			case e.Split:
				split[[2]int{e.A.Passage, e.B.Passage}] = true
			default:
				split[[2]int{s.Passage, e.B.Passage}] = true
			}
		}
	}
	for _, j := range d.Joined {
		p, q := &a.Passages[j[0]], &b.Passages[j[1]]
		if split[j] {
			seen[0][j[0]], seen[1][j[1]] = true, true
			continue
		}
		if seen[0][j[0]] || seen[1][j[1]] {
			t.Fatalf("%v is joined twice", j)
		}
		seen[0][j[0]], seen[1][j[1]] = true, true
		e := edits[j]
		x, y := wordsOf(p, numbers), wordsOf(q, numbers)
		kx, ky := kept(x, inText(p, e.Cut)), kept(y, inText(q, e.Put))
		if !slices.Equal(kx, ky) {
			t.Fatalf("what is left of the two differs:\n%s %v\n%s %v", p.Text, e.Cut, q.Text, e.Put)
		}
	}
	for s, x := range []*brief.Brief{a, b} {
		for i := range x.Passages {
			if p := &x.Passages[i]; p.Text != "" && !p.Aside && !seen[s][i] {
				t.Fatalf("passage %d of text %d is nowhere", i, s)
			}
		}
	}
}

func inText(p *brief.Passage, spans []brief.Span) []brief.Span {
	var out []brief.Span
	for _, s := range spans {
		if r, ok := p.InText(s); ok {
			out = append(out, r)
		}
	}
	return out
}

func versionsOf(t testing.TB, a, b *brief.Brief) (Diff, bool) {
	t.Helper()
	d, are, err := Versions(context.Background(), a, b)
	if err != nil {
		t.Fatal(err)
	}
	return d, are
}

func TestVersionsOfARevisedText(t *testing.T) {
	parts := strings.Split(reportA, "\n\n")
	parts[2] = strings.Replace(parts[2], "At least 14 people", "At least 17 people", 1)
	parts = slices.Delete(parts, 5, 6)
	army := parts[5]
	parts = slices.Insert(slices.Delete(parts, 5, 6), 9, army, "A sentence that was not there before.")
	a, b := parse(reportA), parse(strings.Join(parts, "\n\n"))
	d, are := versionsOf(t, a, b)
	if !are {
		t.Fatalf("same %.2f", d.Same)
	}
	checkVersions(t, a, b, d)
	var got []string
	for _, e := range d.Edits {
		line := first(e.A.Text) + " > " + first(e.B.Text)
		if e.Moved {
			line += " moved"
		}
		if e.A.Passage >= 0 && e.B.Passage >= 0 {
			for _, s := range e.Cut {
				line += " -" + string(a.Raw[s.Start:s.End])
			}
			for _, s := range e.Put {
				line += " +" + string(b.Raw[s.Start:s.End])
			}
		}
		got = append(got, line)
	}
	want := []string{"At least > At least -14 +17", "Nobody acted > ", "The army > The army moved", " > A sentence"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// TestLoneWordsAreCleanedUp: a rewritten stretch is one change, but two small
// changes far apart are two.
func TestLoneWordsAreCleanedUp(t *testing.T) {
	for _, c := range []struct{ a, b, cut, put string }{
		{"The guns of the frontier were quiet on Monday.", "The traders of Torkham waited at their stalls on Monday.", "guns of the frontier were quiet", "traders of Torkham waited at their stalls"},
		{"In the valley 14 people of Kelbar have been found dead.", "In the valley 17 people of Kelbar have been found drowned.", "14|dead", "17|drowned"},
		{"a b", "a b", "", ""},
		{"All of it went.", "", "All of it went.", ""},
	} {
		numbers := map[string]int{}
		a, b := parse(c.a), parse(c.b)
		words := func(x *brief.Brief) (w words) {
			if len(x.Passages) > 0 {
				w = wordsOf(&x.Passages[0], numbers)
			}
			return w
		}
		x, y := words(a), words(b)
		cut, put := difference(&x, &y)
		texts := func(s string, spans []brief.Span) string {
			var out []string
			for _, p := range spans {
				out = append(out, s[p.Start:p.End])
			}
			return strings.Join(out, "|")
		}
		if texts(c.a, cut) != c.cut || texts(c.b, put) != c.put {
			t.Errorf("%q and %q: cut %q, put %q", c.a, c.b, texts(c.a, cut), texts(c.b, put))
		}
	}
}

// TestSplitPassages: a passage that was split is one edit, with all its parts,
// and so is one that was joined.
func TestSplitPassages(t *testing.T) {
	parts := strings.Split(reportA, "\n\n")
	cutIn := strings.Replace(parts[2], ". Many", ".\n\nMany", 1)
	changed := strings.Join(append(slices.Clone(parts[:2]), append([]string{cutIn}, parts[3:]...)...), "\n\n")
	changed = strings.Replace(changed, "14 people", "17 people", 1)
	a, b := parse(reportA), parse(changed)
	d, _ := versionsOf(t, a, b)
	checkVersions(t, a, b, d)
	if len(d.Edits) != 1 || !d.Edits[0].Split || len(d.Edits[0].More) != 1 || !strings.HasPrefix(d.Edits[0].More[0].Text, "Many more") {
		t.Fatalf("%+v", d.Edits)
	}
	if e := d.Edits[0]; len(e.Cut) != 1 || string(a.Raw[e.Cut[0].Start:e.Cut[0].End]) != "14" || len(e.Put) != 1 || string(b.Raw[e.Put[0].Start:e.Put[0].End]) != "17" {
		t.Errorf("cut %v, put %v", e.Cut, e.Put)
	}
	back, _ := versionsOf(t, b, a)
	checkVersions(t, b, a, back)
	if len(back.Edits) != 1 || back.Edits[0].Split || len(back.Edits[0].More) != 1 || !strings.HasPrefix(back.Edits[0].More[0].Text, "Many more") || !strings.HasPrefix(back.Edits[0].A.Text, "At least") {
		t.Errorf("%+v", back.Edits)
	}
}

func first(s string) string {
	w := strings.Fields(s)
	return strings.Join(w[:min(2, len(w))], " ")
}

func TestAccountsAreNoVersions(t *testing.T) {
	if d, are := versionsOf(t, parse(reportA), parse(reportB)); are || len(d.Edits) > 0 {
		t.Errorf("%+v", d)
	}
	if d, are := versionsOf(t, parse(reportA), parse(reportA)); !are || len(d.Edits) > 0 || d.Same != 1 {
		t.Errorf("%+v", d)
	}
	if _, are := versionsOf(t, parse(""), parse("")); are {
		t.Error("two texts of nothing")
	}
}

// TestVersionsProperties makes versions of a text at random.
func TestVersionsProperties(t *testing.T) {
	parts := strings.Split(reportA+"\n\n- a list\n- of **two**\n\n| a | b |\n|---|---|\n| c | d |\n\nRain is forecast for the weekend.", "\n\n")
	rapid.Check(t, func(t *rapid.T) {
		out := slices.Clone(parts)
		for range rapid.IntRange(0, 6).Draw(t, "changes") {
			i := rapid.IntRange(0, len(out)-1).Draw(t, "at")
			w := strings.Split(out[i], " ")
			k := rapid.IntRange(0, len(w)-1).Draw(t, "word")
			switch rapid.IntRange(0, 4).Draw(t, "what") {
			case 0:
				out = append(slices.Delete(slices.Clone(out), i, i+1), out[i])
			case 1:
				out = append(slices.Clone(out), out[i])
			case 2:
				out[i] = strings.Join(slices.Delete(w, k, k+1), " ")
			case 3:
				out[i] = strings.Join(slices.Insert(w, k, "*another*", "word"), " ")
			case 4:
				out = slices.Insert(slices.Clone(out), i, strings.Join(w[k:], " "))
			}
		}
		a, b := parse(strings.Join(parts, "\n\n")), parse(strings.Join(out, "\n\n"))
		d, are, err := Versions(context.Background(), a, b)
		if err != nil || !are {
			t.Fatalf("%v, %.2f", err, d.Same)
		}
		checkVersions(t, a, b, d)
		back, _, _ := Versions(context.Background(), b, a)
		checkVersions(t, b, a, back)
		if len(back.Edits) != len(d.Edits) {
			t.Fatalf("%d edits one way, %d the other", len(d.Edits), len(back.Edits))
		}
		for _, e := range d.Edits {
			if !slices.ContainsFunc(back.Edits, func(f Edit) bool { return cmp.Equal(e, f.swapped()) }) {
				t.Fatalf("not the other way round: %+v", e)
			}
		}
	})
}
