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
	var list []match
	for i := range c.vectors[0] {
		for j := range c.vectors[1] {
			list = append(list, match{a: i, b: j})
		}
	}
	if err := c.byLetters(context.Background(), list); err != nil {
		t.Fatal(err)
	}
	for _, m := range list {
		if m.a == m.b && m.letters < 0.1 || m.a != m.b && m.letters > 0.02 || m.letters > 1 {
			t.Errorf("%d and %d are alike by %.3f", m.a, m.b, m.letters)
		}
	}
}
