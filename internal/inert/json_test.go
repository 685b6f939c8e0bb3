package inert

import (
	"encoding/json"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestJSONKeepsValues(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		want := rapid.String().Draw(t, "text") + "\u009b2J\u202e\U000e0041\x7f\x1b"
		plain, err := json.Marshal(want)
		if err != nil {
			t.Fatal(err)
		}
		out := JSON(plain)
		if i := strings.IndexFunc(string(out), func(r rune) bool {
			return r < ' ' || r >= 0x7F && r < 0xA0 || r == '\u202e' || r > 0xE0000 && r < 0xE0080
		}); i >= 0 {
			t.Fatalf("%q", out[i:])
		}
		var got string
		if err := json.Unmarshal(out, &got); err != nil || got != want {
			t.Fatalf("%q, %v; want %q", got, err, want)
		}
	})
}
