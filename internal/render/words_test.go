package render

import (
	"strings"
	"testing"

	"broadsheet/internal/palette"
)

// A theme that has a colour for words gives it to every word without another,
// and none to what stands around the rows.
func TestWordsHaveTheThemesColour(t *testing.T) {
	p, _ := palette.Named("sepia", true, false)
	e := New(Coloured("sepia", true, p))
	b := parse("Plain and *slanted* and [a link](https://example.org).\n")
	row := e.Paint(e.Render(b, 0, 60).Rows[0], nil, 60)
	const text = "38;2;230;217;195"
	if !strings.HasPrefix(row, "\x1b["+text+"mPlain and ") {
		t.Errorf("the row begins %q", row[:min(len(row), 40)])
	}
	if strings.Contains(row, "\x1b[39m") || strings.Count(row, "\x1b[m")+strings.Count(row, "\x1b[0m") > 1 { // one ends the row
		t.Errorf("words have the terminal's colour in %q", row)
	}
	own := New(darkTheme())
	if row := own.Paint(own.Render(b, 0, 60).Rows[0], nil, 60); !strings.HasPrefix(row, "Plain and ") {
		t.Errorf("ink leaves words the terminal's colour: %q", row[:20])
	}
}
