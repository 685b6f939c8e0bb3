package brief

import (
	"strings"
	"testing"
)

// article is a text of about n bytes with the markup that real ones have.
func article(n int) []byte {
	const section = `## What was agreed

The two sides met in *Doha* and agreed on a [ceasefire](https://news.example/a), which was to
hold from Sunday on. Officials said that “talks will go on” in a week, and that trade would
be let through at both crossings; nothing was said of the refugees.

- The first point is about **armed groups** on either side of the border.
- The second one is about trade, which has stood still since October.

> Neither side will attack the other, a spokesman said, and neither will help those who do.

| Crossing | Open | Lorries a day |
|---|---|---|
| Torkham | yes | 400 |
| Chaman | no | 0 |

After the meeting the mediators spoke of progress, and of how much of it depends on the next weeks.
Nobody expected the talks to be short. Those who took part in them did not say much, and what they said
was not always the same; the accounts of the two capitals differed from the first day on.

`
	return []byte(strings.Repeat(section, n/len(section)+1))
}

func BenchmarkParse(b *testing.B) {
	for _, c := range []struct {
		name string
		src  []byte
	}{
		{"article 10 KB", article(10 << 10)},
		{"article 1 MB", article(1 << 20)},
		{"prose 1 MB", []byte(strings.Repeat(strings.Repeat("Plain words without any markup. ", 20)+"\n\n", 1600))},
		{"one line 5 MB", []byte(strings.Repeat("word ", 1<<20))},
	} {
		b.Run(c.name, func(b *testing.B) {
			b.SetBytes(int64(len(c.src)))
			b.ReportAllocs()
			for b.Loop() {
				Parse(c.src, "a.md", Limits{})
			}
		})
	}
}

func BenchmarkLeaf(b *testing.B) {
	doc := Parse(article(10<<10), "a.md", Limits{})
	for i := 0; b.Loop(); i++ {
		doc.Leaf(i % len(doc.Passages))
	}
}
