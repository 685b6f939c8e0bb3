package search

import (
	"encoding/binary"
	"math/bits"
	"math/rand/v2"
)

// A wordTable finds what is known of a word. A map of Go would do the same;
// but this is asked for every word of every brief, and the words of a map's
// keys lie about in memory: waiting for that was a tenth of the time of
// indexing. Here a word of up to 16 bytes, as nearly all are, stands in the
// table itself. Open addressing with linear probing (Knuth, volume 3, section
// 6.4, algorithm L).
type wordTable struct {
	slots []wordSlot            // a power of two of them, at most half are taken
	seed  [2]uint64             // drawn by lot, so that nobody can choose words that meet
	long  map[string]*knownWord // the words of more than 16 bytes
	n     int                   // words in all
}

// A wordSlot has the bytes of a word as two numbers; word is nil in a free one.
type wordSlot struct {
	low, high uint64
	word      *knownWord
}

// wordBytes is the longest word that a slot has room for.
const wordBytes = 16

// numbers are the bytes of a word of at most wordBytes. No word has a zero in
// it.
func numbers(word string) (low, high uint64) {
	var b [wordBytes]byte
	copy(b[:], word)
	return binary.LittleEndian.Uint64(b[:8]), binary.LittleEndian.Uint64(b[8:])
}

// at is the slot that has the word, or the free one where it belongs.
func (t *wordTable) at(low, high uint64) *wordSlot {
	h, l := bits.Mul64(low^t.seed[0], high^t.seed[1])
	mask := uint64(len(t.slots) - 1)
	for i := (h ^ l) & mask; ; i = (i + 1) & mask {
		s := &t.slots[i]
		if s.word == nil || s.low == low && s.high == high {
			return s
		}
	}
}

// get gives what is known of a word, nil where nothing is.
func (t *wordTable) get(word string) *knownWord {
	if len(word) > wordBytes {
		return t.long[word]
	}
	if len(t.slots) == 0 {
		return nil
	}
	return t.at(numbers(word)).word
}

// put adds a word that the table does not have.
func (t *wordTable) put(w *knownWord) {
	t.n++
	if len(w.text) > wordBytes {
		if t.long == nil {
			t.long = map[string]*knownWord{}
		}
		t.long[w.text] = w
		return
	}
	if 2*t.n > len(t.slots) {
		old := t.slots
		t.seed = [2]uint64{rand.Uint64(), rand.Uint64()}
		t.slots = make([]wordSlot, max(1024, 2*len(old)))
		for _, s := range old {
			if s.word != nil {
				*t.at(s.low, s.high) = s
			}
		}
	}
	low, high := numbers(w.text)
	*t.at(low, high) = wordSlot{low, high, w}
}
