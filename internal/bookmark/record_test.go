package bookmark

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"go.yaml.in/yaml/v3"
	"pgregory.net/rapid"
)

var ignoreRead = cmpopts.IgnoreUnexported(Bookmark{})

func sample() Bookmark {
	return Bookmark{
		ID: "0abcd12345",
		Anchor: Anchor{
			Path: "2025/talks.md", Hash: 0xfeed, Start: 120, End: 168, Quote: "The first line,\n\nand the second.",
			Before: "What stood \"before\"\n", After: " and after\\", Heading: []string{"Talks", "The quarrel"},
			Passage:       "The first line,\n\nand the second. And more.",
			PassageBefore: "What stood \"before\"\n", PassageAfter: "\nThe next.",
			Alike: []Alike{{100, 40, 5, 2}, {76, 0, 0, 1}}, AlikeWhole: []Alike{}, Outline: "q3m2z ~-b82xk >=+p7k2a abcde", Also: []string{"2025/round.md"},
		},
		Library: "home", File: "/home/desk/briefs/2025/talks.md", Check: 0xbeef, Title: "Talks: a brief", Source: "Sample Desk", Date: "2025-11-07", Note: "Check this.\n\n> not a quote\n",
		Tags: []string{"truce", "to do"}, Colour: "red", Created: time.Date(2025, 11, 7, 9, 30, 0, 5000, time.UTC),
	}
}

func TestRecordIsReadable(t *testing.T) {
	want := `---
broadsheet: 1
id: "0abcd12345"
created: "2025-11-07T09:30:00.000005Z"
title: "Talks: a brief"
source: "Sample Desk"
date: "2025-11-07"
tags:
  - "truce"
  - "to do"
colour: "red"
library: "home"
path: "2025/talks.md"
file: "/home/desk/briefs/2025/talks.md"
hash: "000000000000feed"
start: 120
end: 168
check: "000000000000beef"
heading:
  - "Talks"
  - "The quarrel"
before: "What stood \"before\"\n"
after: " and after\\"
passage: "The first line,\n\nand the second. And more."
passage-before: "What stood \"before\"\n"
passage-after: "\nThe next."
alike: "100 40 5 2; 76 0 0 1"
alike-whole: ""
outline: "q3m2z ~-b82xk >=+p7k2a abcde"
also:
  - "2025/round.md"
---
> The first line,
>
> and the second.

Check this.

> not a quote

`
	if diff := cmp.Diff(want, string(encode(sample(), nil))); diff != "" {
		t.Error(diff)
	}
}

// roundTrip fails where a bookmark does not come back from its file as it was.
func roundTrip(t interface{ Fatalf(string, ...any) }, b Bookmark) {
	src := encode(b, nil)
	got, _, err := decode(src)
	if err != nil {
		t.Fatalf("%v in\n%s", err, src)
	}
	if diff := cmp.Diff(b, got, ignoreRead); diff != "" {
		t.Fatalf("%s in\n%s", diff, src)
	}
}

func TestRecordRoundTrip(t *testing.T) {
	roundTrip(t, sample())
	for _, s := range []string{
		"", " ", "\n", "\n\n", ">", "> x", ">x\n>", "---", "\n---\n", "a\r\nb", "\r", "\x00", "\x1b[2J", "\u0085", "\u2028", "\uFEFF", "\uFFFE",
		"\xff\xfe", "\xed\xa0\x80", "tab\there", " lead", "trail ", "a \n b ", "\U0001F600", "\u202e", "null", "~", "- x", "#", `\`, `"`, "'", "{}", "%", "é",
	} {
		b := sample()
		b.Note = s
		roundTrip(t, b)
		b = sample()
		b.Quote, b.Passage = s, s
		roundTrip(t, b)
		b.Path, b.Title, b.Tags, b.Before, b.After, b.Heading = s, s, []string{s, s}, s, s, []string{s}
		roundTrip(t, b)
	}
}

