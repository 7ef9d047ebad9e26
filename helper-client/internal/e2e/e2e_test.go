package e2e

import (
	"bufio"
	"encoding/json"
	"io/fs"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"syscall"
	"testing"

	"vouch.dev/client/internal/brokertest"
)

const notFound = "credentials not found in native keychain\n"

func TestALoginGivesCredentialsUntilLogout(t *testing.T) {
	m := newMachine(t)
	got := m.vouch("login", "--server", m.broker.URL)
	if got.status != 0 || !strings.Contains(got.stdout, "Logged in as user@example.com") {
		t.Fatalf("login: %+v", got)
	}
	if !regexp.MustCompile(`(?m)^Confirmation code: [0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}$`).MatchString(got.stderr) {
		t.Errorf("no confirmation code: %q", got.stderr)
	}
	var answer struct{ ServerURL, Username, Secret string }
	got = m.get("https://" + brokertest.Host + "/v2/")
	if err := json.Unmarshal([]byte(got.stdout), &answer); err != nil || got.status != 0 || got.stderr != "" {
		t.Fatalf("get: %+v, %v", got, err)
	}
	if answer.ServerURL != "https://"+brokertest.Host+"/v2/" || answer.Username != "AWS" || answer.Secret != brokertest.SecretCanary+"-1" {
		t.Errorf("get: %+v", answer)
	}
	if got := m.vouch("status"); got.status != 0 || !regexp.MustCompile(`credential in memory +until 2`).MatchString(got.stdout) {
		t.Errorf("status: %+v", got)
	}
	if got := m.vouch("logout"); got.status != 0 || m.broker.LiveSessions() != 0 {
		t.Errorf("logout: %+v, %d sessions", got, m.broker.LiveSessions())
	}
	if _, err := os.Lstat(m.socket()); err == nil {
		t.Error("the socket is still there")
	}
	got = m.get(brokertest.Host)
	if got.status != 1 || got.stdout == notFound || strings.Count(got.stdout, "\n") != 1 || !strings.Contains(got.stderr, "run: vouch login") {
		t.Errorf("get after logout: %+v", got)
	}
}

func TestSixtyFourParallelMissesAreOneMint(t *testing.T) {
	m := newMachine(t)
	m.login()
	var together sync.WaitGroup
	answers := make([]result, 64)
	for i := range answers {
		together.Go(func() { answers[i] = m.run(brokertest.Host, "docker-credential-vouch", "get") })
	}
	together.Wait()
	for i, got := range answers {
		if got.status != 0 || got.stdout != answers[0].stdout {
			t.Errorf("answer %d: %+v", i, got)
		}
	}
	if m.broker.Mints() != 1 || m.broker.Count("POST /credentials/aws") != 1 {
		t.Errorf("%d mints, %d requests", m.broker.Mints(), m.broker.Count("POST /credentials/aws"))
	}
}

