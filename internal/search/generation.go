package search

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime/debug"
	"slices"
	"strings"
	"syscall"
	"time"

	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/index/scorch"

	"broadsheet/internal/disk"
)

// The cache folder of one library:
//
//	lock              held by the one writer (flock)
//	CURRENT           the name of the published generation, replaced by rename
//	gen-000012/
//	  MANIFEST.json   what must be there: size and CRC32-C of each file
//	  catalogue       the list of briefs
//	  index/          a bleve index (scorch), never written once published
//	  lookup/         a lookup for each segment of it
//
// A generation is built beside the published one and published by renaming
// CURRENT. Whatever is not named there is rubbish that the next writer sweeps
// away, so a crash at any point leaves the old generation standing.
const (
	currentName   = "CURRENT"
	lockName      = "lock"
	manifestName  = "MANIFEST.json"
	catalogueName = "catalogue"
	indexName     = "index"
)

// openTimeout bounds how long bleve may take to open an index: it waits for
// ever on some locks.
const openTimeout = 20 * time.Second

// boltTimeout is how long bleve waits for the lock on its root.bolt.
const boltTimeout = "2s"

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// A manifest says what a generation consists of.
type manifest struct {
	Schema    int            `json:"schema"`
	Bleve     string         `json:"bleve"`
	Zap       string         `json:"zap"`
	Library   string         `json:"library"`
	Documents int            `json:"documents"`
	Files     []manifestFile `json:"files"` // sorted by name
}

type manifestFile struct {
	Name string `json:"name"` // slash path in the generation's folder
	Size int64  `json:"size"`
	CRC  uint32 `json:"crc32c"`
}

func (m *manifest) bytes() int64 {
	var n int64
	for _, f := range m.Files {
		n += f.Size
	}
	return n
}

func (m *manifest) file(name string) (manifestFile, bool) {
	for _, f := range m.Files {
		if f.Name == name {
			return f, true
		}
	}
	return manifestFile{}, false
}

// damage is an error about the index itself, not about the disk around it:
// such a generation is dropped and built anew.
type damage struct{ err error }

func (d damage) Error() string { return d.err.Error() }
func (d damage) Unwrap() error { return d.err }

func damaged(format string, a ...any) error { return damage{fmt.Errorf(format, a...)} }

// aboutDisk tells an error of the surroundings (rights, space, handles) from
// one of the index. Nothing is ever deleted because of such an error.
func aboutDisk(err error) bool { return diskReason(err) != "" }

// diskReason is what the system said in such an error, "" in any other. bleve
// passes some on as text only, so the words are looked at too.
func diskReason(err error) string {
	if err == nil {
		return ""
	}
	for _, e := range []syscall.Errno{syscall.EACCES, syscall.EPERM, syscall.EROFS, syscall.EMFILE, syscall.ENFILE,
		syscall.ENOSPC, syscall.EDQUOT, syscall.EFBIG, syscall.ENOMEM, syscall.EIO} {
		if errors.Is(err, e) || strings.Contains(err.Error(), e.Error()) {
			return e.Error()
		}
	}
	if errors.Is(err, fs.ErrPermission) {
		return "permission denied"
	}
	return ""
}

// readCurrent gives the name of the published generation, "" where there is
// none.
func readCurrent(dir string) (string, error) {
	b, err := os.ReadFile(filepath.Join(dir, currentName))
	if errors.Is(err, fs.ErrNotExist) {
		return "", nil
	}
	if err != nil {
		return "", err
	}
	name := strings.TrimSuffix(string(b), "\n")
	if _, ok := genNumber(name); !ok {
		return "", damaged("%s names no generation", currentName)
	}
	return name, nil
}

func genName(n int) string { return fmt.Sprintf("gen-%06d", n) }

func genNumber(name string) (int, bool) {
	var n int
	if _, err := fmt.Sscanf(name, "gen-%06d", &n); err != nil || genName(n) != name {
		return 0, false
	}
	return n, true
}

// loadGeneration reads manifest and catalogue. The index is not looked at
// yet, so this is quick.
func loadGeneration(dir, name string, want manifest) (*manifest, *catalogue, error) {
	raw, err := os.ReadFile(filepath.Join(dir, name, manifestName))
	if err != nil {
		return nil, nil, missing(err, "the manifest")
	}
	m := &manifest{}
	if err := json.Unmarshal(raw, m); err != nil {
		return nil, nil, damaged("the manifest is garbled")
	}
	if m.Schema != want.Schema || m.Bleve != want.Bleve || m.Zap != want.Zap || m.Library != want.Library {
		return nil, nil, damaged("made by another version")
	}
	f, _ := m.file(catalogueName)
	text, err := readChecked(filepath.Join(dir, name, catalogueName), f)
	if err != nil {
		return nil, nil, missing(err, "the catalogue")
	}
	cat, err := decodeCatalogue(text)
	if err != nil {
		return nil, nil, damage{err}
	}
	if len(cat.entries) != m.Documents {
		return nil, nil, damaged("the catalogue has %d briefs, the manifest %d", len(cat.entries), m.Documents)
	}
	return m, cat, nil
}

