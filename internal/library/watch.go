package library

import (
	"context"
	"hash/maphash"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"time"

	"github.com/fsnotify/fsnotify"
)

// maxNamed is how many briefs one Change names, and how many new folders wait
// to be watched, before it is simpler to look at everything.
const maxNamed = 1000

// lookShare bounds what looking at everything costs: one part in this many of
// the time.
const lookShare = 50

// A Change tells what may have changed in the library. It is a hint: who takes
// it looks again.
type Change struct {
	Paths []string // briefs (as Entry.Path) that were written, made, renamed or deleted; ascending, each once, at most 1,000, none with All
	All   bool     // more has changed than can be named: scan
	Blind string   // why some of the library cannot be watched, one harmless line, said once; else ""
}

// Watch reports changes until ctx ends, when the channel is closed. The first
// Change comes when everything is watched and has All set, so a scan begun
// after it misses nothing. After that a burst of changes is one Change, sent
// when all has been quiet for a tenth of a second or when a second is over. A
// Change that is not taken grows into the next one; nothing waits for the
// receiver.
//
// Events do not tell everything: network folders have none, nor has a write
// through another name of the same file, nor a folder beyond the system's
// limits. So every minute (half a minute after a Blind) the names, sizes and
// times of all files are compared with those of the last look, and All says
// that they differ. The content of files is never read.
//
// A library that is embedded never changes: its channel only closes. The
// error is only ever ctx's. A server that does not answer holds up the closing
// of the channel, so nobody should wait for that on the way out.
func (l *Library) Watch(ctx context.Context) (<-chan Change, error) {
	return newWatch(l).start(ctx)
}

// A pace is the times of what a watch does by the clock.
type pace struct {
	quiet time.Duration // without a change before a Change is sent
	burst time.Duration // from the first change of a burst to its Change, at most
	retry time.Duration // between two looks for a root that has gone
	look  time.Duration // between two looks at everything
	blind time.Duration // the same while not everything is watched
}

// A watch is one call of Watch. Its goroutine owns all fields and never waits
// for the disk: what takes long is done by a visit, one at a time.
//
// Folders are what is watched, and fsnotify knows them by name: it takes a
// folder that was renamed for one of the old name. So it is never told of
// one; after a rename, and after lost events, it is thrown away with all it
// watches, and another set up. The All that follows makes up for what was
// missed meanwhile, as it does for what happens in a new folder before that is
// watched.
type watch struct {
	lib  *Library
	pace pace
	seed maphash.Seed
	open func() (*fsnotify.Watcher, error)     // a test may give others
	add  func(*fsnotify.Watcher, string) error // likewise

	out   chan Change
	next  Change      // what is to be sent
	due   bool        // it is to be sent now
	first time.Time   // when the burst began
	await bool        // a burst is on
	tick  *time.Timer // ends it

	eyes  *fsnotify.Watcher // nil where nothing can be watched
	known *folders
	homes []fs.FileInfo // the folders of the roots as they were set up; nil where there is none
	blind string        // why not everything is watched
	said  string        // what of that was said last
	links links

	anew    bool // to be set up anew
	ripe    bool // at once
	todo    plan
	visit   *visit // on its way, or nil
	visited chan *visit

	stirred bool   // events came since the last look
	looked  bool   // there has been one
	sum     uint64 // of all that it saw
	lookAt  *time.Timer
	retryAt *time.Timer
}

func newWatch(l *Library) *watch {
	return &watch{
		lib:  l,
		seed: maphash.MakeSeed(),
		pace: pace{
			quiet: 100 * time.Millisecond, burst: time.Second, retry: 2 * time.Second,
			look: time.Minute, blind: 30 * time.Second,
		},
		open: fsnotify.NewWatcher,
		add:  (*fsnotify.Watcher).Add,
	}
}

// start is Watch.
func (w *watch) start(ctx context.Context) (<-chan Change, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	w.out = make(chan Change)
	if len(w.lib.Roots()) == 0 {
		context.AfterFunc(ctx, func() { close(w.out) })
		return w.out, nil
	}
	w.visited = make(chan *visit, 1)
	w.tick, w.lookAt, w.retryAt = stopped(), stopped(), stopped()
	w.links = newLinks()
	w.anew, w.ripe = true, true
	go w.run(ctx)
	return w.out, nil
}

// stopped is a timer that has to be set.
func stopped() *time.Timer {
	t := time.NewTimer(time.Hour)
	t.Stop()
	return t
}

// run is the life of a watch.
func (w *watch) run(ctx context.Context) {
	ctx, cancel := context.WithCancel(ctx)
	defer func() {
		cancel()
		w.shut() // before waiting: a visit may be waiting for fsnotify
		if w.visit != nil {
			<-w.visited
		}
		close(w.out)
	}()
	for ctx.Err() == nil {
		w.begin(ctx)
		w.wait(ctx)
	}
}

