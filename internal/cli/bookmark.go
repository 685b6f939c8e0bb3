package cli

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"broadsheet/internal/bookmark"
	"broadsheet/internal/brief"
	"broadsheet/internal/inert"
	"broadsheet/internal/library"
	"broadsheet/internal/query"
)

func (a *app) bookmark() *cobra.Command {
	return group("bookmark", "Keep passages", a.bookmarkAdd(), a.bookmarkEdit(), a.bookmarkList(false), a.bookmarkList(true),
		a.bookmarkAttach(), a.bookmarkRemove(), a.bookmarkRestore(), a.bookmarkExport(), a.bookmarkImport())
}

func (a *app) bookmarkAdd() *cobra.Command {
	var quote, note, colour string
	var tags []string
	c := &cobra.Command{
		Use:   "add BRIEF",
		Short: "Bookmark the words of --quote, or else the first passage of the brief",
		Args:  needs(1, 1, "name one brief"),
		RunE: func(c *cobra.Command, args []string) error {
			if err := bookmark.CheckColour(colour); err != nil {
				return err
			}
			if c.Flags().Changed("quote") && strings.TrimSpace(quote) == "" {
				return errors.New("--quote is empty: give the words to bookmark, or leave it out for the first passage")
			}
			if err := a.ready(c.Context()); err != nil {
				return err
			}
			b, e, anchor, err := a.anchor(c.Context(), args[0], quote)
			if err != nil {
				return fmt.Errorf("%s: %w", firstWord(e.Path, args[0]), err)
			}
			store, err := a.store()
			if err != nil {
				return err
			}
			m := bookmark.New(anchor, b, a.library)
			m.Note, m.Tags, m.Colour = note, bookmark.CleanTags(tags), colour
			made, err := store.Add(m)
			if err != nil {
				return err
			}
			_, err = fmt.Fprintln(a.Out, made.ID)
			return err
		},
	}
	c.Flags().StringVar(&quote, "quote", "", "the words to bookmark, as they are read")
	c.Flags().StringVar(&note, "note", "", "a note")
	c.Flags().StringVar(&colour, "colour", "", "a colour: "+strings.Join(bookmark.Colours(), ", "))
	c.Flags().StringArrayVar(&tags, "tag", nil, "a tag, or several with commas between; may be given more than once")
	return c
}

// anchor makes the anchor of a quote in the brief that an argument means, as
// spanOf does.
func (a *app) anchor(ctx context.Context, arg, quote string) (*brief.Brief, library.Entry, bookmark.Anchor, error) {
	b, e, err := a.brief(arg)
	if err != nil {
		return nil, e, bookmark.Anchor{}, err
	}
	span, err := spanOf(b, quote)
	if err != nil {
		return nil, e, bookmark.Anchor{}, err
	}
	anchor := bookmark.Anchored(b, e.Path, e.Hash, span)
	anchor.Also = bookmark.Elsewhere(ctx, a.library, a.index_.Like, anchor)
	return b, e, anchor, nil
}