// readChecked reads a whole file that is as the manifest has it. It goes into
// a string at once: what is decoded from it are parts of that, and a copy of
// it beside would be as large as everything else.
func readChecked(path string, want manifestFile) (string, error) {
	f, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer func() { _ = f.Close() }()
	info, err := f.Stat()
	if err != nil {
		return "", err
	}
	var b strings.Builder
	sum := crc32.New(castagnoli)
	if info.Size() == want.Size {
		b.Grow(int(want.Size))
		_, err = io.Copy(io.MultiWriter(&b, sum), io.LimitReader(f, want.Size))
	}
	if err != nil {
		return "", err
	}
	if int64(b.Len()) != info.Size() || sum.Sum32() != want.CRC {
		return "", damaged("the %s does not have its checksum", filepath.Base(path))
	}
	return b.String(), nil
}

// missing makes a file that is not there a damage, and leaves other errors.
func missing(err error, what string) error {
	if errors.Is(err, fs.ErrNotExist) {
		return damage{fmt.Errorf("%s is missing: %w", what, err)}
	}
	return err
}

// verify compares every file of a generation with its manifest.
func (m *manifest) verify(ctx context.Context, gen string) error {
	for _, f := range m.Files {
		if f.Name == catalogueName {
			continue // checked when it was read
		}
		size, crc, err := checksum(ctx, filepath.Join(gen, filepath.FromSlash(f.Name)))
		if err != nil {
			return missing(err, f.Name)
		}
		if size != f.Size {
			return damaged("%s has %d bytes and not %d", f.Name, size, f.Size)
		}
		if crc != f.CRC {
			return damaged("%s does not have its checksum", f.Name)
		}
	}
	return nil
}

// checksum reads a file once; ctx stops it between portions.
func checksum(ctx context.Context, path string) (int64, uint32, error) {
	f, err := os.Open(path)
	if err != nil {
		return 0, 0, err
	}
	defer func() { _ = f.Close() }()
	buf := make([]byte, 1<<20)
	var size int64
	var crc uint32
	for {
		if err := ctx.Err(); err != nil {
			return 0, 0, err
		}
		n, err := f.Read(buf)
		size += int64(n)
		crc = crc32.Update(crc, castagnoli, buf[:n])
		if err == io.EOF {
			return size, crc, nil
		}
		if err != nil {
			return 0, 0, err
		}
	}
}

// openBleve opens an index that is published, for reading.
func openBleve(path string) (bleve.Index, error) {
	return timed(func() (bleve.Index, error) {
		return bleve.OpenUsing(path, map[string]any{"read_only": true, "bolt_timeout": boltTimeout})
	})
}

// timed runs an opening of bleve under a time limit and makes a panic of it a
// damage. An index that opens after all when nobody waits is closed again.
func timed(open func() (bleve.Index, error)) (bleve.Index, error) {
	type result struct {
		idx bleve.Index
		err error
	}
	done := make(chan result, 1)
	go func() {
		var r result
		r.err = guarded(func() (err error) {
			r.idx, err = open()
			return err
		})
		done <- r
	}()
	timer := time.NewTimer(openTimeout)
	defer timer.Stop()
	select {
	case r := <-done:
		if r.err != nil {
			return nil, r.err
		}
		return r.idx, nil
	case <-timer.C:
		go func() {
			if r := <-done; r.err == nil {
				_ = r.idx.Close()
			}
		}()
		return nil, fmt.Errorf("the index did not open within %v", openTimeout)
	}
}

// guarded runs code that reads a mapped index. bleve panics on damaged files,
// and a file cut short under the map is a fault of memory; both become an
// error here.
func guarded(f func() error) (err error) {
	was := debug.SetPanicOnFault(true)
	defer func() {
		debug.SetPanicOnFault(was)
		if r := recover(); r != nil {
			err = damaged("the index is damaged (%v)", r)
		}
	}()
	return f()
}

// storeFiles lists the files of index and lookups as slash paths below gen.
func storeFiles(gen string) ([]string, error) {
	var out []string
	for _, dir := range []string{indexName, lookupName} {
		err := filepath.WalkDir(filepath.Join(gen, dir), func(p string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			rel, err := filepath.Rel(gen, p)
			out = append(out, filepath.ToSlash(rel))
			return err
		})
		if err != nil {
			return nil, err
		}
	}
	slices.Sort(out)
	return out, nil
}

