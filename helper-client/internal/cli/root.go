package cli

import (
	"context"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"vouch.dev/client/internal/message"
)

// Run executes one command line (without the program's name) and returns the
// exit status.
func Run(ctx context.Context, env Env, args []string) int {
	root := newRootCommand(env)
	started := false
	markStart(root, &started)
	root.SetArgs(args)
	err := root.ExecuteContext(ctx)
	if err == nil {
		return ExitOK
	}
	if errors.Is(err, errToldAlready) {
		return ExitFailed
	}
	message.Print(env.Stderr, err)
	var told *message.Error
	if !started || (errors.As(err, &told) && told.Usage) {
		return ExitUsage
	}
	return ExitFailed
}

// errToldAlready fails a command whose result has said everything.
var errToldAlready = errors.New("the result says why")

func newRootCommand(env Env) *cobra.Command {
	root := &cobra.Command{
		Use:           "vouch",
		Short:         "Short-lived registry credentials from one touch of a security key",
		Version:       env.Version,
		SilenceErrors: true,
		SilenceUsage:  true,
	}
	root.SetIn(env.Stdin)
	root.SetOut(env.Stdout)
	root.SetErr(env.Stderr)
	root.SetVersionTemplate("vouch {{.Version}}\n")
	root.CompletionOptions.HiddenDefaultCmd = true
	root.SetFlagErrorFunc(func(cmd *cobra.Command, err error) error {
		return &message.Error{
			What: err.Error(), Run: fmt.Sprintf("%s --help", cmd.CommandPath()), Err: err,
		}
	})
	root.AddCommand(
		newLoginCommand(env),
		newLogoutCommand(env),
		newStatusCommand(env),
		newWhyCommand(env),
		newSetupCommand(env),
		newAdminCommand(env),
		newAgentCommand(env),
		newAuditCommand(env),
		newVersionCommand(env),
	)
	return root
}

// markStart notes when a command's own code begins: an error before that is the
// command line's, and has its own exit status.
func markStart(cmd *cobra.Command, started *bool) {
	if run := cmd.RunE; run != nil {
		cmd.RunE = func(cmd *cobra.Command, args []string) error {
			*started = true
			return run(cmd, args)
		}
	}
	for _, child := range cmd.Commands() {
		markStart(child, started)
	}
}
