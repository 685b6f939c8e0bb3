package config

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"broadsheet/internal/palette"
)

func TestLoad(t *testing.T) {
	with := func(change func(*Config)) Config {
		c := Defaults()
		change(&c)
		return c
	}
	themes := func(m map[string]palette.Own) Config { return with(func(c *Config) { c.Themes = m }) }
	rows := []struct {
		name, src string
		want      Config
	}{
		{"empty", "", Defaults()},
		{"all", "library = ['/b']\ntheme = 'sepia'\nbackground = 'light'\nwidth = 72\nmargin = 4\n",
			Config{Library: []string{"/b"}, Theme: "sepia", Background: "light", Width: 72, Margin: 4}},
		{"no colour", "theme = 'plain'", with(func(c *Config) { c.Theme = "plain" })},
		{"an empty theme of one's own", "theme = 'mine'\n[themes.mine]\n",
			with(func(c *Config) { c.Theme, c.Themes = "mine", map[string]palette.Own{"mine": {}} })},
		{"colours", "[themes.\"two words\"]\nbase = 'contrast'\nhit = '#FE0'\nhit-text = 'bright-white'\ncode = 208\ndim = '8'\n",
			themes(map[string]palette.Own{"two words": {Base: "contrast", Both: palette.Palette{Hit: "#ffee00", HitText: "15", Code: "208", Dim: "8"}}})},
		{"colours for one background", "[themes.a]\naccent = 'red'\n[themes.a.dark]\naccent = 'bright-red'\n[themes.a.light]\nlink = 4\n",
			themes(map[string]palette.Own{"a": {Both: palette.Palette{Accent: "1"}, Dark: palette.Palette{Accent: "9"}, Light: palette.Palette{Link: "4"}}})},
		{"named like a background", "theme = 'dark'\nthemes.dark.text = 'white'\n",
			with(func(c *Config) {
				c.Theme, c.Themes = "dark", map[string]palette.Own{"dark": {Both: palette.Palette{Text: "7"}}}
			})},
	}
	for _, r := range rows {
		t.Run(r.name, func(t *testing.T) {
			got, err := load(t, r.src)
			if err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff(r.want, got); d != "" {
				t.Error(d)
			}
		})
	}
}

// Every fault is one line that names the file and the line, and what to do.
func TestFaults(t *testing.T) {
	const known = "known are library, theme, background, width, margin, synonyms and [themes.NAME]"
	const colour = "#rrggbb, #rgb, a number from 0 to 255, or a name such as red or bright-red"
	for _, r := range []struct{ src, want string }{
		{"theme = 'ink'\ncolour = 'red'\n", `:2: unknown key "colour"; ` + known},
		{"\n\n[colours]\nhit = 'red'\n", `:3: unknown key "colours"; ` + known},
		{"width = \n", ":1:9: "},
		{"theme = ink\n", ":1:9: expected keyword \"inf\"; write words and colours in quotes"},
		{"theme = sepia\n", ":1:9: unexpected character U+0073 's' at start of value; write words and colours in quotes"},
		{"width = 80\nwidth = 90\n", ":2:1: key width is already defined"},
		{"# wide\nwidth = 'wide'", ":2:9: width takes a whole number, such as 80"},
		{"margin = 2.5", ":1:10: margin takes a whole number, such as 2"},
		{"theme = 3", `:1:9: theme takes a name in quotes, such as "ink"`},
		{"background = true", `:1:14: background takes a word in quotes, such as "auto"`},
		{"library = '~/briefs'", `:1:11: library takes a list of paths, such as ["~/briefs"]`},
		{"themes = 3", ":1:10: themes takes tables: [themes.NAME]"},
		{"[themes]\nsun = 3", ":2:7: themes takes tables: [themes.NAME]"},
		{"library = []\ntheme = 'neon'", `:2: theme "neon" is not known; use ink, sepia, contrast, plain, or write a table [themes.NAME]`},
		{"theme = 'neon'\n[themes.sun]", `:1: theme "neon" is not known; use ink, sepia, contrast, plain, "sun", or write`},
		{"theme = 'dark'", `:1: theme "dark" is a background; write background = "dark", and as the theme one of ink, sepia, contrast, plain`},
		{"theme = 'light'", `:1: theme "light" is a background; write background = "light"`},
		{"theme = 'auto'", `:1: theme "auto" is a background; write background = "auto"`},
		{"\nbackground = 'grey'", `:2: background "grey" is not known; use auto, dark, light`},
		{"\nwidth = 3", ":2: width 3 is out of range; use 20 to 200"},
		{"width = 201", ":1: width 201 is out of range; use 20 to 200"},
		{"margin = -1", ":1: margin -1 is out of range; use 0 to 20"},
		{"margin = 21", ":1: margin 21 is out of range; use 0 to 20"},
		{"width = 3\nmargin = 21", ":1: width"},
		{"margin = 21\nwidth = 3", ":1: margin"},
		{"[themes.sun]\nbase = 'neon'", `:2: base "neon" is not known; use ink, sepia, contrast`},
		{"[themes.sun]\nbase = 'plain'", `:2: base "plain" is not known; use ink, sepia, contrast`},
		{"[themes.sun]\nbase = 3", `:2: base "3" is not known; use ink, sepia, contrast`},
		{"\n[themes.ink]\nhit = 'red'", `:2: there is a theme named "ink" already; give yours another name, and write base = "ink" in it`},
		{"\n[themes.plain]\n", `:2: there is a theme named "plain" already`},
		{"[themes.sun]\nhit = 'redd'", `:2: hit: "redd" is no colour; use ` + colour},
		{"[themes.sun]\n\nhit = '#12345'", `:3: hit: "#12345" is no colour; use ` + colour},
		{"[themes.sun]\nhit = 256", `:2: hit: "256" is no colour; use ` + colour},
		{"[themes.sun]\nhit = ''", `:2: hit: "" is no colour; use ` + colour},
		{"theme = 'neon'\n[themes.\"a\\nb\"]", `:1: theme "neon" is not known; use ink, sepia, contrast, plain, "a\nb", or write`},
		{"themes.sun = {link = 'redd', hit = 'redd', dim = 'redd'}", `:1: dim: "redd" is no colour`},
		{"[themes.sun]\nhit = true", ":2: hit takes a colour: " + colour},
		{"[themes.sun]\nhit = ['red', 'blue']", ":2: hit takes a colour: " + colour},
		{"[themes.sun]\nhit = #ff0000", ":2:7: unexpected character U+0023 '#' at start of value; write words and colours in quotes"},
		{"[themes.sun]\nhit = 'red'\nhitt = 'red'", `:3: unknown key "themes.sun.hitt"; a theme has base, text, dim, accent, heading, link, code, line, hit, hit-text, ` +
			"current, current-text, selected, selected-text, bookmark, shared, differs, problem, good, and the tables dark and light"},
		{"[themes.sun]\ndark = 'red'", ":2: dark takes a table: [themes.NAME.dark]"},
		{"[themes.sun.light]\nhit = 'red'\n\nlink = 'redd'", `:4: link: "redd" is no colour`},
		{"[themes.sun.light]\nbase = 'ink'", `:2: unknown key "themes.sun.light.base"`},
		{"[themes.sun.twilight]\nhit = 'red'", `:1: unknown key "themes.sun.twilight"`},
		{"themes = {sun = {hit = 'red',\n\"dim\" = 'rod'}}", `:2: dim: "rod" is no colour`},
		{"[themes.\"b c\"]\n\"h\\u0069t\" = 300\n", `:2: hit: "300" is no colour`},
	} {
		_, err := load(t, r.src)
		if err == nil {
			t.Errorf("%q: no error", r.src)
			continue
		}
		if got := err.Error(); !strings.Contains(got, "config.toml"+r.want) || strings.Contains(got, "\n") {
			t.Errorf("%q:\n got %s\nwant one line with config.toml%s", r.src, got, r.want)
		}
	}
}

