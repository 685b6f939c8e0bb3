// Package corpus makes briefs by the thousand for benchmarks: the same ones
// each time and on each machine, with front matter and sections, of several
// hundred words that are as frequent as those of running text.
//
// The words themselves are made up, but for the most frequent ones. What an
// index has to bear is like real text: few words are everywhere and most are
// rare (Zipf's law, with Mandelbrot's shift), they come in several forms, a
// brief says the words of its subject again and again, and one word in fifty
// is a name or a number that hardly any other brief has.
package corpus

import (
	"bytes"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"sync"
)

// What the briefs are like.
const (
	shelf      = 500     // briefs in one folder
	shortest   = 200     // words of a brief; the mean is 700, the longest has 1,200
	subjects   = 400     // that there are
	ofSubject  = 80      // words that belong to one subject
	vocabulary = 120_000 // words that any brief may have
	names      = 400_000 // rare names beside them
	exponent   = 1.07    // of Zipf's law
	shift      = 2.7     // Mandelbrot's
)

// frequent are the most frequent words of English; they are the first ranks.
var frequent = strings.Fields(`the of and to in a is that for it was on are as with his they be at one have this from or had by not but what
all were when we there can an your which their said if do will each about how up out them then she many some so these would other into has more
her two like him time no could my than first been its who now people made over did only after also most new because between under where while
before through being those during against both since still such even another however`)

// A Press makes the briefs. It is not for concurrent use.
type Press struct {
	r       *rand.Rand
	source  *rand.PCG
	zipf    *rand.Zipf
	near    *rand.Zipf // among the words of a subject
	subject uint64
	out     bytes.Buffer
}

// New makes a press.
func New() *Press {
	p := &Press{source: rand.NewPCG(0, 0)}
	p.r = rand.New(p.source)
	p.zipf = rand.NewZipf(p.r, exponent, shift, vocabulary)
	p.near = rand.NewZipf(p.r, exponent, shift, ofSubject-1)
	return p
}

// Name is the path of the i-th brief below the folder of the corpus.
func Name(i int) string { return fmt.Sprintf("%03d/brief-%06d.md", i/shelf, i) }

// Brief gives the i-th brief, whatever was made before it. It is valid until
// the next call.
func (p *Press) Brief(i int) []byte {
	p.source.Seed(uint64(i), 20260)
	p.subject = uint64(p.r.IntN(subjects))
	p.out.Reset()
	p.frontMatter(i)
	for left, k := shortest+p.r.IntN(500)+p.r.IntN(501), 0; left > 0; k++ {
		n := min(left, 30+p.r.IntN(90))
		left -= n
		p.out.WriteByte('\n')
		switch {
		case k%4 == 3:
			p.out.WriteString("## ")
			p.phrase(3 + p.r.IntN(4))
			p.out.WriteString("\n\n")
		case k%9 == 5:
			p.list(n)
			continue
		case k%7 == 6:
			p.out.WriteString("> ")
		}
		p.sentences(n)
		p.out.WriteByte('\n')
	}
	return p.out.Bytes()
}

func (p *Press) frontMatter(i int) {
	p.out.WriteString("---\ntitle: \"")
	p.phrase(4 + p.r.IntN(6))
	fmt.Fprintf(&p.out, "\"\ndate: %d-%02d-%02d\nsource: Paper %d\n", 2015+i%11, 1+p.r.IntN(12), 1+p.r.IntN(28), p.r.IntN(60))
	p.out.WriteString("author: ")
	p.name(vocabulary + uint64(p.r.IntN(500)))
	p.out.WriteString("\ntags: [")
	p.word(about(p.subject, 0))
	p.out.WriteString(", ")
	p.word(about(uint64(p.r.IntN(subjects)), 0))
	p.out.WriteString("]\n---\n")
}

// about is the rank of the k-th word of a subject. Subjects share some.
func about(subject, k uint64) uint64 {
	return uint64(len(frequent)) + (subject*7919+k*k*613+k*31)%20_000
}

// phrase writes n words without a full stop, the first with a capital.
func (p *Press) phrase(n int) {
	for i := range n {
		if i > 0 {
			p.out.WriteByte(' ')
		}
		p.next(i == 0)
	}
}

