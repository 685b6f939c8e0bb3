package bookmarkpane

import (
	"fmt"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"

	"broadsheet/internal/bookmark"
	"broadsheet/internal/tui/theme"
)

// A long note leaves room for the tags, and a long list of tags for the note.
func TestNoteAndTagsShareTheirRow(t *testing.T) {
	long := strings.Repeat("what the ministry said ", 9)
	for _, r := range []struct {
		mark  bookmark.Bookmark
		width int
		want  string
	}{
		{bookmark.Bookmark{Note: "seen"}, 20, "seen"},
		{bookmark.Bookmark{Note: "seen", Tags: []string{"tide", "ferry"}}, 30, "seen  #tide #ferry"},
		{bookmark.Bookmark{Tags: []string{"tide"}, Colour: "red"}, 30, "R   #tide"},
		{bookmark.Bookmark{Note: long, Tags: []string{"tide", "ferry"}}, 40, "what the ministry said wh…  #tide #ferry"},
		{bookmark.Bookmark{Note: long, Tags: strings.Fields(long)}, 40, "what the ministry…  #what #the #ministr…"},
		{bookmark.Bookmark{Note: "two\nlines", Tags: []string{"a"}}, 3, "…"},
	} {
		if got := noted(r.mark, r.width); got != r.want {
			t.Errorf("%q %q in %d: %q, want %q", r.mark.Note, r.mark.Tags, r.width, got, r.want)
		}
	}
}

// many lists so many bookmarks of a quarter as many briefs, a third of them
// changed.
func many(n int) Model {
	items := make([]bookmark.Item, n)
	for i := range items {
		path := fmt.Sprintf("2025/%04d.md", i/4)
		items[i] = bookmark.Item{Path: path, Bookmark: bookmark.Bookmark{
			ID: fmt.Sprint(i), Title: fmt.Sprintf("Brief %d", i/4), Date: fmt.Sprintf("20%02d-%02d-01", 10+i%15, 1+i%12), Tags: []string{"truce", fmt.Sprint("day", i%40)}, Note: "Ask who counted.",
			Anchor: bookmark.Anchor{Path: path, Quote: strings.Repeat("The ferry left at nine in the evening, as it does on every day of the year. ", 3)},
		}}
		if i%3 == 0 {
			items[i].Place.State, items[i].Now = bookmark.Changed, strings.ReplaceAll(items[i].Bookmark.Quote, "nine", "ten")
		}
	}
	m := New(theme.For(theme.Look{}, true, colorprofile.ASCII))
	m.SetSize(120, 60)
	m.SetItems(items, nil)
	return m
}

// BenchmarkList is what one waits for in a list of 10,000 bookmarks: a letter of
// the filter, the ways to narrow it, a frame.
func BenchmarkList(b *testing.B) {
	const n = 10_000
	b.Run("letter", func(b *testing.B) {
		m := many(n)
		m.Filter()
		for i := 0; b.Loop(); i++ {
			m.Update(tea.KeyPressMsg{Code: rune("ferry "[i%6]), Text: string("ferry "[i%6])})
			if i%6 == 5 {
				m.Clear()
			}
		}
	})
	b.Run("letter of a query", func(b *testing.B) {
		m := many(n)
		for b.Loop() {
			m.Clear()
			m.Narrow("tag:truce ferry is:changed")
		}
	})
	b.Run("facets", func(b *testing.B) {
		m := many(n)
		for b.Loop() {
			m.Facets()
		}
	})
	b.Run("frame", func(b *testing.B) {
		m := many(n)
		for b.Loop() {
			m.View()
		}
	})
}