func TestRecordRoundTripProperty(t *testing.T) {
	text := rapid.OneOf(rapid.String(), rapid.Map(rapid.SliceOf(rapid.Byte()), func(p []byte) string { return string(p) }),
		rapid.StringMatching("[-> \n\r\t:\"'#a]{0,12}"))
	rapid.Check(t, func(t *rapid.T) {
		b := sample()
		b.Note, b.Quote, b.Path = text.Draw(t, "note"), text.Draw(t, "quote"), text.Draw(t, "path")
		b.Passage, b.Title, b.Before = text.Draw(t, "passage"), text.Draw(t, "title"), text.Draw(t, "before")
		b.Tags = rapid.SliceOfN(text, 0, 3).Draw(t, "tags")
		roundTrip(t, b)
	})
}

func FuzzRoundTrip(f *testing.F) {
	f.Add("a note", "tag", "a quote", "path")
	f.Add("> \n---\n", "\x1b]0;x\a", "line\n\nline\r\n", "\xff")
	f.Add("\u0085\u2028", "- a: b", " \t ", "%YAML 1.1")
	f.Fuzz(func(t *testing.T, note, tag, quote, path string) {
		b := sample()
		b.Note, b.Tags, b.Quote, b.Path, b.Title = note, []string{tag}, quote, path, tag
		roundTrip(t, b)
		b.Passage = quote
		roundTrip(t, b)
	})
}

// FuzzDecode: any file is a bookmark or a flaw, and a bookmark can be written.
func FuzzDecode(f *testing.F) {
	for _, others := range referring() {
		f.Add([]byte(strings.Replace(string(encode(sample(), nil)), "---\n>", others+"---\n>", 1)))
	}
	f.Add(encode(sample(), nil))
	f.Add([]byte("---\nbroadsheet: 1\n---\n> q\n\nnote"))
	f.Add([]byte("---\nbroadsheet: 1\na: &a [*a]\n---\n"))
	f.Add([]byte("---\n<<<<<<< ours\n"))
	f.Fuzz(func(t *testing.T, src []byte) {
		b, others, err := decode(src)
		if err != nil {
			if bad := (*flaw)(nil); !errors.As(err, &bad) {
				t.Fatalf("%T %v", err, err)
			}
			return
		}
		again, _, err := decode(encode(b, others))
		if err != nil {
			t.Fatalf("%v in\n%s", err, encode(b, others))
		}
		if diff := cmp.Diff(b, again, ignoreRead); diff != "" {
			t.Fatal(diff)
		}
	})
}

func TestHandWrittenRecords(t *testing.T) {
	for name, src := range map[string]string{
		"few keys":      "---\nbroadsheet: 1\ntags: [a, 3]\ndate: 2025-11-07\n---\n> q\n\nnote\n",
		"windows":       "\uFEFF---\r\nbroadsheet: 1\r\ntags: [a, '3']\r\ndate: 2025-11-07\r\n---\r\n> q\r\n\r\nnote\r\n",
		"no last line":  "---\nbroadsheet: 1\ntags: [a, 3]\ndate: 2025-11-07\n---\n> q\n\nnote",
		"unquoted mark": "---\nbroadsheet: 1\ntags: [a, 3]\ndate: 2025-11-07\n---\n>q\nnote",
	} {
		b, _, err := decode([]byte(src))
		if err != nil || b.Quote != "q" || b.Note != "note" || b.Date != "2025-11-07" || strings.Join(b.Tags, " ") != "a 3" {
			t.Errorf("%s: %+v, %v", name, b, err)
		}
	}
}

func TestUnknownKeysAreKept(t *testing.T) {
	src := strings.Replace(string(encode(sample(), nil)), "---\n>", "mood: grim\nseen:\n  by: [me]\n---\n>", 1)
	b, others, err := decode([]byte(src))
	if err != nil {
		t.Fatal(err)
	}
	b.Note = "another"
	if got := string(encode(b, others)); !strings.Contains(got, "mood: grim\n") || !strings.Contains(got, "by: [me]") {
		t.Errorf("lost what another version wrote:\n%s", got)
	}
}

