package scope

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"vouch.dev/client/internal/registryhost"
)

const host registryhost.Host = "123456789012.dkr.ecr.us-east-1.amazonaws.com"

func chosen(t *testing.T, folder Folder) Scope {
	t.Helper()
	made, err := New([]string{"team-a/app"}, []string{Pull})
	if err == nil {
		err = folder.Write(host, made)
	}
	if err != nil {
		t.Fatal(err)
	}
	return made
}

func TestAChosenScopeIsKeptForItsRegistryAndItsUserOnly(t *testing.T) {
	folder := Folder(filepath.Join(t.TempDir(), "scopes"))
	if got, err := folder.Read(host); got != nil || err != nil {
		t.Errorf("before: %v, %v", got, err)
	}
	want := chosen(t, folder)
	got, err := folder.Read(host)
	if err != nil || !Same(got, &want) {
		t.Errorf("%v, %v", got, err)
	}
	if other, err := folder.Read("registry.example:5000"); other != nil || err != nil {
		t.Errorf("another registry: %v, %v", other, err)
	}
	file, err := os.Stat(folder.file(host))
	if err != nil || file.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v", file, err)
	}
	inside, err := os.Stat(string(folder))
	if err != nil || inside.Mode().Perm() != 0o700 {
		t.Errorf("%v, %v", inside, err)
	}
}

func TestAClearedScopeIsGone(t *testing.T) {
	folder := Folder(t.TempDir())
	chosen(t, folder)
	for _, want := range []bool{true, false} {
		if was, err := folder.Clear(host); was != want || err != nil {
			t.Errorf("%v, %v", was, err)
		}
		if got, err := folder.Read(host); got != nil || err != nil {
			t.Errorf("%v, %v", got, err)
		}
	}
}

func TestADamagedScopeIsNotTakenForNone(t *testing.T) {
	for _, text := range []string{
		"", "{", "{}", "null", `{"repositories":[],"actions":["pull"]}`, `{"repositories":["a/b"],"actions":["push"]}`,
		`{"repositories":["a/b"],"repositories":["a/c"],"actions":["pull"]}`, `{"repositories":["*"],"actions":["pull"]}`,
	} {
		folder := Folder(t.TempDir())
		if err := os.WriteFile(folder.file(host), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		var unreadable *Unreadable
		if got, err := folder.Read(host); got != nil || !errors.As(err, &unreadable) || unreadable.Host != host {
			t.Errorf("%s: %v, %v", text, got, err)
		}
	}
}

func TestAScopeThatMayNotBeReadIsNotTakenForNone(t *testing.T) {
	folder := Folder(t.TempDir())
	if err := os.Mkdir(folder.file(host), 0o700); err != nil {
		t.Fatal(err)
	}
	var unreadable *Unreadable
	if _, err := folder.Read(host); !errors.As(err, &unreadable) {
		t.Error(err)
	}
}

func TestOnlyScopesAreListed(t *testing.T) {
	folder := Folder(t.TempDir())
	if hosts, err := Folder(filepath.Join(string(folder), "none")).Hosts(); len(hosts) != 0 || err != nil {
		t.Errorf("%v, %v", hosts, err)
	}
	chosen(t, folder)
	for _, name := range []string{".x.json.123", "UPPER.json", "notes.txt"} {
		if err := os.WriteFile(filepath.Join(string(folder), name), nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if hosts, err := folder.Hosts(); err != nil || !slices.Equal(hosts, []registryhost.Host{host}) {
		t.Errorf("%v, %v", hosts, err)
	}
}
