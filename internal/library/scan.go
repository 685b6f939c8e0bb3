package library

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"syscall"
)

// maxDepth is how many folders deep a scan goes. A tree deeper than this is
// made by a machine, and each level costs as many calls as it is deep.
const maxDepth = 64

// Scan lists the candidates without reading them, sorted by Path, and what
// had to be left out. The error is only ever ctx's.
func (l *Library) Scan(ctx context.Context) ([]File, []Skipped, error) {
	var files []File
	skipped, err := l.Walk(ctx, func(f File) { files = append(files, f) })
	if err != nil {
		return nil, nil, err
	}
	slices.SortFunc(files, func(a, b File) int { return cmp.Compare(a.Path, b.Path) })
	return files, skipped, nil
}

// Walk is Scan in a stream: it calls found for each candidate as it comes, in
// no particular order, and gives what had to be left out, sorted by Path.
func (l *Library) Walk(ctx context.Context, found func(File)) ([]Skipped, error) {
	w := walk{ctx: ctx, found: found}
	for _, r := range l.roots {
		switch {
		case r.fsys != nil:
			w.embedded(r.fsys)
		case r.file != "":
			w.single(r)
		default:
			w.disk(r)
		}
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	slices.SortFunc(w.skipped, func(a, b Skipped) int { return cmp.Compare(a.Path, b.Path) })
	return w.skipped, nil
}

// A walk is one scan on its way.
type walk struct {
	ctx     context.Context
	found   func(File)
	skipped []Skipped
	root    *os.Root
	prefix  string
}

func (w *walk) skip(p, reason string) {
	w.skipped = append(w.skipped, Skipped{Path: path.Join(w.prefix, p), Reason: reason})
}

func (w *walk) file(p string, info fs.FileInfo) {
	if info.Size() > MaxSize {
		w.skip(p, tooLarge(info.Size()))
		return
	}
	w.found(File{Path: path.Join(w.prefix, p), Size: info.Size(), ModTime: info.ModTime()})
}

// embedded walks a file system that is part of the program.
func (w *walk) embedded(fsys fs.FS) {
	w.prefix = ""
	_ = fs.WalkDir(fsys, ".", func(p string, d fs.DirEntry, err error) error {
		switch {
		case w.ctx.Err() != nil:
			return fs.SkipAll
		case err != nil:
			w.skip(p, plain(err))
			return nil
		case p != "." && d.Name()[0] == '.':
			if d.IsDir() {
				return fs.SkipDir
			}
			return nil
		case d.IsDir() || !candidate(p):
			return nil
		}
		info, err := d.Info()
		if err != nil {
			w.skip(p, plain(err))
			return nil
		}
		w.file(p, info)
		return nil
	})
}

// single looks at a root that is one file.
func (w *walk) single(r root) {
	w.prefix = ""
	info, err := os.Stat(r.abs)
	switch {
	case err != nil:
		w.skip(r.file, plain(err))
	case !info.Mode().IsRegular():
		w.skip(r.file, notRegular(info.Mode()))
	default:
		w.file(r.file, info)
	}
}

// disk walks a folder. Folders are opened through os.Root, so that one that
// is changed into a link while the walk is on cannot lead it elsewhere.
func (w *walk) disk(r root) {
	w.prefix = r.prefix
	root, err := os.OpenRoot(r.abs)
	if err != nil {
		w.skip(".", "the folder cannot be read: "+plain(err))
		return
	}
	defer func() { _ = root.Close() }()
	w.root = root
	w.folder(".", 0)
}

// folder lists one folder in portions, so that a huge one stays cancellable.
func (w *walk) folder(dir string, depth int) {
	d, err := w.root.OpenFile(dir, os.O_RDONLY|syscall.O_NONBLOCK, 0)
	if err != nil {
		w.skip(dir, "the folder cannot be read: "+plain(err))
		return
	}
	var below []string
	for w.ctx.Err() == nil {
		list, err := d.ReadDir(1024)
		for _, e := range list {
			if sub := w.entry(dir, e); sub != "" {
				below = append(below, sub)
			}
		}
		if err == io.EOF || err == nil && len(list) == 0 {
			break
		}
		if err != nil {
			w.skip(dir, "the folder cannot be read: "+plain(err))
			break
		}
	}
	_ = d.Close() // before going down: a deep tree must not hold many files open
	for _, sub := range below {
		if w.ctx.Err() != nil {
			return
		}
		if depth+1 >= maxDepth {
			w.skip(sub, fmt.Sprintf("more than %d folders deep", maxDepth))
			continue
		}
		w.folder(sub, depth+1)
	}
}

// entry deals with one name in a folder; it gives back the path of a folder
// to go into.
func (w *walk) entry(dir string, e fs.DirEntry) string {
	name := e.Name()
	if name == "" || name[0] == '.' {
		return ""
	}
	p := path.Join(dir, name)
	switch {
	case e.IsDir():
		return p
	case e.Type()&fs.ModeSymlink != 0:
		w.link(p)
		return ""
	case !candidate(name):
		return ""
	case !e.Type().IsRegular():
		w.skip(p, notRegular(e.Type()))
		return ""
	}
	info, err := e.Info()
	if err != nil {
		if !errors.Is(err, fs.ErrNotExist) { // gone since it was listed: just not there
			w.skip(p, plain(err))
		}
		return ""
	}
	w.file(p, info)
	return ""
}

// link deals with a symbolic link: to a file inside the root it is a brief,
// anything else is named and left out.
func (w *walk) link(p string) {
	info, err := w.root.Stat(p)
	if err != nil {
		outside, serr := os.Stat(filepath.Join(w.root.Name(), filepath.FromSlash(p)))
		folder := serr == nil && outside.IsDir()
		switch {
		case !candidate(p) && !folder:
		case escapes(err):
			w.skip(p, plain(err))
		case errors.Is(err, fs.ErrNotExist):
			w.skip(p, "link to a file that is not there")
		case errors.Is(err, syscall.ELOOP):
			w.skip(p, "link that leads back to itself")
		default:
			w.skip(p, plain(err))
		}
		return
	}
	switch {
	case info.IsDir():
		w.skip(p, "link to a folder: not followed")
	case !candidate(p):
	case !info.Mode().IsRegular():
		w.skip(p, notRegular(info.Mode()))
	default:
		w.file(p, info)
	}
}

func notRegular(m fs.FileMode) string { return "not a regular file (" + modeWord(m) + ")" }

// tooLarge says by how much a file is over the bound.
func tooLarge(size int64) string {
	shown := fmt.Sprintf("%.0f MB", float64(size)/(1<<20))
	if size >= 1000<<20 {
		shown = fmt.Sprintf("%.1f GB", float64(size)/(1<<30))
	}
	return fmt.Sprintf("larger than %d MB (%s)", MaxSize>>20, shown)
}
