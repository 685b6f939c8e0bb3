package search

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"broadsheet/internal/library"
	"broadsheet/internal/query"
)

// A fixture is a library in a temporary folder with an index beside it.
type fixture struct {
	t          testing.TB
	dir, cache string
	lib        *library.Library
}

func newFixture(t testing.TB, files map[string]string) *fixture {
	t.Helper()
	f := &fixture{t: t, dir: t.TempDir(), cache: t.TempDir()}
	for name, text := range files {
		f.put(name, text)
	}
	lib, err := library.Open([]string{f.dir})
	if err != nil {
		t.Fatal(err)
	}
	f.lib = lib
	return f
}

func (f *fixture) put(name, text string) {
	f.t.Helper()
	p := filepath.Join(f.dir, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(p), 0o755); err != nil {
		f.t.Fatal(err)
	}
	if err := os.WriteFile(p, []byte(text), 0o644); err != nil {
		f.t.Fatal(err)
	}
}

// open opens the index; it is closed, and its work over, before the folders
// are removed.
func (f *fixture) open() *Index {
	f.t.Helper()
	x, err := Open(f.cache, f.lib, nil)
	if err != nil {
		f.t.Fatal(err)
	}
	f.t.Cleanup(func() {
		_ = x.Close()
		x.work.Wait()
	})
	return x
}

func (f *fixture) refresh(x *Index, o RefreshOptions) Report {
	f.t.Helper()
	rep, err := x.Refresh(context.Background(), o, nil)
	if err != nil {
		f.t.Fatal(err)
	}
	return rep
}

// ready opens and refreshes.
func (f *fixture) ready() *Index {
	f.t.Helper()
	x := f.open()
	f.refresh(x, RefreshOptions{})
	return x
}

func ask(t testing.TB, x *Index, text string, o Options) Results {
	t.Helper()
	q, err := query.Parse(text, query.Options{Now: time.Date(2025, 11, 20, 0, 0, 0, 0, time.UTC)})
	if err != nil {
		t.Fatalf("%q: %v", text, err)
	}
	r, err := x.Search(context.Background(), q, o)
	if err != nil {
		t.Fatalf("%q: %v", text, err)
	}
	return r
}

func paths(r Results) []string {
	out := []string{}
	for _, h := range r.Briefs {
		out = append(out, h.Entry.Path)
	}
	return out
}

func equal(t testing.TB, got, want any) {
	t.Helper()
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("want -, got +\n%s", d)
	}
}

func doc(title, date, source, tags, body string) string {
	return fmt.Sprintf("---\ntitle: %s\ndate: %s\nsource: %s\ntags: [%s]\n---\n\n%s\n", title, date, source, tags, body)
}

var small = map[string]string{
	"2025/truce.md":  doc("The truce at the border", "2025-10-19", "Politact", "ceasefire, border", "## Background\n\nThe cease-fire was signed in Doha after long negotiations.\n\n## Outlook\n\nNobody expects the peace talks to end soon. The ceasefire holds."),
	"2025/trade.md":  doc("Trade after the closure", "2025-11-02", "Daily", "trade", "Lorries wait at the crossing. Exporters negotiate about fruit."),
	"2024/talks.md":  doc("Talking about talks", "2024-05-01", "Politact", "diplomacy", "The talks in Istanbul were about a war of narratives.\n\nPeace was not on the table."),
	"2024/india.md":  doc("A view from the east", "2024-06-11", "Review", "region", "India watches the talks with concern; a truces expert from India spoke."),
	"2023/nodate.md": "# Plain words\n\nNothing of note, but peace and talks are far apart here.\n",
}

