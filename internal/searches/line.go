package searches

import (
	"bytes"
	"cmp"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"broadsheet/internal/inert"
)

// The file of saved searches is JSON objects, one a line:
//
//	{"id":"k3wq7rmx2e","name":"Truce","query":"ceasefire -india","library":"00c0…","created":"2025-11-07T09:30:00Z"}
//
// A person may write a line with a name and a query alone: it stands in every
// library, and has an ID made from its text until it is saved anew. Keys that
// this version does not know stay.
type line struct {
	ID      string `json:"id,omitempty"`
	Name    string `json:"name"`
	Query   string `json:"query"`
	Library string `json:"library,omitempty"`
	Created string `json:"created,omitempty"`
}

// known are the keys of a line.
var known = []string{"id", "name", "query", "library", "created"}

// A row is a line of the file as it stands there, and what it says.
type row struct {
	text   string // without its line break
	x      Saved  // x.ID is "" where the row is no search
	others map[string]json.RawMessage
	own    bool   // the ID stands in the line, and is not made from it
	again  bool   // says the same as a row before it
	flaw   string // what is wrong with it, and what to do
}

// rows reads a file.
func rows(content string) []row {
	content = strings.TrimPrefix(content, "\ufeff")
	if content == "" {
		return nil
	}
	var list []row
	seen := map[string]string{} // ID -> line
	for text := range strings.SplitSeq(strings.TrimSuffix(content, "\n"), "\n") {
		r := readRow(text)
		if r.flaw == "" && strings.TrimSpace(text) != "" {
			r.identify(seen)
		}
		list = append(list, r)
	}
	return list
}

// identify gives a row an ID that no row before it has, unless it says the very
// same: after a merge two versions of a search may stand in the file, and both
// are the user's.
func (r *row) identify(seen map[string]string) {
	text := strings.TrimSpace(r.text)
	if r.own = validID(r.x.ID) && (seen[r.x.ID] == "" || seen[r.x.ID] == text); !r.own {
		r.x.ID = madeID(text)
	}
	for seen[r.x.ID] != "" && seen[r.x.ID] != text { // somebody has written an ID that is made from another line
		r.x.ID = madeID(r.x.ID)
	}
	r.again = seen[r.x.ID] != ""
	seen[r.x.ID] = text
}

// readRow reads one line.
func readRow(text string) row {
	r := row{text: text}
	plain := strings.TrimSpace(text)
	if plain == "" {
		return r
	}
	const do = "; correct the line or delete it"
	var l line
	if !utf8.ValidString(plain) {
		r.flaw = "it is not UTF-8" + do
		return r
	}
	if err := json.Unmarshal([]byte(plain), &l); err != nil {
		r.flaw = "it is not a saved search: " + err.Error() + do
		return r
	}
	r.x = Saved{ID: l.ID, Name: oneLine(l.Name), Query: strings.TrimSpace(l.Query), Library: l.Library}
	switch {
	case r.x.Name == "":
		r.flaw = `it has no "name"` + do
	case r.x.Query == "":
		r.flaw = `it has no "query"` + do
	}
	if at, err := time.Parse(time.RFC3339, l.Created); err == nil {
		r.x.Created = at.UTC().Truncate(time.Second)
	}
	_ = json.Unmarshal([]byte(plain), &r.others) // it is an object: it can not fail
	maps.DeleteFunc(r.others, func(key string, _ json.RawMessage) bool {
		return slices.ContainsFunc(known, func(k string) bool { return strings.EqualFold(k, key) })
	})
	return r
}

// encode makes the row of a search. A terminal that its line is printed on
// obeys nothing in it.
func encode(x Saved, others map[string]json.RawMessage) row {
	l := line{ID: x.ID, Name: x.Name, Query: x.Query, Library: x.Library}
	if !x.Created.IsZero() {
		l.Created = x.Created.Format(time.RFC3339)
	}
	text := bytes.TrimSuffix(marshal(l), []byte("}"))
	for _, key := range slices.Sorted(maps.Keys(others)) {
		text = fmt.Appendf(text, ",%s:%s", marshal(key), marshal(others[key]))
	}
	return row{text: string(inert.JSON(append(text, '}'))), x: x, others: others, own: true}
}

// marshal is json.Marshal without its care for HTML.
func marshal(v any) []byte {
	var w bytes.Buffer
	e := json.NewEncoder(&w)
	e.SetEscapeHTML(false)
	_ = e.Encode(v) // strings, and what was read as JSON: it can not fail
	return bytes.TrimSuffix(w.Bytes(), []byte("\n"))
}

// written is the file of these rows.
func written(list []row) string {
	var w strings.Builder
	for _, r := range list {
		w.WriteString(r.text)
		w.WriteByte('\n')
	}
	return w.String()
}

// at is the place of the first row with this ID; -1 where there is none.
func at(list []row, id string) int {
	return slices.IndexFunc(list, func(r row) bool { return r.x.ID == id && r.flaw == "" })
}

// without leaves out the rows with this ID.
func without(list []row, id string) []row {
	return slices.DeleteFunc(slices.Clone(list), func(r row) bool { return r.x.ID == id && r.flaw == "" })
}

// saved are the searches of the rows, by name.
func saved(list []row) []Saved {
	all := []Saved{}
	for _, r := range list {
		if r.x.ID != "" && r.flaw == "" && !r.again {
			all = append(all, r.x)
		}
	}
	slices.SortStableFunc(all, func(a, b Saved) int {
		return cmp.Or(strings.Compare(nameKey(a.Name), nameKey(b.Name)), a.Created.Compare(b.Created), strings.Compare(a.ID, b.ID))
	})
	return all
}

// taken gives the search that has the name of x already.
func taken(list []row, x Saved) error {
	for _, r := range list {
		if r.x.ID == "" || r.flaw != "" || r.x.ID == x.ID || !SameName(r.x.Name, x.Name) {
			continue
		}
		if r.x.Library == x.Library || r.x.Library == "" || x.Library == "" {
			return &TakenError{r.x}
		}
	}
	return nil
}

// newID is ten letters and digits by chance: of 1,000 searches two get the same
// by a chance of 1 in 2·10⁹, and then Save takes another.
func newID() string { return strings.ToLower(rand.Text()[:10]) }

// madeID makes an ID from a text.
func madeID(text string) string { return "c" + strconv.FormatUint(digest(text)|1<<63, 36) }
