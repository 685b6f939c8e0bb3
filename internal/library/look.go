package library

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"slices"
	"strings"
	"syscall"
)

// Look is Walk for some paths only (each as File.Path): what Walk would find
// there, and what it would leave out. A path that neither list has is not
// there, or no candidate. Both are sorted by Path. Where a folder on the way,
// or a whole root, cannot be looked into, that is among the skipped, though it
// was not asked for: then the paths below it are not gone, they are unknown.
func (l *Library) Look(paths []string) ([]File, []Skipped) {
	var files []File
	w := walk{ctx: context.Background(), found: func(f File) { files = append(files, f) }}
	paths = slices.Compact(slices.Sorted(slices.Values(paths)))
	for _, r := range l.roots {
		mine := l.inRoot(r, paths)
		switch {
		case len(mine) == 0:
		case r.fsys != nil:
			w.lookEmbedded(r.fsys, mine)
		case r.file != "":
			w.single(r)
		default:
			w.lookDisk(r, mine)
		}
	}
	slices.SortFunc(files, func(a, b File) int { return cmp.Compare(a.Path, b.Path) })
	slices.SortFunc(w.skipped, func(a, b Skipped) int { return cmp.Compare(a.Path, b.Path) })
	return files, w.skipped
}

// inRoot gives those of the paths that lie in one root, as paths below it.
func (l *Library) inRoot(r root, paths []string) []string {
	var mine []string
	for _, p := range paths {
		if at, rel, ok := l.locate(p); ok && at.prefix == r.prefix && at.file == r.file && !hiddenPath(rel) {
			mine = append(mine, rel)
		}
	}
	return mine
}

// lookEmbedded is embedded for some paths.
func (w *walk) lookEmbedded(fsys fs.FS, paths []string) {
	w.prefix = ""
	for _, p := range paths {
		info, err := fs.Lstat(fsys, p)
		switch {
		case errors.Is(err, fs.ErrNotExist), err == nil && info.IsDir(), !candidate(p):
		case err != nil:
			w.skip(p, plain(err))
		default:
			w.file(p, info)
		}
	}
}

// lookDisk is disk for some paths.
func (w *walk) lookDisk(r root, paths []string) {
	w.prefix = r.prefix
	root, err := os.OpenRoot(r.abs)
	if err != nil {
		w.skip(".", "the folder cannot be read: "+plain(err))
		return
	}
	defer func() { _ = root.Close() }()
	w.root = root
	open := map[string]bool{}
	for _, p := range paths {
		dir := path.Dir(p)
		if !w.enter(dir, open) {
			continue
		}
		info, err := root.Lstat(p)
		switch {
		case errors.Is(err, fs.ErrNotExist), errors.Is(err, syscall.ENOTDIR):
		case err != nil:
			w.skip(p, plain(err))
		default:
			if sub := w.entry(dir, fs.FileInfoToDirEntry(info)); sub != "" {
				w.enter(sub, open)
			}
		}
	}
}

// enter tells whether a walk would go into a folder, and notes why not. open
// keeps the answers.
func (w *walk) enter(dir string, open map[string]bool) bool {
	ok, known := open[dir]
	if known {
		return ok
	}
	ok = (dir == "." || w.enter(path.Dir(dir), open)) && w.folderAt(dir)
	open[dir] = ok
	return ok
}

// folderAt is enter for a folder whose parents are entered.
func (w *walk) folderAt(dir string) bool {
	if dir != "." {
		info, err := w.root.Lstat(dir)
		if err != nil || !info.IsDir() {
			return false // gone, or not a folder any more: nothing is below it
		}
	}
	if dir != "." && strings.Count(dir, "/")+1 >= maxDepth {
		w.skip(dir, fmt.Sprintf("more than %d folders deep", maxDepth))
		return false
	}
	d, err := w.root.OpenFile(dir, os.O_RDONLY|syscall.O_NONBLOCK, 0)
	if err != nil {
		w.skip(dir, "the folder cannot be read: "+plain(err))
		return false
	}
	_ = d.Close()
	return true
}
