package compare

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"broadsheet/internal/terms"
)

func TestFigures(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"Eleven soldiers and 11 officers", "n11 n11"},
		{"some 3,200 people, 3.200 Menschen", "n3200 n3200"},
		{"1.5 million refugees; 1,500,000 refugees; one and a half", "n1500000 n1500000"},
		{"two hundred and fifty boats, twenty-five posts, sixty six", "n250 n25 n66"},
		{"a hundred and one thousand", "n100 n1000"},
		{"40 percent, 40%, 40 per cent, 2.5 %", "p40 p40 p40 p2.5"},
		{"$500 million and 500 million dollars; €20; 300 rupees", "m$500000000 m$500000000 m€20 m₹300"},
		{"on Oct. 25, on 25 October, on October 25th and on the 25th of October", "d10-25 d10-25 d10-25 d10-25"},
		{"from 25 to 30 October, 18–19 October, Oct. 6-7", "d10-25 d10-30 d10-18 d10-19 d10-6 d10-7"},
		{"2025-10-25 and October 2023", "d10-25 d2023/10"},
		{"in 2021 it had 2021 members", "y2021 n2021"},
		{"the 11th, or the 12th", "o11 o12"},
		{"the 48-hour truce of 48 hours", "n48 n48"},
		{"One of them may march in May", ""},
		{"version 1.2.3 of 10.000.000 lines", "n10000000"},
		{"۱۱ سرباز", "n11"},
		{"COVID-19 and the G20", "n19"},
	} {
		var list []terms.Term
		for _, x := range terms.Split(c.text) {
			if !x.Joined {
				list = append(list, x)
			}
		}
		var got []string
		for _, f := range figuresOf(c.text, list) {
			got = append(got, f.id)
		}
		if s := strings.Join(got, " "); s != c.want {
			t.Errorf("%s: %s, want %s", c.text, s, c.want)
		}
	}
}

// TestFiguresThatDiffer compares two sentences that are a pair in any case.
func TestFiguresThatDiffer(t *testing.T) {
	for _, c := range []struct{ name, a, b, want string }{
		{"what is counted", "Eleven soldiers were sent to Orakzai.", "The army sent 23 soldiers there.", "soldiers Eleven 23"},
		{"the dead", "At least 14 people have been found dead.", "The collapse has killed 17.", "dead 14 17"},
		{"equal in words", "Eleven soldiers died at Orakzai.", "At Orakzai 11 soldiers were killed.", ""},
		{"with other names", "11 Pakistani soldiers were killed.", "19 Afghan soldiers were killed.", ""},
		{"of other people", "23 soldiers were killed.", "17 civilians were killed.", ""},
		{"on other days", "On 7 October 11 soldiers were killed.", "On 11 October 23 soldiers were killed.", ""},
		{"another fate", "17 civilians were killed.", "346 civilians were injured.", ""},
		{"both are given", "The army lost 23 men, 23 killed in all.", "Kabul claimed 58 soldiers killed, the army 23 killed.", ""},
		{"hours are no things", "A truce of 48 hours began.", "It began six hours after that.", ""},
		{"thousands", "Some 3,200 villagers were displaced.", "3.500 villagers were displaced.", "villagers 3,200 3.500"},
		{"percents", "About 40 percent of Afghan exports go there.", "It takes 45% of the exports.", "exports 40 percent 45"},
		{"money", "The memorandum was worth $500 million in minerals.", "It was about $450 million in minerals.", ""},
		{"nothing to compare with", "Dozens were killed.", "58 were killed.", ""},
		{"years", "Since 2021 attacks have risen.", "Since 2022 attacks have risen.", ""},
		{"two of them on one side", "14 people were killed.", "17 people were killed on Tuesday and 21 people killed by Friday.", ""},
		{"two of them on the other", "17 people were killed on Tuesday and 21 people killed by Friday.", "14 people were killed.", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			a, b := parse(c.a+" The quick survey mentions harbours, valleys and lanterns."), parse(c.b+" The quick survey mentions harbours, valleys and lanterns.")
			x, err := read(context.Background(), a, b, nil)
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, m := range x.differing(&x.vectors[0][0], &x.vectors[1][0]) {
				got = append(got, fmt.Sprintf("%s %s %s", m.Word, a.Raw[m.A[0].Start:m.A[0].End], b.Raw[m.B[0].Start:m.B[0].End]))
			}
			if s := strings.Join(got, "; "); s != c.want {
				t.Errorf("%q, want %q", s, c.want)
			}
		})
	}
}
