package library

import (
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
)

// maxLinks is how many links to briefs are followed, and maxSteps how many
// names one of them may lead over. More are made by a machine.
const (
	maxLinks = 1000
	maxSteps = 255
)

// links are the briefs that are symbolic links. Each changes whenever one of
// the names changes over which it leads to its file, wherever in the root they
// lie: hidden folders and files without the ending of a brief among them.
type links struct {
	on map[string][]string // the names on disk that a link depends on, itself among them
	by map[string][]string // the links that depend on a name
}

func newLinks() links { return links{on: map[string][]string{}, by: map[string][]string{}} }

// merge takes over what was found of some links; one without any name is a
// link no more.
func (l links) merge(found links) {
	if len(found.on) == 0 {
		return
	}
	for link, names := range found.on {
		if names == nil {
			delete(l.on, link)
		} else {
			l.on[link] = names
		}
	}
	clear(l.by)
	for link, names := range l.on {
		for _, n := range names {
			l.by[n] = append(l.by[n], link)
		}
	}
}

// link follows one link, and watches the folders that it leads through.
func (v *visit) link(f *os.Root, r root, rel string) {
	info, err := f.Lstat(rel)
	if err != nil || info.Mode()&fs.ModeSymlink == 0 {
		return
	}
	if v.room <= 0 {
		v.because("more than 1,000 briefs are links: where the others lead to, " + v.pace.instead())
		return
	}
	v.room--
	var names []string
	for _, step := range trace(f, rel) {
		names = append(names, r.disk(step))
		folder := r.disk(path.Dir(step))
		if known, _ := v.known.state(folder); known {
			continue
		}
		if err := v.watch(folder); err != nil {
			v.cannot(folder, err)
		}
	}
	v.followed.on[r.disk(rel)] = names
}

// trace gives all names below the root that are looked up on the way from a
// link to what it leads to, as slash paths free of links but for the last
// part. It ends where nothing is there yet or the way leads out. It goes as
// os.Root does, step by step.
func trace(f *os.Root, rel string) []string {
	var names []string
	at, ahead := path.Dir(rel), []string{path.Base(rel)}
	for step := 0; len(ahead) > 0 && step < maxSteps; step++ {
		part := ahead[0]
		ahead = ahead[1:]
		switch part {
		case "", ".":
			continue
		case "..":
			if at == "." {
				return names
			}
			at = path.Dir(at)
			continue
		}
		name := path.Join(at, part)
		if !slices.Contains(names, name) {
			names = append(names, name)
		}
		info, err := f.Lstat(name)
		if err != nil {
			return names
		}
		if info.Mode()&fs.ModeSymlink == 0 {
			at = name
			continue
		}
		to, err := f.Readlink(name)
		if err != nil || filepath.IsAbs(to) {
			return names
		}
		ahead = append(strings.Split(filepath.ToSlash(to), "/"), ahead...)
	}
	return names
}
