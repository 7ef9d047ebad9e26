package launch

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"vouch.dev/client/internal/home"
)

func TestAnAgentGetsNoSecretsFromTheEnvironment(t *testing.T) {
	values := map[string]string{
		"HOME": "/home/u", "VOUCH_HOME": "/v", "HTTPS_PROXY": "http://proxy:1", "SSL_CERT_FILE": "/ca",
		"AWS_SECRET_ACCESS_KEY": "canary", "AWS_SESSION_TOKEN": "canary", "GITHUB_TOKEN": "canary", "SSH_AUTH_SOCK": "canary",
		"LD_PRELOAD": "canary", "GODEBUG": "canary", "DOCKER_CONFIG": "canary",
	}
	got := settings(func(name string) string { return values[name] })
	want := []string{"HOME=/home/u", "VOUCH_HOME=/v", "HTTPS_PROXY=http://proxy:1", "SSL_CERT_FILE=/ca"}
	if !slices.Equal(got, want) {
		t.Errorf("%v", got)
	}
}

func TestTheReportIsReadyOrOneLineWithTheReason(t *testing.T) {
	for want, err := range map[string]error{ready: nil, "first second\n": errors.New("first\nsecond")} {
		reader, writer := io.Pipe()
		go Report(writer, err)
		if got, err := io.ReadAll(reader); err != nil || string(got) != want {
			t.Errorf("%q, %v, want %q", got, err, want)
		}
	}
}

func TestAProgramThatIsNoAgentIsToldSo(t *testing.T) {
	folder := t.TempDir()
	if err := os.Chmod(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	places := home.Home{RunFolder: filepath.Join(folder, "run")}
	nothing := func(string) string { return "" }
	if _, err := Connect(places, Program{Path: "/bin/true", Getenv: nothing}); !errors.Is(err, ErrStart) {
		t.Errorf("%v", err)
	}
	if _, err := Connect(places, Program{Path: "/nowhere/vouch", Getenv: nothing}); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("%v", err)
	}
}
