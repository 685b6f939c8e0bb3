package library

import (
	"strings"
	"testing"

	"broadsheet/internal/brief"
)

func TestOrder(t *testing.T) {
	entry := func(path, title, source, date string) Entry {
		return Entry{File: File{Path: path}, Meta: brief.Meta{Title: title, Source: source, Date: date}}
	}
	all := []Entry{
		entry("a", "beta", "Wire", "2025-01-02"),
		entry("b", "Alpha", "Desk", ""),
		entry("c", "gamma", "desk", "2025-03-01T10:00:00Z"),
		entry("d", "alpha", "Wire", "2025-01-02"),
	}
	for order, want := range map[Order]string{ByDate: "cadb", ByTitle: "bdac", BySource: "cbad"} {
		got := append([]Entry(nil), all...)
		order.Sort(got)
		var paths strings.Builder
		for _, e := range got {
			paths.WriteString(e.Path)
		}
		if paths.String() != want {
			t.Errorf("by %s: %s, want %s", order, &paths, want)
		}
		if back, err := ParseOrder(order.String()); err != nil || back != order {
			t.Errorf("ParseOrder(%q) = %v, %v", order, back, err)
		}
	}
	if _, err := ParseOrder("size"); err == nil || !strings.Contains(err.Error(), "use date, title or source") {
		t.Errorf("unknown order: %v", err)
	}
}
