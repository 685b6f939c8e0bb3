package query

import (
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// today is a day late in a month that has 31 days.
var today = time.Date(2025, 12, 31, 18, 0, 0, 0, time.UTC)

// tree writes a tree with its kinds: one letter, and brackets.
func tree(n Node) string {
	list := func(kind string, nodes []Node) string {
		var parts []string
		for _, c := range nodes {
			parts = append(parts, tree(c))
		}
		return kind + "[" + strings.Join(parts, " ") + "]"
	}
	switch n := n.(type) {
	case Word:
		s := n.Text
		for _, flag := range []struct {
			on   bool
			sign string
		}{{n.Prefix && !n.Typing, "*"}, {n.Typing, "…"}, {n.Fuzzy, "~"}, {n.Stop, "!"}} {
			if flag.on {
				s += flag.sign
			}
		}
		return s
	case Phrase:
		return "<" + n.Text + ">"
	case All:
		return list("all", n.Nodes)
	case Any:
		return list("any", n.Nodes)
	case Not:
		return "-" + tree(n.Node)
	case Field:
		return n.Name + ":" + tree(n.Node)
	case DateRange:
		return n.From + ".." + n.To
	case Is:
		return "is:" + n.What
	}
	return "nothing"
}

func TestParse(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"", "nothing"},
		{"  \n ", "nothing"},
		{"peace", "peace"},
		{"peace talks", "all[peace talks]"},
		{"  peace\u00a0 talks\t", "all[peace talks]"},
		{`"war of narratives"`, "<war of narratives>"},
		{"“war of narratives” doha", "all[<war of narratives> doha]"},
		{`“the "so-called" truce”`, `<the "so-called" truce>`},
		{`"a b"c`, "all[<a b> c]"},
		{`"India"`, "<India>"},
		{"-india", "-india"},
		{`truce -india -"war of" -(a b)`, "all[truce -india -<war of> -all[a! b]]"},
		{"-title:truce", "-title:truce"},
		{"-(-a)", "--a"},
		{"doha OR istanbul", "any[doha istanbul]"},
		{"a OR b OR c", "any[a! b c]"},
		{"peace doha OR istanbul talks", "all[peace any[doha istanbul] talks]"},
		{"(peace doha) OR istanbul", "any[all[peace doha] istanbul]"},
		{"(x OR y) OR z", "any[x y z]"},
		{"doha OR -istanbul", "any[doha -istanbul]"},
		{"(peace talks) -doha", "all[all[peace talks] -doha]"},
		{"((peace))", "peace"},
		{"truce~ negotia*", "all[truce~ negotia*]"},
		{"cease-fi*", "cease-fi*"},
		{"cease-fire ceasefire T.T.P. T.T.P.* don't", "all[cease-fire ceasefire T.T.P. T.T.P.* don't]"},
		{"停火协议", "停火协议"},
		{"title:truce", "title:truce"},
		{`title:"war of narratives"`, "title:<war of narratives>"},
		{"title:(war peace)", "title:all[war peace]"},
		{"title:(war OR peace) x", "all[title:any[war peace] x]"},
		{"title:(war (peace talks)) x", "all[title:all[war peace talks] x]"},
		{"title:(source:x)", "title:all[source x]"},
		{"title:the", "title:the"},
		{"title:negotia* author:ali~", "all[title:negotia* author:ali~]"},
		{"source:politact author:ali tag:cease-fire lang:en path:2025/", "all[source:politact author:ali tag:cease-fire lang:en path:2025/]"},
		{"lang:(en OR ur)", "lang:any[en ur]"},
		{`path:"my folder/x-1" path:a.b/c*`, "all[path:my folder/x-1 path:a.b/c]"},
		{"title:foo/bar", "title:all[foo bar]"},
		{"date:2025-11-07", "2025-11-07..2025-11-07"},
		{"date:2024-2", "2024-02-01..2024-02-29"},
		{"date:2025", "2025-01-01..2025-12-31"},
		{"date:2025-10..2025-11", "2025-10-01..2025-11-30"},
		{"date:2025-11..2025-10", "2025-10-01..2025-11-30"},
		{"date:2025-10..", "2025-10-01.."},
		{"date:..2025-10", "..2025-10-31"},
		{"date:>2025-11-01", "2025-11-02.."},
		{"date:>2025-11", "2025-12-01.."},
		{"date:>=2025-11", "2025-11-01.."},
		{"date:<2025", "..2024-12-31"},
		{"date:<=2025", "..2025-12-31"},
		{"date:7d", "2025-12-24..2025-12-31"},
		{"date:2w", "2025-12-17..2025-12-31"},
		{"date:10m", "2025-02-28..2025-12-31"},
		{"date:1y", "2024-12-31..2025-12-31"},
		{"date:9999y", "0001-01-01..2025-12-31"},
		{"date:14d..7d", "2025-12-17..2025-12-24"},
		{"date:today", "2025-12-31..2025-12-31"},
		{"date:Yesterday", "2025-12-30..2025-12-30"},
		{`date:"2025-10 .. 2025-11"`, "2025-10-01..2025-11-30"},
		{"is:unread -is:bookmarked is:Unread is:read", "all[is:unread -is:bookmarked is:unread is:read]"},
		{"the", "the"},
		{"to be or not", "all[to be or not]"},
		{"the truce", "all[the! truce]"},
		{"truce -the -(of the)", "truce"},
		{"-the", "-the"},
		{"doha OR (-the (kabul OR istanbul))", "any[doha kabul istanbul]"},
		{"the -india", "all[the! -india]"},
		{"us troops", "all[us troops]"},
		{"WHO says who", "all[WHO says who!]"},
	} {
		q, err := Parse(c.text, Options{Now: today})
		if got := tree(q.Root); err != nil || got != c.want {
			t.Errorf("Parse(%q)\n got %s, %v\nwant %s", c.text, got, err, c.want)
		}
		if q.Text != c.text || q.Empty() != (c.want == "nothing") || q.Cut != 0 {
			t.Errorf("Parse(%q): text %q, empty %v, cut %d", c.text, q.Text, q.Empty(), q.Cut)
		}
	}
}

