package cli

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"broadsheet/internal/inert"
	"broadsheet/internal/query"
	"broadsheet/internal/searches"
)

type jsonSearch struct {
	ID      string `json:"id"`
	Name    string `json:"name"`
	Query   string `json:"query"`
	Created string `json:"created"` // "" where unknown
	Briefs  int    `json:"briefs"`  // that answer
	New     int    `json:"new"`     // of them not seen yet; 0 where it was never looked at
	Seen    string `json:"seen"`    // when it was last looked at; "" never
	Problem string `json:"problem"` // why it cannot be answered; "" where it can
}

type jsonSearches struct {
	Searches []jsonSearch  `json:"searches"`
	Problems []jsonSkipped `json:"problems"` // lines that cannot be read
}

func (a *app) saved() *cobra.Command {
	return group("saved", "Keep searches", a.savedAdd(), a.savedList(), a.savedRemove())
}

// searches opens the searches that are kept.
func (a *app) searches() *searches.Store {
	return searches.Open(a.folders.Searches(), a.folders.History())
}

func (a *app) savedAdd() *cobra.Command {
	return &cobra.Command{
		Use:   "add [--] NAME QUERY",
		Short: "Keep a search under a name; what answers it now counts as seen",
		Args:  needs(2, -1, "give it a name, and say what to look for"),
		RunE: func(c *cobra.Command, args []string) error {
			text := strings.Join(args[1:], " ")
			if _, err := a.query(c.Context(), text); err != nil {
				return err
			}
			if err := a.ready(c.Context()); err != nil {
				return err
			}
			paths, err := a.answering(c.Context(), text, a.is(c.Context()))
			if err != nil {
				return err
			}
			store := a.searches()
			made, err := store.Save(searches.Saved{Name: args[0], Query: text, Library: a.library.Key()})
			if err != nil {
				return err
			}
			if err := store.SetSeen(made.ID, paths); err != nil { // it is saved all the same
				a.warn(err.Error())
			}
			_, err = fmt.Fprintf(a.Out, "%s: %s\n", inert.Line(made.Name), briefsCount(len(paths)))
			return err
		},
	}
}

// answering are the paths of all briefs that search would find.
func (a *app) answering(ctx context.Context, text string, is func(what, path string) bool) ([]string, error) {
	q, err := a.query(ctx, text)
	if err != nil {
		return nil, err
	}
	return a.index_.Paths(ctx, q, is)
}

func briefsCount(n int) string {
	if n == 1 {
		return "1 brief"
	}
	return fmt.Sprintf("%d briefs", n)
}

// kept are the saved searches of the library. Lines that cannot be read are
// said, and are no error.
func (a *app) kept(store *searches.Store) ([]searches.Saved, []searches.Problem, error) {
	list, problems, err := store.Saved(a.library.Key())
	for _, p := range problems {
		a.warn(fmt.Sprintf("saved search, %s:%d: %s", p.File, p.Line, p.Reason))
	}
	return list, problems, err
}

func (a *app) savedList() *cobra.Command {
	var asJSON bool
	c := &cobra.Command{
		Use:   "list",
		Short: "List the saved searches: how many briefs answer, and how many of them you have not seen in the reader",
		Args:  needs(0, 0, "it takes no argument"),
		RunE: func(c *cobra.Command, _ []string) error {
			if err := a.ready(c.Context()); err != nil {
				return err
			}
			store := a.searches()
			list, problems, err := a.kept(store)
			if err != nil {
				return err
			}
			if every, _, err := store.All(); err == nil && len(every) > len(list) {
				a.warn(fmt.Sprintf("%d of your saved searches belong to other libraries", len(every)-len(list)))
			}
			rows, err := a.counted(c.Context(), store, list)
			if err != nil {
				return err
			}
			if asJSON {
				err = writeJSON(a.Out, jsonSearches{rows, badLines(problems)})
			} else {
				err = a.printSearches(rows)
			}
			if err == nil && len(rows) == 0 {
				return errNothing
			}
			return err
		},
	}
	c.Flags().BoolVar(&asJSON, "json", false, "one JSON object")
	return c
}

