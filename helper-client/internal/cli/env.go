// Package cli holds the commands of vouch: one file per command, each with a
// function newXCommand(env); root.go lists them. A command gets the world
// through Env, returns a *message.Error when it fails, and never exits itself.
package cli

import (
	"encoding/json"
	"fmt"
	"io"
)

// Exit statuses of vouch.
const (
	ExitOK     = 0
	ExitFailed = 1 // refused or failed
	ExitUsage  = 2 // the command line is wrong
)

// Env is what a command may touch of the world outside its flags.
type Env struct {
	Stdin   io.Reader
	Stdout  io.Writer
	Stderr  io.Writer
	Getenv  func(string) string
	Version string
}

// printJSON writes value as one indented JSON document, for --json.
func (env Env) printJSON(value any) error {
	encoder := json.NewEncoder(env.Stdout)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	if err := encoder.Encode(value); err != nil {
		return fmt.Errorf("write the result: %w", err)
	}
	return nil
}
