package keymap

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// longestSequence is how many keys in a row may mean something.
const longestSequence = 2

// Parse reads a key as a person writes it, "ctrl-w v", "PgDn" or "↓", and
// gives it as Bubble Tea names it. A sequence has spaces between its keys.
func Parse(written string) (string, error) {
	parts := strings.Fields(written)
	if len(parts) == 0 {
		return "", fmt.Errorf("key %q names no key; the space bar is \"space\"", written)
	}
	if len(parts) > longestSequence {
		return "", fmt.Errorf("key %q: at most %d keys in a row", written, longestSequence)
	}
	for i, p := range parts {
		k, err := parseOne(p)
		if err != nil {
			return "", err
		}
		parts[i] = k
	}
	return strings.Join(parts, " "), nil
}

// parseOne reads one key with its modifiers.
func parseOne(written string) (string, error) {
	rest := written
	held := map[string]bool{}
	for utf8.RuneCountInString(rest) > 1 {
		i := strings.IndexAny(rest, "-+")
		if i <= 0 || i == len(rest)-1 {
			break
		}
		name := strings.ToLower(rest[:i])
		if !slices.Contains(modifiers(), name) {
			break
		}
		held[name], rest = true, rest[i+1:]
	}
	key, ok := named(rest)
	if r, size := utf8.DecodeRuneInString(rest); !ok && size == len(rest) && unicode.IsPrint(r) {
		key, ok = letter(r, held), true
	}
	if !ok {
		return "", fmt.Errorf("key %q is not known; write one letter or sign, enter, esc, tab, space, up, down, left, right, pgup, pgdown, home, end, backspace, delete, insert or f1 to f20, with ctrl-, alt- or shift- before it", written)
	}
	var b strings.Builder
	for _, m := range modifiers() {
		if held[m] {
			b.WriteString(m + "+")
		}
	}
	return b.String() + key, nil
}

// modifiers are in the order in which Bubble Tea names them.
func modifiers() []string { return []string{"ctrl", "alt", "shift"} }

// letter is a key that types r: with shift alone the capital, and with ctrl
// the small letter, as terminals tell no other.
func letter(r rune, held map[string]bool) string {
	switch {
	case held["ctrl"]:
		r = unicode.ToLower(r)
	case held["shift"] && unicode.ToUpper(r) != r:
		delete(held, "shift")
		r = unicode.ToUpper(r)
	}
	return string(r)
}

// named finds a key that has a name.
func named(written string) (string, bool) {
	name := strings.ToLower(written)
	for k, shown := range keyNames {
		if name == k || written == shown {
			return k, true
		}
	}
	also := map[string]string{
		"return": "enter", "escape": "esc", "pageup": "pgup", "pagedown": "pgdown", "pgdn": "pgdown", "del": "delete",
		"backspace": "backspace", "delete": "delete", "insert": "insert", "ins": "insert",
	}
	if k, ok := also[name]; ok {
		return k, true
	}
	var n int
	if _, err := fmt.Sscanf(name, "f%d", &n); err == nil && n >= 1 && n <= 20 && name == fmt.Sprintf("f%d", n) {
		return name, true
	}
	return "", false
}

// types tells that a key puts something into a line, or moves in it.
func types(key string) bool {
	if strings.HasPrefix(key, "ctrl+") || strings.HasPrefix(key, "alt+") {
		return false
	}
	return utf8.RuneCountInString(key) == 1 || slices.Contains([]string{"space", "backspace", "delete", "left", "right", "home", "end"}, key)
}