func TestQueries(t *testing.T) {
	x := newFixture(t, small).ready()
	unread := func(what, path string) bool { return what == "unread" && strings.HasPrefix(path, "2024/") }
	for _, c := range []struct {
		query string
		want  []string // in any order
	}{
		{"ceasefire", []string{"2025/truce.md"}},
		{"cease-fire", []string{"2025/truce.md"}},
		{"DOHA", []string{"2025/truce.md"}},
		{"talk", []string{"2023/nodate.md", "2024/india.md", "2024/talks.md", "2025/truce.md"}},
		{`"peace talks"`, []string{"2025/truce.md"}},
		{`"war of narratives"`, []string{"2024/talks.md"}},
		{`"war on narratives"`, []string{}},
		{`"about a war"`, []string{"2024/talks.md"}},
		{`"on the table"`, []string{"2024/talks.md"}},
		{`"in the table"`, []string{}},
		{"c*", []string{"2024/india.md", "2025/trade.md", "2025/truce.md"}},
		{"ce*", []string{"2025/truce.md"}},
		{"title:t*", []string{"2024/talks.md", "2025/trade.md", "2025/truce.md"}},
		{"nobody's", []string{"2025/truce.md"}},
		{"Istanbool~", []string{"2024/talks.md"}},
		{"peace-talks", []string{"2025/truce.md"}},
		{`"peace talk"`, []string{}},
		{"talks -india", []string{"2023/nodate.md", "2024/talks.md", "2025/truce.md"}},
		{"doha OR istanbul", []string{"2024/talks.md", "2025/truce.md"}},
		{"negotiat*", []string{"2025/trade.md", "2025/truce.md"}},
		{"title:truce", []string{"2025/truce.md"}},
		{"source:politact", []string{"2024/talks.md", "2025/truce.md"}},
		{"talks source:politact", []string{"2024/talks.md", "2025/truce.md"}},
		{"tag:border", []string{"2025/truce.md"}},
		{"path:2024/", []string{"2024/india.md", "2024/talks.md"}},
		{"date:2024", []string{"2024/india.md", "2024/talks.md"}},
		{"date:2025-10..2025-11 crossing", []string{"2025/trade.md"}},
		{"is:unread", []string{"2024/india.md", "2024/talks.md"}},
		{"-is:unread talks", []string{"2023/nodate.md", "2025/truce.md"}},
		{"(doha OR istanbul) -ceasefire", []string{"2024/talks.md"}},
		{"xyzzy", []string{}},
	} {
		r := ask(t, x, c.query, Options{Is: unread})
		got := map[string]bool{}
		for _, p := range paths(r) {
			got[p] = true
		}
		want := map[string]bool{}
		for _, p := range c.want {
			want[p] = true
		}
		if d := cmp.Diff(want, got); d != "" || r.Total != len(want) {
			t.Errorf("%s: total %d; want -, got +\n%s", c.query, r.Total, d)
		}
	}
}

func TestBothWordsComeFirst(t *testing.T) {
	x := newFixture(t, small).ready()
	got := paths(ask(t, x, "peace talks", Options{}))
	if len(got) != 4 || got[3] != "2024/india.md" {
		t.Errorf("the brief with one of the words is not last: %q", got)
	}
}

// Of several words any may be found; those that no brief has are named, so that
// nobody takes the answer for one that has them.
func TestAbsentWordsAreNamed(t *testing.T) {
	x := newFixture(t, small).ready()
	for _, c := range []struct {
		query string
		want  []string
	}{
		{"peace talks", nil},
		{"peace tlaks helicopter", []string{"tlaks", "helicopter"}},
		{"peace Istanbool~", nil},
		{"peace heli*", []string{"heli*"}},
		{"peace cease-fire the", nil},
		{`peace "war on narratives"`, []string{`"war on narratives"`}},
		{"peace -helicopter", nil},
		{"peace date:1999", nil},
		{"peace (helicopter OR talks)", nil},
		{"peace (helicopter OR tlaks)", []string{"helicopter OR tlaks"}},
		{"peace (helicopter tlaks) helicopter", []string{"helicopter", "tlaks"}},
		{"peace title:(helicopter talks)", nil},
		{"helicopter source:politact", []string{"helicopter"}},
	} {
		if got := ask(t, x, c.query, Options{}).Absent; !slices.Equal(got, c.want) {
			t.Errorf("%s: %q absent, want %q", c.query, got, c.want)
		}
	}
}

func TestEmptyQueryGivesTheNewestFirst(t *testing.T) {
	x := newFixture(t, small).ready()
	r := ask(t, x, "", Options{Limit: 3})
	equal(t, paths(r), []string{"2025/trade.md", "2025/truce.md", "2024/india.md"})
	if r.Total != 5 || r.Briefs[0].Passages != nil {
		t.Errorf("total %d, passages %v", r.Total, r.Briefs[0].Passages)
	}
}

func TestPassages(t *testing.T) {
	x := newFixture(t, small).ready()
	r := ask(t, x, "ceasefire", Options{})
	if len(r.Briefs) != 1 || r.Briefs[0].Hits != 2 {
		t.Fatalf("%+v", r)
	}
	for _, p := range r.Briefs[0].Passages {
		if len(p.Heading) != 1 || len(p.Matches) == 0 {
			t.Errorf("%+v", p)
		}
		for _, m := range p.Matches {
			if w := strings.ToLower(p.Text[m[0]:m[1]]); w != "ceasefire" && w != "cease-fire" {
				t.Errorf("marks %q", w)
			}
		}
	}
	r = ask(t, x, "diplomacy", Options{})
	if len(r.Briefs) != 1 || r.Briefs[0].Hits != 0 || len(r.Briefs[0].Passages) != 1 ||
		!strings.HasPrefix(r.Briefs[0].Passages[0].Text, "The talks in Istanbul") || r.Briefs[0].Passages[0].Matches == nil {
		t.Errorf("a brief that matches by its tag alone: %+v", r.Briefs)
	}
	if r = ask(t, x, "ceasefire", Options{Passages: 1}); len(r.Briefs[0].Passages) != 1 || r.Briefs[0].Hits != 2 {
		t.Errorf("%+v", r.Briefs)
	}
}

