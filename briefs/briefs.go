// Package briefs holds the sample briefs that come with broadsheet: short
// accounts of the October and November 2025 ceasefire between Pakistan and
// Afghanistan, written for the program from public reporting. They vary in
// kind, in front matter and in the spelling of names, as real folders do, so
// that a first reader can try search, two panes and bookmarks on them. None of
// them is a source to be cited, and each says so at its end.
//
// The contract: the samples are Markdown in UTF-8, without tabs or control
// characters other than the newline, and are never changed by the program.
package briefs

import (
	"embed"
	"io/fs"
)

//go:embed *.md background/*.md
var files embed.FS

// FS is the tree of sample briefs: Markdown files only, at the top and in the
// folder background. It is read-only and safe for any number of goroutines.
func FS() fs.FS { return files }
