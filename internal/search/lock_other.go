//go:build !(darwin || dragonfly || freebsd || linux || netbsd || openbsd)

package search

import "os"

// lockFile only creates the file: these systems have no flock. Two writers
// then do the same work twice; the later rename wins.
func lockFile(path string) (f *os.File, held bool, err error) {
	f, err = os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	return f, false, err
}
