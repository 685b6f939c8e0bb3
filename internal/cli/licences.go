package cli

import (
	_ "embed"
	"io"
	"strings"

	"github.com/spf13/cobra"
)

// The licences of everything that is built into the program; licences_test.go
// makes the file from the sources that are built, and fails when it is out of
// date.
//
//go:embed licences.txt
var licenceTexts string

func (a *app) licences() *cobra.Command {
	var full bool
	c := &cobra.Command{
		Use:   "licences",
		Short: "List what the program is made with, and the licences of it",
		Args:  needs(0, 0, "it takes no argument"),
		RunE: func(*cobra.Command, []string) error {
			text := licenceTexts
			if !full {
				text, _, _ = strings.Cut(text, "\n\n")
				text += "\n"
			}
			_, err := io.WriteString(a.Out, text)
			return err
		},
	}
	c.Flags().BoolVar(&full, "full", false, "with the texts of the licences")
	return c
}
