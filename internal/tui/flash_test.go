package tui

import (
	"strings"
	"testing"
	"time"
)

// A text stays as long as it takes to read, but no message keeps its timer for
// minutes, however long the path in it is.
func TestWhatIsSaidDoesNotStayForEver(t *testing.T) {
	for letters, want := range map[int]time.Duration{0: 6 * time.Second, 60: 6 * time.Second, 150: 10 * time.Second, 300: 20 * time.Second, 450: 20 * time.Second, 4000: 20 * time.Second} {
		if got := lasts(strings.Repeat("x", letters)); got != want {
			t.Errorf("%d letters stay for %v, want %v", letters, got, want)
		}
	}
}

// The end of a text's time does not take a newer text away.
func TestAnOlderTextsTimeEndsUnderANewerOne(t *testing.T) {
	var f flash
	f.say("one", false)
	old := flashOver{f.gen}
	f.say("two\nlines", true)
	f.over(old)
	if f.text != "two lines" || !f.bad {
		t.Errorf("the footer says %q", f.text)
	}
	f.over(flashOver{f.gen})
	if f.text != "" {
		t.Errorf("%q is still there", f.text)
	}
}
