package tui

import (
	"context"
	"fmt"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"broadsheet/internal/bookmark"
	"broadsheet/internal/brief"
	"broadsheet/internal/inert"
	"broadsheet/internal/tui/bookmarkpane"
	"broadsheet/internal/tui/chooser"
	"broadsheet/internal/tui/keymap"
	"broadsheet/internal/tui/notebox"
	"broadsheet/internal/tui/readerpane"
)

// A marking is the list of the bookmarks, and what is under way with them.
type marking struct {
	bookmarkpane.Model
	asked     int                // times they have been asked for
	unkept    *draft             // a note that was typed and could not be written: the next m shows it again
	attaching *bookmark.Bookmark // waits for another place: m in the reader gives it that, and the footer says so until then
}

// of are the bookmarks that stand in the brief of a path.
func (k *marking) of(path string) []readerpane.Bookmark {
	var out []readerpane.Bookmark
	for _, it := range k.Items() {
		if it.Path == path && it.Place.State != bookmark.Lost {
			out = append(out, readerpane.Bookmark{ID: it.Bookmark.ID, Span: it.Place.Span, Colour: it.Bookmark.Colour, Said: said(it)})
		}
	}
	return out
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
	choose string // the ID of the bookmark to put the bar of the list on; "" to leave it
	err    error
	unkept *draft // what was typed and could not be written, where that is why
}

// A draft is a bookmark that is being made or edited.
type draft struct {
	mark bookmark.Bookmark
	old  bool         // it is on the disk
	of   *brief.Brief // in which it has been given a place, which it does not know well yet; nil where it has its old one
}

// keep writes a bookmark.
func (d *Desk) keep(b draft) tea.Cmd {
	return func() tea.Msg {
		if b.of != nil {
			b.mark.Anchor = b.mark.Known(b.of)
			b.mark.Also = bookmark.Elsewhere(context.Background(), d.Library, d.Index.Like, b.mark.Anchor)
		} else {
			b.mark = b.mark.Renewed(d.Library)
		}
		if b.old {
			kept, err := d.Bookmarks.Update(b.mark)
			if err == nil && kept.ID != b.mark.ID {
				return stored{said: "It was changed by another program meanwhile: both are kept."}
			}
			return stored{said: "Bookmark changed.", err: err, unkept: &b}
		}
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
		b, edited, err := d.Bookmarks.Undo()
		said := "Bookmark is back."
		if edited {
			said = "The bookmark is what it was before its last edit."
		}
		return stored{said: said, err: err, choose: b.ID}
	}
}

// inBookmarks does what a key means in the list of bookmarks.
func (m *Model) inBookmarks(a keymap.Action) (tea.Cmd, bool) {
	if m.marks.Do(a) {
		return nil, true
	}
	it, ok := m.marks.Chosen()
	switch {
	case a == keymap.Filter:
		return m.marks.Filter(), true
	case a == keymap.Narrow:
		return m.narrowMarks(), true
	case a == keymap.Export:
		return m.exportMarks(), true
	case a == keymap.Open && ok:
		return m.openMark(it), true
	case a == keymap.Delete && ok:
		return m.desk.remove(it.Bookmark.ID, "u"), true
	case a == keymap.Attach && ok:
		return m.offerPlaces(it), true
	case a == keymap.Undo:
		return m.desk.undo(), true
	case a == keymap.Back && m.marks.Clear():
		return nil, true
	case a == keymap.EditNote && ok:
		return m.editNote(it.Bookmark), true
	}
	return nil, false
}

// placeAll finds all bookmarks anew.
func (m *Model) placeAll() tea.Cmd {
	m.marks.asked++
	return m.desk.place(m.ctx, m.marks.asked)
}

// placed takes the bookmarks with their places, and draws them everywhere.
func (m *Model) placed(p placed) tea.Cmd {
	if p.gen != m.marks.asked {
		return nil
	}
	if p.err != nil {
		m.desk.Log.Error("bookmarks", "err", p.err)
		return m.say(p.err.Error(), true)
	}
	narrow := m.marks.SetItems(p.items, p.problems)
	for _, pane := range append(m.spread.Panes(), m.library.Preview()) {
		pane.SetBookmarks(m.marks.of(pane.Entry().Path))
	}
	return narrow
}

// stored says what became of a change, and lists the bookmarks anew.
func (m *Model) stored(s stored) tea.Cmd {
	if s.err == nil {
		m.marks.Want(s.choose)
		return tea.Batch(m.say(s.said, false), m.placeAll())
	}
	said := m.say(s.err.Error(), true)
	if s.unkept == nil || s.unkept.old && s.unkept.of != nil { // nothing was typed
		return said
	}
	m.marks.unkept = s.unkept
	if m.overlay != nil {
		return said
	}
	return tea.Batch(m.askAgain(), said)
}

