package tui

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"broadsheet/internal/tui/keymap"
)

// folder makes a library of two accounts of one event and some more.
func folder(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	files := map[string]string{
		"2025-03-01-ferry.md": `---
title: The ferry that came back
source: The Harbour Wire
date: 2025-03-01
authors: [Harbour desk]
tags: [ferry, storm]
---

## What happened

The ferry Nordstern left Kiel at nine with 120 passengers and came back an hour later, because of the storm.

> No ship leaves in such a wind, the harbour office said in a notice.

## What follows

1. The timetable is under review.
2. Fares are paid back.
   Those who hold a card need do nothing.

The company spoke of a cease-fire with the weather.
`,
		"2025-03-02-storm.md": `---
title: "Storm over the bay: a second account"
source: Bay Courier
date: 2025-03-02
tags: [storm]
---

An hour after it had left Kiel, the Nordstern was in the harbour again with its 120 passengers.

| Wind | Hour |
|------|------|
| 9    | 8    |
| 11   | 10   |

Nobody was hurt, says the ceasefire of the elements. 日本語の文も、ここにある。
`,
		"notes.txt": "Notes of the day\n\nNothing about ships here at all, only a remark on the price of milk and on bread.\n",
	}
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// named opens the folder under a name that is the same in every run.
func named(t *testing.T) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "briefs")
	if err := os.Rename(folder(t), dir); err != nil {
		t.Fatal(err)
	}
	return dir
}

var sizes = [][2]int{{40, 10}, {80, 24}, {120, 40}}

func TestScreens(t *testing.T) {
	for _, s := range sizes {
		size := fmt.Sprintf("%dx%d", s[0], s[1])
		t.Run(size, func(t *testing.T) {
			d := open(t, named(t), s[0], s[1])
			d.golden("library-" + size)

			d.press("/")
			d.types("ceasefire")
			d.sees("2 briefs")
			d.golden("search-" + size)

			d.press("enter")
			d.sees("hit 1 of 1")
			d.golden("reader-" + size)

			d.press("|")
			d.sees("most closely")
			d.types("ferry")
			d.press("enter")
			d.until("the second pane", func() bool { return d.m.spread.Other() != nil && d.m.spread.Focused().Brief() != nil })
			d.press("c")
			d.until("the counterparts", d.compared)
			d.golden("two-" + size)

			d.press("m")
			d.types("why it matters")
			d.golden("note-" + size)
			d.press("enter")
			d.sees("Bookmark kept.")
			d.press("B")
			d.sees("why it matters")
			d.golden("bookmarks-" + size)

			d.press("?")
			d.golden("help-" + size)
		})
	}
}

