package library

import (
	"context"
	"errors"
	"fmt"
	"hash/maphash"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"syscall"
	"time"

	"github.com/fsnotify/fsnotify"

	"broadsheet/internal/inert"
)

// A plan is what a visit is to do.
type plan struct {
	whole   bool            // watch everything, from the roots down
	retry   bool            // see whether a root that was gone is back
	look    bool            // look at everything
	folders map[string]bool // to be watched with all below them: names on disk
	links   map[string]bool // to be followed: names on disk
}

func (p plan) empty() bool {
	return !p.whole && !p.retry && !p.look && len(p.folders)+len(p.links) == 0
}

// A visit is the part of a watch's work that waits for the disk. It has the
// fields up to known in common with the watch and other visits, and changes
// none of them but known.
type visit struct {
	plan
	ctx   context.Context
	lib   *Library
	pace  pace
	add   func(*fsnotify.Watcher, string) error
	eyes  *fsnotify.Watcher // nil: only look
	seed  maphash.Seed
	known *folders

	homes    []fs.FileInfo // the folders of the roots as they were set up; a whole visit makes it new
	followed links         // where the links lead that were met
	room     int           // how many more may be followed
	blind    string        // why not everything can be watched, the first reason there was
	full     bool          // nothing more can be watched
	overrun  bool          // nor may it stay as it is: no file can be opened any more
	back     bool          // a root is there again
	moved    bool          // a root is not the folder that it was
	stirred  bool          // events came between the last look and this visit
	sum      uint64        // of all that a look saw
	took     time.Duration // the look
}

func (v *visit) run() {
	if v.whole {
		v.homes = v.stat()
		for _, r := range v.lib.roots {
			v.root(r)
		}
	}
	if v.retry {
		for i, now := range v.stat() {
			v.back = v.back || v.homes[i] == nil && now != nil
		}
	}
	last := ""
	for _, name := range slices.Sorted(maps.Keys(v.folders)) {
		if last == "" || !strings.HasPrefix(name, last+string(filepath.Separator)) {
			v.inRoot(name, func(f *os.Root, r root, rel string) { v.folder(f, r, rel, depth(rel)) })
			last = name
		}
	}
	for name := range v.links {
		v.followed.on[name] = nil
		v.inRoot(name, v.link)
	}
	if v.look {
		v.everything()
	}
}

// stat looks for the folders of all roots: nil where there is none.
func (v *visit) stat() []fs.FileInfo {
	out := make([]fs.FileInfo, len(v.lib.roots))
	for i, r := range v.lib.roots {
		out[i], _ = os.Stat(r.home())
	}
	return out
}

// root watches one root with all below it.
func (v *visit) root(r root) {
	if r.file == "" {
		v.inRoot(r.abs, func(f *os.Root, r root, rel string) { v.folder(f, r, rel, 0) })
		return
	}
	if err := v.watch(r.home()); err != nil {
		v.cannot(r.home(), err)
	}
}

// inRoot opens the root that a name lies in. As in a scan, a folder that is
// changed into a link meanwhile cannot lead out of that.
func (v *visit) inRoot(name string, do func(f *os.Root, r root, rel string)) {
	r, rel, ok := v.lib.under(name)
	if !ok {
		return
	}
	f, err := os.OpenRoot(r.abs)
	if err != nil {
		return
	}
	defer func() { _ = f.Close() }()
	do(f, r, rel)
}

// folder watches a folder and, after that so that nothing is missed between,
// lists it and goes on with those in it. It goes where walk.folder goes.
func (v *visit) folder(f *os.Root, r root, rel string, depth int) {
	if v.ctx.Err() != nil || v.overrun {
		return
	}
	name := r.disk(rel)
	refused := v.watch(name)
	d, err := f.OpenFile(rel, os.O_RDONLY|syscall.O_NONBLOCK, 0)
	if err != nil {
		return // nor can a scan read it
	}
	if refused != nil {
		v.cannot(name, refused)
	}
	var below, links []string
	for v.ctx.Err() == nil {
		list, err := d.ReadDir(1024)
		for _, e := range list {
			switch n := e.Name(); {
			case n == "" || n[0] == '.':
			case e.IsDir():
				below = append(below, path.Join(rel, n))
			case e.Type()&fs.ModeSymlink != 0 && candidate(n):
				links = append(links, path.Join(rel, n))
			}
		}
		if err != nil || len(list) == 0 {
			break
		}
	}
	_ = d.Close()
	for _, sub := range links {
		v.link(f, r, sub)
	}
	for _, sub := range below {
		if depth+1 < maxDepth {
			v.folder(f, r, sub, depth+1)
		} else {
			v.known.add(r.disk(sub), false)
		}
	}
}

