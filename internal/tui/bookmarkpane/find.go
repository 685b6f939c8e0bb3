package bookmarkpane

import (
	"slices"
	"strings"
	"time"

	"broadsheet/internal/bookmark"
	"broadsheet/internal/query"
)

// A Find asks which of Items the filter leaves; Gen comes back with Found.
type Find struct {
	Gen    int
	Filter string
	Items  []bookmark.Item // not to be changed
	now    time.Time       // for dates
	plain  []string        // by item: what plain words are looked for in; nil where it is yet to be made
}

// Found answers a Find.
type Found struct {
	Find
	shown []int  // indexes of Items
	wrong string // with the filter
}

// Look answers a Find. Among thousands of bookmarks that takes longer than one
// likes to wait for a letter. Plain words are looked for as they are typed, in
// all that is shown of a bookmark; what has a field, a quotation or another sign
// is a query as everywhere else.
func (f Find) Look() Found {
	found := Found{Find: f}
	if strings.ContainsAny(f.Filter, ":\"()~*-") {
		q, err := query.Parse(f.Filter, query.Options{Now: f.now, Typing: true, Made: true})
		if err == nil {
			ids := map[string]bool{}
			for _, it := range bookmark.Where(f.Items, q, nil) {
				ids[it.Bookmark.ID] = true
			}
			found.keep(func(i int) bool { return ids[f.Items[i].Bookmark.ID] })
			return found
		}
		found.wrong = err.Error()
	}
	if found.plain == nil {
		found.plain = make([]string, len(f.Items))
		for i, it := range f.Items {
			found.plain[i] = strings.ToLower(strings.Join(append([]string{it.Bookmark.Quote, it.Bookmark.Note, it.Bookmark.Title, it.Path, it.Bookmark.Colour, it.Place.State.String()}, it.Bookmark.Tags...), "\n"))
		}
	}
	words := strings.Fields(strings.ToLower(f.Filter))
	found.keep(func(i int) bool {
		return !slices.ContainsFunc(words, func(w string) bool { return !strings.Contains(found.plain[i], w) })
	})
	return found
}

func (f *Found) keep(some func(i int) bool) {
	for i := range f.Items {
		if some(i) {
			f.shown = append(f.shown, i)
		}
	}
}
