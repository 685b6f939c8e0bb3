package tui

import "testing"

func TestNarrowing(t *testing.T) {
	d := open(t, named(t), 100, 30)
	d.press("/")
	d.types("harbour")
	d.sees("2 briefs")
	d.press("tab")
	d.sees("Narrow by", "Bay Courier", "source · 1 brief", "ferry", "tag · 1 brief")
	d.types("courier")
	d.press("enter")
	d.sees(`harbour source:"Bay Courier"`, "1 brief ")
	d.press("tab")
	d.sees("There is nothing to narrow this by.")
}
