package e2e

import (
	"bufio"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"vouch.dev/client/internal/brokertest"
)

func (m *machine) logFile() string { return filepath.Join(m.home, "v", "log", "agent.log") }

func TestTheAgentKeepsNoLogUnlessAsked(t *testing.T) {
	m := newMachine(t)
	m.login()
	m.get(brokertest.Host)
	m.vouch("logout")
	if _, err := os.Lstat(filepath.Dir(m.logFile())); err == nil {
		t.Error("there is a log")
	}
}

func TestALogTellsWhatHappenedAndNoSecret(t *testing.T) {
	m := newMachine(t)
	if err := os.MkdirAll(filepath.Join(m.home, "v"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(m.home, "v", "config.json"), []byte(`{"server":"","log":true}`), 0o600); err != nil {
		t.Fatal(err)
	}
	m.login()
	m.login() // the setting outlives a login
	m.get(brokertest.Host)
	m.vouch("status")
	m.vouch("why", brokertest.Host+"/team-a/app")
	m.broker.EndSessions()
	m.vouch("status")
	m.vouch("logout")
	data, err := os.ReadFile(m.logFile())
	if err != nil {
		t.Fatal(err)
	}
	if info, err := os.Stat(m.logFile()); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v", info.Mode(), err)
	}
	for _, secret := range []string{brokertest.SecretCanary, brokertest.TokenCanary, "canary-inherited"} {
		if strings.Contains(string(data), secret) {
			t.Errorf("the log holds %s:\n%s", secret, data)
		}
	}
	told := map[string]bool{}
	lines := bufio.NewScanner(strings.NewReader(string(data)))
	for lines.Scan() {
		var line struct{ Msg, Op, Outcome, Registry string }
		if err := json.Unmarshal(lines.Bytes(), &line); err != nil {
			t.Errorf("%s: %v", lines.Text(), err)
		}
		told[strings.TrimSpace(line.Msg+" "+line.Op+" "+line.Outcome)] = true
	}
	for _, want := range []string{
		"started", "session", "request login-begin ok", "request login-wait ok", "request credential ok", "credential",
		"request status ok", "request explain ok", "request status no_session",
	} {
		if !told[want] {
			t.Errorf("nothing tells %q in\n%s", want, data)
		}
	}
}
