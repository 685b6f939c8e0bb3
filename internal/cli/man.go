package cli

import (
	"io"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"broadsheet/internal/config"
	"broadsheet/internal/tui/keymap"
)

func (a *app) man() *cobra.Command {
	return &cobra.Command{
		Use:   "man",
		Short: "Print the manual page: broadsheet man | man -l -",
		Args:  needs(0, 0, "it takes no argument"),
		RunE: func(c *cobra.Command, _ []string) error {
			return manual(a.Out, c.Root())
		},
	}
}

// manual writes the manual page, from the same commands, keys and settings as
// everything else that tells of them.
func manual(w io.Writer, root *cobra.Command) error {
	p := &page{}
	p.line(`.TH BROADSHEET 1 "" "` + roff(root.Version) + `" "User Commands"`)
	p.section("NAME")
	p.text("broadsheet - " + strings.ToLower(root.Short[:1]) + root.Short[1:])
	p.section("SYNOPSIS")
	p.line(".B broadsheet", roff(strings.TrimPrefix(root.Use, "broadsheet ")), ".br", ".B broadsheet", "COMMAND [OPTION]... [ARGUMENT]...")
	p.section("DESCRIPTION")
	p.prose(root.Long)
	p.section("OPTIONS")
	p.flags(root.PersistentFlags())
	p.section("COMMANDS")
	each(root, func(c *cobra.Command) {
		if c != root && c.Runnable() && !c.Hidden && !c.HasSubCommands() || c.Name() == "config" {
			p.command(c)
		}
	})
	p.keys()
	p.section("CONFIGURATION")
	p.text("broadsheet config init writes one that explains itself:")
	p.verbatim(config.Sample())
	p.files()
	p.section("EXIT STATUS")
	p.items([][2]string{{"0", "done"}, {"1", "nothing found, or a bookmark lost under bookmark check"}, {"2", "a bad call, a bad query or configuration, or a failure"}})
	_, err := io.WriteString(w, p.b.String())
	return err
}

// A page is a manual page on its way, in the macros of man(7).
type page struct{ b strings.Builder }

// roff makes a text harmless to roff: its escapes, its hyphens, and what would
// be a macro at the start of a line.
func roff(text string) string {
	text = strings.NewReplacer(`\`, `\e`, "-", `\-`, "\t", "    ").Replace(text)
	if strings.HasPrefix(text, ".") || strings.HasPrefix(text, "'") {
		text = `\&` + text
	}
	return text
}

func (p *page) line(lines ...string) {
	for _, l := range lines {
		p.b.WriteString(l + "\n")
	}
}

func (p *page) section(name string) { p.line(".SH " + name) }

func (p *page) text(text string) { p.line(roff(text)) }

// prose writes paragraphs; lines that are indented stay as they are.
func (p *page) prose(text string) {
	for i, part := range strings.Split(strings.TrimSpace(text), "\n\n") {
		if i > 0 {
			p.line(".PP")
		}
		if strings.HasPrefix(part, "  ") {
			p.verbatim(part)
			continue
		}
		for _, l := range strings.Split(part, "\n") {
			p.text(l)
		}
	}
}

func (p *page) verbatim(text string) {
	p.line(".RS 2", ".nf")
	for _, l := range strings.Split(strings.TrimRight(text, "\n"), "\n") {
		p.text(l)
	}
	p.line(".fi", ".RE")
}

// items writes a list of words and what they mean.
func (p *page) items(rows [][2]string) {
	for _, r := range rows {
		p.line(".TP", `.B `+roff(r[0]))
		p.text(r[1])
	}
}

func (p *page) flags(set *pflag.FlagSet) {
	var rows [][2]string
	set.VisitAll(func(f *pflag.Flag) {
		if f.Hidden || f.Name == "help" {
			return
		}
		what, usage := pflag.UnquoteUsage(f)
		name := "--" + f.Name
		if what != "" {
			name += " " + strings.ToUpper(strings.TrimSuffix(what, "Array"))
		}
		if f.DefValue != "" && f.DefValue != "false" && f.DefValue != "[]" {
			usage += " (" + f.DefValue + " where it is not given)"
		}
		rows = append(rows, [2]string{name, usage})
	})
	p.items(rows)
}

func (p *page) command(c *cobra.Command) {
	p.line(".SS " + roff(strings.TrimSuffix(strings.TrimPrefix(c.UseLine(), "broadsheet "), " [flags]")))
	text := c.Long
	if text == "" {
		text = c.Short
	}
	p.prose(text)
	p.flags(c.LocalNonPersistentFlags())
}

// keys writes the keys as the program comes, by where they hold, and the
// commands of the palette.
func (p *page) keys() {
	p.section("KEYS")
	p.text("As the program comes; broadsheet keys lists those in force.")
	for _, c := range keymap.Contexts() {
		p.line(".SS " + roff(c.String()))
		for _, b := range keymap.Default() {
			for _, in := range b.In {
				if in == c {
					p.items([][2]string{{keymap.Keys(b.Keys, ""), b.Help + " (" + string(b.Action) + ")"}})
				}
			}
		}
	}
	p.line(".SS Commands that take an argument, after :")
	for _, x := range keymap.Phrases() {
		p.items([][2]string{{x.Name + " " + x.Argument, x.Help}})
	}
}

// files writes where things are, and the variables that count.
func (p *page) files() {
	p.section("FILES")
	p.items([][2]string{
		{"$XDG_CONFIG_HOME/broadsheet/config.toml", "the configuration (~/.config)"},
		{"$XDG_DATA_HOME/broadsheet", "bookmarks and saved searches (~/.local/share)"},
		{"$XDG_STATE_HOME/broadsheet", "what was read and searched, and the log (~/.local/state)"},
		{"$XDG_CACHE_HOME/broadsheet", "the index; deleting it loses nothing (~/.cache)"},
	})
	p.section("ENVIRONMENT")
	p.items([][2]string{
		{"VISUAL, EDITOR", "the editor, where the configuration names none"},
		{"BROWSER", "opens links"},
		{"PAGER", "shows what show, search and compare print on a terminal, where it is longer than the screen"},
		{"NO_COLOR", "no colours, whatever the theme"},
		{"COLORFGBG", "tells a light background from a dark one where the terminal does not"},
	})
}
