package reading

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"broadsheet/internal/inert"
)

// The file is JSON objects, one a line:
//
//	{"path":"2025/truce.md","read":true,"at":"2025-11-07T09:30:00Z","hash":"00c0ffee00c0ffee","top":{…}}
//
// "top" is left out where the brief was left at its start. JSON holds no bytes
// that are not UTF-8; a path with such bytes stands under "quoted" instead, in
// the escapes of a Go string: "caf\\xe9.md". Keys that this version does not
// know do no harm, and stay until a new record of that brief is kept.
type line struct {
	Path   string   `json:"path,omitempty"`
	Quoted string   `json:"quoted,omitempty"`
	Read   bool     `json:"read"`
	At     string   `json:"at"`
	Hash   string   `json:"hash,omitempty"`
	Top    *topLine `json:"top,omitempty"`
}

type topLine struct {
	Off     int      `json:"off"`
	Of      int      `json:"of"`
	Under   int      `json:"under,omitempty"`
	Lead    int      `json:"lead,omitempty"`
	Heading []string `json:"heading,omitempty"`
	Before  string   `json:"before,omitempty"`
	Words   string   `json:"words,omitempty"`
	In      int      `json:"in,omitempty"`
	After   string   `json:"after,omitempty"`
}

// encode makes the line of a record, with its line break. A terminal that it
// is printed on obeys nothing in it.
func encode(r Record) []byte {
	l := lineOf(r)
	var w bytes.Buffer
	e := json.NewEncoder(&w)
	e.SetEscapeHTML(false)
	_ = e.Encode(l) // strings and numbers: it can not fail
	return inert.JSON(w.Bytes())
}

// lineOf is a record as the file holds it.
func lineOf(r Record) line {
	l := line{Read: r.Read, At: r.At.Format(time.RFC3339Nano)}
	l.Path, l.Quoted = quoted(r.Path)
	if r.Hash != 0 {
		l.Hash = fmt.Sprintf("%016x", r.Hash)
	}
	if r.Top != (Spot{}) {
		l.Top = r.Top.line()
	}
	return l
}

// quoted is a path as JSON holds it: in the second form where it has bytes
// that are not UTF-8.
func quoted(path string) (plain, escaped string) {
	if utf8.ValidString(path) {
		return path, ""
	}
	q := strconv.Quote(path)
	return "", q[1 : len(q)-1]
}

// line is a spot as the file holds it.
func (s Spot) line() *topLine {
	l := &topLine{
		Off: s.off, Of: s.of, Under: s.under, Lead: s.lead,
		Before: s.before, Words: s.words, In: s.in, After: s.after,
	}
	if s.heading != "" {
		l.Heading = strings.Split(s.heading, "\n")
	}
	return l
}

// errForeign is of a line that is JSON and no record: a later version's.
var errForeign = errors.New("not a record")

// decode reads one line without its break. A line that is damaged is an error.
func decode(text string) (Record, error) {
	l, ok := quick(text)
	if !ok {
		l = line{}
		if err := json.Unmarshal([]byte(text), &l); err != nil {
			return Record{}, err
		}
	}
	return l.record()
}

// record makes the record of a line.
func (l *line) record() (Record, error) {
	r := Record{Path: l.Path, Read: l.Read}
	if l.Quoted != "" {
		path, err := strconv.Unquote(`"` + l.Quoted + `"`)
		if err != nil {
			return r, fmt.Errorf("quoted: %w", err)
		}
		r.Path = path
	}
	if r.Path == "" {
		return r, errForeign
	}
	var err error
	if r.At, err = time.Parse(time.RFC3339Nano, l.At); err != nil {
		return r, err
	}
	r.At = r.At.UTC()
	if l.Hash != "" {
		if r.Hash, err = strconv.ParseUint(l.Hash, 16, 64); err != nil {
			return r, err
		}
	}
	if l.Top != nil {
		r.Top = l.Top.spot()
	}
	return r, nil
}

func (l *topLine) spot() Spot {
	return Spot{
		off: max(l.Off, 0), of: max(l.Of, 0), under: max(l.Under, 0), lead: l.Lead, heading: strings.Join(l.Heading, "\n"),
		before: l.Before, words: l.Words, in: min(max(l.In, 0), len(l.Words)), after: l.After,
	}
}

// latest puts the records of a file into all, by path, and calls each (nil:
// nothing) for the lines that count, the last one first: the last of each brief,
// and those of a later version that are no records. Damaged lines do not count;
// the one before it of that brief does.
func latest(content string, all map[string]Record, each func(text string)) {
	for len(content) > 0 {
		content = strings.TrimSuffix(content, "\n")
		i := strings.LastIndexByte(content, '\n') + 1
		text := strings.TrimSpace(content[i:])
		content = content[:i]
		if path, ok := plainPath(text); ok {
			if _, had := all[path]; had {
				continue
			}
		}
		r, err := decode(text)
		_, had := all[r.Path]
		switch {
		case errors.Is(err, errForeign):
		case err != nil || had:
			continue
		default:
			all[r.Path] = r
		}
		if each != nil {
			each(text)
		}
	}
}

// plainPath is the path of a line as encode writes most of them, so that a
// line that counts no more need not be read; false for any other.
func plainPath(text string) (string, bool) {
	rest, ok := strings.CutPrefix(text, `{"path":"`)
	i := strings.IndexByte(rest, '"')
	if !ok || i <= 0 || strings.IndexByte(rest[:i], '\\') >= 0 {
		return "", false
	}
	return rest[:i], true
}
