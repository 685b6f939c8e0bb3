package tui

import (
	"context"
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"broadsheet/internal/library"
	"broadsheet/internal/query"
	"broadsheet/internal/search"
	"broadsheet/internal/tui/keymap"
	"broadsheet/internal/tui/readerpane"
)

// elsewhere is another library with one brief, to change to.
func elsewhere(t *testing.T, d *drive, name, words string) Place {
	t.Helper()
	dir := filepath.Join(tempDir(t), name)
	if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "one.md"), []byte("# Only in "+name+"\n\n"+words+"\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	cache := tempDir(t)
	present := *d.p.model.desk // now, not when a command opens the other one beside the program
	return Place{Name: name, Where: dir, Open: func(context.Context) (*Desk, error) {
		lib, err := library.Open([]string{dir})
		if err != nil {
			return nil, err
		}
		index, err := search.Open(cache, lib, slog.New(slog.DiscardHandler))
		if err != nil {
			return nil, err
		}
		desk := present
		desk.Library, desk.Index = lib, index
		return &desk, nil
	}}
}

func TestChangingTheLibrary(t *testing.T) {
	d := open(t, named(t), 100, 30)
	first := d.m.desk
	d.m.opts.Places = []Place{elsewhere(t, d, "press", "A heron stood there."), elsewhere(t, d, "work", "Minutes.")}
	goroutines := runtime.NumGoroutine()

	d.press("L")
	d.sees("Another library", "press", "work")
	d.types("press")
	d.press("enter")
	d.sees("Only in press", "1 brief")
	if _, err := first.Index.Search(context.Background(), mustParse(t, first, "storm"), search.Options{}); err == nil {
		t.Error("the index of the library that was left still answers")
	}
	d.press("/")
	d.types("heron")
	d.sees("A heron stood there.", "1 brief")
	d.press("esc")

	// What still comes from the library that was left is dropped.
	d.send(from{1, loaded{request: request{slot: previewSlot, path: "one.md"}, doc: readerpane.Document{}, err: errors.New("of another library")}})
	d.send(from{1, refreshed{done: true, err: errors.New("of another library")}})
	if strings.Contains(d.screen(), "of another library") {
		t.Errorf("a late message was taken:\n%s", d.screen())
	}

	d.press(":")
	d.types("library work")
	d.press("enter")
	d.sees("Only in work")
	late := time.Now().Add(patience)
	for runtime.NumGoroutine() > goroutines+5 && time.Now().Before(late) {
		time.Sleep(10 * time.Millisecond)
	}
	if n := runtime.NumGoroutine(); n > goroutines+5 { // commands of this test's own are among them
		t.Errorf("%d goroutines, %d before", n, goroutines)
	}
}

func TestALibraryThatCannotBeOpened(t *testing.T) {
	d := open(t, named(t), 100, 30)
	d.m.opts.Places = []Place{
		{Name: "gone", Where: "/gone", Open: func(context.Context) (*Desk, error) { return nil, errors.New("/gone: no such folder") }},
		elsewhere(t, d, "press", "A heron."),
	}
	d.press(":")
	d.types("library gone")
	d.press("enter")
	d.sees("/gone: no such folder", "Notes of the day")
}

