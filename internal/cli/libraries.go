package cli

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"broadsheet/briefs"
	"broadsheet/internal/config"
	"broadsheet/internal/library"
)

// samples is the name of the library of sample briefs.
const samples = "Sample briefs"

// asked opens the library that the call asks for: its own paths and those of
// --library, or else the one of the configuration, or else the samples.
func (a *app) asked(args []string) (*library.Library, error) {
	if slices.Contains(a.paths, "") || slices.Contains(args, "") {
		return nil, errors.New("an empty path names no library; leave --library out, or name a folder or a file")
	}
	if len(a.paths) == 1 && len(args) == 0 {
		if l, ok := a.config.Named(a.paths[0]); ok {
			return named(l)
		}
	}
	var paths []string
	for _, p := range a.paths {
		if l, ok := a.config.Named(p); ok {
			paths = append(paths, l.Paths...)
		} else {
			paths = append(paths, p)
		}
	}
	if paths = append(paths, args...); len(paths) > 0 {
		return a.opened(paths)
	}
	if l, ok := a.config.Named(a.config.Default); ok {
		return named(l)
	}
	if len(a.config.Library) > 0 {
		return library.Open(a.config.Library)
	}
	return sampleBriefs(), nil
}

// sampleBriefs are the briefs that come with the program.
func sampleBriefs() *library.Library { return library.Embedded(briefs.FS(), samples) }

// opened opens the paths of a call. Where one is not there, the error names
// the libraries that may have been meant.
func (a *app) opened(paths []string) (*library.Library, error) {
	l, err := library.Open(paths)
	if err != nil && len(a.config.Libraries) > 0 {
		var names []string
		for _, l := range a.config.Libraries {
			names = append(names, l.Name)
		}
		err = fmt.Errorf("%w; --library also takes a name: %s", err, strings.Join(names, ", "))
	}
	return l, err
}

// named opens a library of the configuration.
func named(l config.Library) (*library.Library, error) {
	lib, err := library.Open(l.Paths)
	if err != nil {
		return nil, fmt.Errorf("library %s: %w", l.Name, err)
	}
	return lib.Called(l.Name), nil
}
