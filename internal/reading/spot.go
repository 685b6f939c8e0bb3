package reading

import (
	"slices"
	"sort"
	"strings"
	"unicode"
	"unicode/utf8"

	"broadsheet/internal/brief"
)

// A Spot is a place in the text of a brief: the words that stand there, what
// stands around them and how far down it is. It is a value, made by Mark, and
// may be compared; the zero value is the start of a brief. All in all it has
// at most some 400 bytes.
type Spot struct {
	off     int    // byte of Raw
	of      int    // bytes of Raw then
	under   int    // bytes of Raw since the first passage under the heading
	lead    int    // bytes of Raw from the place on to the first words
	words   string // the sentence there as it is read, or a part of it
	in      int    // bytes of words that stand before the place
	before  string // the text before the words, at most beside bytes
	after   string // the text after them
	heading string // titles of the sections it stands in, outermost first, a line each
}

const (
	least  = 80  // bytes of words that are kept, where the passage has as many
	most   = 200 // bytes of words that are kept
	back   = 80  // of them before the place
	beside = 64  // bytes of text before and after the words
	agrees = 16  // bytes beside the words by which a copy of them is told from another
	short  = 24  // bytes of words that may stand anywhere by accident
	copies = 4096
)

// Mark makes the Spot of byte off of b.Raw, which may be any number. A place
// before the first words of the brief is its start.
func Mark(b *brief.Brief, off int) Spot { return newGround(b).mark(off) }

// Find gives the byte of b.Raw that the Spot stands for, always from 0 to
// len(b.Raw). In the text that it was made from that is the very byte. In an
// edited one it is the byte of the same words: of several places with them
// that where most of what stood around is the same, then the nearest. Where
// the words were edited it is where a part of them stands, or what stood beside
// them; else the same distance under the same heading; else the same share of
// the text. Time is linear in the brief.
func (s Spot) Find(b *brief.Brief) int {
	if s == (Spot{}) || len(b.Raw) == 0 {
		return 0
	}
	g := newGround(b)
	if s.off >= 0 && s.off <= len(b.Raw) && g.mark(s.off).reads(s) {
		return s.off
	}
	if off, ok := g.stands(s); ok {
		return off
	}
	if off, ok := g.piece(s); ok {
		return off
	}
	return g.guess(s)
}

// reads tells whether two places read the same.
func (s Spot) reads(t Spot) bool {
	return s.words == t.words && s.in == t.in && s.lead == t.lead && s.before == t.before && s.after == t.after
}

// A ground is the text of all passages, each parted from the one before by a
// space, so that what was one passage and now is two still reads the same.
type ground struct {
	b      *brief.Brief
	text   string
	starts []int // where in text each passage begins; one without words begins where the one before it ends
}

func newGround(b *brief.Brief) *ground {
	var w strings.Builder
	w.Grow(b.Body.Len())
	g := &ground{b: b, starts: make([]int, len(b.Passages))}
	for i := range b.Passages {
		text := b.Passages[i].Text
		if text != "" && w.Len() > 0 {
			w.WriteByte(' ')
		}
		g.starts[i] = w.Len()
		w.WriteString(text)
	}
	g.text = w.String()
	return g
}

// at gives the first words at or after byte off of Raw, as a passage and a
// byte of its text; where none are left, the end of the last words. False
// where the brief has no words.
func (g *ground) at(off int) (passage, t int, ok bool) {
	from := g.b.At(off)
	if from < 0 {
		return 0, 0, false
	}
	rest := brief.Span{Start: off, End: len(g.b.Raw)}
	for i := from; i < len(g.b.Passages); i++ {
		if in, ok := g.b.Passages[i].InText(rest); ok {
			return i, in.Start, true
		}
	}
	for i := len(g.b.Passages) - 1; i >= 0; i-- {
		if text := g.b.Passages[i].Text; text != "" {
			return i, len(text), true
		}
	}
	return 0, 0, false
}

