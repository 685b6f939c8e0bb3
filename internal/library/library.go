// Package library finds the briefs in folders and files, and reads them.
//
// The contract: a folder is hostile ground. Only regular files inside the
// roots are ever read, never more than MaxSize bytes of one, and nothing in a
// folder can make Scan or Read hang, panic or leave the roots: links out of
// them, pipes, devices and binary data are skipped, and each with a reason in
// plain words. File names are kept as the bytes they are; showing them safely
// is the caller's business (inert.Line).
//
// A Library holds no open files and never changes after Open, so any number
// of goroutines may use it.
package library

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"broadsheet/internal/brief"
	"broadsheet/internal/inert"
)

// MaxSize is the size in bytes of the largest file that is read as a brief.
const MaxSize = 64 << 20

// A File is a candidate for a brief, as a scan finds it.
type File struct {
	Path    string    // identity: slash path below the library's root, raw bytes
	Size    int64     // bytes on disk
	ModTime time.Time // as the file system gives it; zero in embedded files
}

// An Entry is what the library knows of one brief without its text.
type Entry struct {
	File
	Hash       uint64 // first 8 bytes of the SHA-256 of the content
	brief.Meta        // title, source, date and so on
	Words      int    // words in the text, asides not counted
	Notes      []string
}

// Skipped is a file or folder that cannot be used, and why.
type Skipped struct {
	Path   string // as File.Path
	Reason string // plain words, one line, without the path
}

// Unusable is the error of Read for a file that cannot be a brief.
type Unusable struct {
	Path   string
	Reason string
	Err    error // what the system said, or nil
}

// Error gives the path and the reason in one harmless line.
func (u *Unusable) Error() string { return inert.Line(u.Path) + ": " + u.Reason }

// Unwrap gives the system's error, so that errors.Is works.
func (u *Unusable) Unwrap() error { return u.Err }

// A Library is a set of roots: folders, files, or one embedded file system.
type Library struct {
	name  string
	key   string
	roots []root
}

// A root is one folder or file of a library.
type root struct {
	prefix string // what its files' identities begin with: "" or a name without slashes
	abs    string // absolute path on disk with links resolved; "" when embedded
	file   string // identity of the one file, where the root is a file; else ""
	fsys   fs.FS  // the embedded file system, or nil
}

// Open makes a library of folders and files on disk. Roots named twice, or
// lying inside another, count once. The error is one line: what is wrong,
// where, and what to do.
func Open(paths []string) (*Library, error) {
	if len(paths) == 0 {
		return nil, errors.New("no folder given: name a folder of briefs")
	}
	var roots []root
	for _, p := range paths {
		r, err := openRoot(p)
		if err != nil {
			return nil, err
		}
		roots = append(roots, r)
	}
	roots = distinct(roots)
	nameRoots(roots)
	h := sha256.New()
	for _, r := range roots {
		fmt.Fprintf(h, "%q %q %q\n", r.abs, r.prefix, r.file)
	}
	return &Library{name: title(roots), key: hex.EncodeToString(h.Sum(nil)[:12]), roots: roots}, nil
}

// openRoot looks at one path as the user gave it.
func openRoot(p string) (root, error) {
	shown := inert.Line(p)
	abs, err := filepath.Abs(p)
	if err != nil {
		return root{}, fmt.Errorf("%s: cannot tell where this is (%w): give a full path", shown, err)
	}
	info, err := os.Stat(abs)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return root{}, fmt.Errorf("%s: no such folder or file: check the spelling, or create it (%w)", shown, fs.ErrNotExist)
	case err != nil:
		return root{}, fmt.Errorf("%s: cannot be opened: %s: %s (%w)", shown, plain(err), remedy(err), err)
	}
	if real, err := filepath.EvalSymlinks(abs); err == nil {
		abs = real
	}
	switch {
	case info.IsDir():
		d, err := os.Open(abs)
		if err == nil {
			_, err = d.Readdirnames(1)
			_ = d.Close()
		}
		if err != nil && err != io.EOF {
			return root{}, fmt.Errorf("%s: the folder cannot be read: %s: %s (%w)", shown, plain(err), remedy(err), err)
		}
		return root{abs: abs}, nil
	case info.Mode().IsRegular():
		return root{abs: abs, file: filepath.Base(abs)}, nil
	}
	return root{}, fmt.Errorf("%s: neither a folder nor a file (%s): name a folder of briefs", shown, modeWord(info.Mode()))
}

