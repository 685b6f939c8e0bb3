package search

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"runtime/debug"
	"strings"
	"sync"
	"time"

	"broadsheet/internal/disk"
	"broadsheet/internal/inert"
	"broadsheet/internal/library"
)

// closeWait is how long Close waits for work on its way to stop. What is still
// running after that can do no harm: nothing is published any more.
const closeWait = 100 * time.Millisecond

// An Index is the searchable index of one library. All its methods may be
// called at any time from any goroutine.
type Index struct {
	lib  *library.Library
	log  *slog.Logger
	base string // the cache folder of all libraries
	dir  string // the cache folder of this library
	want manifest

	ctx    context.Context // ends with Close
	cancel context.CancelFunc
	work   sync.WaitGroup
	ready  chan struct{} // closed when the first look at the cache is over
	turn   chan struct{} // holds one token: who has it refreshes
	recent *recent

	mu      sync.Mutex
	gen     *generation // searched now; nil where there is none
	cat     *catalogue  // what Catalogue gives; never nil
	state   string
	trouble string
	memory  bool    // the cache folder cannot be used
	bad     string  // name of a generation that must not be used
	owner   *writer // of the index in memory
	closed  bool
}

// Open reads the published list of briefs, if there is one, and goes on
// opening the index in the background; Search waits for that. A cache that is
// missing, old or damaged is no error: Status tells, and the next Refresh
// builds it anew. log may be nil.
func Open(cacheDir string, lib *library.Library, log *slog.Logger) (*Index, error) {
	if lib == nil {
		return nil, errors.New("search: no library to open an index for")
	}
	if log == nil {
		log = slog.New(slog.DiscardHandler)
	}
	want := versions(lib)
	x := &Index{
		lib: lib, log: log, want: want,
		base:   cacheDir,
		dir:    filepath.Join(cacheDir, folderName(lib, want)),
		ready:  make(chan struct{}),
		turn:   make(chan struct{}, 1),
		recent: newRecent(),
		cat:    &catalogue{},
		state:  "not built yet",
	}
	x.turn <- struct{}{}
	x.ctx, x.cancel = context.WithCancel(context.Background())
	name, m, cat, err := x.published()
	if err != nil {
		x.setTrouble(name, err)
	}
	if err != nil || name == "" {
		close(x.ready)
		return x, nil
	}
	x.cat, x.state = cat, "opening"
	x.spawn(func() {
		defer close(x.ready)
		err := x.check(x.ctx, name, m, cat)
		if now, _ := readCurrent(x.dir); err != nil && now != name {
			name, _, err = x.adopt(x.ctx)
		}
		if err != nil && x.ctx.Err() == nil {
			x.setTrouble(name, err)
		}
	})
	return x, nil
}

// folderName is the folder of a library's index in the cache.
func folderName(lib *library.Library, want manifest) string {
	sum := sha256.Sum256(fmt.Appendf(nil, "%d %s %s", want.Schema, want.Bleve, want.Zap))
	return lib.Key() + "-" + hex.EncodeToString(sum[:4])
}

// versions is what an index must have been made with to be of use here.
func versions(lib *library.Library) manifest {
	m := manifest{Schema: schema, Bleve: "unknown", Zap: "unknown", Library: lib.Key()}
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return m
	}
	var zap []string
	for _, d := range info.Deps {
		if d.Replace != nil {
			d = d.Replace
		}
		switch {
		case d.Path == "github.com/blevesearch/bleve/v2":
			m.Bleve = d.Version
		case strings.HasPrefix(d.Path, "github.com/blevesearch/zapx/"):
			zap = append(zap, d.Version)
		}
	}
	if len(zap) > 0 {
		m.Zap = zap[len(zap)-1] // sorted by path: the newest format
	}
	return m
}

// published reads what CURRENT names. A generation can be swept away by
// another process between two reads; then CURRENT names a newer one.
func (x *Index) published() (name string, m *manifest, cat *catalogue, err error) {
	for range 5 {
		name, err = readCurrent(x.dir)
		if err != nil || name == "" {
			return "", nil, nil, err
		}
		m, cat, err = loadGeneration(x.dir, name, x.want)
		if err == nil {
			return name, m, cat, nil
		}
		if again, _ := readCurrent(x.dir); again == name {
			break
		}
	}
	return name, nil, nil, err
}

// adopt searches the published generation from now on. It gives its name
// even when there is an error. Another process may publish a newer one while
// this one is being opened, and sweep it away; then it is that one's turn.
func (x *Index) adopt(ctx context.Context) (name string, cat *catalogue, err error) {
	for range 5 {
		var m *manifest
		name, m, cat, err = x.published()
		if err != nil || name == "" {
			return name, nil, err
		}
		if err = x.check(ctx, name, m, cat); err == nil {
			return name, cat, nil
		}
		if now, _ := readCurrent(x.dir); now == name || ctx.Err() != nil {
			break
		}
	}
	return name, nil, err
}

// check opens a generation after comparing all its files with the manifest,
// and searches it from now on.
func (x *Index) check(ctx context.Context, name string, m *manifest, cat *catalogue) error {
	if err := m.verify(ctx, filepath.Join(x.dir, name)); err != nil {
		return err
	}
	g, err := x.open(name, m, cat, nil)
	if err == nil {
		x.swap(g)
	}
	return err
}

