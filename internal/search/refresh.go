package search

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"sync"
	"time"

	"broadsheet/internal/disk"
	"broadsheet/internal/inert"
	"broadsheet/internal/library"
)

// How a refresh goes about its work.
const (
	batchDocs  = 2000                   // briefs in one batch of bleve
	batchBytes = 11 << 20               // bytes of briefs in one batch
	firstRound = 500                    // briefs that are published first
	roundTime  = 3 * time.Second        // work before the next publishing, at first
	roundMax   = 30 * time.Second       // and at most
	roundShare = 10                     // publishing takes at most one part in this many
	pollTime   = 100 * time.Millisecond // between two looks at what another writer does
	racyTime   = 2 * time.Second        // a file as young as this may change without showing it
	sayTime    = 50 * time.Millisecond  // between two reports of progress
	patience   = 600 * time.Millisecond // that a file which has gone may take to come back
	maxWorkers = 4
	maxMemory  = 20_000 // briefs up to which an index in memory is better than an old one on disk
)

// RefreshOptions of Refresh.
type RefreshOptions struct {
	Rebuild bool // forget what is indexed and begin anew

	// Patient gives files that have gone a moment to come back before their
	// briefs are dropped: editors and programs that keep folders alike take one
	// away and write it anew. A file that was moved is not waited for.
	Patient bool

	// Only names the briefs to look at (as library.Change.Paths does): what
	// that finds is all that changes. nil is the whole library. It is a hint:
	// where the rest of the library may not be as the index has it, all is
	// looked at.
	Only []string
}

// Progress is how far a refresh has come.
type Progress struct {
	Phase       string            // what is being done, for people: "looking for briefs", "indexing", …
	Done, Total int               // briefs that are to be read; Total is 0 while it is not known
	Entries     []library.Entry   // read since the last call
	Skipped     []library.Skipped // found unusable since the last call
}

// Report is what a refresh did.
type Report struct {
	Briefs  int // that can be searched now
	Added   int
	Changed int
	Removed int
	Skipped int
	Seconds float64
}

// Refresh brings the index up to date with the library, and publishes what is
// there every few seconds, so that a long one may be broken off and gone on
// with. progress may be nil; it is called from one goroutine at a time. While
// another process indexes the same library, its results are taken over. When
// ctx ends, Refresh returns at once with ctx's error; what is not published by
// then is done again the next time. One Refresh runs at a time, others wait.
func (x *Index) Refresh(ctx context.Context, o RefreshOptions, progress func(Progress)) (Report, error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	stop := context.AfterFunc(x.ctx, cancel)
	defer stop()
	for _, c := range []chan struct{}{x.ready, x.turn} {
		select {
		case <-c:
		case <-ctx.Done():
			return Report{}, ctx.Err()
		}
	}
	if !x.enter() {
		x.turn <- struct{}{}
		return Report{}, errClosed
	}
	r := &refresh{x: x, ctx: ctx, o: o, start: time.Now(), progress: progress}
	if r.progress == nil {
		r.progress = func(Progress) {}
	}
	// The work runs beside this call, so that a cancelled one returns though
	// a large brief is still being read.
	done := make(chan struct{})
	var rep Report
	var err error
	go func() {
		defer x.work.Done()
		defer func() { x.turn <- struct{}{} }()
		defer close(done)
		rep, err = r.run()
	}()
	select {
	case <-done:
		return rep, err
	case <-ctx.Done():
		r.silence()
		return Report{}, ctx.Err()
	}
}

// enter counts one more piece of work, unless the index is closed.
func (x *Index) enter() bool {
	x.mu.Lock()
	defer x.mu.Unlock()
	if !x.closed {
		x.work.Add(1)
	}
	return !x.closed
}

// A refresh is one call of Refresh on its way.
type refresh struct {
	x     *Index
	ctx   context.Context
	o     RefreshOptions
	start time.Time

	talk     sync.Mutex // held while progress is called
	progress func(Progress)
	unsaid   Progress // what has been read since the last call
	said     time.Time

	skipped []library.Skipped // of the scan, and then of the reading
	base    *generation       // what the next one is made from, or nil
	old     *catalogue        // what the index held at first
	todo    []job             // to be read, sorted by path
	remove  []string          // to be deleted from the index
	changed []record          // read so far and not as in old, sorted by path
	gone    []string          // no longer in the index, but in old
	unsaved bool              // changed or gone have what is not published
	briefs  int               // how many the library has, at most
	report  Report
	done    int
	frozen  error // why the cache folder cannot be written, with an index in it that is open
	some    bool  // it is limited to some briefs
	foreign bool  // another process has written the index since this one looked

	analysers []analyser // of the workers: they know the words of the rounds before
}

