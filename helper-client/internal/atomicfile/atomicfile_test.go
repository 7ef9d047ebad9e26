package atomicfile

import (
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"sync"
	"syscall"
	"testing"
)

func TestAFileIsReplacedWithItsModeAndNothingIsLeft(t *testing.T) {
	folder := t.TempDir()
	path := filepath.Join(folder, "file")
	for _, mode := range []os.FileMode{0o600, 0o640, 0o400, 0o644} {
		if err := Write(path, []byte(mode.String()), mode); err != nil {
			t.Fatal(err)
		}
		data, err := os.ReadFile(path)
		if err != nil || string(data) != mode.String() {
			t.Errorf("%q, %v", data, err)
		}
		if info, err := os.Stat(path); err != nil || info.Mode().Perm() != mode {
			t.Errorf("%v, %v", info.Mode(), err)
		}
	}
	if entries, err := os.ReadDir(folder); err != nil || len(entries) != 1 {
		t.Errorf("%v, %v", entries, err)
	}
}

func TestAFailureLeavesNothing(t *testing.T) {
	folder := t.TempDir()
	path := filepath.Join(folder, "taken")
	if err := os.MkdirAll(filepath.Join(path, "child"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := Write(path, nil, 0o600); err == nil {
		t.Error("a folder was replaced")
	}
	if entries, err := os.ReadDir(folder); err != nil || len(entries) != 1 {
		t.Errorf("%v, %v", entries, err)
	}
}

func TestAFailedFillLeavesTheOldBytes(t *testing.T) {
	folder := t.TempDir()
	path := filepath.Join(folder, "file")
	if err := Write(path, []byte("old"), 0o600); err != nil {
		t.Fatal(err)
	}
	broken := errors.New("broken")
	err := Stream(path, 0o600, func(w io.Writer) error {
		_, _ = w.Write(make([]byte, 1<<16))
		return broken
	})
	data, _ := os.ReadFile(path)
	entries, _ := os.ReadDir(folder)
	if !errors.Is(err, broken) || string(data) != "old" || len(entries) != 1 {
		t.Errorf("%v, %q, %v", err, data, entries)
	}
}

func TestWritersAtTheSameTimeDoNotSweepEachOther(t *testing.T) {
	folder := t.TempDir()
	path := filepath.Join(folder, "file")
	var together sync.WaitGroup
	for i := range 32 {
		together.Go(func() {
			for range 20 {
				if err := Write(path, bytes.Repeat([]byte{byte('a' + i%26)}, 5000), 0o600); err != nil {
					t.Error(err)
				}
			}
		})
	}
	together.Wait()
	data, err := os.ReadFile(path)
	if err != nil || len(data) != 5000 || len(bytes.Trim(data, string(data[:1]))) != 0 {
		t.Errorf("%d mixed bytes, %v", len(data), err)
	}
	if entries, err := os.ReadDir(folder); err != nil || len(entries) != 1 {
		t.Errorf("%v, %v", entries, err)
	}
}

func TestOnlyWhatAWriterLeftIsSwept(t *testing.T) {
	folder := t.TempDir()
	path := filepath.Join(folder, "file")
	for name, stays := range map[string]bool{
		".file.vouch-1": false, ".file.vouch-": false, ".file.1": true, ".other.vouch-1": true, "file.vouch-1": true, ".file.vouc": true,
	} {
		full := filepath.Join(folder, name)
		if err := os.WriteFile(full, []byte("x"), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := Write(path, nil, 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := os.Lstat(full); (err == nil) != stays {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := os.Symlink("/nowhere", filepath.Join(folder, ".file.vouch-link")); err != nil {
		t.Fatal(err)
	}
	if err := Write(path, nil, 0o600); err != nil {
		t.Error(err)
	}
}

// fullDisk lets no file grow until the test ends, as a full disk does.
func fullDisk(t *testing.T) (restore func()) {
	t.Helper()
	var before syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_FSIZE, &before); err != nil {
		t.Fatal(err)
	}
	if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &syscall.Rlimit{Cur: 0, Max: before.Max}); err != nil {
		t.Fatal(err)
	}
	return func() { _ = syscall.Setrlimit(syscall.RLIMIT_FSIZE, &before) }
}

func TestAFullDiskLeavesTheOldBytes(t *testing.T) {
	folder := t.TempDir()
	path := filepath.Join(folder, "file")
	if err := Write(path, []byte("old"), 0o600); err != nil {
		t.Fatal(err)
	}
	restore := fullDisk(t)
	err := Write(path, []byte("new"), 0o600)
	restore()
	data, _ := os.ReadFile(path)
	entries, _ := os.ReadDir(folder)
	if !errors.Is(err, syscall.EFBIG) || string(data) != "old" || len(entries) != 1 {
		t.Errorf("%v, %q, %v", err, data, entries)
	}
	if err := Write(path, []byte("new"), 0o600); err != nil {
		t.Errorf("with space again: %v", err)
	}
}
