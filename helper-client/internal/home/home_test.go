package home

import (
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

func environment(values map[string]string) func(string) string {
	return func(name string) string { return values[name] }
}

func TestVouchHomeHoldsEverything(t *testing.T) {
	got, err := From(environment(map[string]string{"VOUCH_HOME": "/v", "HOME": "/home/u", "XDG_RUNTIME_DIR": "/run/user/1"}))
	want := Home{"/v/config.json", "/v/hosts", "/v/run", "/v/log/agent.log"}
	if err != nil || got != want || got.Socket() != "/v/run/agent.sock" {
		t.Errorf("%+v, %v", got, err)
	}
}

func TestOtherwiseTheFoldersAreTheSystems(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Logf("the folders of %s differ", runtime.GOOS)
		return
	}
	for _, row := range []struct {
		values map[string]string
		want   Home
	}{
		{
			map[string]string{"HOME": "/home/u"},
			Home{"/home/u/.config/vouch/config.json", "/home/u/.config/vouch/hosts", "/home/u/.local/state/vouch", "/home/u/.local/state/vouch/log/agent.log"},
		},
		{
			map[string]string{"HOME": "/home/u", "XDG_RUNTIME_DIR": "/run/user/1", "XDG_CONFIG_HOME": "/c"},
			Home{"/c/vouch/config.json", "/c/vouch/hosts", "/run/user/1/vouch", "/home/u/.local/state/vouch/log/agent.log"},
		},
		{
			map[string]string{"HOME": "/home/u", "XDG_RUNTIME_DIR": "relative", "XDG_CONFIG_HOME": "relative", "XDG_STATE_HOME": "/s"},
			Home{"/home/u/.config/vouch/config.json", "/home/u/.config/vouch/hosts", "/s/vouch", "/s/vouch/log/agent.log"},
		},
	} {
		if got, err := From(environment(row.values)); err != nil || got != row.want {
			t.Errorf("%v: %+v, %v", row.values, got, err)
		}
	}
}

func TestRelativeOrMissingHomesAreRefused(t *testing.T) {
	for _, values := range []map[string]string{{}, {"HOME": "u"}, {"VOUCH_HOME": "v", "HOME": "/home/u"}} {
		if got, err := From(environment(values)); !errors.Is(err, ErrNoHome) {
			t.Errorf("%v: %+v, %v", values, got, err)
		}
	}
}

func TestTheConfigurationIsRememberedForTheUserOnly(t *testing.T) {
	places := Home{ConfigFile: filepath.Join(t.TempDir(), "deep", "vouch", "config.json")}
	if config, err := places.ReadConfig(); err != nil || config != (Config{}) {
		t.Errorf("without a file: %+v, %v", config, err)
	}
	want := Config{Server: "https://vouch.example.com", Log: true}
	if err := places.WriteConfig(want); err != nil {
		t.Fatal(err)
	}
	if got, err := places.ReadConfig(); err != nil || got != want {
		t.Errorf("%+v, %v", got, err)
	}
	file, err := os.Stat(places.ConfigFile)
	if err != nil {
		t.Fatal(err)
	}
	folder, err := os.Stat(filepath.Dir(places.ConfigFile))
	if err != nil || file.Mode().Perm() != 0o600 || folder.Mode().Perm() != 0o700 {
		t.Errorf("modes %v, %v, %v", file.Mode(), folder.Mode(), err)
	}
	if err := os.WriteFile(places.ConfigFile, []byte("{"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := places.ReadConfig(); err == nil || !strings.Contains(err.Error(), places.ConfigFile) {
		t.Errorf("a damaged file: %v", err)
	}
}
