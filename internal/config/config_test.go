package config

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestLoad(t *testing.T) {
	rows := []struct {
		name, src string
		want      Config
		err       string // part of the error, "" for none
	}{
		{name: "empty", want: Defaults()},
		{name: "all", src: "library = ['/b']\ntheme = 'light'\nwidth = 72\n", want: Config{Library: []string{"/b"}, Theme: "light", Width: 72}},
		{name: "unknown key", src: "theme = 'dark'\ncolour = 'red'\n", err: `config.toml:2: unknown key "colour"`},
		{name: "broken", src: "width = \n", err: "config.toml:1:"},
		{name: "bad theme", src: "theme = 'neon'", err: `theme "neon" is not known; use auto`},
		{name: "bad width", src: "width = 3", err: "use 20 to 200"},
		{name: "wrong type", src: "width = 'wide'", err: "config.toml:1:"},
	}
	for _, r := range rows {
		t.Run(r.name, func(t *testing.T) {
			file := filepath.Join(t.TempDir(), "config.toml")
			if err := os.WriteFile(file, []byte(r.src), 0o600); err != nil {
				t.Fatal(err)
			}
			got, err := Load(file)
			if r.err != "" {
				if err == nil || !strings.Contains(err.Error(), r.err) {
					t.Fatalf("error %v, want one with %q", err, r.err)
				}
				if strings.Contains(err.Error(), "\n") {
					t.Errorf("error has more than one line: %q", err)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff(r.want, got); d != "" {
				t.Error(d)
			}
		})
	}
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
