package cli

import (
	"fmt"

	"github.com/spf13/cobra"
)

func (a *app) index() *cobra.Command {
	var asJSON, rebuild bool
	c := &cobra.Command{
		Use:   "index",
		Short: "Bring the index up to date",
		Args:  needs(0, 0, "it takes no argument"),
		RunE: func(c *cobra.Command, _ []string) error {
			if err := a.open(nil); err != nil {
				return err
			}
			r, err := a.refresh(c.Context(), rebuild)
			if err != nil {
				return err
			}
			if asJSON {
				return writeJSON(a.Out, jsonReport(r))
			}
			_, err = fmt.Fprintf(a.Out, "%d briefs: %d added, %d changed, %d removed, %d skipped, in %.1f s\n",
				r.Briefs, r.Added, r.Changed, r.Removed, r.Skipped, r.Seconds)
			return err
		},
	}
	c.Flags().BoolVar(&asJSON, "json", false, "one JSON object")
	c.Flags().BoolVar(&rebuild, "rebuild", false, "forget the index and make it anew")
	return c
}