// A job is one file to be read.
type job struct {
	file library.File
	old  int // ordinal in the old catalogue, -1 for a new file
}

// say reports progress at once, with all that was read since the last call.
func (r *refresh) say(p Progress) {
	r.talk.Lock()
	defer r.talk.Unlock()
	p.Entries = append(r.unsaid.Entries, p.Entries...)
	p.Skipped = append(r.unsaid.Skipped, p.Skipped...)
	r.unsaid, r.said = Progress{}, time.Now()
	r.progress(p)
}

// tell reports progress if the last report is old enough: thousands of files
// a second must not become thousands of messages.
func (r *refresh) tell(p Progress) {
	r.talk.Lock()
	r.unsaid.Entries = append(r.unsaid.Entries, p.Entries...)
	r.unsaid.Skipped = append(r.unsaid.Skipped, p.Skipped...)
	due := time.Since(r.said) >= sayTime
	r.talk.Unlock()
	if due {
		p.Entries, p.Skipped = nil, nil
		r.say(p)
	}
}

// silence ends the calls of progress: the caller of Refresh has gone.
func (r *refresh) silence() {
	r.talk.Lock()
	defer r.talk.Unlock()
	r.progress = func(Progress) {}
}

func (r *refresh) run() (Report, error) {
	lock, err := r.lock()
	if err != nil {
		return Report{}, err
	}
	if lock != nil {
		defer func() { _ = lock.Unlock() }()
	}
	if !r.beginSome() {
		if err := r.beginAll(); err != nil {
			return Report{}, err
		}
	}
	err = r.index()
	if aboutDisk(err) && r.ctx.Err() == nil && !r.inMemory() && r.fitsMemory() {
		// The disk takes no index, and an old one would not know everything.
		r.toMemory(err)
		if err = r.beginAll(); err == nil {
			err = r.index()
		}
	}
	r.report.Seconds = time.Since(r.start).Seconds()
	if err != nil {
		return Report{}, err
	}
	return r.report, nil
}

// fitsMemory tells whether an index in memory is better than the old one.
func (r *refresh) fitsMemory() bool {
	return r.briefs <= maxMemory || len(r.x.Catalogue()) == 0
}

// lock takes the writer's lock, waiting for another writer to end and taking
// over what it publishes meanwhile. Without a usable cache folder there is
// neither a lock nor an error: the index is then in memory.
func (r *refresh) lock() (*disk.Lock, error) {
	x := r.x
	x.mu.Lock()
	memory := x.memory
	x.mu.Unlock()
	if memory {
		return nil, nil
	}
	if err := x.prepare(); err != nil {
		x.mu.Lock()
		open := x.gen != nil
		x.mu.Unlock()
		if open { // it can be searched, as long as nothing has to be written
			r.frozen = err
		} else {
			r.toMemory(err)
		}
		return nil, nil
	}
	for waited := false; ; waited = true {
		lock, err := disk.TryLock(filepath.Join(x.dir, lockName))
		held := errors.Is(err, disk.ErrTaken)
		if err != nil && !held {
			r.toMemory(err)
			return nil, nil
		}
		if err := r.follow(waited || held); err != nil {
			if lock != nil {
				_ = lock.Unlock()
			}
			if r.ctx.Err() != nil {
				return nil, r.ctx.Err()
			}
			r.toMemory(err)
			return nil, nil
		}
		if !held {
			r.clean()
			return lock, nil
		}
		select {
		case <-time.After(pollTime):
		case <-r.ctx.Done():
			return nil, r.ctx.Err()
		}
	}
}

