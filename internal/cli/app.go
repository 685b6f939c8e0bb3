package cli

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/charmbracelet/x/term"

	"broadsheet/briefs"
	"broadsheet/internal/bookmark"
	"broadsheet/internal/brief"
	"broadsheet/internal/config"
	"broadsheet/internal/library"
	"broadsheet/internal/query"
	"broadsheet/internal/search"
)

// samples is the name of the library of sample briefs.
const samples = "Sample briefs"

// An app is one call of the program: what the flags say, and what has been
// opened so far.
type app struct {
	Streams
	paths []string // --library

	folders config.Folders
	config  config.Config
	library *library.Library
	index_  *search.Index
	log     *slog.Logger
	logFile io.Closer
}

// setUp reads the configuration and opens the library. args are the paths of
// the call itself.
func (a *app) setUp(args []string) error {
	a.folders = config.Find(a.Getenv)
	var err error
	if a.config, err = config.Load(a.folders.File()); err != nil {
		return err
	}
	paths := append(append([]string(nil), a.paths...), args...)
	if len(paths) == 0 {
		paths = a.config.Library
	}
	a.openLog()
	if len(paths) == 0 {
		a.library = library.Embedded(briefs.FS(), samples)
		return nil
	}
	a.library, err = library.Open(paths)
	return err
}

// openLog writes the log to its file; where that cannot be, there is no log.
func (a *app) openLog() {
	a.log = slog.New(slog.DiscardHandler)
	if err := os.MkdirAll(filepath.Dir(a.folders.Log()), 0o700); err != nil {
		return
	}
	f, err := os.OpenFile(a.folders.Log(), os.O_CREATE|os.O_WRONLY|os.O_APPEND, 0o600)
	if err != nil {
		return
	}
	a.logFile, a.log = f, slog.New(slog.NewTextHandler(f, nil))
}

// open sets up and opens the index, as it was left the last time.
func (a *app) open(args []string) error {
	if err := a.setUp(args); err != nil {
		return err
	}
	x, err := search.Open(a.folders.Cache, a.library, a.log)
	if err != nil {
		return err
	}
	a.index_ = x
	return nil
}

// ready opens the index and brings it up to date, with progress on the error
// stream where that is a terminal.
func (a *app) ready(ctx context.Context) error {
	if err := a.open(nil); err != nil {
		return err
	}
	_, err := a.refresh(ctx, false)
	return err
}

func (a *app) refresh(ctx context.Context, rebuild bool) (search.Report, error) {
	show := a.progress()
	report, err := a.index_.Refresh(ctx, search.RefreshOptions{Rebuild: rebuild}, show)
	show(search.Progress{})
	if trouble := a.index_.Status().Trouble; err == nil && trouble != "" {
		a.warn(trouble)
	}
	return report, err
}

// progress draws how far the index has come, in one line that is wiped at the
// end, where the error stream is a terminal and it takes a while.
func (a *app) progress() func(search.Progress) {
	if !isTerminal(a.Err) {
		return func(search.Progress) {}
	}
	start, shown := time.Now(), false
	return func(p search.Progress) {
		switch {
		case p.Phase == "" && shown:
			fmt.Fprint(a.Err, "\r\x1b[K")
		case p.Phase != "" && time.Since(start) > 300*time.Millisecond:
			shown = true
			fmt.Fprintf(a.Err, "\r\x1b[K%s %d of %d", p.Phase, p.Done, p.Total)
		}
	}
}

func (a *app) warn(text string) { fmt.Fprintln(a.Err, "broadsheet: "+text) }

func (a *app) close() {
	if a.index_ != nil {
		if err := a.index_.Close(); err != nil {
			a.log.Error("close the index", "err", err)
		}
	}
	if a.logFile != nil {
		_ = a.logFile.Close() // nothing is lost: the log is not buffered
	}
}

// brief reads the brief that an argument means.
func (a *app) brief(arg string) (*brief.Brief, library.Entry, error) {
	e, err := a.library.Resolve(arg, a.index_.Catalogue())
	if err != nil {
		return nil, e, err
	}
	return a.library.Read(e.Path)
}

// store opens the bookmarks.
func (a *app) store() (*bookmark.Store, error) {
	s, problems, err := bookmark.Open(a.folders.Bookmarks())
	if err != nil {
		return nil, err
	}
	for _, p := range problems {
		a.warn(fmt.Sprintf("bookmark %s: %s", p.File, p.Reason))
	}
	return s, nil
}

// query reads a query; its error names the column.
func (a *app) query(text string) (query.Query, error) {
	return query.Parse(text, query.Options{Now: time.Now()})
}

// is answers is:bookmarked. The bookmarks are opened when it is first asked;
// where they cannot be read there are none, and a line says why.
func (a *app) is() func(what, path string) bool {
	var marked func(what, path string) bool
	return func(what, path string) bool {
		if marked == nil {
			s, err := a.store()
			if err != nil {
				a.warn(err.Error())
				marked = func(string, string) bool { return false }
			} else {
				marked = bookmark.Filter(s)
			}
		}
		return marked(what, path)
	}
}

// isTerminal tells that a stream is a terminal.
func isTerminal(s any) bool {
	f, ok := s.(interface{ Fd() uintptr })
	return ok && term.IsTerminal(f.Fd())
}

// styled tells that the output may hold colours.
func (a *app) styled() bool {
	return isTerminal(a.Out) && strings.TrimSpace(a.Getenv("NO_COLOR")) == ""
}
