package reading

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"broadsheet/internal/brief"
)

func TestArrangement(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "reading")
	s, err := Open(dir, "abc123")
	if err != nil {
		t.Fatal(err)
	}
	if _, ok, err := s.Arrangement(); ok || err != nil {
		t.Fatalf("before anything was kept: %v, %v", ok, err)
	}
	b := brief.Parse([]byte("# One\n\nThe first passage of this brief.\n\nThe second passage, which is in hand.\n"), "a.md", brief.Limits{})
	want := Arrangement{
		Panes: [2]Pane{{Path: "a.md", Hash: 7, Top: Mark(b, 10), Hand: Mark(b, 50)}, {Path: "caf\xe9/b.md"}},
		Focus: 1, Part: 333, Step: "passage", Counterparts: true,
	}
	if err := s.Arrange(&want); err != nil {
		t.Fatal(err)
	}
	got, ok, err := s.Arrangement()
	if err != nil || !ok || got != want {
		t.Errorf("got %+v, %v, %v, want %+v", got, ok, err, want)
	}
	if all, err := s.All(); err != nil || len(all) != 0 {
		t.Errorf("it is taken for a record: %v, %v", all, err)
	}
	if err := s.Arrange(nil); err != nil {
		t.Fatal(err)
	}
	if _, ok, err := s.Arrangement(); ok || err != nil {
		t.Errorf("after it was taken back: %v, %v", ok, err)
	}
	if err := s.Arrange(nil); err != nil {
		t.Errorf("taken back twice: %v", err)
	}
}

// What is damaged is no arrangement, and keeps nobody from reading.
// What one program writes is not taken for what a killed one left by another that
// tidies up, be it of another library.
func TestArrangingBesideASweep(t *testing.T) {
	dir := t.TempDir()
	one, err := Open(dir, "abc123")
	if err != nil {
		t.Fatal(err)
	}
	two := open(t, dir)
	keep(t, two, Record{Path: "a.md"})
	stop, swept := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(swept)
		for {
			select {
			case <-stop:
				return
			default:
			}
			two.next = 0 // as if the file had grown
			if err := two.Keep(Record{Path: "a.md"}); err != nil {
				t.Error(err)
			}
		}
	}()
	for range 200 {
		if err := one.Arrange(&Arrangement{Panes: [2]Pane{{Path: "a.md"}, {Path: "b.md"}}}); err != nil {
			t.Error(err)
			break
		}
	}
	close(stop)
	<-swept
}

func TestADamagedArrangement(t *testing.T) {
	dir := t.TempDir()
	s, err := Open(dir, "abc123")
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(dir, "abc123.panes.json")
	for _, content := range []string{"", "{", "[]", `{"panes":[]}`, `{"panes":[{"path":"a.md"}]}`, `{"panes":[{"path":""},{"path":"b.md"}]}`, `{"panes":[{"path":"a"},{"quoted":"\\x"}]}`, `{"panes":[{"path":"a","hash":"zz"},{"path":"b"}]}`, strings.Repeat("x", 1<<10)} {
		if err := os.WriteFile(file, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		if a, ok, err := s.Arrangement(); ok || err != nil {
			t.Errorf("%.40q gives %+v, %v", content, a, err)
		}
	}
	if err := os.WriteFile(file, []byte(`{"panes":[{"path":"a.md"},{"path":"b.md"}],"focus":9,"part":-5}`), 0o600); err != nil {
		t.Fatal(err)
	}
	if a, ok, _ := s.Arrangement(); !ok || a.Focus != 1 || a.Part != 1 {
		t.Errorf("numbers out of range give %+v, %v", a, ok)
	}
	if err := os.Remove(file); err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(file, 0o700); err != nil {
		t.Fatal(err)
	}
	if _, ok, err := s.Arrangement(); ok || err == nil || !strings.Contains(err.Error(), "abc123.panes.json") && !strings.Contains(err.Error(), dir) {
		t.Errorf("a folder in its place: %v, %v", ok, err)
	}
}

// Whatever the file holds, reading it neither panics nor gives a place outside
// of its ranges.
func TestAnyArrangement(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		content := rapid.StringMatching(`\{"panes":\[(\{"path":"[a-z]{0,2}","top":\{"off":-?[0-9]{1,3},"in":-?[0-9]{1,3},"words":"[a-z]{0,4}"\}\},?){0,3}\],"focus":-?[0-9]{1,3},"part":-?[0-9]{1,5}\}`).Draw(t, "content")
		a, ok := arranged([]byte(content))
		if ok && (a.Focus < 0 || a.Focus > 1 || a.Part < 1 || a.Part > 999 || a.Panes[0].Path == "" || a.Panes[1].Path == "") {
			t.Fatalf("%s gives %+v", content, a)
		}
	})
}
