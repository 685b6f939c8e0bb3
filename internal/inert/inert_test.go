package inert

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"broadsheet/internal/inert/hostile"
)

func TestTextHostile(t *testing.T) {
	for name, in := range hostile.Inputs() {
		t.Run(name, func(t *testing.T) {
			for _, f := range []func(string) string{Text, Line} {
				checkInert(t, f(in), f)
			}
			checkFrame(t, Frame(in))
		})
	}
}

func TestText(t *testing.T) {
	for _, c := range []struct{ name, in, want string }{
		{"clean", "Zwei Wörter\n\tund 中文", "Zwei Wörter\n\tund 中文"},
		{"escape", "a\x1b[31mb", "a␛[31mb"},
		{"CRLF", "a\r\nb\rc\r\r\nd", "a\nb\nc\n\nd"},
		{"line separators", "a\u2028b\u2029c", "a\nb\nc"},
		{"controls", "a\x00b\x7fc\u009bd", "a\ufffdb\ufffdc\ufffdd"},
		{"invalid", "a\xffb\xc3", "a\ufffdb\ufffd"},
		{"bidi", "a\u202e\u2067b\u200e\u200fc", "ab\u200e\u200fc"},
		{"joiners", "می\u200cخواهم 👩\u200d👩\u200d👧 ❤\ufe0f", "می\u200cخواهم 👩\u200d👩\u200d👧 ❤\ufe0f"},
		{"marks", "e" + strings.Repeat("\u0301", 12) + "x\u0301", "e" + strings.Repeat("\u0301", 8) + "x\u0301"},
		{"marks around joiners", "e" + strings.Repeat("\u0301\u200d", 12), "e" + strings.Repeat("\u0301\u200d", 8) + strings.Repeat("\u200d", 4)},
		{"noncharacter", "a\ufffeb", "a\ufffdb"},
		{"replacement stays", "a\ufffdb", "a\ufffdb"},
	} {
		if got := Text(c.in); got != c.want {
			t.Errorf("%s: Text(%q) = %q, want %q", c.name, c.in, got, c.want)
		}
	}
}

func TestLine(t *testing.T) {
	if got := Line(" a\r\nb\tc\n\nd\u2028 "); got != "a b c  d" {
		t.Errorf("Line = %q", got)
	}
}

func TestFrame(t *testing.T) {
	for _, c := range []struct{ name, in, want string }{
		{"plain", "a b", "a b"},
		{"colour", "\x1b[1;38;2;1;2;3mx\x1b[0m\x1b[m\x1b[4:3m", "\x1b[1;38;2;1;2;3mx\x1b[0m\x1b[m\x1b[4:3m"},
		{"private", "\x1b[?25l", "␛[?25l"},
		{"intermediate", "\x1b[1 m", "␛[1 m"},
		{"cut", "\x1b[31", "␛[31"},
		{"link", "\x1b]8;id=1;https://a.example/x\x1b\\t\x1b]8;;\x1b\\", "\x1b]8;id=1;https://a.example/x\x1b\\t\x1b]8;;\x1b\\"},
		{"link BEL", "\x1b]8;;mailto:a@b.example\x07t\x1b]8;;\x07", "\x1b]8;;mailto:a@b.example\x07t\x1b]8;;\x07"},
		{"link rewritten", "\x1b]8;;https://bank.example@evil.example/\x07", "\x1b]8;;https://evil.example/\x07"},
		{"script", "\x1b]8;;javascript:x\x07", "␛]8;;javascript:x\ufffd"},
		{"link ended by another sequence", "\x1b]8;;https://a.example\x1b[2Jt", "␛]8;;https://a.example␛[2Jt"},
		{"link open", "\x1b]8;;https://a.example", "␛]8;;https://a.example"},
		{"title", "\x1b]0;x\x07", "␛]0;x\ufffd"},
	} {
		if got := Frame(c.in); got != c.want {
			t.Errorf("%s: Frame(%q) = %q, want %q", c.name, c.in, got, c.want)
		}
	}
}

