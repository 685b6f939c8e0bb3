// Command wordnet makes wordnet.txt of package compare out of the database
// of WordNet 3.0 (wordnet.princeton.edu; the files data.noun and so on, as the
// package wordnet-base of Debian has them):
//
//	go run ./internal/compare/wordnet /usr/share/wordnet > internal/compare/wordnet.txt
package main

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"broadsheet/internal/terms"
)

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: wordnet FOLDER > wordnet.txt")
		os.Exit(2)
	}
	if err := run(os.Args[1], os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "wordnet:", err)
		os.Exit(1)
	}
}

// run writes the lines for package compare.
func run(dir string, to io.Writer) error {
	d := &database{
		dir: dir, times: map[string]int{}, place: map[sense]int{}, synsets: map[synsetKey]*synset{}, lines: map[string]bool{},
	}
	for _, read := range []func() error{d.readTimes, d.readSenses, d.readSynsets} {
		if err := read(); err != nil {
			return err
		}
	}
	forms, err := d.irregular()
	if err != nil {
		return err
	}
	d.synonyms()
	d.pairs()
	return write(to, forms, d.frequent())
}

// write writes a line for each word or stem, in the order of their bytes, so
// that package compare can look one up in the text as it stands. The lines of
// words of like meaning are numbered.
func write(to io.Writer, forms, alike []string) error {
	regular, numbers := map[string]string{}, map[string][]string{}
	for _, l := range forms {
		list := strings.Fields(l)
		for _, w := range list[1:] {
			regular[w] = list[0]
		}
	}
	for i, l := range alike {
		n := strconv.Itoa(i + 1)
		for w := range strings.FieldsSeq(l) {
			stem := terms.Stem(terms.Spelling(w))
			if !slices.Contains(numbers[stem], n) {
				numbers[stem] = append(numbers[stem], n)
			}
		}
	}
	keys := slices.Concat(slices.Collect(maps.Keys(regular)), slices.Collect(maps.Keys(numbers)))
	slices.Sort(keys)
	out := bufio.NewWriter(to)
	for _, k := range slices.Compact(keys) {
		fields := append([]string{k}, numbers[k]...)
		if r := regular[k]; r != "" {
			fields = append(fields, "="+r)
		}
		fmt.Fprintln(out, strings.Join(fields, " "))
	}
	return out.Flush()
}

// A sense is a word in the meaning of one synset.
type sense struct {
	word   string
	synset synsetKey
}

// A synsetKey is the part of speech, n, v or a, and the place in the file.
type synsetKey struct{ pos, offset string }

type synset struct {
	words []string
	links []link
}

// A link leads from a word of a synset to one of another; 0 is all of them.
type link struct {
	kind     string
	to       synsetKey
	from, at int64
}

type database struct {
	dir     string
	times   map[string]int // how often a word was met in the texts that WordNet's makers read
	place   map[sense]int  // of a sense among those of its word, the main one first
	synsets map[synsetKey]*synset
	lines   map[string]bool
}

// few is more often than the word for everything: a broader word that is met
// oftener (thing, person) says nothing.
const few = 60

// parts are the files for the parts of speech that are read.
var parts = map[string]string{"noun": "n", "verb": "v", "adj": "a"}

// each calls visit with the fields of each line of a file, but for the licence
// at its beginning.
func (d *database) each(name string, visit func(fields []string)) error {
	raw, err := os.ReadFile(filepath.Join(d.dir, name))
	if err != nil {
		return err
	}
	lines := bufio.NewScanner(bytes.NewReader(raw))
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		if line, _, _ := strings.Cut(lines.Text(), " | "); !strings.HasPrefix(line, "  ") {
			visit(strings.Fields(line))
		}
	}
	return lines.Err()
}

func plain(word string) bool {
	return word != "" && strings.Trim(word, "abcdefghijklmnopqrstuvwxyz") == ""
}

func (d *database) readTimes() error {
	err := d.each("cntlist.rev", func(f []string) {
		word, _, _ := strings.Cut(f[0], "%")
		n, _ := strconv.Atoi(f[2])
		if word = strings.ToLower(word); plain(word) {
			d.times[word] += n
		}
	})
	for _, w := range []string{"person", "group", "location"} { // names are marked as these
		d.times[w] = 100
	}
	return err
}

