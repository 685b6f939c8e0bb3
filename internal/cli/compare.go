package cli

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"broadsheet/internal/brief"
	"broadsheet/internal/compare"
	"broadsheet/internal/library"
)

func (a *app) compare() *cobra.Command {
	var asJSON bool
	var width int
	var format string
	c := &cobra.Command{
		Use:   "compare A B",
		Short: "Say which passages of two briefs speak of the same thing, and what only one says; of two versions of a text, what was changed",
		Args:  needs(2, 2, "name two briefs"),
		RunE: func(c *cobra.Command, args []string) error {
			if err := checkWidth(width); err != nil {
				return err
			}
			switch format {
			case "text", "markdown", "json":
			default:
				return fmt.Errorf("--format %q: use text, markdown or json", format)
			}
			if asJSON {
				format = "json"
			}
			if err := a.ready(c.Context()); err != nil {
				return err
			}
			x, err := a.comparison(c.Context(), args)
			if err != nil {
				return err
			}
			if format == "text" && !isTerminal(a.Out) && !c.Flags().Changed("width") {
				format = "list"
			}
			return x.write(format, width)
		},
	}
	c.Flags().BoolVar(&asJSON, "json", false, "one JSON object")
	c.Flags().IntVar(&width, "width", 120, "columns of the two side by side; without it, what does not go to a terminal is a plain list")
	c.Flags().StringVar(&format, "format", "text", "text, markdown or json")
	return c
}

// A comparison is two briefs and what they have in common, on its way to be
// written.
type comparison struct {
	*app
	briefs  [2]*brief.Brief
	entries [2]library.Entry
	result  compare.Result
	diff    compare.Diff
	are     bool // versions of one text
}

// comparison reads and compares two briefs.
func (a *app) comparison(ctx context.Context, names []string) (x comparison, err error) {
	x.app = a
	for i, name := range names {
		if x.briefs[i], x.entries[i], err = a.anyBrief(name); err != nil {
			return x, err
		}
	}
	if x.result, err = compare.Briefs(ctx, x.briefs[0], x.briefs[1], a.synonyms); err != nil {
		return x, err
	}
	x.diff, x.are, err = compare.Versions(ctx, x.briefs[0], x.briefs[1])
	return x, err
}

func (x comparison) write(format string, width int) error {
	switch format {
	case "json":
		return writeJSON(x.Out, x.json())
	case "markdown":
		return x.markdown()
	case "list":
		return x.list()
	}
	return x.columns(width)
}

// json gives the object that --json prints.
func (x comparison) json() jsonComparison {
	a, b := x.briefs[0], x.briefs[1]
	out := jsonComparison{
		A: jsonName{x.entries[0].Path, x.entries[0].Title}, B: jsonName{x.entries[1].Path, x.entries[1].Title},
		Pairs: x.pairsJSON(x.result.Pairs), Perhaps: x.pairsJSON(x.result.Perhaps), OnlyA: []jsonSide{}, OnlyB: []jsonSide{},
	}
	for _, s := range x.result.OnlyA {
		out.OnlyA = append(out.OnlyA, sideJSON(a, s))
	}
	for _, s := range x.result.OnlyB {
		out.OnlyB = append(out.OnlyB, sideJSON(b, s))
	}
	if x.are {
		v := &jsonVersions{Same: x.diff.Same, Edits: []jsonEdit{}}
		for _, e := range x.diff.Edits {
			v.Edits = append(v.Edits, x.editJSON(e))
		}
		out.Versions = v
	}
	return out
}

func (x comparison) pairsJSON(pairs []compare.Pair) []jsonPair {
	a, b := x.briefs[0], x.briefs[1]
	out := make([]jsonPair, len(pairs))
	for i, p := range pairs {
		marks := []jsonMark{}
		for _, m := range p.Marks {
			marks = append(marks, jsonMark{m.Kind.String(), m.Word, spansJSON(a, m.A), spansJSON(b, m.B)})
		}
		out[i] = jsonPair{sideJSON(a, p.A), sideJSON(b, p.B), p.Score, list(p.Shared), marks}
	}
	return out
}

func (x comparison) editJSON(e compare.Edit) jsonEdit {
	a, b := x.briefs[0], x.briefs[1]
	out := jsonEdit{A: editSideJSON(a, e.A), B: editSideJSON(b, e.B), Moved: e.Moved, Split: e.Split, Cut: spansJSON(a, e.Cut), Put: spansJSON(b, e.Put)}
	for _, s := range e.More {
		if e.Split {
			out.More = append(out.More, sideJSON(b, s))
		} else {
			out.More = append(out.More, sideJSON(a, s))
		}
	}
	return out
}

// editSideJSON is nil where the text has no such passage.
func editSideJSON(b *brief.Brief, s compare.Side) *jsonSide {
	if s.Passage < 0 {
		return nil
	}
	out := sideJSON(b, s)
	return &out
}

func spansJSON(b *brief.Brief, spans []brief.Span) [][2]int {
	out := make([][2]int, len(spans))
	for i, s := range spans {
		d := b.Disk(s)
		out[i] = [2]int{d.Start, d.End}
	}
	return out
}
