// Package reading keeps what of each brief of a library has been read, and
// where one stopped: a Record a brief, in a file a library (Store). A place is
// kept as the words that stand there (Spot), so that it is found again in a
// brief that was edited, and Carry takes a place along through an edit that
// happens while the brief is open.
//
// The contract: what was kept is a help, not a document. No state of the file
// keeps anybody from reading: a line of it that cannot be read costs that line
// alone, and a place that is gone is answered with the nearest guess. (A
// bookmark is otherwise: it says that it is lost. See package bookmark.)
package reading

import (
	"time"

	"broadsheet/internal/library"
)

// A Record is what is known of the reading of one brief.
type Record struct {
	Path string    // of the brief, as the library names it: raw bytes, slash separated
	Hash uint64    // of the file's content when it was read, as in library.Entry; 0 where unknown
	At   time.Time // when it was last read; in UTC once it was kept
	Read bool      // to the end, or marked so by hand
	Top  Spot      // what stood at the top of the pane; the zero value is the start
}

// Records are what is known of the reading of a library's briefs, for looking
// up. They are never changed, so any number of goroutines may use them. The
// zero value knows nothing.
type Records struct {
	byPath map[string]Record
	byHash map[uint64]Record // the latest of each content
}

// Lookup makes the records that Store.All gives ready for looking up. The map
// must not be changed afterwards.
func Lookup(all map[string]Record) Records {
	r := Records{byPath: all, byHash: make(map[uint64]Record, len(all))}
	for _, rec := range all {
		if had, ok := r.byHash[rec.Hash]; rec.Hash != 0 && (!ok || later(rec, had)) {
			r.byHash[rec.Hash] = rec
		}
	}
	return r
}

// later tells which of two records counts, whatever the order of a map.
func later(a, b Record) bool {
	if c := a.At.Compare(b.At); c != 0 {
		return c > 0
	}
	return a.Path < b.Path
}

// Of gives the record of the brief that stands at path and has content of this
// hash; 0 is an unknown one. The record of that path counts where it is of
// that content. Else the latest record of that content under any path does: the
// file was renamed, moved, swapped or copied, and who has read its words has
// read them. Else the record of that path: the brief was edited since. The
// record's Path is always the path asked for, ready to be kept under it. False
// where nothing is known.
func (r Records) Of(path string, hash uint64) (Record, bool) {
	rec, ok := r.byPath[path]
	if hash != 0 && (!ok || rec.Hash != hash) {
		if same, found := r.byHash[hash]; found {
			rec, ok = same, true
		}
	}
	rec.Path = path
	return rec, ok
}

// Is answers is:read and is:unread for a search among these briefs, and false
// for anything else, so that it may be asked beside others (one "or" the
// other). A brief is unread until its record says Read.
func (r Records) Is(entries []library.Entry) func(what, path string) bool {
	read := make(map[string]bool, len(r.byPath))
	if len(r.byPath) > 0 {
		for i := range entries {
			if rec, ok := r.Of(entries[i].Path, entries[i].Hash); ok && rec.Read {
				read[entries[i].Path] = true
			}
		}
	}
	return func(what, path string) bool {
		switch what {
		case "read":
			return read[path]
		case "unread":
			return !read[path]
		}
		return false
	}
}