func (d *database) readSenses() error {
	for name, pos := range parts {
		err := d.each("index."+name, func(f []string) {
			links, _ := strconv.Atoi(f[3])
			for i, offset := range f[4+links+2:] {
				d.place[sense{f[0], synsetKey{pos, offset}}] = i
			}
		})
		if err != nil {
			return err
		}
	}
	return nil
}

func (d *database) readSynsets() error {
	for name, pos := range parts {
		err := d.each("data."+name, func(f []string) {
			s := &synset{}
			n, _ := strconv.ParseInt(f[3], 16, 32)
			for i := range int(n) {
				word, _, _ := strings.Cut(f[4+2*i], "(") // galore(ip)
				s.words = append(s.words, word)
			}
			f2 := f[4+2*n:]
			links, _ := strconv.Atoi(f2[0])
			for i := range links {
				l := f2[1+4*i:]
				from, _ := strconv.ParseInt(l[3][:2], 16, 32)
				at, _ := strconv.ParseInt(l[3][2:], 16, 32)
				s.links = append(s.links, link{l[0], synsetKey{strings.Replace(l[2], "s", "a", 1), l[1]}, from, at})
			}
			d.synsets[synsetKey{pos, f[0]}] = s
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// irregular gives the words that have irregular forms, with these.
func (d *database) irregular() ([]string, error) {
	forms := map[string][]string{}
	for _, name := range []string{"noun.exc", "verb.exc"} {
		err := d.each(name, func(f []string) {
			if len(f) == 2 && plain(f[0]) && plain(f[1]) && d.times[f[1]] >= 2 {
				forms[f[1]] = append(forms[f[1]], f[0])
			}
		})
		if err != nil {
			return nil, err
		}
	}
	var out []string
	for w, list := range forms {
		slices.Sort(list)
		out = append(out, w+" "+strings.Join(slices.Compact(list), " "))
	}
	slices.Sort(out)
	return out, nil
}

// isMain tells whether a synset is among the first senses of a word.
func (d *database) isMain(word string, key synsetKey, first int) bool {
	n, ok := d.place[sense{word, key}]
	return ok && n < first
}

// synonyms notes, of each synset, the words of which it is one of two main
// senses.
func (d *database) synonyms() {
	for key, s := range d.synsets {
		var words []string
		for _, w := range s.words {
			if plain(w) && len(w) > 2 && d.isMain(w, key, 2) {
				words = append(words, w)
			}
		}
		d.note(words)
	}
}

func (d *database) note(words []string) {
	slices.Sort(words)
	if words = slices.Compact(words); len(words) > 1 {
		d.lines[strings.Join(words, " ")] = true
	}
}

// pairs notes words that are derived from one another and begin otherwise (a
// stemmer sees the rest), and nouns with a broader one.
func (d *database) pairs() {
	for key, s := range d.synsets {
		for _, l := range s.links {
			target := d.synsets[l.to]
			switch {
			case target == nil:
			case l.kind == "+" && l.from > 0 && l.at > 0:
				x, y := s.words[l.from-1], target.words[l.at-1]
				if x < y && d.isMain(x, key, 2) && (unlike(x, y, 4) || plain(x) && plain(y) && len(x) > 2 && unlike(x, y, max(3, len(x)-3))) {
					d.note([]string{x, y})
				}
			case l.kind == "@" && key.pos == "n":
				d.broader(key, s, l.to, target)
			}
		}
	}
}

// unlike tells whether two words differ in their first n letters.
func unlike(x, y string, n int) bool { return x[:min(n, len(x))] != y[:min(n, len(y))] }

func (d *database) broader(key synsetKey, s *synset, to synsetKey, target *synset) {
	met := func(w string) bool { return plain(w) && len(w) > 2 && d.times[w] > 0 }
	for _, x := range s.words {
		if !met(x) || !d.isMain(x, key, 1) {
			continue
		}
		for _, y := range target.words {
			if met(y) && d.isMain(y, to, 2) && d.times[y] < few {
				d.note([]string{x, y})
			}
		}
	}
}

// frequent are the lines of what was noted, with the words alone that were met
// in a text at all.
func (d *database) frequent() []string {
	left := map[string]bool{}
	for line := range d.lines {
		words := strings.Fields(line)
		if words = slices.DeleteFunc(words, func(w string) bool { return d.times[w] == 0 }); len(words) > 1 {
			left[strings.Join(words, " ")] = true
		}
	}
	out := make([]string, 0, len(left))
	for l := range left {
		out = append(out, l)
	}
	slices.Sort(out)
	return out
}
