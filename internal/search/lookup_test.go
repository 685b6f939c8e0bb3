package search

import (
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/RoaringBitmap/roaring/v2"
	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"broadsheet/internal/terms"
)

// TestLookup compares the lookups of an index, after changes that leave
// several segments and deleted briefs, with what its words say one by one.
func TestLookup(t *testing.T) {
	files := map[string]string{
		"a.md": "# Élan vital\n\nThe defence of Zabihullah Mujahid, said ZABIHULLAH; x ox oxen.\n",
		"b.md": "---\ntags: [Border, 平和]\nauthor: Tariq\n---\n# On the border\n\nzabiullah, lower case. Colour theatre.\n",
		"c.md": "# وزارة الخارجية\n\nوالسلام على الكتاب\n",
		"d.md": "# Gone\n\nOnly here: Qwerty.\n",
	}
	f := newFixture(t, files)
	x := f.ready()
	f.put("e.md", "# Later\n\nA later word: Theatre, quark.\n")
	f.refresh(x, RefreshOptions{Only: []string{"e.md"}})
	if err := os.Remove(filepath.Join(f.dir, "d.md")); err != nil {
		t.Fatal(err)
	}
	f.refresh(x, RefreshOptions{Only: []string{"d.md"}})
	x = f.open() // as another process reads them
	g, err := x.hold(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer g.release()
	if len(g.segs) < 2 {
		t.Fatalf("%d segment", len(g.segs))
	}
	for i := range g.segs {
		v := &g.segs[i]
		if err := v.look.open(v.seg); err != nil {
			t.Fatal(err)
		}
		gotSets, gotKeys := map[string][]uint32{}, map[string]uint64{}
		err := v.look.each("", func(key string, value uint64) bool {
			if begin, ok := strings.CutPrefix(key, byBegin); ok {
				into := roaring.New()
				if err := v.look.begin(begin, into); err != nil {
					t.Fatal(err)
				}
				gotSets[begin] = into.ToArray()
			} else {
				gotKeys[key] = value
			}
			return true
		})
		if err != nil {
			t.Fatal(err)
		}
		sets, keys := wordByWord(t, newCursor(g), i)
		if d := cmp.Diff(sets, gotSets); d != "" {
			t.Errorf("segment %d, beginnings:\n%s", i, d)
		}
		if d := cmp.Diff(keys, gotKeys); d != "" {
			t.Errorf("segment %d, keys:\n%s", i, d)
		}
	}
	if list, _ := os.ReadDir(filepath.Join(x.dir, g.name, lookupName)); len(list) != len(g.segs) {
		t.Errorf("%d lookups for %d segments", len(list), len(g.segs))
	}
}

// wordByWord finds what a lookup of a segment has to say, the slow way.
func wordByWord(t *testing.T, c *cursor, s int) (map[string][]uint32, map[string]uint64) {
	t.Helper()
	v := &c.g.segs[s]
	begins, keys := map[string]*roaring.Bitmap{}, map[string]uint64{}
	for f, name := range fieldNames {
		d, err := v.seg.Dictionary(name)
		if err != nil {
			t.Fatal(err)
		}
		it := d.AutomatonIterator(nil, nil, nil)
		for e, err := it.Next(); e != nil; e, err = it.Next() {
			if err != nil {
				t.Fatal(err)
			}
			if strings.HasPrefix(e.Term, stopMark) {
				continue
			}
			pl, err := d.PostingsList([]byte(e.Term), nil, nil)
			if err != nil {
				t.Fatal(err)
			}
			runes := []rune(e.Term)
			for n := 1; n <= min(beginRunes, len(runes)); n++ {
				if begins[string(runes[:n])] == nil {
					begins[string(runes[:n])] = roaring.New()
				}
			}
			capital := false
			docs := pl.Iterator(true, false, false, nil)
			for p, _ := docs.Next(); p != nil; p, _ = docs.Next() {
				for n := 1; n <= min(beginRunes, len(runes)); n++ {
					begins[string(runes[:n])].Add(uint32(p.Number()))
				}
				_, c := unpackCount(p.Frequency())
				capital = capital || c
			}
			if s := terms.Spelling(e.Term); s != e.Term {
				keys[bySpelling+terms.Stem(s)+keyEnd+e.Term] = 0
			}
			for _, lang := range inside {
				if stem := terms.StemIn(lang, e.Term); e.Term[0] >= 0x80 && stem != e.Term {
					keys[byStem+lang+stem+keyEnd+e.Term] = 0
				}
			}
			if sound := terms.SoundKey(e.Term); capital && sound != "" {
				keys[bySound+sound+keyEnd+e.Term] |= 1 << f
			}
		}
	}
	sets := map[string][]uint32{}
	for begin, docs := range begins {
		sets[begin] = docs.ToArray()
	}
	return sets, keys
}

// TestLookupMendsItself: a lookup that is gone or garbled while its index is
// open is made anew of the segment.
func TestLookupMendsItself(t *testing.T) {
	for name, change := range map[string]func(string, []byte) []byte{
		"gone": remove, "emptied": empty, "cut": cut, "garbled": text("0123456789abcdefghijklmnopqrstuvwxyz"),
	} {
		t.Run(name, func(t *testing.T) {
			f := newFixture(t, small)
			x := f.ready()
			want := ask(t, f.ready(), "t*", Options{})
			spoil(t, x, "gen-*/lookup/*", change)
			equal(t, ask(t, x, "t*", Options{}), want)
		})
	}
}

func TestPlacesOfAWord(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		at := rapid.SliceOfN(rapid.Uint64Range(0, 1<<rapid.IntRange(1, 40).Draw(t, "bits")), 1, 5).Draw(t, "places")
		capital := rapid.Bool().Draw(t, "capital")
		code, ok := packPlaces(at, capital)
		if n, c := unpackCount(code); n != len(at) || c != capital {
			t.Fatalf("%d places, capital %t, were %d, %t", n, c, len(at), capital)
		}
		if code < 2 || int64(code) < 0 {
			t.Fatalf("the code %d is none for bleve", code)
		}
		got, many := unpackPlaces(nil, code), manyPlaces(code)
		switch {
		case ok && (!slices.Equal(got, at) || many != 0):
			t.Fatalf("%d and %d more for %d", got, many, at)
		case !ok && (len(got) != 0 || many != len(at)):
			t.Fatalf("%d and %d more for %d that do not fit", got, many, at)
		}
	})
	if _, ok := packPlaces([]uint64{1 << 3, 1<<placeBits - 1, 5}, true); !ok {
		t.Error("three small ones do not fit")
	}
}

