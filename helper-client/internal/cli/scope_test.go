package cli

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"vouch.dev/client/internal/agentproto"
	"vouch.dev/client/internal/hostsfile"
	"vouch.dev/client/internal/message"
	"vouch.dev/client/internal/scope"
)

func scopesOf(environment map[string]string) scope.Folder {
	return scope.Folder(filepath.Join(environment["VOUCH_HOME"], "scopes"))
}

func TestScopeSetNarrowsShowTellsAndClearWidens(t *testing.T) {
	environment := desk(t, append(withECR(), hostsfile.Entry{Host: "registry.example:5000", Provider: "ecr"}))
	for _, step := range []struct{ args, out string }{
		{"scope show", "REGISTRY                                      SCOPE\n" + ecr + "  all that is allowed\nregistry.example:5000                         all that is allowed\n"},
		{"scope set https://" + ecr + "/v2/ team-b/app team-a/** --actions pull", ecr + ": from now on only pull of team-a/**, team-b/app\n"},
		{"scope list " + ecr, "REGISTRY                                      SCOPE\n" + ecr + "  only pull of team-a/**, team-b/app\n"},
		{"scope set " + ecr + " team-a/app", ecr + ": from now on only pull and push of team-a/app\n"},
		{"scope clear " + ecr, ecr + ": from now on all that is allowed\n"},
		{"scope clear " + ecr, ecr + ": no scope was chosen\n"},
	} {
		status, out, errs := runIn(t, environment, strings.Fields(step.args)...)
		if status != message.ExitOK || out != step.out || errs != "" {
			t.Errorf("vouch %s: status %d\n%s%s", step.args, status, out, errs)
		}
	}
}

func TestScopeRefusesWhatIsNoScopeAndChangesNothing(t *testing.T) {
	environment := desk(t, withECR())
	if status, _, errs := runIn(t, environment, "scope", "set", ecr, "team-a/app"); status != message.ExitOK {
		t.Fatal(errs)
	}
	for args, want := range map[string]message.Exit{
		"scope set " + ecr + " Team/App":                  message.ExitUsage,
		"scope set " + ecr + " team-a/app:1.0":            message.ExitUsage,
		"scope set " + ecr + " team-a/app --actions push": message.ExitOK, // with push there is pull
		"scope set " + ecr + " team-a/app --actions all":  message.ExitUsage,
		"scope set " + ecr:                                message.ExitUsage,
		"scope set other.example team-a/app":              message.ExitRefused,
		"scope show other.example":                        message.ExitRefused,
		"scope clear A":                                   message.ExitUsage,
		"scope":                                           message.ExitUsage,
	} {
		if status, _, errs := runIn(t, environment, strings.Fields(args)...); status != want {
			t.Errorf("vouch %s: status %d, %s", args, status, errs)
		}
	}
	if chosen, err := scopesOf(environment).Read(ecr); err != nil || chosen.String() != "pull and push of team-a/app" {
		t.Errorf("%v, %v", chosen, err)
	}
}

func TestADamagedScopeIsToldWithTheWayOut(t *testing.T) {
	environment := desk(t, withECR())
	if err := os.MkdirAll(string(scopesOf(environment)), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(string(scopesOf(environment)), ecr+".json"), []byte("{"), 0o600); err != nil {
		t.Fatal(err)
	}
	status, _, errs := runIn(t, environment, "scope", "show")
	if status != message.ExitLocal || !strings.Contains(errs, "  run: vouch scope clear "+ecr+", then choose again\n") {
		t.Errorf("status %d, %s", status, errs)
	}
	if status, _, errs := runIn(t, environment, "scope", "clear", ecr); status != message.ExitOK {
		t.Errorf("status %d, %s", status, errs)
	}
}

func TestAScopeOfARegistryThatIsServedNoMoreStaysVisible(t *testing.T) {
	environment := desk(t, withECR())
	chosen, err := scope.New([]string{"team/app"}, []string{scope.Pull})
	if err == nil {
		err = scopesOf(environment).Write("old.example", chosen)
	}
	if err != nil {
		t.Fatal(err)
	}
	if _, out, _ := runIn(t, environment, "scope", "show"); !strings.Contains(out, "only pull of team/app (the server does not serve this registry)") {
		t.Errorf("%s", out)
	}
}

func TestScopeSetTellsWhatIsLeft(t *testing.T) {
	environment, asked := agentSays(t, agentproto.Answer{Allowed: &agentproto.Allowed{Pull: []string{"team-a/app"}, Push: []string{}}})
	_, out, errs := runIn(t, environment, "scope", "set", ecr, "team-a/app")
	if !strings.HasSuffix(out, "\n  pull: team-a/app\n  push: nothing\n") || errs != "" {
		t.Errorf("%q, %q", out, errs)
	}
	if got := <-asked; got.Op != agentproto.OpPreview || got.Host != ecr {
		t.Errorf("%+v", got)
	}
	environment, _ = agentSays(t, agentproto.Answer{Allowed: &agentproto.Allowed{Pull: []string{}, Push: []string{}}})
	_, _, errs = runIn(t, environment, "scope", "set", ecr, "team-a/app")
	if errs != "warning: nothing that the policy allows you is in this scope; undo it with: vouch scope clear "+ecr+"\n" {
		t.Errorf("%q", errs)
	}
}

func TestWhyTellsThatTheScopeLeavesSomethingOut(t *testing.T) {
	environment, _ := agentSays(t, explained("allowed"))
	for repository, want := range map[string]message.Exit{"team-a/app": message.ExitOK, "team-b/app": message.ExitRefused} {
		chosen, err := scope.New([]string{"team-a/app"}, []string{scope.Pull})
		if err == nil {
			err = scopesOf(environment).Write(ecr, chosen)
		}
		if err != nil {
			t.Fatal(err)
		}
		status, out, _ := runIn(t, environment, "why", ecr+"/"+repository)
		told := strings.Contains(out, "  scope: you chose only pull of team-a/app; to widen it: vouch scope clear "+ecr+"\n")
		if status != want || told != (want == message.ExitRefused) {
			t.Errorf("%s: status %d\n%s", repository, status, out)
		}
	}
}
