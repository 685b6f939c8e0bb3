package config

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"broadsheet/internal/palette"
	"broadsheet/internal/tui/keymap"
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
		{"one path", "library = '/b'", with(func(c *Config) { c.Library = []string{"/b"} })},
		{"all", "library = ['/b']\ntheme = 'sepia'\nbackground = 'light'\nwidth = 72\nmargin = 4\nbookmarks = 'library'\n",
			Config{Library: []string{"/b"}, Theme: "sepia", Background: "light", Width: 72, Margin: 4, Bookmarks: InLibrary}},
		{"libraries by name", "library = 'work'\nlibraries = {work = '/w', press-1 = ['/p', '/q']}\neditor = 'nano -w'",
			with(func(c *Config) {
				c.Default, c.Editor = "work", "nano -w"
				c.Libraries = []Library{{"press-1", []string{"/p", "/q"}}, {"work", []string{"/w"}}}
			})},
		{"keys", "[keys.reading]\nnext-hit = ['n', 'ctrl-n']\nzen = []\n[keys.search]\nsave-search = 'ctrl-g'\n",
			with(func(c *Config) {
				c.Keys = []keymap.Change{{In: "reading", Action: "next-hit", Keys: []string{"n", "ctrl-n"}}, {In: "reading", Action: "zen", Keys: []string{}}, {In: "search", Action: "save-search", Keys: []string{"ctrl-g"}}}
			})},
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
			if d := cmp.Diff(r.want, got, cmpopts.IgnoreUnexported(Config{})); d != "" {
				t.Error(d)
			}
		})
	}
}

// Every fault is one line that names the file and the line, and what to do.
func TestFaults(t *testing.T) {
	const known = "known are library, theme, background, width, margin, bookmarks, editor, synonyms, [libraries], [keys.CONTEXT] and [themes.NAME]"
	const colour = "#rrggbb, #rgb, a number from 0 to 255, or a name such as red or bright-red"
	for _, r := range []struct{ src, want string }{
		{"theme = 'ink'\ncolour = 'red'\n", `:2: unknown key "colour"; ` + known},
		{"\n\n[colours]\nhit = 'red'\n", `:3: unknown key "colours"; ` + known},
		{"width = \n", ":1: "},
		{"theme = ink\n", ":1: expected keyword \"inf\"; write words and colours in quotes (column 9)"},
		{"theme = sepia\n", ":1: unexpected character U+0073 's' at start of value; write words and colours in quotes"},
		{"width = 80\nwidth = 90\n", ":2: key width is already defined"},
		{"# wide\nwidth = 'wide'", ":2: width takes a whole number, such as 80"},
		{"margin = 2.5", ":1: margin takes a whole number, such as 2"},
		{"theme = 3", `:1: theme takes a name in quotes, such as "ink"`},
		{"background = true", `:1: background takes a word in quotes, such as "auto"`},
		{"library = true", `:1: library takes a list of paths, such as ["~/briefs"], or a name of [libraries]`},
		{"themes = 3", ":1: themes takes tables: [themes.NAME]"},
		{"[themes]\nsun = 3", ":2: themes takes tables: [themes.NAME]"},
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
		{"[themes.sun]\nhit = #ff0000", ":2: unexpected character U+0023 '#' at start of value; write words and colours in quotes"},
		{"[themes.sun]\nhit = 'red'\nhitt = 'red'", `:3: unknown key "themes.sun.hitt"; a theme has base, text, dim, accent, heading, link, code, line, hit, hit-text, ` +
			"current, current-text, selected, selected-text, bookmark, shared, differs, problem, good, and the tables dark and light"},
		{"[themes.sun]\ndark = 'red'", ":2: dark takes a table: [themes.NAME.dark]"},
		{"[themes.sun.light]\nhit = 'red'\n\nlink = 'redd'", `:4: link: "redd" is no colour`},
		{"[themes.sun.light]\nbase = 'ink'", `:2: unknown key "themes.sun.light.base"`},
		{"[themes.sun.twilight]\nhit = 'red'", `:1: unknown key "themes.sun.twilight"`},
		{"library = 'work'", `:1: library "work" is not a name of [libraries]; a folder is written with its path, such as "~/work"`},
		{"library = 'werk'\n[libraries]\nwork = '/w'", `:1: library "werk" is not a name of [libraries] (work); `},
		{"[libraries]\n'a b' = '/w'", `:2: library name "a b": use letters, digits, - and _, and begin with a letter`},
		{"[libraries]\n-x = '/w'", `:2: library name "-x": use letters`},
		{"[libraries]\nwork = 3", `:2: work takes a list of paths`},
		{"libraries = ['/w']", ":1: libraries takes a table"},
		{"editor = 3", ":1: editor takes a command in quotes"},
		{"synonyms = ['Burma']", ":1: synonyms takes lists of names"},
		{"\nsynonyms = [['Burma']]", ":2: synonyms: list 1 has fewer than two names"},
		{"keys = 3", ":1: keys takes tables: [keys.reading]"},
		{"[keys]\nreading = 3", ":2: keys.reading takes a table"},
		{"[keys.reading]\nzen = 3", ":2: zen takes keys"},
		{"bookmarks = 'cloud'", `:1: bookmarks "cloud" is not known; use home, library`},
		{"bookmarks = true", `:1: bookmarks takes "home" or "library"`},
		{"[keys.editing]\nzen = 'q'", `:2: unknown keys "editing"; keys are of everywhere, library, search, reading, bookmarks, selecting`},
		{"[keys.reading]\nnexthit = 'q'", `:2: unknown action "nexthit" in keys.reading; did you mean next-hit? broadsheet keys lists them all`},
		{"[keys.reading]\nfoo = 'q'", `:2: unknown action "foo" in keys.reading; broadsheet keys lists them all`},
		{"[keys.reading]\nzen = ['j']", `:2: key j is bound twice in reading: to down and to zen; down has its key from the start: give zen another, or leave down the rest: down = ["down"]`},
		{"[keys.reading]\nzen = 'hyper-x'", `:2: key "hyper-x" is not known`},
		{"[keys.reading]\nzen = 'a b c'", `:2: key "a b c": at most 2 keys in a row`},
		{"[keys.reading]\nzen = ''", `:2: key "" names no key`},
		{"[keys.reading]\nzen = ['Z', 'Z']", `:2: key Z stands there twice`},
		{"[keys.reading]\nzen = 'ctrl-c'", `:2: ctrl-c always leaves, and can do nothing else`},
		{"[keys.search]\nwhy = 'w'", `:2: w is typed into the search; use a key with ctrl or alt`},
		{"[keys.reading]\nzen = 'Z'\n\nmark-read = 'Z'", `:4: key Z is bound twice in reading: to zen and to mark-read; the other stands in line 2`},
		{"[keys.reading]\nnext-hit = 'j'", `:2: key j is bound twice in reading: to next-hit and to down; down has its key from the start: give next-hit another, or leave down the rest: down = ["down"]`},
		{"[keys.reading]\nzen = 'ctrl-w'", `hides ctrl-w`},
		{"[keys.reading]\nzen = 'd d'\nhalf-page-down = 'd'", `:3: key d of half-page-down hides d d of zen, which begins with it; the other stands in line 2`},
		{"themes = {sun = {hit = 'red',\n\"dim\" = 'rod'}}", `:2: dim: "rod" is no colour`},
		{"[themes.\"b c\"]\n\"h\\u0069t\" = 300\n", `:2: hit: "300" is no colour`},
	} {
		_, err := load(t, r.src)
		if err == nil {
			t.Errorf("%q: no error", r.src)
			continue
		}
		first, _, _ := strings.Cut(err.Error(), "\n")
		if !strings.Contains(first, r.want) || !strings.Contains(first, "config.toml:") {
			t.Errorf("%q:\n got %s\nwant %s in its first line", r.src, err, r.want)
		}
	}
}

