package search

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"

	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/index/scorch"
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
	name string    // of the generation; "" in memory
	base *manifest // what it was cloned from, or nil
	idx  bleve.Index
	adv  index.Index
	once sync.Once
}

// newIndexMapping is bleve's default: our documents come analysed and pass it
// by.
func newIndexMapping() mapping.IndexMapping { return bleve.NewIndexMapping() }

// newWriter begins a generation: a copy of base, or an empty one.
func (x *Index) newWriter(base *generation) (w *writer, err error) {
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
	if err = os.MkdirAll(dir, 0o700); err != nil {
		return w, err
	}
	path := filepath.Join(dir, indexName)
	open := func() (bleve.Index, error) {
		return bleve.NewUsing(path, newIndexMapping(), scorch.Name, scorch.Name, writerConfig())
	}
	if base != nil && base.name != "" {
		w.base = base.manifest
		if err = clone(filepath.Join(x.dir, base.name), dir, base.manifest); err != nil {
			return w, err
		}
		open = func() (bleve.Index, error) { return bleve.OpenUsing(path, writerConfig()) }
	}
	if w.idx, err = timed(open); err != nil {
		return w, fmt.Errorf("starting the new index in %s: %w", dir, err)
	}
	w.adv, err = w.idx.Advanced()
	return w, err
}

// writerConfig is how bleve writes: every batch is on the disk before it is
// acknowledged (never unsafe_batch), and segments are merged once there are
// many of them, not to the last.
func writerConfig() map[string]any {
	return map[string]any{"bolt_timeout": boltTimeout}
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
	for _, d := range docs {
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
		g, err := newGeneration("", nil, cat, w.idx)
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
	if err := w.close(); err != nil {
		return nil, fmt.Errorf("finishing the index: %w", err)
	}
	m, err := seal(ctx, filepath.Join(x.dir, w.name), cat, x.want, w.base)
	if err != nil {
		return nil, fmt.Errorf("finishing the index: %w", err)
	}
	// The new generation is opened before it is announced: one that does not
	// open never becomes the published one.
	g, err := x.open(w.name, m, cat)
	if err != nil {
		return nil, err
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
