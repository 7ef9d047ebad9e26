// Package cli holds the commands of vouch: one file per command, each with a
// function newXCommand(env); root.go lists them. A command gets the world
// through Env, returns a *message.Error when it fails, and never exits itself.
package cli

import (
	"encoding/json"
	"io"

	"vouch.dev/client/internal/message"
)

// Env is what a command may touch of the world outside its flags.
type Env struct {
	Stdin   io.Reader
	Stdout  io.Writer
	Stderr  io.Writer
	Getenv  func(string) string
	Version string

	// IsTerminal tells whether a descriptor is a terminal; nil asks the system.
	IsTerminal func(fd int) bool

	watched io.Writer // where progress is told
}

// printJSON writes value as one indented JSON document, for --json.
func (env Env) printJSON(value any) error {
	encoder := json.NewEncoder(env.Stdout)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	if err := encoder.Encode(value); err != nil {
		return outputFailed(err)
	}
	return nil
}

// outputFailed tells that standard output took no more.
func outputFailed(err error) error {
	return message.New(message.OutputFailed, err, "why", err.Error())
}
