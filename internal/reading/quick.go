package reading

import (
	"encoding/json"
	"strings"
	"unicode/utf8"
)

// quick reads a line as encode writes it: the known keys in their order and
// nothing else. It is some ten times as fast as reading JSON, which is felt with
// thousands of briefs. False for any other line, which is then read as JSON;
// FuzzLine holds the two to the same answer.
func quick(text string) (line, bool) {
	t := taker{text, true}
	var l line
	switch {
	case t.skip(`{"path":`):
		l.Path = t.text()
	case t.skip(`{"quoted":`):
		l.Quoted = t.text()
	default:
		return l, false
	}
	l.Read = t.skip(`,"read":true`)
	if !l.Read {
		t.need(`,"read":false`)
	}
	t.need(`,"at":`)
	l.At = t.text()
	if t.skip(`,"hash":`) {
		l.Hash = t.text()
	}
	if t.skip(`,"top":`) {
		l.Top = t.top()
	}
	t.need(`}`)
	return l, t.ok && t.rest == ""
}

// A taker takes a line apart. ok is false once something was not as it
// should be; then nothing more is taken.
type taker struct {
	rest string
	ok   bool
}

func (t *taker) top() *topLine {
	l := &topLine{}
	t.need(`{"off":`)
	l.Off = t.number()
	t.need(`,"of":`)
	l.Of = t.number()
	if t.skip(`,"under":`) {
		l.Under = t.number()
	}
	if t.skip(`,"lead":`) {
		l.Lead = t.number()
	}
	if t.skip(`,"heading":[`) {
		l.Heading = append(l.Heading, t.text())
		for t.skip(`,`) {
			l.Heading = append(l.Heading, t.text())
		}
		t.need(`]`)
	}
	if t.skip(`,"before":`) {
		l.Before = t.text()
	}
	if t.skip(`,"words":`) {
		l.Words = t.text()
	}
	if t.skip(`,"in":`) {
		l.In = t.number()
	}
	if t.skip(`,"after":`) {
		l.After = t.text()
	}
	t.need(`}`)
	return l
}

// skip takes a piece if it comes next.
func (t *taker) skip(piece string) bool {
	rest, ok := strings.CutPrefix(t.rest, piece)
	if ok && t.ok {
		t.rest = rest
	}
	return ok && t.ok
}

// need takes a piece that has to come next.
func (t *taker) need(piece string) { t.ok = t.skip(piece) }

// text takes a string.
func (t *taker) text() string {
	t.need(`"`)
	for i := 0; t.ok && i < len(t.rest); i++ {
		switch c := t.rest[i]; {
		case c == '"':
			s := t.rest[:i]
			t.rest, t.ok = t.rest[i+1:], utf8.ValidString(s)
			return s
		case c == '\\':
			return t.escaped(i)
		case c < ' ':
			t.ok = false
		}
	}
	t.ok = false
	return ""
}

// escaped takes a string whose first escape stands at byte i.
func (t *taker) escaped(i int) (s string) {
	for ; i < len(t.rest) && t.rest[i] != '"'; i++ {
		if t.rest[i] == '\\' {
			i++
		}
	}
	if t.ok = i < len(t.rest); t.ok {
		t.ok = json.Unmarshal([]byte(`"`+t.rest[:i+1]), &s) == nil
		t.rest = t.rest[i+1:]
	}
	return s
}

// number takes a whole number of at most 15 digits.
func (t *taker) number() (n int) {
	minus := t.skip("-")
	digits := 0
	for digits < len(t.rest) && t.rest[digits] >= '0' && t.rest[digits] <= '9' {
		n = n*10 + int(t.rest[digits]-'0')
		if digits++; digits > 15 {
			break
		}
	}
	if t.ok = t.ok && digits > 0 && digits <= 15 && (digits == 1 || t.rest[0] != '0'); t.ok {
		t.rest = t.rest[digits:]
	}
	if minus {
		return -n
	}
	return n
}
