package search

import (
	"path/filepath"

	"broadsheet/internal/library"
)

// Known are the briefs of a library as the published index lists them, without
// opening it: quick, and of any age. There are none where there is no index, or
// none that can be read. The cache is only read.
func Known(cacheDir string, lib *library.Library) []library.Entry {
	want := versions(lib)
	x := &Index{lib: lib, want: want, base: cacheDir, dir: filepath.Join(cacheDir, folderName(lib, want))}
	_, _, cat, err := x.published()
	if err != nil || cat == nil {
		return nil
	}
	return cat.entries
}
