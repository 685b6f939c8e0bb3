package tui

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/charmbracelet/colorprofile"

	"broadsheet/internal/brief"
	"broadsheet/internal/inert"
	"broadsheet/internal/inert/hostile"
	"broadsheet/internal/library"
	"broadsheet/internal/tui/chooser"
	"broadsheet/internal/tui/keymap"
	"broadsheet/internal/tui/librarypane"
	"broadsheet/internal/tui/prompt"
	"broadsheet/internal/tui/readerpane"
	"broadsheet/internal/tui/theme"
)

// everywhere is a brief with x in every place of a document that is drawn.
func everywhere(x string) string {
	quoted := fmt.Sprintf("%q", x) // Go's escapes are YAML's, too
	entities := ""
	for _, r := range x {
		entities += fmt.Sprintf("&#%d;", r)
	}
	return "---\ntitle: " + quoted + "\nsource: " + quoted + "\nauthors: [" + quoted + "]\ntags: [" + quoted + "]\nurl: " + quoted + "\nlang: " + quoted + "\n---\n\n" +
		"# Findme heading " + x + "\n\nFindme text " + x + " and *" + x + "*\n\n" +
		"[findme link " + x + "](https://example.org/" + x + ") [reference][r] ![image " + x + "](http://example.org/i.png \"" + x + "\")\n\n" +
		"Findme entities " + entities + " `code " + x + "` <b title=\"" + x + "\">html " + x + "</b>\n\n" +
		"```" + x + "\nfindme fence " + x + "\n```\n\n| Findme | " + x + " |\n|---|---|\n| " + x + " | cell |\n\n" +
		"<div>\nfindme block " + x + "\n</div>\n\n- findme item " + x + "\n\n> findme quote " + x + "[^" + x + "]\n\n[^" + x + "]: findme note " + x + "\n\n[r]: <https://example.org/?" + x + ">\n"
}

var allowed = regexp.MustCompile(`\x1b\[[0-9;:]*m|\x1b\]8;[^;\x07\x1b]*;((https?://|mailto:)[^\x07\x1b]*)?(\x07|\x1b\\)`)

// checkFrame fails where a frame holds anything but text, styles and links to
// the web.
func checkFrame(t testing.TB, where, frame string) {
	t.Helper()
	rest := allowed.ReplaceAllString(frame, "")
	if safe := inert.Text(rest); safe != rest {
		at := 0
		for at < len(safe) && at < len(rest) && safe[at] == rest[at] {
			at++
		}
		t.Errorf("%s: %q", where, rest[max(0, at-30):min(len(rest), at+30)])
	}
}

// Whatever stands in a brief, wherever it stands: none of it acts on the
// terminal, in any pane or box, in the title of the window, or on the
// clipboard. The panes are looked at before the last guard of View.
func TestNothingActs(t *testing.T) {
	dir := t.TempDir()
	var names []string
	for name, x := range hostile.Inputs() {
		names = append(names, name)
		file := strings.Map(func(r rune) rune {
			if r == '/' || r == 0 {
				return '_'
			}
			return r
		}, x)
		if len(file) > 60 {
			file = file[:60]
		}
		if err := os.WriteFile(filepath.Join(dir, "a"+file+" "+name+".md"), []byte(everywhere(x)), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	slices.Sort(names)
	d := open(t, dir, 100, 40)
	check := func(where string) {
		t.Helper()
		checkFrame(t, where, d.m.content())
		if title := d.m.View().WindowTitle; title != inert.Line(title) {
			t.Errorf("%s: the window's title is %q", where, title)
		}
	}
	var entries []library.Entry
	for i := range d.m.library.Shelf().Len() {
		entries = append(entries, d.m.library.Shelf().At(i))
	}
	if len(entries) < len(names)-2 { // one that is taken for binary may be left out
		t.Fatalf("%d briefs, want some %d", len(entries), len(names))
	}
	for _, e := range entries {
		for d.m.screen != keymap.Library {
			d.press("esc")
		}
		d.m.library.Choose(e.Path)
		check("library, " + e.Path)
		d.reads()
		d.until(e.Path, func() bool { return d.m.spread.Focused().Entry().Path == e.Path })
		for _, key := range []string{"g", "G", "t", "o", "m", "v", "z"} {
			d.press(key)
			check(key + " in " + e.Path)
			if d.m.overlay != nil || d.m.spread.Focused().Selecting() {
				d.press("esc")
			}
		}
		d.press("z", "y")
		d.until("the clipboard", func() bool { return d.clip != "" })
		if d.clip != inert.Text(d.clip) {
			t.Errorf("the clipboard has %q", d.clip)
		}
		d.clip = ""
	}
	d.press("s")
	d.types("findme")
	d.sees("passages")
	for range 60 {
		check("the results")
		d.press("down")
	}
	d.press("esc", "ctrl+p")
	for range len(entries) {
		check("open by name")
		d.press("down")
	}
}

// Any text at all, in every place, in the panes and boxes that draw it.
func FuzzNothingActs(f *testing.F) {
	for _, x := range hostile.Inputs() {
		f.Add(x)
	}
	f.Fuzz(func(t *testing.T, x string) {
		if len(x) > 2000 {
			return
		}
		b := brief.Parse([]byte(everywhere(x)), x+".md", brief.Limits{})
		e := library.Entry{Meta: b.Meta, File: library.File{Path: x + ".md"}}
		dark := theme.For(theme.Look{Background: theme.Dark}, true, colorprofile.TrueColor)
		list := librarypane.New(dark, x, readerpane.Measure{Width: 72})
		list.SetSize(80, 6)
		list.Merge([]library.Entry{e})
		checkFrame(t, "library", strings.Join(list.View(), "\n"))
		pane := readerpane.New(dark, readerpane.Measure{Width: 60})
		pane.SetSize(70, 200)
		pane.Show(readerpane.Document{Entry: e, Brief: b})
		checkFrame(t, "reader", strings.Join(pane.View(true), "\n"))
		box, _ := prompt.New(dark, "title", x, []prompt.Field{{Label: "note", Hint: "words", Text: x}}, nil)
		checkFrame(t, "note", strings.Join(box.View(80, 24), "\n"))
		choice, _ := chooser.New(dark, "purpose", "title", chooser.List{{Name: x, Detail: x}}, 0)
		checkFrame(t, "chooser", strings.Join(choice.View(80, 24), "\n"))
		if c := citation(b); c != inert.Line(c) {
			t.Errorf("citation %q", c)
		}
	})
}
