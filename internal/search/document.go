package search

import (
	"cmp"
	"math/bits"
	"slices"
	"strings"

	"broadsheet/internal/brief"
	"broadsheet/internal/query"
	"broadsheet/internal/terms"

	index "github.com/blevesearch/bleve_index_api"
)

// schema is the number of what is written to the index and the catalogue.
// Raise it with any change to either: an index of another number is built
// anew in another folder.
const schema = 5

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
	inLanguage = numFields // see languageField
)

// fieldNames are the names of the fields in the index.
var fieldNames = [numFields]string{"title", "heading", "body", "tags", "source", "author"}

// passageGap is how many word positions lie between two passages, so that no
// phrase reaches from one into the next.
const passageGap = 8

// languageField is one field more, with the language of a brief, "und" where
// nobody can tell. It is there for its dictionary: which languages there are.
const languageField = "language"

// stopMark stands before a stop word in the index. Stop words are there for
// the sake of phrases; the mark keeps them apart from what is no stop word
// (us and US), and out of the way of beginnings.
const (
	stopMark   = "\x00"
	afterStops = "\x01" // where the other words begin in a dictionary
)

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
	at      []uint64     // the packed positions of the words whose code has no room for them, word by word
	length  int
	lent    *loan
}

// A packedWord is one distinct word of a field.
type packedWord struct {
	end  uint32 // in field.text, where the next one begins
	code uint64 // see packPlaces
}

// The parts of a loan: one for each field, and two more.
const (
	languageSlot = numFields
	idSlot       = numFields + 1
	numSlots     = numFields + 2
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
	known wordTable
	past  wordTable             // known before there was no room for more
	stops map[string]*knownWord // the stop words, see stopMark
	field uint64                // the number of the field in hand
	seen  []seenWord
	at    []seenAt
	place []uint64 // packed positions, word by word
	text  []byte
}

// maxKnown is how many words an analyser remembers, twice over.
const maxKnown = 1 << 16

// A knownWord is what an analyser knows of a word.
type knownWord struct {
	text  string // as the index has it
	stop  bool
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
	if a.known.n >= maxKnown { // between two briefs, as a field needs its words
		a.known, a.past = wordTable{}, a.known
	}
	texts := fieldTexts(b)
	for f := range texts {
		if fd := a.count(f, texts[f]); fd != nil {
			d.fields = append(d.fields, fd)
			n[f] = uint32(fd.length)
		}
	}
	d.fields = append(d.fields, single(languageField, languageSlot, language(b.Lang, texts[inBody])))
	return d, n
}

// language is that of a brief: as it says itself, or else as its text looks.
func language(lang string, texts []string) string {
	lang, _, _ = strings.Cut(strings.ToLower(strings.ReplaceAll(lang, "_", "-")), "-")
	return cmp.Or(lang, terms.Language(strings.Join(texts[:min(len(texts), 8)], "\n")), query.Undetermined)
}

// single is a field of one word: which documents have it, and nothing else.
func single(name string, slot int, word string) *field {
	return &field{
		name: name, slot: slot, options: index.IndexField | index.SkipFreqNorm, length: 1,
		text: word, words: []packedWord{{uint32(len(word)), 1}},
	}
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
			w = &knownWord{text: stopMark + t.Text, stop: true}
			if a.stops == nil {
				a.stops = map[string]*knownWord{}
			}
			a.stops[w.text[len(stopMark):]] = w
		}
		return w
	}
	w := a.known.get(t.Text)
	if w != nil {
		return w
	}
	if w = a.past.get(t.Text); w == nil {
		w = &knownWord{text: strings.Clone(t.Text)} // not the brief's memory
	}
	a.known.put(w)
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
	from := 0
	for i := range a.seen {
		w := &a.seen[i]
		from, w.next = from+w.count, from
	}
	a.place = slices.Grow(a.place[:0], from)[:from]
	for _, o := range a.at {
		w := &a.seen[o.word]
		a.place[w.next] = o.packed
		w.next++
	}
	fd.words = make([]packedWord, len(a.seen))
	a.text = a.text[:0]
	many := a.place[:0] // written behind what is read
	for i := range a.seen {
		w := &a.seen[i]
		a.text = append(a.text, w.text...)
		at := a.place[w.next-w.count : w.next]
		code, ok := packPlaces(at, w.capital)
		if !ok {
			many = append(many, at...)
		}
		fd.words[i] = packedWord{uint32(len(a.text)), code}
	}
	fd.text, fd.at = string(a.text), slices.Clone(many)
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
// bleve keeps five numbers for each occurrence of a word. We need one, and most
// words stand in a brief once or twice: their places go into what bleve keeps
// as the frequency, see packPlaces. Those of the others go into the array
// positions of a single location. The word itself is told by its key alone;
// bleve writes no other.
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
		tf.SetFrequency(int(w.code))
		if n := manyPlaces(w.code); n > 0 {
			l.places[i].ArrayPositions, at = at[:n:n], at[n:]
			tf.Locations = l.pointers[i : i+1 : i+1]
		}
		l.out[f.text[from:w.end]] = tf
		from = w.end
	}
	return l.out
}

// How packPlaces codes the places of a word. From the lowest bit on:
//
//	1 bit   the word has a capital at one of them
//	2 bits  n, how many there are, 0 for many
//	n times 20 bits, each a packed position; or with many of them their number
//
// The code is never 1, which bleve takes for something else, and has 63 bits.
const (
	placesInCode = 3
	placeBits    = 20
	placesFrom   = 3 // the first bit of the places, or of their number
)

// packPlaces codes the places of a word, which are packed positions. Where
// they do not all fit it codes their number, and ok is false.
func packPlaces(at []uint64, capital bool) (code uint64, ok bool) {
	ok = len(at) <= placesInCode && bits.UintSize == 64
	for i := len(at) - 1; i >= 0 && ok; i-- {
		ok = at[i] < 1<<placeBits
		code = code<<placeBits | at[i]
	}
	if ok {
		code = code<<placesFrom | uint64(len(at))<<1
	} else {
		code = uint64(len(at)) << placesFrom
	}
	if capital {
		code |= 1
	}
	return code, ok
}

// unpackCount gives, of the code of a word, how often it stands in the field
// and whether it has a capital anywhere there.
func unpackCount(code uint64) (n int, capital bool) {
	n = int(code >> 1 & placesInCode)
	if n == 0 {
		n = int(code >> placesFrom)
	}
	return n, code&1 != 0
}

// manyPlaces is the number of places whose code does not have them; 0 where it
// does, and where there are none.
func manyPlaces(code uint64) int {
	if code>>1&placesInCode != 0 {
		return 0
	}
	return int(code >> placesFrom)
}

// unpackPlaces appends the places that a code has.
func unpackPlaces(to []uint64, code uint64) []uint64 {
	n := code >> 1 & placesInCode
	code >>= placesFrom
	for range n {
		to = append(to, code&(1<<placeBits-1))
		code >>= placeBits
	}
	return to
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

// AnalyzedLength would be kept with every word, for bleve's own ranking.
func (f *field) AnalyzedLength() int { return 1 }

// AnalyzedTokenFrequencies are the words and where they stand, see spread.
func (f *field) AnalyzedTokenFrequencies() index.TokenFrequencies { return f.spread() }

// NumPlainTextBytes is for bleve's statistics only.
func (f *field) NumPlainTextBytes() uint64 { return 0 }