func load(t *testing.T, src string) (Config, error) {
	t.Helper()
	file := filepath.Join(t.TempDir(), "config.toml")
	if err := os.WriteFile(file, []byte(src), 0o600); err != nil {
		t.Fatal(err)
	}
	return Load(file)
}

// Whatever stands in the file: no panic, and either a configuration within
// its ranges or one line that names a line of the file.
func FuzzParse(f *testing.F) {
	for _, s := range []string{
		"", "theme = 'sepia'\nwidth = 40", "[themes.a]\nbase = 'ink'\nhit = '#fff'\n[themes.a.dark]\nhit = 3", "themes = {a = {hit = 'red', dark = {hit = 1}}}",
		"themes.a.\"hit\" = 1979-05-27T07:32:00Z", "[[themes]]", "[themes.a.hit]\n", "margin = 0x14", "\xff", "theme = 'a\nb'",
	} {
		f.Add([]byte(s))
	}
	prefix := regexp.MustCompile(`^c\.toml:([0-9]+):`)
	f.Fuzz(func(t *testing.T, src []byte) {
		c, err := parse("c.toml", src)
		if err == nil {
			if c.Width < 20 || c.Width > 200 || c.Margin < 0 || c.Margin > 20 {
				t.Errorf("out of range: %+v", c)
			}
			return
		}
		at := prefix.FindStringSubmatch(err.Error())
		if at == nil {
			t.Fatalf("no line: %v", err)
		}
		if row, _ := strconv.Atoi(at[1]); row < 1 || row > bytes.Count(src, []byte("\n"))+1 {
			t.Errorf("the file has no such line: %v", err)
		}
		if strings.Contains(err.Error(), "\n") {
			t.Errorf("more than one line: %q", err)
		}
	})
}

func TestLoadWithoutFileGivesDefaults(t *testing.T) {
	got, err := Load(filepath.Join(t.TempDir(), "none.toml"))
	if err != nil || !cmp.Equal(got, Defaults()) {
		t.Errorf("got %+v, %v", got, err)
	}
}

func TestLibraryPathsAreMadeAbsolute(t *testing.T) {
	home := t.TempDir()
	t.Setenv("HOME", home)
	dir := t.TempDir()
	file := filepath.Join(dir, "config.toml")
	if err := os.WriteFile(file, []byte("library = ['~/briefs', 'near', '/abs']"), 0o600); err != nil {
		t.Fatal(err)
	}
	got, err := Load(file)
	if err != nil {
		t.Fatal(err)
	}
	want := []string{filepath.Join(home, "briefs"), filepath.Join(dir, "near"), "/abs"}
	if d := cmp.Diff(want, got.Library); d != "" {
		t.Error(d)
	}
}

func TestFind(t *testing.T) {
	env := map[string]string{"HOME": "/home/r", "XDG_CACHE_HOME": "/fast", "XDG_DATA_HOME": "relative"}
	got := Find(func(k string) string { return env[k] })
	want := Folders{
		Config: "/home/r/.config/broadsheet",
		Data:   "/home/r/.local/share/broadsheet",
		State:  "/home/r/.local/state/broadsheet",
		Cache:  "/fast/broadsheet",
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
}

func TestFindWithoutHome(t *testing.T) {
	got := Find(func(string) string { return "" })
	if !filepath.IsAbs(got.Data) {
		t.Errorf("data folder %q is not absolute", got.Data)
	}
}
