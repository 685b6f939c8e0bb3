package bookmark

import (
	"bytes"
	"cmp"
	"fmt"
	"io/fs"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode"

	"broadsheet/briefs"
	"broadsheet/internal/brief"
)

// A page is a text under edit. It knows where its units (passages, rows of
// tables) and the marked words are after every splice, and so what the right
// answer of Resolve is.
type page struct {
	src    []byte
	units  []brief.Span // whole lines, with the markers of lists and tables
	rows   []bool       // by unit: a row of a table
	mark   brief.Span   // where the marked words are
	gone   bool         // they have been deleted
	copies []brief.Span // where their passage was copied to after they were marked: as right an answer
	home   int          // the unit the mark begins in
	off    int          // where in that the mark began when it was made
	unit   string       // what that had when it was marked, as it is read
	was    []string     // what all units had
	marked int          // which of them the mark began in
	rng    *rand.Rand

	planted bool   // a lookalike was put in before the marking
	other   string // what that says
}

// newPage cuts a text into its units.
func newPage(src []byte, rng *rand.Rand) *page {
	p := &page{src: bytes.Clone(src), home: -1, rng: rng}
	b := brief.Parse(src, "page.md", brief.Limits{})
	end := 0
	for i := range b.Passages {
		x := &b.Passages[i]
		if x.Kind == brief.Code || x.Text == "" || x.Aside {
			continue
		}
		for _, s := range p.lines(x.Span, x.Kind == brief.Table) {
			if s.Start < end {
				continue // two passages on one line
			}
			end = s.End
			p.units, p.rows = append(p.units, s), append(p.rows, x.Kind == brief.Table)
		}
	}
	return p
}

// lines widens a span to whole lines; of a table each row is a unit.
func (p *page) lines(s brief.Span, table bool) []brief.Span {
	s.Start = bytes.LastIndexByte(p.src[:s.Start], '\n') + 1
	if n := bytes.IndexByte(p.src[max(s.Start, s.End-1):], '\n'); n >= 0 {
		s.End = max(s.Start, s.End-1) + n
	} else {
		s.End = len(p.src)
	}
	if !table {
		return []brief.Span{s}
	}
	var rows []brief.Span
	at := s.Start
	for k, line := range strings.Split(string(p.src[s.Start:s.End]), "\n") {
		if k > 1 && strings.ContainsFunc(line, unicode.IsLetter) { // not the header, nor the rule under it
			rows = append(rows, brief.Span{Start: at, End: at + len(line)})
		}
		at += len(line) + 1
	}
	return rows
}

// splice puts text in the place of s and carries everything along.
func (p *page) splice(s brief.Span, text string) {
	p.src = slices.Concat(p.src[:s.Start], []byte(text), p.src[s.End:])
	by := len(text) - s.Len()
	carry := func(x brief.Span) brief.Span {
		switch {
		case x.End <= s.Start:
			return x
		case x.Start >= s.End:
			return brief.Span{Start: x.Start + by, End: x.End + by}
		case x.Start <= s.Start && x.End >= s.End: // inside
			return brief.Span{Start: x.Start, End: x.End + by}
		case x.Start >= s.Start && x.End <= s.End: // all of it
			return brief.Span{Start: s.Start, End: s.Start}
		case x.Start < s.Start:
			return brief.Span{Start: x.Start, End: s.Start}
		}
		return brief.Span{Start: s.Start + len(text), End: x.End + by}
	}
	for i := range p.units {
		p.units[i] = carry(p.units[i])
	}
	for i := range p.copies {
		p.copies[i] = carry(p.copies[i])
	}
	p.mark = carry(p.mark)
	if p.home >= 0 && p.mark.Len() == 0 {
		p.gone = true
	}
}

func (p *page) text(i int) string { return string(p.src[p.units[i].Start:p.units[i].End]) }

// whole is a unit with what parts it from the next one.
func (p *page) whole(i int) brief.Span {
	s := p.units[i]
	for s.End < len(p.src) && p.src[s.End] == '\n' && (i+1 == len(p.units) || s.End < p.units[i+1].Start) {
		s.End++
	}
	return s
}