func TestURL(t *testing.T) {
	for _, c := range []struct {
		in, want string
		ok       bool
	}{
		{"https://a.example/b?c=d&e#f", "https://a.example/b?c=d&e#f", true},
		{" HTTP://A.example ", "http://A.example", true},
		{"https://bank.example@evil.example/x", "https://evil.example/x", true},
		{"https://user:pw@evil.example", "https://evil.example", true},
		{"https://a.example/a b'\"<>", "https://a.example/a%20b%27%22%3C%3E", true},
		{"https://a.example/ü?q=ü", "https://a.example/%C3%BC?q=%C3%BC", true},
		{"mailto:a@b.example?attach=/etc/passwd", "mailto:a@b.example", true},
		{"mailto:-x@b.example", "", false}, {"mailto:nobody", "", false},
		{"javascript:alert(1)", "", false}, {"file:///etc/passwd", "", false}, {"ftp://a.example", "", false},
		{"//a.example", "", false}, {"www.a.example", "", false}, {"-rf", "", false}, {"", "", false},
		{"https://", "", false}, {"https://a.example\\@b.example", "", false},
		{"https://a.example/\x1b[2J", "", false}, {"https://a.example/a\nb", "", false}, {"https://a.example/\u202e", "", false},
	} {
		got, ok := URL(c.in)
		if got != c.want || ok != c.ok {
			t.Errorf("URL(%q) = %q, %v, want %q, %v", c.in, got, ok, c.want, c.ok)
		}
		if ok {
			if again, ok := URL(got); !ok || again != got {
				t.Errorf("URL(%q) = %q, %v: not idempotent", got, again, ok)
			}
		}
	}
}

func TestCleanIsNotCopied(t *testing.T) {
	s := strings.Repeat("Clean words, ünïcödé and 中文.\n", 50)
	if n := testing.AllocsPerRun(10, func() { Text(s); Frame(s) }); n != 0 {
		t.Errorf("%v allocations for clean text", n)
	}
}

// checkInert fails where s, made by f, could do something to a terminal.
func checkInert(t *testing.T, s string, f func(string) string) {
	t.Helper()
	if !utf8.ValidString(s) {
		t.Errorf("not UTF-8: %q", s)
	}
	marks := 0
	for _, r := range s {
		switch {
		case r == '\n' || r == '\t':
		case unicode.IsControl(r), hides(r), r == 0x2028, r == 0x2029, r >= 0xfdd0 && r <= 0xfdef, r&0xfffe == 0xfffe:
			t.Errorf("%U is left in %q", r, s)
		}
		if unicode.Is(unicode.M, r) {
			if marks++; marks > 8 {
				t.Fatal("more than 8 marks on a base")
			}
		} else if r < 0x200c || r > 0x200f {
			marks = 0
		}
	}
	if again := f(s); again != s {
		t.Errorf("not idempotent: %q, then %q", s, again)
	}
}

// checkFrame fails where s has a sequence that Frame must not let through.
func checkFrame(t *testing.T, s string) {
	t.Helper()
	if again := Frame(s); again != s {
		t.Errorf("not idempotent: %q, then %q", s, again)
	}
	for {
		i := strings.IndexByte(s, 0x1b)
		if i < 0 {
			break
		}
		checkInert(t, Text(s[:i]), Text)
		rest := s[i:]
		end := strings.IndexByte(rest, 'm') + 1
		if strings.HasPrefix(rest, "\x1b]8;") {
			end = strings.IndexAny(rest[1:], "\x07\x1b") + 2
			if rest[end-1] == 0x1b {
				end++
			}
			_, target, _ := strings.Cut(rest[4:end], ";")
			if !strings.HasPrefix(target, "http://") && !strings.HasPrefix(target, "https://") &&
				!strings.HasPrefix(target, "mailto:") && target != "\x07" && target != "\x1b\\" {
				t.Fatalf("link let through: %q", rest[:end])
			}
		} else if end == 0 || strings.Trim(rest[:end], "\x1b[0123456789;:m") != "" {
			t.Fatalf("sequence let through: %q", rest)
		}
		s = rest[end:]
	}
	if Text(s) != s {
		t.Errorf("left in the frame: %q", s)
	}
}

func FuzzInert(f *testing.F) {
	for _, in := range hostile.Inputs() {
		f.Add(in)
	}
	f.Fuzz(func(t *testing.T, s string) {
		checkInert(t, Text(s), Text)
		line := Line(s)
		checkInert(t, line, Line)
		if strings.ContainsAny(line, "\n\t\r") {
			t.Errorf("Line has a line break: %q", line)
		}
		checkFrame(t, Frame(s))
		if u, ok := URL(s); ok {
			if again, ok := URL(u); !ok || again != u {
				t.Errorf("URL not idempotent: %q, then %q", u, again)
			}
		}
	})
}

func BenchmarkText(b *testing.B) {
	s := strings.Repeat("Clean words, ünïcödé and 中文.\n", 1000)
	b.SetBytes(int64(len(s)))
	for b.Loop() {
		Text(s)
	}
}