// Clusters that are measured in two ways: each row is as wide as the screen,
// counted as terminals count.
func TestOddWidths(t *testing.T) {
	dir := t.TempDir()
	odd := "family 👨‍👩‍👧‍👦 heart ❤️ flag 🏳️‍🌈 हिन्दी 日本語 1️⃣ é"
	text := "---\ntitle: " + odd + "\n---\n\n" + strings.Repeat(odd+" ", 9) + "\n\n| " + odd + " | b |\n|---|---|\n| 👍🏽 | " + odd + " |\n\n- " + odd + "\n"
	if err := os.WriteFile(filepath.Join(dir, "odd.md"), []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	for _, s := range sizes {
		d := open(t, dir, s[0], s[1])
		d.exact()
		d.press("/")
		d.types("heart")
		d.sees("1 brief", "passages")
		d.exact()
		d.press("enter")
		d.sees("hit 1 of")
		d.exact()
		d.press("m")
		d.exact()
		if strings.Contains(d.m.View().Content, "\u200d") {
			t.Error("a joiner is drawn")
		}
	}
}

func TestTooSmall(t *testing.T) {
	d := open(t, named(t), 80, 24)
	for _, s := range [][2]int{{20, 5}, {39, 30}, {80, 9}, {1, 1}, {0, 0}} {
		d.send(tea.WindowSizeMsg{Width: s[0], Height: s[1]})
		if s[0] > 0 {
			d.exact()
		}
	}
	d.send(tea.WindowSizeMsg{Width: 80, Height: 24})
	d.sees("The ferry that came back")
}

// A message that does not fit in the footer's row takes more of them: what to do
// stands at its end.
func TestALongMessageIsReadable(t *testing.T) {
	d := open(t, folder(t), 80, 24)
	d.m.say("Short and good.", false)
	d.sees("Short and good.")
	said := "the bookmark is not kept: /home/reader/.local/share/broadsheet/bookmarks: no space left on device; nothing was changed; free some space, then press m again"
	d.m.say(said, true)
	for _, size := range [][2]int{{40, 12}, {80, 24}, {120, 40}, {200, 60}} {
		d.send(tea.WindowSizeMsg{Width: size[0], Height: size[1]})
		d.exact()
		rows := strings.Split(d.screen(), "\n")
		var read string
		for i, row := range rows {
			if strings.HasPrefix(row, " the bookmark is") {
				for _, row := range rows[i:] {
					read += strings.TrimSpace(row)
				}
			}
		}
		if strings.ReplaceAll(read, " ", "") != strings.ReplaceAll(said, " ", "") {
			t.Errorf("at %dx%d one reads %q of\n%s", size[0], size[1], read, d.screen())
		}
	}
	d.m.say(strings.Repeat("words that never end ", 300), true)
	d.exact()
	d.sees("…")
}

func TestAResizeKeepsThePlace(t *testing.T) {
	dir := t.TempDir()
	var text strings.Builder
	for i := range 300 {
		fmt.Fprintf(&text, "Paragraph number %d speaks of something that takes more than one row on a narrow screen.\n\n", i)
	}
	if err := os.WriteFile(filepath.Join(dir, "long.md"), []byte(text.String()), 0o644); err != nil {
		t.Fatal(err)
	}
	d := open(t, dir, 120, 40)
	d.press("enter")
	d.until("the brief", func() bool { return d.m.spread.Focused().Brief() != nil })
	for range 7 {
		d.press("space", "d")
	}
	at := d.m.spread.Focused().Place()
	if at <= 0 {
		t.Fatal("the text did not move")
	}
	for _, s := range [][2]int{{60, 20}, {200, 60}, {41, 11}, {120, 40}} {
		d.send(tea.WindowSizeMsg{Width: s[0], Height: s[1]})
		d.exact()
		if got := d.m.spread.Focused().Place(); got != at {
			t.Errorf("at %v the top is byte %d, want %d", s, got, at)
		}
	}
}

func TestEndsOfABrief(t *testing.T) {
	d := open(t, named(t), 80, 14)
	d.press("j", "enter")
	d.sees("The ferry that came back")
	d.press("G")
	d.sees("100%", "with the weather")
	d.press("g")
	d.sees("The Harbour Wire · 2025-03-01")
	pane := d.m.spread.Focused()
	for _, k := range []string{"}", "]", "{", "["} {
		before := pane.Hand()
		d.press(k)
		if pane.Hand() == before && k != "[" {
			t.Errorf("%q leaves the passage in hand where it was", k)
		}
	}
}

func TestEveryBackLeadsHome(t *testing.T) {
	d := open(t, named(t), 100, 30)
	d.press("enter", "s")
	d.types("ferry")
	d.sees("1 brief")
	d.press("enter")
	d.sees("hit 1 of")
	d.press("B")
	var seen []keymap.Context
	for range 6 {
		seen = append(seen, d.m.screen)
		if d.m.screen == keymap.Library {
			break
		}
		d.press("esc")
	}
	if want := []keymap.Context{keymap.Bookmarks, keymap.Reader, keymap.Search, keymap.Library}; !slices.Equal(seen, want) {
		t.Errorf("Esc led through %v, want %v", seen, want)
	}
	d.press("q")
	d.until("the end", func() bool { return d.quit })
}

func TestAFileThatIsGoneIsSaid(t *testing.T) {
	dir := named(t)
	d := open(t, dir, 100, 30)
	if err := os.Remove(filepath.Join(dir, "2025-03-01-ferry.md")); err != nil {
		t.Fatal(err)
	}
	d.press("j", "enter")
	d.sees("2025-03-01-ferry.md: ")
	d.press("q", "r")
	d.sees("2 briefs")
}

// Whatever a file holds, the frame has styles and links to the web, and no
// other sequence.
func TestOnlyStylesReachTheScreen(t *testing.T) {
	dir := t.TempDir()
	text := "---\ntitle: \"\\e]0;owned\\a\\u009b2J ferry\"\nsource: \"\\e[?1049l\"\n---\n\nA ferry \x1b[2J\x1b]52;c;eA==\x07 and &#27;[3J [link](javascript:x) [web](https://example.org).\n"
	if err := os.WriteFile(filepath.Join(dir, "a\x1b[31m.md"), []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	d := open(t, dir, 100, 30)
	check := func() {
		t.Helper()
		frame := d.m.View().Content
		if !strings.Contains(frame, "\x1b[1m") && !strings.Contains(frame, "\x1b[1;") {
			t.Errorf("no style at all in %q", frame)
		}
		rest := regexp.MustCompile(`\x1b\[[0-9;:]*m|\x1b\]8;[^;]*;(https?://[^\x07\x1b]*)?(\x07|\x1b\\)`).ReplaceAllString(frame, "")
		if i := strings.IndexFunc(rest, func(r rune) bool { return r < ' ' && r != '\n' || r >= 0x7f && r < 0xa0 }); i >= 0 {
			t.Errorf("%q in the frame", rest[i:min(len(rest), i+20)])
		}
	}
	check()
	d.press("/")
	d.types("ferry")
	d.sees("1 brief")
	check()
	d.press("enter")
	d.sees("hit 1 of")
	check()
	d.press("m")
	check()
}
