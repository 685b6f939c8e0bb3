package bookmark

import (
	"testing"

	"broadsheet/internal/brief"
)

// The rows of a table are found as they are shown, too.
func TestFindInATableAsShown(t *testing.T) {
	const src = "# T\n\n| Name | Value |\n|---|---|\n| alpha | 1,000 |\n| beta | 2,000 |\n\nAfter, 3 │ 4.\n"
	b := brief.Parse([]byte(src), "t.md", brief.Limits{})
	for quote, want := range map[string]string{
		"alpha         │ 1,000":                 "alpha | 1,000",
		"alpha │ 1,000\nbeta  │ 2,000":          "alpha | 1,000\nbeta | 2,000",
		"Name  │ Value\n──────┼──────\nalpha │": "Name | Value\nalpha",
		"beta | 2,000": "beta | 2,000",
		"3 │ 4":        "3 │ 4",
	} {
		s, err := Find(b, quote)
		if err != nil || textAt(b, s) != want {
			t.Errorf("%q: %q, %v; want %q", quote, textAt(b, s), err, want)
		}
	}
	if _, err := Find(b, "──┼──"); err == nil {
		t.Error("a line that is drawn is found")
	}
}
