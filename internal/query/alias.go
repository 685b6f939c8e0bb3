package query

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"broadsheet/internal/inert"
	"broadsheet/internal/terms"
)

// maxName is the most words of a name that goes by other names.
const maxName = 12

// An Alias is what one word of a query, or several beside one another, may
// also be written as: another name of the same thing (Türkiye for Turkey, US
// for United States), which is found as a phrase in quotes is, or two words in
// one (ceasefire for cease fire), which is found in all its forms.
type Alias struct {
	Text   string
	Folded []terms.Term // as terms.Split gives them for Text
	Words  int          // how many words of the list it stands for, from the one that has it on; a Word alone has only those of 1
	By     By           // Meaning, or Exact for two words in one
}

// Synonyms are lists of names, each of them names of one thing. They are never
// changed once made.
type Synonyms struct {
	others map[string][]Alias // by the words of a name, folded, with spaces between
	firsts map[string]int     // how many words the longest name has that begins with a word
}

func newSynonyms() *Synonyms {
	return &Synonyms{others: map[string][]Alias{}, firsts: map[string]int{}}
}

// NewSynonyms makes synonyms of lists, as the configuration has them. A name
// may have several words. A name behind "<" finds the others of its list, and
// they do not find it. The error says which list is at fault, and is safe to
// show: a list needs two names, a name needs a word and has at most twelve.
func NewSynonyms(lists [][]string) (*Synonyms, error) {
	s := newSynonyms()
	for i, list := range lists {
		if len(list) < 2 {
			return nil, fmt.Errorf("synonyms: list %d has fewer than two names; write all names of one thing, as in [\"Burma\", \"Myanmar\"]", i+1)
		}
		for _, name := range list {
			switch folded := terms.Split(strings.TrimPrefix(name, "<")); {
			case len(folded) == 0:
				return nil, fmt.Errorf("synonyms: list %d: the name %q has no words", i+1, inert.Line(name))
			case len(nameKey(folded)) > maxName:
				return nil, fmt.Errorf("synonyms: list %d: the name %q has more than %d words", i+1, inert.Line(name), maxName)
			}
		}
		s.add(list)
	}
	return s, nil
}

// add enters one list.
func (s *Synonyms) add(list []string) {
	for _, name := range list {
		words := nameKey(terms.Split(strings.TrimPrefix(name, "<")))
		key := strings.Join(words, " ")
		s.firsts[words[0]] = max(s.firsts[words[0]], len(words))
		for _, other := range list {
			if strings.HasPrefix(other, "<") {
				continue
			}
			folded := terms.Split(other)
			same := func(a Alias) bool { return strings.Join(nameKey(a.Folded), " ") == strings.Join(nameKey(folded), " ") }
			if strings.Join(nameKey(folded), " ") == key || slices.ContainsFunc(s.others[key], same) {
				continue
			}
			s.others[key] = append(s.others[key], Alias{Text: other, Folded: folded, By: Meaning})
		}
	}
}

// nameKey is the words of a name, folded.
func nameKey(folded []terms.Term) []string {
	var out []string
	for _, t := range folded {
		if !t.Joined {
			out = append(out, t.Text)
		}
	}
	return out
}

// builtIn are the names of names.go.
var builtIn = sync.OnceValue(func() *Synonyms {
	s := newSynonyms()
	for _, list := range names {
		s.add(list)
	}
	return s
})

// A Named is a place of a text where something stands that goes by several
// names.
type Named struct {
	First, Last int      // the indices of its first and last word in the list of terms
	Names       []string // its names, each folded with spaces between the words, the one that stands there first
}

// NamesIn finds in a text, of which it gets the terms as terms.Split gives
// them, what goes by several names: by those that the program knows and by
// own, which may be nil. Of names that begin with one word the longest counts.
// They are ascending and do not overlap.
func NamesIn(list []terms.Term, own *Synonyms) []Named {
	var out []Named
	for i := 0; i < len(list); i++ {
		t := &list[i]
		most := builtIn().firsts[t.Text]
		if own != nil {
			most = max(most, own.firsts[t.Text])
		}
		if most == 0 || t.Joined {
			continue
		}
		if n := longestName(list, i, most, own); n.Names != nil {
			out = append(out, n)
			i = n.Last
		}
	}
	return out
}

