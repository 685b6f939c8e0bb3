package cli

import (
	"bytes"
	"encoding/json"
	"io"

	"broadsheet/internal/brief"
	"broadsheet/internal/compare"
	"broadsheet/internal/inert"
	"broadsheet/internal/library"
)

// The shapes of the JSON. Every span is bytes of the file as stored on disk.

type jsonEntry struct {
	Path    string   `json:"path"`
	Title   string   `json:"title"`
	Source  string   `json:"source"`
	Authors []string `json:"authors"`
	Date    string   `json:"date"`
	Lang    string   `json:"lang"`
	Tags    []string `json:"tags"`
	Words   int      `json:"words"`
	URL     string   `json:"url"`
	Notes   []string `json:"notes"`
}

type jsonSkipped struct {
	Path   string `json:"path"`
	Reason string `json:"reason"`
}

type jsonList struct {
	Briefs  []jsonEntry   `json:"briefs"`
	Skipped []jsonSkipped `json:"skipped"`
}

type jsonPassage struct {
	Start   int      `json:"start"`
	End     int      `json:"end"`
	Kind    string   `json:"kind,omitempty"`
	Heading []string `json:"heading"`
	Text    string   `json:"text"`
}

type jsonShow struct {
	jsonEntry
	Passages []jsonPassage `json:"passages"`
}

type jsonMatch struct {
	Start   int      `json:"start"`
	End     int      `json:"end"`
	Heading []string `json:"heading"`
	Text    string   `json:"text"`
	Matches [][2]int `json:"matches"`
	By      []string `json:"by"` // of each of matches, how it is what was asked for
}

type jsonHit struct {
	Path     string      `json:"path"`
	Title    string      `json:"title"`
	Source   string      `json:"source"`
	Date     string      `json:"date"`
	Score    float64     `json:"score"`
	Hits     int         `json:"hits"`
	Variants []string    `json:"variants"` // words of the brief that are another spelling or name of those asked for
	Passages []jsonMatch `json:"passages"`
	Explain  *jsonWhy    `json:"explain,omitempty"`
}

type jsonWhy struct {
	Has      string        `json:"has"`
	Words    []jsonWordWhy `json:"words"`
	Nearness float64       `json:"nearness"`
	Feedback float64       `json:"feedback"`
	Like     []string      `json:"like"`
	Score    float64       `json:"score"`
}

type jsonWordWhy struct {
	Word   string      `json:"word"`
	Briefs int         `json:"briefs"`
	Found  []jsonFound `json:"found"`
	Adds   float64     `json:"adds"`
}

type jsonFound struct {
	Text  string `json:"text"`
	Field string `json:"field"`
	Times int    `json:"times"`
	By    string `json:"by"`
}

type jsonResults struct {
	Query  string    `json:"query"`
	Total  int       `json:"total"`
	Briefs []jsonHit `json:"briefs"`
}

type jsonName struct {
	Path  string `json:"path"`
	Title string `json:"title"`
}

type jsonSide struct {
	Start int    `json:"start"`
	End   int    `json:"end"`
	Text  string `json:"text"`
}

type jsonPair struct {
	A      jsonSide   `json:"a"`
	B      jsonSide   `json:"b"`
	Score  float64    `json:"score"`
	Shared []string   `json:"shared"`
	Marks  []jsonMark `json:"marks"`
}

// A jsonMark is a name or a figure that both have, or figures that differ.
type jsonMark struct {
	Kind string   `json:"kind"` // name, figure or differs
	Word string   `json:"word"`
	A    [][2]int `json:"a"`
	B    [][2]int `json:"b"`
}

// jsonVersions says what was changed between two versions of one text.
type jsonVersions struct {
	Same  float64    `json:"same"`
	Edits []jsonEdit `json:"edits"`
}

type jsonEdit struct {
	A     *jsonSide  `json:"a"` // null where the text has no such passage
	B     *jsonSide  `json:"b"`
	Moved bool       `json:"moved"`
	More  []jsonSide `json:"more,omitempty"`  // of a passage that was split, or joined of several: the parts behind the first
	Split bool       `json:"split,omitempty"` // more are of b; else of a
	Cut   [][2]int   `json:"cut"`
	Put   [][2]int   `json:"put"`
}

type jsonComparison struct {
	A       jsonName   `json:"a"`
	B       jsonName   `json:"b"`
	Pairs   []jsonPair `json:"pairs"`
	Perhaps []jsonPair `json:"perhaps"` // passages in no pair, with what may be their counterpart
	OnlyA   []jsonSide `json:"only_a"`
	OnlyB   []jsonSide `json:"only_b"`

	Versions *jsonVersions `json:"versions,omitempty"` // where the two are versions of one text
}

type jsonReport struct {
	Briefs  int     `json:"briefs"`
	Added   int     `json:"added"`
	Changed int     `json:"changed"`
	Removed int     `json:"removed"`
	Skipped int     `json:"skipped"`
	Seconds float64 `json:"seconds"`
}

// writeJSON writes one object and nothing else, in a form that a terminal may
// see.
func writeJSON(w io.Writer, v any) error {
	var out bytes.Buffer
	e := json.NewEncoder(&out)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(v); err != nil {
		return err
	}
	_, err := w.Write(inert.JSON(out.Bytes()))
	return err
}

func entryJSON(e library.Entry) jsonEntry {
	return jsonEntry{
		Path: e.Path, Title: e.Title, Source: e.Source, Authors: list(e.Authors), Date: e.Date,
		Lang: e.Lang, Tags: list(e.Tags), Words: e.Words, URL: e.URL, Notes: list(e.Notes),
	}
}

func skippedJSON(skipped []library.Skipped) []jsonSkipped {
	out := make([]jsonSkipped, len(skipped))
	for i, s := range skipped {
		out[i] = jsonSkipped(s)
	}
	return out
}

func sideJSON(b *brief.Brief, s compare.Side) jsonSide {
	d := b.Disk(s.Span)
	return jsonSide{d.Start, d.End, s.Text}
}

// list is never nil, so that JSON has [] and not null.
func list[T any](s []T) []T {
	if s == nil {
		return []T{}
	}
	return s
}
