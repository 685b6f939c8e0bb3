//go:build unix

package main_test

import (
	"strings"
	"testing"
)

// What is longer than the terminal goes through $PAGER, in colour; what is
// shorter, and what is piped, does not.
func TestThePager(t *testing.T) {
	u := newUser(t)
	u.more = []string{"PAGER=sed s/^/paged:/ | tail -n 5"}
	u.starts(80, 24, "show", "background/durand-line.md").sees("paged:", "left with 0").closes()
	dir := write(t, map[string]string{"a.md": "# Alpha\n\nThe ferry left.\n"})
	u.starts(80, 24, "show", "--library", dir, "a.md").sees("The ferry left.", "left with 0")
	if strings.Contains(u.screen(), "paged:") {
		t.Errorf("four lines went through the pager:\n%s", u.screen())
	}
	u.closes()
	u.more = []string{"PAGER=/no/such/pager"}
	u.starts(80, 24, "show", "background/durand-line.md").sees("$PAGER cannot be run", "left with 0")
	out, errs, code := u.calls("show", "background/durand-line.md")
	if code != 0 || errs != "" || strings.Contains(out, "\x1b") || strings.Contains(out, "paged:") {
		t.Errorf("piped: code %d, %q, %q", code, errs, out)
	}
}
