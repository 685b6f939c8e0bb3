package search

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"time"

	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/index/scorch"
	"github.com/blevesearch/bleve/v2/index/scorch/mergeplan"
	"github.com/blevesearch/bleve/v2/mapping"
	index "github.com/blevesearch/bleve_index_api"
)

// badBase is the error of a writer that could not begin from a generation.
type badBase struct {
	name string
	err  error
}

func (b badBase) Error() string { return "going on from " + b.name + ": " + b.err.Error() }
func (b badBase) Unwrap() error { return b.err }

var errClosed = errors.New("search: the index is closed")

// A writer builds one generation. It is made by newWriter, takes batches from
// any number of goroutines, and ends with publish or abandon.
type writer struct {
	x    *Index
	name string      // of the generation; "" in memory
	base *generation // what it was cloned from, or nil
	idx  bleve.Index
	adv  index.Index
	once sync.Once
}

// newIndexMapping is bleve's default: our documents come analysed and pass it
// by.
func newIndexMapping() mapping.IndexMapping { return bleve.NewIndexMapping() }

// newWriter begins a generation: a copy of base, or an empty one. A small one
// is for a few changes, and merges no segments beside them.
func (x *Index) newWriter(base *generation, small bool) (w *writer, err error) {
	w = &writer{x: x, name: nextGen(x.dir)}
	defer func() {
		if err != nil {
			w.abandon()
			w = nil
			if base != nil {
				err = badBase{base.name, err}
			}
		}
	}()
	dir := filepath.Join(x.dir, w.name)
	if err = os.MkdirAll(filepath.Join(dir, lookupName), 0o700); err != nil {
		return w, err
	}
	path := filepath.Join(dir, indexName)
	open := func() (bleve.Index, error) {
		return bleve.NewUsing(path, newIndexMapping(), scorch.Name, scorch.Name, writerConfig(small))
	}
	if base != nil && base.name != "" {
		w.base = base
		if err = clone(filepath.Join(x.dir, base.name), dir, base.manifest); err != nil {
			return w, err
		}
		open = func() (bleve.Index, error) { return bleve.OpenUsing(path, writerConfig(small)) }
	}
	if w.idx, err = timed(open); err != nil {
		return w, fmt.Errorf("starting the new index in %s: %w", dir, err)
	}
	w.adv, err = w.idx.Advanced()
	return w, err
}

// writerConfig is how bleve writes: every batch is on the disk before it is
// acknowledged (never unsafe_batch), and is a segment of its own (with no
// pressure of memory allowed for, bleve merges none before writing it: the
// batches are large enough). Nothing is merged before there are more segments
// than a search likes: bleve's own measure counts segments of 2,000 briefs,
// and merging is a fifth of its work then. Or segments are not merged at all:
// see tidy.
func writerConfig(still bool) map[string]any {
	config := map[string]any{
		"bolt_timeout":           boltTimeout,
		"scorchPersisterOptions": map[string]any{"MemoryPressurePauseThreshold": 0},
	}
	plan := map[string]any{"FloorSegmentSize": tierDocs, "MaxSegmentsPerTier": tierSegments}
	if still {
		plan = map[string]any{"MaxSegmentSize": 0} // none is small enough
	}
	config["scorchMergePlanOptions"] = plan
	return config
}

// When segments are merged.
const (
	tierDocs     = 1000             // briefs of a segment of the first tier, at least; the next have ten times as many
	tierSegments = 10               // that a tier may have
	maxSmall     = 16               // small segments that a generation may have: each costs a search a few looks into its dictionaries
	smallDocs    = 400              // briefs of a small segment, at most
	tidyTime     = 10 * time.Second // and then it is left for the next time
)

