package brief

import (
	"path"
	"regexp"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"broadsheet/internal/inert"
)

const (
	topPassages = 8  // where a byline may stand
	titleRunes  = 80 // of a title made of a sentence
)

// infer fills what front matter has not said, from what stands in the
// document and from its name.
func (b *Brief) infer(name string) {
	if len(b.Authors) == 0 {
		b.Authors = b.bylineAuthors()
	}
	if b.Date == "" {
		b.Date = nameDate(name)
	}
	heading := b.titleHeading()
	switch {
	case b.Title != "" && heading > 0:
		if strings.EqualFold(b.Title, b.Sections[heading].Title) {
			b.titleSection = heading
		}
	case b.Title != "":
	case heading > 0:
		b.Title, b.titleSection = b.Sections[heading].Title, heading
	default:
		b.Title = b.untitled(name)
	}
}

// titleHeading is the section whose heading may be the title: one before any
// text, or the only one of level 1; 0 where none is.
func (b *Brief) titleHeading() int {
	ones, one := 0, 0
	for i, s := range b.Sections {
		if s.Level == 1 && s.Title != "" {
			if ones++; one == 0 {
				one = i
			}
		}
	}
	if ones == 1 {
		return one
	}
	for i := 1; i < len(b.Sections); i++ {
		for _, p := range b.Passages[:b.Sections[i].First] {
			if !p.Aside && p.Kind != Rule && p.Kind != Heading {
				return 0
			}
		}
		if b.Sections[i].Title != "" && (b.Sections[i].Level == 1 || ones == 0) {
			return i
		}
	}
	return 0
}

// untitled is the title of a brief that names none: the first line where it
// is short, the words of its file's name, the beginning of its first sentence.
func (b *Brief) untitled(name string) string {
	first := ""
	for i, p := range b.Passages {
		if p.Aside || p.Kind == Rule || p.Kind == Table || p.Kind == Code || p.Text == "" {
			continue
		}
		if first = inert.Line(p.Text); first == "" {
			continue
		}
		if p.Kind == Paragraph && len(p.Frame) == 0 && i+1 < len(b.Passages) && !strings.Contains(p.Text, "\n") &&
			byline(first) == nil && parseDate(first) == "" && titleLike(first, 14, 100) {
			return first
		}
		break
	}
	if s := nameTitle(name); s != "" {
		return s
	}
	if first != "" {
		return sentence(first)
	}
	if s := inert.Line(strings.TrimSuffix(path.Base(name), path.Ext(name))); s != "" && s != "." && s != "/" {
		return s
	}
	return "Untitled"
}

// sentence is the beginning of s: its first sentence, cut where it is long.
func sentence(s string) string {
	for i, r := range s {
		if (r == '.' || r == '?' || r == '!') && i > 20 && i+1 < len(s) && s[i+1] == ' ' {
			if utf8.RuneCountInString(s[:i]) <= titleRunes {
				return inert.Line(strings.TrimSuffix(s[:i+1], "."))
			}
			break
		}
	}
	if whole := strings.TrimSuffix(s, "."); whole != "" {
		return inert.Line(clip(whole, titleRunes))
	}
	return s
}

// clip is s, or where it has more than most runes its beginning, cut between
// two words, and "…".
func clip(s string, most int) string {
	if utf8.RuneCountInString(s) <= most {
		return s
	}
	end, count := 0, 0
	for i, r := range s {
		if count == most {
			if end == 0 {
				end = i
			}
			break
		}
		if r == ' ' {
			end = i
		}
		count++
	}
	return strings.TrimRight(s[:end], " ,;:–—-") + "…"
}

var (
	leadingDate = regexp.MustCompile(`^(?:19|20)\d{2}[-_.]?\d{2}[-_.]?\d{2}(?:[-_. T]+|$)`)
	hashLike    = regexp.MustCompile(`^[0-9a-fA-F]*[0-9][0-9a-fA-F]*$`)
	fileDate    = regexp.MustCompile(`(?:^|\D)((?:19|20)\d{2})[-_.]?(\d{2})[-_.]?(\d{2})(?:\D|$)`)
	folderDate  = regexp.MustCompile(`(?:^|/)((?:19|20)\d{2})/(\d{1,2})/(\d{1,2})/`)
)

