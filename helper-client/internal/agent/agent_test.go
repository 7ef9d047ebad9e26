package agent

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"vouch.dev/client/internal/agentproto"
	"vouch.dev/client/internal/home"
	"vouch.dev/client/internal/peer"
)

func newHome(t *testing.T) home.Home {
	t.Helper()
	folder, err := os.MkdirTemp("", "v") // short: a socket's path is limited
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(folder) })
	return home.Home{
		ConfigFile: filepath.Join(folder, "config.json"), HostsFile: filepath.Join(folder, "hosts"), RunFolder: filepath.Join(folder, "run"),
	}
}

// running starts an agent and stops it with the test.
func running(t *testing.T) home.Home {
	t.Helper()
	places := newHome(t)
	ctx, cancel := context.WithCancel(context.Background())
	ready, ended := make(chan struct{}), make(chan error, 1)
	go func() { ended <- New(places, "1.2.3").Run(ctx, func() { close(ready) }) }()
	select {
	case <-ready:
	case err := <-ended:
		t.Fatal(err)
	}
	t.Cleanup(func() {
		cancel()
		if err := <-ended; err != nil {
			t.Error(err)
		}
		if _, err := os.Lstat(places.Socket()); err == nil {
			t.Error("the socket is left behind")
		}
	})
	return places
}

// say sends one raw line and reads one answer.
func say(t *testing.T, conn net.Conn, line string) agentproto.Answer {
	t.Helper()
	if _, err := conn.Write([]byte(line + "\n")); err != nil {
		t.Fatal(err)
	}
	reply, err := bufio.NewReader(conn).ReadBytes('\n')
	if err != nil {
		t.Fatal(err)
	}
	var answer agentproto.Answer
	if err := json.Unmarshal(reply, &answer); err != nil {
		t.Fatal(err)
	}
	return answer
}

func dial(t *testing.T, places home.Home) net.Conn {
	t.Helper()
	conn, err := net.Dial("unix", places.Socket())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close() })
	return conn
}

func TestTheAgentAnswersOnlyItsOperations(t *testing.T) {
	conn := dial(t, running(t))
	for line, want := range map[string]string{
		`{"v":1,"op":"status"}`:                                  agentproto.CodeNoSession,
		`{"v":1,"op":"credential","host":"` + host + `"}`:        agentproto.CodeNoSession,
		`{"v":1,"op":"explain","host":"` + host + `"}`:           agentproto.CodeNoSession,
		`{"v":1,"op":"sign","url":"https://evil.example"}`:       agentproto.CodeProtocol,
		`{"v":1,"op":"proof"}`:                                   agentproto.CodeProtocol,
		`{"v":1,"op":"login-wait"}`:                              agentproto.CodeProtocol,
		`{"v":2,"op":"status"}`:                                  agentproto.CodeProtocol,
		`{"op":"status"}`:                                        agentproto.CodeProtocol,
		`{"v":1,"op":"credential","host":"x","htu":"https://x"}`: agentproto.CodeProtocol,
		`{"v":1,"op":"status","op":"logout"}`:                    agentproto.CodeProtocol,
		`{"v":1,"op":"status","OP":"logout"}`:                    agentproto.CodeProtocol,
		`{"v":1,"op":"status"} {"v":1,"op":"logout"}`:            agentproto.CodeProtocol,
		`[{"v":1,"op":"status"}]`:                                agentproto.CodeProtocol,
		`{"v":1,"op":7}`:                                         agentproto.CodeProtocol,
		`null`:                                                   agentproto.CodeProtocol,
		`hello`:                                                  agentproto.CodeProtocol,
		``:                                                       agentproto.CodeProtocol,
		`{"v":1,"op":"login-begin","server":"http://vouch.example"}`: "failed",
	} {
		if answer := say(t, conn, line); answer.Problem == nil || answer.Problem.Code != want {
			t.Errorf("%s: %+v, want %s", line, answer.Problem, want)
		}
	}
}

