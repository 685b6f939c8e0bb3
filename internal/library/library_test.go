package library

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"

	"broadsheet/internal/brief"
	"broadsheet/internal/disk/disktest"
)

// put writes a file below dir and gives its path.
func put(t *testing.T, dir, name, content string) string {
	t.Helper()
	p := filepath.Join(dir, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(p), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(p, []byte(content), 0o644); err != nil {
		t.Fatal(err)
	}
	return p
}

func open(t *testing.T, paths ...string) *Library {
	t.Helper()
	l, err := Open(paths)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// scan gives the paths found and the reasons of what was skipped.
func scan(t *testing.T, l *Library) (paths []string, skipped map[string]string) {
	t.Helper()
	files, skips, err := l.Scan(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	skipped = map[string]string{}
	for _, f := range files {
		paths = append(paths, f.Path)
	}
	for _, s := range skips {
		skipped[s.Path] = s.Reason
	}
	return paths, skipped
}

func same(t *testing.T, got, want any) {
	t.Helper()
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("want -, got +\n%s", d)
	}
}

func TestScanTakesWhatIsABrief(t *testing.T) {
	dir := t.TempDir()
	for _, n := range []string{"b.md", "a.markdown", "deep/er/c.TXT", "d.mkd", "e.mdown",
		".hidden.md", ".git/x.md", "deep/.trash/y.md", "image.png", "noending", "style.css"} {
		put(t, dir, n, "text")
	}
	paths, skipped := scan(t, open(t, dir))
	same(t, paths, []string{"a.markdown", "b.md", "d.mkd", "deep/er/c.TXT", "e.mdown"})
	same(t, skipped, map[string]string{})
}

func TestEmptyFolderIsNoError(t *testing.T) {
	paths, skipped := scan(t, open(t, t.TempDir()))
	if len(paths)+len(skipped) != 0 {
		t.Errorf("found %v, skipped %v", paths, skipped)
	}
}

func TestOpenErrorsAreOneClearLine(t *testing.T) {
	dir := t.TempDir()
	fifo := filepath.Join(dir, "pipe")
	if err := disktest.Pipe(fifo); err != nil {
		t.Skip(err)
	}
	for _, c := range []struct{ name, path, want string }{
		{"missing", filepath.Join(dir, "nowhere"), "no such folder or file: check the spelling"},
		{"pipe", fifo, "neither a folder nor a file (a named pipe)"},
		{"escape in the name", filepath.Join(dir, "x\x1b[2Jy\nz"), "no such folder or file"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := Open([]string{c.path})
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Fatalf("error %v, want …%s…", err, c.want)
			}
			if strings.ContainsAny(err.Error(), "\n\x1b") {
				t.Errorf("the error is not one harmless line: %q", err)
			}
		})
	}
	if _, err := Open(nil); err == nil {
		t.Error("no error for no path at all")
	}
}

func TestOpenUnreadableFolder(t *testing.T) {
	if os.Getuid() == 0 {
		t.Skip("root may read everything")
	}
	dir := filepath.Join(t.TempDir(), "closed")
	if err := os.Mkdir(dir, 0); err != nil {
		t.Fatal(err)
	}
	_, err := Open([]string{dir})
	if err == nil || !strings.Contains(err.Error(), "permission denied") || !errors.Is(err, fs.ErrPermission) {
		t.Errorf("error %v", err)
	}
}

func TestUnreadableInside(t *testing.T) {
	if os.Getuid() == 0 {
		t.Skip("root may read everything")
	}
	dir := t.TempDir()
	put(t, dir, "ok.md", "text")
	p := put(t, dir, "shut.md", "text")
	sub := filepath.Join(dir, "sub")
	if err := errors.Join(os.Chmod(p, 0), os.Mkdir(sub, 0)); err != nil {
		t.Fatal(err)
	}
	l := open(t, dir)
	_, skipped := scan(t, l)
	same(t, skipped, map[string]string{"sub": "the folder cannot be read: permission denied"})
	wantUnusable(t, l, "shut.md", "permission denied")
}

