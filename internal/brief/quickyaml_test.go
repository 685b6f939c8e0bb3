package brief

import (
	"reflect"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// sameYAML fails where the quick reader reads other fields than the full one.
func sameYAML(t interface{ Fatalf(string, ...any) }, content string) (quick bool) {
	got, quick := quickYAML(content)
	if !quick {
		return false
	}
	if want, err := (&Brief{}).fullYAML([]byte(content)); err != nil || !reflect.DeepEqual(got, want) {
		t.Fatalf("of %q\nquick %#v\nfull  %#v, %v", content, got, want, err)
	}
	return true
}

// TestQuickYAML puts front matter together from lines that the quick reader
// takes, and from others that look like them.
func TestQuickYAML(t *testing.T) {
	lines := strings.Split(`title: "Ferries: the winter's table"
title: 'It is "open"'
title: It's open, they say (twice)
title: Open: closed
title: open # a comment
title: open#not a comment
date: 2019-01-22T13:00:05+05:30
source: https://example.org/a?b=c&d=%20#e
url: example.org:
tags: [freight, rail-road, "two, words", 'x']
tags: [freight, "rail"]
tags: [ ]
tags: []
tags: [a: b]
tags: [a, ]
tags: [null, ~]
tags:
  - freight
  - "rail"
- at the margin
   - deeper
  -
  - a: b
  - [a, b]
draft: false
draft: null
draft: Null
draft:
draft: ~
weight: 010
weight: 0x1F
# a comment
  # another

Title: again
author_name: Vencore  Services
author: {name: a}
summary: |
  first
  second
summary: >-
more: plain
  and on
a b: c
"quoted": d
x: "a\n"
x: 'it''s'
x: *a
x: &a b
x: !!str 3
x: @a
x: Zürich – “quoted” … naïve
x: a	b
<<: a
---
...
x: [a
b]
x: a, b [c] {d}
x: - a
x: ? a
x: y
x:`+"\u0085\u2028\u00a0\ufeff\ufffd", "\n")
	count := 0
	rapid.Check(t, func(t *rapid.T) {
		content := strings.Join(rapid.SliceOfN(rapid.SampledFrom(lines), 1, 6).Draw(t, "lines"), "\n")
		if rapid.Bool().Draw(t, "ended") {
			content += "\n"
		}
		if sameYAML(t, content) {
			count++
		}
	})
	if count == 0 {
		t.Error("the quick reader read nothing")
	}
	for _, line := range lines {
		sameYAML(t, line)
	}
	if front := "id: nb17\ntitle: \"Writing\"\ndate: 2019-01-22T13:00:05+05:30\ntags: [a-b, c]\nlang: en\nalso:\n  - d e\n  - 'f'\nref: zq04\n"; !sameYAML(t, front) {
		t.Errorf("not read: %q", front)
	}
}

func FuzzQuickYAML(f *testing.F) {
	f.Add("title: \"a\"\ntags: [a, 'b']\nalso:\n- c\n- d: e\n# x\nlast: f")
	f.Add("a: 1\nb:\n   - c\n  - d\n")
	f.Add("a: 'b' # c\nd: \"e\\n\"")
	f.Fuzz(func(t *testing.T, content string) { sameYAML(t, string(unixLines([]byte(content)))) })
}
