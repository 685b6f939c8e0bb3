package compare

import (
	"context"
	"testing"
)

// TestLetters compares passages that have no word in common, but their
// beginnings.
func TestLetters(t *testing.T) {
	a := parse("Azerbaijani gunners bombarded Stepanakert overnight.\n\nFishermen complained about jellyfish everywhere.\n\nНаблюдатели сообщили о перемирии.")
	b := parse("Bombardment: Azerbaijan's artillery, Stepanakert's nights.\n\nFishing suffers; jellyfishes blamed.\n\nНаблюдателям сообщалось: перемирие.")
	c, err := read(context.Background(), a, b, nil)
	if err != nil {
		t.Fatal(err)
	}
	for i := range c.vectors[0] {
		for j := range c.vectors[1] {
			x, y := &c.vectors[0][i].spelling, &c.vectors[1][j].spelling
			like := c.spelledAlike(x, y)
			if back := c.spelledAlike(y, x); like != back || like < 0 || like > 1 {
				t.Errorf("%d and %d: %v one way, %v the other", i, j, like, back)
			}
			if i == j && like < 0.1 || i != j && like > 0.02 {
				t.Errorf("%d and %d are alike by %.3f", i, j, like)
			}
		}
	}
	if c.spelledAlike(&spelling{}, &spelling{}) != 0 {
		t.Error("nothing is like nothing")
	}
}
