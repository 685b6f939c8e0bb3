package tui

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"broadsheet/internal/bookmark"
	"broadsheet/internal/tui/keymap"
)

const strait = "# The strait\n\nThe ferry left at nine in the evening, as it does on every day of the year.\n\nNobody on the quay had been told that it would be the last one before the winter.\n"

// A bookmark is drawn wherever its brief is open, as soon as it is kept, and is gone
// there once it is deleted.
func TestABookmarkIsDrawnInEveryPane(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "strait.md"), []byte(strait), 0o644); err != nil {
		t.Fatal(err)
	}
	d := open(t, dir, 120, 30)
	drawn := func(n int) {
		t.Helper()
		d.until("the bookmark in so many panes", func() bool {
			in := 0
			for _, p := range d.m.spread.Panes() {
				in += strings.Count(strings.Join(p.View(false), ""), "◆")
			}
			return in == n
		})
	}
	d.press("enter")
	d.until("the reader", func() bool { return d.m.screen == keymap.Reader && d.m.waiting.brief == nil })
	d.press("|")
	d.sees("This brief again")
	d.press("enter")
	d.until("two panes", func() bool { return d.m.spread.Other() != nil && d.m.spread.Focused().Brief() != nil })
	d.press("m")
	d.types("seen twice")
	d.press("enter")
	drawn(2)
	d.press("D")
	drawn(0)
	d.press("alt+u")
	drawn(2)
}

