package readerpane

import (
	"context"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"charm.land/bubbles/v2/textinput"
	tea "charm.land/bubbletea/v2"
	"golang.org/x/text/unicode/norm"

	"broadsheet/internal/brief"
	"broadsheet/internal/tui/theme"
)

// A findLine is the input line at the bottom of the pane: search in the page.
type findLine struct {
	open  bool
	gen   int                // of the newest Find; older answers are dropped
	known int                // the newest Find that has been answered
	stop  context.CancelFunc // ends the work on the newest Find; nil for none
	enter bool               // Enter was pressed, and has not led anywhere yet
	input textinput.Model
	from  int      // the hand when it was opened
	place int      // the anchor when it was opened
	doc   Document // what was found before
	hit   int      // and which of it was in hand
}

func newFindLine(t theme.Theme) findLine {
	in := textinput.New()
	in.SetStyles(t.Input())
	in.Prompt = "/"
	in.Placeholder = "words in this brief"
	return findLine{input: in}
}

func (m *Model) openFind() tea.Cmd {
	m.find.open, m.find.from, m.find.place = true, m.hand, m.anchor
	m.find.known = m.find.gen
	m.find.doc, m.find.hit = m.doc, m.hit
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
		return m.answered(msg)
	case tea.KeyPressMsg:
		switch msg.String() {
		case "enter":
			m.find.open, m.find.enter = false, true
			return m.settle()
		case "esc":
			m.LeaveFind()
			return nil
		}
	}
	before := m.find.input.Value()
	var cmd tea.Cmd
	m.find.input, cmd = m.find.input.Update(msg)
	if m.find.input.Value() != before {
		return tea.Batch(cmd, m.ask())
	}
	return cmd
}

// ask has what is typed looked for.
func (m *Model) ask() tea.Cmd {
	if m.find.stop != nil {
		m.find.stop()
	}
	m.find.gen++
	ask := Find{Gen: m.find.gen, Brief: m.doc.Brief, Text: m.find.input.Value()}
	ask.ctx, m.find.stop = context.WithCancel(context.Background())
	return func() tea.Msg { return ask }
}

// Look answers a Find. In a brief of some megabytes it takes longer than the time
// between two letters.
func (f Find) Look() Found { return Found{Find: f, Hits: InPage(f.ctx, f.Brief, f.Text)} }

// answered takes an answer to the newest Find.
func (m *Model) answered(f Found) tea.Cmd {
	switch {
	case f.Gen != m.find.gen:
		return nil
	case f.Brief != m.doc.Brief: // the file was read again meanwhile
		return m.ask()
	}
	m.find.known = f.Gen
	m.found(f)
	return m.settle()
}

// Looking tells that Enter has been pressed and its answer is yet to come.
func (m *Model) Looking() bool { return m.find.enter && m.find.known != m.find.gen }

// settle does what Enter was pressed for, once all that was typed has been
// looked for.
func (m *Model) settle() tea.Cmd {
	if !m.find.enter || m.Looking() {
		return nil
	}
	m.find.enter = false
	text := strings.TrimSpace(m.find.input.Value())
	if text == "" {
		m.unfind()
	} else if len(m.doc.Hits) == 0 {
		m.unfind()
		return func() tea.Msg { return Told{"Not in this brief: " + text} }
	}
	return func() tea.Msg { return Moved{} }
}

// LeaveFind brings back what was there before the search.
func (m *Model) LeaveFind() {
	m.find.open, m.find.enter = false, false
	m.unfind()
}

// unfind brings back what was there before the input line was opened.
func (m *Model) unfind() {
	m.find.gen++
	old := m.find.doc
	if old.Brief == m.doc.Brief { // else the file was read again meanwhile
		m.doc, m.hit = old, m.find.hit
	} else {
		m.setFound("", nil)
	}
	m.SetPlace(m.find.place)
	m.hand = min(m.find.from, max(0, m.last()))
}

// found marks the hits of the page and goes to the first from where the
// search began.
func (m *Model) found(f Found) {
	hits := f.Hits
	m.hand = m.find.from
	m.setFound(f.Text, hits)
	if len(hits) == 0 {
		m.SetPlace(m.find.place)
		m.hand = m.find.from
		return
	}
	i := m.hitNear(1)
	if i >= len(hits) {
		i = 0
	}
	m.GoToHit(i)
}

