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
