package pairing

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"broadsheet/internal/brief"
	"broadsheet/internal/tui/readerpane"
)

func parse(text string) *brief.Brief { return brief.Parse([]byte(text), "a.md", brief.Limits{}) }

func of(t interface{ Fatal(...any) }, a, b string) Pairing {
	p, err := Of(context.Background(), parse(a), parse(b), nil)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// written says what is in the margins of both sides: a sign a passage.
func written(p Pairing) [2]string {
	var out [2]string
	for i, s := range p.Sides {
		for _, st := range s.Standings {
			out[i] += st.Role.Sign()
			if st.Role == readerpane.Unknown {
				out[i] += "."
			}
		}
	}
	return out
}

const (
	ferry = "The ferry Nordstern left Kiel in a storm with 120 passengers on board and came back after an hour."
	crane = "A crane fell on the pier of Rostock at noon, and two dockers were taken to the hospital of Warnemünde."
	whale = "A whale lay on the beach of Amrum for eleven days before the tide carried it out to the open sea again."
	lamps = "The lamps of the old lighthouse at Westerhever were exchanged for new ones by three electricians of Husum."
)

func TestAccounts(t *testing.T) {
	p := of(t, "# A\n\n"+ferry+"\n\n"+whale+"\n", "# B\n\nAfter an hour in the storm the Nordstern was back in Kiel, her 120 passengers unhurt, reports the harbour office of the town.\n\n"+crane+"\n")
	if got, want := written(p), [2]string{".=+", ".=+"}; got != want || p.Versions {
		t.Errorf("the margins are %q, want %q; versions: %v", got, want, p.Versions)
	}
	if p.Partner(0, 1) != 1 || p.Partner(1, 1) != 1 || p.Partner(0, 2) != -1 || p.Partner(0, 99) != -1 || p.Near(0, 2) != 1 || p.Near(0, 0) != 0 || p.Partner(1, 0) != 0 {
		t.Error("the counterparts are wrong")
	}
	near := func(i int) (words []string) {
		for _, m := range p.Sides[i].Standings[1].Near {
			words = append(words, string(p.Briefs[i].Raw[m.Span.Start:m.Span.End]))
		}
		return words
	}
	for i := range 2 {
		for _, w := range []string{"Nordstern", "Kiel", "120"} {
			if !slices.Contains(near(i), w) {
				t.Errorf("side %d: %s is not marked, only %q", i, w, near(i))
			}
		}
	}
}

// TestSplitVersions: the parts of a passage that was split belong to it.
func TestSplitVersions(t *testing.T) {
	one := ferry + " " + crane
	p := of(t, strings.Join([]string{"# A", whale, one, lamps}, "\n\n"), strings.Join([]string{"# A", whale, ferry, crane, lamps}, "\n\n"))
	if got, want := written(p), [2]string{"..÷.", "..÷÷."}; got != want || !p.Versions {
		t.Errorf("the margins are %q, want %q", got, want)
	}
	if p.Partner(0, 2) != 2 || p.Partner(1, 2) != 2 || p.Partner(1, 3) != 2 || p.Parted != 1 || len(p.Stops) != 1 {
		t.Errorf("partners %v, %d split, %d stops", [2][]int{p.Sides[0].Partner, p.Sides[1].Partner}, p.Parted, len(p.Stops))
	}
	if c := p.Counts(0); len(c) != 1 || c[0].Role != readerpane.Parted {
		t.Errorf("%+v", c)
	}
}

func TestVersions(t *testing.T) {
	left := strings.Join([]string{"# A", ferry, crane, whale, lamps}, "\n\n")
	right := strings.Join([]string{"# A", whale, strings.Replace(ferry, "120", "130", 1), crane, "This was added to the text by somebody who knew more of it."}, "\n\n")
	p := of(t, left, right)
	if got, want := written(p), [2]string{".~.↕-", ".↕~.+"}; got != want || !p.Versions {
		t.Errorf("the margins are %q, want %q", got, want)
	}
	var counts []string
	for _, c := range p.Counts(0) {
		counts = append(counts, fmt.Sprint(c.Role.Sign(), c.N, " ", c.Words))
	}
	if got, want := strings.Join(counts, ", "), "~1 changed, ↕1 moved, -1 only left, +1 only right"; got != want {
		t.Errorf("the legend says %q, want %q", got, want)
	}
	same := of(t, left, left)
	if same.Partner(0, 3) != 3 || len(same.Stops) != 0 || same.Counts(0)[0].Words != "the same in both" {
		t.Error("two places of one brief are not the same")
	}
}

// Whatever two texts are compared: what has a counterpart has one within the
// other brief, the keys lead through all stops and all lone passages in order
// and round, and swapping the sides twice changes nothing.
func TestAnyTwoTexts(t *testing.T) {
	pool := []string{ferry, crane, whale, lamps, "# A heading", "| a | b |\n|---|---|\n| 1 | 2 |", strings.Replace(ferry, "120", "140", 1), strings.Replace(whale, "eleven", "12", 1), "Short."}
	text := rapid.Custom(func(t *rapid.T) string {
		return strings.Join(rapid.SliceOfN(rapid.SampledFrom(pool), 0, 8).Draw(t, "passages"), "\n\n")
	})
	rapid.Check(t, func(t *rapid.T) {
		p := of(t, text.Draw(t, "a"), text.Draw(t, "b"))
		for i := range 2 {
			for k := range p.Sides[i].Standings {
				if to := p.Partner(i, k); to >= len(p.Sides[1-i].Standings) {
					t.Fatalf("side %d, passage %d: counterpart %d", i, k, to)
				}
			}
			from, seen := -1, []int{}
			for range p.Sides[i].Alone {
				from, _ = p.NextAlone(i, from, 1)
				seen = append(seen, from)
			}
			if !slices.Equal(seen, p.Sides[i].Alone) {
				t.Fatalf("side %d: the lone passages are gone through as %v, want %v", i, seen, p.Sides[i].Alone)
			}
			if to, wrapped := p.NextAlone(i, from, 1); len(seen) > 0 && (to != seen[0] || !wrapped) {
				t.Fatalf("behind the last lone passage comes %d", to)
			}
			now, stops := -1, map[int]bool{}
			for n := range p.Stops {
				at, wrapped := 0, false
				if now, at, wrapped = p.NextStop(i, 0, now, 1); at != n+1 || wrapped {
					t.Fatalf("side %d: stop %d is number %d", i, now, at)
				}
				stops[now] = true
				if back, _, _ := p.NextStop(i, 0, now, -1); n > 0 && !stops[back] {
					t.Fatalf("side %d: before stop %d stands %d", i, now, back)
				}
			}
			if len(stops) != len(p.Stops) {
				t.Fatalf("side %d: of %d stops %d are gone to", i, len(p.Stops), len(stops))
			}
		}
		q := p.Swapped()
		if back := q.Swapped(); !back.Known(p.Briefs[0], p.Briefs[1]) || q.Partner(1, 0) != p.Partner(0, 0) {
			t.Fatal("swapping changes what is known")
		}
	})
}

// Two briefs of 2,000 passages each: it is done beside the screen.
func BenchmarkOf(b *testing.B) {
	for _, n := range []int{100, 2000} {
		var left, right strings.Builder
		for i := range n {
			fmt.Fprintf(&left, "Ship number %d left the harbour H%d for the port P%d with %d tonnes of timber and a crew of %d on deck.\n\n", i, i%97, i%89, i*7, i%31)
			fmt.Fprintf(&right, "From H%d came a vessel, the %d, whose %d tonnes were meant for P%d, say the %d hands who sailed in her.\n\n", i%97, i, i*7, i%89, i%31)
		}
		x, y := parse(left.String()), parse(right.String())
		b.Run(fmt.Sprint(n, " passages each"), func(b *testing.B) {
			for b.Loop() {
				if _, err := Of(context.Background(), x, y, nil); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
