package cli

import (
	"context"

	"github.com/spf13/cobra"

	"vouch.dev/client/internal/audit"
)

func newAuditCommand(env Env) *cobra.Command {
	flags := &iamFlags{env: env}
	cmd := group("audit", "Read the audit log, and verify it without trusting the server", "vouch audit verify",
		newAuditListCommand(flags), newAuditShowCommand(flags), newAuditExportCommand(flags), newAuditVerifyCommand(flags))
	cmd.Long = "Read the audit log of a Vouch server, and verify it without trusting the server.\n\n" +
		"Requests are signed with your ordinary AWS identity (environment, profile, SSO, role), which the\n" +
		"server must have been deployed with as a reviewer. Verifying an export needs neither."
	cmd.Example = "  vouch audit list --since 24h\n  vouch audit verify"
	flags.addTo(cmd)
	return cmd
}

// audit makes the audit log of one command.
func (f *iamFlags) audit(ctx context.Context) (audit.Remote, error) {
	client, err := f.client(ctx)
	if err != nil {
		return audit.Remote{}, err
	}
	return audit.NewRemote(client), nil
}
