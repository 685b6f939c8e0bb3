package cli

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"
)

// group is a command that has others, and does nothing by itself.
func group(use, short string, commands ...*cobra.Command) *cobra.Command {
	names := make([]string, len(commands))
	for i, c := range commands {
		names[i] = c.Name()
	}
	last := len(names) - 1
	c := &cobra.Command{
		Use:   use,
		Short: short + ": " + strings.Join(names, ", "),
		Args:  needs(1, 0, "say what to do: "+strings.Join(names[:last], ", ")+" or "+names[last]),
		RunE:  func(*cobra.Command, []string) error { return nil },
	}
	c.AddCommand(commands...)
	return c
}

// removeAll deletes what each of some names means, or nothing where one of them
// means nothing. find gives the ID of a name.
func removeAll(names []string, remove func(id string) error, find func(name string) (id string, err error)) error {
	var ids []string
	for _, name := range names {
		id, err := find(name)
		if err != nil {
			return fmt.Errorf("%w; nothing was deleted", err)
		}
		if !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	for _, id := range ids {
		if err := remove(id); err != nil {
			return err
		}
	}
	return nil
}