// wait deals with one thing that happens.
func (w *watch) wait(ctx context.Context) {
	var events chan fsnotify.Event
	var faults chan error
	if w.eyes != nil {
		events, faults = w.eyes.Events, w.eyes.Errors
	}
	var out chan Change
	if w.due {
		out = w.out
	}
	select {
	case <-ctx.Done():
	case e, ok := <-events:
		if !ok {
			w.eyes = nil // it ended of itself
			w.again()
			return
		}
		w.event(e)
	case err := <-faults:
		w.fault(err)
	case v := <-w.visited:
		w.visit = nil
		w.learn(v)
	case out <- w.next:
		w.next, w.due = Change{}, false
	case <-w.tick.C:
		w.await, w.ripe = false, w.anew
		w.due = w.due || w.next.All || w.next.Blind != "" || len(w.next.Paths) > 0
	case <-w.lookAt.C:
		w.todo.look = true
	case <-w.retryAt.C:
		w.todo.retry = true
	}
}

// begin sends a visit on its way, if one is needed and none is out.
func (w *watch) begin(ctx context.Context) {
	if w.visit != nil {
		return
	}
	if w.ripe {
		w.renew()
	}
	if w.anew { // what waits for being set up anew need not be done before
		w.todo.folders, w.todo.links = nil, nil
	}
	if w.todo.empty() {
		return
	}
	v := &visit{
		plan: w.todo, ctx: ctx, lib: w.lib, add: w.add, eyes: w.eyes, known: w.known, seed: w.seed, pace: w.pace,
		homes: w.homes, followed: newLinks(), room: maxLinks,
	}
	if !v.whole {
		v.room -= len(w.links.on)
		for link := range v.links {
			if w.links.on[link] != nil {
				v.room++
			}
		}
	}
	if v.look {
		v.stirred, w.stirred = w.stirred, false
	}
	w.todo, w.visit = plan{}, v
	go func() {
		v.run()
		w.visited <- v
	}()
}

// renew lets go of all that is watched, so that a visit sets it up anew.
func (w *watch) renew() {
	w.shut()
	w.known, w.blind = newFolders(), ""
	var err error
	if w.eyes, err = w.open(); err != nil {
		w.eyes, w.blind = nil, w.pace.noEyes(err)
	}
	w.todo = plan{whole: true, look: w.todo.look || !w.looked}
	w.anew, w.ripe = false, false
}

// shut closes the watcher. What it still has to say is taken meanwhile: it may
// hold its lock until somebody listens.
func (w *watch) shut() {
	if w.eyes == nil {
		return
	}
	done := make(chan struct{})
	go func(eyes *fsnotify.Watcher) {
		_ = eyes.Close()
		close(done)
	}(w.eyes)
	for events, faults := w.eyes.Events, w.eyes.Errors; ; {
		select {
		case _, ok := <-events:
			if !ok {
				events = nil
			}
		case _, ok := <-faults:
			if !ok {
				faults = nil
			}
		case <-done:
			w.eyes = nil
			return
		}
	}
}

// event takes one event of the system.
func (w *watch) event(e fsnotify.Event) {
	name := filepath.Clean(e.Name)
	w.stirred = true
	folder, watched := w.known.state(name)
	switch {
	case folder && (e.Has(fsnotify.Rename) || e.Has(fsnotify.Remove) && w.lib.home(name)):
		w.again()
	case folder && e.Has(fsnotify.Remove):
		w.known.drop(name)
		w.all()
	case folder && watched && e.Has(fsnotify.Chmod):
		w.all()
	case e.Has(fsnotify.Create | fsnotify.Chmod):
		w.arrived(name)
	}
	if p, ok := w.lib.brief(name); ok && !folder {
		w.name(p)
	}
	for _, link := range w.links.by[name] {
		if p, ok := w.lib.brief(link); ok {
			w.name(p)
		}
		if e.Op != fsnotify.Write { // it may lead elsewhere now
			w.later(&w.todo.links, link)
		}
	}
}

// arrived looks at what is new under a name, or has new permissions.
func (w *watch) arrived(name string) {
	info, err := os.Lstat(name)
	if err != nil {
		return // gone again, which is an event of its own
	}
	_, rel, inside := w.lib.under(name)
	switch {
	case !inside:
	case info.IsDir():
		if depth(rel) < maxDepth {
			w.later(&w.todo.folders, name)
		}
	case info.Mode()&fs.ModeSymlink != 0 && candidate(name):
		w.later(&w.todo.links, name)
	}
}

