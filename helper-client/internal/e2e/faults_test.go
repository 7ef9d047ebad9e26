package e2e

import (
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"vouch.dev/client/internal/brokertest"
)

// answering makes the server answer one route in another way.
func (m *machine) answering(route string, answer http.HandlerFunc) {
	m.broker.Set(func(s *brokertest.Settings) {
		s.Before = func(w http.ResponseWriter, r *http.Request) bool {
			if answer == nil || r.Method+" "+r.URL.Path != route {
				return false
			}
			answer(w, r)
			return true
		}
	})
}

func text(status int, kind, body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", kind)
		w.WriteHeader(status)
		_, _ = io.WriteString(w, body)
	}
}

func problem(status int, code string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) { brokertest.Problem(w, status, code, "not now", nil) }
}

// cut sends half an answer and ends the connection.
func cut(w http.ResponseWriter, _ *http.Request) {
	conn, _, err := http.NewResponseController(w).Hijack()
	if err == nil {
		_, _ = io.WriteString(conn, "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 500\r\n\r\n{\"username\":\"AWS\",\"secret\":\"canary-half")
		_ = conn.Close()
	}
}

// wrongAnswers are one thing each that a server does not do, and what the person is told.
func wrongAnswers() map[string]struct {
	answer http.HandlerFunc
	told   string
} {
	return map[string]struct {
		answer http.HandlerFunc
		told   string
	}{
		"a sign-in page": {text(200, "text/html", "<html>canary"), "did not answer as a Vouch server: status 200 with text/html"},
		"not JSON":       {text(200, "application/json", "canary"), "did not answer as a Vouch server: expected a value"},
		"two members":    {text(200, "application/json", `{"secret":"canary","secret":"x"}`), "duplicate member"},
		"too much":       {text(200, "application/json", strings.Repeat(" ", 300<<10)), "the answer is too long"},
		"a redirect":     {text(302, "text/html", "canary"), "sends on to another address"},
		"half an answer": {cut, "ended before the answer was complete"},
		"a 500":          {problem(500, "fault"), "code fault"},
		"a 503":          {problem(503, "unavailable"), "code unavailable"},
		"an error page":  {text(502, "text/html", "<html>canary"), "status 502 with text/html"},
	}
}

func TestAWrongAnswerIsToldAndTheNextGetWorks(t *testing.T) {
	m := newMachine(t)
	m.login()
	for name, row := range wrongAnswers() {
		m.answering("POST /credentials/aws", row.answer)
		got := m.get(brokertest.Host)
		if got.status != 1 || got.stdout == notFound || strings.Count(got.stdout, "\n") != 1 ||
			!strings.Contains(got.stderr, row.told) || !strings.Contains(got.stderr, "  run: ") || strings.Contains(got.stderr, "canary") {
			t.Errorf("%s: %+v", name, got)
		}
	}
	m.answering("", nil)
	if got := m.get(brokertest.Host); got.status != 0 || m.broker.Mints() != 1 {
		t.Errorf("the next get: %+v, %d mints", got, m.broker.Mints())
	}
}

func TestAWrongAnswerAtLoginLeavesTheSessionAndTheFiles(t *testing.T) {
	m := newMachine(t)
	m.login()
	if got := m.get(brokertest.Host); got.status != 0 {
		t.Fatalf("get: %+v", got)
	}
	before := m.settings()
	for _, route := range []string{"GET /.well-known/oauth-authorization-server", "POST /oauth/token", "GET /catalogue"} {
		for name, row := range wrongAnswers() {
			m.answering(route, row.answer)
			if got := m.vouch("login"); got.status == 0 || !strings.Contains(got.stderr, row.told) || strings.Contains(got.stderr, "canary") {
				t.Errorf("%s, %s: %+v", route, name, got)
			}
			if now := m.settings(); now != before {
				t.Fatalf("%s, %s: the files changed: %s", route, name, now)
			}
		}
	}
	m.answering("", nil)
	if got := m.get(brokertest.Host); got.status != 0 || m.broker.Mints() != 1 {
		t.Errorf("the first session: %+v, %d mints", got, m.broker.Mints())
	}
	if got := m.vouch("login"); got.status != 0 {
		t.Errorf("the next login: %+v", got)
	}
}

// settings are the files that vouch keeps.
func (m *machine) settings() string {
	m.t.Helper()
	var all strings.Builder
	for _, name := range []string{"config.json", "hosts"} {
		data, err := os.ReadFile(filepath.Join(m.home, "v", name))
		fmt.Fprintf(&all, "%s %v\n%s", name, err != nil, data)
	}
	return all.String()
}

func TestAThrottlingServerLeavesTheGoodCredentialAndNoExpiredOne(t *testing.T) {
	m := newMachine(t)
	m.broker.Set(func(s *brokertest.Settings) { s.Lifetime, s.Refresh = 6*time.Second, time.Second })
	m.login()
	first := m.get(brokertest.Host)
	m.answering("POST /credentials/aws", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Retry-After", "600")
		problem(http.StatusTooManyRequests, "throttled")(w, r)
	})
	if got := m.get(brokertest.Host); got != first {
		t.Errorf("while it is good: %+v", got)
	}
	m.eventually("the credential has ended", func() bool { return m.get(brokertest.Host).status != 0 })
	got := m.get(brokertest.Host)
	if got.stdout == notFound || strings.Contains(got.stdout, "canary") || !strings.Contains(got.stderr, "code throttled") ||
		!strings.Contains(got.stderr, "10m0s of patience") {
		t.Errorf("after its end: %+v", got)
	}
}

