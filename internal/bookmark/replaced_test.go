package bookmark

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"broadsheet/internal/brief"
)

// A word that is replaced in all of a brief changes every row of its lists at once:
// each of its bookmarks is still at its own.
func TestWordsReplacedAllOver(t *testing.T) {
	rng := rand.New(rand.NewPCG(7, 7))
	list, table := string(madeList(rng)), string(madeTable(rng))
	for _, c := range []struct {
		name, src string
		words     []string // each and what is put for it
	}{
		{"a word of a list", list, []string{"office", "bureau"}},
		{"several words for one", list, []string{"crossings", "lorries and carts"}},
		{"one for several", list, []string{"the northern gate", "Torkham"}},
		{"a word put in", list, []string{"counted", "has counted"}},
		{"a word taken out", list, []string{"northern ", ""}},
		{"a year in a table", table, []string{"/2025", "/2026"}},
		{"a word that stays, with others around it", table, []string{"customs", "the customs house"}},
		{"a word of two lookalikes alone", "# T\n\n" + opening + "\n\n" + closing + "\n\n" + strings.Replace(closing, "nine days", "ten days", 1) + "\n\n" + lengthy + "\n", []string{"lorries", "carts"}},
		{"two words, one after the other", list, []string{"office", "bureau", "crossings", "lorries and carts"}},
		{"two columns of a table", table, []string{"/2025", "/2026", "customs", "the customs house"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			replace := strings.NewReplacer(c.words...).Replace
			old, now := parse(c.src), parse(replace(c.src))
			ready, page := Prepare(now), newPage([]byte(c.src), rng)
			for i, u := range page.units {
				place := ready.Resolve(Anchored(old, "page.md", 0, u))
				want := brief.Span{Start: len(replace(c.src[:u.Start])), End: len(replace(c.src[:u.End]))}
				edited := replace(page.text(i)) != page.text(i)
				if place.State == Lost || !place.Span.Overlaps(want) || edited != (place.State == Changed) {
					t.Errorf("%s: %s at %q", page.text(i), place.State, now.Raw[place.Span.Start:place.Span.End])
				}
			}
		})
	}
}

// What was replaced is taken for replaced only where that brings another unit back.
func TestNothingWasReplaced(t *testing.T) {
	north, south := "- The clerk of the northern gate counted 4,120 lorries in May.\n", "- The clerk of the southern gate counted 4,120 lorries in May.\n"
	west, silent := strings.Replace(north, "northern", "western", 1), "\n"+closing+" Nobody speaks of the northern gate.\n\n"+ending+" The northern gate will be shut.\n\n"
	head := "# Gates\n\n" + opening + "\n\n"
	a := marked(t, head+north+south+silent+lengthy+"\n", "The clerk of the northern gate counted 4,120 lorries in May.", 0)
	for name, now := range map[string]string{
		"the marked one is deleted, and its lookalike edited":           head + west + silent + lengthy + " Nor of the western gate.\n",
		"the same, and a copy of that is made":                          head + west + west + silent + lengthy + "\n",
		"by that its lookalike says the same, and the marked one moves": head + south + strings.ReplaceAll(silent, "northern", "southern") + south + "\n" + lengthy + "\n",
	} {
		if place := Resolve(parse(now), a); place.State != Lost {
			t.Errorf("%s: %s at %q", name, place.State, now[place.Span.Start:place.Span.End])
		}
	}
}

func TestSwapsOf(t *testing.T) {
	for _, c := range []struct{ was, now, want string }{
		{"the office counted them", "the bureau counted them", "office>bureau"},
		{"in May, 1/2025, they left", "in May, 1/2026, they left", "2025>2026"},
		{"the office.", "the bureau.", "office>bureau"},
		{"they left early", "they all left early", "they left>they all left they>they all"},
		{"they all left early", "they left early", "they all left>they left they all>they"},
		{"by customs alone", "by the customs house alone", "by customs>by the customs by>by the customs alone>customs house alone customs>customs house customs>the customs house"},
		{"all is as it was", "all is as it was", ""},
		{"", "a word", ""},
	} {
		var got []string
		for _, x := range swapsOf(c.was, c.now) {
			got = append(got, x.was+">"+x.now)
		}
		if s := strings.Join(got, " "); s != c.want {
			t.Errorf("%q to %q: %s, want %s", c.was, c.now, s, c.want)
		}
	}
}

// Every passage of the text with the words put back is found in the text as it is, from
// its beginning to its end.
func TestUndo(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		words := rapid.SliceOfN(rapid.SampledFrom([]string{"ab", "abc", "d", "e", "é", "f.", "\n\n"}), 4, 40).Draw(t, "words")
		x := swap{rapid.SampledFrom([]string{"z", "yx", "wv u"}).Draw(t, "was"), rapid.SampledFrom([]string{"ab", "d", "d e"}).Draw(t, "now")}
		g := newGround(parse(strings.Join(words, " ")))
		u, ok := g.undo(x)
		if !ok {
			return
		}
		if got := strings.ReplaceAll(string(u.g.text), x.was, x.now); got != string(g.text) {
			t.Fatalf("%q with %s put back: %q", g.text, x.was, u.g.text)
		}
		for i := range u.g.units {
			from, to := u.g.bounds(i, i+1)
			start, end := u.place(from, to)
			if a, b := g.bounds(i, i+1); start != a || end != b {
				t.Fatalf("unit %d is at %s, want %s", i, fmt.Sprint(start, end), fmt.Sprint(a, b))
			}
		}
	})
}

// The same in a table of 200 rows: 15 bookmarks of one brief.
func BenchmarkReplacedAllOver(b *testing.B) {
	var w strings.Builder
	w.WriteString("# T\n\n| gate | month | tonnes | who counted |\n|---|---|---|---|\n")
	for i := range 200 {
		fmt.Fprintf(&w, "| gate of %d | %d/2025 | %d | customs |\n", i*37%101, i/4+1, 100+i*7919%900)
	}
	old, units := parse(w.String()), newPage([]byte(w.String()), nil).units
	now := parse(strings.NewReplacer("customs", "clerks", "gate of", "door at").Replace(w.String()))
	var marks []Anchor
	for i := range 15 {
		marks = append(marks, Anchored(old, "page.md", 0, units[i*len(units)/15]))
	}
	for b.Loop() {
		ready := Prepare(now)
		for _, a := range marks {
			if ready.Resolve(a).State == Lost {
				b.Fatal("lost")
			}
		}
	}
}
