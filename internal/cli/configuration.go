package cli

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"broadsheet/internal/config"
	"broadsheet/internal/inert"
	"broadsheet/internal/palette"
	"broadsheet/internal/tui/keymap"
)

type jsonConfig struct {
	File     string        `json:"file"` // where it is, or would be
	Settings []jsonSetting `json:"settings"`
	Folders  []jsonSetting `json:"folders"`
}

type jsonSetting struct {
	Table string `json:"table"` // "" for none
	Key   string `json:"key"`
	Value string `json:"value"` // as TOML
	From  string `json:"from"`  // "default", FILE:LINE, $VARIABLE or a flag
}

func (a *app) configuration() *cobra.Command {
	var asJSON bool
	c := &cobra.Command{
		Use:   "config",
		Short: "Print the configuration in force, and where each value comes from",
		Args:  needs(0, 0, "it takes init, path or nothing"),
		RunE: func(*cobra.Command, []string) error {
			if err := a.configure(); err != nil {
				return err
			}
			out := jsonConfig{File: a.folders.File(), Settings: a.settings(), Folders: a.places()}
			if asJSON {
				return writeJSON(a.Out, out)
			}
			return out.print(a.Out)
		},
	}
	c.Flags().BoolVar(&asJSON, "json", false, "one JSON object")
	c.AddCommand(&cobra.Command{
		Use:   "init",
		Short: "Write a configuration that explains itself; never over one that is there",
		Args:  needs(0, 0, "it takes no argument"),
		RunE: func(*cobra.Command, []string) error {
			file := config.Find(a.Getenv).File() // what is there may be broken
			if err := config.Init(file); err != nil {
				return err
			}
			_, err := fmt.Fprintf(a.Out, "%s\n", inert.Line(file))
			return err
		},
	}, &cobra.Command{
		Use:   "path",
		Short: "Print where the configuration is, or would be",
		Args:  needs(0, 0, "it takes no argument"),
		RunE: func(*cobra.Command, []string) error {
			_, err := fmt.Fprintf(a.Out, "%s\n", inert.Line(config.Find(a.Getenv).File()))
			return err
		},
	})
	return c
}

// settings are the values in force, after the environment and the flags.
func (a *app) settings() []jsonSetting {
	var out []jsonSetting
	for _, s := range a.config.Settings() {
		x := jsonSetting{s.Table, s.Key, s.Value, "default"}
		if s.Line > 0 {
			x.From = fmt.Sprintf("%s:%d", a.folders.File(), s.Line)
		}
		if s.Table == "" {
			a.override(&x)
		}
		out = append(out, x)
	}
	return out
}

// override lets the environment and the flags have their say.
func (a *app) override(x *jsonSetting) {
	quoted := func(text string) string { return config.Quoted(text) }
	switch {
	case x.Key == "library" && len(a.paths) > 0:
		x.Value, x.From = config.Quoted(a.paths), "--library"
	case x.Key == "theme" && strings.TrimSpace(a.Getenv("NO_COLOR")) != "":
		x.Value, x.From = quoted(palette.Plain), "$NO_COLOR"
	case x.Key == "editor" && a.config.Editor == "":
		x.Value = quoted("vi")
		for _, name := range []string{"EDITOR", "VISUAL"} { // the last one wins
			if v := a.Getenv(name); strings.TrimSpace(v) != "" {
				x.Value, x.From = quoted(v), "$"+name
			}
		}
	}
}

// places are the program's own folders.
func (a *app) places() []jsonSetting {
	var out []jsonSetting
	for _, p := range []struct{ key, value, variable string }{
		{"config", a.folders.Config, "XDG_CONFIG_HOME"}, {"data", a.folders.Data, "XDG_DATA_HOME"},
		{"state", a.folders.State, "XDG_STATE_HOME"}, {"cache", a.folders.Cache, "XDG_CACHE_HOME"},
	} {
		from := "default"
		if v := a.Getenv(p.variable); v != "" && strings.HasPrefix(p.value, v) {
			from = "$" + p.variable
		}
		out = append(out, jsonSetting{Key: p.key, Value: p.value, From: from})
	}
	return out
}

// print writes the configuration as TOML, with where each value comes from
// beside it.
func (c jsonConfig) print(w io.Writer) error {
	var b strings.Builder
	fmt.Fprintf(&b, "# %s\n", inert.Line(c.File))
	widest := 0
	for _, s := range c.Settings {
		widest = max(widest, min(len(s.Key)+len(s.Value)+3, 50))
	}
	table := ""
	for _, s := range c.Settings {
		if s.Table != table {
			table = s.Table
			fmt.Fprintf(&b, "\n[%s]\n", inert.Line(table))
		}
		fmt.Fprintf(&b, "%-*s  # %s\n", widest, inert.Line(s.Key+" = "+s.Value), inert.Line(s.From))
	}
	b.WriteString("\n")
	for _, f := range c.Folders {
		fmt.Fprintf(&b, "# %-6s  %s (%s)\n", f.Key, inert.Line(f.Value), f.From)
	}
	b.WriteString("# broadsheet keys lists the keys in force\n")
	_, err := io.WriteString(w, b.String())
	return err
}

type jsonKeys struct {
	Keys []jsonBinding `json:"keys"`
}

type jsonBinding struct {
	Context string   `json:"context"`
	Action  string   `json:"action"`
	Keys    []string `json:"keys"`
	Does    string   `json:"does"`
	Command string   `json:"command"` // that does the same on the command line; "" for none
	From    string   `json:"from"`    // "default" or FILE:LINE
}

func (a *app) keys() *cobra.Command {
	var asJSON bool
	c := &cobra.Command{
		Use:   "keys",
		Short: "List the keys in force, with the names to change them by",
		Args:  needs(0, 0, "it takes no argument"),
		RunE: func(*cobra.Command, []string) error {
			if err := a.configure(); err != nil {
				return err
			}
			rows := a.bindings()
			if asJSON {
				return writeJSON(a.Out, jsonKeys{rows})
			}
			return printKeys(a.Out, rows)
		},
	}
	c.Flags().BoolVar(&asJSON, "json", false, "one JSON object")
	return c
}

// bindings are the keys in force, context by context.
func (a *app) bindings() []jsonBinding {
	var out []jsonBinding
	for _, b := range a.config.Bindings() {
		for _, in := range b.In {
			x := jsonBinding{in.Name(), string(b.Action), []string{}, b.Help, b.Action.Command(), "default"}
			for _, k := range b.Keys {
				x.Keys = append(x.Keys, keymap.Written(k))
			}
			if line := a.config.Line("keys", x.Context, x.Action); line > 0 {
				x.From = fmt.Sprintf("%s:%d", a.folders.File(), line)
			}
			out = append(out, x)
		}
	}
	slices.SortStableFunc(out, func(x, y jsonBinding) int { return cmp.Compare(x.Context, y.Context) })
	return out
}

// printKeys writes a table for each context.
func printKeys(w io.Writer, rows []jsonBinding) error {
	var b strings.Builder
	context := ""
	for _, x := range rows {
		if x.Context != context {
			if context != "" {
				b.WriteString("\n")
			}
			context = x.Context
			fmt.Fprintf(&b, "[keys.%s]\n", context)
		}
		from := ""
		if x.From != "default" {
			from = "  (" + inert.Line(x.From) + ")"
		}
		fmt.Fprintf(&b, "%-20s %-20s %s%s\n", x.Action, inert.Line(strings.Join(x.Keys, " or ")), x.Does, from)
	}
	_, err := io.WriteString(w, b.String())
	return err
}
