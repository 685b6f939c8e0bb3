package query

import (
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"broadsheet/internal/inert"
	"broadsheet/internal/terms"
)

// Parse reads a query. The error, where there is one, is an *Error, and the
// Query then has a Text and no Root.
func Parse(text string, o Options) (Query, error) {
	if o.Now.IsZero() {
		o.Now = time.Now()
	}
	p := parser{text: text, o: o, colAt: 1}
	root := p.list(scope{})
	if p.err != nil {
		return Query{Text: text}, p.err
	}
	return Query{Text: text, Root: p.aliases(quieten(root)), Cut: p.cut}, nil
}

// parser reads from left to right, once.
type parser struct {
	text   string
	o      Options
	at     int // the byte in hand
	depth  int // brackets open
	leaves int
	cut    int // column at which the query became too long
	err    *Error

	colOf, colAt int    // byte colOf stands in column colAt
	unpaired     string // opening quotes known to have no closing one any more
	negated      bool
}

// scope is what a list stands in.
type scope struct {
	field  string // name of the field whose value it is
	closes bool   // it ends at a closing bracket
}

func isRaw(field string) bool { return field == "lang" || field == "path" }

// col gives the column of a byte; bytes must be asked for in ascending order
// for it to be cheap.
func (p *parser) col(at int) int {
	if at < p.colOf {
		p.colOf, p.colAt = 0, 1
	}
	p.colAt += utf8.RuneCountInString(p.text[p.colOf:at])
	p.colOf = at
	return p.colAt
}

func (p *parser) fail(at int, format string, args ...any) {
	if p.err == nil {
		p.err = &Error{Col: p.col(at), Msg: fmt.Sprintf(format, args...)}
	}
}

// full counts one more word, phrase or condition, which begins at a byte. At
// the bound it gives true and ends the query there.
func (p *parser) full(at int) bool {
	if p.leaves == maxLeaves {
		if p.cut == 0 {
			p.cut = p.col(at)
		}
		p.at = len(p.text)
		return true
	}
	p.leaves++
	return false
}

// list reads up to the end of the text, or of the brackets it stands in. It
// gives nil where there is nothing in it.
func (p *parser) list(in scope) Node {
	var out []Node
	either := false // an OR stands before
	ignored := 0    // brackets open that are too deep to count
	for p.err == nil {
		p.space()
		if p.at == len(p.text) {
			break
		}
		switch c := p.text[p.at]; {
		case c == ')' && ignored > 0:
			p.at++
			ignored--
			continue
		case c == ')':
			p.at++
			if in.closes {
				return group(out)
			}
			continue
		case c == '(' && !p.opens(in):
			p.at++
			ignored++
			continue
		case c == 'O' && p.isOr():
			p.at += len("OR")
			either = len(out) > 0
			continue
		}
		nodes := p.item(in)
		if either && len(nodes) > 0 {
			nodes = p.either(out[len(out)-1], nodes, in)
			out = out[:len(out)-1]
			either = false
		} else if len(nodes) > 1 && p.orFollows() && p.opens(in) {
			nodes = []Node{group(nodes)} // foo/bar OR x
		}
		out = append(out, nodes...)
	}
	return group(out)
}

// opens tells whether a bracket may open a group here: not in the value of a
// field, and not too deep.
func (p *parser) opens(in scope) bool { return in.field == "" && p.depth < maxDepth }

// either ties what stands left and right of an OR.
func (p *parser) either(left Node, right []Node, in scope) []Node {
	if len(right) > 1 && p.opens(in) {
		right = []Node{group(right)}
	}
	var out []Node
	for _, n := range append([]Node{left}, right...) {
		if a, ok := n.(Any); ok {
			out = append(out, a.Nodes...)
		} else {
			out = append(out, n)
		}
	}
	return []Node{Any{out}}
}

// group makes one node of a list: nil, the one it has, or an All.
func group(nodes []Node) Node {
	switch len(nodes) {
	case 0:
		return nil
	case 1:
		return nodes[0]
	}
	return All{nodes}
}

func (p *parser) space() {
	for p.at < len(p.text) {
		r, n := utf8.DecodeRuneInString(p.text[p.at:])
		if !unicode.IsSpace(r) {
			return
		}
		p.at += n
	}
}

