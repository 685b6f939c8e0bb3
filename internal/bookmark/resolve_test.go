package bookmark

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"broadsheet/internal/brief"
)

// prose makes a brief of n passages that differ from each other as much as
// passages do.
func prose(n int) []string {
	stock := strings.Fields(opening + " " + middle + " " + closing + " " + lengthy + " " + ending)
	state := uint32(1)
	next := func(n int) int {
		state = state*1664525 + 1013904223
		return int(state>>8) % n
	}
	out := make([]string, n)
	for i := range out {
		var w []string
		for range 12 + next(50) {
			w = append(w, stock[next(len(stock))])
		}
		out[i] = strings.Join(w, " ") + "."
	}
	return out
}

// An unedited brief: every anchor, of any range, is found in its place.
func TestUneditedIsOK(t *testing.T) {
	src := strings.Join(prose(12), "\n\n") + "\n\n- item one\n- item *two* of [three](x)\n- item one\n\n| a | b |\n|---|---|\n| c | d |\n\n> quoted — “words”\n"
	b := parse(src)
	p := Prepare(b)
	rapid.Check(t, func(t *rapid.T) {
		start := rapid.IntRange(0, len(src)-1).Draw(t, "start")
		end := min(len(src), start+rapid.OneOf(rapid.IntRange(1, 40), rapid.IntRange(1, 900)).Draw(t, "length"))
		a := Anchored(b, "p", 0, brief.Span{Start: start, End: end})
		if a.Quote == "" {
			return
		}
		place := p.Resolve(a)
		if place.State != OK || place.Span != (brief.Span{Start: a.Start, End: a.End}) {
			t.Fatalf("%q: %s %v, want [%d, %d)", a.Quote, place.State, place.Span, a.Start, a.End)
		}
		a.Outline = "" // of an earlier version
		if place := p.Resolve(a); place.State != Lost && place.Span.Start != a.Start || place.State == Lost && a.Quote == a.Passage {
			t.Fatalf("without an outline %q: %s %v, want [%d, %d)", a.Quote, place.State, place.Span, a.Start, a.End)
		}
	})
}

// A unit that its brief repeats is found in its place by an anchor of an earlier
// version, too, which has no outline.
func TestRepeatedAndUnedited(t *testing.T) {
	src := "# T\n\n- item one\n- item two\n- item one\n- item three\n"
	for n := range 2 {
		a := marked(t, src, "item one", n)
		a.Outline = ""
		if place := Resolve(parse(src), a); place.State != OK || place.Span.Start != a.Start {
			t.Errorf("the place %d: %s at %d, want %d", n, place.State, place.Span.Start, a.Start)
		}
	}
}

// Random edits of a brief: no anchor points into another passage, and nearly
// all of those whose passage stands with few changes are found.
func TestRandomEdits(t *testing.T) {
	passages := prose(20)
	b := parse(strings.Join(passages, "\n\n"))
	found, stood := 0, 0
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(0, len(passages)-1).Draw(t, "marked")
		a := Anchored(b, "p", 0, b.Passages[n].Span)
		edited := make([]string, len(passages))
		for i, p := range passages {
			edited[i] = p
			switch rapid.IntRange(0, 9).Draw(t, "edit") {
			case 0:
				edited[i] = ""
			case 1, 2:
				letters := []byte(p)
				for range rapid.IntRange(1, len(p)/6).Draw(t, "changes") {
					letters[rapid.IntRange(0, len(p)-1).Draw(t, "at")] = "xyz"[rapid.IntRange(0, 2).Draw(t, "to")]
				}
				edited[i] = string(letters)
			case 3:
				edited[i] = "A sentence that was not there. " + p
			}
		}
		now := parse(strings.Join(edited, "\n\n"))
		place := Resolve(now, a)
		if edited[n] != "" {
			stood++
		}
		if place.State == Lost {
			return
		}
		got := now.Passages[place.Passage].Text
		if edited[n] == "" || !strings.HasSuffix(edited[n], got[max(0, len(got)-20):]) {
			t.Fatalf("%s: passage %d\n%q stands at\n%q", place.State, n, passages[n], got)
		}
		found++
	})
	t.Logf("%d of %d found", found, stood)
	if found*100 < stood*97 {
		t.Errorf("%d of %d found", found, stood)
	}
}

func FuzzResolve(f *testing.F) {
	f.Add(whole, "neutral — observers\n\nTraders", "Before ", " after", 120, 300)
	f.Add("", "x", "", "", 0, 0)
	f.Add("…—“a”\u00ad\u200b b", "...-\"a\" b", "", "", 0, 9)
	f.Fuzz(func(t *testing.T, src, quote, before, after string, start, end int) {
		if len(src)+len(quote) > 1<<14 {
			return
		}
		b := parse(src)
		check := func(place Place) {
			spans := place.Candidates
			if place.State != Lost {
				spans = append(spans, place.Span)
				if place.Passage < 0 || place.Passage >= len(b.Passages) {
					t.Fatalf("passage %d", place.Passage)
				}
			}
			for _, s := range spans {
				if s.Start < 0 || s.End > len(b.Raw) || s.Start >= s.End {
					t.Fatalf("span %v of %d bytes", s, len(b.Raw))
				}
			}
		}
		check(Resolve(b, Anchor{Start: start, End: end, Quote: quote, Before: before, After: after, Passage: quote}))
		a := Anchored(b, "", 0, brief.Span{Start: start, End: end})
		check(Resolve(b, a))
		if s, err := Find(b, quote); err == nil && (s.Start < 0 || s.End > len(b.Raw) || s.Start >= s.End) {
			t.Fatalf("found %v of %d bytes", s, len(b.Raw))
		}
	})
}

func BenchmarkResolve(b *testing.B) {
	passages := prose(60)
	src := strings.Join(passages, "\n\n")
	was := parse(src)
	a := Anchored(was, "p", 0, was.Passages[30].Span)
	for name, now := range map[string]string{
		"in its place":  src,
		"further on":    "A lead.\n\n" + src,
		"word replaced": strings.Replace(src, passages[30], strings.Replace(passages[30], " ", " zzzzz ", 1), 1),
		"deleted":       strings.Replace(src, passages[30], "", 1),
	} {
		p := Prepare(parse(now))
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				p.Resolve(a)
			}
		})
	}
	b.Run("prepare", func(b *testing.B) {
		for b.Loop() {
			Prepare(was)
		}
	})
}