// A bookmark from its making to its export: note of two lines, tags completed,
// a colour, what an edit of the file changed, another place, undo.
func TestABookmarksLife(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "strait.md")
	if err := os.WriteFile(file, []byte(strait), 0o644); err != nil {
		t.Fatal(err)
	}
	d := open(t, dir, 100, 30)
	d.press("enter")
	d.until("the reader", func() bool { return d.m.screen == keymap.Reader && d.m.waiting.brief == nil })
	d.press("m")
	d.types("first line")
	d.press("ctrl+j")
	d.types("second line")
	d.press("esc") // not lost without a question
	d.sees("Throw away what you have typed?")
	d.press("n")
	d.press("tab")
	d.types("harbour, winter")
	d.press("tab")
	d.press("r")
	d.golden("note-of-two-lines")
	d.press("enter")
	d.sees("Bookmark kept.")
	d.until("the bookmark", func() bool { return len(d.m.marks.Items()) == 1 })
	m := d.m.marks.Items()[0].Bookmark
	if m.Note != "first line\nsecond line" || strings.Join(m.Tags, "+") != "harbour+winter" || m.Colour != "red" {
		t.Fatalf("kept %q, %q, %q", m.Note, m.Tags, m.Colour)
	}
	if m.Outline == "" || m.Alike == nil || m.Also == nil {
		t.Fatalf("kept without what tells it from its lookalikes: %+v", m.Anchor)
	}
	d.sees("◆ first line")

	d.press("m") // once more edits it
	d.sees("Edit the bookmark")
	d.press("tab")
	d.press("tab")
	d.press("b")
	d.press("enter")
	d.sees("Bookmark changed.")
	d.until("the edit", func() bool { return d.m.marks.Items()[0].Bookmark.Colour == "blue" })
	d.press("alt+u")
	d.until("the edit undone", func() bool { return d.m.marks.Items()[0].Bookmark.Colour == "red" })

	if err := os.WriteFile(file, []byte(strings.Replace(strait, "at nine in the evening", "at ten in the evening", 1)), 0o644); err != nil {
		t.Fatal(err)
	}
	d.press("r")
	d.until("the change", func() bool { return d.m.marks.Items()[0].Place.State == bookmark.Changed })
	d.sees("one word has changed")
	d.press("B")
	d.sees("[-nine-] {+ten+}")
	d.golden("bookmark-changed")

	if err := os.WriteFile(file, []byte("# The strait\n\nA notice on the quay says that sailings will begin again when the ice has gone.\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	d.press("r")
	d.until("the loss", func() bool { return d.m.marks.Items()[0].Place.State == bookmark.Lost })
	d.press("/")
	d.types("is:lost tag:winter")
	d.press("enter")
	d.sees("lost")
	d.press("enter")
	d.sees("Lost: the words stood about here.")
	d.press("B")
	d.press("a")
	d.sees("Another place, which I will look for")
	d.press("enter")
	d.sees("m puts it here · Esc leaves it")
	d.until("the brief", func() bool { return d.m.waiting.brief == nil && d.m.spread.Focused().Brief() != nil })
	d.press("m")
	d.until("its new place", func() bool {
		it := d.m.marks.Items()[0]
		return it.Place.State == bookmark.OK && strings.HasPrefix(it.Bookmark.Quote, "A notice") && it.Bookmark.Note == m.Note
	})
	d.press("D")
	d.sees("Bookmark deleted. alt-u brings it back.")
	d.until("the deletion", func() bool { return len(d.m.marks.Items()) == 0 })
	d.press("alt+u")
	d.until("it is back", func() bool { return len(d.m.marks.Items()) == 1 })

	d.press("B")
	d.press("esc") // the filter goes
	d.press("B")
	d.press("E")
	d.sees("Export 1 bookmark as")
	d.press("enter")
	d.sees("Export to a new file")
	for range len("bookmarks.md") {
		d.press("backspace")
	}
	out := filepath.Join(dir, "out.md")
	d.types(out)
	d.press("enter")
	d.sees("1 bookmark written to")
	if text, err := os.ReadFile(out); err != nil || !strings.Contains(string(text), "> A notice on the quay") || !strings.Contains(string(text), "second line") {
		t.Errorf("%s, %v", text, err)
	}
}

// A bookmark that waits for another place says so on every screen until it has
// one or is left: m for another passage would move it else.
func TestABookmarkWaitsForItsPlaceInSight(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{"strait.md": strait, "quay.md": "# The quay\n\nWhere the ferry lies in winter, and who pays for it.\n"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	d := open(t, dir, 100, 30)
	waits := func() {
		t.Helper()
		d.press("B")
		d.press("a")
		d.press("enter")
		d.until("the reader", func() bool { return d.m.screen == keymap.Reader && d.m.waiting.brief == nil })
	}
	d.press("enter")
	d.until("the reader", func() bool { return d.m.screen == keymap.Reader && d.m.waiting.brief == nil })
	d.press("m")
	d.press("enter")
	d.until("a bookmark", func() bool { return len(d.m.marks.Items()) == 1 })
	was := d.m.marks.Items()[0].Bookmark.Quote
	for _, leave := range []func(){
		func() {},
		func() { d.press("}") },
		func() { d.press("z") },
		func() { d.press("B") },
		func() { d.press("s"); d.sees("open the brief, then m · Esc leaves it") },
	} {
		waits()
		leave()
		d.sees("Esc leaves it")
		d.press("esc")
		d.sees("The bookmark stays as it was.")
		d.press("j")
		if screen := d.screen(); strings.Contains(screen, "Esc leaves it") {
			t.Errorf("it still waits:\n%s", screen)
		}
	}
	d.press("esc")
	d.press("esc")
	d.press("esc")
	if got := d.m.marks.Items()[0].Bookmark.Quote; got != was {
		t.Errorf("it stands at %q, stood at %q", got, was)
	}
}

// While a filter is typed the footer names no keys that are letters of it.
func TestTheFooterKnowsThatOneTypes(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "strait.md"), []byte(strait), 0o644); err != nil {
		t.Fatal(err)
	}
	d := open(t, dir, 80, 24)
	d.press("enter")
	d.until("the reader", func() bool { return d.m.screen == keymap.Reader && d.m.waiting.brief == nil })
	d.press("m")
	d.press("enter")
	d.until("a bookmark", func() bool { return len(d.m.marks.Items()) == 1 })
	d.press("B")
	d.sees("e edit")
	d.press("/")
	d.sees("Enter done", "Esc no filter")
	if screen := d.screen(); strings.Contains(screen, "e edit") {
		t.Errorf("e is a letter here:\n%s", screen)
	}
}

// The list is narrowed by what the bookmarks have in common.
func TestBookmarksAreNarrowed(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "strait.md"), []byte(strait), 0o644); err != nil {
		t.Fatal(err)
	}
	d := open(t, dir, 100, 30)
	d.press("enter")
	d.until("the reader", func() bool { return d.m.screen == keymap.Reader && d.m.waiting.brief == nil })
	for i, tag := range []string{"harbour", "ice"} {
		d.press("m")
		d.press("tab")
		d.types(tag)
		d.press("enter")
		d.until("a bookmark", func() bool { return len(d.m.marks.Items()) == i+1 })
		d.press("}")
	}
	d.press("B")
	d.press("tab")
	d.sees("Narrow by")
	d.types("ice")
	d.press("enter")
	d.sees("1 of 2")
	if got := d.m.marks.Listed(); len(got) != 1 || got[0].Bookmark.Tags[0] != "ice" {
		t.Errorf("listed %v", got)
	}

	d.press("esc") // and now faster than the filter is answered: the bar is on "ice" until then
	d.press("B")
	d.press("/")
	d.types("tag:harbour")
	d.press("enter")
	if !d.m.marks.Waiting() || len(d.m.marks.Listed()) != 2 {
		t.Errorf("the filter was answered in Update: %d listed", len(d.m.marks.Listed()))
	}
	d.press("d")
	d.until("the deletion", func() bool { return len(d.m.marks.Items()) == 1 })
	if got := d.m.marks.Items()[0].Bookmark.Tags[0]; got != "ice" {
		t.Errorf("the bookmark that was on the screen was deleted, not the one asked for: %s is left", got)
	}
	d.press("/")
	d.types("x")
	d.press("enter")
	d.press("d")
	d.press("esc") // takes back what was typed ahead, and the filter
	if d.m.marks.Waiting() || len(d.m.waiting.keys) != 0 || len(d.m.marks.Listed()) != 1 {
		t.Errorf("after Esc: %d keys wait, %d are listed", len(d.m.waiting.keys), len(d.m.marks.Listed()))
	}
}

