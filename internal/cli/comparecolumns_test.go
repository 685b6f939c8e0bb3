package cli

import (
	"bytes"
	"context"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"broadsheet/internal/brief"
	"broadsheet/internal/compare"
)

var update = flag.Bool("update", false, "write the golden files anew")

// Two accounts with all that is wide, tall or runs the other way.
const oddA = `# 洪水 – Überschwemmung 🌊

The flood at Kelbar 洪水 killed 14 people on 25 October; the army 🚁🚤 sent forty boats and 👩‍👩‍👧‍👦 families were taken away.

堤防の門が壊れ、下流の十一の村が水に沈んだ。軍は四十隻の船を送った。学校は避難所になった。

قال المتحدث باسم الحكومة إن بوابة السد انكسرت ليلة الثلاثاء وغمرت المياه إحدى عشرة قرية.

- Kelbar's bakeries give bread away twice a day; ñandú, naïve, Z̷̢͇a̶l̵g̶o̷ and e\u0301te\u0301 stand at the door.

| village | dead | 村 |
|---|---|---|
| Kelbar | 14 | 洪 |

A_very_long_word_that_no_column_can_hold_${LONG} was written on the gate of the barrage in Kelbar.
`

const oddB = `# The river 河

Forty army boats 🚤 work at Kelbar, where the flood of 25 October killed 17 people; families 👨‍👩‍👧 wait in schools.

水没した村は十一。原因は堤防の門の破壊で、学校が避難所として使われている。船は軍が出した。

وزير المياه: غمر الماء إحدى عشرة قرية بعد أن انكسرت بوابة السد، والناس في المدارس منذ ليلة الثلاثاء.

> Bread is given away twice a day by the bakeries of Kelbar, naïve or not.

On the gate of the barrage in Kelbar somebody wrote a_very_long_word_that_no_column_can_hold.
`

// odd compares the two, or the first with an edited version of it.
func odd(t *testing.T, versions bool) (comparison, *bytes.Buffer) {
	t.Helper()
	var out bytes.Buffer
	x := comparison{app: &app{}}
	x.app.Out, x.app.Getenv = &out, func(string) string { return "" }
	a := strings.NewReplacer("${LONG}", strings.Repeat("x", 120), `\u0301`, "\u0301").Replace(oddA)
	b := oddB
	if versions {
		b = strings.NewReplacer("forty boats", "40 船 boats 🚤", "الثلاثاء", "الأربعاء", "学校は避難所になった。", "").Replace(a)
	}
	for i, src := range []string{a, b} {
		x.briefs[i] = brief.Parse([]byte(src), "x.md", brief.Limits{})
		x.entries[i].Path, x.entries[i].Title = side(i)+".md", x.briefs[i].Title
	}
	var err error
	if x.result, err = compare.Briefs(context.Background(), x.briefs[0], x.briefs[1], nil); err != nil {
		t.Fatal(err)
	}
	if x.diff, x.are, err = compare.Versions(context.Background(), x.briefs[0], x.briefs[1]); err != nil || x.are != versions {
		t.Fatalf("versions %v, %v", x.are, err)
	}
	if len(x.result.Pairs) < 3 {
		t.Fatalf("%d pairs", len(x.result.Pairs))
	}
	return x, &out
}

// TestNeverAWrongColumn draws what is odd at every width: no line is wider, and
// the line between the columns stands where it should.
func TestNeverAWrongColumn(t *testing.T) {
	for _, versions := range []bool{false, true} {
		for width := 60; width <= 200; width++ {
			x, out := odd(t, versions)
			if err := x.columns(width); err != nil {
				t.Fatal(err)
			}
			col := (width - 3) / 2
			beside := 0
			for line := range strings.Lines(out.String()) {
				line = strings.TrimSuffix(line, "\n")
				if n := ansi.StringWidth(line); n > width {
					t.Errorf("width %d: %d columns: %q", width, n, line)
				}
				left, _, ok := strings.Cut(line, " │")
				if !ok || strings.HasPrefix(line, "+") || strings.HasPrefix(line, "  ") && ansi.StringWidth(left) != col {
					continue
				}
				if beside++; ansi.StringWidth(left) != col {
					t.Errorf("width %d: the line stands at column %d, not %d: %q", width, ansi.StringWidth(left), col, line)
				}
			}
			if beside < 5 {
				t.Fatalf("width %d: only %d lines in two columns", width, beside)
			}
		}
	}
}

// TestOddColumns keeps what is odd as it was looked at.
func TestOddColumns(t *testing.T) {
	for _, width := range []string{"60", "100", "200"} {
		for _, versions := range []bool{false, true} {
			name := "accounts-" + width
			if versions {
				name = "versions-" + width
			}
			t.Run(name, func(t *testing.T) {
				x, out := odd(t, versions)
				if err := x.columns(map[string]int{"60": 60, "100": 100, "200": 200}[width]); err != nil {
					t.Fatal(err)
				}
				file := filepath.Join("testdata", "columns", name+".txt")
				if *update {
					if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
						t.Fatal(err)
					}
					if err := os.WriteFile(file, out.Bytes(), 0o644); err != nil {
						t.Fatal(err)
					}
				}
				want, err := os.ReadFile(file)
				if err != nil {
					t.Fatal(err)
				}
				if out.String() != string(want) {
					t.Errorf("it is\n%s\nand was\n%s", out, want)
				}
			})
		}
	}
}
