package cli

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"broadsheet/internal/bookmark"
	"broadsheet/internal/inert"
	"broadsheet/internal/library"
	"broadsheet/internal/search"
)

// The completion of the shells. It is quick and silent: it reads what an
// earlier call has indexed, builds nothing, and where something is wrong there
// is just nothing to complete.

// mostOffered is how many briefs are offered at once; of more, their folders.
const mostOffered = 200

// A completer offers what may stand where one is typing.
type completer func(typed string) []string

// completing adds what the arguments and flags of every command take.
func (a *app) completing(root *cobra.Command) {
	briefs := a.offers(a.briefNames, cobra.ShellCompDirectiveDefault)
	query := a.offers(a.queryWords, cobra.ShellCompDirectiveNoSpace|cobra.ShellCompDirectiveNoFileComp)
	saved := a.offers(a.savedNames, cobra.ShellCompDirectiveNoFileComp)
	nothing := a.offers(func(string) []string { return nil }, cobra.ShellCompDirectiveNoFileComp)
	arguments := map[string]cobra.CompletionFunc{
		"show": briefs, "compare": briefs, "bookmark add": briefs, "mark read": briefs, "mark unread": briefs,
		"search": query, "saved remove": saved, "bookmark remove": a.offers(a.bookmarkIDs, cobra.ShellCompDirectiveNoFileComp),
	}
	flags := map[string]cobra.CompletionFunc{
		"where": query, "saved": saved, "tag": a.offers(a.bookmarkTags, cobra.ShellCompDirectiveNoFileComp),
		"sort":  cobra.FixedCompletions([]string{"date", "title", "source"}, cobra.ShellCompDirectiveNoFileComp),
		"width": nothing, "limit": nothing, "quote": nothing, "note": nothing,
	}
	formats := map[string][]string{"show": {"text", "markdown", "json"}, "compare": {"text", "markdown", "json"}, "bookmark export": bookmark.FormatNames()}
	each(root, func(c *cobra.Command) {
		name := strings.TrimPrefix(strings.TrimPrefix(c.CommandPath(), root.Name()), " ")
		if name != "" && c.ValidArgsFunction == nil {
			if c.ValidArgsFunction = arguments[name]; c.ValidArgsFunction == nil {
				c.ValidArgsFunction = nothing
			}
		}
		for flag, f := range flags {
			if c.LocalNonPersistentFlags().Lookup(flag) != nil {
				_ = c.RegisterFlagCompletionFunc(flag, f) // it is there
			}
		}
		if f := formats[name]; f != nil {
			_ = c.RegisterFlagCompletionFunc("format", cobra.FixedCompletions(f, cobra.ShellCompDirectiveNoFileComp))
		}
	})
	_ = root.RegisterFlagCompletionFunc("library", a.offers(a.libraryNames, cobra.ShellCompDirectiveDefault))
}

// each visits a command and all below it.
func each(c *cobra.Command, do func(*cobra.Command)) {
	do(c)
	for _, sub := range c.Commands() {
		each(sub, do)
	}
}

// offers makes a completer one of cobra's, after the configuration has been
// read. Nothing is said, whatever happens.
func (a *app) offers(f completer, directive cobra.ShellCompDirective) cobra.CompletionFunc {
	return func(c *cobra.Command, args []string, typed string) (out []string, _ cobra.ShellCompDirective) {
		defer func() {
			if recover() != nil {
				out = nil
			}
		}()
		a.Err = io.Discard
		if c.Name() == "compare" && len(args) >= 2 || c.Name() == "show" && len(args) >= 1 {
			return nil, cobra.ShellCompDirectiveNoFileComp
		}
		if a.configure() != nil {
			return nil, directive
		}
		out = f(typed)
		if directive&cobra.ShellCompDirectiveDefault == 0 && slices.ContainsFunc(out, func(x string) bool {
			value, _, _ := strings.Cut(x, "\t")
			return strings.HasSuffix(value, "/") || strings.HasSuffix(value, ":")
		}) {
			directive |= cobra.ShellCompDirectiveNoSpace
		}
		return out, directive
	}
}

// known are the briefs of the library, as they were indexed the last time.
func (a *app) known() []library.Entry {
	lib, err := a.asked(nil)
	if err != nil {
		return nil
	}
	a.library = lib
	if entries := search.Known(a.folders.Cache, lib); len(entries) > 0 {
		return entries
	}
	ctx, stop := context.WithTimeout(context.Background(), 200*time.Millisecond)
	defer stop()
	files, _, err := lib.Scan(ctx)
	if err != nil {
		return nil
	}
	entries := make([]library.Entry, len(files))
	for i, f := range files {
		entries[i].File = f
	}
	return entries
}

