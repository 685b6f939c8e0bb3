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
	for _, m := range nodes {
		f, narrows := d.holds(m, texts)
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
		return strings.EqualFold(d.Lang, typed(f.Node))
	case "path":
		return strings.Contains("/"+strings.ToLower(d.Path), "/"+strings.TrimPrefix(strings.ToLower(typed(f.Node)), "/"))
	}
	nodes := []Node{f.Node}
	if list, ok := f.Node.(All); ok {
		nodes = list.Nodes
	}
	for _, n := range nodes {
		if found, _ := d.holds(n, texts); !found {
			return false
		}
	}
	return true
}

// typed is what stands under a field that is compared as text.
func typed(n Node) string {
	switch n := n.(type) {
	case Word:
		return n.Text
	case Phrase:
		return n.Text
	}
	return ""
}

func anyMatch(n Node, texts []string) bool {
	m := Query{Root: n}.Matcher()
	return slices.ContainsFunc(texts, func(t string) bool { return len(m.Find(t)) > 0 })
}
