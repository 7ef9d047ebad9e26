package e2e

import (
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"vouch.dev/client/internal/brokertest"
)

// nobody is the user that the tests become where root would see no difference.
const nobody = 65534

// asUser runs a program of this machine as a user whom file modes stop. Root
// becomes another one; anybody else is one already.
func (m *machine) asUser(env []string, input, program string, args ...string) result {
	m.t.Helper()
	command := m.command(input, program, args...)
	command.Env = append(command.Env, env...)
	if os.Getuid() == 0 {
		command.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: nobody, Gid: nobody}}
	}
	var out, errs strings.Builder
	command.Stdout, command.Stderr = &out, &errs
	var exit *exec.ExitError
	if err := command.Run(); err != nil && !errors.As(err, &exit) {
		m.t.Fatalf("%s %v: %v", program, args, err)
	}
	return result{out.String(), errs.String(), command.ProcessState.ExitCode()}
}

// homeOf makes a folder that belongs to whom asUser runs programs as.
func (m *machine) homeOf(mode os.FileMode) string {
	m.t.Helper()
	if err := errors.Join(os.Chmod(m.home, 0o755), os.Chmod(binaries, 0o755)); err != nil {
		m.t.Fatal(err)
	}
	folder, err := os.MkdirTemp(m.home, "h")
	if err == nil && os.Getuid() == 0 {
		err = os.Chown(folder, nobody, nobody)
	}
	if err = errors.Join(err, os.Chmod(folder, mode)); err != nil {
		m.t.Fatal(err)
	}
	return folder
}

// empty tells whether nothing is below a folder.
func empty(t *testing.T, folder string) bool {
	t.Helper()
	count := 0
	err := filepath.WalkDir(folder, func(string, fs.DirEntry, error) error { count++; return nil })
	if err != nil {
		t.Fatal(err)
	}
	return count == 1
}

func TestEachPlaceThatCannotBeUsedHasItsMessageBeforeTheBrowserOpens(t *testing.T) {
	m := newMachine(t)
	good := m.homeOf(0o700)
	login := []string{"login", "--server", m.broker.URL, "--no-browser"}
	for name, row := range map[string]struct {
		env  []string
		told string
	}{
		"no home":               {[]string{"VOUCH_HOME=", "HOME="}, "error: there is no place for Vouch's files"},
		"a relative home":       {[]string{"VOUCH_HOME=", "HOME=home"}, "error: there is no place for Vouch's files"},
		"a relative VOUCH_HOME": {[]string{"VOUCH_HOME=v"}, "error: there is no place for Vouch's files"},
		"a read-only home":      {[]string{"VOUCH_HOME=", "HOME=" + m.homeOf(0o500)}, "error: the agent cannot be started"},
		"a closed home":         {[]string{"VOUCH_HOME=", "HOME=" + m.homeOf(0o000)}, "error: the agent cannot be started"},
		"a VOUCH_HOME for all":  {[]string{"VOUCH_HOME=" + m.homeOf(0o777)}, "error: a folder or file of Vouch is not to be trusted"},
		"a file as VOUCH_HOME":  {[]string{"VOUCH_HOME=/dev/null"}, "not a directory"},
	} {
		got := m.asUser(row.env, "", "vouch", login...)
		if got.status == 0 || !strings.Contains(got.stderr, row.told) || !strings.Contains(got.stderr, "  why: ") ||
			strings.Contains(got.stderr, "Confirmation code") {
			t.Errorf("%s: %+v", name, got)
		}
		if got := m.asUser(row.env, "ghcr.io", "docker-credential-vouch", "get"); name != "a closed home" && name != "a file as VOUCH_HOME" && got != (result{notFound, "", 1}) {
			t.Errorf("%s, a foreign host: %+v", name, got)
		}
	}
	if !empty(t, good) {
		t.Error("something was written elsewhere")
	}
}

func TestAHomeOfAnotherUserIsLeftAsItIs(t *testing.T) {
	m := newMachine(t)
	other := m.homeOf(0o700)
	if os.Getuid() != 0 {
		t.Log("only root can make another user's home; the rule itself: ownfile.TestOnlyTheUserAndRootAreTrusted")
		return
	}
	command := m.command("", "vouch", "login", "--server", m.broker.URL, "--no-browser")
	command.Env = append(command.Env, "VOUCH_HOME=", "HOME="+other) // as `sudo -E` would
	out, err := command.CombinedOutput()
	if err == nil || !strings.Contains(string(out), other+" belongs to another user") || !empty(t, other) {
		t.Errorf("%s, %v", out, err)
	}
}

func TestALinkToOnesOwnFolderIsAHome(t *testing.T) {
	m := newMachine(t)
	target := filepath.Join(m.home, "target")
	if err := errors.Join(os.Mkdir(target, 0o700), os.Symlink(target, filepath.Join(m.home, "v"))); err != nil {
		t.Fatal(err)
	}
	m.login()
	if got := m.get(brokertest.Host); got.status != 0 {
		t.Errorf("%+v", got)
	}
}

func TestASettingThatCannotBeUsedIsToldAndTheNextLoginMendsIt(t *testing.T) {
	m := newMachine(t)
	m.login()
	for name, spoil := range map[string]func(path string) error{
		"open to others": func(path string) error { return os.Chmod(path, 0o666) },
		"damaged":        func(path string) error { return os.WriteFile(path, []byte("{"), 0o600) },
		"cut":            func(path string) error { return os.Truncate(path, 10) },
		"a pipe":         func(path string) error { return errors.Join(os.Remove(path), syscall.Mkfifo(path, 0o600)) },
		"too long":       func(path string) error { return os.Truncate(path, 1<<20) },
	} {
		m.vouch("logout")
		if err := spoil(filepath.Join(m.home, "v", "config.json")); err != nil {
			t.Fatal(err)
		}
		if got := m.vouch("login"); got.status == 0 || !strings.Contains(got.stderr, "the configuration cannot be used") {
			t.Errorf("config.json %s: %+v", name, got)
		}
		m.login() // with the server named
		if err := spoil(filepath.Join(m.home, "v", "hosts")); err != nil {
			t.Fatal(err)
		}
		if got := m.get(brokertest.Host); got.status != 1 || got.stdout == notFound || !strings.Contains(got.stderr, "the list of served hosts cannot be used") {
			t.Errorf("hosts %s: %+v", name, got)
		}
		if got := m.vouch("login"); got.status != 0 { // remembered again
			t.Errorf("%s: %+v", name, got)
		}
		if got := m.get(brokertest.Host); got.status != 0 {
			t.Errorf("%s, after the next login: %+v", name, got)
		}
	}
}
