package cli

import (
	"os"

	"github.com/spf13/cobra"

	"vouch.dev/client/internal/agent"
	"vouch.dev/client/internal/harden"
	"vouch.dev/client/internal/home"
	"vouch.dev/client/internal/launch"
	"vouch.dev/client/internal/logfile"
	"vouch.dev/client/internal/message"
)

func newAgentCommand(env Env) *cobra.Command {
	var readyFD int
	cmd := &cobra.Command{
		Use:   "agent",
		Short: "Run the agent in the foreground",
		Long: "Run the agent in the foreground. `vouch login` starts one by itself: this is for a\n" +
			"service manager. It ends with its session, and after half a minute without one.\n\n" +
			"It keeps no log unless config.json says \"log\": true. The log names registries, decisions and\n" +
			"codes, never a secret.",
		Example:     "  vouch agent",
		Annotations: waitingFor(""),
		Args:        cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			report := func(error) {}
			if readyFD == launch.ReadyFD {
				report = func(err error) { launch.Report(os.NewFile(launch.ReadyFD, "ready"), err) }
			}
			err := runAgent(cmd, env, func() { report(nil) })
			if err != nil {
				report(err)
			}
			return err
		},
	}
	cmd.Flags().IntVar(&readyFD, "ready-fd", 0, "report on this descriptor when the agent serves")
	_ = cmd.Flags().MarkHidden("ready-fd") // fails only for a flag that does not exist
	return cmd
}

func runAgent(cmd *cobra.Command, env Env, ready func()) error {
	if err := harden.Process(); err != nil {
		return message.New(message.AgentCannotRun, err, "why", err.Error())
	}
	places, err := home.From(env.Getenv)
	if err != nil {
		return message.New(message.AgentCannotRun, err, "why", err.Error())
	}
	serving := agent.New(places, env.Version)
	// A configuration that cannot be used costs the log, and not the login that
	// writes a new one.
	if config, err := places.ReadConfig(); err == nil && config.Log {
		log, err := logfile.Open(places.LogFile)
		if err != nil {
			return message.New(message.AgentCannotRun, err, "why", err.Error())
		}
		defer log.Close() //nolint:errcheck // nobody is left to be told
		serving.LogTo(log)
	}
	if err := serving.Run(cmd.Context(), ready); err != nil {
		return message.New(message.AgentCannotRun, err, "why", err.Error())
	}
	return nil
}
