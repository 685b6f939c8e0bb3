package searches

import (
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

const (
	seenSuffix = ".seen"
	mostSeen   = 100_000 // briefs
	goesOnSeen = "you can search on, but it is not remembered which briefs you have seen"
)

// A Seen is which briefs of a saved search its reader has had on the screen. It
// is never changed, so any number of goroutines may use it. The zero value is
// that of a search that was never looked at.
type Seen struct {
	At    time.Time // when it was last looked at, in UTC; zero: never
	paths []uint64  // digests of their paths, ascending, each once
}

// New counts how many of these briefs are not among those that were seen; paths
// are as the library names them, raw bytes, each given once. A brief that was
// renamed counts as new. Of a search that was never looked at nothing is new:
// nobody knows since when it should be. (SetSeen is called when it is saved, so
// this is one whose state was lost, or that came from another machine.)
//
// Beyond 100,000 briefs not all that were seen are known, and only those count
// that are certain: it never says too much.
func (x Seen) New(paths []string) int {
	if x.At.IsZero() {
		return 0
	}
	n := 0
	for _, p := range paths {
		if _, ok := slices.BinarySearch(x.paths, digest(p)); !ok && x.knows(digest(p)) {
			n++
		}
	}
	return n
}

// knows tells whether a digest would be there had it been seen. SetSeen keeps
// the smallest.
func (x Seen) knows(d uint64) bool { return len(x.paths) < mostSeen || d < x.paths[len(x.paths)-1] }

// digest is the first 8 bytes of the SHA-256 of a text.
func digest(text string) uint64 {
	sum := sha256.Sum256([]byte(text))
	return binary.BigEndian.Uint64(sum[:8])
}

// Seen reads what was seen of a saved search. Of one that nothing is known of
// it is the zero value. The error says what could not be read and what to do.
func (s *Store) Seen(id string) (Seen, error) {
	if !validID(id) {
		return Seen{}, nil
	}
	text, err := s.state.read(id + seenSuffix)
	if err != nil {
		return Seen{}, s.state.trouble("read what was seen of the search", id+seenSuffix, err, goesOnSeen)
	}
	return readSeen(text), nil
}

// The file is the time and then the digests, 16 hexadecimal digits each, a line
// each. A line that is damaged costs itself: one brief counts as new.
func readSeen(text string) Seen {
	first, rest, _ := strings.Cut(text, "\n")
	at, err := time.Parse(time.RFC3339, first)
	if err != nil {
		return Seen{}
	}
	x := Seen{At: at.UTC(), paths: make([]uint64, 0, len(rest)/17+1)}
	for l := range strings.SplitSeq(rest, "\n") {
		if d, err := strconv.ParseUint(l, 16, 64); err == nil && len(l) == 16 {
			x.paths = append(x.paths, d)
		}
	}
	x.paths = fewest(x.paths)
	return x
}

// fewest puts digests in order, each once, and gives the smallest.
func fewest(list []uint64) []uint64 {
	slices.Sort(list)
	list = slices.Compact(list)
	return list[:min(len(list), mostSeen)]
}

// SetSeen notes that the reader has had these briefs of a saved search on the
// screen, in the place of those that were noted before; paths are as the
// library names them, raw bytes. At most 100,000 are kept. The error says what
// happened and what to do; what was noted before is there all the same.
func (s *Store) SetSeen(id string, paths []string) error {
	if !validID(id) {
		return fmt.Errorf("note what was seen: %q is no ID of a saved search; save it first", id)
	}
	list := make([]uint64, len(paths))
	for i, p := range paths {
		list[i] = digest(p)
	}
	text := []byte(time.Now().UTC().Format(time.RFC3339) + "\n")
	for _, d := range fewest(list) {
		text = append(fmt.Appendf(text, "%016x", d), '\n')
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	err := s.state.locked(func() error { return s.state.write(id+seenSuffix, string(text)) })
	if err != nil {
		return s.state.trouble("note what was seen of the search", id+seenSuffix, err, goesOnSeen)
	}
	return nil
}
