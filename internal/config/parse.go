package config

import (
	"errors"
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/pelletier/go-toml/v2"

	"broadsheet/internal/inert"
	"broadsheet/internal/palette"
	"broadsheet/internal/query"
	"broadsheet/internal/tui/keymap"
)

// Faults are all that is wrong with a configuration, in the order of the file.
type Faults struct {
	File string
	List []Fault
}

// A Fault is one thing that is wrong.
type Fault struct {
	Line int    // of the file, from 1
	Text string // what it is, and what to do
}

// Error is a line for each fault, with the file and its line.
func (f *Faults) Error() string { return strings.Join(f.Lines(), "\n") }

// Lines says each fault in a line of its own; of very many, the first.
func (f *Faults) Lines() []string {
	const most = 20
	var out []string
	for i, x := range f.List {
		if i == most {
			out = append(out, fmt.Sprintf("%s: and %d more", f.File, len(f.List)-most))
			break
		}
		out = append(out, fmt.Sprintf("%s:%d: %s", f.File, x.Line, inert.Line(x.Text)))
	}
	return out
}

// parse reads a configuration over the defaults. The error is of type Faults.
func parse(file string, src []byte) (Config, error) {
	doc := map[string]any{}
	if err := toml.Unmarshal(src, &doc); err != nil {
		return Config{}, &Faults{file, []Fault{syntax(err)}}
	}
	c := &checker{dir: filepath.Dir(file), rows: rows(src), got: Defaults()}
	c.got.lines = c.rows
	for _, key := range c.inOrder(nil, doc) {
		c.setting(key, doc[key])
	}
	c.agree()
	if len(c.faults) > 0 {
		slices.SortStableFunc(c.faults, func(a, b Fault) int { return a.Line - b.Line })
		return Config{}, &Faults{file, c.faults}
	}
	return c.got, nil
}

// syntax says where a file is no TOML.
func syntax(err error) Fault {
	var bad *toml.DecodeError
	if !errors.As(err, &bad) {
		return Fault{1, err.Error()}
	}
	row, col := bad.Position()
	text := strings.TrimPrefix(bad.Error(), "toml: ")
	if strings.HasSuffix(text, "at start of value") || strings.HasPrefix(text, "expected keyword") {
		text += "; write words and colours in quotes"
	}
	if col > 0 {
		text += fmt.Sprintf(" (column %d)", col)
	}
	return Fault{max(1, row), text}
}

// A checker reads the values of a file and collects its faults.
type checker struct {
	dir    string // of the file
	rows   map[string]int
	got    Config
	faults []Fault
	keys   [][]string // where got.Keys stand in the file
}

// inOrder are the keys of a table as they stand in the file.
func (c *checker) inOrder(under []string, table map[string]any) []string {
	keys := slices.Sorted(maps.Keys(table))
	slices.SortStableFunc(keys, func(a, b string) int {
		return c.row(append(slices.Clip(under), a)) - c.row(append(slices.Clip(under), b))
	})
	return keys
}

// row is the line of the innermost part of a key that has a line of its own.
func (c *checker) row(key []string) int {
	row := 1
	for i := range key {
		if r, ok := c.rows[joined(key[:i+1])]; ok {
			row = r
		}
	}
	return row
}

// fault notes what is wrong with the value of a key.
func (c *checker) fault(key []string, format string, args ...any) {
	c.faults = append(c.faults, Fault{c.row(key), fmt.Sprintf(format, args...)})
}

// setting reads one key of the file.
func (c *checker) setting(key string, value any) {
	at := []string{key}
	switch key {
	case "library":
		c.library(value)
	case "libraries":
		c.libraries(value)
	case "theme":
		c.word(at, value, &c.got.Theme, `a name in quotes, such as "ink"`)
	case "background":
		c.word(at, value, &c.got.Background, `a word in quotes, such as "auto"`)
		if _, word := value.(string); word && !slices.Contains(backgrounds, c.got.Background) {
			c.fault(at, "background %q is not known; use %s", c.got.Background, strings.Join(backgrounds, ", "))
		}
	case "bookmarks":
		c.word(at, value, &c.got.Bookmarks, `"home" or "library"`)
		if _, word := value.(string); word && c.got.Bookmarks != InHome && c.got.Bookmarks != InLibrary {
			c.fault(at, "bookmarks %q is not known; use %s, %s", c.got.Bookmarks, InHome, InLibrary)
		}
	case "editor":
		c.word(at, value, &c.got.Editor, `a command in quotes, such as "nano"`)
	case "width":
		c.number(at, value, &c.got.Width, leastWidth, mostWidth, "such as 80")
	case "margin":
		c.number(at, value, &c.got.Margin, 0, mostMargin, "such as 2")
	case "synonyms":
		c.synonyms(value)
	case "themes":
		c.themes(value)
	case "keys":
		c.bindings(value)
	default:
		c.fault(at, "unknown key %q; known are library, theme, background, width, margin, bookmarks, editor, synonyms, [libraries], [keys.CONTEXT] and [themes.NAME]", key)
	}
}

func (c *checker) word(at []string, value any, into *string, takes string) {
	text, ok := value.(string)
	if !ok {
		c.fault(at, "%s takes %s", at[0], takes)
		return
	}
	*into = text
}