// What people paste is words, whatever signs it has.
func TestPastedTextIsWords(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"note: this", "all[note this!]"},
		{"http://x.y", "all[http x.y]"},
		{"https://example.com/a?b=c&date:x", "all[https example com a! b c date x]"},
		{"don't", "don't"},
		{`"unclosed`, "unclosed"},
		{"“unclosed", "unclosed"},
		{`5"10 foo"bar baz"`, "all[5 10 foo bar baz]"},
		{`""`, "nothing"},
		{`"" “” "…" ()`, "nothing"},
		{"-", "nothing"},
		{"a - b -- c", "all[a! b c]"},
		{"--limit 5", "all[limit 5]"},
		{"(a (b", "all[a! b]"},
		{"1) first 2) second", "all[1 first 2 second]"},
		{":( sad :)", "sad"},
		{"word(s)", "all[word s]"},
		{"OR", "nothing"},
		{"OR doha", "doha"},
		{"doha OR", "doha"},
		{"a OR OR b", "any[a! b]"},
		{"doha OR (", "doha"},
		{"this OR, that", "all[this or that]"},
		{"ORdinary FOR", "all[ORdinary FOR!]"},
		{"**bold** *it* ~x~ a** b~~ *", "all[bold it! x a! b]"},
		{"truce~2 wh?t", "all[truce 2 wh t]"},
		{"the source: a minister", "all[the! source a! minister]"},
		{"Title: The War", "all[Title The! War]"},
		{"TITLE:x", "all[TITLE x]"},
		{"foo:bar 10:30", "all[foo bar 10 30]"},
		{"title::x", "title:x"},
		{"[link](http://x) {a} <b> \\ /", "all[link all[http x] a! b]"},
		{"\x00\x1b[2J \xff\xfe", "2J"},
		{"😀 — …", "nothing"},
		{"doha OR foo/bar", "any[doha all[foo bar]]"},
		{"foo/bar OR doha", "any[all[foo bar] doha]"},
		{"-foo/bar", "-all[foo bar]"},
		{"title:x) y", "all[title:x y]"},
		{`title:"unclosed x`, "all[title:unclosed x]"},
	} {
		q, err := Parse(c.text, Options{Now: today})
		if got := tree(q.Root); err != nil || got != c.want {
			t.Errorf("Parse(%q)\n got %s, %v\nwant %s", c.text, got, err, c.want)
		}
	}
}

