package tui

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"broadsheet/internal/tui/keymap"
)

// numbered makes a folder with one long brief of numbered paragraphs.
func long(t *testing.T) (dir, file string) {
	t.Helper()
	dir = t.TempDir()
	file = filepath.Join(dir, "long.md")
	rewrite(t, file, paragraphs(0, 200))
	return dir, file
}

func paragraphs(from, to int) string {
	var sb strings.Builder
	for i := from; i < to; i++ {
		if i%40 == 0 {
			fmt.Fprintf(&sb, "## Part %d\n\n", i/40)
		}
		fmt.Fprintf(&sb, "Paragraph number %d speaks of something that takes more than one row on a narrow screen.\n\n", i)
	}
	return sb.String()
}

// rewrite replaces a file as editors do.
func rewrite(t *testing.T, file, text string) {
	t.Helper()
	if err := os.WriteFile(file+"~", []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(file+"~", file); err != nil {
		t.Fatal(err)
	}
}

// reads opens the chosen brief.
func (d *drive) reads() {
	d.t.Helper()
	d.press("enter")
	d.until("the brief", func() bool { return d.m.screen == keymap.Reader && d.m.spread.Focused().Brief() != nil })
}

// top is the first row of text on the screen.
func (d *drive) top() string {
	for _, l := range strings.Split(d.screen(), "\n")[1:] {
		if l = strings.Trim(l, " ▌▏"); l != "" {
			return l
		}
	}
	return ""
}

func TestALeapLeadsBack(t *testing.T) {
	dir, _ := long(t)
	d := open(t, dir, 80, 20)
	d.reads()
	d.press("d", "d")
	first := d.top()
	d.press("G")
	d.sees("100%")
	end := d.top()
	d.press("ctrl+o")
	if got := d.top(); got != first {
		t.Errorf("back from the end at %q, want %q", got, first)
	}
	d.press("tab") // ctrl-i in most terminals
	if got := d.top(); got != end {
		t.Errorf("forward again at %q, want %q", got, end)
	}
	d.press("ctrl+o", "t")
	d.types("part 3")
	d.press("enter")
	if got := d.top(); got != "Part 3" {
		t.Errorf("the contents lead to %q", got)
	}
	d.press("]", "]") // two of a kind are one leap
	d.press("ctrl+o")
	if got := d.top(); got != "Part 3" {
		t.Errorf("back from two sections on at %q", got)
	}
	d.press("ctrl+o")
	if got := d.top(); got != first {
		t.Errorf("back from the contents at %q, want %q", got, first)
	}
	d.press("/")
	d.types("number 150 ")
	d.sees("1 here")
	d.press("enter")
	d.sees("Paragraph number 150")
	d.press("ctrl+o")
	if got := d.top(); got != first {
		t.Errorf("back from a search in the page at %q, want %q", got, first)
	}
}

// A brief is opened where it was left: after it was closed, after the program
// was, and after the file was edited.
func TestABriefIsOpenedWhereItWasLeft(t *testing.T) {
	dir, file := long(t)
	d := open(t, dir, 80, 20)
	d.reads()
	for range 8 {
		d.press("space")
	}
	left := d.top()
	d.press("q")
	d.until("the place to be kept", func() bool { return len(d.m.library.View()) > 0 && strings.Contains(d.screen(), "◐") })
	d.reads()
	d.sees("Where you left it", left)
	if got := d.top(); got != left {
		t.Errorf("opened at %q, left at %q", got, left)
	}
	rewrite(t, file, "A new beginning, which takes a row or two.\n\n"+strings.Replace(paragraphs(0, 200), "Paragraph number 3 speaks", "Paragraph number 3 no longer speaks", 1))

	d = reopen(t, dir, d.read, 120, 40)
	d.until("what was read", func() bool { return strings.Contains(d.screen(), "◐") })
	d.reads()
	if got := d.top(); !strings.HasPrefix(got, left[:len("Paragraph number 00 ")]) {
		t.Errorf("after an edit it is opened at %q, left at %q", got, left)
	}
}

func TestReadAndUnread(t *testing.T) {
	d := open(t, named(t), 100, 14)
	d.press("j")
	d.reads()
	d.press("G", "q") // to leap to the end is not to read
	d.press("j", "enter")
	d.until("the brief", func() bool { return d.m.screen == keymap.Reader && d.m.spread.Focused().Entry().Path == "notes.txt" })
	d.press("q", "k")
	if strings.Contains(d.screen(), "✓") {
		t.Errorf("a brief is read that was only looked at:\n%s", d.screen())
	}
	d.reads()
	d.press("space", "space", "space", "space", "space")
	d.sees("100%")
	d.press("q")
	d.sees("✓ The ferry")
	d.press("/")
	d.types("is:unread")
	d.sees("2 briefs", "Notes of the day")
	d.press("ctrl+u")
	d.types("is:read")
	d.sees("1 brief ", "The ferry")
	d.press("esc", "U")
	d.sees("Marked as unread.")
	d.until("the sign to go", func() bool { return !strings.Contains(d.screen(), "✓") })
	d.press("U")
	d.sees("✓ The ferry")
}

// The file on show is edited by another program: the same sentence stays where
// it is. When the file goes, what was read stays.
func TestAFileIsReadAgainWhenItChanges(t *testing.T) {
	dir, file := long(t)
	d := open(t, dir, 80, 20)
	d.reads()
	for range 8 {
		d.press("space")
	}
	left := d.top()
	rewrite(t, file, "A new beginning.\n\n"+strings.Replace(paragraphs(0, 200), "Paragraph number 199", "The last paragraph", 1))
	d.until("the new text", func() bool { return strings.Contains(string(d.m.spread.Focused().Brief().Raw), "A new beginning") })
	if got := d.top(); got != left {
		t.Errorf("the top is %q, was %q", got, left)
	}
	d.press("G")
	d.sees("The last paragraph")
	if err := os.Remove(file); err != nil {
		t.Fatal(err)
	}
	d.sees("the file is gone", "The last paragraph")
	rewrite(t, file, paragraphs(0, 50))
	d.until("the file to be back", func() bool { return !strings.Contains(d.screen(), "the file is gone") })
	d.sees("Paragraph number 49")
}

func TestCopying(t *testing.T) {
	d := open(t, named(t), 100, 30)
	d.press("j")
	d.reads()
	d.press("}", "Y")
	d.until("the words", func() bool { return d.clip != "" })
	if want := "No ship leaves in such a wind, the harbour office said in a notice."; d.clip != want {
		t.Errorf("copied %q, want %q", d.clip, want)
	}
	d.sees("Copied.")
	d.clip = ""
	d.press("v", "l", "l", "y")
	d.until("the words", func() bool { return d.clip != "" })
	if want := "No ship leaves\n\n— The ferry that came back, The Harbour Wire · 2025-03-01 · Harbour desk"; d.clip != want {
		t.Errorf("copied %q, want %q", d.clip, want)
	}
	d.sees("Copied, with where it is from.")
	if d.m.spread.Focused().Selecting() {
		t.Error("what was copied is still selected")
	}
}

// Where the system has a program for the clipboard it is used, too.
func TestCopyingWithAProgram(t *testing.T) {
	bin, out := t.TempDir(), filepath.Join(t.TempDir(), "clipboard")
	for _, name := range []string{"wl-copy", "xclip", "xsel"} {
		script := "#!/bin/sh\necho " + name + " > " + out + "\ncat >> " + out + "\n"
		if err := os.WriteFile(filepath.Join(bin, name), []byte(script), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	t.Setenv("PATH", bin+":"+os.Getenv("PATH"))
	for _, c := range []struct {
		env  map[string]string
		want string
	}{
		{map[string]string{"WAYLAND_DISPLAY": "wayland-0", "DISPLAY": ":0"}, "wl-copy"},
		{map[string]string{"DISPLAY": ":0"}, "xclip"},
	} {
		d := open(t, named(t), 100, 30)
		d.env = c.env
		d.press("j")
		d.reads()
		d.press("}", "Y")
		d.until(c.want, func() bool {
			got, _ := os.ReadFile(out)
			return string(got) == c.want+"\nNo ship leaves in such a wind, the harbour office said in a notice."
		})
	}
}

func TestBookmarkingASelection(t *testing.T) {
	d := open(t, named(t), 100, 30)
	d.press("j")
	d.reads()
	d.press("}", "v", "l", "l")
	d.sees("3 words")
	d.press("m")
	d.sees("Bookmark what is selected", "│ No ship leaves ")
	d.press("enter")
	d.sees("Bookmark kept.")
	if d.m.spread.Focused().Selecting() {
		t.Error("it is still selected")
	}
	d.until("the bookmark", func() bool { return len(d.m.marks.Items()) == 1 })
	if got := d.m.marks.Items()[0].Bookmark.Quote; got != "No ship leaves" {
		t.Errorf("bookmarked %q", got)
	}
}

// Links are chosen by number, and footnotes lead there and back.
func TestLinksByNumber(t *testing.T) {
	dir, out := t.TempDir(), filepath.Join(t.TempDir(), "opened")
	text := "# Links\n\nSee [one](https://one.example/a), [two](https://two.example) and the note.[^n]\n\n[bad](javascript:alert(1)) and [mail](mailto:desk@example.org)\n\n" +
		strings.Repeat("Filler.\n\n", 60) + "[^n]: What the note says.\n"
	if err := os.WriteFile(filepath.Join(dir, "a.md"), []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	browser := filepath.Join(t.TempDir(), "browser")
	if err := os.WriteFile(browser, []byte("#!/bin/sh\nprintf '%s' \"$1\" > "+out+"\n"), 0o755); err != nil {
		t.Fatal(err)
	}
	d := open(t, dir, 90, 24)
	d.env["BROWSER"] = browser
	d.reads()
	d.press("o")
	d.sees(" 1  one", "https://one.example/a", " 2  two", " 3  [n]", "What the note says.", " 4  mail", "mailto:desk@example.org")
	if strings.Contains(d.screen(), "javascript") {
		t.Error("a link of another scheme is offered")
	}
	d.press("2")
	d.sees("│ https://two.example ")
	d.press("enter")
	d.until("the browser", func() bool {
		got, _ := os.ReadFile(out)
		return string(got) == "https://two.example"
	})
	d.press("o", "3")
	d.sees("[n] What the note says.", "ctrl-o leads back.")
	d.press("o")
	d.sees("back to where it is referred to")
	d.press("enter")
	d.sees("See one, two")
	d.press("ctrl+o")
	d.sees("[n] What the note says.")
	d.press("g", "o", "down")
	d.send(tea.KeyPressMsg{Code: 'y', Mod: tea.ModCtrl})
	d.until("the address", func() bool { return d.clip == "https://two.example" })
}

// A jump brings back the passage in hand, too.
func TestAJumpBringsBackTheHand(t *testing.T) {
	dir, _ := long(t)
	d := open(t, dir, 80, 20)
	d.reads()
	d.press("}", "}", "}")
	hand := d.m.spread.Focused().Hand()
	d.press("G", "ctrl+o")
	if got := d.m.spread.Focused().Hand(); got != hand {
		t.Errorf("passage %d in hand, was %d", got, hand)
	}
}

// So does a screen that was small for a while.
func TestAResizeKeepsTheHand(t *testing.T) {
	dir, _ := long(t)
	d := open(t, dir, 80, 30)
	d.reads()
	d.press("}", "}", "}", "}")
	hand, top := d.m.spread.Focused().Hand(), d.top()
	for _, s := range [][2]int{{40, 10}, {120, 12}, {80, 30}} {
		d.send(tea.WindowSizeMsg{Width: s[0], Height: s[1]})
		d.exact()
		if got := d.m.spread.Focused().Hand(); got != hand {
			t.Errorf("at %v passage %d in hand, was %d", s, got, hand)
		}
		d.sees(fmt.Sprintf("▌  Paragraph number %d ", hand-1))
	}
	if got := d.top(); got != top {
		t.Errorf("the top is %q, was %q", got, top)
	}
}

// An empty moment of a file, as some programs write, loses neither the text nor
// the place; a file that is moved is followed.
func TestAFileThatIsEmptyForAWhile(t *testing.T) {
	dir, file := long(t)
	d := open(t, dir, 80, 20)
	d.reads()
	for range 8 {
		d.press("space")
	}
	left := d.top()
	if err := os.WriteFile(file, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	d.sees("the file is empty now", left)
	rewrite(t, file, paragraphs(0, 200))
	d.until("the file to be back", func() bool { return d.m.spread.Focused().Gone() == "" })
	if got := d.top(); got != left {
		t.Errorf("the top is %q, was %q", got, left)
	}
	if err := os.Rename(file, filepath.Join(dir, "renamed.md")); err != nil {
		t.Fatal(err)
	}
	d.sees("The file is renamed.md now.", left)
	if got := d.m.spread.Focused().Entry().Path; got != "renamed.md" {
		t.Errorf("the pane shows %s", got)
	}
}

// What is looked for in vain is said, and Esc gives the library's hits back.
func TestLookingInVain(t *testing.T) {
	d := open(t, named(t), 100, 30)
	d.press("j")
	d.reads()
	d.press("n")
	d.sees("Nothing is looked for")
	d.press("/")
	d.types("zeppelin")
	d.sees("0 here")
	d.press("enter")
	d.sees("Not in this brief: zeppelin")
	d.press("esc", "s")
	d.types("harbour")
	d.sees("2 briefs")
	d.press("enter")
	d.sees("hit 1 of")
	d.press("/")
	d.types("k")
	d.sees("here")
	d.press("esc")
	d.sees("hit 1 of")
	d.press("n", "n", "n", "n")
	d.until("the next brief", func() bool { _, n := d.m.spread.Focused().Hits(); return n > 0 })
}

func TestNothingButTheText(t *testing.T) {
	dir, _ := long(t)
	d := open(t, dir, 80, 20)
	d.reads()
	d.press("d", "d")
	top := d.top()
	d.press("z")
	lines := strings.Split(d.screen(), "\n")
	if strings.TrimSpace(lines[0]) != "" || strings.TrimSpace(lines[19]) != "" {
		t.Errorf("there is more than text on the screen:\n%s", d.screen())
	}
	if got := d.top(); got != top {
		t.Errorf("the text moved from %q to %q", top, got)
	}
	d.exact()
	d.press("z")
	d.sees("Esc back")
}

func TestWiderAndNarrowerLines(t *testing.T) {
	dir, _ := long(t)
	d := open(t, dir, 120, 30)
	d.reads()
	widest := func() int {
		most := 0
		for _, l := range strings.Split(d.screen(), "\n")[1:28] {
			most = max(most, len(strings.Trim(l, " ▌")))
		}
		return most
	}
	before := widest()
	d.press("-", "-", "-", "-", "-")
	d.sees("Lines of at most 52 columns.")
	if got := widest(); got > 52 || got >= before {
		t.Errorf("rows of %d columns, before %d", got, before)
	}
	d.send(tea.WindowSizeMsg{Width: 60, Height: 20})
	d.exact()
}

// A link to another brief opens it at the heading that is named; one that leads
// nowhere says so.
func TestLinksToOtherBriefs(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{
		"a/one.md": "# One\n\nSee [the other](../b/two.md#the-end), [[Two]] and [nothing](none.md).\n",
		"b/two.md": "# Two\n\n" + strings.Repeat("Filler.\n\n", 60) + "## The end\n\nThis is it.\n",
	} {
		if err := os.MkdirAll(filepath.Join(dir, filepath.Dir(name)), 0o755); err != nil {
			t.Fatal(err)
		}
		rewrite(t, filepath.Join(dir, name), text)
	}
	d := open(t, dir, 90, 20)
	d.reads()
	d.press("o")
	d.sees(" 1  the other", "../b/two.md#the-end", " 2  Two", " 3  nothing")
	d.press("3")
	d.sees("Not in this library: none.md")
	d.press("o", "1")
	d.sees("This is it.")
	d.press("ctrl+o")
	d.sees("See the other")
	d.press("o", "2")
	d.sees("Filler.")
	if got := d.m.spread.Focused().Entry().Path; got != "b/two.md" {
		t.Errorf("it opened %s", got)
	}
}

// What is looked for in a brief may be typed, or pasted, faster than it is found:
// Enter and the keys after it wait for the answer.
func TestFindTypedAhead(t *testing.T) {
	d := open(t, write(t, map[string]string{"a.md": "# Alpha\n\n" + strings.Repeat("Nothing here.\n\n", 60) + "A ferry.\n\nAnother ferry.\n"}), 80, 24)
	d.press("enter")
	d.until("the brief", func() bool { return d.m.screen == keymap.Reader })
	for _, tc := range []struct {
		keys []string
		sees string
		hand string
	}{
		{[]string{"/", "f", "e", "r", "r", "y", "enter"}, "hit 1 of 2", "A ferry."},
		{[]string{"g", "/", "f", "e", "r", "r", "y", "enter", "n"}, "hit 2 of 2", "Another ferry."},
		{[]string{"g", "/", "q", "u", "a", "y", "enter"}, "Not in this brief: quay", "Alpha"},
		{[]string{"g", "/", "f", "e", "r", "r", "y", "enter", "n", "esc", "}"}, "hit 2 of 2", "Nothing here."}, // as it was before
	} {
		d.press(tc.keys...)
		d.until("the answer", func() bool { return !d.m.spread.Focused().Looking() })
		d.sees(tc.sees)
		if got := d.handText(0); got != tc.hand {
			t.Errorf("%v leads to %q", tc.keys, got)
		}
	}
}