// follow takes over a generation that somebody else has published. The error
// is of the disk: then nothing in the cache folder may be touched.
func (r *refresh) follow(waiting bool) error {
	x := r.x
	if waiting {
		r.foreign = true
		r.say(Progress{Phase: "another reader is indexing"})
	}
	current, err := readCurrent(x.dir)
	x.mu.Lock()
	have, bad, before := "", x.bad, x.cat
	if x.gen != nil {
		have = x.gen.name
	}
	x.mu.Unlock()
	if err == nil && (current == "" || current == have || current == bad) {
		return nil
	}
	r.foreign = true
	name, cat, err := x.adopt(r.ctx)
	var d damage
	switch {
	case r.ctx.Err() != nil:
		return r.ctx.Err()
	case errors.As(err, &d):
		x.setTrouble(name, err)
	case err != nil:
		return err
	case cat != nil && waiting:
		r.say(Progress{Phase: "another reader is indexing", Entries: newEntries(before, cat)})
	}
	return nil
}

// clean removes what a writer that ended badly has left. CURRENT decides.
func (r *refresh) clean() {
	if current, err := readCurrent(r.x.dir); err == nil {
		sweep(r.x.dir, current)
	}
}

// newEntries are the entries of cat that before does not have in the same
// state.
func newEntries(before, cat *catalogue) []library.Entry {
	var out []library.Entry
	for _, e := range cat.entries {
		i, ok := before.find(e.Path)
		if !ok || before.entries[i].Hash != e.Hash {
			out = append(out, e)
		}
	}
	return out
}

// toMemory gives up the cache folder for as long as the program runs.
func (r *refresh) toMemory(why error) {
	line := "in memory: the cache folder cannot be used (" + cmp.Or(diskReason(why), inert.Line(why.Error())) + ")"
	r.x.log.Warn("search index", "state", line, "error", why)
	r.x.mu.Lock()
	defer r.x.mu.Unlock()
	r.x.memory, r.x.state, r.x.trouble = true, line, line
}

// beginAll looks at the whole library and compares it with the index.
func (r *refresh) beginAll() error {
	r.say(Progress{Phase: "looking for briefs"})
	files, skipped, err := r.x.lib.Scan(r.ctx)
	if err != nil {
		return err
	}
	r.briefs = len(files)
	r.begin()
	r.skipped = slices.Clone(skipped)
	r.compare(files)
	r.await()
	if r.frozen != nil && (r.o.Rebuild || len(r.todo)+len(r.remove) > 0) {
		r.toMemory(r.frozen)
		r.begin()
		r.skipped = slices.Clone(skipped)
		r.compare(files)
	}
	return nil
}

// beginSome looks at what the refresh is limited to; false where it has to
// look at everything.
func (r *refresh) beginSome() bool {
	if r.o.Only == nil || r.o.Rebuild || r.frozen != nil || r.foreign {
		return false
	}
	r.begin()
	if r.base == nil {
		return false
	}
	only := slices.Compact(slices.Sorted(slices.Values(r.o.Only)))
	asked := func(p string) bool {
		_, ok := slices.BinarySearch(only, p)
		return ok
	}
	r.briefs = len(r.old.entries) + len(only)
	files, skipped := r.x.lib.Look(only)
	if slices.ContainsFunc(skipped, func(s library.Skipped) bool { return !asked(s.Path) }) {
		return false
	}
	for _, s := range r.old.skipped {
		if !asked(s.Path) {
			r.skipped = append(r.skipped, s)
		}
	}
	r.skipped = append(r.skipped, skipped...)
	r.compareSome(only, files)
	r.await()
	r.some = true
	return true
}

// begin decides what the refresh starts from: the generation that is open, or
// nothing.
func (r *refresh) begin() {
	x := r.x
	r.base, r.old, r.skipped = nil, &catalogue{}, nil
	r.todo, r.remove, r.changed, r.gone, r.unsaved = nil, nil, nil, nil, false
	r.report, r.done, r.some = Report{}, 0, false
	x.mu.Lock()
	g := x.gen
	usable := g != nil && !r.o.Rebuild && x.memory == (g.name == "") && (!x.memory || x.owner != nil)
	x.mu.Unlock()
	if usable {
		r.base, r.old = g, g.cat
	}
}