// watch adds a folder to what is watched. A folder that is not there is no
// error, and that there is no room for more is noted: the error is of this
// folder alone.
func (v *visit) watch(name string) error {
	v.known.add(name, false) // first: an event of it may come at once
	if v.eyes == nil || v.full {
		return nil
	}
	err := v.add(v.eyes, name)
	switch {
	case err == nil:
		v.known.add(name, true)
	case errors.Is(err, fs.ErrNotExist), errors.Is(err, syscall.ENOTDIR), errors.Is(err, fsnotify.ErrClosed):
	case errors.Is(err, syscall.ENOSPC):
		v.full = true
		v.because(v.pace.noRoom())
	case TooManyFiles(err):
		v.full, v.overrun = true, true
		v.blind = v.pace.noEyes(err)
	default:
		return err
	}
	return nil
}

// cannot notes a folder that can be read and not be watched.
func (v *visit) cannot(name string, err error) {
	v.because(fmt.Sprintf("the folder %s cannot be watched for changes (%s): %s", inert.Line(name), plain(err), v.pace.instead()))
}

func (v *visit) because(why string) {
	if v.blind == "" {
		v.blind = why
	}
}

// everything sums up what a scan finds. The order does not count.
func (v *visit) everything() {
	start := time.Now()
	type file struct {
		path string
		size int64
		time int64
	}
	skipped, err := v.lib.Walk(v.ctx, func(f File) {
		v.sum += maphash.Comparable(v.seed, file{f.Path, f.Size, f.ModTime.UnixNano()})
	})
	if err != nil {
		return // the watch ends
	}
	for _, s := range skipped {
		v.sum += maphash.Comparable(v.seed, s)
	}
	for i, now := range v.stat() {
		was := v.homes[i]
		v.moved = v.moved || was != nil && (now == nil || !os.SameFile(was, now))
	}
	v.took = time.Since(start)
}

// The reasons why not everything is watched, as people read them.

// noRoom says that the system allows too few watches.
func (p pace) noRoom() string {
	return "not every folder can be watched for changes, the system allows too few watches: " + p.instead() +
		"; to change that, raise fs.inotify.max_user_watches (sysctl)"
}

// noEyes says that nothing can be watched.
func (p pace) noEyes(err error) string {
	why := "the folders cannot be watched for changes (" + plain(err) + "): " + p.instead()
	if TooManyFiles(err) {
		why += "; to change that, raise the number of open files (ulimit -n) or fs.inotify.max_user_instances (sysctl)"
	}
	return why
}

// instead says what is done where there is no watching.
func (p pace) instead() string {
	return fmt.Sprintf("changes are found by looking, every %g seconds", p.blind.Seconds())
}

// TooManyFiles tells that this program or the system could open no more files:
// it may be another matter a moment later.
func TooManyFiles(err error) bool {
	return errors.Is(err, syscall.EMFILE) || errors.Is(err, syscall.ENFILE)
}

// disk is where something below a folder lies on disk.
func (r root) disk(rel string) string { return filepath.Join(r.abs, filepath.FromSlash(rel)) }

// depth is how many folders deep a slash path below a root is.
func depth(rel string) int {
	if rel == "." {
		return 0
	}
	return strings.Count(rel, "/") + 1
}

// folders are the folders that a watch knows by their names on disk, and
// whether each is watched. Any goroutine may use it.
type folders struct {
	mu      sync.Mutex
	watched map[string]bool
}

func newFolders() *folders { return &folders{watched: map[string]bool{}} }

func (f *folders) add(name string, watched bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.watched[name] = f.watched[name] || watched
}

func (f *folders) drop(name string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	delete(f.watched, name)
}

func (f *folders) state(name string) (known, watched bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	watched, known = f.watched[name]
	return known, watched
}
