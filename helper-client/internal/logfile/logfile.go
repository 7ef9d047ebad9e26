// Package logfile is a log that only its user can read and that never grows
// without bound: a full file is put aside, and the oldest one goes.
package logfile

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"syscall"
)

const (
	// MaxSize is how long a file gets, in bytes.
	MaxSize = 1 << 20
	// Kept is how many full files are kept: NAME.1 is the newest.
	Kept = 3
)

// ErrNotPlain means that something other than a file of the user's own is at the log's place.
var ErrNotPlain = errors.New("it is not a plain file")

// File is an open log. Its Write may be called at the same time.
type File struct {
	path    string
	maxSize int64

	mu   sync.Mutex
	file *os.File
	size int64
}

// Open continues or begins the log at path, and makes its folder.
func Open(path string) (*File, error) { return open(path, MaxSize) }

func open(path string, maxSize int64) (*File, error) {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return nil, fmt.Errorf("make the folder of the log: %w", err)
	}
	log := &File{path: path, maxSize: maxSize}
	if err := log.begin(); err != nil {
		return nil, fmt.Errorf("open the log %s: %w", path, err)
	}
	return log, nil
}

// begin opens the file for appending, for the user only.
func (f *File) begin() error {
	file, err := os.OpenFile(f.path, os.O_WRONLY|os.O_APPEND|os.O_CREATE|syscall.O_NOFOLLOW|syscall.O_NONBLOCK, 0o600)
	if err != nil {
		return err
	}
	info, err := file.Stat()
	if err == nil && !info.Mode().IsRegular() {
		err = ErrNotPlain
	}
	if err == nil {
		err = file.Chmod(0o600)
	}
	if err != nil {
		_ = file.Close()
		return err
	}
	f.file, f.size = file, info.Size()
	return nil
}

// Write appends one line. A line that does not fit begins a new file; when that
// cannot be made, the line is lost rather than the bound.
func (f *File) Write(line []byte) (int, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.size > 0 && f.size+int64(len(line)) > f.maxSize {
		if err := f.rotate(); err != nil {
			return 0, err
		}
	}
	n, err := f.file.Write(line)
	f.size += int64(n)
	return n, err
}

func (f *File) rotate() error {
	for i := Kept; i > 1; i-- {
		if err := rename(f.aside(i-1), f.aside(i)); err != nil {
			return err
		}
	}
	if err := rename(f.path, f.aside(1)); err != nil {
		return err
	}
	full := f.file
	if err := f.begin(); err != nil {
		return err
	}
	return full.Close()
}

func (f *File) aside(number int) string { return fmt.Sprintf("%s.%d", f.path, number) }

func rename(from, to string) error {
	if err := os.Rename(from, to); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}

// Close ends the log.
func (f *File) Close() error {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.file.Close()
}
