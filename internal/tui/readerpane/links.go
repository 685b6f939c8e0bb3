package readerpane

import (
	"fmt"
	"strings"

	"broadsheet/internal/inert"
	"broadsheet/internal/render"
)

// A Link is where words on the screen lead: to an address (http, https or
// mailto, never another), to another brief, or to a passage of the same one.
type Link struct {
	Words string // as they are drawn
	Leads string // the address, or the first words of the passage
	URL   string // "" for a brief or a passage
	Brief string // another brief, as it is written in this one; "" for none
	Named bool   // Brief is its name, not its path
	To    int    // the passage
}

// Links are the links of the passage in hand, then those of the others on the
// screen, each place once, in order; and from a footnote the ways back.
func (m *Model) Links() []Link {
	if m.Hand() < 0 {
		return nil
	}
	out := m.linksOf(m.hand)
	for k, from := range m.doc.Brief.References(m.hand) {
		to := m.doc.Brief.At(from.Start)
		out = append(out, Link{Words: fmt.Sprintf("back to where it is referred to (%d)", k+1), Leads: m.opening(to), To: to})
	}
	first, last := m.visible()
	for i := first; i <= last; i++ {
		if i != m.hand {
			out = append(out, m.linksOf(i)...)
		}
	}
	seen := map[Link]bool{}
	kept := out[:0]
	for _, l := range out {
		key := Link{URL: l.URL, Brief: l.Brief, To: l.To}
		if !seen[key] {
			seen[key] = true
			kept = append(kept, l)
		}
	}
	return kept
}

// linksOf are the links of passage i, in order.
func (m *Model) linksOf(i int) []Link {
	var out []Link
	var last *render.Link
	for _, r := range m.block(i).Rows {
		for k := range r.Cells {
			c := &r.Cells[k]
			switch {
			case c.Link == nil:
			case c.Link == last:
				if k == 0 {
					out[len(out)-1].Words += " "
				}
				out[len(out)-1].Words += c.Text
			default:
				out = append(out, m.link(c.Link, c.Text))
				last = c.Link
			}
		}
	}
	for k := range out {
		out[k].Words = strings.Join(strings.Fields(inert.Line(out[k].Words)), " ")
	}
	return out
}

func (m *Model) link(l *render.Link, words string) Link {
	switch {
	case l.URL != "":
		return Link{Words: words, Leads: l.URL, URL: l.URL}
	case l.Ref != "":
		return Link{Words: words, Leads: l.Ref, Brief: l.Ref, Named: l.Named}
	}
	return Link{Words: words, Leads: m.opening(l.Passage), To: l.Passage}
}

// opening is the beginning of passage i.
func (m *Model) opening(i int) string {
	const most = 60
	text := inert.Line(m.doc.Brief.Passages[i].Text)
	if r := []rune(text); len(r) > most {
		return string(r[:most]) + "…"
	}
	return text
}

// LinkAt is the link drawn at a row and a column of the pane, its heading line
// being row 0; false where there is none.
func (m *Model) LinkAt(row, col int) (Link, bool) {
	i, block, line, ok := m.blockAt(row)
	if !ok {
		return Link{}, false
	}
	l := block.LinkAt(line, col-m.indent()-gutter)
	if l == nil {
		return Link{}, false
	}
	for _, x := range m.linksOf(i) {
		if x.URL == l.URL && x.Brief == l.Ref && x.To == m.link(l, "").To {
			return x, true
		}
	}
	return m.link(l, l.URL+l.Ref), true
}