// distinct leaves out a root that another one holds already, as long as a
// scan of that other one would find it.
func distinct(roots []root) []root {
	var out []root
	for i, r := range roots {
		keep := true
		for j, o := range roots {
			if i == j || o.file != "" && o.abs != r.abs {
				continue
			}
			if o.abs == r.abs {
				keep = keep && i < j
				continue
			}
			rel, err := filepath.Rel(o.abs, r.abs)
			if err == nil && filepath.IsLocal(rel) && !hiddenPath(filepath.ToSlash(rel)) &&
				(r.file == "" || candidate(r.file)) {
				keep = false
			}
		}
		if keep {
			out = append(out, r)
		}
	}
	return out
}

// nameRoots decides what the identities below each root begin with. A single
// folder needs no prefix; a file takes as many of its parents as set it apart.
func nameRoots(roots []root) {
	if len(roots) == 1 && roots[0].file == "" {
		return
	}
	taken := map[string]bool{}
	heads := map[string]bool{} // what the files' names begin with
	for i := range roots {
		r := &roots[i]
		base := filepath.Base(r.abs)
		if r.file != "" {
			r.file = uniqueFile(r.abs, taken)
			taken[r.file] = true
			head, _, _ := strings.Cut(r.file, "/")
			heads[head] = true
			continue
		}
		if base == string(filepath.Separator) || base == "." {
			base = "root"
		}
		name := base
		for n := 2; taken[name] || heads[name]; n++ {
			name = base + "-" + strconv.Itoa(n)
		}
		taken[name] = true
		r.prefix = name
	}
}

// uniqueFile is the shortest end of the path that no other root has taken.
func uniqueFile(abs string, taken map[string]bool) string {
	parts := strings.Split(strings.Trim(filepath.ToSlash(abs), "/"), "/")
	for n := 1; n < len(parts); n++ {
		name := strings.Join(parts[len(parts)-n:], "/")
		if first, _, _ := strings.Cut(name, "/"); !taken[name] && !taken[first] {
			return name
		}
	}
	name := strings.Join(parts, "/")
	for n := 2; taken[name]; n++ {
		name = strconv.Itoa(n) + "/" + strings.Join(parts, "/")
	}
	return name
}

// title is the library's name for people.
func title(roots []root) string {
	if len(roots) == 1 {
		return inert.Line(filepath.Base(roots[0].abs))
	}
	return fmt.Sprintf("%s and %d more", inert.Line(filepath.Base(roots[0].abs)), len(roots)-1)
}

// Embedded makes a library of the files in fsys, which must not change. Its
// key is made from the content, so that another build's files have another
// key. A file that cannot be read just does not count for the key.
func Embedded(fsys fs.FS, name string) *Library {
	h := sha256.New()
	fmt.Fprintf(h, "embedded %q\n", name)
	_ = fs.WalkDir(fsys, ".", func(p string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return nil
		}
		b, err := fs.ReadFile(fsys, p)
		if err == nil {
			fmt.Fprintf(h, "%q %x\n", p, sha256.Sum256(b))
		}
		return nil
	})
	return &Library{name: name, key: hex.EncodeToString(h.Sum(nil)[:12]), roots: []root{{fsys: fsys}}}
}

// Called is the same library under another name.
func (l *Library) Called(name string) *Library {
	other := *l
	other.name = inert.Line(name)
	return &other
}

// Key identifies the set of roots: the same roots in the same order give the
// same key. Lower-case hexadecimal, 24 characters.
func (l *Library) Key() string { return l.key }

