package render

import (
	"fmt"
	"regexp"
	"strings"
	"testing"
	"unicode"

	xansi "github.com/charmbracelet/x/ansi"

	"broadsheet/internal/brief"
	"broadsheet/internal/inert"
)

// hostile are things a terminal would obey.
var hostile = func() []string {
	var out []string
	for _, s := range []string{
		"[2J", "[3J", "[1A\x1b[2K", "[?25l", "[?1049l", "[?1003h", "[?2004l", "[4h", "[5;6r", "[8;1;1t", "[>1u",
		"[6n", "[c", "[=c", "[21t", "P$qm\x1b\\", "P+q544e\x1b\\", "]4;1;?\x07", "]11;?\x1b\\", "]50;?\x07",
		"]0;title\x07", "]2;title\x1b\\", "]2;never ended", "]7;file://x/\x07", "]8;;http://evil\x07click\x1b]8;;\x07",
		"]8;;file:///etc/passwd\x07x\x1b]8;;\x07", "]8;;javascript:x\x07x", "]9;note\x07", "]52;c;aGk=\x07", "]52;c;?\x07",
		"]133;A\x07", "]777;notify;a;b\x07", "]1337;File=x\x07", "Pq#0~\x1b\\", "Ptmux;\x1b\x1b]0;x\x07\x1b\\", "P1;1|17/41\x1b\\",
		"_apc\x1b\\", "^pm\x1b\\", "Xsos\x1b\\", "kname\x1b\\", "c", "[!p", "#8", "", "\n[2J", "[3\x184m", "[3\x1a4m",
	} {
		out = append(out, "\x1b"+s, "&#27;"+s, "&#x1b;"+s)
	}
	return append(out, "\u009b2J", "\u009d0;x\u009c", "\u0090q\u009c", "\u0085", "\u008d", "\x9b2J", "\x9d0;x\x07",
		"\xc0\x9b2J", "\xed\xa0\x80", "\xe2\x9c\x1b[2J", "\x00", "\x05", "\a", "\b\b\b", "over\rwrite", "\v", "\f", "\x0e", "\x0f",
		"\x11", "\x13", "\x7f", "\u202egpj.exe", "\u2066a\u2069", "a\u200bb", "a\u2028b", "a\u2029b", "\ufffe", "\U000e0041",
		"x"+strings.Repeat("\u0301", 5000), "&*#27;*[2J", "&**#27;**[2J", "&#155;2J", "&#x9b;2J", "&#13;", "&#8;", "&NewLine;x", "&Tab;x")
}()

// places put an input everywhere a document can hold one.
var places = []string{
	"%s", "# %s", "a **%s** b", "~~%s~~", "[%s](https://example.org)", "[x](<%s>)", "[x](https://example.org/%s)",
	"[x](https://example.org \"%s\")", "![%s](https://example.org/x.png)", "![x](<%s>)", "`%s`", "```\n%s\n```", "```%s\nx\n```",
	"```go\n%s\n```", "    %s", "| %s | b |\n|---|---|\n| c | %[1]s |", "- %s", "> %s", "<div>%s</div>", "x <b title=\"%s\">y</b>",
	"<https://example.org/%s>", "https://example.org/%s", "[^%s]\n\n[^%[1]s]: note", "[a]\n\n[a]: <%s>", "&#27;%s",
	"{{< img alt=\"%s\" href=\"%[1]s\" >}}", "{{< %s >}}", "{{< a%s b=\"c d\" >}}", "<table><tr><td>%s<td>x</table>", "x <a href=\"%s\">y</a>", "x <img alt=\"%s\" src='%[1]s'>",
	"<p id=\"%s\">x", "<pre>%s</pre>", "<h2>%s</h2>", "<ol start=\"%s\"><li>%[1]s</ol>", "[x](#%s)\n\n# %[1]s",
	"[x](%s.md)", "[[%s]]", "[[a|%s]]", "[[%s|b]]", "> [!NOTE]\n> %s", "::: %s\n:::", "| a | b |\n|---|---|\n| c | d | %s | e |", "| %s\n| a",
}

// allowed is what Paint may write besides printable characters.
var allowed = regexp.MustCompile("\x1b\\[[0-9;:]*m|\x1b]8;(id=[0-9a-f]+)?;((https?://|mailto:)[\x21-\x7e]+)?\x07")

type reporter interface {
	Helper()
	Errorf(string, ...any)
}

