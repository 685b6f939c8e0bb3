package query

import (
	"strconv"
	"strings"
	"time"
)

const day = "2006-01-02"

// Contains tells whether a date lies in the range. The date is a day
// ("2006-01-02") or RFC 3339, whose day is the one written; any other text,
// an empty one too, lies in no range.
func (d DateRange) Contains(date string) bool {
	if len(date) < len(day) {
		return false
	}
	rest := date[len(day):]
	date = date[:len(day)]
	if !shaped(date) || rest != "" && rest[0] != 'T' && rest[0] != 't' && rest[0] != ' ' {
		return false
	}
	return (d.From == "" || date >= d.From) && (d.To == "" || date <= d.To)
}

// shaped tells whether s is digits and hyphens like a day.
func shaped(s string) bool {
	for i := range len(s) {
		if i == 4 || i == 7 {
			if s[i] != '-' {
				return false
			}
		} else if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return true
}

// readDate reads what stands behind date:. now is today.
func readDate(s string, now time.Time) (from, to string, ok bool) {
	if lo, hi, isRange := strings.Cut(s, ".."); isRange {
		return readRange(strings.TrimSpace(lo), strings.TrimSpace(hi), now)
	}
	switch {
	case strings.HasPrefix(s, ">="):
		from, _, ok = readSpan(strings.TrimSpace(s[2:]), now)
		return from, "", ok
	case strings.HasPrefix(s, "<="):
		_, to, ok = readSpan(strings.TrimSpace(s[2:]), now)
		return "", to, ok
	case strings.HasPrefix(s, ">"):
		_, to, ok = readSpan(strings.TrimSpace(s[1:]), now)
		return shift(to, 1), "", ok && shift(to, 1) != ""
	case strings.HasPrefix(s, "<"):
		from, _, ok = readSpan(strings.TrimSpace(s[1:]), now)
		return "", shift(from, -1), ok && shift(from, -1) != ""
	}
	if back, isBack := ago(s, now); isBack {
		return back, now.Format(day), true
	}
	return readSpan(s, now)
}

// readRange reads lo..hi, either of which may be missing. A range that ends
// before it begins is turned round.
func readRange(lo, hi string, now time.Time) (from, to string, ok bool) {
	loFrom, loTo, loOK := readSpan(lo, now)
	hiFrom, hiTo, hiOK := readSpan(hi, now)
	switch {
	case lo == "" && hi == "":
		return "", "", false
	case lo == "":
		return "", hiTo, hiOK
	case hi == "":
		return loFrom, "", loOK
	case loFrom > hiTo:
		return hiFrom, loTo, loOK && hiOK
	}
	return loFrom, hiTo, loOK && hiOK
}

// readSpan reads a day, a month, a year, today, yesterday, or 7d for the day
// seven days ago, and gives its first and last day.
func readSpan(s string, now time.Time) (from, to string, ok bool) {
	switch s {
	case "today":
		s = now.Format(day)
	case "yesterday":
		s = now.AddDate(0, 0, -1).Format(day)
	}
	if back, isBack := ago(s, now); isBack {
		return back, back, true
	}
	parts := strings.Split(s, "-")
	if len(parts) > 3 || len(parts[0]) != 4 {
		return "", "", false
	}
	n := [3]int{0, 1, 1}
	for i, p := range parts {
		v, isNumber := number(p, 4)
		if !isNumber || v == 0 || i > 0 && len(p) > 2 {
			return "", "", false
		}
		n[i] = v
	}
	first := time.Date(n[0], time.Month(n[1]), n[2], 0, 0, 0, 0, time.UTC)
	if first.Year() != n[0] || int(first.Month()) != n[1] || first.Day() != n[2] {
		return "", "", false // the 30th of February
	}
	last := first
	switch len(parts) {
	case 1:
		last = first.AddDate(1, 0, -1)
	case 2:
		last = first.AddDate(0, 1, -1)
	}
	return first.Format(day), last.Format(day), true
}

// ago reads 7d, 2w, 3m, 1y: the day that long before now. Three months before
// the 31st of May is the last day of February.
func ago(s string, now time.Time) (string, bool) {
	if len(s) < 2 {
		return "", false
	}
	n, ok := number(s[:len(s)-1], 4)
	if !ok {
		return "", false
	}
	t := time.Date(now.Year(), now.Month(), now.Day(), 0, 0, 0, 0, time.UTC)
	switch s[len(s)-1] {
	case 'd':
		t = t.AddDate(0, 0, -n)
	case 'w':
		t = t.AddDate(0, 0, -7*n)
	case 'm':
		t = monthsBefore(t, n)
	case 'y':
		t = monthsBefore(t, 12*n)
	default:
		return "", false
	}
	if t.Year() < 1 {
		return "0001-01-01", true
	}
	return t.Format(day), true
}

func monthsBefore(t time.Time, n int) time.Time {
	first := time.Date(t.Year(), t.Month()-time.Month(n), 1, 0, 0, 0, 0, time.UTC)
	last := first.AddDate(0, 1, -1).Day()
	return first.AddDate(0, 0, min(t.Day(), last)-1)
}

// shift gives the day n days from another, or "" where there is none.
func shift(date string, n int) string {
	t, err := time.Parse(day, date)
	if err != nil {
		return ""
	}
	t = t.AddDate(0, 0, n)
	if t.Year() < 1 || t.Year() > 9999 {
		return ""
	}
	return t.Format(day)
}

// number reads up to most decimal digits.
func number(s string, most int) (int, bool) {
	if s == "" || len(s) > most {
		return 0, false
	}
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return 0, false
		}
	}
	n, err := strconv.Atoi(s)
	return n, err == nil
}
