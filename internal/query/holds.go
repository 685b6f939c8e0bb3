package query

import (
	"slices"
	"strings"
)

// A Doc is something that a query can be asked about without an index: a
// bookmark, say.
type Doc struct {
	Title, Source, Path, Lang string
	Date                      string // as in brief.Meta
	Made                      string // the day it was made, of a bookmark
	Authors, Tags             []string
	Text                      []string               // what plain words are looked for in, with the title and the tags
	Is                        func(what string) bool // answers is:unread and so on; nil = nothing is
}

// Holds tells whether the query finds d, by the rules that hold for briefs:
// of plain words any one will do, and every filter (a field, a date, a Not)
// has to hold. An empty query finds everything.
func (q Query) Holds(d Doc) bool {
	if q.Root == nil {
		return true
	}
	found, _ := d.holds(q.Root, slices.Concat(d.Text, []string{d.Title}, d.Tags))
	return found
}

// holds answers one node; filter tells that it only narrows what other words
// find.
func (d Doc) holds(n Node, texts []string) (found, filter bool) {
	switch n := n.(type) {
	case Word:
		return n.Stop || anyMatch(n, texts), n.Stop
	case Phrase:
		return anyMatch(n, texts), false
	case Not:
		found, _ = d.holds(n.Node, texts)
		return !found, true
	case DateRange:
		if n.Made {
			return n.Contains(d.Made), true
		}
		return n.Contains(d.Date), true
	case Is:
		return d.Is != nil && d.Is(n.What), true
	case Field:
		return d.field(n), true
	case All:
		return d.all(n.Nodes, texts)
	case Any:
		filter = true
		for _, m := range n.Nodes {
			if idle(m) && !idle(n) {
				continue // stop words beside other things count for nothing
			}
			f, narrows := d.holds(m, texts)
			found, filter = found || f, filter && narrows
		}
		return found, filter
	}
	return true, true
}

// all holds where every filter does and, if there are words, any of them.
func (d Doc) all(nodes []Node, texts []string) (found, filter bool) {
	words, any := 0, false
	for i := range nodes {
		f, narrows := d.nth(nodes, i, texts)
		switch {
		case narrows && !f:
			return false, false
		case !narrows:
			words++
			any = any || f
		}
	}
	return words == 0 || any, words == 0
}

// field answers title:x and its like: all the words of x have to stand there.
func (d Doc) field(f Field) bool {
	var texts []string
	switch f.Name {
	case "title":
		texts = []string{d.Title}
	case "source":
		texts = []string{d.Source}
	case "author":
		texts = d.Authors
	case "tag":
		texts = d.Tags
	case "lang":
		return f.Raw(d.Lang)
	case "path":
		return f.Raw(d.Path)
	}
	nodes := []Node{f.Node}
	if list, ok := f.Node.(All); ok {
		nodes = list.Nodes
	}
	for i := range nodes {
		if found, _ := d.nth(nodes, i, texts); !found {
			return false
		}
	}
	return true
}

// nth answers node i of a list, alone or by what it and its neighbours may be
// written as.
func (d Doc) nth(nodes []Node, i int, texts []string) (found, filter bool) {
	found, filter = d.holds(nodes[i], texts)
	if !found && !filter {
		found = slices.ContainsFunc(Covering(nodes, i), func(a Alias) bool { return a.in(nodes[i], texts) })
	}
	return found, filter
}

// Raw tells whether lang: or path: holds of a brief with that language or path.
// A language holds for what it is the beginning of, up to a hyphen (en-GB); a
// path where it begins a part of it.
func (f Field) Raw(value string) bool {
	value = strings.ToLower(value)
	return raw(f.Node, func(want string) bool {
		want = strings.ToLower(want)
		if f.Name == "lang" {
			return value == want || strings.HasPrefix(value, want+"-")
		}
		return strings.Contains("/"+value, "/"+strings.TrimPrefix(want, "/"))
	})
}

// raw answers a node whose words are compared as text: of a list each has to
// hold.
func raw(n Node, holds func(string) bool) bool {
	switch n := n.(type) {
	case Word:
		return holds(n.Text)
	case Phrase:
		return holds(n.Text)
	case Not:
		return !raw(n.Node, holds)
	case All:
		return !slices.ContainsFunc(n.Nodes, func(c Node) bool { return !raw(c, holds) })
	case Any:
		return slices.ContainsFunc(n.Nodes, func(c Node) bool { return raw(c, holds) })
	}
	return false
}

// in tells whether one of the texts has the alias of a word.
func (a Alias) in(n Node, texts []string) bool {
	w, ok := n.(Word)
	if !ok {
		return false
	}
	m := newMatcher()
	m.alias(w, "", []int{0}, a)
	return m.in(texts)
}

// typed is what some nodes are as they were typed, with spaces between.
func typed(nodes ...Node) string {
	var parts []string
	for _, n := range nodes {
		switch n := n.(type) {
		case Word:
			parts = append(parts, n.Text)
		case Phrase:
			parts = append(parts, n.Text)
		}
	}
	return strings.Join(parts, " ")
}

func anyMatch(n Node, texts []string) bool { return Query{Root: n}.Matcher().in(texts) }

// in tells whether one of the texts has something that is looked for.
func (m *Matcher) in(texts []string) bool {
	return slices.ContainsFunc(texts, func(t string) bool { return len(m.Marks(t)) > 0 })
}
