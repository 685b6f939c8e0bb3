package searchpane

import (
	"testing"

	tea "charm.land/bubbletea/v2"

	"broadsheet/internal/tui/theme"
)

// asked is the Ask among the messages of a command.
func asked(t *testing.T, cmd tea.Cmd) Ask {
	t.Helper()
	if cmd == nil {
		t.Fatal("nothing is asked")
	}
	switch msg := cmd().(type) {
	case Ask:
		return msg
	case tea.BatchMsg:
		for _, c := range msg {
			if c == nil {
				continue
			}
			if a, ok := c().(Ask); ok {
				return a
			}
		}
	}
	t.Fatal("nothing is asked")
	return Ask{}
}

// A search from the history, or one with a name, gets a second look at once. One
// that is typed gets none: its list would change under the reader's eyes.
func TestOnlyAWholeQueryGetsASecondLook(t *testing.T) {
	m := New(theme.Theme{})
	m.Focus()
	if a := asked(t, m.SetText("harbour")); !a.Whole {
		t.Error("a query that was put there whole gets none")
	}
	if a := asked(t, m.Again()); !a.Whole {
		t.Error("when the index has changed the order does too")
	}
	if a := asked(t, m.Update(tea.KeyPressMsg{Code: 's', Text: "s"})); a.Whole || a.Text != "harbours" {
		t.Errorf("a key gives %+v", a)
	}
	if a := asked(t, m.Turn()); a.Whole {
		t.Error("turning a typed search gives it one")
	}
}
