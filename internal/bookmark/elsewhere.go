package bookmark

import (
	"bytes"
	"context"
	"path"
	"slices"
	"strings"
	"sync"
)

// A respect is one in which a place in a brief of another path may be what the
// marked one was; several are added up.
type respect uint8

const (
	sameWords respect = 1 << iota
	sameSides         // a neighbour of the words stands next to them
	sameTitle
	sameName // of the file, whatever its folder
	newWords // the brief did not have the words when they were marked
)

// An other is a place that a bookmark may have in a brief of another path.
type other struct {
	Item
	is    respect
	taken bool // it may be the bookmark's own, and not only be offered
}

// best is the one of several places that is as good as each of the others in
// every respect, and better in one; false where there is none such.
func best(places []other) (Item, bool) {
	for i, a := range places {
		beaten := func(b other) bool { return a.is != b.is && a.is&b.is == b.is }
		ok := a.taken
		for k, b := range places {
			ok = ok && (k == i || !b.taken || beaten(b))
		}
		if ok {
			return a.Item, true
		}
	}
	return Item{}, false
}

// elsewhere looks for a bookmark that is lost in its own brief in the briefs
// that are what its own was, to the byte, then in those with its words. Where
// no place is the best of them, or its own brief has the words at several, it
// stays lost, with all of them as candidates. places is how many others may be
// its own.
func (f *finder) elsewhere(lost Item) (it Item, places int) {
	m := lost.Bookmark
	words := foldTrimmed(m.Quote)
	atHome := slices.ContainsFunc(lost.Candidates, func(c Candidate) bool { return bytes.Equal(foldTrimmed(c.Text), words) })
	copies := f.others(lost, f.byHash[m.Hash], f.copied)
	if it, ok := best(copies); ok && !atHome {
		return it, 1
	}
	var alike []other
	if f.like != nil && len(m.Passage) >= fewest {
		alike = f.others(lost, f.like(f.ctx, rare(m.Passage)), f.alike)
		it, ok := best(alike)
		if ok && len(copies) == 0 && !atHome && (it.Place.State != Changed || len(lost.Candidates) == 0) {
			return it, 1
		}
	}
	others := append(copies, alike...)
	for _, o := range others {
		if o.taken {
			places++
		}
	}
	lost.Candidates = offers(lost, others)
	return lost, places
}

// offers are the places that a lost bookmark may have: those of its own brief,
// and of others; those with its very words first.
func offers(lost Item, others []other) []Candidate {
	all := slices.Clone(lost.Candidates)
	for _, o := range others {
		switch {
		case slices.ContainsFunc(all, func(c Candidate) bool { return c.Path == o.Path }): // a copy is among the briefs with its words, too
		case o.Place.State == Lost:
			all = append(all, o.Candidates...)
		default:
			text := o.Bookmark.Quote
			if o.Now != "" {
				text = o.Now
			}
			all = append(all, Candidate{o.Path, o.Place.Span, o.Disk, text})
		}
	}
	words := foldTrimmed(lost.Bookmark.Quote)
	exact := func(c Candidate) int {
		if bytes.Equal(foldTrimmed(c.Text), words) {
			return 0
		}
		return 1
	}
	slices.SortStableFunc(all, func(a, b Candidate) int { return exact(a) - exact(b) })
	return all[:min(len(all), offered)]
}

// others looks for a bookmark in the briefs of other paths than the one where it
// is lost.
func (f *finder) others(lost Item, paths []string, look func(m Bookmark, path string) (other, bool)) []other {
	m := lost.Bookmark
	m.Also = alsoHere(m, lost.Path)
	var found []other
	for _, p := range paths {
		if p == lost.Path {
			continue
		}
		o, ok := look(m, p)
		if !ok {
			continue
		}
		if path.Base(p) == path.Base(m.Path) {
			o.is |= sameName
		}
		if m.Also != nil && !slices.Contains(m.Also, p) {
			o.is |= newWords
		}
		o.Bookmark = lost.Bookmark
		found = append(found, o)
	}
	return found
}

// alsoHere are the paths of Also as a library has them where the brief of the
// bookmark has another path than when it was marked: in one that is a folder of
// that library, or has it beside another.
func alsoHere(m Bookmark, at string) []string {
	if at == m.Path || m.Also == nil {
		return m.Also
	}
	was, is := strings.Split(m.Path, "/"), strings.Split(at, "/")
	for len(was) > 0 && len(is) > 0 && was[len(was)-1] == is[len(is)-1] {
		was, is = was[:len(was)-1], is[:len(is)-1]
	}
	under := func(folders []string) string { return strings.Join(append(folders, ""), "/") }
	also := make([]string, 0, len(m.Also))
	for _, p := range m.Also {
		if rest, ok := strings.CutPrefix(p, under(was)); ok {
			p = under(is) + rest
		}
		also = append(also, p)
	}
	return also
}

