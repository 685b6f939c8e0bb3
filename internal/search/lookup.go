package search

import (
	"bytes"
	"cmp"
	"context"
	"encoding/binary"
	"errors"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"broadsheet/internal/terms"

	"github.com/RoaringBitmap/roaring/v2"
	index "github.com/blevesearch/bleve_index_api"
	segment "github.com/blevesearch/scorch_segment_api/v2"
	"github.com/blevesearch/vellum"
)

// A lookup is what the dictionaries of one segment cannot be asked: which
// words share a key, and which briefs have a word that begins with one or two
// characters. A search as you type begins with these, and they are the worst
// of all beginnings: thousands of words each.
//
// It is made of the segment's own words when that is published, and kept
// beside it. As terms of each brief in the index the same would be a quarter
// of all that bleve writes; so a word is looked at once, and not once a brief.
// What cannot be read is made anew.
//
// Its keys are
//
//	b beginning            the first one or two characters; the value is where its briefs stand
//	e stem 0 word          the stem of the American spelling of a British word
//	m lang stem 0 word     the stem of a word in a language where it is no beginning of the word
//	s sound 0 word         the sound of a word that has a capital somewhere; the value is in which fields
//
// In the file stand the sets of briefs, see appendSet, a dictionary (vellum) of
// the keys, and the length of the sets, of eight bytes.
type lookup struct {
	mu   sync.Mutex
	file string // "" in memory
	fst  *vellum.FST
	sets []byte
}

// The kinds of keys.
const (
	byBegin    = "b"
	bySpelling = "e"
	byStem     = "m"
	bySound    = "s"
)

// keyEnd stands behind a key, before the word.
const keyEnd = "\x00"

// beginRunes is up to how many characters a beginning has a set of its own.
const beginRunes = 2

// lookupName is the folder of the lookups in a generation's folder.
const lookupName = "lookup"

// lookupFile is the name of the lookup of a segment, both as slash paths below
// the generation's folder.
func lookupFile(segment string) string {
	return path.Join(lookupName, strings.TrimSuffix(path.Base(segment), ".zap"))
}

// open reads the lookup, or makes it of the segment.
func (l *lookup) open(seg segment.Segment) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.fst != nil {
		return nil
	}
	err := errors.ErrUnsupported
	if l.file != "" {
		var raw []byte
		if raw, err = os.ReadFile(l.file); err == nil {
			err = l.parse(raw)
		}
	}
	if err != nil {
		var raw []byte
		if raw, err = makeLookup(seg); err == nil {
			err = l.parse(raw)
		}
	}
	return err
}

// parse takes over the content of a file.
func (l *lookup) parse(raw []byte) error {
	at := len(raw) - 8
	if at < 0 {
		return damaged("a lookup of %d bytes", len(raw))
	}
	n := binary.BigEndian.Uint64(raw[at:])
	if n > uint64(at) {
		return damaged("a lookup of %d bytes with sets of %d", len(raw), n)
	}
	fst, err := vellum.Load(raw[n:at])
	if err != nil {
		return damage{err}
	}
	l.fst, l.sets = fst, raw[:n]
	return nil
}

// each visits what stands behind prefix in the keys that begin with it, in
// order, with the values; false ends it.
func (l *lookup) each(prefix string, visit func(rest string, value uint64) bool) error {
	it, err := l.fst.Iterator([]byte(prefix), prefixEnd(prefix))
	for ; err == nil; err = it.Next() {
		key, value := it.Current()
		if !visit(string(key[len(prefix):]), value) {
			return nil
		}
	}
	if errors.Is(err, vellum.ErrIteratorDone) {
		return nil
	}
	return err
}

// begin adds the briefs to a set that have a word of that beginning, of one or
// two characters; deleted ones are among them.
func (l *lookup) begin(prefix string, into *roaring.Bitmap) error {
	at, ok, err := l.fst.Get([]byte(byBegin + prefix))
	if err != nil || !ok {
		return err
	}
	if at > uint64(len(l.sets)) {
		return damaged("a lookup whose sets are cut off")
	}
	return addSet(into, l.sets[at:])
}