func TestTyping(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"peace ta", "all[peace ta…]"},
		{"peace talks ", "all[peace talks]"},
		{"peace talks,", "all[peace talks]"},
		{"peace -ind", "all[peace -ind]"},
		{"peace -(ind", "all[peace -ind]"},
		{"title:tru", "title:tru…"},
		{"doha OR ist", "any[doha ist…]"},
		{"(doha ist", "all[doha ist…]"},
		{"(doha ist)", "all[doha ist]"},
		{`"doha ist`, "all[doha ist…]"},
		{`"doha ist"`, "<doha ist>"},
		{"truce~", "truce~"},
		{"truc*", "truc*"},
		{"peace the", "all[peace the…!]"},
		{"the", "the…"},
		{"cease-f", "cease-f…"},
		{"path:202", "path:202"},
	} {
		q, err := Parse(c.text, Options{Now: today, Typing: true})
		if got := tree(q.Root); err != nil || got != c.want {
			t.Errorf("Parse(%q)\n got %s, %v\nwant %s", c.text, got, err, c.want)
		}
	}
}

func TestErrors(t *testing.T) {
	for _, c := range []struct {
		text string
		col  int
		says string
	}{
		{"title:", 1, "title: has nothing behind it; write for example title:truce"},
		{"title: ", 1, "title: has nothing"},
		{"peace tag:", 7, "tag: has nothing"},
		{"Türkiye “a b” source:", 15, "source: has nothing"},
		{"(a title:)", 4, "title: has nothing"},
		{`author:""`, 1, "author: has nothing"},
		{"-lang:", 2, "lang: has nothing"},
		{"path:()", 1, "path: has nothing"},
		{"date:", 1, "date: has nothing"},
		{"is:", 1, "is: has nothing"},
		{"date:yesterda", 6, "the date yesterda can not be read; write a day (2025-11-07)"},
		{"é date:2025-13", 8, "the date 2025-13 can not be read"},
		{"date:2025-02-30", 6, "can not be read"},
		{"date:..", 6, "can not be read"},
		{"date:2025..x", 6, "can not be read"},
		{"date:>", 6, "can not be read"},
		{"date:>9999", 6, "can not be read"},
		{"date:0000", 6, "can not be read"},
		{"date:25", 6, "can not be read"},
		{"date:99999d", 6, "can not be read"},
		{"date:7x", 6, "can not be read"},
		{"date:-7d", 6, "can not be read"},
		{"is:red", 4, "is:red is not known; write is:unread, is:read or is:bookmarked"},
		{"is:\x1b[2J", 4, "is not known"},
		{"date:" + strings.Repeat("x", 1000), 6, strings.Repeat("x", 40) + "… can"},
	} {
		q, err := Parse(c.text, Options{Now: today})
		var bad *Error
		if !errors.As(err, &bad) {
			t.Errorf("Parse(%q): %v, want an *Error", c.text, err)
			continue
		}
		if bad.Col != c.col || !strings.Contains(bad.Msg, c.says) || strings.ContainsAny(err.Error(), "\n\x1b") {
			t.Errorf("Parse(%q): column %d, %q; want column %d, %q", c.text, bad.Col, bad.Msg, c.col, c.says)
		}
		if !q.Empty() || q.Text != c.text {
			t.Errorf("Parse(%q): the query is %v", c.text, q)
		}
	}
	if got := (&Error{Col: 6, Msg: "what"}).Error(); got != "query, column 6: what" {
		t.Errorf("Error() = %q", got)
	}
}

func TestColumns(t *testing.T) {
	q, err := Parse(`é foo/bar "a b" title:x date:2025 is:unread (z)`, Options{Now: today})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	walk(q.Root, func(n Node) bool {
		switch n := n.(type) {
		case Word:
			got = append(got, fmt.Sprint(n.Text, n.Col))
		case Phrase:
			got = append(got, fmt.Sprint(n.Text, n.Col))
		case Field:
			got = append(got, fmt.Sprint(n.Name, n.Col))
		case DateRange:
			got = append(got, fmt.Sprint(n.Text, n.Col))
		case Is:
			got = append(got, fmt.Sprint(n.What, n.Col))
		}
		return true
	})
	if want := "é1 foo3 bar7 a b11 title17 x23 202530 unread38 z46"; strings.Join(got, " ") != want {
		t.Errorf("columns %s, want %s", strings.Join(got, " "), want)
	}
}