func wantUnusable(t *testing.T, l *Library, path, want string) {
	t.Helper()
	_, _, err := l.Read(path)
	var u *Unusable
	if !errors.As(err, &u) {
		t.Fatalf("%q: error %v, want an Unusable", path, err)
	}
	if u.Path != path || !strings.Contains(u.Reason, want) {
		t.Errorf("%q: reason %q for %q, want …%s…", path, u.Reason, u.Path, want)
	}
}

func TestLinks(t *testing.T) {
	outside := t.TempDir()
	secret := put(t, outside, "secret.md", "secret")
	dir := t.TempDir()
	put(t, dir, "real/a.md", "text")
	links := map[string]string{
		"inside.md":    "real/a.md",
		"out.md":       secret,
		"up.md":        "../" + filepath.Base(outside) + "/secret.md",
		"dangling.md":  "nothing.md",
		"loop.md":      "loop.md",
		"folder":       "real",
		"outfolder":    outside,
		"picture.png":  secret,
		"folder.md":    "real",
		"device.md":    "/dev/zero",
		"real/back.md": "../real/a.md",
	}
	for name, target := range links {
		if err := os.Symlink(target, filepath.Join(dir, name)); err != nil {
			t.Skip(err)
		}
	}
	l := open(t, dir)
	paths, skipped := scan(t, l)
	same(t, paths, []string{"inside.md", "real/a.md", "real/back.md"})
	out := "link that leads out of the library"
	same(t, skipped, map[string]string{
		"out.md": out, "up.md": out, "outfolder": out, "device.md": out,
		"dangling.md": "link to a file that is not there",
		"loop.md":     "link that leads back to itself",
		"folder":      "link to a folder: not followed",
		"folder.md":   "link to a folder: not followed",
	})
	wantUnusable(t, l, "out.md", "leads out")
	wantUnusable(t, l, "../x.md", "not in this library")
	wantUnusable(t, l, "outfolder/secret.md", "leads out")
	if _, e, err := l.Read("inside.md"); err != nil || e.Size != 4 {
		t.Errorf("inside.md: %v, %v", e, err)
	}
}

func TestSpecialFilesNeverBlock(t *testing.T) {
	dir := t.TempDir()
	fifo := filepath.Join(dir, "pipe.md")
	if err := disktest.Pipe(fifo); err != nil {
		t.Skip(err)
	}
	l := open(t, dir)
	done := make(chan struct{})
	go func() {
		defer close(done)
		_, skipped := scan(t, l)
		same(t, skipped, map[string]string{"pipe.md": "not a regular file (a named pipe)"})
		wantUnusable(t, l, "pipe.md", "a named pipe")
	}()
	select {
	case <-done:
	case <-time.After(time.Minute):
		t.Fatal("reading a pipe blocks")
	}
}

func TestReadBounds(t *testing.T) {
	dir := t.TempDir()
	for name, size := range map[string]int64{"huge.md": 1 << 30, "over.md": MaxSize + 1} {
		if err := os.Truncate(put(t, dir, name, ""), size); err != nil { // sparse: no disk is used
			t.Fatal(err)
		}
	}
	put(t, dir, "binary.md", "\x7fELF\x00\x00\x01\x02"+strings.Repeat("\x00\xff", 5000))
	put(t, dir, "latin.md", "# Caf\xe9\n\ntext\n")
	put(t, dir, "empty.md", "")
	l := open(t, dir)
	_, skipped := scan(t, l)
	same(t, skipped, map[string]string{
		"huge.md": "larger than 64 MB (1.0 GB)",
		"over.md": "larger than 64 MB (64 MB)",
	})
	wantUnusable(t, l, "huge.md", "larger than 64 MB (1.0 GB)")
	wantUnusable(t, l, "binary.md", "binary data, not text")
	wantUnusable(t, l, "gone.md", "no longer there")
	if _, e, err := l.Read("latin.md"); err != nil || len(e.Notes) == 0 {
		t.Errorf("latin.md: notes %q, error %v", e.Notes, err)
	}
	if _, _, err := l.Read("empty.md"); err != nil {
		t.Errorf("empty.md: %v", err)
	}
}

