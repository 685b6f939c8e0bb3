package search

import (
	"errors"
	"io/fs"
	"runtime"
	"sync"
	"time"

	"broadsheet/internal/inert"
	"broadsheet/internal/library"
)

// A pool reads and writes the files of one round with several workers. The
// writer is made when the first thing has to be written.
type pool struct {
	r        *refresh
	base     *generation
	deadline time.Time // zero: none
	limit    int       // most jobs of this round

	mu      sync.Mutex
	jobs    []job
	next    int
	writer  *writer
	records []record
	failed  bool
}

// take hands out the next job.
func (p *pool) take() (job, bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.failed || p.next >= min(p.limit, len(p.jobs)) || p.r.ctx.Err() != nil ||
		!p.deadline.IsZero() && p.next > 0 && time.Now().After(p.deadline) {
		return job{}, false
	}
	j := p.jobs[p.next]
	p.next++
	return j, true
}

// open makes the writer, once.
func (p *pool) open() error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.writer != nil {
		return nil
	}
	var err error
	p.writer, err = p.r.writer(p.base)
	return err
}

// work is one worker: it reads briefs and writes them in batches.
func (p *pool) work(a *analyser) error {
	var docs []*document
	size := int64(0)
	for {
		j, ok := p.take()
		if !ok {
			break
		}
		d, err := p.read(j, a)
		if err != nil {
			return err
		}
		if d != nil {
			docs = append(docs, d)
			size += j.file.Size
		}
		if len(docs) >= batchDocs || size >= batchBytes {
			if err := p.flush(docs, nil); err != nil {
				return err
			}
			docs, size = nil, 0
		}
	}
	if p.r.ctx.Err() != nil {
		return p.r.ctx.Err()
	}
	return p.flush(docs, nil)
}

// flush writes a batch; the first that fails ends the round for all.
func (p *pool) flush(docs []*document, remove []string) error {
	if len(docs) == 0 && len(remove) == 0 {
		return nil
	}
	err := p.open()
	if err == nil {
		err = p.writer.batch(docs, remove)
	}
	if err != nil {
		p.mu.Lock()
		p.failed = true
		p.mu.Unlock()
	}
	return err
}

// read reads one brief. It gives back a document where the index has to
// change, and notes everything else.
func (p *pool) read(j job, a *analyser) (*document, error) {
	r := p.r
	b, e, err := r.x.lib.Read(j.file.Path)
	if err != nil {
		return nil, p.unusable(j, err)
	}
	rec := record{entry: e, racy: !e.ModTime.IsZero() && time.Since(e.ModTime).Abs() < racyTime}
	var d *document
	if j.old >= 0 && r.old.entries[j.old].Hash == e.Hash {
		rec.lens = r.old.lens[j.old] // touched, or read too soon: the text is the same
	} else {
		d, rec.lens = a.document(e.Path, b)
	}
	p.mu.Lock()
	p.records = append(p.records, rec)
	switch {
	case d == nil:
	case j.old >= 0:
		r.report.Changed++
	default:
		r.report.Added++
	}
	r.done++
	done := r.done
	p.mu.Unlock()
	r.tell(Progress{Phase: "indexing", Done: done, Total: r.total(p), Entries: []library.Entry{e}})
	return d, nil
}

// total is how many briefs this refresh reads in all.
func (r *refresh) total(p *pool) int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return r.done + len(p.jobs) - p.next
}

// unusable notes a file that cannot be a brief, and takes it out of the index
// if it was one before. A file that has gone since the scan is just gone.
func (p *pool) unusable(j job, err error) error {
	r := p.r
	s := library.Skipped{Path: j.file.Path, Reason: inert.Line(err.Error())}
	var u *library.Unusable
	if errors.As(err, &u) {
		s.Reason = u.Reason
	}
	gone := errors.Is(err, fs.ErrNotExist)
	p.mu.Lock()
	if !gone {
		r.skipped = append(r.skipped, s)
	}
	if j.old >= 0 {
		r.report.Removed++
	}
	r.done++
	done := r.done
	p.mu.Unlock()
	if j.old >= 0 {
		if err := p.flush(nil, []string{j.file.Path}); err != nil {
			return err
		}
	}
	pr := Progress{Phase: "indexing", Done: done, Total: r.total(p)}
	if !gone {
		pr.Skipped = []library.Skipped{s}
	}
	r.tell(pr)
	return nil
}

// workers is how many of them read and write at a time.
func workers() int { return min(runtime.GOMAXPROCS(0), maxWorkers) }
