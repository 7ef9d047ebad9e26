package agent

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"os"
	"path/filepath"
	"sync"
	"syscall"

	"vouch.dev/client/internal/home"
	"vouch.dev/client/internal/ownfile"
	"vouch.dev/client/internal/peer"
)

// ErrRunning means that this user's agent runs already.
var ErrRunning = errors.New("an agent is running already")

// maxSocketPath is the shortest limit of a socket's path: sun_path on macOS.
const maxSocketPath = 103

// Endpoint is the agent's socket and the lock that makes it the only one.
type Endpoint struct {
	listener *net.UnixListener
	path     string
	socket   fs.FileInfo // the one this agent made
	lock     *os.File
	once     sync.Once
}

// Listen takes the user's agent lock, then the socket. A socket that is left
// from an agent that died is replaced; one that is not the user's own is refused.
func Listen(ctx context.Context, places home.Home) (*Endpoint, error) {
	if len(places.Socket()) > maxSocketPath {
		return nil, fmt.Errorf("the socket's path %s is longer than %d bytes: set VOUCH_HOME to a shorter folder",
			places.Socket(), maxSocketPath)
	}
	if err := MakeFolders(places); err != nil {
		return nil, err
	}
	lock, err := tryLock(places.AgentLock())
	if err != nil {
		return nil, err
	}
	listener, err := listen(ctx, places.Socket())
	if err != nil {
		_ = lock.Close()
		return nil, err
	}
	socket, err := os.Lstat(places.Socket())
	if err != nil {
		_ = listener.Close()
		_ = lock.Close()
		return nil, fmt.Errorf("look at the socket: %w", err)
	}
	return &Endpoint{listener: listener, path: places.Socket(), socket: socket, lock: lock}, nil
}

// MakeFolders makes the folders of the socket and of the settings, or refuses one
// that others may enter. Both are wanted at the start: a login should not fail for
// want of a folder after somebody has touched a key.
func MakeFolders(places home.Home) error {
	if err := places.MakeConfigFolder(); err != nil {
		return err
	}
	if err := ownfile.MakeFolder(places.RunFolder); err != nil {
		return err
	}
	return peer.CheckFolder(places.RunFolder)
}

// listen makes the socket under another name and moves it to its place when it is
// closed to others: an agent that is killed in between leaves nothing at its place
// that would be refused for ever after.
func listen(ctx context.Context, path string) (*net.UnixListener, error) {
	if err := peer.CheckSocket(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	fresh := filepath.Join(filepath.Dir(path), "agent.new")
	if err := os.Remove(fresh); err != nil && !errors.Is(err, fs.ErrNotExist) { // we hold the lock: nobody listens here
		return nil, fmt.Errorf("remove what an earlier agent left: %w", err)
	}
	listener, err := new(net.ListenConfig).Listen(ctx, "unix", fresh)
	if err != nil {
		return nil, fmt.Errorf("listen: %w", err)
	}
	unix, ok := listener.(*net.UnixListener)
	if !ok {
		return nil, fmt.Errorf("listen on %s: not a unix socket", fresh)
	}
	unix.SetUnlinkOnClose(false) // Close looks first whose socket it is
	err = os.Chmod(fresh, 0o600)
	if err == nil {
		err = os.Rename(fresh, path)
	}
	if err != nil {
		_ = unix.Close()
		_ = os.Remove(fresh)
		return nil, fmt.Errorf("put the socket in its place: %w", err)
	}
	return unix, nil
}

// tryLock takes a lock that the kernel drops when its holder dies.
func tryLock(path string) (*os.File, error) {
	file, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR|syscall.O_NOFOLLOW, 0o600)
	if err != nil {
		return nil, fmt.Errorf("open the agent's lock: %w", err)
	}
	err = syscall.Flock(int(file.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
	if err == nil {
		return file, nil
	}
	_ = file.Close()
	if errors.Is(err, syscall.EWOULDBLOCK) {
		return nil, ErrRunning
	}
	return nil, fmt.Errorf("take the agent's lock: %w", err)
}

// Close removes the socket and then gives the lock back, so that the next agent
// can start while this one still says goodbye. A second Close does nothing.
func (e *Endpoint) Close() {
	e.once.Do(func() {
		// When the folder was cleared meanwhile, as a session manager does at the end
		// of a desktop session, another agent's socket may stand there now.
		if now, err := os.Lstat(e.path); err == nil && os.SameFile(now, e.socket) {
			_ = os.Remove(e.path)
		}
		_ = e.listener.Close()
		_ = e.lock.Close()
	})
}
