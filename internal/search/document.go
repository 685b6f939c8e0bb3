package search

import (
	"iter"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"

	"broadsheet/internal/brief"
	"broadsheet/internal/terms"

	index "github.com/blevesearch/bleve_index_api"
)

// schema is the number of what is written to the index and the catalogue.
// Raise it with any change to either: an index of another number is built
// anew in another folder.
const schema = 4

// The fields of a brief in the index. What can be answered from the catalogue
// (path, date, language) is not in the index at all.
const (
	inTitle = iota
	inHeading
	inBody
	inTags
	inSource
	inAuthor
	numFields
	inBegin = numFields     // see beginField
	inKey   = numFields + 1 // see keyField
)

// fieldNames are the names of the fields in the index.
var fieldNames = [numFields]string{"title", "heading", "body", "tags", "source", "author"}

// passageGap is how many word positions lie between two passages, so that no
// phrase reaches from one into the next.
const passageGap = 8

// beginField is one field more, with the first one and two characters of
// every word of a brief that is no stop word. A search as you type begins with
// these, and they are the worst of all beginnings: thousands of words each.
const (
	beginField = "begin"
	beginRunes = 2
)

// stopMark stands before a stop word in the index. Stop words are there for
// the sake of phrases; the mark keeps them apart from what is no stop word
// (us and US), and out of the way of beginnings.
const stopMark = "\x00"

// lengths are the numbers of words a brief has in each field, without stop
// words.
type lengths [numFields]uint32

// A document is a brief as the index takes it. It implements index.Document,
// with its words counted beforehand, so that bleve's own analysis (which
// cannot tell our words) has nothing to do.
//
// The words are folded but not stemmed. Which written forms a query word
// stands for is decided when searching, over the index's dictionary: so one
// index answers exact phrases, beginnings and near spellings as well.
type document struct {
	id     string
	fields []*field
	lent   *loan
}

// A field is one analysed field of a document, packed: a batch holds a
// thousand briefs of hundreds of words, and a structure of bleve for each word
// would be most of the memory. Bleve asks for the words of a field twice while
// it writes, and gets them made of this each time, in memory that the writer
// lends (see lend).
type field struct {
	name    string
	slot    int // which part of the lent memory is its own
	options index.FieldIndexingOptions
	value   []byte
	text    string       // the distinct words, without anything between
	words   []packedWord // in the order of text
	at      []uint64     // packed positions, word by word; nil where there are none
	length  int
	lent    *loan
}

// A packedWord is one distinct word of a field.
type packedWord struct {
	end   uint32 // in field.text, where the next one begins
	count uint32
}

// The parts of a loan: one for each field, and three more.
const (
	beginSlot = numFields
	keySlot   = numFields + 1
	idSlot    = numFields + 2
	numSlots  = numFields + 3
)

// A loan is the memory for the words of one document as bleve wants them. It
// serves one document after another.
type loan [numSlots]struct {
	out      index.TokenFrequencies
	freqs    []index.TokenFreq
	places   []index.TokenLocation
	pointers []*index.TokenLocation // to places, one each
}

var (
	_ index.Document = (*document)(nil)
	_ index.Field    = (*field)(nil)
)

// fieldTexts are the texts of a brief by field. Asides are not searched.
func fieldTexts(b *brief.Brief) [numFields][]string {
	var texts [numFields][]string
	texts[inTitle] = []string{b.Title}
	texts[inTags] = b.Tags
	texts[inSource] = []string{b.Source}
	texts[inAuthor] = b.Authors
	for i := range b.Passages {
		switch p := &b.Passages[i]; {
		case p.Aside || p.Text == "":
		case p.Kind == brief.Heading:
			texts[inHeading] = append(texts[inHeading], p.Text)
		default:
			texts[inBody] = append(texts[inBody], p.Text)
		}
	}
	return texts
}

