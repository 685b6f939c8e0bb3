package cli

import (
	"context"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"broadsheet/internal/inert"
	"broadsheet/internal/query"
	"broadsheet/internal/search"
)

func (a *app) search() *cobra.Command {
	var asJSON, explain bool
	var limit int
	c := &cobra.Command{
		Use:   "search [--] QUERY",
		Short: "Search every brief, and print the passages that answer",
		Long: `Search every brief, and print the passages that answer.

  peace talks              both words count, briefs with both first
  "war of narratives"      the phrase, as it is written
  -india                   without
  doha OR istanbul         either; ( ) group
  truce~                   also near spellings
  negotia*                 a beginning
  title: source: author: tag: lang: path:
  date:2025  date:2025-10..2025-11  date:>2025-11-01  date:7d
  is:unread  is:read  is:bookmarked

A word is found in every form and spelling (defence, defense), by other names of
the thing (Turkey, Türkiye) and, for names, by the sound (Tehrik, Tehreek); what
is written as you wrote it comes first. In quotes it is found as you wrote it.
--explain tells of each brief why it stands where it stands.`,
		Args: needs(1, -1, "say what to look for"),
		RunE: func(c *cobra.Command, args []string) error {
			if limit < 1 {
				return fmt.Errorf("--limit %d: use a number from 1", limit)
			}
			o := search.Options{Limit: limit, Is: a.is(c.Context()), Finished: true, Explain: explain}
			return a.find(c.Context(), strings.Join(args, " "), o, asJSON)
		},
	}
	c.Flags().BoolVar(&asJSON, "json", false, "one JSON object")
	c.Flags().BoolVar(&explain, "explain", false, "tell why each brief stands where it stands")
	c.Flags().IntVar(&limit, "limit", 20, "the most briefs to print")
	return c
}

// find answers a query and prints what it finds.
func (a *app) find(ctx context.Context, text string, o search.Options, asJSON bool) error {
	if _, err := a.query(ctx, text); err != nil {
		return err // before anything is read
	}
	if err := a.ready(ctx); err != nil {
		return err
	}
	q, err := a.query(ctx, text)
	if err != nil {
		return err
	}
	res, err := a.index_.Search(ctx, q, o)
	if err != nil {
		return err
	}
	if asJSON {
		err = writeJSON(a.Out, a.resultsJSON(text, res))
	} else {
		err = a.printResults(res)
	}
	switch {
	case err != nil:
		return err
	case res.Total == 0:
		a.sayNearly(ctx, q, o)
		return errNothing
	case len(res.Absent) > 0:
		a.warn("no brief has " + strings.Join(res.Absent, ", "))
	}
	return nil
}

// sayNearly says that near spellings of what is not found are, where they are.
func (a *app) sayNearly(ctx context.Context, q query.Query, o search.Options) {
	parse := func(text string) (query.Query, error) { return a.query(ctx, text) }
	if text, n := a.index_.Nearly(ctx, q, parse, o); n > 0 {
		a.warn(fmt.Sprintf("nothing found; near spellings are in %s: %s", briefsCount(n), text))
	}
}

func (a *app) resultsJSON(text string, res search.Results) jsonResults {
	out := jsonResults{Query: text, Total: res.Total, Briefs: make([]jsonHit, len(res.Briefs))}
	for i, h := range res.Briefs {
		hit := jsonHit{
			Path: h.Entry.Path, Title: h.Entry.Title, Source: h.Entry.Source, Date: h.Entry.Date,
			Score: h.Score, Hits: h.Hits, Variants: variants(h), Passages: make([]jsonMatch, len(h.Passages)), Explain: whyJSON(h.Why),
		}
		for k, p := range h.Passages {
			hit.Passages[k] = jsonMatch{p.Disk.Start, p.Disk.End, list(p.Heading), p.Text, list(p.Matches), mechanisms(p)}
		}
		out.Briefs[i] = hit
	}
	return out
}

// printResults writes the passages for people, the matched words bold where
// the output is a terminal.
func (a *app) printResults(res search.Results) error {
	var b strings.Builder
	for i, h := range res.Briefs {
		if i > 0 {
			b.WriteString("\n")
		}
		about := strings.Join(compact([]string{h.Entry.Source, h.Entry.Day(), h.Entry.Path}), " · ")
		fmt.Fprintln(&b, a.bold(inert.Line(h.Entry.Title))+" · "+inert.Line(about))
		for _, p := range h.Passages {
			if len(p.Heading) > 0 {
				fmt.Fprintln(&b, "  ["+inert.Line(strings.Join(p.Heading, " › "))+"]")
			}
			fmt.Fprintln(&b, "    "+a.marked(p.Text, p.Matches))
		}
		if h.Why != nil {
			for i, line := range h.Why.Lines() {
				lead := "    "
				if i == 0 {
					lead = "  why: "
				}
				fmt.Fprintln(&b, lead+inert.Line(line))
			}
		}
	}
	return a.page(b.String())
}

func compact(parts []string) []string {
	var out []string
	for _, p := range parts {
		if p != "" {
			out = append(out, p)
		}
	}
	return out
}

// around is how many bytes of a long passage are printed before the first
// match, and in all.
const (
	aroundBefore = 120
	aroundAll    = 400
)

// marked is a passage in one line, cut around its first match, with the
// matches bold.
func (a *app) marked(text string, matches [][2]int) string {
	text = oneLine.Replace(text) // byte for byte, so that the matches still fit
	from, to := 0, len(text)
	if len(text) > aroundAll {
		if len(matches) > 0 {
			from = max(0, matches[0][0]-aroundBefore)
		}
		to = min(len(text), from+aroundAll)
		from, to = wordEdges(text, from, to)
	}
	var b strings.Builder
	if from > 0 {
		b.WriteString("… ")
	}
	at := from
	for _, m := range matches {
		if m[0] < at || m[1] > to {
			continue
		}
		b.WriteString(text[at:m[0]] + a.bold(text[m[0]:m[1]]))
		at = m[1]
	}
	b.WriteString(text[at:to])
	if to < len(text) {
		b.WriteString(" …")
	}
	return b.String()
}

var oneLine = strings.NewReplacer("\n", " ", "\t", " ")

// wordEdges moves the ends of a cut to spaces.
func wordEdges(text string, from, to int) (int, int) {
	if from > 0 {
		if i := strings.IndexByte(text[from:to], ' '); i >= 0 {
			from += i + 1
		}
	}
	if to < len(text) {
		if i := strings.LastIndexByte(text[from:to], ' '); i > 0 {
			to = from + i
		}
	}
	return from, to
}

func (a *app) bold(s string) string {
	if !a.styled() {
		return s
	}
	return "\x1b[1m" + s + "\x1b[22m"
}