// openNote makes a bookmark of what is selected or of the passage in hand, or
// edits the one that this has.
func (m *Model) openNote() tea.Cmd {
	pane := m.spread.Focused()
	i := pane.Hand()
	if i < 0 {
		return nil
	}
	b, e := pane.Brief(), pane.Entry()
	span, what := b.Passages[i].Span, "this passage"
	s, _, selected := pane.Selection()
	if selected {
		span, what = s, "what is selected"
	}
	if m.marks.attaching != nil {
		return m.attach(b, e, span)
	}
	if m.marks.unkept != nil {
		return m.askAgain()
	}
	if it, ok := m.markInHand(); ok && !selected {
		return m.editNote(it.Bookmark)
	}
	anchor := bookmark.Quoted(b, e.Path, e.Hash, span)
	if anchor.Quote == "" {
		return m.say("There are no words here to bookmark.", false)
	}
	mark := bookmark.New(anchor, b, m.desk.Library)
	return m.askNote("Bookmark "+what, draft{mark: mark, of: b})
}

// markInHand is the bookmark of the passage in hand.
func (m *Model) markInHand() (bookmark.Item, bool) {
	b, ok := m.spread.Focused().BookmarkInHand()
	if !ok {
		return bookmark.Item{}, false
	}
	items := m.marks.Items()
	i := slices.IndexFunc(items, func(it bookmark.Item) bool { return it.Bookmark.ID == b.ID })
	if i < 0 {
		return bookmark.Item{}, false
	}
	return items[i], true
}

// dropMark deletes the bookmark of the passage in hand.
func (m *Model) dropMark() tea.Cmd {
	it, ok := m.markInHand()
	if !ok {
		return m.say("This passage has no bookmark.", false)
	}
	return m.desk.remove(it.Bookmark.ID, "alt-u")
}

func (m *Model) editNote(b bookmark.Bookmark) tea.Cmd {
	return m.askNote("Edit the bookmark", draft{mark: b, old: true})
}

func (m *Model) askNote(title string, d draft) tea.Cmd {
	box, cmd := notebox.New(m.theme, title, d.mark.Quote, notebox.Text{Note: d.mark.Note, Tags: d.mark.Tags, Colour: d.mark.Colour}, m.marks.Tags(), d)
	m.overlay = box
	return cmd
}

// askAgain shows what was typed and could not be written, so that it can be
// written again once there is room, or copied.
func (m *Model) askAgain() tea.Cmd {
	d := *m.marks.unkept
	m.marks.unkept = nil
	cmd := m.askNote("Not kept yet", d)
	m.overlay.(*notebox.Model).Unkept()
	return cmd
}

// noted writes the bookmark whose note has been typed.
func (m *Model) noted(k notebox.Kept) tea.Cmd {
	d := k.Value.(draft)
	d.mark.Note, d.mark.Tags, d.mark.Colour = k.Note, k.Tags, k.Colour
	m.spread.Focused().Unselect()
	return m.desk.keep(d)
}

// openMark jumps to where a bookmark stands.
func (m *Model) openMark(it bookmark.Item) tea.Cmd {
	r := request{slot: m.spread.Focus(), path: it.Path, span: it.Place.Span, place: -1}
	if it.Place.State != bookmark.Lost {
		return m.open(r)
	}
	if len(it.Candidates) > 0 {
		return m.offerPlaces(it)
	}
	if _, there := m.library.Shelf().Find(it.Path); !there {
		return m.say("Lost: the brief of this bookmark is no longer in the library. Its words are kept; a gives it another place.", true)
	}
	r.place = it.Bookmark.Start
	return tea.Batch(m.open(r), m.say("Lost: the words stood about here. In the list (') a gives them another place.", true))
}

// narrowMarks offers the ways to narrow the list of bookmarks.
func (m *Model) narrowMarks() tea.Cmd {
	facets := m.marks.Facets()
	if len(facets) == 0 {
		return m.say("There is nothing to narrow this by.", false)
	}
	items := make(chooser.List, len(facets))
	for i, f := range facets {
		items[i] = chooser.Item{Name: f.Name, Detail: fmt.Sprintf("%s · %d", f.Field, f.Count), Value: f.Query}
	}
	return m.box(forFacet, "Narrow by", items, 0)
}

// filter looks for the bookmarks that the list's filter leaves. Only the newest
// is worth it: commands run side by side, so that an older one may come later.
func (m *Model) filter(f bookmarkpane.Find) tea.Cmd {
	if !m.marks.Wants(f) {
		return nil
	}
	return func() tea.Msg { return f.Look() }
}

// said is what the footer says of a bookmark in hand.
func said(it bookmark.Item) string {
	var parts []string
	if it.Place.State == bookmark.Changed {
		parts = append(parts, bookmark.Summary(bookmark.Difference(it.Bookmark.Quote, it.Now)))
	}
	if note := inert.Line(it.Bookmark.Note); note != "" {
		parts = append(parts, note)
	}
	if tags := bookmark.Hashtags(it.Bookmark.Tags); tags != "" {
		parts = append(parts, tags)
	}
	return strings.Join(parts, " · ")
}