// raw is the byte of Raw where byte pos of the ground's text comes from.
func (g *ground) raw(pos int) int {
	i := max(0, sort.Search(len(g.starts), func(i int) bool { return g.starts[i] > pos })-1)
	p := &g.b.Passages[i]
	t := min(pos-g.starts[i], len(p.Text))
	if t == len(p.Text) && t > 0 {
		return p.Source(brief.Span{Start: t - 1, End: t}).End
	}
	return p.Source(brief.Span{Start: t, End: t + 1}).Start
}

func (g *ground) mark(off int) Spot {
	off = min(max(off, 0), len(g.b.Raw))
	i, t, ok := g.at(off)
	pos := 0
	if ok {
		pos = g.starts[i] + t
	}
	if pos == 0 {
		return Spot{}
	}
	text := g.b.Passages[i].Text
	start, end := sentence(text, t)
	s := Spot{
		off: off, of: len(g.b.Raw), lead: g.raw(pos) - off,
		words: text[start:end], in: t - start, heading: g.heading(i),
	}
	s.before, s.after = g.around(g.starts[i]+start, g.starts[i]+end)
	s.under = off - g.b.Passages[g.section(i)].Span.Start
	return s
}

// around is the text beside a range of the ground's text.
func (g *ground) around(start, end int) (before, after string) {
	from, to := max(0, start-beside), min(len(g.text), end+beside)
	for from < start && !utf8.RuneStart(g.text[from]) {
		from++
	}
	for to > end && to < len(g.text) && !utf8.RuneStart(g.text[to]) {
		to--
	}
	return g.text[from:start], g.text[end:to]
}

// heading is the titles of the sections that passage i stands in; a heading
// stands in its own.
func (g *ground) heading(i int) string {
	titles, in := g.b.HeadingPath(i), g.b.Passages[i].Section
	if in > 0 && g.b.Sections[in].First == i {
		titles = append(titles, g.b.Sections[in].Title)
	}
	return strings.Join(titles, "\n")
}

// section is the first passage of the section that passage i stands in.
func (g *ground) section(i int) int {
	return min(g.b.Sections[g.b.Passages[i].Section].First, i)
}

// sentence gives the bytes of a passage's text that are kept for a place in
// it: from where its sentence begins on, or from a word shortly before the
// place, up to the end of a sentence.
func sentence(text string, t int) (start, end int) {
	for start = t; start > 0 && !(start < len(text) && ends(text[:start])); start-- {
		if t-start >= back {
			start = wordStart(text, start, t)
			break
		}
	}
	for end = min(max(t, start+least), len(text)); end < len(text) && !ends(text[:end]); end++ {
		if end-start >= most {
			end = wordEnd(text, end, t)
			break
		}
	}
	return start, start + len(strings.TrimRightFunc(text[start:end], unicode.IsSpace))
}

// ends tells whether a sentence or a line ends with this text, so that the
// next begins right after it.
func ends(text string) bool {
	switch {
	case strings.HasSuffix(text, "\n"):
		return true
	case strings.HasSuffix(text, "。") || strings.HasSuffix(text, "！") || strings.HasSuffix(text, "？"):
		return true
	}
	text, space := strings.CutSuffix(text, " ")
	if !space {
		return false
	}
	text = strings.TrimRight(text[max(0, len(text)-8):], "\"')]”’»")
	r, _ := utf8.DecodeLastRuneInString(text)
	return strings.ContainsRune(".!?…:;؟۔।", r)
}

// wordStart is the first beginning of a word from byte from of a text on, not
// after to.
func wordStart(text string, from, to int) int {
	if i := strings.IndexByte(text[from:to], ' '); i >= 0 {
		return from + i + 1
	}
	for from < to && !utf8.RuneStart(text[from]) {
		from++
	}
	return from
}

