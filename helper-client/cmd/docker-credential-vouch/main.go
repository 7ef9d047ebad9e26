// The helper runs for a millisecond, on one thread most of it. Without these two it
// reads the control group's limit at every start and watches it (runtime.GOMAXPROCS).
//go:debug containermaxprocs=0
//go:debug updatemaxprocs=0

// Command docker-credential-vouch speaks the Docker credential-helper protocol:
// one argument (get, store, erase, list, version), standard input, standard output.
package main

import (
	"os"

	"vouch.dev/client/internal/harden"
	"vouch.dev/client/internal/helper"
)

// version is set at link time: -ldflags "-X main.version=1.2.3".
var version = "development"

func main() {
	// For a moment there will be a secret in this process.
	if err := harden.Process(); err != nil {
		_, _ = os.Stdout.WriteString("vouch: " + err.Error() + "\n")
		os.Exit(1)
	}
	os.Exit(helper.Main(helper.World{
		Args: os.Args[1:], Stdin: os.Stdin, Stdout: os.Stdout, Stderr: os.Stderr,
		Getenv: os.Getenv, Version: version,
	}))
}
