package main

import (
	"slices"
	"strconv"
	"strings"
)

// A result is one figure of one benchmark at one size.
type result struct {
	bench string // "Scale/keys": without the size and the number of processors
	size  string // "10000"
	unit  string
	value float64
}

// parse reads a line that a Go benchmark prints, such as
// "BenchmarkScale/10000/keys-2  1  13.1 p95-ms". Any other line has no result.
func parse(line string) []result {
	words := strings.Fields(line)
	if len(words) < 4 || !strings.HasPrefix(words[0], "Benchmark") {
		return nil
	}
	name := strings.TrimPrefix(words[0], "Benchmark")
	if i := strings.LastIndexByte(name, '-'); i > 0 {
		name = name[:i]
	}
	parts := strings.SplitN(name+"/", "/", 3)
	if len(parts) < 3 {
		return nil
	}
	bench := strings.Trim(parts[0]+"/"+parts[2], "/")
	var out []result
	for i := 2; i+1 < len(words); i += 2 {
		value, err := strconv.ParseFloat(words[i], 64)
		if err != nil {
			return nil
		}
		out = append(out, result{bench, parts[1], words[i+1], value})
	}
	return out
}

// table writes the results in Markdown: a figure a row, a column for each size
// in the order they come, and behind each size but the first how many times
// the figure of the size before it this one is.
func table(title string, results []result) string {
	type figure struct{ bench, unit string }
	var sizes []string
	var rows []figure
	values := map[figure]map[string]float64{}
	for _, r := range results {
		if r.unit == "ns/op" && r.value == 0 {
			continue // the benchmark reports its figures itself
		}
		if !slices.Contains(sizes, r.size) {
			sizes = append(sizes, r.size)
		}
		f := figure{r.bench, r.unit}
		if values[f] == nil {
			rows, values[f] = append(rows, f), map[string]float64{}
		}
		values[f][r.size] = r.value
	}
	head, rule := "| "+title+" |", "|---|"
	for i, size := range sizes {
		head, rule = head+" "+grouped(size)+" |", rule+"---:|"
		if i > 0 {
			head, rule = head+" growth |", rule+"---:|"
		}
	}
	lines := []string{head, rule}
	for _, f := range rows {
		line := "| " + strings.ToLower(strings.NewReplacer("-", " ", "/", " ").Replace(f.bench)) + ", " + f.unit + " |"
		for i, size := range sizes {
			v, ok := values[f][size]
			line += cell(v, ok)
			if i > 0 {
				before := values[f][sizes[i-1]]
				line += cell(v/before, ok && before > 0)
			}
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, "\n") + "\n"
}

func cell(v float64, ok bool) string {
	if !ok {
		return " – |"
	}
	return " " + number(v) + " |"
}

// number writes three digits that count.
func number(v float64) string {
	switch {
	case v >= 100:
		return grouped(strconv.FormatFloat(v, 'f', 0, 64))
	case v >= 10:
		return strconv.FormatFloat(v, 'f', 1, 64)
	}
	return strconv.FormatFloat(v, 'f', 2, 64)
}

// grouped puts commas between the thousands of a whole number.
func grouped(s string) string {
	if strings.Trim(s, "0123456789") != "" {
		return s
	}
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}
