package helper

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"vouch.dev/client/internal/hostsfile"
	"vouch.dev/client/internal/registryhost"
)

// deskWithoutAgent has a hosts file and nothing else.
func deskWithoutAgent(f *testing.F) func(t *testing.T, input []byte, action string) said {
	f.Helper()
	home := f.TempDir()
	list := hostsfile.List{{Host: served, Provider: "ecr"}, {Host: open, Provider: "ecr-public", Anonymous: true}}
	if err := hostsfile.Write(filepath.Join(home, "hosts"), list); err != nil {
		f.Fatal(err)
	}
	return func(t *testing.T, input []byte, action string) said {
		t.Helper()
		var out, errs bytes.Buffer
		status := Main(World{
			Args: []string{action}, Stdin: holding(t, string(input)), Stdout: &out, Stderr: &errs,
			Getenv: func(name string) string {
				if name == "VOUCH_HOME" {
					return home
				}
				return ""
			},
		})
		return said{out.String(), errs.String(), status}
	}
}

// oneLine is the shape of every failure: what clients compare byte by byte must
// not be spoilt by what they sent.
func oneLine(t *testing.T, got said) {
	t.Helper()
	if strings.Count(got.stdout, "\n") != 1 || !strings.HasSuffix(got.stdout, "\n") ||
		(strings.Contains(got.stdout, notFound) && got.stdout != notFound+"\n") {
		t.Errorf("%+v", got)
	}
	for _, r := range strings.TrimSuffix(got.stdout, "\n") + strings.ReplaceAll(got.stderr, "\n", "") {
		if r < ' ' || (r >= 0x7f && r < 0xa0) {
			t.Errorf("a control character: %+v", got)
		}
	}
}

// FuzzGet sends any standard input to get. Only a form of a served host is more
// than "not found", and without an agent it is a real error.
func FuzzGet(f *testing.F) {
	call := deskWithoutAgent(f)
	for _, input := range []string{
		served, "https://" + served + "/v2/", served + "\r\n", open, "ghcr.io", "", "\n", "https://index.docker.io/v1/", served + "\nghcr.io",
		strings.ToUpper(served), served + "\x00", "user@" + served, served + ".evil.example", "\xff\xfe", `{"ServerURL":"` + served + `"}`,
	} {
		f.Add([]byte(input))
	}
	f.Fuzz(func(t *testing.T, input []byte) {
		got := call(t, input, "get")
		oneLine(t, got)
		host, err := registryhost.Parse(string(input))
		switch {
		case got.status != 1:
			t.Errorf("status %d without an agent", got.status)
		case len(input) > maxInput:
		case strings.TrimSpace(string(input)) == "":
			if got.stdout != missingURL+"\n" && got.stdout != notFound+"\n" {
				t.Errorf("%q: %+v", input, got)
			}
		case err == nil && host == served:
			if got.stdout != "vouch: no credential for "+served+"\n" || !strings.Contains(got.stderr, "run: vouch login") {
				t.Errorf("%q: %+v", input, got)
			}
		case got != said{notFound + "\n", "", 1}:
			t.Errorf("%q: %+v", input, got)
		}
	})
}

// FuzzStoreErase sends any standard input to the two actions that keep nothing.
func FuzzStoreErase(f *testing.F) {
	call := deskWithoutAgent(f)
	for _, input := range []string{
		`{"ServerURL":"https://ghcr.io","Username":"u","Secret":"s"}`, `{"Username":"u"}`, `{"ServerURL":"x"}`, ``, `null`, `[]`, "\n",
		`{"ServerURL":7}`, `{"serverurl":"x","USERNAME":"y"}`, "https://ghcr.io", `{"ServerURL":"x","Username":"y"} x`,
	} {
		f.Add([]byte(input))
	}
	f.Fuzz(func(t *testing.T, input []byte) {
		for _, action := range []string{"store", "erase"} {
			got := call(t, input, action)
			if got == (said{}) {
				continue
			}
			oneLine(t, got)
			known := got.stderr == "" && (got.stdout == missingURL+"\n" || got.stdout == missingUsername+"\n")
			if got.status != 1 || (!known && len(input) <= maxInput) {
				t.Errorf("%s %q: %+v", action, input, got)
			}
		}
		if entries, err := os.ReadDir("."); err != nil || len(entries) == 0 {
			t.Fatal(err)
		}
	})
}
