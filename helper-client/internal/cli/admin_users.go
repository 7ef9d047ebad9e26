package cli

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"vouch.dev/client/internal/admin"
)

func newUsersCommand(flags *iamFlags) *cobra.Command {
	return group("users", "Invite, list, disable and enable people", "vouch admin users list",
		newInviteCommand(flags), newUsersListCommand(flags),
		newUserChangeCommand(flags, "disable", "End what a person may do, from the next request on",
			"disabled %s: every request is refused from now on; what is out ends with its short authority",
			admin.Admin.Disable),
		newUserChangeCommand(flags, "enable", "Undo disable",
			"enabled %s: it may log in and enrol again; earlier sessions stay ended", admin.Admin.Enable))
}

func newInviteCommand(flags *iamFlags) *cobra.Command {
	var groups []string
	var asJSON bool
	cmd := &cobra.Command{
		Use:     "invite EMAIL",
		Short:   "Make a one-time link with which a person enrols a security key",
		Long:    "Invite a person: make a one-time link with which that person enrols a security key. The link is a\nsecret, works once and for 72 hours.",
		Example: "  vouch admin users invite user@example.com --group platform --group release",
		Args:    cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			server, err := flags.admin(cmd.Context())
			if err != nil {
				return err
			}
			invited, err := server.Invite(cmd.Context(), args[0], groups)
			if err != nil {
				return iamTrouble("cannot invite "+args[0], err)
			}
			if asJSON {
				return flags.env.printJSON(invited)
			}
			return flags.env.showInvited(invited)
		},
	}
	cmd.Flags().StringSliceVarP(&groups, "group", "g", nil, "a group of the policy (may be repeated)")
	_ = cmd.RegisterFlagCompletionFunc("group", flags.completeGroupFlag)
	addJSON(cmd, &asJSON)
	return cmd
}

func (env Env) showInvited(invited admin.Invited) error {
	groups := "no groups"
	if len(invited.User.Groups) > 0 {
		groups = "groups " + strings.Join(invited.User.Groups, ", ")
	}
	for _, line := range []string{
		fmt.Sprintf("invited %s (%s)", invited.User.ID, groups),
		invited.Invitation.URL,
		fmt.Sprintf("Give this link to that person only: it works once, until %s.", clock(invited.Invitation.ExpiresAt)),
	} {
		if err := env.say("%s", line); err != nil {
			return err
		}
	}
	return nil
}

func newUsersListCommand(flags *iamFlags) *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use:     "list",
		Short:   "List people, their groups and how many keys they have",
		Long:    "List people, their groups, whether they are active, and how many keys they have.",
		Example: "  vouch admin users list\n  vouch admin users list --json",
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			server, err := flags.admin(cmd.Context())
			if err != nil {
				return err
			}
			users, err := server.Users(cmd.Context())
			if err != nil {
				return iamTrouble("cannot list the users", err)
			}
			if asJSON {
				return flags.env.printJSON(map[string]any{"users": append([]admin.User{}, users...)})
			}
			rows := newTable(flags.env.Stdout, "USER", "STATUS", "KEYS", "GROUPS", "CREATED")
			for _, user := range users {
				rows.row(user.ID, user.Status, strconv.Itoa(user.Keys), strings.Join(user.Groups, ","), clock(user.CreatedAt))
			}
			return rows.flush()
		},
	}
	addJSON(cmd, &asJSON)
	return cmd
}

func newUserChangeCommand(flags *iamFlags, name, short, done string,
	change func(admin.Admin, context.Context, string) (admin.User, error),
) *cobra.Command {
	return &cobra.Command{
		Use:               name + " USER",
		Short:             short,
		Long:              short + ".\n\nThe change is recorded under the name of your AWS identity.",
		Example:           "  vouch admin users " + name + " user@example.com",
		ValidArgsFunction: flags.completeUser,
		Args:              cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			server, err := flags.admin(cmd.Context())
			if err != nil {
				return err
			}
			user, err := change(server, cmd.Context(), args[0])
			if err != nil {
				return iamTrouble(fmt.Sprintf("cannot %s %s", name, args[0]), err)
			}
			return flags.env.say(done, user.ID)
		},
	}
}
