package cli

import (
	"fmt"
	"slices"
	"strings"

	"broadsheet/internal/bookmark"
	"broadsheet/internal/brief"
	"broadsheet/internal/compare"
)

// list writes a comparison line by line, for a pipe: nothing is wrapped.
func (x comparison) list() error {
	var w strings.Builder
	for i, e := range x.entries {
		fmt.Fprintf(&w, "%s  %s: %s\n", side(i), e.Path, e.Title)
	}
	if x.are {
		x.listVersions(&w)
		_, err := x.Out.Write([]byte(w.String()))
		return err
	}
	if x.empty() {
		w.WriteString("\n" + nothing + "\n")
	}
	for i, p := range x.result.Pairs {
		fmt.Fprintf(&w, "\n%d  %s\n", i+1, strings.Join(p.Shared, ", "))
		fmt.Fprintf(&w, "A  %s\nB  %s\n", onOneLine(p.A.Text), onOneLine(p.B.Text))
		if d := x.differing(p); d != "" {
			fmt.Fprintf(&w, "≠  %s\n", d)
		}
	}
	for _, p := range x.result.Perhaps {
		fmt.Fprintf(&w, "\n≈  %s\nA  %s\nB  %s\n", strings.Join(p.Shared, ", "), onOneLine(p.A.Text), onOneLine(p.B.Text))
	}
	for i, lone := range [][]compare.Side{x.result.OnlyA, x.result.OnlyB} {
		if len(lone) == 0 {
			continue
		}
		fmt.Fprintf(&w, "\nOnly in %s: %s\n", side(i), x.entries[i].Title)
		for _, s := range lone {
			fmt.Fprintf(&w, "+  %s\n", onOneLine(s.Text))
		}
	}
	_, err := x.Out.Write([]byte(w.String()))
	return err
}

// nothing is said of two briefs of which neither says anything.
const nothing = "Neither has a passage to compare."

// empty tells whether neither brief has passages to compare.
func (x comparison) empty() bool {
	r := x.result
	return len(r.Pairs)+len(r.Perhaps)+len(r.OnlyA)+len(r.OnlyB) == 0
}

// perhaps stands above what may speak of the same thing.
const perhaps = "Perhaps on the same thing:"

// side is what a brief is called in what is written.
func side(i int) string { return [...]string{"A", "B"}[i] }

func onOneLine(text string) string { return strings.Join(strings.Fields(text), " ") }

// differing says which figures of a pair differ: "soldiers: 11, 23".
func (x comparison) differing(p compare.Pair) string {
	var list []string
	for _, m := range p.Marks {
		if m.Kind == compare.Differs {
			list = append(list, m.Word+": "+x.said(0, m.A)+", "+x.said(1, m.B))
		}
	}
	return strings.Join(list, "; ")
}

// said is what stands at some places of a brief, as it is read.
func (x comparison) said(i int, spans []brief.Span) string {
	var list []string
	b := x.briefs[i]
	for _, s := range spans {
		p := &b.Passages[b.At(s.Start)]
		if t, ok := p.InText(s); ok {
			list = append(list, onOneLine(p.Text[t.Start:t.End]))
		}
	}
	return strings.Join(list, " and ")
}

// listVersions writes what was changed, the words marked as wdiff does it:
// [-cut-] and {+put+}.
func (x comparison) listVersions(w *strings.Builder) {
	fmt.Fprintf(w, "\n%s\n", x.versionsLine())
	for _, e := range x.diff.Edits {
		sides, signs := e.Sides(), [2]string{"A", "B"}
		switch {
		case len(sides[1]) == 0:
			signs[0] = "-"
		case len(sides[0]) == 0:
			signs[1] = "+"
		}
		w.WriteString("\n" + e.What())
		if e.What() != "" {
			w.WriteString("\n")
		}
		for i, spans := range [2][]brief.Span{e.Cut, e.Put} {
			for _, s := range sides[i] {
				fmt.Fprintf(w, "%s  %s\n", signs[i], strings.Join(x.rows(i, s, within(s, spans)), "\n   "))
			}
		}
	}
}

// within are the spans that are in a passage.
func within(p compare.Side, spans []brief.Span) []brief.Span {
	var out []brief.Span
	for _, s := range spans {
		if p.Span.Contains(s.Start) {
			out = append(out, s)
		}
	}
	return out
}

// versionsLine says in a sentence how two versions stand to one another.
func (x comparison) versionsLine() string {
	if len(x.diff.Edits) == 0 {
		return "Two versions of one text; no word differs."
	}
	return fmt.Sprintf("Two versions of one text: %d%% of the shorter stands in both.", int(x.diff.Same*100))
}

// rows are the lines of a passage, with the words marked that the other version
// has not: those of code and the rows of a table each by itself.
func (x comparison) rows(i int, s compare.Side, spans []brief.Span) []string {
	text := x.changed(i, s, spans)
	if byRow(x.briefs[i].Passages[s.Passage].Kind) {
		return strings.Split(text, "\n")
	}
	return []string{onOneLine(text)}
}

