// Package launch connects to the user's agent and starts one when none runs.
package launch

import (
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"syscall"
	"time"

	"vouch.dev/client/internal/agent"
	"vouch.dev/client/internal/agentproto"
	"vouch.dev/client/internal/home"
)

// ReadyFD is the descriptor on which a started agent reports: the line "ready",
// or why it cannot run.
const ReadyFD = 3

const (
	ready     = "ready\n"
	startTime = 10 * time.Second
	maxReport = 4 << 10
)

// ErrStart means that the agent did not start. Its text says why.
var ErrStart = errors.New("the agent did not start")

// Program is how to start the agent.
type Program struct {
	Path   string              // the vouch binary
	Getenv func(string) string // the environment to pick from
}

// Connect returns a connection to the agent, which it starts if there is none.
func Connect(places home.Home, program Program) (*agentproto.Conn, error) {
	conn, err := agentproto.Dial(places.Socket(), time.Now().Add(startTime))
	if !errors.Is(err, agentproto.ErrNoAgent) {
		return conn, err
	}
	if err := agent.MakeFolders(places); err != nil {
		return nil, err
	}
	unlock, err := lock(places.StartLock())
	if err != nil {
		return nil, err
	}
	defer unlock()
	// Another login may have started one while this one waited for the lock.
	conn, err = agentproto.Dial(places.Socket(), time.Now().Add(startTime))
	if !errors.Is(err, agentproto.ErrNoAgent) {
		return conn, err
	}
	if err := start(program); err != nil {
		return nil, err
	}
	return agentproto.Dial(places.Socket(), time.Now().Add(startTime))
}

func lock(path string) (unlock func(), err error) {
	file, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR|syscall.O_NOFOLLOW, 0o600)
	if err != nil {
		return nil, fmt.Errorf("open the start lock: %w", err)
	}
	for {
		err = syscall.Flock(int(file.Fd()), syscall.LOCK_EX)
		if !errors.Is(err, syscall.EINTR) {
			break
		}
	}
	if err != nil {
		_ = file.Close()
		return nil, fmt.Errorf("take the start lock: %w", err)
	}
	return func() { _ = file.Close() }, nil
}

// start runs `vouch agent` in a session of its own, with nothing of this process
// but a short list of settings, and waits until it serves.
func start(program Program) error {
	reader, writer, err := os.Pipe()
	if err != nil {
		return fmt.Errorf("make a pipe: %w", err)
	}
	defer reader.Close() //nolint:errcheck // read only
	null, err := os.OpenFile(os.DevNull, os.O_RDWR, 0)
	if err != nil {
		_ = writer.Close()
		return fmt.Errorf("open %s: %w", os.DevNull, err)
	}
	process, err := os.StartProcess(program.Path, []string{"vouch", "agent", fmt.Sprintf("--ready-fd=%d", ReadyFD)},
		&os.ProcAttr{
			Dir: "/", Env: settings(program.Getenv),
			Files: []*os.File{null, null, null, writer}, Sys: &syscall.SysProcAttr{Setsid: true},
		})
	_ = null.Close()
	_ = writer.Close()
	if err != nil {
		return fmt.Errorf("start the agent: %w", err)
	}
	defer process.Release() //nolint:errcheck // the agent goes its own way
	return await(reader)
}

// await reads what the started agent reports.
func await(reader *os.File) error {
	if err := reader.SetReadDeadline(time.Now().Add(startTime)); err != nil {
		return fmt.Errorf("wait for the agent: %w", err)
	}
	report, err := io.ReadAll(io.LimitReader(reader, maxReport))
	switch text := strings.TrimSpace(string(report)); {
	case string(report) == ready:
		return nil
	case text != "":
		return fmt.Errorf("%w: %s", ErrStart, text)
	case err != nil:
		return fmt.Errorf("%w: %w", ErrStart, err)
	}
	return fmt.Errorf("%w: it ended without a reason", ErrStart)
}

// Report tells the starter, on ReadyFD, that the agent serves, or why not.
func Report(w io.WriteCloser, err error) {
	text := ready
	if err != nil {
		text = strings.ReplaceAll(err.Error(), "\n", " ") + "\n"
	}
	_, _ = io.WriteString(w, text)
	_ = w.Close()
}

// settings picks what an agent needs. It gets no AWS keys, no tokens, nothing
// that merely lies in the environment of a login.
func settings(getenv func(string) string) []string {
	names := []string{
		"HOME", "USER", "LOGNAME", "PATH", "LANG", "TZ", "TMPDIR", "VOUCH_HOME",
		"XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_RUNTIME_DIR",
		"HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "http_proxy", "https_proxy", "no_proxy",
		"SSL_CERT_FILE", "SSL_CERT_DIR",
	}
	var kept []string
	for _, name := range names {
		if value := getenv(name); value != "" {
			kept = append(kept, name+"="+value)
		}
	}
	return kept
}
