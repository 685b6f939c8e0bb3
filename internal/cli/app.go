package cli

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"github.com/charmbracelet/x/term"

	"broadsheet/internal/bookmark"
	"broadsheet/internal/brief"
	"broadsheet/internal/config"
	"broadsheet/internal/inert"
	"broadsheet/internal/library"
	"broadsheet/internal/query"
	"broadsheet/internal/reading"
	"broadsheet/internal/search"
)

// An app is one call of the program: what the flags say, and what has been
// opened so far.
type app struct {
	Streams
	paths []string // --library
	debug bool     // --debug

	folders  config.Folders
	config   config.Config
	synonyms *query.Synonyms // of the configuration
	library  *library.Library
	index_   *search.Index
	log      *slog.Logger
	logFile  *bounded
	damaged  []bookmark.Problem // bookmarks that cannot be read
}

// setUp reads the configuration and opens the library. args are the paths of
// the call itself.
func (a *app) setUp(args []string) error {
	if err := a.configure(); err != nil {
		return err
	}
	a.openLog()
	var err error
	a.library, err = a.asked(args)
	return err
}

// configure finds the folders and reads the configuration.
func (a *app) configure() error {
	a.folders = config.Find(a.Getenv)
	if !filepath.IsAbs(a.Getenv("HOME")) {
		if err := config.Own(config.Homeless()); err != nil {
			return err
		}
	}
	var err error
	if a.config, err = config.Load(a.folders.File()); err != nil {
		return err
	}
	a.synonyms, err = query.NewSynonyms(a.config.Synonyms)
	return err
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
	if _, err := a.refresh(ctx, false); err != nil {
		return err
	}
	if len(a.index_.Catalogue()) == 0 {
		a.warn(fmt.Sprintf("there is no brief in %s%s", strings.Join(a.library.Roots(), ", "), why(a.index_.Skipped())))
	}
	return nil
}

// why tells what was skipped where nothing else was found.
func why(skipped []library.Skipped) string {
	if len(skipped) == 0 {
		return "; briefs are .md and .txt files"
	}
	return fmt.Sprintf("; %d skipped, the first is %s: %s (broadsheet doctor names them all)", len(skipped), skipped[0].Path, skipped[0].Reason)
}

func (a *app) refresh(ctx context.Context, rebuild bool) (search.Report, error) {
	show, wipe := a.progress()
	report, err := a.index_.Refresh(ctx, search.RefreshOptions{Rebuild: rebuild}, func(p search.Progress) { show(p.Phase, p.Done, p.Total) })
	wipe()
	if trouble := a.index_.Status().Trouble; err == nil && trouble != "" {
		a.warn(trouble)
	}
	return report, err
}

// progress gives what draws how far something long has come, in one line, where
// the error stream is a terminal and it takes a while; wipe takes it away.
func (a *app) progress() (show func(phase string, done, total int), wipe func()) {
	if !isTerminal(a.Err) {
		return func(string, int, int) {}, func() {}
	}
	start, shown := time.Now(), false
	show = func(phase string, done, total int) {
		if phase != "" && time.Since(start) > 300*time.Millisecond {
			shown = true
			if total > 0 {
				phase += fmt.Sprintf(" %d of %d", done, total)
			}
			fmt.Fprint(a.Err, "\r\x1b[K"+phase)
		}
	}
	wipe = func() {
		if shown {
			fmt.Fprint(a.Err, "\r\x1b[K")
		}
	}
	return show, wipe
}

func (a *app) warn(text string) { fmt.Fprintln(a.Err, "broadsheet: "+inert.Line(text)) }

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

// brief reads the brief of the library that an argument means.
func (a *app) brief(arg string) (*brief.Brief, library.Entry, error) {
	e, err := a.library.Resolve(arg, a.index_.Catalogue())
	if err == nil {
		return a.library.Read(e.Path)
	}
	path, inside := a.library.Path(arg)
	for _, s := range a.index_.Skipped() {
		if s.Path == arg || inside && s.Path == path {
			return nil, e, fmt.Errorf("%s: %s", s.Path, s.Reason)
		}
	}
	return nil, e, err
}

// anyBrief reads the brief of the library that an argument means, or a file on
// disk that is in no library.
func (a *app) anyBrief(arg string) (*brief.Brief, library.Entry, error) {
	b, e, err := a.brief(arg)
	if err == nil {
		return b, e, nil
	}
	if info, gone := os.Stat(arg); gone != nil || !info.Mode().IsRegular() {
		return nil, e, err
	}
	alone, err := library.Open([]string{arg})
	if err != nil {
		return nil, e, err
	}
	path, ok := alone.Path(arg)
	if !ok {
		return nil, e, fmt.Errorf("%s: cannot be read as a brief", arg)
	}
	b, e, err = alone.Read(path)
	e.Path = arg
	return b, e, err
}