// wordsOf are the words of a unit that may be changed without a change of
// markup.
func (p *page) wordsOf(i int) []brief.Span {
	var out []brief.Span
	text, start, link := p.text(i), -1, 0
	for k, r := range text + " " {
		switch {
		case r == '(' || r == '<' || r == '{':
			link++
		case r == ')' || r == '>' || r == '}':
			link = max(0, link-1)
		}
		if r < 0x80 && (unicode.IsLetter(r) || unicode.IsDigit(r)) && link == 0 {
			if start < 0 {
				start = k
			}
			continue
		}
		if start >= 0 && k-start > 1 && !strings.ContainsRune("/&@_:-.", r) {
			out = append(out, brief.Span{Start: p.units[i].Start + start, End: p.units[i].Start + k})
		}
		start = -1
	}
	return out
}

// reading is what the units of the text have, as they are read.
func (p *page) reading() []string {
	b := parse(string(p.src))
	texts := make([]string, len(p.units))
	for i, s := range p.units {
		texts[i] = anchored(b, "", 0, s).Quote
	}
	return texts
}

// untouched tells whether the page reads as though the marked unit had been left alone,
// at the unit of a place: the two are one and the same in every shortest account of what
// was put into the page and taken out of it.
func (p *page) untouched(place brief.Span) bool {
	q := newPage(p.src, nil)
	at := slices.IndexFunc(q.units, func(s brief.Span) bool { return s.Overlaps(place) })
	now := q.reading()
	if at < 0 {
		return false
	}
	numbers := map[string]uint32{}
	number := func(text string) uint32 {
		if _, ok := numbers[text]; !ok {
			numbers[text] = uint32(len(numbers))
		}
		return numbers[text]
	}
	var old []outlined
	for _, text := range p.was {
		old = append(old, outlined{sign: number(text)})
	}
	var after []uint32
	for _, text := range now {
		after = append(after, number(text))
	}
	return landmarks(old, after)[p.marked] == at
}

func (p *page) pick() int { return p.rng.IntN(len(p.units)) }

var stockWords = strings.Fields("harbour quarterly nine tender window orchard 1987 ledger basin voters clerk 42 season bridge ratio winter courier mandate vessel 310")

func (p *page) word() string { return stockWords[p.rng.IntN(len(stockWords))] }

// The edits, by name. Each is done to unit i.
var edits = map[string]func(p *page, i int){
	"words replaced":    func(p *page, i int) { p.eachWord(i, 0.12, func(string) string { return p.word() }) },
	"one word":          func(p *page, i int) { p.oneWord(i, func(string) string { return p.word() }) },
	"a word everywhere": (*page).everywhere,
	"typos":             func(p *page, i int) { p.eachWord(i, 0.3, p.typo) },
	"words put in":      func(p *page, i int) { p.eachWord(i, 0.08, func(w string) string { return w + " " + p.word() }) },
	"words taken out":   func(p *page, i int) { p.oneWord(i, func(string) string { return "" }) },
	"rewritten":         func(p *page, i int) { p.eachWord(i, 0.6, func(string) string { return p.word() }) },
	"sentence before":   func(p *page, i int) { p.before(i, "Nobody had said so until then. ") },
	"sentence after":    func(p *page, i int) { p.after(i, " Nobody has said so since.") },
	"markup":            func(p *page, i int) { p.oneWord(i, func(w string) string { return "**" + w + "**" }) },
	"link": func(p *page, i int) {
		p.oneWord(i, func(w string) string { return "[" + w + "](https://example.org/a)" })
	},
	"re-wrapped":       func(p *page, i int) { p.breakLine(i, "\n") },
	"split":            func(p *page, i int) { p.breakLine(i, "\n\n") },
	"merged":           (*page).merge,
	"neighbour before": func(p *page, i int) { p.drop(i - 1) },
	"neighbour after":  func(p *page, i int) { p.drop(i + 1) },
	"passage put in": func(p *page, i int) {
		p.insert(i, "The "+p.word()+" of the "+p.word()+" was put off, and the "+p.word()+" with it.")
	},
	"deleted": (*page).drop,
	"moved":   (*page).move,
	"doubled": (*page).double,
	"quotes":  func(p *page, i int) { p.oneWord(i, func(w string) string { return "“" + w + "”" }) },
}

