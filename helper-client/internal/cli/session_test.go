package cli

import (
	"bufio"
	"encoding/json"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"vouch.dev/client/internal/agentproto"
	"vouch.dev/client/internal/hostsfile"
	"vouch.dev/client/internal/message"
)

// agentSays plays an agent that gives every caller the same answer, and tells
// what it was asked.
func agentSays(t *testing.T, answer agentproto.Answer) (environment map[string]string, asked <-chan agentproto.Request) {
	t.Helper()
	folder, err := os.MkdirTemp("", "v") // short: a socket's path is limited
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(folder) })
	if err := hostsfile.Write(filepath.Join(folder, "hosts"), withECR()); err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(filepath.Join(folder, "run"), 0o700); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(folder, "run", "agent.sock")
	listener, err := net.Listen("unix", path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = listener.Close() })
	if err := os.Chmod(path, 0o600); err != nil {
		t.Fatal(err)
	}
	requests := make(chan agentproto.Request, 10)
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			line, _ := bufio.NewReader(conn).ReadBytes('\n')
			var request agentproto.Request
			_ = json.Unmarshal(line, &request)
			requests <- request
			reply, _ := agentproto.Encode(answer)
			_, _ = conn.Write(reply)
			_ = conn.Close()
		}
	}()
	return map[string]string{"VOUCH_HOME": folder}, requests
}

func explained(decision string) agentproto.Answer {
	return agentproto.Answer{Explanation: &agentproto.Explanation{
		Decision: decision, Reason: "denied_by_rule", Detail: "no-secrets denies push\x1b[2J", Help: "ask security@example.com",
		Rule: &agentproto.Rule{Kind: "denial", Name: "no-secrets", Owner: "security@example.com"},
	}}
}

func TestWhyTellsTheRuleAndItsOwner(t *testing.T) {
	environment, asked := agentSays(t, explained("refused"))
	status, out, errs := runIn(t, environment, "why", "https://"+ecr+"/team-a/app:1.0@sha256:ab", "--push")
	want := "refused: push " + ecr + "/team-a/app\n  rule: denial \"no-secrets\", owned by security@example.com\n" +
		"  why: no-secrets denies push [2J (denied_by_rule)\n  help: ask security@example.com\n"
	if status != message.ExitRefused || out != want || errs != "" {
		t.Errorf("status %d, %q, %q", status, out, errs)
	}
	if got := <-asked; got != (agentproto.Request{Version: 1, Op: agentproto.OpExplain, Host: ecr, Repository: "team-a/app", Action: "push"}) {
		t.Errorf("%+v", got)
	}
}

func TestWhyIsZeroWhenAllowed(t *testing.T) {
	environment, asked := agentSays(t, explained("allowed"))
	status, out, _ := runIn(t, environment, "why", ecr+"/team-a/app", "--json")
	var answer map[string]any
	if err := json.Unmarshal([]byte(out), &answer); err != nil || status != message.ExitOK || answer["decision"] != "allowed" ||
		answer["registry"] != ecr || answer["repository"] != "team-a/app" || answer["action"] != "pull" {
		t.Errorf("status %d, %s, %v", status, out, err)
	}
	if got := <-asked; got.Action != "pull" {
		t.Errorf("%+v", got)
	}
}

func TestWhyJSONKeepsItsStatusWhenRefused(t *testing.T) {
	environment, _ := agentSays(t, explained("refused"))
	if status, out, errs := runIn(t, environment, "why", ecr+"/team-a/app", "--json"); status != message.ExitRefused || !strings.HasPrefix(out, "{") || errs != "" {
		t.Errorf("status %d, %q, %q", status, out, errs)
	}
}

func TestWhyWantsAHostAndARepository(t *testing.T) {
	for _, args := range [][]string{{"why"}, {"why", ecr}, {"why", ecr + "/"}, {"why", "/app"}, {"why", "a/b", "c"}} {
		if status, _, errs := runIn(t, nil, args...); status != message.ExitUsage || !strings.HasPrefix(errs, "error: ") {
			t.Errorf("%v: status %d, %q", args, status, errs)
		}
	}
}

