package tui

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"broadsheet/internal/bookmark"
	"broadsheet/internal/brief"
	"broadsheet/internal/inert"
	"broadsheet/internal/library"
	"broadsheet/internal/tui/bookmarkpane"
	"broadsheet/internal/tui/chooser"
	"broadsheet/internal/tui/keymap"
	"broadsheet/internal/tui/notebox"
	"broadsheet/internal/tui/prompt"
	"broadsheet/internal/tui/readerpane"
	"broadsheet/internal/tui/screen"
	"broadsheet/internal/tui/theme"
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

// waits is what the footer says for as long as a bookmark waits for its place.
func (k *marking) waits(t theme.Theme, reading bool, width int) string {
	keys := "m puts it here · Esc leaves it"
	if !reading {
		keys = "open the brief, then m · Esc leaves it"
	}
	quote := screen.Short("“"+inert.Line(k.attaching.Quote)+"”", max(1, width-ansi.StringWidthWc(keys)-3))
	return t.Lone.Render(quote) + "  " + t.Accent.Render(keys)
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
	for _, pane := range []*readerpane.Model{m.library.Preview(), m.spread.Pane(0), m.spread.Pane(1)} {
		if pane != nil {
			pane.SetBookmarks(m.marks.of(pane.Entry().Path))
		}
	}
	return narrow
}

// stored says what became of a change, and lists the bookmarks anew.
func (m *Model) stored(s stored) tea.Cmd {
	if s.err == nil {
		return tea.Batch(m.say(s.said, false), m.placeAll())
	}
	said := m.say(s.err.Error(), true)
	if s.unkept == nil || s.unkept.fresh {
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
	anchor := bookmark.Anchored(b, e.Path, e.Hash, span)
	if anchor.Quote == "" {
		return m.say("There are no words here to bookmark.", false)
	}
	mark := bookmark.New(anchor, b, m.desk.Library)
	return m.askNote("Bookmark "+what, draft{mark: mark})
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

// kept gives a search its name, or writes an export to the file that was named.
func (m *Model) kept(k prompt.Kept) tea.Cmd {
	switch v := k.Value.(type) {
	case naming:
		if k.Fields[0] == "" {
			return m.say("A search needs a name to be kept.", true)
		}
		return m.desk.saveSearch(m.ctx, k.Fields[0], v.query, m.is())
	case exporting:
		if k.Fields[0] == "" {
			return m.say("Not exported: a file needs a name.", true)
		}
		return m.desk.export(v, k.Fields[0])
	}
	return nil
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

// A candidate is a place that a bookmark may be given: in a brief, or, with no
// span, one to be sought by hand.
type candidate struct {
	mark bookmark.Bookmark
	path string
	span brief.Span
}

// offerPlaces offers the places that a bookmark may be given.
func (m *Model) offerPlaces(it bookmark.Item) tea.Cmd {
	var items chooser.List
	for _, c := range it.Candidates {
		where := "attach here"
		if c.Path != it.Path {
			where = "in " + c.Path
		}
		items = append(items, chooser.Item{Name: c.Text, Detail: where, Value: candidate{it.Bookmark, c.Path, c.Span}})
	}
	items = append(items, chooser.Item{Name: "Another place, which I will look for", Value: candidate{it.Bookmark, it.Path, brief.Span{}}})
	return m.box(forPlace, "Where do these words stand now?", items, 0)
}

// placeChosen gives a bookmark the place that was chosen, or waits for m in the
// reader.
func (m *Model) placeChosen(c candidate) tea.Cmd {
	if c.span.Len() > 0 {
		return m.desk.attachAt(c)
	}
	m.marks.attaching = &c.mark
	if _, there := m.library.Shelf().Find(c.path); there {
		return m.open(request{slot: m.spread.Focus(), path: c.path, place: -1})
	}
	return m.openByName()
}

// leaveAttaching lets the bookmark that waits for another place stay where it is.
func (m *Model) leaveAttaching() tea.Cmd {
	m.marks.attaching = nil
	return m.say("The bookmark stays as it was.", false)
}

// attach gives the bookmark that waits for it a place in the brief on show.
func (m *Model) attach(b *brief.Brief, e library.Entry, span brief.Span) tea.Cmd {
	anchor := bookmark.Anchored(b, e.Path, e.Hash, span)
	if anchor.Quote == "" {
		return m.say("There are no words here to bookmark.", false)
	}
	mark := m.marks.attaching.Attach(anchor, b, m.desk.Library)
	m.marks.attaching = nil
	m.spread.Focused().Unselect()
	return m.desk.keep(draft{mark: mark, old: true, fresh: true})
}

// attachAt gives a bookmark a place in a brief that has to be read first.
func (d *Desk) attachAt(c candidate) tea.Cmd {
	return func() tea.Msg {
		b, e, err := d.Library.Read(c.path)
		if err != nil {
			return stored{err: err}
		}
		anchor := bookmark.Anchored(b, c.path, e.Hash, c.span)
		if anchor.Quote == "" {
			return stored{err: fmt.Errorf("%s has changed meanwhile; choose again", c.path)}
		}
		return d.keep(draft{mark: c.mark.Attach(anchor, b, d.Library), old: true, fresh: true})()
	}
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

// An exporting is a choice of bookmarks to be written in a format.
type exporting struct {
	format string
	items  []bookmark.Item
}

// exportMarks asks for the format of an export of what is listed.
func (m *Model) exportMarks() tea.Cmd {
	if len(m.marks.Listed()) == 0 {
		return m.say("There is no bookmark listed to export.", false)
	}
	var items chooser.List
	for _, f := range bookmark.Formats() {
		items = append(items, chooser.Item{Name: f.Name, Detail: f.For, Value: f.Name})
	}
	return m.box(forFormat, fmt.Sprintf("Export %d %s as", len(m.marks.Listed()), plural(len(m.marks.Listed()), "bookmark")), items, 0)
}

// askFile asks which file an export goes to.
func (m *Model) askFile(format string) tea.Cmd {
	f, err := bookmark.FormatNamed(format)
	if err != nil {
		return m.say(err.Error(), true)
	}
	x := exporting{f.Name, slices.Clone(m.marks.Listed())}
	p, cmd := prompt.New(m.theme, "Export to a new file", fmt.Sprintf("%d %s as %s", len(x.items), plural(len(x.items), "bookmark"), f.Name),
		[]prompt.Field{{Label: "file", Hint: "a path", Text: "bookmarks." + f.Ending}}, x)
	m.overlay = p
	return cmd
}

// export writes bookmarks to a file that is not there yet.
func (d *Desk) export(x exporting, file string) tea.Cmd {
	return func() tea.Msg {
		if rest, ok := strings.CutPrefix(file, "~/"); ok {
			file = filepath.Join(d.Getenv("HOME"), rest)
		}
		var out bytes.Buffer
		bookmark.Count(d.Library, x.items)
		if err := bookmark.Export(&out, x.format, x.items); err != nil {
			return stored{err: err}
		}
		f, err := os.OpenFile(file, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
		if errors.Is(err, fs.ErrExist) {
			return stored{err: fmt.Errorf("not exported: %s is there already; name another file", file)}
		}
		if err != nil {
			return stored{err: fmt.Errorf("not exported: %w", err)}
		}
		_, err = f.Write(out.Bytes())
		if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
			os.Remove(file)
			return stored{err: fmt.Errorf("not exported: %w", err)}
		}
		return stored{said: fmt.Sprintf("%d %s written to %s.", len(x.items), plural(len(x.items), "bookmark"), file)}
	}
}

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
