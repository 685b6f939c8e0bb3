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

// mountReadOnly makes a folder one that nobody can write to, by a mount of its
// own, until writable is called or the test ends; ok is false for who may not do
// that.
func mountReadOnly(t *testing.T, dir string) (writable func(), ok bool) {
	t.Helper()
	if os.Getuid() != 0 || unix.Mount(dir, dir, "", unix.MS_BIND, "") != nil {
		return nil, false
	}
	t.Cleanup(func() { _ = unix.Unmount(dir, unix.MNT_DETACH) })
	const again = unix.MS_BIND | unix.MS_REMOUNT
	if unix.Mount("", dir, "", again|unix.MS_RDONLY, "") != nil {
		return nil, false
	}
	return func() {
		if err := unix.Mount("", dir, "", again, ""); err != nil {
			t.Fatal(err)
		}
	}, true
}
