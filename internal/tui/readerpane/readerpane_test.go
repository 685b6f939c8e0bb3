package readerpane

import (
	"context"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"pgregory.net/rapid"

	"broadsheet/internal/brief"
	"broadsheet/internal/library"
	"broadsheet/internal/tui/keymap"
	"broadsheet/internal/tui/theme"
)

// shown is a reader with a document in it.
func shown(src string, width, height int) *Model {
	m := New(theme.Theme{}, Measure{Width: 72})
	m.SetSize(width, height)
	b := brief.Parse([]byte(src), "a.md", brief.Limits{})
	m.Show(Document{Entry: library.Entry{Meta: b.Meta}, Brief: b})
	return &m
}

const account = `# The ferry

The ferry **left** Kiel. It came back an hour later, because of the storm. Nobody was hurt.

> No ship leaves in such a wind.

- One item
- Another item
`

// What is selected after v and some motions, which stand for keys: w b words,
// ) ( sentences, } { passages, j k rows, o the other end, v wider.
func TestSelecting(t *testing.T) {
	actions := map[rune]keymap.Action{
		'w': keymap.NextWord, 'b': keymap.PrevWord, ')': keymap.NextSentence, '(': keymap.PrevSentence,
		'}': keymap.NextPassage, '{': keymap.PrevPassage, 'j': keymap.Down, 'k': keymap.Up,
		'o': keymap.OtherEnd, 'v': keymap.Select,
	}
	for keys, want := range map[string]string{
		"v":         "The",
		"vw":        "The ferry",
		"vwww":      "The ferry left Kiel",
		"vwwwb":     "The ferry left",
		"v)":        "The ferry left Kiel.",
		"v))":       "The ferry left Kiel. It came back an hour later, because of the storm.",
		"v))(":      "The ferry left Kiel.",
		"v)ow":      "ferry left Kiel.",
		"v))o)":     "It came back an hour later, because of the storm.",
		"v))o)w":    "came back an hour later, because of the storm.",
		"v))o)wb":   "It came back an hour later, because of the storm.",
		"vv":        "The ferry left Kiel.",
		"vvv":       "The ferry left Kiel. It came back an hour later, because of the storm. Nobody was hurt.",
		"v}":        "The ferry left Kiel. It came back an hour later, because of the storm. Nobody was hurt.",
		"v}w":       "The ferry left Kiel. It came back an hour later, because of the storm. Nobody was hurt.\n\nNo",
		"v}}":       "The ferry left Kiel. It came back an hour later, because of the storm. Nobody was hurt.\n\nNo ship leaves in such a wind.",
		"v}}{":      "The ferry left Kiel. It came back an hour later, because of the storm. Nobody was hurt.",
		"vb":        "ferry\n\nThe",
		"vbw":       "The",
		"vbbw":      "ferry\n\nThe",
		"vj":        "The ferry left Kiel. It came back an hour later, because of the storm.",
		"vjj":       "The ferry left Kiel. It came back an hour later, because of the storm. Nobody was hurt.",
		"vjjk":      "The ferry left Kiel. It came back an hour later, because of the storm.",
		"vwo":       "The ferry",
		"vwoo":      "The ferry",
		"vwvv}w":    "The ferry left Kiel. It came back an hour later, because of the storm. Nobody was hurt.\n\nNo ship leaves in such a wind.\n\nOne",
		"v{{{{":     "The ferry\n\nThe",
		"v}}}}}}}w": "The ferry left Kiel. It came back an hour later, because of the storm. Nobody was hurt.\n\nNo ship leaves in such a wind.\n\nOne item\n\nAnother item",
	} {
		m := shown(account, 80, 20)
		for _, k := range keys {
			if _, ok := m.Do(actions[k]); !ok {
				t.Errorf("%s: %q does nothing", keys, k)
			}
		}
		if _, got, _ := m.Selection(); got != want {
			t.Errorf("%s: %q, want %q", keys, got, want)
		}
	}
}

// Whatever keys are pressed: what is selected is never empty, its bytes give
// its text, and its moving end is on the screen.
func TestSelectingAnything(t *testing.T) {
	motions := []keymap.Action{
		keymap.NextWord, keymap.PrevWord, keymap.NextSentence, keymap.PrevSentence, keymap.NextPassage,
		keymap.PrevPassage, keymap.Down, keymap.Up, keymap.OtherEnd, keymap.Select,
	}
	long := account + strings.Repeat("\nMore of it is said here. And here, **in** many words.\n", 30) + "\n| a | b |\n|---|---|\n| one | two |\n\n```\ncode\n\nmore\n```\n"
	rapid.Check(t, func(t *rapid.T) {
		m := shown(long, rapid.IntRange(30, 90).Draw(t, "width"), rapid.IntRange(4, 20).Draw(t, "height"))
		if !m.Select() {
			t.Fatal("nothing to select")
		}
		for _, a := range rapid.SliceOfN(rapid.SampledFrom(motions), 1, 40).Draw(t, "keys") {
			m.Do(a)
			span, text, ok := m.Selection()
			if !ok || strings.TrimSpace(text) == "" || span.Len() <= 0 {
				t.Fatalf("after %s: %v %q", a, span, text)
			}
			first, last := m.visible()
			if c := m.selected.caret.passage; c < first || c > last {
				t.Fatalf("after %s: passage %d is not on the screen (%d to %d)", a, c, first, last)
			}
		}
		m.Do(keymap.Back)
		if _, _, ok := m.Selection(); ok || m.Selecting() {
			t.Fatal("Esc leaves something selected")
		}
	})
}

