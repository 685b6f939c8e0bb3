package cli_test

import (
	"bytes"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"regexp"
	"runtime"
	"strconv"
	"strings"
	"testing"

	"broadsheet/internal/cli"
)

// An import that is interrupted says how many it has kept, and these are there;
// the same file imported again brings the rest, and nothing twice.
func TestInterruptedImport(t *testing.T) {
	const most = 1000
	dir := t.TempDir()
	marks, store := filepath.Join(dir, "marks.json"), filepath.Join(dir, "broadsheet", "bookmarks")
	var list []string
	for n := range most {
		list = append(list, fmt.Sprintf(`{"path":"gone.md","quote":"words","note":"%d"}`, n))
	}
	files := map[string]string{marks: `{"bookmarks":[` + strings.Join(list, ",") + "]}", filepath.Join(dir, "briefs", "a.md"): "# A\n\nText.\n"}
	for name, text := range files {
		if err := os.MkdirAll(filepath.Dir(name), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	run := func() (code int, out, said string) {
		var o, e bytes.Buffer
		code = cli.Run(t.Context(), []string{"bookmark", "import", "--library", filepath.Join(dir, "briefs"), marks}, cli.Streams{Out: &o, Err: &e, Getenv: func(name string) string {
			if strings.HasPrefix(name, "XDG_") || name == "HOME" {
				return dir
			}
			return ""
		}})
		return code, o.String(), e.String()
	}
	there := func() int { names, _ := filepath.Glob(filepath.Join(store, "*.md")); return len(names) }

	guard := make(chan os.Signal, 1) // should it come when the import has ended
	signal.Notify(guard, os.Interrupt)
	defer signal.Stop(guard)
	self, err := os.FindProcess(os.Getpid())
	if err != nil {
		t.Fatal(err)
	}
	sent := make(chan error, 1)
	go func() {
		for there() == 0 {
			runtime.Gosched()
		}
		sent <- self.Signal(os.Interrupt)
	}()
	code, out, said := run()
	if err := <-sent; err != nil {
		t.Skipf("no interrupts here: %v", err)
	}
	if code == 0 {
		t.Skip("all was imported before the interrupt came")
	}
	m := regexp.MustCompile(`^broadsheet: (\d+) of 1000 were imported and are kept: interrupted; import the file again`).FindStringSubmatch(said)
	if code != 2 || out != "" || m == nil {
		t.Fatalf("code %d, %q, %q", code, out, said)
	}
	kept, _ := strconv.Atoi(m[1])
	if there() != kept {
		t.Errorf("%d are said to be kept, %d are there", kept, there())
	}
	want := fmt.Sprintf("%d imported, %[1]d of them lost; %d were there already; 0 skipped\n", most-kept, kept)
	if code, out, said = run(); code != 0 || out != want || there() != most {
		t.Errorf("again: code %d, %q, %q, %d are there; want %q", code, out, said, there(), want)
	}
}