// appendSet appends the set of n of a segment's documents: a zero and a bit for
// each document of the segment, in numbers of eight bytes; or, where that is
// shorter, n and the distances from one to the next. (With the sets of
// roaring, two bytes for each of them, the file was twice as long.) All numbers are of varying
// length, as encoding/binary has it, but for those with the bits.
func appendSet(to []byte, docs set, n int) []byte {
	if n*8 >= len(docs)*64 {
		to = binary.AppendUvarint(to, 0)
		to = binary.AppendUvarint(to, uint64(len(docs)))
		for _, bits := range docs {
			to = binary.LittleEndian.AppendUint64(to, bits)
		}
		return to
	}
	to = binary.AppendUvarint(to, uint64(n))
	last := int32(0)
	docs.each(func(d int32) {
		to = binary.AppendUvarint(to, uint64(d-last))
		last = d
	})
	return to
}

// addSet adds the documents of a set that stands at the beginning of raw.
func addSet(into *roaring.Bitmap, raw []byte) error {
	cut := damaged("a lookup with a set that is cut off")
	number := func() (uint64, bool) {
		v, n := binary.Uvarint(raw)
		raw = raw[max(n, 0):]
		return v, n > 0
	}
	n, ok := number()
	if !ok {
		return cut
	}
	if n == 0 {
		words, ok := number()
		if !ok || words > uint64(len(raw)/8) {
			return cut
		}
		docs := newSet(int(words) * 64)
		for i := range docs {
			docs[i] = binary.LittleEndian.Uint64(raw[8*i:])
		}
		into.Or(roaring.FromDense(docs, true))
		return nil
	}
	doc := uint64(0)
	for range n {
		d, ok := number()
		if !ok {
			return cut
		}
		doc += d
		into.Add(uint32(doc))
	}
	return nil
}

// A lookupMaker reads the dictionaries of a segment, all fields at a time and
// word by word.
type lookupMaker struct {
	fields  [numFields]wordReader
	begin   [beginRunes]beginSet
	entries []lookupEntry
	sets    []byte
	list    segment.PostingsList // reused
	iter    segment.PostingsIterator
}

type lookupEntry struct {
	key   string
	value uint64
}

// A beginSet is the beginning in hand and the briefs that have it.
type beginSet struct {
	prefix string
	briefs set
	n      int // how many
}

// A wordReader reads one dictionary.
type wordReader struct {
	dict segment.TermDictionary
	it   segment.DictionaryIterator
	word *index.DictEntry // nil at the end
}

func (r *wordReader) next() (err error) {
	r.word, err = r.it.Next()
	return err
}

// makeLookup makes the lookup of a segment.
func makeLookup(seg segment.Segment) ([]byte, error) {
	m := &lookupMaker{}
	for i := range m.begin {
		m.begin[i].briefs = newSet(int(seg.Count()))
	}
	for f := range m.fields {
		r := &m.fields[f]
		var err error
		if r.dict, err = seg.Dictionary(fieldNames[f]); err != nil {
			return nil, err
		}
		r.it = allWords(r.dict, nil, []byte(afterStops), nil)
		if err := r.next(); err != nil {
			return nil, err
		}
	}
	for {
		word, ok := m.first()
		if !ok {
			break
		}
		if err := m.add(word); err != nil {
			return nil, err
		}
	}
	for level := range m.begin {
		m.turn(level, "")
	}
	return m.bytes()
}

// first is the first word of those in hand.
func (m *lookupMaker) first() (word string, ok bool) {
	for f := range m.fields {
		if w := m.fields[f].word; w != nil && (!ok || w.Term < word) {
			word, ok = w.Term, true
		}
	}
	return word, ok
}

// add notes all there is to say of a word, and goes on to the next.
func (m *lookupMaker) add(word string) error {
	_, one := utf8.DecodeRuneInString(word)
	_, two := utf8.DecodeRuneInString(word[one:])
	m.turn(0, word[:one])
	if two += one; two > one {
		m.turn(1, word[:two])
	} else {
		m.turn(1, "")
	}
	var capital fieldSet
	for f := range m.fields {
		r := &m.fields[f]
		if r.word == nil || r.word.Term != word {
			continue
		}
		has, err := m.briefs(r.dict, word)
		if err == nil {
			err = r.next()
		}
		if err != nil {
			return err
		}
		if has {
			capital |= 1 << f
		}
	}
	m.keys(word, capital)
	return nil
}

