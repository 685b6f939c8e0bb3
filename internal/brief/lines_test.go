package brief

import "testing"

// Chinese and Japanese lines are joined without a space, those of scripts
// with spaces are not.
func TestLineBreaks(t *testing.T) {
	for src, want := range map[string]string{
		"停戦が\n合意された":               "停戦が合意された",
		"停戦が \n 合意された":             "停戦が合意された",
		"停戦は、\n「合意」":               "停戦は、「合意」",
		"停火协议\n已经达成。":              "停火协议已经达成。",
		"ｶﾀｶﾅ\nｶﾅ":                 "ｶﾀｶﾅｶﾅ",
		"全角！\n次":                   "全角！次",
		"휴전\n합의":                   "휴전 합의",
		"停戦\n휴전":                   "停戦 휴전",
		"停戦\nceasefire":            "停戦 ceasefire",
		"ceasefire\n停戦":            "ceasefire 停戦",
		"one\ntwo":                 "one two",
		"停戦“\n”停戦":                 "停戦“ ”停戦",
		"🙂\n🙂":                     "🙂 🙂",
		"停戦  \n合意":                 "停戦\n合意",
		"停戦\\\n合意":                 "停戦\n合意",
		"**停戦**\n合意":               "停戦合意",
		"停戦\n**合意**":               "停戦合意",
		"停戦\n[合意](https://e.test)": "停戦合意",
		"𠮷\n野*x*":                  "𠮷野x",
		"停戦\r\n合意":                 "停戦合意",
		"`停戦`\n`合意`":               "停戦合意",
		"> 停戦が\n> 合意された":           "停戦が合意された",
		"<p>停戦が\n  合意された</p>":      "停戦が合意された",
	} {
		b := Parse([]byte(src), "a.md", Limits{})
		check(t, b)
		if len(b.Passages) != 1 || b.Passages[0].Text != want {
			t.Errorf("%q is read as %q, want %q", src, texts(b), want)
		}
	}
	// A text that was broken to fit a width, without markup of any kind.
	b := Parse([]byte("停戦について、二国は十月十九日にドーハで行われた会談の後で合意したと発\n表した。これは誰も守られるかどうかを知らない停戦であり、国境は閉じられ\nたままで、貿易も止まっていると伝えられた。\n"), "a.txt", Limits{})
	const want = "停戦について、二国は十月十九日にドーハで行われた会談の後で合意したと発表した。これは誰も守られるかどうかを知らない停戦であり、国境は閉じられたままで、貿易も止まっていると伝えられた。"
	if len(b.Passages) != 1 || b.Passages[0].Text != want {
		t.Errorf("%q", texts(b))
	}
}
