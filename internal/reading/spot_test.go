package reading

import (
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"
)

// The passages the tests are made of.
const (
	opening = "Envoys from both capitals met for three days behind closed doors. They left without a word to the press, and the hosts cleared the hall the same night."
	middle  = "The sticking point is who may watch the crossings. One side wants its own patrols, the other asks for neutral observers with a mandate of at least two years. Neither would say what it might give in return."
	closing = "Traders at the border say that lorries have been standing for nine days. Fruit worth a season's earnings has rotted, and nobody will pay for it."
	lengthy = "A paper that went round among the delegates proposes five steps, from a pause in flights to a review after ninety days. It was not signed by anybody, which is why all could praise it."
	ending  = "A further meeting has been announced for the first week of the month."
	quarrel = "One side wants its own patrols"
)

var whole = "---\ntitle: Talks\n---\n\n# Talks\n\n" + opening + "\n\n## The quarrel\n\n" + middle + "\n\n" + closing +
	"\n\n## What next\n\n" + lengthy + "\n\n" + ending + "\n"

// placed is the offset of words in a source.
func placed(t *testing.T, src, words string) int {
	t.Helper()
	i := strings.Index(src, words)
	if i < 0 {
		t.Fatalf("the source has no %q", words)
	}
	return i
}

// TestFind is the table of edits: what stands at the top of the pane, and what
// does when the brief is opened again.
func TestFind(t *testing.T) {
	edit := func(pairs ...string) string {
		for i := 0; i < len(pairs); i += 2 {
			placed(t, whole, pairs[i])
		}
		return strings.NewReplacer(pairs...).Replace(whole)
	}
	refrain := "# R\n\nNo comment.\n\n" + opening + "\n\nNo comment.\n\n" + closing + "\n\nNo comment.\n\n" + ending + "\n"
	rows := "# Rows\n\n| year | count |\n|---|---|\n| 2021 | 40 |\n| 2022 | 41 |\n| 2023 | 42 |\n"
	bold := "# T\n\n" + opening + "\n\nSome **very [long](https://example.org/a/b) words** stand here, in a line of some length.\n"
	chinese := "# 停火\n\n双方代表在多哈会谈三天。会后没有发表声明。边境的商人说,卡车已经停了九天,水果都烂了。\n"
	for _, c := range []struct {
		name string
		src  string // whole where empty
		top  string // what stands at the top
		now  string
		want string // what has to stand there then
	}{
		{name: "no edit", top: quarrel, now: whole, want: quarrel},
		{name: "sentence before", top: quarrel, now: edit("Envoys", "A lead. Envoys"), want: quarrel},
		{name: "sentence right before, in the same passage", top: quarrel, now: edit(quarrel, "Nobody moved. "+quarrel), want: quarrel},
		{name: "sentences before and after", top: quarrel, now: edit("Envoys", "A lead. Envoys", "Traders", "All of the traders"), want: quarrel},
		{name: "heading before", top: quarrel, now: edit("The sticking", "### Patrols\n\nThe sticking"), want: quarrel},
		{name: "front matter grows", top: quarrel, now: edit("title: Talks", "title: Talks\ntags: [a, b, c]"), want: quarrel},
		{name: "wrapped anew", top: quarrel, now: edit(middle, strings.ReplaceAll(middle, " ", "\n")), want: "One\nside"},
		{name: "passage split there", top: quarrel, now: edit(" "+quarrel, "\n\n"+quarrel), want: quarrel},
		{name: "passage split inside the words", top: quarrel, now: edit("patrols, the", "patrols,\n\nthe"), want: quarrel},
		{name: "markup put in", top: quarrel, now: edit("neutral observers", "**neutral** [observers](https://example.org)"), want: quarrel},
		{name: "made a list item", top: "Traders", now: edit("Traders", "- Traders"), want: "Traders"},
		{name: "in the middle of a sentence", top: "its own patrols", now: edit("Envoys", "A lead. Envoys"), want: "its own patrols"},
		{name: "in the middle of a word", top: "trols, the other", now: edit("Envoys", "A lead. Envoys"), want: "trols, the other"},
		{name: "at a heading", top: "## What next", now: edit("Envoys", "A lead. Envoys"), want: "## What next"},
		{name: "passage moved to the end", top: quarrel, now: edit(middle+"\n\n", "") + "\n" + middle + "\n", want: quarrel},

		{name: "its end rewritten", top: quarrel, now: edit("neutral observers with a mandate of at least two years", "nothing of the sort"), want: quarrel},
		{name: "its beginning rewritten", top: quarrel, now: edit(quarrel, "Some want patrols of their own"), want: "Some want"},
		{name: "rewritten whole", top: quarrel, now: edit(middle[strings.Index(middle, quarrel):strings.Index(middle, " Neither")], "That is all there is to it."), want: "That is all"},
		{name: "deleted", top: quarrel, now: edit(middle[strings.Index(middle, quarrel):strings.Index(middle, "Neither")], ""), want: "Neither would"},
		{name: "passage deleted", top: quarrel, now: edit(middle+"\n\n", ""), want: "Traders"},
		{name: "passage and its neighbours rewritten", top: quarrel, now: edit(middle, "All of it is new.", closing, "So is this.", opening, "And this."), want: "So is this."},
		{name: "under a heading further on, all else rewritten", top: "It was not signed", now: "# Other\n\n" + strings.Repeat("Words that are new. ", 40) + "\n\n## What next\n\nNew as well.\n\n" + "New, too.\n", want: "New"},
		{name: "replaced", top: ending, now: strings.Repeat("Something else altogether, on trains.\n\n", 40), want: "Something"},
		{name: "emptied", top: quarrel, now: "", want: ""},
		{name: "emptied of all but the front matter", top: quarrel, now: "---\ntitle: Talks\n---\n", want: "---"},

		{name: "the first of copies", src: refrain, top: "No comment.\n\nEnvoys", now: "New.\n\n" + refrain, want: "No comment.\n\nEnvoys"},
		{name: "the second of copies", src: refrain, top: "No comment.\n\nTraders", now: "New.\n\n" + refrain, want: "No comment.\n\nTraders"},
		{name: "the last of copies", src: refrain, top: "No comment.\n\nA further", now: strings.Replace(refrain, opening, "Cut.", 1), want: "No comment.\n\nA further"},
		{name: "a row of a table", src: rows, top: "| 2022", now: strings.Replace(rows, "# Rows", "# Rows\n\nA lead.", 1), want: "| 2022"},
		{name: "short words that stand elsewhere, too", src: "# T\n\nYes.\n\n" + opening + "\n", top: "Yes.", now: "# T\n\n" + opening + "\n\nYes. They left by the back door.\n", want: "Envoys"},
		{name: "in front of markup", src: bold, top: "**very", now: "New.\n\n" + bold, want: "**very"},
		{name: "in an address", src: bold, top: "example.org/a/b", now: bold, want: "example.org/a/b"},
		{name: "in an address, text edited", src: bold, top: "example.org/a/b", now: "New.\n\n" + bold, want: "example.org/a/b"},
		{name: "Chinese", src: chinese, top: "边境的商人", now: strings.Replace(chinese, "三天", "整整四天", 1), want: "边境的商人"},
		{name: "start", top: "---", now: "New.\n\n" + whole, want: "New."},
		{name: "title, with nothing before it", top: "Talks\n\nEnvoys", now: edit("# Talks\n\n", "# Talks at last\n\n"), want: "---"},
	} {
		t.Run(c.name, func(t *testing.T) {
			src := c.src
			if src == "" {
				src = whole
			}
			s := Mark(parse(src), placed(t, src, c.top))
			got := s.Find(parse(c.now))
			if !strings.HasPrefix(c.now[got:], c.want) || c.want == "" && got != 0 {
				t.Errorf("stands at %d: %.60q, want %.60q", got, c.now[got:], c.want)
			}
		})
	}
}

