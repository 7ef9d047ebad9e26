// Package atomicfile replaces a file as one step: a reader sees the old bytes
// or the new ones, also after a crash. What a killed writer left behind is removed
// by the next one.
package atomicfile

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
)

// Write puts data at path with the given mode. The folder must exist.
func Write(path string, data []byte, mode os.FileMode) error {
	return Stream(path, mode, func(w io.Writer) error {
		_, err := w.Write(data)
		return err
	})
}

// Stream is Write for what does not fit memory: nothing is at path unless fill succeeds.
func Stream(path string, mode os.FileMode, fill func(io.Writer) error) error {
	folder, prefix := filepath.Dir(path), "."+filepath.Base(path)+".vouch-"
	sweep(folder, prefix)
	file, err := create(folder, prefix)
	if err != nil {
		return err
	}
	defer file.Close() //nolint:errcheck // flushed before; it also gives the lock back
	err = write(file, mode, fill)
	if err == nil {
		err = os.Rename(file.Name(), path)
	}
	if err != nil {
		_ = os.Remove(file.Name())
		return fmt.Errorf("write %s: %w", path, err)
	}
	syncFolder(folder)
	return nil
}

// create makes a temporary file and locks it: the kernel drops the lock of a
// writer that dies, so that the next one can tell its file from one in use.
func create(folder, prefix string) (*os.File, error) {
	for {
		file, err := os.CreateTemp(folder, prefix+"*")
		if err != nil {
			return nil, fmt.Errorf("create a temporary file: %w", err)
		}
		locked := syscall.Flock(int(file.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
		_, err = os.Lstat(file.Name())
		if err == nil && !errors.Is(locked, syscall.EWOULDBLOCK) { // a file system without locks has no sweep either
			return file, nil
		}
		_ = file.Close() // swept by another writer before it was locked
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return nil, fmt.Errorf("look at the temporary file: %w", err)
		}
	}
}

func write(file *os.File, mode os.FileMode, fill func(io.Writer) error) error {
	if err := file.Chmod(mode); err != nil {
		return err
	}
	buffered := bufio.NewWriter(file)
	if err := fill(buffered); err != nil {
		return err
	}
	if err := buffered.Flush(); err != nil {
		return err
	}
	return file.Sync()
}

// sweep removes the temporary files of writers that are gone. It is a courtesy:
// what it cannot do is left undone.
func sweep(folder, prefix string) {
	entries, err := os.ReadDir(folder)
	if err != nil {
		return
	}
	for _, entry := range entries {
		if entry.Type().IsRegular() && strings.HasPrefix(entry.Name(), prefix) {
			removeIfLeft(filepath.Join(folder, entry.Name()))
		}
	}
}

func removeIfLeft(path string) {
	file, err := os.OpenFile(path, os.O_RDONLY|syscall.O_NOFOLLOW|syscall.O_NONBLOCK, 0)
	if err != nil {
		return
	}
	defer file.Close() //nolint:errcheck // nothing was written
	if syscall.Flock(int(file.Fd()), syscall.LOCK_EX|syscall.LOCK_NB) == nil {
		_ = os.Remove(path)
	}
}

// syncFolder makes the rename last. A file system that cannot flush a folder is
// not a failure: the file itself is whole.
func syncFolder(folder string) {
	handle, err := os.Open(folder)
	if err != nil {
		return
	}
	_ = handle.Sync()
	_ = handle.Close()
}