// nameTitle makes a title of the words of a file's name; "" where it has none.
// A file that is called as the page of its folder takes the folder's name.
func nameTitle(name string) string {
	name = inert.Line(name)
	base := strings.TrimSuffix(path.Base(name), path.Ext(name))
	switch strings.ToLower(strings.Trim(base, "_- ")) {
	case "index", "readme", "untitled", "document", "note", "notes", "new":
		folder := path.Base(path.Dir(name))
		if folder == "." || folder == "/" || folder == ".." {
			return ""
		}
		base = folder
	}
	base = leadingDate.ReplaceAllString(base, "")
	var out []string
	wordy := false
	for w := range strings.FieldsFuncSeq(base, func(r rune) bool { return r == '-' || r == '_' || r == '+' || unicode.IsSpace(r) }) {
		letters := 0
		for _, r := range w {
			if unicode.IsLetter(r) {
				letters++
			}
		}
		if hashLike.MatchString(w) && letters > 0 && len(w) >= 6 {
			continue
		}
		wordy = wordy || letters >= 2
		out = append(out, w)
	}
	if !wordy {
		return ""
	}
	title := inert.Line(strings.Join(out, " "))
	r, size := utf8.DecodeRuneInString(title)
	return string(unicode.ToUpper(r)) + title[size:]
}

// nameDate is the date in a file's name, or of the folders it stands in.
func nameDate(name string) string {
	for _, m := range fileDate.FindAllStringSubmatch(path.Base(name), -1) {
		if d := day(m[1], m[2], m[3]); d != "" {
			return d
		}
	}
	if m := folderDate.FindStringSubmatch(name); m != nil {
		return day(m[1], m[2], m[3])
	}
	return ""
}

// bylineAuthors are the people that a line near the top names after "By".
func (b *Brief) bylineAuthors() []string {
	for i := range b.Passages[:min(len(b.Passages), topPassages)] {
		p := &b.Passages[i]
		if p.Kind == Paragraph && len(p.Frame) == 0 || p.Kind == Heading && p.Level > 1 {
			if who := byline(p.Text); who != nil {
				return who
			}
		}
	}
	return nil
}

var (
	bylineStart = regexp.MustCompile(`^(?:By|BY|by|Written by|Story by|Words by):?[ \t\x{00a0}]+`)
	joiners     = regexp.MustCompile(`(?i)\s+(?:and|und|et|y)\s+|\s*[,;&]\s*(?:and\s+)?`)
	titlesAfter = regexp.MustCompile(`(?i)^(?:jr|sr|ph\.?d|m\.?d|esq|i{2,3}|iv)\.?$`)
	particle    = regexp.MustCompile(`^(?:al|el|ul|ur|bin|bint|ibn|de|del|della|der|den|di|da|du|la|le|van|von|zu|of|the|e|y)$`)
)

// byline gives the people that a line such as "By A B and C D" names; nil
// where it is no byline.
func byline(s string) []string {
	if len(s) > 160 || strings.Contains(s, "\n") && len(s) > 100 {
		return nil
	}
	s = inert.Line(s)
	rest := stripBy(s)
	if rest == s {
		return nil
	}
	if i := strings.IndexAny(rest, "|•·"); i > 0 {
		rest = strings.TrimSpace(rest[:i])
	}
	out := names(rest)
	for _, name := range out {
		if !nameLike(name) {
			return nil
		}
	}
	return out
}

// stripBy is s without the "By" it begins with.
func stripBy(s string) string { return s[len(bylineStart.FindString(s)):] }

// names parts a text that names one or more people.
func names(s string) []string {
	var out []string
	for _, n := range joiners.Split(strings.TrimSpace(stripBy(s)), -1) {
		n = strings.TrimSpace(n)
		switch {
		case n == "":
		case titlesAfter.MatchString(n) && len(out) > 0:
			out[len(out)-1] += ", " + n
		default:
			out = append(out, n)
		}
	}
	return out
}

// nameLike tells whether s can be a person's or an agency's name: a few words
// with capitals.
func nameLike(s string) bool {
	parts := strings.Fields(s)
	if len(parts) == 0 || len(parts) > 6 || utf8.RuneCountInString(s) > 60 {
		return false
	}
	for i, w := range parts {
		r, _ := utf8.DecodeRuneInString(w)
		if i > 0 && particle.MatchString(w) || strings.HasPrefix(w, "al-") || strings.HasPrefix(w, "ul-") {
			continue
		}
		if !unicode.IsLetter(r) || unicode.IsLower(r) {
			return false
		}
	}
	last := parts[len(parts)-1]
	return !strings.HasSuffix(last, ".") || len(last) <= 3 || titlesAfter.MatchString(last)
}