// ends tells whether a word ends at a byte: the end, a space or a bracket.
func (p *parser) ends(at int) bool {
	if at >= len(p.text) || p.text[at] == '(' || p.text[at] == ')' {
		return true
	}
	r, _ := utf8.DecodeRuneInString(p.text[at:])
	return unicode.IsSpace(r)
}

func (p *parser) isOr() bool {
	return strings.HasPrefix(p.text[p.at:], "OR") && p.ends(p.at+len("OR"))
}

// orFollows tells whether the next thing is an OR.
func (p *parser) orFollows() bool {
	at := p.at
	p.space()
	is := p.isOr()
	p.at = at
	return is
}

// item reads one word, phrase, group, field or condition, or the same without
// (-). A word may turn out to be several: foo/bar.
func (p *parser) item(in scope) []Node {
	if p.text[p.at] != '-' || p.ends(p.at+1) && !strings.HasPrefix(p.text[p.at+1:], "(") || p.text[p.at+1] == '-' {
		return p.atom(in)
	}
	p.at++
	if p.text[p.at] == '(' && !p.opens(in) {
		return nil // the bracket does not count, nor does what stands before it
	}
	was := p.negated
	p.negated = true
	nodes := p.atom(in)
	p.negated = was
	if len(nodes) > 1 && p.opens(in) {
		return []Node{Not{group(nodes)}}
	}
	for i, n := range nodes {
		nodes[i] = Not{n}
	}
	return nodes
}

func (p *parser) atom(in scope) []Node {
	if p.text[p.at] == '(' {
		p.at++
		p.depth++
		n := p.list(scope{closes: true})
		p.depth--
		return some(n)
	}
	if content, at, ok := p.quoted(); ok {
		return p.phrase(content, at, in.field)
	}
	if in.field == "" {
		if name, ok := p.fieldName(); ok {
			return p.field(name)
		}
	}
	return p.words(in.field)
}

// some is a list of the node, or of none where it is nil.
func some(n Node) []Node {
	if n == nil {
		return nil
	}
	return []Node{n}
}

// quoted reads a text in quotes that begins here, and gives it and where the
// opening quote is. A quote that is never closed is none.
func (p *parser) quoted() (content string, at int, ok bool) {
	open, closing := `"`, `"`
	rest := p.text[p.at:]
	if strings.HasPrefix(rest, "“") {
		open, closing = "“", "”"
	}
	if !strings.HasPrefix(rest, open) || strings.Contains(p.unpaired, open) {
		return "", 0, false
	}
	n := strings.Index(rest[len(open):], closing)
	if n < 0 {
		p.unpaired += open
		return "", 0, false
	}
	at = p.at
	p.at += len(open) + n + len(closing)
	return rest[len(open) : len(open)+n], at, true
}

// phrase makes a node of a text in quotes: none where it has no words.
func (p *parser) phrase(content string, at int, field string) []Node {
	if isRaw(field) {
		return p.raw(content, at)
	}
	content = strings.TrimSpace(content)
	folded := terms.Split(content)
	if len(folded) == 0 || p.full(at) {
		return nil
	}
	if folded[len(folded)-1].Pos > maxPhrase {
		for _, t := range folded {
			if t.Pos == maxPhrase && !t.Joined {
				content = content[:t.End]
				break
			}
		}
		folded = terms.Split(content)
	}
	return []Node{Phrase{Text: content, Col: p.col(at), Terms: terms.Analyze(content), Folded: folded}}
}

// raw makes a node of a value that is not analysed.
func (p *parser) raw(value string, at int) []Node {
	value = strings.NewReplacer(`"`, "", "“", "", "”", "").Replace(value)
	value = strings.TrimLeftFunc(value, unicode.IsSpace)
	value = strings.TrimRightFunc(value, func(r rune) bool { return r == '*' || unicode.IsSpace(r) })
	if value == "" || p.full(at) {
		return nil
	}
	return []Node{Word{Text: value, Col: p.col(at), Terms: terms.Analyze(value), Folded: terms.Split(value)}}
}