func (p *page) oneWord(i int, change func(string) string) {
	if w := p.wordsOf(i); len(w) > 0 {
		s := w[p.rng.IntN(len(w))]
		p.splice(s, change(string(p.src[s.Start:s.End])))
	}
}

func (p *page) eachWord(i int, share float64, change func(string) string) {
	words := p.wordsOf(i)
	for _, s := range slices.Backward(words) {
		if p.rng.Float64() < share {
			p.splice(s, change(string(p.src[s.Start:s.End])))
		}
	}
}

// everywhere replaces a word of unit i in all of the text.
func (p *page) everywhere(i int) {
	words := p.wordsOf(i)
	if len(words) == 0 {
		return
	}
	w := words[p.rng.IntN(len(words))]
	old, now := string(p.src[w.Start:w.End]), p.word()
	for k := range p.units {
		for _, s := range slices.Backward(p.wordsOf(k)) {
			if string(p.src[s.Start:s.End]) == old {
				p.splice(s, now)
			}
		}
	}
}

func (p *page) typo(w string) string {
	k := p.rng.IntN(len(w))
	switch p.rng.IntN(3) {
	case 0:
		return w[:k] + w[k+1:]
	case 1:
		return w[:k] + string(rune('a'+p.rng.IntN(26))) + w[k:]
	}
	return w[:k] + string(rune('a'+p.rng.IntN(26))) + w[k+1:]
}

func (p *page) before(i int, s string) {
	if w := p.wordsOf(i); len(w) > 0 && !p.rows[i] {
		p.splice(brief.Span{Start: w[0].Start, End: w[0].Start}, s)
	}
}

func (p *page) after(i int, s string) {
	if !p.rows[i] {
		p.splice(brief.Span{Start: p.units[i].End, End: p.units[i].End}, s)
	}
}

func (p *page) breakLine(i int, with string) {
	w := p.wordsOf(i)
	if p.rows[i] || len(w) < 4 || strings.HasPrefix(p.text(i), "#") {
		return
	}
	s := w[1+p.rng.IntN(len(w)-2)]
	if p.src[s.Start-1] == ' ' {
		p.splice(brief.Span{Start: s.Start - 1, End: s.Start}, with)
	}
}

func (p *page) merge(i int) {
	if i+1 >= len(p.units) || p.rows[i] || p.rows[i+1] {
		return
	}
	w := p.wordsOf(i + 1)
	if len(w) == 0 || strings.HasPrefix(p.text(i), "#") || strings.HasPrefix(p.text(i+1), "#") {
		return
	}
	p.splice(brief.Span{Start: p.units[i].End, End: max(p.units[i].End, w[0].Start)}, " ")
}

func (p *page) drop(i int) {
	if i >= 0 && i < len(p.units) && len(p.units) > 3 {
		p.splice(p.whole(i), "")
		p.units, p.rows = slices.Delete(p.units, i, i+1), slices.Delete(p.rows, i, i+1)
		if i < p.home {
			p.home--
		}
	}
}

// insert puts a new unit before unit i, of its kind.
func (p *page) insert(i int, text string) {
	at := p.units[i].Start
	if p.rows[i] {
		text = "| " + text + strings.Repeat(" |", max(1, strings.Count(p.text(i), "|")-1)) + "\n"
	} else {
		text += "\n\n"
	}
	p.splice(brief.Span{Start: at, End: at}, text)
}

