package bookmark

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"path"
	"slices"
	"strings"
	"time"

	"broadsheet/internal/library"
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

// A Placing is what has become of imported bookmarks.
type Placing struct {
	Fresh   []Bookmark // those to be added
	Lost    int        // of Fresh, whose words do not stand in the library: they are kept as they are
	Known   int        // left out: they are among the old ones
	Doubled int        // left out: they say the same as one before them
}

// Placed gives imported bookmarks what they need to be found again, where their
// words stand in the library: under the path they name or one that ends like it,
// in the brief that was published at the address they name, or else in the one
// brief that has their words once. The error is that of ctx.
func Placed(ctx context.Context, lib Reader, list []library.Entry, like Search, marks, old []Bookmark) (Placing, error) {
	var p Placing
	there, before := presences{}, presences{}
	for _, m := range old {
		there.add(m)
	}
	open := map[string]*opened{}
	names := namesOf(list)
	for _, m := range marks {
		if err := ctx.Err(); err != nil {
			return Placing{}, err
		}
		entry, found := names.named(m.Path)
		if !found {
			entry, found = names.saying(ctx, lib, like, m.Quote)
		}
		if found {
			m.Path = entry.Path
		}
		if there.has(m, same) {
			p.Known++
			continue
		}
		if before.has(m, again) {
			p.Doubled++
			continue
		}
		o := open[m.Path]
		if o == nil {
			o = &opened{}
			if b, _, err := lib.Read(m.Path); err == nil && found {
				o.brief = b
			}
			open[m.Path] = o
		}
		m.Library = lib.Key()
		m.File, _ = lib.Disk(m.Path)
		if !o.anchor(ctx, lib, like, &m, entry.Hash) {
			p.Lost++
		}
		before.add(m)
		p.Fresh = append(p.Fresh, m)
	}
	return p, nil
}

// anchor gives a bookmark the anchor of its place in the brief, where it has
// one with its very words.
func (o *opened) anchor(ctx context.Context, lib Reader, like Search, m *Bookmark, hash uint64) bool {
	if o.brief == nil {
		return false
	}
	if m.Title == "" {
		m.Title, m.Source, m.Date = o.brief.Title, o.brief.Source, o.brief.Date
	}
	span, err := Find(o.brief, m.Quote)
	if err != nil {
		place := o.prepared().Resolve(m.Anchor)
		if place.State == Lost || place.State == Changed {
			return place.State == Changed
		}
		span = place.Span
	}
	if end, err := Find(o.brief, m.until); m.until != "" && err == nil && end.Start > span.End {
		span.End = end.Start
	}
	a := Anchored(o.brief, m.Path, hash, span)
	if a.Quote == "" {
		return false
	}
	a.Also = Elsewhere(ctx, lib, like, a)
	m.settle(a, lib)
	return true
}

// names finds the briefs of a library by name.
type names struct {
	byPath, byPage map[string][]library.Entry
	byBase         map[string][]library.Entry // by the last part of the path
}

func namesOf(list []library.Entry) names {
	s := names{map[string][]library.Entry{}, map[string][]library.Entry{}, map[string][]library.Entry{}}
	for _, e := range list {
		s.byPath[e.Path] = append(s.byPath[e.Path], e)
		s.byBase[path.Base(e.Path)] = append(s.byBase[path.Base(e.Path)], e)
		if p := pageOf(e.URL); p != "" {
			s.byPage[p] = append(s.byPage[p], e)
		}
	}
	return s
}

// named is the one brief that a name means: of that path, or published at that
// address, or whose path ends in the name, or that it ends in.
func (s names) named(name string) (library.Entry, bool) {
	found := s.byPath[name]
	if p := pageOf(name); p != "" && len(found) == 0 {
		found = s.byPage[p]
	}
	if len(found) == 0 {
		for _, e := range s.byBase[path.Base(name)] {
			if strings.HasSuffix(e.Path, "/"+name) || strings.HasSuffix(name, "/"+e.Path) {
				found = append(found, e)
			}
		}
	}
	if len(found) != 1 {
		return library.Entry{}, false
	}
	return found[0], true
}

// saying is the one brief that has the words of a quote, once; false where several
// have them, or the quote is short.
func (s names) saying(ctx context.Context, lib Reader, like Search, quote string) (library.Entry, bool) {
	var found []library.Entry
	if like == nil || len(quote) < fewest {
		return library.Entry{}, false
	}
	for _, p := range like(ctx, rare(quote)) {
		b, _, err := lib.Read(p)
		if err != nil {
			continue
		}
		if n := bytes.Count(newGround(b).text, foldTrimmed(quote)); n > 1 {
			return library.Entry{}, false
		} else if n == 1 {
			found = append(found, s.byPath[p]...)
		}
	}
	if len(found) != 1 {
		return library.Entry{}, false
	}
	return found[0], true
}

// presences are bookmarks by what they say.
type presences map[string][]Bookmark

// saying is equal for bookmarks that say the same of the same words, wherever
// these are.
func saying(m Bookmark) string {
	return strings.Join([]string{string(foldTrimmed(m.Quote)), strings.TrimSpace(m.Note), strings.Join(m.Tags, "\x01"), m.Colour}, "\x00")
}

func (p presences) add(m Bookmark) { p[saying(m)] = append(p[saying(m)], m) }

func (p presences) has(m Bookmark, as func(a, b Bookmark) bool) bool {
	return slices.ContainsFunc(p[saying(m)], func(of Bookmark) bool { return as(m, of) })
}

// same tells that two bookmarks that say the same are one: by their ID, or as
// they are of one brief and what stands next to their words agrees, as far as
// each knows it.
func same(a, b Bookmark) bool {
	if a.ID != "" && a.ID == b.ID {
		return true
	}
	agree := func(a, b string, within func(s, part []byte) bool) bool {
		x, y := foldTrimmed(a), foldTrimmed(b)
		return within(x, y) || within(y, x)
	}
	return a.Path == b.Path && agree(a.Before, b.Before, bytes.HasSuffix) && agree(a.After, b.After, bytes.HasPrefix)
}

// again tells that a bookmark of a file is another one of it once more; two that
// had IDs of their own were two.
func again(a, b Bookmark) bool {
	return same(a, b) && (a.ID == b.ID || a.ID == "" || b.ID == "")
}
