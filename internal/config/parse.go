package config

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/pelletier/go-toml/v2"
	"github.com/pelletier/go-toml/v2/unstable"

	"broadsheet/internal/palette"
)

// A document is what the file may hold. The themes are read by hand, for their
// names and what a colour may be is no matter of types.
type document struct {
	Config
	Themes map[string]map[string]any `toml:"themes"`
}

// parse reads a configuration over the defaults. Of several faults it gives
// the first in the file, as one line.
func parse(file string, src []byte) (Config, error) {
	doc := document{Config: Defaults()}
	d := toml.NewDecoder(bytes.NewReader(src))
	d.DisallowUnknownFields()
	if err := d.Decode(&doc); err != nil {
		return Config{}, explain(file, err)
	}
	check := checker{rows: rows(src)}
	c := doc.Config
	for _, name := range slices.Sorted(maps.Keys(doc.Themes)) {
		if c.Themes == nil {
			c.Themes = map[string]palette.Own{}
		}
		c.Themes[name] = check.theme(name, doc.Themes[name])
	}
	check.config(c)
	if len(check.faults) > 0 {
		first := slices.MinFunc(check.faults, func(a, b fault) int {
			return cmp.Or(cmp.Compare(a.row, b.row), cmp.Compare(a.text, b.text))
		})
		return Config{}, fmt.Errorf("%s:%d: %s", file, first.row, first.text)
	}
	return c, nil
}

// explain turns the TOML library's errors into one line with file and line.
func explain(file string, err error) error {
	var strict *toml.StrictMissingError
	if errors.As(err, &strict) && len(strict.Errors) > 0 {
		first := strict.Errors[0]
		row, _ := first.Position()
		return fmt.Errorf("%s:%d: unknown key %q; known are library, theme, background, width, margin, synonyms and [themes.NAME]", file, row, strings.Join(first.Key(), "."))
	}
	var bad *toml.DecodeError
	if errors.As(err, &bad) {
		row, col := bad.Position()
		return fmt.Errorf("%s:%d:%d: %s", file, row, col, plainly(bad))
	}
	return fmt.Errorf("%s: %w", file, err)
}

// takes says what may be written for a key.
var takes = map[string]string{
	"library":    `a list of paths, such as ["~/briefs"]`,
	"theme":      `a name in quotes, such as "ink"`,
	"background": `a word in quotes, such as "auto"`,
	"width":      "a whole number, such as 80",
	"margin":     "a whole number, such as 2",
	"themes":     "tables: [themes.NAME]",
}

// plainly says what is wrong with a value without the types of Go.
func plainly(bad *toml.DecodeError) string {
	text := strings.TrimPrefix(bad.Error(), "toml: ")
	if key := bad.Key(); len(key) > 0 && strings.HasPrefix(text, "cannot ") && takes[key[0]] != "" {
		return key[0] + " takes " + takes[key[0]]
	}
	if strings.HasSuffix(text, "at start of value") || strings.HasPrefix(text, "expected keyword") {
		return text + "; write words and colours in quotes"
	}
	return text
}

// A fault is a value that can be read and is wrong all the same.
type fault struct {
	row  int // of the file, from 1
	text string
}

// A checker collects the faults of a file.
type checker struct {
	rows   map[string]int
	faults []fault
}

// fault notes what is wrong with the value of a key.
func (c *checker) fault(key []string, format string, args ...any) {
	row := 1
	for i := range key { // the innermost part that has a line of its own
		if r, ok := c.rows[joined(key[:i+1])]; ok {
			row = r
		}
	}
	c.faults = append(c.faults, fault{row, fmt.Sprintf(format, args...)})
}

