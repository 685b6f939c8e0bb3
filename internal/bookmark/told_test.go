package bookmark

import (
	"strings"
	"testing"
)

// A copy of the marked passage stands further on. Both of what stood next to
// the marked one is gone: it is known by this, that the copy is where it was.
// A bookmark of an earlier version does not know what stood next to the copy,
// so it is lost, with both offered.
func TestTheCopyIsKnownByWhatStandsNextToIt(t *testing.T) {
	again := "\n## Again\n\nSaid once more.\n\n" + middle + "\n\nAnd no more.\n"
	a := marked(t, whole+again, middle, 0)
	now := strings.Replace(whole, middle+"\n\n"+closing, "Something else.\n\n"+middle+"\n\nAnd yet another thing.", 1) + again
	place := Resolve(parse(now), a)
	if place.State != Moved || place.Span.Start != strings.Index(now, middle) {
		t.Errorf("%s at %d", place.State, place.Span.Start)
	}
	text := string(encode(Bookmark{Anchor: a}, nil))
	before, rest, _ := strings.Cut(text, "lookalikes:\n")
	_, after, _ := strings.Cut(rest, "\n")
	old, _, err := decode([]byte(before + after))
	if err != nil || old.Twins != nil || len(old.Alike) != 1 {
		t.Fatalf("%v %v %v\n%s", err, old.Twins, old.Alike, before+after)
	}
	if place := Resolve(parse(now), old.Anchor); place.State != Lost || len(place.Candidates) != 2 {
		t.Errorf("of an earlier version: %s, %d candidates", place.State, len(place.Candidates))
	}
}
