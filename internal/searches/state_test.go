package searches

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func remember(t testing.TB, s *Store, queries ...string) {
	t.Helper()
	for _, q := range queries {
		if err := s.Remember(q); err != nil {
			t.Fatal(err)
		}
	}
}

func recent(t testing.TB, s *Store, most int) []string {
	t.Helper()
	list, err := s.Recent(most)
	if err != nil {
		t.Fatal(err)
	}
	return list
}

func TestRecent(t *testing.T) {
	s := fresh(t)
	if len(recent(t, s, -1)) != 0 {
		t.Fatal("a folder that does not exist has a history")
	}
	remember(t, s, "truce", "ferry  OR boat", "", " \t\n", strings.Repeat("x", 10_000), "truce", "talks\x1b[2J\u202e", "ferry OR boat ", "Truce")
	for most, want := range map[int][]string{
		-1: {"Truce", "ferry OR boat", "talks\x1b[2J\u202e", "truce"},
		2:  {"Truce", "ferry OR boat"},
		0:  {},
		9:  {"Truce", "ferry OR boat", "talks\x1b[2J\u202e", "truce"},
	} {
		if diff := cmp.Diff(want, recent(t, Open(s.data.dir, s.state.dir), most)); diff != "" {
			t.Errorf("%d: %s", most, diff)
		}
	}
	if text := file(t, s.state.file(historyName)); strings.ContainsAny(text, "\x1b\u202e") || strings.Count(text, "\n") != 4 {
		t.Errorf("%q", text)
	}
	if _, err := os.Stat(s.data.dir); err == nil {
		t.Error("the history has made the folder of saved searches")
	}
}

// The history against a list: the newest first, each once, never more than 500.
func TestHistoryAgreesWithAModel(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		dir, err := os.MkdirTemp("", "searches")
		if err != nil {
			t.Fatal(err)
		}
		defer os.RemoveAll(dir)
		s := Open(dir, dir)
		var want []string
		full := rapid.IntRange(mostRecent-5, mostRecent+5).Draw(t, "before")
		for i := range full {
			want = append([]string{fmt.Sprint("q", i)}, want...)
		}
		var text string
		for _, q := range slices.Backward(want) {
			text += fmt.Sprintf("{\"query\":%q}\n", q)
		}
		if err := os.WriteFile(s.state.file(historyName), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		q := rapid.OneOf(rapid.Map(rapid.IntRange(0, mostRecent), func(i int) string { return fmt.Sprint(" q", i, "\t") }), rapid.String())
		for _, q := range rapid.SliceOfN(q, 0, 5).Draw(t, "queries") {
			if err := s.Remember(q); err != nil {
				t.Fatal(err)
			}
			if same(q) == "" {
				continue
			}
			want = slices.DeleteFunc(want, func(w string) bool { return same(w) == same(q) })
			want = append([]string{strings.TrimSpace(q)}, want...)
		}
		want = want[:min(len(want), mostRecent)]
		got, err := s.Recent(-1)
		if diff := cmp.Diff(want, got); diff != "" || err != nil {
			t.Fatal(diff, err)
		}
	})
}

func TestADamagedHistory(t *testing.T) {
	s := fresh(t)
	remember(t, s, "a", "b", "c")
	text := file(t, s.state.file(historyName))
	for name, c := range map[string]struct{ text, want string }{
		"half a line":   {text[:len(text)-10], "b a"},
		"zeros":         {text + strings.Repeat("\x00", 512), "c b a"},
		"binary":        {"\x7fELF\xff\n" + text, "c b a"},
		"other JSON":    {"null\n[1]\n{\"query\":7}\n{\"version\":2}\n" + text, "c b a"},
		"by hand, CR":   {"{\"query\": \"d\", \"x\":1}\r\n" + text, "c b a d"},
		"nothing there": {"", ""},
	} {
		if err := os.WriteFile(s.state.file(historyName), []byte(c.text), 0o600); err != nil {
			t.Fatal(err)
		}
		if got := strings.Join(recent(t, s, -1), " "); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
		remember(t, s, "z")
		if got := strings.Join(recent(t, s, -1), " "); got != strings.TrimSpace("z "+c.want) {
			t.Errorf("%s, and one more: %q", name, got)
		}
	}
}

func seen(t testing.TB, s *Store, id string) Seen {
	t.Helper()
	x, err := s.Seen(id)
	if err != nil {
		t.Fatal(err)
	}
	return x
}

func setSeen(t testing.TB, s *Store, id string, paths ...string) {
	t.Helper()
	if err := s.SetSeen(id, paths); err != nil {
		t.Fatal(err)
	}
}

