// Command vouch is the tool for people: log in, see what is going on, and ask
// why something was refused. It also runs the agent (vouch agent).
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"

	"vouch.dev/client/internal/cli"
)

// version is set at link time: -ldflags "-X main.version=1.2.3".
var version = "development"

func main() {
	os.Exit(run())
}

func run() int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	return cli.Run(ctx, cli.Env{
		Stdin: os.Stdin, Stdout: os.Stdout, Stderr: os.Stderr,
		Getenv: os.Getenv, Version: version,
	}, os.Args[1:])
}