// sentences writes n words.
func (p *Press) sentences(n int) {
	for n > 0 {
		words := min(n, 8+p.r.IntN(20))
		comma := 3 + p.r.IntN(12)
		for i := range words {
			if i > 0 {
				p.out.WriteByte(' ')
			}
			p.next(i == 0)
			if i == comma && i+1 < words {
				p.out.WriteByte(',')
			}
		}
		p.out.WriteByte('.')
		if n -= words; n > 0 {
			p.out.WriteByte(' ')
		}
	}
}

func (p *Press) list(n int) {
	for ; n > 0; n -= 12 {
		p.out.WriteString("- ")
		p.phrase(min(n, 12))
		p.out.WriteByte('\n')
	}
}

// next writes a word of running text: one in two hundred is strong, one in
// fifty a name or a number, of the others that are not of the most frequent
// one in three belongs to the subject.
func (p *Press) next(capital bool) {
	switch d := p.r.IntN(200); {
	case d < 2:
		p.out.WriteString(strconv.Itoa(1 + p.r.IntN(9999)))
		return
	case d < 4:
		p.name(vocabulary + uint64(p.r.IntN(names)))
		return
	case d == 4:
		p.out.WriteString("**")
		defer p.out.WriteString("**")
	}
	rank := p.zipf.Uint64()
	if rank >= uint64(len(frequent)) && p.r.IntN(3) == 0 {
		rank = about(p.subject, p.near.Uint64())
	}
	at := p.out.Len()
	p.word(rank)
	if b := p.out.Bytes(); capital {
		b[at] -= 'a' - 'A'
	}
}

func (p *Press) name(rank uint64) {
	at := p.out.Len()
	p.word(rank)
	p.out.Bytes()[at] -= 'a' - 'A'
}

// endings make several forms of one word.
var endings = [...]string{"", "s", "ed", "ing", "er", "ment", "al", "ly"}

// word writes the word of a rank: two ranks have two words.
func (p *Press) word(rank uint64) {
	if rank < uint64(len(frequent)) {
		p.out.WriteString(frequent[rank])
		return
	}
	rank -= uint64(len(frequent))
	ending := endings[rank%uint64(len(endings))]
	const consonants, vowels = "bcdfghklmnprstvwz", "aeiou"
	for root, k := rank/uint64(len(endings))+90, 0; root > 0 || k < 2; k++ {
		p.out.WriteByte(consonants[root%uint64(len(consonants))])
		root /= uint64(len(consonants))
		p.out.WriteByte(vowels[root%uint64(len(vowels))])
		root /= uint64(len(vowels))
	}
	p.out.WriteByte('n')
	p.out.WriteString(ending)
}

// Sizes reads numbers of briefs with commas between, each at least 1.
func Sizes(list string) ([]int, error) {
	var sizes []int
	for text := range strings.SplitSeq(list, ",") {
		n, err := strconv.Atoi(strings.TrimSpace(text))
		if err != nil || n < 1 {
			return nil, fmt.Errorf("%q is no number of briefs; give some with commas between, such as 1000,10000", text)
		}
		sizes = append(sizes, n)
	}
	return sizes, nil
}

// Write puts the first n briefs below dir, which must be there.
func Write(dir string, n int) error {
	var group sync.WaitGroup
	workers := runtime.GOMAXPROCS(0)
	errs := make([]error, workers)
	for w := range workers {
		group.Go(func() { errs[w] = writeSome(dir, n, w*shelf, workers*shelf) })
	}
	group.Wait()
	return errors.Join(errs...)
}

// writeSome writes the shelf that begins with the brief first, and every one
// that lies step further.
func writeSome(dir string, n, first, step int) error {
	p := New()
	for from := first; from < n; from += step {
		if err := os.MkdirAll(filepath.Join(dir, filepath.Dir(Name(from))), 0o755); err != nil {
			return err
		}
		for i := from; i < min(from+shelf, n); i++ {
			if err := os.WriteFile(filepath.Join(dir, filepath.FromSlash(Name(i))), p.Brief(i), 0o644); err != nil {
				return err
			}
		}
	}
	return nil
}
