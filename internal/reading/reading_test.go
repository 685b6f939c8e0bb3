package reading

import (
	"strings"
	"testing"
	"time"

	"broadsheet/internal/library"
)

func entry(path string, hash uint64) library.Entry {
	return library.Entry{File: library.File{Path: path}, Hash: hash}
}

// Which record a brief has, when files were renamed, edited, copied, swapped.
func TestLookup(t *testing.T) {
	records := Lookup(map[string]Record{
		"kept.md":    {Path: "kept.md", Hash: 1, At: moment(1), Read: true},
		"old.md":     {Path: "old.md", Hash: 2, At: moment(2), Read: true},
		"edited.md":  {Path: "edited.md", Hash: 3, At: moment(3), Read: true},
		"first.md":   {Path: "first.md", Hash: 4, At: moment(4)},
		"second.md":  {Path: "second.md", Hash: 5, At: moment(5), Read: true},
		"before.md":  {Path: "before.md", Hash: 6, At: moment(6), Read: true},
		"after.md":   {Path: "after.md", Hash: 6, At: moment(7)},
		"nothing.md": {Path: "nothing.md", At: moment(8), Read: true},
	})
	for _, c := range []struct {
		name, path string
		hash       uint64
		at         int // of the record; 0 there is none
		read       bool
	}{
		{"as it was", "kept.md", 1, 1, true},
		{"renamed", "new.md", 2, 2, true},
		{"moved to a folder", "2025/old.md", 2, 2, true},
		{"edited", "edited.md", 33, 3, true},
		{"swapped with another", "first.md", 5, 5, true},
		{"swapped with another, the other", "second.md", 4, 4, false},
		{"copied", "copy of kept.md", 1, 1, true},
		{"read twice under two names: the later counts", "third.md", 6, 7, false},
		{"read twice, and this is one of the names", "before.md", 6, 6, true},
		{"new", "new.md", 99, 0, false},
		{"content unknown", "kept.md", 0, 1, true},
		{"content unknown then", "nothing.md", 77, 8, true},
		{"content unknown now and no record", "new.md", 0, 0, false},
	} {
		r, ok := records.Of(c.path, c.hash)
		if ok != (c.at > 0) || ok && !r.At.Equal(moment(c.at)) || r.Read != c.read || r.Path != c.path {
			t.Errorf("%s: %+v, %v", c.name, r, ok)
		}
		is := records.Is([]library.Entry{entry("kept.md", 1), entry(c.path, c.hash)})
		if is("read", c.path) != c.read || is("unread", c.path) == c.read || is("bookmarked", c.path) || is("", c.path) {
			t.Errorf("%s: is:read %v, is:unread %v", c.name, is("read", c.path), is("unread", c.path))
		}
	}
	var nothing Records
	if _, ok := nothing.Of("kept.md", 1); ok || !nothing.Is([]library.Entry{entry("kept.md", 1)})("unread", "kept.md") {
		t.Error("the zero value knows something")
	}
}

// A place goes with its brief through a rename and an edit, by way of the disk.
func TestReadingOn(t *testing.T) {
	dir := t.TempDir()
	keep(t, open(t, dir), Record{Path: "talks.md", Hash: 1, At: moment(1), Top: Mark(parse(whole), placed(t, whole, quarrel))})
	r, ok := Lookup(all(t, open(t, dir))).Of("2025/talks.md", 1)
	now := strings.Replace(whole, "Envoys", "A lead. Envoys", 1)
	if at := r.Top.Find(parse(now)); !ok || !strings.HasPrefix(now[at:], quarrel) {
		t.Errorf("reads on at %.40q", now[at:])
	}
	keep(t, open(t, dir), r)
	if r, ok := Lookup(all(t, open(t, dir))).Of("2025/talks.md", 2); !ok || r.Top == (Spot{}) {
		t.Errorf("not kept under its new path: %+v", r)
	}
}

func TestTime(t *testing.T) {
	for words, want := range map[int]time.Duration{0: 0, -1: 0, 238: time.Minute, 119: 30 * time.Second, 2380: 10 * time.Minute} {
		if got := Time(words, "en"); got != want {
			t.Errorf("%d words: %s, want %s", words, got, want)
		}
	}
	if got := Time(357, "ja"); got != time.Minute {
		t.Errorf("Japanese: %s", got)
	}
}

func TestMinutes(t *testing.T) {
	for _, c := range []struct {
		words int
		lang  string
		want  int
	}{
		{0, "en", 0}, {-5, "", 0}, {1, "", 1}, {238, "en", 1}, {239, "en-GB", 2}, {2380, "", 10}, {2381, "de", 11},
		{255, "zh", 1}, {256, "zh-Hans-CN", 2}, {256, "ZH_tw", 2}, {256, "yue", 2}, {357, "ja", 1}, {358, "ja-JP", 2},
		{238, "ko", 1}, {239, "zha", 2}, {1<<63 - 1, "", (1<<63-2)/238 + 1},
	} {
		if got := Minutes(c.words, c.lang); got != c.want {
			t.Errorf("%d words in %q: %d minutes, want %d", c.words, c.lang, got, c.want)
		}
	}
}