// config checks the values that stand outside of all tables.
func (c *checker) config(got Config) {
	themes := append(palette.Themes(), palette.Plain)
	_, own := got.Themes[got.Theme]
	known := own || slices.Contains(themes, got.Theme)
	for _, name := range slices.Sorted(maps.Keys(got.Themes)) {
		themes = append(themes, strconv.Quote(name)) // it may hold anything
	}
	switch {
	case known:
	case slices.Contains(backgrounds, got.Theme):
		c.fault([]string{"theme"}, "theme %q is a background; write background = %q, and as the theme one of %s", got.Theme, got.Theme, strings.Join(themes, ", "))
	default:
		c.fault([]string{"theme"}, "theme %q is not known; use %s, or write a table [themes.NAME]", got.Theme, strings.Join(themes, ", "))
	}
	if !slices.Contains(backgrounds, got.Background) {
		c.fault([]string{"background"}, "background %q is not known; use %s", got.Background, strings.Join(backgrounds, ", "))
	}
	for _, r := range []struct {
		key              string
		got, least, most int
	}{{"width", got.Width, leastWidth, mostWidth}, {"margin", got.Margin, 0, mostMargin}} {
		if r.got < r.least || r.got > r.most {
			c.fault([]string{r.key}, "%s %d is out of range; use %d to %d", r.key, r.got, r.least, r.most)
		}
	}
}

// theme reads a table [themes.NAME].
func (c *checker) theme(name string, table map[string]any) palette.Own {
	at := []string{"themes", name}
	if slices.Contains(append(palette.Themes(), palette.Plain), name) {
		c.fault(at, "there is a theme named %q already; give yours another name, and write base = %q in it", name, name)
	}
	var own palette.Own
	for key, value := range table {
		at := append(slices.Clip(at), key)
		switch key {
		case "base":
			own.Base = c.base(at, value)
		case "dark":
			c.colours(at, value, &own.Dark)
		case "light":
			c.colours(at, value, &own.Light)
		default:
			c.colour(at, value, &own.Both)
		}
	}
	return own
}

// base reads the theme that one of the user's own starts from.
func (c *checker) base(at []string, value any) string {
	name, ok := value.(string)
	if !ok || !slices.Contains(palette.Themes(), name) {
		c.fault(at, "base %q is not known; use %s", fmt.Sprint(value), strings.Join(palette.Themes(), ", "))
	}
	return name
}

// colours reads a table of colours for one background.
func (c *checker) colours(at []string, value any, p *palette.Palette) {
	table, ok := value.(map[string]any)
	if !ok {
		c.fault(at, "%s takes a table: [themes.NAME.%s]", at[2], at[2])
	}
	for key, value := range table {
		c.colour(append(slices.Clip(at), key), value, p)
	}
}

// colour sets the colour that a key names.
func (c *checker) colour(at []string, value any, p *palette.Palette) {
	name := at[len(at)-1]
	if !slices.Contains(palette.Names(), name) {
		c.fault(at, "unknown key %q; a theme has base, %s, and the tables dark and light", strings.Join(at, "."), strings.Join(palette.Names(), ", "))
		return
	}
	written, ok := value.(string)
	if n, number := value.(int64); number {
		written, ok = strconv.FormatInt(n, 10), true
	}
	if !ok {
		c.fault(at, "%s takes a colour: %s", name, palette.Forms)
	} else if err := p.Set(name, written); err != nil {
		c.fault(at, "%s: %v", name, err)
	}
}

// rows finds the line of every key and table of a document that can be read.
func rows(src []byte) map[string]int {
	found := map[string]int{}
	var p unstable.Parser
	p.Reset(src)
	var table []string
	for p.NextExpression() {
		switch e := p.Expression(); e.Kind {
		case unstable.Table, unstable.ArrayTable:
			table = note(&p, found, nil, e)
		case unstable.KeyValue:
			pairs(&p, found, table, e)
		}
	}
	return found
}

// pairs notes a key and those of the inline table that it may have.
func pairs(p *unstable.Parser, found map[string]int, under []string, e *unstable.Node) {
	key := note(p, found, under, e)
	if v := e.Value(); v.Kind == unstable.InlineTable {
		for it := v.Children(); it.Next(); {
			pairs(p, found, key, it.Node())
		}
	}
}

// note keeps the line of each part of a key, where it is met for the first
// time, and gives the whole key.
func note(p *unstable.Parser, found map[string]int, under []string, e *unstable.Node) []string {
	key := slices.Clone(under)
	for it := e.Key(); it.Next(); {
		key = append(key, string(it.Node().Data))
		if _, seen := found[joined(key)]; !seen {
			found[joined(key)] = p.Shape(it.Node().Raw).Start.Line
		}
	}
	return key
}

// joined is a key in one string, another for every key.
func joined(key []string) string { return fmt.Sprintf("%q", key) }
