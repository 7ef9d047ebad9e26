package cli

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"vouch.dev/client/internal/hostsfile"
	"vouch.dev/client/internal/message"
)

const ecr = "123456789012.dkr.ecr.us-east-1.amazonaws.com"

// desk is a machine on which somebody has logged in once, to a server that
// serves these registries.
func desk(t *testing.T, list hostsfile.List) map[string]string {
	t.Helper()
	folder := t.TempDir()
	if err := hostsfile.Write(filepath.Join(folder, "hosts"), list); err != nil {
		t.Fatal(err)
	}
	bin := filepath.Join(folder, "bin")
	if err := os.Mkdir(bin, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(bin, "docker-credential-vouch"), []byte("#!/bin/sh\n"), 0o700); err != nil {
		t.Fatal(err)
	}
	t.Setenv("PATH", bin)
	return map[string]string{"VOUCH_HOME": folder, "DOCKER_CONFIG": filepath.Join(folder, "docker")}
}

func withECR() hostsfile.List { return hostsfile.List{{Host: ecr, Provider: "ecr"}} }

// dockerSays puts a config.json there.
func dockerSays(t *testing.T, environment map[string]string, text string) string {
	t.Helper()
	path := filepath.Join(environment["DOCKER_CONFIG"], "config.json")
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestSetupShowsWhatToAdd(t *testing.T) {
	environment := desk(t, withECR())
	status, out, errs := runIn(t, environment, "setup", "docker")
	want := "Add this to " + environment["DOCKER_CONFIG"] + "/config.json:\n\n{\n  \"credHelpers\": {\n    \"" + ecr +
		"\": \"vouch\"\n  }\n}\n\nor run: vouch setup docker --configure " + ecr + "\n"
	if status != message.ExitOK || out != want || errs != "" {
		t.Errorf("status %d\n%s\n%s", status, out, errs)
	}
	if _, err := os.Stat(environment["DOCKER_CONFIG"]); err == nil {
		t.Error("something was written")
	}
}

func TestSetupConfiguresAServedHostInAnyForm(t *testing.T) {
	environment := desk(t, withECR())
	path := dockerSays(t, environment, "{\n\t\"credsStore\": \"\"\n}")
	for i, said := range []string{"is set up", "is set up already"} {
		status, out, errs := runIn(t, environment, "setup", "docker", "--configure", "https://"+ecr+"/v2/")
		if status != message.ExitOK || out != ecr+" "+said+" in "+path+".\n" || errs != "" {
			t.Errorf("time %d: status %d, %q, %q", i+1, status, out, errs)
		}
	}
	data, err := os.ReadFile(path)
	if err != nil || string(data) != "{\n\t\"credsStore\": \"\",\n\t\"credHelpers\": {\n\t\t\""+ecr+"\": \"vouch\"\n\t}\n}" {
		t.Errorf("%s, %v", data, err)
	}
}

func TestSetupRefusesAHostThatIsNotServedInTheseWords(t *testing.T) {
	other := hostsfile.List{{Host: "ghcr.io", Provider: "github"}}
	for _, row := range []struct {
		list hostsfile.List
		host string
		want string
	}{
		{withECR(), "registry.example", "error: registry \"registry.example\" is not supported by Vouch\n"},
		{withECR(), "999999999999.dkr.ecr.us-east-1.amazonaws.com", "error: registry \"999999999999.dkr.ecr.us-east-1.amazonaws.com\" is not supported by Vouch\n"},
		{other, ecr, "error: AWS integration is not configured for this Vouch server\n"},
		{other, "public.ecr.aws", "error: AWS integration is not configured for this Vouch server\n"},
		{nil, ecr, "error: AWS integration is not configured for this Vouch server\n"},
		{other, ecr + ".evil.example", "error: registry \"" + ecr + ".evil.example\" is not supported by Vouch\n"},
		{withECR(), strings.ToUpper(ecr), "error: registry \"" + strings.ToUpper(ecr) + "\" is not supported by Vouch\n  why: the name holds upper-case letters\n"},
	} {
		environment := desk(t, row.list)
		wantStatus := message.ExitRefused
		if strings.Contains(row.want, "upper-case") {
			wantStatus = message.ExitUsage
		}
		for _, args := range [][]string{{"setup", "docker", "--configure", row.host}, {"why", row.host + "/team-a/app"}} {
			status, out, errs := runIn(t, environment, args...)
			if status != wantStatus || out != "" || errs != row.want {
				t.Errorf("%v: status %d, %q, %q", args, status, out, errs)
			}
		}
		if _, err := os.Stat(environment["DOCKER_CONFIG"]); err == nil {
			t.Errorf("%s: something was written", row.host)
		}
	}
}

func TestSetupLeavesAMalformedFileAndNamesThePlace(t *testing.T) {
	environment := desk(t, withECR())
	path := dockerSays(t, environment, "{\n  \"auths\": {,}\n}")
	for _, args := range [][]string{{"setup", "docker"}, {"setup", "docker", "--configure", ecr}} {
		status, _, errs := runIn(t, environment, args...)
		if status != message.ExitLocal || !strings.HasPrefix(errs, "error: "+path+" is malformed and was left as it is\n  why: line 2, column 13: ") {
			t.Errorf("%v: status %d, %q", args, status, errs)
		}
	}
	if data, err := os.ReadFile(path); err != nil || string(data) != "{\n  \"auths\": {,}\n}" {
		t.Errorf("%s, %v", data, err)
	}
}

func TestSetupLeavesALinkAndTellsTheRemedy(t *testing.T) {
	for name, remedy := range map[string]string{
		"config.json": "DOCKER_CONFIG=FOLDER vouch setup docker --configure " + ecr,
		"docker.json": "cp FOLDER/docker.json LINK.new && mv LINK.new LINK",
	} {
		environment := desk(t, withECR())
		folder, err := filepath.EvalSymlinks(t.TempDir())
		if err != nil {
			t.Fatal(err)
		}
		target := filepath.Join(folder, name)
		if err := os.WriteFile(target, []byte("{}"), 0o600); err != nil {
			t.Fatal(err)
		}
		link := filepath.Join(environment["DOCKER_CONFIG"], "config.json")
		if err := os.Mkdir(filepath.Dir(link), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.Symlink(target, link); err != nil {
			t.Fatal(err)
		}
		status, out, errs := runIn(t, environment, "setup", "docker", "--configure", ecr)
		remedy = strings.NewReplacer("FOLDER", folder, "LINK", link).Replace(remedy)
		want := "error: " + link + " was left as it is\n  why: it is a symbolic link\n  run: " + remedy + "\n"
		if status != message.ExitLocal || out != "" || errs != want {
			t.Errorf("status %d, %q, %q, want %q", status, out, errs, want)
		}
		if data, err := os.ReadFile(target); err != nil || string(data) != "{}" {
			t.Errorf("%s, %v", data, err)
		}
	}
}

func TestSetupWarnsOfWhatStandsInTheWay(t *testing.T) {
	config := `{"auths":{"` + ecr + `":{"auth":"Y2FuYXJ5"}},"credsStore":"desktop","credHelpers":{"x.example":"y"}}`
	environment := desk(t, withECR())
	dockerSays(t, environment, config)
	t.Setenv("PATH", "/nowhere")
	_, _, errs := runIn(t, environment, "setup", "docker")
	for _, want := range []string{
		"warning: docker-credential-vouch is not on PATH: docker cannot run it\n",
		"warning: credsStore \"desktop\" answers for " + ecr + " as long as credHelpers does not name it\n",
		"warning: a plain credential for " + ecr + " is stored in ",
		"remove it: docker logout " + ecr + "\n",
	} {
		if !strings.Contains(errs, want) {
			t.Errorf("no %q in\n%s", want, errs)
		}
	}
	dockerSays(t, environment, strings.Replace(config, "x.example", ecr, 1))
	status, _, errs := runIn(t, environment, "setup", "docker", "--configure", ecr)
	for _, want := range []string{
		"warning: the credential helper \"y\" was set for " + ecr + " and has been replaced\n",
		"warning: credsStore \"desktop\" shadows Vouch in clients that read no credHelpers",
		"warning: a plain credential for " + ecr + " is stored in ",
	} {
		if status != message.ExitOK || !strings.Contains(errs, want) {
			t.Errorf("status %d, no %q in\n%s", status, want, errs)
		}
	}
	if strings.Contains(errs, "Y2FuYXJ5") {
		t.Error("the stored credential shows")
	}
}

func TestBeforeTheFirstLoginThereIsNothingToSetUp(t *testing.T) {
	environment := map[string]string{"VOUCH_HOME": t.TempDir()}
	status, _, errs := runIn(t, environment, "setup", "docker", "--configure", ecr)
	if status != message.ExitNotLoggedIn || errs != "error: no list of registries yet\n  why: nobody has logged in on this machine\n  run: vouch login\n" {
		t.Errorf("status %d, %q", status, errs)
	}
}
