package librarypane

import (
	"fmt"
	"slices"
	"strings"

	"github.com/charmbracelet/x/ansi"

	"broadsheet/internal/inert"
	"broadsheet/internal/library"
	"broadsheet/internal/reading"
	"broadsheet/internal/tui/keymap"
	"broadsheet/internal/tui/screen"
	"broadsheet/internal/tui/theme"
)

// A list has the saved searches, and under them the briefs in their order.
type list struct {
	searches []Search
	theme    theme.Theme
	name     string // of the library
	shelf    *library.Shelf
	at       int
	first    int
	moved    bool // the reader has chosen for himself
	records  reading.Records

	width, height int
	loading       bool
}

// SetRecords says how far the briefs have been read.
func (l *list) SetRecords(r reading.Records) { l.records = r }

// SetLoading says whether more briefs may still come.
func (l *list) SetLoading(on bool) { l.loading = on }

// Loading tells whether the first list may still grow.
func (l *list) Loading() bool { return l.loading }

// SetShelf replaces what is listed; the chosen brief stays chosen, and the
// order the one on screen.
func (l *list) SetShelf(s *library.Shelf) {
	chosen, had := l.Chosen()
	s.SetOrder(l.shelf.Order())
	l.shelf = s
	l.choose(chosen.Path, had)
}

// Merge adds entries, or replaces those of the same path.
func (l *list) Merge(entries []library.Entry) {
	chosen, had := l.Chosen()
	l.shelf.Add(entries)
	l.choose(chosen.Path, had)
}

// SetSearches replaces the saved searches above the briefs. What is chosen
// stays chosen.
func (l *list) SetSearches(searches []Search) {
	brief, had := l.Chosen()
	search, on := l.ChosenSearch()
	l.searches = searches
	if i := slices.IndexFunc(searches, func(s Search) bool { return on && s.ID == search.ID }); i >= 0 {
		l.at = i
		return
	}
	l.choose(brief.Path, had)
}

// choose keeps the bar on the brief that the reader has chosen, else at the
// first.
func (l *list) choose(path string, had bool) {
	if _, on := l.ChosenSearch(); on && l.moved {
		return
	}
	if !had || !l.moved {
		l.at = len(l.searches)
		return
	}
	l.Choose(path)
}

// Choose puts the bar on the brief of that path, where it is listed.
func (l *list) Choose(path string) {
	if i := l.shelf.Place(path); i >= 0 {
		l.at = len(l.searches) + i
	}
	l.at = max(0, min(l.at, l.length()-1))
}

// length is the number of rows that can be chosen.
func (l *list) length() int { return len(l.searches) + l.shelf.Len() }

// Chosen is the brief under the bar.
func (l *list) Chosen() (library.Entry, bool) {
	i := l.at - len(l.searches)
	if i < 0 || i >= l.shelf.Len() {
		return library.Entry{}, false
	}
	return l.shelf.At(i), true
}

// Searches are the saved searches above the list.
func (l *list) Searches() []Search { return l.searches }

// ChosenSearch is the saved search under the bar.
func (l *list) ChosenSearch() (Search, bool) {
	if l.at < 0 || l.at >= len(l.searches) {
		return Search{}, false
	}
	return l.searches[l.at], true
}

// Shelf is what is listed, in the order on screen. It is not to be changed.
func (l *list) Shelf() *library.Shelf { return l.shelf }

// Do carries out an action of the list, and tells whether it was one.
func (l *list) Do(a keymap.Action) bool {
	if by, moves := a.Rows(max(1, l.rows()-1), l.length()); moves {
		l.move(by)
		return true
	}
	if a != keymap.Sort {
		return false
	}
	l.Sort(l.shelf.Order().Next())
	return true
}

// Sort puts the list in an order; the bar stays on its brief.
func (l *list) Sort(o library.Order) {
	chosen, on := l.Chosen()
	l.shelf.SetOrder(o)
	if on {
		l.Choose(chosen.Path)
	}
}

func (l *list) move(by int) {
	l.moved = true
	l.at = max(0, min(l.at+by, l.length()-1))
}

// click chooses the brief on a row of the list, and tells whether there is one.
func (l *list) click(row int) bool {
	i := l.first + row - 1
	if row < 1 || i >= l.length() {
		return false
	}
	l.moved, l.at = true, i
	return true
}

func (l *list) rows() int { return max(1, l.height-1) }

// view draws the list: exactly its lines and columns.
func (l *list) view() []string {
	noun := "briefs"
	if l.shelf.Len() == 1 {
		noun = "brief"
	}
	count := fmt.Sprintf("%d %s · by %s ", l.shelf.Len(), noun, l.shelf.Order())
	lines := []string{screen.Sides(" "+l.theme.Title.Render(inert.Line(l.name)), l.theme.Dim.Render(count), l.width)}
	if l.length() == 0 {
		return screen.Fill(append(lines, l.empty()...), l.width, l.height)
	}
	from, to := screen.Window(l.first, l.at, l.length(), l.rows())
	l.first = from
	for i := from; i < to; i++ {
		if i < len(l.searches) {
			lines = append(lines, l.searchRow(l.searches[i], i == l.at))
		} else {
			lines = append(lines, l.row(l.shelf.At(i-len(l.searches)), i == l.at))
		}
	}
	return screen.Fill(lines, l.width, l.height)
}

func (l *list) empty() []string {
	if l.loading {
		return []string{"", " " + l.theme.Dim.Render("Reading the folder…")}
	}
	return []string{"", " There is no brief here.", " " + l.theme.Dim.Render("Briefs are .md and .txt files; ! tells what was skipped.")}
}

// searchRow draws a saved search: its name, how many briefs answer it, and what
// is new.
func (l *list) searchRow(s Search, chosen bool) string {
	right := ""
	if s.Counted {
		right = fmt.Sprint(s.Count)
	}
	if s.New > 0 {
		right = fmt.Sprintf("%d new · %s", s.New, right)
	}
	name := "/ " + inert.Line(s.Name)
	if chosen {
		return l.theme.Chosen.Render(screen.Sides(name, right+" ", l.width))
	}
	style := l.theme.Dim
	if s.New > 0 {
		style = l.theme.Accent
	}
	room := max(0, l.width-ansi.StringWidthWc(right)-2)
	return screen.Sides(l.theme.Accent.Render(screen.Short(name, room)), style.Render(right+" "), l.width)
}

// row draws one brief: title, source where there is room, date.
func (l *list) row(e library.Entry, chosen bool) string {
	right := e.Day()
	if e.Source != "" && l.width >= 72 {
		right = screen.Short(inert.Line(e.Source), l.width/4) + "  " + pad(right, 10)
	} else if l.width >= 36 {
		right = pad(right, 10)
	}
	if l.width < 36 {
		right = ""
	}
	title, sign := inert.Line(e.Title), l.sign(e)
	if chosen {
		return l.theme.Chosen.Render(screen.Sides(sign+" "+title, right+" ", l.width))
	}
	room := max(0, l.width-ansi.StringWidthWc(right)-4)
	return screen.Sides(l.theme.Accent.Render(sign)+" "+l.theme.Text.Render(screen.Short(title, room)), l.theme.Dim.Render(right+" "), l.width)
}

// sign says whether a brief has been read, or begun.
func (l *list) sign(e library.Entry) string {
	switch r, ok := l.records.Of(e.Path, e.Hash); {
	case ok && r.Read:
		return "✓"
	case ok && r.Top != (reading.Spot{}):
		return "◐"
	}
	return " "
}

func pad(s string, width int) string {
	return s + strings.Repeat(" ", max(0, width-len(s)))
}
