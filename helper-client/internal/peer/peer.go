// Package peer tells who is at the other end of a unix socket, and whether a
// socket and its folder are the user's own. Both ends use it: the agent serves
// nobody else, and the helper takes a credential from nobody else's agent.
package peer

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
)

// ErrStranger means that another user is at the other end.
var ErrStranger = errors.New("the process at the other end of the socket belongs to another user")

// NotOwn says what is wrong with a socket or its folder.
type NotOwn struct {
	Path   string
	Reason string
}

func (e *NotOwn) Error() string { return e.Path + " " + e.Reason }

// Check refuses a connected unix socket whose other end runs as another user.
func Check(fd int) error {
	uid, err := userOf(fd)
	if err != nil {
		return err
	}
	return checkUser(uid, os.Getuid())
}

func checkUser(uid, own int) error {
	if uid != own {
		return fmt.Errorf("%w (uid %d)", ErrStranger, uid)
	}
	return nil
}

// CheckSocket refuses a path that is not a socket of this user in a folder of
// this user, both closed to others. It returns fs.ErrNotExist when there is none.
func CheckSocket(path string) error {
	if err := CheckFolder(filepath.Dir(path)); err != nil {
		return err
	}
	info, err := os.Lstat(path)
	if err != nil {
		return fmt.Errorf("look at the socket: %w", err)
	}
	if info.Mode().Type() != fs.ModeSocket {
		return &NotOwn{path, "is not a socket"}
	}
	return checkOwn(path, info, os.Getuid())
}

// CheckFolder refuses a folder that others may enter, or that is not this user's.
func CheckFolder(path string) error {
	info, err := os.Lstat(path)
	if err != nil {
		return fmt.Errorf("look at the socket's folder: %w", err)
	}
	if !info.IsDir() {
		return &NotOwn{path, "is not a folder"}
	}
	return checkOwn(path, info, os.Getuid())
}

func checkOwn(path string, info fs.FileInfo, own int) error {
	if stat, ok := info.Sys().(*syscall.Stat_t); !ok || int(stat.Uid) != own {
		return &NotOwn{path, "belongs to another user"}
	}
	if info.Mode().Perm()&0o077 != 0 {
		return &NotOwn{path, fmt.Sprintf("is open to other users (mode %04o)", info.Mode().Perm())}
	}
	return nil
}