// later leaves a name to the next visit.
func (w *watch) later(names *map[string]bool, name string) {
	switch {
	case w.anew:
	case len(*names) >= maxNamed:
		w.again()
	case *names == nil:
		*names = map[string]bool{name: true}
	default:
		(*names)[name] = true
	}
}

// fault takes an error of fsnotify: lost events, a folder it could not deal
// with. None leaves what is watched in a known state.
func (w *watch) fault(err error) {
	if TooManyFiles(err) {
		w.giveUp(w.pace.noEyes(err))
		return
	}
	w.again()
}

// giveUp stops watching and leaves it all to the looks: what fsnotify would
// hold open is wanted for reading briefs.
func (w *watch) giveUp(why string) {
	w.shut()
	w.known, w.blind = newFolders(), why
	w.all()
	w.say()
}

// learn takes what a visit has found.
func (w *watch) learn(v *visit) {
	if v.blind != "" {
		w.blind = v.blind
	}
	if v.whole {
		w.homes, w.links = v.homes, newLinks()
		if slices.Contains(v.homes, nil) {
			w.retryAt.Reset(w.pace.retry)
		}
	}
	w.links.merge(v.followed)
	for link := range v.links {
		if p, ok := w.lib.brief(link); ok {
			w.name(p)
		}
	}
	if v.whole || len(v.folders) > 0 {
		w.all()
	}
	if v.retry && v.back {
		w.again()
	} else if v.retry {
		w.retryAt.Reset(w.pace.retry)
	}
	if v.look {
		w.compare(v)
	}
	if v.overrun && w.eyes != nil {
		w.giveUp(v.blind)
	}
	w.say()
}

// compare takes the result of a look. What no event explains means that
// something is not watched that could be: a folder that another was mounted
// on, a root whose parent was renamed, a limit that has been raised.
func (w *watch) compare(v *visit) {
	differs := w.looked && v.sum != w.sum
	if v.moved || differs && !v.stirred && !w.stirred {
		w.again()
	}
	if differs {
		w.all()
	}
	w.looked, w.sum = true, v.sum
	wait := w.pace.look
	if w.blind != "" {
		wait = w.pace.blind
	}
	w.lookAt.Reset(max(wait, lookShare*v.took))
}

// say tells why not everything is watched, unless that was what was said last.
func (w *watch) say() {
	if w.blind != "" && w.blind != w.said {
		w.said, w.next.Blind = w.blind, w.blind
		w.lookAt.Reset(w.pace.blind)
		w.touch()
	}
}

// name puts a brief into the next Change.
func (w *watch) name(p string) {
	w.touch()
	c := &w.next
	at, there := slices.BinarySearch(c.Paths, p)
	switch {
	case c.All || there:
	case len(c.Paths) >= maxNamed:
		w.all()
	default:
		c.Paths = slices.Insert(c.Paths, at, p)
	}
}

// all makes the next Change one that asks for a scan.
func (w *watch) all() {
	w.next.All, w.next.Paths = true, nil
	w.touch()
}

// again sets everything up anew when the burst is over.
func (w *watch) again() {
	w.anew = true
	w.touch()
}

// touch puts off the end of the burst, or begins one.
func (w *watch) touch() {
	now := time.Now()
	if !w.await {
		w.await, w.first = true, now
	}
	w.tick.Reset(max(0, min(w.pace.quiet, w.first.Add(w.pace.burst).Sub(now))))
}

// under finds the root folder that a name on disk lies in, or is, and the
// slash path below it. Names that a scan passes over lie in none.
func (l *Library) under(name string) (root, string, bool) {
	for _, r := range l.roots {
		if r.fsys != nil || r.file != "" {
			continue
		}
		rel, err := filepath.Rel(r.abs, name)
		if err != nil || !filepath.IsLocal(rel) {
			continue
		}
		rel = filepath.ToSlash(rel)
		if rel == "." || !hiddenPath(rel) {
			return r, rel, true
		}
	}
	return root{}, "", false
}

// brief is the identity that a scan would give the file of that name on disk;
// false where it would not look at it.
func (l *Library) brief(name string) (string, bool) {
	for _, r := range l.roots {
		if r.file != "" && name == r.abs {
			return r.file, true
		}
	}
	r, rel, ok := l.under(name)
	if !ok || rel == "." || !candidate(rel) {
		return "", false
	}
	return path.Join(r.prefix, rel), true
}

// home tells whether the name is that of the folder of a root.
func (l *Library) home(name string) bool {
	return slices.ContainsFunc(l.roots, func(r root) bool { return r.fsys == nil && r.home() == name })
}

// home is the folder that holds all of a root on disk.
func (r root) home() string {
	if r.file != "" {
		return filepath.Dir(r.abs)
	}
	return r.abs
}
