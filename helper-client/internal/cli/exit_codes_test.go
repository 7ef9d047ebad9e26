package cli

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"vouch.dev/client/internal/agentproto"
	"vouch.dev/client/internal/message"
)

func failing(code message.Code, pairs ...string) agentproto.Answer {
	return agentproto.Answer{Problem: agentproto.ProblemOf(message.New(code, nil, pairs...))}
}

// TestEachExitStatusHasItsCase runs one command line for each documented status.
func TestEachExitStatusHasItsCase(t *testing.T) {
	docker := desk(t, withECR())
	dockerSays(t, docker, "{")
	cut := filepath.Join(t.TempDir(), "log.jsonl")
	if err := os.WriteFile(cut, []byte("{}\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	agent := func(answer agentproto.Answer) map[string]string {
		environment, _ := agentSays(t, answer)
		return environment
	}
	seen := map[message.Exit]bool{}
	for _, row := range []struct {
		want        message.Exit
		environment map[string]string
		args        string
	}{
		{message.ExitOK, nil, "version"},
		{message.ExitFailed, nil, "audit verify --from " + cut},
		{message.ExitUsage, nil, "version extra"},
		{message.ExitUsage, docker, "why " + ecr},
		{message.ExitNotLoggedIn, docker, "status"},
		{message.ExitNotLoggedIn, agent(failing(message.NoSession, "why", "")), "status"},
		{message.ExitRefused, agent(explained("refused")), "why " + ecr + "/team-a/app"},
		{message.ExitRefused, docker, "why other.example/team-a/app"},
		{message.ExitUnreachable, agent(failing(message.Unreachable, "what", "w", "why", "y")), "why " + ecr + "/team-a/app"},
		{message.ExitLocal, docker, "setup docker"},
		{message.ExitLocal, map[string]string{}, "status"},
		{message.ExitProtocol, agent(agentproto.Answer{}), "status"},
	} {
		status, _, errs := runIn(t, row.environment, strings.Fields(row.args)...)
		if status != row.want {
			t.Errorf("vouch %s: status %d and not %d: %s", row.args, status, row.want, errs)
		}
		seen[status] = true
	}
	seen[interruptedStatus(t)] = true
	for _, exit := range message.Exits() {
		if !seen[exit.Status] {
			t.Errorf("no case for %d", exit.Status)
		}
	}
}

func interruptedStatus(t *testing.T) message.Exit {
	t.Helper()
	environment, _ := agentSays(t, agentproto.Answer{})
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	var out, errs bytes.Buffer
	return message.Exit(Run(ctx, Env{
		Stdin: strings.NewReader(""), Stdout: &out, Stderr: &errs, Getenv: func(name string) string { return environment[name] },
	}, []string{"status"}))
}

func TestTheDocumentedExitStatusesAreTheseOnes(t *testing.T) {
	page, err := os.ReadFile("../../../docs/client.md")
	if err != nil {
		t.Fatal(err)
	}
	var want strings.Builder
	want.WriteString("| status | meaning |\n| --- | --- |\n")
	for _, exit := range message.Exits() {
		fmt.Fprintf(&want, "| %d | %s |\n", exit.Status, exit.Meaning)
	}
	if !strings.Contains(string(page), want.String()+"\n") {
		t.Errorf("docs/client.md needs this table:\n%s", want.String())
	}
}

func TestWithJSONAnErrorIsJSONToo(t *testing.T) {
	for args, want := range map[string]string{
		"why " + ecr + "/team-a/app --json": "no_agent",
		"scope show x.example --json":       "registry_unsupported",
		"version --json extra":              "usage",
		"version --nonsense --json":         "usage",
		"audit verify --json --from /none":  "export_missing",
		"audit list --json --since x":       "since_malformed",
	} {
		status, _, errs := runIn(t, desk(t, withECR()), strings.Fields(args)...)
		var told struct {
			Error struct {
				Code, What string
				Exit       message.Exit
			}
		}
		if err := json.Unmarshal([]byte(errs), &told); err != nil || told.Error.Code != want || told.Error.Exit != status || told.Error.What == "" {
			t.Errorf("vouch %s: status %d, %v\n%s", args, status, err, errs)
		}
	}
}

func TestWithoutJSONAnErrorIsForPeople(t *testing.T) {
	if _, _, errs := runIn(t, desk(t, withECR()), "status"); !strings.HasPrefix(errs, "error: ") {
		t.Errorf("%s", errs)
	}
}