// All faults are said at once, in the order of the file.
func TestAllFaultsAtOnce(t *testing.T) {
	_, err := load(t, "colour = 'red'\nwidth = 3\nmargin = 'x'\ntheme = 'neon'\n[keys.reading]\nzen = 'hyper-x'\n[themes.sun]\nhit = 'redd'\n")
	var faults *Faults
	if !errors.As(err, &faults) {
		t.Fatalf("got %v", err)
	}
	var lines []int
	for _, f := range faults.List {
		lines = append(lines, f.Line)
	}
	if d := cmp.Diff([]int{1, 2, 3, 4, 6, 8}, lines); d != "" {
		t.Errorf("%s\n%v", d, err)
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
		"library = 'w'\nlibraries.w = '/w'", "keys.reading.zen = ['Z', 'ctrl-w v']\nkeys.search.why = 'w'", "keys = {reading = {down = 'j', up = 'j'}}", "synonyms = [['a', 'b'], []]",
	} {
		f.Add([]byte(s))
	}
	prefix := regexp.MustCompile(`^c\.toml:(?:([0-9]+):| and )`)
	f.Fuzz(func(t *testing.T, src []byte) {
		c, err := parse("c.toml", src)
		if err == nil {
			if c.Width < 20 || c.Width > 200 || c.Margin < 0 || c.Margin > 20 {
				t.Errorf("out of range: %+v", c)
			}
			return
		}
		for _, line := range strings.Split(err.Error(), "\n") {
			at := prefix.FindStringSubmatch(line)
			if at == nil {
				t.Fatalf("no line: %v", err)
			}
			if row, _ := strconv.Atoi(at[1]); at[1] != "" && (row < 1 || row > bytes.Count(src, []byte("\n"))+1) {
				t.Errorf("the file has no such line: %v", err)
			}
		}
	})
}

func TestLoadWithoutFileGivesDefaults(t *testing.T) {
	got, err := Load(filepath.Join(t.TempDir(), "none.toml"))
	if err != nil || !cmp.Equal(got, Defaults(), cmpopts.IgnoreUnexported(Config{})) {
		t.Errorf("got %+v, %v", got, err)
	}
}