// counted answers each saved search. One that cannot be answered says why and
// keeps none of the others.
func (a *app) counted(ctx context.Context, store *searches.Store, list []searches.Saved) ([]jsonSearch, error) {
	is := a.is(ctx)
	rows := make([]jsonSearch, len(list))
	for i, x := range list {
		rows[i] = jsonSearch{ID: x.ID, Name: x.Name, Query: x.Query, Created: timeText(x.Created)}
		paths, err := a.answering(ctx, x.Query, is)
		if wrong := (*query.Error)(nil); errors.As(err, &wrong) {
			rows[i].Problem = err.Error()
			continue
		}
		if err != nil {
			return nil, err
		}
		seen, err := store.Seen(x.ID)
		if err != nil {
			a.warn(err.Error())
		}
		rows[i].Briefs, rows[i].New, rows[i].Seen = len(paths), seen.New(paths), timeText(seen.At)
	}
	return rows, nil
}

func timeText(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Format(time.RFC3339)
}

func badLines(problems []searches.Problem) []jsonSkipped {
	out := make([]jsonSkipped, len(problems))
	for i, p := range problems {
		out[i] = jsonSkipped{fmt.Sprintf("%s:%d", p.File, p.Line), p.Reason}
	}
	return out
}

func (a *app) printSearches(rows []jsonSearch) error {
	var b strings.Builder
	for _, r := range rows {
		count := fmt.Sprintf("%12s", briefsCount(r.Briefs))
		switch {
		case r.Problem != "":
			count = fmt.Sprintf("%12s", "?")
			a.warn(fmt.Sprintf("saved search %q: %s", r.Name, r.Problem))
		case r.New > 0:
			count += fmt.Sprintf(", %d new", r.New)
		}
		fmt.Fprintf(&b, "%-22s  %s  (%s)\n", count, inert.Line(r.Name), inert.Line(r.Query))
	}
	_, err := a.Out.Write([]byte(b.String()))
	return err
}

func (a *app) savedRemove() *cobra.Command {
	return &cobra.Command{
		Use:   "remove NAME...",
		Short: "Delete saved searches",
		Args:  needs(1, -1, "name the saved searches"),
		RunE: func(_ *cobra.Command, names []string) error {
			if err := a.setUp(nil); err != nil {
				return err
			}
			store := a.searches()
			list, _, err := a.kept(store)
			if err != nil {
				return err
			}
			return removeAll(names, store.Remove, func(name string) (string, error) {
				x, err := savedCalled(list, name)
				return x.ID, err
			})
		},
	}
}

// bySaved is the search command c with a flag for a saved search in place of
// the query.
func (a *app) bySaved(c *cobra.Command) *cobra.Command {
	name := c.Flags().String("saved", "", "the name of a saved search, in place of a query")
	count, run := c.Args, c.RunE
	c.Args = func(c *cobra.Command, args []string) error {
		if c.Flags().Changed("saved") {
			return needs(0, 0, "--saved NAME stands in place of a query; leave the other out")(c, args)
		}
		return count(c, args)
	}
	c.RunE = func(c *cobra.Command, args []string) error {
		if !c.Flags().Changed("saved") {
			return run(c, args)
		}
		x, err := a.savedNamed(*name)
		if err != nil {
			return err
		}
		err = run(c, []string{x.Query})
		if wrong := (*query.Error)(nil); errors.As(err, &wrong) {
			return fmt.Errorf("saved search %q: %w", x.Name, err)
		}
		return err
	}
	return c
}

// savedNamed finds a saved search of the library before a command opens it.
func (a *app) savedNamed(name string) (searches.Saved, error) {
	before := &app{Streams: a.Streams, paths: a.paths}
	defer before.close()
	if err := before.setUp(nil); err != nil {
		return searches.Saved{}, err
	}
	list, _, err := before.kept(before.searches())
	if err != nil {
		return searches.Saved{}, err
	}
	return savedCalled(list, name)
}

// savedCalled is the saved search with this name, or else this ID.
func savedCalled(list []searches.Saved, name string) (searches.Saved, error) {
	var found []searches.Saved
	var ids []string
	for _, x := range list {
		if searches.SameName(x.Name, name) {
			found, ids = append(found, x), append(ids, x.ID)
		}
	}
	if len(found) == 0 {
		found = slices.DeleteFunc(slices.Clone(list), func(x searches.Saved) bool { return x.ID != name })
	}
	switch len(found) {
	case 1:
		return found[0], nil
	case 0:
		return searches.Saved{}, fmt.Errorf("there is no saved search %q; saved list names them", name)
	}
	return searches.Saved{}, fmt.Errorf("there are %d saved searches named %q; use an ID: %s", len(found), name, strings.Join(ids, ", "))
}
