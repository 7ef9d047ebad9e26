// Package e2e drives the real binaries, the real socket and a server that
// checks every proof.
package e2e

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"vouch.dev/client/internal/brokertest"
	_ "vouch.dev/client/internal/cli"    // what the binaries are made of, so that a
	_ "vouch.dev/client/internal/helper" // cached result is not older than they are
)

// browserMark makes this test binary play the browser: it opens the address.
const browserMark = "VOUCH_TEST_BROWSER"

// binaries is where TestMain built them.
var binaries string

func TestMain(m *testing.M) {
	play()
	os.Exit(buildAndRun(m))
}

func browse(address string) int {
	response, err := http.Get(address)
	if err != nil {
		fmt.Fprintln(os.Stderr, "browser:", err)
		return 1
	}
	_ = response.Body.Close()
	return 0
}

func buildAndRun(m *testing.M) int {
	folder, err := os.MkdirTemp("", "vouch-bin-")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer os.RemoveAll(folder)
	build := exec.CommandContext(context.Background(), "go", "build", "-ldflags", "-X main.version=1.2.3", "-o", folder+"/", "vouch.dev/client/cmd/...")
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := build.CombinedOutput(); err != nil {
		fmt.Fprintf(os.Stderr, "build: %v\n%s", err, out)
		return 1
	}
	if err := copySelf(filepath.Join(folder, "browser")); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	binaries = folder
	return m.Run()
}

// copySelf puts this binary where another user can run it too.
func copySelf(path string) error {
	self, err := os.Executable()
	if err != nil {
		return err
	}
	data, err := os.ReadFile(self)
	if err != nil {
		return err
	}
	return os.WriteFile(path, data, 0o755)
}

// machine is one user's computer: own folders, own agent.
type machine struct {
	t       *testing.T
	broker  *brokertest.Server
	home    string
	browser string
	said    *bytes.Buffer // everything that was printed, but the answers of get
}

func newMachine(t *testing.T) *machine {
	t.Helper()
	folder, err := os.MkdirTemp("", "v") // short: a socket's path is limited
	if err != nil {
		t.Fatal(err)
	}
	m := &machine{t: t, broker: brokertest.New(t), home: folder, browser: filepath.Join(binaries, "browser"), said: &bytes.Buffer{}}
	t.Cleanup(func() {
		m.run("", "vouch", "logout")
		if err := os.RemoveAll(folder); err != nil {
			t.Error(err)
		}
	})
	return m
}

type result struct {
	stdout, stderr string
	status         int
}

func (m *machine) command(input, program string, args ...string) *exec.Cmd {
	command := exec.CommandContext(m.t.Context(), filepath.Join(binaries, program), args...)
	if m.t.Context().Err() != nil { // in a cleanup
		command = exec.CommandContext(context.Background(), filepath.Join(binaries, program), args...)
	}
	command.Env = []string{
		"HOME=" + m.home, "VOUCH_HOME=" + filepath.Join(m.home, "v"), "PATH=" + binaries,
		"BROWSER=" + m.browser, browserMark + "=1", "GORACE=atexit_sleep_ms=0", "AWS_SECRET_ACCESS_KEY=canary-inherited",
	}
	command.Stdin = strings.NewReader(input)
	return command
}

func (m *machine) run(input, program string, args ...string) result {
	m.t.Helper()
	var out, errs bytes.Buffer
	command := m.command(input, program, args...)
	command.Stdout, command.Stderr = &out, &errs
	err := command.Run()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		m.t.Fatalf("%s %v: %v", program, args, err)
	}
	return result{out.String(), errs.String(), command.ProcessState.ExitCode()}
}

// vouch runs a command of vouch and keeps what it prints.
func (m *machine) vouch(args ...string) result {
	m.t.Helper()
	got := m.run("", "vouch", args...)
	m.said.WriteString(got.stdout + got.stderr)
	return got
}

func (m *machine) get(host string) result {
	m.t.Helper()
	got := m.run(host, "docker-credential-vouch", "get")
	m.said.WriteString(got.stderr)
	return got
}

func (m *machine) login() {
	m.t.Helper()
	if got := m.vouch("login", "--server", m.broker.URL); got.status != 0 {
		m.t.Fatalf("login: %+v", got)
	}
}

func (m *machine) socket() string { return filepath.Join(m.home, "v", "run", "agent.sock") }

// eventually waits for a condition that another process brings about.
func (m *machine) eventually(what string, holds func() bool) {
	m.t.Helper()
	deadline := time.Now().Add(30 * time.Second)
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	for !holds() {
		if time.Now().After(deadline) {
			m.t.Fatalf("not within 30 s: %s", what)
		}
		<-tick.C
	}
}
