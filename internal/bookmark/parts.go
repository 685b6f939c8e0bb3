package bookmark

import (
	"slices"
	"strings"

	"broadsheet/internal/brief"
)

// parts are what a brief still has of the words of a bookmark that has no place
// in it, to be offered: the passages that were marked, or of one passage the
// sentences where most of them are there. Where all are there and nothing else
// stands between them, as they were put in another order, they are one place.
func (o *opened) parts(m Bookmark, path string) []Candidate {
	parts := strings.Split(m.Quote, "\n\n")
	most := len(parts) == 1
	if most {
		parts = parts[:0]
		for _, s := range brief.SentenceSpans(m.Quote) {
			parts = append(parts, m.Quote[s.Start:s.End])
		}
	}
	var found []brief.Span
	have, all := 0, 0 // bytes of the parts
	for _, part := range parts {
		n := len(foldTrimmed(part))
		if all += n; n < fewest {
			continue
		}
		near := newSeeker(o.prepared().g, Anchor{Quote: part, Passage: part, Start: m.Start, End: m.End, Heading: m.Heading}).lost()
		if len(near.Candidates) > 0 {
			have += n
			found = append(found, near.Candidates[0])
		}
	}
	if len(parts) < 2 || len(found) == 0 || most && 2*have < all {
		return nil
	}
	return o.offer(path, together(o.brief, found, all))
}

// together is the whole of some spans where it has hardly more words than so
// many bytes; else the spans, in the order of the text.
func together(b *brief.Brief, spans []brief.Span, bytes int) []brief.Span {
	slices.SortFunc(spans, func(a, b brief.Span) int { return a.Start - b.Start })
	spans = slices.CompactFunc(spans, func(a, b brief.Span) bool { return a.Overlaps(b) })
	whole := spans[0]
	for _, s := range spans {
		whole.End = max(whole.End, s.End)
	}
	if n := len(foldTrimmed(textAt(b, whole))); len(spans) > 1 && 4*n <= 5*bytes {
		return []brief.Span{whole}
	}
	return spans[:min(len(spans), offered)]
}

// offer makes candidates of places in the brief.
func (o *opened) offer(path string, spans []brief.Span) (list []Candidate) {
	for _, s := range spans {
		list = append(list, Candidate{path, s, o.brief.Disk(s), textAt(o.brief, s)})
	}
	return list
}
