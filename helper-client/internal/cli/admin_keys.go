package cli

import (
	"github.com/spf13/cobra"

	"vouch.dev/client/internal/admin"
)

func newKeysCommand(flags *iamFlags) *cobra.Command {
	return group("keys", "List and remove enrolled security keys", "vouch admin keys list user@example.com", newKeysListCommand(flags), newKeyRemoveCommand(flags))
}

func newKeysListCommand(flags *iamFlags) *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use:               "list USER",
		Short:             "List a person's security keys",
		Long:              "List a person's enrolled security keys, with their models and when they were enrolled.",
		Example:           "  vouch admin keys list user@example.com\n  vouch admin keys list user@example.com --json",
		ValidArgsFunction: flags.completeUser,
		Args:              cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			server, err := flags.admin(cmd.Context())
			if err != nil {
				return err
			}
			keys, err := server.Keys(cmd.Context(), args[0])
			if err != nil {
				return iamTrouble("cannot list the keys of "+args[0], err)
			}
			if asJSON {
				return flags.env.printJSON(map[string]any{"keys": append([]admin.Key{}, keys...)})
			}
			rows := newTable(flags.env.Stdout, "KEY", "MODEL", "ENROLLED", "AAGUID")
			for _, key := range keys {
				rows.row(key.ID, key.Model, clock(key.CreatedAt), key.AAGUID)
			}
			return rows.flush()
		},
	}
	addJSON(cmd, &asJSON)
	return cmd
}

func newKeyRemoveCommand(flags *iamFlags) *cobra.Command {
	return &cobra.Command{
		Use:               "remove USER KEY",
		Short:             "Take a key from a person; its sessions end at their next request",
		Long:              "Take a key from a person, for example a lost one. Its sessions end at their next request; what is out\nends with its short authority. The person needs a new invitation to enrol another key.",
		Example:           "  vouch admin keys remove user@example.com KEY",
		ValidArgsFunction: flags.completeUser,
		Args:              cobra.ExactArgs(2),
		RunE: func(cmd *cobra.Command, args []string) error {
			server, err := flags.admin(cmd.Context())
			if err != nil {
				return err
			}
			if err := server.RemoveKey(cmd.Context(), args[0], args[1]); err != nil {
				return iamTrouble("cannot remove the key "+args[1], err)
			}
			return flags.env.say("removed the key %s of %s: its sessions end at their next request", args[1], args[0])
		},
	}
}
