package bookmark

import (
	"fmt"
	"strings"
	"testing"

	"broadsheet/internal/brief"
)

func parse(src string) *brief.Brief { return brief.Parse([]byte(src), "talks.md", brief.Limits{}) }

// marked makes the anchor of the n-th place (from 0) of words in the source.
func marked(t *testing.T, src, words string, n int) Anchor {
	t.Helper()
	at := 0
	for ; ; n-- {
		i := strings.Index(src[at:], words)
		if i < 0 {
			t.Fatalf("the source has no %q", words)
		}
		at += i
		if n == 0 {
			break
		}
		at += len(words)
	}
	a := Anchored(parse(src), "talks.md", 7, brief.Span{Start: at, End: at + len(words)})
	if a.Quote == "" {
		t.Fatalf("the anchor of %q has no quote", words)
	}
	return a
}

// The passages the tests are made of.
const (
	opening = "Envoys from both capitals met for three days behind closed doors, and left without a word to the press."
	middle  = "The sticking point is who may watch the crossings: one side wants its own patrols, the other asks for neutral observers with a mandate of at least two years."
	closing = "Traders at the border say that lorries have been standing for nine days, and that fruit worth a season's earnings has rotted."
	lengthy = "A paper that went round among the delegates proposes five steps: a pause in flights over the frontier, an exchange of lists of detainees, the opening of two gates for the sick, a joint office with a telephone that is answered at night, and a review after ninety days, chaired by whoever hosts the next meeting and open to complaints from either side."
	ending  = "A further meeting has been announced for the first week of the month."
)

var whole = "---\ntitle: Talks\n---\n\n# Talks\n\n" + opening + "\n\n## The quarrel\n\n" + middle + "\n\n" + closing + "\n\n## What next\n\n" + lengthy + "\n\n" + ending + "\n"

func TestAnchored(t *testing.T) {
	a := marked(t, whole, "neutral observers", 0)
	if a.Quote != "neutral observers" || a.Passage != middle {
		t.Errorf("quote %q, passage %q", a.Quote, a.Passage)
	}
	if a.Before != middle[strings.Index(middle, "neutral")-48:][:48] {
		t.Errorf("before %q", a.Before)
	}
	if a.After != " with a mandate of at least two years.\nTraders a" {
		t.Errorf("after %q", a.After)
	}
	if got := strings.Join(a.Heading, " > "); got != "The quarrel" {
		t.Errorf("heading %s", got)
	}
	if got := whole[a.Start:a.End]; got != "neutral observers" {
		t.Errorf("span has %q", got)
	}
	a = marked(t, whole, middle+"\n\n"+closing, 0)
	if a.Quote != middle+"\n\n"+closing || a.Quote != a.Passage || whole[a.Start:a.End] != a.Quote {
		t.Errorf("two passages: %q", a.Quote)
	}
	if a := Anchored(parse(whole), "p", 0, brief.Span{Start: 3, End: 5}); a.Quote != "" {
		t.Errorf("front matter has no words to mark, got %q", a.Quote)
	}
	if a := Anchored(parse(""), "p", 0, brief.Span{Start: 0, End: 9}); a.Quote != "" {
		t.Errorf("empty brief, got %q", a.Quote)
	}
}

func TestAnchoredLeavesMarkupOut(t *testing.T) {
	src := "# T\n\nSome *very [long](https://example.org/a) words* stand here.\n"
	a := marked(t, src, "very [long](https://example.org/a) words*", 0)
	if a.Quote != "very long words" {
		t.Errorf("quote %q", a.Quote)
	}
}

