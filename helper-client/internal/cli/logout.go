package cli

import (
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"vouch.dev/client/internal/agentproto"
)

func newLogoutCommand(env Env) *cobra.Command {
	return &cobra.Command{
		Use:     "logout",
		Short:   "End the session, forget every credential, stop the agent",
		Long:    "End the session at the server, forget every credential, and stop the agent. Chosen scopes stay.",
		Example: "  vouch logout",
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			_, err := env.ask(cmd.Context(), agentproto.Request{Op: agentproto.OpLogout})
			if errors.Is(err, agentproto.ErrNoAgent) {
				_, err = fmt.Fprintln(env.Stdout, "Nobody is logged in.")
				return err
			}
			if err != nil {
				return err
			}
			_, err = fmt.Fprintln(env.Stdout, "Logged out.")
			return err
		},
	}
}
