package library

import (
	"io/fs"
	"testing"
	"testing/fstest"
	"time"
)

// A restless file system has one file, which is written between the first look
// at it and the second, some times, to another content of the same length.
type restless struct {
	text  []string // what is read, the next time the next; the last stays
	opens int
}

func (r *restless) Open(name string) (fs.File, error) {
	at := time.Unix(int64(min(r.opens, len(r.text)-1)), 0)
	f, err := fstest.MapFS{name: {Data: []byte(r.text[min(r.opens, len(r.text)-1)]), ModTime: at}}.Open(name)
	r.opens++
	return &restlessFile{f, r.opens < len(r.text), 0}, err
}

type restlessFile struct {
	fs.File
	changing bool
	looks    int
}

func (f *restlessFile) Stat() (fs.FileInfo, error) {
	info, err := f.File.Stat()
	if f.looks++; f.changing && f.looks > 1 {
		info = later{info}
	}
	return info, err
}

type later struct{ fs.FileInfo }

func (l later) ModTime() time.Time { return l.FileInfo.ModTime().Add(time.Second) }

// A file that is written while it is read is read again; where that does not end
// its entry says so.
func TestAFileThatChangesIsReadAgain(t *testing.T) {
	for _, c := range []struct {
		text  []string
		want  string
		notes int
	}{
		{[]string{"one"}, "one", 0},
		{[]string{"one", "two"}, "two", 0},
		{[]string{"one", "two", "six"}, "six", 0},
		{[]string{"one", "two", "six", "ten"}, "six", 1},
	} {
		l := &Library{roots: []root{{fsys: &restless{text: c.text}}}}
		src, file, notes, err := l.Content("a.md")
		if err != nil || string(src) != c.want || len(notes) != c.notes || file.Size != 3 {
			t.Errorf("%q: %q, %v, %v; want %q", c.text, src, notes, err, c.want)
		}
	}
}