// tidy merges the small segments where there are too many. That is a matter of
// milliseconds; but bleve tries again without end where the disk is full.
func (w *writer) tidy(ctx context.Context) error {
	sc, ok := w.adv.(*scorch.Scorch)
	if !ok {
		return nil
	}
	snap, err := snapshotOf(w.idx)
	if err != nil {
		return err
	}
	small := 0
	for _, seg := range snap.Segments() {
		if seg.Segment().Count() <= smallDocs {
			small++
		}
	}
	if err := snap.Close(); err != nil || small <= maxSmall {
		return err
	}
	return guarded(func() error {
		ctx, cancel := context.WithTimeout(ctx, tidyTime)
		defer cancel()
		o := mergeplan.DefaultMergePlanOptions
		o.MaxSegmentSize, o.SegmentsPerMergeTask = 2*smallDocs, maxSmall // it takes the smaller half of what it may make
		if err := sc.ForceMerge(ctx, &o); err != nil || ctx.Err() != nil {
			return err
		}
		return w.adv.Batch(index.NewBatch()) // returns when the merged state is on the disk
	})
}

// newMemoryWriter begins an index in memory, for when there is no cache
// folder. The same one is written to for as long as the program runs.
func (x *Index) newMemoryWriter() (*writer, error) {
	idx, err := timed(func() (bleve.Index, error) {
		return bleve.NewUsing("", newIndexMapping(), scorch.Name, scorch.Name, map[string]any{})
	})
	if err != nil {
		return nil, fmt.Errorf("starting an index in memory: %w", err)
	}
	adv, err := idx.Advanced()
	if err != nil {
		return nil, err
	}
	w := &writer{x: x, idx: idx, adv: adv}
	x.mu.Lock()
	defer x.mu.Unlock()
	if x.closed {
		_ = w.close()
		return nil, errClosed
	}
	x.owner = w
	return w, nil
}

// batch writes documents and removes others. It returns when they are on the
// disk.
func (w *writer) batch(docs []*document, remove []string) error {
	if len(docs) == 0 && len(remove) == 0 {
		return nil
	}
	b := index.NewBatch()
	l := new(loan) // bleve writes the documents of a batch one after another
	for _, d := range docs {
		d.lend(l)
		b.Update(d)
	}
	for _, id := range remove {
		b.Delete(id)
	}
	return guarded(func() error { return w.adv.Batch(b) })
}

// publish makes what was written, together with its catalogue, the generation
// that everybody searches. After an error the writer is abandoned.
func (w *writer) publish(ctx context.Context, cat *catalogue) (*generation, error) {
	if w.name == "" {
		g, err := newGeneration("", nil, cat, w.idx, nil)
		if err != nil {
			w.abandon()
			return nil, err
		}
		w.x.swap(g)
		return g, nil
	}
	g, err := w.publishDisk(ctx, cat)
	if err != nil {
		w.abandon()
	}
	return g, err
}

func (w *writer) publishDisk(ctx context.Context, cat *catalogue) (*generation, error) {
	x := w.x
	if err := errors.Join(w.tidy(ctx), w.close()); err != nil {
		return nil, fmt.Errorf("finishing the index: %w", err)
	}
	// The new generation is opened before it is announced: one that does not
	// open never becomes the published one.
	g, err := x.open(w.name, nil, cat, w.base)
	if err != nil {
		return nil, err
	}
	dir := filepath.Join(x.dir, w.name)
	if err = g.writeLookups(ctx, dir, w.base); err == nil {
		g.manifest, err = seal(ctx, dir, cat, x.want, w.base)
	}
	if err != nil {
		g.retire()
		return nil, fmt.Errorf("finishing the index: %w", err)
	}
	if err = ctx.Err(); err == nil {
		err = announce(x.dir, w.name)
	}
	if err != nil {
		g.retire()
		return nil, fmt.Errorf("publishing the index: %w", err)
	}
	x.swap(g)
	sweep(x.dir, w.name)
	return g, nil
}

// close ends bleve's own work. bleve panics when closed twice.
func (w *writer) close() (err error) {
	w.once.Do(func() {
		if w.idx != nil {
			err = guarded(w.idx.Close)
		}
	})
	return err
}

// abandon throws the generation away. What is published stays as it is.
func (w *writer) abandon() {
	_ = w.close()
	if w.name == "" {
		// What is in it and what the catalogue says are no longer the same.
		w.x.mu.Lock()
		if w.x.owner == w {
			w.x.owner = nil
		}
		w.x.mu.Unlock()
		return
	}
	if current, err := readCurrent(w.x.dir); err == nil && current != w.name {
		_ = os.RemoveAll(filepath.Join(w.x.dir, w.name))
	}
}
