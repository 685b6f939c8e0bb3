//go:build unix

package main_test

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// many makes a folder with n briefs of some hundred words each.
func many(t *testing.T, n int) string {
	t.Helper()
	files := map[string]string{}
	for i := range n {
		files[fmt.Sprintf("%03d/brief-%05d.md", i/500, i)] = fmt.Sprintf("# Brief number %d\n\n%s\n\nThe probe word is probe%dx.\n",
			i, strings.Repeat("The harbour office wrote of ferries, of storms and of the price of milk. ", 40), i)
	}
	return write(t, files)
}

func TestLeavingWhileIndexingAndGoingOn(t *testing.T) {
	u := newUser(t)
	dir := many(t, 6000)
	u.starts(80, 24, dir)
	u.matches(`indexing \d+ of \d+`)
	u.presses("q")
	u.sees("left with 0")
	u.closes()

	out, errs, code := u.calls("index", "--json", "--library", dir)
	if code != 0 || errs != "" {
		t.Fatalf("exit code %d, %s", code, errs)
	}
	var report struct{ Briefs, Added int }
	if err := json.Unmarshal([]byte(out), &report); err != nil {
		t.Fatal(err)
	}
	if report.Briefs != 6000 {
		t.Errorf("%d briefs, want 6000", report.Briefs)
	}
	out, _, code = u.calls("search", "--library", dir, "probe5999x")
	if code != 0 || !strings.Contains(out, "brief-05999.md") {
		t.Errorf("exit code %d: %s", code, out)
	}
}

func TestTheFirstScreenIsThereWhileIndexing(t *testing.T) {
	u := newUser(t)
	u.starts(80, 24, many(t, 3000))
	u.until("a brief in the list and one on show while indexing goes on", func(screen string) bool {
		return strings.Contains(screen, "indexing ") && strings.Contains(screen, "Brief number") && strings.Contains(screen, "harbour office")
	})
	u.presses("/")
	u.types("probe7x")
	u.sees("Brief number 7", "1 brief")
}

func TestASecondReader(t *testing.T) {
	first, second := newUser(t), newUser(t)
	second.home = first.home
	dir := write(t, map[string]string{"a.md": "# Alpha\n\nThe ferry left.\n", "b.md": "# Beta\n\nThe train came.\n"})
	first.starts(80, 24, dir)
	first.sees("2 briefs")
	second.starts(80, 24, dir)
	second.sees("2 briefs")
	for _, u := range []*user{first, second} {
		u.presses("/")
		u.types("ferry")
		u.sees("1 brief", "Alpha")
		u.presses("Enter")
		u.sees("hit 1 of 1")
	}
	first.presses("m")
	first.sees("Bookmark this passage")
	first.presses("Enter")
	first.sees("Bookmark kept.")
	second.presses("'")
	second.sees("The ferry left.")
}

func TestWithoutATerminal(t *testing.T) {
	u := newUser(t)
	out, errs, code := u.calls()
	if code != 2 || out != "" || strings.Count(errs, "\n") != 1 || !strings.Contains(errs, "needs a terminal") {
		t.Errorf("exit code %d, output %q, error %q", code, out, errs)
	}
	for _, args := range [][]string{{"/no/such/folder"}, {"list", "--library", "/no/such/folder"}} {
		out, errs, code = u.calls(args...)
		if code != 2 || out != "" || strings.Count(errs, "\n") != 1 || !strings.Contains(errs, "/no/such/folder") {
			t.Errorf("%q: exit code %d, output %q, error %q", args, code, out, errs)
		}
	}
}

// With no folder that can be written, everything can still be read.
func TestReadOnlyHome(t *testing.T) {
	u := newUser(t)
	if err := os.WriteFile(filepath.Join(u.home, "file"), nil, 0o644); err != nil {
		t.Fatal(err)
	}
	u.home = filepath.Join(u.home, "file") // a home that is no folder: nothing can be made in it, even by root
	out, errs, code := u.calls("search", "durand")
	if code != 0 || !strings.Contains(out, "The Durand Line") || strings.Count(errs, "\n") != 1 || !strings.Contains(errs, "cache") {
		t.Errorf("exit code %d, error %q, output %q", code, errs, out)
	}
	_, errs, code = u.calls("bookmark", "add", "background/durand-line.md")
	if code != 2 || !strings.Contains(errs, "bookmarks") {
		t.Errorf("exit code %d, error %q", code, errs)
	}
	u.starts(80, 24)
	u.sees("13 briefs")
}

// Where the bookmarks are kept with a library that is mounted read-only, they are
// read, what can not be written is said with what to do, and what was typed
// stays until it can.
func TestLibraryMountedReadOnly(t *testing.T) {
	u := newUser(t)
	dir := write(t, map[string]string{"strait.md": "# Strait\n\nThe ferry left at nine in the evening.\n\nNobody waved.\n"})
	u.configures("bookmarks = \"library\"\n")
	id, errs, code := u.calls("bookmark", "add", "--library", dir, "--quote", "Nobody waved", "--note", "who?", "strait.md")
	if id = strings.TrimSpace(id); code != 0 {
		t.Fatal(errs)
	}
	writable, ok := mountReadOnly(t, dir)
	if !ok {
		t.Skip("needs the right to mount")
	}
	for _, args := range [][]string{{"add", "strait.md"}, {"edit", id, "--note", "x"}, {"remove", id}, {"restore"}} {
		_, errs, code := u.calls(append([]string{"bookmark", "--library", dir}, args...)...)
		for _, want := range []string{filepath.Join(dir, ".broadsheet", "bookmarks"), "read-only file system", "nothing was changed", "make the library's folder writable", `bookmarks = "home"`} {
			if code != 2 || !strings.Contains(errs, want) {
				t.Errorf("%q: exit code %d, error %q, want %q", args, code, errs, want)
			}
		}
	}
	if out, errs, code := u.calls("bookmark", "list", "--library", dir); code != 0 || errs != "" || !strings.Contains(out, "who?") {
		t.Errorf("exit code %d, error %q, list %q", code, errs, out)
	}
	u.starts(100, 24, dir)
	u.sees("Strait").presses("Enter").sees("◆ Nobody waved.")
	u.presses("m").sees("Bookmark this passage").types("a note of some length").presses("Enter")
	u.sees("Not kept yet", "a note of some length", "save the bookmark in")
	u.presses("Escape").sees("Throw away what you have typed?").presses("n")
	writable()
	u.presses("Enter").sees("◆ a note of some length")
	u.presses("C-c").leaves(0)
	if out, _, _ := u.calls("bookmark", "list", "--library", dir); !strings.Contains(out, "a note of some length") || !strings.Contains(out, "who?") {
		t.Errorf("list %q", out)
	}
}
