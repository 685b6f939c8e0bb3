package cli

import (
	"context"
	"errors"
	"os"

	"broadsheet/internal/bookmark"
	"broadsheet/internal/reading"
	"broadsheet/internal/tui"
)

// read shows the reader. All that can fail is tried before the terminal is
// touched.
func (a *app) read(ctx context.Context, args []string) error {
	if err := a.open(args); err != nil {
		return err
	}
	if !isTerminal(a.In) || !isTerminal(a.Out) {
		return errors.New("the reader needs a terminal; without one, use list, search, show or compare (see broadsheet --help)")
	}
	store, _, err := bookmark.Open(a.folders.Bookmarks())
	if err != nil { // one can read without bookmarks; the reader says so
		a.log.Error("bookmarks", "err", err)
	}
	read, err := reading.Open(a.folders.Reading(), a.library.Key())
	if err != nil {
		a.log.Error("reading positions", "err", err)
	}
	d := &tui.Desk{Library: a.library, Index: a.index_, Bookmarks: store, Reading: read, Searches: a.searches(), Synonyms: a.synonyms, Editor: a.config.Editor, Log: a.log, Getenv: a.Getenv}
	return tui.Run(ctx, d, tui.Options{Keys: a.config.Bindings(), Look: a.look(), Width: a.config.Width, Margin: a.config.Margin, Open: a.files(args)})
}

// files are the briefs to open at once: the call's own paths where they are
// one or two files.
func (a *app) files(args []string) []string {
	if len(args) == 0 || len(args) > 2 {
		return nil
	}
	var paths []string
	for _, arg := range args {
		info, err := os.Stat(arg)
		if err != nil || info.IsDir() {
			return nil
		}
		if p, ok := a.library.Path(arg); ok {
			paths = append(paths, p)
		}
	}
	return paths
}
