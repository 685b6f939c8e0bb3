package search

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"broadsheet/internal/brief"
	"broadsheet/internal/library"
	"broadsheet/internal/query"
)

// The briefs kept for the next search are the latest, as many as there is room
// for, and the last one whatever its size.
func TestRecentIsBounded(t *testing.T) {
	r := newRecent()
	key := func(i int) recentKey { return recentKey{fmt.Sprint(i), uint64(i)} }
	const share = 4
	of := &brief.Brief{Raw: make([]byte, recentBytes/share)}
	for i := range 3 * share {
		r.put(key(i), of)
		r.put(key(i), of)
		if i > 0 && r.get(key(i-1)) == nil {
			t.Fatalf("%d is not there when %d has come", i-1, i)
		}
	}
	kept := 0
	for i := range 3 * share {
		if r.get(key(i)) != nil {
			kept++
		}
	}
	if kept != share || r.size != share*len(of.Raw) {
		t.Errorf("%d are kept, of %d bytes", kept, r.size)
	}
	r.put(key(-1), &brief.Brief{Raw: make([]byte, 2*recentBytes)})
	if r.get(key(-1)) == nil || r.order.Len() != 1 || len(r.place) != 1 || r.size != 2*recentBytes {
		t.Errorf("a brief larger than all: %d are kept, of %d bytes", r.order.Len(), r.size)
	}
}

// What words stand for is remembered, but not without end.
func TestFormsAreBounded(t *testing.T) {
	x := newFixture(t, small).ready()
	g, err := x.hold(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer g.release()
	c := newCursor(g)
	for i := range maxFormsKept + 100 {
		q := parse(t, fmt.Sprintf("x%dy", i))
		w := q.Root.(query.Word)
		if _, err := c.stands(query.NewSense(w, w.Folded[0].Text)); err != nil {
			t.Fatal(err)
		}
	}
	if n := len(g.forms); n > maxFormsKept || n < 50 {
		t.Errorf("%d are kept", n)
	}
}

// Stop words do not make a text longer: a brief is not ranked by its style.
func TestLengthsLeaveStopWordsOut(t *testing.T) {
	text := "---\ntitle: The end of the truce\ntags: [the border, truce]\n---\n\n## On the talks\n\nIt is the truce that was of a kind.\n"
	_, n := new(analyser).document("a.md", brief.Parse([]byte(text), "a.md", brief.Limits{}))
	if want := (lengths{inTitle: 2, inHeading: 1, inBody: 2, inTags: 2}); n != want {
		t.Errorf("%v, want %v", n, want)
	}
}

// What a query leaves out, or finds by its absence, is no reason to rank higher.
func TestNothingIsScoredUnderANot(t *testing.T) {
	x := newFixture(t, map[string]string{
		"both.md":  "# Notes\n\nThe truce was kept in the harbour.\n",
		"truce.md": "# Notes\n\nThe truce was kept in the market.\n",
		"none.md":  "# Notes\n\nNothing was said.\n",
	}).ready()
	scores := func(text string) string {
		var out []string
		for _, h := range ask(t, x, text, Options{}).Briefs {
			if h.Entry.Path != "none.md" {
				out = append(out, fmt.Sprintf("%s %.6f", h.Entry.Path, h.Score))
			}
		}
		return strings.Join(out, ", ")
	}
	if got, want := scores("truce OR -harbour"), scores("truce"); got != want || strings.Count(want, " ") != 3 {
		t.Errorf("%s; want %s", got, want)
	}
}

// A file that has gone was moved where a new one has its size and its time; one
// that was changed to these was not.
func TestVanished(t *testing.T) {
	at := time.Date(2025, 11, 7, 9, 30, 0, 0, time.UTC)
	file := func(path string, size int64) library.File { return library.File{Path: path, Size: size, ModTime: at} }
	var records []record
	for path, size := range map[string]int64{"changed.md": 7, "gone.md": 10, "moved.md": 20} {
		records = append(records, record{entry: library.Entry{File: file(path, size)}})
	}
	r := &refresh{old: newCatalogue(records, nil), remove: []string{"gone.md", "moved.md"}}
	i, _ := r.old.find("changed.md")
	for _, size := range []int64{10, 20} { // before the new one, and after it
		r.todo = append(r.todo, job{file("changed.md", size), i}, job{file("new.md", 20), -1}, job{file("changed.md", size), i})
	}
	if got := r.vanished(); len(got) != 1 || got[0] != "gone.md" {
		t.Errorf("vanished: %v", got)
	}
}
