package cli

import (
	"errors"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"vouch.dev/client/internal/agentproto"
	"vouch.dev/client/internal/message"
)

// statusAnswer is `vouch status --json`.
type statusAnswer struct {
	LoggedIn bool   `json:"logged_in"`
	Reason   string `json:"reason,omitempty"` // why not
	*agentproto.Status
}

func newStatusCommand(env Env) *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "status",
		Short: "Show who is logged in, until when, and for which registries",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			answer, err := env.ask(cmd.Context(), agentproto.Request{Op: agentproto.OpStatus})
			if err == nil && answer.Status == nil {
				err = agentTrouble(agentproto.ErrGarbage)
			}
			if asJSON {
				return env.statusJSON(answer.Status, err)
			}
			if err != nil {
				return err
			}
			return env.printStatus(*answer.Status)
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "print JSON")
	return cmd
}

func (env Env) statusJSON(status *agentproto.Status, failure error) error {
	if failure == nil {
		return env.printJSON(statusAnswer{LoggedIn: true, Status: status})
	}
	if err := env.printJSON(statusAnswer{Reason: failure.Error()}); err != nil {
		return err
	}
	return errors.Join(errToldAlready, failure)
}

func (env Env) printStatus(status agentproto.Status) error {
	note := ""
	if !status.Confirmed {
		note = " (the server could not be asked just now)"
	}
	_, err := fmt.Fprintf(env.Stdout, "Logged in to %s as %s until %s%s\n", message.Plain(status.Server),
		message.Plain(status.User), status.ExpiresAt.Local().Format(time.DateTime), note)
	for _, registry := range status.Registries {
		if err != nil {
			return err
		}
		cached := "no credential in memory"
		if registry.CachedUntil != nil {
			cached = "credential in memory until " + registry.CachedUntil.Local().Format(time.TimeOnly)
		}
		_, err = fmt.Fprintf(env.Stdout, "  %s (%s): %s\n", registry.Host, message.Plain(registry.Provider), cached)
	}
	return err
}
