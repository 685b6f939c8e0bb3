package cli

import (
	"os"
	"path/filepath"
	"regexp"
	"runtime/debug"
	"strings"
	"testing"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"broadsheet/internal/tui/keymap"
)

func tree() *cobra.Command { return (&app{}).root() }

// What an action names for the command line is a command, with its flags.
func TestEveryActionNamesACommand(t *testing.T) {
	root := tree()
	check := func(what, command string) {
		words := strings.Fields(command)
		c, rest, err := root.Find(words)
		if err != nil || c == root && words[0] != "help" {
			t.Errorf("%s names %q, which is no command", what, command)
			return
		}
		for _, w := range rest {
			if flag, ok := strings.CutPrefix(w, "--"); ok && c.Flags().Lookup(flag) == nil && root.PersistentFlags().Lookup(flag) == nil {
				t.Errorf("%s names %q, but there is no flag --%s", what, command, flag)
			}
		}
	}
	named := 0
	for _, b := range keymap.Default() {
		if c := b.Action.Command(); c != "" {
			check(string(b.Action), c)
			named++
		}
	}
	if named == 0 {
		t.Error("no action names a command")
	}
	for _, p := range keymap.Phrases() {
		if !strings.HasSuffix(p.Command, "in the configuration") {
			check(p.Name, p.Command)
		}
	}
}

// The manual page tells of every command, flag, key and phrase.
func TestTheManualIsWhole(t *testing.T) {
	var b strings.Builder
	root := tree()
	if err := manual(&b, root); err != nil {
		t.Fatal(err)
	}
	page := b.String()
	has := func(text string) {
		t.Helper()
		if !strings.Contains(page, roff(text)) {
			t.Errorf("the manual page lacks %q", text)
		}
	}
	each(root, func(c *cobra.Command) {
		if c != root && !c.HasSubCommands() {
			has(strings.TrimSuffix(strings.TrimPrefix(c.UseLine(), "broadsheet "), " [flags]"))
		}
		c.LocalNonPersistentFlags().VisitAll(func(f *pflag.Flag) { has("--" + f.Name) })
	})
	for _, x := range keymap.Default() {
		has(x.Help + " (" + string(x.Action) + ")")
		has(keymap.Keys(x.Keys, ""))
	}
	for _, x := range keymap.Phrases() {
		has(x.Name + " " + x.Argument)
	}
	for i, line := range strings.Split(page, "\n") {
		if strings.HasPrefix(line, ".") && !regexp.MustCompile(`^\.(TH|SH|SS|PP|TP|B|br|RS|RE|nf|fi)\b`).MatchString(line) {
			t.Errorf("line %d is an unknown macro: %s", i+1, line)
		}
	}
}

// The README names every command with all its flags, every phrase, and no
// other command.
func TestTheREADMETellsOfEveryCommand(t *testing.T) {
	src, err := os.ReadFile(filepath.Join("..", "..", "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(src), "## On the command line\n")
	block, _, _ := strings.Cut(rest, "\n\n")
	root := tree()
	said := map[string]string{} // what stands on the lines of a top command
	for _, line := range strings.Split(block, "\n") {
		words := strings.Fields(line)
		if len(words) < 2 || words[0] != "broadsheet" {
			t.Errorf("not a command: %q", line)
			continue
		}
		said[words[1]] += line + "\n"
		if c, _, err := root.Find(words[1:2]); (err != nil || c == root) && words[1] != "completion" {
			t.Errorf("the README tells of %q, which is no command", words[1])
		}
	}
	each(root, func(c *cobra.Command) {
		if c == root || c.Hidden {
			return
		}
		words := strings.Fields(c.CommandPath())[1:]
		for _, w := range words[1:] {
			if !regexp.MustCompile(`\b` + w + `\b`).MatchString(said[words[0]]) {
				t.Errorf("the README does not tell of %s", c.CommandPath())
			}
		}
		if said[words[0]] == "" {
			t.Errorf("the README does not tell of %s", c.CommandPath())
		}
		c.LocalNonPersistentFlags().VisitAll(func(f *pflag.Flag) {
			if f.Name != "help" && !strings.Contains(said[words[0]], "--"+f.Name) {
				t.Errorf("the README does not tell of %s --%s", c.CommandPath(), f.Name)
			}
		})
	})
	for _, p := range keymap.Phrases() {
		if !strings.Contains(string(src), "`:"+p.Name+" "+p.Argument+"`") {
			t.Errorf("the README does not tell of :%s %s", p.Name, p.Argument)
		}
	}
}

func TestVersion(t *testing.T) {
	info := &debug.BuildInfo{GoVersion: "go1.26", Settings: []debug.BuildSetting{
		{Key: "vcs.revision", Value: "0123456789abcdef0123"}, {Key: "vcs.time", Value: "2026-11-25T10:00:00Z"}, {Key: "vcs.modified", Value: "true"},
	}}
	info.Main.Version = "v1.2.3"
	if got := versionOf(info); !strings.HasPrefix(got, "v1.2.3 (0123456789ab, 2026-11-25, changed files, go1.26 ") {
		t.Errorf("got %q", got)
	}
	if got := versionOf(&debug.BuildInfo{GoVersion: "go1.26"}); !strings.HasPrefix(got, "(devel) (go1.26 ") {
		t.Errorf("got %q", got)
	}
}
