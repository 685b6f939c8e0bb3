package compare

import (
	"math"
	"strconv"
	"strings"
	"unicode/utf8"

	"broadsheet/internal/brief"
	"broadsheet/internal/terms"
)

// A figureKind says what a figure is.
type figureKind uint8

const (
	amount  figureKind = iota // of things that are counted: 11 soldiers, two hundred boats
	percent                   // 40 percent, 40 %
	money                     // $500 million
	date                      // 25 October, Oct. 25, 2025-10-25, October 2023
	year                      // 2021
	ordinal                   // the 11th
)

// A figure is a number, an amount or a date in a text.
type figure struct {
	kind     figureKind
	id       string // the same for equal figures, however they are written
	word     string // for people: 11, 40%, $500000000, 25 october
	from, to int    // the terms it takes up: [from, to) of the list without Joined ones
	span     brief.Span
	small    bool // a number up to ten, in words: too common to tell anything by itself
}

// A figureReader finds the figures of a text by its words: one reading from
// left to right, longest first.
type figureReader struct {
	text string
	list []terms.Term // without Joined ones
	out  []figure
}

// figuresOf finds the figures of a text, ascending, not overlapping.
func figuresOf(text string, list []terms.Term) []figure {
	r := figureReader{text: text, list: list}
	for i := 0; i < len(list); {
		n := r.dates(i)
		if n == 0 {
			n = r.figure(i)
		}
		i += max(n, 1)
	}
	return r.out
}

// word is the text of term i, "" beyond the end.
func (r *figureReader) word(i int) string {
	if i < 0 || i >= len(r.list) {
		return ""
	}
	return r.list[i].Text
}

// between is what stands in the text between term i and the next.
func (r *figureReader) between(i int) string {
	if i < 0 || i+1 >= len(r.list) {
		return "."
	}
	return r.text[r.list[i].End:max(r.list[i].End, r.list[i+1].Start)]
}

// close tells whether nothing but a space, a hyphen, a dash or a dot stands
// between term i and the next.
func (r *figureReader) close(i int) bool {
	return utf8.RuneCountInString(strings.Trim(r.between(i), " \u00a0.")) <= 1 && !strings.ContainsAny(r.between(i), ",;:()!?")
}

func (r *figureReader) add(kind figureKind, id, word string, from, to int) {
	r.out = append(r.out, figure{
		kind: kind, id: id, word: word, from: from, to: to,
		span: brief.Span{Start: r.list[from].Start, End: r.list[to-1].End},
	})
}

// months are the English names of the months and how they are shortened.
var months = map[string]int{
	"january": 1, "february": 2, "march": 3, "april": 4, "may": 5, "june": 6, "july": 7, "august": 8, "september": 9,
	"october": 10, "november": 11, "december": 12,
	"jan": 1, "feb": 2, "mar": 3, "apr": 4, "jun": 6, "jul": 7, "aug": 8, "sept": 9, "sep": 9, "oct": 10, "nov": 11, "dec": 12,
}

var monthNames = [...]string{"", "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"}

// month is the month that term i names, 0 for none.
func (r *figureReader) month(i int) int {
	if i < 0 || i >= len(r.list) || !r.list[i].Capital(r.text) {
		return 0
	}
	return months[r.list[i].Text]
}

// day is the day of a month that term i may be: 25, 25th, 0 for none.
func (r *figureReader) day(i int) int {
	w := r.word(i)
	if len(w) > 2 {
		for _, end := range [...]string{"st", "nd", "rd", "th"} {
			w = strings.TrimSuffix(w, end)
		}
	}
	if len(w) > 2 || w == "" {
		return 0
	}
	n, err := strconv.Atoi(w)
	if err != nil || n > 31 {
		return 0
	}
	return n
}

// yearAt is the year that term i may be, 0 for none.
func (r *figureReader) yearAt(i int) int {
	w := r.word(i)
	if len(w) != 4 || r.list[i].End-r.list[i].Start != 4 {
		return 0
	}
	n, err := strconv.Atoi(w)
	if err != nil || n < 1900 || n > 2099 {
		return 0
	}
	return n
}

