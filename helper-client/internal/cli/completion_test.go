package cli

import (
	"io"
	"net/http"
	"strings"
	"testing"

	"vouch.dev/client/internal/hostsfile"
	"vouch.dev/client/internal/iamtest"
	"vouch.dev/client/internal/message"
)

// completes asks as a shell does, and returns the words without the directive.
func completes(t *testing.T, environment map[string]string, args ...string) string {
	t.Helper()
	status, out, _ := runIn(t, environment, append([]string{"__complete"}, args...)...)
	if status != message.ExitOK {
		t.Errorf("%v: status %d, %s", args, status, out)
	}
	words, _, _ := strings.Cut(out, ":")
	return words
}

func TestHostsAreCompletedFromTheLastLogin(t *testing.T) {
	environment := desk(t, append(withECR(), hostsfile.Entry{Host: "ghcr.io", Provider: "github"}))
	for _, args := range [][]string{{"scope", "set", "1"}, {"scope", "clear", "1"}, {"scope", "show", "1"}, {"setup", "docker", "--configure", "1"}} {
		if words := completes(t, environment, args...); words != ecr+"\n" {
			t.Errorf("%v: %q", args, words)
		}
	}
	if words := completes(t, environment, "why", ""); words != ecr+"/\nghcr.io/\n" {
		t.Errorf("%q", words)
	}
	if words := completes(t, environment, "scope", "set", ecr, ""); words != "" {
		t.Errorf("a repository: %q", words)
	}
}

func TestCompletionKnowsNothingInSilence(t *testing.T) {
	iamtest.Identify(t)
	gone := map[string]string{"VOUCH_HOME": t.TempDir(), "VOUCH_SERVER": "http://127.0.0.1:1"}
	for _, args := range [][]string{{"scope", "set", ""}, {"why", ""}, {"admin", "users", "disable", ""}, {"admin", "keys", "list", ""}} {
		status, out, errs := runIn(t, gone, append([]string{"__complete"}, args...)...)
		if words, _, _ := strings.Cut(out, ":"); status != message.ExitOK || words != "" || strings.Contains(errs, "error") {
			t.Errorf("%v: status %d, %q, %q", args, status, out, errs)
		}
	}
}

func TestUsersAreCompletedFromTheServer(t *testing.T) {
	iamtest.Identify(t)
	server := iamtest.Serve(t, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		_, _ = io.WriteString(w, `{"users":[{"id":"ann@example.com","groups":["platform"]},{"id":"bob@example.com","groups":["platform","release"]}]}`)
	}))
	environment := map[string]string{"VOUCH_HOME": t.TempDir(), "VOUCH_SERVER": server.URL}
	for _, args := range [][]string{
		{"admin", "users", "disable", "b"},
		{"admin", "users", "enable", "b"},
		{"admin", "keys", "list", "b"},
		{"admin", "keys", "remove", "b"},
		{"admin", "sessions", "list", "--user", "b"},
	} {
		if words := completes(t, environment, args...); words != "bob@example.com\n" {
			t.Errorf("%v: %q", args, words)
		}
	}
	if words := completes(t, environment, "admin", "users", "invite", "x@example.com", "--group", ""); words != "platform\nrelease\n" {
		t.Errorf("groups: %q", words)
	}
}

func TestEveryShellHasItsScript(t *testing.T) {
	for _, shell := range []string{"bash", "zsh", "fish"} {
		if status, out, _ := runIn(t, nil, "completion", shell); status != message.ExitOK || !strings.Contains(out, "vouch") {
			t.Errorf("%s: status %d", shell, status)
		}
	}
}
