//go:build unix

package main_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	uv "github.com/charmbracelet/ultraviolet"
	"github.com/charmbracelet/x/ansi"
)

// everySize are the screens that the reader is made for, the smallest first.
var everySize = [][2]int{{40, 10}, {80, 24}, {120, 40}, {200, 60}}

// The whole path, as a user goes it: search as one types, open at the passage,
// go on across briefs and back to the results, a second pane with its
// counterparts, a bookmark with a note, leave, and find it again.
func TestTheWholePath(t *testing.T) {
	for _, size := range everySize {
		t.Run(fmt.Sprintf("%dx%d", size[0], size[1]), func(t *testing.T) {
			t.Parallel()
			small := size[1] < 24
			u := newUser(t)
			u.starts(size[0], size[1]).sees("Sample briefs", "13 briefs")

			u.presses("/").types("cease").sees("/ cease", "13 briefs")
			u.types("fire spin boldak").sees("/ ceasefire spin boldak", "After Spin Boldak")
			u.presses("Enter").matches(`hit \d+ of \d+`)
			u.presses("n").matches(`hit \d+ of \d+`)
			u.presses("Escape").sees("/ ceasefire spin boldak")
			u.presses("Enter").matches(`hit \d+ of \d+`)

			u.presses("|").sees("Beside it").types("announce a cease").sees("1 of 13 ·").presses("Enter")
			u.sees("Announce a", "Cease-Fire in Doha").noLonger("1 of 13 ·")
			if !small {
				u.presses("c").sees("joined")
			}

			u.presses("m").sees("Bookmark this passage").types("how it began")
			u.presses("Tab").types("doha, truce").presses("Enter").sees("Bookmark kept.")
			u.presses("C-c").leaves(0).closes()

			u.starts(size[0], size[1]).sees("Announce a") // as it was left
			u.presses("q").sees("13 briefs")
			u.presses("'").sees("how it began", "#doha #truce")
			u.presses("Enter").sees("◆")
			u.presses("q").sees("Bookmarks")
			u.presses("d").sees("There are no bookmarks yet.")
			u.presses("u").sees("how it began")
			u.presses("q").sees("13 briefs")
			u.presses("q").leaves(0)
		})
	}
}

// One spelling finds the others, and the words are marked in the passage.
func TestVariantsAreFoundAndMarked(t *testing.T) {
	u := newUser(t)
	dir := write(t, map[string]string{
		"a.md": "# Alpha\n\nThe Tehreek-e-Taliban Pakistan said no.\n",
		"b.md": "# Beta\n\nA spokesman of the T.T.P. said yes.\n",
		"c.md": "# Gamma\n\nThe ceasefire held. Nobody else spoke.\n",
		"d.md": "# Delta\n\nThey agreed on a cease-fire at noon.\n",
	})
	u.starts(100, 30, dir).sees("4 briefs")
	u.presses("/").types("ttp").sees("/ ttp", "2 briefs", "Alpha", "Beta")
	plain := u.style("said no")
	if s := u.style("Tehreek"); s == plain {
		t.Errorf("the other spelling is not marked: %+v", s)
	}
	u.presses("Escape").sees("4 briefs").noLonger("/ ttp")
	u.presses("/", "C-u").types("ceasefire").sees("/ ceasefire", "2 briefs", "Gamma", "Delta")
	u.presses("Enter").sees("The ceasefire held", "hit 1 of 1").presses("n").sees("They agreed on a", "hit 1 of 1").noLonger("The ceasefire held")
	u.presses("Escape").sees("/ ceasefire", "2 briefs", "Gamma", "Delta")
}

func TestResultsAreStillThereAfterReading(t *testing.T) {
	u := newUser(t)
	u.starts(100, 30).sees("13 briefs")
	u.presses("/").types("durand").sees("/ durand", "5 briefs")
	u.presses("Down", "Down", "Enter").matches(`hit \d+ of \d+`)
	u.presses("Escape").sees("/ durand", "5 briefs", "The Durand Line")
	u.presses("Escape").sees("13 briefs")
}

// What is kept stands after the file was edited and moved, and says what has
// changed.
func TestBookmarksAreKeptThroughEditsAndMoves(t *testing.T) {
	u := newUser(t)
	body := "# Ferry\n\nA lead.\n\nThe ferry left at nine in the evening, as it does on every day of the year.\n\nNobody waved.\n"
	dir := write(t, map[string]string{"a.md": body, "b.md": "# Beta\n\nThe train came.\n"})
	u.starts(90, 24, dir).sees("2 briefs")
	u.presses("/").types("evening").sees("/ evening", "1 brief").presses("Enter").sees("hit 1 of 1")
	u.presses("m").types("the time").presses("Enter").sees("Bookmark kept.")
	u.presses("C-c").leaves(0).closes()

	if err := os.Remove(filepath.Join(dir, "a.md")); err != nil {
		t.Fatal(err)
	}
	edited := strings.Replace(strings.Replace(body, "nine in", "ten in", 1), "A lead.", "Another lead.\n\nAnd more.", 1)
	if err := os.MkdirAll(filepath.Join(dir, "old"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "old", "ferry.md"), []byte(edited), 0o644); err != nil {
		t.Fatal(err)
	}
	u.starts(90, 24, dir).sees("2 briefs").noLonger("indexing")
	u.presses("'").sees("the time", "changed")
	u.presses("Enter").sees("◆", "left at ten")
}

