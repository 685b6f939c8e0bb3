package tui

import (
	"log/slog"
	"strings"

	"broadsheet/internal/bookmark"
	"broadsheet/internal/library"
	"broadsheet/internal/query"
	"broadsheet/internal/reading"
	"broadsheet/internal/search"
	"broadsheet/internal/searches"
)

// A Desk is what the reader works with. Its methods give commands: they do
// the I/O, beside the screen, and answer with a message.
type Desk struct {
	Library   *library.Library
	Index     *search.Index
	Bookmarks *bookmark.Store
	Reading   *reading.Store       // nil where nothing can be kept
	Stood     *reading.Arrangement // the two briefs that stood side by side when the library was left; nil for none
	Searches  *searches.Store      // nil where none can be kept
	Synonyms  *query.Synonyms      // of the user; may be nil
	Editor    string               // a command; "" is that of the environment
	Log       *slog.Logger
	Getenv    func(string) string
}

func firstOf(values ...string) string {
	for _, v := range values {
		if strings.TrimSpace(v) != "" {
			return v
		}
	}
	return ""
}
