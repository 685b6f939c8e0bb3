// Package config reads the user's configuration and knows the folders the
// program keeps its own files in, after the XDG base directory convention.
//
// The configuration is strict: a key that is not known is an error that names
// the file and the line, so that a slip of the pen is never silently ignored.
package config

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"unicode"

	"broadsheet/internal/palette"
	"broadsheet/internal/tui/keymap"
)

// Config is what the user may set in config.toml.
type Config struct {
	Default    string     // the name of the library to open where no other is named; "" where Library says
	Library    []string   // folders and files to open where there is no Default, absolute; none is the samples
	Libraries  []Library  // the libraries that have a name, in the order of the file
	Theme      string     // one of palette.Themes, palette.Plain, or a key of Themes
	Background string     // "auto" asks the terminal; "dark" or "light"
	Width      int        // widest column of text, in terminal columns, 20 to 200
	Margin     int        // least space at the left and at the right of the text, in columns, 0 to 20
	Bookmarks  string     // where they are kept: "home" is the data folder; "library" the library's own folder
	Editor     string     // a command; "" is that of the environment
	Synonyms   [][]string // names of one thing, a list each, beside those that the program knows

	Keys   []keymap.Change        // the keys that are not as the program comes
	Themes map[string]palette.Own // the themes of the user's own, by name; nil where there is none

	lines  map[string]int // of the keys that stand in the file, as joined names them
	tables map[string]any // the themes as they stand in the file
}

// A Library is a set of folders and files with a name.
type Library struct {
	Name  string
	Paths []string // absolute
}

// Named finds a library by its name.
func (c Config) Named(name string) (Library, bool) {
	i := slices.IndexFunc(c.Libraries, func(l Library) bool { return l.Name == name })
	if i < 0 {
		return Library{}, false
	}
	return c.Libraries[i], true
}

// names lists the libraries, for a fault.
func (c Config) names() string {
	if len(c.Libraries) == 0 {
		return ""
	}
	var out []string
	for _, l := range c.Libraries {
		out = append(out, l.Name)
	}
	return " (" + strings.Join(out, ", ") + ")"
}

// libraryName tells that a name can be told from a path and from a flag.
func libraryName(name string) bool {
	for i, r := range name {
		if !unicode.IsLetter(r) && (i == 0 || !unicode.IsDigit(r) && r != '-' && r != '_') {
			return false
		}
	}
	return name != ""
}

// Line is the line of the file that a setting stands in, by the parts of its
// key; 0 where it is as the program comes.
func (c Config) Line(key ...string) int { return c.lines[joined(key)] }

// Bindings are the keys in force.
func (c Config) Bindings() []keymap.Binding {
	table, _ := keymap.Changed(keymap.Default(), c.Keys) // Load has refused what cannot be
	return table
}

// Folders are the places of the program's own files. None of them needs to
// exist.
type Folders struct {
	Config string // config.toml
	Data   string // bookmarks and saved searches
	State  string // the log, and what was read and searched
	Cache  string // the index; deleting it loses nothing
}

const (
	program = "broadsheet"

	leastWidth, defaultWidth, mostWidth = 20, 80, 200
	mostMargin                          = 20
	largest                             = 1 << 20 // bytes of config.toml
)

// backgrounds are the values of background; the first asks the terminal.
var backgrounds = []string{"auto", "dark", "light"}

// The values of bookmarks; the first is the one the program comes with.
const (
	InHome    = "home"
	InLibrary = "library"
)

// Defaults is the configuration of a user who has written none.
func Defaults() Config {
	return Config{Theme: palette.Themes()[0], Background: backgrounds[0], Width: defaultWidth, Bookmarks: InHome}
}