// move puts a unit before another one of its kind; the mark goes with it.
func (p *page) move(i int) {
	to := p.like(i)
	if to < 0 {
		return
	}
	cut := p.whole(i)
	text, was, home := string(p.src[cut.Start:cut.End]), p.mark, p.home
	carried := i == home && was.Start >= cut.Start && was.End <= cut.End && !p.gone
	if !carried && !p.gone && p.units[i].Overlaps(was) {
		return // the mark is in two units: one of them alone is not moved
	}
	text = p.apart(text, i, to)
	off := was.Start - cut.Start
	unit := p.units[i].Len()
	gone := p.gone
	p.splice(cut, "")
	at := p.units[to].Start
	p.splice(brief.Span{Start: at, End: at}, text)
	p.units[i] = brief.Span{Start: at, End: at + unit}
	if carried {
		p.mark, p.gone = brief.Span{Start: at + off, End: at + off + was.Len()}, gone
	}
	order := make([]int, len(p.units))
	for k := range order {
		order[k] = k
	}
	slices.SortFunc(order, func(a, b int) int { return cmp.Compare(p.units[a].Start, p.units[b].Start) })
	units, rows := make([]brief.Span, len(order)), make([]bool, len(order))
	for k, o := range order {
		units[k], rows[k] = p.units[o], p.rows[o]
		if o == home {
			p.home = k
		}
	}
	p.units, p.rows = units, rows
}

// apart ends a unit's text so that it stays apart from the one it comes before.
func (p *page) apart(text string, i, to int) string {
	text = strings.TrimRight(text, "\n") + "\n"
	if !p.rows[i] && (p.item(i) == "" || p.item(i) != p.item(to)) {
		text += "\n"
	}
	return text
}

// item is the marker of an item of a list, "" for other units.
func (p *page) item(i int) string {
	if t := strings.TrimLeft(p.text(i), " "); t != "" && strings.ContainsRune("-*+", rune(t[0])) {
		return t[:1]
	}
	return ""
}

// like is another unit of the kind of unit i, not next to it; -1 for none.
func (p *page) like(i int) int {
	for range 8 {
		if k := p.pick(); (k < i-1 || k > i+2) && p.rows[k] == p.rows[i] && (!p.rows[i] || absolute(k-i) < 6) {
			return k
		}
	}
	return -1
}

// double copies a unit to another place.
func (p *page) double(i int) {
	to := p.like(i)
	if to < 0 {
		return
	}
	cut := p.whole(i)
	text := string(p.src[cut.Start:cut.End])
	text = p.apart(text, i, to)
	marked := !p.gone && 2*(min(p.mark.End, cut.End)-max(p.mark.Start, cut.Start)) > p.mark.Len() // all of it, or the most
	off := max(0, p.mark.Start-cut.Start)
	if !marked {
		off = p.off
		marked = anchored(parse(text), "", 0, brief.Span{End: len(text)}).Quote == p.unit
	}
	at := p.units[to].Start
	p.splice(brief.Span{Start: at, End: at}, text)
	if marked {
		p.copies = append(p.copies, brief.Span{Start: at + off, End: min(at+off+max(1, p.mark.Len()), at+len(text))})
	}
}

// plant makes a lookalike of unit i before anything is marked: the same, or
// with one or two words changed (at least so many), next to it or far away.
func (p *page) plant(i, least int) {
	text := p.text(i)
	words := p.wordsOf(i)
	if len(words) == 0 {
		return
	}
	for range max(least, p.rng.IntN(3)) {
		w := words[p.rng.IntN(len(words))]
		old := string(p.src[w.Start:w.End])
		text = strings.Replace(text, old, p.word(), 1)
	}
	to := p.like(i)
	if text != p.text(i) && (p.rows[i] || p.rng.IntN(2) == 0) {
		to = i
	}
	if to < 0 {
		return
	}
	p.other = text
	if at := p.units[to].Start; p.rows[i] {
		p.splice(brief.Span{Start: at, End: at}, text+"\n")
	} else {
		p.splice(brief.Span{Start: at, End: at}, text+"\n\n")
	}
}