func TestVanishedBriefKeepsItsPlace(t *testing.T) {
	f := newFixture(t, small)
	x := f.ready()
	if err := os.Remove(filepath.Join(f.dir, "2025/truce.md")); err != nil {
		t.Fatal(err)
	}
	r := ask(t, x, "doha", Options{})
	if len(r.Briefs) != 1 || len(r.Briefs[0].Passages) != 0 {
		t.Errorf("%+v", r)
	}
}

func TestIncremental(t *testing.T) {
	f := newFixture(t, small)
	x := f.ready()
	gen := x.Status().Generation
	f.put("new.md", "# New\n\nA zeppelin over Kabul.\n")
	f.put("2025/trade.md", doc("Trade", "2025-11-02", "Daily", "trade", "The lorries roll again."))
	if err := os.Remove(filepath.Join(f.dir, "2024/india.md")); err != nil {
		t.Fatal(err)
	}
	old := time.Now().Add(-time.Hour)
	if err := os.Chtimes(filepath.Join(f.dir, "2025/truce.md"), old, old); err != nil {
		t.Fatal(err)
	}
	rep := f.refresh(x, RefreshOptions{})
	rep.Seconds = 0
	equal(t, rep, Report{Briefs: 5, Added: 1, Changed: 1, Removed: 1})
	if x.Status().Generation == gen {
		t.Error("nothing was published")
	}
	equal(t, paths(ask(t, x, "zeppelin", Options{})), []string{"new.md"})
	equal(t, paths(ask(t, x, "roll", Options{})), []string{"2025/trade.md"})
	equal(t, paths(ask(t, x, "fruit", Options{})), []string{})
	equal(t, paths(ask(t, x, "india", Options{})), []string{})
	for _, e := range x.Catalogue() {
		if e.Path == "2025/truce.md" && !e.ModTime.Equal(old) {
			t.Error("the touched brief keeps its old time")
		}
	}
	if left, _ := filepath.Glob(filepath.Join(x.dir, "gen-*")); len(left) != 1 {
		t.Errorf("generations left: %v", left)
	}
}

func TestNothingChangedWritesNothing(t *testing.T) {
	f := newFixture(t, small)
	long := time.Now().Add(-time.Hour)
	for name := range small {
		if err := os.Chtimes(filepath.Join(f.dir, name), long, long); err != nil {
			t.Fatal(err)
		}
	}
	x := f.ready()
	gen := x.Status().Generation
	rep := f.refresh(x, RefreshOptions{})
	rep.Seconds = 0
	equal(t, rep, Report{Briefs: 5})
	if x.Status().Generation != gen {
		t.Error("a new generation without a change")
	}
}

func TestSkippedIsKeptAndTold(t *testing.T) {
	f := newFixture(t, small)
	f.put("bin.md", "\x00\x01\x02\x00")
	var told []library.Skipped
	x := f.open()
	_, err := x.Refresh(context.Background(), RefreshOptions{}, func(p Progress) { told = append(told, p.Skipped...) })
	if err != nil {
		t.Fatal(err)
	}
	want := []library.Skipped{{Path: "bin.md", Reason: "binary data, not text"}}
	equal(t, told, want)
	equal(t, x.Skipped(), want)
	equal(t, f.open().Skipped(), want)
}

func TestProgressGivesEveryEntryOnce(t *testing.T) {
	f := newFixture(t, small)
	x := f.open()
	seen := map[string]int{}
	last := Progress{}
	_, err := x.Refresh(context.Background(), RefreshOptions{}, func(p Progress) {
		for _, e := range p.Entries {
			seen[e.Path]++
		}
		last = p
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(seen) != len(small) || last.Done != last.Total {
		t.Errorf("%v, at last %+v", seen, last)
	}
	for p, n := range seen {
		if n != 1 {
			t.Errorf("%s was told %d times", p, n)
		}
	}
}

func TestCatalogueIsThereAtOnce(t *testing.T) {
	f := newFixture(t, small)
	want := f.ready().Catalogue()
	x := f.open()
	equal(t, x.Catalogue(), want)
	if n := len(paths(ask(t, x, "talks", Options{}))); n != 4 {
		t.Errorf("%d briefs found right after opening", n)
	}
}

func TestEmptyLibrary(t *testing.T) {
	f := newFixture(t, nil)
	x := f.ready()
	if r := ask(t, x, "anything", Options{}); r.Total != 0 || r.Briefs == nil {
		t.Errorf("%+v", r)
	}
	if r := ask(t, f.open(), "", Options{}); r.Total != 0 {
		t.Errorf("%+v", r)
	}
}

func TestSearchBeforeTheFirstRefresh(t *testing.T) {
	x := newFixture(t, small).open()
	if r := ask(t, x, "talks", Options{}); r.Total != 0 || len(x.Catalogue()) != 0 {
		t.Errorf("%+v", r)
	}
}