// longestName finds the longest name of at most so many words that begins with
// term i.
func longestName(list []terms.Term, i, most int, own *Synonyms) Named {
	var found Named
	key, words := "", 0
	for j := i; j < len(list) && words < most; j++ {
		if list[j].Joined {
			continue
		}
		if words++; words > 1 {
			key += " "
		}
		key += list[j].Text
		others := builtIn().others[key]
		if own != nil {
			others = append(slices.Clip(others), own.others[key]...)
		}
		if len(others) == 0 || words == 1 && list[j].Stop {
			continue
		}
		found = Named{First: i, Last: j, Names: []string{key}}
		for _, a := range others {
			found.Names = append(found.Names, strings.Join(nameKey(a.Folded), " "))
		}
	}
	return found
}

// aliases gives a tree its aliases.
func (p *parser) aliases(n Node) Node {
	switch n := n.(type) {
	case Word:
		return p.aliasesOf([]Node{n})[0]
	case All:
		return All{p.aliasesOf(n.Nodes)}
	case Any:
		out := make([]Node, len(n.Nodes))
		for i, c := range n.Nodes {
			out[i] = p.aliases(c)
		}
		return Any{out}
	case Not:
		return Not{p.aliases(n.Node)}
	case Field:
		if !isRaw(n.Name) {
			n.Node = p.aliases(n.Node)
		}
		return n
	}
	return n
}

// aliasesOf gives the words of a list their aliases. Of names that begin with
// one word the longest counts.
func (p *parser) aliasesOf(nodes []Node) []Node {
	out := make([]Node, len(nodes))
	named := 0 // up to here the words belong to a name
	for i, n := range nodes {
		w, ok := n.(Word)
		if !ok {
			out[i] = p.aliases(n)
			continue
		}
		if i >= named {
			list := p.named(nodes[i:])
			if len(list) > 0 {
				w.Aliases, named = list, i+list[0].Words
			}
		}
		if a, ok := inOne(nodes[i:]); ok {
			w.Aliases = append(slices.Clip(w.Aliases), a)
		}
		out[i] = w
	}
	return out
}

// named gives the other names of the longest name that a list begins with.
func (p *parser) named(nodes []Node) []Alias {
	var key strings.Builder
	var found []Alias
	words := 0
	for i, n := range nodes {
		w, ok := n.(Word)
		if !ok || w.Fuzzy || w.Prefix && !w.Typing || len(w.Folded) == 0 || i == 0 && len(w.Folded) == 1 && w.Folded[0].Stop {
			break
		}
		parts := nameKey(w.Folded)
		if words += len(parts); words > maxName {
			break
		}
		if i > 0 {
			key.WriteByte(' ')
		}
		key.WriteString(strings.Join(parts, " "))
		list := builtIn().others[key.String()]
		if p.o.Synonyms != nil {
			list = append(slices.Clip(list), p.o.Synonyms.others[key.String()]...)
		}
		if len(list) > 0 {
			found = slices.Clone(list)
			for k := range found {
				found[k].Words = i + 1
			}
		}
	}
	return found
}

// inOne gives the first two words of a list written in one, where both are
// words of three letters and more.
func inOne(nodes []Node) (Alias, bool) {
	if len(nodes) < 2 {
		return Alias{}, false
	}
	var joined strings.Builder
	for _, n := range nodes[:2] {
		w, ok := n.(Word)
		if !ok || w.Fuzzy || w.Prefix && !w.Typing || len(w.Folded) != 1 || w.Folded[0].Stop || utf8.RuneCountInString(w.Folded[0].Text) < minPart ||
			!plain(w.Folded[0].Text) {
			return Alias{}, false
		}
		joined.WriteString(w.Folded[0].Text)
	}
	text := joined.String()
	return Alias{Text: text, Folded: terms.Split(text), Words: 2, By: Exact}, true
}

// Covering gives the aliases that stand for node i of a list, alone or with its
// neighbours.
func Covering(nodes []Node, i int) []Alias {
	var out []Alias
	for k, n := range nodes[:i+1] {
		w, ok := n.(Word)
		if !ok {
			continue
		}
		for _, a := range w.Aliases {
			if k+a.Words > i && k+a.Words <= len(nodes) {
				out = append(out, a)
			}
		}
	}
	return out
}

// OneWord is an alias of two words in one as a word of a query: it stands for
// itself in all its forms, but not by sound.
func (a Alias) OneWord(w Word) Word {
	return Word{Text: a.Text, Col: w.Col, Terms: terms.Analyze(a.Text), Folded: a.Folded, Langs: w.Langs, Sure: true}
}
