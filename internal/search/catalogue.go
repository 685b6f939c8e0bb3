package search

import (
	"cmp"
	"encoding/binary"
	"errors"
	"fmt"
	"slices"
	"time"

	"broadsheet/internal/library"
)

// A catalogue is what a generation knows of its briefs beside the index: the
// list that is on screen before anything else is ready. It is never changed
// once it is published.
type catalogue struct {
	entries []library.Entry // sorted by Path; the place in it is the brief's ordinal
	lens    []lengths       // by ordinal
	racy    []bool          // by ordinal: read so soon after it was written that a later write might not show
	skipped []library.Skipped
	total   [numFields]uint64 // sums of lens
}

// A record is one brief on its way into a catalogue.
type record struct {
	entry library.Entry
	lens  lengths
	racy  bool
}

// same tells whether two records are of the same state of a file.
func (r record) same(s record) bool {
	a, b := &r.entry, &s.entry
	return a.Path == b.Path && a.Size == b.Size && a.Hash == b.Hash && a.ModTime.Equal(b.ModTime) && r.racy == s.racy
}

// with gives the catalogue after some changes: records that are new or take
// the place of others, sorted by path, and paths that have gone, in any order.
// c stays as it is.
func (c *catalogue) with(changed []record, gone []string, skipped []library.Skipped) *catalogue {
	n := len(c.entries) + len(changed)
	d := &catalogue{
		entries: make([]library.Entry, 0, n), lens: make([]lengths, 0, n), racy: make([]bool, 0, n),
		skipped: skipped, total: c.total,
	}
	gone = slices.Sorted(slices.Values(gone))
	from := 0
	for len(changed) > 0 || len(gone) > 0 {
		var r *record
		var p string
		if len(gone) == 0 || len(changed) > 0 && changed[0].entry.Path < gone[0] {
			r, changed = &changed[0], changed[1:]
			p = r.entry.Path
		} else {
			p, gone = gone[0], gone[1:]
		}
		i, known := c.find(p)
		if i >= from { // else it has been dealt with
			d.copy(c, from, i)
			from = i
		}
		if known && i == from {
			d.count(c.lens[i], -1)
			from++
		}
		if r != nil {
			d.entries, d.lens, d.racy = append(d.entries, r.entry), append(d.lens, r.lens), append(d.racy, r.racy)
			d.count(r.lens, 1)
		}
	}
	d.copy(c, from, len(c.entries))
	return d
}

// copy takes the briefs from one ordinal to another over from c. Their lengths
// are counted already.
func (d *catalogue) copy(c *catalogue, from, to int) {
	d.entries = append(d.entries, c.entries[from:to]...)
	d.lens = append(d.lens, c.lens[from:to]...)
	d.racy = append(d.racy, c.racy[from:to]...)
}

// count adds the lengths of a brief to the total, or takes them off it.
func (d *catalogue) count(l lengths, sign int) {
	for f, n := range l {
		d.total[f] += uint64(sign * int(n))
	}
}

func (c *catalogue) sum() {
	c.total = [numFields]uint64{}
	for i := range c.lens {
		for f, n := range c.lens[i] {
			c.total[f] += uint64(n)
		}
	}
}

// record gives one brief back as it went in.
func (c *catalogue) record(i int) record {
	return record{entry: c.entries[i], lens: c.lens[i], racy: c.racy[i]}
}

// as tells whether a file is as the brief of that ordinal was when it was
// read, as far as a look from outside can tell.
func (c *catalogue) as(i int, f library.File) bool {
	e := &c.entries[i]
	return e.Size == f.Size && e.ModTime.Equal(f.ModTime) && !c.racy[i]
}

// find gives the ordinal of a path, or the one it would have.
func (c *catalogue) find(path string) (int, bool) {
	return slices.BinarySearchFunc(c.entries, path, func(e library.Entry, p string) int {
		return cmp.Compare(e.Path, p)
	})
}

// The file: a mark, the number of briefs, of their list items and of the
// skipped; then the briefs, then the skipped. Numbers are varints; a string is
// its length and its bytes. On loading, the strings are parts of one big
// string and the lists parts of one big list, so 100,000 briefs cost four
// allocations and not a million. The checksum is in the manifest.

const catalogueMark = "broadsheet catalogue 1\n"

var errCatalogue = errors.New("the catalogue is cut short or garbled")

// encode writes the catalogue in its file form.
func (c *catalogue) encode() []byte {
	lists := 0
	for i := range c.entries {
		e := &c.entries[i]
		lists += len(e.Authors) + len(e.Tags) + len(e.Notes)
	}
	b := make([]byte, 0, 256*len(c.entries)+1024)
	b = append(b, catalogueMark...)
	b = binary.AppendUvarint(b, uint64(len(c.entries)))
	b = binary.AppendUvarint(b, uint64(lists))
	b = binary.AppendUvarint(b, uint64(len(c.skipped)))
	for i := range c.entries {
		b = appendEntry(b, &c.entries[i])
		for _, n := range c.lens[i] {
			b = binary.AppendUvarint(b, uint64(n))
		}
		racy := byte(0)
		if c.racy[i] {
			racy = 1
		}
		b = append(b, racy)
	}
	for _, s := range c.skipped {
		b = appendString(appendString(b, s.Path), s.Reason)
	}
	return b
}

