package briefs_test

import (
	"io/fs"
	"path"
	"regexp"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"broadsheet/briefs"
)

const sampleSentence = "This is a sample written for broadsheet, compiled from public reporting and not to be cited."

// ceasefire matches the spellings the samples use, in both scripts.
var ceasefire = regexp.MustCompile(`(?i)cease[- ]?fire|\btruces?\b|جنگ بندی`)

// samples reads every file under FS, by path.
func samples(t *testing.T) map[string]string {
	t.Helper()
	found := map[string]string{}
	err := fs.WalkDir(briefs.FS(), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		raw, err := fs.ReadFile(briefs.FS(), name)
		found[name] = string(raw)
		return err
	})
	if err != nil {
		t.Fatalf("walking the samples: %v", err)
	}
	return found
}

func TestSamplesAreThere(t *testing.T) {
	found := samples(t)
	if len(found) < 10 {
		t.Errorf("%d samples, want at least 10", len(found))
	}
	folders := map[string]bool{}
	for name := range found {
		folders[path.Dir(name)] = true
		if path.Ext(name) != ".md" {
			t.Errorf("%s: not a Markdown file", name)
		}
	}
	if !folders["background"] {
		t.Error("no sample in the folder background")
	}
}

func TestSamplesAreCleanText(t *testing.T) {
	for name, text := range samples(t) {
		if !utf8.ValidString(text) {
			t.Errorf("%s: not valid UTF-8", name)
		}
		if !strings.HasSuffix(text, "\n") {
			t.Errorf("%s: does not end with a newline", name)
		}
		for i, line := range strings.Split(text, "\n") {
			if strings.ContainsFunc(line, unicode.IsControl) {
				t.Errorf("%s:%d: a tab or control character", name, i+1)
			}
		}
	}
}

func TestSamplesSayWhatTheyAre(t *testing.T) {
	for name, text := range samples(t) {
		if n := strings.Count(text, sampleSentence); n != 1 {
			t.Errorf("%s: the sample sentence stands %d times, want once", name, n)
		}
		lower := strings.ToLower(text)
		if !strings.Contains(lower, "broadsheet samples") {
			t.Errorf("%s: does not name its source", name)
		}
		if !strings.Contains(lower, "tags") {
			t.Errorf("%s: has no tags", name)
		}
	}
}

func TestSamplesSpeakOfTheCeasefire(t *testing.T) {
	speak := 0
	for _, text := range samples(t) {
		if ceasefire.MatchString(text) {
			speak++
		}
	}
	if speak < 9 {
		t.Errorf("%d samples speak of the ceasefire, want at least 9", speak)
	}
}

// The samples exist to show that one search finds every spelling, so each of
// the spellings has to occur somewhere.
func TestSamplesVaryTheirSpellings(t *testing.T) {
	var all strings.Builder
	for _, text := range samples(t) {
		all.WriteString(text)
	}
	for _, spelling := range []string{
		"cease-fire", "ceasefire", "cease fire", "truce",
		"T.T.P.", "TTP", "Tehrik-i-Taliban", "Tehreek-e-Taliban", "Pakistani Taliban",
		"Zabiullah", "Zabihullah", "Turkey", "Türkiye",
		"U.S.", "US forces", "United States",
		"Khawaja Asif", "Khawaja Muhammad Asif",
		"defense", "defence", "Durand Line", "Durand border",
	} {
		if !strings.Contains(all.String(), spelling) {
			t.Errorf("no sample spells it %q", spelling)
		}
	}
}
