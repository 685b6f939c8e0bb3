package library

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
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
	newest := func(a, b Entry) int {
		if day := strings.Compare(b.Date[:min(len(b.Date), 10)], a.Date[:min(len(a.Date), 10)]); day != 0 || a.Date == b.Date {
			return day // the days as written decide; the hour only within one
		}
		ta, _ := a.When()
		tb, _ := b.When()
		return tb.Compare(ta)
	}
	folded := func(a, b string) int { return strings.Compare(strings.ToLower(a), strings.ToLower(b)) }
	slices.SortStableFunc(entries, func(a, b Entry) int {
		path := strings.Compare(a.Path, b.Path)
		switch o {
		case ByTitle:
			return cmp.Or(folded(a.Title, b.Title), path)
		case BySource:
			return cmp.Or(folded(a.Source, b.Source), newest(a, b), path)
		default:
			return cmp.Or(newest(a, b), path)
		}
	})
}