// clone makes a new generation's index out of a published one: segments and
// lookups never change, so they are linked; the small files that bleve writes
// are copied.
func clone(from, to string, m *manifest) error {
	store := filepath.Join(to, indexName, "store")
	if err := os.MkdirAll(store, 0o700); err != nil {
		return err
	}
	for _, f := range m.Files {
		if f.Name == catalogueName {
			continue
		}
		src, dst := filepath.Join(from, filepath.FromSlash(f.Name)), filepath.Join(to, filepath.FromSlash(f.Name))
		fixed := strings.HasSuffix(f.Name, ".zap") || strings.HasPrefix(f.Name, lookupName+"/")
		if fixed && os.Link(src, dst) == nil {
			continue
		}
		if err := copyFile(src, dst); err != nil {
			return missing(err, f.Name)
		}
	}
	return nil
}

func copyFile(src, dst string) error {
	in, err := os.Open(src)
	if err != nil {
		return err
	}
	defer func() { _ = in.Close() }()
	out, err := os.OpenFile(dst, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	if _, err = io.Copy(out, in); err == nil {
		err = out.Sync()
	}
	return errors.Join(err, out.Close())
}

// seal writes the catalogue and the manifest of a finished generation and
// brings it all to the disk. Segments and lookups that base has too are not read again.
func seal(ctx context.Context, gen string, cat *catalogue, m manifest, base *generation) (*manifest, error) {
	raw := cat.encode()
	if err := writeSynced(filepath.Join(gen, catalogueName), raw); err != nil {
		return nil, err
	}
	m.Documents = len(cat.entries)
	m.Files = []manifestFile{{catalogueName, int64(len(raw)), crc32.Checksum(raw, castagnoli)}}
	names, err := storeFiles(gen)
	if err != nil {
		return nil, err
	}
	for _, name := range names {
		path := filepath.Join(gen, filepath.FromSlash(name))
		if f, ok := base.sealedFile(name); ok {
			if info, err := os.Stat(path); err == nil && info.Size() == f.Size {
				m.Files = append(m.Files, f)
				continue
			}
		}
		size, crc, err := checksum(ctx, path)
		if err != nil {
			return nil, err
		}
		if err := disk.Sync(path); err != nil {
			return nil, err
		}
		m.Files = append(m.Files, manifestFile{name, size, crc})
	}
	out, err := json.MarshalIndent(m, "", " ")
	if err != nil {
		return nil, err
	}
	if err := writeSynced(filepath.Join(gen, manifestName), append(out, '\n')); err != nil {
		return nil, err
	}
	for _, d := range []string{filepath.Join(gen, indexName, "store"), filepath.Join(gen, indexName), filepath.Join(gen, lookupName), gen, filepath.Dir(gen)} {
		if err := disk.Sync(d); err != nil {
			return nil, err
		}
	}
	return &m, nil
}

// announce makes a sealed generation the published one.
func announce(dir, name string) error {
	tmp := filepath.Join(dir, currentName+".tmp")
	if err := writeSynced(tmp, []byte(name+"\n")); err != nil {
		return err
	}
	if err := os.Rename(tmp, filepath.Join(dir, currentName)); err != nil {
		return err
	}
	return disk.Sync(dir)
}

func writeSynced(path string, b []byte) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	if _, err = f.Write(b); err == nil {
		err = f.Sync()
	}
	return errors.Join(err, f.Close())
}

// sweep removes every generation but the one named. Only the writer may call
// it. On Unix a generation that another process still searches stays usable
// there until it lets go.
func sweep(dir, keep string) {
	list, err := os.ReadDir(dir)
	if err != nil {
		return
	}
	for _, e := range list {
		if _, ok := genNumber(e.Name()); ok && e.Name() != keep {
			_ = os.RemoveAll(filepath.Join(dir, e.Name()))
		}
	}
}

// nextGen is a name that no folder has yet.
func nextGen(dir string) string {
	last := 0
	list, _ := os.ReadDir(dir)
	for _, e := range list {
		if n, ok := genNumber(e.Name()); ok {
			last = max(last, n)
		}
	}
	return genName(last + 1)
}

// snapshotOf gives bleve's view of an index, which must be given back with
// Close. It is of the type whose segments can be read one by one.
func snapshotOf(idx bleve.Index) (*scorch.IndexSnapshot, error) {
	adv, err := idx.Advanced()
	if err != nil {
		return nil, err
	}
	r, err := adv.Reader()
	if err != nil {
		return nil, err
	}
	snap, ok := r.(*scorch.IndexSnapshot)
	if !ok || snap == nil {
		return nil, damaged("not an index of the kind %s", scorch.Name)
	}
	return snap, nil
}
