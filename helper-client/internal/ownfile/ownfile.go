// Package ownfile reads the small files in which Vouch keeps its settings, and
// makes their folder. What another user could have written is refused: it would
// tell this user which server to trust.
package ownfile

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"syscall"
)

var (
	// ErrNotRegular means that something else than a file is at the path.
	ErrNotRegular = errors.New("it is not a regular file")
	// ErrTooLong means that the file is longer than any that Vouch writes.
	ErrTooLong = errors.New("it is too long")
)

// NotOwn says why a file or folder is not to be trusted.
type NotOwn struct {
	Path   string
	Reason string
}

func (n *NotOwn) Error() string { return n.Path + " " + n.Reason }

// Read returns a file of at most limit bytes. It uses the system calls themselves:
// os.Open sets up the network poller, for the helper's only file. A pipe in the
// file's place is refused and not waited for.
func Read(path string, limit int) ([]byte, error) {
	fd, err := retried(func() (int, error) {
		return syscall.Open(path, syscall.O_RDONLY|syscall.O_CLOEXEC|syscall.O_NONBLOCK, 0)
	})
	if err != nil {
		return nil, &fs.PathError{Op: "open", Path: path, Err: err}
	}
	defer syscall.Close(fd) //nolint:errcheck // read only
	var stat syscall.Stat_t
	if err := syscall.Fstat(fd, &stat); err != nil {
		return nil, &fs.PathError{Op: "stat", Path: path, Err: err}
	}
	if stat.Mode&syscall.S_IFMT != syscall.S_IFREG {
		return nil, fmt.Errorf("%s: %w", path, ErrNotRegular)
	}
	others := uint32(stat.Mode) & 0o022 //nolint:unconvert // 16 bits on macOS
	if reason := distrust(int(stat.Uid), os.Getuid(), others); reason != "" {
		return nil, &NotOwn{path, reason}
	}
	data, err := readAll(fd, limit)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return data, nil
}

// readAll reads the whole file, in one call when it is small.
func readAll(fd, limit int) ([]byte, error) {
	data := make([]byte, 0, 4096)
	for {
		n, err := retried(func() (int, error) { return syscall.Read(fd, data[len(data):cap(data)]) })
		if err != nil {
			return nil, fmt.Errorf("read: %w", err)
		}
		if n == 0 {
			return data, nil
		}
		if data = data[:len(data)+n]; len(data) > limit {
			return nil, ErrTooLong
		}
		data = slices.Grow(data, 1)
	}
}

// retried repeats a call that a signal interrupted.
func retried(call func() (int, error)) (int, error) {
	for {
		if n, err := call(); !errors.Is(err, syscall.EINTR) {
			return n, err
		}
	}
}

// distrust tells why an owner, or the rights that others have, are not good
// enough. Root may do anything anyway, and may read what a user wrote: it runs the
// helper for that user under sudo.
func distrust(owner, own int, others uint32) string {
	switch {
	case owner != own && owner != 0 && own != 0:
		return "belongs to another user"
	case others != 0:
		return "can be changed by other users"
	}
	return ""
}

// MakeFolder makes a folder for this user only. It refuses to begin in a place
// that is another user's, where sudo would leave root's files in a home, or that
// anybody can write to.
func MakeFolder(path string) error {
	place, info, err := nearest(path)
	if err != nil {
		return err
	}
	stat, isUnix := info.Sys().(*syscall.Stat_t)
	if !isUnix {
		return &NotOwn{place, "has no owner"}
	}
	if owner := int(stat.Uid); owner != os.Getuid() && owner != 0 {
		return &NotOwn{place, "belongs to another user"}
	}
	if info.Mode().Perm()&0o002 != 0 && info.Mode()&fs.ModeSticky == 0 {
		return &NotOwn{place, "can be changed by other users"}
	}
	if err := os.MkdirAll(path, 0o700); err != nil {
		return fmt.Errorf("make a folder: %w", err)
	}
	return nil
}

// nearest is the folder itself or the one above it that exists.
func nearest(path string) (string, fs.FileInfo, error) {
	for {
		info, err := os.Stat(path)
		if err == nil {
			return path, info, nil
		}
		above := filepath.Dir(path)
		if !errors.Is(err, fs.ErrNotExist) || above == path {
			return "", nil, fmt.Errorf("look at a folder: %w", err)
		}
		path = above
	}
}
