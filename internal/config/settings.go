package config

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
)

// A Setting is one value in force.
type Setting struct {
	Table string // the table of the file that it stands in, such as keys.reading; "" for none
	Key   string
	Value string // as TOML
	Line  int    // of the file; 0 where it is as the program comes
}

// Settings are all values in force but the keys and colours that are as the
// program comes: first those of no table.
func (c Config) Settings() []Setting {
	library := any(c.Default)
	if c.Default == "" {
		library = c.Library
	}
	out := []Setting{
		c.at(library, "library"), c.at(c.Theme, "theme"), c.at(c.Background, "background"),
		c.at(c.Width, "width"), c.at(c.Margin, "margin"), c.at(c.Bookmarks, "bookmarks"), c.at(c.Editor, "editor"),
		c.at(c.Synonyms, "synonyms"),
	}
	for _, l := range c.Libraries {
		out = append(out, c.at(l.Paths, "libraries", l.Name))
	}
	for _, k := range c.Keys {
		out = append(out, c.at(k.Keys, "keys", k.In, k.Action))
	}
	return append(out, c.written(c.tables, "themes")...)
}

// written are the values of a table as the file has them, those of the tables
// in it last.
func (c Config) written(values map[string]any, table ...string) []Setting {
	var out, inner []Setting
	for _, key := range slices.Sorted(maps.Keys(values)) {
		path := append(slices.Clip(table), key)
		if t, ok := values[key].(map[string]any); ok {
			inner = append(inner, c.written(t, path...)...)
		} else {
			out = append(out, c.at(values[key], path...))
		}
	}
	return append(out, inner...)
}

// at is the setting with a value, by the parts of its key.
func (c Config) at(value any, path ...string) Setting {
	keys := make([]string, len(path))
	for i, key := range path {
		keys[i] = bare(key)
	}
	last := len(keys) - 1
	return Setting{strings.Join(keys[:last], "."), keys[last], Quoted(value), c.Line(path...)}
}

// bare is a key of a file, in quotes where it needs them.
func bare(key string) string {
	for _, r := range key {
		if r != '-' && r != '_' && (r < '0' || r > '9') && (r < 'A' || r > 'Z') && (r < 'a' || r > 'z') {
			return Quoted(key)
		}
	}
	return key
}

// Quoted writes a value as TOML: a list of values, or a string or a number, which
// are those of JSON, but for the one control that JSON writes as it is.
func Quoted(value any) string {
	if list := reflect.ValueOf(value); list.Kind() == reflect.Slice {
		items := make([]string, list.Len())
		for i := range items {
			items[i] = Quoted(list.Index(i).Interface())
		}
		return "[" + strings.Join(items, ", ") + "]"
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(value); err != nil {
		return fmt.Sprint(value)
	}
	return strings.ReplaceAll(strings.TrimSpace(b.String()), "\x7f", `\u007f`)
}

//go:embed sample.toml
var sample string

// Sample is a configuration that says of every setting what it is for, and
// changes nothing.
func Sample() string { return sample }

// Init writes the sample to a file that does not exist yet. Where there is one
// already it is left as it is, and the error is fs.ErrExist.
func Init(file string) error {
	if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
		return fmt.Errorf("make the folder of the configuration: %w", err)
	}
	f, err := os.OpenFile(file, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if errors.Is(err, fs.ErrExist) {
		return fmt.Errorf("%s: there is a configuration already, which stays as it is (%w)", file, fs.ErrExist)
	}
	if err != nil {
		return fmt.Errorf("write the configuration: %w", err)
	}
	_, err = f.WriteString(sample)
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		_ = os.Remove(file) // half a file would be taken for a whole one
		return fmt.Errorf("write the configuration: %w", err)
	}
	return nil
}
