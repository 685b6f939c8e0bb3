package cli

import (
	"context"
	"fmt"
	"strings"

	"github.com/charmbracelet/x/ansi"
	"github.com/spf13/cobra"

	"broadsheet/internal/brief"
	"broadsheet/internal/compare"
	"broadsheet/internal/library"
)

func (a *app) compare() *cobra.Command {
	var asJSON bool
	var width int
	c := &cobra.Command{
		Use:   "compare A B",
		Short: "Say which passages of two briefs speak of the same thing, and what only one says",
		Args:  needs(2, 2, "name two briefs"),
		RunE: func(c *cobra.Command, args []string) error {
			if err := checkWidth(width); err != nil {
				return err
			}
			if err := a.ready(c.Context()); err != nil {
				return err
			}
			return a.runCompare(c.Context(), args, asJSON, width)
		},
	}
	c.Flags().BoolVar(&asJSON, "json", false, "one JSON object")
	c.Flags().IntVar(&width, "width", 120, "columns")
	return c
}

func (a *app) runCompare(ctx context.Context, args []string, asJSON bool, width int) error {
	first, e1, err := a.anyBrief(args[0])
	if err != nil {
		return err
	}
	second, e2, err := a.anyBrief(args[1])
	if err != nil {
		return err
	}
	r, err := compare.Briefs(ctx, first, second, a.synonyms)
	if err != nil {
		return err
	}
	if asJSON {
		return writeJSON(a.Out, comparisonJSON(first, second, e1, e2, r))
	}
	_, err = a.Out.Write([]byte(a.columns(first, second, r, width)))
	return err
}

func comparisonJSON(a, b *brief.Brief, e1, e2 library.Entry, r compare.Result) jsonComparison {
	out := jsonComparison{
		A: jsonName{e1.Path, e1.Title}, B: jsonName{e2.Path, e2.Title},
		Pairs: make([]jsonPair, len(r.Pairs)), OnlyA: []jsonSide{}, OnlyB: []jsonSide{},
	}
	for i, p := range r.Pairs {
		out.Pairs[i] = jsonPair{sideJSON(a, p.A), sideJSON(b, p.B), p.Score, list(p.Shared)}
	}
	for _, s := range r.OnlyA {
		out.OnlyA = append(out.OnlyA, sideJSON(a, s))
	}
	for _, s := range r.OnlyB {
		out.OnlyB = append(out.OnlyB, sideJSON(b, s))
	}
	return out
}

// columns draws the pairs side by side, then what only one brief says.
func (a *app) columns(first, second *brief.Brief, r compare.Result, width int) string {
	col := (width - 3) / 2
	var b strings.Builder
	row := func(left, right string, style func(string) string) {
		l, r := wrapped(left, col), wrapped(right, col)
		for i := range max(len(l), len(r)) {
			fmt.Fprintln(&b, strings.TrimRight(style(at(l, i)+strings.Repeat(" ", col-ansi.StringWidth(at(l, i))))+" │ "+style(at(r, i)), " "))
		}
	}
	plain := func(s string) string { return s }
	row(first.Title, second.Title, a.bold)
	rule := strings.Repeat("─", col+1) + "┼" + strings.Repeat("─", col+1) + "\n"
	for _, p := range r.Pairs {
		b.WriteString(rule)
		row(p.A.Text, p.B.Text, plain)
	}
	for i, lone := range [][]compare.Side{r.OnlyA, r.OnlyB} {
		if len(lone) == 0 {
			continue
		}
		b.WriteString("\n")
		for _, l := range wrapped("Only in: "+[]string{first.Title, second.Title}[i], width) {
			b.WriteString(a.bold(l) + "\n")
		}
		for _, s := range lone {
			lines := wrapped(s.Text, width-2)
			b.WriteString("+ " + strings.Join(lines, "\n  ") + "\n")
		}
	}
	return b.String()
}

func wrapped(text string, width int) []string { return strings.Split(ansi.Wrap(text, width, ""), "\n") }

func at(lines []string, i int) string {
	if i < len(lines) {
		return lines[i]
	}
	return ""
}