func (r *figureReader) addDay(month, day, from, to int) {
	r.add(date, "d"+strconv.Itoa(month)+"-"+strconv.Itoa(day), strconv.Itoa(day)+" "+monthNames[month], from, to)
}

// dates reads a date at term i, or two that share their month, and gives the
// number of terms.
func (r *figureReader) dates(i int) int {
	switch {
	case r.month(i) > 0 && r.day(i+1) > 0 && r.close(i): // Oct. 25
		r.addDay(r.month(i), r.day(i+1), i, i+2)
		return 2 + r.rangeOn(i)
	case r.month(i) > 0 && r.yearAt(i+1) > 0 && r.close(i): // October 2023
		m, y := r.month(i), r.yearAt(i+1)
		r.add(date, "d"+strconv.Itoa(y)+"/"+strconv.Itoa(m), monthNames[m]+" "+strconv.Itoa(y), i, i+2)
		return 2
	case r.day(i) > 0 && r.month(i+1) > 0 && r.close(i): // 25 October
		r.addDay(r.month(i+1), r.day(i), i, i+2)
		return 2
	case r.day(i) > 0 && r.word(i+1) == "of" && r.month(i+2) > 0: // the 25th of October
		r.addDay(r.month(i+2), r.day(i), i, i+3)
		return 3
	case r.day(i) > 0 && r.day(i+1) > 0 && r.month(i+2) > 0 && r.close(i) && r.between(i) != " ": // 18–19 October
		r.addDay(r.month(i+2), r.day(i), i, i+1)
		r.addDay(r.month(i+2), r.day(i+1), i+1, i+3)
		return 3
	case r.day(i) > 0 && r.links(i+1) && r.day(i+2) > 0 && r.month(i+3) > 0: // 25 to 30 October
		r.addDay(r.month(i+3), r.day(i), i, i+1)
		r.addDay(r.month(i+3), r.day(i+2), i+2, i+4)
		return 4
	case r.yearAt(i) > 0 && r.between(i) == "-" && r.between(i+1) == "-" && r.day(i+1) > 0 && r.day(i+1) <= 12 && r.day(i+2) > 0: // 2025-10-25
		r.addDay(r.day(i+1), r.day(i+2), i, i+3)
		return 3
	}
	return 0
}

// rangeOn reads the second day of Oct. 25–30, behind the first.
func (r *figureReader) rangeOn(i int) int {
	if b := r.between(i + 1); (b == "–" || b == "-") && r.day(i+2) > 0 {
		r.addDay(r.month(i), r.day(i+2), i+2, i+3)
		return 1
	}
	return 0
}

// links tells whether a term may stand between two days.
func (r *figureReader) links(i int) bool {
	switch r.word(i) {
	case "to", "and", "or", "until":
		return true
	}
	return false
}

// figure reads any other figure at term i and gives the number of terms.
func (r *figureReader) figure(i int) int {
	if day := r.day(i); day > 0 && len(r.word(i)) > 2 {
		r.add(ordinal, "o"+strconv.Itoa(day), r.word(i), i, i+1)
		return 1
	}
	value, n, digits := r.number(i)
	if n == 0 {
		return 0
	}
	if y := r.yearAt(i); n == 1 && y > 0 && r.isYear(i) {
		r.add(year, "y"+strconv.Itoa(y), strconv.Itoa(y), i, i+1)
		return 1
	}
	shown := strconv.FormatFloat(value, 'f', -1, 64)
	last := i + n - 1
	before, behind := r.text[:r.list[i].Start], strings.TrimLeft(r.text[r.list[last].End:], " \u00a0")
	sign := currencySign(before)
	switch {
	case strings.HasPrefix(behind, "%"), r.word(i+n) == "percent", r.word(i+n) == "per" && r.word(i+n+1) == "cent":
		for r.word(i+n) == "percent" || r.word(i+n) == "per" || r.word(i+n) == "cent" {
			n++
		}
		r.add(percent, "p"+shown, shown+"%", i, i+n)
	case sign != "":
		r.add(money, "m"+sign+shown, sign+shown, i, i+n)
	case currencies[r.word(i+n)] != "" && r.close(last):
		r.add(money, "m"+currencies[r.word(i+n)]+shown, currencies[r.word(i+n)]+shown, i, i+n+1)
		n++
	default:
		r.add(amount, "n"+shown, shown, i, i+n)
		r.out[len(r.out)-1].small = !digits && value <= 10
	}
	return n
}

