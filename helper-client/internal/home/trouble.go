package home

import (
	"errors"
	"io/fs"
	"syscall"

	"vouch.dev/client/internal/message"
	"vouch.dev/client/internal/ownfile"
)

// Trouble is the message of a failure to read or keep a file on this machine, or
// nil when err is none.
func Trouble(what string, err error) *message.Error {
	var notOwn *ownfile.NotOwn
	switch {
	case errors.As(err, &notOwn):
		return message.New(message.FolderUntrusted, err, "why", notOwn.Error(), "path", notOwn.Path)
	case errors.Is(err, syscall.ENOSPC), errors.Is(err, syscall.EDQUOT), errors.Is(err, syscall.EFBIG):
		return message.New(message.DiskFull, err, "what", what, "why", err.Error())
	case errors.Is(err, syscall.EROFS), errors.Is(err, fs.ErrPermission):
		return message.New(message.NotWritable, err, "what", what, "why", err.Error())
	}
	return nil
}
