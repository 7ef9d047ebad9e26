// Package helper is the credential helper's protocol
// (https://github.com/docker/docker-credential-helpers). Its texts are part of
// the interface: clients compare them byte by byte, and read errors from
// standard output. What a person should know goes to standard error.
package helper

import (
	"io"
	"os"
	"time"

	"vouch.dev/client/internal/message"
)

// The protocol's exact texts.
const (
	// notFound lets a client go on without credentials. It is only for hosts
	// that Vouch does not serve; anything added to it is a hard error in skopeo,
	// podman, ORAS, crane, BuildKit and docker 29.
	notFound        = "credentials not found in native keychain"
	missingURL      = "no credentials server URL"
	missingUsername = "no credentials username"
)

const (
	// deadline bounds a whole call: docker and compose set no timeout themselves.
	deadline = 10 * time.Second
	// maxInput bounds standard input. Identity tokens of store are the longest.
	maxInput = 64 << 10
)

// World is what the helper touches.
type World struct {
	Args    []string
	Stdin   *os.File
	Stdout  io.Writer
	Stderr  io.Writer
	Getenv  func(string) string
	Version string
	Within  time.Duration // in place of the deadline of 10 s, when set
}

// outcome is everything a call has to say. Only Main writes, and only once.
type outcome struct {
	stdout string
	stderr string
	status int
}

func failure(stdout string) outcome { return outcome{stdout: stdout + "\n", status: 1} }

// Main runs one call and returns the exit status.
func Main(world World) int {
	within := world.Within
	if within == 0 {
		within = deadline
	}
	result := call(world, input{world.Stdin, within, time.Now().Add(within)})
	_, _ = io.WriteString(world.Stderr, result.stderr)
	if _, err := io.WriteString(world.Stdout, result.stdout); err != nil {
		return 1
	}
	return result.status
}

func call(world World, stdin input) outcome {
	if len(world.Args) != 1 {
		return failure("usage: docker-credential-vouch get|store|erase|list|version")
	}
	switch world.Args[0] {
	case "get":
		return get(world.Getenv, stdin)
	case "store":
		return store(stdin)
	case "erase":
		return erase(stdin)
	case "list":
		return list(world.Getenv)
	case "version", "--version", "-v":
		return outcome{stdout: "docker-credential-vouch (vouch.dev/client) " + world.Version + "\n"}
	}
	return failure("unknown action; usage: docker-credential-vouch get|store|erase|list|version")
}

// trouble is a failure for a served host: a line on standard output, which
// clients show somewhere, and the whole explanation on standard error.
func trouble(told *message.Error) outcome {
	return outcome{stdout: "vouch: " + message.Plain(told.What) + "\n", stderr: told.Text("vouch: "), status: 1}
}
