package main_test

import (
	"os"
	"testing"

	"golang.org/x/sys/unix"
)

// mountSmall puts a file system of 16 KB at a folder until the test ends; false
// for who may not do that.
func mountSmall(t *testing.T, dir string) bool {
	t.Helper()
	if os.Getuid() != 0 || unix.Mount("tmpfs", dir, "tmpfs", 0, "size=16k") != nil {
		return false
	}
	t.Cleanup(func() { _ = unix.Unmount(dir, unix.MNT_DETACH) })
	return true
}
