package library

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
	"time"

	"broadsheet/internal/brief"
)

// tries is how often a file that changes while it is read is read again.
const tries = 3

// sniff is how many of the first bytes decide whether a file is binary. The
// whole file is asked again once it is read.
const sniff = 8 << 10

// Read reads and parses one brief. The error is always an *Unusable. The
// Entry's size and time are those of the file that was read, so a file that
// has changed since the scan is recorded as it is now.
func (l *Library) Read(p string) (*brief.Brief, Entry, error) {
	src, file, notes, err := l.Content(p)
	if err != nil {
		return nil, Entry{}, err
	}
	if brief.Binary(src) {
		return nil, Entry{}, &Unusable{Path: p, Reason: "binary data, not text"}
	}
	sum := sha256.Sum256(src)
	b := brief.Parse(src, p, brief.Limits{})
	e := Entry{File: file, Hash: binary.BigEndian.Uint64(sum[:8]), Meta: b.Meta, Words: b.Words}
	e.Notes = append(notes, b.Notes...)
	return b, e, nil
}

// Content is the file as it is stored, at most MaxSize bytes of it, with what
// there is to say about it. The error is always an *Unusable.
func (l *Library) Content(p string) ([]byte, File, []string, error) {
	r, rel, ok := l.locate(p)
	if !ok {
		return nil, File{}, nil, &Unusable{Path: p, Reason: "not in this library", Err: fs.ErrNotExist}
	}
	var src []byte
	var info fs.FileInfo
	for range tries {
		var whole bool
		var err error
		src, info, whole, err = r.read(rel)
		if err != nil {
			return nil, File{}, nil, unusable(p, err)
		}
		if whole {
			return src, fileOf(p, info), nil, nil
		}
		time.Sleep(10 * time.Millisecond) // let whoever is writing come to an end
	}
	return src, fileOf(p, info), []string{"the file was changing while it was read"}, nil
}

func fileOf(p string, info fs.FileInfo) File {
	return File{Path: p, Size: info.Size(), ModTime: info.ModTime()}
}

// A refusal is a reason not to read a file that the system did not give.
type refusal string

func (r refusal) Error() string { return string(r) }

func unusable(p string, err error) error {
	var r refusal
	if errors.As(err, &r) {
		return &Unusable{Path: p, Reason: string(r)}
	}
	return &Unusable{Path: p, Reason: plain(err), Err: err}
}

// read reads one file once. whole is false where the file was changed in
// between.
func (r root) read(rel string) (src []byte, info fs.FileInfo, whole bool, err error) {
	f, err := r.open(rel)
	if err != nil {
		return nil, nil, false, err
	}
	defer func() { _ = f.Close() }()
	info, err = f.Stat()
	switch {
	case err != nil:
		return nil, nil, false, err
	case !info.Mode().IsRegular():
		return nil, nil, false, refusal(notRegular(info.Mode()))
	case info.Size() > MaxSize:
		return nil, nil, false, refusal(tooLarge(info.Size()))
	}
	src, err = slurp(f, info.Size())
	if err != nil {
		return nil, nil, false, err
	}
	if len(src) > MaxSize {
		return nil, nil, false, refusal(fmt.Sprintf("larger than %d MB", MaxSize>>20))
	}
	after, err := f.Stat()
	if err != nil {
		return nil, nil, false, err
	}
	whole = int64(len(src)) == after.Size() && info.Size() == after.Size() && info.ModTime().Equal(after.ModTime())
	return src, after, whole, nil
}

// slurp reads up to the bound. A file that is binary from the first bytes on
// is not read further.
func slurp(f io.Reader, size int64) ([]byte, error) {
	var buf bytes.Buffer
	buf.Grow(int(size) + bytes.MinRead)
	if _, err := io.CopyN(&buf, f, sniff); err == io.EOF {
		return buf.Bytes(), nil
	} else if err != nil {
		return nil, err
	}
	if bytes.IndexByte(buf.Bytes(), 0) >= 0 && brief.Binary(buf.Bytes()) {
		return nil, refusal("binary data, not text")
	}
	_, err := buf.ReadFrom(io.LimitReader(f, MaxSize-sniff+1))
	return buf.Bytes(), err
}

// open opens a file for reading. On disk it never blocks on a pipe, and never
// leaves the root, whatever the links on the way.
func (r root) open(rel string) (fs.File, error) {
	if r.fsys != nil {
		return r.fsys.Open(rel)
	}
	if r.file != "" {
		return os.OpenFile(r.abs, os.O_RDONLY|syscall.O_NONBLOCK, 0)
	}
	root, err := os.OpenRoot(r.abs)
	if err != nil {
		return nil, err
	}
	defer func() { _ = root.Close() }()
	return root.OpenFile(filepath.FromSlash(rel), os.O_RDONLY|syscall.O_NONBLOCK, 0)
}
