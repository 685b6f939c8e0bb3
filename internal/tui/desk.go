package tui

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"broadsheet/internal/bookmark"
	"broadsheet/internal/brief"
	"broadsheet/internal/inert"
	"broadsheet/internal/library"
	"broadsheet/internal/query"
	"broadsheet/internal/reading"
	"broadsheet/internal/search"
	"broadsheet/internal/searches"
	"broadsheet/internal/tui/readerpane"
	"broadsheet/internal/tui/searchpane"
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

// A request asks for a brief to be shown in a pane.
type request struct {
	slot     int          // previewSlot, or the pane of the spread
	path     string       // of the brief, in the library
	span     brief.Span   // to show, with its passage in hand; empty for none
	was      string       // the path it had when it was opened, where it has been moved since
	hand     int          // byte of the passage to take in hand, where place is given
	place    int          // byte at the top, where span is empty; -1 for the start
	rest     reading.Spot // what stood at the top when it was left; the zero value is the start
	restHand reading.Spot // the passage that was in hand then; the zero value is that at the top
	left     bool         // it stood there when the reader was left
	hash     uint64       // of its content then, by which it is found where it was renamed; 0 for unknown
	fragment string       // the place in the brief that a link names; "" for none
	query    string       // whose words are marked; "" for none
	whole    bool         // it was not typed, as searchpane.Ask has it
	found    string       // words looked for in this brief alone, which are marked; "" for none
	last     bool         // begin at the last hit, not the first
	first    bool         // begin at the first hit
	facing   facing       // the passage that it is opened beside
	compare  bool         // and is compared with at once
	why      purpose
	gen      int // of an opening: only the newest one counts
}

// A purpose says what a brief is read for.
type purpose uint8

// The purposes.
const (
	opening  purpose = iota // a reader waits for it
	starting                // named on the command line
	again                   // it is on show, and may have changed
)

const previewSlot = -1

// loaded answers a request.
type loaded struct {
	request
	entry library.Entry
	doc   readerpane.Document
	err   error
}

// load reads a brief and finds the words of the request's query in it.
func (d *Desk) load(r request) tea.Cmd {
	return func() tea.Msg {
		b, entry, err := d.read(r.path)
		if path, ok := d.renamed(r.hash); err != nil && ok {
			b, entry, err = d.read(path)
		}
		if err != nil {
			r.facing.to = -1
			return loaded{request: r, err: err}
		}
		r.facing = d.face(context.Background(), r.facing, b)
		if r.rest != (reading.Spot{}) {
			r.place = r.rest.Find(b)
		}
		if r.restHand != (reading.Spot{}) {
			r.hand = r.restHand.Find(b)
		}
		doc := readerpane.Document{Entry: entry, Brief: b, Query: r.query, Whole: r.whole, Found: r.found}
		if r.found != "" {
			doc.Hits = readerpane.InPage(context.Background(), b, r.found)
		} else if r.query != "" {
			doc.Hits, doc.Other = d.marks(context.Background(), r.query, r.whole, b)
		}
		return loaded{request: r, entry: entry, doc: doc}
	}
}

// read reads a brief. Where no more files can be opened it waits a little:
// indexing, beside it, has some dozen of them open and closes them again.
func (d *Desk) read(path string) (*brief.Brief, library.Entry, error) {
	const tries, pause = 20, 50 * time.Millisecond
	for n := 1; ; n++ {
		b, entry, err := d.Library.Read(path)
		if n == tries || !library.TooManyFiles(err) {
			return b, entry, err
		}
		time.Sleep(pause)
	}
}

// renamed is the path of the brief with a content; false where it is not known.
func (d *Desk) renamed(hash uint64) (path string, ok bool) {
	if hash == 0 {
		return "", false
	}
	for _, e := range d.Index.Catalogue() {
		if e.Hash == hash {
			return e.Path, true
		}
	}
	return "", false
}

// parse reads a query as this library understands it; typing takes the last
// word as a beginning.
func (d *Desk) parse(ctx context.Context, text string, typing bool) (query.Query, error) {
	return query.Parse(text, query.Options{Now: time.Now(), Typing: typing, Languages: d.Index.Languages(ctx), Synonyms: d.Synonyms})
}

// marks are the places in b of the words of a query, ascending, as bytes of
// Raw; other are those of them where they have another spelling or name. whole
// is that of searchpane.Ask.
func (d *Desk) marks(ctx context.Context, text string, whole bool, b *brief.Brief) (spans, other []brief.Span) {
	q, err := d.parse(ctx, text, !whole)
	if err != nil {
		return nil, nil
	}
	matcher := q.Matcher()
	if matcher.Empty() {
		return nil, nil
	}
	for i := range b.Passages {
		p := &b.Passages[i]
		if p.Aside {
			continue
		}
		for _, k := range matcher.Marks(p.Text) {
			s := p.Source(brief.Span{Start: k.Start, End: k.End})
			spans = append(spans, s)
			if k.By.Variant() {
				other = append(other, s)
			}
		}
	}
	return spans, other
}

