package library

import (
	"fmt"
	"os"
	"path"
	"path/filepath"
	"strings"

	"broadsheet/internal/inert"
	"broadsheet/internal/terms"
)

// maxCandidates is how many briefs the error of Resolve names.
const maxCandidates = 5

// Resolve finds the brief that a user named: a path relative to the library
// as list prints it, a path on disk, or a part of a title that only one brief
// has (case, accents and punctuation do not count; a whole title goes before
// a part). The error says what to do, and where several fit it names up to
// five of them.
func (l *Library) Resolve(arg string, entries []Entry) (Entry, error) {
	byPath := func(p string) (Entry, bool) {
		for _, e := range entries {
			if e.Path == p {
				return e, true
			}
		}
		return Entry{}, false
	}
	if e, ok := byPath(arg); ok {
		return e, nil
	}
	if e, ok := byPath(path.Clean(filepath.ToSlash(arg))); ok && arg != "" {
		return e, nil
	}
	if p, ok := l.Path(arg); ok && arg != "" {
		if e, ok := byPath(p); ok {
			return e, nil
		}
	}
	if e, ok := printed(arg, entries); ok {
		return e, nil
	}
	want := foldTitle(arg)
	var whole, part []Entry
	if want != "" {
		for _, e := range entries {
			switch t := foldTitle(e.Title); {
			case t == want:
				whole = append(whole, e)
			case strings.Contains(t, want):
				part = append(part, e)
			}
		}
	}
	found := whole
	if len(found) == 0 {
		found = part
	}
	switch len(found) {
	case 1:
		return found[0], nil
	case 0:
		if info, err := os.Stat(arg); err == nil && info.IsDir() {
			return Entry{}, fmt.Errorf("%q is a folder: name a brief in it", inert.Line(arg))
		}
		return Entry{}, fmt.Errorf("no brief is called %q: give a path or a part of a title as list prints them", inert.Line(arg))
	}
	return Entry{}, &SeveralError{arg, found}
}

// A SeveralError tells that a name fits several briefs.
type SeveralError struct {
	name  string
	found []Entry
}

// Lines say so, and name the first few of the briefs, each on a line.
func (e *SeveralError) Lines() []string {
	lines := []string{fmt.Sprintf("%d briefs fit %q: give one of these paths", len(e.found), inert.Line(e.name))}
	for i, f := range e.found {
		if i == maxCandidates {
			return append(lines, fmt.Sprintf("  and %d more", len(e.found)-i))
		}
		lines = append(lines, fmt.Sprintf("  %s  (%s)", inert.Line(f.Path), inert.Line(f.Title)))
	}
	return lines
}

// Error is all of Lines.
func (e *SeveralError) Error() string { return strings.Join(e.Lines(), "\n") }

// foldTitle is the words of a title, folded, with one space between.
func foldTitle(s string) string {
	var b strings.Builder
	for _, t := range terms.Split(s) {
		if t.Joined {
			continue
		}
		if b.Len() > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(t.Text)
	}
	return b.String()
}

// printed finds the one entry whose path looks like arg where it is printed: a
// name may hold bytes that JSON or a terminal cannot carry.
func printed(arg string, entries []Entry) (Entry, bool) {
	var found []Entry
	for _, e := range entries {
		if string([]rune(e.Path)) == arg || inert.Line(e.Path) == arg {
			found = append(found, e)
		}
	}
	if len(found) != 1 {
		return Entry{}, false
	}
	return found[0], true
}