// currencySign is the sign that a text ends in.
func currencySign(before string) string {
	for _, s := range [...]string{"$", "€", "£", "¥", "₹"} {
		if strings.HasSuffix(before, s) {
			return s
		}
	}
	return ""
}

var currencies = map[string]string{
	"dollar": "$", "dollars": "$", "usd": "$", "euro": "€", "euros": "€", "eur": "€", "pounds": "£", "sterling": "£", "yen": "¥",
	"rupee": "₹", "rupees": "₹", "afghanis": "AFN ", "rubles": "RUB ", "roubles": "RUB ", "yuan": "CNY ", "francs": "CHF ",
}

// isYear tells whether a number like a year is one: it has no comma, and what
// stands around it is not what is counted.
func (r *figureReader) isYear(i int) bool {
	switch r.word(i - 1) {
	case "in", "since", "of", "by", "from", "until", "year", "early", "late", "mid", "before", "after", "during", "summer", "spring", "autumn", "winter":
		return true
	}
	return i+1 >= len(r.list) || r.list[i+1].Stop || strings.TrimSpace(r.between(i)) != ""
}

// Numbers in words.
var (
	units = map[string]float64{
		"two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12,
		"thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19,
	}
	tens = map[string]float64{
		"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
	}
	scales = map[string]float64{"hundred": 100, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12}
)

// number reads a number at term i, in digits or in words, and gives its value
// and how many terms it has, 0 where there is none.
func (r *figureReader) number(i int) (value float64, n int, digits bool) {
	w := r.word(i)
	switch {
	case w != "" && w[0] >= '0' && w[0] <= '9':
		v, ok := digitsOf(w)
		if !ok {
			return 0, 0, false
		}
		value, n, digits = v, 1, true
	case units[w] > 0:
		value, n = units[w], 1
	case tens[w] > 0:
		value, n = tens[w], 1
		if u := units[r.word(i+1)]; u > 0 && u < 10 && r.close(i) {
			value, n = value+u, 2
		}
	case (w == "one" || w == "a") && scales[r.word(i+1)] > 0 && r.close(i):
		value, n = 1, 1
	default:
		return 0, 0, false
	}
	for scales[r.word(i+n)] > 0 && r.close(i+n-1) {
		value *= scales[r.word(i+n)]
		n++
		skip := 0
		if r.word(i+n) == "and" {
			skip = 1
		}
		if v, m := r.small(i + n + skip); m > 0 && !digits && r.close(i+n-1) {
			value, n = value+v, n+skip+m
		}
	}
	return value, n, digits
}

// small reads a number under a hundred in words.
func (r *figureReader) small(i int) (float64, int) {
	if u := units[r.word(i)]; u > 0 {
		return u, 1
	}
	t := tens[r.word(i)]
	if t == 0 {
		return 0, 0
	}
	if u := units[r.word(i+1)]; u > 0 && u < 10 {
		return t + u, 2
	}
	return t, 1
}

// digitsOf reads a number in digits, of which terms.Fold has taken the commas:
// dots before groups of three are those of thousands, another is the point.
func digitsOf(w string) (float64, bool) {
	if len(w) > 18 || strings.Trim(w, "0123456789.") != "" {
		return 0, false
	}
	if parts := strings.Split(w, "."); len(parts) > 1 {
		groups := len(parts[0]) <= 3 && parts[0] != "0"
		for _, p := range parts[1:] {
			groups = groups && len(p) == 3
		}
		switch {
		case groups:
			w = strings.Join(parts, "")
		case len(parts) > 2: // a version, a date: no number
			return 0, false
		}
	}
	v, err := strconv.ParseFloat(w, 64)
	return v, err == nil && !math.IsInf(v, 0)
}