// token reads up to the next space or bracket.
func (p *parser) token() (token string, at int) {
	at = p.at
	for !p.ends(p.at) {
		_, n := utf8.DecodeRuneInString(p.text[p.at:])
		p.at += n
	}
	return p.text[at:p.at], at
}

// words reads a word up to the next space or bracket. Where punctuation
// stands within, each of its parts is a word.
func (p *parser) words(field string) []Node {
	token, at := p.token()
	if isRaw(field) {
		return p.raw(token, at)
	}
	last := p.at == len(p.text)
	token, star, tilde := suffix(token)
	var out []Node
	list := units(token)
	for i, u := range list {
		if p.full(at + u.start) {
			break
		}
		w := newWord(token[u.start:u.end], p.col(at+u.start))
		w.Langs, w.Sure = p.o.Languages, p.negated
		if i == len(list)-1 {
			w.Prefix, w.Fuzzy = star, tilde
			if last && p.o.Typing && !p.negated && !tilde && !star && u.end == len(token) {
				w.Prefix, w.Typing = true, true
			}
		}
		out = append(out, w)
	}
	return out
}

// suffix takes * or ~ off a word that ends in it, once, and has no other.
func suffix(token string) (word string, star, tilde bool) {
	if len(token) < 2 {
		return token, false, false
	}
	word, c := token[:len(token)-1], token[len(token)-1]
	if c != '*' && c != '~' || strings.IndexByte(word, c) >= 0 {
		return token, false, false
	}
	list := terms.Split(word)
	if len(list) == 0 || list[len(list)-1].End != len(word) {
		return token, false, false
	}
	return word, c == '*', c == '~'
}

// unit is the bytes of one word of a token.
type unit struct{ start, end int }

// units gives the words of a token: a hyphenated word is one, and so is a run
// of Chinese or Japanese.
func units(token string) []unit {
	var out []unit
	reach := 0 // the last position that the joined form of the last word covers
	for _, t := range terms.Split(token) {
		switch n := len(out); {
		case t.Joined:
			reach = t.Pos + t.Span - 1
			out[n-1].end = t.End
		case n > 0 && (t.Pos <= reach || t.Start < out[n-1].end):
			out[n-1].end = max(out[n-1].end, t.End)
		default:
			out = append(out, unit{t.Start, t.End})
		}
	}
	return out
}

func newWord(text string, col int) Word {
	if text == "OR" {
		text = "or" // so that its canonical form is no operator
	}
	w := Word{Text: text, Col: col, Terms: terms.Analyze(text), Folded: terms.Split(text)}
	if len(w.Folded) == 1 && (w.Folded[0].Text == "us" || w.Folded[0].Text == "eu") {
		w.Folded[0].Stop, w.Terms[0].Stop = false, false // who searches for us means the country
	}
	return w
}

// fieldNames are the fields of the language, as the error lists them.
const fieldNames = "title source author tag lang path date is"

// fieldName gives the name of the field that begins here. A field with a
// space behind it and more to come is pasted prose ("the source: a minister").
func (p *parser) fieldName() (string, bool) {
	i := p.at
	for i < len(p.text) && p.text[i] >= 'a' && p.text[i] <= 'z' {
		i++
	}
	if i == p.at || i >= len(p.text) || p.text[i] != ':' {
		return "", false
	}
	name := p.text[p.at:i]
	if !strings.Contains(" "+fieldNames+" ", " "+name+" ") && !(name == "made" && p.o.Made) {
		return "", false
	}
	rest := strings.TrimLeftFunc(p.text[i+1:], unicode.IsSpace)
	prose := len(rest) < len(p.text[i+1:]) && rest != "" && rest[0] != ')'
	return name, !prose
}

// field reads a field and its value.
func (p *parser) field(name string) []Node {
	start := p.at
	p.at += len(name) + 1
	switch name {
	case "date", "made":
		return p.date(start, name)
	case "is":
		return p.is(start)
	}
	var n Node
	if p.at < len(p.text) && p.text[p.at] == '(' {
		p.at++
		n = p.list(scope{field: name, closes: true})
	} else if content, at, ok := p.quoted(); ok {
		n = group(p.phrase(content, at, name))
	} else {
		n = group(p.words(name))
	}
	if n == nil {
		if p.cut == 0 {
			p.fail(start, "%s: has nothing behind it; write for example %s", name, example(name))
		}
		return nil
	}
	return []Node{Field{Name: name, Node: n, Col: p.col(start)}}
}