// An analyser makes documents. It remembers the words it meets from one to the
// next, as most are met again and again. Not for concurrent use.
type analyser struct {
	split terms.Analyzer
	words []terms.Term
	known map[string]*knownWord
	past  map[string]*knownWord // known before there was no room for more
	stops map[string]*knownWord // the stop words, see stopMark
	field uint64                // the number of the field in hand
	begin beginnings
	keys  keyring
	seen  []seenWord
	at    []seenAt
	text  []byte
}

// maxKnown is how many words an analyser remembers, twice over.
const maxKnown = 1 << 16

// A knownWord is what an analyser knows of a word.
type knownWord struct {
	text  string // as the index has it
	stop  bool
	keys  *wordKeys
	field uint64 // the number of the last field that had it
	place int32  // and its place among the words of that
}

// A seenWord is one distinct word of a field.
type seenWord struct {
	*knownWord
	count   int
	last    int  // its last position
	next    int  // where its next position goes, while they are packed
	capital bool // it stands somewhere with a capital
}

// A seenAt is one occurrence: which word, and its packed position.
type seenAt struct {
	word   int32
	packed uint64
}

// document analyses a brief.
func (a *analyser) document(path string, b *brief.Brief) (*document, lengths) {
	d := &document{id: path}
	var n lengths
	if len(a.known) >= maxKnown { // between two briefs, as a field needs its words
		a.known, a.past = nil, a.known
	}
	a.begin.reset()
	a.keys.reset()
	texts := fieldTexts(b)
	for f := range texts {
		if fd := a.count(f, texts[f]); fd != nil {
			d.fields = append(d.fields, fd)
			n[f] = uint32(fd.length)
			a.begin.note(a.seen)
			a.keys.note(f, a.seen)
		}
	}
	a.keys.language(b.Lang, texts[inBody])
	if len(a.begin.found) > 0 {
		d.fields = append(d.fields, a.list(beginField, beginSlot, len(a.begin.found), slices.Values(a.begin.found)))
	}
	if len(a.keys.found) > 0 {
		d.fields = append(d.fields, a.list(keyField, keySlot, len(a.keys.found), maps.Keys(a.keys.found)))
	}
	return d, n
}

// beginnings are the first one and two characters of the words of a brief.
type beginnings struct {
	found []string
	ascii [2][utf8.RuneSelf * utf8.RuneSelf]uint32 // the last brief that had it, by length and characters
	brief uint32                                   // the number of the one in hand
	other map[string]struct{}
}

// reset begins another brief.
func (b *beginnings) reset() {
	b.found = b.found[:0]
	clear(b.other)
	if b.brief++; b.brief == 0 { // so many that the numbers begin anew
		*b = beginnings{brief: 1}
	}
}

// note adds the beginnings of the words of a field.
func (b *beginnings) note(words []seenWord) {
	for i := range words {
		if words[i].stop {
			continue
		}
		w := words[i].text
		for i, n := 0, 0; n < beginRunes && i < len(w); n++ {
			_, size := utf8.DecodeRuneInString(w[i:])
			i += size
			if b.first(w[:i]) {
				b.found = append(b.found, w[:i])
			}
		}
	}
}

// first tells whether the brief had no such beginning yet.
func (b *beginnings) first(s string) bool {
	if c, d := s[0], s[len(s)-1]; len(s) <= 2 && c < utf8.RuneSelf && d < utf8.RuneSelf {
		at := &b.ascii[len(s)-1][int(c)*utf8.RuneSelf+int(d)]
		if *at == b.brief {
			return false
		}
		*at = b.brief
		return true
	}
	if _, ok := b.other[s]; ok {
		return false
	}
	if b.other == nil {
		b.other = map[string]struct{}{}
	}
	b.other[s] = struct{}{}
	return true
}

