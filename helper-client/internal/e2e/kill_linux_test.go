package e2e

import (
	"encoding/json"
	"errors"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"vouch.dev/client/internal/brokertest"
	"vouch.dev/client/internal/faulttest"
	"vouch.dev/client/internal/hostsfile"
)

// thoroughly is how often each of three signals is sent at each point. That takes
// minutes, so that `make test` sends two of them once (SIGINT takes SIGTERM's way):
//
//	VOUCH_KILLS=25 go test -timeout 60m -run Killed ./internal/e2e
func thoroughly(t *testing.T) (times int, signals []syscall.Signal) {
	t.Helper()
	text := os.Getenv("VOUCH_KILLS")
	if text == "" {
		return 1, []syscall.Signal{syscall.SIGKILL, syscall.SIGTERM}
	}
	times, err := strconv.Atoi(text)
	if err != nil || times < 1 {
		t.Fatalf("VOUCH_KILLS is %q", text)
	}
	return times, []syscall.Signal{syscall.SIGKILL, syscall.SIGTERM, syscall.SIGINT}
}

// traced is a run of a program under trace, and what it printed.
type traced struct {
	faulttest.Report
	stdout, stderr string
}

// trace runs a program of this machine and sends the signal before its call
// number at; 0 is never.
func (m *machine) trace(at int, signal syscall.Signal, input, program string, args ...string) traced {
	m.t.Helper()
	files := make([]*os.File, 0, 3)
	for _, name := range []string{"in", "out", "err"} {
		file, err := os.Create(filepath.Join(m.home, name))
		if err != nil {
			m.t.Fatal(err)
		}
		defer file.Close()
		files = append(files, file)
	}
	if _, err := files[0].WriteAt([]byte(input), 0); err != nil {
		m.t.Fatal(err)
	}
	command := m.command(input, program, args...)
	report, err := faulttest.Run(faulttest.Trace{
		Program: command.Args, Env: command.Env, Stdin: files[0], Stdout: files[1], Stderr: files[2],
		At: at, Signal: signal, Within: 2 * time.Minute,
	})
	if err != nil || report.Late {
		m.t.Fatalf("%s %v: %+v, %v", program, args, report, err)
	}
	return traced{report, readAll(m.t, files[1].Name()), readAll(m.t, files[2].Name())}
}

func readAll(t *testing.T, path string) string {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		t.Fatal(err)
	}
	return string(data)
}

// filesAreWhole holds every file in VOUCH_HOME against what may stand there.
func (m *machine) filesAreWhole() {
	m.t.Helper()
	folder := filepath.Join(m.home, "v")
	if _, err := hostsfile.Read(filepath.Join(folder, "hosts")); err != nil && !errors.Is(err, hostsfile.ErrNone) {
		m.t.Fatalf("hosts: %v", err)
	}
	var config struct{ Server string }
	text := readAll(m.t, filepath.Join(folder, "config.json"))
	if text != "" && (json.Unmarshal([]byte(text), &config) != nil || config.Server != m.broker.URL) {
		m.t.Fatalf("config.json: %q", text)
	}
}

// nothingIsLeft: after a command that went well no file is there that it does not need.
func (m *machine) nothingIsLeft() {
	m.t.Helper()
	for name := range m.files() {
		switch name {
		case "config.json", "hosts", "run/agent.lock", "run/start.lock", "run/agent.sock":
		default:
			m.t.Fatalf("%s is left behind", name)
		}
	}
}

// files are the paths below VOUCH_HOME with their contents.
func (m *machine) files() map[string]string {
	m.t.Helper()
	found := map[string]string{}
	folder := filepath.Join(m.home, "v")
	err := filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		name, _ := filepath.Rel(folder, path)
		found[name] = ""
		if entry.Type().IsRegular() {
			found[name] = readAll(m.t, path)
		}
		return nil
	})
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		m.t.Fatal(err)
	}
	return found
}

// everyPoint runs one case for each signal, each point and each repeat.
func everyPoint(t *testing.T, calls []string, once func(at int, signal syscall.Signal)) {
	t.Helper()
	times, signals := thoroughly(t)
	for _, signal := range signals {
		for at := 1; at <= len(calls); at++ {
			for range times {
				once(at, signal)
			}
		}
	}
	t.Logf("%d points × %d signals × %d times: %v", len(calls), len(signals), times, calls)
}

func TestAHelperKilledAnywhereChangesNothingAndTheNextOneWorks(t *testing.T) {
	m := newMachine(t)
	m.login()
	whole := m.trace(0, 0, brokertest.Host, "docker-credential-vouch", "get")
	if len(whole.Calls) < 4 || !strings.Contains(whole.stdout, brokertest.SecretCanary) {
		t.Fatalf("the case without a kill: %+v", whole)
	}
	before := m.files()
	everyPoint(t, whole.Calls, func(at int, signal syscall.Signal) {
		got := m.trace(at, signal, brokertest.Host, "docker-credential-vouch", "get")
		if got.stdout != "" && got.stdout != whole.stdout {
			t.Fatalf("%s before call %d: half an answer %q", signal, at, got.stdout)
		}
		if next := m.get(brokertest.Host); next.status != 0 || next.stdout != whole.stdout {
			t.Fatalf("%s before call %d, the next get: %+v", signal, at, next)
		}
		if !maps.Equal(m.files(), before) {
			t.Fatalf("%s before call %d: the files changed", signal, at)
		}
	})
	if m.broker.Mints() != 1 {
		t.Errorf("%d mints", m.broker.Mints())
	}
}

