package library

import (
	"cmp"
	"encoding/binary"
	"fmt"
	"slices"
	"strings"
	"time"
)

// An Order is a way to sort entries.
type Order uint8

// The orders. In each, entries that are equal stand by path.
const (
	ByDate   Order = iota // newest first, those without a date last
	ByTitle               // without regard to case
	BySource              // then newest first
)

// String is the order's name, as ParseOrder reads it.
func (o Order) String() string { return [...]string{"date", "title", "source"}[o] }

// Next is the order after this one, round and round.
func (o Order) Next() Order { return (o + 1) % 3 }

// ParseOrder reads the name of an order. The error says which names there are.
func ParseOrder(name string) (Order, error) {
	for _, o := range []Order{ByDate, ByTitle, BySource} {
		if o.String() == name {
			return o, nil
		}
	}
	return 0, fmt.Errorf("cannot sort by %q; use date, title or source", name)
}

// Sort puts entries into the order, in place.
func (o Order) Sort(entries []Entry) {
	ids := make([]int32, len(entries))
	for i := range ids {
		ids[i] = int32(i)
	}
	sorted := make([]Entry, 0, len(entries))
	for _, id := range o.arranged(ids, func(id int32) *Entry { return &entries[id] }) {
		sorted = append(sorted, entries[id])
	}
	copy(entries, sorted)
}

// arranged gives the numbers of entries in the order of what they stand for.
func (o Order) arranged(ids []int32, entry func(int32) *Entry) []int32 {
	if o == ByDate {
		return byDate(ids, entry)
	}
	// Most are told apart by a text that is folded once, so that few entries
	// need be looked at while they are sorted.
	type keyed struct {
		first uint64
		key   string
		id    int32
	}
	all := make([]keyed, len(ids))
	for i, id := range ids {
		key := o.key(entry(id))
		all[i] = keyed{first: beginning(key), key: key, id: id}
	}
	slices.SortFunc(all, func(a, b keyed) int {
		if c := cmp.Compare(a.first, b.first); c != 0 {
			return c
		}
		if c := strings.Compare(a.key, b.key); c != 0 {
			return c
		}
		return o.compare(entry(a.id), entry(b.id))
	})
	out := make([]int32, len(all))
	for i, k := range all {
		out[i] = k.id
	}
	return out
}

// byDate is arranged for ByDate, the order that a reader begins with: a large
// library is on the screen as soon as it is sorted, so this is done with
// numbers alone. Where the entries stand by path to begin with, as those of an
// index do, no other text is looked at either.
func byDate(ids []int32, entry func(int32) *Entry) []int32 {
	type keyed struct {
		day       int32 // as yyyymmdd
		place, id int32
		hour      int64 // see hour
	}
	all, byPath := make([]keyed, len(ids)), true
	for i, id := range ids {
		e := entry(id)
		all[i] = keyed{day: dayOf(e.Date), hour: hour(e), place: int32(i), id: id}
		byPath = byPath && (i == 0 || entry(ids[i-1]).Path < e.Path)
	}
	slices.SortFunc(all, func(a, b keyed) int {
		switch {
		case a.day != b.day:
			return cmp.Compare(b.day, a.day)
		case a.hour != b.hour:
			return cmp.Compare(b.hour, a.hour)
		case byPath:
			return cmp.Compare(a.place, b.place)
		}
		return strings.Compare(entry(a.id).Path, entry(b.id).Path)
	})
	out := make([]int32, len(all))
	for i, k := range all {
		out[i] = k.id
	}
	return out
}

// dayOf is the day of a date as it is written, as the number yyyymmdd; 0 where
// there is none.
func dayOf(date string) int32 {
	n := int32(0)
	for i := 0; i < min(len(date), len(time.DateOnly)); i++ {
		if c := date[i]; c >= '0' && c <= '9' {
			n = n*10 + int32(c-'0')
		}
	}
	return n
}

// key is what entries are first compared by, where that is a text.
func (o Order) key(e *Entry) string {
	if o == ByTitle {
		return strings.ToLower(e.Title)
	}
	return strings.ToLower(e.Source)
}

// beginning is the first eight bytes of a text as a number.
func beginning(s string) uint64 {
	var b [8]byte
	copy(b[:], s)
	return binary.BigEndian.Uint64(b[:])
}

// compare tells which of two entries stands first.
func (o Order) compare(a, b *Entry) int {
	path := strings.Compare(a.Path, b.Path)
	switch o {
	case ByTitle:
		return cmp.Or(folded(a.Title, b.Title), path)
	case BySource:
		return cmp.Or(folded(a.Source, b.Source), newest(a, b), path)
	}
	return cmp.Or(newest(a, b), path)
}

func folded(a, b string) int { return strings.Compare(strings.ToLower(a), strings.ToLower(b)) }

// newest compares by the days as they are written, and within one by the time.
func newest(a, b *Entry) int {
	if a.Date == b.Date {
		return 0
	}
	day := len("2006-01-02")
	if c := strings.Compare(b.Date[:min(len(b.Date), day)], a.Date[:min(len(a.Date), day)]); c != 0 {
		return c
	}
	return cmp.Compare(hour(b), hour(a))
}

// hour is the time of a brief whose date has one, in Unix seconds; that of
// another is the beginning of its day in UTC.
func hour(e *Entry) int64 {
	layout := time.RFC3339
	if len(e.Date) <= len(time.DateOnly) {
		layout = time.DateOnly
	}
	t, _ := time.Parse(layout, e.Date)
	return t.Unix()
}