func TestACallerWhoSendsTooMuchIsCutOff(t *testing.T) {
	places := running(t)
	conn := dial(t, places)
	_, _ = conn.Write([]byte(strings.Repeat("x", 2*agentproto.MaxLine)))
	if n, err := conn.Read(make([]byte, 1)); err == nil {
		t.Errorf("%d bytes", n)
	}
	if answer := say(t, dial(t, places), `{"v":1,"op":"status"}`); answer.Problem == nil {
		t.Error("the agent does not answer others any more")
	}
}

func TestLogoutEndsTheAgentAndFreesItsPlace(t *testing.T) {
	places := newHome(t)
	ready, ended := make(chan struct{}), make(chan error, 1)
	go func() { ended <- New(places, "1.2.3").Run(context.Background(), func() { close(ready) }) }()
	<-ready
	if answer := say(t, dial(t, places), `{"v":1,"op":"logout"}`); !answer.Done || answer.Problem != nil {
		t.Errorf("%+v", answer)
	}
	endpoint, err := Listen(t.Context(), places) // at once: logout has answered
	if err != nil {
		t.Fatal(err)
	}
	endpoint.Close()
	if err := <-ended; err != nil {
		t.Error(err)
	}
}

func TestThereIsOneAgent(t *testing.T) {
	places := running(t)
	if _, err := Listen(t.Context(), places); !errors.Is(err, ErrRunning) {
		t.Errorf("%v", err)
	}
}

func TestTheSocketIsForTheUserOnly(t *testing.T) {
	places := running(t)
	if err := peer.CheckSocket(places.Socket()); err != nil {
		t.Error(err)
	}
}

func TestAStaleSocketIsReplaced(t *testing.T) {
	places := newHome(t)
	first, err := Listen(t.Context(), places)
	if err != nil {
		t.Fatal(err)
	}
	_ = first.listener.Close() // as when the agent is killed: the socket stays
	_ = first.lock.Close()
	second, err := Listen(t.Context(), places)
	if err != nil {
		t.Fatal(err)
	}
	second.Close()
}

func TestASquattedPlaceIsRefusedAndLeft(t *testing.T) {
	for name, squat := range map[string]func(places home.Home) error{
		"a file for a socket": func(places home.Home) error { return os.WriteFile(places.Socket(), []byte("x"), 0o600) },
		"a link for a socket": func(places home.Home) error { return os.Symlink("/nowhere", places.Socket()) },
		"a link for the lock": func(places home.Home) error { return os.Symlink("/nowhere", places.AgentLock()) },
		"an open folder":      func(places home.Home) error { return os.Chmod(places.RunFolder, 0o770) },
	} {
		places := newHome(t)
		if err := os.Mkdir(places.RunFolder, 0o700); err != nil {
			t.Fatal(err)
		}
		if err := squat(places); err != nil {
			t.Fatal(err)
		}
		before, err := os.ReadDir(places.RunFolder)
		if err != nil {
			t.Fatal(err)
		}
		if endpoint, err := Listen(t.Context(), places); err == nil {
			endpoint.Close()
			t.Errorf("%s: accepted", name)
		}
		for _, entry := range before {
			if _, err := os.Lstat(filepath.Join(places.RunFolder, entry.Name())); err != nil {
				t.Errorf("%s: %v", name, err)
			}
		}
	}
}

func TestASocketPathThatIsTooLongIsToldSo(t *testing.T) {
	places := newHome(t)
	places.RunFolder = filepath.Join(places.RunFolder, strings.Repeat("x", 100))
	if _, err := Listen(t.Context(), places); err == nil || !strings.Contains(err.Error(), "set VOUCH_HOME") {
		t.Errorf("%v", err)
	}
}

func TestAnAgentWithoutASessionLeavesWhenNobodyIsThere(t *testing.T) {
	places := newHome(t)
	agent := New(places, "1.2.3")
	ready, ended := make(chan struct{}), make(chan error, 1)
	go func() { ended <- agent.Run(context.Background(), func() { close(ready) }) }()
	<-ready
	agent.count(1)
	agent.leaveIfIdle()
	select {
	case <-ended:
		t.Fatal("it left although somebody was there")
	default:
	}
	agent.count(-1)
	agent.idle.Reset(time.Nanosecond)
	if err := <-ended; err != nil {
		t.Error(err)
	}
}