func TestSeen(t *testing.T) {
	s := fresh(t)
	x := save(t, s, "a", "ferry")
	paths := []string{"a.md", "caf\xe9.md", "caf\xe8.md", "caf\ufffd.md"}
	if got := seen(t, s, x.ID); !got.At.IsZero() || got.New(paths) != 0 {
		t.Errorf("never looked at: %d of %v", got.New(paths), got)
	}
	setSeen(t, s, x.ID)
	if got := seen(t, s, x.ID); got.At.IsZero() || got.New(paths) != 4 {
		t.Errorf("looked at when there was none: %d of %v", got.New(paths), got)
	}
	setSeen(t, s, x.ID, paths[1], paths[0], paths[1])
	if got := seen(t, Open(s.data.dir, s.state.dir), x.ID).New(paths); got != 2 {
		t.Errorf("%d are new", got)
	}
	// What was seen is that of the query: another query, another answer.
	x.Name = "b"
	if _, err := s.Save(x); err != nil || seen(t, s, x.ID).New(paths) != 2 {
		t.Errorf("another name: %v", err)
	}
	if err := s.Remove(x.ID); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Restore(x.ID); err != nil || seen(t, s, x.ID).New(paths) != 2 {
		t.Errorf("deleted and brought back: %v", err)
	}
	x.Query = "boat"
	if _, err := s.Save(x); err != nil || !seen(t, s, x.ID).At.IsZero() {
		t.Errorf("another query: %v", err)
	}
	for _, id := range []string{"", "../x", "A B", strings.Repeat("a", 99)} {
		if err := s.SetSeen(id, paths); err == nil || !strings.Contains(err.Error(), "no ID of a saved search") {
			t.Errorf("%q: %v", id, err)
		}
		if got := seen(t, s, id); !got.At.IsZero() {
			t.Errorf("%q: %v", id, got)
		}
	}
}

// A line that is damaged is one brief that counts as new; without its time the
// file says nothing.
func TestDamagedSeen(t *testing.T) {
	s := fresh(t)
	paths := []string{"a", "b", "c"}
	setSeen(t, s, "aaaa", paths...)
	text := file(t, s.state.file("aaaa"+seenSuffix))
	for name, c := range map[string]struct {
		text  string
		new   int
		never bool
	}{
		"none":           {text, 0, false},
		"half a line":    {text[:len(text)-5], 1, false},
		"a byte flipped": {text[:30] + "x" + text[31:], 1, false},
		"out of order":   {text[:21] + text[21+17:] + text[21:21+17], 0, false},
		"glued":          {text[:21+16] + text[21+17:], 2, false},
		"the time":       {"x" + text, 0, true},
		"empty":          {"", 0, true},
		"zeros":          {strings.Repeat("\x00", 99), 0, true},
	} {
		if err := os.WriteFile(s.state.file("aaaa"+seenSuffix), []byte(c.text), 0o600); err != nil {
			t.Fatal(err)
		}
		if got := seen(t, s, "aaaa"); got.New(paths) != c.new || got.At.IsZero() != c.never {
			t.Errorf("%s: %d are new, at %v", name, got.New(paths), got.At)
		}
	}
}

func many(n int, suffix string) []string {
	paths := make([]string, n)
	for i := range paths {
		paths[i] = fmt.Sprintf("2025/11/brief-%d%s.md", i, suffix)
	}
	return paths
}

// Of more briefs than are kept none that was seen counts as new.
func TestSeenIsBounded(t *testing.T) {
	s := fresh(t)
	for _, n := range []int{mostSeen - 1, mostSeen, 2 * mostSeen} {
		old, other := many(n, ""), many(1000, "-new")
		setSeen(t, s, "aaaa", old...)
		x := seen(t, s, "aaaa")
		if len(x.paths) > mostSeen || x.New(old) != 0 {
			t.Errorf("%d: %d are kept, %d of those seen are new", n, len(x.paths), x.New(old))
		}
		if got := x.New(append(old, other...)); got > 1000 || n < mostSeen && got != 1000 || got < 1000*mostSeen/n*8/10 {
			t.Errorf("%d: %d of 1000 are new", n, got)
		}
	}
}

func FuzzSeen(f *testing.F) {
	f.Add("2025-11-07T09:30:00Z\n00c0ffee00c0ffee\n", "a.md")
	f.Fuzz(func(t *testing.T, text, path string) {
		x := readSeen(text)
		if n := x.New([]string{path}); n > 1 || n > 0 && x.At.IsZero() || !slices.IsSorted(x.paths) {
			t.Fatal(x)
		}
	})
}

func BenchmarkSetSeen(b *testing.B) {
	s, paths := fresh(b), many(mostSeen, "")
	for b.Loop() {
		if err := s.SetSeen("aaaa", paths); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkSeen(b *testing.B) {
	s, paths := fresh(b), many(mostSeen, "")
	setSeen(b, s, "aaaa", paths...)
	for b.Loop() {
		seen(b, s, "aaaa")
	}
}

func BenchmarkNew(b *testing.B) {
	s, paths := fresh(b), many(mostSeen, "")
	setSeen(b, s, "aaaa", paths...)
	x := seen(b, s, "aaaa")
	for b.Loop() {
		if x.New(paths) != 0 {
			b.Fatal("new")
		}
	}
}

func BenchmarkRemember(b *testing.B) {
	s := fresh(b)
	for i := range mostRecent {
		remember(b, s, fmt.Sprint("ceasefire talks -india ", i))
	}
	for i := 0; b.Loop(); i++ {
		remember(b, s, fmt.Sprint("one more ", i))
	}
}

func BenchmarkRecent(b *testing.B) {
	s := fresh(b)
	for i := range mostRecent {
		remember(b, s, fmt.Sprint("ceasefire talks -india ", i))
	}
	for b.Loop() {
		recent(b, s, -1)
	}
}
