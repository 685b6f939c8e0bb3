// Package bookmark keeps marked passages: what was marked (an Anchor), where
// it stands in the brief as it is now (Resolve), the folder the bookmarks are
// kept in (Store), and their export.
//
// The contract: a bookmark is the words themselves, not a line number. The
// brief may be edited, and Resolve says whether the words still stand; where
// two places are nearly as good it says lost and offers both, it never chooses
// in silence. What was stored is never rewritten or deleted by resolving. The
// texts of a bookmark are kept exactly, so they may hold anything: who shows
// them makes them harmless first (package inert).
package bookmark

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"broadsheet/internal/brief"
)

// An Anchor is what is kept of a marked place, enough to find it again in an
// edited brief.
type Anchor struct {
	Path          string   // of the brief, as the library names it: raw bytes, slash separated
	Hash          uint64   // of the file's content when the mark was made; 0 where unknown
	Start, End    int      // bytes of Brief.Raw then
	Quote         string   // the marked words as they are read; passages joined by an empty line
	Before        string   // the 48 characters before them, fewer at the brief's start
	After         string   // the 48 characters after them, fewer at the brief's end
	Heading       []string // titles of the sections they stand in, outermost first
	Passage       string   // the whole text of the passages they are part of, of a table the rows, joined by an empty line
	PassageBefore string   // the 48 characters before all of Passage, where Quote is a part of it; both empty where they are not known
	PassageAfter  string   // the 48 characters after it
	Alike         []Alike  // places of the brief that might have been taken for this one when it was marked; nil where that is not known
	AlikeWhole    []Alike  // the same of the whole Passage, where the quote is a part of it
	Outline       string   // a sign for each unit of the brief around the mark, as outline.go says; "" where it is not known
	Also          []string // paths of other briefs that had the words, too, when they were marked; nil where that is not known
}

// An Alike is how like other places were to the marked one when that was
// marked, in hundredths: their words, what stood before them and after them.
// Places that are about as like are counted together. Where the outline does not
// tell, a place that has no more of the words than one of these may be that one.
type Alike struct{ Words, Before, After, Count int }

// A Bookmark is an anchor with what its reader wrote, and what the brief was
// called when it was made.
type Bookmark struct {
	ID string // short, unique, lower-case letters and digits; given by Store.Add
	Anchor
	Library string    // library.Library.Key of the library it was made in, or ""
	File    string    // where its brief lay on the disk then, absolute; "" where unknown, or the bookmark travels with the library
	Check   uint64    // of Quote, Hash, Start and End as they were made: an edited one no longer fits; 0 where unknown
	Title   string    // of the brief
	Source  string    // of the brief, or ""
	Date    string    // of the brief, as in brief.Meta, or ""
	Note    string    // several lines, or ""
	Tags    []string  // in the reader's order
	Colour  string    // one of Colours, or ""
	Created time.Time // in UTC; given by Store.Add where it is zero

	until string // of a foreign annotation that is yet to be placed: the words that its range ends before
	read  uint64 // digest of the file it was read from: what Update compares with; 0 for none
}

// Colours are the names of the colours that a bookmark may have. Each begins
// with another letter, which stands for it where there are no colours.
func Colours() []string { return []string{"red", "yellow", "green", "blue"} }

// CheckColour gives the error for a name that is not one of Colours, nor "".
func CheckColour(name string) error {
	if name == "" || slices.Contains(Colours(), name) {
		return nil
	}
	return fmt.Errorf("unknown colour %q; use one of %s", name, strings.Join(Colours(), ", "))
}

// State says how well a bookmark's words still stand in the brief.
type State uint8

// The states. A place in state OK or Moved has the very words (but for white
// space and the style of quotes and dashes), in state Changed it has other
// words, in state Lost there is no place. Unsought is a bookmark of another
// library that has not been looked for.
const (
	OK State = iota
	Moved
	Changed
	Lost
	Unsought
)

// String gives the state's name as the command line prints it.
func (s State) String() string {
	if int(s) >= len(stateNames) {
		return "lost"
	}
	return stateNames[s]
}

var stateNames = [...]string{"ok", "moved", "changed", "lost", "elsewhere"}

// A Place is where an anchor stands in one brief.
type Place struct {
	State      State
	Span       brief.Span   // bytes of Raw; zero where lost
	Passage    int          // index of the passage the span begins in; -1 where lost, or not known
	Candidates []brief.Span // where lost: places that may be meant, the best first, at most 8
}

// A Problem is a file of the store that could not be read as a bookmark. The
// file is left as it is.
type Problem struct {
	File   string // path of the file
	Line   int    // from 1; 0 where no line is to blame
	Reason string // what is wrong and what to do
}

// An Item is a bookmark to be listed or exported, and where it stands now.
type Item struct {
	Bookmark   Bookmark
	Path       string      // where its brief is now; the bookmark's own path where it is lost
	Place      Place       // in bytes of Raw
	Disk       brief.Span  // the same place in bytes of the file as stored on disk; zero where lost
	Chars      brief.Span  // the same place in characters of the file as UTF-8; zero where lost, and where Count has not been asked
	Now        string      // the words that stand there now, where they have changed
	Candidates []Candidate // where lost: places that may be meant, in its brief or others; the best first, at most 8
}

// A Candidate is a place that may be meant by a bookmark that is lost.
type Candidate struct {
	Path string     // of the brief it is in
	Span brief.Span // in bytes of Raw
	Disk brief.Span // in bytes of the file as stored on disk
	Text string     // what stands there
}