func TestEntrySaysWhatWasRead(t *testing.T) {
	dir := t.TempDir()
	p := put(t, dir, "a.md", "# Truce\n\nIt holds.\n")
	l := open(t, dir)
	b, e, err := l.Read("a.md")
	if err != nil {
		t.Fatal(err)
	}
	info, _ := os.Stat(p)
	if e.Path != "a.md" || e.Size != 19 || !e.ModTime.Equal(info.ModTime()) || e.Title != "Truce" || e.Words != b.Words {
		t.Errorf("%+v", e)
	}
	put(t, dir, "a.md", "# Truce\n\nIt broke.\n")
	if _, e2, err := l.Read("a.md"); err != nil || e2.Hash == e.Hash {
		t.Errorf("hash %x after a change, %x before; %v", e2.Hash, e.Hash, err)
	}
}

func TestNamesAreKeptAsTheyAre(t *testing.T) {
	dir := t.TempDir()
	for _, n := range []string{"two\nlines.md", "esc\x1b[2J.md", "bad\xff\xfe.md", "-rf.md", "sp ace.md", `back\slash.md`} {
		p := filepath.Join(dir, n)
		if err := os.WriteFile(p, []byte("# Text"), 0o600); err != nil {
			t.Skip(err)
		}
	}
	l := open(t, dir)
	paths, _ := scan(t, l)
	if len(paths) != 6 {
		t.Errorf("found %q", paths)
	}
	for _, p := range paths {
		if _, e, err := l.Read(p); err != nil || e.Path != p {
			t.Errorf("%q: %v", p, err)
		}
		if d, ok := l.Disk(p); !ok || d != filepath.Join(dir, p) {
			t.Errorf("Disk(%q) = %q", p, d)
		}
	}
}

func TestIdentities(t *testing.T) {
	top := t.TempDir()
	put(t, top, "one/briefs/a.md", "x")
	put(t, top, "two/briefs/a.md", "x")
	f1 := put(t, top, "three/note.md", "x")
	f2 := put(t, top, "four/note.md", "x")
	odd := put(t, top, "five/plain", "x")
	put(t, top, "six/three/note.md", "x")
	one, two := filepath.Join(top, "one", "briefs"), filepath.Join(top, "two", "briefs")
	for _, c := range []struct {
		name  string
		roots []string
		want  []string
	}{
		{"one folder", []string{one}, []string{"a.md"}},
		{"two of one name", []string{one, two}, []string{"briefs-2/a.md", "briefs/a.md"}},
		{"a file", []string{f1}, []string{"note.md"}},
		{"two files of one name", []string{f1, f2}, []string{"four/note.md", "note.md"}},
		{"a folder named like a file's", []string{f2, f1, filepath.Join(top, "six", "three")}, []string{"note.md", "three-2/note.md", "three/note.md"}},
		{"a file of any ending", []string{odd, one}, []string{"briefs/a.md", "plain"}},
		{"the same twice", []string{one, one + "/", filepath.Join(one, "..", "briefs")}, []string{"a.md"}},
		{"one in another", []string{filepath.Join(top, "one"), one}, []string{"briefs/a.md"}},
		{"a file in its folder", []string{one, filepath.Join(one, "a.md")}, []string{"a.md"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			l := open(t, c.roots...)
			paths, _ := scan(t, l)
			same(t, paths, c.want)
			for _, p := range paths {
				disk, ok := l.Disk(p)
				if back, ok2 := l.Path(disk); !ok || !ok2 || back != p {
					t.Errorf("%q is %q on disk, and that is %q here", p, disk, back)
				}
				if _, _, err := l.Read(p); err != nil {
					t.Error(err)
				}
			}
		})
	}
	if open(t, one).Key() == open(t, two).Key() || open(t, one).Key() != open(t, one+"/.").Key() {
		t.Error("the key does not identify the roots")
	}
}

func TestHiddenRootsAreTheUsersChoice(t *testing.T) {
	dir := filepath.Join(t.TempDir(), ".notes")
	put(t, dir, "a.md", "x")
	paths, _ := scan(t, open(t, dir, filepath.Dir(dir)))
	same(t, paths, []string{".notes/a.md"})
}