// InPage finds the places of text in b, ascending, as bytes of Raw: across the
// ends of lines and across styles, since it looks at the passages as they are
// read. Case counts only where text has a capital letter, accents only where
// it has one; any white space stands for any other, and so do the shapes of
// quotes and hyphens. A cancelled ctx gives what was found so far.
func InPage(ctx context.Context, b *brief.Brief, text string) []brief.Span {
	if b == nil {
		return nil
	}
	f := folding{lower: !strings.ContainsFunc(text, unicode.IsUpper), bare: !strings.ContainsFunc(norm.NFD.String(text), accent)}
	want, _ := f.fold(strings.Join(strings.Fields(text), " "))
	if want == "" {
		return nil
	}
	var hits []brief.Span
	for i := range b.Passages {
		if ctx.Err() != nil {
			return hits
		}
		p := &b.Passages[i]
		folded, back := f.fold(p.Text)
		for at := 0; ; {
			k := strings.Index(folded[at:], want)
			if k < 0 {
				break
			}
			from, to := at+k, at+k+len(want)
			span := brief.Span{Start: from, End: to}
			if back != nil {
				span = brief.Span{Start: int(back[from]), End: int(back[to-1]) + 1}
				span.End = letterEnd(p.Text, span.End)
			}
			hits = append(hits, p.Source(span))
			at = to
		}
	}
	return hits
}

// letterEnd is the end of the letter that byte at-1 of s belongs to, with the
// marks on it.
func letterEnd(s string, at int) int {
	for at < len(s) {
		r, n := utf8.DecodeRuneInString(s[at:])
		if utf8.RuneStart(s[at]) && !accent(r) {
			break
		}
		at += n
	}
	return at
}

// A folding is what does not count when a text is looked for.
type folding struct {
	lower bool // case
	bare  bool // accents
}

// fold folds s; back gives for each byte of the result the byte of s that it
// comes from, and is nil where each stands where it stood.
func (f folding) fold(s string) (folded string, back []int32) {
	if easy(s) {
		if f.lower {
			s = strings.ToLower(s) // ASCII: no byte moves
		}
		return strings.ReplaceAll(s, "\n", " "), nil
	}
	out := make([]byte, 0, len(s))
	back = make([]int32, 0, len(s))
	for i, r := range s {
		if r == '\u00ad' { // a hyphen that is not seen
			continue
		}
		if unicode.IsSpace(r) {
			if n := len(out); n == 0 || out[n-1] != ' ' {
				out, back = append(out, ' '), append(back, int32(i))
			}
			continue
		}
		from := len(out)
		out = f.letter(out, r)
		for range len(out) - from {
			back = append(back, int32(i))
		}
	}
	return string(out), back
}

// letter appends what r counts as.
func (f folding) letter(out []byte, r rune) []byte {
	switch {
	case strings.ContainsRune("’‘‛ʼ´`", r):
		return append(out, '\'')
	case strings.ContainsRune("“”„‟«»", r):
		return append(out, '"')
	case r >= '\u2010' && r <= '\u2015' || r == '\u2212':
		return append(out, '-')
	case r == '…':
		return append(out, "..."...)
	}
	if f.lower {
		r = unicode.ToLower(r)
	}
	if r < utf8.RuneSelf {
		return append(out, byte(r))
	}
	parts := norm.NFD.String(string(r))
	for _, p := range parts {
		if !f.bare || !accent(p) {
			out = utf8.AppendRune(out, p)
		}
	}
	return out
}

// accent tells whether r is a mark on the letter before it.
func accent(r rune) bool { return unicode.Is(unicode.Mn, r) }

// easy tells whether folding s moves none of its bytes.
func easy(s string) bool {
	for i := range len(s) {
		if c := s[i]; c >= utf8.RuneSelf || c == '`' || c == '\t' || (c == ' ' || c == '\n') && i > 0 && (s[i-1] == ' ' || s[i-1] == '\n') {
			return false
		}
	}
	return true
}