// The mouse: what is pressed, dragged over and clicked more than once.
func TestSelectingByMouse(t *testing.T) {
	m := shown(account, 80, 20)
	var rows []string
	for _, l := range m.View(true) {
		rows = append(rows, strings.TrimRight(l, " "))
	}
	find := func(text string) (row, col int) {
		for y, l := range rows {
			if i := strings.Index(l, text); i >= 0 {
				return y, len([]rune(l[:i]))
			}
		}
		t.Fatalf("%q is not on the screen:\n%s", text, strings.Join(rows, "\n"))
		return 0, 0
	}
	selected := func() string {
		_, text, _ := m.Selection()
		return text
	}
	row, col := find("came back")
	m.Press(row, col, 1)
	if m.Selecting() {
		t.Error("one click selects")
	}
	m.Drag(row, col+8)
	if got := selected(); got != "came back" {
		t.Errorf("dragged: %q", got)
	}
	m.Drag(row, col-3)
	if got := selected(); got != "It c" {
		t.Errorf("dragged back: %q", got)
	}
	to, end := find("such a wind")
	m.Drag(to, end+3)
	if got := selected(); !strings.HasPrefix(got, "came back an hour") || !strings.HasSuffix(got, "hurt.\n\nNo ship leaves in such") {
		t.Errorf("dragged on: %q", got)
	}
	for clicks, want := range map[int]string{2: "came", 3: "It came back an hour later, because of the storm.", 4: "The ferry left Kiel. It came back an hour later, because of the storm. Nobody was hurt."} {
		m.Press(row, col+1, clicks)
		if got := selected(); got != want {
			t.Errorf("%d clicks: %q", clicks, got)
		}
	}
	m.Press(1, 1, 1)
	if m.Selecting() {
		t.Error("a click leaves something selected")
	}
}

func TestInPage(t *testing.T) {
	const text = "A **cease**-fire, then\nanother Cease‑Fire; the café “La Paz” doesn’t open.\n\n| Straße | İstanbul |\n|---|---|\n| a\u00adb | naive |\n\nCAFE cafe\u0301 `x  y`"
	b := brief.Parse([]byte(text), "a.md", brief.Limits{})
	for want, hits := range map[string][]string{
		"cease-fire":   {"cease-fire", "Cease‑Fire"},
		"Cease-Fire":   {"Cease‑Fire"},
		"cafe":         {"café", "CAFE", "cafe\u0301"},
		"café":         {"café", "cafe\u0301"},
		"CAFE":         {"CAFE"},
		`"la paz"`:     {"“La Paz”"},
		"doesn't":      {"doesn’t"},
		"then another": {"then another"},
		"straße":       {"Straße"},
		"istanbul":     {"İstanbul"},
		"ab":           {"a\u00adb"},
		"x y":          {"x y"},
		"":             nil,
		"  ":           nil,
		"nowhere":      nil,
	} {
		got := InPage(context.Background(), b, want)
		if len(got) != len(hits) {
			t.Errorf("%q: %d hits, want %d", want, len(got), len(hits))
			continue
		}
		for i, s := range got {
			p := &b.Passages[b.At(s.Start)]
			if in, _ := p.InText(s); p.Text[in.Start:in.End] != hits[i] {
				t.Errorf("%q: hit %d is %q, want %q", want, i, p.Text[in.Start:in.End], hits[i])
			}
		}
	}
}

// With each letter the search for what was typed before it ends; the newest one
// finds all there is.
func TestOnlyTheNewestIsLookedFor(t *testing.T) {
	m := shown(strings.Repeat("The ferry left.\n\n", 50), 80, 24)
	m.Do(keymap.SearchHere)
	var asks []Find
	for _, r := range "fe" {
		m.Update(tea.KeyPressMsg{Code: r, Text: string(r)})
		asks = append(asks, m.ask()().(Find))
	}
	for i, want := range []int{0, 50} {
		if got := len(asks[i].Look().Hits); got != want {
			t.Errorf("%q: %d found, want %d", asks[i].Text, got, want)
		}
	}
}
