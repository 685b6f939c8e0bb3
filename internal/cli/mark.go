package cli

import (
	"time"

	"github.com/spf13/cobra"

	"broadsheet/internal/reading"
)

func (a *app) mark() *cobra.Command {
	c := &cobra.Command{
		Use:   "mark",
		Short: "Mark briefs as read, or as unread",
		Args:  needs(1, 0, "say as what: read or unread"),
		RunE:  func(*cobra.Command, []string) error { return nil },
	}
	c.AddCommand(a.markAs("read", true), a.markAs("unread", false))
	return c
}

// markAs is read or unread.
func (a *app) markAs(what string, read bool) *cobra.Command {
	return &cobra.Command{
		Use:   what + " BRIEF...",
		Short: "Mark briefs as " + what,
		Args:  needs(1, -1, "name the briefs"),
		RunE: func(c *cobra.Command, briefs []string) error {
			if err := a.ready(c.Context()); err != nil {
				return err
			}
			store, known, err := a.reading()
			if err != nil {
				return err
			}
			var records []reading.Record
			for _, b := range briefs { // all of them or none
				e, err := a.library.Resolve(b, a.index_.Catalogue())
				if err != nil {
					return err
				}
				r, _ := known.Of(e.Path, e.Hash) // where one stopped stays
				r.Hash, r.Read, r.At = e.Hash, read, time.Now()
				records = append(records, r)
			}
			return store.Keep(records...)
		},
	}
}