func TestWithoutAnAgentOneIsNotLoggedIn(t *testing.T) {
	environment := desk(t, withECR())
	for _, args := range [][]string{{"status"}, {"why", ecr + "/team-a/app"}} {
		status, out, errs := runIn(t, environment, args...)
		if status != message.ExitNotLoggedIn || out != "" || errs != "error: not logged in\n  why: no agent is running\n  run: vouch login\n" {
			t.Errorf("%v: status %d, %q, %q", args, status, out, errs)
		}
	}
	if status, out, _ := runIn(t, environment, "logout"); status != message.ExitOK || out != "Nobody is logged in.\n" {
		t.Errorf("logout: status %d, %q", status, out)
	}
	status, out, errs := runIn(t, environment, "status", "--json")
	want := "{\n  \"logged_in\": false,\n  \"code\": \"no_agent\",\n  \"reason\": \"not logged in: no agent is running\"\n}\n"
	if status != message.ExitNotLoggedIn || out != want || errs != "" {
		t.Errorf("status --json: %d, %q, %q", status, out, errs)
	}
}

func TestStatusDoesNotSayLoggedOutWhereItDoesNotKnow(t *testing.T) {
	environment, _ := agentSays(t, agentproto.Answer{})
	status, out, errs := runIn(t, environment, "status", "--json")
	if status != message.ExitProtocol || out != "" || strings.Count(errs, `"error"`) != 1 {
		t.Errorf("status %d, %q, %q", status, out, errs)
	}
}

func TestAnAnswerThatIsNotOneIsToldSo(t *testing.T) {
	environment, _ := agentSays(t, agentproto.Answer{})
	for _, args := range [][]string{{"status"}, {"why", ecr + "/team-a/app"}} {
		if status, _, errs := runIn(t, environment, args...); status != message.ExitProtocol || !strings.Contains(errs, "the agent's answer is not understood") {
			t.Errorf("%v: status %d, %q", args, status, errs)
		}
	}
}

func TestLoginWantsAServerOnce(t *testing.T) {
	environment := map[string]string{"VOUCH_HOME": t.TempDir()}
	for _, args := range [][]string{{"login"}, {"login", "--server", "http://vouch.example.com"}, {"login", "--server", "vouch"}} {
		if status, _, errs := runIn(t, environment, args...); status != message.ExitUsage || !strings.Contains(errs, "  run: vouch login --server https://HOST\n") {
			t.Errorf("%v: status %d, %q", args, status, errs)
		}
	}
}

func TestBrowserFollowsTheOrdinaryConvention(t *testing.T) {
	const url = "https://vouch.example.com/oauth/authorize?a=b&c=%20d"
	for setting, want := range map[string][][]string{
		"":                          nil,
		" : ":                       nil,
		"firefox":                   {{"firefox", url}},
		"firefox --new-window %s":   {{"firefox", "--new-window", url}},
		"open --url=%s --wait":      {{"open", "--url=" + url, "--wait"}},
		"one:two -x %s::/opt/third": {{"one", url}, {"two", "-x", url}, {"/opt/third", url}},
	} {
		if got := browserCommands(setting, url); !slices.EqualFunc(got, want, slices.Equal) {
			t.Errorf("%q: %v", setting, got)
		}
	}
}

func TestTheNextBrowserIsTriedWhenOneFails(t *testing.T) {
	folder := t.TempDir()
	env := Env{Getenv: func(string) string { return "/nowhere/browser:false:touch " + folder + "/opened-%s" }, Stderr: os.Stderr}
	marker := filepath.Join(folder, "opened-x")
	commands := browserCommands(env.Getenv("BROWSER"), "x")
	for i, want := range []bool{false, false, true} {
		if env.runBrowser(commands[i]) != want {
			t.Errorf("%v: want %v", commands[i], want)
		}
	}
	if _, err := os.Stat(marker); err != nil {
		t.Error(err)
	}
	env.Getenv = func(string) string { return "false" }
	<-env.openBrowser("x") // told that none opened
}
