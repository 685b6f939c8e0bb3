package search

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"broadsheet/internal/brief"
	"broadsheet/internal/library"
)

func pathsOf(entries []library.Entry) []string {
	paths := make([]string, len(entries))
	for i := range entries {
		paths[i] = entries[i].Path
	}
	return paths
}

func TestRelated(t *testing.T) {
	files := map[string]string{
		"truce.md":   "# Truce at Doha\n\nMediators from Qatar announced a ceasefire between the two neighbours.\n\nFarmers sell pomegranates at Spin Boldak again.",
		"qatar.md":   "# Qatar as a mediator\n\nThe emirate has hosted mediators and talks for ten years.",
		"fruit.md":   "# Pomegranates rot\n\nAt Spin Boldak the farmers throw pomegranates away by the ton.",
		"harvest.md": "# Harvest\n\nThe farmers bring wheat in.",
	}
	for i := range 30 {
		files[fmt.Sprintf("other/%02d.md", i)] = fmt.Sprintf("# Minutes %d\n\nThe board met and the minutes were read by all.", i)
	}
	x := newFixture(t, files).ready()
	b := brief.Parse([]byte(files["truce.md"]), "truce.md", brief.Limits{})
	for _, c := range []struct {
		name  string
		span  brief.Span
		open  []string
		limit int
		want  []string
	}{
		{"the whole brief", brief.Span{}, []string{"truce.md"}, 2, []string{"fruit.md", "qatar.md"}},
		{"one passage", b.Passages[1].Span, []string{"truce.md"}, 9, []string{"qatar.md"}},
		{"another", b.Passages[2].Span, []string{"truce.md"}, 9, []string{"fruit.md", "harvest.md"}},
		{"what is open is left out", b.Passages[2].Span, []string{"truce.md", "fruit.md"}, 9, []string{"harvest.md"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := x.Related(context.Background(), b, c.span, c.open, c.limit)
			paths := pathsOf(got)
			if c.span.Len() == 0 {
				slices.Sort(paths)
			}
			if err != nil || strings.Join(paths, " ") != strings.Join(c.want, " ") {
				t.Errorf("%v, %v; want %v", paths, err, c.want)
			}
		})
	}
}

// BenchmarkRelated asks what is related to briefs all over the library, and to
// one passage of each.
func BenchmarkRelated(b *testing.B) {
	eachScale(b, func(b *testing.B, f *fixture) {
		x := f.ready()
		list := x.Catalogue()
		var briefs []*brief.Brief
		var paths []string
		for i := 0; i < len(list); i += max(len(list)/40, 1) {
			text, _, err := f.lib.Read(list[i].Path)
			if err != nil {
				b.Fatal(err)
			}
			briefs, paths = append(briefs, text), append(paths, list[i].Path)
		}
		for _, whole := range []bool{true, false} {
			b.Run(map[bool]string{true: "brief", false: "passage"}[whole], func(b *testing.B) {
				var cpus []float64
				for i := 0; b.Loop(); i++ {
					t := briefs[i%len(briefs)]
					span := brief.Span{}
					if !whole {
						span = t.Passages[len(t.Passages)/2].Span
					}
					cpus = append(cpus, costOf(b, func() {
						if _, err := x.Related(context.Background(), t, span, paths[i%len(paths):][:1], 20); err != nil {
							b.Fatal(err)
						}
					}).cpu.Seconds()*1000)
				}
				b.ReportMetric(median(cpus), "cpu-ms/op")
			})
		}
	})
}
