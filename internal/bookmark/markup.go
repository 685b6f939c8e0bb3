package bookmark

import (
	"bytes"
	"regexp"
	"slices"
)

// What an edit may bring to the surface: the source of markup that is no longer read
// as such.
var (
	shortcode = regexp.MustCompile(`\{\{[^{}\n]*\}\}`) // may stand in a tag
	emphasis  = regexp.MustCompile("[*`]+|\\b_+|_+\\b")
	tag       = regexp.MustCompile(`</?[A-Za-z][^<>]*>|\]\((?:[^()\n]|\([^()\n]*\))*\)|\[`)
	notWords  = regexp.MustCompile(`(?:https?://|www\.)[^\s()<>]+|\{[#.][^{}\n]*\}`) // an address that is shown, the name of a heading
)

// stripped is a text without what looks like tags of HTML, links and emphasis of
// Markdown, and shortcodes.
func stripped(text []byte) []byte {
	if bytes.ContainsAny(text, "*`_") {
		text = emphasis.ReplaceAll(text, nil)
	}
	if !bytes.ContainsAny(text, "<>[{") {
		return text
	}
	return tag.ReplaceAll(shortcode.ReplaceAll(text, nil), nil)
}

// A markup is what a range of a text is in.
type markup uint8

const (
	inTag markup = 1 << iota
	inAddress
)

// markupAt tells whether a range of a text lies in what looks like a tag, or in an
// address.
func markupAt(text []byte, start, end int) markup {
	if !bytes.ContainsAny(text, "<[({") && !bytes.Contains(text, []byte("www.")) && !bytes.Contains(text, []byte("://")) {
		return 0
	}
	text = shortcode.ReplaceAllFunc(text, func(code []byte) []byte { return bytes.Repeat([]byte("-"), len(code)) })
	within := func(looks *regexp.Regexp) bool {
		return slices.ContainsFunc(looks.FindAllIndex(text, -1), func(in []int) bool { return start >= in[0] && end <= in[1] })
	}
	var m markup
	if within(tag) {
		m |= inTag
	}
	if within(notWords) {
		m |= inAddress
	}
	return m
}