// compareSome is compare for some paths; files and only are sorted.
func (r *refresh) compareSome(only []string, files []library.File) {
	for _, p := range only {
		i, known := r.old.find(p)
		n, found := slices.BinarySearchFunc(files, p, func(f library.File, p string) int { return cmp.Compare(f.Path, p) })
		switch {
		case found && !known:
			r.todo = append(r.todo, job{files[n], -1})
		case found && !r.old.as(i, files[n]):
			r.todo = append(r.todo, job{files[n], i})
		case known && !found:
			r.remove = append(r.remove, p)
		}
	}
	r.report.Removed = len(r.remove)
}

// compare finds the files that are to be read and the briefs that are to be
// removed. Both lists are sorted by path.
func (r *refresh) compare(files []library.File) {
	i := 0
	for _, f := range files {
		for ; i < len(r.old.entries) && r.old.entries[i].Path < f.Path; i++ {
			r.remove = append(r.remove, r.old.entries[i].Path)
		}
		if i == len(r.old.entries) || r.old.entries[i].Path != f.Path {
			r.todo = append(r.todo, job{f, -1})
			continue
		}
		if !r.old.as(i, f) {
			r.todo = append(r.todo, job{f, i})
		}
		i++
	}
	for ; i < len(r.old.entries); i++ {
		r.remove = append(r.remove, r.old.entries[i].Path)
	}
	r.report.Removed = len(r.remove)
}

// await gives the files that have gone, and were not moved, a moment to come
// back. Those that do are not removed.
func (r *refresh) await() {
	gone := r.vanished()
	if !r.o.Patient || len(gone) == 0 {
		return
	}
	r.say(Progress{Phase: "waiting for a file that has gone"})
	for end := time.Now().Add(patience); len(gone) > 0; {
		files, _ := r.x.lib.Look(gone)
		for _, f := range files {
			if i, ok := r.old.find(f.Path); ok && !r.old.as(i, f) {
				r.todo = append(r.todo, job{f, i})
			}
			there := func(p string) bool { return p == f.Path }
			gone, r.remove = slices.DeleteFunc(gone, there), slices.DeleteFunc(r.remove, there)
		}
		if time.Now().After(end) {
			break
		}
		select {
		case <-time.After(patience / 12):
		case <-r.ctx.Done():
			return
		}
	}
	slices.SortFunc(r.todo, func(a, b job) int { return cmp.Compare(a.file.Path, b.file.Path) })
	r.report.Removed = len(r.remove)
}

// vanished are the paths that are to be removed and did not turn up elsewhere:
// a file that is moved keeps its size and its time.
func (r *refresh) vanished() []string {
	type look struct{ size, time int64 }
	moved := map[look]bool{}
	for _, j := range r.todo {
		if j.old < 0 {
			moved[look{j.file.Size, j.file.ModTime.UnixNano()}] = true
		}
	}
	var gone []string
	for _, p := range r.remove {
		if i, ok := r.old.find(p); ok && !moved[look{r.old.entries[i].Size, r.old.entries[i].ModTime.UnixNano()}] {
			gone = append(gone, p)
		}
	}
	return gone
}

// index reads what is to be read and publishes it, in rounds.
func (r *refresh) index() error {
	r.say(Progress{Phase: "indexing", Total: len(r.todo)})
	base := r.base
	first := base == nil
	limit, span := len(r.todo), roundTime
	switch {
	case r.o.Rebuild:
		span = 0 // the old index serves until the new one is whole
	case first:
		limit, span = firstRound, 0
	}
	for {
		w, err := r.round(base, limit, span)
		if err != nil {
			return r.failed(err)
		}
		t := time.Now()
		skipped := r.unusable()
		if w == nil && !r.unsaved { // there is nothing to publish
			if len(r.todo) > 0 {
				continue
			}
			if slices.Equal(skipped, base.cat.skipped) {
				r.finish(base.cat, false)
				return nil
			}
		}
		cat := r.old.with(r.changed, r.gone, skipped)
		if w == nil { // only the catalogue has changed
			if w, err = r.writer(base); err != nil {
				return r.failed(err)
			}
		}
		if base, err = w.publish(r.ctx, cat); err != nil {
			return r.failed(err)
		}
		r.unsaved = false
		if len(r.todo) == 0 {
			r.finish(cat, first)
			return nil
		}
		limit, span = len(r.todo), min(max(span*2, roundTime, roundShare*time.Since(t)), roundMax)
	}
}

