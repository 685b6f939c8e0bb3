package cli

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"broadsheet/internal/brief"
	"broadsheet/internal/inert"
	"broadsheet/internal/library"
	"broadsheet/internal/render"
)

// The widths that --width takes, in columns.
const (
	narrowest = 20
	broadest  = 1000
)

func checkWidth(width int) error {
	if width < narrowest || width > broadest {
		return fmt.Errorf("--width %d: use %d to %d", width, narrowest, broadest)
	}
	return nil
}

func (a *app) show() *cobra.Command {
	var width int
	var format string
	c := &cobra.Command{
		Use:   "show BRIEF",
		Short: "Print one brief: its path in the library, a file, or a part of its title",
		Args:  needs(1, 1, "name one brief"),
		RunE: func(c *cobra.Command, args []string) error {
			if err := checkWidth(width); err != nil {
				return err
			}
			draw, ok := map[string]func(*brief.Brief, library.Entry, int) error{
				"text": a.showText, "markdown": a.showMarkdown, "json": a.showJSON,
			}[format]
			if !ok {
				return fmt.Errorf("--format %q: use text, markdown or json", format)
			}
			if err := a.ready(c.Context()); err != nil {
				return err
			}
			b, e, err := a.anyBrief(args[0])
			if err != nil {
				return err
			}
			return draw(b, e, width)
		},
	}
	c.Flags().IntVar(&width, "width", 80, "columns")
	c.Flags().StringVar(&format, "format", "text", "text, markdown or json")
	return c
}

// showText draws the brief as the reader does, without colours where the
// output is not a terminal.
func (a *app) showText(b *brief.Brief, e library.Entry, width int) error {
	theme, profile := a.printed()
	engine := render.New(theme)
	var out strings.Builder
	if len(b.Passages) == 0 || b.Passages[0].Kind != brief.Heading || b.Passages[0].Text != b.Title {
		for _, l := range wrapped(b.Title, width) {
			fmt.Fprintln(&out, a.bold(l))
		}
	}
	if where := strings.Join(compact([]string{b.Source, b.Day(), strings.Join(b.Authors, ", "), strings.Join(b.Tags, ", ")}), " · "); where != "" {
		fmt.Fprintln(&out, strings.Join(wrapped(where, width), "\n"))
	}
	out.WriteString("\n")
	if a.styled() {
		for i := range b.Passages {
			for _, r := range append(engine.Between(b, i, width), engine.Render(b, i, width).Rows...) {
				fmt.Fprintln(&out, strings.TrimRight(engine.Paint(r, nil, width), " "))
			}
		}
	} else {
		for _, l := range engine.Lines(b, width) {
			fmt.Fprintln(&out, l)
		}
	}
	for _, n := range e.Notes {
		a.warn(e.Path + ": " + n)
	}
	return a.page(coloured(out.String(), profile))
}

// showMarkdown prints the source, made harmless where it goes to a terminal.
func (a *app) showMarkdown(b *brief.Brief, _ library.Entry, _ int) error {
	src := b.Raw
	if isTerminal(a.Out) {
		src = []byte(inert.Text(string(src)))
	}
	_, err := a.Out.Write(src)
	return err
}

func (a *app) showJSON(b *brief.Brief, e library.Entry, _ int) error {
	out := jsonShow{jsonEntry: entryJSON(e), Passages: []jsonPassage{}}
	for i, p := range b.Passages {
		if p.Text == "" {
			continue
		}
		d := b.Disk(p.Span)
		out.Passages = append(out.Passages, jsonPassage{Start: d.Start, End: d.End, Kind: p.Kind.String(), Heading: b.HeadingPath(i), Text: p.Text})
	}
	return writeJSON(a.Out, out)
}