func TestALoginKilledAnywhereLeavesTheNextLoginWorking(t *testing.T) {
	m := newMachine(t)
	whole := m.trace(0, 0, "", "vouch", "login", "--server", m.broker.URL)
	if len(whole.Calls) < 10 || !strings.Contains(whole.stdout, "Logged in as") {
		t.Fatalf("the case without a kill: %+v", whole)
	}
	everyPoint(t, whole.Calls, func(at int, signal syscall.Signal) {
		m.forget()
		m.trace(at, signal, "", "vouch", "login", "--server", m.broker.URL)
		m.filesAreWhole()
		m.worksAgain(at, signal)
	})
}

// forget makes the machine one that nobody has logged in on.
func (m *machine) forget() {
	m.t.Helper()
	m.vouch("logout")
	if err := os.RemoveAll(filepath.Join(m.home, "v")); err != nil {
		m.t.Fatal(err)
	}
}

// worksAgain logs in and asks for a credential.
func (m *machine) worksAgain(at int, signal syscall.Signal) {
	m.t.Helper()
	if got := m.vouch("login", "--server", m.broker.URL); got.status != 0 {
		m.t.Fatalf("%s before call %d, the next login: %+v", signal, at, got)
	}
	if got := m.get(brokertest.Host); got.status != 0 || !strings.Contains(got.stdout, brokertest.SecretCanary) {
		m.t.Fatalf("%s before call %d, the next get: %+v", signal, at, got)
	}
	m.filesAreWhole()
	m.nothingIsLeft()
}

func TestAnAgentKilledAnywhereLeavesTheNextLoginWorking(t *testing.T) {
	m := newMachine(t)
	whole := m.agentLife(0, 0)
	if len(whole.Calls) < 20 || whole.Status.ExitStatus() != 0 {
		t.Fatalf("the case without a kill: %+v", whole)
	}
	everyPoint(t, whole.Calls, func(at int, signal syscall.Signal) {
		m.forget()
		m.agentLife(at, signal)
		m.filesAreWhole()
		m.worksAgain(at, signal)
	})
}

// dockerConfig is a config.json with things in it that are not Vouch's.
const dockerConfig = "{\n\t\"auths\": {\n\t\t\"ghcr.io\": {\"auth\": \"eDp5\"}\n\t},\n\t\"HttpHeaders\": {\"a\": 12345678901234567890}\n}\n"

func TestASetupKilledAnywhereLeavesDockersConfigWhole(t *testing.T) {
	m := newMachine(t)
	m.login()
	folder := filepath.Join(m.home, ".docker")
	if err := os.Mkdir(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(folder, "config.json")
	reset := func() {
		if err := os.WriteFile(path, []byte(dockerConfig), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	setup := []string{"setup", "docker", "--configure", brokertest.Host}
	reset()
	whole := m.trace(0, 0, "", "vouch", setup...)
	after := readAll(t, path)
	if len(whole.Calls) < 6 || !strings.Contains(after, `"`+brokertest.Host+`": "vouch"`) || !strings.Contains(after, "12345678901234567890") {
		t.Fatalf("the case without a kill: %+v, %s", whole, after)
	}
	everyPoint(t, whole.Calls, func(at int, signal syscall.Signal) {
		reset()
		m.trace(at, signal, "", "vouch", setup...)
		if now := readAll(t, path); now != dockerConfig && now != after {
			t.Fatalf("%s before call %d: %q", signal, at, now)
		}
		if got := m.vouch(setup...); got.status != 0 || readAll(t, path) != after {
			t.Fatalf("%s before call %d, the next setup: %+v", signal, at, got)
		}
		reset()
		m.vouch(setup...) // writes again, and so sweeps
		if entries, err := os.ReadDir(folder); err != nil || len(entries) != 1 {
			t.Fatalf("%s before call %d: left behind %v, %v", signal, at, entries, err)
		}
	})
}

// agentLife runs an agent under trace through a login, a credential and a logout.
func (m *machine) agentLife(at int, signal syscall.Signal) traced {
	m.t.Helper()
	done := make(chan traced, 1)
	go func() { done <- m.trace(at, signal, "", "vouch", "agent") }()
	ended := func() bool { return len(done) > 0 }
	m.eventually("the agent serves, or has ended", func() bool {
		_, err := os.Lstat(m.socket())
		return err == nil || ended()
	})
	m.vouch("login", "--server", m.broker.URL)
	m.get(brokertest.Host)
	m.vouch("logout")
	return <-done
}
