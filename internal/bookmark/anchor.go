package bookmark

import (
	"strings"
	"unicode/utf8"

	"broadsheet/internal/brief"
)

// sides is how many characters before and after a quote are kept with it.
const sides = 48

// Anchored makes the anchor of a marked range of Raw: one word, a passage,
// several. path and hash are the library's for the file. What of the range is
// markup or between passages does not count; Start and End are narrowed to
// the words. A range without words gives an anchor with an empty Quote, which
// Resolve calls lost: do not keep it.
func Anchored(b *brief.Brief, path string, hash uint64, s brief.Span) Anchor {
	return Quoted(b, path, hash, s).Known(b)
}

// Quoted is Anchored as far as that takes no time: what was marked, and what
// stands around it. Known has to be asked for the rest before it is kept.
func Quoted(b *brief.Brief, path string, hash uint64, s brief.Span) Anchor {
	a := anchored(b, path, hash, s)
	if s := (brief.Span{Start: a.Start, End: a.End}); b.Disk(s) != s {
		a.Hash = 0 // of a file that is not UTF-8 the bytes have to be looked up each time
	}
	return a
}

// Known is an anchor of Quoted with what tells it from its lookalikes in the brief.
// It takes some tens of milliseconds in a long one.
func (a Anchor) Known(b *brief.Brief) Anchor {
	if a.Quote != "" {
		a.know(newGround(b))
	}
	return a
}

func anchored(b *brief.Brief, path string, hash uint64, s brief.Span) Anchor {
	a := Anchor{Path: path, Hash: hash, Start: s.Start, End: s.End, Heading: []string{}}
	var quote, whole []string
	first, last := -1, -1
	var from, to int         // bytes of the first and the last passage's text
	var wide, end brief.Span // the whole of these, of a table the rows
	for i := range b.Passages {
		p := &b.Passages[i]
		if !p.Span.Overlaps(s) {
			continue
		}
		t, ok := words(p, s)
		if !ok {
			continue
		}
		end = around(p, t)
		if first < 0 {
			first, from, wide = i, t.Start, end
		}
		last, to = i, t.End
		quote, whole = append(quote, p.Text[t.Start:t.End]), append(whole, p.Text[end.Start:end.End])
	}
	if first < 0 {
		return a
	}
	a.Quote, a.Passage = strings.Join(quote, "\n\n"), strings.Join(whole, "\n\n")
	a.Start = b.Passages[first].Source(brief.Span{Start: from, End: len(b.Passages[first].Text)}).Start
	a.End = b.Passages[last].Source(brief.Span{Start: 0, End: to}).End
	if first == last {
		in := b.Passages[first].Source(brief.Span{Start: from, End: to})
		a.Start, a.End = in.Start, in.End
	}
	a.Before, a.After = textBefore(b, first, from), textAfter(b, last, to)
	if a.Quote != a.Passage {
		a.PassageBefore, a.PassageAfter = textBefore(b, first, wide.Start), textAfter(b, last, end.End)
	}
	a.Heading = b.HeadingPath(first)
	return a
}

// words is the part of passage p's text that lies in s, without white space at
// its edges; false where there is none.
func words(p *brief.Passage, s brief.Span) (brief.Span, bool) {
	t, ok := p.InText(s)
	if !ok || t.Start < 0 || t.End > len(p.Text) || t.Start >= t.End {
		return t, false
	}
	for t.Start > 0 && !utf8.RuneStart(p.Text[t.Start]) { // a character is marked whole
		t.Start--
	}
	for t.End < len(p.Text) && !utf8.RuneStart(p.Text[t.End]) {
		t.End++
	}
	text, lead := trimmed(p.Text[t.Start:t.End])
	t.Start += lead
	t.End = t.Start + len(text)
	return t, text != ""
}

// around is the text of passage p that a part of it is kept with: all of it, or
// of a table the rows.
func around(p *brief.Passage, t brief.Span) brief.Span {
	if p.Kind != brief.Table {
		return brief.Span{End: len(p.Text)}
	}
	end := len(p.Text)
	if n := strings.IndexByte(p.Text[t.End:], '\n'); n >= 0 {
		end = t.End + n
	}
	return brief.Span{Start: strings.LastIndexByte(p.Text[:t.Start], '\n') + 1, End: end}
}

// textBefore is what stands before byte off of passage i's text, on into the
// passages before.
func textBefore(b *brief.Brief, i, off int) string {
	text := b.Passages[i].Text[:off]
	for i--; i >= 0 && utf8.RuneCountInString(text) < sides; i-- {
		if b.Passages[i].Text != "" {
			text = b.Passages[i].Text + "\n" + text
		}
	}
	from := len(text)
	for n := 0; n < sides && from > 0; n++ {
		_, size := utf8.DecodeLastRuneInString(text[:from])
		from -= size
	}
	return text[from:]
}

// textAfter is what stands after byte off of passage i's text, on into the
// passages that follow.
func textAfter(b *brief.Brief, i, off int) string {
	text := b.Passages[i].Text[off:]
	for i++; i < len(b.Passages) && utf8.RuneCountInString(text) < sides; i++ {
		if b.Passages[i].Text != "" {
			text += "\n" + b.Passages[i].Text
		}
	}
	to := 0
	for n := 0; n < sides && to < len(text); n++ {
		_, size := utf8.DecodeRuneInString(text[to:])
		to += size
	}
	return text[:to]
}