// search answers what was typed. The context is cancelled when a newer
// search begins.
func (d *Desk) search(ctx context.Context, a searchpane.Ask, is func(what, path string) bool) tea.Cmd {
	return func() tea.Msg {
		q, err := d.parse(ctx, a.Text, !a.Whole)
		if err != nil {
			return searchpane.Answer{Gen: a.Gen, Text: a.Text, Err: err}
		}
		res, err := d.Index.Search(ctx, q, search.Options{Limit: a.Limit, Newest: a.Newest, Finished: a.Whole, Is: is})
		if ctx.Err() != nil {
			return nil
		}
		return searchpane.Answer{Gen: a.Gen, Text: a.Text, Results: res, Err: err}
	}
}

// find looks for words in one brief.
func find(f readerpane.Find) tea.Cmd {
	return func() tea.Msg {
		return readerpane.Found{Find: f, Hits: readerpane.InPage(context.Background(), f.Brief, f.Text)}
	}
}

// refreshed tells how far the index has come; the last one of a refresh has
// done set.
type refreshed struct {
	progress   search.Progress
	report     search.Report
	err        error
	shelf      *library.Shelf // all briefs, when it is done and there is something new
	generation string         // of the index that they are in
	done       bool
	next       <-chan refreshed
}

// refresh brings the index up to date beside the screen. Each message carries
// the channel of those that follow; the last one has the briefs in an order,
// where there is anything new. shown is the generation whose briefs are
// listed, "" for none. The options say what may have changed.
func (d *Desk) refresh(ctx context.Context, order library.Order, shown string, o search.RefreshOptions) tea.Cmd {
	messages := make(chan refreshed, 16)
	go func() {
		defer close(messages)
		defer func() { // one can read on without the index
			if v := recover(); v != nil {
				c := &Crash{v, string(debug.Stack())}
				d.Log.Error("crash", "value", fmt.Sprint(c.Value), "stack", c.Stack)
				messages <- refreshed{err: c, done: true}
			}
		}()
		report, err := d.Index.Refresh(ctx, o, func(p search.Progress) {
			select {
			case messages <- refreshed{progress: p}:
			case <-ctx.Done():
			}
		})
		end := refreshed{report: report, err: err, done: true}
		if end.generation = d.Index.Status().Generation; shown == "" || end.generation != shown || report.Added+report.Changed+report.Removed > 0 {
			end.shelf = library.NewShelf(d.Index.Catalogue(), order)
		}
		select {
		case messages <- end:
		case <-ctx.Done():
		}
	}()
	return await(messages)
}

// await takes the next message of a refresh, together with those that are
// there already: one frame shows them all.
func await(messages <-chan refreshed) tea.Cmd {
	return func() tea.Msg {
		m, ok := <-messages
		if !ok {
			return nil
		}
		for !m.done {
			select {
			case n, ok := <-messages:
				if !ok {
					m.next = messages
					return m
				}
				n.progress.Entries = append(m.progress.Entries, n.progress.Entries...)
				n.progress.Skipped = append(m.progress.Skipped, n.progress.Skipped...)
				m = n
			default:
				m.next = messages
				return m
			}
		}
		return m
	}
}

// placed lists the bookmarks with where they stand now.
type placed struct {
	gen      int // an older answer is dropped
	items    []bookmark.Item
	problems []bookmark.Problem
	err      error
}

// place finds every bookmark of the library in its brief.
func (d *Desk) place(ctx context.Context, gen int) tea.Cmd {
	return func() tea.Msg {
		marks, problems, err := d.Bookmarks.All()
		if err != nil {
			return placed{gen: gen, err: err}
		}
		items, err := bookmark.InLibrary(ctx, d.Library, d.Index.Catalogue(), d.Index.Like, marks)
		if err != nil {
			return nil // cancelled
		}
		return placed{gen: gen, items: items, problems: problems}
	}
}

// stored tells that a change of the bookmarks is on disk, or why it is not.
type stored struct {
	said   string // what was done, for the footer
	err    error
	unkept *draft // what was typed and could not be written, where that is why
}

// A draft is a bookmark that is being made or edited.
type draft struct {
	mark  bookmark.Bookmark
	old   bool // it is on the disk
	fresh bool // it has been given a new place
}

