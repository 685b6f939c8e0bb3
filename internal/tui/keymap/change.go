package keymap

import (
	"fmt"
	"slices"
	"strings"
)

// A Change gives an action other keys in one context, in place of those it
// has.
type Change struct {
	In     string   // the name of the context, in small letters
	Action string   // the name of the action
	Keys   []string // as a person writes them; none leaves the action without a key
}

// A Problem says why a change cannot be made.
type Problem struct {
	Change int // its index
	Other  int // the index of the change that it cannot stand beside; -1 for none
	Text   string
}

// Changed makes the changes to a table of keys. Where there is a problem with
// any of them, the table is not to be used.
func Changed(table []Binding, changes []Change) ([]Binding, []Problem) {
	c := changing{table: table, changes: changes, made: map[place]int{}}
	keys := map[place][]string{}
	for i := range changes {
		at, ok := c.place(i)
		if !ok {
			continue
		}
		c.made[at], keys[at] = i, c.keys(i, at)
	}
	var out []Binding
	for _, b := range table {
		rest := b
		rest.In = nil
		for _, in := range b.In {
			at := place{in, b.Action}
			if _, changed := c.made[at]; changed {
				out = append(out, Binding{b.Action, []Context{in}, keys[at], b.Short, b.Help})
			} else {
				rest.In = append(rest.In, in)
			}
		}
		if len(rest.In) > 0 {
			out = append(out, rest)
		}
	}
	c.clashes(out)
	return out, c.problems
}

// A place is where a binding stands in the table.
type place struct {
	in     Context
	action Action
}

// changing collects what is wrong.
type changing struct {
	table    []Binding
	changes  []Change
	made     map[place]int // the change that was made there
	problems []Problem
}

func (c *changing) problem(change, other int, format string, args ...any) {
	c.problems = append(c.problems, Problem{change, other, fmt.Sprintf(format, args...)})
}

// place finds what a change is about; false where there is no such thing.
func (c *changing) place(i int) (place, bool) {
	change := c.changes[i]
	var contexts, actions []string
	found, ok := place{}, false
	for in := Everywhere; in <= last; in++ {
		contexts = append(contexts, in.Name())
		if in.Name() != change.In {
			continue
		}
		for _, b := range c.table {
			if !slices.Contains(b.In, in) {
				continue
			}
			actions = append(actions, string(b.Action))
			if string(b.Action) == change.Action {
				found, ok = place{in, b.Action}, true
			}
		}
	}
	switch {
	case ok:
		return found, true
	case len(actions) == 0:
		c.problem(i, -1, "unknown keys %q; keys are of %s", change.In, strings.Join(contexts, ", "))
	default:
		meant := ""
		if near := nearest(change.Action, actions); distance(change.Action, near) <= max(1, len(near)/3) {
			meant = "did you mean " + near + "? "
		}
		c.problem(i, -1, "unknown action %q in keys.%s; %sbroadsheet keys lists them all", change.Action, change.In, meant)
	}
	return place{}, false
}

// keys reads the keys of a change.
func (c *changing) keys(i int, at place) []string {
	var out []string
	for _, written := range c.changes[i].Keys {
		k, err := Parse(written)
		first, _, _ := strings.Cut(k, " ")
		switch {
		case err != nil:
			c.problem(i, -1, "%v", err)
		case first == always && at.action != Quit:
			c.problem(i, -1, "ctrl-c always leaves, and can do nothing else")
		case at.in == Search && types(first):
			c.problem(i, -1, "%s is typed into the search; use a key with ctrl or alt", Key(k))
		case slices.Contains(out, k):
			c.problem(i, -1, "key %s stands there twice", Key(k))
		default:
			out = append(out, k)
		}
	}
	return out
}

// always is the key that leaves the reader, whatever else is bound.
const always = "ctrl+c"

// clashes finds keys that mean two things in one context, or that begin
// another.
func (c *changing) clashes(table []Binding) {
	for in := Everywhere; in <= last; in++ {
		var all []key
		for _, b := range table {
			if !slices.Contains(b.In, in) {
				continue
			}
			for _, k := range b.Keys {
				all = append(all, key{k, b.Action})
			}
		}
		for i, a := range all {
			for _, b := range all[:i] {
				c.clash(in, b, a)
			}
		}
	}
}

// A key does something.
type key struct {
	name   string
	action Action
}

// clash says so where two keys of a context cannot both work.
func (c *changing) clash(in Context, a, b key) {
	what := fmt.Sprintf("is bound twice in %s: to %s and to %s", in.Name(), a.action, b.action)
	switch {
	case a.name == b.name:
	case strings.HasPrefix(b.name, a.name+" "):
		what = fmt.Sprintf("of %s hides %s of %s, which begins with it", a.action, Key(b.name), b.action)
	case strings.HasPrefix(a.name, b.name+" "):
		a, b = b, a
		what = fmt.Sprintf("of %s hides %s of %s, which begins with it", a.action, Key(b.name), b.action)
	default:
		return
	}
	first, changed := c.made[place{in, a.action}]
	second, also := c.made[place{in, b.action}]
	switch {
	case changed && also:
		c.problem(max(first, second), min(first, second), "key %s %s", Key(a.name), what)
	case changed:
		c.problem(first, -1, "key %s %s; %s has its key from the start: give %s another, or leave %s", Key(a.name), what, b.action, a.action, c.without(in, b))
	case also:
		c.problem(second, -1, "key %s %s; %s has its key from the start: give %s another, or leave %s", Key(b.name), what, a.action, b.action, c.without(in, a))
	default: // the table as the program comes: New says so
	}
}

// without writes the line that takes a key away from an action.
func (c *changing) without(in Context, k key) string {
	var rest []string
	for _, b := range c.table {
		if b.Action != k.action || !slices.Contains(b.In, in) {
			continue
		}
		for _, other := range b.Keys {
			if other != k.name {
				rest = append(rest, fmt.Sprintf("%q", Written(other)))
			}
		}
	}
	return fmt.Sprintf("%s the rest: %s = [%s]", k.action, k.action, strings.Join(rest, ", "))
}

// Written is a key as it is written in a configuration.
func Written(k string) string {
	return strings.NewReplacer("ctrl+", "ctrl-", "alt+", "alt-", "shift+", "shift-").Replace(k)
}

// nearest is the word that is most like another: by the fewest letters to
// change (Levenshtein).
func nearest(word string, words []string) string {
	best, least := "", 1<<30
	for _, w := range words {
		if d := distance(word, w); d < least {
			best, least = w, d
		}
	}
	return best
}

func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		before := row[0]
		row[0] = i + 1
		for j := range len(b) {
			change := before
			if a[i] != b[j] {
				change++
			}
			before = row[j+1]
			row[j+1] = min(change, before+1, row[j]+1)
		}
	}
	return row[len(b)]
}
