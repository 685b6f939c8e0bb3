package cli

import (
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"broadsheet/internal/bookmark"
	"broadsheet/internal/inert"
	"broadsheet/internal/library"
)

type jsonDoctor struct {
	Version    string        `json:"version"`
	Config     string        `json:"config"` // the file; "" where there is none
	Theme      string        `json:"theme"`
	Background string        `json:"background"`
	Library    jsonLibrary   `json:"library"`
	Index      jsonIndex     `json:"index"`
	Bookmarks  jsonBookmarks `json:"bookmarks"`
	Log        string        `json:"log"`
	Skipped    []jsonSkipped `json:"skipped"`
	Notes      []jsonSkipped `json:"notes"` // briefs that are read, and what is wrong with them
	Troubles   []string      `json:"troubles"`
}

type jsonLibrary struct {
	Name   string   `json:"name"`
	Roots  []string `json:"roots"`
	Briefs int      `json:"briefs"`
}

type jsonIndex struct {
	Dir   string `json:"dir"`
	State string `json:"state"`
	Bytes int64  `json:"bytes"`
}

type jsonBookmarks struct {
	Dir      string        `json:"dir"`
	Count    int           `json:"count"`
	Problems []jsonSkipped `json:"problems"`
}

func (a *app) doctor() *cobra.Command {
	var asJSON bool
	c := &cobra.Command{
		Use:   "doctor",
		Short: "Say what is configured, found, skipped and damaged",
		Args:  needs(0, 0, "it takes no argument"),
		RunE: func(c *cobra.Command, _ []string) error {
			if err := a.open(nil); err != nil {
				report := jsonDoctor{
					Version: version(), Config: a.folders.File(), Log: a.folders.Log(),
					Library: jsonLibrary{Roots: []string{}}, Bookmarks: jsonBookmarks{Dir: a.folders.Bookmarks(), Problems: []jsonSkipped{}},
					Skipped: []jsonSkipped{}, Notes: []jsonSkipped{}, Troubles: []string{err.Error()},
				}
				return a.tell(report, asJSON, err)
			}
			var troubles []string
			if _, err := a.refresh(c.Context(), false); err != nil {
				troubles = append(troubles, err.Error())
			}
			return a.tell(a.diagnose(troubles), asJSON, nil)
		},
	}
	c.Flags().BoolVar(&asJSON, "json", false, "one JSON object")
	return c
}

// tell prints a report and gives the error that there was all the same.
func (a *app) tell(report jsonDoctor, asJSON bool, trouble error) error {
	if asJSON {
		return errors.Join(writeJSON(a.Out, report), trouble)
	}
	return errors.Join(report.print(a.Out), trouble)
}

func (a *app) diagnose(troubles []string) jsonDoctor {
	status := a.index_.Status()
	if status.Trouble != "" {
		troubles = append(troubles, status.Trouble)
	}
	dir, _ := a.marksIn(a.library)
	d := jsonDoctor{
		Version:    version(),
		Theme:      a.config.Theme,
		Background: a.config.Background,
		Library:    jsonLibrary{a.library.Name(), list(a.library.Roots()), len(a.index_.Catalogue())},
		Index:      jsonIndex{status.Dir, status.State, status.Bytes},
		Bookmarks:  jsonBookmarks{Dir: dir, Problems: []jsonSkipped{}},
		Log:        a.folders.Log(),
		Skipped:    skippedJSON(a.index_.Skipped()),
		Notes:      notes(a.index_.Catalogue()),
	}
	if _, err := os.Stat(a.folders.File()); err == nil {
		d.Config = a.folders.File()
	}
	store, _, err := a.openMarks(a.library)
	if err == nil {
		var marks []bookmark.Bookmark
		var problems []bookmark.Problem
		marks, problems, err = store.All()
		d.Bookmarks.Count = len(marks)
		for _, p := range problems {
			d.Bookmarks.Problems = append(d.Bookmarks.Problems, jsonSkipped{p.File, p.Reason})
		}
	}
	if err != nil {
		troubles = append(troubles, err.Error())
	}
	d.Troubles = list(troubles)
	return d
}

// notes are the faults of briefs that are read all the same.
func notes(entries []library.Entry) []jsonSkipped {
	out := []jsonSkipped{}
	for _, e := range entries {
		for _, n := range e.Notes {
			out = append(out, jsonSkipped{e.Path, n})
		}
	}
	return out
}

// print writes the report for people.
func (d jsonDoctor) print(w io.Writer) error {
	var b strings.Builder
	line := func(name, format string, args ...any) {
		fmt.Fprintf(&b, "%-14s %s\n", name, inert.Line(fmt.Sprintf(format, args...)))
	}
	line("version", "%s", d.Version)
	if d.Config == "" {
		line("configuration", "none; the defaults hold")
	} else {
		line("configuration", "%s", d.Config)
	}
	if d.Theme != "" {
		line("theme", "%s; background %s", d.Theme, d.Background)
	}
	line("library", "%s: %d briefs", d.Library.Name, d.Library.Briefs)
	for _, r := range d.Library.Roots {
		line("", "%s", r)
	}
	line("index", "%s; %.1f MB", d.Index.State, float64(d.Index.Bytes)/1e6)
	if d.Index.Dir != "" {
		line("", "%s", d.Index.Dir)
	}
	line("bookmarks", "%d in %s", d.Bookmarks.Count, d.Bookmarks.Dir)
	line("log", "%s", d.Log)
	for _, part := range []struct {
		name string
		rows []jsonSkipped
	}{{"skipped", d.Skipped}, {"noted", d.Notes}, {"damaged", d.Bookmarks.Problems}} {
		line(part.name, "%d", len(part.rows))
		for _, r := range part.rows {
			line("", "%s: %s", r.Path, r.Reason)
		}
	}
	for _, t := range d.Troubles {
		line("trouble", "%s", t)
	}
	_, err := io.WriteString(w, b.String())
	return err
}
