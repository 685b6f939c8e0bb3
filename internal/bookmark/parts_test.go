package bookmark

import (
	"strings"
	"testing"

	"broadsheet/internal/brief"
)

// Of a bookmark that is lost what is left of its words is offered: its passages,
// or its sentences if most of them are there; put in another order, as one.
func TestLostOffersItsParts(t *testing.T) {
	const (
		one   = "The ferry left at nine in the evening, as it does on every day of the year."
		two   = "On the pier three people waited for a second boat, which nobody had promised them."
		three = "In the morning the harbour office said that the timetable had been wrong since May."
		rest  = "A statement of the company is expected for Thursday, after its board has met."
	)
	text := func(passages ...string) string { return "# Ferry\n\n" + strings.Join(passages, "\n\n") + "\n" }
	for _, r := range []struct {
		name, was, now string
		offered        []string
	}{
		{"two passages swapped", text(one, two, rest), text(two, one, rest), []string{two + "\n\n" + one}},
		{"two passages swapped and a word edited", text(one, two, rest), text(two, strings.Replace(one, "evening", "night", 1), rest), []string{two + "\n\n" + strings.Replace(one, "evening", "night", 1)}},
		{"three in another order", text(one, two, three, rest), text(three, one, two, rest), []string{three + "\n\n" + one + "\n\n" + two}},
		{"carried apart", text(one, two, rest), text(two, rest, three, one), []string{two, one}},
		{"one of three is left", text(one, two, three, rest), text(rest, two), []string{two}},
		{"the sentences of one in another order", text(one+" "+two+" "+three, rest), text(three+" "+one+" "+two, rest), []string{three + " " + one + " " + two}},
		{"one sentence of three is left", text(one+" "+two+" "+three, rest), text(two, rest), nil},
		{"none", text(one, two, rest), text(rest), nil},
	} {
		t.Run(r.name, func(t *testing.T) {
			lib := shelf{"ferry.md": r.was}
			b, e, _ := lib.Read("ferry.md")
			end := strings.Index(r.was, rest)
			m := New(Anchored(b, "ferry.md", e.Hash, brief.Span{Start: strings.Index(r.was, one[:20]), End: end}), b, lib)
			m.ID = "mark"
			lib["ferry.md"] = r.now + "\n" // a shelf tells files by their length
			items, err := InLibrary(t.Context(), lib, lib.entries(), lib.like, []Bookmark{m})
			if err != nil || len(items) != 1 {
				t.Fatalf("%v, %v", items, err)
			}
			var offered []string
			for _, c := range items[0].Candidates {
				offered = append(offered, c.Text)
				if c.Path != "ferry.md" || c.Text != textAt(brief.Parse([]byte(r.now), "", brief.Limits{}), c.Span) {
					t.Errorf("%+v", c)
				}
			}
			if items[0].Place.State != Lost || strings.Join(offered, "|") != strings.Join(r.offered, "|") {
				t.Errorf("%s, offered %q; want %q", items[0].Place.State, offered, r.offered)
			}
		})
	}
}
