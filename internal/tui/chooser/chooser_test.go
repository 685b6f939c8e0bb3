package chooser

import (
	"fmt"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"pgregory.net/rapid"

	"broadsheet/internal/terms"
	"broadsheet/internal/tui/theme"
)

func types(m *Model, text string) (answer tea.Msg, done bool) {
	for _, r := range text {
		if answer, done, _ = m.Update(tea.KeyPressMsg{Code: r, Text: string(r)}); done {
			return answer, done
		}
	}
	return nil, false
}

func TestTyping(t *testing.T) {
	items := List{
		{Name: "The Durand Line", Value: 0}, {Name: "Türkiye’s role", Value: 1},
		{Name: "A cease-fire in Doha", Detail: "Wire  2025-10-19", Value: 2}, {Name: "Notes", Also: "2025/notes.md", Value: 3},
	}
	for text, want := range map[string][]int{
		"": {0, 1, 2, 3}, "durand": {0}, "turkiye": {1}, "ceasefire": {2}, "doha wire": {2}, "2025 notes": {3},
		"dlne": {0}, "xyz": nil,
	} {
		m, _ := New(theme.Theme{}, "p", "t", items, 0)
		types(m, text)
		if fmt.Sprint(m.shown) != fmt.Sprint(want) && !(len(m.shown) == 0 && want == nil) {
			t.Errorf("%q: %v, want %v", text, m.shown, want)
		}
	}
}

func TestANumberChooses(t *testing.T) {
	var items List
	for i := range 23 {
		items = append(items, Item{Name: fmt.Sprint("item ", i+1), Quick: i != 6, Value: i + 1})
	}
	for text, want := range map[string]any{"7": nil, "8": 8, "12": 12, "3": 3, "2": nil, "23": 23, "24": nil, "0": nil, "x": nil} {
		m, _ := New(theme.Theme{}, "p", "t", items, 0)
		m.Number()
		answer, done := types(m, text)
		if want == nil && done || want != nil && (!done || answer.(Chosen).Value != want) {
			t.Errorf("%q chooses %v", text, answer)
		}
	}
	m, _ := New(theme.Theme{}, "p", "t", items, 0)
	m.Number()
	types(m, "2") // 2, or 20 to 23
	if answer, done, _ := m.Update(tea.KeyPressMsg{Code: tea.KeyEnter}); !done || answer.(Chosen).Value != 2 {
		t.Errorf("2 and Enter choose %v", answer)
	}
	if answer, done, _ := m.Update(tea.KeyPressMsg{Code: 'y', Mod: tea.ModCtrl}); !done || !answer.(Chosen).Copy {
		t.Errorf("ctrl-y chooses %v", answer)
	}
}

// The quick way of folding is that of terms.Fold, word by word, without signs.
func TestFolded(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringMatching(`[ -~]{0,40}`).Draw(t, "text")
		var want []string
		for _, w := range strings.Fields(text) {
			if f := strings.Map(unsigned, terms.Fold(w)); f != "" {
				want = append(want, f)
			}
		}
		if got := folded(text); strings.Join(strings.Fields(got), " ") != strings.Join(want, " ") {
			t.Fatalf("%q: %q, want %q", text, got, want)
		}
	})
}

// More items come while one types: what is listed always has the words, what was
// chosen by hand stays chosen, and of several that come at once the last are
// listed in the end.
func TestItemsThatCome(t *testing.T) {
	list := func(n int) (l List) {
		for i := n; i > 0; i-- {
			l = append(l, Item{Name: fmt.Sprintf("%s harbour %d", []string{"Open", "Closed"}[i%2], i), Value: i})
		}
		return l
	}
	arrives := func(m *Model, cmd tea.Cmd) tea.Cmd {
		if cmd == nil {
			return nil
		}
		_, _, next := m.Update(cmd())
		return next
	}
	m, _ := New(theme.Theme{}, "p", "t", list(10), 0)
	m.folding = false // as if what New asks for had been lost
	arrives(m, m.fold())
	types(m, "open")
	m.move(2)
	was := m.items.At(m.shown[m.at]).Value
	first := m.SetItems(list(20))
	if second := m.SetItems(list(40)); second != nil {
		t.Error("two are folded at a time")
	}
	for _, want := range []int{5, 10, 20} {
		if len(m.shown) != want {
			t.Errorf("%d are listed, not %d", len(m.shown), want)
		}
		for _, i := range m.shown {
			if name := m.items.At(i).Name; !strings.HasPrefix(name, "Open") {
				t.Errorf("open finds %s", name)
			}
		}
		if got := m.items.At(m.shown[m.at]).Value; got != was {
			t.Errorf("%v is chosen, not %v", got, was)
		}
		first = arrives(m, first)
	}
}

// Each letter typed over the names of 100,000 briefs.
func BenchmarkTyping(b *testing.B) {
	var items List
	for i := range 100_000 {
		items = append(items, Item{Name: fmt.Sprintf("The title of brief number %d, of some length", i), Detail: "A Source  2025-10-19", Also: fmt.Sprintf("%03d/%06d.md", i/1000, i)})
	}
	for b.Loop() {
		m, _ := New(theme.Theme{}, "p", "t", items, 0)
		types(m, "number 4711")
	}
}