func firstWord(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

// spanOf is where a quote stands; without a quote, the first passage of
// running text.
func spanOf(b *brief.Brief, quote string) (brief.Span, error) {
	if quote != "" {
		return bookmark.Find(b, quote)
	}
	for _, p := range b.Passages {
		if p.Kind != brief.Heading && p.Text != "" && !p.Aside {
			return p.Span, nil
		}
	}
	return brief.Span{}, errors.New("there is no text to bookmark")
}

// bookmarks are those of the library, with where they stand, that answer
// where; or else those of other libraries.
func (a *app) bookmarks(ctx context.Context, where string, strange bool) ([]bookmark.Item, error) {
	q, err := a.parse(ctx, where, query.Options{Now: time.Now(), Synonyms: a.synonyms, Made: true})
	if err != nil {
		return nil, err
	}
	if err := a.ready(ctx); err != nil {
		return nil, err
	}
	items, others, err := a.placed(ctx)
	if err != nil {
		return nil, err
	}
	switch n := len(others); {
	case strange:
		items = others
	case n == 1:
		a.warn("one of your bookmarks belongs to another library: broadsheet bookmark list --others shows it")
	case n > 1:
		a.warn(fmt.Sprintf("%d of your bookmarks belong to other libraries: broadsheet bookmark list --others shows them", n))
	}
	return bookmark.Where(items, q, a.isRead()), nil
}

// bookmarkList is list, or check, which also fails where a bookmark is lost.
func (a *app) bookmarkList(check bool) *cobra.Command {
	var asJSON, strange bool
	var where string
	c := &cobra.Command{
		Use:   "list",
		Short: "List the bookmarks, and where they stand",
		Args:  needs(0, 0, "it takes no argument"),
		RunE: func(c *cobra.Command, _ []string) error {
			items, err := a.bookmarks(c.Context(), where, strange)
			if err != nil {
				return err
			}
			if asJSON {
				err = bookmark.Export(a.Out, "json", items)
			} else {
				err = a.printBookmarks(items)
			}
			if err != nil {
				return err
			}
			lost := false
			for _, it := range items {
				lost = lost || it.Place.State == bookmark.Lost
			}
			if check && (lost || len(a.damaged) > 0) || !check && len(items) == 0 {
				return errNothing
			}
			return nil
		},
	}
	c.Flags().BoolVar(&asJSON, "json", false, "one JSON object")
	if check {
		c.Use, c.Short = "check", "Say of each bookmark whether its words still stand; exit code 1 where one is lost"
	} else {
		c.Flags().StringVar(&where, "where", "", "only the bookmarks that answer this query")
		c.Flags().BoolVar(&strange, "others", false, "those of your bookmarks that belong to other libraries, and where those are")
	}
	return c
}

func (a *app) printBookmarks(items []bookmark.Item) error {
	var b strings.Builder
	for _, it := range items {
		m := it.Bookmark
		where := it.Path
		if it.Place.State == bookmark.Unsought {
			where = firstWord(m.File, where)
		}
		fmt.Fprintf(&b, "%s  %-7s  %s (%s)\n", m.ID, it.Place.State, inert.Line(m.Title), inert.Line(where))
		fmt.Fprintf(&b, "    “%s”\n", inert.Line(m.Quote))
		if it.Now != "" {
			d := bookmark.Difference(m.Quote, it.Now)
			fmt.Fprintf(&b, "    now “%s” (%s)\n", inert.Line(bookmark.InWords(d)), bookmark.Summary(d))
		}
		for i, c := range it.Candidates {
			fmt.Fprintf(&b, "    %d? “%s”", i+1, inert.Line(c.Text))
			if c.Path != it.Path {
				fmt.Fprintf(&b, " in %s", inert.Line(c.Path))
			}
			b.WriteByte('\n')
		}
		for _, line := range noted(m) {
			b.WriteString(strings.TrimRight("    "+line, " ") + "\n")
		}
	}
	_, err := a.Out.Write([]byte(b.String()))
	return err
}

// noted are the lines of a bookmark's colour, note and tags; the tags stand
// beside a note of one line and under a longer one.
func noted(m bookmark.Bookmark) []string {
	text := strings.TrimSpace(inert.Text(m.Note))
	if m.Colour != "" {
		text = strings.TrimSpace("[" + inert.Line(m.Colour) + "] " + text)
	}
	tags := bookmark.Hashtags(m.Tags)
	switch {
	case text == "" && tags == "":
		return nil
	case text == "" || tags == "":
		text += tags
	case strings.Contains(text, "\n"):
		text += "\n" + tags
	default:
		text += " " + tags
	}
	return strings.Split(text, "\n")
}

func (a *app) bookmarkRemove() *cobra.Command {
	return &cobra.Command{
		Use:   "remove ID...",
		Short: "Delete bookmarks",
		Args:  needs(1, -1, "name the bookmarks"),
		RunE: func(_ *cobra.Command, ids []string) error {
			if err := a.setUp(nil); err != nil {
				return err
			}
			store, marks, err := a.allMarks()
			if err != nil {
				return err
			}
			return removeAll(ids, store.Remove, func(id string) (string, error) {
				m, err := a.markNamed(marks, id)
				return m.ID, err
			})
		},
	}
}

func (a *app) bookmarkExport() *cobra.Command {
	var format, where string
	c := &cobra.Command{
		Use:   "export",
		Short: "Write the bookmarks as Markdown, JSON, CSV or W3C annotations",
		Args:  needs(0, 0, "it takes no argument"),
		RunE: func(c *cobra.Command, _ []string) error {
			if _, err := bookmark.FormatNamed(format); err != nil {
				return err
			}
			items, err := a.bookmarks(c.Context(), where, false)
			if err != nil {
				return err
			}
			bookmark.Count(a.library, items)
			if err := bookmark.Export(a.Out, format, items); err != nil {
				return err
			}
			if len(items) == 0 {
				return errNothing
			}
			return nil
		},
	}
	c.Flags().StringVar(&format, "format", "markdown", "markdown, json, csv or annotation")
	c.Flags().StringVar(&where, "where", "", "only the bookmarks that answer this query")
	return c
}