// messy is a brief with all kinds of markup.
var messy = whole + "\n- item *one*\n- item `two` of [three](x)\n\n1. > deep &amp; low — “words”\n\n| a | b |\n|---|---|\n| c | d |\n\n    code here\n\n---\n\n<p>Some HTML</p>\n\n![alt](i.png) 停火三天。\n\nterm\n\\*escaped\\* ~~gone~~  \nend\n\n***\n"

// In a text that has not changed every byte is found as it was, but those
// before the first words, which are the start.
func TestUneditedIsExact(t *testing.T) {
	for _, src := range []string{whole, messy, strings.ReplaceAll(messy, "\n", "\r\n"), "\n\n---\n\nx", "x", "\ufeff# A\n\nb", strings.Repeat("No.\n\n", 99)} {
		b := parse(src)
		for off := range len(b.Raw) + 1 {
			s := Mark(b, off)
			got := s.Find(b)
			if s == (Spot{}) && (got != 0 || strings.TrimSpace(newGround(b).text) != "" && off > newGround(b).raw(0)) || s != (Spot{}) && got != off {
				t.Fatalf("%.20q: byte %d is found at %d (%+v)", src, off, got, s)
			}
		}
	}
}

func TestMarkTakesAnyNumber(t *testing.T) {
	b := parse(whole)
	if Mark(b, -5) != (Spot{}) || Mark(b, 1<<40) != Mark(b, len(whole)) {
		t.Error("an offset out of range is not the nearest in range")
	}
	if Mark(parse(""), 3) != (Spot{}) || Mark(parse("---\n"), 4) != (Spot{}) {
		t.Error("a brief without words has no places")
	}
}