// checkLine tests what one painted line must be.
func checkLine(t reporter, e *Engine, r Row, width int) {
	t.Helper()
	line := e.Paint(r, []Mark{{brief.Span{Start: 0, End: 40}, MarkHit}}, width)
	if w := xansi.StringWidth(line); w != width {
		t.Errorf("painted %d columns of %d: %q", w, width, line)
	}
	bare := allowed.ReplaceAllString(line, "")
	for _, c := range bare {
		if unicode.IsControl(c) || c == '\u2028' || c == '\u2029' || c >= 0x202a && c <= 0x202e || c >= 0x2066 && c <= 0x2069 {
			t.Errorf("painted %U: %q", c, line)
		}
	}
	if inert.Frame(line) != line {
		t.Errorf("package inert would change the line: %q to %q", line, inert.Frame(line))
	}
	if !strings.HasSuffix(strings.TrimRight(line, " "), "m") && strings.Contains(line, "\x1b[") && !strings.Contains(line, "\x1b[m") {
		t.Errorf("the line does not end in the terminal's own style: %q", line)
	}
}

func TestHostileInput(t *testing.T) {
	e := New(darkTheme())
	for _, in := range hostile {
		for _, place := range places {
			b := parse(fmt.Sprintf(place, in))
			const width = 24
			for i := range b.Passages {
				for _, r := range e.Render(b, i, width).Rows {
					checkLine(t, e, r, width)
				}
			}
			if t.Failed() {
				t.Fatalf("from %q in %q", in, place)
			}
		}
	}
}

func TestHostileSnippet(t *testing.T) {
	e := New(darkTheme())
	for _, in := range hostile {
		for _, text := range []string{in, "words before " + in + " after", strings.Repeat("far ", 400) + in} {
			for _, r := range e.Snippet(text, [][2]int{{len(text) / 2, len(text)}}, nil, 20, 3) {
				checkLine(t, e, r, 20)
			}
		}
	}
}

func TestLinks(t *testing.T) {
	e := New(PlainTheme())
	for _, c := range []struct{ src, text, link string }{
		{"[words](https://example.org/x)", "words", "https://example.org/x"},
		{"[example.org](https://example.org/x)", "example.org", "https://example.org/x"},
		{"[www.example.org/x](https://example.org/x)", "www.example.org/x", "https://example.org/x"},
		{"[https://bank.example](https://evil.example/)", "https://bank.example (evil.example)", "https://evil.example/"},
		{"[bank.example](https://evil.example/)", "bank.example (evil.example)", "https://evil.example/"},
		{"[go to bank.example now](https://evil.example/)", "go to bank.example now (evil.example)", "https://evil.example/"},
		{"[me@bank.example](mailto:you@evil.example)", "me@bank.example (you@evil.example)", "mailto:you@evil.example"},
		{"[U.S. policy, 3.5 per cent e.g.](https://example.org/)", "U.S. policy, 3.5 per cent e.g.", "https://example.org/"},
		{"[](https://example.org/)", "example.org", "https://example.org/"},
		{"[x](javascript:alert(1))", "x", ""},
		{"[x](java&#115;cript:alert(1))", "x", ""},
		{"[x](file:///etc/passwd)", "x", ""},
		{"[x](../x.md)", "x", ""},
		{"<me@example.org>", "me@example.org", "mailto:me@example.org"},
	} {
		b := parse(c.src + "\n")
		block := e.Render(b, 0, 80)
		if got := e.Text(block.Rows[0]); got != c.text {
			t.Errorf("%s is drawn as %q, want %q", c.src, got, c.text)
		}
		got := ""
		if l := block.LinkAt(0, 0); l != nil {
			got = l.URL
		}
		if got != c.link {
			t.Errorf("%s leads to %q, want %q", c.src, got, c.link)
		}
	}
}