// A file that has no end, or far too much, is refused and not read to its end.
func TestLoadIsBounded(t *testing.T) {
	file := filepath.Join(t.TempDir(), "config.toml")
	if err := os.WriteFile(file, bytes.Repeat([]byte("#\n"), largest/2), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Load(file); err != nil {
		t.Errorf("as large as it may be: %v", err)
	}
	if err := os.Truncate(file, largest+1); err != nil {
		t.Fatal(err)
	}
	if _, err := Load(file); err == nil || !strings.Contains(err.Error(), file+" has more than 1 MB") {
		t.Errorf("a byte too many: %v", err)
	}
	if _, err := os.Stat("/dev/zero"); err != nil {
		t.Skip(err)
	}
	if _, err := Load("/dev/zero"); err == nil || !strings.Contains(err.Error(), "/dev/zero has more than 1 MB") {
		t.Errorf("without end: %v", err)
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

// The sample changes nothing; with every line of it in force it is a
// configuration, too.
// The folder that stands for a home lies where others may write: what they have
// put there, or can look into, is refused.
func TestOwn(t *testing.T) {
	dir := t.TempDir()
	made := filepath.Join(dir, "made")
	for range 2 {
		if err := Own(made); err != nil {
			t.Fatal(err)
		}
	}
	if runtime.GOOS == "windows" {
		t.Skip("folders have no such rights here")
	}
	for _, mode := range []fs.FileMode{0o701, 0o710, 0o755} {
		if err := os.Chmod(made, mode); err != nil {
			t.Fatal(err)
		}
		if err := Own(made); err == nil || !strings.Contains(err.Error(), "set HOME") {
			t.Errorf("%v: %v", mode, err)
		}
	}
	if err := os.Chmod(made, 0o700); err != nil {
		t.Fatal(err)
	}
	link := filepath.Join(dir, "link")
	if err := os.Symlink(made, link); err != nil {
		t.Fatal(err)
	}
	if err := Own(link); err == nil {
		t.Error("a link is taken for a folder of one's own")
	}
	file := filepath.Join(dir, "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := Own(file); err == nil {
		t.Error("a file is taken for a folder")
	}
}

func TestSample(t *testing.T) {
	got, err := load(t, Sample())
	if d := cmp.Diff(Defaults(), got, cmpopts.IgnoreUnexported(Config{})); err != nil || d != "" {
		t.Errorf("%v\n%s", err, d)
	}
	var lines []string
	for _, l := range strings.Split(Sample(), "\n") {
		if setting := strings.TrimPrefix(l, "# "); strings.HasPrefix(setting, "[") || regexp.MustCompile(`^[a-z-]+ = `).MatchString(setting) {
			l = setting
		}
		if l != `library = ["~/briefs", "~/reports"]` { // the other one is in force
			lines = append(lines, l)
		}
	}
	got, err = load(t, strings.Join(lines, "\n"))
	if err != nil {
		t.Fatal(err)
	}
	for _, key := range [][]string{
		{"library"}, {"theme"}, {"background"}, {"width"}, {"margin"}, {"editor"}, {"synonyms"}, {"libraries", "work"}, {"keys", "reading", "zen"}, {"themes", "sun", "hit"},
	} {
		if got.Line(key...) == 0 {
			t.Errorf("the sample does not tell of %s", strings.Join(key, "."))
		}
	}
}

// What is printed of a configuration reads as that configuration, and each
// value is said to stand in the line that it stands in.
func TestSettingsReadBack(t *testing.T) {
	src := `editor = "nano -w,\u007f \"x\""
library = ["/a, b", "/c,d"]
synonyms = [["Smith,John", "John Smith"], ["a[,]b", "c"]]
[libraries]
press = ["/p,q", "/r"]
[keys.reading]
next-hit = ["n", "ctrl-n"]
[themes."my.sun"]
base = "sepia"
accent = "red"
[themes."my.sun".dark]
text = 214
`
	want, err := load(t, src)
	if err != nil {
		t.Fatal(err)
	}
	var printed strings.Builder
	lines, table := strings.Split(src, "\n"), ""
	for _, s := range want.Settings() {
		if s.Table != table {
			table = s.Table
			printed.WriteString("[" + table + "]\n")
		}
		printed.WriteString(s.Key + " = " + s.Value + "\n")
		if strings.Contains(src, "\n"+s.Key+" = ") && (s.Line == 0 || !strings.HasPrefix(lines[s.Line-1], s.Key+" = ")) {
			t.Errorf("%s.%s is said to stand in line %d", s.Table, s.Key, s.Line)
		}
	}
	got, err := load(t, printed.String())
	if err != nil {
		t.Fatalf("%v\n%s", err, &printed)
	}
	if d := cmp.Diff(want, got, cmpopts.IgnoreUnexported(Config{})); d != "" {
		t.Error(d)
	}
}

func TestInitKeepsWhatIsThere(t *testing.T) {
	file := filepath.Join(t.TempDir(), "new", "config.toml")
	if err := Init(file); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte("width = 90"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := Init(file); !errors.Is(err, fs.ErrExist) {
		t.Errorf("got %v", err)
	}
	if got, err := Load(file); err != nil || got.Width != 90 {
		t.Errorf("got %v, %v", got.Width, err)
	}
}