// Name is what the library is called on screen, one harmless line.
func (l *Library) Name() string { return l.name }

// Roots are the absolute paths of the folders and files on disk, in the order
// given; empty for an embedded library.
func (l *Library) Roots() []string {
	var out []string
	for _, r := range l.roots {
		if r.fsys == nil {
			out = append(out, r.abs)
		}
	}
	return out
}

// Disk is where the brief lies on disk, absolute; false where the library is
// embedded or the path is none of its own.
func (l *Library) Disk(p string) (string, bool) {
	r, rel, ok := l.locate(p)
	if !ok || r.fsys != nil {
		return "", false
	}
	if r.file != "" {
		return r.abs, true
	}
	return filepath.Join(r.abs, filepath.FromSlash(rel)), true
}

// Path is the identity that a file on disk has, or would have, in this
// library; false where it lies outside. It does not look at the file.
func (l *Library) Path(disk string) (string, bool) {
	abs, err := filepath.Abs(disk)
	if err != nil {
		return "", false
	}
	try := []string{abs}
	if real, err := filepath.EvalSymlinks(abs); err == nil && real != abs {
		try = append(try, real)
	}
	for _, abs := range try {
		for _, r := range l.roots {
			if r.fsys != nil {
				continue
			}
			if r.file != "" {
				if abs == r.abs {
					return r.file, true
				}
				continue
			}
			rel, err := filepath.Rel(r.abs, abs)
			if err == nil && rel != "." && filepath.IsLocal(rel) {
				return path.Join(r.prefix, filepath.ToSlash(rel)), true
			}
		}
	}
	return "", false
}

// locate finds the root of an identity, and the path below that root.
func (l *Library) locate(p string) (root, string, bool) {
	for _, r := range l.roots {
		switch {
		case r.file != "":
			if p == r.file {
				return r, filepath.Base(r.abs), true
			}
		case r.prefix == "":
			return r, p, fs.ValidPath(strings.ToValidUTF8(p, "?")) && p != "."
		default:
			if rest, ok := strings.CutPrefix(p, r.prefix+"/"); ok && fs.ValidPath(strings.ToValidUTF8(rest, "?")) {
				return r, rest, true
			}
		}
	}
	return root{}, "", false
}

// candidate tells whether a file's ending is one of a brief.
func candidate(name string) bool {
	switch strings.ToLower(path.Ext(name)) {
	case ".md", ".markdown", ".mdown", ".mkd", ".txt":
		return true
	}
	return false
}

// hiddenPath tells whether any part of a slash path begins with a dot.
func hiddenPath(p string) bool {
	return strings.HasPrefix(p, ".") || strings.Contains(p, "/.")
}

// modeWord names a kind of file that is not regular.
func modeWord(m fs.FileMode) string {
	switch {
	case m&fs.ModeNamedPipe != 0:
		return "a named pipe"
	case m&fs.ModeSocket != 0:
		return "a socket"
	case m&fs.ModeDevice != 0:
		return "a device"
	case m&fs.ModeSymlink != 0:
		return "a link"
	case m.IsDir():
		return "a folder"
	}
	return "a special file"
}

// remedy is what to do about an error of the system.
func remedy(err error) string {
	if TooManyFiles(err) {
		return "raise the number of open files (ulimit -n)"
	}
	return "check its permissions"
}

// plain is a system error without the path and the call, in plain words.
func plain(err error) string {
	switch {
	case errors.Is(err, fs.ErrPermission):
		return "permission denied"
	case errors.Is(err, fs.ErrNotExist):
		return "no longer there"
	case escapes(err):
		return "link that leads out of the library"
	}
	var pe *fs.PathError
	for errors.As(err, &pe) && pe.Err != nil {
		err = pe.Err
		pe = nil
	}
	return inert.Line(err.Error())
}

// escapes tells whether os.Root refused a path. Its error has no exported
// value, so the words are compared; a miss only makes the reason less plain.
func escapes(err error) bool {
	return err != nil && strings.Contains(err.Error(), "path escapes from parent")
}
