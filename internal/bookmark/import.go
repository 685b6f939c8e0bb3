package bookmark

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"time"
)

// importMost is how many bytes of a file are read, and how many bookmarks are
// taken from it.
const (
	importMost = 64 << 20
	importMany = 100_000
	longest    = 1 << 20 // bytes of a quote or a note
)

// Parse reads bookmarks that Export has written as "json", or W3C annotations
// (one, a list, one on each line, a page or a collection) of any program, or an
// export of Hypothesis or Recogito. What is no bookmark of words is left out and said in skipped, a
// line each. The error says that it is neither.
func Parse(r io.Reader) (marks []Bookmark, skipped []string, err error) {
	content, err := io.ReadAll(io.LimitReader(r, importMost+1))
	switch {
	case err != nil:
		return nil, nil, err
	case len(content) > importMost:
		return nil, nil, fmt.Errorf("more than %d MB; import it in parts", importMost>>20)
	}
	top, err := values(bytes.TrimPrefix(content, []byte("\uFEFF")))
	if err != nil {
		return nil, nil, fmt.Errorf("not JSON (%w); give what `bookmark export --format json` or annotation writes, or annotations of another program as JSON", err)
	}
	if o, ok := top.(map[string]any); ok && o["bookmarks"] != nil {
		var list entries
		if err := json.Unmarshal(content, &list); err != nil {
			return nil, nil, fmt.Errorf("not as `broadsheet bookmark export --format json` writes them: %w", err)
		}
		for _, e := range list.Bookmarks {
			marks = append(marks, e.bookmark())
		}
	} else if marks, skipped, err = foreign(top); err != nil {
		return nil, nil, err
	}
	kept := marks[:0]
	for i, m := range marks {
		if why := unfit(m); why != "" || i >= importMany {
			skipped = append(skipped, fmt.Sprintf("bookmark %d: %s", i+1, firstOf(why, "too many for one file")))
			continue
		}
		kept = append(kept, m)
	}
	return kept, skipped, nil
}

// values reads the JSON value of a file; of several, as some write a line each, a
// list of them.
func values(content []byte) (any, error) {
	var all []any
	for d := json.NewDecoder(bytes.NewReader(content)); ; {
		var v any
		switch err := d.Decode(&v); {
		case err == io.EOF && len(all) == 1:
			return all[0], nil
		case err == io.EOF && len(all) > 1:
			return all, nil
		case err != nil:
			return nil, err
		}
		all = append(all, v)
	}
}

// foreign reads the annotations of a JSON value.
func foreign(top any) (marks []Bookmark, skipped []string, err error) {
	all, elsewhere, ok := annotations(spelt(top))
	switch {
	case !ok:
		return nil, nil, errors.New("neither bookmarks of broadsheet nor W3C annotations; give what `bookmark export --format json` or annotation writes, or annotations of another program as JSON")
	case elsewhere != "" && len(all) == 0:
		return nil, nil, fmt.Errorf("the annotations are not in the file but at %s; save that and import it", elsewhere)
	case elsewhere != "":
		skipped = append(skipped, fmt.Sprintf("more annotations are at %s; save that and import it, too", elsewhere))
	}
	for i, a := range all {
		name := fmt.Sprintf("annotation %d", i+1)
		if id := text(a["id"]); id != "" {
			name += fmt.Sprintf(" (%s)", id)
		}
		if a["absent"] != nil {
			skipped = append(skipped, name+": only its address is in the file")
			continue
		}
		list, missed := annotated(a)
		marks = append(marks, list...)
		for _, why := range missed {
			skipped = append(skipped, name+": "+why)
		}
	}
	return marks, skipped, nil
}

func firstOf(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

// unfit says why something is not kept as a bookmark; "" where it can be.
func unfit(m Bookmark) string {
	switch {
	case len(foldTrimmed(m.Quote)) == 0:
		return "it quotes no words"
	case m.Path == "":
		return "it names no brief"
	case max(len(m.Quote), len(m.Note)) > longest:
		return "its quote or its note is longer than 1 MB"
	}
	return ""
}

func (e entry) bookmark() Bookmark {
	m := Bookmark{
		ID: e.ID, Anchor: Anchor{Path: e.Path, Quote: e.Quote, Before: e.Before, After: e.After, Heading: e.Heading, Passage: e.Quote},
		Title: e.Title, Source: e.Source, Date: e.Date, Note: e.Note, Tags: CleanTags(e.Tags), Created: moment(e.Created),
	}
	if CheckColour(e.Colour) == nil {
		m.Colour = e.Colour
	}
	if m.Heading == nil {
		m.Heading = []string{}
	}
	return m
}

func moment(s string) time.Time {
	t, err := time.Parse(time.RFC3339, s)
	if err != nil || t.Year() < 1971 || t.Year() > 9999 {
		return time.Time{}
	}
	return t.UTC()
}