// finish notes the end of a refresh that wrote something.
func (r *refresh) finish(cat *catalogue, first bool) {
	r.report.Briefs, r.report.Skipped = len(cat.entries), len(cat.skipped)
	x := r.x
	x.mu.Lock()
	if x.memory {
		x.state = x.trouble
	}
	memory := x.memory
	x.mu.Unlock()
	if first && !memory {
		x.sweepOld()
	}
	r.say(Progress{Phase: "done", Done: r.done, Total: r.done})
}

// failed says what kind of failure it was. A failure to write says nothing
// about the generation that is published: it stays, unless it turned out not
// to serve as the base of another.
func (r *refresh) failed(err error) error {
	if r.ctx.Err() != nil {
		return r.ctx.Err()
	}
	var base badBase
	if errors.As(err, &base) && !aboutDisk(err) {
		r.x.setTrouble(base.name, damage{err})
	} else {
		r.x.note(err)
	}
	return fmt.Errorf("the index could not be brought up to date: %w", err)
}

// round reads files, at most limit of them and (if span is not 0) until span
// is over, and writes them. Jobs that are done leave r.todo. There is no
// writer where base is right as it is.
func (r *refresh) round(base *generation, limit int, span time.Duration) (w *writer, err error) {
	p := &pool{r: r, base: base, jobs: r.todo, limit: limit}
	if span > 0 {
		p.deadline = time.Now().Add(span)
	}
	defer func() {
		if err != nil && p.writer != nil {
			p.writer.abandon()
		}
	}()
	if base == nil {
		if err := p.open(); err != nil {
			return nil, err
		}
	}
	if err := p.flush(nil, r.remove); err != nil {
		return nil, err
	}
	var group sync.WaitGroup
	errs := make([]error, workers())
	if r.analysers == nil {
		r.analysers = make([]analyser, len(errs))
	}
	for i := range errs {
		group.Go(func() { errs[i] = p.work(&r.analysers[i]) })
	}
	group.Wait()
	// After one failed write bleve panics in the next: the disk is the cause.
	slices.SortStableFunc(errs, func(a, b error) int {
		return cmp.Compare(rank(b), rank(a))
	})
	if err := cmp.Or(r.ctx.Err(), errs[0]); err != nil {
		return nil, err
	}
	r.gone = append(r.gone, r.remove...)
	r.unsaved = r.unsaved || len(r.remove) > 0
	r.settle(r.todo[:p.next], p.records)
	r.todo, r.remove = r.todo[p.next:], nil
	return p.writer, nil
}

// settle notes what has become of some jobs: those without a record are of
// files that can no longer be read. Rounds go by path, and so do the lists.
func (r *refresh) settle(jobs []job, records []record) {
	slices.SortFunc(records, func(a, b record) int { return cmp.Compare(a.entry.Path, b.entry.Path) })
	for _, j := range jobs {
		read := len(records) > 0 && records[0].entry.Path == j.file.Path
		switch {
		case !read && j.old >= 0:
			r.gone = append(r.gone, j.file.Path)
			r.unsaved = true
		case read && (j.old < 0 || !r.old.record(j.old).same(records[0])):
			r.changed = append(r.changed, records[0])
			r.unsaved = true
		}
		if read {
			records = records[1:]
		}
	}
}

// rank orders the errors of several workers by what they tell.
func rank(err error) int {
	switch {
	case err == nil:
		return 0
	case aboutDisk(err):
		return 2
	}
	return 1
}

// unusable is everything that was skipped so far, sorted. It is a list of its
// own: a catalogue keeps it.
func (r *refresh) unusable() []library.Skipped {
	return slices.SortedStableFunc(slices.Values(r.skipped), func(a, b library.Skipped) int {
		return cmp.Compare(a.Path, b.Path)
	})
}

// writer begins the generation after base, on the disk or in memory.
func (r *refresh) writer(base *generation) (*writer, error) {
	r.x.mu.Lock()
	memory, owner := r.x.memory, r.x.owner
	r.x.mu.Unlock()
	switch {
	case !memory:
		return r.x.newWriter(base, r.some)
	case base != nil && owner != nil:
		return owner, nil
	}
	return r.x.newMemoryWriter()
}

func (r *refresh) inMemory() bool {
	r.x.mu.Lock()
	defer r.x.mu.Unlock()
	return r.x.memory
}
