package tui

import (
	"context"
	"fmt"
	"runtime/debug"

	tea "charm.land/bubbletea/v2"

	"broadsheet/internal/library"
	"broadsheet/internal/search"
	"broadsheet/internal/tui/chooser"
)

// A freshness is how far the index is up to date with the folder, and the
// screen with the index.
type freshness struct {
	phase    string   // what is being done, in a few words; "" where it is not worth telling
	busy     bool     // the index is being brought up to date
	again    bool     // and must be once more, after that
	only     []string // for these paths; nil for all
	searched string   // the generation of the index that was searched last
	listed   string   // the generation whose briefs are all listed, "" for none
	skipped  []library.Skipped
}

// begin tells that the index is to be brought up to date now, for some paths, or
// for all where there are none named. While that is under way already, they are
// kept for afterwards.
func (f *freshness) begin(paths []string) bool {
	switch {
	case !f.busy:
		f.busy = true
		return true
	case f.again && f.only == nil || paths == nil:
		f.again, f.only = true, nil
	default:
		f.again, f.only = true, append(f.only, paths...)
	}
	return false
}

// comes takes how far it has come. While the first list may still grow, that is
// always told.
func (f *freshness) comes(p search.Progress, growing bool) {
	const few = 100 // are read before one could read about it
	f.skipped = append(f.skipped, p.Skipped...)
	f.phase = ""
	if p.Total-p.Done > few || growing {
		f.phase = p.Phase
	}
	if p.Total > 0 && f.phase != "" {
		f.phase = fmt.Sprintf("%s %d of %d", p.Phase, p.Done, p.Total)
	}
}

// partial tells that there are so many briefs which cannot be found yet that a
// search should say so.
func (f *freshness) partial(p search.Progress) bool {
	return p.Total > p.Done && (f.phase != "" || f.listed == "")
}

// ends is for when the index is up to date, or cannot be brought so.
func (f *freshness) ends() { f.phase, f.busy = "", false }

// rest gives, once, the paths that came while it was busy, as begin has them;
// false for none.
func (f *freshness) rest() (paths []string, some bool) {
	paths, some = f.only, f.again
	f.again, f.only = false, nil
	return paths, some
}

// newer tells, once, that a generation is another one than was searched last.
func (f *freshness) newer(generation string) bool {
	was := f.searched
	f.searched = generation
	return generation != was
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

// refreshSoon brings the index up to date with some paths, or with all where
// there are none named, after the refresh that is under way.
func (m *Model) refreshSoon(paths []string) tea.Cmd {
	if !m.fresh.begin(paths) {
		return nil
	}
	return m.desk.refresh(m.ctx, m.library.Shelf().Order(), m.fresh.listed, search.RefreshOptions{Only: paths, Patient: true})
}

// refreshed takes in what the refresh has found so far.
func (m *Model) refreshed(r refreshed) tea.Cmd {
	if r.done {
		return m.upToDate(r)
	}
	m.library.Merge(r.progress.Entries)
	m.fresh.comes(r.progress, m.library.Loading())
	m.search.SetPartial(m.fresh.partial(r.progress))
	return tea.Batch(await(r.next), m.previewSoon(), m.searchNewer(), m.listNewer())
}

// listNewer has a box of names, or of what was skipped, list all that are known
// by now.
func (m *Model) listNewer() tea.Cmd {
	c, ok := m.overlay.(*chooser.Model)
	switch {
	case ok && c.Purpose() == forOpening:
		return c.SetItems(m.briefItems(nil, nil))
	case ok && c.Purpose() == forSkipped:
		return c.SetItems(m.skippedItems())
	}
	return nil
}

// upToDate shows everywhere what is in the index now.
func (m *Model) upToDate(r refreshed) tea.Cmd {
	m.fresh.ends()
	m.search.SetPartial(false)
	m.library.SetLoading(false)
	if r.err != nil {
		return tea.Batch(m.say(r.err.Error(), true), m.search.Again())
	}
	if r.shelf != nil {
		m.library.SetShelf(r.shelf)
		m.fresh.listed = r.generation
	}
	m.fresh.skipped = m.desk.Index.Skipped()
	cmds := []tea.Cmd{m.listNewer(), m.search.Again(), m.placeAll(), m.previewSoon(), m.followMoved(), m.desk.saved(m.ctx, m.is())}
	if trouble := m.desk.Index.Status().Trouble; trouble != "" {
		cmds = append(cmds, m.say(trouble, true))
	}
	if paths, some := m.fresh.rest(); some {
		cmds = append(cmds, m.refreshSoon(paths))
	}
	return tea.Batch(cmds...)
}

// searchNewer searches again where more briefs can be found than before.
func (m *Model) searchNewer() tea.Cmd {
	if !m.fresh.newer(m.desk.Index.Status().Generation) {
		return nil
	}
	return m.search.Again()
}

// reload reads the folder again, and the briefs on show.
func (m *Model) reload() tea.Cmd {
	m.fresh.skipped = nil
	return tea.Batch(
		m.say("Reading the files again.", false), m.refreshSoon(nil),
		m.reread(func(string) bool { return true }),
	)
}