// changed is a passage with the words marked that the other version has not; ""
// where there is none. What is nothing but such words is not marked.
func (x comparison) changed(i int, s compare.Side, spans []brief.Span) string {
	if s.Passage < 0 {
		return ""
	}
	p := &x.briefs[i].Passages[s.Passage]
	begin, end := "[-", "-]"
	if i == 1 {
		begin, end = "{+", "+}"
	}
	var w strings.Builder
	last := 0
	for _, r := range spans {
		t, ok := p.InText(r)
		if !ok || t.Start < last {
			continue
		}
		if t.Len() == len(p.Text) {
			return p.Text
		}
		w.WriteString(p.Text[last:t.Start] + begin + p.Text[t.Start:t.End] + end)
		last = t.End
	}
	return w.String() + p.Text[last:]
}

// markdown writes a comparison as a table to put into a report, and two lists.
// Everything from the briefs is escaped: it shows as it is read.
func (x comparison) markdown() error {
	cell := func(text string) string { return bookmark.Escaped(onOneLine(text)) }
	var w strings.Builder
	fmt.Fprintf(&w, "| %s | %s |\n|---|---|\n", cell(x.entries[0].Title), cell(x.entries[1].Title))
	if x.are {
		for _, e := range x.diff.Edits {
			what := e.What()
			if what != "" {
				what = " (" + what + ")"
			}
			var cells [2]string
			for i, spans := range [2][]brief.Span{e.Cut, e.Put} {
				var parts []string
				for _, s := range e.Sides()[i] {
					parts = append(parts, x.between(i, s, within(s, spans), [...]string{"~~", "**"}[i]))
				}
				cells[i] = strings.Join(parts, "<br>")
			}
			fmt.Fprintf(&w, "| %s%s | %s%s |\n", cells[0], what, cells[1], what)
		}
		fmt.Fprintf(&w, "\n%s\n", x.versionsLine())
		_, err := x.Out.Write([]byte(w.String()))
		return err
	}
	if x.empty() {
		w.WriteString("\n" + nothing + "\n")
	}
	differ := false
	for _, p := range x.result.Pairs {
		var spans [2][]brief.Span
		for _, m := range p.Marks {
			if m.Kind == compare.Differs {
				spans[0], spans[1] = append(spans[0], m.A...), append(spans[1], m.B...)
				differ = true
			}
		}
		fmt.Fprintf(&w, "| %s | %s |\n", x.between(0, p.A, spans[0], "**"), x.between(1, p.B, spans[1], "**"))
	}
	if differ {
		w.WriteString("\nFigures in bold differ.\n")
	}
	if len(x.result.Perhaps) > 0 {
		fmt.Fprintf(&w, "\n%s\n\n| %s | %s |\n|---|---|\n", perhaps, cell(x.entries[0].Title), cell(x.entries[1].Title))
		for _, p := range x.result.Perhaps {
			fmt.Fprintf(&w, "| %s | %s |\n", cell(p.A.Text), cell(p.B.Text))
		}
	}
	for i, lone := range [][]compare.Side{x.result.OnlyA, x.result.OnlyB} {
		if len(lone) == 0 {
			continue
		}
		fmt.Fprintf(&w, "\nOnly in %s:\n\n", cell(x.entries[i].Title))
		for _, s := range lone {
			fmt.Fprintf(&w, "- %s\n", cell(s.Text))
		}
	}
	_, err := x.Out.Write([]byte(w.String()))
	return err
}

// between is a passage in Markdown in a cell of a table, with some of its words
// between marks: struck out, or in bold.
func (x comparison) between(i int, s compare.Side, spans []brief.Span, mark string) string {
	if s.Passage < 0 {
		return ""
	}
	p := &x.briefs[i].Passages[s.Passage]
	slices.SortFunc(spans, func(a, b brief.Span) int { return a.Start - b.Start })
	var w strings.Builder
	last := 0
	for _, r := range spans {
		t, ok := p.InText(r)
		if !ok || t.Start < last {
			continue
		}
		if words := onOneLine(p.Text[t.Start:t.End]); words != "" {
			w.WriteString(inCell(p.Kind, p.Text[last:t.Start]) + mark + bookmark.Escaped(words) + mark)
			last = t.End
		}
	}
	return w.String() + inCell(p.Kind, p.Text[last:])
}

// inCell is a part of a passage in Markdown in a cell of a table, with the spaces
// at its ends: on one line, but for those of code and the rows of a table.
func inCell(kind brief.Kind, text string) string {
	rows := []string{strings.ReplaceAll(text, "\n", " ")}
	if byRow(kind) {
		rows = strings.Split(text, "\n")
	}
	for i, row := range rows {
		rows[i] = bookmark.Escaped(strings.ReplaceAll(row, "\t", " "))
	}
	return strings.Join(rows, "<br>")
}

// byRow tells whether the lines of a passage are more than where it was wrapped.
func byRow(kind brief.Kind) bool { return kind == brief.Code || kind == brief.Table }
