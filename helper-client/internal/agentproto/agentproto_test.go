package agentproto

import (
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"vouch.dev/client/internal/secret"
)

// listening is a socket with an agent that the test plays.
func listening(t *testing.T) (string, net.Listener) {
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
	return path, listener
}

func soon() time.Time { return time.Now().Add(10 * time.Second) }

func connected(t *testing.T) (*Conn, net.Conn) {
	t.Helper()
	path, listener := listening(t)
	conn, err := Dial(path, soon())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(conn.Close)
	agent, err := listener.Accept()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = agent.Close() })
	return conn, agent
}

func TestACredentialCrossesTheSocketAndShowsNowhereElse(t *testing.T) {
	sent := Credential{"AWS", secret.New("canary<&>\u2028"), time.Date(2026, 11, 21, 10, 0, 0, 0, time.UTC)}
	line, err := Encode(Answer{Credential: &sent})
	if err != nil {
		t.Fatal(err)
	}
	var got Answer
	if err := json.Unmarshal(line, &got); err != nil || got.Credential.Secret.Reveal() != sent.Secret.Reveal() ||
		got.Credential.Username != "AWS" || !got.Credential.ExpiresAt.Equal(sent.ExpiresAt) {
		t.Errorf("%+v, %v", got, err)
	}
	if shown := fmt.Sprintf("%v %+v %#v", got, got.Credential, *got.Credential); strings.Contains(shown, "canary") {
		t.Error(shown)
	}
}

func TestAnAnswerMayComeInPieces(t *testing.T) {
	conn, agent := connected(t)
	go func() {
		_, _ = agent.Read(make([]byte, MaxLine))
		for _, piece := range []string{`{"sta`, `tus":{"user":"` + strings.Repeat("u", 9000) + `"`, "}}", "\n"} {
			_, _ = agent.Write([]byte(piece))
		}
	}()
	if answer, err := conn.Call(Request{Op: OpStatus}, soon()); err != nil || len(answer.Status.User) != 9000 {
		t.Errorf("%+v, %v", answer, err)
	}
}

func TestNoAgentIsAnAnswerOfItsOwn(t *testing.T) {
	path, listener := listening(t)
	if _, err := Dial(path+"x", soon()); !errors.Is(err, ErrNoAgent) {
		t.Errorf("no socket: %v", err)
	}
	if unix, ok := listener.(*net.UnixListener); ok {
		unix.SetUnlinkOnClose(false)
	}
	_ = listener.Close()
	if _, err := Dial(path, soon()); !errors.Is(err, ErrNoAgent) {
		t.Errorf("nobody listens: %v", err)
	}
}

func TestASilentAgentMeetsTheDeadline(t *testing.T) {
	conn, _ := connected(t)
	if _, err := conn.Call(Request{Op: OpStatus}, time.Now().Add(20*time.Millisecond)); !errors.Is(err, ErrDeadline) {
		t.Errorf("%v", err)
	}
	if _, err := conn.Call(Request{Op: OpStatus}, time.Now()); !errors.Is(err, ErrDeadline) {
		t.Errorf("a deadline that is past: %v", err)
	}
}

func TestAnInterruptEndsACall(t *testing.T) {
	conn, agent := connected(t)
	go func() {
		_, _ = agent.Read(make([]byte, MaxLine)) // the call has begun
		conn.Interrupt()
	}()
	if _, err := conn.Call(Request{Op: OpLoginWait}, soon()); !errors.Is(err, ErrClosed) {
		t.Errorf("%v", err)
	}
	conn.Close()
	conn.Close()
	conn.Interrupt() // after Close: nothing happens
}

func TestALineHasALimit(t *testing.T) {
	conn, agent := connected(t)
	go func() { _, _ = agent.Write([]byte(strings.Repeat("x", MaxLine+1))) }()
	if _, err := conn.Call(Request{Op: OpStatus}, soon()); !errors.Is(err, ErrTooLong) {
		t.Errorf("%v", err)
	}
	if _, err := Encode(Request{Host: strings.Repeat("x", MaxLine)}); !errors.Is(err, ErrTooLong) {
		t.Errorf("%v", err)
	}
}

func TestACredentialInAnotherFormIsGarbage(t *testing.T) {
	const good = `{"credential":{"username":"AWS","secret":"s","expires_at":"2026-11-21T10:00:00Z"}}`
	for name, reply := range map[string]string{
		"":                  good,
		"two secrets":       strings.Replace(good, `"secret":"s"`, `"secret":"s","secret":"t"`, 1),
		"an unknown member": strings.Replace(good, `"secret":"s"`, `"secret":"s","token":"t"`, 1),
		"a number":          strings.Replace(good, `"s"`, `1`, 1),
		"no time":           strings.Replace(good, `2026-11-21T10:00:00Z`, `tomorrow`, 1),
		"two credentials":   strings.Replace(good, `{"credential"`, `{"credential":{},"credential"`, 1),
		"no object":         `{"credential":"s"}`,
		"something after":   good + " {}",
	} {
		conn, agent := connected(t)
		go func() {
			_, _ = agent.Read(make([]byte, MaxLine))
			_, _ = agent.Write([]byte(reply + "\n"))
		}()
		answer, err := conn.Credential("registry.example.com", soon())
		if name == "" {
			if err != nil || answer.Credential == nil || answer.Credential.Secret.Reveal() != "s" {
				t.Errorf("%+v, %v", answer, err)
			}
		} else if !errors.Is(err, ErrGarbage) {
			t.Errorf("%s: %+v, %v", name, answer, err)
		}
	}
}

func TestAskingForACredentialIsTheRequestThatEncodeMakes(t *testing.T) {
	want, err := Encode(Request{Version: Version, Op: OpCredential, Host: "registry.example.com:5000"})
	if err != nil {
		t.Fatal(err)
	}
	conn, agent := connected(t)
	go func() { _, _ = conn.Credential("registry.example.com:5000", soon()) }()
	got := make([]byte, MaxLine)
	n, err := agent.Read(got)
	if err != nil || string(got[:n]) != string(want) {
		t.Errorf("%q, %v, want %q", got[:n], err, want)
	}
}
