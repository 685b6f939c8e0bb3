package cli

import (
	"strings"

	"github.com/charmbracelet/x/ansi"

	"broadsheet/internal/brief"
	"broadsheet/internal/compare"
	"broadsheet/internal/render"
)

// A spread is two columns on their way to the output, drawn as the reader
// draws them.
type spread struct {
	comparison
	engine *render.Engine
	col    int // columns of each side; between them stand three
	out    strings.Builder
}

// columns writes a comparison side by side.
func (x comparison) columns(width int) error {
	theme, profile := x.printed()
	s := spread{comparison: x, engine: render.New(theme), col: (width - 3) / 2}
	s.heads()
	if x.are {
		s.versions(width)
	} else {
		s.pairs(width)
	}
	return x.page(coloured(s.out.String(), profile))
}

func (s *spread) heads() {
	var sides [2][]string
	for i, b := range s.briefs {
		for _, l := range wrapped(b.Title, s.col) {
			sides[i] = append(sides[i], s.bold(s.fill(l)))
		}
	}
	s.beside(sides[0], sides[1])
}

// pairs draws the pairs, then what may be one, then what only one brief has.
func (s *spread) pairs(width int) {
	if s.empty() {
		s.line(nothing, width)
	}
	s.joined(s.result.Pairs, width)
	if len(s.result.Perhaps) > 0 {
		s.out.WriteString("\n" + s.bold(perhaps) + "\n")
		s.joined(s.result.Perhaps, width)
	}
	for i, lone := range [][]compare.Side{s.result.OnlyA, s.result.OnlyB} {
		if len(lone) == 0 {
			continue
		}
		s.out.WriteString("\n")
		for _, l := range wrapped("Only in "+side(i)+": "+s.briefs[i].Title, width) {
			s.out.WriteString(s.bold(l) + "\n")
		}
		for _, one := range lone {
			for k, l := range s.wide(i, one.Passage, width-2) {
				s.out.WriteString([2]string{"+ ", "  "}[min(k, 1)] + strings.TrimRight(l, " ") + "\n")
			}
		}
	}
}

// joined draws pairs. A passage that was drawn right above is not drawn again.
func (s *spread) joined(pairs []compare.Pair, width int) {
	lastA, lastB := -1, -1
	for _, p := range pairs {
		var shared [2][]brief.Span
		var differ [2][]brief.Span
		for _, m := range p.Marks {
			into := &shared
			if m.Kind == compare.Differs {
				into = &differ
			}
			into[0], into[1] = append(into[0], m.A...), append(into[1], m.B...)
		}
		left, right := s.passage(0, p.A.Passage, shared[0], differ[0]), s.passage(1, p.B.Passage, shared[1], differ[1])
		switch {
		case p.A.Passage == lastA:
			left = nil
		case p.B.Passage == lastB:
			right = nil
		}
		if p.A.Passage == lastA {
			s.out.WriteString("\n")
		} else {
			s.rule()
		}
		lastA, lastB = p.A.Passage, p.B.Passage
		s.beside(left, right)
		if d := s.differing(p); d != "" {
			s.line("≠ "+d, width)
		}
	}
}

// versions draws what was changed.
func (s *spread) versions(width int) {
	s.line(s.versionsLine(), width)
	for _, e := range s.diff.Edits {
		s.rule()
		if what := e.What(); what != "" {
			s.line(what, width)
		}
		var cells [2][]string
		for i, spans := range [2][]brief.Span{e.Cut, e.Put} {
			for k, p := range e.Sides()[i] {
				if k > 0 {
					cells[i] = append(cells[i], s.fill(""))
				}
				cells[i] = append(cells[i], s.version(i, p, within(p, spans))...)
			}
		}
		s.beside(cells[0], cells[1])
	}
}

// version draws a passage with the words marked that the other has not: in
// colour, or where there is none between signs.
func (s *spread) version(i int, p compare.Side, spans []brief.Span) []string {
	switch {
	case p.Passage < 0:
		return nil
	case s.styled():
		return s.passage(i, p.Passage, nil, spans)
	}
	var lines []string
	for _, row := range s.rows(i, p, spans) {
		for _, line := range wrapped(signsWhole.Replace(row), s.col) {
			lines = append(lines, s.fill(signsBack.Replace(line)))
		}
	}
	return lines
}

// A line may break at a hyphen, but not at that of a sign: what is cut is looked
// for by "[-".
var (
	signsWhole = strings.NewReplacer("[-", "[\u2011", "-]", "\u2011]")
	signsBack  = strings.NewReplacer("[\u2011", "[-", "\u2011]", "-]")
)

// fill makes a line as wide as a column.
func (s *spread) fill(line string) string {
	return line + strings.Repeat(" ", max(0, s.col-ansi.StringWidth(line)))
}

// passage draws one passage in its column.
func (s *spread) passage(i, at int, shared, differ []brief.Span) []string {
	var marks []render.Mark
	for _, m := range shared {
		marks = append(marks, render.Mark{Span: m, Kind: render.MarkShared})
	}
	for _, m := range differ {
		marks = append(marks, render.Mark{Span: m, Kind: render.MarkDiffers})
	}
	return s.drawn(s.engine.Render(s.briefs[i], at, s.col), marks, s.col)
}

// wide draws one passage over both columns.
func (s *spread) wide(i, at, width int) []string {
	return s.drawn(s.engine.Render(s.briefs[i], at, width), nil, width)
}

// drawn is a block as lines of exactly so many columns.
func (s *spread) drawn(block render.Block, marks []render.Mark, width int) []string {
	lines := make([]string, len(block.Rows))
	for k, r := range block.Rows {
		if s.styled() {
			lines[k] = s.engine.Paint(r, marks, width)
			continue
		}
		var w strings.Builder
		for _, c := range r.Cells {
			w.WriteString(c.Text)
		}
		w.WriteString(strings.Repeat(" ", max(0, width-r.Width())))
		lines[k] = w.String()
	}
	return lines
}

// beside writes the lines of two columns next to each other, each of them as
// wide as its column.
func (s *spread) beside(left, right []string) {
	none := strings.Repeat(" ", s.col)
	line := func(list []string, i int) string {
		if i < len(list) {
			return list[i]
		}
		return none
	}
	for i := range max(len(left), len(right)) {
		s.out.WriteString(strings.TrimRight(line(left, i)+" │ "+line(right, i), " ") + "\n")
	}
}

func (s *spread) rule() {
	s.out.WriteString(strings.Repeat("─", s.col+1) + "┼" + strings.Repeat("─", s.col+1) + "\n")
}

func (s *spread) line(text string, width int) {
	s.out.WriteString(strings.Join(wrapped(text, width), "\n") + "\n")
}

func wrapped(text string, width int) []string { return strings.Split(ansi.Wrap(text, width, ""), "\n") }