// A Spot stays small whatever the text, and its words are whole characters.
func TestSpotsAreSmall(t *testing.T) {
	for _, src := range []string{whole, "x " + strings.Repeat("y", 5000), "x " + strings.Repeat("停火", 900), "x " + strings.Repeat("e\u0301", 900), strings.Repeat("a b. ", 900)} {
		b := parse(src)
		for off := 0; off < len(b.Raw); off += 7 {
			s := Mark(b, off)
			if n := len(s.words) + len(s.before) + len(s.after); n > most+2*beside+utf8.UTFMax {
				t.Fatalf("%d bytes", n)
			}
			for _, text := range []string{s.words, s.before, s.after} {
				if !utf8.ValidString(text) {
					t.Fatalf("%q is cut inside a character", text)
				}
			}
		}
	}
}

// Edits that do not touch the words find them exactly, however many they are.
func TestEditsElsewhere(t *testing.T) {
	passages := prose(30)
	src := strings.Join(passages, "\n\n")
	b := parse(src)
	rapid.Check(t, func(t *rapid.T) {
		off := rapid.IntRange(20, len(src)-1).Draw(t, "off")
		s := Mark(b, off)
		g := newGround(b)
		from := g.raw(strings.Index(g.text, s.words))
		to := from + len(s.words)
		if strings.Count(g.text, s.words) != 1 {
			t.Skip("it stands twice")
		}
		now, want := src, off
		for range rapid.IntRange(1, 30).Draw(t, "edits") {
			at := rapid.IntRange(0, len(now)).Draw(t, "at")
			gone := rapid.IntRange(0, 60).Draw(t, "gone")
			put := rapid.SampledFrom([]string{"", " New words here. ", "\n\n", "zzz", " **bold** ", "\n\n## Heading\n\n"}).Draw(t, "put")
			shift := want - off
			switch {
			case at+gone <= from+shift && (at+gone < from+shift || !strings.HasSuffix(put, "z")):
				want += len(put) - gone
			case at >= to+shift && at+gone <= len(now) && (at > to+shift || !strings.HasPrefix(put, "z")):
			default:
				continue
			}
			now = now[:at] + put + now[at+gone:]
		}
		again := parse(now)
		ground := newGround(again)
		if strings.Count(ground.text, s.words) != 1 || len(ground.all(s.words, true)) != 1 {
			t.Skip("markup has changed the words, or an edit doubled them")
		}
		if got := s.Find(again); got != want {
			t.Fatalf("%q stood at %d and stands at %d, found at %d: %.40q", s.words, off, want, got, now[got:])
		}
	})
}

// Whatever the text and the edit, a place is a place.
func FuzzFind(f *testing.F) {
	f.Add(whole, messy, 300)
	f.Add(messy, whole, 900)
	f.Add("", "", 0)
	f.Add("…—“a”\u00ad\u200b b", "\xff\xfe", 4)
	f.Add(strings.Repeat("a ", 300), strings.Repeat("a ", 200), 111)
	f.Fuzz(func(t *testing.T, was, now string, off int) {
		if len(was)+len(now) > 1<<13 {
			return
		}
		a, b := parse(was), parse(now)
		s := Mark(a, off)
		if got := s.Find(a); s != (Spot{}) && got != min(max(off, 0), len(a.Raw)) {
			t.Fatalf("byte %d of the same text is found at %d", off, got)
		}
		for _, got := range []int{s.Find(b), Carry(a, b, off)} {
			if got < 0 || got > len(b.Raw) {
				t.Fatalf("%d of %d bytes", got, len(b.Raw))
			}
		}
		if got := Carry(a, a, off); got != min(max(off, 0), len(a.Raw)) {
			t.Fatalf("byte %d of the same text is carried to %d", off, got)
		}
	})
}
