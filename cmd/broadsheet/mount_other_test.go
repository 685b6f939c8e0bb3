//go:build unix && !linux

package main_test

import "testing"

// mountSmall is for Linux alone.
func mountSmall(*testing.T, string) bool { return false }

// mountReadOnly is for Linux alone.
func mountReadOnly(*testing.T, string) (func(), bool) { return nil, false }
