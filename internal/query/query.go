// Package query is the language one searches in: from text to a tree, errors
// with a column, and what a tree matches in a text.
//
// The contract. Parse takes time linear in the text and never panics. Only
// three things are errors: a field with nothing behind it (title:), a date
// that can not be read (date:yesterda) and an unknown is:; all else that is
// not of the language is plain words, so that pasted text always searches. A
// tree has at most 256 words, phrases and conditions, 32 levels of brackets and
// 64 words in a phrase: what is written beyond is left out (Query.Cut). A
// Query and its Matcher are never changed once made, so any number of
// goroutines may use them.
//
// The language:
//
//	peace talks              both words count, briefs with both first; in other forms, spellings and names too
//	"war of narratives"      the phrase, as written; “curly” quotes too
//	-india -"a b" -(a b)     without
//	doha OR istanbul         either; ties closer than a space: a b OR c is a (b OR c)
//	truce~  negotia*         also near spellings; a beginning
//	title:truce title:"a b" title:(a OR b)      source: author: tag: lang: path: the same
//	date:2025-10..2025-11    see DateRange
//	is:unread is:read is:bookmarked is:ok is:moved is:changed is:lost
package query

import (
	"fmt"
	"time"

	"broadsheet/internal/terms"
)

// The bounds of a tree.
const (
	maxLeaves = 256 // words, phrases and conditions
	maxDepth  = 32  // brackets in brackets
	maxPhrase = 64  // words in a phrase
)

// A Node is one of Word, Phrase, All, Any, Not, Field, DateRange and Is, as a
// value and not as a pointer. Columns (Col) count characters from 1.
//
// What a node matches: a Word, a Phrase, an Any and an All are words: they
// match where they stand in a brief, and rank it. A Not, a Field, a DateRange
// and an Is are conditions: a brief meets them or it does not. What holds for
// a list of both, All says.
type Node interface{ node() }

// A Word is one word, a hyphenated word (cease-fire) or a run of Chinese or
// Japanese.
//
// It matches a text that has its terms, or what stands for them (see By and
// Sense), in order and at neighbouring positions. For a hyphenated word the joined term will do as
// well: Terms has it as terms.Term.Joined, covering the positions of its
// parts. So cease-fire meets "cease-fire", "ceasefire" and "cease fire", and
// ceasefire meets them too: where the text has the joined term, or two
// neighbouring words that make it (Sense.apart).
type Word struct {
	Text   string       // as typed, without * and ~ and the punctuation around it
	Col    int          // where it was typed
	Terms  []terms.Term // folded and stemmed, as terms.Analyze gives them for Text
	Folded []terms.Term // the same terms, not stemmed
	Prefix bool         // negotia*, or Typing: matches also what begins with its last term (folded, not stemmed)
	Fuzzy  bool         // truce~: matches also words with the same first letter and one edit (two beyond five letters); swapped neighbours are one edit
	Typing bool         // the last word of a query being typed: Prefix without a star
	Stop   bool         // a stop word with other things beside it: counts for nothing, as though it were not there

	Aliases []Alias  // what it, or it and the words behind it, may also be written as
	Langs   []string // Options.Languages
	Sure    bool     // under a Not: a name by sound does not count, which would hide briefs that say something else
}

// A Phrase is words in quotes. It matches its terms in order and at
// neighbouring positions, stop words too, exactly but for case and folding;
// a hyphenated word on either side counts joined or in parts.
type Phrase struct {
	Text   string       // between the quotes, trimmed
	Col    int          // of the opening quote
	Terms  []terms.Term // folded and stemmed
	Folded []terms.Term // the same terms, not stemmed: these it matches
}

// All is a list with spaces between. Its conditions all have to hold. Of its
// words any may match, and those briefs come first that have them all; a list
// without words (but those that are Stop) matches whatever meets the
// conditions. Two nodes or more.
type All struct{ Nodes []Node }

// Any is what OR ties: it matches where one of its nodes does, and one is as
// good as another. Two nodes or more, none of them an Any.
type Any struct{ Nodes []Node }

// Not holds where its node does not match. A Not of nothing but stop words is
// left out of a tree that has anything else.
type Not struct{ Node Node }