// list gives n words as a field: which documents, and nothing else.
func (a *analyser) list(name string, slot, n int, words iter.Seq[string]) *field {
	fd := &field{
		name: name, slot: slot, options: index.IndexField | index.SkipFreqNorm,
		words: make([]packedWord, 0, n), length: 1,
	}
	a.text = a.text[:0]
	for w := range words {
		a.text = append(a.text, w...)
		fd.words = append(fd.words, packedWord{uint32(len(a.text)), 1})
	}
	fd.text = string(a.text)
	return fd
}

// count counts the words of a field's texts and notes where they stand; nil
// where there are none.
func (a *analyser) count(f int, texts []string) *field {
	a.field++
	a.seen, a.at = a.seen[:0], a.at[:0]
	base, n := 0, 0
	for _, text := range texts {
		a.words = a.split.Append(a.words[:0], text)
		end := 0
		for i := range a.words {
			t := &a.words[i]
			end = max(end, t.Pos)
			if !t.Stop {
				n++
			}
			a.note(t, base+t.Pos, t.Capital(text))
		}
		base += end + passageGap
	}
	if len(a.seen) == 0 {
		return nil
	}
	fd := &field{
		name: fieldNames[f], slot: f, options: index.IndexField | index.IncludeTermVectors, length: n,
	}
	a.pack(fd)
	return fd
}

// know gives what is known of a word.
func (a *analyser) know(t *terms.Term) *knownWord {
	if t.Stop {
		w, ok := a.stops[t.Text]
		if !ok {
			w = &knownWord{text: stopMark + t.Text, stop: true, keys: keyless}
			if a.stops == nil {
				a.stops = map[string]*knownWord{}
			}
			a.stops[w.text[len(stopMark):]] = w
		}
		return w
	}
	w, ok := a.known[t.Text]
	if ok {
		return w
	}
	if w, ok = a.past[t.Text]; !ok {
		text := strings.Clone(t.Text) // not the brief's memory
		w = &knownWord{text: text, keys: keysOf(text)}
	}
	if a.known == nil {
		a.known = map[string]*knownWord{}
	}
	a.known[w.text] = w
	return w
}

// note records one occurrence; capital tells that it is written with one.
func (a *analyser) note(t *terms.Term, at int, capital bool) {
	k := a.know(t)
	if k.field != a.field {
		k.field, k.place = a.field, int32(len(a.seen))
		a.seen = append(a.seen, seenWord{knownWord: k})
	}
	w := &a.seen[k.place]
	a.at = append(a.at, seenAt{k.place, packPosition(at-w.last, t.Span, capital)})
	w.last = at
	w.count++
	w.capital = w.capital || capital
}

// pack puts what was noted into the field: three pieces of memory, whatever
// the number of words.
func (a *analyser) pack(fd *field) {
	fd.words = make([]packedWord, len(a.seen))
	fd.at = make([]uint64, len(a.at))
	a.text = a.text[:0]
	from := 0
	for i := range a.seen {
		w := &a.seen[i]
		a.text = append(a.text, w.text...)
		fd.words[i] = packedWord{uint32(len(a.text)), uint32(w.count)}
		from, w.next = from+w.count, from
	}
	fd.text = string(a.text)
	for _, o := range a.at {
		w := &a.seen[o.word]
		fd.at[w.next] = o.packed
		w.next++
	}
}

// lend gives the document the memory to spread its words in when bleve asks
// for them. Documents that share it are written one after another.
func (d *document) lend(l *loan) {
	for _, f := range d.fields {
		f.lent = l
	}
	d.lent = l
}