func example(field string) string {
	switch field {
	case "title":
		return `title:truce or title:"war of narratives"`
	case "source":
		return `source:reuters or source:"daily news"`
	case "author":
		return "author:ali"
	case "tag":
		return "tag:ceasefire"
	case "lang":
		return "lang:en"
	case "path":
		return "path:2025/"
	case "is":
		return "is:unread, is:read or is:bookmarked; of bookmarks is:ok, is:moved, is:changed or is:lost"
	}
	return "a day (2025-11-07), a month (2025-11), a year (2025), a range (2025-10..2025-11), a bound (>2025-11-01) or the last days (7d, 2w, 3m, 1y)"
}

// value reads what stands behind date:, made: or is:, in quotes or not.
func (p *parser) value() (value string, at int) {
	content, at, ok := p.quoted()
	if !ok {
		content, at = p.token()
	}
	return strings.TrimSpace(strings.Trim(content, "\"“”")), at
}

func (p *parser) date(start int, field string) []Node {
	value, at := p.value()
	if value == "" {
		p.fail(start, "%s: has nothing behind it; write %s", field, example(field))
		return nil
	}
	from, to, ok := readDate(strings.ToLower(value), p.o.Now)
	if !ok {
		p.fail(at, "the date %s can not be read; write %s", shown(value), example("date"))
		return nil
	}
	if p.full(start) {
		return nil
	}
	return []Node{DateRange{Made: field == "made", From: from, To: to, Text: value, Col: p.col(at)}}
}

// conditions are what may stand behind is:, the last four being states of
// bookmarks.
func conditions() []string {
	return []string{"unread", "read", "bookmarked", "ok", "moved", "changed", "lost"}
}

func (p *parser) is(start int) []Node {
	value, at := p.value()
	what := strings.ToLower(value)
	switch {
	case value == "":
		p.fail(start, "is: has nothing behind it; write %s", example("is"))
		return nil
	case !slices.Contains(conditions(), what):
		p.fail(at, "is:%s is not known; write %s", shown(value), example("is"))
		return nil
	case p.full(start):
		return nil
	}
	return []Node{Is{What: what, Col: p.col(at)}}
}

// shown gives a piece of the query for a message: one line, harmless, short.
func shown(s string) string {
	const most = 40
	if utf8.RuneCountInString(s) > most {
		s = string([]rune(s[:min(len(s), 4*most)])[:most]) + "…"
	}
	return inert.Line(s)
}

// quieten marks the stop words that have other things beside them.
func quieten(root Node) Node {
	if out := quiet(root); out != nil && !idle(out) {
		return out
	}
	return root
}

// IsStop tells whether a word is one stop word, as it stands.
func (w Word) IsStop() bool {
	return len(w.Folded) == 1 && w.Folded[0].Stop && !w.Fuzzy && (!w.Prefix || w.Typing)
}

// quiet marks them in a node. A Not of nothing but stop words is left out:
// nil.
func quiet(n Node) Node {
	switch n := n.(type) {
	case Word:
		n.Stop = n.IsStop()
		return n
	case All:
		return group(quietEach(n.Nodes))
	case Any:
		var out []Node
		for _, c := range quietEach(n.Nodes) {
			if a, ok := c.(Any); ok {
				out = append(out, a.Nodes...)
			} else {
				out = append(out, c)
			}
		}
		if len(out) > 1 {
			return Any{out}
		}
		return group(out)
	case Not:
		if in := quiet(n.Node); in != nil && !idle(in) {
			return Not{in}
		}
		return nil
	}
	return n
}

func quietEach(nodes []Node) []Node {
	var out []Node
	for _, c := range nodes {
		out = append(out, some(quiet(c))...)
	}
	return out
}

// idle tells whether a node is stop words and nothing else.
func idle(n Node) bool {
	other := false
	walk(n, func(n Node) bool {
		switch n := n.(type) {
		case Word:
			other = other || !n.Stop
		case Phrase, Field, DateRange, Is:
			other = true
		}
		return !other
	})
	return !other
}