// briefs adds the briefs that have the word in a field to the sets in hand,
// and tells whether any has it with a capital.
func (m *lookupMaker) briefs(d segment.TermDictionary, word string) (capital bool, err error) {
	if m.list, err = d.PostingsList([]byte(word), nil, m.list); err != nil || m.list.Count() == 0 {
		m.list = nil // bleve must not use an empty one again
		return false, err
	}
	m.iter = m.list.Iterator(true, false, false, m.iter)
	second := m.begin[1].prefix != ""
	for {
		p, err := m.iter.Next()
		if p == nil || err != nil {
			return capital, err
		}
		n := int32(p.Number())
		m.begin[0].add(n)
		if second {
			m.begin[1].add(n)
		}
		if _, c := unpackCount(p.Frequency()); c {
			capital = true
		}
	}
}

// turn ends the beginning in hand of one level if prefix is another.
func (m *lookupMaker) turn(level int, prefix string) {
	b := &m.begin[level]
	if b.prefix == prefix {
		return
	}
	if b.prefix != "" {
		m.entries = append(m.entries, lookupEntry{byBegin + b.prefix, uint64(len(m.sets))})
		m.sets = appendSet(m.sets, b.briefs, b.n)
		clear(b.briefs)
		b.n = 0
	}
	b.prefix = prefix
}

// add adds a brief that may be there already.
func (b *beginSet) add(brief int32) {
	if !b.briefs.has(brief) {
		b.briefs.add(brief)
		b.n++
	}
}

// keys notes the keys of a word. Only one that has a capital may be a name,
// and has that of its sound.
func (m *lookupMaker) keys(word string, capital fieldSet) {
	note := func(key string, value uint64) {
		m.entries = append(m.entries, lookupEntry{key + keyEnd + word, value})
	}
	if spelled := terms.Spelling(word); spelled != word {
		note(bySpelling+terms.Stem(spelled), 0)
	}
	if word[0] >= utf8.RuneSelf { // in the scripts of those languages
		for _, lang := range inside {
			if stem := terms.StemIn(lang, word); stem != word {
				note(byStem+lang+stem, 0)
			}
		}
	}
	if capital == 0 {
		return
	}
	if sound := terms.SoundKey(word); sound != "" {
		note(bySound+sound, uint64(capital))
	}
}

// inside are the languages whose stems may lack the beginning of their words;
// see terms.BeginIn.
var inside = [...]string{"ar", "hi"}

// bytes is the content of the file.
func (m *lookupMaker) bytes() ([]byte, error) {
	slices.SortFunc(m.entries, func(a, b lookupEntry) int { return cmp.Compare(a.key, b.key) })
	out := bytes.NewBuffer(m.sets) // the dictionary stands behind them
	fst, err := vellum.New(out, nil)
	if err != nil {
		return nil, err
	}
	for _, e := range m.entries {
		if err := fst.Insert([]byte(e.key), e.value); err != nil {
			return nil, err
		}
	}
	if err := fst.Close(); err != nil {
		return nil, err
	}
	return binary.BigEndian.AppendUint64(out.Bytes(), uint64(len(m.sets))), nil
}

// writeLookups makes the lookups of a generation in dir that is about to be
// published: those of the segments that base does not have. Others, that a
// copy has brought along, are removed.
func (g *generation) writeLookups(ctx context.Context, dir string, base *generation) error {
	keep := map[string]bool{}
	var todo []*segmentView
	for i := range g.segs {
		v := &g.segs[i]
		if base.view(v.file) == nil {
			todo = append(todo, v)
		} else {
			keep[path.Base(lookupFile(v.file))] = true
		}
	}
	list, err := os.ReadDir(filepath.Join(dir, lookupName))
	if err != nil {
		return err
	}
	for _, e := range list {
		if !keep[e.Name()] {
			if err := os.Remove(filepath.Join(dir, lookupName, e.Name())); err != nil {
				return err
			}
		}
	}
	next := make(chan *segmentView)
	errs := make([]error, workers())
	var group sync.WaitGroup
	for i := range errs {
		group.Go(func() {
			for v := range next {
				if errs[i] == nil {
					errs[i] = cmp.Or(ctx.Err(), guarded(func() error { return v.writeLookup(dir) }))
				}
			}
		})
	}
	for _, v := range todo {
		next <- v
	}
	close(next)
	group.Wait()
	return errors.Join(errs...)
}

func (v *segmentView) writeLookup(dir string) error {
	raw, err := makeLookup(v.seg)
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(dir, filepath.FromSlash(lookupFile(v.file))), raw, 0o600)
}