func appendString(b []byte, s string) []byte {
	return append(binary.AppendUvarint(b, uint64(len(s))), s...)
}

func appendList(b []byte, list []string) []byte {
	b = binary.AppendUvarint(b, uint64(len(list)))
	for _, s := range list {
		b = appendString(b, s)
	}
	return b
}

func appendEntry(b []byte, e *library.Entry) []byte {
	b = appendString(b, e.Path)
	b = binary.AppendVarint(b, e.Size)
	// The zero time (embedded files have it) is outside what UnixNano can say.
	if e.ModTime.IsZero() {
		b = append(b, 0)
	} else {
		b = append(b, 1)
		b = binary.AppendVarint(b, e.ModTime.UnixNano())
	}
	b = binary.BigEndian.AppendUint64(b, e.Hash)
	for _, s := range [...]string{e.Title, e.Source, e.URL, e.Lang, e.Date} {
		b = appendString(b, s)
	}
	b = appendList(b, e.Authors)
	b = appendList(b, e.Tags)
	b = appendList(b, e.Notes)
	return binary.AppendUvarint(b, uint64(e.Words))
}

// decodeCatalogue reads the file form. It never panics, whatever the text. The
// catalogue keeps it.
func decodeCatalogue(text string) (*catalogue, error) {
	d := decoder{rest: text}
	if len(d.rest) < len(catalogueMark) || d.rest[:len(catalogueMark)] != catalogueMark {
		return nil, fmt.Errorf("%w: it does not begin as one", errCatalogue)
	}
	d.rest = d.rest[len(catalogueMark):]
	n, lists, skipped := d.count(12), d.count(1), d.count(2)
	d.lists = make([]string, 0, lists)
	c := &catalogue{
		entries: make([]library.Entry, n),
		lens:    make([]lengths, n),
		racy:    make([]bool, n),
		skipped: make([]library.Skipped, skipped),
	}
	for i := 0; i < n && !d.bad; i++ {
		d.entry(&c.entries[i])
		for f := range c.lens[i] {
			c.lens[i][f] = uint32(d.uvarint())
		}
		c.racy[i] = d.byte() == 1
		if i > 0 && c.entries[i].Path <= c.entries[i-1].Path {
			d.bad = true
		}
	}
	for i := range c.skipped {
		c.skipped[i] = library.Skipped{Path: d.string(), Reason: d.string()}
	}
	if d.bad || d.rest != "" {
		return nil, errCatalogue
	}
	c.sum()
	return c, nil
}

// A decoder takes values from the front of a string. After the first that is
// not there, bad is set and everything is zero.
type decoder struct {
	rest  string
	lists []string
	bad   bool
}

func (d *decoder) uvarint() uint64 {
	var v uint64
	for i := 0; i < len(d.rest) && i < binary.MaxVarintLen64; i++ {
		c := d.rest[i]
		v |= uint64(c&0x7f) << (7 * i)
		if c < 0x80 {
			d.rest = d.rest[i+1:]
			return v
		}
	}
	d.bad, d.rest = true, ""
	return 0
}

func (d *decoder) varint() int64 {
	u := d.uvarint()
	return int64(u>>1) ^ -int64(u&1)
}

// count reads how many things follow, each of at least size bytes.
func (d *decoder) count(size int) int {
	n := d.uvarint()
	if n > uint64(len(d.rest)/size) {
		d.bad, d.rest = true, ""
		return 0
	}
	return int(n)
}

func (d *decoder) byte() byte {
	if d.rest == "" {
		d.bad = true
		return 0
	}
	c := d.rest[0]
	d.rest = d.rest[1:]
	return c
}

func (d *decoder) string() string {
	n := d.count(1)
	s := d.rest[:n]
	d.rest = d.rest[n:]
	return s
}

func (d *decoder) list() []string {
	n := d.count(1)
	if n == 0 {
		return nil
	}
	from := len(d.lists)
	for range n {
		d.lists = append(d.lists, d.string())
	}
	return d.lists[from:len(d.lists):len(d.lists)]
}

func (d *decoder) entry(e *library.Entry) {
	e.Path = d.string()
	e.Size = d.varint()
	if d.byte() == 1 {
		e.ModTime = time.Unix(0, d.varint())
	}
	if len(d.rest) < 8 {
		d.bad, d.rest = true, ""
		return
	}
	for i := range 8 {
		e.Hash = e.Hash<<8 | uint64(d.rest[i])
	}
	d.rest = d.rest[8:]
	e.Title, e.Source, e.URL, e.Lang, e.Date = d.string(), d.string(), d.string(), d.string(), d.string()
	e.Authors, e.Tags, e.Notes = d.list(), d.list(), d.list()
	e.Words = int(d.uvarint())
}
