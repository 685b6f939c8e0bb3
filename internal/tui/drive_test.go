package tui

import (
	"context"
	"flag"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
	"github.com/google/go-cmp/cmp"

	"broadsheet/internal/bookmark"
	"broadsheet/internal/library"
	"broadsheet/internal/reading"
	"broadsheet/internal/search"
	"broadsheet/internal/searches"
	"broadsheet/internal/tui/keymap"
	"broadsheet/internal/tui/theme"
)

var update = flag.Bool("update", false, "write the golden files anew")

// patience is how long a condition may take to come true.
const patience = 30 * time.Second

// A drive runs the program without a terminal: commands run beside it, as
// Bubble Tea runs them, and their messages come back through a channel.
type drive struct {
	t    testing.TB
	p    *program
	m    *Model // of p, after the last message
	msgs chan tea.Msg
	quit bool
	env  map[string]string // of the program
	clip string            // what was put on the terminal's clipboard
	read string            // the folder of what was read
}

// open starts the program on a folder, at a size, and waits for the index.
func open(t testing.TB, dir string, width, height int) *drive {
	t.Helper()
	return reopen(t, dir, tempDir(t), width, height)
}

// reopen starts it for a reader who has read before: read is the folder where
// that is kept.
func reopen(t testing.TB, dir, read string, width, height int) *drive {
	t.Helper()
	lib, err := library.Open([]string{dir})
	if err != nil {
		t.Fatal(err)
	}
	log := slog.New(slog.DiscardHandler)
	index, err := search.Open(tempDir(t), lib, log)
	if err != nil {
		t.Fatal(err)
	}
	marks, _, err := bookmark.Open(filepath.Join(tempDir(t), "bookmarks"))
	if err != nil {
		t.Fatal(err)
	}
	keys, err := keymap.New(keymap.Default())
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	records, err := reading.Open(read, lib.Key())
	if err != nil {
		t.Fatal(err)
	}
	desk := &Desk{Library: lib, Index: index, Bookmarks: marks, Reading: records, Searches: searches.Open(filepath.Join(read, "saved"), filepath.Join(read, "state")), Log: log}
	d := &drive{t: t, msgs: make(chan tea.Msg, 4096), env: map[string]string{}, read: read}
	desk.Getenv = func(name string) string { return d.env[name] }
	d.p = newProgram(ctx, func(ctx context.Context) *Model {
		return New(ctx, desk, keys, Options{Look: theme.Look{Background: theme.Dark}, Width: 72})
	})
	d.m = d.p.model
	t.Cleanup(func() {
		stop()
		d.p.model.desk.close()
		_ = index.Close()
	})
	d.send(tea.WindowSizeMsg{Width: width, Height: height})
	d.start(d.p.Init())
	d.until("the index", func() bool {
		e, some := d.m.library.Chosen()
		return !d.m.fresh.busy && d.m.fresh.phase == "" && (!some || d.m.library.Preview().Brief() != nil && d.m.library.Preview().Entry().Path == e.Path)
	})
	return d
}

// tempDir is a folder that commands still at work may write to when the test
// ends.
func tempDir(t testing.TB) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "broadsheet")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		for late := time.Now().Add(patience); os.RemoveAll(dir) != nil && time.Now().Before(late); {
			time.Sleep(time.Millisecond)
		}
	})
	return dir
}

// start runs a command beside the program.
func (d *drive) start(cmd tea.Cmd) {
	if cmd == nil {
		return
	}
	go func() {
		switch msg := cmd().(type) {
		case nil:
		case tea.BatchMsg:
			for _, c := range msg {
				d.start(c)
			}
		default:
			d.msgs <- msg
		}
	}()
}

func (d *drive) send(msg tea.Msg) {
	if _, quit := msg.(tea.QuitMsg); quit {
		d.quit = true
		return
	}
	if fmt.Sprintf("%T", msg) == "tea.setClipboardMsg" {
		d.clip = fmt.Sprint(msg)
		return
	}
	next, cmd := d.p.Update(msg)
	if next != d.p {
		d.t.Fatalf("Update gives %T", next)
	}
	d.m = d.p.model
	d.start(cmd)
}