func TestPaintMarks(t *testing.T) {
	src := "alpha beta gamma delta"
	b := parse(src)
	for _, theme := range []Theme{darkTheme(), lightTheme(), PlainTheme()} {
		e := New(theme)
		row := e.Render(b, 0, 40).Rows[0]
		seen := map[string]MarkKind{}
		for kind := range markKinds {
			line := e.Paint(row, []Mark{{brief.Span{Start: 6, End: 10}, kind}}, 40)
			if xansi.Strip(line) != src+strings.Repeat(" ", 40-len(src)) {
				t.Errorf("%s: a mark changed the words: %q", theme.Name, line)
			}
			if strings.Count(line, "\x1b[") != 2 || !strings.Contains(line, "mbeta\x1b[m ") {
				t.Errorf("%s: mark %d is painted %q", theme.Name, kind, line)
			}
			if other, ok := seen[line]; ok && !(theme.Plain && (kind == MarkSelected || other == MarkSelected)) {
				t.Errorf("%s: marks %d and %d look alike", theme.Name, kind, other)
			}
			seen[line] = kind
		}
		both := e.Paint(row, []Mark{{brief.Span{Start: 0, End: 16}, MarkHit}, {brief.Span{Start: 6, End: 10}, MarkCurrent}}, 40)
		if strings.Count(both, "\x1b[") < 3 {
			t.Errorf("%s: one mark over another: %q", theme.Name, both)
		}
	}
}

func TestASnippetMarksVariants(t *testing.T) {
	e := New(darkTheme())
	rows := e.Snippet("Zabiullah and Zabihullah", [][2]int{{0, 9}, {14, 24}}, func(i int) bool { return i == 1 }, 40, 1)
	for i, want := range map[int]StyleID{0: e.marks[MarkHit], 11: 0, 14: e.marks[MarkVariant], 23: e.marks[MarkVariant]} {
		if got := rows[0].Cells[i].Style; got != want {
			t.Errorf("cell %d has style %d, not %d", i, got, want)
		}
	}
}

// Every mark shows without colours too.
func TestMarksWithoutColour(t *testing.T) {
	for _, theme := range []Theme{darkTheme(), lightTheme(), PlainTheme()} {
		e := New(theme)
		for kind := range markKinds {
			s := e.styles[e.marks[kind]]
			if s.Attrs == 0 && s.Underline == 0 {
				t.Errorf("%s: mark %d is colour alone", theme.Name, kind)
			}
		}
	}
}

func TestPaintCutsAndFills(t *testing.T) {
	e := New(darkTheme())
	row := e.Render(parse("日本 [語](https://example.org) text"), 0, 40).Rows[0]
	for width := range 30 {
		if line := e.Paint(row, nil, width); xansi.StringWidth(line) != width {
			t.Errorf("width %d: %q", width, line)
		}
	}
}

func TestWidthMethod(t *testing.T) {
	theme := PlainTheme()
	theme.Width = xansi.StringWidthWc
	e := New(theme)
	row := e.Render(parse("हिन्दी"), 0, 40).Rows[0]
	if got, want := row.Width(), xansi.StringWidthWc("हिन्दी"); got != want {
		t.Errorf("%d columns, want %d", got, want)
	}
}

func TestSnippet(t *testing.T) {
	e := New(PlainTheme())
	long := strings.Repeat("some words before ", 20) + "the ceasefire was signed" + strings.Repeat(" and words after it", 20)
	at := strings.Index(long, "ceasefire")
	for _, c := range []struct {
		text        string
		match       [][2]int
		width, rows int
		want        []string
	}{
		{"short text", [][2]int{{0, 5}}, 20, 2, []string{"short text"}},
		{"two\nlines\there", nil, 20, 2, []string{"two lines here"}},
		{"", nil, 20, 2, []string{""}},
		{long, [][2]int{{at, at + 9}}, 30, 2, []string{"… words before the ceasefire", "was signed and words after …"}},
		{long, nil, 24, 1, []string{"some words before some …"}},
	} {
		var got []string
		for _, r := range e.Snippet(c.text, c.match, nil, c.width, c.rows) {
			got = append(got, e.Text(r))
			if r.Width() > c.width {
				t.Errorf("%q is wider than %d", e.Text(r), c.width)
			}
		}
		if strings.Join(got, "\n") != strings.Join(c.want, "\n") {
			t.Errorf("%.30q at %dx%d: got %q, want %q", c.text, c.width, c.rows, got, c.want)
		}
	}
	var marked strings.Builder
	for _, r := range e.Snippet(long, [][2]int{{at, at + 9}}, nil, 30, 2) {
		for k, c := range r.Cells {
			if c.Style == e.marks[MarkHit] {
				marked.WriteString(c.Text)
				if r.Src[k] < int32(at) || r.Src[k] >= int32(at+9) {
					t.Errorf("%q comes from byte %d", c.Text, r.Src[k])
				}
			}
		}
	}
	if marked.String() != "ceasefire" {
		t.Errorf("%q is marked", marked.String())
	}
}