func TestBounds(t *testing.T) {
	q, err := Parse(strings.Repeat("word ", maxLeaves-1)+"é last more", Options{Now: today})
	if err != nil || q.Cut != (maxLeaves-1)*5+3 {
		t.Errorf("cut at column %d, %v", q.Cut, err)
	}
	if n := len(q.Root.(All).Nodes); n != maxLeaves {
		t.Errorf("%d words, want %d", n, maxLeaves)
	}
	deep := strings.Repeat("(a ", 40) + strings.Repeat(")", 40) + " b"
	q, err = Parse(deep, Options{Now: today})
	if err != nil {
		t.Fatal(err)
	}
	depth, most := 0, 0
	for _, r := range q.String() {
		switch r {
		case '(':
			depth++
		case ')':
			depth--
		}
		most = max(most, depth)
	}
	if nodes := q.Root.(All).Nodes; most > maxDepth || len(nodes) != 2 || tree(nodes[1]) != "b" {
		t.Errorf("%d brackets deep: %s", most, q.String())
	}
	q, err = Parse(`"`+strings.Repeat("word ", 1000)+`"`, Options{Now: today})
	if p, ok := q.Root.(Phrase); err != nil || !ok || len(p.Terms) != maxPhrase {
		t.Errorf("a long phrase is %v, %v", q.Root, err)
	}
}

// Hostile queries, long enough for a quadratic step to hang.
func TestLinear(t *testing.T) {
	for _, piece := range []string{"(", ")", "()", `"`, "“", "”", `" `, `""`, "-", "-(", "- ", "OR ", "…", ": ", "title", "“ \"", "\u0301", "\u00ad", "-\" ", "a/", "(a/b OR "} {
		text := strings.Repeat(piece, 1<<18/len(piece))
		if _, err := Parse(text, Options{Now: today}); err != nil {
			t.Errorf("%q repeated: %v", piece, err)
		}
	}
}

// placeless gives the tree without columns.
func placeless(n Node) Node {
	list := func(nodes []Node) []Node {
		var out []Node
		for _, c := range nodes {
			out = append(out, placeless(c))
		}
		return out
	}
	switch n := n.(type) {
	case Word:
		n.Col = 0
		return n
	case Phrase:
		n.Col = 0
		return n
	case All:
		return All{list(n.Nodes)}
	case Any:
		return Any{list(n.Nodes)}
	case Not:
		return Not{placeless(n.Node)}
	case Field:
		return Field{Name: n.Name, Node: placeless(n.Node)}
	case DateRange:
		n.Col = 0
		return n
	case Is:
		n.Col = 0
		return n
	}
	return nil
}

type failer interface {
	Helper()
	Fatalf(string, ...any)
}

// stable holds what is true of every query: only the known errors, and a
// canonical form that parses to the same tree and is its own canonical form.
func stable(t failer, text string) {
	t.Helper()
	q, err := Parse(text, Options{Now: today})
	if err != nil {
		var bad *Error
		if !errors.As(err, &bad) || bad.Col < 1 || bad.Col > len([]rune(text))+1 ||
			!strings.Contains(bad.Msg, "has nothing behind it") && !strings.Contains(bad.Msg, "can not be read") && !strings.Contains(bad.Msg, "is not known") {
			t.Fatalf("Parse(%q): %v", text, err)
		}
		return
	}
	if _, err := Parse(text, Options{Now: today, Typing: true}); err != nil {
		t.Fatalf("Parse(%q) while typing: %v", text, err)
	}
	leaves := 0
	walk(q.Root, func(n Node) bool {
		switch n := n.(type) {
		case Word:
			leaves++
			if len(n.Terms) != len(n.Folded) {
				t.Fatalf("Parse(%q): %q has %d terms, %d folded", text, n.Text, len(n.Terms), len(n.Folded))
			}
		case Phrase:
			leaves++
		case All:
			if len(n.Nodes) < 2 {
				t.Fatalf("Parse(%q): a list of %d", text, len(n.Nodes))
			}
		case Any:
			if len(n.Nodes) < 2 {
				t.Fatalf("Parse(%q): an OR of %d", text, len(n.Nodes))
			}
		}
		return true
	})
	if leaves > maxLeaves {
		t.Fatalf("Parse(%q): %d leaves", text, leaves)
	}
	again, err := Parse(q.String(), Options{Now: today})
	if err != nil {
		t.Fatalf("Parse(%q): its canonical form %q: %v", text, q.String(), err)
	}
	if !reflect.DeepEqual(placeless(q.Root), placeless(again.Root)) {
		t.Fatalf("Parse(%q): its canonical form %q is another tree:\n%s\n%s", text, q.String(), tree(q.Root), tree(again.Root))
	}
	if q.String() != again.String() {
		t.Fatalf("Parse(%q): canonical forms %q and %q", text, q.String(), again.String())
	}
}

