package brief

import (
	"net/url"
	"strconv"
	"strings"
	"unicode"
)

// An anchor is a name that the document gives to a place.
type anchor struct {
	name    string
	passage int
}

// Fragment is the passage that a link to "#name" leads to: one that the
// document has given this name ({#name} behind a heading, <a name=…>, id=… of
// any tag), else the heading whose words make it by GitHub's rule (see slug).
// Case does not count and percent signs are resolved. It is false where there
// is no such place. The name comes without the "#".
func (b *Brief) Fragment(name string) (passage int, ok bool) {
	if b.places == nil {
		return 0, false
	}
	if plain, err := url.PathUnescape(name); err == nil {
		name = plain
	}
	passage, ok = b.places()[foldName(name)]
	return passage, ok
}

// foldName is a name without case. İ is the one letter that has two forms in
// lower case: i, and i with a dot of its own.
func foldName(name string) string {
	return strings.ReplaceAll(strings.ToLower(name), "i\u0307", "i")
}

// namedPlaces finds all names that Fragment knows. The first place of a name
// is the one it means, as in a browser.
func (b *Brief) namedPlaces() map[string]int {
	places := map[string]int{}
	if len(b.Passages) == 0 {
		return places
	}
	set := func(name string, passage int) {
		if _, taken := places[name]; !taken && name != "" {
			places[name] = passage
		}
	}
	for _, a := range b.anchors { // one after the last passage leads to that
		set(foldName(a.name), min(a.passage, len(b.Passages)-1))
	}
	seen := map[string]int{}
	for i := range b.Passages {
		if b.Passages[i].Kind != Heading {
			continue
		}
		s := slug(b.Passages[i].Text)
		n := seen[s]
		seen[s]++
		if n > 0 {
			s += "-" + strconv.Itoa(n)
		}
		set(foldName(s), i)
	}
	return places
}

// slug is the name that GitHub gives to a heading: in lower case, without
// punctuation, with a hyphen for each space. Of headings with one name the
// second gets "-1", the third "-2". See the section on links in GitHub's
// guide to its Markdown.
func slug(heading string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == ' ' || r == '\n' || r == '\t':
			return '-'
		case r == '-' || unicode.IsLetter(r) || unicode.In(r, unicode.M, unicode.Nd, unicode.Nl, unicode.Pc):
			return unicode.ToLower(r)
		}
		return -1
	}, heading)
}
