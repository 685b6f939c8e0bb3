package readerpane

import (
	"context"
	"fmt"
	"regexp"
	"strings"
	"unicode"

	"charm.land/bubbles/v2/textinput"
	tea "charm.land/bubbletea/v2"

	"broadsheet/internal/brief"
)

// A findLine is the input line at the bottom of the pane: search in the page.
type findLine struct {
	open  bool
	gen   int // of the newest Find; older answers are dropped
	input textinput.Model
	from  int // the hand when it was opened
	place int // the anchor when it was opened
}

func newFindLine() findLine {
	in := textinput.New()
	in.Prompt = "/"
	in.Placeholder = "words in this brief"
	return findLine{input: in}
}

func (m *Model) openFind() tea.Cmd {
	m.find.open, m.find.from, m.find.place = true, m.hand, m.anchor
	m.find.input.SetValue("")
	m.find.input.SetWidth(max(8, m.width-24))
	return m.find.input.Focus()
}

func (f *findLine) view(m *Model) string {
	count := ""
	if f.input.Value() != "" {
		count = fmt.Sprintf("  %d here", len(m.doc.Hits))
	}
	return f.input.View() + m.theme.Dim.Render(count)
}

// Update takes the messages of the input line while it is open, and the
// answers to Find.
func (m *Model) Update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case Found:
		if msg.Gen == m.find.gen && msg.Brief == m.doc.Brief {
			m.found(msg)
		}
		return nil
	case tea.KeyPressMsg:
		switch msg.String() {
		case "enter":
			m.find.open = false
			return func() tea.Msg { return Moved{} }
		case "esc":
			m.find.open = false
			m.find.gen++
			m.setFound("", nil)
			m.hand = m.find.from
			m.SetPlace(m.find.place)
			return nil
		}
	}
	before := m.find.input.Value()
	var cmd tea.Cmd
	m.find.input, cmd = m.find.input.Update(msg)
	if text := m.find.input.Value(); text != before {
		m.find.gen++
		ask := Find{Gen: m.find.gen, Brief: m.doc.Brief, Text: text}
		return tea.Batch(cmd, func() tea.Msg { return ask })
	}
	return cmd
}

// found marks the hits of the page and goes to the first from where the
// search began.
func (m *Model) found(f Found) {
	hits := f.Hits
	m.hand = m.find.from
	m.setFound(f.Text, hits)
	if len(hits) == 0 {
		m.SetPlace(m.find.place)
		return
	}
	i := m.hitNear(1)
	if i >= len(hits) {
		i = 0
	}
	m.GoToHit(i)
}

// InPage finds the places of text in b, ascending, as bytes of Raw. Case
// counts only where text has a capital letter; any white space stands for any
// other. A cancelled ctx gives what was found so far.
func InPage(ctx context.Context, b *brief.Brief, text string) []brief.Span {
	words := strings.Fields(text)
	if len(words) == 0 || b == nil {
		return nil
	}
	for i, w := range words {
		words[i] = regexp.QuoteMeta(w)
	}
	pattern := strings.Join(words, `\s+`)
	if !strings.ContainsFunc(text, unicode.IsUpper) {
		pattern = "(?i)" + pattern
	}
	re, err := regexp.Compile(pattern)
	if err != nil { // not UTF-8: nothing can match it
		return nil
	}
	var hits []brief.Span
	for i := range b.Passages {
		if ctx.Err() != nil {
			return hits
		}
		p := &b.Passages[i]
		for _, at := range re.FindAllStringIndex(p.Text, -1) {
			hits = append(hits, p.Source(brief.Span{Start: at[0], End: at[1]}))
		}
	}
	return hits
}
