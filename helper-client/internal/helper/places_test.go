package helper

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

func TestADamagedHostsFileIsARealErrorForEveryHost(t *testing.T) {
	const line = served + " ecr deny\n"
	for name, spoil := range map[string]func(path string) error{
		"other text":      func(path string) error { return os.WriteFile(path, []byte("{"), 0o600) },
		"empty":           func(path string) error { return os.WriteFile(path, nil, 0o600) },
		"cut":             func(path string) error { return os.WriteFile(path, []byte("vouch-hosts 1\n"+line[:40]), 0o600) },
		"another version": func(path string) error { return os.WriteFile(path, []byte("vouch-hosts 2\n"+line), 0o600) },
		"zeros":           func(path string) error { return os.WriteFile(path, make([]byte, 4096), 0o600) },
		"too long": func(path string) error {
			return os.WriteFile(path, []byte("vouch-hosts 1\n"+strings.Repeat(line, 6000)), 0o600)
		},
		"open to others": func(path string) error { return os.Chmod(path, 0o666) },
		"a pipe":         func(path string) error { return errors.Join(os.Remove(path), syscall.Mkfifo(path, 0o600)) },
		"a folder":       func(path string) error { return errors.Join(os.Remove(path), os.Mkdir(path, 0o700)) },
	} {
		d := newDesk(t)
		if err := spoil(filepath.Join(d.home, "hosts")); err != nil {
			t.Fatal(err)
		}
		for _, host := range []string{"ghcr.io", served} {
			got := d.get(host)
			if got.status != 1 || got.stdout != "vouch: the list of served hosts cannot be used\n" ||
				!strings.Contains(got.stderr, "  why: ") || !strings.Contains(got.stderr, "  run: vouch login\n") {
				t.Errorf("%s, %s: %+v", name, host, got)
			}
		}
		if got := d.call(neverClosed(t), "list"); got.status != 1 {
			t.Errorf("%s, list: %+v", name, got)
		}
	}
}

func TestWithoutAHomeNothingIsServedAndTheHintSaysSo(t *testing.T) {
	for _, environment := range []map[string]string{{}, {"HOME": "relative"}, {"VOUCH_HOME": "relative", "HOME": "/root"}} {
		for host, hint := range map[string]string{
			"ghcr.io": "",
			served:    "vouch: there is no place for Vouch's files\n  why: ",
		} {
			var out, errs bytes.Buffer
			status := Main(World{
				Args: []string{"get"}, Stdin: holding(t, host), Stdout: &out, Stderr: &errs,
				Getenv: func(name string) string { return environment[name] },
			})
			if status != 1 || out.String() != notFound+"\n" || !strings.HasPrefix(errs.String(), hint) || (hint == "" && errs.Len() != 0) {
				t.Errorf("%v, %s: %d, %q, %q", environment, host, status, out.String(), errs.String())
			}
		}
	}
}
