package tui

import (
	"context"
	"errors"
	"io/fs"
	"slices"
	"time"

	tea "charm.land/bubbletea/v2"

	"broadsheet/internal/brief"
	"broadsheet/internal/library"
	"broadsheet/internal/reading"
	"broadsheet/internal/tui/keymap"
	"broadsheet/internal/tui/readerpane"
)

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

// previewSlot is the slot of the library's preview.
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

// open shows a brief in a pane of the spread.
func (m *Model) open(r request) tea.Cmd {
	pane := m.spread.Pane(r.slot)
	if m.screen == keymap.Reader && pane != nil && pane.Brief() != nil {
		m.jumps.mark(spotIn(pane))
	}
	return tea.Batch(m.keepNow(), m.await(m.resumed(r)))
}

// loaded shows a brief that has been read.
func (m *Model) loaded(l loaded) tea.Cmd {
	pane := m.paneFor(l)
	if pane == nil {
		return nil
	}
	if l.why == again {
		return m.reloaded(pane, l)
	}
	if l.err != nil && l.left {
		return m.unseated(l)
	}
	if l.err != nil {
		e, _ := m.library.Shelf().Find(l.path)
		e.Path = l.path
		pane.ShowProblem(e, l.err.Error())
		return m.replay()
	}
	pane.Show(l.doc)
	pane.SetBookmarks(m.marks.of(l.path))
	l.goTo(pane)
	if l.slot == previewSlot {
		return nil
	}
	m.memory.opened(pane)
	cmds := []tea.Cmd{m.shownBeside(l), m.replay(), m.memory.soon()}
	if l.facing.to < 0 && !l.left && l.rest != (reading.Spot{}) && l.place > 0 {
		cmds = append(cmds, m.say("Where you left it. g leads to the start.", false))
	}
	return tea.Batch(cmds...)
}

// reloaded takes a brief that is on show, read once more. Where there is nothing
// to be read any more, what was read stays.
func (m *Model) reloaded(pane *readerpane.Model, l loaded) tea.Cmd {
	gone, why := "", ""
	switch {
	case errors.Is(l.err, fs.ErrNotExist):
		gone, why = "the file is gone", l.err.Error()
	case l.err != nil:
		gone, why = "the file cannot be read", l.err.Error()
	case len(l.doc.Brief.Passages) == 0 && pane.Brief() != nil && len(pane.Brief().Passages) > 0:
		gone, why = "the file is empty now", l.path+": the file is empty now"
	}
	was := pane.Gone()
	pane.SetGone(gone)
	switch {
	case gone != "" && gone != was:
		return m.say(why+". What you see is what it was.", true)
	case gone != "":
		return nil
	case l.entry.Hash == pane.Entry().Hash && l.was == "":
		if was != "" {
			return m.say("The file is back.", false)
		}
		return nil
	}
	pane.Renew(l.doc)
	pane.SetBookmarks(m.marks.of(l.path))
	if l.was != "" {
		m.memory.opened(pane)
		return tea.Batch(m.spread.Together(), m.say("The file is "+l.path+" now.", false))
	}
	return m.spread.Together()
}

// paneFor is the pane that a brief has been read for; nil where it is not
// wanted any more. The reader comes to the front, with a second pane if need
// be, when the brief that was opened is there.
func (m *Model) paneFor(l loaded) *readerpane.Model {
	pane := m.spread.Pane(l.slot)
	switch {
	case l.slot == previewSlot:
		if chosen, ok := m.library.Chosen(); ok && chosen.Path == l.path {
			return m.library.Preview()
		}
		return nil // the bar has gone on meanwhile
	case l.why == starting:
		if pane := m.spread.Showing(l.slot, l.path); pane != nil && pane.Awaiting() {
			return pane
		}
		return nil
	case l.why == again:
		return m.spread.Showing(l.slot, firstOf(l.was, l.path))
	case l.why != opening || !m.waiting.wants(l.gen):
		return nil
	}
	m.waiting.ends()
	m.push(keymap.Reader)
	if pane == nil {
		m.spread.Split()
	}
	m.spread.SetFocus(l.slot)
	return m.spread.Pane(l.slot)
}

// goTo goes to the place in a pane that the brief was opened at.
func (l loaded) goTo(pane *readerpane.Model) {
	switch {
	case l.facing.to >= 0:
		pane.TakeAt(l.facing.to, l.facing.row)
	case l.span.Len() > 0:
		pane.GoTo(l.span)
		if i := slices.IndexFunc(l.doc.Hits, l.span.Overlaps); i >= 0 {
			pane.GoToHit(i)
		}
	case l.last:
		pane.GoToHit(-1)
	case l.first:
		pane.GoToHit(0)
	case l.fragment != "":
		if i, ok := l.doc.Brief.Fragment(l.fragment); ok {
			pane.GoToPassage(i)
		}
	default:
		pane.SetPlace(l.place)
		if l.hand > 0 {
			pane.SetHand(l.hand)
		}
	}
}