var (
	numericDate = regexp.MustCompile(`^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[Tt ]+(.*))?$`)
	compactDate = regexp.MustCompile(`^(\d{4})(\d{2})(\d{2})$`)
	monthFirst  = regexp.MustCompile(`^(?:[A-Za-z]{3,9}\.?,? +)?([A-Za-z]{3,9})\.? +(\d{1,2})(?:st|nd|rd|th)?,? +(\d{4})(?:,? +(?:at +)?(.*))?$`)
	dayFirst    = regexp.MustCompile(`^(?:[A-Za-z]{3,9}\.?,? +)?(\d{1,2})(?:st|nd|rd|th|\.)?[ -]+(?:of +)?([A-Za-z]{3,9})\.?,?[ -]+(\d{4})(?:,? +(?:at +)?(.*))?$`)
	slashDate   = regexp.MustCompile(`^(\d{1,2})[/.](\d{1,2})[/.](\d{4})(?:,? +(.*))?$`)
	clockTime   = regexp.MustCompile(`^(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?(?: *([AaPp])\.?[Mm]\.?)? *(Z|z|UTC|GMT|[+-]\d{2}:?\d{2}|[+-]\d{2})?$`)
)

// parseDate is s as Meta.Date writes it: "2006-01-02", or RFC 3339 where s
// has a time; one without a zone is taken for UTC, as YAML does. "" where s is
// no full date, or one that can be read in two ways.
func parseDate(s string) string {
	s = strings.Join(strings.Fields(s), " ")
	if len(s) > 60 {
		return ""
	}
	d, clock := "", ""
	if m := numericDate.FindStringSubmatch(s); m != nil {
		d, clock = day(m[1], m[2], m[3]), m[4]
	} else if m := compactDate.FindStringSubmatch(s); m != nil {
		d = day(m[1], m[2], m[3])
	} else if m := monthFirst.FindStringSubmatch(s); m != nil {
		d, clock = day(m[3], month(m[1]), m[2]), m[4]
	} else if m := dayFirst.FindStringSubmatch(s); m != nil {
		d, clock = day(m[3], month(m[2]), m[1]), m[4]
	} else if m := slashDate.FindStringSubmatch(s); m != nil {
		us, world := day(m[3], m[1], m[2]), day(m[3], m[2], m[1])
		if us == "" || world == "" || us == world {
			d, clock = us+world, m[4]
			d = d[:min(len(d), len(time.DateOnly))]
		}
	}
	if d == "" || clock == "" {
		return d
	}
	return d + timeOfDay(clock)
}

// month is the number of a month named in English, whole or by its first
// letters; "" where it is none.
func month(s string) string {
	for m := time.January; m <= time.December; m++ {
		if n := min(len(s), len(m.String())); n >= 3 && strings.EqualFold(s, m.String()[:n]) || strings.EqualFold(s, "sept") && m == time.September {
			return twoDigits(int(m))
		}
	}
	return ""
}

// day is a date of digits as "2006-01-02"; "" where there is no such day
// between 1000 and 2200.
func day(year, month, day string) string {
	if len(month) == 1 {
		month = "0" + month
	}
	if len(day) == 1 {
		day = "0" + day
	}
	s := year + "-" + month + "-" + day
	t, err := time.Parse(time.DateOnly, s)
	if err != nil || t.Year() < 1000 || t.Year() > 2200 {
		return ""
	}
	return s
}

// timeOfDay is a time as RFC 3339 writes it after the day; "" where s is none.
func timeOfDay(s string) string {
	m := clockTime.FindStringSubmatch(s)
	if m == nil {
		return ""
	}
	hour, second, zone := int(m[1][0]-'0'), m[3], strings.ToUpper(m[5])
	if len(m[1]) == 2 {
		hour = hour*10 + int(m[1][1]-'0')
	}
	switch {
	case m[4] == "":
	case hour > 12 || hour == 0:
		return ""
	case strings.EqualFold(m[4], "p"):
		hour = hour%12 + 12
	default:
		hour %= 12
	}
	if second == "" {
		second = "00"
	}
	switch {
	case zone == "" || zone == "Z" || zone == "UTC" || zone == "GMT":
		zone = "Z"
	case len(zone) == 3:
		zone += ":00"
	case len(zone) == 5:
		zone = zone[:3] + ":" + zone[3:]
	}
	out := "T" + twoDigits(hour) + ":" + m[2] + ":" + second + zone
	if _, err := time.Parse(time.RFC3339, "2000-01-01"+out); err != nil {
		return ""
	}
	return out
}

// twoDigits writes n, 0 to 99, with two digits.
func twoDigits(n int) string { return string([]byte{byte('0' + n/10), byte('0' + n%10)}) }