func TestFlaws(t *testing.T) {
	good := string(encode(sample(), nil))
	for _, c := range []struct {
		name, src string
		line      int
		reason    string
	}{
		{"empty", "", 0, "cut off"},
		{"prose", "Some words.\n", 1, "not a bookmark"},
		{"header cut off", good[:40], 1, "not a bookmark"},
		{"another header", "---\ntitle: x\n---\n", 1, "broadsheet: 1"},
		{"later version", strings.Replace(good, "broadsheet: 1", "broadsheet: 2", 1), 2, "later version"},
		{"conflict", strings.Replace(good, "source:", "<<<<<<< ours\nsource:", 1), 6, "can not be read"},
		{"time", strings.Replace(good, "2025-11-07T", "yesterday ", 1), 0, "created"},
		{"hash", strings.Replace(good, "feed", "fool", 1), 0, "hash"},
		{"range", strings.Replace(good, "end: 168", "end: 16", 1), 0, "range of bytes"},
		{"number", strings.Replace(good, "end: 168", "end: soon", 1), 17, "can not be read"},
		{"outline", strings.Replace(good, ">=+p7k2a", ">=+p7k2", 1), 0, "outline"},
		{"outline without the mark", strings.Replace(good, ">=+p7k2a", "p7k2a", 1), 0, "outline"},
		{"lookalikes", strings.Replace(good, "100 40 5 2", "100 40 5", 1), 0, "alike"},
	} {
		_, _, err := decode([]byte(c.src))
		var f *flaw
		if !errors.As(err, &f) || f.line != c.line || !strings.Contains(f.reason, c.reason) {
			t.Errorf("%s: %+v, want line %d and %q", c.name, err, c.line, c.reason)
		}
	}
}

// FuzzQuick: where the quick reader answers at all, YAML's answer is the same.
func FuzzQuick(f *testing.F) {
	good := string(encode(sample(), nil))
	head, _, _ := strings.Cut(good[len(fence):], fence)
	f.Add(head)
	f.Add("title: \"\\u00e9 \\U0001F600\"\nstart: 08\n")
	f.Add("tags:\n  - \"a\"\n  - \"b\"\npath: \"\"\n")
	f.Fuzz(func(t *testing.T, head string) {
		got, ok := quick(head)
		if !ok {
			return
		}
		want := &header{}
		if err := yaml.Unmarshal([]byte(head), want); err != nil {
			t.Fatalf("YAML says %v of\n%s", err, head)
		}
		if diff := cmp.Diff(want, got, cmpopts.EquateEmpty()); diff != "" {
			t.Fatal(diff)
		}
	})
}

func TestQuickReadsWhatIsWritten(t *testing.T) {
	b := sample()
	b.Title, b.Note = "\u0085 \U000E0001 \"quoted\" \\ \t", "\x1b"
	head, _, _ := strings.Cut(string(encode(b, nil))[len(fence):], fence)
	if _, ok := quick(head); !ok {
		t.Errorf("not read:\n%s", head)
	}
}

// referring are headers' unknown keys that refer to one another.
func referring() map[string]string {
	bomb := "b0: &b0 [x, x, x, x, x, x, x, x, x, x]\n"
	for i := 1; i < 9; i++ {
		was := fmt.Sprintf("*b%d", i-1)
		bomb += fmt.Sprintf("b%d: &b%[1]d [%s]\n", i, strings.Repeat(was+", ", 9)+was)
	}
	return map[string]string{
		"out of order":        "zz: &x {q: 1}\naa: *x\n",
		"to a key we know":    "title: &t \"A truce\"\naa: [*t, {b: *t}]\n",
		"a bomb":              bomb,
		"a bomb behind a key": "title: &t \"A truce\"\n" + strings.Replace(bomb, "[x", "[*t", 1),
		"to itself":           "aa: &a [*a]\n",
	}
}

// What an edit keeps of keys that it does not know can be read again.
func TestUnknownKeysThatReferToOthers(t *testing.T) {
	for name, others := range referring() {
		src := string(encode(sample(), nil))
		if strings.HasPrefix(others, "title") {
			src = strings.Replace(src, "title: \""+sample().Title+"\"\n", "", 1)
		}
		src = strings.Replace(src, "---\n>", others+"---\n>", 1)
		b, kept, err := decode([]byte(src))
		if err != nil {
			if name != "a bomb behind a key" {
				t.Errorf("%s: %v", name, err)
			}
			continue
		}
		b.Note = "edited"
		got := encode(b, kept)
		again, more, err := decode(got)
		if err != nil || again.Note != "edited" || again.Title != b.Title || len(more) != len(kept) || len(got) > 10_000 {
			t.Errorf("%s: %v, %d keys of %d in\n%.2000s", name, err, len(more), len(kept), got)
		}
	}
}