// openMarks opens the bookmarks where those of a library are kept, which may be
// nil.
func (a *app) openMarks(lib *library.Library) (*bookmark.Store, []bookmark.Problem, error) {
	if dir, own := a.marksIn(lib); own {
		return bookmark.OpenOf(dir, lib.Key())
	}
	return bookmark.Open(a.folders.Bookmarks())
}

// marksIn is the folder that the bookmarks of a library are kept in; own tells
// that it lies in the first of the library's own folders.
func (a *app) marksIn(lib *library.Library) (dir string, own bool) {
	if a.config.Bookmarks == config.InLibrary && lib != nil {
		for _, root := range lib.Roots() {
			if info, err := os.Stat(root); err == nil && info.IsDir() {
				return config.BookmarksIn(root), true
			}
		}
	}
	return a.folders.Bookmarks(), false
}

// store opens the bookmarks.
func (a *app) store() (*bookmark.Store, error) {
	s, problems, err := a.openMarks(a.library)
	if err != nil {
		return nil, err
	}
	a.damaged = problems
	return s, nil
}

// warnOfDamaged says which bookmarks cannot be read, and what to do: where
// bookmarks are listed, as the others do not hang on them.
func (a *app) warnOfDamaged() {
	const named = 3
	for i, p := range a.damaged {
		if i == named {
			a.warn(fmt.Sprintf("and %d more: broadsheet doctor names them", len(a.damaged)-named))
			break
		}
		place := p.File
		if p.Line > 0 {
			place += fmt.Sprintf(", line %d", p.Line)
		}
		a.warn(fmt.Sprintf("bookmark %s: %s", place, p.Reason))
	}
	switch len(a.damaged) {
	case 0:
	case 1:
		a.warn("this file is left as it is: mend it in an editor, or move it out of the folder")
	default:
		a.warn("these files are left as they are: mend them in an editor, or move them out of the folder")
	}
}

// allMarks opens the store, and gives all that is in it.
func (a *app) allMarks() (*bookmark.Store, []bookmark.Bookmark, error) {
	store, err := a.store()
	if err != nil {
		return nil, nil, err
	}
	all, _, err := store.All()
	return store, all, err
}

// query reads a query; its error names the column.
func (a *app) query(ctx context.Context, text string) (query.Query, error) {
	o := query.Options{Now: time.Now(), Synonyms: a.synonyms}
	return a.parse(ctx, text, o)
}

func (a *app) parse(ctx context.Context, text string, o query.Options) (query.Query, error) {
	if a.index_ != nil {
		o.Languages = a.index_.Languages(ctx)
	}
	return query.Parse(text, o)
}

// is answers is:bookmarked, is:read and is:unread. What is asked for is opened
// when it is first asked; where it cannot be read there is none, and a line says
// why.
func (a *app) is(ctx context.Context) func(what, path string) bool {
	marked := sync.OnceValue(func() func(what, path string) bool {
		items, _, err := a.placed(ctx)
		if err != nil {
			a.warn(err.Error())
		}
		return bookmark.Bookmarked(items)
	})
	read := a.isRead()
	return func(what, path string) bool {
		if what == "bookmarked" {
			return marked()(what, path)
		}
		return read(what, path)
	}
}

// isRead answers is:read and is:unread in the same way.
func (a *app) isRead() func(what, path string) bool {
	read := sync.OnceValue(func() func(what, path string) bool {
		_, records, err := a.reading()
		if err != nil {
			a.warn(err.Error())
		}
		return records.Is(a.index_.Catalogue())
	})
	return func(what, path string) bool { return read()(what, path) }
}

// reading opens what was read of the library.
func (a *app) reading() (*reading.Store, reading.Records, error) {
	s, err := reading.Open(a.folders.Reading(), a.library.Key())
	if err != nil {
		return nil, reading.Records{}, err
	}
	all, err := s.All()
	return s, reading.Lookup(all), err
}

// placed finds the bookmarks in the library, and gives those of others apart.
func (a *app) placed(ctx context.Context) (items, others []bookmark.Item, err error) {
	_, marks, err := a.allMarks()
	if err != nil {
		return nil, nil, err
	}
	a.warnOfDamaged()
	items, err = bookmark.InLibrary(ctx, a.library, a.index_.Catalogue(), a.index_.Like, marks)
	return items, bookmark.Strangers(marks, items), err
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
