//go:build unix

package main_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"broadsheet/internal/tui/keymap"
)

var update = flag.Bool("update", false, "write the README's table of keys and its picture anew")

// part gives what stands in the README between two comments, and a way to
// write it anew.
func part(t *testing.T, name string) (text string, write func(string)) {
	t.Helper()
	file := filepath.Join("..", "..", "README.md")
	src, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	begin, end := "<!-- "+name+" -->\n", "<!-- /"+name+" -->"
	before, rest, ok := strings.Cut(string(src), begin)
	text, after, ok2 := strings.Cut(rest, end)
	if !ok || !ok2 {
		t.Fatalf("the README has no %s…%s", begin, end)
	}
	return text, func(s string) {
		if err := os.WriteFile(file, []byte(before+begin+s+end+after), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

func TestREADMEHasTheKeys(t *testing.T) {
	keys, err := keymap.New(keymap.Default())
	if err != nil {
		t.Fatal(err)
	}
	got, write := part(t, "keys")
	want := keys.Markdown()
	if *update {
		write(want)
		return
	}
	if got != want {
		t.Error("the README's table of keys is out of date; go test ./cmd/broadsheet -run README -update writes it anew")
	}
}

// The pictures in the README are what the program shows: this test takes them,
// on a dark and on a light terminal.
func TestREADMEPictures(t *testing.T) {
	for _, p := range papers {
		t.Run(p.name, func(t *testing.T) {
			t.Parallel()
			u := newUser(t)
			u.more = append(u.more, "COLORTERM=truecolor")
			u.configures(fmt.Sprintf("background = %q\n", p.name))
			u.picturesReadingAndSearching(p)
			u.picturesTwoAccounts(p)
			u.picturesBookmarks(p)
		})
	}
}

const pictureWidth, pictureHeight = 110, 28

func (u *user) picturesReadingAndSearching(p paper) {
	u.t.Helper()
	u.starts(pictureWidth, pictureHeight)
	u.sees("13 briefs", "The Istanbul talks", "Timeline: Pakistan and Afghanistan, August")
	u.noLonger("of 13")
	u.pictured("library", p, pictureWidth, pictureHeight)
	u.presses("/")
	u.types("ceasefire soldiers")
	u.sees("Timeline: ")
	u.types(" -tag:timeline")
	u.until("the answer to the whole query", func(screen string) bool {
		// what is typed stands on the screen before its answer does
		return strings.Contains(screen, "-tag:timeline") && strings.Contains(screen, " 12 briefs") && !strings.Contains(screen, "Timeline: ")
	})
	u.pictured("search", p, pictureWidth, pictureHeight)
}

func (u *user) picturesTwoAccounts(p paper) {
	u.t.Helper()
	u.presses("Escape")
	u.sees("13 briefs")
	u.presses("C-p")
	u.types("announce a cease")
	u.sees("1 of 13")
	u.presses("Enter")
	u.sees("find", "Announce a Cease-Fire in Doha")
	u.noLonger("Open a brief")
	u.presses("|")
	u.types("spinboldak")
	u.sees("1 of 13 ·")
	u.presses("Enter")
	u.sees("After Spin Boldak", "Paktika")
	u.presses("c")
	u.sees(" joined  +")
	u.presses("Tab")
	u.until("the first pane in hand", func(screen string) bool { return strings.HasPrefix(screen, "▌ Pakistan") })
	u.sees("▌= Pakistan and Afghanistan agreed", "▏= In Paktika")
	u.presses("}")
	u.sees("▌= Qatar's foreign", "▏= In Paktika")
	u.presses("}")
	u.sees("▌= The two governments", "▏= Khawaja Muhammad Asif")
	u.pictured("panes", p, pictureWidth, pictureHeight)
}

func (u *user) picturesBookmarks(p paper) {
	u.t.Helper()
	u.presses("m")
	u.sees("Bookmark this passage")
	u.types("each side's half")
	u.presses("Tab")
	u.types("terms, statements")
	u.presses("Enter")
	u.sees("Bookmark kept")
	u.presses("B")
	u.sees("each side's half", "statements")
	u.noLonger("Bookmark kept")
	u.pictured("bookmarks", p, pictureWidth, pictureHeight)
}

// configures writes the user's configuration.
func (u *user) configures(toml string) {
	u.t.Helper()
	dir := filepath.Join(u.home, "config", "broadsheet")
	if err := os.MkdirAll(dir, 0o755); err != nil {
		u.t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "config.toml"), []byte(toml), 0o644); err != nil {
		u.t.Fatal(err)
	}
}