func (c *checker) number(at []string, value any, into *int, least, most int, such string) {
	n, ok := value.(int64)
	switch {
	case !ok:
		c.fault(at, "%s takes a whole number, %s", at[0], such)
	case n < int64(least) || n > int64(most):
		c.fault(at, "%s %d is out of range; use %d to %d", at[0], n, least, most)
	default:
		*into = int(n)
	}
}

// texts are the strings of a list; false where it is no list of strings.
func texts(value any) ([]string, bool) {
	items, ok := value.([]any)
	if !ok {
		return nil, false
	}
	out := make([]string, len(items))
	for i, item := range items {
		if out[i], ok = item.(string); !ok {
			return nil, false
		}
	}
	return out, true
}

// library is the one that is opened where no other is named.
func (c *checker) library(value any) {
	paths, ok := texts(value)
	if name, word := value.(string); word {
		if !strings.ContainsAny(name, `/\~.`) {
			c.got.Default = name // agree looks for it
			return
		}
		paths, ok = []string{name}, true
	}
	if !ok {
		c.fault([]string{"library"}, `library takes a list of paths, such as ["~/briefs"], or a name of [libraries]`)
		return
	}
	c.got.Library = c.paths(paths)
}

func (c *checker) libraries(value any) {
	at := []string{"libraries"}
	table, ok := value.(map[string]any)
	if !ok {
		c.fault(at, `libraries takes a table: [libraries], and under it NAME = ["~/briefs"]`)
		return
	}
	for _, name := range c.inOrder(at, table) {
		at := append(slices.Clip(at), name)
		paths, ok := texts(table[name])
		if one, word := table[name].(string); word {
			paths, ok = []string{one}, true
		}
		switch {
		case !ok || len(paths) == 0:
			c.fault(at, `%s takes a list of paths, such as ["~/briefs"]`, name)
		case !libraryName(name):
			c.fault(at, "library name %q: use letters, digits, - and _, and begin with a letter", name)
		default:
			c.got.Libraries = append(c.got.Libraries, Library{name, c.paths(paths)})
		}
	}
}

// paths are paths of the configuration, made absolute.
func (c *checker) paths(written []string) []string {
	out := make([]string, len(written))
	for i, p := range written {
		out[i] = expand(p, c.dir)
	}
	return out
}

func (c *checker) synonyms(value any) {
	at := []string{"synonyms"}
	lists, ok := value.([]any)
	for _, list := range lists {
		names, good := texts(list)
		ok = ok && good
		c.got.Synonyms = append(c.got.Synonyms, names)
	}
	if !ok {
		c.fault(at, `synonyms takes lists of names, such as [["Burma", "Myanmar"]]`)
	} else if _, err := query.NewSynonyms(c.got.Synonyms); err != nil {
		c.fault(at, "%v", err)
	}
}

// bindings reads the tables [keys.CONTEXT].
func (c *checker) bindings(value any) {
	at := []string{"keys"}
	contexts, ok := value.(map[string]any)
	if !ok {
		c.fault(at, "keys takes tables: [keys.reading], and under it next-hit = [\"n\"]")
		return
	}
	for _, context := range c.inOrder(at, contexts) {
		at := append(slices.Clip(at), context)
		actions, ok := contexts[context].(map[string]any)
		if !ok {
			c.fault(at, "keys.%s takes a table: [keys.%[1]s], and under it next-hit = [\"n\"]", context)
			continue
		}
		for _, action := range c.inOrder(at, actions) {
			at := append(slices.Clip(at), action)
			keys, ok := texts(actions[action])
			if one, word := actions[action].(string); word {
				keys, ok = []string{one}, true
			}
			if !ok {
				c.fault(at, `%s takes keys, such as ["n", "ctrl-n"]; [] takes its keys away`, action)
				continue
			}
			c.got.Keys = append(c.got.Keys, keymap.Change{In: context, Action: action, Keys: keys})
			c.keys = append(c.keys, at)
		}
	}
}

// agree checks what is said of one thing in several places of the file.
func (c *checker) agree() {
	c.theme()
	if _, known := c.got.Named(c.got.Default); c.got.Default != "" && !known {
		c.fault([]string{"library"}, "library %q is not a name of [libraries]%s; a folder is written with its path, such as \"~/%[1]s\"", c.got.Default, c.got.names())
	}
	_, problems := keymap.Changed(keymap.Default(), c.got.Keys)
	for _, p := range problems {
		if p.Other >= 0 {
			p.Text += fmt.Sprintf("; the other stands in line %d", c.row(c.keys[p.Other]))
		}
		c.fault(c.keys[p.Change], "%s", p.Text)
	}
}

// theme checks that there is a theme of the name.
func (c *checker) theme() {
	got := c.got
	themes := append(palette.Themes(), palette.Plain)
	_, own := got.Themes[got.Theme]
	if own || slices.Contains(themes, got.Theme) {
		return
	}
	for _, name := range slices.Sorted(maps.Keys(got.Themes)) {
		themes = append(themes, strconv.Quote(name)) // it may hold anything
	}
	if slices.Contains(backgrounds, got.Theme) {
		c.fault([]string{"theme"}, "theme %q is a background; write background = %q, and as the theme one of %s", got.Theme, got.Theme, strings.Join(themes, ", "))
		return
	}
	c.fault([]string{"theme"}, "theme %q is not known; use %s, or write a table [themes.NAME]", got.Theme, strings.Join(themes, ", "))
}