func TestEmbedded(t *testing.T) {
	fsys := fstest.MapFS{
		"a.md": {Data: []byte("# A")}, "sub/b.txt": {Data: []byte("B")},
		".x.md": {Data: []byte("h")}, "briefs.go": {Data: []byte("package x")},
	}
	l := Embedded(fsys, "samples")
	paths, skipped := scan(t, l)
	same(t, paths, []string{"a.md", "sub/b.txt"})
	same(t, skipped, map[string]string{})
	if _, e, err := l.Read("a.md"); err != nil || e.Title != "A" {
		t.Errorf("%+v, %v", e, err)
	}
	if _, ok := l.Disk("a.md"); ok {
		t.Error("an embedded brief lies nowhere on disk")
	}
	wantUnusable(t, l, "../etc/passwd", "not in this library")
	wantUnusable(t, l, "no.md", "no longer there")
	key := l.Key()
	fsys["a.md"] = &fstest.MapFile{Data: []byte("# B")}
	if Embedded(fsys, "samples").Key() == key {
		t.Error("other samples have the same key")
	}
}

func TestScanCanBeCancelled(t *testing.T) {
	dir := t.TempDir()
	put(t, dir, "a.md", "x")
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, _, err := open(t, dir).Scan(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
}

func TestResolve(t *testing.T) {
	dir := t.TempDir()
	disk := put(t, dir, "2025/truce.md", "x")
	l := open(t, dir)
	entries := []Entry{
		{File: File{Path: "2025/truce.md"}, Meta: brief.Meta{Title: "The Truce on the Durand Line"}},
		{File: File{Path: "b.md"}, Meta: brief.Meta{Title: "Türkiye and the truce"}},
		{File: File{Path: "c.md"}, Meta: brief.Meta{Title: "Trade"}},
		{File: File{Path: "d.md"}, Meta: brief.Meta{Title: "Trade at the border"}},
		{File: File{Path: "bad\xff.md"}, Meta: brief.Meta{Title: "Bytes"}},
		{File: File{Path: "two\nlines.md"}, Meta: brief.Meta{Title: "Lines"}},
	}
	for i := range 9 {
		entries = append(entries, Entry{File: File{Path: "many" + string(rune('0'+i))}, Meta: brief.Meta{Title: "Weekly note"}})
	}
	for _, c := range []struct{ arg, path, err string }{
		{"2025/truce.md", "2025/truce.md", ""},
		{"./2025/../2025/truce.md", "2025/truce.md", ""},
		{disk, "2025/truce.md", ""},
		{"durand line", "2025/truce.md", ""},
		{"turkiye", "b.md", ""},
		{"bad\ufffd.md", "bad\xff.md", ""},
		{"two lines.md", "two\nlines.md", ""},
		{"trade", "c.md", ""},
		{"TRADE at", "d.md", ""},
		{"nothing like it", "", "no brief is called"},
		{"", "", "no brief is called"},
		{"weekly", "", "9 briefs fit"},
	} {
		e, err := l.Resolve(c.arg, entries)
		if c.err == "" && (err != nil || e.Path != c.path) {
			t.Errorf("%q: %q, %v; want %q", c.arg, e.Path, err, c.path)
		}
		if c.err != "" && (err == nil || !strings.Contains(err.Error(), c.err)) {
			t.Errorf("%q: %v; want …%s…", c.arg, err, c.err)
		}
	}
	if _, err := l.Resolve("weekly", entries); strings.Count(err.Error(), "many") != maxCandidates {
		t.Errorf("not %d candidates: %v", maxCandidates, err)
	}
}

func BenchmarkScan(b *testing.B) {
	dir := b.TempDir()
	for i := range 5000 {
		p := filepath.Join(dir, "f"+string(rune('a'+i%26)), "n"+time.Duration(i).String()+".md")
		_ = os.MkdirAll(filepath.Dir(p), 0o755)
		if err := os.WriteFile(p, []byte("x"), 0o600); err != nil {
			b.Fatal(err)
		}
	}
	l, err := Open([]string{dir})
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if files, _, _ := l.Scan(context.Background()); len(files) != 5000 {
			b.Fatal(len(files))
		}
	}
}
