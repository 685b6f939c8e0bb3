package disk

import (
	"errors"
	"syscall"
)

// Full tells that an error says that there is no room: the disk is full, or
// the user may fill no more of it.
func Full(err error) bool {
	return errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT) || errors.Is(err, syscall.EFBIG)
}
