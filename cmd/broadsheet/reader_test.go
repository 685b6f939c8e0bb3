//go:build unix

package main_test

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
)

func TestHitsGoOnIntoTheNextBrief(t *testing.T) {
	u := newUser(t)
	dir := write(t, map[string]string{
		"a.md": "# Alpha\n\nThe ferry left. The ferry came back.\n",
		"b.md": "# Beta\n\nAnother ferry.\n",
	})
	u.starts(80, 24, dir)
	u.sees("2 briefs")
	u.presses("/")
	u.types("ferry")
	u.sees("Alpha", "Beta")
	u.presses("Enter")
	u.sees("hit 1 of")
	u.presses("n", "n", "n")
	u.sees("hit 1 of 1")
	u.presses("N")
	u.matches("hit 2 of 2")
}

func TestContentsHelpAndPalette(t *testing.T) {
	u := newUser(t)
	u.starts(100, 30)
	u.sees("13 briefs")
	u.presses("C-p")
	u.types("durandline")
	u.presses("Enter")
	u.sees("How it was drawn")
	u.presses("t")
	u.sees("Contents")
	u.presses("Escape")
	u.noLonger("Contents ─")
	u.presses("?")
	u.sees("Keys: Reading")
	u.types("bookmark")
	u.sees("bookmark the passage in hand")
	u.presses("Escape")
	u.noLonger("Keys: Reading")
	u.presses(":")
	u.sees("Commands")
	u.types("otherpane")
	u.presses("Escape")
	u.noLonger("Commands")
}

func TestFindInThePage(t *testing.T) {
	u := newUser(t)
	dir := write(t, map[string]string{"a.md": "# Alpha\n\n" + strings.Repeat("Filler text of the brief.\n\n", 60) + "The **ferr**y left.\n"})
	u.starts(80, 24, dir)
	u.sees("1 brief")
	u.presses("Enter")
	u.sees("Filler")
	u.presses("/")
	u.types("ferry l")
	u.sees("1 here", "The ferry left")
	u.presses("Enter")
	u.sees("hit 1 of 1")
}

func TestSmallScreens(t *testing.T) {
	u := newUser(t)
	u.starts(40, 10)
	u.sees("Sample briefs")
	u.presses("Enter")
	u.sees("%")
	u.resizes(20, 5)
	u.sees("Too small")
	u.resizes(80, 24)
	u.noLonger("Too small")
	u.presses("q", "q")
	u.sees("left with 0")
}

// In tmux, which measures code points where the emulator measures clusters.
func TestTheBorderIsStraight(t *testing.T) {
	u := newTmuxUser(t)
	odd := "family 👨‍👩‍👧‍👦 heart ❤️ flag 🏳️‍🌈 हिन्दी 日本語 اردو 1️⃣ 👍🏽 é"
	dir := write(t, map[string]string{
		"a.md": "# " + odd + "\n\n" + strings.Repeat(odd+" ", 12) + "\n\n- " + odd + "\n",
		"b.md": "# Beta\n\n" + strings.Repeat("Plain words on the other side. ", 20) + "\n",
	})
	u.starts(120, 24, filepath.Join(dir, "a.md"), filepath.Join(dir, "b.md"))
	u.sees("heart", "Plain words", "joined")
	for _, width := range []int{120, 100, 160, 200} {
		u.resizes(width, 24)
		border := (width - 1) / 2
		u.until(fmt.Sprintf("a straight border at %d columns", width), func(screen string) bool {
			rows := strings.Split(strings.TrimRight(screen, "\n"), "\n")
			for _, row := range rows[:min(len(rows), 23)] {
				left, _, ok := strings.Cut(row, "│")
				if !ok || ansi.StringWidthWc(left) != border {
					return false
				}
			}
			return len(rows) == 24
		})
	}
}

func TestTwoFilesOpenSideBySide(t *testing.T) {
	u := newUser(t)
	dir := write(t, map[string]string{"a.md": "# Alpha\n\nOne account.\n", "b.md": "# Beta\n\nThe other account.\n"})
	u.starts(120, 20, filepath.Join(dir, "a.md"), filepath.Join(dir, "b.md"))
	u.matches("One account.*The other account")
	u.presses("x")
	u.matches("The other account.*One account")
	u.presses("C-w", "q")
	u.noLonger("One account")
}

