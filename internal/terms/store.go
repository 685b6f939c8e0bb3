package terms

import "strings"

// chunk is how many bytes of folded words share one allocation.
const chunk = 1024

// store makes many small strings with few allocations: they are slices of
// larger ones.
type store struct{ b strings.Builder }

func (s *store) add(b []byte) string {
	if s.b.Cap()-s.b.Len() < len(b) {
		// The first piece is small: most texts are a query or a title.
		n := chunk
		if s.b.Cap() == 0 {
			n = 64
		}
		s.b.Reset() // the strings handed out keep the old memory
		s.b.Grow(max(n, len(b)))
	}
	at := s.b.Len()
	s.b.Write(b)
	return s.b.String()[at:]
}
