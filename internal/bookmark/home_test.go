package bookmark

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"broadsheet/internal/brief"
	"broadsheet/internal/library"
)

// opens is the library of some folders and files, with what it lists.
func opens(t *testing.T, paths ...string) (*library.Library, []library.Entry) {
	t.Helper()
	lib, err := library.Open(paths)
	if err != nil {
		t.Fatal(err)
	}
	files, _, err := lib.Scan(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var entries []library.Entry
	for _, f := range files {
		_, e, err := lib.Read(f.Path)
		if err != nil {
			t.Fatal(err)
		}
		entries = append(entries, e)
	}
	return lib, entries
}

// keptIn makes a bookmark on the second passage of a brief of a library.
func keptIn(t *testing.T, lib *library.Library, path string) Bookmark {
	t.Helper()
	b, e, err := lib.Read(path)
	if err != nil {
		t.Fatal(err)
	}
	m := New(Anchored(b, path, e.Hash, b.Passages[1].Span), b, lib)
	m.ID, m.Also = "mark", []string{}
	return m
}

// A bookmark belongs to the library with its file, under whatever folder that
// is opened; where the file is no longer there, to one that has its words; and
// where it is lost, to its own, or to the one that has taken its place.
func TestWhereABookmarkBelongs(t *testing.T) {
	const other = "# Train\n\nNothing of the kind, whatever one may have been told about it.\n"
	type disk struct{ t *testing.T }
	write := func(d disk, name, text string) {
		if err := os.MkdirAll(filepath.Dir(name), 0o700); err != nil {
			d.t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			d.t.Fatal(err)
		}
	}
	must := func(d disk, err error) {
		if err != nil {
			d.t.Fatal(err)
		}
	}
	copied := func(d disk) { must(d, os.CopyFS("copy", os.DirFS("lib"))) }
	rewritten := func(d disk) { write(d, "lib/sub/a.md", other) }
	moved := func(d disk) { must(d, os.Rename("lib", "lib2")) }
	removed := func(d disk) { must(d, os.RemoveAll("lib")) }
	fileless := func(m *Bookmark) { m.File = "" }
	rows := []struct {
		name   string
		do     []func(d disk)
		edit   func(m *Bookmark)
		open   string // folders and files, with blanks between
		listed bool
		state  State
		path   string
		until  bool // not where other bookmarks were made in that library before this one
	}{
		{"its own", nil, nil, "lib", true, OK, "sub/a.md", false},
		{"a folder of its library", nil, nil, "lib/sub", true, OK, "a.md", false},
		{"its file alone", nil, nil, "lib/sub/a.md", true, OK, "a.md", false},
		{"its library and another", nil, nil, "lib train", true, OK, "lib/sub/a.md", false},
		{"lost, a folder of its library", []func(disk){rewritten}, nil, "lib/sub", true, Lost, "a.md", false},
		{"lost, its file alone", []func(disk){rewritten}, nil, "lib/sub/a.md", true, Lost, "a.md", false},
		{"lost, its library and another", []func(disk){rewritten}, nil, "lib train", true, Lost, "lib/sub/a.md", false},
		{"another", nil, nil, "train", false, 0, "", false},
		{"lost, another", []func(disk){rewritten}, nil, "train", false, 0, "", false},
		{"a copy of its library", []func(disk){copied}, nil, "copy", false, 0, "", false},
		{"a copy, its own changed", []func(disk){copied, rewritten}, nil, "copy", false, 0, "", false},
		{"a copy, its own gone", []func(disk){copied, removed}, nil, "copy", true, OK, "sub/a.md", false},
		{"its library under another name", []func(disk){moved}, nil, "lib2", true, OK, "sub/a.md", false},
		{"lost, its library under another name", []func(disk){rewritten, moved}, nil, "lib2", true, Lost, "sub/a.md", true},
		{"its library under another name, not another", []func(disk){moved}, nil, "train", false, 0, "", false},
		{"its library gone, not another", []func(disk){removed}, nil, "train", false, 0, "", false},
		{"its brief moved to another", []func(disk){func(d disk) { must(d, os.Rename("lib/sub/a.md", "train/b.md")) }}, nil, "train", true, Moved, "b.md", false},
		{"its brief deleted, another with one of its path", []func(disk){func(d disk) {
			must(d, os.Remove("lib/sub/a.md"))
			write(d, "train/sub/a.md", other)
		}}, nil, "train", false, 0, "", false},
		{"lost between two copies, its library under another name", []func(disk){func(d disk) {
			write(d, "lib/one.md", ferry)
			must(d, os.Rename("lib/sub/a.md", "lib/two.md"))
		}, moved}, nil, "lib2", true, Lost, "sub/a.md", false},
		{"lost between two copies in another, its own library still there", []func(disk){func(d disk) {
			write(d, "train/one.md", ferry)
			must(d, os.Rename("lib/sub/a.md", "train/two.md"))
		}}, nil, "train", false, 0, "", false},
		{"of an earlier version, a copy", []func(disk){copied}, fileless, "copy", true, OK, "sub/a.md", false},
		{"of an earlier version, lost, of that path and title", []func(disk){func(d disk) { write(d, "lib/sub/a.md", "# Ferry\n\nNone.\n") }, moved}, fileless, "lib2", true, Lost, "sub/a.md", false},
		{"of an earlier version, lost, of that path and another title", []func(disk){rewritten, moved}, fileless, "lib2", false, 0, "", false},
	}
	for _, r := range rows {
		t.Run(r.name, func(t *testing.T) {
			t.Chdir(t.TempDir())
			d := disk{t}
			write(d, "lib/sub/a.md", ferry)
			write(d, "lib/b.md", "# Beta\n\nSomething else that is long enough to be looked for.\n")
			write(d, "train/t.md", other)
			lib, _ := opens(t, "lib")
			m := keptIn(t, lib, "sub/a.md")
			for _, do := range r.do {
				do(d)
			}
			if r.edit != nil {
				r.edit(&m)
			}
			lib, entries := opens(t, strings.Fields(r.open)...)
			m.Created = time.Unix(1000, 0)
			items, err := InLibrary(t.Context(), lib, entries, nil, []Bookmark{m})
			if err != nil {
				t.Fatal(err)
			}
			rest := Strangers([]Bookmark{m}, items)
			if len(items)+len(rest) != 1 || (len(items) == 1) != r.listed {
				t.Fatalf("listed: %v, of others: %v; want it listed: %v", items, rest, r.listed)
			}
			if r.listed && (items[0].Place.State != r.state || items[0].Path != r.path || items[0].Bookmark.Path != "sub/a.md") {
				t.Errorf("%s in %s, want %s in %s", items[0].Place.State, items[0].Path, r.state, r.path)
			}
			later, earlier := Bookmark{ID: "later", Library: lib.Key(), Created: time.Unix(2000, 0)}, Bookmark{ID: "earlier", Library: lib.Key(), Created: time.Unix(500, 0)}
			if items, _ = InLibrary(t.Context(), lib, entries, nil, []Bookmark{m, later}); (len(items) == 2) != r.listed {
				t.Errorf("listed: %v where another was made later", items)
			}
			if items, _ = InLibrary(t.Context(), lib, entries, nil, []Bookmark{m, later, earlier}); (len(items) == 3) != (r.listed && !r.until) {
				t.Errorf("listed: %v where another was made before", items)
			}
			if !r.listed && rest[0].Place.State != Unsought {
				t.Errorf("%s, want %s", rest[0].Place.State, Unsought)
			}
		})
	}
}

// A countingReader counts the briefs that are read.
type countingReader struct {
	shelf
	reads *int
}

func (c countingReader) Read(path string) (*brief.Brief, library.Entry, error) {
	*c.reads++
	return c.shelf.Read(path)
}

// A brief that is what it was is not read, unless the record says what does not
// fit: a quote or a place that was changed by hand or by a bad merge.
func TestAnEditedRecordIsLookedAt(t *testing.T) {
	s := shelf{"ferry.md": ferry}
	rows := []struct {
		name  string
		edit  func(m *Bookmark)
		reads int
		state State
	}{
		{"as it was", func(*Bookmark) {}, 0, OK},
		{"a note", func(m *Bookmark) { m.Note, m.Tags, m.Title = "seen", []string{"sea"}, "Another" }, 0, OK},
		{"a word of the quote", func(m *Bookmark) { m.Quote = strings.Replace(m.Quote, "nine", "ten", 1) }, 1, Changed},
		{"all of the quote", func(m *Bookmark) { m.Quote, m.Passage = "Quite other words, which nobody has said.", "" }, 1, Lost},
		{"the blanks of the quote", func(m *Bookmark) { m.Quote = strings.Replace(m.Quote, " ", "\n", 1) }, 1, OK},
		{"the place", func(m *Bookmark) { m.Start, m.End = m.Start+90, m.End+90 }, 1, OK},
		{"no check, as earlier versions have it", func(m *Bookmark) { m.Check = 0 }, 1, OK},
	}
	for _, r := range rows {
		t.Run(r.name, func(t *testing.T) {
			m := kept(t, s, "ferry.md", "here")
			r.edit(&m)
			reads := 0
			items, err := InLibrary(t.Context(), countingReader{s, &reads}, s.entries(), nil, []Bookmark{m})
			if err != nil || len(items) != 1 || items[0].Place.State != r.state || reads != r.reads {
				t.Errorf("%v, %v, %d read; want %s, %d", items, err, reads, r.state, r.reads)
			}
			if len(items) == 1 && r.state == OK && textAt(brief.Parse([]byte(ferry), "", brief.Limits{}), items[0].Place.Span) == "" {
				t.Errorf("at %v there are no words", items[0].Place.Span)
			}
		})
	}
}

// What had the words, too, when they were marked is known for it under whatever
// folder the library is opened.
func TestALookalikeIsKnownInAFolderOfItsLibrary(t *testing.T) {
	t.Chdir(t.TempDir())
	for name, text := range map[string]string{"lib/sub/a.md": ferry, "lib/sub/twin.md": strings.Replace(ferry, "# Ferry", "# Ferry, the year after", 1), "train/t.md": "# Train\n\nNothing.\n"} {
		if err := os.MkdirAll(filepath.Dir(name), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	likeIn := func(entries []library.Entry) Search {
		return func(context.Context, string) (paths []string) {
			for _, e := range entries {
				paths = append(paths, e.Path)
			}
			return paths
		}
	}
	lib, entries := opens(t, "lib")
	m := keptIn(t, lib, "sub/a.md")
	m.Also = Elsewhere(t.Context(), lib, likeIn(entries), m.Anchor)
	if err := os.Remove("lib/sub/a.md"); err != nil {
		t.Fatal(err)
	}
	for _, folders := range []string{"lib", "lib/sub", "lib train"} {
		lib, entries := opens(t, strings.Fields(folders)...)
		items, err := InLibrary(t.Context(), lib, entries, likeIn(entries), []Bookmark{m})
		if err != nil || len(items) != 1 || items[0].Place.State != Lost || items[0].Bookmark.Also[0] != "sub/twin.md" {
			t.Errorf("%s: %+v, %v", folders, items, err)
		}
	}
}

// A bookmark that is edited comes to know of its place what earlier versions did
// not keep, where the file is what it was; and it is then the library's that has
// taken the place of its own, not that of a copy, too. What is not so stays as it
// is.
func TestRenewed(t *testing.T) {
	old := func(m *Bookmark) {
		m.Outline, m.Check, m.Alike, m.AlikeWhole, m.File, m.Also = "", 0, nil, nil, "", nil
	}
	rename := func() error { return os.Rename("lib", "lib2") }
	for _, r := range []struct {
		name  string
		edit  func(m *Bookmark)
		do    func() error
		open  string
		whose string // library of the result: "" that of before
		knows bool   // it has an outline then
	}{
		{"as it is made today", func(*Bookmark) {}, nil, "lib", "", true},
		{"of an earlier version", old, nil, "lib", "", true},
		{"of an earlier version, its file edited", old, func() error { return os.WriteFile("lib/a.md", []byte(ferry+"\n\nMore.\n"), 0o600) }, "lib", "", false},
		{"of an earlier version, its file gone", old, func() error { return os.Remove("lib/a.md") }, "lib", "", false},
		{"of an earlier version, its words edited by hand", func(m *Bookmark) { old(m); m.Quote = "Nobody waved." }, nil, "lib", "", false},
		{"of an earlier version, in a library of another name", old, rename, "lib2", "", false},
		{"its library renamed", func(*Bookmark) {}, rename, "lib2", "lib2", true},
		{"its library renamed, seen in a copy of another text", func(*Bookmark) {}, func() error { return os.Rename("lib", "gone") }, "train", "", true},
		{"a copy, its library still there", func(*Bookmark) {}, nil, "copy", "", true},
		{"a copy, its file gone from its library", func(*Bookmark) {}, func() error { return os.Remove("lib/a.md") }, "copy", "", true},
	} {
		t.Run(r.name, func(t *testing.T) {
			t.Chdir(t.TempDir())
			for name, text := range map[string]string{"lib/a.md": ferry, "copy/a.md": ferry, "train/a.md": "# Train\n\nIt left.\n"} {
				if err := os.MkdirAll(filepath.Dir(name), 0o700); err != nil {
					t.Fatal(err)
				}
				if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			lib, _ := opens(t, "lib")
			m := keptIn(t, lib, "a.md")
			was := m.Outline
			r.edit(&m)
			if r.do != nil {
				if err := r.do(); err != nil {
					t.Fatal(err)
				}
			}
			now, entries := opens(t, r.open)
			got := m.Renewed(now)
			want := m.Library
			if r.whose != "" {
				want = now.Key()
			}
			if got.Library != want || (got.Outline == was) != r.knows || got.Quote != m.Quote || got.Also == nil != (m.Also == nil) {
				t.Errorf("%+v of %+v", got, m)
			}
			if r.whose == "" && r.knows && m.Outline != "" && got.File != m.File {
				t.Errorf("its file is %s, was %s", got.File, m.File)
			}
			if items, err := InLibrary(t.Context(), now, entries, nil, []Bookmark{got}); got.Library == now.Key() && r.knows && (err != nil || len(items) != 1 || items[0].Place.State != OK) {
				t.Errorf("%v, %v", items, err)
			}
			if r.whose != "" { // and a copy of before no longer has it
				copied, entries := opens(t, "copy")
				for n, m := range []Bookmark{got, m} {
					if items, err := InLibrary(t.Context(), copied, entries, nil, []Bookmark{m}); err != nil || len(items) != n {
						t.Errorf("a copy has %v, %v", items, err)
					}
				}
			}
		})
	}
}