func TestAClockThatIsOffIsToldBeforeTheBrowserOpens(t *testing.T) {
	m := newMachine(t)
	for ahead, told := range map[time.Duration]string{
		-time.Hour: "is 1h0m", time.Hour: "behind that of", -2 * time.Minute: "ahead of that of", 2 * time.Minute: "is off",
	} {
		m.broker.Set(func(s *brokertest.Settings) { s.Ahead = ahead })
		got := m.vouch("login", "--server", m.broker.URL)
		if told != "is off" && !strings.Contains(got.stderr, told) || got.status == 0 || !strings.Contains(got.stderr, "1m0s is the limit") ||
			!strings.Contains(got.stderr, "set this machine's clock") || m.broker.Count("GET /oauth/authorize") != 0 {
			t.Errorf("the server %s ahead: %+v", ahead, got)
		}
	}
	m.broker.Set(func(s *brokertest.Settings) { s.Ahead = 45 * time.Second })
	m.login()
	if got := m.get(brokertest.Host); got.status != 0 {
		t.Errorf("45 s off: %+v", got)
	}
	m.broker.Set(func(s *brokertest.Settings) { s.Ahead, s.Lifetime = time.Hour, time.Minute })
	m.vouch("login")
	m.broker.Set(func(s *brokertest.Settings) { s.Ahead = 0 })
	m.login()
	m.broker.Set(func(s *brokertest.Settings) { s.Ahead = -time.Hour })
	got := m.get(brokertest.Host)
	if got.status != 1 || !strings.Contains(got.stderr, "this machine's clock is 1h0m") {
		t.Errorf("a clock that jumped: %+v", got)
	}
}

func TestTwoAgentsAtOnceAreOne(t *testing.T) {
	m := newMachine(t)
	first := m.command("", "vouch", "agent")
	if err := first.Start(); err != nil {
		t.Fatal(err)
	}
	m.eventually("the agent serves", func() bool {
		_, err := os.Lstat(m.socket())
		return err == nil
	})
	second := m.vouch("agent")
	if second.status == 0 || !strings.Contains(second.stderr, "an agent is running already") {
		t.Errorf("the second agent: %+v", second)
	}
	m.login() // through the first
	if got := m.get(brokertest.Host); got.status != 0 {
		t.Errorf("get: %+v", got)
	}
	m.vouch("logout")
	if err := first.Wait(); err != nil {
		t.Errorf("the first agent: %v", err)
	}
}

func TestManyLoginsAtOnceStartOneAgentAndLeaveOneSession(t *testing.T) {
	m := newMachine(t)
	var together sync.WaitGroup
	answers := make([]result, 8)
	for i := range answers {
		together.Go(func() { answers[i] = m.run("", "vouch", "login", "--server", m.broker.URL) })
	}
	together.Wait()
	for i, got := range answers {
		if got.status != 0 {
			t.Errorf("login %d: %+v", i, got)
		}
	}
	m.eventually("the sessions that were replaced are revoked", func() bool { return m.broker.LiveSessions() == 1 })
	if got := m.get(brokertest.Host); got.status != 0 {
		t.Errorf("get: %+v", got)
	}
}

func TestADamagedHostsFileIsMendedByTheNextLogin(t *testing.T) {
	m := newMachine(t)
	m.login()
	path := filepath.Join(m.home, "v", "hosts")
	if err := os.WriteFile(path, []byte("vouch-hosts 1\n\x00"), 0o600); err != nil {
		t.Fatal(err)
	}
	if got := m.get(brokertest.Host); got.status != 1 || got.stdout == notFound || !strings.Contains(got.stderr, "run: vouch login") {
		t.Errorf("get: %+v", got)
	}
	m.login()
	if got := m.get(brokertest.Host); got.status != 0 {
		t.Errorf("get after the login: %+v", got)
	}
}

func TestAHelperWhoseClientIsGoneFailsAndTheNextOneWorks(t *testing.T) {
	m := newMachine(t)
	m.login()
	reader, writer, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	_ = reader.Close() // nobody reads the answer
	command := m.command(brokertest.Host, "docker-credential-vouch", "get")
	command.Stdout = writer
	err = command.Run()
	_ = writer.Close()
	if err == nil {
		t.Error("an answer that nobody got is a success")
	}
	closed := exec.CommandContext(t.Context(), "/bin/sh", "-c", "docker-credential-vouch get >&-")
	closed.Env, closed.Stdin = command.Env, strings.NewReader(brokertest.Host)
	if out, err := closed.CombinedOutput(); strings.Contains(string(out), "canary") {
		t.Errorf("%s, %v", out, err)
	}
	if got := m.get(brokertest.Host); got.status != 0 || m.broker.Mints() != 1 {
		t.Errorf("the next get: %+v, %d mints", got, m.broker.Mints())
	}
}
