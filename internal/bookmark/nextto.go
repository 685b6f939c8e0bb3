package bookmark

import (
	"bytes"
	"regexp"
	"slices"
)

// What stands next to a place, as it is compared with what stood next to the
// marked passage and next to its lookalikes: their words alone. Whether a tag or
// the target of a link is shown hangs on the lines around it, so it tells no
// place from another.

const (
	sideReach = 2 * twinSide // bytes next to a place in which a neighbour is looked for
	tagsReach = 8 * twinSide // the same, with markup

	sideEnough = 8 // bytes by which the marked passage, or what stood next to it, is known
)

// nearby is what stands next to a place, and how like that is to what stood
// next to the marked passage; 0 where the latter is not known.
type nearby struct {
	before, after [][]byte
	left, right   float64
}

// marksSide makes what stood on a side of the marked passage ready for comparing;
// nil where that was markup. was is the same with its markup.
func marksSide(words, was []byte) *pattern {
	switch {
	case len(words) == len(was):
		return newPattern(edged(words, twinSide))
	case len(words) < sideEnough:
		return nil
	}
	return newPattern(words)
}

// nextTo is what stands next to a place. Of one that is a whole passage, what
// stands next to the passage it is in now counts, too.
func (t *teller) nextTo(p spot) nearby {
	n := nearby{before: [][]byte{t.beforeIt(p.start)}, after: [][]byte{t.afterIt(p.end)}}
	if t.whole && len(t.quote) >= short {
		if at := t.g.starting(p.start); at < p.start && p.start-at < grownMost {
			n.before = append(n.before, t.beforeIt(at))
		}
		if at := t.g.ending(p.end); at > p.end && at-p.end < grownMost {
			n.after = append(n.after, t.afterIt(at))
		}
	}
	if t.left != nil {
		n.left = like([]*pattern{t.left}, n.before)
	}
	if t.right != nil {
		n.right = like([]*pattern{t.right}, n.after)
	}
	return n
}

// beforeIt is what stands before a place, read away from it: the words alone
// where the brief shows markup there, or did next to the marked passage.
// Whether it is shown hangs on the lines around it.
func (t *teller) beforeIt(at int) []byte {
	text := t.g.text[max(0, at-sideReach):at]
	if t.marked || showsMarkup(text) {
		text = plainBefore(t.g.text[max(0, at-tagsReach):at])
		text = text[max(0, len(text)-sideReach):]
	}
	return edged(reversed(text), sideReach)
}

func (t *teller) afterIt(at int) []byte {
	text := t.g.text[at:min(len(t.g.text), at+sideReach)]
	if t.marked || showsMarkup(text) {
		text = plainAfter(t.g.text[at:min(len(t.g.text), at+tagsReach)])
		text = text[:min(len(text), sideReach)]
	}
	return edged(text, sideReach)
}

func showsMarkup(text []byte) bool { return bytes.ContainsAny(text, "<>[{") }

// plainBefore is what stood before a place without its markup, of which some may
// have begun earlier; plainAfter is its like.
func plainBefore(text []byte) []byte { return wordsAlone(text, tagsEnd) }
func plainAfter(text []byte) []byte  { return wordsAlone(text, tagsStart) }

var (
	tagsEnd   = regexp.MustCompile(`^[^<>]*["/\w]>|^[^\[\]]*\]\([^()\n]*\)`)
	tagsStart = regexp.MustCompile(`</?\w[^<>]*$|<$`)
	spaces    = regexp.MustCompile(` {2,}`)
)

func wordsAlone(text []byte, cut *regexp.Regexp) []byte {
	if !showsMarkup(text) {
		return text
	}
	text = cut.ReplaceAll(shortcode.ReplaceAll(text, nil), nil)
	return squeezed(stripped(text))
}

// squeezed is a text with one space wherever it has several.
func squeezed(text []byte) []byte { return spaces.ReplaceAll(text, []byte(" ")) }

// edged makes n bytes of a text next to a place: where the brief ends before
// that, so does what is made of it.
func edged(text []byte, n int) []byte {
	if len(text) >= n {
		return text[:n]
	}
	return append(slices.Clone(text), make([]byte, n-len(text))...)
}

// sidesOf are the texts that may stand next to a lookalike, read away from it:
// what stood there and, where that is little more than the marked passage, what
// is left when this is deleted. marked begins with the marked words, and beyond
// is what stood on the other side of them.
func sidesOf(text, marked, beyond []byte) []*pattern {
	list := []*pattern{newPattern(edged(text, twinSide))}
	for gap := 0; gap+sideEnough <= len(text); gap++ {
		if bytes.HasPrefix(marked, bytes.TrimSpace(text[gap:])) {
			return append(list, newPattern(edged(slices.Concat(text[:gap], beyond), twinSide)))
		}
	}
	return list
}

// like is how like a place's neighbour is to the likest of some texts. texts
// are what stands right next to it and, for less, what stands next to the
// passage that it is in.
func like(sides []*pattern, texts [][]byte) float64 {
	likeness := 0.0
	for i, text := range texts {
		for _, p := range sides {
			l := p.likeness(text)
			if i > 0 {
				l = min(l, agreesFull)
			}
			likeness = max(likeness, l)
		}
	}
	return likeness
}
