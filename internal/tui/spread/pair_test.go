package spread

import (
	"context"
	"fmt"
	"testing"

	"broadsheet/internal/brief"
	"broadsheet/internal/tui/keymap"
	"broadsheet/internal/tui/readerpane"
	"broadsheet/internal/tui/theme"
)

// two is a spread with an account of the same harbours in each pane.
func two(t *testing.T) *Model {
	t.Helper()
	m := New(context.Background(), nil, theme.For(theme.Look{}, true, 0), readerpane.Measure{Width: 72})
	m.SetSize(140, 30)
	m.Split()
	for i, says := range []string{
		"In %s the harbour master counted %d ships at the quay on Monday.\n\n",
		"Nobody could leave: a keeper of the lights at %s wrote of %d vessels that had waited since the storm.\n\n",
	} {
		title := []string{"Alpha", "Beta"}[i]
		text := "# " + title + "\n\n"
		for k, harbour := range []string{"Rostock", "Amrum", "Wismar", "Kiel"} {
			text += fmt.Sprintf(says, harbour, 40+k)
		}
		m.Pane(i).Show(readerpane.Document{Brief: brief.Parse([]byte(text), title+".md", brief.Limits{})})
	}
	return &m
}

// The work of comparing ends when a pane changes, and what comes of it late is
// dropped.
func TestComparingEndsWithThePanes(t *testing.T) {
	ctx, stop := context.WithCancel(context.Background())
	stop()
	m := two(t)
	if msg := m.compare(ctx, m.briefs())(); msg != nil {
		t.Errorf("a comparison that was cancelled gives %T", msg)
	}
	late := m.compare(context.Background(), m.briefs())().(Compared)
	m.Turn()
	cancelled, end := false, m.pair.cancel
	m.pair.cancel = func() { cancelled = true; end() }
	if m.Close(); !cancelled {
		t.Error("closing a pane does not end the work")
	}
	m.Compared(late)
	if _, known := m.Pairing(); known || m.Counterparts() {
		t.Error("what came late is taken")
	}
}

// Two accounts are compared once: what is known of them turns with the panes.
func TestSwappedPanesAreNotComparedAgain(t *testing.T) {
	m := two(t)
	m.Turn()
	m.Compared(m.compare(context.Background(), m.briefs())().(Compared))
	was, known := m.Pairing()
	if !known || was.Joined == 0 || was.Versions {
		t.Fatalf("known %v, %d joined, versions %v", known, was.Joined, was.Versions)
	}
	left := was.Partner(0, 2)
	if _, ok := m.Do(keymap.SwapPanes); !ok {
		t.Fatal("the panes do not swap")
	}
	now, known := m.Pairing()
	if !known || now.Partner(1, 2) != left {
		t.Errorf("after the swap: known %v, passage 2 at the right belongs to %d, not %d", known, now.Partner(1, 2), left)
	}
}