// A Field holds where its node matches the field of a brief; of a list of
// words (title:(a b), title:"a b") each has to. Name is title, source, author,
// tag, lang or path. Under title, source, author and tag stand Word, Phrase,
// All, Any and Not; under lang and path the same but Phrase, and a Word's Text
// is the value as written and its terms of no account: "ur" for a language,
// any part of the slash path for a path.
type Field struct {
	Name string
	Node Node
	Col  int
}

// A DateRange holds where a brief's date lies between two days, both included.
// It is written date: and a day, a month or a year (2025-11-07, 2025-11,
// 2025), today or yesterday, a range (2025-10..2025-11, 2025.., ..2025), a
// bound (>2025-11-01, >=, <, <=; "after a month" is after its last day), or
// the last days, weeks, months or years up to today (7d, 2w, 3m, 1y).
//
// Made is the same of the day a bookmark was made, written made:.
type DateRange struct {
	Made     bool
	From, To string // days, "2006-01-02"; "" is open; not both
	Text     string // as typed
	Col      int    // of the value
}

// Is holds where What is true of a brief: "unread", "read" or "bookmarked",
// or it has a bookmark in the state "ok", "moved", "changed" or "lost".
type Is struct {
	What string
	Col  int // of the value
}

func (Word) node()      {}
func (Phrase) node()    {}
func (All) node()       {}
func (Any) node()       {}
func (Not) node()       {}
func (Field) node()     {}
func (DateRange) node() {}
func (Is) node()        {}

// A Query is a text, read.
type Query struct {
	Text string // as given to Parse
	Root Node   // nil where there is nothing to look for
	Cut  int    // the column from which on the text was too long and left out; 0: none of it
}

// Options are what a query's meaning depends on besides its text.
type Options struct {
	Now    time.Time // today, for date:7d; the zero time is the clock's
	Made   bool      // made: is a field, the day a bookmark was made; else it is plain words
	Typing bool      // the query is still being typed: its last word, with nothing behind it, counts also as a beginning

	// Languages are those of the library, ISO 639-1 codes and Undetermined; nil
	// where nobody knows them. Forms of a word are taken from English and from
	// those of them that its letters fit.
	Languages []string
	Synonyms  *Synonyms // of the reader, beside those that the program knows; may be nil
}

// Undetermined stands in Options.Languages for texts whose language nobody can
// tell (ISO 639-3).
const Undetermined = "und"

// An Error is something in a query that is meant for the language and not of
// it.
type Error struct {
	Col int    // where, in characters from 1
	Msg string // what is wrong and what would be right, on one line, safe to show
}

// Error gives the message with the column.
func (e *Error) Error() string { return fmt.Sprintf("query, column %d: %s", e.Col, e.Msg) }

// Empty tells whether there is nothing to look for.
func (q Query) Empty() bool { return q.Root == nil }

// Words gives the words that the query looks for in the text of briefs,
// stemmed and each once, in order: what is marked. Those of a beginning are
// folded and not stemmed. Words under a Not or a Field are left out.
func (q Query) Words() []string {
	var out []string
	seen := map[string]bool{}
	add := func(list []terms.Term) {
		for _, t := range list {
			if !seen[t.Text] {
				seen[t.Text] = true
				out = append(out, t.Text)
			}
		}
	}
	body(q.Root, func(n Node) {
		switch n := n.(type) {
		case Word:
			if n.Prefix {
				add(n.Folded)
			} else {
				add(n.Terms)
			}
		case Phrase:
			add(n.Terms)
		}
	})
	return out
}

// walk calls f for a node and then, where f gives true, for those under it. A
// nil node is none.
func walk(n Node, f func(Node) bool) {
	if n == nil || !f(n) {
		return
	}
	switch n := n.(type) {
	case All:
		for _, c := range n.Nodes {
			walk(c, f)
		}
	case Any:
		for _, c := range n.Nodes {
			walk(c, f)
		}
	case Not:
		walk(n.Node, f)
	case Field:
		walk(n.Node, f)
	}
}

// body calls f for the words and phrases that are looked for in the text.
func body(n Node, f func(Node)) {
	walk(n, func(n Node) bool {
		switch n := n.(type) {
		case Not, Field:
			return false
		case Word:
			if !n.Stop {
				f(n)
			}
		case Phrase:
			f(n)
		}
		return true
	})
}