// offered is a completion with what it is beside it; false where a shell could
// not take it.
func offered(value, about string) (string, bool) {
	if value == "" || inert.Line(value) != value {
		return "", false
	}
	if about = inert.Line(about); about != "" {
		value += "\t" + about
	}
	return value, true
}

// briefNames are the paths that begin as typed, or the next folders of very
// many, and the titles that do.
func (a *app) briefNames(typed string) []string {
	entries := a.known()
	var paths, titles []string
	folders := map[string]int{}
	for _, e := range entries {
		if strings.HasPrefix(e.Path, typed) {
			if o, ok := offered(e.Path, e.Title); ok {
				paths = append(paths, o)
			}
			if i := strings.IndexByte(e.Path[len(typed):], '/'); i >= 0 {
				folders[e.Path[:len(typed)+i+1]]++
			}
		}
		if typed != "" && e.Title != e.Path && strings.HasPrefix(e.Title, typed) {
			if o, ok := offered(e.Title, e.Path); ok {
				titles = append(titles, o)
			}
		}
	}
	if len(paths) > mostOffered && len(folders) > 0 {
		paths = slices.DeleteFunc(paths, func(p string) bool { return strings.Contains(p[len(typed):], "/") })
		for f, n := range folders {
			if o, ok := offered(f, fmt.Sprintf("%d briefs", n)); ok {
				paths = append(paths, o)
			}
		}
	}
	slices.Sort(paths)
	return append(paths[:min(len(paths), 5*mostOffered)], titles[:min(len(titles), mostOffered)]...)
}

// queryWords are the fields of the query language, and the values of the one
// that is typed.
func (a *app) queryWords(typed string) []string {
	minus := ""
	if strings.HasPrefix(typed, "-") {
		minus = "-"
	}
	field, _, valued := strings.Cut(strings.TrimPrefix(typed, "-"), ":")
	if !valued {
		var out []string
		for _, f := range []string{"title", "source", "author", "tag", "lang", "path", "date", "is"} {
			out = append(out, minus+f+":")
		}
		return out
	}
	values := map[string]bool{}
	switch field {
	case "is":
		values = map[string]bool{"unread": true, "read": true, "bookmarked": true}
	case "source", "author", "tag", "lang":
		for _, e := range a.known() {
			for _, v := range map[string][]string{"source": {e.Source}, "author": e.Authors, "tag": e.Tags, "lang": {e.Lang}}[field] {
				values[v] = true
			}
		}
	}
	var out []string
	for v := range values {
		if strings.ContainsAny(v, " :()\"") {
			v = `"` + strings.ReplaceAll(v, `"`, "") + `"`
		}
		if o, ok := offered(minus+field+":"+v, ""); ok && v != "" {
			out = append(out, o)
		}
	}
	slices.Sort(out)
	return out
}

// savedNames are the saved searches of the library.
func (a *app) savedNames(string) []string {
	lib, err := a.asked(nil)
	if err != nil {
		return nil
	}
	list, _, _ := a.searches().Saved(lib.Key())
	var out []string
	for _, s := range list {
		if o, ok := offered(s.Name, s.Query); ok {
			out = append(out, o)
		}
	}
	return out
}

// marks are the bookmarks, wherever they stand.
func (a *app) marks() []bookmark.Bookmark {
	lib, _ := a.asked(nil) // without one those at home
	store, _, err := a.openMarks(lib)
	if err != nil {
		return nil
	}
	all, _, _ := store.All()
	return all
}

func (a *app) bookmarkIDs(string) []string {
	var out []string
	for _, m := range a.marks() {
		if o, ok := offered(m.ID, m.Quote); ok {
			out = append(out, o)
		}
	}
	return out
}

func (a *app) bookmarkTags(string) []string {
	var out []string
	for _, m := range a.marks() {
		for _, t := range m.Tags {
			if o, ok := offered(t, ""); ok && !slices.Contains(out, o) {
				out = append(out, o)
			}
		}
	}
	slices.Sort(out)
	return out
}

// libraryNames are the libraries of the configuration; a shell completes paths
// by itself.
func (a *app) libraryNames(typed string) []string {
	var out []string
	for _, l := range a.config.Libraries {
		if o, ok := offered(l.Name, strings.Join(l.Paths, ", ")); ok && strings.HasPrefix(l.Name, typed) {
			out = append(out, o)
		}
	}
	return out
}