// marking chooses what is marked in unit i: all of it, it and the next, or
// some of its words.
func (p *page) marking(i int) {
	p.home, p.mark = i, p.units[i]
	words := p.wordsOf(i)
	switch p.rng.IntN(6) {
	case 0:
		if i+1 < len(p.units) && !p.rows[i] {
			p.mark.End = p.units[i+1].End
		}
	case 1, 2:
		if len(words) > 2 {
			from := p.rng.IntN(len(words))
			to := min(len(words)-1, from+p.rng.IntN(12))
			p.mark = brief.Span{Start: words[from].Start, End: words[to].End}
		}
	}
}

// nearby is the unit of the mark or, mostly, that of the planted lookalike, or one
// beside either.
func (p *page) nearby() int {
	i := p.home
	other := slices.IndexFunc(p.units, func(s brief.Span) bool {
		return string(p.src[s.Start:s.End]) == p.other && (p.gone || !s.Overlaps(p.mark))
	})
	if other >= 0 && p.rng.IntN(3) > 0 {
		i = other
	}
	i += []int{0, 0, -1, 1}[p.rng.IntN(4)]
	return min(max(0, i), len(p.units)-1)
}

// A tally counts the answers.
type tally struct {
	marks, stood, found, wrong int
	inside                     int            // in the right passage, at other words
	untouched                  int            // of wrong, where the page reads as though the marked one had been left alone
	same                       int            // at another copy of the words, where all that is kept of the mark is as it was
	stoodTwin, foundTwin       int            // of stood and found, where a lookalike stood when it was marked
	stoodReal, foundReal       int            // where none was planted, whatever the text itself repeats
	missed                     map[string]int // by what was done
	earlier                    bool           // the anchors are as they were before they had an outline
	near                       bool           // all texts have a lookalike, and most edits are done to it, or beside it
	examples                   []string
}

// trial marks something in a text, edits it, and judges the answer.
func (c *tally) trial(name string, src []byte, rng *rand.Rand) {
	p := newPage(src, rng)
	if len(p.units) < 5 {
		return
	}
	twin, least := rng.IntN(4) == 0, 0
	if c.near {
		twin, least = true, 1
	}
	if i := p.pick(); twin { // a lookalike stands there when it is marked
		text := p.text(i)
		p.plant(i, least)
		other := p.other
		p = newPage(p.src, rng)
		p.other = other
		if i = slices.IndexFunc(p.units, func(s brief.Span) bool { return string(p.src[s.Start:s.End]) == text }); i >= 0 {
			p.marking(i)
		}
	}
	if p.home < 0 {
		p.marking(p.pick())
	}
	a := Anchored(parse(string(p.src)), "page.md", 0, p.mark)
	if a.Quote == "" {
		return
	}
	p.off = p.mark.Start - p.units[p.home].Start
	p.was, p.marked = p.reading(), p.home
	p.unit = p.was[p.home]
	var done []string
	names := slices.Sorted(maps.Keys(edits))
	for k := range 1 + rng.IntN(4) {
		n, i := names[rng.IntN(len(names))], p.pick()
		if k == 0 || rng.IntN(2) == 0 {
			i = min(max(0, p.home), len(p.units)-1)
			done = append(done, n)
		} else {
			done = append(done, n+" elsewhere")
		}
		if c.near && k > 0 {
			i = p.nearby()
		}
		edits[n](p, i)
	}
	p.planted = twin
	twin = twin || slices.ContainsFunc(a.Alike, func(k Alike) bool { return k.Words >= 80 })
	switch {
	case p.planted:
		name += " (a lookalike planted)"
	case twin:
		name += " (with a lookalike)"
	}
	c.judge(p, a, name+": "+strings.Join(done, ", "), twin)
}

// inHome tells whether a place lies in the unit where the mark is.
func (p *page) inHome(s brief.Span) bool {
	if p.home < 0 || p.home >= len(p.units) {
		return false
	}
	u := p.units[p.home]
	return u.Overlaps(p.mark) && s.Start >= u.Start && s.End <= u.End
}

