// Package searches keeps the searches that were given a name (Saved), those
// that were made of late (Recent), and which briefs of a saved one its reader
// has had on the screen (Seen).
//
// The contract: what was saved is its user's own. It stands in one plain file,
// a line each, that a person may read, edit and keep in git; a line that cannot
// be read is reported and never touched, and what is deleted can be brought
// back. What was made of late and what was seen are a help: they may be lost,
// and no state of their files keeps anybody from searching. The texts may hold
// anything: who shows them makes them harmless first (package inert).
package searches

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"golang.org/x/text/unicode/norm"

	"broadsheet/internal/query"
)

// The most bytes of a name, and of a query that is kept.
const (
	longestName  = 400
	longestQuery = 8 << 10
)

// A Saved is a search that was given a name.
type Saved struct {
	ID      string    // short, unique, lower-case letters and digits; given by Store.Save where it is ""
	Name    string    // as its reader wrote it, on one line; no two of a library have the same (see SameName)
	Query   string    // as typed, but for white space around it
	Library string    // library.Library.Key it was made in; "" stands in every library
	Created time.Time // in UTC, whole seconds; given by Store.Save where it is zero; zero where a person wrote the line without it
}

// A Problem is a line of the file of saved searches that cannot be read. It is
// left as it is.
type Problem struct {
	File   string // path of the file
	Line   int    // from 1
	Reason string // what is wrong and what to do
}

// A TakenError is the error of a name that another search of the library has.
type TakenError struct{ By Saved }

// Error says which name, and what to do.
func (e *TakenError) Error() string {
	return fmt.Sprintf("there is a saved search named %q already (%s); choose another name, or remove that one first", e.By.Name, e.By.Query)
}

// SameName tells whether two names are one, whatever the case, the white space
// around them and the way accents are written.
func SameName(a, b string) bool { return nameKey(a) == nameKey(b) }

// nameKey is equal for names that are one, and is what they are ordered by.
func nameKey(name string) string { return strings.ToLower(norm.NFC.String(oneLine(name))) }

// oneLine puts a name on one line of valid UTF-8.
func oneLine(name string) string {
	name = strings.Map(func(r rune) rune {
		switch r {
		case '\n', '\r', '\t', '\v', '\f', '\u0085', '\u2028', '\u2029':
			return ' '
		}
		return r
	}, strings.ToValidUTF8(name, "\ufffd"))
	return strings.TrimSpace(name)
}

// checked is x as it is kept. The error says why it cannot be; that of a query
// is a *query.Error, with its column.
func (x Saved) checked() (Saved, error) {
	text := strings.ToValidUTF8(x.Query, "\ufffd")
	x.Name, x.Query, x.Library = oneLine(x.Name), strings.TrimSpace(text), strings.ToValidUTF8(x.Library, "\ufffd")
	q, err := query.Parse(text, query.Options{})
	switch {
	case x.ID != "" && !validID(x.ID):
		return x, fmt.Errorf("save the search: %q is no ID of a search; leave it empty", x.ID)
	case x.Name == "":
		return x, errors.New("save the search: it has no name; give it one")
	case len(x.Name) > longestName:
		return x, fmt.Errorf("save the search: the name has more than %d bytes; give it a shorter one", longestName)
	case len(x.Query) > longestQuery:
		return x, fmt.Errorf("save the search: the query has more than %d KB; look for less", longestQuery>>10)
	case err != nil:
		return x, err
	case q.Empty():
		return x, fmt.Errorf("save the search: there is nothing to look for in %q; write a word", x.Query)
	}
	if y := x.Created.UTC().Year(); !x.Created.IsZero() && (y < 1970 || y > 9999) {
		x.Created = time.Time{}
	}
	x.Created = x.Created.UTC().Truncate(time.Second)
	return x, nil
}

// validID tells whether an ID is one, and so may be part of a file's name.
func validID(id string) bool {
	return len(id) >= 4 && len(id) <= 16 && strings.Trim(id, "0123456789abcdefghijklmnopqrstuvwxyz") == ""
}
