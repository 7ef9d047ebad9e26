package peer

import (
	"errors"
	"io/fs"
	"net"
	"os"
	"path/filepath"
	"syscall"
	"testing"
)

func TestTheOtherEndsUserIsKnown(t *testing.T) {
	pair, err := syscall.Socketpair(syscall.AF_UNIX, syscall.SOCK_STREAM, 0)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _, _ = syscall.Close(pair[0]), syscall.Close(pair[1]) })
	if uid, err := userOf(pair[0]); err != nil || uid != os.Getuid() {
		t.Errorf("uid %d, %v", uid, err)
	}
	if err := Check(pair[0]); err != nil {
		t.Error(err)
	}
}

func TestAnotherUserIsAStranger(t *testing.T) {
	if err := checkUser(1001, 1000); !errors.Is(err, ErrStranger) {
		t.Errorf("%v", err)
	}
	if err := checkUser(0, 1000); !errors.Is(err, ErrStranger) {
		t.Errorf("root: %v", err)
	}
}

func socketIn(t *testing.T) string {
	t.Helper()
	folder, err := os.MkdirTemp("", "v")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(folder) })
	path := filepath.Join(folder, "s")
	listener, err := net.Listen("unix", path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = listener.Close() })
	if err := os.Chmod(path, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestASocketOfOnesOwnIsAccepted(t *testing.T) {
	if err := CheckSocket(socketIn(t)); err != nil {
		t.Error(err)
	}
}

func TestASocketIsRefusedWhenOneThingIsWrong(t *testing.T) {
	for want, spoil := range map[string]func(path string) error{
		"is open to other users (mode 0660)": func(path string) error { return os.Chmod(path, 0o660) },
		"is not a socket": func(path string) error {
			return errors.Join(os.Rename(path, path+"2"), os.Symlink(path+"2", path))
		},
		"is open to other users (mode 0701)": func(path string) error { return os.Chmod(filepath.Dir(path), 0o701) },
	} {
		path := socketIn(t)
		if err := spoil(path); err != nil {
			t.Fatal(err)
		}
		var notOwn *NotOwn
		if err := CheckSocket(path); !errors.As(err, &notOwn) || notOwn.Reason != want {
			t.Errorf("%v, want %q", err, want)
		}
	}
}

func TestASocketOfAnotherUserIsRefused(t *testing.T) {
	info, err := os.Lstat(socketIn(t))
	if err != nil {
		t.Fatal(err)
	}
	var notOwn *NotOwn
	if err := checkOwn("/s", info, os.Getuid()+1); !errors.As(err, &notOwn) || notOwn.Reason != "belongs to another user" {
		t.Errorf("%v", err)
	}
}

func TestAFolderThatIsALinkIsRefused(t *testing.T) {
	path := socketIn(t)
	link := filepath.Join(filepath.Dir(path), "link")
	if err := os.Symlink(filepath.Dir(path), link); err != nil {
		t.Fatal(err)
	}
	var notOwn *NotOwn
	if err := CheckFolder(link); !errors.As(err, &notOwn) || notOwn.Reason != "is not a folder" {
		t.Errorf("%v", err)
	}
}

func TestNoSocketIsTold(t *testing.T) {
	path := socketIn(t)
	if err := CheckSocket(path + "x"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("%v", err)
	}
	if err := CheckSocket("/nonexistent-vouch/s"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("%v", err)
	}
}
