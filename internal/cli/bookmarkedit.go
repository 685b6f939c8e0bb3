package cli

import (
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"broadsheet/internal/bookmark"
)

// keptMark gives the bookmark with an ID, and the store it is in.
func (a *app) keptMark(id string) (*bookmark.Store, bookmark.Bookmark, error) {
	store, marks, err := a.allMarks()
	if err != nil {
		return nil, bookmark.Bookmark{}, err
	}
	m, err := a.markNamed(marks, id)
	return store, m, err
}

// markNamed is the bookmark with an ID; the error says whether there is none, or
// one that cannot be read.
func (a *app) markNamed(marks []bookmark.Bookmark, id string) (bookmark.Bookmark, error) {
	if i := slices.IndexFunc(marks, func(m bookmark.Bookmark) bool { return m.ID == id }); i >= 0 {
		return marks[i], nil
	}
	for _, p := range a.damaged {
		if strings.TrimSuffix(filepath.Base(p.File), ".md") == id {
			return bookmark.Bookmark{}, fmt.Errorf("bookmark %s cannot be changed: %s: %s", id, p.File, p.Reason)
		}
	}
	return bookmark.Bookmark{}, fmt.Errorf("there is no bookmark %s; bookmark list names them", id)
}

func (a *app) bookmarkEdit() *cobra.Command {
	var note, colour string
	var tags []string
	c := &cobra.Command{
		Use:   "edit ID",
		Short: "Change the note, the tags or the colour of a bookmark; what is not given stays",
		Args:  needs(1, 1, "name one bookmark"),
		RunE: func(c *cobra.Command, args []string) error {
			given := c.Flags().Changed
			if !given("note") && !given("tag") && !given("colour") {
				return errors.New("say what to change: --note, --tag or --colour")
			}
			if err := bookmark.CheckColour(colour); err != nil {
				return err
			}
			if err := a.setUp(nil); err != nil {
				return err
			}
			store, m, err := a.keptMark(args[0])
			if err != nil {
				return err
			}
			if given("note") {
				m.Note = note
			}
			if given("tag") {
				m.Tags = bookmark.CleanTags(tags)
			}
			if given("colour") {
				m.Colour = colour
			}
			return a.update(store, m.Renewed(a.library))
		},
	}
	c.Flags().StringVar(&note, "note", "", "the new note; empty for none")
	c.Flags().StringArrayVar(&tags, "tag", nil, "a tag, or several with commas between; may be given more than once, and an empty one for none")
	c.Flags().StringVar(&colour, "colour", "", "a colour: "+strings.Join(bookmark.Colours(), ", ")+"; empty for none")
	return c
}

// update saves an edited bookmark, and prints its ID where that is another one.
func (a *app) update(store *bookmark.Store, m bookmark.Bookmark) error {
	kept, err := store.Update(m)
	if err == nil && kept.ID != m.ID {
		a.warn("it was changed by another program meanwhile: both are kept, yours as " + kept.ID)
	}
	return err
}

func (a *app) bookmarkAttach() *cobra.Command {
	var quote string
	c := &cobra.Command{
		Use:   "attach ID BRIEF",
		Short: "Give a bookmark another place: the words of --quote in a brief",
		Args:  needs(2, 2, "name a bookmark and a brief"),
		RunE: func(c *cobra.Command, args []string) error {
			if strings.TrimSpace(quote) == "" {
				return errors.New("say which words: --quote TEXT")
			}
			if err := a.ready(c.Context()); err != nil {
				return err
			}
			store, m, err := a.keptMark(args[0])
			if err != nil {
				return err
			}
			b, e, anchor, err := a.anchor(c.Context(), args[1], quote)
			if err != nil {
				return fmt.Errorf("%s: %w", firstWord(e.Path, args[1]), err)
			}
			return a.update(store, m.Attach(anchor, b, a.library))
		},
	}
	c.Flags().StringVar(&quote, "quote", "", "the words it is to stand at, as they are read")
	return c
}

func (a *app) bookmarkRestore() *cobra.Command {
	return &cobra.Command{
		Use:   "restore [ID...]",
		Short: "Bring deleted bookmarks back, or what edited ones were before; without ID the last change",
		Args:  needs(0, -1, "name the bookmarks"),
		RunE: func(_ *cobra.Command, ids []string) error {
			if err := a.setUp(nil); err != nil {
				return err
			}
			store, err := a.store()
			if err != nil {
				return err
			}
			if len(ids) == 0 {
				m, _, err := store.Undo()
				if err != nil {
					return err
				}
				_, err = fmt.Fprintln(a.Out, m.ID)
				return err
			}
			for _, id := range ids {
				if _, err := store.Restore(id); err != nil {
					return err
				}
			}
			return nil
		},
	}
}
