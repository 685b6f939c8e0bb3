package bookmark

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestOutlineComesBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var units []outlined
		var w strings.Builder
		for i := range rapid.IntRange(1, 20).Draw(t, "units") {
			u := outlined{
				sign:    uint32(rapid.IntRange(0, signOfMany).Draw(t, "sign")),
				marked:  i == 0,
				passage: likeness(rapid.IntRange(0, 2).Draw(t, "passage")),
				quote:   likeness(rapid.IntRange(0, 2).Draw(t, "quote")),
			}
			units = append(units, u)
			u.write(&w)
			w.WriteByte(' ')
		}
		if got, ok := readOutline(w.String()); !ok || !slices.Equal(got, units) {
			t.Fatalf("%q is read as %v, %v, want %v", w.String(), got, ok, units)
		}
	})
}

func FuzzReadOutline(f *testing.F) {
	f.Add("q3m2z ~b82xk >=+p7k2a abcde …")
	f.Fuzz(func(t *testing.T, text string) {
		units, ok := readOutline(text)
		if !ok {
			return
		}
		var w strings.Builder
		for _, u := range units {
			u.write(&w)
			w.WriteByte(' ')
		}
		if again, ok := readOutline(w.String()); !ok || !slices.Equal(again, units) {
			t.Fatalf("%q is written as %q, which is read as %v, not %v", text, w.String(), again, units)
		}
		a := marked(t, whole, middle, 0)
		a.Outline = text // of whatever brief
		if place := Resolve(parse(whole), a); place.State != Lost && whole[place.Span.Start:place.Span.End] != middle {
			t.Fatalf("with %q it stands at %q", text, whole[place.Span.Start:place.Span.End])
		}
	})
}

// Whether markup is shown hangs on the lines around it.
func TestSignsAreOfWords(t *testing.T) {
	if signOf([]byte("a <b>word</b> [of it](https://example.org)")) != signOf([]byte("a word of it")) {
		t.Error("the sign of a unit hangs on its markup")
	}
	if signOf([]byte("_a word_ of “it”")) != signOf([]byte("a word of \"it\"")) {
		t.Error("the sign of a unit hangs on its signs")
	}
	if signOf([]byte("a word of it")) == signOf([]byte("a word of us")) || signOf([]byte("**")) == signOf([]byte("--")) {
		t.Error("the sign of a unit does not hang on its words")
	}
}

// A lookalike that shows its markup may come to say the very same.
func TestNearlyTheSameButForMarkup(t *testing.T) {
	for of, sign := range map[string]string{"[A paper](x)": " =", "A sheet": " ~"} {
		a := marked(t, "# T\n\n"+lengthy+"\n\n"+closing+"\n\n    "+of+lengthy[len("A paper"):]+"\n", lengthy, 0)
		if !strings.Contains(a.Outline, sign) {
			t.Errorf("beside one with %q: %s", of, a.Outline)
		}
	}
}

// Lookalikes are sought in the text without its tags, and noted at the units that
// they are in.
func TestLookalikesBesideTags(t *testing.T) {
	tags := "<p><a href=\"https://example.org/a/long/address/that/is/no/part/of/the/words\">x</a></p>"
	src := "# T\n\n    " + tags + "\n\n" + opening + "\n\n" + middle + "\n\n    " + tags + "\n\n" + closing + "\n\n" + middle + "\n\n" + ending + "\n"
	var at []int
	for i, u := range strings.Fields(marked(t, src, middle, 0).Outline) {
		if strings.ContainsAny(u, ">=") {
			at = append(at, i)
		}
	}
	b, want := parse(src), []int{}
	for i, p := range b.Passages {
		if p.Text == middle {
			want = append(want, i)
		}
	}
	if !slices.Equal(at, want) {
		t.Errorf("the mark and its lookalike are units %v, want %v", at, want)
	}
}

// A unit is a landmark where no longest common subsequence does without its match.
func TestLandmarks(t *testing.T) {
	longest := func(old []outlined, now []uint32, i, j int) int { // of those without the match of i and j
		row := make([]int, len(now)+1)
		for a := range old {
			corner := 0
			for b := range now {
				up := row[b+1]
				if old[a].sign == now[b] && (a != i || b != j) {
					row[b+1] = max(up, row[b], corner+1)
				} else {
					row[b+1] = max(up, row[b])
				}
				corner = up
			}
		}
		return row[len(now)]
	}
	rapid.Check(t, func(t *rapid.T) {
		signs := rapid.SliceOfN(rapid.Uint32Range(0, 6), 0, 12)
		var old []outlined
		for _, sign := range signs.Draw(t, "old") {
			old = append(old, outlined{sign: sign})
		}
		now := signs.Draw(t, "now")
		all, got := longest(old, now, -1, -1), landmarks(old, now)
		for i := range old {
			want := -1
			for j := range now {
				if old[i].sign == now[j] && longest(old, now, i, j) < all {
					want = j
				}
			}
			if got[i] != want {
				t.Fatalf("unit %d of %v is %d of %v, want %d", i, old, got[i], now, want)
			}
		}
	})
}

// Of a long brief the outline keeps the units around the mark, and of the others
// how like to it they were.
func TestUnitsFarAway(t *testing.T) {
	var units []string
	for i := range 3 * outlineReach {
		units = append(units, fmt.Sprintf("Report %d of the northern office, and its %d pages.", 7919*i%9973, 104729*i%9967))
	}
	const mark = "The clerk at the crossing asked for two more lamps."
	home, far := outlineReach+20, 3*outlineReach-10
	units[home] = mark
	alone := strings.Join(units, "\n\n")
	units[far] = mark
	twice := strings.Join(units, "\n\n")
	a, b := marked(t, alone, mark, 0), marked(t, twice, mark, 0)
	if n := len(strings.Fields(a.Outline)); n != 2*outlineReach+3 || !strings.HasSuffix(a.Outline, " …") || !strings.HasSuffix(b.Outline, " =…") {
		t.Fatalf("%d units: %s", n, b.Outline)
	}
	edit := func(src string) string { return "# Reports\n\n" + strings.Replace(src, mark, "", 1) }
	now := edit(alone) + "\n\n" + mark + "\n"
	if place := Resolve(parse(now), a); place.State == Lost || place.Span.Start != strings.Index(now, mark) {
		t.Errorf("moved to the end: %s at %d", place.State, place.Span.Start)
	}
	if place := Resolve(parse(edit(twice)), b); place.State != Lost {
		t.Errorf("deleted, with a copy far away: %s", place.State)
	}
	if place := Resolve(parse("# Reports\n\n"+twice), b); place.State != OK {
		t.Errorf("in its place: %s", place.State)
	}
}
