package bookmark

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"time"

	"github.com/fsnotify/fsnotify"
)

const (
	watchQuiet = 50 * time.Millisecond // without an event before the folder is looked at
	watchLook  = 2 * time.Second       // between two looks where no event comes: network folders have none
)

// Watch tells that the folder is not what it was at the last call of All,
// because another program, or another store of this one, has changed it. What
// this store writes itself is not told. The channel holds one word at most, and
// is closed when ctx ends. Where the system can not watch, the folder is looked
// at every two seconds, as it is while it does not exist.
func (s *Store) Watch(ctx context.Context) <-chan struct{} {
	out := make(chan struct{}, 1)
	go func() {
		defer close(out)
		var events <-chan fsnotify.Event
		var errs <-chan error
		eyes, err := fsnotify.NewWatcher()
		if err == nil {
			defer eyes.Close()
			events, errs = eyes.Events, eyes.Errors
		}
		look := time.NewTicker(watchLook)
		defer look.Stop()
		quiet := time.NewTimer(0)
		defer quiet.Stop()
		for {
			select {
			case <-ctx.Done():
				return
			case <-events:
				quiet.Reset(watchQuiet)
				continue
			case <-errs: // events were lost: look
			case <-look.C:
			case <-quiet.C:
			}
			if eyes != nil && len(eyes.WatchList()) == 0 {
				_ = eyes.Add(s.dir) // it may not be there yet, and is looked for again
			}
			if s.stale() {
				select {
				case out <- struct{}{}:
				default: // it has not been heard yet
				}
			}
		}
	}()
	return out
}

// stale tells whether the folder has other files than those that are loaded.
func (s *Store) stale() bool {
	s.mu.Lock() // first: what this store writes meanwhile is its own
	defer s.mu.Unlock()
	entries, err := os.ReadDir(s.dir)
	n := 0
	for _, e := range entries {
		if !holdsOne(e.Name()) {
			continue
		}
		n++
		if r := s.loaded[e.Name()]; r == nil || s.edited(e, r) {
			return true
		}
	}
	return (err == nil || errors.Is(err, fs.ErrNotExist)) && n != len(s.loaded)
}
