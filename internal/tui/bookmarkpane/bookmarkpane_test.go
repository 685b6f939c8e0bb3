package bookmarkpane

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/ansi"

	"broadsheet/internal/bookmark"
	"broadsheet/internal/tui/keymap"
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

// What is typed into the filter is asked beside the screen: an older answer never
// takes the place of a newer one, and bookmarks that come meanwhile are asked for
// anew.
func TestFilterIsAnsweredBesideTheScreen(t *testing.T) {
	m := many(9)
	older := m.Narrow("is:changed")().(Find).Look()
	ask := m.Narrow("tag:day4")().(Find)
	if m.Found(older); !m.Waiting() || len(m.Listed()) != 9 {
		t.Errorf("an older answer was taken: %d are listed", len(m.Listed()))
	}
	if m.Found(ask.Look()); m.Waiting() || len(m.Listed()) != 0 {
		t.Errorf("%d are both changed and of the fourth day", len(m.Listed()))
	}
	m.Clear()
	m.Found(m.Narrow("tag:day3")().(Find).Look())
	if got := m.Listed(); len(got) != 1 || got[0].Bookmark.ID != "3" {
		t.Fatalf("listed: %v", got)
	}
	again := many(12)
	cmd := m.SetItems(again.Items(), nil)
	if got := m.Listed(); !m.Waiting() || len(got) != 1 || got[0].Bookmark.ID != "3" {
		t.Errorf("while the new ones are asked for: %v", got)
	}
	stale := m.Narrow("is:changed")().(Find)
	if m.Found(cmd().(Find).Look()); len(m.Listed()) != 1 {
		t.Error("the answer to the filter before was taken")
	}
	if m.Found(stale.Look()); len(m.Listed()) != 1 || m.Waiting() {
		t.Errorf("%d of the third day are changed", len(m.Listed()))
	}
	if m.Clear(); m.Waiting() || len(m.Listed()) != 12 {
		t.Errorf("without a filter %d", len(m.Listed()))
	}
	m.Found(m.Narrow("date:nonsense")().(Find).Look())
	for _, width := range []int{40, 80, 160} {
		m.SetSize(width, 24)
		if screen := strings.Join(strings.Fields(ansi.Strip(strings.Join(m.View(), "\n"))), " "); !strings.Contains(screen, `the date nonsense can not be read`) {
			t.Errorf("at %d columns nobody is told that there is no such date: %s", width, screen)
		}
	}
}

// The bar stays on its bookmark when others come or go: what is deleted next is
// the one that was looked at.
func TestTheBarStaysOnItsBookmark(t *testing.T) {
	m := many(9)
	m.SetSize(80, 24)
	m.Do(keymap.Down)
	m.Do(keymap.Down)
	want, _ := m.Chosen()
	check := func(when string) {
		t.Helper()
		if got, ok := m.Chosen(); !ok || got.Bookmark.ID != want.Bookmark.ID {
			t.Errorf("%s: the bar is on %q, was on %q", when, got.Bookmark.ID, want.Bookmark.ID)
		}
	}
	more := bookmark.Item{Bookmark: bookmark.Bookmark{ID: "new", Created: time.Now().Add(time.Hour), Anchor: bookmark.Anchor{Quote: "a word"}}}
	m.SetItems(append(slices.Clone(m.Items()), more), nil)
	check("one more")
	m.SetItems(slices.DeleteFunc(slices.Clone(m.Items()), func(it bookmark.Item) bool { return it.Bookmark.ID == "new" }), nil)
	check("one less")
	m.Found(m.Narrow("ferry")().(Find).Look())
	check("a filter that leaves it")
	m.Clear()
	check("the filter gone")
	after := m.Items()[3].Bookmark.ID
	m.SetItems(slices.DeleteFunc(slices.Clone(m.Items()), func(it bookmark.Item) bool { return it.Bookmark.ID == want.Bookmark.ID }), nil)
	if got, ok := m.Chosen(); !ok || got.Bookmark.ID != after {
		t.Errorf("where it is gone the bar is on %q, not on the next, %q", got.Bookmark.ID, after)
	}
}

// BenchmarkList is what one waits for in a list of 10,000 bookmarks: a letter of
// the filter, the ways to narrow it, a frame.
func BenchmarkList(b *testing.B) {
	const n = 10_000
	b.Run("letter", func(b *testing.B) { // until the screen is drawn again
		m := many(n)
		m.Filter()
		for i := 0; b.Loop(); i++ {
			m.Update(tea.KeyPressMsg{Code: rune("ferry "[i%6]), Text: string("ferry "[i%6])})
			m.View()
			if i%6 == 5 {
				m.Clear()
			}
		}
	})
	for name, filter := range map[string]string{"words": "ferry nine", "query": "tag:truce ferry is:changed"} {
		b.Run("answer to "+name, func(b *testing.B) { // beside the screen
			m := many(n)
			for b.Loop() {
				m.Clear()
				m.Found(m.Narrow(filter)().(Find).Look())
			}
		})
	}
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