// wordEnd is the last end of a word up to byte end of a text, not before from.
func wordEnd(text string, end, from int) int {
	if i := strings.LastIndexByte(text[from:end], ' '); i > 0 {
		return from + i
	}
	for end > from && !utf8.RuneStart(text[end]) {
		end--
	}
	return end
}

// stands finds the very words. Words so short that they may stand anywhere
// need something around them to agree.
func (g *ground) stands(s Spot) (off int, ok bool) {
	near := g.nearness(s)
	best, score := -1, 0
	for _, i := range g.all(s.words, true) {
		if n := g.agreement(s, i); best < 0 || n > score || n == score && near(i) < near(best) {
			best, score = i, n
		}
	}
	if best < 0 || len(s.words) < short && score < 2 {
		return 0, false
	}
	return g.leading(s, best+s.in), true
}

// all are the places of some words in the text, at most copies of them. whole
// leaves out those inside longer words.
func (g *ground) all(words string, whole bool) []int {
	var out []int
	for from := 0; words != "" && len(out) < copies; {
		i := strings.Index(g.text[from:], words)
		if i < 0 {
			break
		}
		i += from
		from = i + 1
		if !whole || !joined(g.text[:i], words) && !joined(words, g.text[i+len(words):]) {
			out = append(out, i)
		}
	}
	return out
}

// joined tells whether one word goes on from a text into the next. Where words
// are written without spaces none does.
func joined(left, right string) bool {
	l, _ := utf8.DecodeLastRuneInString(left)
	r, _ := utf8.DecodeRuneInString(right)
	in := func(r rune) bool {
		return r != utf8.RuneError && (unicode.IsLetter(r) || unicode.IsDigit(r)) && !unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai, unicode.Khmer, unicode.Lao, unicode.Myanmar)
	}
	return in(l) && in(r)
}

// agreement says how much of what is around byte i of the text is as it was
// around the words: two for each side, one for the heading.
func (g *ground) agreement(s Spot, i int) int {
	n, end := 0, i+len(s.words)
	if k := min(agrees, len(s.before)); strings.HasSuffix(g.text[:i], s.before[len(s.before)-k:]) && (k > 0 || i == 0) {
		n += 2
	}
	if k := min(agrees, len(s.after)); strings.HasPrefix(g.text[end:], s.after[:k]) && (k > 0 || end == len(g.text)) {
		n += 2
	}
	passage := sort.Search(len(g.starts), func(k int) bool { return g.starts[k] > i }) - 1
	if g.heading(passage) == s.heading {
		n++
	}
	return n
}

// nearness gives how far a byte of the text is from where the place would be if
// all edits were before it, or all after it.
func (g *ground) nearness(s Spot) func(pos int) int {
	expect := func(off int) int {
		i, t, ok := g.at(min(max(off, 0), len(g.b.Raw)))
		if !ok {
			return 0
		}
		return g.starts[i] + t - s.in
	}
	one, two := expect(s.off), expect(len(g.b.Raw)-s.of+s.off)
	return func(pos int) int { return min(distance(pos, one), distance(pos, two)) }
}

func distance(a, b int) int { return max(a-b, b-a) }

// leading goes back from byte pos of the text to the markup that stood between
// the place and its words, where it still stands.
func (g *ground) leading(s Spot, pos int) int {
	off := g.raw(pos)
	if i, t, ok := g.at(max(off-s.lead, 0)); ok && g.starts[i]+t == pos {
		return min(max(off-s.lead, 0), len(g.b.Raw))
	}
	return off
}