// open opens a generation whose files are known to be right. base is the one
// it was made from, or nil.
func (x *Index) open(name string, m *manifest, cat *catalogue, base *generation) (*generation, error) {
	idx, err := openBleve(filepath.Join(x.dir, name, indexName))
	if err != nil {
		if aboutDisk(err) {
			return nil, err
		}
		return nil, damage{err}
	}
	g, err := newGeneration(name, m, cat, idx, base)
	if err != nil {
		_ = guarded(idx.Close)
		return nil, err
	}
	g.idx = idx
	g.place(filepath.Join(x.dir, name))
	return g, nil
}

// swap makes g the generation that is searched; the one before is closed when
// its last search is over.
func (x *Index) swap(g *generation) {
	x.mu.Lock()
	old := x.gen
	if x.closed {
		old = g
	} else {
		x.gen, x.cat, x.state = g, g.cat, "ready"
	}
	x.mu.Unlock()
	if old != nil {
		old.retire()
	}
}

// setTrouble notes, for Status, what went wrong with the generation of that
// name. A damaged one is not used again, and the next Refresh begins anew.
func (x *Index) setTrouble(name string, err error) {
	line := inert.Line(err.Error())
	var d damage
	bad := errors.As(err, &d)
	if bad {
		line = "the index was damaged (" + line + "); it is built anew"
	}
	x.log.Warn("search index", "trouble", line, "dir", x.dir)
	x.mu.Lock()
	x.trouble = line
	var old *generation
	if bad {
		x.bad, x.state = name, "damaged, to be built anew"
		if x.gen != nil && x.gen.name == name {
			old, x.gen = x.gen, nil
		}
	}
	x.mu.Unlock()
	if old != nil {
		old.retire()
	}
}

// note keeps, for Status, a trouble that is not of what is published.
func (x *Index) note(err error) {
	line := inert.Line(err.Error())
	x.log.Warn("search index", "trouble", line, "dir", x.dir)
	x.mu.Lock()
	defer x.mu.Unlock()
	x.trouble = line
}

// hold gives the generation to search, held, or nil where there is none yet.
func (x *Index) hold(ctx context.Context) (*generation, error) {
	select {
	case <-x.ready:
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	for {
		x.mu.Lock()
		g, closed := x.gen, x.closed
		x.mu.Unlock()
		if closed {
			return nil, errClosed
		}
		if g == nil || g.acquire() {
			return g, nil
		}
	}
}

// Catalogue is the briefs as published, sorted by Path. It is ready as soon
// as Open returns, and must not be changed.
func (x *Index) Catalogue() []library.Entry {
	x.mu.Lock()
	defer x.mu.Unlock()
	return x.cat.entries
}

// Skipped is what the last Refresh could not use, sorted by Path. It must not
// be changed.
func (x *Index) Skipped() []library.Skipped {
	x.mu.Lock()
	defer x.mu.Unlock()
	return x.cat.skipped
}

// Status describes the index for people and for doctor.
type Status struct {
	Dir        string // the cache folder of this library; "" where the index is in memory
	Generation string // name of the published generation, or ""
	Documents  int    // briefs that can be searched
	Bytes      int64  // on disk
	State      string // one line: "ready", "not built yet", "opening", "in memory: …", …
	Trouble    string // the last trouble, one line, or ""
}

// Status tells how the index is.
func (x *Index) Status() Status {
	x.mu.Lock()
	defer x.mu.Unlock()
	s := Status{Dir: x.dir, State: x.state, Trouble: x.trouble}
	if x.memory {
		s.Dir = ""
	}
	if x.gen != nil {
		s.Generation, s.Documents, s.Bytes = x.gen.name, len(x.gen.cat.entries), diskBytes(x.gen.manifest)
	}
	return s
}

// Close lets go of the index. A Refresh on its way is cancelled, a search on
// its way ends in peace. It returns within about a tenth of a second, and may
// be called again.
func (x *Index) Close() error {
	x.mu.Lock()
	g, owner := x.gen, x.owner
	x.gen, x.owner, x.closed = nil, nil, true
	x.mu.Unlock()
	x.cancel()
	if g != nil {
		g.retire()
	}
	if owner != nil {
		x.spawn(func() { _ = owner.close() })
	}
	done := make(chan struct{})
	go func() {
		x.work.Wait()
		close(done)
	}()
	timer := time.NewTimer(closeWait)
	defer timer.Stop()
	select {
	case <-done:
	case <-timer.C:
	}
	return nil
}

// spawn runs f beside its caller; Close waits for it a little.
func (x *Index) spawn(f func()) {
	x.work.Add(1)
	go func() {
		defer x.work.Done()
		f()
	}()
}

// prepare makes the cache folder. An error says that it cannot be written.
func (x *Index) prepare() error {
	if err := os.MkdirAll(x.dir, 0o700); err != nil {
		return err
	}
	f, err := os.CreateTemp(x.dir, "probe-") // others may be trying at the same moment
	if err != nil {
		return err
	}
	return errors.Join(f.Close(), os.Remove(f.Name()))
}

// sweepOld removes this library's folders of other schemas and versions,
// unless somebody is writing in them.
func (x *Index) sweepOld() {
	list, err := os.ReadDir(x.base)
	if err != nil {
		return
	}
	for _, e := range list {
		dir := filepath.Join(x.base, e.Name())
		if dir == x.dir || !e.IsDir() || !strings.HasPrefix(e.Name(), x.lib.Key()+"-") {
			continue
		}
		lock, err := disk.TryLock(filepath.Join(dir, lockName))
		if err != nil {
			continue
		}
		if err := os.RemoveAll(dir); err != nil && !errors.Is(err, fs.ErrNotExist) {
			x.log.Info("search index", "old folder stays", dir, "error", err)
		}
		_ = lock.Unlock()
	}
}
