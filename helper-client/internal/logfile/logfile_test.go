package logfile

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
)

func begun(t *testing.T, maxSize int64) (*File, string) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "log", "agent.log")
	log, err := open(path, maxSize)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = log.Close() })
	return log, path
}

func write(t *testing.T, log *File, lines ...string) {
	t.Helper()
	for _, line := range lines {
		if n, err := log.Write([]byte(line)); err != nil || n != len(line) {
			t.Fatalf("%d, %v", n, err)
		}
	}
}

func read(t *testing.T, path string) string {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Error(err)
	}
	return string(data)
}

func TestOnlyTheUserMayReadAnyOfTheFiles(t *testing.T) {
	previous := syscall.Umask(0)
	defer syscall.Umask(previous)
	log, path := begun(t, 4)
	write(t, log, "one\n", "two\n")
	for name, want := range map[string]os.FileMode{path: 0o600, path + ".1": 0o600, filepath.Dir(path): 0o700} {
		if info, err := os.Stat(name); err != nil || info.Mode().Perm() != want {
			t.Errorf("%s: %v, %v", name, info.Mode(), err)
		}
	}
}

func TestALogThatWasOpenToOthersIsClosed(t *testing.T) {
	path := filepath.Join(t.TempDir(), "agent.log")
	if err := os.WriteFile(path, []byte("before\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	log, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer log.Close()
	write(t, log, "after\n")
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 || read(t, path) != "before\nafter\n" {
		t.Errorf("%v, %v, %q", info.Mode(), err, read(t, path))
	}
}

func TestAFullFileIsPutAsideAtItsSizeAndNotBefore(t *testing.T) {
	log, path := begun(t, 8)
	write(t, log, "one\n", "two\n")
	if _, err := os.Stat(path + ".1"); err == nil {
		t.Error("put aside at exactly its size")
	}
	write(t, log, "x\n")
	if read(t, path) != "x\n" || read(t, path+".1") != "one\ntwo\n" {
		t.Errorf("%q, %q", read(t, path), read(t, path+".1"))
	}
}

func TestOnlySoManyFilesAreKept(t *testing.T) {
	log, path := begun(t, 4)
	for _, line := range []string{"1st\n", "2nd\n", "3rd\n", "4th\n", "5th\n", "6th\n"} {
		write(t, log, line)
	}
	entries, err := os.ReadDir(filepath.Dir(path))
	var names []string
	for _, entry := range entries {
		names = append(names, entry.Name()+"="+strings.TrimSpace(read(t, filepath.Join(filepath.Dir(path), entry.Name()))))
	}
	if err != nil || !slices.Equal(names, []string{"agent.log=6th", "agent.log.1=5th", "agent.log.2=4th", "agent.log.3=3rd"}) {
		t.Errorf("%v, %v", names, err)
	}
}

func TestALineLongerThanAFileIsStillWritten(t *testing.T) {
	log, path := begun(t, 4)
	write(t, log, "a long line\n", "next\n")
	if read(t, path) != "next\n" || read(t, path+".1") != "a long line\n" {
		t.Errorf("%q, %q", read(t, path), read(t, path+".1"))
	}
}

func TestALinkOrAPipeAtItsPlaceIsRefused(t *testing.T) {
	folder := t.TempDir()
	link, target, pipe := filepath.Join(folder, "link"), filepath.Join(folder, "target"), filepath.Join(folder, "pipe")
	if err := errors.Join(os.WriteFile(target, nil, 0o600), os.Symlink(target, link), syscall.Mkfifo(pipe, 0o600)); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{link, pipe, folder} {
		if log, err := Open(path); err == nil {
			_ = log.Close()
			t.Errorf("%s was opened", path)
		}
	}
}

func TestALineIsLostRatherThanTheBound(t *testing.T) {
	log, path := begun(t, 4)
	write(t, log, "one\n")
	for _, aside := range []string{path + ".2", path + ".3"} { // folders that cannot be moved aside
		if err := os.MkdirAll(filepath.Join(aside, "in the way"), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := log.Write([]byte("two\n")); err == nil || read(t, path) != "one\n" {
		t.Errorf("%v, %q", err, read(t, path))
	}
}