// TestEdits is the table of edits of the design: what becomes of a bookmark
// when its brief is edited.
func TestEdits(t *testing.T) {
	replace := func(old, new string) string {
		if !strings.Contains(whole, old) {
			t.Fatalf("the source has no %q", old)
		}
		return strings.Replace(whole, old, new, 1)
	}
	repeated := "# R\n\nThe toll is paid in cash.\n\n" + opening + "\n\nThe toll is paid twice by some.\n\n" + closing + "\n\nNobody likes the toll.\n"
	for _, c := range []struct {
		name  string
		src   string
		words string
		nth   int
		now   string
		state State
		stand string // what the place found has, as it is read; "" the quote
		more  int    // candidates where lost
	}{
		{name: "no edit", words: middle, now: whole},
		{name: "sentence put before, same passage", words: "one side wants its own patrols, the other asks for neutral observers", now: replace("The sticking point", "Nobody has moved. The sticking point")},
		{name: "sentence right before", words: middle, now: replace(middle, "Nobody has moved an inch since. "+middle)},
		{name: "heading put before", words: middle, now: replace(middle, "### Patrols\n\n"+middle)},
		{name: "lead put before", words: opening, now: replace(opening, "A lead for those in a hurry, which says it all.\n\n"+opening)},
		{name: "front matter put before", src: strings.TrimPrefix(whole, "---\ntitle: Talks\n---\n\n"), words: middle, now: whole},
		{name: "front matter grows", words: middle, now: replace("title: Talks", "title: Talks\nauthor: staff\ntags: [a, b]")},
		{name: "front matter removed", words: middle, now: strings.TrimPrefix(whole, "---\ntitle: Talks\n---\n\n")},
		{name: "re-wrapped", words: middle, now: replace(middle, strings.ReplaceAll(middle, " ", "\n"))},
		{name: "passage split", words: middle, now: replace("crossings: one", "crossings:\n\none")},
		{name: "passages merged", words: middle + "\n\n" + closing, now: replace(middle+"\n\n", middle+" ")},
		{name: "quotes made curly", src: strings.Replace(whole, "neutral observers", `"neutral observers"`, 1), words: `asks for "neutral observers" with a mandate`, now: replace("neutral observers", "“neutral observers”"), stand: "asks for “neutral observers” with a mandate"},
		{name: "curly quotes made straight", src: strings.Replace(whole, "neutral observers", "“neutral observers”", 1), words: "asks for “neutral observers” with a mandate", now: replace("neutral observers", `"neutral observers"`), stand: `asks for "neutral observers" with a mandate`},
		{name: "words put before and after in the passage", words: middle, now: replace(middle, "By now: "+middle+" So it goes.")},
		{name: "markup put in", words: middle, now: replace("neutral observers", "**neutral** [observers](https://example.org)")},
		{name: "made a list item", words: closing, now: replace(closing, "- "+closing)},

		{name: "typo mended", src: strings.Replace(whole, "crossings", "crosings", 1), words: strings.Replace(middle, "crossings", "crosings", 1), now: whole, state: Changed, stand: middle},
		{name: "word replaced", words: middle, now: replace("neutral observers", "foreign monitors"), state: Changed, stand: strings.Replace(middle, "neutral observers", "foreign monitors", 1)},
		{name: "last word replaced", words: ending, now: replace("week of the month", "week of the year"), state: Changed, stand: strings.Replace(ending, "the month", "the year", 1)},
		{name: "sentence put inside", words: middle, now: replace("patrols, the", "patrols (it has four). The"), state: Changed, stand: strings.Replace(middle, "patrols, the", "patrols (it has four). The", 1)},
		{name: "dash to two hyphens", src: strings.Replace(whole, "crossings:", "crossings —", 1), words: strings.Replace(middle, "crossings:", "crossings —", 1), now: replace("crossings:", "crossings --"), state: Changed, stand: strings.Replace(middle, "crossings:", "crossings --", 1)},

		{name: "passage moved to the end", words: middle, now: replace(middle+"\n\n", "") + "\n" + middle + "\n", state: Moved},
		{name: "passage moved over its neighbour", words: middle, now: replace(middle+"\n\n"+closing, closing+"\n\n"+middle), state: Moved},
		{name: "passage moved to the front", words: closing, now: strings.Replace(replace(closing+"\n\n", ""), opening, closing+"\n\n"+opening, 1), state: Moved},
		{name: "passage doubled further on", words: middle, now: whole + "\n" + middle + "\n"},
		{name: "passage doubled right after", words: middle, now: replace(middle, middle+"\n\n"+middle)},
		{name: "words of a passage that is doubled before", words: "one side wants its own patrols", now: replace("# Talks\n\n", "# Talks\n\n"+middle+"\n\n"), state: Moved},
		{name: "words of a passage that is moved", words: "one side wants its own patrols", now: replace(middle+"\n\n", "") + "\n" + middle + "\n", state: Moved},
		{name: "one word of a passage that is moved", words: "patrols", now: replace(middle+"\n\n", "") + "\n" + middle + "\n", state: Moved},
		{name: "words of a passage that is moved over its neighbour", words: "one side wants its own patrols", now: replace(middle+"\n\n"+closing, closing+"\n\n"+middle), state: Moved},
		{name: "words of a passage that is moved and edited beside them", words: "one side wants its own patrols", now: replace(middle+"\n\n", "") + "\n" + strings.Replace(middle, "two years", "six years", 1) + "\n", state: Moved},
		{name: "words of a passage that a lead is put before", words: "one side wants its own patrols", now: replace(middle, "A lead for those in a hurry.\n\n"+middle)},
		{name: "words of a passage that is split right after them", words: "one side wants its own patrols", now: replace("patrols, the other", "patrols,\n\nthe other")},
		{name: "words of a passage that is merged with the one before", words: "one side wants its own patrols", now: replace("## The quarrel\n\n"+middle, "The quarrel. "+middle)},
		{name: "heading moved, a passage that begins as it does in its place", src: strings.Replace(whole, "## What next\n\n", "## What is to come next\n\nWhat is to come next is open.\n\n", 1), words: "What is to come next", now: replace("## What next\n\n", "What is to come next is open.\n\n") + "\n## What is to come next\n", state: Lost, more: 2},
		{name: "whole text doubled and shifted", words: middle, now: "New.\n\n" + whole + "\n" + whole, state: Lost, more: 2},
		{name: "two copies with other neighbours", words: middle, now: "# Talks\n\n" + middle + "\n\n" + strings.TrimPrefix(whole, "---\ntitle: Talks\n---\n\n# Talks\n\n"), state: Moved},
		{name: "middle of a long passage rewritten", words: lengthy, now: replace(lengthy[70:280], "only three measures, none of them new, and leaves out what was the main demand of those who came: a date by which the last gate must be open"), state: Changed, stand: lengthy[:70] + "only three measures, none of them new, and leaves out what was the main demand of those who came: a date by which the last gate must be open" + lengthy[280:]},
		{name: "the lookalike next to it stays when it is deleted", src: replace(middle, strings.Replace(middle, "two years", "six years", 1)+"\n\n"+middle), words: middle, now: replace("two years", "six years"), state: Lost},
		{name: "two copies, neither neighbour left of the one, the other where it was", src: whole + "\n## Again\n\nSaid once more.\n\n" + middle + "\n\nAnd no more.\n", words: middle, now: replace(middle+"\n\n"+closing, "Something else.\n\n"+middle+"\n\nAnd yet another thing.") + "\n## Again\n\nSaid once more.\n\n" + middle + "\n\nAnd no more.\n", state: Moved},
		{name: "the same copy, and the marked one deleted", src: whole + "\n## Again\n\nSaid once more.\n\n" + middle + "\n\nAnd no more.\n", words: middle, now: replace(middle+"\n\n", "") + "\n## Again\n\nSaid once more.\n\n" + middle + "\n\nAnd no more.\n", state: Lost, more: 1},
		{name: "the copy elsewhere stays when it is deleted", src: whole + "\n" + middle + "\n", words: middle, now: replace(middle+"\n\n", "") + "\n" + middle + "\n", state: Lost, more: 1},
		{name: "deleted", words: middle, now: replace(middle+"\n\n", ""), state: Lost},
		{name: "rewritten", words: middle, now: replace(middle, "Neither would say what had been agreed on, and the hosts were silent as well, for reasons one can guess."), state: Lost},
		{name: "emptied", words: middle, now: "", state: Lost},
		{name: "emptied of all but the front matter", words: middle, now: "---\ntitle: Talks\n---\n", state: Lost},

		{name: "one word, kept", words: "patrols", now: replace(opening, "Nothing came of it.")},
		{name: "one word, its sentence gone and the word elsewhere", words: "patrols", now: replace(middle, "Nobody spoke of it.") + "\nFarmers say that patrols come by at night.\n", state: Lost, more: 1},
		{name: "one word of many copies", src: repeated, words: "toll", nth: 1, now: strings.Replace(repeated, "# R", "# R\n\nA lead.", 1)},
		{name: "one word inside a longer one", words: "press", now: replace("to the press.", "of pressure."), state: Lost},
		{name: "phrase, its sentence gone and the phrase elsewhere", words: "the first week of the month", now: replace(ending, "") + "\nRents are due in the first week of the month, as ever.\n", state: Lost, more: 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			src := c.src
			if src == "" {
				src = whole
			}
			a := marked(t, src, c.words, c.nth)
			b := parse(c.now)
			place := Resolve(b, a)
			if place.State != c.state {
				t.Fatalf("state %s, want %s; at %q", place.State, c.state, c.now[place.Span.Start:place.Span.End])
			}
			if c.state == Lost {
				if place.Passage != -1 || place.Span != (brief.Span{}) || len(place.Candidates) != c.more {
					t.Fatalf("lost at passage %d %v with %d candidates, want %d", place.Passage, place.Span, len(place.Candidates), c.more)
				}
				return
			}
			want := c.stand
			if want == "" {
				want = a.Quote
			}
			got := Anchored(b, "", 0, place.Span)
			if string(foldTrimmed(got.Quote)) != string(foldTrimmed(want)) {
				t.Errorf("stands at\n%q, want\n%q", got.Quote, want)
			}
			if !b.Passages[place.Passage].Span.Overlaps(place.Span) {
				t.Errorf("passage %d does not hold %v", place.Passage, place.Span)
			}
		})
	}
}

