package reading

import (
	"bytes"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"

	"broadsheet/internal/disk"
	"broadsheet/internal/inert"
)

// An Arrangement is how two briefs stood side by side when the reader was left.
type Arrangement struct {
	Panes        [2]Pane
	Focus        int    // the pane that had the keys, 0 or 1
	Part         int    // of the screen that the first pane had, in thousandths
	Step         string // how the panes moved together, by name; "" for not at all
	Counterparts bool   // what both have was marked
}

// A Pane is a brief as it stood in a pane.
type Pane struct {
	Path string // as the library names it: raw bytes, slash separated
	Hash uint64 // of the file's content, as in library.Entry; 0 where unknown
	Top  Spot   // what stood at the top; the zero value is the start
	Hand Spot   // the beginning of the passage in hand
}

// The arrangement is one JSON object in a file beside the records of its
// library; there is none while one pane is open.
const arrangedSuffix = ".panes.json"

type arrangedFile struct {
	Panes        []paneFile `json:"panes"`
	Focus        int        `json:"focus"`
	Part         int        `json:"part"`
	Step         string     `json:"step,omitempty"`
	Counterparts bool       `json:"counterparts"`
}

type paneFile struct {
	Path   string   `json:"path,omitempty"`
	Quoted string   `json:"quoted,omitempty"` // as in line
	Hash   string   `json:"hash,omitempty"`
	Top    *topLine `json:"top,omitempty"`
	Hand   *topLine `json:"hand,omitempty"`
}

// Arrangement reads how the reader was left; false where no two briefs were
// open then, or where what was kept cannot be understood. The error says what
// could not be read and what to do.
func (s *Store) Arrangement() (Arrangement, bool, error) {
	const largest = 1 << 20 // bytes
	content, err := disk.Read(s.arrangedName(), largest)
	if errors.Is(err, fs.ErrNotExist) {
		return Arrangement{}, false, nil
	}
	if err != nil {
		return Arrangement{}, false, s.trouble("read which briefs were open", err)
	}
	a, ok := arranged([]byte(content))
	return a, ok, nil
}

// arranged reads the file; what is damaged is no arrangement.
func arranged(content []byte) (Arrangement, bool) {
	var file arrangedFile
	if json.Unmarshal(content, &file) != nil || len(file.Panes) != 2 {
		return Arrangement{}, false
	}
	a := Arrangement{
		Focus: min(max(file.Focus, 0), 1), Part: min(max(file.Part, 1), 999), Step: file.Step, Counterparts: file.Counterparts,
	}
	for i, p := range file.Panes {
		l := line{Path: p.Path, Quoted: p.Quoted, Hash: p.Hash, At: "2000-01-01T00:00:00Z", Top: p.Top}
		r, err := l.record()
		if err != nil {
			return Arrangement{}, false
		}
		a.Panes[i] = Pane{Path: r.Path, Hash: r.Hash, Top: r.Top}
		if p.Hand != nil {
			a.Panes[i].Hand = p.Hand.spot()
		}
	}
	return a, true
}

// Arrange keeps how the panes stand, in the place of what was kept before; nil
// where one pane is open. The error says what happened and what to do.
func (s *Store) Arrange(a *Arrangement) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	var err error
	if a == nil {
		if err = os.Remove(s.arrangedName()); errors.Is(err, fs.ErrNotExist) || errors.Is(err, syscall.ENOTDIR) {
			err = nil
		}
	} else {
		err = s.locked(func(bool) error { return disk.Replace(s.arrangedName(), tempMark, a.encode()) })
	}
	if err != nil {
		return s.trouble("note which briefs are open", err)
	}
	return nil
}

func (a *Arrangement) encode() []byte {
	file := arrangedFile{Focus: a.Focus, Part: a.Part, Step: a.Step, Counterparts: a.Counterparts}
	for _, p := range a.Panes {
		l := lineOf(Record{Path: p.Path, Hash: p.Hash, Top: p.Top})
		out := paneFile{Path: l.Path, Quoted: l.Quoted, Hash: l.Hash, Top: l.Top}
		if p.Hand != (Spot{}) {
			out.Hand = p.Hand.line()
		}
		file.Panes = append(file.Panes, out)
	}
	var w bytes.Buffer
	e := json.NewEncoder(&w)
	e.SetEscapeHTML(false)
	_ = e.Encode(file) // strings and numbers: it can not fail
	return inert.JSON(w.Bytes())
}

func (s *Store) arrangedName() string {
	return filepath.Join(s.dir, strings.TrimSuffix(filepath.Base(s.file), suffix)+arrangedSuffix)
}