// spread gives the field's words in bleve's form. They are valid until the
// next document with the same loan is asked.
//
// bleve keeps five numbers for each occurrence of a word. We need one, so all
// occurrences of a word in a brief go into the array positions of a single
// location: see packPosition. That halves the index. The word itself is told
// by its key alone; bleve writes no other.
func (f *field) spread() index.TokenFrequencies {
	l := &f.lent[f.slot]
	if l.out == nil {
		l.out = index.TokenFrequencies{}
	}
	clear(l.out)
	if n := len(f.words); len(l.freqs) < n {
		l.freqs = make([]index.TokenFreq, n+n/2)
		l.places = make([]index.TokenLocation, len(l.freqs))
		l.pointers = make([]*index.TokenLocation, len(l.freqs))
		for i := range l.places {
			l.pointers[i] = &l.places[i]
		}
	}
	from, at := uint32(0), f.at
	for i, w := range f.words {
		tf := &l.freqs[i]
		tf.Locations = nil
		tf.SetFrequency(int(w.count))
		if at != nil {
			l.places[i].ArrayPositions, at = at[:w.count:w.count], at[w.count:]
			tf.Locations = l.pointers[i : i+1 : i+1]
		}
		l.out[f.text[from:w.end]] = tf
		from = w.end
	}
	return l.out
}

// capitalCode stands, in a packed position, for a word of one position that
// has a capital. Joined words cover two to six positions and have none.
const capitalCode = 7

// packPosition codes one occurrence: its distance from the one before, and
// how many positions it covers (1 to 7; a joined word covers several), or that
// it has a capital and covers one.
func packPosition(delta, span int, capital bool) uint64 {
	code := uint64(min(max(span, 1), 7) - 1)
	if capital && code == 0 {
		code = capitalCode
	}
	return uint64(max(delta, 0))<<3 | code
}

// unpackPosition is the reverse of packPosition.
func unpackPosition(v uint64) (delta, span int, capital bool) {
	if v&7 == capitalCode {
		return int(v >> 3), 1, true
	}
	return int(v >> 3), int(v&7) + 1, false
}

// ID is the brief's path.
func (d *document) ID() string { return d.id }

// Size is for bleve's statistics only.
func (d *document) Size() int { return len(d.id) }

// VisitFields visits every field, the identity among them.
func (d *document) VisitFields(visit index.FieldVisitor) {
	for _, f := range d.fields {
		visit(f)
	}
}

// VisitComposite visits nothing: no field is made of others.
func (d *document) VisitComposite(index.CompositeFieldVisitor) {}

// HasComposite is false, see VisitComposite.
func (d *document) HasComposite() bool { return false }

// NumPlainTextBytes is for bleve's statistics only.
func (d *document) NumPlainTextBytes() uint64 { return 0 }

// StoredFieldsBytes is for bleve's statistics only.
func (d *document) StoredFieldsBytes() uint64 { return 0 }

// Indexed is for bleve's statistics only.
func (d *document) Indexed() bool { return false }

// AddIDField adds the identity as a field; bleve calls it once for a batch.
func (d *document) AddIDField() {
	d.fields = append(d.fields, &field{
		name: "_id", slot: idSlot, options: index.IndexField | index.StoreField,
		value: []byte(d.id), text: d.id, words: []packedWord{{uint32(len(d.id)), 1}},
		length: 1, lent: d.lent,
	})
}

// Name is the field's name in the index.
func (f *field) Name() string { return f.name }

// Value is what is stored: nothing but the identity is.
func (f *field) Value() []byte { return f.value }

// ArrayPositions is empty: a field stands once in a document.
func (f *field) ArrayPositions() []uint64 { return nil }

// EncodedFieldType is bleve's mark of a text.
func (f *field) EncodedFieldType() byte { return 't' }

// Analyze does nothing, the field comes analysed.
func (f *field) Analyze() {}

// Options tells bleve what to keep.
func (f *field) Options() index.FieldIndexingOptions { return f.options }

// AnalyzedLength is the number of words.
func (f *field) AnalyzedLength() int { return f.length }

// AnalyzedTokenFrequencies are the words and where they stand, see spread.
func (f *field) AnalyzedTokenFrequencies() index.TokenFrequencies { return f.spread() }

// NumPlainTextBytes is for bleve's statistics only.
func (f *field) NumPlainTextBytes() uint64 { return 0 }
