package cli

import (
	"context"
	"errors"
	"os"
	"slices"
	"strings"

	"broadsheet/internal/library"
	"broadsheet/internal/reading"
	"broadsheet/internal/rescue"
	"broadsheet/internal/search"
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
	desk := a.desk(a.library, a.index_)
	defer a.watched()()
	return tui.Run(ctx, desk, tui.Options{
		Keys: a.config.Bindings(), Look: a.look(), Width: a.config.Width, Margin: a.config.Margin,
		Open: a.files(args), Places: a.libraries(),
	})
}

// watched lets another process mend the terminal where the reader itself
// cannot, until the function that it gives is called. One can read without.
func (a *app) watched() (over func()) {
	var log *os.File
	if a.logFile != nil {
		log = a.logFile.f
	}
	over, err := rescue.Watch(log, tui.Undo)
	if err != nil {
		a.log.Info("nothing mends the terminal after a crash", "err", err)
		return func() {}
	}
	return over
}

// desk is what the reader works with in one library.
func (a *app) desk(lib *library.Library, index *search.Index) *tui.Desk {
	store, _, err := a.openMarks(lib)
	if err != nil { // one can read without bookmarks; the reader says so
		a.log.Error("bookmarks", "err", err)
	}
	read, err := reading.Open(a.folders.Reading(), lib.Key())
	if err != nil {
		a.log.Error("reading positions", "err", err)
	}
	return &tui.Desk{
		Library: lib, Index: index, Bookmarks: store, Reading: read, Stood: a.stood(read), Searches: a.searches(),
		Synonyms: a.synonyms, Editor: a.config.Editor, Log: a.log, Getenv: a.Getenv,
	}
}

// stood is how two briefs stood side by side when a library was left; nil where
// they did not, or where it is not known.
func (a *app) stood(read *reading.Store) *reading.Arrangement {
	if read == nil {
		return nil
	}
	was, ok, err := read.Arrangement()
	if err != nil {
		a.log.Error("which briefs were open", "err", err)
	}
	if !ok {
		return nil
	}
	return &was
}

// libraries are those that the reader can change to: those of the
// configuration, the one it began with, and the samples.
func (a *app) libraries() []tui.Place {
	var out []tui.Place
	add := func(name, where string, open func() (*library.Library, error)) {
		if !slices.ContainsFunc(out, func(p tui.Place) bool { return p.Name == name }) {
			out = append(out, tui.Place{Name: name, Where: where, Open: func(context.Context) (*tui.Desk, error) { return a.moveTo(open) }})
		}
	}
	for _, l := range a.config.Libraries {
		add(l.Name, strings.Join(l.Paths, ", "), func() (*library.Library, error) { return named(l) })
	}
	first := a.library
	add(first.Name(), strings.Join(first.Roots(), ", "), func() (*library.Library, error) { return first, nil })
	add(samples, "part of the program", func() (*library.Library, error) { return sampleBriefs(), nil })
	return out
}

// moveTo opens another library, for the reader to close.
func (a *app) moveTo(open func() (*library.Library, error)) (*tui.Desk, error) {
	lib, err := open()
	if err != nil {
		return nil, err
	}
	index, err := search.Open(a.folders.Cache, lib, a.log)
	if err != nil {
		return nil, err
	}
	a.log.Info("library", "name", lib.Name(), "roots", lib.Roots())
	return a.desk(lib, index), nil
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
