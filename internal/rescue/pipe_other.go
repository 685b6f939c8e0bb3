//go:build unix && !linux

package rescue

import "os"

// shorten is for systems that can set the size of a pipe.
func shorten(*os.File) {}
