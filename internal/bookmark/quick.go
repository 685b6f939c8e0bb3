package bookmark

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// quick reads a header that encode wrote and nobody has edited beyond its
// shape: a key and a double-quoted text, a number or a list of such texts on
// lines of their own. It is some ten times as fast as reading YAML, which is
// felt with thousands of bookmarks. False for anything else, which is then
// read as YAML; FuzzQuick holds the two to the same answer.
func quick(head string) (*header, bool) {
	h := &header{}
	texts := map[string]*string{
		"id": &h.ID, "created": &h.Created, "title": &h.Title, "source": &h.Source, "date": &h.Date,
		"path": &h.Path, "library": &h.Library, "file": &h.File, "check": &h.Check, "hash": &h.Hash, "before": &h.Before, "after": &h.After, "passage-before": &h.Left, "passage-after": &h.Right, "colour": &h.Colour, "outline": &h.Outline,
	}
	numbers := map[string]*int{"broadsheet": &h.Version, "start": &h.Start, "end": &h.End}
	maybe := map[string]**string{"passage": &h.Passage, "quote": &h.Quote, "note": &h.Note, "alike": &h.Alike, "alike-whole": &h.AlikeW}
	lists := map[string]*[]string{"tags": &h.Tags, "heading": &h.Heading, "also": &h.Also}
	seen := map[string]bool{}
	for head != "" {
		var line string
		line, head, _ = strings.Cut(head, "\n")
		key, value, ok := strings.Cut(line, ": ")
		if !ok {
			if key, ok = strings.CutSuffix(line, ":"); !ok {
				return nil, false
			}
		}
		if seen[key] {
			return nil, false
		}
		seen[key] = true
		switch {
		case texts[key] != nil:
			*texts[key], ok = unquoted(value)
		case maybe[key] != nil:
			var s string
			s, ok = unquoted(value)
			*maybe[key] = &s
		case numbers[key] != nil:
			*numbers[key], ok = digits(value)
		case lists[key] != nil:
			*lists[key], head, ok = quickList(value, head)
		default:
			return nil, false
		}
		if !ok {
			return nil, false
		}
	}
	return h, true
}

// quickList reads a list whose items begin rest, and gives what follows them.
func quickList(value, rest string) ([]string, string, bool) {
	list := []string{}
	if value != "" {
		return list, rest, value == "[]"
	}
	for strings.HasPrefix(rest, "  - ") {
		item, after, _ := strings.Cut(rest[len("  - "):], "\n")
		s, ok := unquoted(item)
		if !ok {
			return nil, "", false
		}
		list, rest = append(list, s), after
	}
	return list, rest, len(list) > 0
}

// digits reads a whole number that YAML reads as decimal, too.
func digits(s string) (int, bool) {
	if s == "" || strings.Trim(s, "0123456789") != "" || s[0] == '0' && len(s) > 1 {
		return 0, false
	}
	n, err := strconv.Atoi(s)
	return n, err == nil
}

// unquoted is the reverse of quoted, for all but binary texts.
func unquoted(s string) (string, bool) {
	if len(s) < 2 || s[0] != '"' || s[len(s)-1] != '"' {
		return "", false
	}
	if s = s[1 : len(s)-1]; !utf8.ValidString(s) || !carried(s) || strings.Contains(s, "\t") {
		return "", false
	}
	if !strings.ContainsAny(s, `\"`) {
		return s, true
	}
	var w strings.Builder
	for {
		plain, rest, found := strings.Cut(s, `\`)
		if strings.Contains(plain, `"`) {
			return "", false
		}
		w.WriteString(plain)
		if !found {
			return w.String(), true
		}
		r, n := escape(rest)
		if n == 0 {
			return "", false
		}
		w.WriteRune(r)
		s = rest[n:]
	}
}

// escape reads what follows a backslash; n is the bytes it takes, 0 where it
// is none that quoted writes.
func escape(s string) (r rune, n int) {
	if s == "" {
		return 0, 0
	}
	switch s[0] {
	case '"', '\\':
		return rune(s[0]), 1
	case 'n':
		return '\n', 1
	case 't':
		return '\t', 1
	case 'u':
		n = 5
	case 'U':
		n = 9
	}
	if n == 0 || len(s) < n {
		return 0, 0
	}
	v, err := strconv.ParseUint(s[1:n], 16, 31)
	if err != nil || !utf8.ValidRune(rune(v)) {
		return 0, 0
	}
	return rune(v), n
}