// Where two other briefs have become what a bookmark's own was, both are
// offered, in the list and on opening it, and the one that is chosen is it.
func TestAPlaceInAnotherBriefIsOffered(t *testing.T) {
	dir := t.TempDir()
	file := func(name string) string { return filepath.Join(dir, name) }
	write := func(name string) {
		t.Helper()
		if err := os.WriteFile(file(name), []byte(strait), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	write("strait.md")
	d := open(t, dir, 100, 30)
	d.press("enter")
	d.until("the reader", func() bool { return d.m.screen == keymap.Reader && d.m.waiting.brief == nil })
	d.press("m")
	d.press("enter")
	d.until("the bookmark", func() bool { return len(d.m.marks.Items()) == 1 })
	write("east.md")
	write("west.md")
	if err := os.Remove(file("strait.md")); err != nil {
		t.Fatal(err)
	}
	d.press("r")
	d.until("the loss", func() bool { return d.m.marks.Items()[0].Place.State == bookmark.Lost })
	d.press("B")
	d.sees("lost · 2 places")
	d.press("enter")
	d.sees("Where do these words stand now?")
	d.sees("in east.md")
	d.sees("in west.md")
	d.press("esc")
	d.press("a")
	d.press("down")
	d.press("enter")
	d.until("its new place", func() bool {
		it := d.m.marks.Items()[0]
		return it.Place.State == bookmark.OK && it.Path == "west.md" && it.Bookmark.Path == "west.md"
	})
}

// What cannot be done with a bookmark is said in words for who reads, not for a
// shell.
func TestWhatABookmarkCannotDoIsSaidPlainly(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "strait.md"), []byte(strait), 0o644); err != nil {
		t.Fatal(err)
	}
	d := open(t, dir, 100, 30)
	d.until("the briefs", func() bool { return d.m.library.Shelf().Len() == 1 })
	d.press("B")
	d.press("u")
	d.sees("nothing to undo: no bookmark has been deleted or edited")
	d.press("esc")
	d.press("enter")
	d.until("the reader", func() bool { return d.m.screen == keymap.Reader && d.m.waiting.brief == nil })
	d.press("m")
	d.press("enter")
	d.until("the bookmark", func() bool { return len(d.m.marks.Items()) == 1 })
	if err := d.m.desk.Bookmarks.Remove(d.m.marks.Items()[0].Bookmark.ID); err != nil { // as another program does
		t.Fatal(err)
	}
	d.press("D")
	d.sees("this bookmark is no longer there; another program may have deleted it")
}

// What an undo brings back is under the bar: what follows is meant for it. Had it
// been moved before, it stays there.
func TestWhatIsBackIsUnderTheBar(t *testing.T) {
	d := open(t, write(t, map[string]string{"a.md": "# Alpha\n\nFirst.\n\nSecond.\n\nThird.\n"}), 80, 24)
	d.press("enter")
	d.until("the reader", func() bool { return d.m.screen == keymap.Reader && d.m.waiting.brief == nil })
	for i := range 3 {
		d.press("m", "enter")
		d.until("the bookmark", func() bool { return len(d.m.marks.Items()) == i+1 })
		d.press("}")
	}
	d.press("B", "G")
	under := func(what string) {
		t.Helper()
		d.until(what+" under the bar", func() bool { it, ok := d.m.marks.Chosen(); return ok && it.Bookmark.Quote == what })
	}
	under("First.")
	d.press("d")
	under("Second.")
	d.press("u")
	under("First.")
	d.press("d")
	under("Second.")
	d.press("/")
	d.types("third")
	d.press("enter", "u") // it is not among those
	d.until("the bookmark", func() bool { return len(d.m.marks.Items()) == 3 && !d.m.marks.Waiting() })
	under("Third.")
	d.press("down", "esc")
	under("Third.")
}
