package cli

import (
	"context"

	"github.com/spf13/cobra"

	"vouch.dev/client/internal/admin"
)

func newAdminCommand(env Env) *cobra.Command {
	flags := &iamFlags{env: env}
	cmd := group("admin", "People, keys, sessions and the policy; your AWS identity is the authority", "vouch admin users list",
		newUsersCommand(flags), newKeysCommand(flags), newSessionsCommand(flags), newPolicyCommand(flags))
	cmd.Long = "People, keys, sessions and the policy of a Vouch server.\n\n" +
		"Requests are signed with your ordinary AWS identity (environment, profile, SSO, role), which the\n" +
		"server must have been deployed with as an administrator. Each change is recorded under your name."
	cmd.Example = "  vouch admin users list\n  vouch admin policy apply policy.yaml"
	flags.addTo(cmd)
	return cmd
}

// admin makes the administration of one command.
func (f *iamFlags) admin(ctx context.Context) (admin.Admin, error) {
	client, err := f.client(ctx)
	if err != nil {
		return admin.Admin{}, err
	}
	return admin.New(client), nil
}
