//go:build unix

package main_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const ferryText = "# Ferry\n\nA lead.\n\nThe ferry left at nine in the evening, as it does on every day of the year.\n\nNobody waved.\n"

// The screens of bookmarks in a terminal of their own: a note of several lines
// with tags, the list, its filter, a changed and a lost one that is given
// another place, undo and export.
func TestBookmarksInTmux(t *testing.T) {
	u := newTmuxUser(t)
	dir := write(t, map[string]string{"a.md": ferryText, "b.md": "# Beta\n\nThe train came, and nobody was surprised.\n"})
	u.starts(100, 30, dir).sees("2 briefs", "Ferry")
	u.presses("/").types("evening").sees("1 brief").presses("Enter").sees("hit 1 of 1")
	u.presses("m").sees("Bookmark this passage").types("the time").presses("C-j").types("to be checked")
	u.presses("Tab").types("ferry, time").presses("Enter").sees("Bookmark kept.").noLonger("Bookmark kept.").sees("◆ the time")
	u.presses("Escape").sees("/ evening").presses("Escape").sees("2 briefs", "1 bookmark")
	u.presses("'").sees("the time", "to be checked", "ferry", "ok")
	u.presses("/").types("tag:train").sees("No bookmark has these words").presses("C-u").types("tag:time is:ok").sees("tag:time is:ok", "left at nine")
	u.presses("Enter", "Escape").noLonger("tag:time").sees("the time")

	u.presses("e").sees("Edit the bookmark")
	u.presses("C-u", "C-u").types("ask again").presses("Enter").sees("Bookmark changed.", "ask again")
	u.presses("u").sees("before its last edit", "to be checked")
	u.presses("d").sees("Bookmark deleted.").presses("u").sees("Bookmark is back.", "the time")

	put := func(text string) {
		t.Helper()
		if err := os.WriteFile(filepath.Join(dir, "a.md"), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	put(strings.Replace(ferryText, "at nine", "at ten", 1))
	u.sees("changed", "ten")
	put("# Ferry\n\nA notice on the quay says that sailings begin again when the ice has gone.\n")
	u.sees("lost")
	u.presses("a").sees("Another place").presses("Enter").sees("m puts it here").presses("m").sees("Bookmark changed.")
	u.presses("B").sees("A notice on the quay", "ok")
	out := filepath.Join(u.home, "out.md")
	u.presses("E").sees("Export 1 bookmark as").presses("Enter").sees("Export to a new file").presses("C-u").types(out).presses("Enter").sees("1 bookmark written to")
	if text, err := os.ReadFile(out); err != nil || !strings.Contains(string(text), "> A notice on the quay") {
		t.Errorf("%s %v", text, err)
	}
	u.presses("C-c").sees("left with 0")
}

// What a second reader, or the command line, does with the bookmarks is seen
// in the first without a key: in the text, in the number, in the list.
func TestTwoReadersSeeEachOthersBookmarks(t *testing.T) {
	one, two := newTmuxUser(t), newTmuxUser(t)
	two.more = []string{"XDG_DATA_HOME=" + filepath.Join(one.home, "data")}
	dir := write(t, map[string]string{"a.md": ferryText, "b.md": "# Beta\n\nThe train came.\n"})
	for _, u := range []*user{one, two} {
		u.starts(100, 30, dir).sees("2 briefs", "Ferry")
		u.presses("/").types("evening").sees("1 brief").presses("Enter").sees("hit 1 of 1")
	}
	one.presses("m").sees("Bookmark this passage").types("mine").presses("Enter").sees("◆ mine")
	two.sees("◆ mine")
	two.presses("m").sees("Edit the bookmark").presses("C-u").types("ours").presses("Enter").sees("◆ ours")
	one.sees("◆ ours")
	one.presses("B").sees("ours")
	if _, stderr, code := one.calls("bookmark", "add", "--library", dir, "--note", "by hand", "b.md"); code != 0 {
		t.Fatal(stderr)
	}
	one.sees("by hand", "Beta")
	two.presses("Escape").sees("/ evening").presses("Escape").sees("2 bookmarks")
	one.presses("d").sees("Bookmark deleted.")
	two.noLonger("2 bookmarks").sees("1 bookmark")
	one.presses("C-c").sees("left with 0")
	two.presses("C-c").sees("left with 0")
}