// A screen may take any size at any time, on every screen there is.
func TestEveryScreenAtEverySize(t *testing.T) {
	u := newUser(t)
	u.starts(120, 40).sees("13 briefs", "The Istanbul talks")
	through := func(text string) {
		t.Helper()
		for _, size := range everySize {
			u.resizes(size[0], size[1]).sees(text)
		}
		u.resizes(30, 8).sees("Too small")
		u.resizes(120, 40).sees(text).noLonger("Too small")
	}
	through("Sample briefs")
	u.presses("/").types("durand").sees("5 briefs")
	through("/ durand")
	u.presses("Enter").sees("hit 1 of")
	through("hit 1 of")
	u.presses("|").sees("Beside it")
	through("Beside it")
	u.presses("Enter").noLonger("Beside it").presses("c").sees("joined")
	through("%")
	u.presses("m").sees("Bookmark this passage").types("a note")
	through("a note")
	u.presses("Enter").sees("Bookmark kept.").presses("B").sees("a note")
	through("a note")
	u.presses("?").sees("Keys: ")
	through("Keys: ")
	u.presses("Escape").noLonger("Keys: ").presses("C-p").sees("Open a brief")
	through("Open a brief")
	u.presses("Escape").noLonger("Open a brief").presses(":").sees("Commands")
	through("Commands")
	u.presses("C-c").leaves(0)
}

// The words of a search are marked with a colour, the title is the window's,
// and what is copied is on the clipboard.
func TestWhatTheTerminalIsTold(t *testing.T) {
	u := newUser(t)
	dir := write(t, map[string]string{"a.md": "# Alpha \x1b]2;owned\x07\n\nThe *ferry* left, **they** say. Nobody waved.\n\nAnd the ferry was back at noon.\n"})
	u.starts(80, 24, dir).sees("1 brief")
	u.presses("/").types("noon").sees("/ noon", "1 brief").presses("Enter").sees("hit 1 of 1")
	hit, plain := u.style("noon"), u.style("was back")
	if hit.Bg == nil && hit.Attrs&uv.AttrReverse == 0 || hit == plain {
		t.Errorf("the word of the search is drawn as %+v, the others as %+v", hit, plain)
	}
	if s := u.style("they say"); s.Attrs&uv.AttrBold == 0 {
		t.Errorf("what is bold is drawn as %+v", s)
	}
	u.presses("y")
	e := u.emulator()
	u.until("the clipboard", func(string) bool {
		e.mu.Lock()
		defer e.mu.Unlock()
		return strings.Contains(e.clip, "And the ferry was back at noon.")
	})
	e.mu.Lock()
	defer e.mu.Unlock()
	if !strings.Contains(e.title, "Alpha") || !strings.Contains(e.title, "broadsheet") {
		t.Errorf("the window's title is %q", e.title)
	}
	if e.modes[ansi.ModeTextCursorEnable] || !e.modes[ansi.ModeMouseExtSgr] || !e.modes[ansi.ModeBracketedPaste] || !e.vt.IsAltScreen() {
		t.Errorf("the modes are %v", e.modes)
	}
	if e.bells > 0 || len(e.unknown) > 0 {
		t.Errorf("%d bells, and sequences that no terminal need know: %q", e.bells, e.unknown)
	}
}

// The mouse chooses, opens, and scrolls.
func TestTheMouse(t *testing.T) {
	u := newUser(t)
	dir := write(t, map[string]string{"a.md": "# Alpha\n\n" + paragraphs(80), "b.md": "# Beta\n\nOther words.\n"})
	u.starts(120, 24, dir).sees("Alpha", "Beta", "2 briefs")
	row := func(text string) int {
		for y, l := range strings.Split(u.screen(), "\n") {
			if strings.Contains(l, text) {
				return y + 1
			}
		}
		t.Fatalf("no %q", text)
		return 0
	}
	u.clicks(6, row("Beta")).sees("Other words.")
	u.clicks(6, row("Alpha")).sees("Paragraph 0 says").presses("Enter").noLonger("Beta")
	for range 4 {
		u.types("\x1b[<65;20;10M")
	}
	u.noLonger("Paragraph 0 says").sees("Paragraph 5 says")
}

// What is pasted is text, whatever stands in it.
func TestAPasteIsText(t *testing.T) {
	u := newUser(t)
	u.starts(80, 24).sees("13 briefs")
	u.presses("/").sees("/").pastes("durand\nq\x03\x1b[A").sees("/ durand")
	u.presses("Escape").sees("13 briefs")
	u.pastes("qqqq").presses("?").sees("Keys: ")
	u.presses("Escape").noLonger("Keys: ").presses("q").leaves(0)
}
