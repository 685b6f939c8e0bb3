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
// has to hold. An empty query finds everything. For many Docs see Asked.
func (q Query) Holds(d Doc) bool { return q.Asked()(d) }

// Asked is Holds made ready for many Docs: what the words look like is worked out
// once. It is not safe for concurrent use.
func (q Query) Asked() func(Doc) bool {
	if q.Root == nil {
		return func(Doc) bool { return true }
	}
	holds := ask(q.Root)
	return func(d Doc) bool {
		found, _ := holds(d, slices.Concat(d.Text, []string{d.Title}, d.Tags))
		return found
	}
}

// An answer tells whether a node holds of a Doc with some texts; filter tells
// that it only narrows what other words find.
type answer func(d Doc, texts []string) (found, filter bool)

// condition is the answer of a node that only narrows.
func condition(holds func(d Doc) bool) answer {
	return func(d Doc, _ []string) (bool, bool) { return holds(d), true }
}

// ask makes the answer of a node.
func ask(n Node) answer {
	switch n := n.(type) {
	case Word:
		if n.Stop {
			return condition(func(Doc) bool { return true })
		}
		return anyMatch(n)
	case Phrase:
		return anyMatch(n)
	case Not:
		holds := ask(n.Node)
		return func(d Doc, texts []string) (bool, bool) {
			found, _ := holds(d, texts)
			return !found, true
		}
	case DateRange:
		return condition(func(d Doc) bool {
			if n.Made {
				return n.Contains(d.Made)
			}
			return n.Contains(d.Date)
		})
	case Is:
		return condition(func(d Doc) bool { return d.Is != nil && d.Is(n.What) })
	case Field:
		return askField(n)
	case All:
		return askAll(n.Nodes)
	case Any:
		return askAny(n)
	}
	return condition(func(Doc) bool { return true })
}

// askAny holds where one of its nodes does.
func askAny(n Any) answer {
	var list []answer
	for _, m := range n.Nodes {
		if !idle(m) || idle(n) { // stop words beside other things count for nothing
			list = append(list, ask(m))
		}
	}
	return func(d Doc, texts []string) (found, filter bool) {
		filter = true
		for _, holds := range list {
			f, narrows := holds(d, texts)
			found, filter = found || f, filter && narrows
		}
		return found, filter
	}
}

// askAll holds where every filter does and, if there are words, any of them.
// What is answered at once is asked first.
func askAll(nodes []Node) answer {
	list := each(nodes)
	order := make([]int, len(nodes))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(i, j int) int { return effort(nodes[i]) - effort(nodes[j]) })
	return func(d Doc, texts []string) (found, filter bool) {
		words, any := 0, false
		for _, i := range order {
			f, narrows := list[i](d, texts)
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
}

// effort ranks nodes by how long their answers take.
func effort(n Node) int {
	switch n.(type) {
	case Is, DateRange:
		return 0
	case Field:
		return 1
	}
	return 2
}

// askField answers title:x and its like: all the words of x have to stand there.
func askField(f Field) answer {
	if f.Name == "lang" || f.Name == "path" {
		return condition(func(d Doc) bool {
			if f.Name == "lang" {
				return f.Raw(d.Lang)
			}
			return f.Raw(d.Path)
		})
	}
	nodes := []Node{f.Node}
	if list, ok := f.Node.(All); ok {
		nodes = list.Nodes
	}
	list := each(nodes)
	return condition(func(d Doc) bool {
		texts := map[string][]string{"title": {d.Title}, "source": {d.Source}, "author": d.Authors, "tag": d.Tags}[f.Name]
		return !slices.ContainsFunc(list, func(holds answer) bool {
			found, _ := holds(d, texts)
			return !found
		})
	})
}

// each makes the answers of a list of nodes: of each alone, or by what it and
// its neighbours may be written as.
func each(nodes []Node) []answer {
	list := make([]answer, len(nodes))
	for i, n := range nodes {
		holds := ask(n)
		var others []*Matcher
		if w, ok := n.(Word); ok {
			for _, a := range Covering(nodes, i) {
				m := newMatcher()
				m.alias(w, "", []int{0}, a)
				others = append(others, m)
			}
		}
		list[i] = func(d Doc, texts []string) (found, filter bool) {
			found, filter = holds(d, texts)
			if !found && !filter {
				found = slices.ContainsFunc(others, func(m *Matcher) bool { return m.in(texts) })
			}
			return found, filter
		}
	}
	return list
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

// anyMatch holds where one of the texts has what a node looks for.
func anyMatch(n Node) answer {
	m := Query{Root: n}.Matcher()
	return func(_ Doc, texts []string) (bool, bool) { return m.in(texts), false }
}

// in tells whether one of the texts has something that is looked for.
func (m *Matcher) in(texts []string) bool {
	return slices.ContainsFunc(texts, func(t string) bool { return len(m.Marks(t)) > 0 })
}