// Of two libraries that are asked for at once the last one is shown, and the
// other one is closed.
func TestTwoLibrariesAtOnce(t *testing.T) {
	d := open(t, named(t), 100, 30)
	press, work := elsewhere(t, d, "press", "A heron."), elsewhere(t, d, "work", "Minutes.")
	d.m.opts.Places = []Place{press, work}
	slow, err := press.Open(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	d.send(changeTo{press})
	d.send(changeTo{work})
	d.sees("Only in work")
	d.send(from{1, placeOpened{place: press, wanted: 1, desk: slow}})
	d.until("the other one closed", func() bool {
		_, err := slow.Index.Search(context.Background(), mustParse(t, slow, "heron"), search.Options{})
		return err != nil
	})
	d.sees("Only in work")
}

// A panic anywhere ends the program, and tells where it was.
func TestPanicsEndTheProgram(t *testing.T) {
	ended := func(t *testing.T, d *drive) {
		t.Helper()
		d.until("the end", func() bool { return d.quit })
		d.p.model.desk = &Desk{Index: d.m.desk.Index, Log: slog.New(slog.DiscardHandler)}
		var crash *Crash
		if err := d.p.end(); !errors.As(err, &crash) || !strings.Contains(crash.Stack, "program_test.go") && !strings.Contains(crash.Stack, "program.go") {
			t.Errorf("got %v", err)
		}
	}
	t.Run("in a command", func(t *testing.T) {
		d := open(t, named(t), 100, 30)
		d.send(changeTo{Place{Name: "x", Open: func(context.Context) (*Desk, error) { panic("provoked") }}})
		ended(t, d)
	})
	t.Run("in Update", func(t *testing.T) {
		d := open(t, named(t), 100, 30)
		desk := *d.m.desk // commands may still be at work with the other one
		desk.Getenv = func(string) string { panic("provoked") }
		d.m.desk = &desk
		d.press("e")
		ended(t, d)
	})
	t.Run("in View", func(t *testing.T) {
		d := open(t, named(t), 100, 30)
		d.p.send = func(msg tea.Msg) { d.msgs <- msg }
		desk := *d.m.desk
		desk.Library = nil
		d.m.desk = &desk
		if v := d.p.View(); v.Content != "" {
			t.Errorf("it draws %q", v.Content)
		}
		d.until("the end", func() bool { return d.quit })
	})
}

// Every command of the palette that takes an argument offers some, and does
// something with one.
func TestPhrases(t *testing.T) {
	for _, r := range []struct {
		typed string
		sees  string
	}{
		{"open ferry", "The ferry that came back"},
		{"beside notes", "Notes of the day"},
		{"search kiel", "briefs"},
		{"sort title", "Sorted by title."},
		{"theme sepia", ""},
		{"background light", ""},
		{"width 90", "Lines of at most 90 columns."},
		{"width 73", "Lines of at most 73 columns."},
		{"width 3", "width: use 20 to 200."},
		{"margin 4", "At least 4 columns beside the text."},
		{"library press", "Only in press"},
	} {
		t.Run(r.typed, func(t *testing.T) {
			d := open(t, named(t), 100, 30)
			d.m.opts.Places = []Place{elsewhere(t, d, "press", "A heron."), elsewhere(t, d, "work", "Minutes.")}
			d.press(":")
			d.types(r.typed)
			d.press("enter")
			d.sees(r.sees)
			switch r.typed {
			case "theme sepia":
				if d.m.look.want.Name != "sepia" {
					t.Error("the theme is as it was")
				}
			case "background light":
				if d.m.look.dark {
					t.Error("the background is as it was")
				}
			}
		})
	}
	tested := "open beside search saved sort theme background width margin library"
	for _, p := range keymap.Phrases() {
		if !strings.Contains(tested, p.Name) {
			t.Errorf("%s is not tested", p.Name)
		}
	}
}

func TestThePaletteCompletes(t *testing.T) {
	d := open(t, named(t), 100, 30)
	d.press(":")
	d.types("other colours")
	d.sees("theme NAME")
	d.press("tab")
	d.sees("› theme", "sepia", "contrast")
	d.types("con")
	d.press("tab")
	d.sees("› theme contrast")
	d.press("enter")
	if d.m.look.want.Name != "contrast" {
		t.Errorf("the theme is %q", d.m.look.want.Name)
	}
}

func mustParse(t *testing.T, d *Desk, text string) query.Query {
	t.Helper()
	q, err := d.parse(context.Background(), text, false)
	if err != nil {
		t.Fatal(err)
	}
	return q
}

// A fault in the index leaves a reader without it, and no more.
func TestAPanicOfTheIndexIsSaid(t *testing.T) {
	broken := &Desk{Log: slog.New(slog.DiscardHandler)}
	msg := broken.refresh(context.Background(), library.ByDate, "", search.RefreshOptions{})()
	var crash *Crash
	if r, ok := msg.(refreshed); !ok || !r.done || !errors.As(r.err, &crash) {
		t.Errorf("got %#v", msg)
	}
}
