package brief

import (
	"regexp"
	"unicode"
	"unicode/utf8"
)

// Texts are saved from web pages and mails under names that end in ".md",
// without any markup. Read as Markdown, a report that has a paragraph on each
// line is one single paragraph, and its headings are none. Such a file is told
// from Markdown without markup by its lines: it has no sign that means
// anything in Markdown, no front matter, and no lines that are the parts of
// one paragraph, as those of a text are that was broken by hand.

var (
	// anySign is any sign that Markdown may take for its own.
	anySign = regexp.MustCompile("[\\\\`*_\\[\\]<>&#|~]|(?m:^[ \t]{0,3}(?:[-+][ \t]|\\d{1,9}[.)][ \t]|[-=+]+[ \t]*$)|^(?: {4}|\t)|  $)|://|@")
	// inner is the end of a sentence that another one follows on the line.
	inner = regexp.MustCompile(`\pL\S*[.!?۔؟][”"’')]*[ \t]+[“"‘'(]*(?:\p{Lu}|\p{Lo}|\d)|[。！？][”」』]*\S`)
)

// unmarked tells whether the body is plain text whatever the file is called.
func (b *Brief) unmarked() bool {
	body := b.Raw[b.Body.Start:b.Body.End]
	if len(body) > maxProse<<4 || anySign.Match(body) { // no one saves a book so
		return false
	}
	var group []line
	for _, l := range append(b.bodyLines(), line{}) {
		if l.end > l.start {
			group = append(group, l)
			continue
		}
		if len(group) > 1 && b.broken(group) {
			return false
		}
		group = group[:0]
	}
	return true
}

// broken tells whether neighbouring lines are the parts of one paragraph, which
// is what Markdown takes them for. They are not where most have several
// sentences each, or look like the items of a list.
func (b *Brief) broken(group []line) bool {
	if b.wrapped(group) {
		return false // plain text joins them, too
	}
	several, items := 0, 0
	for _, l := range group {
		text := b.Raw[l.start:l.end]
		if inner.Match(text) {
			several++
		}
		first, _ := utf8.DecodeRune(text)
		last, _ := utf8.DecodeLastRune(text)
		if unicode.IsLower(first) {
			return true
		}
		if (unicode.IsUpper(first) || unicode.IsDigit(first)) && (unicode.IsLetter(last) || unicode.IsDigit(last)) {
			items++
		}
	}
	return 2*several < len(group) && 4*items < 3*len(group)
}
