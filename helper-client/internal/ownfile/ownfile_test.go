package ownfile

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

const limit = 10_000

func written(t *testing.T, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestAFileIsReadUpToItsLimit(t *testing.T) {
	for length, want := range map[int]error{0: nil, 1: nil, 4095: nil, 4096: nil, 4097: nil, limit - 1: nil, limit: nil, limit + 1: ErrTooLong, 3 * limit: ErrTooLong} {
		text := strings.Repeat("x", length)
		if data, err := Read(written(t, text), limit); !errors.Is(err, want) || (err == nil && string(data) != text) {
			t.Errorf("%d bytes: %d, %v", length, len(data), err)
		}
	}
}

func TestAFileIsRefusedWhenOneThingIsWrong(t *testing.T) {
	notOwn := new(NotOwn)
	for name, row := range map[string]struct {
		spoil func(path string) error
		want  func(error) bool
	}{
		"none":           {os.Remove, func(err error) bool { return errors.Is(err, fs.ErrNotExist) }},
		"group may":      {func(path string) error { return os.Chmod(path, 0o620) }, func(err error) bool { return errors.As(err, &notOwn) }},
		"others may":     {func(path string) error { return os.Chmod(path, 0o602) }, func(err error) bool { return errors.As(err, &notOwn) }},
		"a folder":       {func(path string) error { return errors.Join(os.Remove(path), os.Mkdir(path, 0o700)) }, func(err error) bool { return errors.Is(err, ErrNotRegular) }},
		"a pipe":         {func(path string) error { return errors.Join(os.Remove(path), syscall.Mkfifo(path, 0o600)) }, func(err error) bool { return errors.Is(err, ErrNotRegular) }},
		"a link to none": {func(path string) error { return errors.Join(os.Remove(path), os.Symlink("/nowhere", path)) }, func(err error) bool { return errors.Is(err, fs.ErrNotExist) }},
	} {
		path := written(t, "text")
		if data, err := Read(path, limit); err != nil || string(data) != "text" {
			t.Fatalf("the case that the others change: %q, %v", data, err)
		}
		if err := row.spoil(path); err != nil {
			t.Fatal(err)
		}
		if _, err := Read(path, limit); err == nil || !row.want(err) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestALinkToOnesOwnFileIsFollowed(t *testing.T) {
	path := written(t, "text")
	if err := os.Symlink(path, path+"-link"); err != nil {
		t.Fatal(err)
	}
	if data, err := Read(path+"-link", limit); err != nil || string(data) != "text" {
		t.Errorf("%q, %v", data, err)
	}
}

func TestOnlyTheUserAndRootAreTrusted(t *testing.T) {
	const user, other, root = 1000, 1001, 0
	for _, row := range []struct {
		owner, own int
		others     uint32
		want       string
	}{
		{user, user, 0, ""},
		{root, user, 0, ""},
		{user, root, 0, ""},
		{other, user, 0, "belongs to another user"},
		{user, user, 0o002, "can be changed by other users"},
		{user, user, 0o020, "can be changed by other users"},
		{root, root, 0o002, "can be changed by other users"},
	} {
		if got := distrust(row.owner, row.own, row.others); got != row.want {
			t.Errorf("%+v: %q", row, got)
		}
	}
}

func TestAFolderIsMadeForTheUserOnly(t *testing.T) {
	base := t.TempDir()
	path := filepath.Join(base, "a", "b")
	for range 2 {
		if err := MakeFolder(path); err != nil {
			t.Fatal(err)
		}
	}
	for _, made := range []string{path, filepath.Dir(path)} {
		if info, err := os.Stat(made); err != nil || info.Mode().Perm() != 0o700 {
			t.Errorf("%v, %v", info, err)
		}
	}
}

func TestAFolderIsNotMadeWhereOthersMayWrite(t *testing.T) {
	for mode, refused := range map[os.FileMode]bool{
		0o700: false, 0o755: false, 0o775: false, 0o777: true, 0o702: true, 0o777 | os.ModeSticky: false,
	} {
		base := t.TempDir()
		if err := os.Chmod(base, mode); err != nil {
			t.Fatal(err)
		}
		var notOwn *NotOwn
		err := MakeFolder(filepath.Join(base, "a", "b"))
		if errors.As(err, &notOwn) != refused || (refused && notOwn.Path != base) {
			t.Errorf("%v: %v", mode, err)
		}
		if err := MakeFolder(base); (err != nil) != refused {
			t.Errorf("%v itself: %v", mode, err)
		}
	}
}

func TestAFileInAFoldersPlaceIsToldSo(t *testing.T) {
	if err := MakeFolder(filepath.Join(written(t, ""), "below")); !errors.Is(err, syscall.ENOTDIR) {
		t.Errorf("%v", err)
	}
}

func TestAnotherUsersPlaceIsRefused(t *testing.T) {
	base := t.TempDir()
	if err := os.Chown(base, 65533, -1); err != nil {
		t.Logf("only root can make another user's folder (%v); the rule itself: TestOnlyTheUserAndRootAreTrusted", err)
		return
	}
	var notOwn *NotOwn
	if err := MakeFolder(filepath.Join(base, "vouch")); !errors.As(err, &notOwn) || notOwn.Reason != "belongs to another user" {
		t.Errorf("%v", err)
	}
}
