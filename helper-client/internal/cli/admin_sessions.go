package cli

import (
	"github.com/spf13/cobra"

	"vouch.dev/client/internal/admin"
)

func newSessionsCommand(flags *iamFlags) *cobra.Command {
	return group("sessions", "List and revoke sessions", "vouch admin sessions list", newSessionsListCommand(flags), newSessionRevokeCommand(flags))
}

func newSessionsListCommand(flags *iamFlags) *cobra.Command {
	var user string
	var asJSON bool
	cmd := &cobra.Command{
		Use:     "list",
		Short:   "List sessions that have not expired",
		Long:    "List sessions that have not expired, of everybody or of one person.",
		Example: "  vouch admin sessions list\n  vouch admin sessions list --user user@example.com --json",
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			server, err := flags.admin(cmd.Context())
			if err != nil {
				return err
			}
			sessions, err := server.Sessions(cmd.Context(), user)
			if err != nil {
				return iamTrouble("cannot list the sessions", err)
			}
			if asJSON {
				return flags.env.printJSON(map[string]any{"sessions": append([]admin.Session{}, sessions...)})
			}
			return flags.env.showSessions(sessions)
		},
	}
	cmd.Flags().StringVar(&user, "user", "", "only the sessions of this person")
	_ = cmd.RegisterFlagCompletionFunc("user", flags.completeUserFlag)
	addJSON(cmd, &asJSON)
	return cmd
}

func (env Env) showSessions(sessions []admin.Session) error {
	rows := newTable(env.Stdout, "SESSION", "USER", "STARTED", "ENDS", "KEY")
	for _, session := range sessions {
		ends := clock(session.ExpiresAt)
		if session.RevokedAt != nil {
			ends = "revoked " + clock(*session.RevokedAt)
		}
		rows.row(session.ID, session.User, clock(session.CreatedAt), ends, session.Key)
	}
	return rows.flush()
}

func newSessionRevokeCommand(flags *iamFlags) *cobra.Command {
	return &cobra.Command{
		Use:     "revoke SESSION",
		Short:   "End a session at its next request",
		Long:    "End a session at its next request. What is out ends with its short authority.",
		Example: "  vouch admin sessions revoke SESSION",
		Args:    cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			server, err := flags.admin(cmd.Context())
			if err != nil {
				return err
			}
			session, err := server.RevokeSession(cmd.Context(), args[0])
			if err != nil {
				return iamTrouble("cannot revoke the session "+args[0], err)
			}
			return flags.env.say("revoked the session %s of %s: every request is refused from now on; what is out ends with its short authority",
				session.ID, session.User)
		},
	}
}
