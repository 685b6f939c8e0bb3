package config

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"broadsheet/internal/palette"
)

// themes reads the tables [themes.NAME].
func (c *checker) themes(value any) {
	at := []string{"themes"}
	tables, ok := value.(map[string]any)
	if !ok {
		c.fault(at, "themes takes tables: [themes.NAME]")
		return
	}
	c.got.tables = tables
	for _, name := range c.inOrder(at, tables) {
		table, ok := tables[name].(map[string]any)
		if !ok {
			c.fault(append(slices.Clip(at), name), "themes takes tables: [themes.NAME]")
			continue
		}
		if c.got.Themes == nil {
			c.got.Themes = map[string]palette.Own{}
		}
		c.got.Themes[name] = c.own(name, table)
	}
}

// own reads a table [themes.NAME].
func (c *checker) own(name string, table map[string]any) palette.Own {
	at := []string{"themes", name}
	if slices.Contains(append(palette.Themes(), palette.Plain), name) {
		c.fault(at, "there is a theme named %q already; give yours another name, and write base = %q in it", name, name)
	}
	var own palette.Own
	for _, key := range c.inOrder(at, table) {
		at, value := append(slices.Clip(at), key), table[key]
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
	for _, key := range c.inOrder(at, table) {
		c.colour(append(slices.Clip(at), key), table[key], p)
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