// write makes a folder with the files.
func write(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// paragraphs makes a brief of numbered paragraphs.
func paragraphs(n int) string {
	var sb strings.Builder
	for i := range n {
		fmt.Fprintf(&sb, "Paragraph %d says something. It says so twice.\n\n", i)
	}
	return sb.String()
}

func TestReadingGoesOnWhereItStopped(t *testing.T) {
	u := newUser(t)
	dir := write(t, map[string]string{"a.md": "# Alpha\n\n" + paragraphs(120)})
	u.starts(80, 24, dir)
	u.sees("1 brief")
	u.presses("Enter", "Space", "Space", "Space", "Space")
	u.matches(`Paragraph 4\d says`)
	top := regexp.MustCompile(`Paragraph \d+ says`).FindString(u.screen())
	u.presses("C-c").leaves(0).closes()

	u.starts(60, 30, dir)
	u.sees("◐ Alpha")
	u.presses("Enter")
	u.sees("Where you left it")
	if got := regexp.MustCompile(`Paragraph \d+ says`).FindString(u.screen()); got != top {
		t.Errorf("it goes on at %q, was left at %q", got, top)
	}
	u.presses("Space", "Space", "Space", "Space", "Space", "Space", "Space", "Space", "Space", "Space")
	u.sees("100%")
	u.presses("q")
	u.sees("✓ Alpha")
}

func TestSelectingInATerminal(t *testing.T) {
	u := newUser(t)
	dir := write(t, map[string]string{"a.md": "# Alpha\n\n" + paragraphs(5)})
	u.starts(80, 24, dir)
	u.sees("1 brief")
	u.presses("Enter")
	u.sees("Paragraph 0 says")
	u.presses("v", ")", ")")
	u.sees("8 words")
	u.presses("Escape")
	u.noLonger("8 words")
	row, col := 0, 0
	for y, l := range strings.Split(u.screen(), "\n") {
		if i := strings.Index(l, "Paragraph 1 says"); i >= 0 {
			row, col = y+1, ansi.StringWidthWc(l[:i])+1
		}
	}
	mouse := func(what string, col int, end string) { u.types(fmt.Sprintf("\x1b[<%s;%d;%d%s", what, col, row, end)) }
	mouse("0", col, "M")
	mouse("32", col+10, "M")
	mouse("0", col+10, "m")
	u.sees("2 words")
	u.presses("m")
	u.sees("Bookmark what is selected", "│ Paragraph 1 ")
}

// The editor gets the file and the line, and what it wrote is on the screen
// when it is left.
func TestEditing(t *testing.T) {
	u := newUser(t)
	dir := write(t, map[string]string{"a.md": "# Alpha\n\n" + paragraphs(80)})
	editor := filepath.Join(u.home, "vi")
	script := "#!/bin/sh\necho \"editing $1\"\nsed -i 's/Paragraph 40 says/Paragraph 40 no longer says/' \"$2\"\nread line\n"
	if err := os.WriteFile(editor, []byte(script), 0o755); err != nil {
		t.Fatal(err)
	}
	u.more = []string{"EDITOR=" + editor}
	u.starts(80, 24, dir)
	u.sees("1 brief")
	u.presses("Enter", "/")
	u.types("paragraph 40 ")
	u.sees("1 here")
	u.presses("Enter", "e")
	u.sees("editing +83")
	u.presses("Enter")
	u.sees("Paragraph 40 no longer says")
}

// An editor that is not there, or ends at once, leaves a reader that can be read
// on in.
func TestAnEditorThatEndsAtOnce(t *testing.T) {
	for editor, sees := range map[string]string{"nosuch": "editor nosuch: ", "false": "editor false: exit status 1", "true": "Reading the files again."} {
		t.Run(editor, func(t *testing.T) {
			t.Parallel()
			u := newUser(t)
			u.more = []string{"EDITOR=" + editor, "GOMAXPROCS=1"} // so that what runs beside the program is late
			u.starts(80, 24, write(t, map[string]string{"a.md": "# Alpha\n\n" + paragraphs(80)}))
			u.sees("1 brief").presses("Enter").sees("Paragraph 0 says").presses("e").sees(sees)
			u.presses("G").sees("Paragraph 79 says")
		})
	}
}

func TestAChangedFileIsReadAgain(t *testing.T) {
	u := newUser(t)
	dir := write(t, map[string]string{"a.md": "# Alpha\n\n" + paragraphs(80)})
	u.starts(80, 24, dir)
	u.sees("1 brief")
	u.presses("Enter", "Space", "Space")
	u.matches(`Paragraph 2\d says`)
	top := regexp.MustCompile(`Paragraph \d+ says`).FindString(u.screen())
	if err := os.WriteFile(filepath.Join(dir, "a.md"), []byte("# Alpha\n\nSomething new at the beginning.\n\n"+strings.Replace(paragraphs(80), "It says so twice.\n\nParagraph 79", "And this is new.\n\nParagraph 79", 1)), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "b.md"), []byte("# Beta\n\nA second brief.\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	u.presses("q")
	u.sees("2 briefs", "Beta")
	u.presses("C-p")
	u.types("alpha")
	u.presses("Enter")
	u.sees(top)
	u.presses("G")
	u.sees("And this is new.")
}