// keep writes a bookmark.
func (d *Desk) keep(b draft) tea.Cmd {
	return func() tea.Msg {
		if b.old {
			if b.fresh {
				b.mark.Also = bookmark.Elsewhere(context.Background(), d.Library, d.Index.Like, b.mark.Anchor)
			} else {
				b.mark = b.mark.Renewed(d.Library)
			}
			kept, err := d.Bookmarks.Update(b.mark)
			if err == nil && kept.ID != b.mark.ID {
				return stored{said: "It was changed by another program meanwhile: both are kept."}
			}
			return stored{said: "Bookmark changed.", err: err, unkept: &b}
		}
		b.mark.Also = bookmark.Elsewhere(context.Background(), d.Library, d.Index.Like, b.mark.Anchor)
		_, err := d.Bookmarks.Add(b.mark)
		return stored{said: "Bookmark kept.", err: err, unkept: &b}
	}
}

// remove deletes a bookmark; undo is the key that brings it back.
func (d *Desk) remove(id, undo string) tea.Cmd {
	return func() tea.Msg {
		err := d.Bookmarks.Remove(id)
		return stored{said: "Bookmark deleted. " + undo + " brings it back.", err: err}
	}
}

// undo takes back the last deletion or edit of a bookmark.
func (d *Desk) undo() tea.Cmd {
	return func() tea.Msg {
		_, edited, err := d.Bookmarks.Undo()
		if edited {
			return stored{said: "The bookmark is what it was before its last edit.", err: err}
		}
		return stored{said: "Bookmark is back.", err: err}
	}
}

// browsed tells that a link was handed to the browser, or why it was not.
type browsed struct{ err error }

// browse opens an address: no shell, one argument, and only what inert.URL
// lets through.
func (d *Desk) browse(address string) tea.Cmd {
	return func() tea.Msg {
		safe, ok := inert.URL(address)
		if !ok {
			return browsed{fmt.Errorf("not opened: %s is neither http, https nor mailto", inert.Line(address))}
		}
		first, _, _ := strings.Cut(d.Getenv("BROWSER"), ":") // it may be a list
		opener := firstOf(first, map[string]string{"darwin": "open"}[runtime.GOOS], "xdg-open")
		c := exec.Command(opener, safe) // its output goes nowhere: it would ruin the screen
		if err := c.Start(); err != nil {
			return browsed{fmt.Errorf("no browser: set $BROWSER to yours (%s: %w)", opener, err)}
		}
		ended := make(chan error, 1)
		go func() { ended <- c.Wait() }()
		select {
		case err := <-ended:
			if err != nil {
				return browsed{fmt.Errorf("the browser did not open: set $BROWSER to yours (%s: %w)", opener, err)}
			}
		case <-time.After(2 * time.Second): // it stays, as a browser does
		}
		return browsed{}
	}
}

// edited tells that the editor has closed.
type edited struct {
	path string
	err  error
}

// edit opens the user's editor at a line of a file of the library.
func (d *Desk) edit(path string, line int) tea.Cmd {
	file, ok := d.Library.Disk(path)
	if !ok {
		return func() tea.Msg {
			return edited{path, errors.New("a sample is part of the program and cannot be edited")}
		}
	}
	words := strings.Fields(firstOf(d.Editor, d.Getenv("VISUAL"), d.Getenv("EDITOR"), "vi"))
	c := exec.Command(words[0], append(words[1:], atLine(words[0], file, line)...)...)
	c.Dir = filepath.Dir(file)
	c.Env = os.Environ()
	c.Stderr = os.Stdout // the terminal; standard error is the log meanwhile
	run := tea.ExecProcess(c, func(err error) tea.Msg {
		if err != nil {
			err = fmt.Errorf("editor %s: %w; set $EDITOR to the one you use", words[0], err)
		}
		return edited{path, err}
	})
	return func() tea.Msg {
		if _, err := os.Stat(file); err != nil { // an editor would make a new file of that name
			return edited{path, fmt.Errorf("%s is not there any more; r looks again", path)}
		}
		return run()
	}
}

// atLine are the arguments with which an editor opens a file at a line, for the
// editors that have a way of saying so.
func atLine(editor, file string, line int) []string {
	switch filepath.Base(editor) {
	case "vi", "vim", "nvim", "view", "nano", "emacs", "emacsclient", "micro", "kak", "ne", "joe", "mg":
		return []string{fmt.Sprintf("+%d", line), file}
	case "hx", "helix", "subl", "zed":
		return []string{fmt.Sprintf("%s:%d", file, line)}
	case "code", "codium", "cursor":
		return []string{"--goto", fmt.Sprintf("%s:%d", file, line)}
	}
	return []string{file}
}

func firstOf(values ...string) string {
	for _, v := range values {
		if strings.TrimSpace(v) != "" {
			return v
		}
	}
	return ""
}
