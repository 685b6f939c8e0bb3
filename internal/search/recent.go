package search

import (
	"container/list"
	"sync"

	"broadsheet/internal/brief"
)

// recentBytes bounds the memory of the briefs kept for the next search, by
// the size of their sources. The last one is always kept.
const recentBytes = 6 << 20

// A recent keeps the briefs of the last searches parsed: a search as you type
// runs over nearly the same ones at every key.
type recent struct {
	mu    sync.Mutex
	size  int
	order *list.List // of *recentBrief, the latest first
	place map[recentKey]*list.Element
}

type recentKey struct {
	path string
	hash uint64
}

type recentBrief struct {
	key recentKey
	b   *brief.Brief
}

func newRecent() *recent {
	return &recent{order: list.New(), place: map[recentKey]*list.Element{}}
}

func (r *recent) get(k recentKey) *brief.Brief {
	r.mu.Lock()
	defer r.mu.Unlock()
	e := r.place[k]
	if e == nil {
		return nil
	}
	r.order.MoveToFront(e)
	return e.Value.(*recentBrief).b
}

func (r *recent) put(k recentKey, b *brief.Brief) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.place[k] != nil {
		return
	}
	r.place[k] = r.order.PushFront(&recentBrief{k, b})
	r.size += len(b.Raw)
	for r.size > recentBytes && r.order.Len() > 1 {
		last := r.order.Remove(r.order.Back()).(*recentBrief)
		delete(r.place, last.key)
		r.size -= len(last.b.Raw)
	}
}
