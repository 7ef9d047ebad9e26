package cli

import (
	"context"
	"errors"
	"slices"

	"github.com/spf13/cobra"

	"vouch.dev/client/internal/message"
)

// Run executes one command line (without the program's name) and returns the
// exit status.
func Run(ctx context.Context, env Env, args []string) int {
	env.watched = env.watching(args)
	root := newRootCommand(env)
	started := false
	env.markStart(root, &started)
	root.SetArgs(args)
	cmd, err := root.ExecuteContextC(ctx)
	if err == nil {
		return int(message.ExitOK)
	}
	var said *saidAlready
	if errors.As(err, &said) {
		return int(said.exit)
	}
	var told *message.Error
	if !started && !errors.As(err, &told) {
		err = message.New(message.Usage, err, "what", err.Error(), "command", cmd.CommandPath())
	}
	if wantsJSON(cmd, args) {
		message.PrintJSON(env.Stderr, err)
	} else {
		message.Print(env.Stderr, err)
	}
	return int(message.Of(err).Exit)
}

// wantsJSON looks at the words too: a wrong command line has no flags yet.
func wantsJSON(cmd *cobra.Command, args []string) bool {
	flag := cmd.Flags().Lookup("json")
	return flag != nil && (flag.Value.String() == "true" || slices.Contains(args, "--json"))
}

// saidAlready fails a command whose result has said everything.
type saidAlready struct{ exit message.Exit }

func (s *saidAlready) Error() string { return "the result says why" }

// Commands are those of vouch, to be described and not run.
func Commands(env Env) *cobra.Command { return newRootCommand(env) }

func newRootCommand(env Env) *cobra.Command {
	root := &cobra.Command{
		Use:   "vouch",
		Short: "Short-lived registry credentials from one touch of a security key",
		Long: "Short-lived registry credentials from one touch of a security key.\n\n" +
			"Log in once; from then on docker, podman, helm, crane and every other client of the Docker\n" +
			"credential-helper protocol get fresh, narrow credentials from docker-credential-vouch.",
		Example:       "  vouch login --server https://vouch.example.com\n  vouch setup docker\n  vouch status",
		Version:       env.Version,
		SilenceErrors: true,
		SilenceUsage:  true,
	}
	root.SetIn(env.Stdin)
	root.SetOut(env.Stdout)
	root.SetErr(env.Stderr)
	root.SetVersionTemplate("vouch {{.Version}}\n")
	root.SetFlagErrorFunc(func(cmd *cobra.Command, err error) error {
		return message.New(message.Usage, err, "what", err.Error(), "command", cmd.CommandPath())
	})
	addCommands(root, env)
	return root
}

func addCommands(root *cobra.Command, env Env) {
	root.AddCommand(
		newLoginCommand(env),
		newLogoutCommand(env),
		newStatusCommand(env),
		newWhyCommand(env),
		newScopeCommand(env),
		newSetupCommand(env),
		newAdminCommand(env),
		newAgentCommand(env),
		newAuditCommand(env),
		newVersionCommand(env),
		newExitCodesTopic(),
	)
}

// markStart notes when a command's own code begins: an error before that is the
// command line's, and has its own exit status. From then on its progress is told.
func (env Env) markStart(cmd *cobra.Command, started *bool) {
	if run := cmd.RunE; run != nil {
		cmd.RunE = func(cmd *cobra.Command, args []string) error {
			*started = true
			defer env.patiently(waits(cmd))()
			return run(cmd, args)
		}
	}
	for _, child := range cmd.Commands() {
		env.markStart(child, started)
	}
}