var pieces = []string{
	"a", "war", "the", "-the", "us", "OR", "OR ", " OR ", " ", " ", "(", ")", "-", " -", `"`, "“", "”", "*", "~", ":", "/", ",", "'",
	"title:", "path:", "lang:(", "tag:(", "date:2025", "date:7d", "is:unread", "cease-fire", "T.T.P.", "é", "停火", "\u00ad", "\xff", "1,000", "..",
}

func TestCanonicalForm(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		if rapid.Bool().Draw(t, "wild") {
			stable(t, rapid.String().Draw(t, "text"))
			return
		}
		stable(t, strings.Join(rapid.SliceOfN(rapid.SampledFrom(pieces), 0, 20).Draw(t, "pieces"), ""))
	})
	for _, text := range []string{
		strings.Repeat("(a/b OR ", 40), strings.Repeat("-(", 40) + "a/b" + strings.Repeat(")", 40),
		strings.Repeat("title:(a ", 40), strings.Repeat("(x -", 33) + "a/b", strings.Repeat("(x title:(a OR b/c) ", 33),
	} {
		stable(t, text)
	}
}

func FuzzParse(f *testing.F) {
	f.Add(`peace "war of narratives" -india doha OR istanbul (truce~ negotia*)`)
	f.Add(`title:truce source:"x y" path:2025/ date:2025-10..2025-11 is:unread`)
	f.Add(strings.Join(pieces, ""))
	f.Fuzz(func(t *testing.T, text string) { stable(t, text) })
}

func TestContains(t *testing.T) {
	for _, c := range []struct {
		from, to, date string
		want           bool
	}{
		{"2025-10-01", "2025-10-31", "2025-10-01", true},
		{"2025-10-01", "2025-10-31", "2025-10-31T23:59:59Z", true},
		{"2025-10-01", "2025-10-31", "2025-11-01T00:30:00+05:00", false},
		{"2025-10-01", "", "2026-01-01", true},
		{"", "2025-10-31", "1999-01-01", true},
		{"", "2025-10-31", "", false},
		{"2025-10-01", "", "2025-10", false},
		{"2025-10-01", "", "tomorrow, perhaps", false},
		{"2025-10-01", "", "2025-10-077", false},
	} {
		if got := (DateRange{From: c.from, To: c.to}).Contains(c.date); got != c.want {
			t.Errorf("%s..%s contains %q: %v", c.from, c.to, c.date, got)
		}
	}
}

// Near spellings are asked for of words alone that are long enough, wherever
// they stand; all else stays as it was.
func TestNearly(t *testing.T) {
	for text, want := range map[string]string{
		"tranlation":                     "tranlation~",
		"tranlation guide":               "tranlation~ guide~",
		"the tranlation":                 "the tranlation~",
		`tranlation "plain langage"`:     `tranlation~ "plain langage"`,
		"tranlation -langage date:2025":  "tranlation~ -langage date:2025",
		"(tranlation OR langage) 2025":   "tranlation~ OR langage~ 2025",
		"title:tranlation path:tranlat/": "title:tranlation~ path:tranlat/",
		"truce~ gard":                    "truce~ gard~",
		"tran* guide":                    "tran* guide~",
		"tran*":                          "",
		"war":                            "",
		"F-16 cease-fire":                "",
		`"plain langage"`:                "",
		"-langage":                       "",
		"lang:english path:tranlat":      "",
		"is:unread":                      "",
		"":                               "",
	} {
		for _, typing := range []bool{false, true} {
			q, err := Parse(text, Options{Typing: typing})
			if err != nil {
				t.Fatal(err)
			}
			if got, ok := q.Nearly(); got != want || ok != (want != "") {
				t.Errorf("%s: %q, %v, want %q", text, got, ok, want)
			}
		}
	}
}
