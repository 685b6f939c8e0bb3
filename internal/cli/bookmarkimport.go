package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"

	"github.com/spf13/cobra"

	"broadsheet/internal/bookmark"
	"broadsheet/internal/inert"
)

func (a *app) bookmarkImport() *cobra.Command {
	var dry bool
	c := &cobra.Command{
		Use:   "import FILE",
		Short: "Add the bookmarks of an export as json or annotation, or W3C annotations of another program; - reads standard input",
		Args:  needs(1, 1, "name one file, or - for standard input"),
		RunE: func(c *cobra.Command, args []string) error {
			marks, skipped, err := a.toImport(args[0])
			if err != nil {
				return err
			}
			ctx, stop := signal.NotifyContext(c.Context(), os.Interrupt)
			defer stop()
			context.AfterFunc(ctx, stop) // a second ctrl-c ends the program at once
			p, kept, err := a.addImported(ctx, marks, dry)
			switch {
			case errors.Is(err, context.Canceled) && kept == 0:
				return errors.New("interrupted: nothing was imported")
			case errors.Is(err, context.Canceled):
				err = errors.New("interrupted")
				fallthrough
			case err != nil && kept > 0:
				return fmt.Errorf("%d of %d were imported and are kept: %w; import the file again for the rest, nothing comes twice", kept, len(p.Fresh), err)
			case err != nil:
				return err
			}
			_, err = fmt.Fprintln(a.Out, imported(p, skipped))
			return err
		},
	}
	c.Flags().BoolVar(&dry, "dry-run", false, "say what would be imported, and add nothing")
	return c
}

// toImport reads the bookmarks of a file, or of standard input, and says how
// many of its entries are none.
func (a *app) toImport(file string) (marks []bookmark.Bookmark, skipped int, err error) {
	in, name := io.Reader(a.In), "standard input"
	if file != "-" {
		f, err := os.Open(file)
		if err != nil {
			return nil, 0, err
		}
		defer f.Close()
		in, name = f, inert.Line(file)
	}
	marks, not, err := bookmark.Parse(in)
	if err != nil {
		return nil, 0, fmt.Errorf("%s: %w", name, err)
	}
	for _, s := range not {
		a.warn("not imported: " + inert.Line(s))
	}
	return marks, len(not), nil
}

// addImported finds the places of bookmarks in the library and adds those that
// are not there yet; kept is how many of these are on the disk.
func (a *app) addImported(ctx context.Context, marks []bookmark.Bookmark, dry bool) (p bookmark.Placing, kept int, err error) {
	if err := a.ready(ctx); err != nil {
		return p, 0, err
	}
	store, err := a.store()
	if err != nil {
		return p, 0, err
	}
	if !dry {
		end, err := store.StartImport()
		if err != nil {
			return p, 0, err
		}
		defer end()
	}
	old, _, err := store.All()
	if err != nil {
		return p, 0, err
	}
	show, wipe := a.progress()
	defer wipe()
	p, err = bookmark.Placed(ctx, a.library, a.index_.Catalogue(), a.index_.Like, marks, old, show)
	if err != nil || dry {
		return p, 0, err
	}
	err = store.AddAll(ctx, p.Fresh, func(n int) {
		kept = n
		show("saving bookmarks", n, len(p.Fresh))
	})
	return p, kept, err
}

// imported says what has become of the bookmarks of a file.
func imported(p bookmark.Placing, skipped int) string {
	was := map[bool]string{true: "was", false: "were"}
	text := fmt.Sprintf("%d imported, %d of them lost; %d %s there already; ", len(p.Fresh), p.Lost, p.Known, was[p.Known == 1])
	if p.Doubled > 0 {
		text += fmt.Sprintf("%d %s in the file twice; ", p.Doubled, was[p.Doubled == 1])
	}
	return text + fmt.Sprintf("%d skipped", skipped)
}
