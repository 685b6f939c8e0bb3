package searches

import (
	"errors"
	"fmt"
	"os"
	"sync"
	"time"
)

// The files of saved searches. All stand in one and not in a file each: a list
// of them is read at a glance, and a change is one line of a diff.
const (
	savedName   = "saved.jsonl"
	removedName = "removed.jsonl"
	mostRemoved = 100 // deleted searches that can be brought back
)

const unchanged = "nothing was changed"

// A Store is the searches that are kept. It may be used by several goroutines.
type Store struct {
	mu          sync.Mutex // one writer at a time, also where the file system has no locks
	data, state folder
}

// Open gives the store over two folders, which may be the same: data for what
// was saved, state for what may be lost. Nothing is read or made: a folder is
// made when the first thing is kept in it.
func Open(data, state string) *Store {
	return &Store{data: folder{data, "XDG_DATA_HOME"}, state: folder{state, "XDG_STATE_HOME"}}
}

// File is where the saved searches are kept. It need not exist.
func (s *Store) File() string { return s.data.file(savedName) }

// Saved reads the saved searches of one library and those that belong to none,
// by name, and the lines of the file, of whatever library, that cannot be read.
// The error says why the file cannot be read, and what to do.
func (s *Store) Saved(library string) ([]Saved, []Problem, error) {
	all, problems, err := s.All()
	here := []Saved{}
	for _, x := range all {
		if x.Library == library || x.Library == "" {
			here = append(here, x)
		}
	}
	return here, problems, err
}

// All is Saved of every library.
func (s *Store) All() ([]Saved, []Problem, error) {
	list, err := s.rows(savedName)
	if err != nil {
		return []Saved{}, nil, s.data.trouble("read the saved searches", savedName, err, "")
	}
	var problems []Problem
	for i, r := range list {
		if r.flaw != "" {
			problems = append(problems, Problem{File: s.File(), Line: i + 1, Reason: r.flaw})
		}
	}
	return saved(list), problems, nil
}

// rows reads a file of saved searches.
func (s *Store) rows(name string) ([]row, error) {
	text, err := s.data.read(name)
	return rows(text), err
}

// Save keeps a new search, or a changed one in the place of that with its ID,
// and gives it back as it is kept. A changed one that another program has
// deleted meanwhile is there again; of two that change the same one, the last
// counts. Where the query was changed, what was seen of it is forgotten. When
// Save returns without an error it is on the disk. The error is a *TakenError
// for a name that is taken, a *query.Error, with its column, for a query that
// is wrong, or says what happened and what to do.
func (s *Store) Save(x Saved) (Saved, error) {
	x, err := x.checked()
	if err != nil {
		return x, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	other := false // the query is another one than it was
	err = s.data.locked(func() error {
		list, err := s.rows(savedName)
		if err == nil {
			err = taken(list, x)
		}
		if err != nil {
			return err
		}
		list, other = put(list, &x)
		return s.data.write(savedName, written(list))
	})
	if err != nil {
		return x, s.unsaved("save the search", err)
	}
	if other {
		s.forget(x.ID)
	}
	return x, nil
}

// put puts x in the place of the row with its ID or at the end, and tells
// whether there was one with another query. An ID and a time that x does not
// have it is given.
func put(list []row, x *Saved) (now []row, other bool) {
	for x.ID == "" {
		if id := newID(); at(list, id) < 0 {
			x.ID = id
		}
	}
	i := at(list, x.ID)
	if i < 0 {
		if x.Created.IsZero() {
			x.Created = time.Now().UTC().Truncate(time.Second)
		}
		return append(list, encode(*x, nil)), false
	}
	was := list[i]
	if x.Created.IsZero() {
		x.Created = was.x.Created
	}
	return append(append(list[:i:i], encode(*x, was.others)), without(list[i+1:], x.ID)...), was.x.Query != x.Query
}

// unsaved is the error of something that was not done to the saved searches.
func (s *Store) unsaved(doing string, err error) error {
	var name *TakenError
	var id *unknownError
	if errors.As(err, &name) || errors.As(err, &id) {
		return err
	}
	return s.data.trouble(doing, savedName, err, unchanged)
}

// An unknownError is of an ID that no search has.
type unknownError struct{ id, file, what string }

// Error says which and where.
func (e *unknownError) Error() string {
	return fmt.Sprintf("there is no %s %s in %s; broadsheet saved list names those there are", e.what, e.id, e.file)
}

// Remove deletes a saved search. Restore brings it back until a hundred others
// were deleted.
func (s *Store) Remove(id string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	var gone []string // for good
	err := s.data.locked(func() error {
		list, err := s.rows(savedName)
		if err != nil {
			return err
		}
		i := at(list, id)
		if id == "" || i < 0 {
			return &unknownError{id, s.File(), "saved search"}
		}
		bin, err := s.rows(removedName)
		if err != nil {
			return err
		}
		r := list[i]
		if !r.own {
			r = encode(r.x, r.others)
		}
		bin = append(without(bin, id), r)
		for ; len(bin) > mostRemoved; bin = bin[1:] {
			if at(list, bin[0].x.ID) < 0 {
				gone = append(gone, bin[0].x.ID)
			}
		}
		if err := s.data.write(removedName, written(bin)); err != nil {
			return err
		}
		return s.data.write(savedName, written(without(list, id)))
	})
	if err != nil {
		return s.unsaved("delete the search", err)
	}
	for _, id := range gone {
		s.forget(id)
	}
	return nil
}

// Restore brings a deleted search back. The error is a *TakenError where its
// name was given to another meanwhile.
func (s *Store) Restore(id string) (Saved, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	var x Saved
	err := s.data.locked(func() error {
		bin, err := s.rows(removedName)
		if err != nil {
			return err
		}
		i := at(bin, id)
		if id == "" || i < 0 {
			return &unknownError{id, s.data.file(removedName), "deleted search"}
		}
		list, err := s.rows(savedName)
		if err != nil {
			return err
		}
		x = bin[i].x
		if k := at(list, id); k >= 0 { // a kill came between the two files, or another was quicker
			x = list[k].x
		} else if err = taken(list, x); err == nil {
			err = s.data.write(savedName, written(append(list, bin[i])))
		}
		if err != nil {
			return err
		}
		return s.data.write(removedName, written(without(bin, id)))
	})
	if err != nil {
		return x, s.unsaved("bring the search back", err)
	}
	return x, nil
}

// forget deletes what was seen of a search.
func (s *Store) forget(id string) {
	if validID(id) {
		os.Remove(s.state.file(id + seenSuffix)) // where it can not be done some briefs count as new
	}
}
