// Package atomicfile replaces a file as one step: a reader sees the old bytes
// or the new ones, also after a crash.
package atomicfile

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"path/filepath"
)

// Write puts data at path with the given mode. The folder must exist.
func Write(path string, data []byte, mode os.FileMode) error {
	return Stream(path, mode, func(w io.Writer) error {
		_, err := w.Write(data)
		return err
	})
}

// Stream is Write for what does not fit memory: nothing is at path unless fill succeeds.
func Stream(path string, mode os.FileMode, fill func(io.Writer) error) (err error) {
	folder := filepath.Dir(path)
	file, err := os.CreateTemp(folder, "."+filepath.Base(path)+".*")
	if err != nil {
		return fmt.Errorf("create a temporary file: %w", err)
	}
	defer func() {
		if err != nil {
			_ = file.Close()
			_ = os.Remove(file.Name())
		}
	}()
	if err := file.Chmod(mode); err != nil {
		return fmt.Errorf("set the mode: %w", err)
	}
	buffered := bufio.NewWriter(file)
	if err := fill(buffered); err != nil {
		return fmt.Errorf("write: %w", err)
	}
	if err := buffered.Flush(); err != nil {
		return fmt.Errorf("write: %w", err)
	}
	if err := file.Sync(); err != nil {
		return fmt.Errorf("flush: %w", err)
	}
	if err := file.Close(); err != nil {
		return fmt.Errorf("close: %w", err)
	}
	if err := os.Rename(file.Name(), path); err != nil {
		return fmt.Errorf("put in place: %w", err)
	}
	return syncFolder(folder)
}

// syncFolder makes the rename last. A file system that cannot flush a folder is
// not a failure: the file itself is whole.
func syncFolder(folder string) error {
	handle, err := os.Open(folder)
	if err != nil {
		return nil //nolint:nilerr // the rename is done; only its durability is unknown
	}
	_ = handle.Sync()
	return handle.Close()
}