func (c *tally) judge(p *page, a Anchor, what string, twin bool) {
	now := parse(string(p.src))
	c.marks++
	truth := Anchor{}
	if !p.gone && p.mark.Len() > 0 {
		truth = anchored(now, "", 0, p.mark)
	}
	stands := near5th(a.Quote, truth.Quote)
	if stands && p.home >= 0 && p.home < len(p.units) { // and so does its passage
		stands = near5th(p.unit, anchored(now, "", 0, p.units[p.home]).Quote)
	}
	if strings.Contains(what, "doubled") && strings.Contains(what, "moved") {
		stands = false // of two copies that both stand elsewhere none is better
	}
	if stands {
		c.stood++
	}
	if stands && !p.planted {
		c.stoodReal++
	}
	if stands && twin {
		c.stoodTwin++
	}
	if c.earlier {
		a.Outline = ""
	}
	place := Resolve(now, a)
	g := newGround(now)
	inText := func(s brief.Span) (start, end int) { // as it is read: the address of a link does not count
		return g.offset(s), g.offset(brief.Span{Start: s.End - 1, End: s.End}) + 1
	}
	right := func(s brief.Span) bool {
		if s.Len() == 0 || place.Span.Len() == 0 {
			return false
		}
		t := anchored(now, "", 0, s)
		if t.End <= t.Start {
			return false
		}
		from, to := inText(brief.Span{Start: t.Start, End: t.End})
		start, end := inText(place.Span)
		common := min(to, end) - max(from, start)
		return common > 0 && common*2 >= min(to-from, end-start)
	}
	switch {
	case place.State == Lost:
		if stands {
			c.missed[what[strings.LastIndex(what, ": ")+2:]]++
			c.example("missed", what, a, place, now, truth)
		}
	case !p.gone && right(p.mark), slices.ContainsFunc(p.copies, right):
		if stands {
			c.found++
		}
		if stands && !p.planted {
			c.foundReal++
		}
		if stands && twin {
			c.foundTwin++
		}
	case !p.gone && (p.inHome(place.Span) || truth.Passage != "" && truth.Passage == anchored(now, "", 0, place.Span).Passage && now.At(p.mark.Start) == now.At(place.Span.Start)):
		// the right passage or row, but other words of it
		c.inside++
		c.example("INSIDE", what, a, place, now, truth)
	case !a.differs(anchored(now, "", 0, place.Span)):
		c.same++ // nobody can tell it from the marked one
	default:
		c.wrong++
		if p.untouched(place.Span) {
			c.untouched++
		}
		c.example("WRONG", what, a, place, now, truth)
	}
}

// differs tells whether anything that an anchor keeps of its place is otherwise
// in another: the byte where it begins, its words and passage, what stands next
// to them, the headings.
func (a Anchor) differs(b Anchor) bool {
	alike := func(x, y string) bool { return string(fold(nil, x)) == string(fold(nil, y)) }
	return a.Start != b.Start || a.Quote != b.Quote || a.Passage != b.Passage || !alike(a.Before, b.Before) || !alike(a.After, b.After) || !slices.Equal(a.Heading, b.Heading)
}

func (c *tally) example(kind, what string, a Anchor, place Place, now *brief.Brief, truth Anchor) {
	if len(c.examples) < 4000 {
		c.examples = append(c.examples, fmt.Sprintf("%s %s: %s\n  before %q\n  quote  %q\n  after  %q\n  at     %q\n  truth  %q", kind, place.State, what, a.Before, a.Quote, a.After,
			now.Raw[place.Span.Start:place.Span.End], truth.Quote))
	}
}

// near5th tells whether at most a fifth of the letters of a text are others now.
func near5th(old, now string) bool {
	was, is := foldTrimmed(old), foldTrimmed(now)
	return len(is) > 0 && distance(was, is)*5 <= len(was)
}

