package brief

import (
	"strings"
	"testing"
)

// A container too deep, or too far to the right, is none: goldmark's time is
// quadratic in both.
func TestExcess(t *testing.T) {
	blank := strings.Repeat(" ", maxColumn)
	for line, want := range map[string]int{
		"":                  -1,
		"> > > text":        -1,
		"> > > > text":      6,
		"- 1. > - text":     7,
		"- - - - -":         -1, // a rule
		blank + "> text":    -1,
		blank + " > text":   maxColumn + 1,
		">" + blank + "- x": maxColumn + 1,
		strings.Repeat("\t", maxColumn/4) + "- x":   -1,
		strings.Repeat("\t", maxColumn/4+1) + "- x": maxColumn/4 + 1,
	} {
		if got := excess([]byte(line), 3); got != want {
			t.Errorf("%.20q: %d, want %d", line, got, want)
		}
	}
}
