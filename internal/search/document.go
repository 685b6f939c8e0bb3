package search

import (
	"strings"
	"unicode/utf8"

	"broadsheet/internal/brief"
	"broadsheet/internal/terms"

	index "github.com/blevesearch/bleve_index_api"
)

// schema is the number of what is written to the index and the catalogue.
// Raise it with any change to either: an index of another number is built
// anew in another folder.
const schema = 2

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
	inBegin = numFields // see beginField
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
}

// A field is one analysed field of a document.
type field struct {
	name    string
	options index.FieldIndexingOptions
	value   []byte
	freqs   index.TokenFrequencies
	length  int
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

// An analyser makes documents. It keeps its memory from one to the next, and
// gives each field's words in a few large pieces: a brief has hundreds of
// words, and one allocation for each would be most of the work. Not for
// concurrent use.
type analyser struct {
	split terms.Analyzer
	words []terms.Term
	place map[string]int32  // in seen
	stops map[string]string // as marked
	begin map[string]struct{}
	seen  []seenWord
	at    []seenAt
}

// A seenWord is one distinct word of a field.
type seenWord struct {
	text  string
	count int
	last  int // its last position
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
	if a.begin == nil {
		a.begin = map[string]struct{}{}
	}
	clear(a.begin)
	for f, texts := range fieldTexts(b) {
		if fd := a.field(fieldNames[f], texts); len(fd.freqs) > 0 {
			d.fields = append(d.fields, fd)
			n[f] = uint32(fd.length)
			a.beginnings(fd.freqs)
		}
	}
	if len(a.begin) > 0 {
		d.fields = append(d.fields, a.beginFieldOf())
	}
	return d, n
}

// beginnings notes the first characters of words.
func (a *analyser) beginnings(words index.TokenFrequencies) {
	for w := range words {
		if strings.HasPrefix(w, stopMark) {
			continue
		}
		for i, n := 0, 0; n < beginRunes && i < len(w); n++ {
			_, size := utf8.DecodeRuneInString(w[i:])
			i += size
			a.begin[w[:i]] = struct{}{}
		}
	}
}

// beginFieldOf gives what beginnings has noted as a field: which documents,
// and nothing else.
func (a *analyser) beginFieldOf() *field {
	freqs := make([]index.TokenFreq, len(a.begin))
	fd := &field{
		name: beginField, options: index.IndexField | index.SkipFreqNorm,
		freqs: make(index.TokenFrequencies, len(a.begin)), length: 1,
	}
	for w := range a.begin {
		tf := &freqs[len(fd.freqs)]
		tf.Term = []byte(w)
		tf.SetFrequency(1)
		fd.freqs[w] = tf
	}
	return fd
}

// field counts the words of a field's texts and notes where they stand.
func (a *analyser) field(name string, texts []string) *field {
	if a.place == nil {
		a.place = map[string]int32{}
	}
	clear(a.place)
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
			a.note(t, base+t.Pos)
		}
		base += end + passageGap
	}
	return &field{
		name: name, options: index.IndexField | index.IncludeTermVectors,
		freqs: a.frequencies(), length: n,
	}
}

// marked is the stop word as the index has it.
func (a *analyser) marked(word string) string {
	m, ok := a.stops[word]
	if !ok {
		m = stopMark + word
		if a.stops == nil {
			a.stops = map[string]string{}
		}
		a.stops[word] = m
	}
	return m
}

// note records one occurrence.
func (a *analyser) note(t *terms.Term, at int) {
	text := t.Text
	if t.Stop {
		text = a.marked(text)
	}
	i, ok := a.place[text]
	if !ok {
		i = int32(len(a.seen))
		a.place[text] = i
		a.seen = append(a.seen, seenWord{text: text})
	}
	w := &a.seen[i]
	a.at = append(a.at, seenAt{i, packPosition(at-w.last, t.Span)})
	w.last = at
	w.count++
}

// frequencies gives what was noted in bleve's form.
//
// bleve keeps five numbers for each occurrence of a word. We need one, so all
// occurrences of a word in a brief go into the array positions of a single
// location: see packPosition. That halves the index.
func (a *analyser) frequencies() index.TokenFrequencies {
	size := 0
	for i := range a.seen {
		size += len(a.seen[i].text)
	}
	n := len(a.seen)
	var (
		out       = make(index.TokenFrequencies, n)
		freqs     = make([]index.TokenFreq, n)
		locations = make([]index.TokenLocation, n)
		pointers  = make([]*index.TokenLocation, n)
		positions = make([]uint64, len(a.at))
		text      = make([]byte, 0, size)
	)
	for i := range a.seen {
		w := &a.seen[i]
		text = append(text, w.text...)
		pointers[i] = &locations[i]
		locations[i].ArrayPositions, positions = positions[:0:w.count], positions[w.count:]
		freqs[i].Term = text[len(text)-len(w.text):]
		freqs[i].Locations = pointers[i : i+1 : i+1]
		freqs[i].SetFrequency(w.count)
		out[w.text] = &freqs[i]
	}
	for _, o := range a.at {
		loc := &locations[o.word]
		loc.ArrayPositions = append(loc.ArrayPositions, o.packed)
	}
	return out
}

// packPosition codes one occurrence: its distance from the one before, and
// how many positions it covers (1 to 8; a joined word covers several).
func packPosition(delta, span int) uint64 {
	return uint64(max(delta, 0))<<3 | uint64(min(max(span, 1), 8)-1)
}

// unpackPosition is the reverse of packPosition.
func unpackPosition(v uint64) (delta, span int) { return int(v >> 3), int(v&7) + 1 }

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
	id := &index.TokenFreq{Term: []byte(d.id)}
	id.SetFrequency(1)
	d.fields = append(d.fields, &field{
		name:    "_id",
		options: index.IndexField | index.StoreField,
		value:   []byte(d.id),
		freqs:   index.TokenFrequencies{d.id: id},
		length:  1,
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

// AnalyzedTokenFrequencies are the words and where they stand.
func (f *field) AnalyzedTokenFrequencies() index.TokenFrequencies { return f.freqs }

// NumPlainTextBytes is for bleve's statistics only.
func (f *field) NumPlainTextBytes() uint64 { return 0 }