// distance is the number of letters put in, taken out or replaced between two
// texts: the plain table.
func distance(a, b []byte) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range a {
		left := row[0]
		row[0] = i + 1
		for j := range b {
			up := row[j+1]
			d := left
			if a[i] != b[j] {
				d = min(left, up, row[j]) + 1
			}
			row[j+1], left = d, up
		}
	}
	return row[len(b)]
}

// The texts of the ordinary run: the samples, and made ones that are full of
// lookalikes.
func editTexts(t *testing.T) map[string][]byte {
	texts := map[string][]byte{}
	root := briefs.FS()
	if dir := os.Getenv("BROADSHEET_EDITS"); dir != "" {
		root = os.DirFS(dir)
	}
	err := fs.WalkDir(root, ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || filepath.Ext(path) != ".md" {
			return err
		}
		texts[path], err = fs.ReadFile(root, path)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	rng := rand.New(rand.NewPCG(5, 5))
	for i := range 6 {
		texts[fmt.Sprintf("made/list-%d.md", i)] = madeList(rng)
		texts[fmt.Sprintf("made/table-%d.md", i)] = madeTable(rng)
	}
	return texts
}

func madeList(rng *rand.Rand) []byte {
	var w strings.Builder
	w.WriteString("# Counts\n\nWhat the gates counted, month by month, as far as the office has given it out.\n\n")
	for year := range 4 {
		fmt.Fprintf(&w, "## %d\n\n", 2018+year)
		for month := range 8 {
			fmt.Fprintf(&w, "- In month %d of %d the office counted %d crossings at the northern gate.\n", month+1, 2018+year, 3000+rng.IntN(6000))
		}
		w.WriteString("\nThe figures are those of the office, and nobody has checked them.\n\n- [Read more](https://example.org/more)\n- Contact the office\n\n")
	}
	return []byte(w.String())
}

func madeTable(rng *rand.Rand) []byte {
	var w strings.Builder
	w.WriteString("# Freight\n\nTonnes by gate and month. Where nothing was given out there is a dash.\n\n| gate | month | tonnes | who counted |\n|---|---|---|---|\n")
	gates := []string{"Torkham", "Chaman", "Ghulam Khan", "Angoor Ada"}
	for i := range 40 {
		fmt.Fprintf(&w, "| %s | %d/2025 | %d | customs |\n", gates[i%4], i/4+1, 100+rng.IntN(900))
	}
	w.WriteString("\nAll of it goes by road. A second table is said to be in preparation.\n\nThe customs house has moved, and the clerk with it.\n")
	return []byte(w.String())
}

// trials are those of the ordinary run, or as the environment says.
func (c *tally) trials(t *testing.T) {
	texts, rounds := editTexts(t), 25
	if os.Getenv("BROADSHEET_EDITS") != "" {
		rounds = 1
	}
	if n, err := strconv.Atoi(os.Getenv("BROADSHEET_ROUNDS")); err == nil {
		rounds = n
	}
	seed, _ := strconv.Atoi(cmp.Or(os.Getenv("BROADSHEET_SEED"), "1"))
	for k, name := range slices.Sorted(maps.Keys(texts)) {
		for r := range rounds {
			if len(texts[name]) < 200_000 {
				c.trial(name, texts[name], rand.New(rand.NewPCG(uint64(seed), uint64(k*1000+r))))
			}
		}
	}
}

// Anchors of an earlier version, which have no outline, are found less often
// among lookalikes, and in the texts of the ordinary run never at a wrong place.
func TestEarlierAnchorsInEditedTexts(t *testing.T) {
	c := tally{missed: map[string]int{}, earlier: true}
	c.trials(t)
	t.Logf("%d marks, %d wrong; found without a lookalike %d of %d, with one %d of %d", c.marks, c.wrong, c.found-c.foundTwin, c.stood-c.stoodTwin, c.foundTwin, c.stoodTwin)
	if c.wrong > 0 {
		t.Errorf("%d of %d stand at a wrong place\n%s", c.wrong, c.marks, strings.Join(c.examples, "\n\n"))
	}
}

// write writes what was missed to the file that is asked for.
func (c *tally) write(t *testing.T) {
	if out := os.Getenv("BROADSHEET_EXAMPLES"); out != "" {
		if err := os.WriteFile(out, []byte(strings.Join(c.examples, "\n\n")), 0o600); err != nil {
			t.Error(err)
		}
	}
}

// kept are the examples of a kind.
func (c *tally) kept(kind string) []string {
	return slices.DeleteFunc(slices.Clone(c.examples), func(e string) bool { return !strings.HasPrefix(e, kind) })
}

// The hardest texts: a lookalike that differs in a word or two stands in each when it
// is marked, and most edits are done to that or beside it. So many are lost, rightly;
// none stands at a wrong place.
func TestEditedLookalikes(t *testing.T) {
	c := tally{missed: map[string]int{}, near: true}
	c.trials(t)
	t.Logf("%d marks, %d wrong, %d at other words of the passage; found %d of %d", c.marks, c.wrong, c.inside, c.found, c.stood)
	c.write(t)
	if c.wrong > 0 {
		t.Errorf("%d of %d stand at a wrong place\n%s", c.wrong, c.marks, strings.Join(c.kept("WRONG"), "\n\n"))
	}
	if c.found*10 < c.stood*9 {
		t.Errorf("too few are found")
	}
}

// TestEditedTexts edits texts at random: no anchor may stand at words that are
// not its own, and of those whose words still stand, with up to a fifth of the
// letters changed, 99 of 100 must be found. The share is counted three times:
//
//   - of the marks that had no lookalike in their text (a place with 80 of 100
//     of the words) when they were made;
//   - of all marks in the texts as they are, with whatever they repeat; of the
//     ordinary run's texts half are made of lists and tables that say the same
//     in every row, so 95 of 100 are asked for there;
//   - of all marks, those of the quarter of the trials included in which a
//     lookalike was planted before the marking. That one is only printed: where
//     nothing is left of what stood next to either of two that say the same,
//     nobody can tell which is which, and lost, with both offered, is right.
//
// Other words of the right passage may be stood at by 1 mark in 1,000. Where one
// of several equal items of a list is moved, the next comes to stand at its very
// bytes between its very neighbours; that the program says ok of that is counted
// apart, as the page is what it would be had another one been moved.
// BROADSHEET_EDITS is a folder of other texts, BROADSHEET_ROUNDS the number of
// trials for each text, BROADSHEET_SEED another beginning, BROADSHEET_EXAMPLES a
// file to be written with what was missed.
func TestEditedTexts(t *testing.T) {
	c := tally{missed: map[string]int{}}
	c.trials(t)
	share := func(a, b int) float64 { return 100 * float64(a) / float64(max(1, b)) }
	stoodAlone, foundAlone := c.stood-c.stoodTwin, c.found-c.foundTwin
	t.Logf("%d marks, %d wrong, %d at other words of the passage, %d at a copy that nothing tells from the marked one", c.marks, c.wrong, c.inside, c.same)
	if c.wrong > 0 {
		t.Logf("of the wrong ones %d in pages that read as though the marked one had been left alone", c.untouched)
	}
	t.Logf("found without a lookalike %d of %d (%.2f %%), in the texts as they are %d of %d (%.2f %%), with lookalikes planted %d of %d (%.2f %%)",
		foundAlone, stoodAlone, share(foundAlone, stoodAlone), c.foundReal, c.stoodReal, share(c.foundReal, c.stoodReal), c.found, c.stood, share(c.found, c.stood))
	c.write(t)
	least := 95
	if os.Getenv("BROADSHEET_EDITS") != "" {
		least = 99
	}
	if c.wrong > 0 {
		t.Errorf("%d of %d stand at a wrong place", c.wrong, c.marks)
	}
	if foundAlone*100 < stoodAlone*99 || c.foundReal*100 < c.stoodReal*least {
		t.Errorf("too few are found")
	}
	if c.inside*1000 > c.marks {
		t.Errorf("%d of %d stand at other words of their passage", c.inside, c.marks)
	}
}
