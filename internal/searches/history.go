package searches

import (
	"encoding/json"
	"slices"
	"strings"
	"time"

	"broadsheet/internal/inert"
)

const (
	historyName = "history.jsonl"
	mostRecent  = 500
	goesOn      = "you can search on, but your last searches are not remembered"
)

// A made is a search of the history, a line of its file; the last one is the
// newest:
//
//	{"query":"ceasefire -india","at":"2025-11-07T09:30:00Z"}
type made struct {
	Query string `json:"query"`
	At    string `json:"at,omitempty"`
}

// same is equal for queries that are one in the history: white space makes no
// other query.
func same(query string) string { return strings.Join(strings.Fields(query), " ") }

// Recent gives the last searches, the newest first, each once, as they were
// typed; at most so many (of the 500 that are kept), -1 for all. Lines that
// cannot be read do not count. The error says what could not be read and what
// to do.
func (s *Store) Recent(most int) ([]string, error) {
	list, err := s.history()
	if err != nil {
		return nil, s.state.trouble("read the last searches", historyName, err, goesOn)
	}
	slices.Reverse(list)
	out := []string{}
	for _, m := range list {
		if most >= 0 && len(out) == most {
			break
		}
		out = append(out, m.Query)
	}
	return out, nil
}

// history reads the searches that were made, the oldest first, each once.
func (s *Store) history() ([]made, error) {
	text, err := s.state.read(historyName)
	if err != nil {
		return nil, err
	}
	var list []made
	had := map[string]bool{}
	lines := strings.Split(text, "\n")
	for _, l := range slices.Backward(lines) {
		var m made
		if json.Unmarshal([]byte(l), &m) != nil || had[same(m.Query)] || same(m.Query) == "" {
			continue
		}
		had[same(m.Query)] = true
		if list = append(list, m); len(list) == mostRecent {
			break
		}
	}
	slices.Reverse(list)
	return list, nil
}

// Remember notes that a search was used: it is the newest from now on. A query
// of nothing but white space is not kept, nor one of more than 8 KB. The error
// says what happened and what to do; what was kept before is there all the same.
func (s *Store) Remember(query string) error {
	query = strings.TrimSpace(strings.ToValidUTF8(query, "\ufffd"))
	if query == "" || len(query) > longestQuery {
		return nil
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	err := s.state.locked(func() error {
		list, err := s.history()
		if err != nil {
			return err
		}
		if n := len(list); n > 0 && list[n-1].Query == query {
			return nil
		}
		list = slices.DeleteFunc(list, func(m made) bool { return same(m.Query) == same(query) })
		list = append(list, made{query, time.Now().UTC().Format(time.RFC3339)})
		return s.state.write(historyName, historyText(list[max(0, len(list)-mostRecent):]))
	})
	if err != nil {
		return s.state.trouble("remember the search", historyName, err, goesOn)
	}
	return nil
}

// historyText is the file of these searches.
func historyText(list []made) string {
	var w strings.Builder
	for _, m := range list {
		w.Write(inert.JSON(marshal(m)))
		w.WriteByte('\n')
	}
	return w.String()
}