// A row among rows that say nearly the same must not be taken for its
// neighbour when it is deleted.
func TestRowsAreNotTakenForEachOther(t *testing.T) {
	var rows []string
	for year := 2010; year < 2022; year++ {
		rows = append(rows, fmt.Sprintf("- In %d the office counted %d crossings at the northern gate.", year, 4000+137*(year-2010)))
	}
	for i, row := range rows {
		src := "# Counts\n\n" + strings.Join(rows, "\n") + "\n"
		a := marked(t, src, strings.TrimPrefix(row, "- "), 0)
		now := strings.Replace(src, row+"\n", "", 1)
		if p := Resolve(parse(now), a); p.State != Lost {
			t.Errorf("row %d deleted: %s at %q", i, p.State, now[p.Span.Start:p.Span.End])
		}
		early := a
		early.Outline, early.Alike = "", nil
		if p := Resolve(parse(now), early); p.State != Lost {
			t.Errorf("row %d deleted, of an earlier version: %s at %q", i, p.State, now[p.Span.Start:p.Span.End])
		}
		now = strings.Replace(src, row, row[:len(row)-1]+" and no more.", 1)
		if p := Resolve(parse(now), a); p.State == Lost || !strings.Contains(now[p.Span.Start:p.Span.End], row[2:30]) {
			t.Errorf("row %d edited: %s at %q", i, p.State, now[p.Span.Start:p.Span.End])
		}
	}
}

func TestStateNames(t *testing.T) {
	if OK.String() != "ok" || Moved.String() != "moved" || Changed.String() != "changed" || Lost.String() != "lost" || State(9).String() != "lost" {
		t.Error("the states' names are a contract")
	}
}

func TestFind(t *testing.T) {
	src := strings.Replace(whole, "neutral observers", "“neutral — observers”", 1)
	b := parse(src)
	s, err := Find(b, "for \"neutral\n - observers\"  with")
	if err != nil || src[s.Start:s.End] != "for “neutral — observers” with" {
		t.Errorf("found %q, %v", src[s.Start:s.End], err)
	}
	for quote, want := range map[string]string{
		"no such words": "does not have the words",
		"the":           "places",
		" \n":           "no words",
	} {
		if _, err := Find(b, quote); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %q in it", quote, err, want)
		}
	}
}
