package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"time"

	"vouch.dev/client/internal/brokertest"
)

const (
	servedHost  = brokertest.Host
	foreignHost = "registry.example.com"
	notFound    = "credentials not found in native keychain"
)

var errOther = errors.New("an answer that was not expected")

// machine is one user's computer with both helpers set up on it: Vouch with an
// agent and a login, the peer with static keys and a cache folder.
type machine struct {
	folder string
	vouch  string // folder of vouch and docker-credential-vouch
	peer   string // docker-credential-ecr-login
	broker *brokertest.Server
	ecr    *ecrStub
}

func newMachine(vouch, peer string) (*machine, error) {
	folder, err := os.MkdirTemp("", "v") // short: a socket's path is limited
	if err != nil {
		return nil, fmt.Errorf("make a folder: %w", err)
	}
	return &machine{folder, vouch, peer, brokertest.Start(), newECRStub()}, nil
}

func (m *machine) close() {
	_ = m.run("logout")
	m.broker.Close()
	m.ecr.Close()
	_ = os.RemoveAll(m.folder)
}

// login starts the agent if there is none, and gives it a session without credentials.
func (m *machine) login() error { return m.run("login", "--server", m.broker.URL) }

func (m *machine) run(args ...string) error {
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	defer cancel()
	//nolint:gosec // the program under comparison
	command := exec.CommandContext(ctx, filepath.Join(m.vouch, "vouch"), args...)
	command.Env = m.vouchEnv()
	if said, err := command.CombinedOutput(); err != nil {
		return fmt.Errorf("vouch %s: %w: %s", args[0], err, said)
	}
	return nil
}

func (m *machine) vouchEnv() []string {
	self, err := os.Executable()
	if err != nil {
		self = ""
	}
	return []string{"HOME=" + m.folder, "VOUCH_HOME=" + filepath.Join(m.folder, "v"), "PATH=" + m.vouch, "BROWSER=" + self}
}

// browse plays the browser that `vouch login` opens.
func browse(address string) int {
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil) //nolint:gosec // the address is that of the stub
	if err != nil {
		return 1
	}

	client := http.Client{}
	response, err := client.Do(request) //nolint:gosec // the same
	if err != nil {
		return 1
	}
	_ = response.Body.Close()
	return 0
}

func (m *machine) vouchGet(name, host, wants string) program {
	return program{
		name: name, path: filepath.Join(m.vouch, "docker-credential-vouch"), args: []string{"get"},
		env: m.vouchEnv(), input: host, wants: wants,
	}
}

// peerGet uses the cache in a folder of its own name.
func (m *machine) peerGet(name, host, wants, cache string) program {
	return program{
		name: name, path: m.peer, args: []string{"get"}, input: host, wants: wants,
		env: []string{
			"HOME=" + m.folder, "AWS_ACCESS_KEY_ID=AKIDEXAMPLE", "AWS_SECRET_ACCESS_KEY=example",
			"AWS_REGION=us-east-1", "AWS_EC2_METADATA_DISABLED=true", "AWS_ENDPOINT_URL_ECR=" + m.ecr.URL,
			"AWS_ECR_CACHE_DIR=" + filepath.Join(m.folder, cache),
		},
	}
}