// piece finds the place by parts of its words and of what stood beside them.
// Each part votes for the places it would have, the less the more there are of
// them; the best is where most of them agree.
func (g *ground) piece(s Spot) (off int, ok bool) {
	near := g.nearness(s)
	var votes []vote
	for rank, p := range s.parts() {
		found := g.all(p.text, false)
		slices.SortFunc(found, func(a, b int) int { return near(a) - near(b) })
		for _, i := range found[:min(len(found), heard)] {
			at := min(max(i+p.shift, g.passageStart(i)), len(g.text))
			votes = append(votes, vote{at, rank, float64(len(p.text)) / float64(len(found))})
		}
	}
	best, most := -1, 0.0
	for i, v := range votes {
		n := support(votes, v.at)
		if best < 0 || n > most || n == most && v.rank == votes[best].rank && near(v.at) < near(votes[best].at) {
			best, most = i, n
		}
	}
	if best < 0 {
		return 0, false
	}
	for _, v := range votes { // of those that agree, the part that says best where
		if v.rank < votes[best].rank && distance(v.at, votes[best].at) <= together {
			best = slices.Index(votes, v)
		}
	}
	return g.raw(votes[best].at), true
}

const (
	heard    = 16  // places of a part that count, the nearest
	together = 256 // bytes between places that are taken for one
)

// A vote is for a place in the ground's text, by the part of a rank.
type vote struct {
	at, rank int
	weight   float64
}

// support adds up, for each part, its strongest vote for a place.
func support(votes []vote, at int) float64 {
	sum, most, rank := 0.0, 0.0, -1
	for _, v := range votes {
		if v.rank != rank {
			sum, most, rank = sum+most, 0, v.rank
		}
		if distance(v.at, at) <= together {
			most = max(most, v.weight)
		}
	}
	return sum + most
}

// passageStart is where the passage of byte pos of the text begins.
func (g *ground) passageStart(pos int) int {
	return g.starts[sort.Search(len(g.starts), func(i int) bool { return g.starts[i] > pos })-1]
}

// A part is a piece of text, and how many bytes after its beginning the place
// is, if not more was edited.
type part struct {
	text  string
	shift int
}

// parts are pieces of a place's surroundings, the one that says best where the
// place is first.
func (s Spot) parts() []part {
	var out []part
	add := func(cut func(n int) part) {
		for _, n := range []int{48, 24} {
			if p := cut(n); len(p.text) >= agrees {
				out = append(out, p)
			}
		}
	}
	in := min(s.in, len(s.words))
	add(func(n int) part { return part{first(s.words[in:], n), 0} })
	add(func(n int) part { p := last(s.words[:in], n); return part{p, len(p)} })
	add(func(n int) part { return part{first(s.words, n), in} })
	add(func(n int) part { p := last(s.before, n); return part{p, len(p)} })
	add(func(n int) part { p := last(s.words, n); return part{p, in - len(s.words) + len(p)} })
	add(func(n int) part { return part{first(strings.TrimLeft(s.after, " "), n), 0} })
	return out
}

// first is the beginning of a text, at most n bytes.
func first(s string, n int) string {
	for n = min(n, len(s)); n > 0 && n < len(s) && !utf8.RuneStart(s[n]); n-- {
	}
	return s[:n]
}

// last is the end of a text, at most n bytes.
func last(s string, n int) string {
	i := max(0, len(s)-n)
	for i < len(s) && !utf8.RuneStart(s[i]) {
		i++
	}
	return s[i:]
}

// guess is the beginning of the passage that is as far under the same heading,
// or as far down the text.
func (g *ground) guess(s Spot) int {
	if len(g.b.Passages) == 0 {
		return 0
	}
	from, to := -1, -1 // the first and the last passage under the heading
	for i := range g.b.Passages {
		if s.heading != "" && g.heading(i) == s.heading {
			if from < 0 {
				from = i
			}
			to = i
		} else if from >= 0 {
			break
		}
	}
	if from >= 0 {
		i := g.b.At(g.b.Passages[from].Span.Start + max(s.under, 0))
		return g.b.Passages[min(max(i, from), to)].Span.Start
	}
	share := 0.0
	if s.of > 0 {
		share = min(max(float64(s.off)/float64(s.of), 0), 1)
	}
	return g.b.Passages[g.b.At(int(share*float64(len(g.b.Raw))))].Span.Start
}