func TestNoSecretIsPrintedOrKept(t *testing.T) {
	m := newMachine(t)
	m.login()
	if got := m.get(brokertest.Host); !strings.Contains(got.stdout, "canary") {
		t.Fatalf("there is no secret to be found: %+v", got)
	}
	for _, args := range [][]string{
		{"status"},
		{"status", "--json"},
		{"why", brokertest.Host + "/team-a/app"},
		{"why", brokertest.Host + "/team-a/app", "--push", "--json"},
		{"setup", "docker"},
		{"login"},
		{"version", "--json"},
	} {
		m.vouch(args...)
	}
	m.broker.EndSessions()
	m.get(brokertest.Host)
	m.vouch("status")
	err := filepath.WalkDir(m.home, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || !entry.Type().IsRegular() {
			return err
		}
		data, err := os.ReadFile(path)
		m.said.Write(data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if said := m.said.String(); strings.Contains(said, "canary") {
		t.Errorf("a secret shows:\n%s", said)
	}
}

func TestASecondLoginReplacesTheSession(t *testing.T) {
	m := newMachine(t)
	m.login()
	m.get(brokertest.Host)
	if got := m.vouch("login"); got.status != 0 {
		t.Fatalf("second login, with the server remembered: %+v", got)
	}
	m.eventually("the first session is revoked", func() bool { return m.broker.LiveSessions() == 1 })
	if got := m.get(brokertest.Host); got.status != 0 || m.broker.Mints() != 2 {
		t.Errorf("get in the second session: %+v, %d mints", got, m.broker.Mints())
	}
}

func TestAFailedLoginLeavesTheSession(t *testing.T) {
	m := newMachine(t)
	m.login()
	m.broker.Set(func(s *brokertest.Settings) { s.AnswerIss = "https://evil.example" })
	got := m.vouch("login")
	if got.status != 1 || !strings.Contains(got.stderr, "came from another server") {
		t.Errorf("login: %+v", got)
	}
	if got := m.get(brokertest.Host); got.status != 0 {
		t.Errorf("get in the first session: %+v", got)
	}
}

func TestAnAgentThatDiedIsReplaced(t *testing.T) {
	m := newMachine(t)
	if err := os.MkdirAll(filepath.Dir(m.socket()), 0o700); err != nil {
		t.Fatal(err)
	}
	listener, err := net.ListenUnix("unix", &net.UnixAddr{Name: m.socket(), Net: "unix"})
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(m.socket(), 0o600); err != nil {
		t.Fatal(err)
	}
	listener.SetUnlinkOnClose(false) // as a killed agent leaves it
	if err := listener.Close(); err != nil {
		t.Fatal(err)
	}
	m.login()
	if got := m.get(brokertest.Host); got.status != 0 {
		t.Errorf("get: %+v", got)
	}
}

func TestASquattedSocketIsRefused(t *testing.T) {
	for name, squat := range map[string]func(t *testing.T, m *machine){
		"open to others": func(t *testing.T, m *machine) {
			t.Helper()
			listener, err := net.ListenUnix("unix", &net.UnixAddr{Name: m.socket(), Net: "unix"})
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { _ = listener.Close() })
			if err := os.Chmod(m.socket(), 0o666); err != nil {
				t.Fatal(err)
			}
		},
		"a link": func(t *testing.T, m *machine) {
			t.Helper()
			if err := os.Symlink("/nowhere", m.socket()); err != nil {
				t.Fatal(err)
			}
		},
		"a file": func(t *testing.T, m *machine) {
			t.Helper()
			if err := os.WriteFile(m.socket(), nil, 0o600); err != nil {
				t.Fatal(err)
			}
		},
		"another user's": func(t *testing.T, m *machine) {
			t.Helper()
			listener, err := net.ListenUnix("unix", &net.UnixAddr{Name: m.socket(), Net: "unix"})
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { _ = listener.Close() })
			if err := os.Chmod(m.socket(), 0o600); err != nil {
				t.Fatal(err)
			}
			if os.Getuid() != 0 { // only root can give a socket away; peer.TestASocketOfAnotherUserIsRefused has the rule
				_ = os.Chmod(m.socket(), 0o606)
				return
			}
			if err := os.Chown(m.socket(), 65534, 65534); err != nil {
				t.Fatal(err)
			}
		},
		"an open folder": func(t *testing.T, m *machine) {
			t.Helper()
			if err := os.Chmod(filepath.Dir(m.socket()), 0o755); err != nil {
				t.Fatal(err)
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			m := newMachine(t)
			m.t = t
			m.login()
			m.vouch("logout")
			squat(t, m)
			if got := m.get(brokertest.Host); got.status != 1 || got.stdout == notFound || !strings.Contains(got.stderr, "not to be trusted") {
				t.Errorf("get: %+v", got)
			}
			if got := m.vouch("login"); got.status != 6 || !strings.Contains(got.stderr, "not to be trusted") {
				t.Errorf("login: %+v", got)
			}
			if err := os.RemoveAll(filepath.Dir(m.socket())); err != nil {
				t.Fatal(err)
			}
		})
	}
}

func TestAnInterruptedLoginEndsCleanly(t *testing.T) {
	m := newMachine(t)
	command := m.command("", "vouch", "login", "--no-browser", "--server", m.broker.URL)
	stderr, err := command.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(stderr)
	var address *url.URL
	for address == nil && lines.Scan() {
		if strings.HasPrefix(lines.Text(), m.broker.URL) {
			address, err = url.Parse(lines.Text())
			if err != nil {
				t.Fatal(err)
			}
		}
	}
	if address == nil {
		t.Fatal("no address was printed")
	}
	redirect, err := url.Parse(address.Query().Get("redirect_uri"))
	if err != nil {
		t.Fatal(err)
	}
	if err := command.Process.Signal(syscall.SIGINT); err != nil {
		t.Fatal(err)
	}
	var rest strings.Builder
	for lines.Scan() {
		rest.WriteString(lines.Text() + "\n")
	}
	if err := command.Wait(); err == nil || command.ProcessState.ExitCode() != 130 || rest.String() != "error: interrupted\n" {
		t.Errorf("status %d, %q", command.ProcessState.ExitCode(), rest.String())
	}
	m.eventually("the agent has closed the port of the redirect", func() bool {
		conn, err := net.Dial("tcp", redirect.Host)
		if err == nil {
			_ = conn.Close()
		}
		return err != nil
	})
}

func TestADisabledUserIsRefusedWithTheReason(t *testing.T) {
	m := newMachine(t)
	m.login()
	m.broker.EndSessions()
	got := m.get(brokertest.Host)
	if got.status != 1 || got.stdout == notFound || !strings.Contains(got.stderr, "ended the session: the session is over") {
		t.Errorf("get: %+v", got)
	}
	if got := m.vouch("status"); got.status != 3 || !strings.Contains(got.stderr, "error: not logged in") {
		t.Errorf("status: %+v", got)
	}
}

func TestAServerThatIsDownIsNamed(t *testing.T) {
	m := newMachine(t)
	m.login()
	m.broker.Close()
	got := m.get(brokertest.Host)
	if got.status != 1 || got.stdout == notFound || !strings.Contains(got.stderr, m.broker.URL+" cannot be reached") {
		t.Errorf("get: %+v", got)
	}
	got = m.vouch("logout")
	if got.status != 5 || !strings.Contains(got.stderr, "the server could not be told") {
		t.Errorf("logout: %+v", got)
	}
	if got := m.vouch("login"); got.status != 5 || !strings.Contains(got.stderr, "cannot be reached") {
		t.Errorf("login: %+v", got)
	}
}