// until handles messages until the condition holds.
func (d *drive) until(what string, ok func() bool) {
	d.t.Helper()
	late := time.After(patience)
	for !ok() {
		select {
		case msg := <-d.msgs:
			d.send(msg)
		case <-late:
			d.t.Fatalf("waited in vain for %s; the screen is:\n%s", what, d.screen())
		}
	}
}

// press sends keys by their names.
func (d *drive) press(keys ...string) {
	d.t.Helper()
	for _, k := range keys {
		d.send(keyOf(k))
	}
}

// types sends a text, a key a letter.
func (d *drive) types(text string) {
	d.t.Helper()
	for _, r := range text {
		d.press(string(r))
	}
}

var specialKeys = map[string]rune{
	"enter": tea.KeyEnter, "esc": tea.KeyEscape, "tab": tea.KeyTab, "up": tea.KeyUp, "down": tea.KeyDown,
	"pgdown": tea.KeyPgDown, "pgup": tea.KeyPgUp, "backspace": tea.KeyBackspace, "left": tea.KeyLeft, "right": tea.KeyRight,
	"home": tea.KeyHome, "end": tea.KeyEnd, "delete": tea.KeyDelete, "f1": tea.KeyF1,
}

func keyOf(name string) tea.KeyPressMsg {
	if code, ok := specialKeys[name]; ok {
		return tea.KeyPressMsg{Code: code}
	}
	if letter, ok := strings.CutPrefix(name, "ctrl+"); ok {
		return tea.KeyPressMsg{Code: rune(letter[0]), Mod: tea.ModCtrl}
	}
	if letter, ok := strings.CutPrefix(name, "alt+"); ok {
		return tea.KeyPressMsg{Code: []rune(letter)[0], Mod: tea.ModAlt}
	}
	if key, ok := strings.CutPrefix(name, "shift+"); ok {
		return tea.KeyPressMsg{Code: specialKeys[key], Mod: tea.ModShift}
	}
	if name == "space" {
		return tea.KeyPressMsg{Code: tea.KeySpace, Text: " "}
	}
	r := []rune(name)[0]
	return tea.KeyPressMsg{Code: r, Text: name}
}

// sees waits until the screen holds every text.
func (d *drive) sees(texts ...string) {
	d.t.Helper()
	d.until(strings.Join(texts, " and "), func() bool {
		screen := d.screen()
		for _, text := range texts {
			if !strings.Contains(screen, text) {
				return false
			}
		}
		return true
	})
}

// screen is what is drawn, without styles.
func (d *drive) screen() string { return ansi.Strip(d.m.View().Content) }

// golden compares the screen with a file of testdata, trailing spaces aside.
func (d *drive) golden(name string) {
	d.t.Helper()
	d.exact()
	var lines []string
	for _, l := range strings.Split(d.screen(), "\n") {
		lines = append(lines, strings.TrimRight(l, " "))
	}
	got := strings.Join(lines, "\n") + "\n"
	file := filepath.Join("testdata", name+".txt")
	if *update {
		if err := os.MkdirAll("testdata", 0o755); err != nil {
			d.t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			d.t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		d.t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		d.t.Errorf("%s differs (-want +got); go test ./internal/tui -update writes it anew:\n%s", file, diff)
	}
}

// exact checks that the screen has exactly its columns and rows.
func (d *drive) exact() {
	d.t.Helper()
	lines := strings.Split(d.m.View().Content, "\n")
	if len(lines) != d.m.height {
		d.t.Errorf("%d rows, want %d:\n%s", len(lines), d.m.height, d.screen())
	}
	for i, l := range lines {
		if w := ansi.StringWidthWc(l); w != d.m.width {
			d.t.Errorf("row %d is %d columns wide, want %d: %q", i, w, d.m.width, ansi.Strip(l))
		}
	}
}
