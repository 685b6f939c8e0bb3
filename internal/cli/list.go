package cli

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"broadsheet/internal/inert"
	"broadsheet/internal/library"
	"broadsheet/internal/search"
)

func (a *app) list() *cobra.Command {
	var asJSON bool
	var by, where string
	c := &cobra.Command{
		Use:   "list",
		Short: "List the briefs of the library",
		Args:  needs(0, 0, "it takes no argument"),
		RunE: func(c *cobra.Command, _ []string) error {
			order, err := library.ParseOrder(by)
			if err != nil {
				return err
			}
			if _, err := a.query(c.Context(), where); err != nil {
				return err
			}
			if err := a.ready(c.Context()); err != nil {
				return err
			}
			entries, err := a.matching(c, where)
			if err != nil {
				return err
			}
			order.Sort(entries)
			if err := a.printList(entries, asJSON); err != nil {
				return err
			}
			if len(entries) == 0 {
				return errNothing
			}
			return nil
		},
	}
	c.Flags().BoolVar(&asJSON, "json", false, "one JSON object")
	c.Flags().StringVar(&by, "sort", "date", "date, title or source")
	c.Flags().StringVar(&where, "where", "", "only the briefs that answer this query")
	return c
}

// matching are the briefs that answer a query; all of them for none.
func (a *app) matching(c *cobra.Command, where string) ([]library.Entry, error) {
	if strings.TrimSpace(where) == "" {
		return append([]library.Entry(nil), a.index_.Catalogue()...), nil
	}
	q, err := a.query(c.Context(), where)
	if err != nil {
		return nil, err
	}
	res, err := a.index_.Search(c.Context(), q, search.Options{Limit: -1, Passages: search.NoPassages, Is: a.is(c.Context())})
	if err != nil {
		return nil, err
	}
	entries := make([]library.Entry, len(res.Briefs))
	for i, h := range res.Briefs {
		entries[i] = h.Entry
	}
	return entries, nil
}

func (a *app) printList(entries []library.Entry, asJSON bool) error {
	skipped := a.index_.Skipped()
	if asJSON {
		out := jsonList{Briefs: make([]jsonEntry, len(entries)), Skipped: skippedJSON(skipped)}
		for i, e := range entries {
			out.Briefs[i] = entryJSON(e)
		}
		return writeJSON(a.Out, out)
	}
	for _, e := range entries {
		where := e.Path
		if e.Source != "" {
			where = e.Source + " · " + e.Path
		}
		if _, err := fmt.Fprintf(a.Out, "%-10s  %s  (%s)\n", e.Day(), inert.Line(e.Title), inert.Line(where)); err != nil {
			return err
		}
	}
	if n := len(skipped); n > 0 && len(a.index_.Catalogue()) > 0 { // else that has been said
		a.warn(fmt.Sprintf("%d skipped; broadsheet doctor says why", n))
	}
	return nil
}
