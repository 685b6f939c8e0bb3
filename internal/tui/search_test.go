package tui

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"broadsheet/internal/library"
	"broadsheet/internal/search"
	"broadsheet/internal/tui/keymap"
)

func TestNarrowing(t *testing.T) {
	d := open(t, named(t), 100, 30)
	d.press("/")
	d.types("harbour")
	d.sees("2 briefs")
	d.press("tab")
	d.sees("Narrow by", "Bay Courier", "source · 1 brief", "ferry", "tag · 1 brief")
	d.types("courier")
	d.press("enter")
	d.sees(`harbour source:"Bay Courier"`, "1 brief ")
	d.press("tab")
	d.sees("There is nothing to narrow this by.")
}

// What is typed may be a beginning (harbour, harbourside); a search that is
// taken up again is what it says, in the list and in the brief, as it was
// counted.
func TestASearchTakenUpAgainIsNoBeginning(t *testing.T) {
	dir := named(t)
	if err := os.WriteFile(filepath.Join(dir, "side.md"), []byte("# Works\n\nHarbourside flats.\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	d := open(t, dir, 100, 30)
	d.press("/")
	d.types("harbour")
	d.sees("3 briefs", "Harbourside flats")
	d.press("ctrl+s")
	d.press("enter")
	d.sees("Kept.")
	d.press("esc")
	d.sees("/ harbour")
	d.press("g")
	d.press("enter")
	d.sees("2 briefs")
	d.press("tab")
	d.sees("Narrow by", "source · 1 brief")
	if s := d.screen(); strings.Contains(s, "3 briefs") {
		t.Errorf("it is narrowed by what it does not find:\n%s", s)
	}
}

// A saved search stands above the briefs with its count; what has come since
// it was looked at is new until it is looked at again.
func TestSavedSearches(t *testing.T) {
	dir := named(t)
	d := open(t, dir, 100, 30)
	d.press("/")
	d.types("harbour")
	d.sees("2 briefs")
	d.press("ctrl+s")
	d.sees("Keep this search", "name  harbour")
	d.types(" news")
	d.press("enter")
	d.sees("Kept.")
	d.press("esc")
	d.sees("/ harbour news")
	if err := os.WriteFile(filepath.Join(dir, "new.md"), []byte("# Late news\n\nThe harbour is open.\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	d.sees("Late news", "1 new · 3")

	d = reopen(t, dir, d.read, 100, 30)
	d.sees("/ harbour news", "1 new · 3")
	d.press("g")
	d.press("enter")
	d.sees("3 briefs", "The harbour is open")
	d.press("esc")
	d.until("nothing to be new", func() bool { return !strings.Contains(d.screen(), "new ·") })
	d.press("x")
	d.sees("Forgotten: harbour news (harbour)")
	if strings.Contains(d.screen(), "/ harbour news") {
		t.Error("it still stands there")
	}
}

func TestSearchesMadeBefore(t *testing.T) {
	d := open(t, named(t), 100, 30)
	for _, text := range []string{"ferry", "storm"} {
		d.press("s")
		d.press("ctrl+u")
		d.types(text)
		d.until("the answer", func() bool { return !d.m.search.Waiting() && d.m.search.Answered() == text })
		d.press("enter")
		d.until("the brief", func() bool { return d.m.screen == keymap.Reader })
	}
	d.until("the history", func() bool { list, _ := d.m.desk.Searches.Recent(9); return len(list) == 2 })
	d.press("s", "ctrl+r")
	d.sees("Searches made before", "storm", "ferry")
	d.types("fer")
	d.press("enter")
	d.until("the search", func() bool { return d.m.search.Answered() == "ferry" })
}

func TestNewestFirst(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{
		"old.md": "---\ntitle: Ferry, ferry, ferry\ndate: 2020-01-01\n---\n\nThe ferry. A ferry. Ferry.\n",
		"new.md": "---\ntitle: Something else\ndate: 2025-01-01\n---\n\nMany other words, and then a ferry in the end of it all.\n",
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	d := open(t, dir, 100, 30)
	first := func(want string) func() bool {
		return func() bool {
			c, ok := d.m.search.Chosen()
			return ok && !d.m.search.Waiting() && c.Entry.Path == want
		}
	}
	d.press("/")
	d.types("ferry")
	d.until("the best first", first("old.md"))
	d.press("ctrl+o")
	d.until("the newest first", first("new.md"))
	d.sees("newest first")
	d.press("ctrl+x")
	d.sees("Why: Something else", "every word of the query", "in the body")
	d.press("esc", "ctrl+o")
	d.until("the best first", first("old.md"))
}

// A brief that has another spelling of what was typed says which.
func TestVariantsAreNamed(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{
		"a.md": "# Talks\n\nA spokesman, Zabihullah, denied it. The defence minister came.\n",
		"b.md": "# More talks\n\nThe words of Zabiullah were clear. The defense minister left.\n",
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	d := open(t, dir, 100, 30)
	d.press("/")
	d.types("zabihullah")
	d.sees("2 briefs", "1 passage · as zabiullah")
	d.press("ctrl+u")
	d.types("defence")
	d.sees("2 briefs", "1 passage · as defense")
}

// Whoever is quick at the first start presses Enter before any brief can be
// found: the first result opens when it comes.
func TestEnterBeforeTheBriefsAreIndexed(t *testing.T) {
	dir := named(t)
	d := open(t, dir, 100, 30)
	d.m.fresh.busy = true
	d.press("/")
	d.types("lighthouse")
	d.until("an empty answer", func() bool { return !d.m.search.Waiting() })
	d.press("enter")
	if err := os.WriteFile(filepath.Join(dir, "new.md"), []byte("# Late news\n\nThe lighthouse is lit.\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	d.start(d.m.desk.refresh(d.m.ctx, d.m.library.Shelf().Order(), d.m.fresh.listed, search.RefreshOptions{}))
	d.sees("hit 1 of 1", "The lighthouse is lit.")
}

// A search begun again shows the last one; letters take its place, and a key
// that moves keeps it to be gone on with.
func TestANewSearchTakesThePlaceOfTheLast(t *testing.T) {
	d := open(t, named(t), 100, 30)
	d.press("/")
	d.types("harbour")
	d.sees("2 briefs")
	d.press("esc", "/")
	d.sees("/ harbour", "2 briefs")
	d.types("ferry")
	d.sees("/ ferry")
	if strings.Contains(d.screen(), "harbourferry") {
		t.Error("it was written behind the last one")
	}
	d.press("esc", "/", "end")
	d.types(" harbour")
	d.sees("/ ferry harbour")
	d.press("esc", "/", "backspace")
	d.until("an empty field", func() bool { return d.m.search.Text() == "" })
}

// In the brief, too, a word that was found under another spelling is underlined
// and not bold, as in the list.
func TestOtherSpellingsLookDifferentInTheBrief(t *testing.T) {
	dir := named(t)
	if err := os.WriteFile(filepath.Join(dir, "c.md"), []byte("# Spelling\n\nOne defence here.\n\nAnother defence there.\n\nIn American defense again.\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	d := open(t, dir, 100, 30)
	d.press("/")
	d.types("defence")
	d.sees("1 brief")
	d.press("enter")
	d.sees("In American defense again")
	style := func(before, word string) string {
		for line := range strings.Lines(d.m.View().Content) {
			if strings.Contains(ansi.Strip(line), before+word) {
				at := strings.Index(line, word)
				return line[strings.LastIndex(line[:at], "\x1b["):at]
			}
		}
		t.Fatalf("%q is not on the screen", before+word)
		return ""
	}
	exact, other := style("Another ", "defence"), style("American ", "defense")
	if !strings.HasSuffix(exact, ";1m") || !strings.HasSuffix(other, ";4m") {
		t.Errorf("not bold and underlined: %q, %q", exact, other)
	}
}

// While the first list of a library grows, the box of names lists what is known
// by then, and only names with the words that are typed.
func TestNamesWhileTheListGrows(t *testing.T) {
	d := open(t, write(t, map[string]string{"m.md": "# Ferry 0\n\nText.\n"}), 80, 24)
	d.press("ctrl+p")
	d.types("ferry")
	d.sees("1 of 1")
	for i := range 3 {
		more := search.Progress{Done: i, Total: 100}
		for k, title := range []string{"Quay", "Ferry", "Quay"} {
			e := library.Entry{File: library.File{Path: fmt.Sprintf("%d%d.md", 9-i, k)}}
			e.Title, e.Date = fmt.Sprint(title, " ", i+1), fmt.Sprintf("2025-01-0%d", i+1)
			more.Entries = append(more.Entries, e)
		}
		d.send(refreshed{progress: more})
		if s := d.screen(); strings.Contains(s[strings.Index(s, "Open a brief"):], "│ Quay") {
			t.Fatalf("ferry finds a quay:\n%s", s)
		}
		d.until("the new names", func() bool { return strings.Contains(d.screen(), fmt.Sprintf("%d of %d", i+2, 3*i+4)) })
	}
}

// The list of what was skipped grows, too, while it is looked at.
func TestSkippedWhileTheListGrows(t *testing.T) {
	d := open(t, write(t, map[string]string{"a.md": "# Ferry\n\nText.\n", "b.md": "\x00"}), 80, 24)
	d.press("!")
	d.sees("Skipped", "b.md", "1 of 1")
	d.send(refreshed{progress: search.Progress{Skipped: []library.Skipped{{Path: "c.md", Reason: "binary data, not text"}}}})
	d.sees("c.md", "2 of 2")
}

// A word that no brief has may be a slip: it says how many have it spelled nearly
// so, and Enter leads to them, also where it was pressed before that was known.
func TestNearSpellings(t *testing.T) {
	d := open(t, named(t), 80, 24)
	d.press("/")
	d.types("nordsterm")
	d.sees("No brief answers this. Spelled nearly so: 2 briefs. Enter shows them.")
	d.press("enter")
	d.sees("/ nordsterm~", "2 briefs")
	d.press("esc", "/")
	d.types("timetabel")
	d.press("enter")
	d.sees("/ timetabel~", "1 brief", "The timetable is under review")
	d.press("enter")
	d.sees("hit 1 of 1")
	d.press("esc", "esc", "/")
	d.types("zzxqv")
	d.sees("No brief answers this.")
	if strings.Contains(d.screen(), "nearly") {
		t.Error("near spellings of nothing")
	}
	d.press("enter")
	d.sees("/ zzxqv")
}

// Of several words one may be a slip, and the others are found: it is named.
func TestAbsentWords(t *testing.T) {
	d := open(t, named(t), 80, 24)
	d.press("/")
	d.types("timetabel review")
	d.sees("1 brief; none has timetabel")
	d.types(" nordster") // what is typed last may be a beginning
	d.sees("2 briefs; none has timetabel ")
}

// Keys after an Enter that comes before its answer are meant for the brief that
// it opens, and are no part of the query.
func TestKeysAfterAnEarlyEnter(t *testing.T) {
	d := open(t, named(t), 80, 24)
	d.press("/")
	d.types("nordstern")
	d.press("enter", "n")
	d.until("the next hit", func() bool { return d.m.screen == keymap.Reader && d.m.awaiting() == false })
	d.sees("hit 1 of 1", "Storm over the bay")
	d.press("esc")
	d.sees("/ nordstern ", "2 briefs")

	d.press("esc", "/")
	d.types("harbour")
	d.press("enter", "n", "esc") // and back: it is to be gone on with
	d.types("s")
	d.sees("/ harbours")
	d.press("esc", "/")
	d.types("timetabel")
	d.press("enter", "n")
	d.sees("/ timetabel~ ", "1 brief")
}

// Among thousands of names the first letters are looked for as soon as the names
// can be: Enter, and the keys after it, wait for that.
func TestNamesTypedAhead(t *testing.T) {
	files := map[string]string{}
	for i := range 2100 {
		files[fmt.Sprintf("%04d.md", i)] = fmt.Sprintf("# Quay %d\n\nText.\n", i)
	}
	files["ferry.md"] = "# The ferry\n\nFirst.\n\nSecond.\n"
	d := open(t, write(t, files), 80, 24)
	d.press("ctrl+p")
	d.types("fer")
	d.press("enter", "}")
	d.until("the brief", func() bool {
		return d.m.screen == keymap.Reader && d.m.spread.Focused().Brief() != nil && d.handText(0) == "Second."
	})
	d.press("esc", "ctrl+p")
	d.types("nowhere")
	d.press("enter", "x")
	d.sees("nowherex", "nothing by that name")
}