// Find gives the folders for an environment, such as os.Getenv. Relative
// values of the XDG variables are ignored, as the convention asks. Without a
// home folder they lie below the system's temporary folder.
func Find(getenv func(string) string) Folders {
	home := getenv("HOME")
	if home == "" || !filepath.IsAbs(home) {
		home = Homeless()
	}
	folder := func(variable, fallback string) string {
		if v := getenv(variable); filepath.IsAbs(v) {
			return filepath.Join(v, program)
		}
		return filepath.Join(home, fallback, program)
	}
	return Folders{
		Config: folder("XDG_CONFIG_HOME", ".config"),
		Data:   folder("XDG_DATA_HOME", filepath.Join(".local", "share")),
		State:  folder("XDG_STATE_HOME", filepath.Join(".local", "state")),
		Cache:  folder("XDG_CACHE_HOME", ".cache"),
	}
}

// Homeless is the folder that stands for the home folder of a user who has
// none. It lies where others may write too: see Own.
func Homeless() string {
	return filepath.Join(os.TempDir(), fmt.Sprintf("%s-%d", program, os.Getuid()))
}

// Own makes a folder for the user alone, and gives an error where it belongs
// to somebody else or others may look into it.
func Own(dir string) error {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	info, err := os.Lstat(dir)
	if err != nil {
		return err
	}
	if !info.IsDir() || info.Mode().Perm()&0o077 != 0 || !mine(info) {
		return fmt.Errorf("HOME is not set, and %s is not a folder of yours alone; set HOME", dir)
	}
	return nil
}

// File is where the configuration is read from.
func (f Folders) File() string { return filepath.Join(f.Config, "config.toml") }

// Bookmarks is the folder with one file a bookmark.
func (f Folders) Bookmarks() string { return filepath.Join(f.Data, "bookmarks") }

// BookmarksIn is the folder of bookmarks that a library's own folder has where
// the user wants them to travel with it.
func BookmarksIn(root string) string { return filepath.Join(root, "."+program, "bookmarks") }

// Reading is the folder with what was read, one file a library.
func (f Folders) Reading() string { return filepath.Join(f.State, "reading") }

// Searches is the folder with the saved searches.
func (f Folders) Searches() string { return filepath.Join(f.Data, "searches") }

// History is the folder with what was searched of late, and what was seen of
// the saved searches.
func (f Folders) History() string { return filepath.Join(f.State, "searches") }

// Log is the file that the log is written to.
func (f Folders) Log() string { return filepath.Join(f.State, program+".log") }

// Load reads a configuration file over the defaults. A file that does not
// exist is no error. What is wrong with one is of type Faults: all of it, each
// with the file, the line and what to do.
func Load(file string) (Config, error) {
	if info, err := os.Stat(file); err == nil && info.Mode()&(fs.ModeNamedPipe|fs.ModeSocket) != 0 {
		return Defaults(), fmt.Errorf("read the configuration: %s is not a file, and reading it might never end; move it away", file)
	}
	src, err := head(file, largest+1)
	if errors.Is(err, fs.ErrNotExist) || errors.Is(err, syscall.ENOTDIR) {
		return Defaults(), nil
	}
	if err != nil {
		return Defaults(), fmt.Errorf("read the configuration: %w", err)
	}
	if len(src) > largest {
		return Defaults(), fmt.Errorf("read the configuration: %s has more than %d MB; move it away", file, largest>>20)
	}
	c, err := parse(file, src)
	if err != nil {
		return Defaults(), err
	}
	return c, nil
}

// head reads the first bytes of a file, at most so many.
func head(file string, most int64) ([]byte, error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(io.LimitReader(f, most))
}

// expand makes a path of the configuration absolute: ~ is the home folder,
// and anything relative starts at the folder of the configuration file.
func expand(p, dir string) string {
	if p == "~" || strings.HasPrefix(p, "~/") {
		if home, err := os.UserHomeDir(); err == nil {
			return filepath.Join(home, strings.TrimPrefix(p, "~"))
		}
	}
	if filepath.IsAbs(p) {
		return p
	}
	return filepath.Join(dir, p)
}
