package main_test

import (
	"flag"
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

// The pictures in the README are what the program shows: this test takes them.
func TestREADMEPictures(t *testing.T) {
	u := newUser(t)
	u.starts(110, 28)
	u.sees("13 briefs", "The Istanbul talks")
	u.presses("/")
	u.types("ceasefire soldiers")
	u.sees("Timeline: ")
	u.types(" -tag:timeline")
	u.until("the answer to the whole query", func(screen string) bool {
		// what is typed stands on the screen before its answer does
		return strings.Contains(screen, "-tag:timeline") && strings.Contains(screen, " 12 briefs") && !strings.Contains(screen, "Timeline: ")
	})
	u.pictured("search")

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
	u.sees("1 of 12")
	u.presses("Enter")
	u.sees("After Spin Boldak", "Paktika")
	u.presses("c")
	u.sees("= both say it")
	u.presses("Tab")
	u.until("the first pane in hand", func(screen string) bool { return strings.HasPrefix(screen, "▌ Pakistan") })
	u.sees("▌= Qatar's foreign", "▏= In Paktika")
	u.presses("}")
	u.sees("▌= The two governments", "▏= Khawaja Muhammad Asif")
	u.pictured("panes")
}

// pictured compares the screen with a picture of the README.
func (u *user) pictured(name string) {
	u.t.Helper()
	got, write := part(u.t, name)
	var lines []string
	for _, l := range strings.Split(strings.TrimRight(u.screen(), "\n"), "\n") {
		lines = append(lines, strings.TrimRight(l, " "))
	}
	want := "```\n" + strings.Join(lines, "\n") + "\n```\n"
	if *update {
		write(want)
	} else if got != want {
		u.t.Errorf("the README's picture %q is out of date; go test ./cmd/broadsheet -run README -update takes it anew. The screen is:\n%s", name, want)
	}
}