// copied is the place of a bookmark in a brief that is what its own was, to the
// byte.
func (f *finder) copied(m Bookmark, path string) (other, bool) {
	if m.still(f.hashes[path]) {
		return other{Item: m.standing(path, Moved), taken: true}, true
	}
	o := f.readOnce(path)
	if o.brief == nil {
		return other{}, false
	}
	place := o.prepared().Resolve(m.Anchor)
	if place.State == OK {
		place.State = Moved
	}
	return other{Item: o.item(m, path, place), taken: true}, place.State != Lost
}

// alike is the place of a bookmark in a brief that is not known to be its own.
// What stood next to the words must stand there, too, or the title must be the
// same, for it to be more than an offer, unless no other brief had the words
// when they were marked: many briefs say the same things. One that had them
// then is not it.
func (f *finder) alike(m Bookmark, path string) (other, bool) {
	o := f.readOnce(path)
	if o.brief == nil || slices.Contains(m.Also, path) {
		return other{}, false
	}
	place := o.prepared().Resolve(m.Anchor)
	found := other{}
	if o.brief.Title == m.Title {
		found.is |= sameTitle
	}
	if place.State == Lost { // several of its places may be it
		found.Item = o.item(m, path, place)
		words := foldTrimmed(m.Quote)
		has := func(c Candidate) bool { return found.is&sameTitle != 0 || bytes.Equal(foldTrimmed(c.Text), words) }
		return found, slices.ContainsFunc(found.Candidates, has)
	}
	if place.State == OK {
		place.State = Moved
	}
	if place.State == Moved {
		found.is |= sameWords
	}
	if o.prepared().neighboured(m.Anchor, place) {
		found.is |= sameSides
	}
	found.Item = o.item(m, path, place)
	found.taken = m.Also != nil || found.is&(sameSides|sameTitle) != 0
	return found, true
}

// fewest is how many bytes the passage of a bookmark must have had to be looked
// for in briefs that are not known to be its own: a few words stand in many.
const fewest = 24

// Elsewhere looks up which other briefs of a library have the words of an
// anchor that has just been made, or nearly them: up to 16 paths, for
// Anchor.Also. Such a brief is later not taken for the bookmark's own.
func Elsewhere(ctx context.Context, lib Reader, like Search, a Anchor) []string {
	elsewhere(ctx, lib, like, []*Anchor{&a}, silent)
	return a.Also
}

// elsewhere fills in Also of many anchors, as Elsewhere gives it. No brief is
// read twice.
func elsewhere(ctx context.Context, lib Reader, like Search, anchors []*Anchor, said Progress) {
	const most = 16
	may := make([][]string, len(anchors))
	said.each(ctx, "looking for the same words elsewhere", len(anchors), func(i int) {
		if like != nil && len(anchors[i].Passage) >= fewest {
			may[i] = like(ctx, rare(anchors[i].Passage))
		}
	})
	var paths []string
	of := map[string][]int{} // the anchors, by path
	has := make([]map[string]bool, len(anchors))
	for i, a := range anchors {
		has[i] = make(map[string]bool, len(may[i]))
		for _, p := range may[i] {
			if p == a.Path {
				continue
			}
			if has[i][p] = false; of[p] == nil {
				paths = append(paths, p)
			}
			of[p] = append(of[p], i)
		}
	}
	var lock sync.Mutex
	said.each(ctx, "comparing with briefs that may have them", len(paths), func(n int) {
		b, _, err := lib.Read(paths[n])
		if err != nil {
			return
		}
		ready := Prepare(b)
		for _, i := range of[paths[n]] {
			if ctx.Err() != nil {
				return
			}
			nearly := ready.says(anchors[i])
			lock.Lock()
			has[i][paths[n]] = nearly
			lock.Unlock()
		}
	})
	for i, a := range anchors {
		a.Also = []string{}
		for _, p := range may[i] {
			if has[i][p] && len(a.Also) < most {
				a.Also = append(a.Also, p)
			}
		}
	}
}

// says tells whether the brief has the words of an anchor, or of its passage, or
// nearly them.
func (p *Prepared) says(a *Anchor) bool {
	words := *a
	words.Alike, words.AlikeWhole, words.Outline = []Alike{}, nil, ""
	if len(newSeeker(p.g, words).lost().Candidates) > 0 {
		return true
	}
	if a.Quote == a.Passage {
		return false
	}
	words.Quote, words.Before, words.After = a.Passage, a.PassageBefore, a.PassageAfter
	return len(newSeeker(p.g, words).lost().Candidates) > 0
}