func TestWordTable(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		words := rapid.SliceOfNDistinct(rapid.StringMatching(`[a-cé]{1,20}`), 0, 2000, rapid.ID[string]).Draw(t, "words")
		var table wordTable
		want := map[string]*knownWord{}
		for _, w := range words {
			if table.get(w) != nil {
				t.Fatalf("%q is there already", w)
			}
			want[w] = &knownWord{text: w}
			table.put(want[w])
		}
		for _, w := range slices.Sorted(maps.Keys(want)) {
			if table.get(w) != want[w] {
				t.Fatalf("%q is not there", w)
			}
		}
		if table.n != len(want) || table.get("nothing such") != nil {
			t.Fatalf("%d words of %d", table.n, len(want))
		}
	})
}

func TestSetOfBriefs(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		of := rapid.IntRange(1, 5000).Draw(t, "briefs of the segment")
		var docs []uint32
		have := newSet(of)
		for _, d := range rapid.SliceOfNDistinct(rapid.IntRange(0, of-1), 1, -1, rapid.ID[int]).Draw(t, "of the set") {
			docs = append(docs, uint32(d))
			have.add(int32(d))
		}
		slices.Sort(docs)
		raw := appendSet(nil, have, len(docs))
		into := roaring.New()
		if err := addSet(into, append(slices.Clone(raw), 1, 2, 3)); err != nil || !slices.Equal(into.ToArray(), docs) {
			t.Fatalf("%v: %v of %v", err, into, docs)
		}
		if err := addSet(roaring.New(), raw[:len(raw)-1]); err == nil {
			t.Fatal("a set that is cut off is taken")
		}
	})
}
